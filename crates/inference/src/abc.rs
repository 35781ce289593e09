//! Approximate Bayesian computation for simulators without a likelihood: sequential Monte Carlo with falling thresholds.
//!
//! Law: the posterior is approached by draws θ from the prior whose simulated summaries s lie within ε of the observed
//! ones; each generation lowers ε to a quantile of the distances of the one before, and either proposes from its particles
//! through a kernel and weighs by prior over proposal, or lets them walk within ε by steps that keep the prior, all with
//! one weight (the choice for more than a few parameters: weights then pile up on a few particles). Sources: Beaumont, Cornuet, Marin, Robert 2009 (population Monte Carlo
//! weights); Del Moral, Doucet, Jasra 2012 (thresholds by quantile); Filippi et al. 2013 (kernels); Prangle 2017
//! (scaled distances); Beaumont, Zhang, Balding 2002 (regression adjustment).
//!
//! Every simulation has an address (generation, particle, attempt), so the result depends on neither threads nor
//! interruptions. A run that fails is counted with its reason and is an attempt spent: it is not tried again at the same
//! parameters, and its parameters are treated as unable to give the record.

mod blocks;
mod checkpoint;
mod distance;
mod fill;
mod kernel;
mod pilot;
mod posterior;
mod run;
mod settings;
mod walk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::chance::Stream;

pub use distance::Scale;
pub use kernel::Kernel;
pub use posterior::{Adjusted, Posterior};
pub use run::{Course, Fit};
pub use settings::{AbcError, AbcSettings, Progress, StopReason};

/// Which simulation: everything that its chance may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAddress {
    /// Root seed of the fit.
    pub seed: u64,
    /// Generation; 0 is the pilot from the prior.
    pub generation: u16,
    /// Place in the population.
    pub particle: u32,
    /// Attempt to fill that place.
    pub attempt: u32,
}

impl RunAddress {
    /// The address within its fit in 64 bits: 12 of generation, 24 of particle, 28 of attempt.
    #[must_use]
    pub fn number(&self) -> u64 {
        (u64::from(self.generation) << 52) | (u64::from(self.particle) << 28) | u64::from(self.attempt)
    }

    /// A stream of chance for one purpose of this simulation.
    #[must_use]
    pub fn stream(&self, purpose: u64) -> Stream {
        Stream::at(&[self.seed, self.number(), purpose])
    }
}

/// A model that can be run but whose likelihood cannot be computed.
pub trait Simulator: Sync {
    /// Names of the summaries that a run is reduced to.
    fn summaries(&self) -> Vec<String>;

    /// Runs the model once and reduces the run to its summaries. All chance must come from the address.
    ///
    /// # Errors
    ///
    /// If this run has no summaries, with a short reason; equal reasons are counted together.
    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String>;
}

/// One weighted draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    /// The parameters.
    #[serde(with = "checkpoint::exact")]
    pub parameters: Vec<f64>,
    /// The summaries that they gave.
    #[serde(with = "checkpoint::exact")]
    pub summaries: Vec<f64>,
    /// Distance of those from the observed ones.
    #[serde(with = "checkpoint::exact_one")]
    pub distance: f64,
    /// Weight; those of a population sum to 1.
    #[serde(with = "checkpoint::exact_one")]
    pub weight: f64,
}

/// How often runs failed for one reason, and the first that did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How often.
    pub count: u64,
    /// The first address, in the order of attempts and then particles.
    pub first: RunAddress,
}

/// What one generation did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generation {
    /// Its threshold: particles lie at this distance or nearer.
    #[serde(with = "checkpoint::exact_one")]
    pub threshold: f64,
    /// Simulations, failed ones included.
    pub simulations: u64,
    /// Proposals outside the prior, which were not simulated.
    pub outside: u64,
    /// Particles, or steps taken, over simulations.
    #[serde(with = "checkpoint::exact_one")]
    pub acceptance: f64,
    /// Effective number of particles, 1 / Σ w²; of a population that walked, with copies taken together.
    #[serde(with = "checkpoint::exact_one")]
    pub effective: f64,
    /// Failed runs by reason.
    pub failures: BTreeMap<String, Failures>,
}
