//! From settings to a server: reads the conflict, binds the port, begins the quick run, serves until told to end.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use halha_lab::whatif::{self, Intervention, Shelf};
use halha_lab::{LoadedConflict, Problem};
use halha_record::{Folder, Issue, Record, Severity};

use crate::api::router;
use crate::door::{self, Guard};
use crate::runs::{Plan, Quick, Runs};
use crate::site::Site;

/// Bytes that columns of runs may take in memory.
const COLUMN_BYTES: usize = 256 << 20;

/// What is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The conflict.
    pub folder: Arc<Folder>,
    /// What the user calls it.
    pub name: String,
    /// A folder in which runs are looked for.
    pub runs: Option<PathBuf>,
    /// One run to open on.
    pub run: Option<PathBuf>,
    /// What to play if there is no run to open on.
    pub quick: Option<QuickRun>,
    /// Port to listen on; `None` for the usual one, or a free one if it is taken.
    pub port: Option<u16>,
}

/// What is played at the start.
#[derive(Debug, Clone)]
pub struct QuickRun {
    /// Campaigns.
    pub campaigns: u64,
    /// Root of all luck.
    pub seed: u64,
    /// An empty folder to write into, which the caller removes.
    pub scratch: PathBuf,
}

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The record of the conflict has errors.
    #[error("the record of {name} has {errors} errors; see them with: halha record check {name}")]
    Broken {
        /// The conflict.
        name: String,
        /// How many.
        errors: usize,
    },
    /// The port cannot be had.
    #[error("port {port} of 127.0.0.1 cannot be used: {error}; give another with --port")]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        error: io::Error,
    },
    /// The threads of the server cannot be started.
    #[error("the server cannot be started: {0}")]
    Start(io::Error),
}

/// The port that is tried first.
const USUAL_PORT: u16 = 8417;

/// A server that listens, and is to be run.
#[derive(Debug)]
pub struct Explorer {
    site: Arc<Site>,
    listener: std::net::TcpListener,
    address: SocketAddr,
    /// Why the conflict cannot be played, a line each; empty if it can.
    problems: Vec<String>,
}

impl Explorer {
    /// Reads the conflict, binds the port and begins the quick run.
    ///
    /// # Errors
    /// If the record has errors, or the port cannot be had.
    pub fn begin(settings: Settings) -> Result<Self, ServeError> {
        let (listener, address) = listen(settings.port)?;
        let (loaded, findings) = LoadedConflict::load(&settings.folder);
        let conflict = loaded.map(Arc::new);
        let record = match &conflict {
            Some(conflict) => conflict.record.clone(),
            None => record(&settings)?,
        };
        let runs = conflict.as_ref().map(|conflict| runs(&settings, conflict));
        let (interventions, wrong) = match &conflict {
            Some(conflict) => interventions(&settings.folder, conflict),
            None => Default::default(),
        };
        let problems = findings
            .problems
            .iter()
            .chain(&wrong)
            .filter(|problem| !problem.warning);
        Ok(Self {
            problems: problems.map(ToString::to_string).collect(),
            site: Arc::new(Site::new(record, findings.issues, conflict, runs, interventions)),
            listener,
            address,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Why the conflict cannot be played, a line each; empty if it can.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Serves until `end` is over. Takes the calling thread.
    ///
    /// # Errors
    /// If the threads of the server cannot be started.
    pub fn run<E: Future<Output = ()>>(self, end: impl FnOnce() -> E) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(8)
            .build()
            .map_err(ServeError::Start)?;
        let router = self.router();
        let Self { site, listener, .. } = self;
        warm(&site);
        let served = runtime.block_on(async {
            listener.set_nonblocking(true).map_err(ServeError::Start)?;
            let listener = tokio::net::TcpListener::from_std(listener).map_err(ServeError::Start)?;
            door::serve(listener, router, end()).await;
            Ok(())
        });
        if let Some(quick) = site.runs.as_ref().and_then(Runs::quick) {
            quick.stop();
        }
        runtime.shutdown_timeout(std::time::Duration::from_secs(1));
        served
    }

    fn router(&self) -> Router {
        router(Arc::clone(&self.site), Guard::new(self.address.port()))
    }
}

fn listen(port: Option<u16>) -> Result<(std::net::TcpListener, SocketAddr), ServeError> {
    let bind = |port: u16| {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let bound = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
        bound
            .map(|(address, listener)| (listener, address))
            .map_err(|error| ServeError::Port { port, error })
    };
    match port {
        Some(port) => bind(port),
        None => bind(USUAL_PORT).or_else(|_| bind(0)),
    }
}

/// The interventions that the conflict ships, and what is wrong with them.
fn interventions(folder: &Folder, conflict: &LoadedConflict) -> (Vec<Intervention>, Vec<Problem>) {
    let known = Shelf::of(conflict);
    whatif::shelf(folder, known)
}

/// The record of a conflict that cannot be played.
fn record(settings: &Settings) -> Result<Record, ServeError> {
    let (record, issues) = Record::read(&settings.folder);
    let is_error = |issue: &&Issue| issue.severity == Severity::Error;
    match issues.iter().filter(is_error).count() {
        0 => Ok(record),
        errors => Err(ServeError::Broken {
            name: settings.name.clone(),
            errors,
        }),
    }
}

fn runs(settings: &Settings, conflict: &Arc<LoadedConflict>) -> Runs {
    let (folder, named) = (settings.runs.clone(), settings.run.clone());
    let mut runs = Runs::new(folder, named, Arc::clone(conflict), COLUMN_BYTES);
    if runs.any() {
        return runs;
    }
    if let Some(quick) = &settings.quick {
        let plan = Plan {
            folder: Arc::clone(&settings.folder),
            name: settings.name.clone(),
            campaigns: quick.campaigns,
            seed: quick.seed,
            scratch: quick.scratch.clone(),
        };
        if let Some(quick) = Quick::begin(plan, conflict, runs.columns()) {
            runs.set_quick(quick);
        }
    }
    runs
}

/// Makes the answers of the run that the page opens on, in the background.
fn warm(site: &Arc<Site>) {
    let site = Arc::clone(site);
    // If the thread cannot be had, the answers are made when they are asked for.
    let _ = std::thread::Builder::new()
        .name("warm".to_owned())
        .spawn(move || {
            let Some(runs) = &site.runs else { return };
            let first = runs.items().into_iter().next().map(|item| item.id);
            if let Some(run) = first.and_then(|id| runs.open(&id).ok()) {
                // A run that cannot be read says so when it is asked for.
                let _ = run.warm();
            }
        });
}

/// Waits for Ctrl-C or, where there is such a thing, for the request to terminate.
pub async fn interrupted() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Then only the system can end the program, as it would any other.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = ctrl_c => {}
                _ = terminate.recv() => {}
            },
            Err(_) => ctrl_c.await,
        }
    }
    #[cfg(not(unix))]
    ctrl_c.await;
}
