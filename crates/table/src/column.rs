//! Columns that are being filled: their cells close together, and for each row whether it has one.

use parquet::data_type::ByteArray;

use crate::cell::{Cell, Text};
use crate::error::TableError;
use crate::field::{Field, Holds};

/// How the cells of a column are encoded before they are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coding {
    /// Each value once, cells by its number; as they are where there are too many values.
    #[default]
    Dictionary,
    /// As they are: for values that hardly ever repeat.
    Plain,
    /// By what each adds to the one before: for whole numbers that count up.
    Delta,
}

/// The cells that are not null, as Parquet stores them.
#[derive(Debug)]
pub(crate) enum Cells {
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float64(Vec<f64>),
    Bool(Vec<bool>),
    Text(Vec<ByteArray>),
    /// Numbers of words in a list.
    Words(Vec<u8>, Vec<ByteArray>),
}

impl Cells {
    pub(crate) fn new(holds: Holds) -> Self {
        match holds {
            Holds::UInt8 | Holds::Int32 | Holds::UInt32 | Holds::Date => Self::Int32(Vec::new()),
            Holds::UInt64 => Self::Int64(Vec::new()),
            Holds::Float64 => Self::Float64(Vec::new()),
            Holds::Bool => Self::Bool(Vec::new()),
            Holds::Text => Self::Text(Vec::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Int32(cells) => cells.len(),
            Self::Int64(cells) => cells.len(),
            Self::Float64(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Words(cells, _) => cells.len(),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Int32(cells) => cells.clear(),
            Self::Int64(cells) => cells.clear(),
            Self::Float64(cells) => cells.clear(),
            Self::Bool(cells) => cells.clear(),
            Self::Text(cells) => cells.clear(),
            Self::Words(cells, _) => cells.clear(),
        }
    }
}

/// For each row 1 if it has a cell and 0 if not, as Parquet's levels of definition; nothing for a column without nulls.
#[derive(Debug)]
pub(crate) struct Levels(Option<Vec<i16>>);

impl Levels {
    /// Says that this row has a cell.
    #[inline]
    pub(crate) fn fill(&mut self, row: usize) {
        if let Some(levels) = &mut self.0 {
            debug_assert!(levels.len() <= row, "row {row} was filled twice");
            levels.resize(row, 0);
            levels.push(1);
        }
    }
}

/// A column that is being filled.
#[derive(Debug)]
pub struct Column {
    pub(crate) field: Field,
    pub(crate) coding: Coding,
    pub(crate) cells: Cells,
    pub(crate) levels: Levels,
}

impl Column {
    /// No cells yet.
    pub fn new(field: Field) -> Self {
        let cells = Cells::new(field.holds);
        let levels = Levels(field.nullable.then(Vec::new));
        let coding = Coding::default();
        Self {
            field,
            coding,
            cells,
            levels,
        }
    }

    /// A column of text whose cells are words of a list, put in by their numbers.
    pub fn of_words(name: impl Into<String>, nullable: bool, list: impl IntoIterator<Item = Text>) -> Self {
        let list = list.into_iter().map(|text| text.0).collect();
        let column = Self::new(Field::new(name, Holds::Text, nullable));
        Self {
            cells: Cells::Words(Vec::new(), list),
            ..column
        }
    }

    /// The same column, encoded in another way.
    #[must_use]
    pub fn coded(self, coding: Coding) -> Self {
        Self { coding, ..self }
    }

    /// A column with a cell in every row.
    pub fn all<C: Cell>(name: impl Into<String>, cells: impl IntoIterator<Item = C>) -> Self {
        Self::filled(Field::new(name, C::HOLDS, false), cells)
    }

    /// A column that is null where there is nothing, or no number.
    pub fn some<C: Cell>(name: impl Into<String>, cells: impl IntoIterator<Item = C>) -> Self {
        Self::filled(Field::new(name, C::HOLDS, true), cells)
    }

    fn filled<C: Cell>(field: Field, cells: impl IntoIterator<Item = C>) -> Self {
        let mut column = Self::new(field);
        let mut rows = 0;
        for cell in cells {
            cell.put(&mut column, rows);
            rows += 1;
        }
        column.pad(rows);
        column
    }

    /// What it is called and holds.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// Puts a value into a row, after those that were filled before; `None` and, where there may be null, NaN leave it null.
    #[inline]
    pub fn put(&mut self, row: usize, value: impl Cell) {
        value.put(self, row);
    }

    /// Leaves the cells empty that are missing up to `rows`.
    pub fn pad(&mut self, rows: usize) {
        if let Some(levels) = &mut self.levels.0 {
            debug_assert!(levels.len() <= rows);
            levels.resize(rows, 0);
        }
    }

    /// Forgets its cells.
    pub fn clear(&mut self) {
        self.cells.clear();
        if let Some(levels) = &mut self.levels.0 {
            levels.clear();
        }
    }

    /// Rows that it has.
    pub(crate) fn rows(&self) -> usize {
        self.levels.0.as_ref().map_or_else(|| self.cells.len(), Vec::len)
    }

    pub(crate) fn levels(&self) -> Option<&[i16]> {
        self.levels.0.as_deref()
    }

    pub(crate) fn check(&self, rows: usize) -> Result<(), TableError> {
        if self.rows() == rows {
            return Ok(());
        }
        Err(TableError::Length {
            column: self.field.name.clone(),
            cells: self.rows(),
            rows,
        })
    }
}
