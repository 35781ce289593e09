//! Summaries of simulated values with their Monte Carlo error.

use serde::{Deserialize, Serialize};

/// Quantiles of a sample and how far chance may have moved the median.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantiles {
    /// Values that count (runs in which the observable exists).
    pub n: u64,
    /// 5 %.
    pub q05: f64,
    /// 25 %.
    pub q25: f64,
    /// 50 %.
    pub median: f64,
    /// 75 %.
    pub q75: f64,
    /// 95 %.
    pub q95: f64,
    /// Monte Carlo standard error of the median: half the distance between the order statistics √n/2 ranks below
    /// and above it.
    pub median_error: f64,
}

impl Quantiles {
    /// Of a sample, NaN left out; `None` if nothing is left.
    ///
    /// A quantile p is the least value at or below which a share p of the sample lies.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.retain(|v| !v.is_nan());
        if values.is_empty() {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        let n = values.len();
        let half_width = (n as f64).sqrt() / 2.0;
        let middle = (n as f64 - 1.0) / 2.0;
        let below = values[(middle - half_width).max(0.0).floor() as usize];
        let above = values[((middle + half_width).ceil() as usize).min(n - 1)];
        Some(Self {
            n: n as u64,
            q05: quantile(&values, 0.05),
            q25: quantile(&values, 0.25),
            median: quantile(&values, 0.5),
            q75: quantile(&values, 0.75),
            q95: quantile(&values, 0.95),
            median_error: (above - below) / 2.0,
        })
    }
}

/// The least value of a sorted sample at or below which a share `p` of it lies.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let rank = (p * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

/// A share of runs, with Wilson's 90 % interval for the probability behind it (Wilson 1927).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Runs in which the question came up.
    pub n: u64,
    /// Share of them.
    pub share: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// Monte Carlo standard error, √(p(1−p)/n).
    pub error: f64,
}

impl Share {
    /// Of `hits` in `n`; `None` if `n` is 0.
    pub fn of(hits: u64, n: u64) -> Option<Self> {
        const Z: f64 = 1.644_853_626_951_472_2; // 95 % point of the normal distribution
        if n == 0 {
            return None;
        }
        let (k, m) = (hits as f64, n as f64);
        let p = k / m;
        let centre = (p + Z * Z / (2.0 * m)) / (1.0 + Z * Z / m);
        let half = Z / (1.0 + Z * Z / m) * (p * (1.0 - p) / m + Z * Z / (4.0 * m * m)).sqrt();
        let low = if hits == 0 { 0.0 } else { (centre - half).max(0.0) };
        let high = if hits == n { 1.0 } else { (centre + half).min(1.0) };
        Some(Self {
            n,
            share: p,
            low,
            high,
            error: (p * (1.0 - p) / m).sqrt(),
        })
    }

    /// Of a column of 1 and 0, NaN left out.
    pub fn of_column(values: &[f64]) -> Option<Self> {
        let known = values.iter().filter(|v| !v.is_nan());
        let n = known.clone().count() as u64;
        Self::of(known.filter(|v| **v > 0.5).count() as u64, n)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)] // exact values by hand
    use super::*;

    #[test]
    fn quantiles_of_one_to_hundred() {
        let q = Quantiles::of((1..=100).rev().map(f64::from).chain([f64::NAN]).collect()).unwrap();
        assert_eq!(
            (q.n, q.q05, q.q25, q.median, q.q75, q.q95),
            (100, 5.0, 25.0, 50.0, 75.0, 95.0)
        );
        // Ranks 44.5 and 54.5 from 0, rounded outward: values 45 and 56.
        assert_eq!(q.median_error, 5.5);
        assert_eq!(Quantiles::of(vec![f64::NAN]), None);
    }

    #[test]
    fn wilson_interval_of_none_in_ten() {
        let s = Share::of(0, 10).unwrap();
        assert_eq!((s.share, s.low), (0.0, 0.0));
        // z²/(n+z²) with z = 1.6449: 2.7055/12.7055
        assert!((s.high - 0.212_94).abs() < 1e-4);
        assert_eq!(Share::of(3, 0), None);
        let whole = Share::of(10, 10).unwrap();
        assert_eq!(whole.high, 1.0);
        assert!((whole.low - (1.0 - s.high)).abs() < 1e-12);
    }
}
