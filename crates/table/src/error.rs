//! What can go wrong with a table.

use std::io;

use parquet::errors::ParquetError;

/// A table that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system refused.
    #[error("{0}")]
    System(io::Error),
    /// What is there is no Parquet, or not whole.
    #[error("{0}")]
    Format(ParquetError),
    /// A column that may not be null was left empty in some row, or the columns are not of the same length.
    #[error("column {column} has {cells} cells in {rows} rows")]
    Length {
        /// Its name.
        column: String,
        /// Its cells.
        cells: usize,
        /// Rows of the table.
        rows: usize,
    },
    /// The table has no such column.
    #[error("it has no column {0}")]
    NoColumn(String),
    /// A column of a file holds something that no table of ours holds.
    #[error("column {0} holds a type that is not written here")]
    Foreign(String),
    /// A column ends before its table, or its values are no text although they should be.
    #[error("column {0} is damaged")]
    Damaged(String),
}

impl From<io::Error> for TableError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<ParquetError> for TableError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(error) => Self::System(*error),
                Err(other) => Self::Format(ParquetError::External(other)),
            },
            other => Self::Format(other),
        }
    }
}
