//! Stable names of the things in a conflict folder.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

/// A stable lower-case name (`khasan-1938`): letters a–z, digits and single hyphens between them, at most
/// [`Id::MAX_BYTES`] long.
///
/// One namespace a table, and one shared namespace for everything that a claim can be about (the conflict itself,
/// incidents, acts). Cloning an id is cheap: equal ids read from one folder share their text.
///
/// ```
/// use halha_record::Id;
/// assert_eq!(Id::new("khasan-1938").map(|id| id.to_string()), Some("khasan-1938".to_owned()));
/// assert_eq!(Id::new("Khasan 1938"), None);
/// assert_eq!(Id::repaired("Khasan 1938").as_deref(), Some("khasan-1938"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// The longest name there may be.
    pub const MAX_BYTES: usize = 80;

    /// The id that is spelt `text`, if it is spelt as ids are.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::is_well_formed(text).then(|| Self(text.into()))
    }

    /// Whether `text` is spelt as ids are.
    #[must_use]
    pub fn is_well_formed(text: &str) -> bool {
        let bytes = text.as_bytes();
        let edges = bytes.first().is_some_and(|b| *b != b'-') && bytes.last().is_some_and(|b| *b != b'-');
        edges
            && bytes.len() <= Self::MAX_BYTES
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
            && !text.contains("--")
    }

    /// The nearest well-formed spelling of `text`, for remedies.
    #[must_use]
    pub fn repaired(text: &str) -> Option<String> {
        let lower = text
            .chars()
            .take(Self::MAX_BYTES)
            .flat_map(char::to_lowercase)
            .collect::<String>();
        let words = lower
            .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
            .filter(|w| !w.is_empty());
        Some(words.collect::<Vec<_>>().join("-")).filter(|id| Self::is_well_formed(id))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The empty name: stands only where a folder without a readable `conflict.toml` has no name.
    pub(crate) fn nameless() -> Self {
        Self("".into())
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", &self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A stable lower-case name: letters a–z, digits and single hyphens between them.",
            "type": "string",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "maxLength": Self::MAX_BYTES
        })
    }
}
