//! A study of a rare event: the work of `halha rare`, kept repeat by repeat so that it can be gone on with.

use std::path::Path;

use super::RareTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::priors::fnv1a;
use crate::rare::{RareQuestion, Work};
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
    let question = RareQuestion {
        event: task.event.id.clone(),
        settings: task.settings(ready.study.seed, conflict.best_source()),
        variant: false,
        swing: false,
        crude: 0,
    };
    let work = Work::new(conflict, &task.event, question, &ready.note.called).by_command(&ready.note.command);
    let answer = work.answer_in(directory, ready.kept(directory)?, (threads, watches.events))?;
    if answer.provenance.stopped {
        return Err(StudyError::Stopped);
    }
    let fingerprint = fnv1a(&json(&(&answer.estimate, &answer.levels)));
    Ok((Results::Rare(Box::new(answer)), fingerprint))
}
