//! The record as files to keep.

use halha_lab::record_parquet;
use halha_record::{Record, export as write};

use crate::refuse::{Refusal, shorten};

/// The file of that name, with its media type.
pub(crate) fn export(record: &Record, file: &str) -> Result<(&'static str, Vec<u8>), Refusal> {
    let mut bytes = Vec::new();
    let kind = match file {
        "claims.csv" => {
            write::claims_csv(record, &mut bytes).map_err(Refusal::internal)?;
            "text/csv; charset=utf-8"
        }
        "claims.parquet" => {
            bytes = record_parquet(record).map_err(Refusal::internal)?;
            "application/vnd.apache.parquet"
        }
        "record.json" => {
            write::json(record, &mut bytes).map_err(Refusal::internal)?;
            "application/json"
        }
        "map.geojson" => {
            write::geojson(record, &mut bytes).map_err(Refusal::internal)?;
            "application/geo+json"
        }
        other => {
            let remedy = "ask for claims.csv, claims.parquet, record.json or map.geojson";
            return Err(Refusal::not_found("file", &shorten(other), remedy));
        }
    };
    Ok((kind, bytes))
}
