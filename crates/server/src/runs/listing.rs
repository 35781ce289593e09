//! The runs that are there: found by listing the folders named at the start, never by joining what a request says to a path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use halha_lab::LoadedConflict;
use halha_lab::provenance::Provenance;
use halha_lab::settings::PolicyKind;
use halha_lab::store::StoredRun;

use super::columns::Columns;
use super::opened::Opened;
use super::quick::Quick;
use crate::refuse::Refusal;
use crate::wire::runs::{RunItem, RunOrigin, RunState};

/// Runs that are kept open.
const OPEN: usize = 16;
/// Runs that are listed.
const LISTED: usize = 200;

/// The runs of one conflict.
#[derive(Debug)]
pub(crate) struct Runs {
    /// A folder of runs.
    folder: Option<PathBuf>,
    /// One run that was named at the start.
    named: Option<PathBuf>,
    quick: Option<Quick>,
    conflict: Arc<LoadedConflict>,
    columns: Arc<Columns>,
    opened: Mutex<BTreeMap<String, Arc<Opened>>>,
}

/// A finished run on the disk.
struct Found {
    id: String,
    directory: PathBuf,
    provenance: Provenance,
    finished: SystemTime,
}

impl Runs {
    pub(crate) fn new(
        folder: Option<PathBuf>,
        named: Option<PathBuf>,
        conflict: Arc<LoadedConflict>,
        most_bytes: usize,
    ) -> Self {
        Self {
            folder,
            named,
            quick: None,
            conflict,
            columns: Arc::new(Columns::new(most_bytes)),
            opened: Mutex::default(),
        }
    }

    /// Whether any finished run is there.
    pub(crate) fn any(&self) -> bool {
        !self.found().is_empty()
    }

    pub(crate) fn set_quick(&mut self, quick: Quick) {
        self.quick = Some(quick);
    }

    pub(crate) fn quick(&self) -> Option<&Quick> {
        self.quick.as_ref()
    }

    pub(crate) fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// The runs, the one to open on first: the one named, then the newest, then the one being played.
    pub(crate) fn items(&self) -> Vec<RunItem> {
        let stored = self.found().into_iter().map(|found| item(&found));
        stored.chain(self.quick.as_ref().map(Quick::item)).collect()
    }

    /// The run of that name, opened.
    pub(crate) fn open(&self, id: &str) -> Result<Arc<Opened>, Refusal> {
        if let Some(quick) = self.quick.as_ref().filter(|quick| quick.is(id)) {
            return quick.opened();
        }
        let opened = || self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = opened().get(id) {
            return Ok(Arc::clone(run));
        }
        let found = self.found().into_iter().find(|found| found.id == id);
        let found =
            found.ok_or_else(|| Refusal::not_found("run", id, "ask /api/runs which runs there are"))?;
        let run = Opened::open(&found.directory, item(&found), &self.conflict, &self.columns)?;
        let run = Arc::new(run);
        let mut opened = opened();
        if opened.len() >= OPEN {
            opened.clear();
        }
        opened.insert(id.to_owned(), Arc::clone(&run));
        Ok(run)
    }

    /// The finished runs of this conflict: the one named first, then the newest.
    fn found(&self) -> Vec<Found> {
        let conflict = &self.conflict.record.conflict.id;
        let in_folder = self.folder.iter().flat_map(|folder| directories(folder));
        let mut found: Vec<Found> = in_folder
            .filter_map(|directory| look(&directory))
            .filter(|found| found.provenance.conflict.id == conflict.as_str())
            .collect();
        found.sort_by(|a, b| b.finished.cmp(&a.finished).then_with(|| a.id.cmp(&b.id)));
        found.truncate(LISTED);
        if let Some(named) = self.named.as_deref().and_then(look) {
            found.retain(|other| other.id != named.id);
            found.insert(0, named);
        }
        found
    }
}

/// The folders in a folder: links are not followed.
fn directories(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let real = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    real.map(|entry| entry.path()).collect()
}

/// The finished run in a directory; `None` if there is none, or its name cannot stand in an address.
fn look(directory: &Path) -> Option<Found> {
    let id = directory.file_name()?.to_str()?;
    if !is_id(id) {
        return None;
    }
    let run = StoredRun::open(directory).ok()?;
    let finished = fs::metadata(directory.join("done.json")).and_then(|note| note.modified());
    Some(Found {
        id: id.to_owned(),
        directory: directory.to_owned(),
        provenance: run.provenance().clone(),
        finished: finished.unwrap_or(SystemTime::UNIX_EPOCH),
    })
}

/// Whether a name can be that of a run: letters, digits, `.`, `_`, `-`, no dot in front, at most 128.
pub(crate) fn is_id(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    (1..=128).contains(&name.len()) && name.chars().all(plain) && !name.starts_with('.')
}

fn item(found: &Found) -> RunItem {
    RunItem {
        title: found.id.clone(),
        ..described(&found.id, &found.provenance, RunOrigin::Stored)
    }
}

/// What a run's provenance says of it.
pub(super) fn described(id: &str, note: &Provenance, origin: RunOrigin) -> RunItem {
    let settings = &note.settings;
    RunItem {
        id: id.to_owned(),
        title: id.to_owned(),
        state: RunState::Ready,
        played: settings.replications,
        replications: settings.replications,
        grows_to: None,
        draws: settings.draws,
        seed: settings.seed,
        policy: match settings.policy {
            PolicyKind::QuantalResponse => "quantal-response",
            PolicyKind::Scripted => "scripted",
        }
        .to_owned(),
        days: [note.conflict.first_day.clone(), note.conflict.last_day.clone()],
        version: note.halha.clone(),
        command: note.command.clone(),
        origin,
        failure: None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        assert!(is_id("soviet-japanese-7-2000-0a1b2c") && is_id("run.2"));
        for wrong in [
            "",
            ".",
            "..",
            ".hidden",
            "a/b",
            "a\\b",
            "a%2f",
            "a b",
            "é",
            "a\0b",
            &"x".repeat(129),
        ] {
            assert!(!is_id(wrong), "{wrong:?}");
        }
    }
}
