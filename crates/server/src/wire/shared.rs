//! Small types that many answers share: uncertain times, figures of a side, quantiles, shares, recorded marks.

use serde::Serialize;
use utoipa::ToSchema;

/// A time as uncertain as the sources leave it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Span {
    /// As the record writes it (EDTF).
    pub edtf: String,
    /// The same in words: `29 March – 1 April 1936`.
    pub words: String,
    /// First day that it can mean, `YYYY-MM-DD`; null if its beginning is open or unknown.
    pub from: Option<String>,
    /// Last day that it can mean; null if its end is open or unknown.
    pub to: Option<String>,
    /// About then, and not just then.
    pub approximate: bool,
    /// The date itself is in doubt.
    pub uncertain: bool,
    /// The date is an interval (from … to); otherwise one day, month or year, or a choice of days.
    pub interval: bool,
}

/// An id with what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// A figure of one side, as a range over all who claim it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SideFigure {
    /// The side.
    pub side: String,
    /// The least that anybody claims who tells the whole of it.
    pub low: f64,
    /// The most that anybody claims; null if somebody says only "at least".
    pub high: Option<f64>,
    /// How many claimants the range is over.
    pub claimants: usize,
    /// Nobody tells the losses in whole: the range is of the dead, or of the wounded, alone.
    pub only_parts: bool,
}

/// Points of a simulated distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Quantiles {
    /// Campaigns with a value.
    pub n: u64,
    /// 5 % point.
    pub q05: f64,
    /// 25 % point.
    pub q25: f64,
    /// Median.
    pub median: f64,
    /// 75 % point.
    pub q75: f64,
    /// 95 % point.
    pub q95: f64,
    /// Monte Carlo standard error of the median.
    pub median_error: f64,
}

/// A share of campaigns, with Wilson's 90 % interval for the probability behind it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Share {
    /// Campaigns in which the question came up.
    pub n: u64,
    /// Share of them.
    pub share: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// Monte Carlo standard error.
    pub error: f64,
}

/// What the campaigns say of an observable.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Simulated {
    /// A number.
    Number {
        /// Its distribution.
        quantiles: Quantiles,
    },
    /// A yes-or-no outcome.
    YesNo {
        /// How often yes.
        share: Share,
    },
    /// No campaign had a value.
    Nothing,
}

/// Where a recorded value lies in the simulated distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Inside the central half.
    Inside50,
    /// Inside the central 90 %.
    Inside90,
    /// Below the central 90 %.
    Below,
    /// Above the central 90 %.
    Above,
    /// A yes-or-no outcome that the model gives at least one chance in twenty.
    Likely,
    /// A yes-or-no outcome that the model gives less than one chance in twenty.
    Unlikely,
}

/// What somebody claims of an observable, to be set beside what the campaigns say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Mark {
    /// Low end; equal to the high end for a point.
    pub low: f64,
    /// High end; null for "at least".
    pub high: Option<f64>,
    /// Who claims it.
    pub claimed_by: Named,
    /// Source in which it stands.
    pub source: String,
    /// How it was come by: `stated`, `reported`, `doubtful`, `unverified`, `assumed` …
    pub status: String,
    /// Anything else.
    pub note: String,
    /// Where it lies; null if there is nothing to compare with.
    pub verdict: Option<Verdict>,
}
