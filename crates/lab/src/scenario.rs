//! From record and named assumptions to the kernel's scenario.

mod build;
mod calendar;
mod file;

pub use build::build;
pub use calendar::{Calendar, YearMonth};
pub(crate) use file::FILE;
pub use file::{Names, ScenarioFile, Sourced};
