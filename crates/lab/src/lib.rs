//! The joiner: record and named assumptions become a scenario, priors become parameters, the kernel plays, and what
//! comes out is stored, compared with the record and told.

pub mod clashes;
pub mod compare;
pub mod conflict;
pub mod observables;
pub mod priors;
pub mod problem;
pub mod scenario;
pub mod statistics;

mod record_parquet;
mod toml_file;

pub use conflict::LoadedConflict;
pub use problem::{Problem, ProblemCode};
pub use record_parquet::record_parquet;
