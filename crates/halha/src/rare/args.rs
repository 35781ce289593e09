//! What can be typed after `halha rare`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use halha_lab::asked::Asked;
use halha_lab::rare::{Method, RareQuestion};

use crate::run::Source;

/// Options of `halha rare`.
#[derive(Debug, Clone, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha rare --list\n  halha rare border-war-1934\n  halha rare \"losses>=200000\" --crude 20000\n\n\
The same seed gives the same answer, whatever the threads. Ctrl-C gives the repeats that are complete; with --out they are \
kept, and --resume (or the same command) goes on.\n\n\
Exit status: 0 told, 1 failure or disagreement with plain simulation, 2 wrong usage or a wrong file, 130 interrupted."
)]
pub(crate) struct RareArgs {
    /// Events: names of the conflict's own, or thresholds of a measure or observable, as in "losses>=200000".
    #[arg(value_name = "EVENT")]
    pub(crate) events: Vec<String>,

    /// List the events that come with the conflict.
    #[arg(long, conflicts_with_all = ["events", "out", "json"])]
    pub(crate) list: bool,

    /// Paths at each level.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(crate) effort: usize,

    /// Independent repeats, from which the error comes.
    #[arg(long, value_name = "R", default_value_t = 10)]
    pub(crate) repeats: u64,

    /// How levels are found.
    #[arg(long, value_enum, default_value_t = How::Fixed)]
    pub(crate) method: How,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Where parameters are drawn from; without it, the posterior if there is one.
    #[arg(long, value_enum)]
    pub(crate) parameters: Option<Source>,

    /// Also estimate with the parameter that the event names held at 5, 50 and 95 % of its distribution.
    #[arg(long)]
    pub(crate) swing: bool,

    /// Hold the parameters of the event's variant, under which plain simulation is feasible.
    #[arg(long)]
    pub(crate) variant: bool,

    /// Play so many plain campaigns beside it, and say whether they agree within 3 standard errors.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) crude: u64,

    /// Directory for the stages as a table and the answer as JSON; what is broken off is kept there.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Finish an estimate that was broken off.
    #[arg(long, value_name = "DIR", conflicts_with_all = QUESTION, conflicts_with_all = ["out", "again"])]
    pub(crate) resume: Option<PathBuf>,

    /// Make an estimate again and compare every result, byte by byte.
    #[arg(long, value_name = "DIR", conflicts_with_all = QUESTION, conflicts_with = "json")]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options that say what is asked: an answer that is there, or was begun, has said so itself.
const QUESTION: [&str; 10] = [
    "events",
    "list",
    "effort",
    "repeats",
    "method",
    "seed",
    "parameters",
    "swing",
    "variant",
    "crude",
];

impl RareArgs {
    /// The options with which an earlier call asked, for work in a directory.
    pub(crate) fn like(&self, asked: &Asked<RareQuestion>, directory: &Path) -> Self {
        let question = &asked.question;
        let settings = question.settings;
        Self {
            events: vec![question.event.clone()],
            effort: settings.effort,
            repeats: settings.repeats,
            method: settings.method.into(),
            seed: Some(settings.seed),
            parameters: Some(settings.parameters.into()),
            swing: question.swing,
            variant: question.variant,
            crude: question.crude,
            out: Some(directory.to_owned()),
            ..self.clone()
        }
    }
}

/// How levels are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum How {
    /// By a pilot, then the same number of paths at each.
    Fixed,
    /// By the paths themselves: at each the lowest die, and whoever ties with them.
    Adaptive,
}

impl From<How> for Method {
    fn from(how: How) -> Self {
        match how {
            How::Fixed => Self::Fixed,
            How::Adaptive => Self::Adaptive,
        }
    }
}

impl From<Method> for How {
    fn from(method: Method) -> Self {
        match method {
            Method::Fixed => Self::Fixed,
            Method::Adaptive => Self::Adaptive,
        }
    }
}
