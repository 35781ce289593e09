//! `report.html`: one file that says what was run, where record and model disagree, and shows the rest in pictures.

mod chosen;
mod distribution;
mod fans;
mod gather;
mod ladder;
mod outcomes;
mod page;
mod plot;

use std::path::PathBuf;

use crate::clashes::Clash;
use crate::compare::{Row, Tail};
use crate::ensemble::{DrawError, Ensemble};
use crate::replay::{Log, Names};
use crate::settings::ParameterSource;
use crate::store::{StoreError, StoredRun, draft};

pub use chosen::{Chosen, choose, distances};
pub use distribution::{Bin, Distribution, bins};
pub use fans::{Band, Counted, Fan, FanMark, counted, marks};
pub use gather::gather;
pub use ladder::{Ladder, Next};
pub use outcomes::{Outcome, Outcomes, outcomes};

/// Name of the report in a run's directory.
pub const FILE: &str = "report.html";

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A table cannot be read, or the report cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A campaign that is to be shown cannot be played again.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A picture cannot be drawn.
    #[error("a picture of the report cannot be drawn: {0}; please report it")]
    Plot(String),
}

/// The run set beside the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The comparison, in the order of the history.
    pub rows: Vec<Row>,
    /// How large it gets, and how often.
    pub tail: Tail,
    /// The named clashes, each by itself.
    pub clashes: Vec<Clash>,
}

/// What was run.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The conflict's title.
    pub title: String,
    /// The conflict in a paragraph.
    pub summary: String,
    /// Name of the run.
    pub run: String,
    /// Version of the program.
    pub version: String,
    /// First and last day played, as dates.
    pub days: [String; 2],
    /// Campaigns.
    pub replications: u64,
    /// Parameter vectors.
    pub draws: u64,
    /// Where they were drawn from.
    pub parameters: ParameterSource,
    /// Root of all luck.
    pub seed: u64,
    /// Who decides for the commands, in words.
    pub policy: String,
    /// Fingerprint of scenario and priors, hexadecimal.
    pub fingerprint: String,
    /// The command that makes the same results.
    pub command: String,
}

/// A campaign that the report tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What it stands for: `A typical campaign`.
    pub title: String,
    /// Its number in the run.
    pub replication: u64,
    /// How it was chosen, in a sentence.
    pub chosen: String,
    /// What happened.
    pub log: Log,
}

/// Everything that a report shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportInput {
    /// What was run.
    pub about: About,
    /// Names of sides, sectors and days.
    pub names: Names,
    /// Names of those who claim, by id.
    pub claimants: std::collections::BTreeMap<String, String>,
    /// The run beside the record.
    pub compared: Compared,
    /// Yearly counts of the sides' books.
    pub fans: Vec<Fan>,
    /// Losses and sizes.
    pub distributions: Vec<Distribution>,
    /// From rung to rung.
    pub ladder: Ladder,
    /// How campaigns and crises ended.
    pub outcomes: Outcomes,
    /// Campaigns told.
    pub campaigns: Vec<Shown>,
}

/// Writes the report of a finished run into its directory and says where it is. The same run has the same report.
///
/// # Errors
/// If a table cannot be read or the report cannot be written.
pub fn write(run: &StoredRun, ensemble: &Ensemble, compared: &Compared) -> Result<PathBuf, ReportError> {
    let html = render(&gather(run, ensemble, compared.clone())?)?;
    let path = run.directory().join(FILE);
    draft::write(&path, html.as_bytes())?;
    Ok(path)
}

/// The report as HTML, whole in itself: it loads nothing.
///
/// # Errors
/// If a picture cannot be drawn.
pub fn render(input: &ReportInput) -> Result<String, ReportError> {
    page::page(input).map(maud::PreEscaped::into_string)
}
