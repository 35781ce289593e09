//! Yearly counts of a stored run as a sheet: years by campaigns, read from one table without the other columns.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, UInt32Type};

use super::StoreError;
use super::stored::StoredRun;

/// One count for each year and campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yearly {
    /// The calendar years, in order, each with the counts of all campaigns by their number; 0 where a campaign has no
    /// row for the year.
    pub years: BTreeMap<i32, Vec<u32>>,
}

impl StoredRun {
    /// The sum of these columns of `yearly` or, with the id of a side, of that side's rows of `books`.
    ///
    /// # Errors
    /// As for [`StoredRun::scan`].
    pub fn by_year(&self, book: Option<&str>, columns: &[&str]) -> Result<Yearly, StoreError> {
        let campaigns = usize::try_from(self.provenance().settings.replications).unwrap_or(usize::MAX);
        let mut asked = vec!["replication", "year"];
        let table = match book {
            Some(_) => {
                asked.push("side");
                "books"
            }
            None => "yearly",
        };
        asked.extend(columns);
        let mut years = BTreeMap::new();
        self.scan(table, &asked, |batch| {
            // A table whose columns are not of the schema's types adds nothing.
            let _ = add(batch, book, columns, campaigns, &mut years);
        })?;
        Ok(Yearly { years })
    }
}

/// Adds the rows of a batch.
fn add(
    batch: &RecordBatch,
    book: Option<&str>,
    columns: &[&str],
    campaigns: usize,
    years: &mut BTreeMap<i32, Vec<u32>>,
) -> Option<()> {
    let whole = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<UInt32Type>();
    let replications = whole("replication")?.values();
    let year_of = batch
        .column_by_name("year")?
        .as_primitive_opt::<Int32Type>()?
        .values();
    let takes = match book {
        Some(side) => Some(rows_of(batch, side)?),
        None => None,
    };
    let counts: Vec<_> = columns
        .iter()
        .map(|name| Some(whole(name)?.values()))
        .collect::<Option<_>>()?;
    for row in 0..batch.num_rows() {
        if takes.as_ref().is_some_and(|takes| !takes[row]) {
            continue;
        }
        let counts_of = years.entry(year_of[row]).or_insert_with(|| vec![0; campaigns]);
        if let Some(cell) = counts_of.get_mut(replications[row] as usize) {
            *cell = counts.iter().fold(*cell, |sum, c| sum.saturating_add(c[row]));
        }
    }
    Some(())
}

/// Which rows are of a side's book.
fn rows_of(batch: &RecordBatch, side: &str) -> Option<Vec<bool>> {
    let cells = batch.column_by_name("side")?.as_dictionary_opt::<Int8Type>()?;
    let words = cells.values().as_string_opt::<i32>()?;
    let key = words.iter().position(|word| word == Some(side));
    let is = |k: &i8| usize::try_from(*k).ok() == key && key.is_some();
    Some(cells.keys().values().iter().map(is).collect())
}
