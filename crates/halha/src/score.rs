//! `halha score`: how well the model foretells, beside rivals that know nothing of the conflict's making.

mod counts;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use halha_inference::nuts::NutsSettings;
use halha_lab::LoadedConflict;
use halha_lab::check;
use halha_lab::fit::hindcast::{Hindcast, Line, hindcast, years_of};
use halha_lab::settings::ParameterSource;
use halha_lab::skill::{self, BattleSkill, CountSkill, LossSkill};
use serde::Serialize;

use crate::combat;
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

    /// Table of battles of other wars (layout in the book, concepts/combat) on which outcomes and losses are scored.
    #[arg(long, value_name = "FILE")]
    battles: Option<PathBuf>,

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
    battles: Option<&'s BattleSkill>,
    counts: &'s [CountSkill],
    losses: &'s [LossSkill],
    hindcasts: &'s [Hindcast],
}

/// Draws of each of two chains of the fits whose predictions are scored.
const DRAWS: usize = 500;

/// How the battles' models are sampled: as `combat score` does.
const BATTLE_DRAWS: usize = 250;

/// Seed of those fits, whatever the rest is played with: that of `combat score`, so that both print the same figures.
const BATTLE_SEED: u64 = 1;

/// Scores on a table of battles, if there is one.
pub(crate) fn battles(file: Option<&PathBuf>) -> Result<Option<BattleSkill>, Failure> {
    let Some(file) = file else {
        return Ok(None);
    };
    let table = combat::table(file)?;
    output::note("battles: learning from some, predicting the others");
    skill::battles(&table.battles, &sampler(BATTLE_DRAWS, BATTLE_SEED))
        .map(Some)
        .map_err(|error| Failure::Battles(error.to_string()))
}

fn sampler(draws: usize, seed: u64) -> NutsSettings {
    NutsSettings {
        chains: 2,
        tune: draws,
        draws,
        seed,
        ..NutsSettings::default()
    }
}

/// Scores of counts, if the conflict has a training period with counts.
pub(crate) fn counted(conflict: &LoadedConflict, seed: u64) -> Vec<CountSkill> {
    let Some(split) = &conflict.split else {
        output::note("counts are not scored: the conflict has no split.toml");
        return Vec::new();
    };
    output::note("counts: learning from the training period");
    skill::counts(conflict, split, &sampler(DRAWS, seed)).unwrap_or_else(|why| {
        output::note(&format!("counts are not scored: {why}"));
        Vec::new()
    })
}

/// Scores of the losses of named clashes, under the priors and under the posterior if there is one.
pub(crate) fn lost(conflict: &LoadedConflict, seed: u64) -> Vec<LossSkill> {
    let mut sources = vec![ParameterSource::Prior];
    sources.extend(conflict.posterior.as_ref().map(|_| ParameterSource::Posterior));
    sources
        .into_iter()
        .map(|source| skill::losses(conflict, source, seed))
        .collect()
}

/// Plays worlds from the priors, foretells every year from its past, and scores.
pub(crate) fn run(args: &ScoreArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(default);
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let battles = battles(args.battles.as_ref())?;
    let counts = counted(&loaded, args.seed);
    let losses = lost(&loaded, args.seed);
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
            battles: battles.as_ref(),
            counts: &counts,
            losses: &losses,
            hindcasts: &hindcasts,
        });
    }
    let mut text = battles.as_ref().map_or(String::new(), |b| fought(b, screen));
    if !counts.is_empty() {
        text.push_str(&counts::counts(&counts, screen));
    }
    if losses.iter().any(|l| !l.losses.is_empty()) {
        text.push_str(&counts::losses(&losses, screen));
    }
    for year in &hindcasts {
        text.push_str(&of_year(year, screen));
    }
    text.push_str(&totals(&hindcasts, screen));
    output::print(&text)
}

/// The battles in both ways, as `combat score` prints them.
fn fought(skill: &BattleSkill, screen: &Screen) -> String {
    let each = [
        ("Battles of 1940–45, from those of 1900–39", &skill.forward),
        ("Battles of 1900–45, each war from the others", &skill.each_war),
    ];
    let one = |(head, report): (&str, _)| format!("{}{}", heading(head), combat::scores(report, screen));
    each.map(one).concat()
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
