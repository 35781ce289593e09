//! The whole fit of a conflict: its modules one after the other, then the coupled fit, to draws of all parameters.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use halha_inference::abc::{AbcError, Course, Progress};
use halha_inference::diagnostics::{ess_bulk, ess_tail, rhat};
use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_kernel::parameters::index_of;

use super::before::Before;
use super::coupled::{self, Coupled, CoupledSettings};
use super::plan::Plan;
use super::split::Split;
use super::targets::{Target, targets};
use super::{FitError, ModulePosterior, Scope, battles, claims, counts, responses, small};
use crate::conflict::LoadedConflict;
use crate::posterior::{ModuleNote, Posterior, PosteriorNote};
use crate::scenario::YearMonth;

/// What is told while a fit runs.
#[derive(Debug, Clone)]
pub enum Told<'a> {
    /// A module begins.
    Begins(&'static str),
    /// A module has ended.
    Module(&'a ModuleNote, f64),
    /// A module has no posterior and keeps its priors; the reason.
    Without(&'static str, String),
    /// The coupled fit goes on.
    Coupled(Progress),
    /// The coupled fit has ended, after so many seconds.
    Ended(f64),
}

/// What is fitted, to what, and by which plan.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The conflict.
    pub conflict: &'a LoadedConflict,
    /// The dates by which its record is divided.
    pub split: &'a Split,
    /// What the coupled fit may move.
    pub plan: &'a Plan,
    /// Battles of other wars; without them the parameters of engagements keep their priors.
    pub battles: Option<&'a battles::Source<'a>>,
}

/// How the whole is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeSettings {
    /// Root of all luck.
    pub seed: u64,
    /// Which rows of the record are learned from.
    pub scope: Scope,
    /// The command that was typed.
    pub command: String,
}

/// A fit that has been made.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Draws of all parameters.
    pub posterior: Posterior,
    /// The coupled fit.
    pub coupled: Coupled,
    /// The modules that have a posterior.
    pub modules: Vec<ModulePosterior>,
}

/// Why there is no posterior.
#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    /// The coupled fit failed or was stopped.
    #[error(transparent)]
    Coupled(#[from] AbcError),
    /// The coupled fit left no vector that the model can take.
    #[error("the coupled fit left no parameter vector that the model can take")]
    Empty,
}

/// Fits everything.
///
/// A module that cannot be fitted keeps its priors, and is told of: what the record cannot teach is no failure.
///
/// # Errors
/// If the coupled fit fails or is stopped; its checkpoint holds what was finished.
pub fn fit(
    asked: Asked<'_>,
    settings: &WholeSettings,
    checkpoint: Option<&Path>,
    tell: &(dyn Fn(Told<'_>) + Sync),
    stop: &AtomicBool,
) -> Result<Whole, WholeError> {
    let Asked {
        conflict,
        split,
        plan,
        battles,
    } = asked;
    let mut modules = modules(asked, settings, tell, stop);
    heard(stop)?;
    let mut notes: Vec<ModuleNote> = modules.iter().map(note).collect();
    let mut known: Vec<Known> = modules.iter().map(in_the_model).collect();
    let mut held = Vec::new();
    if let Some(learned) = battles.and_then(|source| engagements(source, settings.seed, tell)) {
        known.push((learned.parameters, learned.rows));
        notes.push(learned.note);
        held = learned.held;
    }
    heard(stop)?;
    let free = plan.positions();
    let before = Before::new(&conflict.priors, &known, &free).holding(&held);
    if let Some(learned) = small_fights(asked, &before, settings, tell) {
        notes.push(note(&learned));
        known.push(in_the_model(&learned));
        modules.push(learned);
    }
    let before = Before::new(&conflict.priors, &known, &free).holding(&held);
    let until = until(conflict, split, settings.scope);
    let counted = modules.iter().any(|m| m.name == counts::NAME);
    let targets = untold(conflict, targets(conflict, until), counted);
    let how = CoupledSettings {
        seed: settings.seed,
        particles: plan.particles,
        pilot: plan.pilot,
        simulations: plan.simulations,
        draws: plan.draws,
    };
    let began = Instant::now();
    let progress = |p: Progress| tell(Told::Coupled(p));
    let course = Course {
        checkpoint,
        progress: &progress,
        stop,
    };
    let coupled = coupled::fit(conflict, &before, targets, &how, course)?;
    tell(Told::Ended(began.elapsed().as_secs_f64()));
    let last = coupled.population.generations.last();
    let note = PosteriorNote {
        format: 1,
        halha: env!("CARGO_PKG_VERSION").to_owned(),
        fingerprint: format!("{:016x}", conflict.fingerprint),
        seed: settings.seed,
        command: settings.command.clone(),
        until: until.to_string(),
        fitted_to: coupled.targets.iter().map(|t| t.id.clone()).collect(),
        free: plan.free.clone(),
        simulations: coupled.population.simulations,
        acceptance: last.map_or(0.0, |g| g.acceptance),
        module: notes,
    };
    let posterior = Posterior::new(note, coupled.rows.clone()).ok_or(WholeError::Empty)?;
    Ok(Whole {
        posterior,
        coupled,
        modules,
    })
}

/// The targets that no module has learned from: what the counts' likelihood was told is not told a second time.
pub fn untold(conflict: &LoadedConflict, mut targets: Vec<Target>, counted: bool) -> Vec<Target> {
    targets.retain(|t| !counted || !counts::is_count(&conflict.observables[t.observable].kind));
    targets
}

/// What battles teach, if the sampler does not fail.
fn engagements(
    source: &battles::Source<'_>,
    seed: u64,
    tell: &(dyn Fn(Told<'_>) + Sync),
) -> Option<battles::Battles> {
    tell(Told::Begins(battles::NAME));
    let began = Instant::now();
    let nuts = NutsSettings {
        seed,
        ..NutsSettings::default()
    };
    match battles::fit(source, &nuts) {
        Ok(learned) => {
            tell(Told::Module(&learned.note, began.elapsed().as_secs_f64()));
            Some(learned)
        }
        Err(why) => {
            tell(Told::Without(battles::NAME, why.to_string()));
            None
        }
    }
}

/// What small fights teach beyond all that, if they can be fitted.
fn small_fights(
    asked: Asked<'_>,
    before: &Before<'_>,
    settings: &WholeSettings,
    tell: &(dyn Fn(Told<'_>) + Sync),
) -> Option<ModulePosterior> {
    tell(Told::Begins(small::NAME));
    match small::fit(
        asked.conflict,
        (asked.split, settings.scope),
        before,
        settings.seed,
    ) {
        Ok(posterior) => {
            tell(Told::Module(&note(&posterior), posterior.wall_seconds));
            Some(posterior)
        }
        Err(why) => {
            tell(Told::Without(small::NAME, why.to_string()));
            None
        }
    }
}

/// Last month that may be looked at.
fn until(conflict: &LoadedConflict, split: &Split, scope: Scope) -> YearMonth {
    let train = YearMonth {
        year: split.train.to.year(),
        month: split.train.to.month(),
    };
    match scope {
        Scope::Training => train,
        Scope::Everything => conflict.calendar.months().last().copied().unwrap_or(train),
    }
}

type Fitted = Result<ModulePosterior, FitError>;

/// Positions of parameters, and draws of them.
type Known = (Vec<usize>, Vec<Vec<f64>>);

/// Ends a fit that is to stop: what modules have learned is learned again to the same draws.
fn heard(stop: &AtomicBool) -> Result<(), AbcError> {
    if stop.load(Ordering::Relaxed) {
        return Err(AbcError::Stopped { generation: 0 });
    }
    Ok(())
}

fn modules(
    asked: Asked<'_>,
    settings: &WholeSettings,
    tell: &(dyn Fn(Told<'_>) + Sync),
    stop: &AtomicBool,
) -> Vec<ModulePosterior> {
    let Asked { conflict, split, .. } = asked;
    let nuts = NutsSettings {
        seed: settings.seed,
        ..NutsSettings::default()
    };
    let scope = settings.scope;
    let each: [(&'static str, &dyn Fn() -> Fitted); 3] = [
        (counts::NAME, &|| {
            counts::fit(conflict, split, scope, &nuts).map(|f| f.posterior)
        }),
        (claims::NAME, &|| claims::fit(conflict, split, scope, &nuts)),
        (responses::NAME, &|| responses::fit(conflict, split, scope, &nuts)),
    ];
    let mut fitted = Vec::new();
    for (name, fit) in each {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        tell(Told::Begins(name));
        match fit() {
            Ok(posterior) => {
                tell(Told::Module(&note(&posterior), posterior.wall_seconds));
                fitted.push(posterior);
            }
            Err(why) => tell(Told::Without(name, why.to_string())),
        }
    }
    fitted
}

/// The parameters of a module that the model has, and its draws of them.
fn in_the_model(module: &ModulePosterior) -> Known {
    drawn(&module.parameters, &module.draws)
}

/// The parameters among `names` (the first columns of some draws) that the model has, and the draws of them.
pub fn drawn(names: &[String], draws: &Chains) -> Known {
    let (columns, parameters): (Vec<usize>, Vec<usize>) = names
        .iter()
        .enumerate()
        .filter_map(|(column, name)| Some((column, index_of(name)?)))
        .unzip();
    let rows = draws.draws();
    let row = |draw: &[f64]| columns.iter().map(|c| draw[*c]).collect();
    (parameters, rows.map(row).collect())
}

fn note(module: &ModulePosterior) -> ModuleNote {
    let columns: Vec<Vec<Vec<f64>>> = (0..module.draws.dim()).map(|i| module.draws.column(i)).collect();
    let worst = |of: &dyn Fn(&[Vec<f64>]) -> f64, pick: fn(f64, f64) -> f64, from: f64| {
        columns.iter().map(|c| of(c)).fold(from, pick)
    };
    ModuleNote {
        name: module.name.to_owned(),
        parameters: module.parameters.clone(),
        data: module.data.clone(),
        r_hat: worst(&rhat, f64::max, 1.0),
        ess: worst(&|c| ess_bulk(c).min(ess_tail(c)), f64::min, f64::INFINITY),
        divergences: module.draws.divergences() as u64,
    }
}
