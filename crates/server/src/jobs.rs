//! Simulations asked for by a page: bounded in number, size and time, told line by line, ended when the page goes.

mod collect;
mod gate;
mod lines;
mod pairs;
mod play;
mod request;
mod tell;

pub(crate) use gate::Gate;
pub(crate) use lines::Lines;
pub(crate) use pairs::{Pairs, interventions, world};
pub(crate) use request::{Asked, parameters};
pub(crate) use tell::{simulate, whatif};

/// Most campaigns, or pairs, of one simulation.
pub(crate) const CAMPAIGNS: u64 = 20_000;
/// Most seconds of one simulation.
pub(crate) const SECONDS: u64 = 120;
/// Simulations at a time.
pub(crate) const AT_A_TIME: usize = 2;
/// Simulations that may wait.
pub(crate) const WAITING: usize = 4;
