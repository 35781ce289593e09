//! What can stand in a cell.

use parquet::data_type::ByteArray;

use crate::column::{Cells, Column};
use crate::field::Holds;

/// A day of the calendar, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub i32);

/// Number of a word in the list of a column of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub u8);

/// A text that is shared by all cells that hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct Text(pub(crate) ByteArray);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(ByteArray::from(text))
    }
}

/// Something that can stand in a cell of one kind of column.
pub trait Cell {
    /// The kind.
    const HOLDS: Holds;

    /// Puts it into a row of a column; the rows before that were left out become null.
    fn put(self, column: &mut Column, row: usize);
}

macro_rules! cells {
    ($($type:ty, $holds:ident in $cells:ident, |$value:ident| $native:expr;)*) => {$(
        impl Cell for $type {
            const HOLDS: Holds = Holds::$holds;

            #[inline]
            fn put(self, column: &mut Column, row: usize) {
                let $value = self;
                debug_assert_eq!(column.field.holds, Self::HOLDS, "in column {}", column.field.name);
                if let Cells::$cells(cells) = &mut column.cells {
                    cells.push($native);
                    column.levels.fill(row);
                }
            }
        }
    )*};
}
cells! {
    u8, UInt8 in Int32, |value| i32::from(value);
    i32, Int32 in Int32, |value| value;
    u32, UInt32 in Int32, |value| value.cast_signed();
    u64, UInt64 in Int64, |value| value.cast_signed();
    Day, Date in Int32, |value| value.0;
    bool, Bool in Bool, |value| value;
    Text, Text in Text, |value| value.0;
    &str, Text in Text, |value| ByteArray::from(value);
    String, Text in Text, |value| ByteArray::from(value.into_bytes());
}

/// What is no number is null, where a cell may be.
impl Cell for f64 {
    const HOLDS: Holds = Holds::Float64;

    #[inline]
    fn put(self, column: &mut Column, row: usize) {
        debug_assert_eq!(column.field.holds, Self::HOLDS, "in column {}", column.field.name);
        if self.is_nan() && column.field.nullable {
            return;
        }
        if let Cells::Float64(cells) = &mut column.cells {
            cells.push(self);
            column.levels.fill(row);
        }
    }
}

impl Cell for Word {
    const HOLDS: Holds = Holds::Text;

    #[inline]
    fn put(self, column: &mut Column, row: usize) {
        if let Cells::Words(cells, list) = &mut column.cells {
            debug_assert!(
                usize::from(self.0) < list.len(),
                "word {} of {}",
                self.0,
                column.field.name
            );
            cells.push(self.0);
            column.levels.fill(row);
        } else {
            debug_assert!(false, "a word put into column {}", column.field.name);
        }
    }
}

impl<C: Cell> Cell for Option<C> {
    const HOLDS: Holds = C::HOLDS;

    #[inline]
    fn put(self, column: &mut Column, row: usize) {
        if let Some(value) = self {
            value.put(column, row);
        }
    }
}
