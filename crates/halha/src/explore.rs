//! `halha explore`: serves the conflict, its record and its runs as a page on loopback, and opens it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args as ClapArgs;
use halha_lab::store::StoredRun;
use halha_record::Folder;
use halha_server::{Explorer, QuickRun, Settings};

use crate::conflict;
use crate::failure::Failure;
use crate::output;

/// Root of the luck of the run that is played at the start: always the same, so that everybody sees the same.
const SEED: u64 = 1;

/// Options of `halha explore`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The page is served on 127.0.0.1 alone and loads nothing from elsewhere. Ctrl-C ends it."
)]
pub(crate) struct ExploreArgs {
    /// Conflict folder or built-in name, or the directory of a finished run; without one, the conflict of `--conflict`.
    #[arg(value_name = "CONFLICT|RUN")]
    pub(crate) target: Option<String>,

    /// Port to listen on; without one, 8417, or a free one if that is taken.
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,

    /// Do not open a browser; the address is printed either way.
    #[arg(long)]
    pub(crate) no_open: bool,

    /// Folder in which finished runs of the conflict are looked for.
    #[arg(long, value_name = "DIR", default_value = "runs")]
    pub(crate) runs: PathBuf,

    /// Campaigns to play at the start where no finished run is found; 0 for none. They are kept until the end only.
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(0..=20_000))]
    pub(crate) quick: u64,
}

/// Serves until Ctrl-C.
pub(crate) fn run(args: &ExploreArgs, conflict: &str) -> Result<(), Failure> {
    let target = args.target.as_deref().unwrap_or(conflict);
    let (folder, name, run) = open(target)?;
    // Gone with its campaigns when the server ends.
    let scratch = tempfile::tempdir().map_err(|error| Failure::Write {
        path: std::env::temp_dir(),
        error,
    })?;
    let quick = (args.quick > 0).then(|| QuickRun {
        campaigns: args.quick,
        seed: SEED,
        scratch: scratch.path().to_owned(),
    });
    let explorer = Explorer::begin(Settings {
        folder: Arc::new(folder),
        name,
        runs: args.runs.is_dir().then(|| args.runs.clone()),
        run,
        quick,
        port: args.port,
    })?;
    for problem in explorer.problems() {
        output::note(problem);
    }
    let address = format!("http://{}/", explorer.address());
    output::print(&format!("{address}\n"))?;
    output::note("Ctrl-C ends it.");
    if !args.no_open && open::that_detached(&address).is_err() {
        output::note("no browser could be opened; open the address yourself");
    }
    explorer.run(halha_server::interrupted)?;
    Ok(())
}

/// What the target means: a conflict, or a run with the conflict that was played.
fn open(target: &str) -> Result<(Folder, String, Option<PathBuf>), Failure> {
    let directory = Path::new(target);
    if !directory.join("run.json").is_file() {
        return Ok((conflict::open(target)?, target.to_owned(), None));
    }
    let run = StoredRun::open(directory)?;
    // The name of the directory is the run's name, also where it was given as a dot.
    let directory = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    let folder = Folder::open(directory.join("conflict"))?;
    let name = run.provenance().conflict.name.clone();
    Ok((folder, name, Some(directory)))
}
