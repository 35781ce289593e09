//! Runs that can be looked at: which there are, and what each says.

mod answers;
mod columns;
mod distribution;
mod fans;
mod find;
mod listing;
mod measures;
mod opened;
mod quick;
mod world;

pub(crate) use fans::band;
pub(crate) use listing::Runs;
pub(crate) use quick::{Plan, Quick};
pub(crate) use world::{played_world, world};
