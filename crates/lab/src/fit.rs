//! Fitting a conflict's parameters to its record: what was known by when, and how far a run lies from it.

pub mod scores;
pub mod targets;
pub mod worlds;
