//! Studies of what matters: the work of `halha sensitivity` and `halha discover`, kept so that it can be gone on with.

use std::path::Path;

use super::play::{Ready, Results, StudyError, Watches};
use super::{DiscoveryTask, SensitivityTask, plain_ensemble};
use crate::matters::{
    Design, Sensitivity, Study, Worlds, discover, write_discovery, write_given, write_sensitivity,
};
use crate::priors::fnv1a;
use crate::whatif::json;

/// Finds out what parameters account for, and writes.
pub(super) fn sensitivity(
    ready: &Ready<'_>,
    task: &SensitivityTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let answer = match task.design {
        Design::GivenData => given(ready, task, directory, threads, watches)?,
        Design::Saltelli | Design::Screening => designed(ready, task, directory, threads, watches)?,
    };
    let fingerprint = fnv1a(&json(&answer.observed));
    Ok((Results::Sensitivity(Box::new(answer)), fingerprint))
}

fn designed(
    ready: &Ready<'_>,
    task: &SensitivityTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<Sensitivity, StudyError> {
    let settings = task.settings(ready.study.seed);
    let study = Study::new(&ready.conflict, task.measures.clone(), settings)?;
    let mut kept = ready.kept(directory)?;
    let played = study.play_on(kept.stretch(0), threads, watches.campaigns)?;
    if played.stopped {
        return Err(StudyError::Stopped);
    }
    let mut answer = Sensitivity::of_design(&study, &played, &ready.note.called);
    answer.provenance.command.clone_from(&ready.note.command);
    write_sensitivity(directory, &study, &played, &answer)?;
    kept.finish()?;
    Ok(answer)
}

fn given(
    ready: &Ready<'_>,
    task: &SensitivityTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<Sensitivity, StudyError> {
    let size = (task.base * task.replicates as u64, task.base);
    let ensemble = plain_ensemble(&ready.conflict, size, ready.study.seed)?;
    let mut kept = ready.kept(directory)?;
    let what = (&ensemble, task.measures.as_slice(), None);
    let worlds = Worlds::play_on(kept.stretch(0), what, threads, watches.campaigns)?;
    if worlds.stopped {
        return Err(StudyError::Stopped);
    }
    let mut answer = Sensitivity::of_worlds(&ensemble, &worlds, &task.measures, &ready.note.called)?;
    answer.provenance.command.clone_from(&ready.note.command);
    write_given(directory, &answer)?;
    kept.finish()?;
    Ok(answer)
}

/// Looks for what leads to an outcome, and writes.
pub(super) fn discovery(
    ready: &Ready<'_>,
    task: &DiscoveryTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let (seed, early) = (ready.study.seed, task.early_until);
    let ensemble = plain_ensemble(&ready.conflict, (task.replications, task.draws), seed)?;
    let measures = [task.outcome.measure.clone()];
    let mut kept = ready.kept(directory)?;
    let what = (&ensemble, measures.as_slice(), early);
    let worlds = Worlds::play_on(kept.stretch(0), what, threads, watches.campaigns)?;
    if worlds.stopped {
        return Err(StudyError::Stopped);
    }
    let how = (early, task.settings(seed));
    let mut answer = discover(&ensemble, &worlds, task.outcome.clone(), how, &ready.note.called)?;
    answer.provenance.command.clone_from(&ready.note.command);
    write_discovery(directory, &worlds, &answer)?;
    kept.finish()?;
    let fingerprint = fnv1a(&json(&answer.boxes));
    Ok((Results::Discovery(Box::new(answer)), fingerprint))
}
