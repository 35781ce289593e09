//! Serves the explorer on loopback: JSON for its page, and the page itself.
//!
//! The record is only read. Runs are found in the folders named at the start and nowhere else. Simulations are bounded
//! in number, size and time. What goes over the wire is in [`wire`]; its description is [`openapi`].

mod api;
mod door;
mod extract;
mod jobs;
mod refuse;
mod runs;
mod site;
mod start;
mod views;
pub mod wire;

pub use api::openapi;
pub use start::{Explorer, QuickRun, ServeError, Settings, interrupted};
