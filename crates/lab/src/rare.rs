//! Rare events: their probability by multilevel splitting over parameters and luck, beside plain simulation.

mod answer;
mod beside;
mod bytes;
mod chooser;
mod event;
mod job;
mod plain;
mod read;
mod settings;
mod store;
mod swing;
mod work;
mod world;

pub use halha_inference::splitting::Agreement;

pub use answer::{Answer, Cost, Leaning};
pub use event::{Event, Kind, Variant, Weights};
pub use job::{Cast, How, NoWatch, Rare, Repeats, Watch};
pub use plain::{Integrated, Plain};
pub use read::{FILE, Known, events, named, read};
pub use settings::{Method, RareError, RareSettings};
pub use store::{ANSWER, COLUMNS, STAGES, json, stages_parquet, write};
pub use swing::Swing;
pub use work::{RareQuestion, Work};
pub use world::World;
