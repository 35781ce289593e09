//! `halha run`: plays an ensemble of a conflict, stores it, and sets it beside the record.

mod args;
mod meter;
mod page;
mod twice;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use halha_lab::LoadedConflict;
use halha_lab::clashes::{self, Clash, FIGHTS};
use halha_lab::compare::{self, Row, Tail};
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, Place, RunError};
use halha_lab::provenance::Provenance;
use halha_lab::report::{self, Compared};
use halha_lab::settings::{ParameterSource, RunSettings};
use halha_lab::store::{Done, StoredRun};
use serde::Serialize;

pub(crate) use self::args::{RunArgs, Source};
pub(crate) use self::meter::Meter;
pub(crate) use self::page::number;
pub(crate) use self::twice::beside;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, dim};

/// Folder in which runs are kept, unless `--out` names another place.
const RUNS: &str = "runs";

/// Set by the first Ctrl-C; a second one ends the program at once.
pub(crate) static STOP: AtomicBool = AtomicBool::new(false);

/// Plays, resumes or repeats a run and prints what came out.
pub(crate) fn run(args: &RunArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    listen();
    if let Some(run) = &args.again {
        return twice::run(run, args, screen);
    }
    let stored = match &args.resume {
        Some(directory) => resume(directory, args)?,
        None => begin(args, args.dir.as_deref().unwrap_or(conflict))?,
    };
    show(&stored, args.json, screen)
}

/// Everything that a finished run says, as `--json` prints it.
#[derive(Serialize)]
struct Results<'r> {
    directory: &'r Path,
    report: &'r Path,
    provenance: &'r Provenance,
    done: &'r Done,
    comparison: &'r [Row],
    misfits: Vec<&'r str>,
    tail: &'r Tail,
    clashes: &'r [Clash],
}

fn begin(args: &RunArgs, name: &str) -> Result<StoredRun, Failure> {
    settings(args, ParameterSource::Prior)
        .check()
        .map_err(RunError::from)?;
    let folder = conflict::open(name)?;
    let loaded = load(&folder, name)?;
    let source = args
        .parameters
        .map_or(loaded.best_source(), ParameterSource::from);
    output::note(&parameters_of(&loaded, source));
    let ensemble = ensemble(loaded, settings(args, source))?;
    let run_id = Provenance::of(&ensemble, name).run_id();
    let place = Place {
        directory: args
            .out
            .clone()
            .unwrap_or_else(|| PathBuf::from(RUNS).join(run_id)),
        threads: args.threads(),
    };
    if args.seed.is_none() {
        let seed = ensemble.settings().seed;
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to make the same run)"
        ));
    }
    let meter = Meter::new(&STOP);
    let played = job::play(&folder, name, &ensemble, &place, &meter);
    meter.ends();
    played.map_err(|error| failure(error, &place.directory))
}

/// Where the parameters of a run come from, in a line.
fn parameters_of(conflict: &LoadedConflict, source: ParameterSource) -> String {
    match (source, &conflict.posterior) {
        (ParameterSource::Posterior, Some(posterior)) => format!(
            "parameters from the posterior: {} draws, fitted to the record until {}",
            posterior.rows().len(),
            posterior.note.until
        ),
        _ => "parameters from the priors: nothing was learned from the record".to_owned(),
    }
}

/// The ensemble; says what a cut of the history leaves out.
fn ensemble(conflict: LoadedConflict, settings: RunSettings) -> Result<Ensemble, Failure> {
    let of_whole = conflict.observables.len();
    let ensemble = Ensemble::new(conflict, settings).map_err(RunError::from)?;
    let left_out = of_whole - ensemble.conflict().observables.len();
    if left_out > 0 {
        output::note(&format!(
            "the history is cut: {left_out} of {of_whole} observables do not lie within it and are left out"
        ));
    }
    Ok(ensemble)
}

fn resume(directory: &Path, args: &RunArgs) -> Result<StoredRun, Failure> {
    let place = Place {
        directory: directory.to_owned(),
        threads: args.threads(),
    };
    let meter = Meter::new(&STOP);
    let played = job::resume(&place, &meter);
    meter.ends();
    played.map_err(|error| failure(error, directory))
}

fn failure(error: RunError, directory: &Path) -> Failure {
    match error {
        RunError::Stopped => Failure::Interrupted {
            remedy: format!("Go on with: halha run --resume {}", directory.display()),
        },
        other => Failure::Run(other),
    }
}

fn settings(args: &RunArgs, parameters: ParameterSource) -> RunSettings {
    RunSettings {
        replications: args.replications,
        seed: args.seed.unwrap_or_else(fresh_seed),
        draws: args.draws.unwrap_or(args.replications),
        events: args.events.into(),
        from: args.from,
        to: args.to,
        policy: args.policy.into(),
        parameters,
    }
}

/// A seed that nobody chose, short enough to be typed.
pub(crate) fn fresh_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one("seed") & 0xFFFF_FFFF
}

/// The conflict, ready to run; its problems are printed.
pub(crate) fn load(folder: &halha_record::Folder, name: &str) -> Result<LoadedConflict, Failure> {
    let (loaded, findings) = LoadedConflict::load(folder);
    let is_error = |issue: &halha_record::Issue| issue.severity == halha_record::Severity::Error;
    for problem in &findings.problems {
        output::note(&problem.to_string());
    }
    for issue in findings.issues.iter().filter(|issue| is_error(issue)) {
        output::note(&issue.to_string());
    }
    let errors = findings.issues.iter().filter(|issue| is_error(issue)).count()
        + findings
            .problems
            .iter()
            .filter(|problem| !problem.warning)
            .count();
    loaded.ok_or(Failure::Unplayable {
        name: name.to_owned(),
        errors,
    })
}

/// A run set beside the record, and where its report lies.
struct Beside {
    compared: Compared,
    report: PathBuf,
}

impl Beside {
    /// Compares, and writes the report.
    fn of(stored: &StoredRun) -> Result<Self, Failure> {
        let (_, _, ensemble) = job::reopen(stored.directory())?;
        let conflict = ensemble.conflict();
        let rows = compare::compare(&conflict.observables, stored).map_err(RunError::from)?;
        let tail = compare::tail(stored).map_err(RunError::from)?;
        let settings = &stored.provenance().settings;
        let clashes = clashes::clashes(conflict, settings.parameters, settings.seed, FIGHTS);
        let compared = Compared { rows, tail, clashes };
        Ok(Self {
            report: report::write(stored, &ensemble, &compared)?,
            compared,
        })
    }

    fn results<'r>(&'r self, stored: &'r StoredRun) -> Results<'r> {
        let rows = &self.compared.rows;
        let misfits = rows.iter().filter(|row| row.is_misfit());
        Results {
            directory: stored.directory(),
            report: &self.report,
            provenance: stored.provenance(),
            done: stored.done(),
            comparison: rows,
            misfits: misfits.map(|row| row.id.as_str()).collect(),
            tail: &self.compared.tail,
            clashes: &self.compared.clashes,
        }
    }
}

/// Sets the run beside the record and prints it.
fn show(stored: &StoredRun, json: bool, screen: &Screen) -> Result<(), Failure> {
    if json {
        return output::print_json(&Beside::of(stored)?.results(stored));
    }
    output::print(&text(stored, &[], screen)?)
}

/// The run beside the record as text: these observables, or all and what belongs to none of them.
pub(crate) fn text(stored: &StoredRun, observables: &[String], screen: &Screen) -> Result<String, Failure> {
    let Beside { compared, report } = Beside::of(stored)?;
    let mut rows = compared.rows;
    rows.retain(|row| observables.is_empty() || observables.iter().any(|id| id.as_str() == row.id.as_str()));
    let mut text = page::comparison(&rows, screen);
    let sides = &stored.provenance().conflict.sides;
    let mut clashes: &[Clash] = &[];
    if observables.is_empty() {
        clashes = &compared.clashes;
        text.push_str(&page::clashes(clashes, sides, screen));
        text.push_str(&page::tail(&compared.tail, screen));
    }
    text.push_str(&page::misfits(&rows, clashes, sides, screen));
    text.push_str(&page::place(stored, &report));
    Ok(text)
}

/// The same as JSON.
pub(crate) fn json(stored: &StoredRun) -> Result<serde_json::Value, Failure> {
    let beside = Beside::of(stored)?;
    serde_json::to_value(beside.results(stored)).map_err(|error| Failure::Output(error.into()))
}

/// Lets Ctrl-C stop the work in an orderly way; a second one stops it at once, which loses no more.
pub(crate) fn listen() {
    let heard = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    if heard.is_err() {
        output::note(&dim(
            "Ctrl-C cannot be caught here; it ends the run at once, and it can be resumed all the same",
        ));
    }
}
