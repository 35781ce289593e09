//! The book's pages of the tables are those of the schema. `cargo run -p halha-lab --example table_pages` writes them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use halha_kernel::parameters::PARAMETERS;
use halha_lab::store::pages;
use halha_lab::store::schema::{OpenColumns, TABLES};

#[test]
fn the_book_tells_of_the_tables_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(pages::FOLDER);
    let mut expected: Vec<String> = Vec::new();
    for (name, text) in pages::pages() {
        let written = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            written == text,
            "{name} is out of date; run: cargo run -p halha-lab --example table_pages"
        );
        expected.push(name);
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(expected.contains(&name), "{name} describes no table");
    }
}

#[test]
fn every_table_and_column_is_named_once_and_explained() {
    for table in TABLES {
        assert!(!table.row.is_empty() && !table.about.is_empty(), "{}", table.name);
        for (n, column) in table.columns.iter().enumerate() {
            assert!(column.meaning.ends_with('.'), "{}.{}", table.name, column.name);
            let earlier = &table.columns[..n];
            assert!(
                earlier.iter().all(|other| other.name != column.name),
                "{}.{} twice",
                table.name,
                column.name
            );
        }
        if table.open == OpenColumns::Parameters {
            let named_twice = PARAMETERS
                .iter()
                .find(|p| table.columns.iter().any(|column| column.name == p.name));
            assert!(named_twice.is_none(), "{}: {named_twice:?}", table.name);
        }
        for key in table.key {
            let column = table.columns.iter().find(|column| column.name == *key);
            assert!(
                column.is_some_and(|column| !column.nullable),
                "{}: key {key}",
                table.name
            );
        }
    }
}
