//! Independent repeats joined: the mean with its error, the course by level, and whether two estimates agree.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::Splitting;

/// The mean of independent unbiased estimates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Repeated {
    /// Repeats.
    pub repeats: u64,
    /// Of them, those whose paths died out: they count as estimates of 0.
    pub extinct: u64,
    /// The mean.
    pub probability: f64,
    /// Its standard error, from the spread of the repeats.
    pub error: f64,
    /// Coefficient of variation of the mean; NaN if the mean is 0.
    pub variation: f64,
    /// Lower end of the 90 % interval, on the logarithmic scale; 0 if the mean is 0 or the error unknown.
    pub low: f64,
    /// Upper end; infinite if unknown.
    pub high: f64,
    /// Work done in all.
    pub work: u64,
}

/// One level over all repeats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rung {
    /// The level.
    pub threshold: f64,
    /// Paths that tried, all repeats together.
    pub tried: u64,
    /// Paths that came there.
    pub reached: u64,
    /// Share of those that tried.
    pub share: f64,
}

/// Whether two independent estimates agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Difference in standard errors of the difference; infinite if both errors are 0 and the estimates differ.
    pub z: f64,
    /// Whether it is at most 3.
    pub agree: bool,
}

impl Repeated {
    /// **Law** mean and its standard error s/√R; the interval is p̂·exp(± t·v), v the coefficient of variation and t the
    /// 95 % point of Student's law with R − 1 degrees of freedom. **Units** none. **Valid for** two repeats and more.
    /// **Source** delta method. **Status** approximate where the variation is large. `None` without repeats.
    pub fn of(all: &[Splitting]) -> Option<Self> {
        if all.is_empty() {
            return None;
        }
        let n = all.len() as f64;
        let mean = all.iter().map(|s| s.probability).sum::<f64>() / n;
        let squares: f64 = all
            .iter()
            .map(|s| (s.probability - mean) * (s.probability - mean))
            .sum();
        let error = libm::sqrt(squares / (n - 1.0).max(1.0) / n);
        let variation = if mean > 0.0 { error / mean } else { f64::NAN };
        let known = all.len() > 1 && mean > 0.0;
        let width = if known {
            StudentsT::new(0.0, 1.0, n - 1.0).map_or(f64::INFINITY, |t| t.inverse_cdf(0.95)) * variation
        } else {
            f64::INFINITY
        };
        Some(Self {
            repeats: all.len() as u64,
            extinct: all.iter().filter(|s| s.probability <= 0.0).count() as u64,
            probability: mean,
            error,
            variation,
            low: mean * libm::exp(-width),
            high: if known {
                (mean * libm::exp(width)).min(1.0)
            } else {
                f64::INFINITY
            },
            work: all.iter().map(|s| s.work).sum(),
        })
    }

    /// Whether this estimate and another with its own standard error lie within 3 standard errors of each other.
    #[must_use]
    pub fn agrees(&self, probability: f64, error: f64) -> Agreement {
        let gap = (self.probability - probability).abs();
        let error = libm::hypot(self.error, error);
        let z = if gap == 0.0 { 0.0 } else { gap / error };
        Agreement { z, agree: z <= 3.0 }
    }
}

impl Rung {
    /// The levels of repeats that share them, in order.
    pub fn all(repeats: &[Splitting]) -> Vec<Self> {
        let longest = repeats.iter().map(|s| s.stages.len()).max().unwrap_or(0);
        let one = |n: usize| {
            let stages = repeats.iter().filter_map(|s| s.stages.get(n));
            let threshold = stages.clone().map(|s| s.threshold).next().unwrap_or(f64::NAN);
            let tried: u64 = stages.clone().map(|s| s.tried).sum();
            let reached: u64 = stages.map(|s| s.reached).sum();
            Self {
                threshold,
                tried,
                reached,
                share: reached as f64 / tried.max(1) as f64,
            }
        };
        (0..longest).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp, reason = "exact values by hand")]
    use super::*;

    fn estimate(probability: f64) -> Splitting {
        Splitting {
            probability,
            stages: Vec::new(),
            work: 10,
            ancestors: Vec::new(),
        }
    }

    #[test]
    fn the_error_of_three_repeats_by_hand() {
        let all = [0.001, 0.002, 0.003].map(estimate);
        let joined = Repeated::of(&all).unwrap();
        assert!((joined.probability - 0.002).abs() < 1e-15);
        // s = 0.001, s/√3.
        assert!((joined.error - 0.001 / 3.0_f64.sqrt()).abs() < 1e-15);
        assert!((joined.variation - 0.288_675_134_594_812_9).abs() < 1e-12);
        // t with 2 degrees of freedom at 95 %: 2.919986.
        let width = (joined.high / joined.probability).ln() / joined.variation;
        assert!((width - 2.919_986).abs() < 1e-4, "{width}");
        assert_eq!((joined.extinct, joined.work), (0, 30));
        assert!(joined.agrees(0.002 + 2.9 * joined.error, 0.0).agree);
        assert!(!joined.agrees(0.002 + 3.1 * joined.error, 0.0).agree);
    }

    #[test]
    fn what_died_out_counts_as_nothing_and_leaves_no_interval() {
        let joined = Repeated::of(&[estimate(0.0), estimate(0.0)]).unwrap();
        assert_eq!((joined.probability, joined.error, joined.low), (0.0, 0.0, 0.0));
        assert!(joined.variation.is_nan() && joined.high.is_infinite());
        assert_eq!(joined.extinct, 2);
        assert!(!joined.agrees(1e-9, 0.0).agree);
        assert!(Repeated::of(&[]).is_none());
    }
}
