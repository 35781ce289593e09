//! The directory of a study: begun, locked while somebody works in it, closed with the fingerprint of what came out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use halha_record::Folder;
use serde::{Deserialize, Serialize};

use super::note::StudyNote;
use super::play::StudyError;
use super::{Study, read};
use crate::store::draft::{self, Fnv, hex};
use crate::store::{Stamp, StoreError, lock};
use crate::whatif::{self, Intervention, Shelf};

const NOTE: &str = "study.json";
const TEXT: &str = "study.toml";
const DONE: &str = "done.json";

/// `done.json`: written when everything else is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyDone {
    /// Fingerprint of the values that came out: the same for the same study on any machine and any number of threads.
    #[serde(with = "hex")]
    pub fingerprint: u64,
    /// The files of results with their lengths and hashes.
    pub files: BTreeMap<String, Stamp>,
}

/// A study's directory that this process alone may write.
#[derive(Debug)]
pub(super) struct StudyDirectory {
    pub(super) path: PathBuf,
    /// Held until dropped; the system lets go of it when a process dies.
    _lock: File,
}

impl StudyDirectory {
    /// Opens or makes a directory and locks it.
    pub(super) fn open(path: &Path) -> Result<Self, StudyError> {
        fs::create_dir_all(path).map_err(|error| StoreError::write(path, error))?;
        if !Self::may_use(path)? {
            return Err(StudyError::Foreign(path.to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock(path)?,
        })
    }

    /// A study, an empty directory, or one in which a study was killed before it had begun.
    fn may_use(path: &Path) -> Result<bool, StoreError> {
        let entries = fs::read_dir(path).map_err(|error| StoreError::read(path, error))?;
        let names = entries
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned());
        let names: BTreeSet<String> = names.collect();
        let ours = |name: &String| name.starts_with('.') || [TEXT, whatif::FOLDER].contains(&name.as_str());
        Ok(names.contains(NOTE) || names.iter().all(ours))
    }

    /// Writes what a study begins with, or sees that the directory holds the same study.
    pub(super) fn begin(&self, study: &Study, note: &StudyNote) -> Result<(), StudyError> {
        draft::sweep(&self.path)?;
        let path = self.path.join(NOTE);
        if path.exists() {
            return match StudyNote::read(&path)?.difference(note) {
                None => Ok(()),
                Some(difference) => Err(StudyError::Other {
                    directory: self.path.clone(),
                    difference,
                }),
            };
        }
        keep(&self.path, study.task.used())?;
        draft::write(&self.path.join(TEXT), study.text.as_bytes())?;
        draft::write(&path, &whatif::json(note))?;
        Ok(())
    }

    /// What is said of a study that is complete.
    pub(super) fn done(&self) -> Result<Option<StudyDone>, StoreError> {
        done(&self.path)
    }

    /// Says that all is there. Every file below the directory is a result, but for notes of how the work went.
    pub(super) fn complete(&self, fingerprint: u64) -> Result<(), StoreError> {
        let mut names = Vec::new();
        collect(&self.path, "", &mut names)?;
        let mut files = BTreeMap::new();
        for name in names {
            let path = self.path.join(&name);
            let bytes = fs::read(&path).map_err(|error| StoreError::read(&path, error))?;
            let mut hash = Fnv::new();
            hash.add(&bytes);
            let stamp = Stamp {
                bytes: bytes.len() as u64,
                hash: hash.bits(),
            };
            files.insert(name, stamp);
        }
        let done = StudyDone { fingerprint, files };
        draft::write(&self.path.join(DONE), &whatif::json(&done))?;
        draft::sync_folder(&self.path)
    }
}

/// Copies the interventions that are used, so that the study can be made again whatever becomes of them.
fn keep(directory: &Path, used: &[Intervention]) -> Result<(), StoreError> {
    if used.is_empty() {
        return Ok(());
    }
    let inner = directory.join(whatif::FOLDER);
    fs::create_dir_all(&inner).map_err(|error| StoreError::write(&inner, error))?;
    for one in used {
        draft::write(&inner.join(format!("{}.toml", one.id)), one.text.as_bytes())?;
    }
    Ok(())
}

/// What the end of a study has left in its directory.
pub(super) fn done(directory: &Path) -> Result<Option<StudyDone>, StoreError> {
    let path = directory.join(DONE);
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, error))?;
    let done = serde_json::from_str(&text).map_err(|error| StoreError::strange(&path, error))?;
    Ok(Some(done))
}

/// Files of results below a directory, by their path in it. Hidden files, journals and the note of the end are none.
fn collect(root: &Path, inner: &str, names: &mut Vec<String>) -> Result<(), StoreError> {
    let folder = root.join(inner);
    let failed = |error| StoreError::read(&folder, error);
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = if inner.is_empty() {
            file.clone()
        } else {
            format!("{inner}/{file}")
        };
        if entry.path().is_dir() {
            collect(root, &name, names)?;
        } else if !file.starts_with('.') && file != "journal.json" && name != DONE {
            names.push(name);
        }
    }
    Ok(())
}

/// What a study's directory says was asked: its note, its file, and the interventions as they were.
#[derive(Debug)]
pub struct Asked {
    /// The note.
    pub note: StudyNote,
    /// The study's file.
    pub text: String,
    folder: Folder,
}

impl Asked {
    /// The interventions that the study used, as they were.
    pub fn interventions(&self, conflict: &crate::LoadedConflict) -> Vec<Intervention> {
        whatif::shelf(&self.folder, Shelf::of(conflict)).0
    }

    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{}/{}.toml", read::FOLDER, self.note.study)
    }
}

/// What a study's directory says was asked.
///
/// # Errors
/// If it holds no study, or none that this version can read.
pub fn asked_in(directory: &Path) -> Result<Asked, StudyError> {
    let note = directory.join(NOTE);
    if !note.exists() {
        return Err(StudyError::NoStudy(directory.to_owned()));
    }
    let path = directory.join(TEXT);
    let text = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, error))?;
    let folder = Folder::open(directory).map_err(|_| StudyError::NoStudy(directory.to_owned()))?;
    Ok(Asked {
        note: StudyNote::read(&note)?,
        text,
        folder,
    })
}

/// What a second time has shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Again {
    /// Fingerprints of the first time and the second.
    #[serde(skip)]
    pub fingerprints: [u64; 2],
    /// Files that are the same.
    pub files: usize,
    /// Files that are not, or that only one of the two has.
    pub differing: Vec<String>,
}

impl Again {
    /// Whether everything came out the same.
    pub fn is_same(&self) -> bool {
        self.fingerprints[0] == self.fingerprints[1] && self.differing.is_empty()
    }
}

/// Compares two finished studies file by file.
///
/// # Errors
/// If one of them is not finished, or cannot be read.
pub(super) fn again(first: &Path, second: &Path) -> Result<Again, StudyError> {
    let read = |path: &Path| done(path)?.ok_or_else(|| StudyError::Unfinished(path.to_owned()));
    let (one, two) = (read(first)?, read(second)?);
    let names: BTreeSet<&String> = one.files.keys().chain(two.files.keys()).collect();
    // What lies there now is compared, not what was noted of it.
    let now = |root: &Path, name: &str| fs::read(root.join(name)).ok();
    let differs = |name: &&String| {
        let (a, b) = (now(first, name.as_str()), now(second, name.as_str()));
        a.is_none() || a != b
    };
    let differing: Vec<String> = names.iter().copied().filter(differs).cloned().collect();
    Ok(Again {
        fingerprints: [one.fingerprint, two.fingerprint],
        files: names.len() - differing.len(),
        differing,
    })
}
