//! A study of campaigns: the job of `halha run`, in the folder `run/` of the study's directory.

use std::path::Path;

use super::RunTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::job::{self, Place};

/// The run's directory in that of the study.
pub(super) const FOLDER: &str = "run";

/// Plays the run, or what is missing of it.
pub(super) fn play(
    ready: &Ready<'_>,
    task: &RunTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let ensemble = task.ensemble(ready.conflict.clone(), ready.study.seed)?;
    let place = Place {
        directory: directory.join(FOLDER),
        threads,
    };
    let name = &ready.note.called;
    let stored = job::play(ready.folder, name, &ensemble, &place, watches.campaigns)?;
    let fingerprint = stored.done().hash;
    Ok((Results::Run(Box::new(stored)), fingerprint))
}
