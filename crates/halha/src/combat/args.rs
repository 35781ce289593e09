//! What can be typed after `halha import` and `halha combat`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use halha_combat::select::Selection;
use halha_inference::nuts::NutsSettings;

/// `halha import …`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// What to import.
    #[command(subcommand)]
    pub(crate) command: ImportCommand,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Check a table of battles from the CAA Database of Battles and say what is in it.
    Cdb90(Cdb90Args),
}

/// Options of `import cdb90`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Cdb90Args {
    /// Table of battles (CSV; layout in the book, concepts/combat).
    pub(crate) file: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `halha combat …`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CombatArgs {
    /// What to do with the battles.
    #[command(subcommand)]
    pub(crate) command: CombatCommand,
}

/// What can be done with battles.
#[derive(Debug, Subcommand)]
pub(crate) enum CombatCommand {
    /// Predict battles that were not learned from, and score the predictions beside naive rivals.
    Score(Box<ScoreArgs>),
    /// Predict a conflict's named battles, or those of another table, from battles of other wars.
    Predict(PredictArgs),
    /// Learn the parameters of engagements and write them as priors.
    Fit(FitArgs),
}

/// Options of `combat score`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Without --test, --test-file and --test-theater every war among the training battles is predicted \
                        from the others. Battles that are predicted are never learned from."
)]
pub(crate) struct ScoreArgs {
    /// Table of battles to learn from.
    pub(crate) file: PathBuf,
    /// Years to learn from.
    #[arg(long, value_name = "YEAR-YEAR", default_value = "1900-1945", value_parser = super::super::args::parse_years)]
    pub(crate) train: (i16, i16),
    /// Years to predict.
    #[arg(long, value_name = "YEAR-YEAR", value_parser = super::super::args::parse_years)]
    pub(crate) test: Option<(i16, i16)>,
    /// Another table whose battles are predicted.
    #[arg(long, value_name = "FILE")]
    pub(crate) test_file: Option<PathBuf>,
    /// Predict each war from the others.
    #[arg(long, conflicts_with_all = ["test", "test_file", "test_theater"])]
    pub(crate) leave_one_war_out: bool,
    /// Learn only from this theatre (may be repeated).
    #[arg(long, value_name = "NAME")]
    pub(crate) theater: Vec<String>,
    /// Learn from no battle of this theatre (may be repeated).
    #[arg(long, value_name = "NAME")]
    pub(crate) without_theater: Vec<String>,
    /// Predict only this theatre (may be repeated).
    #[arg(long, value_name = "NAME")]
    pub(crate) test_theater: Vec<String>,
    /// Learn only from wars with this in their name (may be repeated).
    #[arg(long, value_name = "PART")]
    pub(crate) war: Vec<String>,
    /// Predict only wars with this in their name (may be repeated).
    #[arg(long, value_name = "PART")]
    pub(crate) test_war: Vec<String>,
    /// Predict only campaigns with this in their name (may be repeated).
    #[arg(long, value_name = "PART")]
    pub(crate) test_campaign: Vec<String>,
    /// Another predictor of the outcome, known before the battle (may be repeated).
    #[arg(long, value_name = "PREDICTOR")]
    pub(crate) also: Vec<String>,
    /// Outcomes only.
    #[arg(long)]
    pub(crate) no_losses: bool,
    /// How to sample.
    #[command(flatten)]
    pub(crate) sampling: Sampling,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How to sample.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Sampling {
    /// Chains of the sampler.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) chains: u16,
    /// Draws of each chain, after as many to tune.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    pub(crate) draws: u32,
    /// Root of all chance.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Options of `combat predict`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Without --table the named battles of the conflict are predicted, with the forces that its record gives. \
                        Battles that are predicted are never learned from."
)]
pub(crate) struct PredictArgs {
    /// Table of battles to learn from.
    pub(crate) file: PathBuf,
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    pub(crate) dir: Option<String>,
    /// Another table whose battles are predicted, those of the reference case among them.
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    pub(crate) table: Option<PathBuf>,
    /// Years to learn from.
    #[arg(long, value_name = "YEAR-YEAR", default_value = "1900-1945", value_parser = super::super::args::parse_years)]
    pub(crate) train: (i16, i16),
    /// Fewest men on the smaller side of a clash that counts as a battle.
    #[arg(long, value_name = "MEN", default_value_t = 300.0)]
    pub(crate) men: f64,
    /// How to sample.
    #[command(flatten)]
    pub(crate) sampling: Sampling,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `combat fit`.
#[derive(Debug, ClapArgs)]
pub(crate) struct FitArgs {
    /// Table of battles to learn from.
    pub(crate) file: PathBuf,
    /// File to write.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Years to learn from.
    #[arg(long, value_name = "YEAR-YEAR", default_value = "1900-1945", value_parser = super::super::args::parse_years)]
    pub(crate) train: (i16, i16),
    /// How to sample.
    #[command(flatten)]
    pub(crate) sampling: Sampling,
    /// Replace the file if there is one.
    #[arg(long)]
    pub(crate) force: bool,
}

impl ScoreArgs {
    /// What is learned from.
    pub(super) fn train(&self) -> Selection {
        Selection {
            years: Some(self.train),
            theaters: self.theater.clone(),
            without_theaters: self.without_theater.clone(),
            wars: self.war.clone(),
            campaigns: Vec::new(),
        }
    }

    /// What is predicted; none if each war is to be predicted from the others.
    pub(super) fn test(&self) -> Option<Selection> {
        let named =
            !self.test_theater.is_empty() || !self.test_war.is_empty() || !self.test_campaign.is_empty();
        (self.test.is_some() || self.test_file.is_some() || named).then(|| Selection {
            years: self.test,
            theaters: self.test_theater.clone(),
            without_theaters: Vec::new(),
            wars: self.test_war.clone(),
            campaigns: self.test_campaign.clone(),
        })
    }
}

impl Sampling {
    /// The settings of the sampler.
    pub(super) fn settings(&self) -> NutsSettings {
        NutsSettings {
            chains: usize::from(self.chains),
            tune: self.draws as usize,
            draws: self.draws as usize,
            seed: self.seed,
            ..Default::default()
        }
    }
}
