//! The joiner: record and named assumptions become a scenario, priors become parameters, the kernel plays, and what
//! comes out is stored, compared with the record and told.

pub mod asked;
pub mod certify;
pub mod check;
pub mod clashes;
pub mod clip;
pub mod compare;
pub mod conflict;
pub mod ensemble;
pub mod fit;
pub mod glance;
pub mod job;
pub mod matters;
pub mod observables;
pub mod policy_script;
pub mod posterior;
pub mod priors;
pub mod problem;
pub mod provenance;
pub mod rare;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod settings;
pub mod skill;
pub mod statistics;
pub mod store;
pub mod study;
pub mod truth;
pub mod whatif;

mod html_page;
mod record_parquet;
mod toml_file;

pub use conflict::LoadedConflict;
pub use problem::{Problem, ProblemCode};
pub use record_parquet::record_parquet;
