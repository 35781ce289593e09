//! What was asked, as an answer says it: enough to go on with work that was broken off, and to make the answer again.

use std::fs;
use std::path::Path;

use halha_kernel::chance::SCHEME;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::conflict::LoadedConflict;
use crate::provenance::difference;
use crate::store::{Kept, StoreError, draft, lock};

/// A question of some kind with all else that decides its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked<Q> {
    /// Version of the program.
    pub halha: String,
    /// Version of the scheme that turns names of runs into luck.
    pub chance: u64,
    /// The conflict's id and title.
    pub conflict: [String; 2],
    /// The name, path or run that was typed.
    pub called: String,
    /// Fingerprint of the scenario, the priors and the definitions that the question uses, hexadecimal.
    pub fingerprint: String,
    /// Fingerprint of the posterior, if the conflict has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<String>,
    /// The question.
    #[serde(flatten)]
    pub question: Q,
    /// Whether somebody stopped the work before its end.
    pub stopped: bool,
    /// The command that makes the same answer.
    pub command: String,
}

impl<Q> Asked<Q> {
    /// A question about a conflict that is called so. `definitions` are those that it uses, in words.
    pub(crate) fn of(
        conflict: &LoadedConflict,
        called: &str,
        definitions: &str,
        (question, command): (Q, String),
    ) -> Self {
        let head = &conflict.record.conflict;
        let decides = format!("{:016x} {definitions}", conflict.fingerprint);
        let posterior = conflict.posterior.as_ref().map(|p| p.fingerprint());
        Self {
            halha: env!("CARGO_PKG_VERSION").to_owned(),
            chance: SCHEME,
            conflict: [head.id.to_string(), head.title.clone()],
            called: called.to_owned(),
            fingerprint: format!("{:016x}", crate::priors::fnv1a(decides.as_bytes())),
            posterior: posterior.map(|f| format!("{f:016x}")),
            question,
            stopped: false,
            command,
        }
    }
}

impl<Q: DeserializeOwned> Asked<Q> {
    /// What was asked in a directory whose work was broken off.
    ///
    /// # Errors
    /// If nothing was broken off there, or another version wrote it.
    pub fn broken_off(directory: &Path) -> Result<Self, StoreError> {
        let question = Kept::question(directory)?;
        let question = question.ok_or_else(|| StoreError::NothingBrokenOff(directory.to_owned()))?;
        serde_json::from_slice(&question).map_err(|_| StoreError::NoAnswer(directory.to_owned()))
    }

    /// What was asked in a directory whose answer is there; `answer` is its file.
    ///
    /// # Errors
    /// If there is none, or none that this version can read.
    pub fn answered(directory: &Path, answer: &str) -> Result<Self, StoreError> {
        let path = directory.join(answer);
        let asked = provenance(&path)?.ok_or_else(|| StoreError::NoAnswer(directory.to_owned()))?;
        serde_json::from_value(asked).map_err(|error| StoreError::strange(&path, error))
    }
}

impl<Q: Serialize> Asked<Q> {
    /// Begins the work in a directory, or goes on where an earlier call was broken off; `answer` is the file of its answer.
    ///
    /// # Errors
    /// If the directory holds another answer or work on one, or somebody else is writing into it.
    pub fn keep(&self, directory: &Path, answer: &str) -> Result<Kept, StoreError> {
        fs::create_dir_all(directory).map_err(|error| StoreError::write(directory, error))?;
        let held = lock(directory)?;
        draft::sweep(directory)?;
        let now = serde_json::to_value(self).unwrap_or_default();
        let before = match Kept::question(directory)? {
            Some(bytes) => Some(serde_json::from_slice(&bytes).unwrap_or_default()),
            None => provenance(&directory.join(answer))?,
        };
        if let Some(difference) = before.and_then(|before| difference(&before, &now, "")) {
            return Err(StoreError::OtherAnswer {
                directory: directory.to_owned(),
                difference,
            });
        }
        let text = serde_json::to_vec(&now).unwrap_or_default();
        Ok(Kept::open(directory, &text)?.holding(held))
    }
}

/// What an answer's file says was asked, if the file is there.
fn provenance(path: &Path) -> Result<Option<serde_json::Value>, StoreError> {
    #[derive(Deserialize)]
    struct Head {
        provenance: serde_json::Value,
    }
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read(path).map_err(|error| StoreError::read(path, error))?;
    let head: Head = serde_json::from_slice(&text).map_err(|error| StoreError::strange(path, error))?;
    Ok(Some(head.provenance))
}

/// The files of results, of these names, in which two directories differ.
///
/// # Errors
/// If one that is there cannot be read.
pub fn differing(directories: [&Path; 2], names: &[&'static str]) -> Result<Vec<&'static str>, StoreError> {
    let read = |directory: &Path, name: &str| {
        let path = directory.join(name);
        match path.exists() {
            true => fs::read(&path)
                .map(Some)
                .map_err(|error| StoreError::read(&path, error)),
            false => Ok(None),
        }
    };
    let mut differing = Vec::new();
    for name in names {
        if read(directories[0], name)? != read(directories[1], name)? {
            differing.push(*name);
        }
    }
    Ok(differing)
}
