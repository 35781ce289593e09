//! The claims of a record as a Parquet file for other programs, one row a claim.

use halha_record::vocab::Holds;
use halha_record::{FlatClaim, Record};
use halha_table::{Column, TableError, to_parquet};

use crate::store::day_of;

/// The claims as Parquet, one row a claim, with the columns of [`FlatClaim::COLUMNS`] and these types:
///
/// - `low`, `high`: 64-bit floats in `unit`; null where the end is open or the statement holds a date or a text.
/// - `low_text`, `high_text`: the same as they are written, whatever they hold.
/// - `date_start`, `date_end`: days; null where open.
/// - all others: text; null where the CSV cell is empty.
///
/// # Errors
///
/// If the writer refuses the columns, which a record that was read cannot bring about.
pub fn record_parquet(record: &Record) -> Result<Vec<u8>, TableError> {
    let claims: Vec<FlatClaim<'_>> = record.flat_claims().collect();
    to_parquet(&columns(&claims))
}

fn columns(claims: &[FlatClaim<'_>]) -> Vec<Column> {
    let mut columns = Vec::with_capacity(FlatClaim::COLUMNS.len() + 2);
    for (at, name) in FlatClaim::COLUMNS.into_iter().enumerate() {
        match name {
            "low" | "high" => {
                columns.push(numbers(name, claims, at));
                columns.push(texts(
                    if name == "low" { "low_text" } else { "high_text" },
                    claims,
                    at,
                ));
            }
            "date_start" => columns.push(days(name, claims, |claim| claim.date_start)),
            "date_end" => columns.push(days(name, claims, |claim| claim.date_end)),
            _ => columns.push(texts(name, claims, at)),
        }
    }
    columns
}

fn texts(name: &str, claims: &[FlatClaim<'_>], at: usize) -> Column {
    let texts = claims
        .iter()
        .map(|claim| Some(claim.cells()[at].to_string()).filter(|cell| !cell.is_empty()));
    Column::some(name, texts)
}

fn numbers(name: &str, claims: &[FlatClaim<'_>], at: usize) -> Column {
    let numbers = claims.iter().map(|claim| {
        let is_number = claim.unit.holds() == Holds::Number;
        is_number.then(|| claim.cells()[at].parse::<f64>().ok()).flatten()
    });
    Column::some(name, numbers)
}

fn days(
    name: &str,
    claims: &[FlatClaim<'_>],
    day: impl Fn(&FlatClaim<'_>) -> Option<jiff::civil::Date>,
) -> Column {
    Column::some(name, claims.iter().map(|claim| day_of(day(claim)?)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use halha_table::Reader;

    use super::*;

    fn template() -> Record {
        let (record, issues) = Record::read(&halha_record::template::folder());
        assert_eq!(issues, []);
        record
    }

    #[test]
    fn parquet_gives_back_numbers_and_days() {
        let record = template();
        let claims: Vec<FlatClaim<'_>> = record.flat_claims().collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&record_parquet(&record).unwrap()).unwrap();
        let reader = Reader::of(file).unwrap();
        assert_eq!(reader.rows(), claims.len() as u64);
        let mut compared = 0;
        let told = reader.scan(&["low", "date_start"], |batch| {
            let [low, start] = batch.columns() else {
                panic!("two columns were asked for");
            };
            for (row, claim) in claims.iter().enumerate() {
                let expected = (claim.unit.holds() == Holds::Number)
                    .then(|| claim.low.parse::<f64>().ok())
                    .flatten();
                assert_eq!(low.f64(row), expected, "row {row}");
                let back = start.day(row).map(|day| {
                    jiff::civil::date(1970, 1, 1)
                        .checked_add(jiff::Span::new().days(i64::from(day.0)))
                        .unwrap()
                });
                assert_eq!(back, claim.date_start, "row {row}");
                compared += 1;
            }
        });
        told.unwrap();
        assert_eq!(compared, claims.len(), "one batch");
    }
}
