//! The coupled fit: parameters of several layers together, held to what the record counts, by simulation alone.

use halha_inference::abc::Posterior as Population;
use halha_inference::abc::{AbcError, AbcSettings, Course, Fit, Kernel, RunAddress, Simulator};
use halha_inference::chance::Stream;
use halha_kernel::chance::Key;
use halha_kernel::event::NoObserver;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

use super::before::Before;
use super::targets::{Target, distances};
use crate::check::code_hash;
use crate::conflict::LoadedConflict;
use crate::priors::fnv1a;

/// The study to which the runs of a coupled fit belong.
const STUDY: u64 = 5;
/// Streams of chance of one simulation, and of the rows of the posterior.
const NUISANCE: u64 = 1;
const ROWS: u64 = 0x636F_7570_6C65;

/// Most generations: the threshold has met the record or too few steps are taken long before.
const MOST: u16 = 100;
/// Most campaigns of the first choice that have an address.
const MOST_ADDRESSED: u64 = (1 << 24) - 1;
/// Steps taken, over campaigns, below which walking ends: three thousand campaigns for a particle to have moved.
const LEAST_ACCEPTED: f64 = 0.001;

/// How a coupled fit is run.
#[derive(Debug, Clone, PartialEq)]
pub struct CoupledSettings {
    /// Root of all luck.
    pub seed: u64,
    /// Particles of a population.
    pub particles: usize,
    /// Campaigns from what came before, of which the nearest begin.
    pub pilot: usize,
    /// Most campaigns in all.
    pub simulations: u64,
    /// Draws of the posterior.
    pub draws: usize,
}

/// What a coupled fit comes to.
#[derive(Debug, Clone)]
pub struct Coupled {
    /// What it was held to.
    pub targets: Vec<Target>,
    /// The population, with its history.
    pub population: Population,
    /// Scores of the free parameters, adjusted, one row a draw of the posterior.
    pub free: Vec<Vec<f64>>,
    /// Rows of the posterior, each a value for every parameter.
    pub rows: Vec<Vec<f64>>,
}

/// Fits the free parameters of `before` to the targets.
///
/// **Law** ABC on signed distances from the ranges of recorded claims, in the space of normal scores: of all campaigns
/// played from what came before, the nearest, which then walk nearer if more are allowed; free parameters are adjusted by
/// regression at the end. All others are drawn
/// anew for each simulation and for each row of the posterior from what came before: they are averaged over, and learn
/// nothing (cut feedback). **Source** Beaumont, Zhang, Balding 2002; see `halha_inference::abc`. **Status** the record has
/// one history: what few targets cannot tell apart keeps its prior.
///
/// Particles walk (Del Moral, Doucet, Jasra 2012) and are not weighted: the weights prior over proposal, with a score of free
/// parameters, pile up on a few of hundreds (six of 500 for the reference case, found when the certificate's intervals were
/// too narrow). Where the chance of a campaign outweighs what its parameters say, a step comes nearer no more often than
/// a draw from the prior does: then all campaigns are best spent on the first choice (book, The whole fit).
///
/// # Errors
/// If the fit cannot be run, is stopped, or its checkpoint is another fit's (other settings, code, priors or record).
pub fn fit(
    conflict: &LoadedConflict,
    before: &Before<'_>,
    targets: Vec<Target>,
    settings: &CoupledSettings,
    course: Course<'_>,
) -> Result<Coupled, AbcError> {
    let simulator = Campaigns {
        conflict,
        before,
        targets: &targets,
        seed: settings.seed,
    };
    let abc = AbcSettings {
        seed: settings.seed,
        particles: settings.particles,
        pilot: settings
            .pilot
            .min(settings.simulations.min(MOST_ADDRESSED) as usize),
        quantile: 0.5,
        kernel: Kernel::Walk,
        weights: Vec::new(),
        min_acceptance: LEAST_ACCEPTED,
        max_generations: MOST,
        max_simulations: settings.simulations,
    };
    let observed = vec![0.0; targets.len()];
    let fit = Fit {
        simulator: &simulator,
        prior: before,
        observed: &observed,
        settings: &abc,
        of: &source(conflict, before, &targets),
    };
    let population = fit.run(course)?;
    let free = population
        .adjusted(before)
        .resampled(settings.draws, settings.seed);
    let rows = free.iter().enumerate().filter_map(|(n, z)| {
        let mut stream = Stream::at(&[ROWS, settings.seed, n as u64]);
        before.vector(z, &mut stream).ok().map(|p| p.to_vec())
    });
    Ok(Coupled {
        rows: rows.collect(),
        free,
        targets,
        population,
    })
}

/// Hash of what decides the runs of a coupled fit: code, scenario and priors, what modules taught, what it is held to.
fn source(conflict: &LoadedConflict, before: &Before<'_>, targets: &[Target]) -> String {
    let all = format!(
        "{} {:x} {before:?} {targets:?}",
        code_hash(),
        conflict.fingerprint
    );
    format!("{:016x}", fnv1a(all.as_bytes()))
}

/// Whole campaigns as a simulator of distances from the record.
struct Campaigns<'a> {
    conflict: &'a LoadedConflict,
    before: &'a Before<'a>,
    targets: &'a [Target],
    seed: u64,
}

thread_local! {
    /// Buffers of the runs of one thread.
    static WORKSPACE: std::cell::RefCell<Workspace> = std::cell::RefCell::new(Workspace::new());
}

impl Simulator for Campaigns<'_> {
    fn summaries(&self) -> Vec<String> {
        self.targets.iter().map(|t| t.id.clone()).collect()
    }

    fn simulate(&self, free: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        let mut stream = address.stream(NUISANCE);
        let parameters = self.before.vector(free, &mut stream).map_err(|wrong| {
            let names: Vec<&str> = wrong.iter().map(|e| e.parameter.name).collect();
            format!("outside its range: {}", names.join(", "))
        })?;
        let prepared = Prepared::new(&self.conflict.scenario, &parameters)
            .map_err(|_| "not to be prepared".to_owned())?;
        let key = Key::derive(self.seed, STUDY, address.number(), 0);
        WORKSPACE.with_borrow_mut(|workspace| {
            let outcome = run(&prepared, &key, &mut QuantalResponse, workspace, &mut NoObserver);
            Ok(distances(self.conflict, self.targets, outcome))
        })
    }
}
