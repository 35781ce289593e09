//! How a population is filled at one threshold: proposals, runs, acceptance, weights.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::checkpoint::State;
use super::distance::Scale;
use super::kernel::Proposal;
use super::run::{Fit, PROPOSAL};
use super::{AbcError, Failures, Generation, Particle, Progress, RunAddress, Simulator, StopReason};
use crate::prior::Prior;

/// Attempts of one place between two looks at the whole population.
const BLOCK: u32 = 8;

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
pub(super) enum Filled {
    Whole(Generation, Vec<Particle>),
    GivenUp(Generation, StopReason),
}

impl<S: Simulator, P: Prior> Fit<'_, S, P> {
    /// Fills a population at a threshold, all places some attempts further at a time, so that what is done does not
    /// depend on threads.
    pub(super) fn fill(
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
            let ln_prior = self.ln_prior(&free, &parameters);
            if !ln_prior.is_finite() {
                place.outside += 1;
                continue;
            }
            place.simulations += 1;
            match self.judge(parameters, address, target.scale, target.threshold) {
                Err(reason) => place.failed.push((address, reason)),
                Ok(None) => {}
                Ok(Some(particle)) => {
                    place.found = Some((ln_prior - target.proposal.ln_density(&free), particle));
                    return;
                }
            }
        }
    }
}

/// Counts a failed run under its reason; the first is the least by attempt, then by place.
pub(super) fn note(failures: &mut BTreeMap<String, Failures>, address: RunAddress, reason: &str) {
    let entry = failures.entry(reason.to_owned()).or_insert(Failures {
        count: 0,
        first: address,
    });
    entry.count += 1;
    if (address.attempt, address.particle) < (entry.first.attempt, entry.first.particle) {
        entry.first = address;
    }
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
    let acceptance = found.len() as f64 / simulations.max(1) as f64;
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
