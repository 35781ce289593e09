//! Measures how much variance the pairing saves for every shipped intervention of a conflict folder, as a table for the
//! book: `cargo run --release -p halha-lab --example whatif_saved -- conflicts/soviet-japanese 4000`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for developers")]

use std::process::ExitCode;
use std::time::Instant;

use halha_lab::LoadedConflict;
use halha_lab::whatif::{NoWatch, PairSettings, Plan, Shelf, Whatif, measures, shelf};
use halha_record::Folder;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), pairs) = (arguments.next(), arguments.next()) else {
        eprintln!("give a conflict folder and a number of pairs");
        return ExitCode::from(2);
    };
    let pairs = pairs.and_then(|n| n.parse().ok()).unwrap_or(4000);
    match measure(&folder, pairs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &str, pairs: u64) -> Result<(), Box<dyn std::error::Error>> {
    let folder = Folder::open(folder)?;
    let (Some(conflict), _) = LoadedConflict::load(&folder) else {
        return Err("the conflict has errors".into());
    };
    let known = Shelf::of(&conflict);
    let (all, problems) = shelf(&folder, known);
    problems.iter().for_each(|problem| eprintln!("{problem}"));
    let (measures, _) = measures(&folder, &conflict);
    let settings = PairSettings {
        pairs,
        per_draw: 10,
        seed: 7,
        precision: None,
    };
    println!(
        "| intervention | since | pairs changed | difference of ln losses | saved | same parameters | pairs/s |"
    );
    println!("|---|---|---|---|---|---|---|");
    for one in &all {
        let plan = Plan::of(&[one], &conflict).map_err(|p| format!("{p:?}"))?;
        let since = plan
            .column
            .from
            .map(|day| conflict.calendar.date(day).to_string());
        let whatif = Whatif::new(&conflict, vec![plan], measures.clone(), settings)?;
        let began = Instant::now();
        let worlds = whatif.play(None, &NoWatch)?;
        let rate = worlds.pairs as f64 / began.elapsed().as_secs_f64();
        let ln = measures.iter().position(|m| m.id == "ln-losses").unwrap_or(0);
        let Some(c) = worlds.contrast(0, ln, &measures[ln], 0.01) else {
            continue;
        };
        let times = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), |s| format!("{s:.1}×"));
        println!(
            "| `{}` | {} | {:.0} % | {:+.3} ± {:.3} | {} | {} | {rate:.0} |",
            one.id,
            since.unwrap_or_default(),
            100.0 * worlds.divergence(0).changed,
            c.difference,
            c.error,
            times(c.saved),
            times(c.saved_luck),
        );
    }
    Ok(())
}
