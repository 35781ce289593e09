//! The record beside the model: observable by observable, what was claimed, what was simulated, and whether they meet.

use serde::Serialize;

use crate::observables::{Observable, Recorded};
use crate::statistics::{Quantiles, Share};

/// Columns of a finished ensemble, read one at a time.
pub trait Columns {
    /// What can go wrong when reading.
    type Error;

    /// The values of an observable, one a run, NaN where a run has none.
    ///
    /// # Errors
    /// If the stored column cannot be read.
    fn observable(&self, id: &str) -> Result<Vec<f64>, Self::Error>;

    /// A numeric column of the campaigns table.
    ///
    /// # Errors
    /// If the stored column cannot be read.
    fn campaign(&self, column: &str) -> Result<Vec<f64>, Self::Error>;
}

/// Where a recorded value lies in the simulated distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Inside the central half.
    Inside50,
    /// Inside the central 90 %.
    Inside90,
    /// Below the central 90 %.
    Below,
    /// Above the central 90 %.
    Above,
    /// A yes-or-no outcome that the model gives at least one chance in twenty.
    Likely,
    /// A yes-or-no outcome that the model gives less than one chance in twenty.
    Unlikely,
}

impl Verdict {
    /// The record and the model meet.
    pub fn meets(self) -> bool {
        matches!(self, Self::Inside50 | Self::Inside90 | Self::Likely)
    }
}

/// What the runs say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Simulated {
    /// A number.
    Number(Quantiles),
    /// A yes-or-no outcome.
    YesNo(Share),
    /// No run had a value.
    Nothing,
}

/// One rival value and where it lies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Low end.
    pub low: f64,
    /// High end; `None` for "at least".
    pub high: Option<f64>,
    /// Who claims it.
    pub claimed_by: String,
    /// Where it stands.
    pub source: String,
    /// How sure: a status of the record.
    pub status: String,
    /// Anything else.
    pub note: String,
    /// Where it lies; `None` if there is nothing to compare with.
    pub verdict: Option<Verdict>,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Id of the observable.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What the record says.
    pub recorded: Vec<Mark>,
    /// What the runs say.
    pub simulated: Simulated,
    /// Runs without a value.
    pub missing: u64,
}

impl Row {
    /// Every rival of the record that somebody vouches for lies outside.
    pub fn is_misfit(&self) -> bool {
        none_meets(&self.recorded)
    }
}

/// Whether every claim that somebody vouches for lies outside, a misfit. Claims that are only remembered (`unverified`)
/// count only if there is nothing better; without any that can be compared there is none.
pub(crate) fn none_meets(claims: &[Mark]) -> bool {
    let vouched = claims.iter().filter(|m| m.status != "unverified");
    let mut verdicts: Vec<Verdict> = vouched.filter_map(|m| m.verdict).collect();
    if verdicts.is_empty() {
        verdicts = claims.iter().filter_map(|m| m.verdict).collect();
    }
    !verdicts.is_empty() && !verdicts.iter().any(|v| v.meets())
}

/// Compares every observable, in the order of the history.
///
/// # Errors
/// If a column cannot be read.
pub fn compare<C: Columns>(observables: &[Observable], columns: &C) -> Result<Vec<Row>, C::Error> {
    observables
        .iter()
        .map(|o| Ok(row(o, columns.observable(o.id.as_str())?)))
        .collect()
}

/// One observable against its simulated values.
pub fn row(observable: &Observable, values: Vec<f64>) -> Row {
    let missing = values.iter().filter(|v| v.is_nan()).count() as u64;
    let simulated = if observable.is_yes_no {
        Share::of_column(&values).map_or(Simulated::Nothing, Simulated::YesNo)
    } else {
        Quantiles::of(values).map_or(Simulated::Nothing, Simulated::Number)
    };
    let recorded = observable.recorded.iter().map(|r| mark(r, &simulated)).collect();
    Row {
        id: observable.id.to_string(),
        title: observable.title.clone(),
        unit: observable.unit.clone(),
        recorded,
        simulated,
        missing,
    }
}

fn mark(recorded: &Recorded, simulated: &Simulated) -> Mark {
    Mark {
        low: recorded.low,
        high: recorded.high.is_finite().then_some(recorded.high),
        claimed_by: recorded.claimed_by.clone(),
        source: recorded.source.clone(),
        status: recorded.status.clone(),
        note: recorded.note.clone(),
        verdict: verdict(recorded.low, recorded.high, simulated),
    }
}

/// What came true, to which the model gives this chance.
pub(crate) fn yes(chance: f64) -> Verdict {
    if chance >= 0.05 {
        Verdict::Likely
    } else {
        Verdict::Unlikely
    }
}

/// Where a recorded range lies: it is inside an interval if any of it is.
pub fn verdict(low: f64, high: f64, simulated: &Simulated) -> Option<Verdict> {
    match simulated {
        Simulated::Nothing => None,
        Simulated::YesNo(share) => {
            let chance = if low > 0.5 { share.share } else { 1.0 - share.share };
            Some(yes(chance))
        }
        Simulated::Number(q) => Some(if high >= q.q25 && low <= q.q75 {
            Verdict::Inside50
        } else if high >= q.q05 && low <= q.q95 {
            Verdict::Inside90
        } else if high < q.q05 {
            Verdict::Below
        } else {
            Verdict::Above
        }),
    }
}

/// The tail of the ensemble: how large it gets, and how often.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tail {
    /// Runs.
    pub runs: u64,
    /// Men of both sides in the largest battle.
    pub largest_battle: Option<Quantiles>,
    /// 99 % and 99.9 % points of the same.
    pub largest_battle_far: [f64; 2],
    /// Losses of both sides in the costliest crisis.
    pub costliest: Option<Quantiles>,
    /// 99 % and 99.9 % points of the same.
    pub costliest_far: [f64; 2],
    /// At least one engagement of division size (7,000 men on one side).
    pub division: Option<Share>,
    /// At least one engagement of corps size (22,000 men on one side).
    pub corps: Option<Share>,
    /// General war.
    pub general_war: Option<Share>,
    /// Runs that grew beyond the guard and were broken off.
    pub exploded: Option<Share>,
}

/// Columns of the campaigns table that the tail reads.
pub mod columns {
    /// Men of both sides in the largest battle; 0 without one.
    pub const LARGEST_MEN: &str = "largest_battle_men";
    /// Losses of both sides in the costliest episode; 0 without one.
    pub const COSTLIEST_LOST: &str = "costliest_lost";
    /// Engagements of division size.
    pub const DIVISION_BATTLES: &str = "division_battles";
    /// Engagements of corps size.
    pub const CORPS_BATTLES: &str = "corps_battles";
    /// 1 if the run ended in general war.
    pub const GENERAL_WAR: &str = "general_war";
    /// 1 if the run exploded.
    pub const EXPLODED: &str = "exploded";
}

/// The tail of an ensemble.
///
/// # Errors
/// If a column cannot be read.
pub fn tail<C: Columns>(columns: &C) -> Result<Tail, C::Error> {
    let share = |name: &str| Ok(Share::of_column(&columns.campaign(name)?));
    let largest = columns.campaign(columns::LARGEST_MEN)?;
    let costliest = columns.campaign(columns::COSTLIEST_LOST)?;
    Ok(Tail {
        runs: largest.len() as u64,
        largest_battle_far: far(&largest),
        costliest_far: far(&costliest),
        largest_battle: Quantiles::of(largest),
        costliest: Quantiles::of(costliest),
        division: share(columns::DIVISION_BATTLES)?,
        corps: share(columns::CORPS_BATTLES)?,
        general_war: share(columns::GENERAL_WAR)?,
        exploded: share(columns::EXPLODED)?,
    })
}

fn far(values: &[f64]) -> [f64; 2] {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.is_empty() {
        [f64::NAN; 2]
    } else {
        [0.99, 0.999].map(|p| crate::statistics::quantile(&sorted, p))
    }
}
