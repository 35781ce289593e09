//! Reads a table from Parquet, batch by batch and only the columns that are asked for.

use std::fs::File;
use std::path::Path;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::batch::{Batch, Held};
use crate::column::Cells;
use crate::error::TableError;
use crate::field::Field;

/// Rows of a batch.
const ROWS: usize = 8192;

/// A table that can be read.
pub struct Reader {
    file: SerializedFileReader<File>,
    fields: Vec<Field>,
}

impl Reader {
    /// Opens a file.
    ///
    /// # Errors
    /// If it cannot be opened or is no table.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        Self::of(File::open(path)?)
    }

    /// A file that is open for reading.
    ///
    /// # Errors
    /// If it is no table.
    pub fn of(file: File) -> Result<Self, TableError> {
        let file = SerializedFileReader::new(file)?;
        let described = file.metadata().file_metadata().schema_descr().columns().iter();
        let fields = described
            .map(|column| Field::of(column).ok_or_else(|| TableError::Foreign(column.path().string())))
            .collect::<Result<_, _>>()?;
        Ok(Self { file, fields })
    }

    /// Its columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Its rows.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.file.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Hands every batch to `each`, in order, with only these columns (all, if none is named). Memory does not depend on
    /// the length of the table.
    ///
    /// # Errors
    /// If the file is damaged or has no such column.
    pub fn scan(&self, columns: &[&str], mut each: impl FnMut(&Batch)) -> Result<(), TableError> {
        let places = self.places(columns)?;
        let held = places.iter().map(|place| Held {
            field: self.fields[*place].clone(),
            cells: Cells::new(self.fields[*place].holds),
            levels: Vec::new(),
        });
        let mut batch = Batch {
            rows: 0,
            columns: held.collect(),
        };
        for group in 0..self.file.num_row_groups() {
            let group = self.file.get_row_group(group)?;
            let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let mut readers = places
                .iter()
                .map(|place| group.get_column_reader(*place))
                .collect::<Result<Vec<_>, _>>()?;
            while left > 0 {
                batch.rows = left.min(ROWS);
                left -= batch.rows;
                for (reader, held) in readers.iter_mut().zip(&mut batch.columns) {
                    held.read(reader, batch.rows)?;
                }
                each(&batch);
            }
        }
        Ok(())
    }

    fn places(&self, columns: &[&str]) -> Result<Vec<usize>, TableError> {
        if columns.is_empty() {
            return Ok((0..self.fields.len()).collect());
        }
        let place = |name: &&str| {
            let found = self.fields.iter().position(|field| field.name == **name);
            found.ok_or_else(|| TableError::NoColumn((*name).to_owned()))
        };
        columns.iter().map(place).collect()
    }
}

impl Held {
    /// Reads the next rows in place of the last.
    fn read(&mut self, reader: &mut ColumnReader, rows: usize) -> Result<(), TableError> {
        let levels = &mut self.levels;
        let whole = match (reader, &mut self.cells) {
            (ColumnReader::Int32ColumnReader(reader), Cells::Int32(cells)) => {
                next(reader, cells, levels, rows)?
            }
            (ColumnReader::Int64ColumnReader(reader), Cells::Int64(cells)) => {
                next(reader, cells, levels, rows)?
            }
            (ColumnReader::DoubleColumnReader(reader), Cells::Float64(cells)) => {
                next(reader, cells, levels, rows)?
            }
            (ColumnReader::BoolColumnReader(reader), Cells::Bool(cells)) => {
                next(reader, cells, levels, rows)?
            }
            (ColumnReader::ByteArrayColumnReader(reader), Cells::Text(cells)) => {
                next(reader, cells, levels, rows)? && are_text(cells, levels)
            }
            _ => false,
        };
        if whole {
            return Ok(());
        }
        Err(TableError::Damaged(self.field.name.clone()))
    }
}

/// Whether there were so many rows.
fn next<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    cells: &mut Vec<T::T>,
    levels: &mut Vec<i16>,
    rows: usize,
) -> Result<bool, TableError> {
    cells.clear();
    levels.clear();
    let (read, there, _) = reader.read_records(rows, Some(&mut *levels), None, cells)?;
    Ok(read == rows && (there == rows || spread(cells, levels)))
}

/// Moves the cells from where they stand close together to their rows.
fn spread<T: Default>(cells: &mut Vec<T>, levels: &[i16]) -> bool {
    let mut left = cells.len();
    cells.resize_with(levels.len(), T::default);
    for (row, level) in levels.iter().enumerate().rev() {
        if *level == 0 {
            cells[row] = T::default();
        } else if left == 0 {
            return false;
        } else {
            left -= 1;
            cells.swap(row, left);
        }
    }
    left == 0
}

fn are_text(cells: &[ByteArray], levels: &[i16]) -> bool {
    let is_null = |row| levels.get(row) == Some(&0);
    cells
        .iter()
        .enumerate()
        .all(|(row, cell)| is_null(row) || cell.as_utf8().is_ok())
}
