//! What matters: which parameters account for what comes out, and which of them, with what early years, lead to an
//! outcome.

mod asked;
mod bytes;
mod design;
mod discover;
mod factors;
mod sensitivity;
mod settings;
mod store;
mod worlds;

pub use halha_inference::prim::{Choice, DiscoverySettings};
pub use halha_inference::sensitivity::{Effect, Estimate, Index, Ratio};

pub use asked::{Comparison, DEFAULTS, OutcomeError, Threshold, UnknownMeasure, choose, measures};
pub use design::{Played, Study};
pub use discover::{Answer as Discoveries, Bound, DiscoveryQuestion, FoundBox, Input, asked_of, discover};
pub use factors::{Factor, factors};
pub use sensitivity::{Found, Observed, Sensitivity, SensitivityQuestion};
pub use settings::{Design, DesignSettings, Grouping, MattersError};
pub use store::{
    CASES, DISCOVERY, INDICES, OUTPUTS, SENSITIVITY, json, write_discovery, write_given, write_sensitivity,
};
pub use worlds::{EARLY, Worlds};
