//! A study of interventions: the work of `halha whatif`, kept batch by batch so that it can be gone on with.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::WhatifTask;
use super::play::{Ready, Results, StudyError, Watches};
use crate::priors::fnv1a;
use crate::replay::Names;
use crate::store::StoreError;
use crate::whatif::{self, Answer, Progress, Watch, Whatif, Worlds};

/// Pairs of a study that is not finished: records of length, hash and values.
const KEPT: &str = ".pairs";
/// Bytes before the values of a record.
const HEAD: usize = 16;

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
    let path = directory.join(KEPT);
    let file = open(&path, &mut begun)?;
    let keeper = Keeper {
        watch: watches.pairs,
        path: path.clone(),
        kept: Mutex::new(Kept {
            file,
            pairs: begun.pairs,
            failed: None,
        }),
    };
    let played = asked.play_on(begun, threads, &keeper);
    keeper.fails()?;
    let worlds = played?;
    if worlds.stopped {
        return Err(StudyError::Stopped);
    }
    let answer = write(ready, task, (&asked, &worlds), directory)?;
    fs::remove_file(&path).map_err(|error| StoreError::write(&path, error))?;
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

/// Opens the kept pairs and reads what is whole; a record that a killed process has left half written is cut off.
fn open(path: &Path, worlds: &mut Worlds) -> Result<File, StoreError> {
    let failed = |error| StoreError::write(path, error);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::read(path, error)),
    };
    let mut whole = 0;
    while let Some(record) = record(&bytes[whole..]) {
        if !worlds.take_bytes(record) {
            break;
        }
        whole += HEAD + record.len();
    }
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(failed)?;
    file.set_len(whole as u64).map_err(failed)?;
    Ok(file)
}

/// The values of the record with which `bytes` begin, if it is whole.
fn record(bytes: &[u8]) -> Option<&[u8]> {
    let number = |at: usize| {
        let eight = bytes.get(at..at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(eight))
    };
    let length = usize::try_from(number(0)?).ok()?;
    let values = bytes.get(HEAD..)?.get(..length)?;
    (fnv1a(values) == number(8)?).then_some(values)
}

/// Keeps every batch as it comes, and stops the work if it cannot.
struct Keeper<'w> {
    watch: &'w dyn Watch,
    path: PathBuf,
    kept: Mutex<Kept>,
}

struct Kept {
    file: File,
    pairs: usize,
    failed: Option<io::Error>,
}

impl Kept {
    fn keep(&mut self, worlds: &Worlds) -> io::Result<()> {
        let values = worlds.to_bytes(self.pairs);
        let mut record = Vec::with_capacity(HEAD + values.len());
        record.extend((values.len() as u64).to_le_bytes());
        record.extend(fnv1a(&values).to_le_bytes());
        record.extend(values);
        self.file.write_all(&record)?;
        self.pairs = worlds.pairs;
        Ok(())
    }
}

impl Keeper<'_> {
    /// The failure to keep something, if there was one.
    fn fails(&self) -> Result<(), StoreError> {
        let failed = self.kept.lock().ok().and_then(|mut kept| kept.failed.take());
        failed.map_or(Ok(()), |error| Err(StoreError::write(&self.path, error)))
    }
}

impl Watch for Keeper<'_> {
    fn batch(&self, progress: &Progress<'_>) {
        if let Ok(mut kept) = self.kept.lock()
            && let Err(error) = kept.keep(progress.worlds)
        {
            kept.failed = Some(error);
        }
        self.watch.batch(progress);
    }

    fn stop(&self) -> bool {
        let failed = self.kept.lock().is_ok_and(|kept| kept.failed.is_some());
        failed || self.watch.stop()
    }
}
