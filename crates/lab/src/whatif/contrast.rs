//! What the pairs say: differences with their intervals, their parts, and how much the pairing has saved.

use serde::{Deserialize, Serialize};

use super::job::Worlds;
use super::measures::{Measure, Quantity};
use crate::statistics::quantile;

/// Quantiles of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
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
}

impl Spread {
    /// Of a sample; `None` of an empty one.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.retain(|v| !v.is_nan());
        if values.is_empty() {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        Some(Self {
            q05: quantile(&values, 0.05),
            q25: quantile(&values, 0.25),
            median: quantile(&values, 0.5),
            q75: quantile(&values, 0.75),
            q95: quantile(&values, 0.95),
        })
    }
}

/// The difference that an intervention makes to one measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The measure's name.
    pub measure: String,
    /// Pairs in which the question came up in both worlds.
    pub pairs: u64,
    /// Mean in the baselines of those pairs.
    pub baseline: f64,
    /// Mean in the counterfactuals.
    pub counterfactual: f64,
    /// Standard deviation in the baselines.
    pub sd_baseline: f64,
    /// Mean difference, counterfactual less baseline.
    pub difference: f64,
    /// Monte Carlo standard error of the mean difference; draws, not pairs, are what is independent.
    pub error: f64,
    /// Quantiles of the difference over pairs: what one history may show.
    pub pair: Spread,
    /// Quantiles of the expected difference over parameter vectors: what is not known about the answer. Estimated from
    /// the means of draws, shrunk so that their variance is that of the parameter part.
    pub expected: Spread,
    /// Standard deviation of the difference that parameters account for.
    pub sd_parameters: f64,
    /// Standard deviation of the difference that chance accounts for at given parameters.
    pub sd_chance: f64,
    /// Variance that the difference of independent worlds (other luck, other draws) would have, over that of pairs;
    /// `None` where no pair differs.
    pub saved: Option<f64>,
    /// The same for worlds with the same parameters and other luck.
    pub saved_luck: Option<f64>,
    /// Pairs that would bring the error down to the precision asked for.
    pub pairs_needed: f64,
}

/// When worlds part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Divergence {
    /// Pairs.
    pub pairs: u64,
    /// Share of pairs in which anything changed.
    pub changed: f64,
    /// First day on which anything differed, days since the start, among those.
    pub first: Option<Spread>,
}

/// Mean and variance of a sample, in two passes.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64, f64) {
    let (n, sum) = values.clone().fold((0.0, 0.0), |(n, sum), v| (n + 1.0, sum + v));
    if n == 0.0 {
        return (0.0, f64::NAN, f64::NAN);
    }
    let mean = sum / n;
    let squares: f64 = values.map(|v| (v - mean) * (v - mean)).sum();
    (n, mean, if n > 1.0 { squares / (n - 1.0) } else { 0.0 })
}

/// Means of draws and the variance within them.
struct Nested {
    means: Vec<f64>,
    within: f64,
    /// Harmonic mean of the numbers of replicates.
    replicates: f64,
}

impl Nested {
    fn of(values: &[f64], per_draw: usize) -> Self {
        let mut nested = Self {
            means: Vec::new(),
            within: 0.0,
            replicates: 0.0,
        };
        let (mut degrees, mut inverse) = (0.0, 0.0);
        for draw in values.chunks(per_draw.max(1)) {
            let (n, mean, variance) = moments(draw.iter().copied().filter(|v| !v.is_nan()));
            if n == 0.0 {
                continue;
            }
            nested.means.push(mean);
            nested.within += variance * (n - 1.0);
            degrees += n - 1.0;
            inverse += 1.0 / n;
        }
        nested.within = if degrees > 0.0 {
            nested.within / degrees
        } else {
            0.0
        };
        nested.replicates = nested.means.len() as f64 / inverse;
        nested
    }

    /// Variance of the draws' means.
    fn between(&self) -> (f64, f64) {
        let (_, mean, variance) = moments(self.means.iter().copied());
        (mean, variance)
    }
}

impl Contrast {
    /// The contrast of one measure between a baseline's and a counterfactual's values, pair by pair; `None` if the
    /// question came up in no pair.
    pub fn of(
        measure: &Measure,
        baseline: &[f64],
        counterfactual: &[f64],
        per_draw: usize,
        precision: f64,
    ) -> Option<Self> {
        let differences: Vec<f64> = counterfactual.iter().zip(baseline).map(|(b, a)| b - a).collect();
        let both = || {
            baseline
                .iter()
                .zip(counterfactual)
                .filter(|(a, b)| !(**a - **b).is_nan())
        };
        let (n, mean_0, var_0) = moments(both().map(|(a, _)| *a));
        let (_, mean_1, var_1) = moments(both().map(|(_, b)| *b));
        if n == 0.0 {
            return None;
        }
        let (_, difference, variance) = moments(differences.iter().copied().filter(|d| !d.is_nan()));
        let nested = Nested::of(&differences, per_draw);
        let (centre, between) = nested.between();
        let of_parameters = (between - nested.within / nested.replicates).max(0.0);
        let error = (between / nested.means.len() as f64).sqrt();
        let shrink = if between > 0.0 {
            (of_parameters / between).sqrt()
        } else {
            0.0
        };
        let shrunk = nested
            .means
            .iter()
            .map(|m| centre + shrink * (m - centre))
            .collect();
        let apart = Nested::of(baseline, per_draw).within + Nested::of(counterfactual, per_draw).within;
        let ratio = |over: f64, under: f64| (under > 0.0).then(|| over / under);
        let target = match measure.quantity {
            Quantity::LnLosses | Quantity::CostliestEnd => precision,
            _ if measure.yes_no => precision,
            _ => precision * mean_0.abs().max(1e-9),
        };
        Some(Self {
            measure: measure.id.clone(),
            pairs: n as u64,
            baseline: mean_0,
            counterfactual: mean_1,
            sd_baseline: var_0.sqrt(),
            difference,
            error,
            pair: Spread::of(differences.clone())?,
            expected: Spread::of(shrunk)?,
            sd_parameters: of_parameters.sqrt(),
            sd_chance: nested.within.sqrt(),
            saved: ratio(var_0 + var_1, variance),
            saved_luck: ratio(apart, nested.within),
            pairs_needed: n * (error / target) * (error / target),
        })
    }

    /// Share of the difference's variance that parameters account for; `None` if nothing varies.
    pub fn share_of_parameters(&self) -> Option<f64> {
        let (p, c) = (
            self.sd_parameters * self.sd_parameters,
            self.sd_chance * self.sd_chance,
        );
        (p + c > 0.0).then(|| p / (p + c))
    }

    /// Whether the mean difference is more than chance of the simulation: beyond three standard errors.
    pub fn moves(&self) -> bool {
        self.difference.abs() > 3.0 * self.error
    }
}

impl Divergence {
    /// Of one column of pairs.
    pub fn of(parted: &[f64]) -> Self {
        let days: Vec<f64> = parted.iter().copied().filter(|d| !d.is_nan()).collect();
        Self {
            pairs: parted.len() as u64,
            changed: days.len() as f64 / (parted.len() as f64).max(1.0),
            first: Spread::of(days),
        }
    }
}

impl Worlds {
    /// The contrasts of a column, one for each measure whose question came up.
    pub fn contrasts(&self, column: usize, measures: &[Measure], precision: f64) -> Vec<Contrast> {
        let one = |(m, measure): (usize, &Measure)| self.contrast(column, m, measure, precision);
        measures.iter().enumerate().filter_map(one).collect()
    }

    /// The contrast of one measure in one column.
    pub fn contrast(&self, column: usize, m: usize, measure: &Measure, precision: f64) -> Option<Contrast> {
        let (baseline, counterfactual) = (self.baseline(column, m), self.counterfactual(column, m));
        Contrast::of(measure, baseline, counterfactual, self.per_draw, precision)
    }

    /// When the worlds of a column part.
    pub fn divergence(&self, column: usize) -> Divergence {
        Divergence::of(self.parted(column))
    }
}
