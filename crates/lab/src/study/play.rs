//! Doing a study: whatever its kind, it is begun, gone on with or found complete in a directory of its own.

use std::path::{Path, PathBuf};

use halha_record::Folder;

use super::directory::{self, StudyDirectory};
use super::note::StudyNote;
use super::{Study, Task, forecast, matters as analyses, pairs, rare as events, run};
use crate::conflict::LoadedConflict;
use crate::job::{self, RunError};
use crate::matters::{Discoveries, MattersError, Sensitivity};
use crate::rare::{self, RareError};
use crate::settings::SettingsError;
use crate::store::{Kept, StoreError, StoredRun};
use crate::whatif::{self, Answer, Forecast, Measure, WhatifError};

/// Why a study has no results.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// A run that cannot be played or stored.
    #[error(transparent)]
    Run(RunError),
    /// Pairs or a forecast that cannot be played.
    #[error(transparent)]
    Whatif(WhatifError),
    /// A rare event that cannot be estimated.
    #[error(transparent)]
    Rare(RareError),
    /// An analysis that cannot be made.
    #[error(transparent)]
    Matters(MattersError),
    /// A file that cannot be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody asked the study to stop.
    #[error("stopped; what is complete stays valid")]
    Stopped,
    /// The directory holds something else.
    #[error("{0} holds files but no study; give an empty or a new directory with --out")]
    Foreign(PathBuf),
    /// The directory holds no study.
    #[error(
        "{0} holds no study (there is no study.json); give the directory of a study, as `halha study` printed it"
    )]
    NoStudy(PathBuf),
    /// The directory holds another study.
    #[error("{directory} holds another study ({difference}); give another directory with --out")]
    Other {
        /// The directory.
        directory: PathBuf,
        /// The first difference.
        difference: String,
    },
    /// The study has not been finished.
    #[error("{0} is not finished; finish it with: halha study --resume {0}")]
    Unfinished(PathBuf),
}

impl From<RunError> for StudyError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Stopped => Self::Stopped,
            other => Self::Run(other),
        }
    }
}

impl From<WhatifError> for StudyError {
    fn from(error: WhatifError) -> Self {
        match error {
            WhatifError::Stopped => Self::Stopped,
            other => Self::Whatif(other),
        }
    }
}

impl From<RareError> for StudyError {
    fn from(error: RareError) -> Self {
        match error {
            RareError::Stopped => Self::Stopped,
            other => Self::Rare(other),
        }
    }
}

impl From<MattersError> for StudyError {
    fn from(error: MattersError) -> Self {
        match error {
            MattersError::Stopped => Self::Stopped,
            other => Self::Matters(other),
        }
    }
}

impl From<SettingsError> for StudyError {
    fn from(error: SettingsError) -> Self {
        Self::Run(error.into())
    }
}

/// Those who watch the work and may stop it: campaigns one by one, pairs batch by batch.
#[derive(Clone, Copy)]
pub struct Watches<'w> {
    /// Watches campaigns.
    pub campaigns: &'w dyn job::Watch,
    /// Watches pairs.
    pub pairs: &'w dyn whatif::Watch,
    /// Watches repeats of rare events.
    pub events: &'w dyn rare::Watch,
}

impl Watches<'static> {
    /// Nobody watches.
    pub const NONE: Self = Self {
        campaigns: &job::NoWatch,
        pairs: &whatif::NoWatch,
        events: &rare::NoWatch,
    };
}

/// A study that is ready to be done.
#[derive(Debug)]
pub struct Ready<'f> {
    pub(super) study: Study,
    /// Under the study's parameters.
    pub(super) conflict: LoadedConflict,
    pub(super) measures: Vec<Measure>,
    pub(super) folder: &'f Folder,
    pub(super) note: StudyNote,
}

impl<'f> Ready<'f> {
    /// Makes a study ready. `names` are those of the conflict and of the study as they were typed.
    ///
    /// # Errors
    /// If the posterior is asked for and there is none.
    pub fn new(
        study: Study,
        (folder, conflict): (&'f Folder, LoadedConflict),
        measures: &[Measure],
        names: [&str; 2],
    ) -> Result<Self, StudyError> {
        let conflict = study.conflict(conflict)?;
        let measures = study.measures(measures);
        Ok(Self {
            note: StudyNote::of(&study, &conflict, &measures, names),
            study,
            conflict,
            measures,
            folder,
        })
    }

    /// The same study as one that was begun before, under the names that it had then.
    ///
    /// # Errors
    /// If it is not the same any more.
    pub fn as_before(mut self, before: &StudyNote, directory: &Path) -> Result<Self, StudyError> {
        if let Some(difference) = before.difference(&self.note) {
            return Err(StudyError::Other {
                directory: directory.to_owned(),
                difference,
            });
        }
        self.note = before.clone();
        Ok(self)
    }

    /// The study.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// The conflict under the study's parameters.
    pub fn conflict(&self) -> &LoadedConflict {
        &self.conflict
    }

    /// What decides the results.
    pub fn note(&self) -> &StudyNote {
        &self.note
    }

    /// What the directory of this study keeps of work that was broken off; its note has been compared.
    pub(super) fn kept(&self, directory: &Path) -> Result<Kept, StoreError> {
        Kept::open(directory, self.note.decides.as_bytes())
    }

    /// What paired worlds are compared by, the study's own as the main ones.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }
}

/// What came out.
#[derive(Debug)]
pub enum Results {
    /// Of a run.
    Run(Box<StoredRun>),
    /// Of a what-if.
    Whatif(Box<Answer>),
    /// Of a forecast.
    Forecast(Box<Forecast>),
    /// Of a rare event.
    Rare(Box<rare::Answer>),
    /// Of an analysis of sensitivity.
    Sensitivity(Box<Sensitivity>),
    /// Of a discovery.
    Discovery(Box<Discoveries>),
    /// Of one of these three, read back: the answer as JSON.
    Json(serde_json::Value),
}

/// A study that has been done.
#[derive(Debug)]
pub struct Studied {
    /// Where it lies.
    pub directory: PathBuf,
    /// Fingerprint of the values that came out.
    pub fingerprint: u64,
    /// What came out.
    pub results: Results,
}

/// Does a study in a directory, from the beginning or from where an earlier call was interrupted. A study that is
/// complete is read and not done again.
///
/// # Errors
/// See [`StudyError`]; whatever it is, what is complete stays valid.
pub fn play(
    ready: &Ready<'_>,
    path: &Path,
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<Studied, StudyError> {
    let directory = StudyDirectory::open(path)?;
    directory.begin(&ready.study, &ready.note)?;
    if let Some(done) = directory.done()? {
        return Ok(Studied {
            directory: path.to_owned(),
            fingerprint: done.fingerprint,
            results: stored(&ready.study.task, path)?,
        });
    }
    let (results, fingerprint) = match &ready.study.task {
        Task::Run(task) => run::play(ready, task, path, threads, watches)?,
        Task::Whatif(task) => pairs::play(ready, task, path, threads, watches)?,
        Task::Forecast(task) => forecast::play(ready, task, path, threads, watches)?,
        Task::Rare(task) => events::play(ready, task, path, threads, watches)?,
        Task::Sensitivity(task) => analyses::sensitivity(ready, task, path, threads, watches)?,
        Task::Discovery(task) => analyses::discovery(ready, task, path, threads, watches)?,
    };
    directory.complete(fingerprint)?;
    Ok(Studied {
        directory: path.to_owned(),
        fingerprint,
        results,
    })
}

/// The results of a study that is complete.
fn stored(task: &Task, path: &Path) -> Result<Results, StudyError> {
    Ok(match task {
        Task::Run(_) => Results::Run(Box::new(StoredRun::open(&path.join(run::FOLDER))?)),
        Task::Whatif(_) => Results::Whatif(Box::new(read(&path.join(whatif::ANSWER))?)),
        Task::Forecast(_) => Results::Forecast(Box::new(read(&path.join(whatif::FORECAST))?)),
        Task::Rare(_) => Results::Json(read(&path.join(rare::ANSWER))?),
        Task::Sensitivity(_) => Results::Json(read(&path.join(crate::matters::SENSITIVITY))?),
        Task::Discovery(_) => Results::Json(read(&path.join(crate::matters::DISCOVERY))?),
    })
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, StoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| StoreError::read(path, error))?;
    serde_json::from_str(&text).map_err(|error| StoreError::strange(path, error))
}

/// Does a finished study once more in another directory and compares the two.
///
/// # Errors
/// As for [`play`]; also if the first is not finished.
pub fn again(
    ready: &Ready<'_>,
    [first, second]: [&Path; 2],
    threads: Option<usize>,
    watches: Watches<'_>,
) -> Result<directory::Again, StudyError> {
    if directory::done(first)?.is_none() {
        return Err(StudyError::Unfinished(first.to_owned()));
    }
    play(ready, second, threads, watches)?;
    directory::again(first, second)
}
