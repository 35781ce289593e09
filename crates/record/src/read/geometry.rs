//! `geometry.geojson`: lines and outlines, each with its properties read as a row.

use std::borrow::Cow;
use std::sync::Arc;

use geojson::Geometry;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::cells::{Cell, Context};
use super::csv::Rows;
use super::{bytes, text};
use crate::folder::Folder;
use crate::issue::{Code, Issue};
use crate::model::{Feature, GeometryProperties};
use crate::row::Row;
use crate::table::{Named, Origin, Table};
use crate::vocab::suggest;

const FILE: &str = "geometry.geojson";

/// The file as far as it must be understood before its features are.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Vec<&'t RawValue>,
}

/// A feature whose properties are not read yet.
#[derive(Deserialize)]
struct RawFeature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    geometry: Geometry,
}

/// The features of a folder, in the order of their ids.
pub(crate) fn features(folder: &Folder, context: &mut Context) -> Table<Feature> {
    let Some(bytes) = bytes(folder, FILE, FILE, context) else {
        return Table::default();
    };
    let Some(text) = text::decode(FILE, &bytes, &mut context.issues) else {
        context.incomplete.insert(FILE);
        return Table::default();
    };
    let collection: Collection<'_> = match serde_json::from_str(&text) {
        Ok(collection) => collection,
        Err(error) => {
            report(
                context,
                error.line() as u64,
                format!("no feature collection: {error}"),
            );
            context.incomplete.insert(FILE);
            return Table::default();
        }
    };
    if collection.kind != "FeatureCollection" {
        report(
            context,
            1,
            format!("the type is `{}`, not `FeatureCollection`", collection.kind),
        );
    }
    let mut lines = Lines {
        text: &text,
        counted_to: 0,
        line: 1,
    };
    let mut found: Vec<(Feature, Origin)> = collection
        .features
        .iter()
        .filter_map(|raw| feature(raw, lines.of(raw), context))
        .collect();
    found.sort_by(|a, b| a.0.id().cmp(b.0.id()).then_with(|| a.1.cmp(&b.1)));
    let (features, origins) = found.into_iter().unzip();
    Table::from_ordered(features, origins)
}

fn report(context: &mut Context, line: u64, message: String) {
    let remedy = "write a GeoJSON FeatureCollection as RFC 7946 describes it";
    context
        .issues
        .push(Issue::new(Code::Syntax, FILE, message, remedy).at(line));
}

fn feature(raw: &RawValue, line: u64, context: &mut Context) -> Option<(Feature, Origin)> {
    let raw: RawFeature = match serde_json::from_str(raw.get()) {
        Ok(raw) => raw,
        Err(error) => {
            report(
                context,
                line + error.line() as u64 - 1,
                format!("no feature with a geometry: {error}"),
            );
            context.incomplete.insert(FILE);
            return None;
        }
    };
    let properties = raw.properties.unwrap_or_default();
    let columns = GeometryProperties::columns();
    report_unknown(&properties, &columns, line, context);
    let cells: Vec<_> = columns
        .iter()
        .map(|column| (line, cell(properties.get(*column))))
        .collect();
    let mut rows = Rows::<GeometryProperties>::new(FILE);
    let file: Arc<str> = FILE.into();
    rows.take(&file, line, &cells, context);
    let properties = rows.into_table(context).first().cloned()?;
    Some((
        Feature {
            properties,
            geometry: raw.geometry,
        },
        Origin { file, line },
    ))
}

fn report_unknown(
    properties: &Map<String, Value>,
    columns: &[&'static str],
    line: u64,
    context: &mut Context,
) {
    for name in properties.keys().filter(|name| !columns.contains(&name.as_str())) {
        let remedy = match suggest(name, columns.iter().copied()) {
            Some(column) => format!("did you mean `{column}`?"),
            None => format!("remove it; the properties are {}", columns.join(", ")),
        };
        let issue = Issue::new(
            Code::UnknownColumn,
            FILE,
            "features have no such property",
            remedy,
        );
        context.issues.push(issue.at(line).cell(name, name));
    }
}

fn cell(value: Option<&Value>) -> Cell<'_> {
    Cell::Text(match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Borrowed(text.as_str()),
        Some(other) => Cow::Owned(other.to_string()),
    })
}

/// Lines of features, which lie in the text in order.
struct Lines<'t> {
    text: &'t str,
    counted_to: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a feature of the text begins.
    fn of(&mut self, feature: &RawValue) -> u64 {
        let start = (feature.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.clamp(self.counted_to, self.text.len());
        let between = &self.text.as_bytes()[self.counted_to..start];
        self.line += between.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted_to = start;
        self.line
    }
}
