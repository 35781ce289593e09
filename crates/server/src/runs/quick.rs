//! The run that is played when the server begins without one: a small part first, so that there is soon something to see.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, Place, RunError, Watch};
use halha_lab::provenance::Provenance;
use halha_lab::settings::{EventDetail, RunSettings};
use halha_record::Folder;

use super::columns::Columns;
use super::listing::described;
use super::opened::Opened;
use crate::refuse::Refusal;
use crate::wire::error::ErrorCode;
use crate::wire::runs::{RunItem, RunOrigin, RunState};

/// Its name.
const ID: &str = "quick";
/// Campaigns of the part that is played first: a first look within a second or so.
const FIRST: u64 = 128;

/// What is to be played.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) folder: Arc<Folder>,
    pub(crate) name: String,
    pub(crate) campaigns: u64,
    pub(crate) seed: u64,
    /// Where it may write: goes when the server ends.
    pub(crate) scratch: PathBuf,
}

/// The run played at the start. Campaign n is the same in the small part and in the whole.
#[derive(Debug)]
pub(crate) struct Quick {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    waiting: RunItem,
    played: AtomicU64,
    stop: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    opened: Option<Arc<Opened>>,
    failure: Option<String>,
    /// Nothing more will come.
    over: bool,
}

impl Quick {
    /// Begins to play in the background. `None` if the settings cannot be.
    pub(crate) fn begin(plan: Plan, conflict: &Arc<LoadedConflict>, columns: &Arc<Columns>) -> Option<Self> {
        let whole = ensemble(conflict, &plan, plan.campaigns)?;
        let waiting = RunItem {
            title: "Played when the server began".to_owned(),
            state: RunState::Playing,
            played: 0,
            ..described(ID, &Provenance::of(&whole, &plan.name), RunOrigin::Quick)
        };
        let shared = Arc::new(Shared {
            waiting,
            played: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            state: Mutex::default(),
        });
        let (work, conflict, columns) = (Arc::clone(&shared), Arc::clone(conflict), Arc::clone(columns));
        let begun = std::thread::Builder::new()
            .name("quick".to_owned())
            .spawn(move || work.play(&plan, &conflict, &columns));
        begun.ok().map(|_| Self { shared })
    }

    pub(crate) fn is(&self, id: &str) -> bool {
        id == ID
    }

    /// Stops playing; what is there stays.
    pub(crate) fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }

    /// The run in a line.
    pub(crate) fn item(&self) -> RunItem {
        let state = self.shared.state();
        let grows_to = (!state.over).then_some(self.shared.waiting.replications);
        match (&state.opened, &state.failure) {
            (Some(opened), _) => RunItem {
                grows_to,
                ..opened.item.clone()
            },
            (None, Some(failure)) => RunItem {
                state: RunState::Failed,
                failure: Some(failure.clone()),
                ..self.shared.waiting.clone()
            },
            (None, None) => RunItem {
                played: self.shared.played.load(Ordering::Relaxed),
                ..self.shared.waiting.clone()
            },
        }
    }

    /// The run, if any part of it has been played.
    pub(crate) fn opened(&self) -> Result<Arc<Opened>, Refusal> {
        let state = self.shared.state();
        match (&state.opened, &state.failure) {
            (Some(opened), _) => Ok(Arc::clone(opened)),
            (None, Some(failure)) => Err(Refusal::internal(failure)),
            (None, None) => Err(Refusal::new(
                axum::http::StatusCode::CONFLICT,
                ErrorCode::NotReady,
                "the run is still being played",
                "ask again in a moment; /api/runs says how far it is",
            )),
        }
    }
}

fn ensemble(conflict: &LoadedConflict, plan: &Plan, campaigns: u64) -> Option<Ensemble> {
    let settings = RunSettings {
        events: EventDetail::None,
        parameters: conflict.best_source(),
        ..RunSettings::of(campaigns, plan.seed)
    };
    Ensemble::new(conflict.clone(), settings).ok()
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn play(&self, plan: &Plan, conflict: &Arc<LoadedConflict>, columns: &Arc<Columns>) {
        let mut sizes = vec![FIRST.min(plan.campaigns), plan.campaigns];
        sizes.dedup();
        for campaigns in sizes {
            self.played.store(0, Ordering::Relaxed);
            match self.part(plan, conflict, columns, campaigns) {
                Ok(opened) => self.state().opened = Some(Arc::new(opened)),
                Err(failure) => {
                    self.state().failure = Some(failure);
                    break;
                }
            }
        }
        self.state().over = true;
    }

    /// Plays so many campaigns and opens them, with the answers that the page asks for first.
    fn part(
        &self,
        plan: &Plan,
        conflict: &Arc<LoadedConflict>,
        columns: &Arc<Columns>,
        campaigns: u64,
    ) -> Result<Opened, String> {
        let ensemble = ensemble(conflict, plan, campaigns).ok_or("no such run can be played")?;
        let place = Place {
            directory: plan.scratch.join(format!("quick-{campaigns}")),
            threads: None,
        };
        let stored = job::play(&plan.folder, &plan.name, &ensemble, &place, self);
        let stored = stored.map_err(|error: RunError| error.to_string())?;
        let item = RunItem {
            title: self.waiting.title.clone(),
            ..described(ID, stored.provenance(), RunOrigin::Quick)
        };
        let opened = Opened::open(&place.directory, item, conflict, columns);
        let opened = opened.map_err(|refusal| refusal.error.message)?;
        opened.warm().map_err(|refusal| refusal.error.message)?;
        Ok(opened)
    }
}

impl Watch for Shared {
    fn played(&self, runs: u64) {
        self.played.fetch_add(runs, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
