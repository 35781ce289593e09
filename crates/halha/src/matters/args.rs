//! What can be typed after `halha sensitivity` and `halha discover`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use halha_lab::asked::Asked;
use halha_lab::matters::{Choice, Design, DiscoveryQuestion, Grouping, SensitivityQuestion};

use crate::run::Source;

/// Options of `halha sensitivity`.
#[derive(Debug, Clone, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha sensitivity --design screening\n  halha sensitivity --by layer --measure \
ln-losses\n  halha sensitivity --base 1024 --replicates 4 --out what-matters\n  halha sensitivity runs/my-run --design \
given-data\n\nDesigns move the priors, whose parameters are independent; given-data also takes the posterior, whose \
parameters are not. The same seed gives the same answer, whatever the threads. Ctrl-C gives what is there; with --out it \
is kept, and --resume (or the same command) goes on.\n\nExit status: 0 answered, 1 failure, 2 wrong usage, 130 interrupted."
)]
pub(crate) struct SensitivityArgs {
    /// Conflict, or with `--design given-data` the directory of a run; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT|RUN")]
    pub(crate) subject: Option<String>,

    /// How to find out.
    #[arg(long, value_enum, default_value_t = DesignKind::Saltelli)]
    pub(crate) design: DesignKind,

    /// Base points (saltelli), paths (screening) or parameter vectors (given-data): more give narrower intervals.
    /// Without it 128, 24, and the draws of the posterior or 2,000 of the priors.
    #[arg(long, value_name = "N")]
    pub(crate) base: Option<u64>,

    /// Campaigns at each point, by which chance is taken out. Without it 4, 4 and 8.
    #[arg(long, value_name = "K")]
    pub(crate) replicates: Option<usize>,

    /// What is moved by itself.
    #[arg(long, value_enum, default_value_t = By::Parameter)]
    pub(crate) by: By,

    /// Measure to look at; may be given several times. Without it five of them; `--list` shows all.
    #[arg(long = "measure", visible_alias = "observable", value_name = "MEASURE")]
    pub(crate) observables: Vec<String>,

    /// Where parameter vectors come from; without it the priors, and for given-data the posterior if there is one.
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub(crate) parameters: Option<Source>,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Show every factor, also those that cannot be told from none.
    #[arg(long)]
    pub(crate) all: bool,

    /// List the measures that can be looked at.
    #[arg(long)]
    pub(crate) list: bool,

    /// Directory for the answer, its indices and its outputs; what is broken off is kept there.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Finish an analysis that was broken off.
    #[arg(long, value_name = "DIR", conflicts_with_all = DESIGNED, conflicts_with_all = ["out", "again"])]
    pub(crate) resume: Option<PathBuf>,

    /// Make an analysis again and compare every result, byte by byte.
    #[arg(long, value_name = "DIR", conflicts_with_all = DESIGNED, conflicts_with = "json")]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options that say what is asked: an answer that is there, or was begun, has said so itself.
const DESIGNED: [&str; 8] = [
    "subject",
    "design",
    "base",
    "replicates",
    "by",
    "observables",
    "parameters",
    "seed",
];
const DISCOVERED: [&str; 10] = [
    "subject",
    "outcome",
    "replications",
    "draws",
    "parameters",
    "early_until",
    "no_early",
    "density",
    "boxes",
    "seed",
];

impl SensitivityArgs {
    /// The options with which an earlier call asked, for work in a directory. A run has said for itself what it is.
    pub(crate) fn like(&self, asked: &Asked<SensitivityQuestion>, directory: &Path, of_run: bool) -> Self {
        let question = &asked.question;
        let settings = question.settings;
        Self {
            subject: Some(asked.called.clone()),
            design: settings.design.into(),
            base: (!of_run).then_some(settings.base),
            replicates: (!of_run).then_some(settings.replicates),
            by: settings.grouping.into(),
            observables: question.measures.clone(),
            parameters: (!of_run).then_some(question.parameters.into()),
            seed: (!of_run).then_some(settings.seed),
            out: Some(directory.to_owned()),
            ..self.clone()
        }
    }
}

impl DiscoverArgs {
    /// The same of a discovery.
    pub(crate) fn like(&self, asked: &Asked<DiscoveryQuestion>, directory: &Path, of_run: bool) -> Self {
        let question = &asked.question;
        let run = &question.run;
        Self {
            subject: Some(asked.called.clone()),
            outcome: Some(question.outcome.clone()),
            replications: (!of_run).then_some(run.replications),
            draws: (!of_run).then_some(run.draws),
            parameters: (!of_run).then_some(run.parameters.into()),
            early_until: question.early_until,
            no_early: question.early_until.is_none(),
            density: match question.prim.choice {
                Choice::Density(density) => Some(density),
                Choice::Youden => None,
            },
            boxes: u8::try_from(question.prim.boxes).unwrap_or(u8::MAX),
            seed: (!of_run).then_some(run.seed),
            out: Some(directory.to_owned()),
            ..self.clone()
        }
    }
}

/// Ways to find out what matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DesignKind {
    /// First and total indices of Sobol', chance taken out: two sets of points and their crosses.
    Saltelli,
    /// Elementary effects of Morris: cheap, tells what does nothing.
    Screening,
    /// Correlation ratios from any ensemble: also for the posterior, whose parameters depend on each other.
    GivenData,
}

impl From<DesignKind> for Design {
    fn from(kind: DesignKind) -> Self {
        match kind {
            DesignKind::Saltelli => Self::Saltelli,
            DesignKind::Screening => Self::Screening,
            DesignKind::GivenData => Self::GivenData,
        }
    }
}

impl From<Design> for DesignKind {
    fn from(design: Design) -> Self {
        match design {
            Design::Saltelli => Self::Saltelli,
            Design::Screening => Self::Screening,
            Design::GivenData => Self::GivenData,
        }
    }
}

/// What is moved by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Each parameter; those of a joint prior together.
    Parameter,
    /// Each layer of the model.
    Layer,
}

impl From<By> for Grouping {
    fn from(by: By) -> Self {
        match by {
            By::Parameter => Self::Parameter,
            By::Layer => Self::Layer,
        }
    }
}

impl From<Grouping> for By {
    fn from(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Parameter => Self::Parameter,
            Grouping::Layer => Self::Layer,
        }
    }
}

/// Options of `halha discover`.
#[derive(Debug, Clone, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha discover --outcome 'losses >= 40000'\n  halha discover --outcome high-rung \
--parameters prior\n  halha discover runs/my-run --outcome 'corps-battles-all >= 1' --early-until 1937\n\nA box is found \
on one half of the parameter vectors and judged on the other. The same seed gives the same answer, whatever the threads. \
Ctrl-C gives what is there; with --out it is kept, and --resume (or the same command) goes on.\n\n\
Exit status: 0 answered (also when nothing is claimed), 1 failure, 2 wrong usage, 130 interrupted."
)]
pub(crate) struct DiscoverArgs {
    /// Conflict, or the directory of a run; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT|RUN")]
    pub(crate) subject: Option<String>,

    /// The outcome: a measure, `>=`, `<=`, `>` or `<`, and a number; or a measure that is yes or no.
    #[arg(long, value_name = "OUTCOME", required_unless_present_any = ["list", "resume", "again"])]
    pub(crate) outcome: Option<String>,

    /// Campaigns. Without it 12,000.
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u64).range(100..=4_000_000))]
    pub(crate) replications: Option<u64>,

    /// Parameter vectors; without it those of the posterior, or of the priors one a campaign.
    #[arg(long, value_name = "N")]
    pub(crate) draws: Option<u64>,

    /// Where parameter vectors come from; without it the posterior if there is one.
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub(crate) parameters: Option<Source>,

    /// Last of the early years whose incidents, shootings, crises, losses and battles a box may bound. Without it a
    /// third of the history.
    #[arg(long, value_name = "YEAR", conflicts_with = "no_early")]
    pub(crate) early_until: Option<i32>,

    /// Look at parameters alone.
    #[arg(long)]
    pub(crate) no_early: bool,

    /// Choose the first box with this share of hits, in place of the one that best parts worlds with the outcome from
    /// worlds without.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) density: Option<f64>,

    /// Most boxes, each among the worlds outside all before it.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(crate) boxes: u8,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// List the measures that can be asked about.
    #[arg(long)]
    pub(crate) list: bool,

    /// Directory for the answer and its cases; what is broken off is kept there.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Finish a discovery that was broken off.
    #[arg(long, value_name = "DIR", conflicts_with_all = DISCOVERED, conflicts_with_all = ["out", "again"])]
    pub(crate) resume: Option<PathBuf>,

    /// Make a discovery again and compare every result, byte by byte.
    #[arg(long, value_name = "DIR", conflicts_with_all = DISCOVERED, conflicts_with = "json")]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reads a share between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|s| *s > 0.0 && *s <= 1.0);
    share.ok_or_else(|| format!("{text:?} is no share; write a number above 0 and at most 1, as 0.5"))
}
