//! What if: interventions as data, worlds in pairs that share their luck, and what the difference says.

mod answer;
mod contrast;
mod directed;
mod history;
mod intervention;
mod job;
mod measures;
mod pair;
mod patch;
mod plan;
mod read;

pub use answer::{Answer, Answered, Asked, Chosen, PRECISION, fingerprint};
pub use contrast::{Contrast, Divergence, Spread};
pub use history::RULES as SPLICE_RULES;
pub use intervention::{
    Arm, Battle, Change, Condition, Do, Ending, Given, Intervention, Op, OpKind, Rule, Series, Tag, Target, When,
};
pub use job::{NoWatch, PairSettings, Progress, Watch, WhatifError, Whatif, Worlds};
pub use measures::{FILE as MEASURES, Measure, Quantity, measures};
pub use pair::{Pair, told};
pub use plan::{Column, Plan};
pub use read::{FOLDER, Shelf, read, shelf};
