//! What can be typed after `halha whatif`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// Options of `halha whatif`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha whatif --list\n  halha whatif commission-1935\n  halha whatif commission-1935 \
no-china-war commission-1935+no-china-war\n  halha whatif ./my-intervention.toml --until-precision 0.002\n\n\
The same seed gives the same answer, whatever the threads. Ctrl-C gives what is there.\n\n\
Exit status: 0 answered, 1 failure, 2 wrong usage or a wrong file."
)]
pub(crate) struct WhatifArgs {
    /// Interventions, a column each: names of the conflict's own, or files ending in `.toml`; joined by `+` where they
    /// are done together.
    #[arg(value_name = "NAME|FILE")]
    pub(crate) interventions: Vec<String>,

    /// List the interventions that come with the conflict, each with its question.
    #[arg(long, conflicts_with_all = ["interventions", "out", "tell"])]
    pub(crate) list: bool,

    /// Pairs of worlds.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20_000)]
    pub(crate) pairs: u64,

    /// Pairs with the same parameters: what separates the part of parameters from that of chance.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) per_draw: u64,

    /// Root of all luck; without one, a seed is drawn and printed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Stop as soon as every probability and the logarithm of losses is known to this standard error.
    #[arg(long, value_name = "ERROR")]
    pub(crate) until_precision: Option<f64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Show every measure and observable, also those that do not move.
    #[arg(long)]
    pub(crate) all: bool,

    /// Tell a pair of worlds of the first column as chronicles, side by side from where they part.
    #[arg(long, value_enum, value_name = "WHICH", conflicts_with = "json")]
    pub(crate) tell: Option<Told>,

    /// Directory for the pairs, the report and what makes them again.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Play the pairs of an answer again and compare every result, byte by byte.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["interventions", "list", "pairs", "per_draw", "seed", "until_precision", "out", "tell", "json"])]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which pair is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Told {
    /// The median change of losses.
    Typical,
    /// The largest change of losses.
    Extreme,
}

impl Told {
    /// The word of an answer for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Typical => "typical",
            Self::Extreme => "extreme",
        }
    }
}
