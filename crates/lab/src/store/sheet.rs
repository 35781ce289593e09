//! Rows of one table in memory, column by column: filled by name of column, null where nothing was put.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, BooleanBuilder, PrimitiveBuilder};
use arrow_array::types::{Date32Type, Float64Type, Int8Type, Int32Type, UInt8Type, UInt32Type, UInt64Type};
use arrow_array::{ArrayRef, DictionaryArray, RecordBatch, StringArray};
use arrow_schema::{ArrowError, Schema};

use super::schema::{ColumnType, OpenColumns, Table, Words};
use crate::observables::Observable;

/// The words that a conflict gives: ids of its sides and sectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    /// Ids of the sides.
    pub(crate) sides: [String; 2],
    /// Ids of the sectors.
    pub(crate) sectors: Vec<String>,
}

impl Names {
    fn of(&self, words: Words) -> ArrayRef {
        let array = match words {
            Words::Side => self.sides.iter().map(Some).collect::<StringArray>(),
            Words::Sector => self.sectors.iter().map(Some).collect::<StringArray>(),
            closed => closed.list().iter().map(Some).collect::<StringArray>(),
        };
        Arc::new(array)
    }
}

/// Number of a word in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) u8);

/// A calendar day, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) i32);

/// The cells of one column.
#[derive(Debug)]
pub(crate) enum Cells {
    UInt8(PrimitiveBuilder<UInt8Type>),
    Int32(PrimitiveBuilder<Int32Type>),
    UInt32(PrimitiveBuilder<UInt32Type>),
    UInt64(PrimitiveBuilder<UInt64Type>),
    Float64(PrimitiveBuilder<Float64Type>),
    Date(PrimitiveBuilder<Date32Type>),
    Bool(BooleanBuilder),
    Word(PrimitiveBuilder<Int8Type>, ArrayRef),
}

/// Something that can stand in a cell.
pub(crate) trait Cell {
    /// Puts it into a row of a column; the rows before that were left out become null.
    fn put(self, cells: &mut Cells, row: usize);
}

macro_rules! cells {
    ($($type:ty, $variant:ident, |$value:ident| $native:expr;)*) => {$(
        impl Cell for $type {
            #[inline]
            fn put(self, cells: &mut Cells, row: usize) {
                let $value = self;
                if let Cells::$variant(builder, ..) = cells {
                    builder.append_nulls(row.saturating_sub(builder.len()));
                    builder.append_value($native);
                } else {
                    debug_assert!(false, "{} put into {cells:?}", stringify!($type));
                }
            }
        }
    )*};
}
cells! {
    u8, UInt8, |value| value;
    i32, Int32, |value| value;
    u32, UInt32, |value| value;
    u64, UInt64, |value| value;
    bool, Bool, |value| value;
    Day, Date, |value| value.0;
    Word, Word, |value| value.0 as i8;
}

/// What is no number is not there: null.
impl Cell for f64 {
    #[inline]
    fn put(self, cells: &mut Cells, row: usize) {
        if let Cells::Float64(builder) = cells {
            builder.append_nulls(row.saturating_sub(builder.len()));
            builder.append_option((!self.is_nan()).then_some(self));
        } else {
            debug_assert!(false, "a number put into {cells:?}");
        }
    }
}

impl<C: Cell> Cell for Option<C> {
    #[inline]
    fn put(self, cells: &mut Cells, row: usize) {
        if let Some(value) = self {
            value.put(cells, row);
        }
    }
}

impl Cells {
    fn new(holds: ColumnType, names: &Names) -> Self {
        match holds {
            ColumnType::UInt8 => Self::UInt8(PrimitiveBuilder::new()),
            ColumnType::Int32 => Self::Int32(PrimitiveBuilder::new()),
            ColumnType::UInt32 => Self::UInt32(PrimitiveBuilder::new()),
            ColumnType::UInt64 => Self::UInt64(PrimitiveBuilder::new()),
            ColumnType::Float64 => Self::Float64(PrimitiveBuilder::new()),
            ColumnType::Date => Self::Date(PrimitiveBuilder::new()),
            ColumnType::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnType::Word(words) => Self::Word(PrimitiveBuilder::new(), names.of(words)),
        }
    }

    /// Leaves the cells empty that are missing up to `rows`, and gives the column away.
    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError> {
        macro_rules! filled {
            ($builder:ident) => {{
                $builder.append_nulls(rows.saturating_sub($builder.len()));
                $builder.finish()
            }};
        }
        Ok(match self {
            Self::UInt8(builder) => Arc::new(filled!(builder)),
            Self::Int32(builder) => Arc::new(filled!(builder)),
            Self::UInt32(builder) => Arc::new(filled!(builder)),
            Self::UInt64(builder) => Arc::new(filled!(builder)),
            Self::Float64(builder) => Arc::new(filled!(builder)),
            Self::Date(builder) => Arc::new(filled!(builder)),
            Self::Bool(builder) => Arc::new(filled!(builder)),
            Self::Word(keys, words) => Arc::new(DictionaryArray::try_new(filled!(keys), Arc::clone(words))?),
        })
    }
}

/// Rows of a table that wait to be written.
#[derive(Debug)]
pub(crate) struct Sheet {
    schema: Arc<Schema>,
    columns: Vec<Cells>,
    rows: usize,
}

impl Sheet {
    /// No rows yet.
    pub(crate) fn new(table: &Table, names: &Names, observables: &[Observable]) -> Self {
        let schema = table.arrow(observables);
        let mut columns: Vec<Cells> = table.columns.iter().map(|c| Cells::new(c.holds, names)).collect();
        debug_assert!(table.open != OpenColumns::None || columns.len() == schema.fields().len());
        columns.resize_with(schema.fields().len(), || Cells::Float64(PrimitiveBuilder::new()));
        Self {
            schema,
            columns,
            rows: 0,
        }
    }

    /// The schema of the table.
    pub(crate) fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Rows begun.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Begins a row.
    #[inline]
    pub(crate) fn row(&mut self) -> Row<'_> {
        self.rows += 1;
        Row {
            row: self.rows - 1,
            columns: &mut self.columns,
        }
    }

    /// Gives the rows away and begins anew.
    ///
    /// # Errors
    /// If a column that may not be null was left empty in some row.
    pub(crate) fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        let columns = self
            .columns
            .iter_mut()
            .map(|c| c.finish(rows))
            .collect::<Result<_, _>>()?;
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// A row that is being filled.
pub(crate) struct Row<'s> {
    row: usize,
    columns: &'s mut [Cells],
}

impl Row<'_> {
    /// Puts a value into a column; `None` and NaN leave it null.
    #[inline]
    pub(crate) fn put(&mut self, column: impl Into<usize>, value: impl Cell) -> &mut Self {
        if let Some(cells) = self.columns.get_mut(column.into()) {
            value.put(cells, self.row);
        }
        self
    }

    /// Puts numbers into the columns that follow the named ones.
    pub(crate) fn put_open(&mut self, first: usize, values: impl Iterator<Item = f64>) {
        for (cells, value) in self.columns[first..].iter_mut().zip(values) {
            value.put(cells, self.row);
        }
    }
}
