//! Checks a conflict folder: `cargo run -p halha-record --example check -- DIR`.

use std::io::Write;
use std::process::ExitCode;

use halha_record::{Folder, Record, Severity};

fn main() -> ExitCode {
    let directory = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "conflicts/soviet-japanese".to_owned());
    let mut out = std::io::stdout().lock();
    match Folder::open(&directory) {
        Ok(folder) => {
            let started = std::time::Instant::now();
            let (record, issues) = Record::read(&folder);
            let took = started.elapsed();
            let written = issues
                .iter()
                .try_for_each(|issue| writeln!(out, "{issue}"))
                .and_then(|()| {
                    let (claims, incidents) = (record.claims.len(), record.incidents.len());
                    writeln!(
                        out,
                        "{incidents} incidents, {claims} claims, {} issues, read in {took:?}",
                        issues.len()
                    )
                });
            let sound = issues.iter().all(|issue| issue.severity < Severity::Error);
            if sound && written.is_ok() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            // A closed pipe leaves nobody to tell.
            let _ = writeln!(out, "{error}");
            ExitCode::FAILURE
        }
    }
}
