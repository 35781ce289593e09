//! What can be typed after `halha run`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use halha_lab::settings::{Cut, EventDetail, ParameterSource, PolicyKind};

/// Options of `halha run`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The same seed gives the same results to the byte, whatever the threads and however often it was \
interrupted. Type the same command again, or --resume, to finish an interrupted run.\n\n\
Exit status: 0 done, 1 failure, 2 wrong usage, 130 interrupted."
)]
pub(crate) struct RunArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    pub(crate) dir: Option<String>,

    /// How many times the whole conflict is played.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10_000)]
    pub(crate) replications: u64,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// How many parameter vectors are drawn; without it, one for each replication.
    #[arg(long, value_name = "N")]
    pub(crate) draws: Option<u64>,

    /// First day played: 1935, 1935-06 or 1935-06-15. The run begins afresh there, without the grievances of before.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Cut>,

    /// Last day played: 1939 (its last day), 1939-09 or 1939-09-15.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Cut>,

    /// Which events are stored.
    #[arg(long, value_enum, default_value_t = Events::Summary)]
    pub(crate) events: Events,

    /// Who decides for the commands.
    #[arg(long, value_enum, default_value_t = Policy::QuantalResponse)]
    pub(crate) policy: Policy,

    /// Where parameter vectors are drawn from; without it, the posterior if the conflict has one, else the priors.
    #[arg(long, value_enum)]
    pub(crate) parameters: Option<Source>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Directory for the results; without it, one under `runs/`.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Finish an interrupted run.
    #[arg(long, value_name = "RUN", conflicts_with_all = WHICH_RUNS, conflicts_with_all = ["out", "again"])]
    pub(crate) resume: Option<PathBuf>,

    /// Make a finished run again and compare every result, byte by byte.
    #[arg(long, value_name = "RUN", conflicts_with_all = WHICH_RUNS)]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options that say which runs: a run that is there has said so itself.
const WHICH_RUNS: [&str; 9] = [
    "dir",
    "replications",
    "seed",
    "draws",
    "from",
    "to",
    "events",
    "policy",
    "parameters",
];

impl RunArgs {
    /// Threads asked for.
    pub(crate) fn threads(&self) -> Option<usize> {
        self.threads.map(NonZeroUsize::get)
    }
}

/// Which events are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Events {
    /// Every event: thousands of rows a campaign, some 100 kB after compression.
    All,
    /// The crises in which 100 men or more were lost, each whole, and the turns of the whole (pact, general war …).
    Summary,
    /// None: the smallest and fastest run.
    None,
}

/// Who decides for the commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// The quantal response: better for a command is likelier, never certain.
    QuantalResponse,
    /// The recorded decisions where they are known and can be taken, the quantal response elsewhere.
    Scripted,
}

impl From<Events> for EventDetail {
    fn from(events: Events) -> Self {
        match events {
            Events::All => Self::All,
            Events::Summary => Self::Summary,
            Events::None => Self::None,
        }
    }
}

impl From<Policy> for PolicyKind {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::QuantalResponse => Self::QuantalResponse,
            Policy::Scripted => Self::Scripted,
        }
    }
}

/// Where parameter vectors are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// What was assumed before the record spoke.
    Prior,
    /// What a fit to the record has left in the conflict folder.
    Posterior,
}

impl From<Source> for ParameterSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Prior => Self::Prior,
            Source::Posterior => Self::Posterior,
        }
    }
}

impl From<ParameterSource> for Source {
    fn from(source: ParameterSource) -> Self {
        match source {
            ParameterSource::Prior => Self::Prior,
            ParameterSource::Posterior => Self::Posterior,
        }
    }
}
