//! The examples in the README and the book are run, and print what is printed there.
//!
//! Every `console` block is a session in a folder of its own; `...` stands for lines that are left out. After a change
//! that is meant, `TRYCMD=overwrite cargo test -p halha --test examples` writes the new output into the documents.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = vec![root.join("README.md")];
    for room in ["guides", "concepts", "reference"] {
        let entries = fs::read_dir(root.join("book/src").join(room)).unwrap();
        let pages = entries.map(|entry| entry.unwrap().path());
        found.extend(pages.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    found.retain(|path| fs::read_to_string(path).unwrap().contains("```console"));
    found.sort();
    found
}

#[test]
fn examples_print_what_they_say() {
    let documents = documents();
    assert!(
        documents.len() >= 2,
        "README and book have examples: {documents:?}"
    );
    let place = tempfile::tempdir().unwrap();
    let mut copies = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        let name = document.file_stem().unwrap().to_str().unwrap();
        let copy = place.path().join(format!("{at}-{name}.md"));
        fs::copy(document, &copy).unwrap();
        // A session may write files: it runs beside a copy of its document.
        fs::create_dir(copy.with_extension("in")).unwrap();
        copies.push(copy);
    }
    let ran = catch_unwind(AssertUnwindSafe(|| {
        trycmd::TestCases::new()
            .register_bin("halha", assert_cmd::cargo::cargo_bin("halha"))
            .env("NO_COLOR", "1")
            .case(place.path().join("*.md"))
            .run();
    }));
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        for (document, copy) in documents.iter().zip(&copies) {
            fs::copy(copy, document).unwrap();
        }
    }
    if let Err(failure) = ran {
        resume_unwind(failure);
    }
}
