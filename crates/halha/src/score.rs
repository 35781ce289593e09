//! `halha score`: how well the model foretells, beside rivals that know nothing of the conflict's making.

use clap::Args as ClapArgs;
use halha_lab::check;
use halha_lab::fit::hindcast::{Hindcast, Line, hindcast, years_of};
use halha_lab::settings::ParameterSource;
use serde::Serialize;

use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::number;
use crate::tables::{self, heading, paragraph};

/// Options of `halha score`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ScoreArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    dir: Option<String>,

    /// First and last year that are foretold, each from what was known on its 1 January; without it, from the fourth
    /// year of the history to the first of the test period.
    #[arg(long, value_name = "YEAR[-YEAR]", value_parser = crate::args::parse_years)]
    years: Option<(i16, i16)>,

    /// Worlds from the priors among which those with a past like the record's are looked for.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    worlds: u64,

    /// Root of all luck.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Scored<'s> {
    hindcasts: &'s [Hindcast],
}

/// Plays worlds from the priors, foretells every year from its past, and scores.
pub(crate) fn run(args: &ScoreArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(default);
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    output::note(&format!("playing {} worlds from the priors", args.worlds));
    let worlds = check::worlds(&loaded, ParameterSource::Prior, args.worlds.max(1_000), args.seed)
        .map_err(|error| Failure::Run(error.into()))?;
    let years = args
        .years
        .map_or_else(|| years_of(&loaded), |(from, to)| from..=to);
    let hindcasts: Vec<Hindcast> = years
        .filter_map(|year| hindcast(&loaded, &worlds, year))
        .collect();
    if args.json {
        return output::print_json(&Scored {
            hindcasts: &hindcasts,
        });
    }
    let mut text = String::new();
    for year in &hindcasts {
        text.push_str(&of_year(year, screen));
    }
    text.push_str(&totals(&hindcasts, screen));
    output::print(&text)
}

fn of_year(year: &Hindcast, screen: &Screen) -> String {
    let mut table = tables::table(&[
        "Foretold",
        "Model: median, 90 %",
        "Recorded",
        "Model",
        "Mean of past",
        "Last year",
    ]);
    for line in &year.lines {
        let scores = line.scores.map(|s| [s.model, s.climatology, s.persistence]);
        let score = |n: usize| scores.map_or("–".to_owned(), |s| format!("{:.2}", s[n]));
        table.add_row([
            line.what.clone(),
            foretold(line),
            recorded(line),
            score(0),
            score(1),
            score(2),
        ]);
    }
    let head = format!(
        "{}, from what was known on 1 January ({} figures)",
        year.year,
        year.known.len()
    );
    format!("{}{}", heading(&head), tables::fitting(table, screen))
}

fn foretold(line: &Line) -> String {
    let q = &line.model;
    if q.q95 <= 1.0 && line.what.starts_with("a fight") {
        return format!("{:.0} %", 100.0 * line.mean);
    }
    format!("{} ({}–{})", number(q.median), number(q.q05), number(q.q95))
}

fn recorded(line: &Line) -> String {
    match line.recorded {
        None => "–".into(),
        Some([low, high]) if line.what.starts_with("a fight") => {
            if low.max(high) > 0.5 {
                "yes".into()
            } else {
                "no".into()
            }
        }
        Some([low, high]) if low.to_bits() == high.to_bits() => number(low),
        Some([low, high]) => format!("{}–{}", number(low), number(high)),
    }
}

/// Sums of the scores over all years, which tell whether anything was foretold at all.
fn totals(hindcasts: &[Hindcast], screen: &Screen) -> String {
    let scored: Vec<_> = hindcasts
        .iter()
        .flat_map(|h| &h.lines)
        .filter_map(|l| l.scores)
        .collect();
    let n = scored.len() as f64;
    if scored.is_empty() {
        return paragraph(screen, "No figure of these years can be scored.", 0);
    }
    let mean = |of: fn(&halha_lab::fit::hindcast::Scores) -> f64| scored.iter().map(of).sum::<f64>() / n;
    let (model, past, last) = (
        mean(|s| s.model),
        mean(|s| s.climatology),
        mean(|s| s.persistence),
    );
    let better = if model < past.min(last) {
        "better than both rivals"
    } else {
        "NOT better than both rivals"
    };
    paragraph(
        screen,
        &format!(
            "\nMean score of {} figures (less is better): model {model:.3}, mean of past years {past:.3}, last year \
             {last:.3}: the model is {better}. Amounts are scored by the CRPS of ln(1 + x), yes and no by Brier's score.",
            scored.len()
        ),
        0,
    )
}
