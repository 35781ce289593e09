//! The record as other programs take it: claims as CSV, everything as JSON, the map as GeoJSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::flat::FlatClaim;
use crate::model::Incident;
use crate::record::Record;
use crate::view::SideFigure;

/// Writes every statement as a row of CSV, under the header [`FlatClaim::COLUMNS`].
///
/// # Errors
///
/// If `out` cannot be written.
///
/// ```
/// # let (record, _) = halha_record::Record::read(&halha_record::template::folder());
/// let mut out = Vec::new();
/// halha_record::export::claims_csv(&record, &mut out)?;
/// assert!(out.starts_with(b"incident,attribute,party,low,high,unit,claimed_by,source,status,date_start,date_end,"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn claims_csv(record: &Record, out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(FlatClaim::COLUMNS)?;
    for claim in record.flat_claims() {
        writer.write_record(claim.cells().iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()
}

/// Writes the whole record as one JSON document, in the shape of the JSON Schema.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn json(record: &Record, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, record)?;
    writeln!(out)
}

/// Writes lines, outlines and incidents as a GeoJSON FeatureCollection (RFC 7946, WGS 84).
///
/// Each feature has a property `layer`: `geometry` for the record's own lines, `incident` for points at the places of
/// incidents, with the precision of the place and each side's men and losses as `[low, high]` over all claims (`null`
/// for an end that nobody gives).
///
/// # Errors
///
/// If `out` cannot be written.
pub fn geojson(record: &Record, mut out: impl Write) -> io::Result<()> {
    let lines = record.features.iter().map(|feature| {
        let mut properties = Map::new();
        properties.insert("layer".to_owned(), json!("geometry"));
        if let Ok(Value::Object(own)) = serde_json::to_value(&feature.properties) {
            properties.extend(own);
        }
        json!({ "type": "Feature", "properties": properties, "geometry": feature.geometry })
    });
    let incidents = record
        .incidents
        .iter()
        .filter_map(|incident| point(record, incident));
    let features: Vec<Value> = lines.chain(incidents).collect();
    serde_json::to_writer(
        &mut out,
        &json!({ "type": "FeatureCollection", "features": features }),
    )?;
    writeln!(out)
}

/// An incident as a point; `None` if its place is not listed.
fn point(record: &Record, incident: &Incident) -> Option<Value> {
    let place = record.places.get(&incident.place)?;
    let row = record.chronicle_row(incident);
    let day = |open: bool, day: jiff::civil::Date| if open { Value::Null } else { json!(day.to_string()) };
    Some(json!({
        "type": "Feature",
        "properties": {
            "layer": "incident",
            "id": row.id,
            "name": row.name,
            "kind": row.kind,
            "date": row.date,
            "date_start": day(row.date.has_no_start(), row.date.earliest()),
            "date_end": day(row.date.has_no_end(), row.date.latest()),
            "place": row.place,
            "precision_km": row.precision_km,
            "sector": row.sector,
            "part_of": row.part_of,
            "outcome": row.outcome,
            "victor": row.victor,
            "men": by_side(&row.men),
            "losses": by_side(&row.losses),
            "claims": row.claims,
            "sources": row.sources,
        },
        "geometry": { "type": "Point", "coordinates": [place.longitude, place.latitude] },
    }))
}

fn by_side(figures: &[SideFigure<'_>]) -> Value {
    figures
        .iter()
        .map(|figure| (figure.side.to_string(), json!([figure.low, figure.high])))
        .collect()
}
