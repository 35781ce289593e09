//! The state of a fit on disk: whole or not there, exact to the bit, and bound to the fit that wrote it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{AbcError, AbcSettings, Generation, Particle, Scale, StopReason};

/// Layout of the file.
const VERSION: u32 = 2;

/// What a fit is; a checkpoint with another header is not gone on with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    version: u32,
    /// What simulator and prior were made from.
    of: String,
    /// The settings as JSON text, so that they are compared as they were written.
    settings: String,
    pub(super) parameters: Vec<String>,
    pub(super) summaries: Vec<String>,
    #[serde(with = "exact")]
    observed: Vec<f64>,
}

impl Header {
    pub(super) fn new(
        of: &str,
        settings: &AbcSettings,
        parameters: Vec<String>,
        summaries: Vec<String>,
        observed: &[f64],
    ) -> Self {
        Self {
            version: VERSION,
            of: of.to_owned(),
            settings: format!("{settings:?}"),
            parameters,
            summaries,
            observed: observed.to_vec(),
        }
    }

    /// The first part that another fit does not share.
    fn differs(&self, other: &Self) -> Option<&'static str> {
        if self.version != other.version {
            Some("version of the file")
        } else if self.of != other.of {
            Some("model or priors")
        } else if self.settings != other.settings {
            Some("settings")
        } else if self.parameters != other.parameters {
            Some("parameters")
        } else if self.summaries != other.summaries {
            Some("summaries")
        } else if self.observed != other.observed {
            Some("observed")
        } else {
            None
        }
    }

    /// Refuses what another fit left at a path.
    pub(super) fn belongs(&self, found: &Self, path: &Path) -> Result<(), AbcError> {
        self.differs(found).map_or(Ok(()), |differs| {
            Err(AbcError::OtherFit {
                path: path.to_owned(),
                differs,
            })
        })
    }
}

/// Everything that a later generation depends on, and what is reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) generations: Vec<Generation>,
    /// The generation that was given up at the end, if one was.
    pub(super) given_up: Option<Generation>,
    pub(super) population: Vec<Particle>,
    pub(super) scale: Scale,
    #[serde(with = "exact")]
    pub(super) prior_mean: Vec<f64>,
    #[serde(with = "exact")]
    pub(super) prior_sd: Vec<f64>,
    pub(super) simulations: u64,
    pub(super) stopped: Option<StopReason>,
}

#[derive(Serialize)]
struct Written<'a> {
    header: &'a Header,
    state: &'a State,
}

#[derive(Deserialize)]
struct Read {
    header: Header,
    state: State,
}

fn failed(path: &Path, reason: impl std::fmt::Display) -> AbcError {
    AbcError::Checkpoint {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// What lies at a path; `None` if there is no file.
pub(super) fn parsed<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, AbcError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|e| failed(path, e))
}

/// The state at a path; `None` if there is no file.
pub(super) fn read(path: &Path, header: &Header) -> Result<Option<State>, AbcError> {
    let Some(found) = parsed::<Read>(path)? else {
        return Ok(None);
    };
    header.belongs(&found.header, path)?;
    Ok(Some(found.state))
}

/// Writes the state.
pub(super) fn write(path: &Path, header: &Header, state: &State) -> Result<(), AbcError> {
    put(path, &Written { header, state })
}

/// Writes beside the path and renames, so that a reader sees the old content or the new one, never a part.
pub(super) fn put(path: &Path, content: &impl Serialize) -> Result<(), AbcError> {
    let bytes = serde_json::to_vec(content).map_err(|e| failed(path, e))?;
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let beside = PathBuf::from(name);
    let put = || -> std::io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    put().map_err(|e| failed(path, e))
}

/// Numbers as text that reads back to the same bits: a row is one string, its numbers parted by blanks.
pub(super) mod exact {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::abc) fn serialize<S: Serializer>(row: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
        let texts: Vec<String> = row.iter().map(|v| format!("{v:?}")).collect();
        serializer.serialize_str(&texts.join(" "))
    }

    pub(in crate::abc) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<f64>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let one = |word: &str| {
            word.parse()
                .map_err(|_| D::Error::custom(format!("`{word}` is no number")))
        };
        text.split_whitespace().map(one).collect()
    }
}

/// [`exact`] for a single number.
pub(super) mod exact_one {
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub(in crate::abc) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        super::exact::serialize(&[*value], serializer)
    }

    pub(in crate::abc) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let row = super::exact::deserialize(deserializer)?;
        row.first()
            .copied()
            .ok_or_else(|| D::Error::custom("a number is missing"))
    }
}
