//! How ABC is run, what it tells while it runs, why it ends and how it fails.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kernel;

/// How to run ABC. None of these names a thread: the result does not depend on how many there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AbcSettings {
    /// Root of all chance.
    pub seed: u64,
    /// Particles of a population.
    pub particles: usize,
    /// Simulations from the prior, which scale the summaries and give the first population (their nearest).
    pub pilot: usize,
    /// The next threshold is this quantile of the distances.
    pub quantile: f64,
    /// How particles are perturbed.
    pub kernel: Kernel,
    /// Relative weight of each summary in the distance; 1 for all if empty.
    pub weights: Vec<f64>,
    /// Ends when fewer than this share of simulations is accepted.
    pub min_acceptance: f64,
    /// Ends after this many generations behind the pilot.
    pub max_generations: u16,
    /// Ends when this many simulations have been run; a generation under way is then given up.
    pub max_simulations: u64,
}

impl Default for AbcSettings {
    /// 1,000 particles, the nearest half of 2,000 from the prior; thresholds by the median; until 1 % are accepted.
    fn default() -> Self {
        Self {
            seed: 0,
            particles: 1000,
            pilot: 2000,
            quantile: 0.5,
            kernel: Kernel::Local,
            weights: Vec::new(),
            min_acceptance: 0.01,
            max_generations: 30,
            max_simulations: 5_000_000,
        }
    }
}

impl AbcSettings {
    /// Refuses what cannot be used.
    pub(super) fn check(&self, summaries: usize, observed: &[f64]) -> Result<(), AbcError> {
        let refuse = |setting, value: f64, wanted| {
            Err(AbcError::Setting {
                setting,
                value,
                wanted,
            })
        };
        if observed.len() != summaries {
            return Err(AbcError::Observed {
                found: observed.len(),
                wanted: summaries,
            });
        }
        if let Some((summary, value)) = observed.iter().copied().enumerate().find(|(_, v)| !v.is_finite()) {
            return Err(AbcError::ObservedValue { summary, value });
        }
        if self.particles < 2 || self.particles >= 1 << 24 {
            return refuse("particles", self.particles as f64, "between 2 and 16,777,215");
        }
        if self.pilot < self.particles || self.pilot >= 1 << 24 {
            return refuse(
                "pilot",
                self.pilot as f64,
                "as many as particles, below 16,777,216",
            );
        }
        if !(self.quantile > 0.0 && self.quantile < 1.0) {
            return refuse("quantile", self.quantile, "between 0 and 1");
        }
        if !(self.min_acceptance > 0.0 && self.min_acceptance < 1.0) {
            return refuse("min_acceptance", self.min_acceptance, "between 0 and 1");
        }
        if self.max_generations >= 1 << 12 {
            return refuse("max_generations", f64::from(self.max_generations), "below 4,096");
        }
        if !self.weights.is_empty() && self.weights.len() != summaries {
            return refuse(
                "weights",
                self.weights.len() as f64,
                "one for each summary, or none",
            );
        }
        match self.weights.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
            Some(weight) => refuse("weights", *weight, "0 or more"),
            None => Ok(()),
        }
    }
}

/// How far ABC is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Generation under way; 0 is the pilot.
    pub generation: u16,
    /// Its threshold; infinite for the pilot.
    pub threshold: f64,
    /// Particles it has.
    pub accepted: usize,
    /// Particles it needs.
    pub of: usize,
    /// Simulations in all.
    pub simulations: u64,
    /// Failed ones among them.
    pub failed: u64,
}

/// Why ABC ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// Too few simulations were accepted.
    Acceptance,
    /// As many generations as allowed.
    Generations,
    /// As many simulations as allowed.
    Simulations,
    /// No distance lies below the threshold: it cannot fall.
    Threshold,
}

/// Why ABC has no posterior.
#[derive(Debug, thiserror::Error)]
pub enum AbcError {
    /// A setting that cannot be used.
    #[error("{setting} is {value}; it must be {wanted}")]
    Setting {
        /// Which.
        setting: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        wanted: &'static str,
    },
    /// Observed summaries that are not those of the simulator.
    #[error("{found} observed summaries for {wanted} of the simulator")]
    Observed {
        /// Values given.
        found: usize,
        /// Values needed.
        wanted: usize,
    },
    /// An observed summary that is no number.
    #[error("observed summary {summary} is {value}")]
    ObservedValue {
        /// Which.
        summary: usize,
        /// Its value.
        value: f64,
    },
    /// Too few runs of the pilot succeeded.
    #[error(
        "{succeeded} of {pilot} runs of the pilot succeeded, {particles} are needed; most failed so: {reason}"
    )]
    Pilot {
        /// Runs that succeeded.
        succeeded: usize,
        /// Runs of the pilot.
        pilot: usize,
        /// Particles needed.
        particles: usize,
        /// The most frequent reason.
        reason: String,
    },
    /// No summary varies under the prior, so no distance tells anything.
    #[error("no summary varies among the runs of the pilot")]
    NothingVaries,
    /// The checkpoint could not be read or written.
    #[error("checkpoint {path}: {reason}")]
    Checkpoint {
        /// Its path.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// The checkpoint belongs to other settings, another record or another model.
    #[error(
        "checkpoint {path} is of another fit ({differs} differs); move it and the files that begin with its name away, or give another path"
    )]
    OtherFit {
        /// Its path.
        path: PathBuf,
        /// What differs.
        differs: &'static str,
    },
    /// The stop flag was raised; what was finished is in the checkpoint.
    #[error("stopped in generation {generation}")]
    Stopped {
        /// The generation under way.
        generation: u16,
    },
}
