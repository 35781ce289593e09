//! The main job: an ensemble played part by part on all threads into a directory that can be resumed at any moment.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use halha_record::Folder;

use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, Ensemble};
use crate::provenance::Provenance;
use crate::settings::SettingsError;
use crate::store::{Bench, RunDirectory, Session, StoreError, StoredRun};

/// Why a job ended without its results.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A setting that cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Priors that the model cannot take.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A file that cannot be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody asked the job to stop.
    #[error("stopped; what is complete stays valid")]
    Stopped,
    /// The directory holds something else.
    #[error("{0} holds files but no run; give an empty or a new directory with --out")]
    Foreign(PathBuf),
    /// The directory holds a run that was never begun.
    #[error(
        "{0} holds no run (there is no run.json); give the directory of a run, as `halha run` printed it"
    )]
    NoRun(PathBuf),
    /// The directory holds another run.
    #[error(
        "{directory} holds another run ({difference}); give another directory with --out, or resume that one with: halha run --resume {directory}"
    )]
    Other {
        /// The directory.
        directory: PathBuf,
        /// The first difference.
        difference: String,
    },
    /// The run in the directory has not been finished.
    #[error("{0} is not finished; finish it with: halha run --resume {0}")]
    Unfinished(PathBuf),
    /// The conflict's copy in the directory cannot be used.
    #[error("the copy of the conflict in {0} has errors; see them with: halha record check {0}")]
    Conflict(PathBuf),
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}; ask for fewer with --threads")]
    Threads(String),
}

/// Watches a job and may stop it. Called from many threads.
pub trait Watch: Sync {
    /// The job begins: so many runs in all, so many of them already there.
    fn begins(&self, _runs: u64, _there: u64) {}
    /// So many more runs have been played.
    fn played(&self, _runs: u64) {}
    /// Whether to stop. What is complete stays.
    fn stop(&self) -> bool {
        false
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoWatch;

impl Watch for NoWatch {}

/// Where and how a job works: nothing here can change its results.
#[derive(Debug, Clone)]
pub struct Place {
    /// The run's directory.
    pub directory: PathBuf,
    /// Threads; `None` for one a core.
    pub threads: Option<usize>,
}

/// Plays an ensemble into a directory, from the beginning or from where an earlier call was interrupted. A run that is
/// complete is not played again.
///
/// `folder` is the conflict's; it is copied into the directory. `name` is what the user calls it.
///
/// # Errors
/// See [`RunError`]; whatever it is, what is complete stays valid.
pub fn play(
    folder: &Folder,
    name: &str,
    ensemble: &Ensemble,
    place: &Place,
    watch: &dyn Watch,
) -> Result<StoredRun, RunError> {
    let provenance = Provenance::of(ensemble, name);
    let directory = RunDirectory::open(&place.directory)?;
    directory.begin(&provenance, ensemble.settings().events, folder)?;
    if !directory.is_done() {
        finish(&directory, ensemble, place.threads, watch)?;
    }
    StoredRun::open(&place.directory)
}

/// Finishes an interrupted run from what its directory holds.
///
/// # Errors
/// As for [`play`]; also if the directory holds no run or was written by another version.
pub fn resume(place: &Place, watch: &dyn Watch) -> Result<StoredRun, RunError> {
    let (folder, provenance, ensemble) = reopen(&place.directory)?;
    play(&folder, &provenance.conflict.name, &ensemble, place, watch)
}

/// Makes a finished run again in another directory.
///
/// # Errors
/// As for [`play`]; also if the run is not finished.
pub fn again(run: &Path, place: &Place, watch: &dyn Watch) -> Result<StoredRun, RunError> {
    let done = StoredRun::open(run)?;
    let (folder, provenance, ensemble) = reopen(done.directory())?;
    play(&folder, &provenance.conflict.name, &ensemble, place, watch)
}

/// The conflict and ensemble of a run's directory.
///
/// # Errors
/// If the directory holds no run, its conflict cannot be used, or another version of the program wrote it.
pub fn reopen(directory: &Path) -> Result<(Folder, Provenance, Ensemble), RunError> {
    let path = directory.join(RunDirectory::PROVENANCE);
    if !path.exists() {
        return Err(RunError::NoRun(directory.to_owned()));
    }
    let provenance = Provenance::read(&path)?;
    let conflict = directory.join(RunDirectory::CONFLICT);
    let folder = Folder::open(&conflict).map_err(|_| RunError::Conflict(conflict.clone()))?;
    let (loaded, _) = LoadedConflict::load(&folder);
    let loaded = loaded.ok_or(RunError::Conflict(conflict))?;
    let ensemble = Ensemble::new(loaded, provenance.settings.clone())?;
    match provenance.difference(&Provenance::of(&ensemble, &provenance.conflict.name)) {
        None => Ok((folder, provenance, ensemble)),
        Some(difference) => Err(RunError::Other {
            directory: directory.to_owned(),
            difference,
        }),
    }
}

/// Plays the parts that are missing, then says that all is done.
fn finish(
    directory: &RunDirectory,
    ensemble: &Ensemble,
    threads: Option<usize>,
    watch: &dyn Watch,
) -> Result<(), RunError> {
    let began = Instant::now();
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let settings = ensemble.settings();
    let missing = directory.missing(settings.parts());
    let runs: u64 = missing
        .iter()
        .map(|part| settings.part(*part))
        .map(|r| r.end - r.start)
        .sum();
    watch.begins(settings.replications, settings.replications - runs);
    let played = play_parts(directory.path(), ensemble, &missing, threads, watch);
    let seconds = began.elapsed().as_secs_f64();
    directory.note(Session {
        threads,
        runs,
        seconds,
        finished: played.is_ok(),
    })?;
    played?;
    directory.complete(settings.replications, settings.parts())?;
    Ok(())
}

/// Every thread takes the next part that nobody has taken. The first failure stops all.
fn play_parts(
    directory: &Path,
    ensemble: &Ensemble,
    parts: &[u64],
    threads: usize,
    watch: &dyn Watch,
) -> Result<(), RunError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build();
    let pool = pool.map_err(|error| RunError::Threads(error.to_string()))?;
    let next = AtomicUsize::new(0);
    let watch = Failing {
        watch,
        failed: AtomicBool::new(false),
    };
    let work = |_: rayon::BroadcastContext<'_>| -> Result<(), RunError> {
        let mut bench = Bench::new(ensemble, directory);
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            bench
                .play(*part, &watch)
                .inspect_err(|_| watch.failed.store(true, Ordering::Relaxed))?;
        }
        Ok(())
    };
    let results = pool.broadcast(work);
    // A thread that stopped because another failed has nothing to say beside it.
    let mut failures: Vec<RunError> = results.into_iter().filter_map(Result::err).collect();
    failures.sort_by_key(|failure| matches!(failure, RunError::Stopped));
    failures.into_iter().next().map_or(Ok(()), Err)
}

/// A watch that also stops the other threads when one has failed.
struct Failing<'w> {
    watch: &'w dyn Watch,
    failed: AtomicBool,
}

impl Watch for Failing<'_> {
    fn played(&self, runs: u64) {
        self.watch.played(runs);
    }

    fn stop(&self) -> bool {
        self.failed.load(Ordering::Relaxed) || self.watch.stop()
    }
}
