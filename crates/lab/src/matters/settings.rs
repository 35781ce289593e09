//! What decides the campaigns of an analysis, and why there is none.

use halha_inference::prim::PrimError;
use halha_inference::sensitivity::{DesignError, GivenError};
use serde::{Deserialize, Serialize};

use crate::ensemble::DrawError;
use crate::settings::SettingsError;
use crate::store::StoreError;

/// Which design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// First and total indices from two sets of points and their crosses.
    Saltelli,
    /// Elementary effects along paths.
    Screening,
    /// First-order shares from draws of an ensemble.
    GivenData,
}

/// What is moved by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// Each parameter, or those of a joint prior together.
    Parameter,
    /// Each layer of the model.
    Layer,
}

/// Which campaigns are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignSettings {
    /// Which design.
    pub design: Design,
    /// Base rows, paths, or draws.
    pub base: u64,
    /// Campaigns at a point.
    pub replicates: usize,
    /// What is moved by itself.
    pub grouping: Grouping,
    /// Root of all luck.
    pub seed: u64,
}

/// Why there is no analysis.
#[derive(Debug, thiserror::Error)]
pub enum MattersError {
    /// A design that cannot be.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// Settings of an ensemble that cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Parameters that the model cannot take.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A measure whose question did not come up in some campaign.
    #[error(
        "{measure} has no value in some campaigns: its question does not always come up; ask for another measure, or use --design given-data"
    )]
    Undefined {
        /// Its name.
        measure: String,
    },
    /// Too few draws.
    #[error(transparent)]
    Given(#[from] GivenError),
    /// Cases in which nothing can be discovered.
    #[error("{0}; ask for more campaigns with --replications, or for another outcome")]
    Prim(#[from] PrimError),
    /// A year outside the history.
    #[error("{year} is no year of the history; give one from {first} to {last}")]
    Year {
        /// The year asked for.
        year: i32,
        /// First year.
        first: i32,
        /// Last year but one: something must come after.
        last: i32,
    },
    /// What is done cannot be kept or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody stopped the work before there was enough to show.
    #[error("stopped before there was enough to tell anything")]
    Stopped,
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}; ask for fewer with --threads")]
    Threads(String),
}
