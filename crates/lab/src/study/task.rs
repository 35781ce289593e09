//! What studies do, kind by kind: what a table of the file says, made ready for the work.

use crate::conflict::LoadedConflict;
use crate::ensemble::Ensemble;
use crate::matters::{Design, DesignSettings, DiscoverySettings, Grouping, Threshold};
use crate::rare::{Event, Method, RareSettings};
use crate::settings::{Cut, EventDetail, ParameterSource, PolicyKind, RunSettings, SettingsError};
use crate::whatif::{Intervention, Measure, Outlook, PairSettings, Plan};

/// What a study does: one table of its file, by its name.
#[derive(Debug, Clone)]
pub enum Task {
    /// `[run]`: an ensemble set beside the record.
    Run(RunTask),
    /// `[whatif]`: interventions in paired worlds.
    Whatif(WhatifTask),
    /// `[forecast]`: what comes next from a day of the record.
    Forecast(ForecastTask),
    /// `[rare]`: the probability of a rare event.
    Rare(Box<RareTask>),
    /// `[sensitivity]`: what parameters account for.
    Sensitivity(SensitivityTask),
    /// `[discovery]`: what leads to an outcome.
    Discovery(Box<DiscoveryTask>),
}

/// An ensemble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunTask {
    /// Campaigns.
    pub replications: u64,
    /// Parameter vectors; one for each campaign if none are told.
    pub draws: Option<u64>,
    /// Which events are stored.
    pub events: EventDetail,
    /// First day played.
    pub from: Option<Cut>,
    /// Last day played.
    pub to: Option<Cut>,
    /// Who decides.
    pub policy: PolicyKind,
}

/// Interventions in paired worlds.
#[derive(Debug, Clone)]
pub struct WhatifTask {
    /// A column each, as they are written.
    pub interventions: Vec<String>,
    /// The columns, made ready.
    pub plans: Vec<Plan>,
    /// The interventions that they use.
    pub used: Vec<Intervention>,
    /// Pairs.
    pub pairs: u64,
    /// Pairs with the same parameters.
    pub per_draw: u64,
    /// Standard error at which the work may end.
    pub precision: Option<f64>,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastTask {
    /// The day from which on the model plays.
    pub as_of: Cut,
    /// Months ahead.
    pub months: u32,
    /// Campaigns.
    pub runs: u64,
}

/// The probability of a rare event.
#[derive(Debug, Clone, PartialEq)]
pub struct RareTask {
    /// The event.
    pub event: Event,
    /// Paths at each level.
    pub effort: usize,
    /// Independent repeats.
    pub repeats: u64,
    /// How levels are found.
    pub method: Method,
}

/// What parameters account for.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityTask {
    /// Which design.
    pub design: Design,
    /// Base rows, paths, or draws.
    pub base: u64,
    /// Campaigns at a point.
    pub replicates: usize,
    /// What is moved by itself.
    pub grouping: Grouping,
    /// What is looked at.
    pub measures: Vec<Measure>,
}

/// What leads to an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscoveryTask {
    /// The outcome.
    pub outcome: Threshold,
    /// Campaigns.
    pub replications: u64,
    /// Parameter vectors.
    pub draws: u64,
    /// Last of the early years, if early conditions are looked at.
    pub early_until: Option<i32>,
    /// Most boxes.
    pub boxes: usize,
}

impl Task {
    /// Its kind: the name of its table.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Run(_) => "run",
            Self::Whatif(_) => "whatif",
            Self::Forecast(_) => "forecast",
            Self::Rare(_) => "rare",
            Self::Sensitivity(_) => "sensitivity",
            Self::Discovery(_) => "discovery",
        }
    }

    /// Campaigns, pairs, repeats, or rows of a design.
    pub fn size(&self) -> u64 {
        match self {
            Self::Run(task) => task.replications,
            Self::Whatif(task) => task.pairs,
            Self::Forecast(task) => task.runs,
            Self::Rare(task) => task.repeats,
            Self::Sensitivity(task) => task.base,
            Self::Discovery(task) => task.replications,
        }
    }

    /// The same at another size. Parameter vectors become fewer with the campaigns.
    pub fn resize(&mut self, size: u64) {
        match self {
            Self::Run(task) => {
                task.replications = size;
                task.draws = task.draws.map(|draws| draws.min(size));
            }
            Self::Whatif(task) => {
                task.pairs = size;
                task.per_draw = task.per_draw.min(size);
            }
            Self::Forecast(task) => task.runs = size,
            Self::Rare(task) => task.repeats = size,
            Self::Sensitivity(task) => task.base = size,
            Self::Discovery(task) => {
                task.replications = size;
                task.draws = task.draws.min(size);
            }
        }
    }

    /// The interventions that it uses.
    pub fn used(&self) -> &[Intervention] {
        match self {
            Self::Whatif(task) => &task.used,
            _ => &[],
        }
    }
}

impl RunTask {
    pub(super) fn ensemble(&self, conflict: LoadedConflict, seed: u64) -> Result<Ensemble, SettingsError> {
        let settings = RunSettings {
            draws: self.draws.unwrap_or(self.replications),
            events: self.events,
            from: self.from,
            to: self.to,
            policy: self.policy,
            parameters: conflict.best_source(),
            ..RunSettings::of(self.replications, seed)
        };
        Ensemble::new(conflict, settings)
    }
}

impl RareTask {
    pub(super) fn settings(&self, seed: u64, parameters: ParameterSource) -> RareSettings {
        RareSettings {
            effort: self.effort,
            repeats: self.repeats,
            method: self.method,
            seed,
            parameters,
        }
    }
}

impl SensitivityTask {
    pub(super) fn settings(&self, seed: u64) -> DesignSettings {
        DesignSettings {
            design: self.design,
            base: self.base,
            replicates: self.replicates,
            grouping: self.grouping,
            seed,
        }
    }
}

impl DiscoveryTask {
    pub(super) fn settings(&self, seed: u64) -> DiscoverySettings {
        DiscoverySettings {
            boxes: self.boxes,
            seed,
            ..DiscoverySettings::default()
        }
    }
}

/// Campaigns of the whole history whose events nobody reads, by the best parameters that there are.
pub(super) fn plain_ensemble(
    conflict: &LoadedConflict,
    (replications, draws): (u64, u64),
    seed: u64,
) -> Result<Ensemble, SettingsError> {
    let settings = RunSettings {
        draws,
        events: EventDetail::None,
        parameters: conflict.best_source(),
        ..RunSettings::of(replications, seed)
    };
    Ensemble::new(conflict.clone(), settings)
}

impl WhatifTask {
    pub(super) fn settings(&self, seed: u64) -> PairSettings {
        PairSettings {
            pairs: self.pairs,
            per_draw: self.per_draw,
            seed,
            precision: self.precision,
        }
    }
}

impl ForecastTask {
    pub(super) fn outlook(&self, seed: u64) -> Outlook {
        Outlook {
            as_of: self.as_of.first(),
            months: self.months,
            runs: self.runs,
            seed,
        }
    }
}
