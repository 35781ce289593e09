//! What a column is called and holds, and how Parquet says so.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::errors::ParquetError;
use parquet::schema::types::{ColumnDescriptor, Type, TypePtr};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Whole numbers, 0 to 255.
    UInt8,
    /// Whole numbers with a sign.
    Int32,
    /// Whole numbers.
    UInt32,
    /// Whole numbers of 64 bits.
    UInt64,
    /// Numbers.
    Float64,
    /// Days, counted from 1970-01-01.
    Date,
    /// Yes or no.
    Bool,
    /// Text in UTF-8.
    Text,
}

impl Holds {
    const ALL: [Self; 8] = [
        Self::UInt8,
        Self::Int32,
        Self::UInt32,
        Self::UInt64,
        Self::Float64,
        Self::Date,
        Self::Bool,
        Self::Text,
    ];

    /// How Parquet stores the cells, and what it says that they are.
    fn parquet(self) -> (Physical, Option<LogicalType>) {
        match self {
            Self::UInt8 => (Physical::INT32, Some(LogicalType::integer(8, false))),
            Self::Int32 => (Physical::INT32, None),
            Self::UInt32 => (Physical::INT32, Some(LogicalType::integer(32, false))),
            Self::UInt64 => (Physical::INT64, Some(LogicalType::integer(64, false))),
            Self::Float64 => (Physical::DOUBLE, None),
            Self::Date => (Physical::INT32, Some(LogicalType::Date)),
            Self::Bool => (Physical::BOOLEAN, None),
            Self::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        }
    }
}

/// A column as a schema names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Whether a cell may be null.
    pub nullable: bool,
}

impl Field {
    /// A column of this name.
    pub fn new(name: impl Into<String>, holds: Holds, nullable: bool) -> Self {
        Self {
            name: name.into(),
            holds,
            nullable,
        }
    }

    fn parquet(&self) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = self.holds.parquet();
        let repetition = if self.nullable {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        let field = Type::primitive_type_builder(&self.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    }

    /// The column that a file describes; `None` if no table of ours has such a one.
    pub(crate) fn of(found: &ColumnDescriptor) -> Option<Self> {
        let flat = found.path().parts().len() == 1 && found.max_rep_level() == 0;
        let kind = (found.physical_type(), found.logical_type_ref().cloned());
        let holds = Holds::ALL.into_iter().find(|holds| holds.parquet() == kind)?;
        flat.then(|| Self::new(found.name(), holds, found.max_def_level() > 0))
    }
}

/// The schema of a file with these columns.
pub(crate) fn schema<'f>(fields: impl Iterator<Item = &'f Field>) -> Result<TypePtr, ParquetError> {
    let columns = fields.map(Field::parquet).collect::<Result<_, _>>()?;
    Type::group_type_builder("table")
        .with_fields(columns)
        .build()
        .map(Arc::new)
}
