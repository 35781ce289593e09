//! The codebook of conflict folders: a page for people and a JSON Schema for programs, both made from the types.

use std::fmt::Write;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::check::{REFERENCES, Target};
use crate::folder::{MAX_FILE_BYTES, MAX_FILES};
use crate::issue::Code;
use crate::limits;
use crate::model::{
    ActRow, AidRow, Assumption, AttributeRow, ClaimRow, Claimant, Command, Conflict, CountRow, DecisionRow,
    DepictionRow, ForceRow, GeometryProperties, Incident, Participant, Party, Place, Sector, SectorSide,
    Side, Source,
};
use crate::read::{MAX_CELL_BYTES, MAX_ROWS};
use crate::record::Record;
use crate::row::Row;
use crate::vocab::{
    ActKind, AidAspect, Attribute, CountCategory, DepictionKind, ElementId, FeatureKind, Holds, IncidentKind,
    Level, PartyKind, PlaceKind, Role, Rung, SourceKind, Status, Terrain, Unit, Vocabulary, Voice,
};

/// The JSON Schema (draft 2020-12) of a whole record, as `record export --format json` writes it. Its `$defs` describe
/// the rows of every table.
///
/// ```
/// let schema = halha_record::codebook::schema();
/// assert!(schema["$defs"]["ClaimRow"]["properties"]["claimed_by"].is_object());
/// ```
#[must_use]
pub fn schema() -> Value {
    sorted(schemars::schema_for!(Record).to_value())
}

/// The same value with the keys of every object in order, whatever order the JSON library keeps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, sorted(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// The codebook as a page of Markdown.
#[must_use]
pub fn markdown() -> String {
    let mut page = Page(String::from(PREFACE));
    page.tables();
    page.words();
    page.codes();
    page.limits();
    page.0
}

const PREFACE: &str = "\
# Codebook

Every file, column and word of a conflict folder. This page and [conflict.schema.json](conflict.schema.json) are made \
from the types of the crate `halha-record` by `cargo run -p halha-record --example codebook`; a test checks that they \
are current.

In a CSV file the columns stand in the order given here, under a header, in UTF-8; an empty cell says nothing; several \
names in one cell are joined by `;`. In TOML a key that says nothing is left out, and several values are a list. A *name* is \
letters a–z, digits and hyphens, at most 80 of them. A *date* is EDTF (ISO 8601-2): `1939`, `1939-05`, `1939-05-11`, \
`1939-05-11/1939-09-16`, `1935-10~`, `193X`. A *number* is plain digits with a point for decimals.

";

struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.line(&format!("{} {title}\n", "#".repeat(level)));
    }

    fn tables(&mut self) {
        self.heading(2, "Files");
        self.table::<Conflict>("conflict.toml");
        self.table::<Side>("conflict.toml: side");
        self.table::<Party>("parties.csv");
        self.table::<Claimant>("claimants.csv");
        self.table::<Source>("sources.toml");
        self.table::<Command>("commands.csv");
        self.table::<Sector>("sectors.csv");
        self.table::<SectorSide>("sector-sides.csv");
        self.table::<Place>("places.csv");
        self.table::<Assumption>("assumptions.toml");
        self.table::<Incident>("incidents.csv");
        self.table::<Participant>("participants.csv");
        self.table::<ClaimRow>("claims.csv");
        self.table::<AttributeRow>("attributes.csv");
        self.table::<CountRow>("counts.csv");
        self.table::<ForceRow>("forces.csv");
        self.table::<ActRow>("acts.csv");
        self.table::<AidRow>("aid.csv");
        self.table::<DepictionRow>("depictions.csv");
        self.table::<DecisionRow>("decisions.csv");
        self.table::<GeometryProperties>("geometry.geojson");
    }

    /// One table: what it is for, and its columns as the type and its comments describe them.
    fn table<T: Row + JsonSchema>(&mut self, file: &str) {
        let schema = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
        let title = file
            .strip_suffix(": side")
            .map_or_else(|| file.to_owned(), |file| format!("{file}, side"));
        self.heading(3, &title);
        self.line(&format!("{}\n", prose(&schema["description"])));
        self.line("| column | holds | meaning |\n|---|---|---|");
        let properties = properties(&schema);
        for column in T::columns() {
            let property = properties.get(column).cloned().unwrap_or_default();
            let target = REFERENCES
                .iter()
                .find(|(table, name, _)| *table == file && *name == column);
            let holds = holds(column, &property, target.map(|(.., target)| *target));
            self.line(&format!(
                "| `{column}` | {holds} | {} |",
                prose(&property["description"])
            ));
        }
        self.line("");
    }

    fn words(&mut self) {
        self.heading(2, "Words");
        self.line("Words of the closed lists are spelt exactly so.\n");
        self.list::<PartyKind>();
        self.list::<Voice>();
        self.list::<SourceKind>();
        self.list::<Status>();
        self.list::<Level>();
        self.list::<Terrain>();
        self.list::<PlaceKind>();
        self.list::<FeatureKind>();
        self.list::<IncidentKind>();
        self.list::<Role>();
        self.list::<CountCategory>();
        self.list::<ActKind>();
        self.list::<Rung>();
        self.list::<AidAspect>();
        self.list::<DepictionKind>();
        self.list::<Holds>();
        self.annotated(|unit: Unit| format!("a {}", unit.holds()));
        self.annotated(|element: ElementId| format!("{}, in {}", element.class(), element.unit()));
        self.annotated(|attribute: Attribute| {
            let wholes: Vec<_> = attribute
                .wholes()
                .iter()
                .map(|whole| format!("`{whole}`"))
                .collect();
            match wholes.as_slice() {
                [] => format!("a {}", attribute.holds()),
                wholes => format!("a {}, part of {}", attribute.holds(), wholes.join(", ")),
            }
        });
    }

    fn list<V: Vocabulary>(&mut self) {
        self.heading(3, &title(V::NAME));
        self.line("| word | meaning |\n|---|---|");
        for word in V::ALL {
            self.line(&format!("| `{}` | {} |", word.as_str(), word.meaning()));
        }
        self.line("");
    }

    fn annotated<V: Vocabulary>(&mut self, note: impl Fn(V) -> String) {
        self.heading(3, &title(V::NAME));
        self.line("| word | is | meaning |\n|---|---|---|");
        for word in V::ALL {
            self.line(&format!(
                "| `{}` | {} | {} |",
                word.as_str(),
                note(*word),
                word.meaning()
            ));
        }
        self.line("");
    }

    fn codes(&mut self) {
        self.heading(2, "Issues");
        self.line(
            "What `record check` can find. F: the format of files and cells. R: references. B: bounds. A: arithmetic \
             between rows. Rival claims are no issues; `record rivals` lists them.\n",
        );
        self.line("| code | severity | what is wrong |\n|---|---|---|");
        for code in Code::ALL {
            self.line(&format!("| `{code}` | {} | {} |", code.severity(), code.title()));
        }
        self.line("");
    }

    fn limits(&mut self) {
        self.heading(2, "Limits");
        let megabytes = MAX_FILE_BYTES / (1024 * 1024);
        let kilobytes = MAX_CELL_BYTES / 1024;
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.0,
            "A folder holds at most {MAX_FILES} files, a file {megabytes} MiB and {MAX_ROWS} rows, a cell {kilobytes} \
             KiB. Symbolic links are followed inside the folder only."
        );
    }
}

fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A comment's text on one line, fit for a cell of Markdown.
fn prose(description: &Value) -> String {
    let words: Vec<_> = description
        .as_str()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    words.join(" ").replace('|', "\\|")
}

/// A row's properties, those of a flattened statement among them.
fn properties(schema: &Value) -> Map<String, Value> {
    schema["properties"].as_object().cloned().unwrap_or_default()
}

/// What a column holds, in words: `name of a party`, `dates`, `number, may be empty`.
fn holds(column: &str, property: &Value, target: Option<Target>) -> String {
    let (inner, may_be_empty) = without_null(property);
    let many = inner["type"] == "array";
    let item = if many { &inner["items"] } else { &inner };
    let one = match (
        target,
        item["$ref"]
            .as_str()
            .map(|path| path.trim_start_matches("#/$defs/")),
    ) {
        (Some(target), _) => format!("name of {}", target.described()),
        (None, Some("Id")) => "name".to_owned(),
        (None, Some("Edtf")) => "date".to_owned(),
        (None, Some(list)) => format!("word: {}", spaced(list)),
        (None, None) => match item["type"].as_str() {
            Some("number") => "number".to_owned(),
            Some("integer") => "whole number".to_owned(),
            Some("boolean") => "`yes` or `no`".to_owned(),
            _ if many || may_be_empty || limits::may_not_be_empty(column) => "text".to_owned(),
            _ if matches!(column, "low" | "high") => "number, date or text by the unit, or empty".to_owned(),
            _ => "text, or empty".to_owned(),
        },
    };
    match (many, may_be_empty) {
        (true, _) => format!("any number: {one}"),
        (false, true) => format!("{one}, or empty"),
        (false, false) => one,
    }
}

/// A property's schema without the alternative of being left out, and whether it had it.
fn without_null(property: &Value) -> (Value, bool) {
    if let Some(choices) = property["anyOf"].as_array() {
        let other = choices.iter().find(|choice| choice["type"] != "null").cloned();
        return (other.unwrap_or_default(), true);
    }
    match property["type"].as_array() {
        Some(types) => {
            let mut inner = property.clone();
            inner["type"] = types
                .iter()
                .find(|kind| *kind != "null")
                .cloned()
                .unwrap_or_default();
            (inner, types.iter().any(|kind| kind == "null"))
        }
        None => (property.clone(), false),
    }
}

/// `IncidentKind` as a heading of this page: a link to `incident kind`.
fn spaced(list: &str) -> String {
    let names: &[(&str, &str)] = &[
        ("ElementId", ElementId::NAME),
        ("PartyKind", PartyKind::NAME),
        ("Voice", Voice::NAME),
        ("SourceKind", SourceKind::NAME),
        ("Status", Status::NAME),
        ("Level", Level::NAME),
        ("Terrain", Terrain::NAME),
        ("PlaceKind", PlaceKind::NAME),
        ("FeatureKind", FeatureKind::NAME),
        ("IncidentKind", IncidentKind::NAME),
        ("Role", Role::NAME),
        ("CountCategory", CountCategory::NAME),
        ("ActKind", ActKind::NAME),
        ("Rung", Rung::NAME),
        ("AidAspect", AidAspect::NAME),
        ("DepictionKind", DepictionKind::NAME),
        ("Holds", Holds::NAME),
        ("Unit", Unit::NAME),
    ];
    let name = names
        .iter()
        .find(|(kind, _)| *kind == list)
        .map_or(list, |(_, name)| name);
    format!("[{name}](#{})", name.replace(' ', "-"))
}
