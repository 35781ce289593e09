//! What a study's directory says about itself: enough to make its results again.

use std::path::Path;

use halha_kernel::chance::SCHEME;
use serde::{Deserialize, Serialize};

use super::{Study, Task};
use crate::conflict::LoadedConflict;
use crate::priors::fnv1a;
use crate::store::StoreError;
use crate::whatif::Measure;

/// Version of the layout of a study's directory.
const FORMAT: u32 = 1;

/// `study.json`: all that decides the results of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyNote {
    /// Version of the layout of the directory.
    pub format: u32,
    /// Version of the program: results may differ between versions.
    pub halha: String,
    /// Version of the scheme that turns names of runs into luck.
    pub chance: u64,
    /// Name of the study; its file is `study.toml`.
    pub study: String,
    /// Its kind.
    pub kind: String,
    /// The conflict's id and title.
    pub conflict: [String; 2],
    /// The conflict as it was named.
    pub called: String,
    /// Campaigns or pairs: those of the file, or those that were asked for instead.
    pub size: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Fingerprint of scenario, priors, posterior, interventions and the study itself, hexadecimal.
    pub decides: String,
    /// The command that makes the same results.
    pub command: String,
}

impl StudyNote {
    /// The note of a study of a conflict under the study's parameters. Conflict and study are named as they were typed.
    pub(super) fn of(
        study: &Study,
        conflict: &LoadedConflict,
        measures: &[Measure],
        [called, typed]: [&str; 2],
    ) -> Self {
        let head = &conflict.record.conflict;
        Self {
            format: FORMAT,
            halha: env!("CARGO_PKG_VERSION").to_owned(),
            chance: SCHEME,
            study: study.id.clone(),
            kind: study.task.kind().to_owned(),
            conflict: [head.id.to_string(), head.title.clone()],
            called: called.to_owned(),
            size: study.task.size(),
            seed: study.seed,
            decides: format!("{:016x}", decides(study, conflict, measures)),
            command: format!(
                "halha study {typed} --conflict {called} --size {}",
                study.task.size()
            ),
        }
    }

    /// Reads `study.json`.
    ///
    /// # Errors
    /// If it is missing, unreadable, or not what this version writes.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map_err(|error| StoreError::read(path, error))?;
        serde_json::from_str(&text).map_err(|error| StoreError::strange(path, error))
    }

    /// The first thing in which two studies differ; how they were named is none.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        let all = |note: &Self| {
            [
                ("version", note.halha.clone()),
                ("layout", note.format.to_string()),
                ("scheme of chance", note.chance.to_string()),
                ("study", note.study.clone()),
                ("kind", note.kind.clone()),
                ("conflict", note.conflict[0].clone()),
                ("size", note.size.to_string()),
                ("seed", note.seed.to_string()),
                ("scenario, priors, interventions or study", note.decides.clone()),
            ]
        };
        let pairs = all(self).into_iter().zip(all(other));
        let differing = pairs.filter(|((_, a), (_, b))| a != b);
        differing
            .map(|((what, a), (_, b))| format!("{what}: {a}, not {b}"))
            .next()
    }
}

/// Everything that decides the results, in a number.
fn decides(study: &Study, conflict: &LoadedConflict, measures: &[Measure]) -> u64 {
    let posterior = conflict.posterior.as_ref().map_or(0, |p| p.fingerprint());
    let task = match &study.task {
        Task::Run(task) => format!("{task:?}"),
        Task::Whatif(task) => {
            let columns: String = task.plans.iter().map(|plan| plan.described()).collect();
            format!(
                "{columns} {measures:?} {} {} {:?}",
                task.pairs, task.per_draw, task.precision
            )
        }
        Task::Forecast(task) => format!("{task:?}"),
        Task::Rare(task) => format!("{task:?}"),
        Task::Sensitivity(task) => format!("{task:?}"),
        Task::Discovery(task) => format!("{task:?}"),
    };
    let text = format!(
        "{:016x} {posterior:016x} {} {:?} {task}",
        conflict.fingerprint, study.seed, study.observables
    );
    fnv1a(text.as_bytes())
}
