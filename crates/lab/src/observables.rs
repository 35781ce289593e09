//! Observables: functions applied alike to a simulated run and to the record, as `observables.toml` lists them.

mod read;

use halha_kernel::event::{Ending, SettlementKind};
use halha_kernel::outcome::{Counts, Outcome};
use halha_record::Id;

use crate::problem::Problem;
use crate::scenario::YearMonth;

pub(crate) use read::FILE;
pub use read::Selection;

/// What is computed from a run. Sides are indices; counts over a period use the scenario's window of that number.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Everything in a side's book, all types, both sides' acts.
    BookTotal {
        /// Whose book.
        side: usize,
    },
    /// What a side's book holds against the other side, all types.
    BookAccused {
        /// Whose book.
        side: usize,
    },
    /// What a side's book holds against the other side, one type (0 espionage, 1 ground, 2 air).
    BookType {
        /// Whose book.
        side: usize,
        /// Type.
        incident: usize,
    },
    /// Shootings, in truth or in a side's book.
    Shootings {
        /// Whose book; `None` for the truth.
        book: Option<usize>,
    },
    /// Engagements with at least so many men on the larger side: 7,000 or 22,000.
    Battles {
        /// 22,000 rather than 7,000.
        corps: bool,
    },
    /// No engagement with at least 7,000 men on the larger side.
    NoBattle,
    /// Men of both sides in the largest battle.
    LargestBattleMen,
    /// Losses in the costliest crisis, of both sides or one.
    CostliestLosses {
        /// Whose; `None` for both.
        side: Option<usize>,
    },
    /// A side lost the costliest crisis.
    CostliestLoser {
        /// Which.
        side: usize,
    },
    /// How the costliest crisis ended.
    CostliestSettlement {
        /// The kind asked for.
        settlement: SettlementKind,
    },
    /// The pact was signed by the end of a month.
    PactSigned {
        /// That month.
        by: YearMonth,
    },
    /// The tempted side did not attack.
    TemptationResisted,
    /// No general war.
    NoGeneralWar,
    /// The late entry came.
    Entry,
}

/// One value of the record, with who claims it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Low end; equal to the high end for a point.
    pub low: f64,
    /// High end; infinite for "at least".
    pub high: f64,
    /// Who makes the claim.
    pub claimed_by: String,
    /// Where it stands.
    pub source: String,
    /// How sure: a status of the record.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// One observable.
#[derive(Debug, Clone, PartialEq)]
pub struct Observable {
    /// Stable name.
    pub id: Id,
    /// What it is, for readers.
    pub title: String,
    /// What is computed.
    pub kind: Kind,
    /// First and last month, where the kind has a period.
    pub period: Option<(YearMonth, YearMonth)>,
    /// Index of the scenario's window, where the kind has a period.
    pub window: Option<usize>,
    /// Unit of the value.
    pub unit: String,
    /// Yes-or-no outcomes are 1 and 0.
    pub is_yes_no: bool,
    /// What the record says: rivals, unreconciled.
    pub recorded: Vec<Recorded>,
}

impl Observable {
    /// The value of a run; NaN where the run has none (no crisis at all, a question that never came up).
    pub fn of_run(&self, outcome: &Outcome, calendar: &crate::scenario::Calendar) -> f64 {
        let counts = self.window.and_then(|w| outcome.windows.get(w));
        match &self.kind {
            Kind::BookTotal { side } => counts.map_or(f64::NAN, |c| book_total(c, *side)),
            Kind::BookAccused { side } => counts.map_or(f64::NAN, |c| sum(&c.book[*side])),
            Kind::BookType { side, incident } => {
                counts.map_or(f64::NAN, |c| f64::from(c.book[*side][*incident]))
            }
            Kind::Shootings { book: None } => counts.map_or(f64::NAN, |c| f64::from(c.shootings)),
            Kind::Shootings { book: Some(side) } => {
                counts.map_or(f64::NAN, |c| f64::from(c.book_shootings[*side]))
            }
            Kind::Battles { corps: false } => counts.map_or(f64::NAN, |c| f64::from(c.division_battles)),
            Kind::Battles { corps: true } => counts.map_or(f64::NAN, |c| f64::from(c.corps_battles)),
            Kind::NoBattle => counts.map_or(f64::NAN, |c| yes(c.division_battles == 0)),
            Kind::LargestBattleMen => {
                let battle = &outcome.largest_battle;
                if battle.time.is_nan() {
                    0.0
                } else {
                    sum(&battle.men)
                }
            }
            Kind::CostliestLosses { side } => {
                let lost = outcome.costliest_episode.lost;
                if outcome.costliest_episode.time.is_nan() {
                    0.0
                } else {
                    side.map_or_else(|| sum(&lost), |s| f64::from(lost[s]))
                }
            }
            Kind::CostliestLoser { side } => {
                crisis(outcome, usize::from(outcome.costliest_episode.loser) == *side)
            }
            Kind::CostliestSettlement { settlement } => {
                crisis(outcome, outcome.costliest_episode.settlement == *settlement as u8)
            }
            Kind::PactSigned { by } => yes(outcome.pact < calendar.end_of(*by)),
            Kind::TemptationResisted => outcome.tempted.map_or(f64::NAN, |attacked| yes(!attacked)),
            Kind::NoGeneralWar => yes(!matches!(outcome.ending, Ending::GeneralWar(_))),
            Kind::Entry => yes(matches!(outcome.ending, Ending::Entry)),
        }
    }
}

fn book_total(counts: &Counts, side: usize) -> f64 {
    sum(&counts.book[side]) + sum(&counts.book_own[side])
}

fn sum(counts: &[u32]) -> f64 {
    counts.iter().map(|c| f64::from(*c)).sum()
}

fn yes(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

fn crisis(outcome: &Outcome, is: bool) -> f64 {
    if outcome.costliest_episode.time.is_nan() {
        f64::NAN
    } else {
        yes(is)
    }
}

/// The observables of a conflict and the problems of the file that lists them.
pub fn read(text: &str, record: &halha_record::Record) -> (Vec<Observable>, Vec<Problem>) {
    read::read(text, record)
}

/// The periods that observables count over, without repetition, in order of first use; fills each one's window.
pub fn assign_windows(observables: &mut [Observable]) -> Vec<(YearMonth, YearMonth)> {
    let mut windows: Vec<(YearMonth, YearMonth)> = Vec::new();
    for observable in observables {
        let Some(period) = observable.period else { continue };
        let index = windows.iter().position(|w| *w == period).unwrap_or_else(|| {
            windows.push(period);
            windows.len() - 1
        });
        observable.window = Some(index);
    }
    windows
}
