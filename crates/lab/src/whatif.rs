//! What if: interventions as data, worlds in pairs that share their luck, and what the difference says.

mod answer;
mod codebook;
mod contrast;
mod crises;
mod directed;
mod find;
mod forecast;
mod history;
mod intervention;
mod job;
mod keep;
mod measures;
mod page;
mod pair;
mod patch;
mod plan;
mod read;
mod store;

pub use answer::{Answer, Answered, Asked, Chosen, PRECISION, fingerprint};
pub use codebook::pages;
pub use contrast::{Contrast, Divergence, Spread};
pub use find::{Found, Missing, find, kept_name};
pub use forecast::{BY_THEN, COUNTED, FORECAST, Forecast, Outlook, Step, chance, forecast_page, months};
pub use history::RULES as SPLICE_RULES;
pub use intervention::{
    Arm, Battle, Change, Condition, Do, Ending, Given, Intervention, Op, OpKind, Rule, Series, Tag, Target,
    When,
};
pub use job::{NoWatch, PairSettings, Progress, Watch, Whatif, WhatifError, Worlds};
pub(crate) use measures::further;
pub use measures::{FILE as MEASURES, Measure, Quantity, measures};
pub use page::{ToldPair, page};
pub use pair::told;
pub use plan::{Column, Plan};
pub use read::{FOLDER, Shelf, read, shelf};
pub use store::{ANSWER, COLUMNS, PAIRS, asked, differing, json, pairs_parquet, write, write_forecast};
