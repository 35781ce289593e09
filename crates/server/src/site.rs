//! What is served: the record, the runs, the gate of the simulations, and how work is kept off the thread that answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use halha_lab::LoadedConflict;
use halha_lab::whatif::Intervention;
use halha_record::{Issue, Record};
use serde::Serialize;
use tokio::sync::Semaphore;

use crate::jobs::{self, Gate};
use crate::refuse::Refusal;
use crate::runs::Runs;
use crate::wire::conflict::{Limits, Status};
use crate::wire::error::ErrorCode;
use crate::wire::shared::Named;

/// Most bytes of a request's body.
pub(crate) const BODY_BYTES: usize = 64 * 1024;
/// Requests whose work is done at a time; the others wait.
const WORKING: usize = 4;

/// Everything that answers need.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) record: Record,
    pub(crate) issues: Vec<Issue>,
    /// The conflict, if it can be played.
    pub(crate) conflict: Option<Arc<LoadedConflict>>,
    pub(crate) runs: Option<Runs>,
    /// Shipped with the conflict.
    pub(crate) interventions: Vec<Intervention>,
    pub(crate) gate: Gate,
    working: Semaphore,
    /// Answers about the record, which does not change.
    kept: Mutex<BTreeMap<&'static str, Bytes>>,
}

/// What handlers share.
pub(crate) type App = Arc<Site>;

impl Site {
    pub(crate) fn new(
        record: Record,
        issues: Vec<Issue>,
        conflict: Option<Arc<LoadedConflict>>,
        runs: Option<Runs>,
        interventions: Vec<Intervention>,
    ) -> Self {
        Self {
            record,
            issues,
            conflict,
            runs,
            interventions,
            gate: Gate::new(jobs::AT_A_TIME, jobs::WAITING),
            working: Semaphore::new(WORKING),
            kept: Mutex::default(),
        }
    }

    /// The runs, or why there can be none.
    pub(crate) fn runs(&self) -> Result<&Runs, Refusal> {
        self.runs.as_ref().ok_or_else(|| {
            let remedy = "see what stands in the way with: halha run";
            Refusal::not_found("run", "any", remedy)
        })
    }

    /// The conflict, or why it cannot be played.
    pub(crate) fn playable(&self) -> Result<&Arc<LoadedConflict>, Refusal> {
        self.conflict.as_ref().ok_or_else(|| {
            Refusal::new(
                axum::http::StatusCode::CONFLICT,
                ErrorCode::NotReproducible,
                "the conflict has a record but no scenario that can be played",
                "see what stands in the way with: halha run",
            )
        })
    }

    pub(crate) fn status(&self) -> Status {
        let items = self.runs.as_ref().map(Runs::items).unwrap_or_default();
        Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            conflict: Named {
                id: self.record.conflict.id.to_string(),
                name: self.record.conflict.title.clone(),
            },
            run: items.into_iter().next().map(|item| item.id),
            simulations: self.gate.running(),
            limits: Limits {
                simulations: jobs::AT_A_TIME,
                waiting: jobs::WAITING,
                campaigns: jobs::CAMPAIGNS,
                seconds: jobs::SECONDS,
                body_bytes: BODY_BYTES,
            },
        }
    }

    /// An answer about the record as JSON: made once.
    pub(crate) fn kept<T: Serialize>(
        &self,
        name: &'static str,
        make: impl FnOnce(&Self) -> T,
    ) -> Result<Bytes, Refusal> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(json) = kept().get(name) {
            return Ok(json.clone());
        }
        let json = Bytes::from(serde_json::to_vec(&make(self)).map_err(Refusal::internal)?);
        kept().insert(name, json.clone());
        Ok(json)
    }
}

/// Does work that takes a while on another thread, a few at a time.
pub(crate) async fn work<T: Send + 'static>(
    app: App,
    what: impl FnOnce(&Site) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let for_work = Arc::clone(&app);
    let Ok(_place) = app.working.acquire().await else {
        return Err(Refusal::internal("the server is ending"));
    };
    let done = tokio::task::spawn_blocking(move || what(&for_work)).await;
    done.map_err(|_| Refusal::internal("the work for this answer broke off"))?
}
