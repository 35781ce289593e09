//! A finished run as it lies on the disk: its notes, and its tables column by column.

use std::fs;
use std::path::{Path, PathBuf};

use halha_table::{Batch, Holds, Reader};

use super::directory::{Done, RunDirectory};
use super::error::StoreError;
use super::part::file_of;
use crate::compare::Columns;
use crate::job::RunError;
use crate::provenance::Provenance;

/// A finished run.
#[derive(Debug, Clone)]
pub struct StoredRun {
    directory: PathBuf,
    provenance: Provenance,
    done: Done,
}

impl StoredRun {
    /// Opens the directory of a finished run.
    ///
    /// # Errors
    /// If it holds no run, or one that is not finished.
    pub fn open(directory: &Path) -> Result<Self, RunError> {
        let note = directory.join(RunDirectory::PROVENANCE);
        if !note.exists() {
            return Err(RunError::NoRun(directory.to_owned()));
        }
        let provenance = Provenance::read(&note)?;
        let path = directory.join(RunDirectory::DONE);
        let Ok(text) = fs::read(&path) else {
            return Err(RunError::Unfinished(directory.to_owned()));
        };
        let done = serde_json::from_slice(&text).map_err(|error| StoreError::strange(&path, error))?;
        Ok(Self {
            directory: directory.to_owned(),
            provenance,
            done,
        })
    }

    /// Where it lies.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// All that decides its results.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// What was noted when it was finished.
    pub fn done(&self) -> &Done {
        &self.done
    }

    /// Hands every batch of a table to `each`, in order, with only these columns (all, if none is named). Memory does
    /// not depend on the length of the table.
    ///
    /// # Errors
    /// If a file is missing or damaged, or the table has no such column.
    pub fn scan(
        &self,
        table: &str,
        columns: &[&str],
        mut each: impl FnMut(&Batch),
    ) -> Result<(), StoreError> {
        for part in 0..self.provenance.parts {
            let path = self.directory.join(file_of(table, part));
            // Parts without rows have no file: draws, where there are fewer of them than runs.
            if path.exists() {
                let told = Reader::open(&path).and_then(|reader| reader.scan(columns, &mut each));
                told.map_err(|error| StoreError::untold(&path, error))?;
            }
        }
        Ok(())
    }

    /// A column of numbers, days (since 1970-01-01) or yes-and-no (1, 0), row by row; NaN for null.
    ///
    /// # Errors
    /// As for [`StoredRun::scan`]; also if the column holds words.
    pub fn numbers(&self, table: &str, column: &str) -> Result<Vec<f64>, StoreError> {
        let mut numbers = Vec::new();
        let mut wrong = false;
        self.scan(table, &[column], |batch| {
            let cells = &batch.columns()[0];
            for row in 0..batch.rows() {
                match cells.number(row) {
                    Some(number) => numbers.push(number),
                    None => wrong = true,
                }
            }
        })?;
        self.of_one_kind(wrong, table, &format!("{column} holds words, no numbers"))?;
        Ok(numbers)
    }

    /// A column of words, row by row.
    ///
    /// # Errors
    /// As for [`StoredRun::scan`]; also if the column holds no words.
    pub fn words(&self, table: &str, column: &str) -> Result<Vec<Option<String>>, StoreError> {
        let mut words = Vec::new();
        let mut wrong = false;
        self.scan(table, &[column], |batch| {
            let cells = &batch.columns()[0];
            wrong |= cells.field().holds != Holds::Text;
            words.extend((0..batch.rows()).map(|row| cells.text(row).map(str::to_owned)));
        })?;
        self.of_one_kind(wrong, table, &format!("{column} holds numbers, no words"))?;
        Ok(words)
    }

    fn of_one_kind(&self, wrong: bool, table: &str, found: &str) -> Result<(), StoreError> {
        if wrong {
            return Err(StoreError::strange(&self.directory.join(table), found));
        }
        Ok(())
    }
}

impl Columns for StoredRun {
    type Error = StoreError;

    fn observable(&self, id: &str) -> Result<Vec<f64>, StoreError> {
        self.numbers("observables", id)
    }

    fn campaign(&self, column: &str) -> Result<Vec<f64>, StoreError> {
        self.numbers("campaigns", column)
    }
}
