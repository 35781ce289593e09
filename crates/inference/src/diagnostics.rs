//! Whether draws can be trusted: agreement of chains, effective sample sizes, Monte Carlo errors, divergences, energy.
//!
//! Source of R̂, effective sample sizes and Monte Carlo errors: Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021,
//! "Rank-normalization, folding, and localization", doi 10.1214/20-BA1221.

mod ess;
mod rank;

use serde::Serialize;

pub use ess::{ess, ess_bulk, ess_mean, ess_tail};
pub use rank::{rank_normalised, rhat, split};

use crate::draws::Chains;

/// Greatest R̂ that passes (Vehtari et al. 2021, section 5).
pub const RHAT_LIMIT: f64 = 1.01;
/// Least effective sample size, bulk and tail, that passes (the same: 100 for each of 4 chains).
pub const ESS_LIMIT: f64 = 400.0;
/// Least energy fraction of missing information that passes (Betancourt 2016, arXiv:1604.00695; Stan's threshold).
pub const EBFMI_LIMIT: f64 = 0.3;

/// The diagnostics of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterDiagnostics {
    /// Its name.
    pub name: String,
    /// Mean of all draws.
    pub mean: f64,
    /// Standard deviation of all draws.
    pub sd: f64,
    /// Rank-normalised, folded split R̂; NaN if the draws are constant or not finite.
    pub rhat: f64,
    /// Effective sample size for the bulk of the distribution.
    pub ess_bulk: f64,
    /// Effective sample size for the 5 % and 95 % quantiles, the lesser of the two.
    pub ess_tail: f64,
    /// Monte Carlo standard error of the mean: sd / √(effective sample size for the mean).
    pub mcse_mean: f64,
}

/// The diagnostics of a run of the sampler.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnostics {
    /// Parameter by parameter.
    pub parameters: Vec<ParameterDiagnostics>,
    /// Divergent draws after tuning.
    pub divergences: usize,
    /// Draws whose trajectory reached the greatest depth.
    pub at_max_depth: usize,
    /// Energy Bayesian fraction of missing information, chain by chain; empty without energies.
    pub ebfmi: Vec<f64>,
}

impl Diagnostics {
    /// Of all parameters of some chains.
    #[must_use]
    pub fn of(chains: &Chains) -> Self {
        let parameters = (0..chains.dim()).map(|p| of_parameter(chains, p)).collect();
        let stats = |chain| chains.stats(chain);
        let ebfmi = (0..chains.chains())
            .filter(|c| !stats(*c).is_empty())
            .map(|chain| {
                let energies: Vec<f64> = stats(chain).iter().map(|s| s.energy).collect();
                ebfmi(&energies)
            });
        let deep = |chain| stats(chain).iter().filter(|s| s.at_max_depth).count();
        Self {
            parameters,
            divergences: chains.divergences(),
            at_max_depth: (0..chains.chains()).map(deep).sum(),
            ebfmi: ebfmi.collect(),
        }
    }

    /// What does not pass the thresholds, a line each; empty if the draws can be trusted.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let mut found = Vec::new();
        for p in &self.parameters {
            if !at_least(RHAT_LIMIT, p.rhat) {
                found.push(format!("{}: R̂ {:.3} is above {RHAT_LIMIT}", p.name, p.rhat));
            }
            for (what, value) in [("bulk", p.ess_bulk), ("tail", p.ess_tail)] {
                if !at_least(value, ESS_LIMIT) {
                    found.push(format!("{}: {what} ESS {value:.0} is below {ESS_LIMIT}", p.name));
                }
            }
        }
        if self.divergences > 0 {
            found.push(format!("{} divergent draws", self.divergences));
        }
        for (chain, value) in self.ebfmi.iter().enumerate() {
            if !at_least(*value, EBFMI_LIMIT) {
                found.push(format!("chain {chain}: E-BFMI {value:.2} is below {EBFMI_LIMIT}"));
            }
        }
        found
    }
}

/// Whether a figure reaches another; false if either is NaN, so that what could not be computed complains.
fn at_least(value: f64, limit: f64) -> bool {
    value >= limit
}

fn of_parameter(chains: &Chains, parameter: usize) -> ParameterDiagnostics {
    let column = chains.column(parameter);
    let (mean, sd) = chains.mean_sd(parameter);
    ParameterDiagnostics {
        name: chains.names()[parameter].clone(),
        mean,
        sd,
        rhat: rhat(&column),
        ess_bulk: ess_bulk(&column),
        ess_tail: ess_tail(&column),
        mcse_mean: sd / ess_mean(&column).sqrt(),
    }
}

/// The energy Bayesian fraction of missing information of one chain: Σ (Eₙ − Eₙ₋₁)² / Σ (Eₙ − Ē)².
///
/// Small values say that momentum draws change the energy too little to reach the tails.
#[must_use]
pub fn ebfmi(energies: &[f64]) -> f64 {
    let mean = energies.iter().sum::<f64>() / energies.len() as f64;
    let steps: f64 = energies.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
    steps / energies.iter().map(|e| (e - mean).powi(2)).sum::<f64>()
}
