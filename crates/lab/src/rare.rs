//! Rare events: their probability by multilevel splitting over parameters and luck, beside plain simulation.

mod answer;
mod chooser;
mod event;
mod job;
mod plain;
mod read;
mod store;
mod world;

pub use halha_inference::splitting::Agreement;

pub use answer::{Answer, Asked, Cost, Leaning, Swing, swing};
pub use event::{Event, Kind, Variant, Weights};
pub use job::{Cast, Method, NoWatch, Rare, RareError, RareSettings, Repeats, Watch};
pub use plain::{Integrated, Plain};
pub use read::{FILE, Known, events, named, read};
pub use store::{ANSWER, COLUMNS, STAGES, json, stages_parquet, write};
pub use world::World;
