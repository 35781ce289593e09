//! Studies: a file says what is asked of a conflict; a directory holds the answer, can be gone on with and made again.

mod codebook;
mod directory;
mod forecast;
mod keys;
mod matters;
mod note;
mod pairs;
mod play;
mod rare;
mod read;
mod run;
mod task;

use crate::conflict::LoadedConflict;
use crate::settings::{ParameterSource, SettingsError};
use crate::whatif::Measure;

pub use codebook::pages;
pub use directory::{Again, Asked, StudyDone, asked_in};
pub use keys::{HEAD, Holds, KINDS, Key, Kind, PARAMETER_KEYS};
pub use note::StudyNote;
pub use play::{Ready, Results, Studied, StudyError, Watches, again, play};
pub use read::{FOLDER, Known, conflict_of, read, shelf};
pub use task::{DiscoveryTask, ForecastTask, RareTask, RunTask, SensitivityTask, Task, WhatifTask};

use task::plain_ensemble;

/// A study, as its file says it.
#[derive(Debug, Clone)]
pub struct Study {
    /// Its name: that of its file.
    pub id: String,
    /// A title.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// Root of all luck.
    pub seed: u64,
    /// What is printed of the results, by id; everything of note if none is named.
    pub observables: Vec<String>,
    /// Where parameters come from, if the file says so; else the posterior, or the priors where there is none.
    pub source: Option<ParameterSource>,
    /// Parameters that are held at a value.
    pub held: Vec<(String, f64)>,
    /// What is done.
    pub task: Task,
    /// File it was read from.
    pub file: String,
    /// What the file says.
    pub text: String,
}

impl Study {
    /// The conflict under the study's parameters.
    ///
    /// # Errors
    /// If the posterior is asked for and there is none. Values that are held were checked as the file was read.
    pub fn conflict(&self, mut conflict: LoadedConflict) -> Result<LoadedConflict, SettingsError> {
        match self.source {
            Some(ParameterSource::Posterior) if conflict.posterior.is_none() => {
                return Err(SettingsError::NoPosterior);
            }
            Some(ParameterSource::Prior) => conflict.posterior = None,
            Some(ParameterSource::Posterior) | None => {}
        }
        for (name, value) in &self.held {
            // The reader has tried it.
            let _ = conflict.hold(name, *value);
        }
        if !self.held.is_empty() {
            let all = format!("{:016x} {:?}", conflict.fingerprint, self.held);
            conflict.fingerprint = crate::priors::fnv1a(all.as_bytes());
        }
        Ok(conflict)
    }

    /// The measures of a what-if with those that the study names as its main ones.
    fn measures(&self, all: &[Measure]) -> Vec<Measure> {
        let named = |m: &Measure| self.observables.contains(&m.id);
        let main = |m: &Measure| {
            if self.observables.is_empty() {
                m.main
            } else {
                named(m)
            }
        };
        all.iter()
            .map(|m| Measure {
                main: main(m),
                ..m.clone()
            })
            .collect()
    }
}
