//! Loads a conflict folder and says what stands in the way of a run: `cargo run -p halha-lab --example load -- DIR`.
#![allow(clippy::print_stdout)] // an example speaks to its reader

use halha_lab::LoadedConflict;
use halha_lab::clashes::clashes;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).ok_or("usage: load DIR")?;
    let (conflict, findings) = LoadedConflict::load(&halha_record::Folder::open(dir)?);
    findings.issues.iter().for_each(|i| println!("{i}"));
    findings.problems.iter().for_each(|p| println!("{p}"));
    let conflict = conflict.ok_or("the conflict cannot be run")?;
    for clash in clashes(&conflict, conflict.best_source(), 1, 500) {
        println!("{} ({}) men {:?}", clash.name, clash.date, clash.men);
        for l in &clash.losses {
            let marks: Vec<String> = l
                .recorded
                .iter()
                .map(|m| format!("{}: {} {:?}", m.claimed_by, m.low, m.verdict))
                .collect();
            println!(
                "   side {} {}: {:.0} [{:.0}-{:.0}] | {}",
                l.side,
                l.what,
                l.simulated.median,
                l.simulated.q05,
                l.simulated.q95,
                marks.join("; ")
            );
        }
    }
    Ok(())
}
