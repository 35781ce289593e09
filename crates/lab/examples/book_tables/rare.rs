//! What splitting costs for rare events of the conflict, beside what plain simulation would.

use std::fmt::Write;
use std::time::Instant;

use halha_lab::LoadedConflict;
use halha_lab::rare::{Known, Method, NoWatch, RareQuestion, RareSettings, Work, events};
use halha_lab::whatif::measures;
use halha_record::{Folder, grouped};

use super::{Failed, SEED};

/// Event, whether in its variant, method, paths and repeats.
const ROWS: [(&str, bool, Method, usize, u64); 7] = [
    ("border-war-1932", false, Method::Fixed, 1_000, 10),
    ("border-war-1932", false, Method::Adaptive, 1_000, 10),
    ("border-war-1934", true, Method::Fixed, 1_000, 10),
    ("great-battle", false, Method::Fixed, 500, 8),
    ("losses-300000", false, Method::Fixed, 500, 8),
    ("border-war", false, Method::Fixed, 1_000, 10),
    ("corps-battle-tumen", false, Method::Fixed, 200, 6),
];

pub(crate) fn table(folder: &Folder, conflict: &LoadedConflict) -> Result<String, Failed> {
    let (measures, _) = measures(folder, conflict);
    let known = Known {
        conflict,
        measures: &measures,
    };
    let (all, _) = events(folder, known);
    let mut text = String::from(
        "| event | paths × repeats | estimate | CV | cost | plain | times cheaper |\n|---|---|---|---|---|---|---|\n",
    );
    for (id, variant, method, effort, repeats) in ROWS {
        let event = all.iter().find(|e| e.id == id);
        let event = event.ok_or_else(|| format!("no event is called {id}"))?;
        let question = RareQuestion {
            event: id.to_owned(),
            settings: RareSettings {
                effort,
                repeats,
                method,
                seed: SEED,
                parameters: conflict.best_source(),
            },
            variant,
            swing: false,
            crude: 0,
        };
        let began = Instant::now();
        let work = Work::new(conflict, event, question, "soviet-japanese");
        let (answer, _) = work.answer(&mut None, (None, &NoWatch))?;
        eprintln!("{id}: {:.1} s by the clock", began.elapsed().as_secs_f64());
        let (e, cost) = (&answer.estimate, &answer.cost);
        writeln!(
            text,
            "| `{id}{}`{} | {} × {repeats} | {} | {:.1} % | {} | {} | {:.1} |",
            if variant { " --variant" } else { "" },
            if method == Method::Adaptive {
                ", adaptive"
            } else {
                ""
            },
            grouped(effort as f64),
            estimate(e.probability, e.error),
            100.0 * e.variation,
            grouped(cost.campaigns.round()),
            grouped(cost.plain.round()),
            cost.saved,
        )?;
    }
    Ok(text)
}

/// `(2.41 ± 0.17)·10⁻⁵`.
fn estimate(probability: f64, error: f64) -> String {
    let power = probability.max(f64::MIN_POSITIVE).log10().floor();
    let unit = 10_f64.powf(power);
    let digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let raised: String = (-power)
        .to_string()
        .chars()
        .filter_map(|c| digits.chars().nth(c.to_digit(10)? as usize))
        .collect();
    format!("({:.2} ± {:.2})·10⁻{raised}", probability / unit, error / unit)
}
