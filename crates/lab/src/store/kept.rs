//! What is done of work that may be broken off: a file of records that are whole or cut off, for one question alone.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::draft;
use super::error::StoreError;
use crate::priors::fnv1a;

/// Its name among the results; gone once they are there.
pub(crate) const FILE: &str = ".kept";
/// Bytes before a record's own: their length, their hash, the stretch that they belong to.
const HEAD: usize = 24;
/// The stretch of the first record: the question.
const QUESTION: u64 = u64::MAX;

/// What earlier calls have done of a piece of work, and the place where more is kept.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    file: File,
    done: BTreeMap<u64, Vec<Vec<u8>>>,
    /// The directory's lock, held until this is dropped; none where the caller holds it.
    _lock: Option<File>,
}

/// A part of a piece of work with records of its own. One that is nobody's keeps nothing.
#[derive(Debug, Default)]
pub struct Stretch<'k>(Option<(&'k mut Kept, u64)>);

impl Kept {
    /// Opens what a directory keeps of the work that `question` describes, or begins to keep. A record that a killed
    /// process has left half written is cut off.
    ///
    /// # Errors
    /// If the directory keeps work on another question, or the file cannot be used.
    pub(crate) fn open(directory: &Path, question: &[u8]) -> Result<Self, StoreError> {
        let path = directory.join(FILE);
        let mut bytes = read(&path)?;
        if records(&bytes).next().is_none() {
            bytes = record(QUESTION, question);
            draft::write(&path, &bytes)?;
        }
        let (mut done, mut whole) = (BTreeMap::<u64, Vec<Vec<u8>>>::new(), 0);
        for (stretch, values) in records(&bytes) {
            if whole == 0 && (stretch, values) != (QUESTION, question) {
                return Err(StoreError::OtherAnswer {
                    directory: directory.to_owned(),
                    difference: "what decides it has changed".to_owned(),
                });
            }
            if whole > 0 {
                done.entry(stretch).or_default().push(values.to_vec());
            }
            whole += HEAD + values.len();
        }
        let failed = |error| StoreError::write(&path, error);
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        file.set_len(whole as u64).map_err(failed)?;
        Ok(Self {
            path,
            file,
            done,
            _lock: None,
        })
    }

    /// The question of the work that a directory keeps, if it keeps any.
    pub(crate) fn question(directory: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = read(&directory.join(FILE))?;
        let first = records(&bytes).next().filter(|(stretch, _)| *stretch == QUESTION);
        Ok(first.map(|(_, question)| question.to_vec()))
    }

    /// Holds the directory's lock for as long as this lives.
    pub(crate) fn holding(self, lock: File) -> Self {
        Self {
            _lock: Some(lock),
            ..self
        }
    }

    /// The stretch of this number.
    pub fn stretch(&mut self, number: u64) -> Stretch<'_> {
        Stretch(Some((self, number)))
    }

    /// Ends the keeping: the results are there.
    ///
    /// # Errors
    /// If the file cannot be removed.
    pub fn finish(self) -> Result<(), StoreError> {
        fs::remove_file(&self.path).map_err(|error| StoreError::write(&self.path, error))
    }
}

impl<'k> Stretch<'k> {
    /// The stretch of this number, or nobody's where nothing is kept.
    pub fn of(kept: &'k mut Option<Kept>, number: u64) -> Self {
        kept.as_mut()
            .map_or_else(Self::default, |kept| kept.stretch(number))
    }

    /// What earlier calls have done of it, record by record as `read` has them. Told once.
    pub(crate) fn done<T>(&mut self, mut read: impl FnMut(&[u8]) -> Option<T>) -> Result<Vec<T>, StoreError> {
        let Some((kept, number)) = &mut self.0 else {
            return Ok(Vec::new());
        };
        let records = kept.done.remove(number).unwrap_or_default();
        let strange = || StoreError::strange(&kept.path, "a record is none of this work");
        let all = records.iter().map(|bytes| read(bytes).ok_or_else(strange));
        all.collect()
    }

    /// Keeps one more record.
    pub(crate) fn add(&mut self, values: &[u8]) -> Result<(), StoreError> {
        let Some((kept, number)) = &mut self.0 else {
            return Ok(());
        };
        let written = kept.file.write_all(&record(*number, values));
        written.map_err(|error| StoreError::write(&kept.path, error))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(|error| StoreError::read(path, error)),
    }
}

fn record(stretch: u64, values: &[u8]) -> Vec<u8> {
    let own = [&stretch.to_le_bytes()[..], values].concat();
    let length = values.len() as u64;
    [&length.to_le_bytes()[..], &fnv1a(&own).to_le_bytes(), &own].concat()
}

/// The whole records with which `bytes` begin: stretch and values.
fn records(mut bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let length = usize::try_from(number(0)?).ok()?;
        let own = bytes.get(16..)?.get(..length.checked_add(8)?)?;
        if fnv1a(own) != number(8)? {
            return None;
        }
        let stretch = number(16)?;
        bytes = &bytes[16 + own.len()..];
        Some((stretch, &own[8..]))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn whole(bytes: &[u8]) -> Option<Vec<u8>> {
        Some(bytes.to_vec())
    }

    #[test]
    fn what_is_torn_anywhere_is_cut_off_and_the_rest_stands() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let mut kept = Kept::open(at, b"why?").unwrap();
        let mut lengths = vec![fs::metadata(at.join(FILE)).unwrap().len()];
        for values in [&b"one"[..], b"", b"three and more"] {
            kept.stretch(3).add(values).unwrap();
            lengths.push(fs::metadata(at.join(FILE)).unwrap().len());
        }
        kept.stretch(5).add(b"other").unwrap();
        let bytes = fs::read(at.join(FILE)).unwrap();
        for length in 0..=bytes.len() {
            fs::write(at.join(FILE), &bytes[..length]).unwrap();
            let mut kept = Kept::open(at, b"why?").unwrap();
            let there = lengths.iter().filter(|l| **l <= length as u64).count();
            let done = kept.stretch(3).done(whole).unwrap();
            assert_eq!(done.len(), there.saturating_sub(1).min(3), "cut at {length}");
            kept.stretch(3).add(b"next").unwrap();
            let mut again = Kept::open(at, b"why?").unwrap();
            assert_eq!(again.stretch(3).done(whole).unwrap().len(), done.len() + 1);
        }
    }

    #[test]
    fn work_on_another_question_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::open(folder.path(), b"why?").unwrap();
        assert_eq!(Kept::question(folder.path()).unwrap().unwrap(), b"why?");
        let other = Kept::open(folder.path(), b"how?");
        assert!(matches!(other, Err(StoreError::OtherAnswer { .. })), "{other:?}");
        kept.finish().unwrap();
        assert_eq!(Kept::question(folder.path()).unwrap(), None);
        assert!(Kept::open(folder.path(), b"how?").is_ok());
    }

    #[test]
    fn records_that_nobody_can_read_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::open(folder.path(), b"why?").unwrap();
        kept.stretch(0).add(b"x").unwrap();
        let mut kept = Kept::open(folder.path(), b"why?").unwrap();
        let strange = kept.stretch(0).done(|_| None::<()>);
        assert!(matches!(strange, Err(StoreError::Strange { .. })));
    }
}
