//! Which campaigns a report tells: the one nearest to the middle of all, and the costliest.

use super::ReportError;
use crate::replay::words::grouped;
use crate::statistics::Quantiles;
use crate::store::StoredRun;

/// A campaign to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// What it stands for.
    pub title: &'static str,
    /// Its number in the run.
    pub replication: u64,
    /// How it was chosen.
    pub why: String,
}

/// What makes a campaign typical: columns of the campaigns that are added up, and whether their logarithm counts.
const FEATURES: [(&[&str], bool); 5] = [
    (&["incidents"], false),
    (&["episodes"], false),
    (&["days"], false),
    (COSTS, true),
    (&["battle_men_0", "battle_men_1"], true),
];

/// Losses of the costliest crisis.
const COSTS: &[&str] = &["crisis_lost_0", "crisis_lost_1"];

/// How far each campaign lies from the middle of all: the sum over features of its distance from their medians, each in
/// quartile ranges.
///
/// # Errors
/// If a table cannot be read.
pub fn distances(run: &StoredRun) -> Result<Vec<f64>, ReportError> {
    let mut distance = Vec::new();
    for (columns, log) in FEATURES {
        add_distance(&mut distance, sum(run, columns)?, log);
    }
    Ok(distance)
}

/// The typical campaign and the extreme one.
///
/// # Errors
/// If a table cannot be read.
pub fn choose(run: &StoredRun) -> Result<Vec<Chosen>, ReportError> {
    let distance = distances(run)?;
    let costs = sum(run, COSTS)?;
    let mut chosen = Vec::new();
    if let Some(typical) = first_least(distance.iter().copied()) {
        chosen.push(Chosen {
            title: "A typical campaign",
            replication: typical as u64,
            why: "Of all campaigns it lies nearest to the medians of incidents, crises, length, losses of the costliest \
                  crisis and size of the largest battle, each measured in quartile ranges."
                .to_owned(),
        });
    }
    if let Some(extreme) = first_least(costs.iter().map(|cost| -cost)) {
        let lost = costs.get(extreme).copied().unwrap_or(0.0);
        chosen.push(Chosen {
            title: "An extreme campaign",
            replication: extreme as u64,
            why: format!(
                "It has the costliest crisis of all campaigns: {} men lost by both sides.",
                grouped(lost)
            ),
        });
    }
    Ok(chosen)
}

/// Columns added up, row by row; 0 for null.
fn sum(run: &StoredRun, columns: &[&str]) -> Result<Vec<f64>, ReportError> {
    let mut sum: Vec<f64> = Vec::new();
    for column in columns {
        let values = run.numbers("campaigns", column)?;
        sum.resize(values.len(), 0.0);
        for (total, value) in sum.iter_mut().zip(values) {
            *total += if value.is_nan() { 0.0 } else { value };
        }
    }
    Ok(sum)
}

/// Adds how far each campaign lies from the median of a feature, in quartile ranges.
fn add_distance(distance: &mut Vec<f64>, mut values: Vec<f64>, log: bool) {
    if log {
        values.iter_mut().for_each(|v| *v = v.ln_1p());
    }
    distance.resize(values.len(), 0.0);
    let Some(q) = Quantiles::of(values.clone()) else {
        return;
    };
    let range = (q.q75 - q.q25).max(f64::MIN_POSITIVE);
    for (sum, value) in distance.iter_mut().zip(values) {
        let off = (value - q.median).abs();
        // Where half of all campaigns agree, the others count as one range away.
        *sum += if q.q75 > q.q25 {
            off / range
        } else {
            f64::from(u8::from(off > 0.0))
        };
    }
}

/// Index of the first of the least values.
fn first_least(values: impl Iterator<Item = f64>) -> Option<usize> {
    values
        .enumerate()
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(index, _)| index)
}
