//! A finished run as it lies on the disk: its notes, and its tables column by column.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int8Type, Int32Type, UInt8Type, UInt32Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

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
        mut each: impl FnMut(&RecordBatch),
    ) -> Result<(), StoreError> {
        for part in 0..self.provenance.parts {
            let path = self.directory.join(file_of(table, part));
            // Parts without rows have no file: draws, where there are fewer of them than runs.
            if !path.exists() {
                continue;
            }
            let failed = |error: &dyn std::fmt::Display| StoreError::strange(&path, error);
            let file = File::open(&path).map_err(|error| StoreError::read(&path, error))?;
            let mut reader =
                ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| failed(&error))?;
            if let Some(unknown) = columns
                .iter()
                .find(|name| reader.schema().index_of(name).is_err())
            {
                return Err(failed(&format!("it has no column {unknown}")));
            }
            if !columns.is_empty() {
                let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
                reader = reader.with_projection(mask);
            }
            for batch in reader
                .with_batch_size(8192)
                .build()
                .map_err(|error| failed(&error))?
            {
                each(&batch.map_err(|error| failed(&error))?);
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
        let mut wrong = None;
        self.scan(table, &[column], |batch| {
            match to_numbers(batch.column(0).as_ref()) {
                Some(more) => numbers.extend(more),
                None => wrong = Some(batch.column(0).data_type().clone()),
            }
        })?;
        match wrong {
            None => Ok(numbers),
            Some(found) => Err(StoreError::strange(
                &self.directory.join(table),
                format!("{column} holds {found}, no numbers"),
            )),
        }
    }

    /// A column of words, row by row.
    ///
    /// # Errors
    /// As for [`StoredRun::scan`]; also if the column holds no words.
    pub fn words(&self, table: &str, column: &str) -> Result<Vec<Option<String>>, StoreError> {
        let mut words = Vec::new();
        let mut wrong = None;
        self.scan(table, &[column], |batch| {
            match to_words(batch.column(0).as_ref()) {
                Some(more) => words.extend(more),
                None => wrong = Some(batch.column(0).data_type().clone()),
            }
        })?;
        match wrong {
            None => Ok(words),
            Some(found) => Err(StoreError::strange(
                &self.directory.join(table),
                format!("{column} holds {found}, no words"),
            )),
        }
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

fn to_words(array: &dyn Array) -> Option<Vec<Option<String>>> {
    let keys = array.as_any_dictionary_opt()?;
    let words = keys.values().as_string_opt::<i32>()?;
    let keys = array.as_dictionary_opt::<Int8Type>()?.keys();
    Some(
        keys.iter()
            .map(|key| Some(words.value(usize::try_from(key?).ok()?).to_owned()))
            .collect(),
    )
}

/// The cells as numbers; `None` if they are none. Ids of 64 bits lose their last digits.
fn to_numbers(array: &dyn Array) -> Option<Vec<f64>> {
    macro_rules! numbers {
        ($type:ty, $cast:expr) => {
            array
                .as_primitive::<$type>()
                .iter()
                .map(|cell| cell.map_or(f64::NAN, $cast))
                .collect()
        };
    }
    Some(match array.data_type() {
        DataType::Float64 => numbers!(Float64Type, |x| x),
        DataType::UInt32 => numbers!(UInt32Type, f64::from),
        DataType::Int32 => numbers!(Int32Type, f64::from),
        DataType::UInt8 => numbers!(UInt8Type, f64::from),
        DataType::UInt64 => numbers!(UInt64Type, |x| x as f64),
        DataType::Date32 => numbers!(Date32Type, f64::from),
        DataType::Boolean => array
            .as_boolean()
            .iter()
            .map(|cell| cell.map_or(f64::NAN, |yes| if yes { 1.0 } else { 0.0 }))
            .collect(),
        _ => return None,
    })
}
