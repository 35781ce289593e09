//! How an observable is distributed over all campaigns, with the claims.

use halha_lab::report::bins;

use super::opened::Opened;
use crate::refuse::{Refusal, shorten};
use crate::views::compare::{mark, simulated};
use crate::wire::runs::{Bin, Distribution, Scale};

/// Bins of equal width, at most.
const BINS: f64 = 60.0;
/// A distribution whose 95 % point is so many times its 5 % point is shown on a log scale.
const WIDE: f64 = 20.0;

impl Opened {
    /// The distribution of an observable.
    pub(crate) fn distribution(&self, id: &str) -> Result<Distribution, Refusal> {
        let row = self.rows()?.iter().find(|row| row.id == id);
        let row = row.ok_or_else(|| {
            let remedy = "ask for one of the observables that the run's comparison lists";
            Refusal::not_found("observable", &shorten(id), remedy)
        })?;
        let values = self.column("observables", id)?;
        let known: Vec<f64> = values
            .iter()
            .filter(|v| !v.is_nan())
            .map(|v| f64::from(*v))
            .collect();
        let (scale, bins, none) = binned(&known);
        let record = &self.conflict.record;
        Ok(Distribution {
            id: row.id.clone(),
            title: row.title.clone(),
            unit: row.unit.clone(),
            scale,
            bins,
            none,
            missing: row.missing,
            simulated: simulated(&row.simulated),
            marks: row.recorded.iter().map(|m| mark(record, m)).collect(),
        })
    }
}

fn binned(values: &[f64]) -> (Scale, Vec<Bin>, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |p: f64| {
        let rank = (p * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.max(1) - 1).copied().unwrap_or(0.0)
    };
    let (low, high) = (at(0.05), at(0.95));
    if high >= 100.0 && high >= WIDE * low.max(1.0) && sorted.first().is_some_and(|least| *least >= 0.0) {
        let (found, none) = bins(values);
        let bin = |bin: &halha_lab::report::Bin| Bin {
            low: bin.ends[0],
            high: bin.ends[1],
            share: bin.share,
        };
        return (Scale::Log, found.iter().map(bin).collect(), none);
    }
    (Scale::Linear, linear(&sorted), 0.0)
}

/// Bins of equal width over all values; of whole numbers, each bin holds a whole number of them.
fn linear(sorted: &[f64]) -> Vec<Bin> {
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let whole = sorted.iter().all(|v| v.fract() == 0.0);
    let span = last - first;
    let width = if whole {
        ((span + 1.0) / BINS).ceil().max(1.0)
    } else {
        (span / BINS).max(f64::MIN_POSITIVE)
    };
    let bins = ((span / width).floor() as usize) + 1;
    let mut counts = vec![0_u64; bins];
    for value in sorted {
        counts[(((value - first) / width) as usize).min(bins - 1)] += 1;
    }
    let bin = |(n, count): (usize, u64)| Bin {
        low: first + n as f64 * width,
        high: first + (n + 1) as f64 * width,
        share: count as f64 / sorted.len() as f64,
    };
    counts.into_iter().enumerate().map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bins: &[Bin]) -> f64 {
        bins.iter().map(|b| b.share).sum()
    }

    #[test]
    fn small_whole_numbers_have_a_bin_each() {
        let (scale, bins, none) = binned(&[0.0, 1.0, 1.0, 4.0]);
        assert_eq!((scale, bins.len()), (Scale::Linear, 5));
        assert!((bins[1].share - 0.5).abs() < 1e-12 && (all(&bins) + none - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_spans_orders_of_magnitude_is_logarithmic() {
        let values: Vec<f64> = (0..100).map(|n| 10_f64.powf(f64::from(n) / 20.0) - 1.0).collect();
        let (scale, bins, none) = binned(&values);
        assert_eq!(scale, Scale::Log);
        assert!(none > 0.0 && (all(&bins) + none - 1.0).abs() < 1e-9);
    }

    #[test]
    fn odd_samples_are_binned_too() {
        assert_eq!(binned(&[]).1.len(), 0);
        assert_eq!(binned(&[2.5, 2.5]).1.len(), 1);
        let (_, bins, _) = binned(&[-3.0, 0.25, 1e9]);
        assert!((all(&bins) - 1.0).abs() < 1e-12);
    }
}
