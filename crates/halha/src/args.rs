//! What can be typed: the commands, their options and their help.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::certify::CertifyArgs;
use crate::check::CheckModelArgs;
use crate::combat::{CombatArgs, ImportArgs};
use crate::conflict;
use crate::explore::ExploreArgs;
use crate::fit::FitArgs;
use crate::forecast::ForecastArgs;
use crate::matters::{DiscoverArgs, SensitivityArgs};
use crate::rare::RareArgs;
use crate::replay::ReplayArgs;
use crate::run::RunArgs;
use crate::score::ScoreArgs;
use crate::study::StudyArgs;
use crate::whatif::WhatifArgs;

/// A laboratory for undeclared border wars.
///
/// Without a command: an overview of the conflict, and what to ask next.
#[derive(Debug, Parser)]
#[command(name = "halha", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Args {
    /// What to do; without one, an overview.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Conflict to use: a built-in name or the path of a conflict folder.
    #[arg(long, short = 'C', global = true, value_name = "DIR|NAME", default_value = conflict::DEFAULT)]
    pub(crate) conflict: String,

    /// Columns to fill; without it, those of the terminal, or 100.
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub(crate) width: Option<u16>,
}

/// The commands, in the order in which one meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play the whole conflict thousands of times and set it beside the record.
    Run(Box<RunArgs>),
    /// Learn the parameters from the record.
    Fit(FitArgs),
    /// Calibrate the fits on records that were made up, and write down how they fared.
    Certify(CertifyArgs),
    /// Check program, fit and model against the validation protocol.
    Check(CheckModelArgs),
    /// Score what the model foretells, beside naive rivals.
    Score(ScoreArgs),
    /// Ask what an intervention would have changed, in pairs of worlds that share their luck.
    Whatif(Box<WhatifArgs>),
    /// Ask what comes next, from the recorded history to a date.
    Forecast(ForecastArgs),
    /// Do a study: what a file asks of a conflict, in a directory that can be gone on with and checked.
    Study(StudyArgs),
    /// Estimate the probability of rare events.
    Rare(RareArgs),
    /// Ask which parameters account for what comes out, and how much is chance.
    Sensitivity(SensitivityArgs),
    /// Ask which parameters and early years lead to an outcome.
    Discover(DiscoverArgs),
    /// Tell one campaign as a chronicle.
    Replay(ReplayArgs),
    /// Look at the conflict, its record and its runs in a browser.
    Explore(ExploreArgs),
    /// Read, check, export and begin records of conflicts.
    Record(RecordArgs),
    /// Check a table from outside that models can learn from, and say what is in it.
    Import(ImportArgs),
    /// Score predictions of battles beside naive rivals, and learn the parameters of engagements.
    Combat(CombatArgs),
    /// Print a completion script for a shell.
    Completions {
        /// Shell to complete for.
        shell: Shell,
    },
    /// Print the manual page, or write one page a command into a folder.
    Man {
        /// Folder to write the pages into.
        dir: Option<PathBuf>,
    },
}

/// `halha record …`.
#[derive(Debug, ClapArgs)]
pub(crate) struct RecordArgs {
    /// What to do with the record.
    #[command(subcommand)]
    pub(crate) command: RecordCommand,
}

/// What can be done with a record.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// The chronicle: incidents with date, place, sector, parties, men, losses and outcome.
    List(ListArgs),
    /// One incident or act: what each side and each later voice says, side by side.
    Show(ShowArgs),
    /// Where sources disagree most, and who says what.
    Rivals(RivalsArgs),
    /// Works in which the claims can be read.
    Sources(SourcesArgs),
    /// All problems of a conflict folder at once, each with file, line, value and remedy.
    #[command(after_help = "Exit status: 0 clean or warnings only, 1 errors, 2 wrong usage.")]
    Check(CheckArgs),
    /// Write the claims (or, as GeoJSON, the places and lines) to a file.
    Export(ExportArgs),
    /// Begin a conflict folder that passes `check` and explains itself.
    New(NewArgs),
    /// Print the JSON Schema of a conflict folder.
    Schema,
}

/// Options of `record list`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ListArgs {
    /// Only incidents that touch this year or span of years.
    #[arg(long, value_name = "YEAR[-YEAR]", value_parser = parse_years)]
    pub(crate) year: Option<(i16, i16)>,
    /// Only incidents in this sector.
    #[arg(long)]
    pub(crate) sector: Option<String>,
    /// Only incidents in which this party, or a force that belongs to it, took part.
    #[arg(long)]
    pub(crate) party: Option<String>,
    /// Only incidents of this type (`clash`, `battle`, `air-battle` …).
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: Option<String>,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `record show`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// Incident or act: its name, or the beginning of it.
    pub(crate) id: String,
    /// Also list every claim in full, with its place in the source, its status and its note.
    #[arg(long)]
    pub(crate) claims: bool,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `record rivals`.
#[derive(Debug, ClapArgs)]
pub(crate) struct RivalsArgs {
    /// Only this incident: its name, or the beginning of it.
    pub(crate) incident: Option<String>,
    /// How many figures to show, the most disputed first.
    #[arg(long, short = 'n', default_value_t = 20, conflicts_with = "all")]
    pub(crate) limit: usize,
    /// All of them.
    #[arg(long)]
    pub(crate) all: bool,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `record sources`.
#[derive(Debug, ClapArgs)]
pub(crate) struct SourcesArgs {
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `record check`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    pub(crate) dir: Option<String>,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `record export`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    /// Form to write.
    #[arg(long, short, value_enum)]
    pub(crate) format: ExportFormat,
    /// File to write; `-` for standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Replace the file if there is one.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Forms that a record can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Claims, one a row, for spreadsheets and statistics programs.
    Csv,
    /// The whole record, table by table.
    Json,
    /// Claims, one a row, typed, for data engines.
    Parquet,
    /// Places with their incidents, frontier, claimed lines and rivers, for maps.
    Geojson,
}

/// Options of `record new`.
#[derive(Debug, ClapArgs)]
pub(crate) struct NewArgs {
    /// Folder to make; it must not exist, or be empty.
    pub(crate) dir: PathBuf,
}

/// Reads `1936` or `1935-1937`.
pub(crate) fn parse_years(text: &str) -> Result<(i16, i16), String> {
    let year = |part: &str| {
        part.parse::<i16>()
            .ok()
            .filter(|year| (1..=9999).contains(year))
            .ok_or_else(|| format!("{part:?} is no year; give one year (1936) or a span (1935-1937)"))
    };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (year(from)?, year(to)?);
    if from > to {
        return Err(format!(
            "{from} is after {to}; give the earlier year first ({to}-{from})"
        ));
    }
    Ok((from, to))
}
