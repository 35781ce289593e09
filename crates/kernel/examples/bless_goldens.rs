//! Rewrites the committed fingerprints in `tests/golden` from the runs as they are now: run it when numbers are meant
//! to change, and say so under "Value-breaking" in the changelog.
#![allow(missing_docs, clippy::unwrap_used, reason = "a tool for developers")]

#[path = "../tests/support/golden.rs"]
mod golden;

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    for (name, prepared) in golden::kept() {
        std::fs::write(format!("{folder}/{name}.txt"), golden::fingerprint(&prepared)).unwrap();
    }
}
