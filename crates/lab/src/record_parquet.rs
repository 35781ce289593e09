//! The claims of a record as a Parquet file for other programs, one row a claim.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, RecordBatch, StringArray};
use halha_record::vocab::Holds;
use halha_record::{FlatClaim, Record};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

/// The claims as Parquet, one row a claim, with the columns of [`FlatClaim::COLUMNS`] and these types:
///
/// - `low`, `high`: 64-bit floats in `unit`; null where the end is open or the statement holds a date or a text.
/// - `low_text`, `high_text`: the same as they are written, whatever they hold.
/// - `date_start`, `date_end`: days; null where open.
/// - all others: text; null where the CSV cell is empty.
///
/// # Errors
///
/// If the Parquet writer refuses the columns, which a record that was read cannot bring about.
pub fn record_parquet(record: &Record) -> Result<Vec<u8>, ParquetError> {
    let claims: Vec<FlatClaim<'_>> = record.flat_claims().collect();
    let batch = RecordBatch::try_from_iter_with_nullable(columns(&claims))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.into_inner()
}

fn columns(claims: &[FlatClaim<'_>]) -> Vec<(&'static str, ArrayRef, bool)> {
    let mut columns = Vec::with_capacity(FlatClaim::COLUMNS.len() + 2);
    for (at, name) in FlatClaim::COLUMNS.into_iter().enumerate() {
        match name {
            "low" | "high" => {
                columns.push((name, numbers(claims, at), true));
                columns.push((
                    if name == "low" { "low_text" } else { "high_text" },
                    texts(claims, at),
                    true,
                ));
            }
            "date_start" => columns.push((name, days(claims, |claim| claim.date_start), true)),
            "date_end" => columns.push((name, days(claims, |claim| claim.date_end), true)),
            _ => columns.push((name, texts(claims, at), true)),
        }
    }
    columns
}

fn texts(claims: &[FlatClaim<'_>], at: usize) -> ArrayRef {
    let texts = claims
        .iter()
        .map(|claim| Some(claim.cells()[at].to_string()).filter(|cell| !cell.is_empty()));
    Arc::new(texts.collect::<StringArray>())
}

fn numbers(claims: &[FlatClaim<'_>], at: usize) -> ArrayRef {
    let numbers = claims.iter().map(|claim| {
        let is_number = claim.unit.holds() == Holds::Number;
        is_number.then(|| claim.cells()[at].parse::<f64>().ok()).flatten()
    });
    Arc::new(numbers.collect::<Float64Array>())
}

fn days(claims: &[FlatClaim<'_>], day: impl Fn(&FlatClaim<'_>) -> Option<jiff::civil::Date>) -> ArrayRef {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = claims.iter().map(|claim| {
        let days = day(claim)?.duration_since(epoch).as_hours() / 24;
        i32::try_from(days).ok()
    });
    Arc::new(days.collect::<Date32Array>())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;

    fn template() -> Record {
        let (record, issues) = Record::read(&halha_record::template::folder());
        assert_eq!(issues, []);
        record
    }

    #[test]
    fn parquet_gives_back_numbers_and_days() {
        let record = template();
        let bytes = record_parquet(&record).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .unwrap()
            .build()
            .unwrap();
        let batches: Vec<RecordBatch> = reader.map(|batch| batch.unwrap()).collect();
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        assert_eq!(rows, record.flat_claims().count());
        let first = &batches[0];
        let low = first.column_by_name("low").unwrap().as_primitive::<Float64Type>();
        let start = first
            .column_by_name("date_start")
            .unwrap()
            .as_primitive::<Date32Type>();
        for (at, claim) in record.flat_claims().enumerate().take(first.num_rows()) {
            let expected = (claim.unit.holds() == Holds::Number)
                .then(|| claim.low.parse::<f64>().ok())
                .flatten();
            assert_eq!((!low.is_null(at)).then(|| low.value(at)), expected, "row {at}");
            assert_eq!(start.is_null(at), claim.date_start.is_none(), "row {at}");
            if let Some(day) = claim.date_start {
                let back = jiff::civil::date(1970, 1, 1)
                    .checked_add(jiff::Span::new().days(i64::from(start.value(at))))
                    .unwrap();
                assert_eq!(back, day, "row {at}");
            }
        }
    }
}
