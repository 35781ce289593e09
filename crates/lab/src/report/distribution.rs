//! How losses and sizes are distributed over all campaigns, in bins of equal ratio.

use super::ReportError;
use crate::compare::{Mark, Row, Simulated};
use crate::observables::{Kind, Observable};
use crate::statistics::Quantiles;
use crate::store::StoredRun;

/// Bins in a factor of ten.
const BINS_A_DECADE: f64 = 10.0;

/// A bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its ends.
    pub ends: [f64; 2],
    /// Share of all campaigns in it.
    pub share: f64,
}

/// The distribution of an observable over many orders of magnitude.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Bins, in order, without gaps; those below the first and above the last are empty.
    pub bins: Vec<Bin>,
    /// Share of campaigns with a value below 1: none at all.
    pub none: f64,
    /// Its quantiles.
    pub quantiles: Quantiles,
    /// What the record claims.
    pub marks: Vec<Mark>,
}

/// The distributions of the observables that span orders of magnitude.
pub(super) fn distributions(
    run: &StoredRun,
    observables: &[Observable],
    rows: &[Row],
) -> Result<Vec<Distribution>, ReportError> {
    let mut found = Vec::new();
    let wide = |o: &&Observable| {
        matches!(
            o.kind,
            Kind::LargestBattleMen | Kind::CostliestLosses { side: None }
        )
    };
    for observable in observables.iter().filter(wide) {
        let Some(row) = rows.iter().find(|row| row.id == observable.id.as_str()) else {
            continue;
        };
        let Simulated::Number(quantiles) = row.simulated else {
            continue;
        };
        let (bins, none) = bins(&run.numbers("observables", observable.id.as_str())?);
        found.push(Distribution {
            title: observable.title.clone(),
            unit: observable.unit.clone(),
            bins,
            none,
            quantiles,
            marks: row.recorded.clone(),
        });
    }
    Ok(found)
}

/// Bins of equal ratio of the values of 1 and more, and the share of those below.
pub fn bins(values: &[f64]) -> (Vec<Bin>, f64) {
    let known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    let all = known.len().max(1) as f64;
    let of = |v: f64| (v.log10() * BINS_A_DECADE + 1e-9).floor() as usize;
    let mut counts: Vec<u64> = Vec::new();
    for value in known.iter().filter(|v| **v >= 1.0) {
        let bin = of(*value);
        if counts.len() <= bin {
            counts.resize(bin + 1, 0);
        }
        counts[bin] += 1;
    }
    let end = |bin: usize| 10_f64.powf(bin as f64 / BINS_A_DECADE);
    let first = counts.iter().position(|n| *n > 0).unwrap_or(0);
    let bin = |(n, count): (usize, &u64)| Bin {
        ends: [end(n), end(n + 1)],
        share: *count as f64 / all,
    };
    let none = known.iter().filter(|v| **v < 1.0).count() as f64 / all;
    (counts.iter().enumerate().skip(first).map(bin).collect(), none)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // exact shares
    use super::*;

    #[test]
    fn bins_hold_every_value_once() {
        let values = [0.0, 0.0, 1.0, 9.0, 10.0, 10.5, 1_000_000.0, f64::NAN];
        let (bins, none) = bins(&values);
        let held: f64 = bins.iter().map(|b| b.share).sum();
        assert!((held + none - 1.0).abs() < 1e-12);
        assert_eq!(none, 2.0 / 7.0);
        for value in values.iter().filter(|v| **v >= 1.0) {
            let holders = bins
                .iter()
                .filter(|b| b.share > 0.0 && b.ends[0] <= value + 1e-6 && *value < b.ends[1]);
            assert_eq!(holders.count(), 1, "{value}");
        }
    }
}
