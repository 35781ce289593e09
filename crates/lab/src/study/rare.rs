//! A study of a rare event: the work of `halha rare`. One that was stopped begins anew.

use std::path::Path;

use super::RareTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::job::RunError;
use crate::priors::fnv1a;
use crate::rare::{Answer, Rare, RareError, write};
use crate::whatif::json;

/// Estimates and writes.
pub(super) fn play(
    ready: &Ready<'_>,
    task: &RareTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let conflict = &ready.conflict;
    let settings = task.settings(ready.study.seed, conflict.best_source());
    let asked = Rare::new(conflict, &task.event, settings)?;
    let repeats = asked.play(threads, watches.events)?;
    if repeats.stopped {
        return Err(StudyError::Stopped);
    }
    let answer = Answer::of(&asked, &repeats, &ready.note.command).map_err(RunError::from)?;
    let answer = answer.ok_or(RareError::Stopped)?;
    write(directory, &answer, &repeats)?;
    let fingerprint = fnv1a(&json(&(&answer.estimate, &answer.levels)));
    Ok((Results::Rare(Box::new(answer)), fingerprint))
}
