//! The directory of a run: begun, locked, completed part by part, and closed.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use halha_record::Folder;
use serde::{Deserialize, Serialize};

use super::draft::{self, Fnv, hex};
use super::error::StoreError;
use super::part::{Manifest, PARTS, json, manifest_of, tables};
use crate::job::RunError;
use crate::provenance::Provenance;
use crate::settings::EventDetail;

/// `done.json`: written when everything else is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Runs.
    pub replications: u64,
    /// Parts.
    pub parts: u64,
    /// Files of results.
    pub files: u64,
    /// Their length together, bytes.
    pub bytes: u64,
    /// FNV-1a over the manifests in order: two runs with the same hash have the same results.
    #[serde(with = "hex")]
    pub hash: u64,
}

/// `journal.json`: how the work went. No result: it differs from one time to the next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Journal {
    sessions: Vec<Session>,
}

/// One call that worked on a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) threads: usize,
    pub(crate) runs: u64,
    pub(crate) seconds: f64,
    pub(crate) finished: bool,
}

/// Held by who writes into a directory.
const LOCK: &str = ".lock";

/// Locks a directory for as long as the file lives; the system lets go of it when a process dies.
pub(crate) fn lock(directory: &Path) -> Result<File, StoreError> {
    let path = directory.join(LOCK);
    let lock = File::create(&path).map_err(|error| StoreError::write(&path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy(directory.to_owned())),
        Err(TryLockError::Error(error)) => Err(StoreError::write(&path, error)),
    }
}

/// A run's directory that this process alone may write.
#[derive(Debug)]
pub(crate) struct RunDirectory {
    path: PathBuf,
    /// Held until dropped; the system lets go of it when a process dies.
    _lock: File,
}

impl RunDirectory {
    /// All that decides the results.
    pub(crate) const PROVENANCE: &str = "run.json";
    /// Copy of the conflict.
    pub(crate) const CONFLICT: &str = "conflict";
    /// Says that all is there.
    pub(crate) const DONE: &str = "done.json";
    const JOURNAL: &str = "journal.json";

    /// Opens or makes a directory and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, RunError> {
        fs::create_dir_all(path).map_err(|error| StoreError::write(path, error))?;
        if !Self::may_use(path)? {
            return Err(RunError::Foreign(path.to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock(path)?,
        })
    }

    /// A run, an empty directory, or one in which a run was killed before it had begun.
    fn may_use(path: &Path) -> Result<bool, StoreError> {
        let entries = fs::read_dir(path).map_err(|error| StoreError::read(path, error))?;
        let names: Vec<_> = entries
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .collect();
        let is_run = names.iter().any(|name| name == Self::PROVENANCE);
        let is_ours = |name: &String| {
            name == LOCK || name == Self::CONFLICT || (name.starts_with('.') && name.ends_with(".tmp"))
        };
        Ok(is_run || names.iter().all(is_ours))
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes what a run begins with, or sees that the directory holds the same run.
    pub(crate) fn begin(
        &self,
        provenance: &Provenance,
        events: EventDetail,
        conflict: &Folder,
    ) -> Result<(), RunError> {
        draft::sweep(&self.path)?;
        let note = self.path.join(Self::PROVENANCE);
        if note.exists() {
            if let Some(difference) = Provenance::read(&note)?.difference(provenance) {
                return Err(RunError::Other {
                    directory: self.path.clone(),
                    difference,
                });
            }
        } else {
            self.copy(conflict)?;
            draft::write(&note, &json(provenance))?;
        }
        for folder in tables(events).map(|table| table.name).chain([PARTS]) {
            let folder = self.path.join(folder);
            fs::create_dir_all(&folder).map_err(|error| StoreError::write(&folder, error))?;
            draft::sweep(&folder)?;
        }
        Ok(())
    }

    /// Copies the conflict, so that the run can be made again whatever becomes of the original.
    fn copy(&self, conflict: &Folder) -> Result<(), StoreError> {
        let target = self.path.join(Self::CONFLICT);
        for name in conflict.names() {
            // A file that is no text is none that a run reads.
            let Ok(text) = conflict.text(name) else { continue };
            let path = target.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| StoreError::write(folder, error))?;
            }
            draft::write(&path, text.as_bytes())?;
        }
        Ok(())
    }

    /// Whether all is there.
    pub(crate) fn is_done(&self) -> bool {
        self.path.join(Self::DONE).exists()
    }

    /// The parts that are not complete.
    pub(crate) fn missing(&self, parts: u64) -> Vec<u64> {
        (0..parts)
            .filter(|part| Manifest::of_complete(&self.path, *part).is_none())
            .collect()
    }

    /// Says that all is there.
    pub(crate) fn complete(&self, replications: u64, parts: u64) -> Result<Done, StoreError> {
        let mut hash = Fnv::new();
        let (mut files, mut bytes) = (0, 0);
        for part in 0..parts {
            let path = self.path.join(manifest_of(part));
            let text = fs::read(&path).map_err(|error| StoreError::read(&path, error))?;
            let manifest: Manifest =
                serde_json::from_slice(&text).map_err(|error| StoreError::strange(&path, error))?;
            hash.add(&text);
            files += manifest.files.len() as u64;
            bytes += manifest.files.values().map(|file| file.stamp.bytes).sum::<u64>();
        }
        let done = Done {
            replications,
            parts,
            files,
            bytes,
            hash: hash.bits(),
        };
        draft::write(&self.path.join(Self::DONE), &json(&done))?;
        draft::sync_folder(&self.path)?;
        Ok(done)
    }

    /// Enters a session into the journal.
    pub(crate) fn note(&self, session: Session) -> Result<(), StoreError> {
        let path = self.path.join(Self::JOURNAL);
        let text = fs::read(&path).unwrap_or_default();
        let mut journal: Journal = serde_json::from_slice(&text).unwrap_or_default();
        journal.sessions.push(session);
        draft::write(&path, &json(&journal)).map(|_| ())
    }
}
