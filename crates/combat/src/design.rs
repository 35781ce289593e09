//! A linear predictor with effects of groups: fixed columns, and group effects whose spread is learned.
//!
//! η_i = Σ_j x_ij b_j + Σ_e w_e τ_{t(e)} z_{l(e)}, z standard normal: the non-centred form, which a gradient-based
//! sampler explores well where groups are small (Betancourt, Girolami 2015).

use std::collections::BTreeMap;

use halha_inference::chance::Stream;

/// One effect of a group on one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// Which group effect: rows with the same name share it.
    pub(crate) level: String,
    /// Which spread it is drawn with.
    pub(crate) spread: usize,
    /// What it is multiplied with (1 for an intercept, the predictor for a slope).
    pub(crate) weight: f64,
}

/// What one row brings.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Row {
    /// Values of the fixed columns.
    pub(crate) fixed: Vec<f64>,
    /// Effects of its groups.
    pub(crate) terms: Vec<Term>,
}

/// Names and priors of the fixed coefficients and of the spreads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    /// Fixed coefficients: name, mean and sd of a normal prior.
    pub(crate) fixed: Vec<(&'static str, f64, f64)>,
    /// Spreads: name, scale of a half-normal prior.
    pub(crate) spreads: Vec<(&'static str, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    level: usize,
    spread: usize,
    weight: f64,
}

/// The rows of a training set in the form in which they are computed with. Its parameters, in this order: fixed
/// coefficients, logarithms of the spreads, standard effects of the levels.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    pub(crate) shape: Shape,
    rows: usize,
    fixed: Vec<f64>,
    starts: Vec<usize>,
    entries: Vec<Entry>,
    levels: BTreeMap<String, usize>,
}

impl Design {
    pub(crate) fn new(shape: Shape, rows: &[Row]) -> Self {
        let mut levels = BTreeMap::new();
        let mut fixed = Vec::new();
        let mut entries = Vec::new();
        let mut starts = vec![0];
        for row in rows {
            fixed.extend_from_slice(&row.fixed);
            for term in row.terms.iter().filter(|t| t.weight != 0.0) {
                let next = levels.len();
                let level = *levels.entry(term.level.clone()).or_insert(next);
                entries.push(Entry {
                    level,
                    spread: term.spread,
                    weight: term.weight,
                });
            }
            starts.push(entries.len());
        }
        Self {
            shape,
            rows: rows.len(),
            fixed,
            starts,
            entries,
            levels,
        }
    }

    /// Parameters in all.
    pub(crate) fn dim(&self) -> usize {
        self.shape.fixed.len() + self.shape.spreads.len() + self.levels.len()
    }

    /// Names of the parameters, each beginning with `prefix`.
    pub(crate) fn names(&self, prefix: &str) -> Vec<String> {
        let fixed = self.shape.fixed.iter().map(|f| format!("{prefix}{}", f.0));
        let spreads = self
            .shape
            .spreads
            .iter()
            .map(|s| format!("{prefix}ln_sd_{}", s.0));
        let mut levels: Vec<(usize, String)> = self
            .levels
            .iter()
            .map(|(name, at)| (*at, format!("{prefix}z[{name}]")))
            .collect();
        levels.sort_unstable();
        fixed
            .chain(spreads)
            .chain(levels.into_iter().map(|l| l.1))
            .collect()
    }

    /// The log prior of the parameters `at` of this predictor; its gradient is added to `gradient`.
    ///
    /// Law: b ~ N(mean, sd²); τ ~ half-normal(scale) with the Jacobian of τ = e^u; z ~ N(0, 1).
    pub(crate) fn prior(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let mut value = 0.0;
        let (p, q) = (self.shape.fixed.len(), self.shape.spreads.len());
        for (j, (_, mean, sd)) in self.shape.fixed.iter().enumerate() {
            let z = (at[j] - mean) / sd;
            value -= 0.5 * z * z;
            gradient[j] -= z / sd;
        }
        for (t, (_, scale)) in self.shape.spreads.iter().enumerate() {
            let ratio = at[p + t].exp() / scale;
            value += at[p + t] - 0.5 * ratio * ratio;
            gradient[p + t] += 1.0 - ratio * ratio;
        }
        for l in p + q..at.len() {
            value -= 0.5 * at[l] * at[l];
            gradient[l] -= at[l];
        }
        value
    }

    /// The predictor of every row.
    pub(crate) fn forward(&self, at: &[f64], eta: &mut Vec<f64>) {
        let (p, q) = (self.shape.fixed.len(), self.shape.spreads.len());
        let spreads: Vec<f64> = at[p..p + q].iter().map(|u| u.exp()).collect();
        let z = &at[p + q..];
        eta.clear();
        for row in 0..self.rows {
            let x = &self.fixed[row * p..(row + 1) * p];
            let mut sum: f64 = x.iter().zip(at).map(|(x, b)| x * b).sum();
            for e in &self.entries[self.starts[row]..self.starts[row + 1]] {
                sum += e.weight * spreads[e.spread] * z[e.level];
            }
            eta.push(sum);
        }
    }

    /// Adds to `gradient` what the derivatives `slope` by each row's predictor mean for the parameters.
    pub(crate) fn backward(&self, at: &[f64], slope: &[f64], gradient: &mut [f64]) {
        let (p, q) = (self.shape.fixed.len(), self.shape.spreads.len());
        let spreads: Vec<f64> = at[p..p + q].iter().map(|u| u.exp()).collect();
        for (row, g) in slope.iter().enumerate() {
            for j in 0..p {
                gradient[j] += g * self.fixed[row * p + j];
            }
            for e in &self.entries[self.starts[row]..self.starts[row + 1]] {
                let pull = g * e.weight * spreads[e.spread];
                gradient[p + q + e.level] += pull;
                gradient[p + e.spread] += pull * at[p + q + e.level];
            }
        }
    }

    /// The predictor of a row that need not be among those trained on, under one draw of the parameters. A level that
    /// was never seen is drawn anew from its spread: what is not known of a new war is part of the prediction.
    pub(crate) fn at_new(&self, at: &[f64], row: &Row, chance: &mut Stream) -> f64 {
        let (p, q) = (self.shape.fixed.len(), self.shape.spreads.len());
        let mut sum: f64 = row.fixed.iter().zip(at).map(|(x, b)| x * b).sum();
        for term in row.terms.iter().filter(|t| t.weight != 0.0) {
            let z = match self.levels.get(&term.level) {
                Some(level) => at[p + q + level],
                None => chance.normal(),
            };
            sum += term.weight * at[p + term.spread].exp() * z;
        }
        sum
    }
}
