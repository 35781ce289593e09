//! The course of a fit by ABC: pilot, then generation after generation, each kept in the checkpoint when it is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::checkpoint::{self, State};
use super::distance::Scale;
use super::kernel::Proposal;
use super::{
    AbcError, AbcSettings, Generation, Particle, Posterior, Progress, RunAddress, Simulator, StopReason,
};
use crate::abc::Failures;
use crate::prior::Prior;
use crate::scores::weighted_quantile;

/// The purpose of the chance from which parameters are proposed; simulators may use all others.
const PROPOSAL: u64 = u64::MAX;
/// Attempts of one place between two looks at the whole population.
const BLOCK: u32 = 8;
/// Runs of the pilot between two reports.
const PILOT_BLOCK: usize = 256;

/// A fit by ABC: what is run, over which prior, against which record, how.
pub struct Fit<'a, S, P> {
    /// The simulator.
    pub simulator: &'a S,
    /// The prior of its parameters.
    pub prior: &'a P,
    /// The observed summaries, in the order of the simulator's.
    pub observed: &'a [f64],
    /// How.
    pub settings: &'a AbcSettings,
}

/// One place of a population while it is filled.
#[derive(Default)]
struct Place {
    attempts: u32,
    simulations: u64,
    outside: u64,
    /// ln of the weight, with the particle.
    found: Option<(f64, Particle)>,
    failed: Vec<(RunAddress, String)>,
}

/// What the particles of a generation must meet, and where they are proposed from.
struct Target<'s> {
    generation: u16,
    threshold: f64,
    scale: &'s Scale,
    proposal: Proposal,
}

/// How a generation ended.
enum Filled {
    Whole(Generation, Vec<Particle>),
    GivenUp(Generation, StopReason),
}

impl<S: Simulator, P: Prior> Fit<'_, S, P> {
    /// Runs the fit, or goes on with it where the checkpoint left it; the result is the same to the byte.
    ///
    /// `progress` is called from one thread. After `stop` becomes true the fit ends with [`AbcError::Stopped`].
    ///
    /// # Errors
    ///
    /// If the settings or the record cannot be used, the pilot fails, the checkpoint is another fit's or cannot be
    /// written, or the fit is stopped.
    pub fn run(
        &self,
        checkpoint: Option<&Path>,
        progress: &dyn Fn(Progress),
        stop: &AtomicBool,
    ) -> Result<Posterior, AbcError> {
        let summaries = self.simulator.summaries();
        self.settings.check(summaries.len(), self.observed)?;
        let header = checkpoint::Header::new(self.settings, self.prior.names(), summaries, self.observed);
        let found = checkpoint
            .map(|path| checkpoint::read(path, &header))
            .transpose()?
            .flatten();
        let save = |state: &State| checkpoint.map_or(Ok(()), |path| checkpoint::write(path, &header, state));
        let mut state = if let Some(state) = found {
            state
        } else {
            let state = self.pilot(progress, stop)?;
            save(&state)?;
            state
        };
        while state.stopped.is_none() {
            self.step(&mut state, progress, stop)?;
            save(&state)?;
        }
        Ok(Posterior::new(
            header,
            state,
            self.observed.to_vec(),
            self.settings,
        ))
    }

    /// One simulation, checked: its summaries or the reason why there are none.
    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        let summaries = self.simulator.simulate(parameters, address)?;
        if summaries.len() != self.observed.len() {
            return Err(format!(
                "{} summaries instead of {}",
                summaries.len(),
                self.observed.len()
            ));
        }
        match summaries.iter().position(|s| !s.is_finite()) {
            Some(k) => Err(format!("summary {k} is {}", summaries[k])),
            None => Ok(summaries),
        }
    }

    fn address(&self, generation: u16, particle: usize, attempt: u32) -> RunAddress {
        RunAddress {
            seed: self.settings.seed,
            generation,
            particle: particle as u32,
            attempt,
        }
    }

    /// Generation 0: runs at draws from the prior, the nearest of which are the first population.
    fn pilot(&self, progress: &dyn Fn(Progress), stop: &AtomicBool) -> Result<State, AbcError> {
        let pilot = self.settings.pilot;
        let mut runs = Vec::with_capacity(pilot);
        for first in (0..pilot).step_by(PILOT_BLOCK) {
            if stop.load(Ordering::Relaxed) {
                return Err(AbcError::Stopped { generation: 0 });
            }
            let block: Vec<_> = (first..(first + PILOT_BLOCK).min(pilot))
                .into_par_iter()
                .map(|place| {
                    let address = self.address(0, place, 0);
                    let parameters = self.prior.sample(&mut address.stream(PROPOSAL));
                    let result = self.simulate(&parameters, address);
                    (address, parameters, result)
                })
                .collect();
            runs.extend(block);
            let failed = runs.iter().filter(|(_, _, r)| r.is_err()).count();
            progress(Progress {
                generation: 0,
                threshold: f64::INFINITY,
                accepted: (runs.len() - failed).min(self.settings.particles),
                of: self.settings.particles,
                simulations: runs.len() as u64,
                failed: failed as u64,
            });
        }
        self.first_population(runs)
    }

    fn first_population(
        &self,
        runs: Vec<(RunAddress, Vec<f64>, Result<Vec<f64>, String>)>,
    ) -> Result<State, AbcError> {
        let AbcSettings { particles, pilot, .. } = *self.settings;
        let prior = moments(runs.iter().map(|(_, parameters, _)| parameters.as_slice()));
        let mut failures = BTreeMap::new();
        let mut good = Vec::new();
        for (address, parameters, result) in runs {
            match result {
                Ok(summaries) => good.push((parameters, summaries)),
                Err(reason) => note(&mut failures, address, &reason),
            }
        }
        if good.len() < particles {
            let most = failures.iter().max_by_key(|(_, f)| f.count);
            return Err(AbcError::Pilot {
                succeeded: good.len(),
                pilot,
                particles,
                reason: most.map_or_else(String::new, |(reason, _)| reason.clone()),
            });
        }
        let scale = Scale::of(&good.iter().map(|(_, s)| s.as_slice()).collect::<Vec<_>>());
        if scale.0.iter().all(|s| *s <= 0.0) {
            return Err(AbcError::NothingVaries);
        }
        let weight = 1.0 / particles as f64;
        let mut population: Vec<Particle> = good
            .into_iter()
            .map(|(parameters, summaries)| Particle {
                distance: scale.distance(&self.settings.weights, &summaries, self.observed),
                parameters,
                summaries,
                weight,
            })
            .collect();
        population.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        population.truncate(particles);
        let record = Generation {
            threshold: population[particles - 1].distance,
            simulations: pilot as u64,
            outside: 0,
            acceptance: particles as f64 / pilot as f64,
            effective: particles as f64,
            failures,
        };
        Ok(State {
            generations: vec![record],
            given_up: None,
            population,
            scale,
            prior_mean: prior.0,
            prior_sd: prior.1,
            simulations: pilot as u64,
            stopped: None,
        })
    }

    /// One generation further, or the reason to end.
    fn step(
        &self,
        state: &mut State,
        progress: &dyn Fn(Progress),
        stop: &AtomicBool,
    ) -> Result<(), AbcError> {
        state.stopped = self.reason_to_end(state);
        if state.stopped.is_some() {
            return Ok(());
        }
        let Some(threshold) = next_threshold(&state.population, self.settings.quantile) else {
            state.stopped = Some(StopReason::Threshold);
            return Ok(());
        };
        let generation = state.generations.len() as u16;
        let before = state.simulations;
        match self.fill(generation, threshold, state, progress, stop)? {
            Filled::Whole(record, population) => {
                state.simulations = before + record.simulations;
                state.generations.push(record);
                state.population = population;
            }
            Filled::GivenUp(record, reason) => {
                state.simulations = before + record.simulations;
                state.given_up = Some(record);
                state.stopped = Some(reason);
            }
        }
        Ok(())
    }

    fn reason_to_end(&self, state: &State) -> Option<StopReason> {
        let last = state.generations.last().map_or(1.0, |g| g.acceptance);
        let settings = self.settings;
        // The pilot's acceptance is chosen, not found.
        if state.generations.len() > 1 && last < settings.min_acceptance {
            Some(StopReason::Acceptance)
        } else if state.generations.len() > usize::from(settings.max_generations) {
            Some(StopReason::Generations)
        } else if state.simulations >= settings.max_simulations {
            Some(StopReason::Simulations)
        } else {
            None
        }
    }

    /// Fills a population at a threshold, all places some attempts further at a time, so that what is done does not
    /// depend on threads.
    fn fill(
        &self,
        generation: u16,
        threshold: f64,
        state: &State,
        progress: &dyn Fn(Progress),
        stop: &AtomicBool,
    ) -> Result<Filled, AbcError> {
        let target = Target {
            generation,
            threshold,
            scale: &state.scale,
            proposal: Proposal::new(self.settings.kernel, &state.population, threshold, self.prior),
        };
        let mut places: Vec<Place> = Vec::new();
        places.resize_with(self.settings.particles, Place::default);
        let limit = self.settings.particles as f64 / self.settings.min_acceptance;
        loop {
            places
                .par_iter_mut()
                .enumerate()
                .filter(|(_, place)| place.found.is_none())
                .for_each(|(i, place)| self.try_place(&target, i, place, stop));
            if stop.load(Ordering::Relaxed) {
                return Err(AbcError::Stopped { generation });
            }
            let simulations: u64 = places.iter().map(|p| p.simulations).sum();
            let attempts: u64 = places.iter().map(|p| u64::from(p.attempts)).sum();
            let accepted = places.iter().filter(|p| p.found.is_some()).count();
            progress(Progress {
                generation,
                threshold,
                accepted,
                of: places.len(),
                simulations: state.simulations + simulations,
                failed: places.iter().map(|p| p.failed.len() as u64).sum(),
            });
            let reason = if accepted == places.len() {
                None
            } else if state.simulations + simulations >= self.settings.max_simulations {
                Some(StopReason::Simulations)
            } else if attempts as f64 > limit {
                Some(StopReason::Acceptance)
            } else {
                continue;
            };
            return Ok(finish(threshold, places, reason));
        }
    }

    /// Up to a block of attempts to fill one place.
    fn try_place(&self, target: &Target<'_>, index: usize, place: &mut Place, stop: &AtomicBool) {
        for _ in 0..BLOCK {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let address = self.address(target.generation, index, place.attempts);
            place.attempts += 1;
            let free = target.proposal.draw(&mut address.stream(PROPOSAL));
            let parameters = self.prior.bound(&free);
            let ln_prior = self.prior.log_density(&parameters) + self.prior.log_jacobian(&free);
            if !ln_prior.is_finite() {
                place.outside += 1;
                continue;
            }
            place.simulations += 1;
            match self.simulate(&parameters, address) {
                Err(reason) => place.failed.push((address, reason)),
                Ok(summaries) => {
                    let distance = target
                        .scale
                        .distance(&self.settings.weights, &summaries, self.observed);
                    if distance <= target.threshold {
                        let ln_weight = ln_prior - target.proposal.ln_density(&free);
                        let particle = Particle {
                            parameters,
                            summaries,
                            distance,
                            weight: 0.0,
                        };
                        place.found = Some((ln_weight, particle));
                        return;
                    }
                }
            }
        }
    }
}

/// Counts a failed run under its reason; the first is the least by attempt, then by place.
fn note(failures: &mut BTreeMap<String, Failures>, address: RunAddress, reason: &str) {
    let entry = failures.entry(reason.to_owned()).or_insert(Failures {
        count: 0,
        first: address,
    });
    entry.count += 1;
    if (address.attempt, address.particle) < (entry.first.attempt, entry.first.particle) {
        entry.first = address;
    }
}

/// The weighted quantile of the distances, or the greatest distance below the present threshold if that quantile does not
/// lie below it; `None` if all particles lie at the threshold.
fn next_threshold(population: &[Particle], quantile: f64) -> Option<f64> {
    let distances: Vec<f64> = population.iter().map(|p| p.distance).collect();
    let weights: Vec<f64> = population.iter().map(|p| p.weight).collect();
    let greatest = distances.iter().copied().fold(0.0, f64::max);
    let wanted = weighted_quantile(&distances, &weights, quantile);
    if wanted < greatest {
        return Some(wanted);
    }
    distances
        .into_iter()
        .filter(|d| *d < greatest)
        .max_by(f64::total_cmp)
}

/// The record of a generation, and its population if it is whole.
fn finish(threshold: f64, places: Vec<Place>, reason: Option<StopReason>) -> Filled {
    let mut failures = BTreeMap::new();
    for (address, text) in places.iter().flat_map(|p| &p.failed) {
        note(&mut failures, *address, text);
    }
    let simulations: u64 = places.iter().map(|p| p.simulations).sum();
    let outside = places.iter().map(|p| p.outside).sum();
    let found: Vec<(f64, Particle)> = places.into_iter().filter_map(|p| p.found).collect();
    let acceptance = found.len() as f64 / simulations as f64;
    let top = found.iter().map(|f| f.0).fold(f64::NEG_INFINITY, f64::max);
    let mut population: Vec<Particle> = Vec::with_capacity(found.len());
    for (ln_weight, mut particle) in found {
        particle.weight = libm::exp(ln_weight - top);
        population.push(particle);
    }
    let total: f64 = population.iter().map(|p| p.weight).sum();
    for particle in &mut population {
        particle.weight /= total;
    }
    let record = Generation {
        threshold,
        simulations,
        outside,
        acceptance,
        effective: 1.0 / population.iter().map(|p| p.weight * p.weight).sum::<f64>(),
        failures,
    };
    match reason {
        None => Filled::Whole(record, population),
        Some(reason) => Filled::GivenUp(record, reason),
    }
}

/// Means and standard deviations, parameter by parameter.
fn moments<'p>(draws: impl Iterator<Item = &'p [f64]> + Clone) -> (Vec<f64>, Vec<f64>) {
    let n = draws.clone().count() as f64;
    let dim = draws.clone().next().map_or(0, <[f64]>::len);
    let mean = |k: usize| draws.clone().map(|d| d[k]).sum::<f64>() / n;
    let means: Vec<f64> = (0..dim).map(mean).collect();
    let variance = |k: usize| draws.clone().map(|d| (d[k] - means[k]).powi(2)).sum::<f64>() / (n - 1.0);
    let sds = (0..dim).map(|k| libm::sqrt(variance(k))).collect();
    (means, sds)
}
