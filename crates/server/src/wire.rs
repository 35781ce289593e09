//! What goes over the wire: the JSON types of the explorer, which live here and nowhere else.
//!
//! Every doc comment is a description in `openapi.json`, from which the page's types are made.

pub mod campaigns;
pub mod conflict;
pub mod error;
pub mod incidents;
pub mod jobs;
pub mod runs;
pub mod shared;
pub mod statements;
mod whole;
pub mod world;
