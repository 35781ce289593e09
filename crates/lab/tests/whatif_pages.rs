//! The book tells of interventions as the program reads them. `cargo run -p halha-lab --example whatif_pages` writes it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use halha_lab::whatif::{SPLICE_RULES, pages};

fn book() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src")
}

#[test]
fn the_pages_are_those_of_the_types() {
    for (name, text) in pages() {
        let written = std::fs::read_to_string(book().join("reference").join(name)).unwrap_or_default();
        assert!(
            written == text,
            "{name} is out of date; run: cargo run -p halha-lab --example whatif_pages"
        );
    }
}

#[test]
fn the_rules_of_the_splice_stand_in_the_book() {
    let page = std::fs::read_to_string(book().join("concepts/what-if.md")).unwrap();
    let flat: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, rule) in SPLICE_RULES {
        assert!(flat.contains(&format!("**{name}**: {rule}")), "{name}: {rule}");
    }
}
