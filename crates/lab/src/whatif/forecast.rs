//! From the recorded history to a day: what the model has come next, month by month, as distributions.

mod page;

use std::ops::RangeInclusive;

use halha_kernel::chance::Key;
use halha_kernel::event::{Ending, NoObserver};
use halha_kernel::outcome::{Counts, Outcome};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;
use halha_kernel::rung::Rung;
use halha_kernel::state::State;
use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::contrast::Spread;
use super::history::{self, History};
use super::job::WhatifError;
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, STUDY, in_words};
use crate::job::Watch;
use crate::priors::fnv1a;
use crate::statistics::Share;

pub use page::{chance, forecast_page};

/// The forecast in its directory.
pub const FORECAST: &str = "forecast.json";

/// What is counted in each period, in the order of [`Step::counts`].
pub const COUNTED: [&str; 6] = [
    "incidents",
    "shootings",
    "crises",
    "division-battles",
    "losses-0",
    "losses-1",
];
/// What may have happened by the end of a period, in the order of [`Step::by_then`].
pub const BY_THEN: [&str; 6] = [
    "force",
    "air-strike",
    "division-offensive",
    "corps-offensive",
    "pact",
    "general-war",
];

/// What is forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// First day that the model plays.
    pub as_of: Date,
    /// Months ahead.
    pub months: u32,
    /// Campaigns, a parameter vector each.
    pub runs: u64,
    /// Root of all luck.
    pub seed: u64,
}

/// Reads `6`, `6m` or `2y` as months.
///
/// # Errors
/// If it is no horizon; the message says what one is.
pub fn months(text: &str) -> Result<u32, String> {
    let (digits, per) = match text.strip_suffix('y') {
        Some(digits) => (digits, 12),
        None => (text.strip_suffix('m').unwrap_or(text), 1),
    };
    let number: Option<u32> = digits.parse().ok();
    let most = Outlook::MOST_MONTHS;
    number
        .and_then(|n| n.checked_mul(per))
        .filter(|n| (1..=most).contains(n))
        .ok_or_else(|| {
            format!("{text:?} is no horizon; write months (6, 6m) or years (2y), up to {most} months")
        })
}

impl Outlook {
    /// Longest horizon.
    pub const MOST_MONTHS: u32 = 384;

    /// The days from which a forecast may go on: those with a month of the history after them.
    pub fn days(conflict: &LoadedConflict) -> RangeInclusive<Date> {
        let calendar = &conflict.calendar;
        calendar.date(0.0)..=calendar.date(calendar.end_days() - 32.0)
    }
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Version of the program.
    pub halha: String,
    /// The conflict's id and title.
    pub conflict: [String; 2],
    /// Fingerprint of scenario, priors and posterior, hexadecimal.
    pub fingerprint: String,
    /// First day that the model plays.
    pub as_of: String,
    /// Campaigns played.
    pub runs: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Ids of the conflict's sides, in the order of `losses-0` and `losses-1`.
    pub sides: [String; 2],
    /// Names of what is counted in each step.
    pub counted: [String; 6],
    /// Names of what may have happened by the end of each step.
    pub by_then_names: [String; 6],
    /// Crises that stand on the first day, by sector id.
    pub standing: Vec<String>,
    /// Whether the history ends before the horizon.
    pub cut: bool,
    /// Months, in order.
    pub steps: Vec<Step>,
    /// What is not known at all: what the rules of the splice assume.
    pub rules: Vec<[String; 2]>,
}

/// One month of a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The first day after it.
    pub until: String,
    /// What happens in it: quantiles over campaigns.
    pub counts: [Spread; 6],
    /// What has happened since the first day: quantiles over campaigns.
    pub so_far: [Spread; 6],
    /// What has happened at least once since the first day: probabilities with their Monte Carlo error.
    pub by_then: [Share; 6],
}

/// What one campaign has come to by the end of a month.
#[derive(Debug, Clone, Copy)]
struct Mark {
    counts: [f64; 6],
    by_then: [bool; 6],
}

impl Forecast {
    /// Forecasts from the record of a conflict.
    ///
    /// # Errors
    /// If a draw cannot be played, or it was stopped.
    pub fn of(
        conflict: &LoadedConflict,
        outlook: &Outlook,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Self, WhatifError> {
        let history = History::of(conflict, conflict.calendar.day(outlook.as_of));
        let ends = ends(conflict, outlook);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| WhatifError::Threads(error.to_string()))?;
        watch.begins(outlook.runs, 0);
        let one = |run| {
            let marks = campaign(conflict, &history, &ends, (outlook.seed, run), watch)?;
            watch.played(1);
            Ok::<_, DrawError>(marks)
        };
        let all: Vec<Option<Vec<Mark>>> = pool.install(|| {
            (0..outlook.runs)
                .into_par_iter()
                .map(one)
                .collect::<Result<_, _>>()
        })?;
        let runs: Vec<Vec<Mark>> = all.into_iter().map_while(|run| run).collect();
        if runs.is_empty() || ends.is_empty() {
            return Err(WhatifError::Stopped);
        }
        Ok(Self::told(conflict, outlook, (&history, &ends), &runs))
    }

    /// What the campaigns played say.
    fn told(
        conflict: &LoadedConflict,
        outlook: &Outlook,
        (history, ends): (&History, &[(Date, f64)]),
        runs: &[Vec<Mark>],
    ) -> Self {
        let record = &conflict.record;
        let posterior = conflict.posterior.as_ref().map_or(0, |p| p.fingerprint());
        let decides = format!("{:016x} {posterior:016x}", conflict.fingerprint);
        let steps = ends.iter().enumerate();
        let sectors: Vec<String> = record.sectors.iter().map(|s| s.id.to_string()).collect();
        Self {
            halha: env!("CARGO_PKG_VERSION").to_owned(),
            conflict: [record.conflict.id.to_string(), record.conflict.title.clone()],
            fingerprint: format!("{:016x}", fnv1a(decides.as_bytes())),
            as_of: outlook.as_of.to_string(),
            runs: runs.len() as u64,
            seed: outlook.seed,
            sides: [0, 1].map(|i| record.conflict.sides[i].id.to_string()),
            counted: COUNTED.map(str::to_owned),
            by_then_names: BY_THEN.map(str::to_owned),
            standing: history
                .standing_sectors()
                .filter_map(|k| sectors.get(k).cloned())
                .collect(),
            cut: (ends.len() as u32) < outlook.months,
            steps: steps.filter_map(|(n, (date, _))| step(runs, n, *date)).collect(),
            rules: history::RULES
                .iter()
                .map(|(name, rule)| [*name, *rule].map(str::to_owned))
                .collect(),
        }
    }
}

/// The first day after each month, with its number, as far as the history goes.
fn ends(conflict: &LoadedConflict, outlook: &Outlook) -> Vec<(Date, f64)> {
    let calendar = &conflict.calendar;
    (1..=outlook.months)
        .filter_map(|m| outlook.as_of.checked_add(i64::from(m).months()).ok())
        .map(|date| (date, calendar.day(date)))
        .filter(|(_, end)| *end <= calendar.end_days())
        .collect()
}

/// One campaign at the end of each month; `None` if the work is to stop.
fn campaign(
    conflict: &LoadedConflict,
    history: &History,
    ends: &[(Date, f64)],
    (seed, run): (u64, u64),
    watch: &dyn Watch,
) -> Result<Option<Vec<Mark>>, DrawError> {
    if watch.stop() {
        return Ok(None);
    }
    let wrong = |errors: Vec<_>| DrawError {
        draw: run,
        wrong: in_words(&errors),
    };
    let parameters = conflict.draw(conflict.best_source(), seed, run).map_err(wrong)?;
    let prepared = Prepared::new(&conflict.scenario, &parameters).map_err(wrong)?;
    let quiet = history::quiet(conflict, &parameters).map_err(wrong)?;
    let key = Key::derive(seed, STUDY, run, 0);
    let begun = history.engine(&quiet, &prepared, key, QuantalResponse);
    let mut engine = begun.unwrap_or_else(|| Engine::new(&prepared, key, QuantalResponse));
    let before = mark(engine.state(), &[0.0; 6], false);
    let pact = engine.state().pact();
    let marks = ends.iter().map(|(_, end)| {
        engine.advance_until(*end, &mut NoObserver);
        mark(engine.state(), &before.counts, pact)
    });
    Ok(Some(marks.collect()))
}

fn mark(state: &State, before: &[f64; 6], pact_before: bool) -> Mark {
    let outcome = state.outcome();
    let sum = |of: fn(&Counts) -> u32| {
        // A run that has ended has entered its last month; one that goes on has not.
        let month = if state.ended() { 0 } else { of(state.counts()) };
        let years: u32 = outcome.years.iter().map(|y| of(&y.counts)).sum();
        f64::from(years + month)
    };
    let lost = |side: usize| outcome.losses[side].iter().map(|n| f64::from(*n)).sum::<f64>();
    let counts = [
        f64::from(outcome.incidents),
        sum(|c| c.shootings),
        f64::from(outcome.episodes),
        sum(|c| c.division_battles),
        lost(0),
        lost(1),
    ];
    Mark {
        counts: std::array::from_fn(|n| counts[n] - before[n]),
        by_then: happened(outcome, state.pact() || pact_before),
    }
}

fn happened(outcome: &Outcome, pact: bool) -> [bool; 6] {
    let reached = |least: Rung| {
        let ruled = |rung: &Rung| outcome.rungs.iter().any(|side| side[*rung as usize] > 0);
        Rung::ALL.iter().filter(|r| r.score() >= least.score()).any(ruled)
    };
    let war = matches!(outcome.ending, Ending::GeneralWar(_));
    [
        reached(Rung::Punitive) || war,
        reached(Rung::AirStrike) || war,
        reached(Rung::Division) || war,
        reached(Rung::Corps) || war,
        pact || !outcome.pact.is_nan(),
        war,
    ]
}

fn step(runs: &[Vec<Mark>], n: usize, until: Date) -> Option<Step> {
    let so_far = |q: usize| Spread::of(runs.iter().map(|run| run[n].counts[q]).collect());
    let before = |run: &[Mark], q: usize| n.checked_sub(1).map_or(0.0, |m| run[m].counts[q]);
    let within = |q: usize| Spread::of(runs.iter().map(|run| run[n].counts[q] - before(run, q)).collect());
    let share = |q: usize| {
        let hits = runs.iter().filter(|run| run[n].by_then[q]).count();
        Share::of(hits as u64, runs.len() as u64)
    };
    Some(Step {
        until: until.to_string(),
        counts: all_six(within)?,
        so_far: all_six(so_far)?,
        by_then: all_six(share)?,
    })
}

fn all_six<T: Copy>(of: impl Fn(usize) -> Option<T>) -> Option<[T; 6]> {
    Some([of(0)?, of(1)?, of(2)?, of(3)?, of(4)?, of(5)?])
}
