//! How the no-U-turn sampler is run, what it tells while it runs, and how it fails.

use crate::draws::ChainsError;

/// How to sample. None of these names a thread: draws do not depend on how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct NutsSettings {
    /// Independent chains.
    pub chains: usize,
    /// Draws used to tune step size and mass matrix, and thrown away.
    pub tune: usize,
    /// Draws kept, in each chain.
    pub draws: usize,
    /// Root of all chance.
    pub seed: u64,
    /// Mean acceptance that the step size aims at; nearer to 1 means smaller steps.
    pub target_accept: f64,
    /// Greatest number of doublings of a trajectory.
    pub max_depth: u32,
    /// Centre of the starting points; the origin if none.
    pub start: Option<Vec<f64>>,
    /// Starting points lie within this of the centre, in every coordinate.
    pub start_radius: f64,
    /// Starting points tried before a chain gives up.
    pub start_attempts: usize,
}

impl Default for NutsSettings {
    /// Four chains of 1,000 draws after 1,000 to tune; acceptance 0.8; starts within 2 of the origin (as in Stan).
    fn default() -> Self {
        Self {
            chains: 4,
            tune: 1000,
            draws: 1000,
            seed: 0,
            target_accept: 0.8,
            max_depth: 10,
            start: None,
            start_radius: 2.0,
            start_attempts: 100,
        }
    }
}

impl NutsSettings {
    /// Refuses what cannot be used.
    pub(super) fn check(&self, dim: usize) -> Result<(), NutsError> {
        if dim == 0 {
            return Err(NutsError::NoParameters);
        }
        for (setting, value) in [("chains", self.chains), ("draws", self.draws)] {
            if value == 0 {
                return Err(NutsError::Zero { setting });
            }
        }
        if !(self.target_accept > 0.0 && self.target_accept < 1.0) {
            return Err(NutsError::TargetAccept {
                value: self.target_accept,
            });
        }
        match &self.start {
            Some(start) if start.len() != dim => Err(NutsError::StartLength {
                found: start.len(),
                dim,
            }),
            _ => Ok(()),
        }
    }
}

/// How far a chain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which chain.
    pub chain: usize,
    /// Draws done, those for tuning included.
    pub draw: usize,
    /// Draws to do in all.
    pub of: usize,
    /// Whether this draw was for tuning.
    pub tuning: bool,
    /// Divergent draws of this chain after tuning.
    pub divergent: usize,
}

/// Why there are no draws.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NutsError {
    /// The density has no parameters.
    #[error("the density has no parameters")]
    NoParameters,
    /// A number that must be 1 or more.
    #[error("{setting} is 0; at least 1 is needed")]
    Zero {
        /// Which setting.
        setting: &'static str,
    },
    /// An acceptance that no step size reaches.
    #[error("target_accept is {value}; it must lie between 0 and 1")]
    TargetAccept {
        /// The value.
        value: f64,
    },
    /// A starting point of another length.
    #[error("the starting point has {found} values for {dim} parameters")]
    StartLength {
        /// Values given.
        found: usize,
        /// Values needed.
        dim: usize,
    },
    /// Nowhere was the density finite.
    #[error(
        "chain {chain}: no point of finite density and gradient in {attempts} attempts; give a starting point"
    )]
    NoStart {
        /// Which chain.
        chain: usize,
        /// Points tried.
        attempts: usize,
    },
    /// The sampler could not go on.
    #[error("chain {chain}: {reason}")]
    Failed {
        /// Which chain.
        chain: usize,
        /// What the sampler said.
        reason: String,
    },
    /// The stop flag was raised.
    #[error("stopped before the last draw")]
    Stopped,
    /// The names of the density do not fit its parameters.
    #[error(transparent)]
    Chains(#[from] ChainsError),
}
