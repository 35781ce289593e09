//! What can be typed after `halha study`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Options of `halha study`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  halha study --list\n  halha study commission\n  halha study ./mine.toml --out answers/mine\n  \
halha study --resume studies/commission\n  halha study --again studies/commission\n\nThe same study leaves the same bytes, \
whatever the threads and however often it was interrupted. Type the same command again, or --resume, to finish one.\n\n\
Exit status: 0 done, 1 failure, 2 wrong usage or a wrong file, 130 interrupted."
)]
pub(crate) struct StudyArgs {
    /// Study: the name of one that comes with the conflict, or a file ending in `.toml`.
    #[arg(value_name = "NAME|FILE")]
    pub(crate) study: Option<String>,

    /// List the studies that come with the conflict, each with its question.
    #[arg(long, conflicts_with_all = ["study", "size", "out", "resume", "again", "json"])]
    pub(crate) list: bool,

    /// Campaigns or pairs, instead of those of the file.
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u64).range(2..=4_000_000))]
    pub(crate) size: Option<u64>,

    /// Threads; without it, one for each core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Directory for the results; without it, one under `studies/`.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Finish an interrupted study.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["study", "size", "out", "again"])]
    pub(crate) resume: Option<PathBuf>,

    /// Do a finished study again and compare every result, byte by byte, and the fingerprint.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["study", "size"])]
    pub(crate) again: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
