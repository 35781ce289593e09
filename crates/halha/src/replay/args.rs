//! What can be typed after `halha replay`.

use clap::Args as ClapArgs;
use halha_lab::settings::Cut;

/// Options of `halha replay`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha replay runs/soviet-japanese-7-10000-1a2b3c 17\n  halha replay --seed 7 \
--draw 17 --from 1938 --to 1939 --sector tumen\n\nExit status: 0 told, 1 failure, 2 wrong usage."
)]
pub(crate) struct ReplayArgs {
    /// Directory of a run; with --seed, a conflict folder or built-in name.
    #[arg(value_name = "RUN|CONFLICT")]
    pub(crate) target: Option<String>,

    /// Number of the campaign in the run, from 0.
    #[arg(conflicts_with = "seed")]
    pub(crate) replication: Option<u64>,

    /// Play a campaign of this seed, without a run.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Number of its parameter vector; without it, 0.
    #[arg(long, value_name = "N", requires = "seed")]
    pub(crate) draw: Option<u64>,

    /// Number among the campaigns with these parameters; without it, 0.
    #[arg(long, value_name = "N", requires = "seed")]
    pub(crate) replicate: Option<u64>,

    /// First day told: 1935, 1935-06 or 1935-06-15. A crisis under way is told whole.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Cut>,

    /// Last day told.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Cut>,

    /// Only this sector, by its id or the beginning of it.
    #[arg(long)]
    pub(crate) sector: Option<String>,

    /// Tell every violation, also those without shots, and every false report.
    #[arg(long, conflicts_with = "json")]
    pub(crate) all: bool,

    /// Every event as a line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
