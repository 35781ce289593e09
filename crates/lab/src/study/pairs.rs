//! A study of interventions: the work of `halha whatif`, kept batch by batch so that it can be gone on with.

use std::path::Path;
use std::sync::Mutex;

use super::WhatifTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::replay::Names;
use crate::store::{Kept, StoreError};
use crate::whatif::{self, Answer, Progress, Watch, Whatif, Worlds};

/// Plays the pairs, or what is missing of them, and writes the answer.
pub(super) fn play(
    ready: &Ready<'_>,
    task: &WhatifTask,
    directory: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<(Results, u64), StudyError> {
    let settings = task.settings(ready.study.seed);
    let asked = Whatif::new(
        &ready.conflict,
        task.plans.clone(),
        ready.measures.clone(),
        settings,
    )?;
    let mut begun = asked.no_worlds();
    let mut kept = ready.kept(directory)?;
    kept.stretch(0)
        .done(|bytes| begun.take_bytes(bytes).then_some(()))?;
    let keeper = Keeper {
        watch: watches.pairs,
        kept: Mutex::new(Keeping {
            pairs: begun.pairs,
            kept,
            failed: None,
        }),
    };
    let played = asked.play_on(begun, threads, &keeper);
    let kept = keeper.end()?;
    let worlds = played?;
    if worlds.stopped {
        return Err(StudyError::Stopped);
    }
    let answer = write(ready, task, (&asked, &worlds), directory)?;
    kept.finish()?;
    Ok((Results::Whatif(Box::new(answer)), worlds.fingerprint()))
}

fn write(
    ready: &Ready<'_>,
    task: &WhatifTask,
    (asked, worlds): (&Whatif<'_>, &Worlds),
    directory: &Path,
) -> Result<Answer, StudyError> {
    let mut answer = Answer::of(asked, worlds, &task.interventions, &ready.note.called);
    answer.provenance.command.clone_from(&ready.note.command);
    let told = asked.tell_chosen(&answer, None)?;
    let page = whatif::page(&answer, &Names::of(&ready.conflict), &told);
    whatif::write(directory, asked, worlds, (&answer, &page), &task.used)?;
    Ok(answer)
}

/// Keeps every batch as it comes, and stops the work if it cannot.
struct Keeper<'w> {
    watch: &'w dyn Watch,
    kept: Mutex<Keeping>,
}

struct Keeping {
    kept: Kept,
    pairs: usize,
    failed: Option<StoreError>,
}

impl Keeper<'_> {
    /// What was kept, or the failure to keep something.
    fn end(self) -> Result<Kept, StoreError> {
        let keeping = self
            .kept
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        keeping.failed.map_or(Ok(keeping.kept), Err)
    }
}

impl Watch for Keeper<'_> {
    fn batch(&self, progress: &Progress<'_>) {
        if let Ok(mut keeping) = self.kept.lock() {
            let more = progress.worlds.to_bytes(keeping.pairs);
            match keeping.kept.stretch(0).add(&more) {
                Ok(()) => keeping.pairs = progress.worlds.pairs,
                Err(error) => keeping.failed = Some(error),
            }
        }
        self.watch.batch(progress);
    }

    fn stop(&self) -> bool {
        let failed = self.kept.lock().is_ok_and(|keeping| keeping.failed.is_some());
        failed || self.watch.stop()
    }
}
