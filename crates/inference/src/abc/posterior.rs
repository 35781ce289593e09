//! What a fit by ABC comes to: weighted draws, how they were got, what the record taught, and their regression adjustment.

use super::checkpoint::{Header, State};
use super::{AbcSettings, Generation, Particle, Scale, StopReason};
use crate::chance::Stream;
use crate::matrix::Cholesky;
use crate::prior::Prior;
use crate::scores::weighted_quantile;

/// The last population of a fit, with the history that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Names of the parameters.
    pub parameters: Vec<String>,
    /// Names of the summaries.
    pub summaries: Vec<String>,
    /// Observed summaries.
    pub observed: Vec<f64>,
    /// Scale of each summary; 0 for one that did not vary and was left out.
    pub scale: Scale,
    /// The weighted draws.
    pub population: Vec<Particle>,
    /// The generations, the pilot first.
    pub generations: Vec<Generation>,
    /// The generation that was given up at the end, if one was; the population is that of the one before.
    pub given_up: Option<Generation>,
    /// Why the fit ended.
    pub stopped: StopReason,
    /// Mean of each parameter among the draws of the pilot from the prior.
    pub prior_mean: Vec<f64>,
    /// Their standard deviation.
    pub prior_sd: Vec<f64>,
    /// Simulations in all.
    pub simulations: u64,
    /// The seed of the fit.
    pub seed: u64,
}

/// Draws after regression adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// A row for each draw.
    pub parameters: Vec<Vec<f64>>,
    /// Their weights, summing to 1.
    pub weights: Vec<f64>,
}

/// Weighted mean and standard deviation.
fn mean_sd(values: impl Iterator<Item = f64> + Clone, weights: &[f64]) -> (f64, f64) {
    let mean = values.clone().zip(weights).map(|(v, w)| v * w).sum::<f64>();
    let variance = values
        .zip(weights)
        .map(|(v, w)| w * (v - mean) * (v - mean))
        .sum::<f64>();
    (mean, libm::sqrt(variance))
}

impl Adjusted {
    /// Weighted mean and standard deviation of one parameter.
    #[must_use]
    pub fn mean_sd(&self, parameter: usize) -> (f64, f64) {
        mean_sd(self.parameters.iter().map(|row| row[parameter]), &self.weights)
    }

    /// Weighted quantile of one parameter.
    #[must_use]
    pub fn quantile(&self, parameter: usize, p: f64) -> f64 {
        let column: Vec<f64> = self.parameters.iter().map(|row| row[parameter]).collect();
        weighted_quantile(&column, &self.weights, p)
    }

    /// Per parameter 1 − variance of the posterior / variance of the prior: near 1 if the record speaks, near 0 if the
    /// posterior is the prior.
    #[must_use]
    pub fn contraction(&self, prior_sd: &[f64]) -> Vec<f64> {
        let of = |(k, sd): (usize, &f64)| 1.0 - (self.mean_sd(k).1 / sd).powi(2);
        prior_sd.iter().enumerate().map(of).collect()
    }

    /// `count` draws of equal weight, by systematic resampling (one uniform in all).
    #[must_use]
    pub fn resampled(&self, count: usize, seed: u64) -> Vec<Vec<f64>> {
        let u = Stream::at(&[0x6162_6300_0001, seed]).uniform();
        let mut chosen = Vec::with_capacity(count);
        let mut running = self.weights[0];
        let mut at = 0;
        for i in 0..count {
            let wanted = (i as f64 + u) / count as f64;
            while running < wanted && at + 1 < self.weights.len() {
                at += 1;
                running += self.weights[at];
            }
            chosen.push(self.parameters[at].clone());
        }
        chosen
    }
}

impl Posterior {
    pub(super) fn new(header: Header, state: State, observed: Vec<f64>, settings: &AbcSettings) -> Self {
        Self {
            parameters: header.parameters,
            summaries: header.summaries,
            observed,
            scale: state.scale,
            population: state.population,
            generations: state.generations,
            given_up: state.given_up,
            stopped: state.stopped.unwrap_or(StopReason::Generations),
            prior_mean: state.prior_mean,
            prior_sd: state.prior_sd,
            simulations: state.simulations,
            seed: settings.seed,
        }
    }

    /// The threshold of the population.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.generations.last().map_or(f64::INFINITY, |g| g.threshold)
    }

    /// The draws as they were accepted.
    #[must_use]
    pub fn plain(&self) -> Adjusted {
        Adjusted {
            parameters: self.population.iter().map(|p| p.parameters.clone()).collect(),
            weights: self.population.iter().map(|p| p.weight).collect(),
        }
    }

    /// Names of the summaries that did not vary under the prior and so could not tell anything.
    #[must_use]
    pub fn silent_summaries(&self) -> Vec<&str> {
        let names = self.summaries.iter().zip(&self.scale.0);
        names
            .filter(|(_, scale)| **scale <= 0.0)
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The draws moved to where the observed summaries would have put them.
    ///
    /// Law: in free coordinates φ, φᵢ* = m + c rᵢ: m the plane at s_obs, rᵢ = φᵢ − plane(sᵢ), the plane by weighted least
    /// squares with weights wᵢ K(dᵢ/ε), K Epanechnikov's kernel 1 − u²; the adjusted draws keep those weights.
    /// c² = n/(n − p − 1), n the effective number of particles and p that of summaries: residuals of a plane with p
    /// slopes are narrower than the law about it by that much. Valid for: a population near enough that the mean of φ is
    /// linear in s and its spread constant, and n > 2 (p + 1); else the draws are left as they are.
    /// Source: Beaumont, Zhang, Balding 2002; degrees of freedom of a linear model.
    #[must_use]
    pub fn adjusted(&self, prior: &impl Prior) -> Adjusted {
        let threshold = self.threshold();
        let nearness = |p: &Particle| {
            let u = if threshold > 0.0 {
                p.distance / threshold
            } else {
                0.0
            };
            p.weight * (1.0 - u * u).max(0.0)
        };
        let mut weights: Vec<f64> = self.population.iter().map(nearness).collect();
        let total: f64 = weights.iter().sum();
        if total.is_nan() || total <= 0.0 {
            return self.plain();
        }
        weights.iter_mut().for_each(|w| *w /= total);
        let rows: Vec<Vec<f64>> = self
            .population
            .iter()
            .map(|p| self.scale.standardised(&p.summaries, &self.observed))
            .collect();
        let mut free: Vec<Vec<f64>> = self
            .population
            .iter()
            .map(|p| prior.free(&p.parameters))
            .collect();
        let used = rows.first().map_or(0, Vec::len) as f64 + 1.0;
        let effective = 1.0 / weights.iter().map(|w| w * w).sum::<f64>();
        if effective <= 2.0 * used {
            return self.plain();
        }
        let widened = libm::sqrt(effective / (effective - used));
        for k in 0..self.parameters.len() {
            let values: Vec<f64> = free.iter().map(|f| f[k]).collect();
            let slopes = slopes(&rows, &values, &weights);
            for (f, row) in free.iter_mut().zip(&rows) {
                f[k] -= row.iter().zip(&slopes).map(|(z, b)| z * b).sum::<f64>();
            }
            let middle: f64 = free.iter().zip(&weights).map(|(f, w)| w * f[k]).sum();
            free.iter_mut()
                .for_each(|f| f[k] = middle + widened * (f[k] - middle));
        }
        Adjusted {
            parameters: free.iter().map(|f| prior.bound(f)).collect(),
            weights,
        }
    }
}

/// Slopes of a weighted least-squares plane with an intercept; weights sum to 1.
fn slopes(rows: &[Vec<f64>], values: &[f64], weights: &[f64]) -> Vec<f64> {
    let dim = rows[0].len();
    let mean_of = |k: usize| rows.iter().zip(weights).map(|(r, w)| w * r[k]).sum::<f64>();
    let centre: Vec<f64> = (0..dim).map(mean_of).collect();
    let mean: f64 = values.iter().zip(weights).map(|(v, w)| v * w).sum();
    let mut normal = vec![0.0; dim * dim];
    let mut right = vec![0.0; dim];
    for ((row, value), weight) in rows.iter().zip(values).zip(weights) {
        for i in 0..dim {
            let away = weight * (row[i] - centre[i]);
            right[i] += away * (value - mean);
            for j in 0..dim {
                normal[i * dim + j] += away * (row[j] - centre[j]);
            }
        }
    }
    Cholesky::of_covariance(&normal, dim, 1e-12).solve(&right)
}
