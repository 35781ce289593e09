//! Rows that were read: each column with a cell for every row.

use crate::cell::Day;
use crate::column::Cells;
use crate::field::{Field, Holds};

/// Some rows of a table.
#[derive(Debug)]
pub struct Batch {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Held>,
}

impl Batch {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in the order in which they were asked for; if all were, in that of the file.
    pub fn columns(&self) -> &[Held] {
        &self.columns
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Held> {
        self.columns.iter().find(|column| column.field.name == name)
    }

    /// The column of that name, if it holds that.
    pub fn column_of(&self, name: &str, holds: Holds) -> Option<&Held> {
        self.column(name).filter(|column| column.field.holds == holds)
    }
}

/// A column of some rows. Its cells are asked for by what they are: `None` is null, a row that is not there, or a column
/// that holds something else.
#[derive(Debug)]
pub struct Held {
    pub(crate) field: Field,
    pub(crate) cells: Cells,
    /// For each row 1 if it has a cell and 0 if not; empty for a column without nulls.
    pub(crate) levels: Vec<i16>,
}

macro_rules! cells {
    ($($name:ident: $type:ty, $holds:ident in $cells:ident, |$value:ident| $native:expr;)*) => {$(
        #[doc = concat!("The cell of a row of `", stringify!($holds), "`.")]
        #[inline]
        pub fn $name(&self, row: usize) -> Option<$type> {
            match &self.cells {
                Cells::$cells(cells) if self.field.holds == Holds::$holds && !self.is_null(row) => {
                    cells.get(row).map(|$value| $native)
                }
                _ => None,
            }
        }
    )*};
}

impl Held {
    /// What it is called and holds.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// Whether a row is null.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.levels.get(row) == Some(&0)
    }

    cells! {
        u8: u8, UInt8 in Int32, |value| *value as u8;
        i32: i32, Int32 in Int32, |value| *value;
        u32: u32, UInt32 in Int32, |value| value.cast_unsigned();
        u64: u64, UInt64 in Int64, |value| value.cast_unsigned();
        f64: f64, Float64 in Float64, |value| *value;
        day: Day, Date in Int32, |value| Day(*value);
        yes: bool, Bool in Bool, |value| *value;
    }

    /// The cell of a row of `Text`.
    pub fn text(&self, row: usize) -> Option<&str> {
        match &self.cells {
            Cells::Text(cells) if !self.is_null(row) => cells.get(row)?.as_utf8().ok(),
            _ => None,
        }
    }

    /// The cell of a row as a number: a day as the days since 1970-01-01, yes and no as 1 and 0, null as NaN. Ids of 64 bits
    /// lose their last digits. `None` if the column holds text.
    pub fn number(&self, row: usize) -> Option<f64> {
        let number = match self.field.holds {
            Holds::UInt8 => self.u8(row).map(f64::from),
            Holds::Int32 => self.i32(row).map(f64::from),
            Holds::UInt32 => self.u32(row).map(f64::from),
            Holds::UInt64 => self.u64(row).map(|value| value as f64),
            Holds::Float64 => self.f64(row),
            Holds::Date => self.day(row).map(|day| f64::from(day.0)),
            Holds::Bool => self.yes(row).map(|yes| if yes { 1.0 } else { 0.0 }),
            Holds::Text => return None,
        };
        Some(number.unwrap_or(f64::NAN))
    }
}
