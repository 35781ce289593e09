//! Hindcasts: what the model would have said of the next year from what was known on 1 January, scored beside rivals.

use halha_inference::chance::Stream;
use halha_inference::scores::{brier, crps_sample};
use serde::Serialize;

use super::targets::Target;
use super::worlds::{Worlds, Yearly};
use super::years;
use crate::conflict::LoadedConflict;
use crate::observables::{Kind, Observable};
use crate::scenario::YearMonth;
use crate::statistics::Quantiles;

/// Worlds that are kept as resembling the past.
pub const KEPT: usize = 400;
/// Draws of a rival's prediction.
const DRAWS: usize = 2000;
/// Shape of the negative binomial around a rival's mean: variance = mean + mean²/4. Assumed.
const SHAPE: f64 = 4.0;
/// Spread of ln(1 + losses) about a rival's mean, where past years do not tell. Assumed.
const LEAST_SPREAD: f64 = 1.0;

/// The prediction of one quantity for one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What is predicted.
    pub what: String,
    /// The model's prediction.
    pub model: Quantiles,
    /// The model's mean: a probability where the quantity is yes or no.
    pub mean: f64,
    /// Share of the prediction below what is recorded, half of what equals it added; `None` where nothing is.
    pub rank: Option<f64>,
    /// Range of what the record says of the year; `None` where nobody vouches for a figure.
    pub recorded: Option<[f64; 2]>,
    /// Scores, less is better: CRPS of ln(1 + x) for amounts, Brier for yes and no.
    pub scores: Option<Scores>,
}

/// Scores of one line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// The model.
    pub model: f64,
    /// The mean of the years before.
    pub climatology: f64,
    /// The year before, or the last that is known.
    pub persistence: f64,
}

/// All predictions for the year that begins on a 1 January.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hindcast {
    /// The year.
    pub year: i16,
    /// Ids of the observables whose recorded values were known.
    pub known: Vec<String>,
    /// Predictions.
    pub lines: Vec<Line>,
}

/// Years before the first that is foretold: a past of three years is the least that a rival can learn a mean from.
const PAST: i16 = 3;

/// The years that are foretold unless somebody asks for others: from the fourth of the history to that in which the test
/// period begins, or to the last.
pub fn years_of(conflict: &LoadedConflict) -> std::ops::RangeInclusive<i16> {
    let years = conflict.calendar.years();
    let end = |at: Option<&i32>| at.and_then(|y| i16::try_from(*y).ok()).unwrap_or(0);
    let last = conflict
        .split
        .as_ref()
        .map_or(end(years.last()), |s| s.test.from.year());
    end(years.first()) + PAST..=last
}

/// The hindcast of one year. `None` if the history does not have it.
///
/// **Law** worlds drawn from the priors, of which those are kept whose past resembles what was known (see
/// [`Worlds::nearest`]); what they do next is the prediction. A target counts as known if all of its period lies before
/// the year. The rivals see the same values: negative binomial about the mean of past years, or about the last one.
pub fn hindcast(conflict: &LoadedConflict, worlds: &Worlds, year: i16) -> Option<Hindcast> {
    let index = conflict
        .calendar
        .years()
        .iter()
        .position(|y| *y == i32::from(year))?;
    let before = |t: &Target| t.until < YearMonth { year, month: 1 };
    let kept = worlds.nearest(before, KEPT);
    let known: Vec<&Target> = worlds.targets().iter().filter(|t| before(t)).collect();
    let mut lines: Vec<Line> = conflict
        .observables
        .iter()
        .enumerate()
        .filter(|(_, o)| spans(o, year))
        .filter_map(|(n, o)| counted(conflict, worlds, &kept, &known, n, o))
        .collect();
    lines.extend([Yearly::Disputes0, Yearly::Shootings].iter().filter_map(|what| {
        let values = worlds.yearly(*what, index, &kept);
        line(name(conflict, *what), values, None, None)
    }));
    lines.extend(lost(conflict, worlds.yearly(Yearly::Losses, index, &kept), year));
    lines.extend(fought(
        conflict,
        worlds.yearly(Yearly::DivisionBattles, index, &kept),
        year,
    ));
    Some(Hindcast {
        year,
        known: known.iter().map(|t| t.id.clone()).collect(),
        lines,
    })
}

fn name(conflict: &LoadedConflict, what: Yearly) -> String {
    let side = |n: usize| conflict.record.conflict.sides[n].name.clone();
    match what {
        Yearly::Disputes0 => format!("disputes in the book of {}", side(0)),
        Yearly::Shootings => "incidents with shots, in truth".into(),
        Yearly::Losses => "men lost by both sides".into(),
        Yearly::DivisionBattles => "a fight of division size".into(),
    }
}

/// Whether an observable counts over exactly this calendar year.
fn spans(observable: &Observable, year: i16) -> bool {
    let month = |month| YearMonth { year, month };
    observable.period == Some((month(1), month(12)))
}

/// An observable of the year with a recorded count.
fn counted(
    conflict: &LoadedConflict,
    worlds: &Worlds,
    kept: &[usize],
    known: &[&Target],
    number: usize,
    observable: &Observable,
) -> Option<Line> {
    let target = worlds.targets().iter().find(|t| t.observable == number)?;
    let past = past(conflict, known, &observable.kind);
    let values = worlds.observable(number, kept);
    line(
        observable.title.clone(),
        values,
        Some([target.low, target.high]),
        past,
    )
}

/// Rates a year of what the record had counted of the same kind: mean of all, and the last.
fn past(conflict: &LoadedConflict, known: &[&Target], kind: &Kind) -> Option<[f64; 2]> {
    let rates: Vec<(YearMonth, f64, f64)> = known
        .iter()
        .filter_map(|t| {
            let o = &conflict.observables[t.observable];
            let (from, to) = o.period.filter(|_| o.kind == *kind)?;
            let years = f64::from(to.ordinal() - from.ordinal() + 1) / 12.0;
            Some((to, 0.5 * (t.low + t.high), years))
        })
        .collect();
    let years: f64 = rates.iter().map(|r| r.2).sum();
    let mean = rates.iter().map(|r| r.1).sum::<f64>() / years;
    let last = rates.iter().max_by_key(|r| r.0)?;
    Some([mean, last.1 / last.2])
}

fn line(what: String, values: Vec<f64>, recorded: Option<[f64; 2]>, past: Option<[f64; 2]>) -> Option<Line> {
    let model = Quantiles::of(values.clone())?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let scores = recorded.zip(past).map(|([low, high], [mean, last])| Scores {
        model: crps_of(&values, low, high),
        climatology: crps_of(&around(mean, 1), low, high),
        persistence: crps_of(&around(last, 2), low, high),
    });
    let rank = recorded.map(|[low, high]| {
        let share = |test: &dyn Fn(f64) -> bool| {
            values.iter().filter(|v| test(**v)).count() as f64 / values.len() as f64
        };
        let (below, above) = (share(&|v| v < low), share(&|v| v > high));
        below + 0.5 * (1.0 - below - above)
    });
    Some(Line {
        what,
        model,
        mean,
        rank,
        recorded,
        scores,
    })
}

/// CRPS of ln(1 + x), averaged over the ends of what is claimed.
fn crps_of(values: &[f64], low: f64, high: f64) -> f64 {
    let logs: Vec<f64> = values.iter().map(|x| x.ln_1p()).collect();
    0.5 * (crps_sample(&logs, low.ln_1p()) + crps_sample(&logs, high.ln_1p()))
}

/// Draws of a negative binomial with this mean and shape [`SHAPE`].
fn around(mean: f64, rival: u64) -> Vec<f64> {
    let mut stream = Stream::at(&[0x0072_6976_616C, rival]);
    (0..DRAWS)
        .map(|_| {
            let rate = stream.gamma(SHAPE) * mean / SHAPE;
            stream.poisson(rate) as f64
        })
        .collect()
}

/// Losses of the year: rivals are normal in ln(1 + x) about the mean of past years, and about the last.
fn lost(conflict: &LoadedConflict, values: Vec<f64>, year: i16) -> Option<Line> {
    let recorded = years::losses(conflict, year);
    let first = conflict.calendar.years().first().copied()? as i16;
    let before: Vec<f64> = (first..year)
        .map(|y| years::losses(conflict, y).map_or(0.0, |[low, high]| 0.5 * (low.ln_1p() + high.ln_1p())))
        .collect();
    let mean = before.iter().sum::<f64>() / before.len() as f64;
    let variance = before.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / before.len() as f64;
    let spread = variance.sqrt().max(LEAST_SPREAD);
    let last = before.last().copied()?;
    let mut line = line(
        "men lost by both sides (recorded: in named incidents)".into(),
        values.clone(),
        recorded,
        None,
    )?;
    line.scores = recorded.map(|[low, high]| Scores {
        model: crps_of(&values, low, high),
        climatology: crps_of(&normal(mean, spread, 3), low, high),
        persistence: crps_of(&normal(last, LEAST_SPREAD, 4), low, high),
    });
    Some(line)
}

fn normal(mean: f64, sd: f64, rival: u64) -> Vec<f64> {
    let mut stream = Stream::at(&[0x0072_6976_616C, rival]);
    (0..DRAWS)
        .map(|_| (mean + sd * stream.normal()).max(0.0).exp_m1())
        .collect()
}

/// Whether a division fought: rivals are Jeffreys’ share of past years, and of the last one alone.
fn fought(conflict: &LoadedConflict, values: Vec<f64>, year: i16) -> Option<Line> {
    let yes: Vec<f64> = values.iter().map(|n| f64::from(u8::from(*n > 0.0))).collect();
    let first = conflict.calendar.years().first().copied()? as i16;
    let past: Vec<bool> = (first..year)
        .map(|y| years::division_fought(conflict, y))
        .collect();
    let happened = years::division_fought(conflict, year);
    let count = past.iter().filter(|x| **x).count() as f64;
    let share = |yes: f64, n: f64| (yes + 0.5) / (n + 1.0);
    let recorded = f64::from(u8::from(happened));
    let mut line = line("a fight of division size".into(), yes, Some([recorded; 2]), None)?;
    let last = f64::from(u8::from(*past.last()?));
    line.scores = Some(Scores {
        model: brier(line.mean, happened),
        climatology: brier(share(count, past.len() as f64), happened),
        persistence: brier(share(last, 1.0), happened),
    });
    Some(line)
}
