//! Yearly counts of a stored run as a sheet: years by campaigns, read from one table without the other columns.

use std::collections::BTreeMap;

use halha_table::{Batch, Held, Holds};

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
    batch: &Batch,
    book: Option<&str>,
    columns: &[&str],
    campaigns: usize,
    years: &mut BTreeMap<i32, Vec<u32>>,
) -> Option<()> {
    let whole = |name: &str| batch.column_of(name, Holds::UInt32);
    let replications = whole("replication")?;
    let year_of = batch.column_of("year", Holds::Int32)?;
    let takes: Option<(&Held, &str)> = match book {
        Some(side) => Some((batch.column_of("side", Holds::Text)?, side)),
        None => None,
    };
    let counts: Vec<_> = columns.iter().map(|name| whole(name)).collect::<Option<_>>()?;
    for row in 0..batch.rows() {
        if takes.is_some_and(|(sides, side)| sides.text(row) != Some(side)) {
            continue;
        }
        let counts_of = years
            .entry(year_of.i32(row)?)
            .or_insert_with(|| vec![0; campaigns]);
        if let Some(cell) = counts_of.get_mut(replications.u32(row)? as usize) {
            *cell = counts
                .iter()
                .fold(*cell, |sum, c| sum.saturating_add(c.u32(row).unwrap_or(0)));
        }
    }
    Some(())
}
