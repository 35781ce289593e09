//! What the checks of a fit compare with: the counts of the record, and what somebody expects who knows only those.

use halha_inference::hawkes::negative_binomial;
use halha_inference::scores::crps_counts;

use super::Scope;
use super::counts::{Row, rows};
use super::split::Split;
use crate::conflict::LoadedConflict;

/// Highest count over the mean up to which a climatology is summed.
const REACH: f64 = 20.0;
/// Dispersion of a climatology that has only one other count to go by. Assumed: that of the yearly counts of border
/// disputes about their mean in this kind of record.
const DISPERSION: f64 = 5.0;

/// What somebody expects who knows only other counts: a negative binomial law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Naive {
    /// Its mean.
    pub mean: f64,
    /// Variance over mean.
    pub dispersion: f64,
}

impl Naive {
    /// The continuous ranked probability score of a count under this law.
    pub fn crps(&self, recorded: f64) -> f64 {
        let limit = (REACH * self.mean) as u64 + 100;
        let mut below = 0.0;
        let mut cdf = Vec::new();
        for k in 0..=recorded as u64 + limit {
            below += negative_binomial(k as f64, self.mean, self.dispersion)
                .log_probability
                .exp();
            cdf.push(below.min(1.0));
        }
        crps_counts(
            |k| cdf.get(k as usize).copied().unwrap_or(1.0),
            recorded as u64,
            limit,
        )
    }
}

/// A recorded count as a target of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The observable.
    pub observable: String,
    /// What was counted.
    pub title: String,
    /// The count of the record.
    pub recorded: f64,
    /// What the same book's other counts make one expect; none if there are no others.
    pub climatology: Option<Naive>,
    /// What its last count that ended before makes one expect.
    pub persistence: Option<Naive>,
}

impl Target {
    /// The continuous ranked probability score of the climatology.
    pub fn climatology_crps(&self) -> Option<f64> {
        Some(self.climatology?.crps(self.recorded))
    }
}

/// The recorded counts that a posterior's predictions are checked against, each with its climatology: the monthly rate
/// of the same book's other counts whose periods have no month in common with its own.
pub fn count_targets(conflict: &LoadedConflict, split: &Split) -> Vec<Target> {
    let (rows, _) = rows(conflict, split, Scope::Everything);
    let target = |row: &Row| Target {
        observable: row.observable.clone(),
        title: row.title.clone(),
        recorded: row.value,
        climatology: climatology(row, &rows),
        persistence: persistence(row, &rows),
    };
    rows.iter().map(target).collect()
}

/// Length of a row's period.
fn months(row: &Row) -> f64 {
    (row.months.1 - row.months.0) as f64
}

fn persistence(row: &Row, rows: &[Row]) -> Option<Naive> {
    let earlier = rows
        .iter()
        .filter(|r| r.kind == row.kind && r.months.1 <= row.months.0);
    let last = earlier.max_by_key(|r| r.months.1)?;
    let mean = last.value / months(last) * months(row);
    (mean > 0.0).then_some(Naive {
        mean,
        dispersion: DISPERSION,
    })
}

fn climatology(row: &Row, rows: &[Row]) -> Option<Naive> {
    let apart = |r: &&Row| r.kind == row.kind && (r.months.1 <= row.months.0 || r.months.0 >= row.months.1);
    let others: Vec<&Row> = rows.iter().filter(apart).collect();
    let time: f64 = others.iter().map(|r| months(r)).sum();
    let rate = others.iter().map(|r| r.value).sum::<f64>() / time;
    if rate.is_nan() || rate <= 0.0 {
        return None;
    }
    let spread = others
        .iter()
        .map(|r| (r.value - rate * months(r)).powi(2) / (rate * months(r)));
    let dispersion = if others.len() > 1 {
        spread.sum::<f64>() / (others.len() - 1) as f64
    } else {
        DISPERSION
    };
    Some(Naive {
        mean: rate * months(row),
        dispersion: dispersion.max(1.0),
    })
}
