//! Writing a record as the files of a conflict folder, in canonical form.

use std::borrow::Cow;

use serde_json::json;

use crate::model::Feature;
use crate::record::Record;
use crate::row::{Row, Written};
use crate::table::Table;

impl Record {
    /// The files of a folder that reads as this record: rows in canonical order, columns in the order of the codebook,
    /// all claims in `claims.csv`. Tables without rows are left out, unless every folder needs them.
    ///
    /// ```
    /// use halha_record::{Folder, Record, template};
    /// let (record, _) = Record::read(&template::folder());
    /// let files = record.to_files().into_iter().map(|(name, text)| (name, text.into_bytes()));
    /// let (again, issues) = Record::read(&Folder::from_files(files));
    /// assert!(issues.is_empty() && again == record);
    /// ```
    #[must_use]
    pub fn to_files(&self) -> Vec<(String, String)> {
        let mut files = vec![("conflict.toml".to_owned(), self.head())];
        let mut add =
            |name: &str, text: Option<String>| files.extend(text.map(|text| (name.to_owned(), text)));
        add("parties.csv", Some(csv_table(&self.parties)));
        add("claimants.csv", some(&self.claimants));
        add("sources.toml", Some(toml_table("source", &self.sources)));
        add("commands.csv", some(&self.commands));
        add("sectors.csv", some(&self.sectors));
        add("sector-sides.csv", some(&self.sector_sides));
        add("places.csv", Some(csv_table(&self.places)));
        add(
            "assumptions.toml",
            Some(toml_table("assumption", &self.assumptions)),
        );
        add("incidents.csv", Some(csv_table(&self.incidents)));
        add("participants.csv", some(&self.participants));
        add("claims.csv", some(&self.claims));
        add("attributes.csv", some(&self.attributes));
        add("counts.csv", some(&self.counts));
        add("forces.csv", some(&self.forces));
        add("acts.csv", some(&self.acts));
        add("aid.csv", some(&self.aid));
        add("depictions.csv", some(&self.depictions));
        add("decisions.csv", some(&self.decisions));
        add(
            "geometry.geojson",
            (!self.features.is_empty()).then(|| collection(&self.features)),
        );
        files
    }

    fn head(&self) -> String {
        let mut text = toml_row(&self.conflict);
        for side in &self.conflict.sides {
            text.push_str("\n[[side]]\n");
            text.push_str(&toml_row(side));
        }
        text
    }
}

fn some<T: Row>(table: &Table<T>) -> Option<String> {
    (!table.is_empty()).then(|| csv_table(table))
}

fn csv_table<T: Row>(table: &Table<T>) -> String {
    let mut text = T::columns().join(",");
    text.push('\n');
    for row in table {
        let mut cells = Vec::new();
        row.write(&mut cells);
        let cells: Vec<_> = cells.iter().map(|cell| quoted(plain(cell))).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// A cell as it stands in a table.
fn plain<'w>(cell: &'w Written<'_>) -> Cow<'w, str> {
    match cell {
        Written::Empty => Cow::Borrowed(""),
        Written::Text(text) => Cow::Borrowed(text.as_ref()),
        Written::Number(number) => Cow::Owned(number.to_string()),
        Written::Yes(yes) => Cow::Borrowed(if *yes { "yes" } else { "no" }),
        Written::List(items) => Cow::Owned(items.join(";")),
    }
}

/// A cell between quotation marks, where it needs them.
fn quoted(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.contains(['"', ',', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        cell
    }
}

fn toml_table<T: Row>(key: &str, table: &Table<T>) -> String {
    table
        .iter()
        .map(|row| format!("[[{key}]]\n{}\n", toml_row(row)))
        .collect()
}

/// A line for each key that holds something.
fn toml_row<T: Row>(row: &T) -> String {
    let mut cells = Vec::new();
    row.write(&mut cells);
    let lines = T::columns().into_iter().zip(&cells).filter_map(|(key, cell)| {
        let value = match cell {
            Written::Empty => return None,
            Written::List(items) if items.is_empty() => return None,
            Written::Text(text) => toml_text(text),
            Written::Number(number) => number.to_string(),
            Written::Yes(yes) => yes.to_string(),
            Written::List(items) => {
                format!(
                    "[{}]",
                    items
                        .iter()
                        .map(|item| toml_text(item))
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
        };
        Some(format!("{key} = {value}\n"))
    });
    lines.collect()
}

/// A text between quotation marks. JSON's escapes are TOML's, but for one character that TOML escapes as well.
fn toml_text(text: &str) -> String {
    json!(text).to_string().replace('\u{7f}', "\\u007F")
}

fn collection(features: &Table<Feature>) -> String {
    let features: Vec<_> = features
        .iter()
        .map(|feature| {
            let properties = &feature.properties;
            let line = json!({ "type": "Feature", "properties": properties, "geometry": feature.geometry });
            format!("  {line}")
        })
        .collect();
    format!(
        "{{ \"type\": \"FeatureCollection\", \"features\": [\n{}\n] }}\n",
        features.join(",\n")
    )
}
