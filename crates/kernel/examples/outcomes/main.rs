//! Prints one JSON line a replication: its outcome and sums over its events, for comparison with `reference/`.
//!
//! `cargo run --release -p halha-kernel --example outcomes -- SCENARIO.json N SEED`; the file holds `scenario` and
//! `parameters` with the field names of the kernel's types (`reference/scenarios/` has some).

use std::error::Error;
use std::io::{BufWriter, Write};

use halha_kernel::chance::Key;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

mod read;
mod sums;
mod write;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, replications, seed] = arguments.as_slice() else {
        return Err("usage: outcomes SCENARIO.json REPLICATIONS SEED".into());
    };
    let prepared = prepare(path)?;
    let (replications, seed): (u64, u64) = (replications.parse()?, seed.parse()?);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut workspace = Workspace::new();
    for replicate in 0..replications {
        let key = Key::derive(seed, 0, 0, replicate);
        let mut sums = sums::Sums::default();
        let outcome = run(&prepared, &key, &mut QuantalResponse, &mut workspace, &mut sums);
        serde_json::to_writer(&mut out, &write::replication(outcome, &sums))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Reads and checks a scenario file.
fn prepare(path: &str) -> Result<Prepared, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let content = serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?;
    let scenario = read::scenario(&content)?
        .validate()
        .map_err(|problems| format!("{path}: {problems:?}"))?;
    let parameters = read::parameters(&content)?;
    Prepared::new(&scenario, &parameters).map_err(|problems| format!("{path}: {problems:?}").into())
}
