//! Serves the explorer on loopback: JSON for its page, and the page itself.

mod api;
pub mod wire;

pub use api::openapi;
