//! Rows of one table in memory, column by column: filled by name of column, null where nothing was put.

use halha_table::{Cell, Coding, Column, Holds, Text};

use super::schema::{self, ColumnType, Table, Words};
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
    fn of(&self, words: Words) -> Vec<Text> {
        let text = |word: &String| Text::from(word.as_str());
        match words {
            Words::Side => self.sides.iter().map(text).collect(),
            Words::Sector => self.sectors.iter().map(text).collect(),
            closed => closed.list().iter().map(|word| Text::from(*word)).collect(),
        }
    }
}

/// Rows of a table that wait to be written.
#[derive(Debug)]
pub(crate) struct Sheet {
    columns: Vec<Column>,
    rows: usize,
}

impl Sheet {
    /// No rows yet.
    pub(crate) fn new(table: &Table, names: &Names, observables: &[Observable]) -> Self {
        let fields = table.fields(observables);
        let open = fields.into_iter().skip(table.columns.len());
        let named = table.columns.iter().map(|column| {
            let empty = match column.holds {
                ColumnType::Word(words) => Column::of_words(column.name, column.nullable, names.of(words)),
                _ => Column::new(column.field()),
            };
            empty.coded(coding(table, column))
        });
        // Numbers of observables repeat, parameters do not.
        let coding = match table.open {
            schema::OpenColumns::Parameters => Coding::Plain,
            _ => Coding::Dictionary,
        };
        let columns = named
            .chain(open.map(|field| Column::new(field).coded(coding)))
            .collect();
        Self { columns, rows: 0 }
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

    /// The columns, with nulls where nothing was put.
    pub(crate) fn columns(&mut self) -> &[Column] {
        for column in &mut self.columns {
            column.pad(self.rows);
        }
        &self.columns
    }

    /// Forgets the rows.
    pub(crate) fn clear(&mut self) {
        self.columns.iter_mut().for_each(Column::clear);
        self.rows = 0;
    }
}

/// How a column is encoded.
fn coding(table: &Table, column: &schema::Column) -> Coding {
    match column.holds.holds() {
        Holds::UInt32 if table.key.contains(&column.name) => Coding::Delta,
        // A dictionary of values that hardly ever repeat costs time and saves nothing.
        Holds::UInt64 | Holds::Float64 => Coding::Plain,
        _ => Coding::Dictionary,
    }
}

/// A row that is being filled.
pub(crate) struct Row<'s> {
    row: usize,
    columns: &'s mut [Column],
}

impl Row<'_> {
    /// Puts a value into a column; `None` and NaN leave it null.
    #[inline]
    pub(crate) fn put(&mut self, column: impl Into<usize>, value: impl Cell) -> &mut Self {
        if let Some(cells) = self.columns.get_mut(column.into()) {
            cells.put(self.row, value);
        }
        self
    }

    /// Puts numbers into the columns that follow the named ones.
    pub(crate) fn put_open(&mut self, first: usize, values: impl Iterator<Item = f64>) {
        for (cells, value) in self.columns[first..].iter_mut().zip(values) {
            cells.put(self.row, value);
        }
    }
}
