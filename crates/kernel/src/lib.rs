//! The simulator of Halha, pure: state, events, rules and addressed chance; it touches no file, clock or network.
//!
//! A [`scenario::Scenario`] is checked by [`scenario::Scenario::validate`], compiled with one parameter vector into
//! a [`prepared::Prepared`], and played by [`run::run`] as often as there is luck: from there on nothing can fail.
//! The rules are those of the book's model page, a file a layer.

pub mod chance;
pub mod dist;
pub mod engagement;
pub mod episode;
pub mod event;
pub mod example;
pub mod luck;
pub mod maths;
pub mod outcome;
pub mod outside;
pub mod parameters;
pub mod policy;
pub mod prepared;
pub mod rounds;
pub mod run;
pub mod rung;
pub mod scenario;
pub mod state;
pub mod validate;
pub mod verify;

mod books;
mod feelings;
mod incident;
mod incidents;
mod logistics;
mod settlement;
mod strategic;
mod tables;
mod tally;
