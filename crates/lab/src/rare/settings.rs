//! What decides an estimate of a rare event, and why there is none.

use serde::{Deserialize, Serialize};

use crate::ensemble::DrawError;
use crate::settings::ParameterSource;
use crate::store::StoreError;

/// How levels are found and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Levels from a pilot, the same number of paths at each.
    Fixed,
    /// Levels from the paths themselves, a part of which dies at each.
    Adaptive,
}

/// What decides the estimate; nothing here says on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RareSettings {
    /// Paths at each level.
    pub effort: usize,
    /// Independent repeats.
    pub repeats: u64,
    /// How levels are found.
    pub method: Method,
    /// Root of all luck.
    pub seed: u64,
    /// Where parameters are drawn from.
    pub parameters: ParameterSource,
}

impl RareSettings {
    /// Most paths of one stage: they are held in memory.
    pub const MOST_EFFORT: usize = 20_000;
    /// Most repeats.
    pub const MOST_REPEATS: u64 = 10_000;
    /// Share of paths that come from one level of the pilot to the next: it decides what an estimate costs (book, rare events).
    pub const KEPT: f64 = 0.1;
    /// Share of paths that die in a stage of the adaptive method.
    pub const KILLED: f64 = 0.5;
}

/// Why there is no estimate.
#[derive(Debug, thiserror::Error)]
pub enum RareError {
    /// Numbers that cannot be.
    #[error(
        "{effort} paths and {repeats} repeats; ask for 10 to {} paths and 2 to {} repeats",
        RareSettings::MOST_EFFORT,
        RareSettings::MOST_REPEATS
    )]
    Settings {
        /// Paths asked for.
        effort: usize,
        /// Repeats asked for.
        repeats: u64,
    },
    /// The posterior is asked for and the conflict has none.
    #[error(
        "this conflict has no posterior that fits it; make one with `halha fit`, or ask for --parameters prior"
    )]
    NoPosterior,
    /// Parameters that the model cannot take.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// What is done cannot be kept or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody stopped the work before there was anything to show.
    #[error("stopped before two repeats were played")]
    Stopped,
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}; ask for fewer with --threads")]
    Threads(String),
}
