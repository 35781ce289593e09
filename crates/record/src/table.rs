//! A table: rows of one type in a canonical order, each with the place that it was read from.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::id::Id;

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// File, relative to the conflict folder.
    pub file: Arc<str>,
    /// Line of the file, from 1.
    pub line: u64,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Rows of one type.
///
/// Their order is that of their columns' texts, whatever order the file had: equal sets of rows make equal tables, and
/// where the first column is an id, rows stand in the order of their ids. Two tables are equal if their rows are,
/// wherever they were read.
#[derive(Debug, Clone)]
pub struct Table<T> {
    rows: Vec<T>,
    origins: Vec<Origin>,
}

impl<T> Table<T> {
    /// A table of rows in canonical order, with as many origins.
    pub(crate) fn from_ordered(rows: Vec<T>, origins: Vec<Origin>) -> Self {
        debug_assert_eq!(rows.len(), origins.len());
        Self { rows, origins }
    }

    /// Where row `index` was read.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn origin(&self, index: usize) -> &Origin {
        &self.origins[index]
    }

    /// Every row with the place that it was read from.
    pub fn located(&self) -> impl Iterator<Item = (&T, &Origin)> {
        self.rows.iter().zip(&self.origins)
    }
}

/// A row whose id names it alone in its table.
pub trait Named {
    /// The row's own id.
    fn id(&self) -> &Id;
}

impl<T: Named> Table<T> {
    /// The row of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&T> {
        self.position(id).map(|index| &self.rows[index])
    }

    /// Where the row of that name stands in the table.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        let start = self.rows.partition_point(|row| row.id().as_str() < id);
        self.rows
            .get(start)
            .is_some_and(|row| row.id().as_str() == id)
            .then_some(start)
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            origins: Vec::new(),
        }
    }
}

impl<T: PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<'t, T> IntoIterator for &'t Table<T> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Table<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Table of {}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<T>>::json_schema(generator)
    }
}
