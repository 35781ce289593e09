//! Campaigns of a run: finding one, and how the question is put.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Campaigns found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Campaigns {
    /// Campaigns of the run, all.
    pub total: u64,
    /// Those found, in the order asked for.
    pub campaigns: Vec<CampaignRow>,
}

/// A campaign in a line.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignRow {
    /// Its number in the run.
    pub campaign: u64,
    /// Number of its parameter vector.
    pub draw: u64,
    /// Its number among the campaigns with the same parameters.
    pub replicate: u64,
    /// Last day played, `YYYY-MM-DD`.
    pub end: String,
    /// How it ended: `horizon`, `general-war`, `entry` or `exploded`.
    pub ending: String,
    /// Violations, both sides, all types.
    pub incidents: u64,
    /// Crises that opened.
    pub crises: u64,
    /// Men of both sides in the largest battle.
    pub largest_battle_men: u64,
    /// Losses of both sides in the costliest crisis.
    pub costliest_lost: u64,
    /// Day the pact was signed; null if never.
    pub pact: Option<String>,
    /// The value that was sorted or searched by; null if it has none.
    pub value: Option<f64>,
}

/// Which campaigns, in which order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignQuery {
    /// Order by a column of campaigns.
    #[param(inline)]
    pub sort: Option<CampaignSort>,
    /// Order by an observable of the run, in place of `sort`.
    #[param(max_length = 64, pattern = "^[a-z0-9-]*$")]
    pub observable: Option<String>,
    /// Order by a measure in a year, in place of `sort`; with `year`.
    #[param(max_length = 64, pattern = "^[a-z0-9-]*$")]
    pub measure: Option<String>,
    /// The year for `measure`.
    #[param(minimum = 1, maximum = 9999)]
    pub year: Option<i32>,
    /// Those nearest to this value first.
    pub near: Option<f64>,
    /// From the least to the greatest; without it, from the greatest.
    #[serde(default)]
    #[param(default = false)]
    pub ascending: bool,
    /// At most so many.
    #[param(minimum = 1, maximum = 200, default = 20)]
    pub limit: Option<u32>,
    /// Leave out so many from the beginning.
    #[param(minimum = 0, maximum = 4000000000_u32)]
    pub offset: Option<u32>,
}

/// A column of campaigns to order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignSort {
    /// Number in the run.
    Campaign,
    /// Violations.
    Incidents,
    /// Crises.
    Crises,
    /// Men of both sides in the largest battle.
    LargestBattle,
    /// Losses of both sides in the costliest crisis.
    Costliest,
    /// Days played.
    Length,
    /// Near to the middle of all in everything; the nearest first.
    Typical,
}
