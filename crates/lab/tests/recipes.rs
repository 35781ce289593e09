//! The recipes of the book's page on results in SQL, run as they stand there, where Python has DuckDB and polars.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

mod support;

use std::path::Path;
use std::process::Command;

use halha_lab::job::{self, NoWatch, Place};
use halha_lab::settings::RunSettings;

const PAGE: &str = "../../book/src/guides/results-in-sql.md";

/// Runs every block in one interpreter and says how many rows or lines each gave. No blank result passes.
const RUNNER: &str = r"
import contextlib, io, json, sys
import duckdb, polars
for kind, text in json.load(sys.stdin):
    if kind == 'sql':
        found = len(duckdb.sql(text).fetchall())
    else:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(text, {})
        found = len(printed.getvalue().splitlines())
    print(kind, found)
    assert found > 0, text
";

#[test]
fn the_recipes_of_the_book_give_results() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
    let blocks = blocks(&text);
    assert!(
        blocks.len() >= 8,
        "only {} recipes were found in {PAGE}",
        blocks.len()
    );
    let Some(python) = python() else {
        eprintln!(
            "SKIPPED: the recipes were not run: no python3 with duckdb and polars (HALHA_PYTHON names one)"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("run");
    let settings = RunSettings {
        to: "1939".parse().ok(),
        ..RunSettings::of(200, 7)
    };
    let ensemble = support::ensemble(&support::reference(), settings);
    let place = Place {
        directory: directory.clone(),
        threads: None,
    };
    job::play(
        &support::reference(),
        "soviet-japanese",
        &ensemble,
        &place,
        &NoWatch,
    )
    .unwrap();

    let run = directory.to_str().unwrap();
    let blocks: Vec<(String, String)> = blocks
        .into_iter()
        .map(|(kind, text)| (kind, text.replace("RUN", run)))
        .collect();
    let input = folder.path().join("blocks.json");
    std::fs::write(&input, serde_json::to_string(&blocks).unwrap()).unwrap();
    let output = Command::new(python)
        .args(["-c", RUNNER])
        .stdin(std::fs::File::open(&input).unwrap())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).lines().count(),
        blocks.len()
    );
}

/// Blocks of SQL and Python, in order.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some("") => inside = false,
            Some(kind @ ("sql" | "python")) => {
                inside = true;
                found.push((kind.to_owned(), String::new()));
            }
            _ => {
                if let (true, Some((_, text))) = (inside, found.last_mut()) {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    found
}

/// A Python that has both libraries.
fn python() -> Option<String> {
    let named = std::env::var("HALHA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let imports = Command::new(&named)
        .args(["-c", "import duckdb, polars"])
        .output()
        .ok()?;
    imports.status.success().then_some(named)
}
