//! How much variance the pairing saves, for every intervention of a conflict.

use std::fmt::Write;

use halha_lab::LoadedConflict;
use halha_lab::whatif::{NoWatch, PairSettings, Plan, Shelf, Whatif, measures, shelf};
use halha_record::Folder;

use super::{Failed, SEED};

pub(crate) fn table(folder: &Folder, conflict: &LoadedConflict, pairs: u64) -> Result<String, Failed> {
    let (all, problems) = shelf(folder, Shelf::of(conflict));
    problems.iter().for_each(|problem| eprintln!("{problem}"));
    let (measures, _) = measures(folder, conflict);
    let ln = measures.iter().position(|m| m.id == "ln-losses");
    let ln = ln.ok_or("losses are not measured")?;
    let settings = PairSettings {
        pairs,
        per_draw: 10,
        seed: SEED,
        precision: None,
    };
    let mut text = String::from(
        "| intervention | since | pairs changed | difference of ln losses | saved | same parameters |\n\
         |---|---|---|---|---|---|\n",
    );
    for one in &all {
        let plan = Plan::of(&[one], conflict).map_err(|p| format!("{p:?}"))?;
        let since = plan
            .column
            .from
            .map(|day| conflict.calendar.date(day).to_string());
        let whatif = Whatif::new(conflict, vec![plan], measures.clone(), settings)?;
        let worlds = whatif.play(None, &NoWatch)?;
        let Some(c) = worlds.contrast(0, ln, &measures[ln], 0.01) else {
            continue;
        };
        let times = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), |s| format!("{s:.1}×"));
        let sign = if c.difference < 0.0 { "−" } else { "+" };
        writeln!(
            text,
            "| `{}` | {} | {:.0} % | {sign}{:.3} ± {:.3} | {} | {} |",
            one.id,
            since.unwrap_or_default(),
            100.0 * worlds.divergence(0).changed,
            c.difference.abs(),
            c.error,
            times(c.saved),
            times(c.saved_luck),
        )?;
    }
    Ok(text)
}
