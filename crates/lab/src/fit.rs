//! Fits of a conflict to its record: single modules (counts of incidents, claims of losses, responses of commands, small
//! fights), the coupled fit of what only whole campaigns tell, and how well the years that followed are foretold.
//!
//! A module has a log density of its own with its gradient, is sampled by itself and hands on named draws. What no
//! module can learn keeps its prior and is said to do so.

pub mod battles;
pub mod before;
pub mod check;
pub mod claims;
pub mod counts;
pub mod coupled;
pub mod hindcast;
pub mod line;
pub mod plan;
pub mod responses;
pub mod scores;
pub mod small;
pub mod split;
pub mod targets;
pub mod whole;
pub mod worlds;
pub mod years;

pub use halha_inference::abc::{AbcError, Progress};

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

use crate::priors::Distribution;

/// Which rows of a record a fit learns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of the training period alone.
    Training,
    /// All of them. What is then said of the test period is no prediction.
    Everything,
}

/// What a module learned.
#[derive(Debug, Clone)]
pub struct ModulePosterior {
    /// Name of the module.
    pub name: &'static str,
    /// Names of the parameters, in the order of a draw.
    pub parameters: Vec<String>,
    /// The draws, with what the sampler noted.
    pub draws: Chains,
    /// Prior and posterior of each parameter.
    pub learned: Vec<Learned>,
    /// What it was fitted to, one line a row of the record.
    pub data: Vec<String>,
    /// What was left out, with the reason.
    pub left_out: Vec<String>,
    /// Time of the fit, seconds.
    pub wall_seconds: f64,
}

/// Prior and posterior of one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// Name.
    pub parameter: String,
    /// Mean and standard deviation of the prior.
    pub prior: [f64; 2],
    /// Mean and standard deviation of the posterior.
    pub posterior: [f64; 2],
    /// 1 − (posterior sd / prior sd)².
    pub contraction: f64,
}

/// Contraction above which a parameter counts as informed by data. Assumed: a prior sd cut by a tenth.
pub const INFORMED: f64 = 0.19;
/// Move of the mean, in prior standard deviations, that counts as informed too. Assumed.
pub const MOVED: f64 = 0.5;

impl Learned {
    /// `data-informed` or `prior-driven`.
    pub fn label(&self) -> &'static str {
        let moved = (self.posterior[0] - self.prior[0]).abs() / self.prior[1];
        if self.contraction >= INFORMED || moved >= MOVED {
            "data-informed"
        } else {
            "prior-driven"
        }
    }
}

impl ModulePosterior {
    /// Draws of one parameter, chain after chain.
    pub fn column(&self, parameter: &str) -> Option<Vec<f64>> {
        self.draws.index(parameter).map(|i| self.draws.pooled(i))
    }
}

/// Why a module has no posterior.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// The record has no row that the module can learn from.
    #[error("{module}: the record has no {what} in the period that may be fitted")]
    NoData {
        /// The module.
        module: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// A parameter has no prior of its own.
    #[error("{module}: `{parameter}` has a joint prior; give it one of its own in priors.toml")]
    JointPrior {
        /// The module.
        module: &'static str,
        /// The parameter.
        parameter: &'static str,
    },
    /// The scenario could not be played.
    #[error("{module}: {why}")]
    Unplayable {
        /// The module.
        module: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The sampler failed.
    #[error("{module}: {why}")]
    Sampler {
        /// The module.
        module: &'static str,
        /// Why.
        #[source]
        why: NutsError,
    },
}

/// Samples a density whose coordinates `natural` turns into named parameters.
fn sample<D: LogDensity + Sync>(
    module: &'static str,
    density: &D,
    settings: &NutsSettings,
    names: Vec<String>,
    natural: impl Fn(&[f64]) -> Vec<f64>,
) -> Result<(Chains, f64), FitError> {
    let began = Instant::now();
    let failed = |why| FitError::Sampler { module, why };
    let raw = nuts::sample(density, settings, &|_| {}, &AtomicBool::new(false)).map_err(failed)?;
    let draws = raw
        .map(names, natural)
        .map_err(|e| failed(NutsError::Chains(e)))?;
    Ok((draws, began.elapsed().as_secs_f64()))
}

/// Compares draws with their priors.
fn learned(draws: &Chains, priors: &[Distribution]) -> Vec<Learned> {
    draws
        .names()
        .iter()
        .zip(priors)
        .enumerate()
        .map(|(i, (parameter, prior))| {
            let prior = moments(prior);
            let (mean, sd) = draws.mean_sd(i);
            Learned {
                parameter: parameter.clone(),
                prior,
                posterior: [mean, sd],
                contraction: 1.0 - (sd / prior[1]).powi(2),
            }
        })
        .collect()
}

/// Mean and standard deviation of a prior, by its quantiles at the middles of a thousand equal slices.
fn moments(prior: &Distribution) -> [f64; 2] {
    const SLICES: u32 = 1000;
    let n = f64::from(SLICES);
    let values: Vec<f64> = (0..SLICES)
        .map(|i| prior.quantile((f64::from(i) + 0.5) / n))
        .collect();
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    [mean, square.sqrt()]
}
