//! The closed lists of words that a conflict folder may use, each with its spelling and its meaning.
//!
//! Every list is an enum whose spellings are kebab-case words, whose variants carry a one-sentence meaning, and which
//! reads, prints, serialises and describes itself in a JSON Schema by that spelling alone. Synonyms (`dead`,
//! `howitzer`) never parse: they only lead to a suggestion, so that one thing has one name in every folder.

#[macro_use]
mod macros;
mod attributes;
mod deeds;
mod elements;
mod grounds;
mod speakers;
mod suggest;
mod units;

pub use attributes::{Arithmetic, Attribute, Holds};
pub use deeds::{ActKind, AidAspect, CountCategory, DepictionKind, IncidentKind, Rung};
pub use elements::{ElementClass, ElementId};
pub use grounds::{FeatureKind, PlaceKind, Terrain};
pub use speakers::{Level, PartyKind, Role, SourceKind, Status, Voice};
pub use suggest::{suggest, suggest_all};
pub use units::{Dimension, Unit};

/// A closed list of words: what all the enums of this module have in common.
pub trait Vocabulary: Copy + Eq + std::hash::Hash + std::fmt::Debug + 'static {
    /// What the list is a list of, for messages (`party kind`).
    const NAME: &'static str;
    /// Every word, in the order of the codebook.
    const ALL: &'static [Self];
    /// The spelling in a conflict folder.
    fn as_str(self) -> &'static str;
    /// One sentence on what the word means.
    fn meaning(self) -> &'static str;
    /// The word that is spelt so, if there is one.
    fn parse(text: &str) -> Option<Self>;
    /// Other words for the same thing, which lead to this one as a suggestion but do not parse.
    fn synonyms(self) -> &'static [&'static str] {
        &[]
    }
    /// The word nearest to one that did not parse: by synonym first, then by spelling.
    fn nearest(text: &str) -> Option<Self> {
        let folded = suggest::fold(text);
        let by_synonym = Self::ALL.iter().copied().find(|word| {
            suggest::fold(word.as_str()) == folded
                || word.synonyms().iter().any(|s| suggest::fold(s) == folded)
        });
        by_synonym.or_else(|| suggest(text, Self::ALL.iter().map(|word| word.as_str())).and_then(Self::parse))
    }
}

/// A word that is not in its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no {vocabulary}{}", shorten(.value), hint(.nearest, .known))]
pub struct UnknownWord {
    /// The list that was searched (`party kind`).
    pub vocabulary: &'static str,
    /// The word that was found.
    pub value: String,
    /// The word that was probably meant.
    pub nearest: Option<&'static str>,
    /// All words of the list.
    pub known: Vec<&'static str>,
}

impl UnknownWord {
    /// The error for `value` not being a word of `V`.
    #[must_use]
    pub fn new<V: Vocabulary>(value: &str) -> Self {
        Self {
            vocabulary: V::NAME,
            value: value.to_owned(),
            nearest: V::nearest(value).map(V::as_str),
            known: V::ALL.iter().map(|word| word.as_str()).collect(),
        }
    }
}

/// The JSON Schema of a list: one constant a word, with its meaning.
fn schema_of<V: Vocabulary>() -> schemars::Schema {
    let words = V::ALL
        .iter()
        .map(|word| serde_json::json!({ "const": word.as_str(), "description": word.meaning() }));
    schemars::json_schema!({
        "description": format!("One word of the list `{}`.", V::NAME),
        "type": "string",
        "oneOf": words.collect::<Vec<_>>()
    })
}

/// At most 40 characters of a value, for messages: a cell may hold megabytes.
fn shorten(value: &str) -> String {
    match value.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn hint(nearest: &Option<&'static str>, known: &[&'static str]) -> String {
    match nearest {
        Some(word) => format!("; did you mean `{word}`?"),
        None if known.len() <= 24 => format!("; known: {}", known.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
