//! Simulations asked for by the page: what may be asked, and the lines that stream back as campaigns come in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::runs::Band;
use super::shared::{Named, Share, Simulated};
use super::whole;

/// A parameter that a slider may hold fixed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Parameter {
    /// Stable name, as in the model's equations.
    pub id: String,
    /// Layer of the model that uses it.
    pub layer: String,
    /// Meaning and unit.
    pub meaning: String,
    /// Median of its prior.
    pub median: f64,
    /// 5 % and 95 % points of its prior: the natural ends of a slider.
    pub range: [f64; 2],
    /// Least and greatest value that may be asked for.
    pub bounds: [f64; 2],
    /// Where its prior comes from, or `assumed`.
    pub source: String,
    /// Anything else.
    pub note: String,
    /// One of the few that a page should show first.
    pub featured: bool,
}

/// What can be changed in a what-if.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Interventions {
    /// Shipped with the conflict, in order.
    pub interventions: Vec<Intervention>,
    /// Said where there are none; empty otherwise.
    pub note: String,
}

/// A shipped departure from the scenario.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Intervention {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The question that it asks.
    pub question: String,
    /// Where it comes from, or `assumed`.
    pub source: String,
    /// First day on which it may change anything, `YYYY-MM-DD`; null if it waits for something to happen.
    pub from: Option<String>,
    /// What it does, a line each, in the words of its file.
    pub changes: Vec<String>,
    /// What is to be estimated.
    pub estimand: String,
    /// What speaks for the size of its effect: `data-informed` or `prior-driven`.
    pub tag: String,
}

/// An ensemble asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulateRequest {
    /// Campaigns.
    #[serde(deserialize_with = "whole::number")]
    #[schema(minimum = 1, maximum = 20000)]
    pub campaigns: u64,
    /// Root of all luck; 1 if nobody chose another.
    #[serde(default, deserialize_with = "whole::maybe")]
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<u64>,
    /// First day played, `1935`, `1935-06` or `1935-06-15`.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day played.
    #[serde(default)]
    pub to: Option<String>,
    /// Parameters held fixed, at most 32: name and value.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
}

/// A line of the stream that answers `simulate`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SimulateLine {
    /// It waits for another simulation to end.
    Waiting {
        /// Simulations before it.
        before: usize,
    },
    /// It begins.
    Begin {
        /// Campaigns asked for.
        campaigns: u64,
        /// Root of all luck.
        seed: u64,
    },
    /// What the campaigns so far say.
    Progress(Progress),
    /// What all campaigns say: the last line.
    End(Progress),
    /// It broke off: the last line.
    Failed {
        /// What went wrong.
        message: String,
        /// What to do about it.
        remedy: String,
    },
}

/// What the campaigns so far say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Progress {
    /// Campaigns played.
    pub played: u64,
    /// Seconds since the beginning.
    pub seconds: f64,
    /// Observables, in the order of the history.
    pub observables: Vec<ProgressRow>,
    /// Fans of true shootings and of losses of each side, in this order.
    pub fans: Vec<ProgressFan>,
    /// How campaigns ended.
    pub endings: BTreeMap<String, Share>,
}

/// One observable so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressRow {
    /// The observable.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What the campaigns say.
    pub simulated: Simulated,
}

/// A fan so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressFan {
    /// The measure.
    pub measure: Named,
    /// Its years.
    pub bands: Vec<Band>,
}

/// A what-if asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIfRequest {
    /// Shipped interventions, all together; at most 8.
    #[serde(default)]
    pub interventions: Vec<String>,
    /// Parameters held fixed in the counterfactual worlds: name and value.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
    /// Pairs of worlds.
    #[serde(deserialize_with = "whole::number")]
    #[schema(minimum = 1, maximum = 20000)]
    pub pairs: u64,
    /// Root of all luck: shared by both worlds of a pair.
    #[serde(default, deserialize_with = "whole::maybe")]
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<u64>,
}

/// One world asked for: a campaign of a simulation or a what-if, to be played again and told.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorldRequest {
    /// Number of the campaign, below the number of campaigns or pairs.
    #[serde(deserialize_with = "whole::number")]
    pub campaign: u64,
    /// Campaigns, or pairs, of the simulation.
    #[serde(deserialize_with = "whole::number")]
    #[schema(minimum = 1, maximum = 20000)]
    pub campaigns: u64,
    /// Root of all luck; 1 if nobody chose another.
    #[serde(default, deserialize_with = "whole::maybe")]
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<u64>,
    /// First day played.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day played.
    #[serde(default)]
    pub to: Option<String>,
    /// Parameters held fixed.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
    /// Shipped interventions: the counterfactual world of a pair. Without any, and with no parameters, its baseline.
    #[serde(default)]
    pub interventions: Vec<String>,
}

/// A line of the stream that answers `whatif`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WhatIfLine {
    /// It waits for another simulation to end.
    Waiting {
        /// Simulations before it.
        before: usize,
    },
    /// It begins.
    Begin {
        /// Pairs asked for.
        pairs: u64,
        /// Root of all luck.
        seed: u64,
        /// What is changed, a line each.
        changes: Vec<String>,
    },
    /// What the pairs so far say.
    Progress(Contrast),
    /// What all pairs say: the last line.
    End(Contrast),
    /// It broke off: the last line.
    Failed {
        /// What went wrong.
        message: String,
        /// What to do about it.
        remedy: String,
    },
}

/// Baseline and counterfactual worlds side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Contrast {
    /// Pairs played.
    pub pairs: u64,
    /// Seconds since the beginning.
    pub seconds: f64,
    /// Pairs in which any observable or the ending differs.
    pub changed: Option<Share>,
    /// Observables, in the order of the history.
    pub observables: Vec<ContrastRow>,
    /// Fans of true shootings and of losses of each side: the baseline's.
    pub baseline: Vec<ProgressFan>,
    /// The same of the counterfactual worlds.
    pub counterfactual: Vec<ProgressFan>,
    /// How the baseline's campaigns ended.
    pub baseline_endings: BTreeMap<String, Share>,
    /// How the counterfactual campaigns ended.
    pub counterfactual_endings: BTreeMap<String, Share>,
    /// A typical pair: number of the campaign in which the change is nearest to the median change in losses; null
    /// before any pair has changed.
    pub typical: Option<u64>,
    /// The pair that differs most in losses.
    pub extreme: Option<u64>,
}

/// One observable in both kinds of world.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ContrastRow {
    /// The observable.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What the baseline's campaigns say.
    pub baseline: Simulated,
    /// What the counterfactual campaigns say.
    pub counterfactual: Simulated,
    /// Counterfactual less baseline, pair by pair; null if no pair has both.
    pub difference: Option<Difference>,
}

/// The difference of paired worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// Mean over pairs; of a yes-or-no outcome, the change in its share.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub error: f64,
    /// 5, 25, 50, 75 and 95 % points over pairs.
    pub points: [f64; 5],
    /// Share of pairs in which it differs.
    pub changed: f64,
}
