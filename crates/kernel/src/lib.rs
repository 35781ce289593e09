//! The simulator of Halha, pure: state, events, rules and addressed chance; it touches no file, clock or network.

pub mod chance;
pub mod dist;
pub mod event;
pub mod maths;
pub mod outcome;
pub mod parameters;
pub mod rung;
pub mod scenario;
