//! The codebook page and the JSON Schema in the book are those that the types give.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::fs;
use std::path::PathBuf;

use halha_record::{Folder, Record, codebook, export, template};

fn committed(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../book/src/reference")
        .join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_page_is_current() {
    assert!(
        committed("codebook.md") == codebook::markdown(),
        "run `cargo run -p halha-record --example codebook` and commit what it writes"
    );
}

#[test]
fn the_schema_is_current() {
    let committed: serde_json::Value = serde_json::from_str(&committed("conflict.schema.json")).unwrap();
    assert!(
        committed == codebook::schema(),
        "run `cargo run -p halha-record --example codebook` and commit what it writes"
    );
}

#[test]
fn every_column_of_every_table_is_explained() {
    let page = codebook::markdown();
    for (name, text) in template::files()
        .iter()
        .filter(|(name, _)| name.ends_with(".csv"))
    {
        let section = page.split(&format!("### {name}\n")).nth(1).unwrap();
        let section = section.split("\n### ").next().unwrap();
        for column in text.lines().next().unwrap().split(',') {
            let line = section
                .lines()
                .find(|line| line.starts_with(&format!("| `{column}` |")));
            let line = line.unwrap_or_else(|| panic!("{name}: {column} is not in the codebook"));
            assert!(
                line.len() > format!("| `{column}` | text | |").len() + 5,
                "{line}"
            );
        }
    }
}

#[test]
fn the_json_has_the_properties_that_the_schema_requires() {
    let (record, _) = Record::read(&template::folder());
    let mut out = Vec::new();
    export::json(&record, &mut out).unwrap();
    let exported: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let schema = codebook::schema();
    for name in schema["required"].as_array().unwrap() {
        assert!(!exported[name.as_str().unwrap()].is_null(), "{name}");
    }
    let claim = &schema["$defs"]["ClaimRow"];
    for name in claim["required"].as_array().unwrap() {
        assert!(
            exported["claims"][0].get(name.as_str().unwrap()).is_some(),
            "{name}"
        );
    }
    let read = Record::read(&Folder::from_files::<String, &[u8]>([])).0;
    assert!(read.claims.is_empty());
}

#[test]
fn every_name_but_a_rows_own_refers_to_something() {
    let page = codebook::markdown();
    let names = page.lines().filter(|line| {
        ["| name |", "| name, or empty |", "any number: name |"]
            .iter()
            .any(|end| line.contains(end))
    });
    let columns: Vec<_> = names
        .map(|line| line.split('`').nth(1).unwrap_or_default())
        .collect();
    assert!(
        columns.len() > 10 && columns.iter().all(|column| *column == "id"),
        "{columns:?}"
    );
}
