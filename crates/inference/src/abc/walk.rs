//! How a population moves to a lower threshold without weights: what lies too far gives way to copies of what does not, and
//! every particle then walks, within the threshold, by steps that leave the prior as it is.
//!
//! Law: the target at threshold ε is prior(θ) p(s | θ) 1[d(s) ≤ ε]. A step θ → θ' is normal in free coordinates with the
//! covariance of the particles that stay, times 2.38² / dimensions; it is taken if a uniform number lies below
//! prior(θ') / prior(θ), Jacobians included, and a run at θ' comes within ε. The number is looked at first, so that a step
//! that the prior refuses costs no run. Steps go on until a particle has a chance of [`MISSED`] at most not to have moved.
//! Weights stay equal, however many parameters there are. Source: Del Moral, Doucet, Jasra 2012 (sequential Monte
//! Carlo with moves in place of weights); Drovandi, Pettitt 2011 (the number of steps); Roberts, Gelman, Gilks 1997 (2.38).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::checkpoint::State;
use super::fill::{Filled, note};
use super::run::{Fit, PROPOSAL};
use super::{AbcError, Generation, Particle, Progress, RunAddress, Simulator, StopReason};
use crate::chance::Stream;
use crate::matrix::Cholesky;
use crate::prior::Prior;

/// Steps of each particle between two looks at the whole population.
const BLOCK: u32 = 4;
/// Greatest chance of a particle not to have moved in a generation.
const MISSED: f64 = 0.05;
/// Most steps of a generation.
const MOST: u32 = 1 << 20;
/// Variances below this (free coordinates squared) are taken for none.
const FLOOR: f64 = 1e-12;

/// One particle on its way.
struct Walker {
    at: Particle,
    free: Vec<f64>,
    ln_prior: f64,
    moved: u64,
    simulations: u64,
    outside: u64,
    failed: Vec<(RunAddress, String)>,
}

/// Where walkers may go, and how far a step is.
struct Ground {
    threshold: f64,
    step: Cholesky,
}

impl<S: Simulator, P: Prior> Fit<'_, S, P> {
    /// Brings the population of `state` to a lower threshold.
    pub(super) fn walk(
        &self,
        generation: u16,
        threshold: f64,
        state: &State,
        progress: &dyn Fn(Progress),
        stop: &AtomicBool,
    ) -> Result<Filled, AbcError> {
        let mut walkers = self.survivors(generation, threshold, &state.population);
        let ground = Ground {
            threshold,
            step: step(&walkers),
        };
        let mut steps = 0;
        loop {
            walkers.par_iter_mut().enumerate().for_each(|(i, walker)| {
                for attempt in steps + 1..=steps + BLOCK {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    self.take(&ground, state, walker, self.address(generation, i, attempt));
                }
            });
            if stop.load(Ordering::Relaxed) {
                return Err(AbcError::Stopped { generation });
            }
            steps += BLOCK;
            let sum = |of: fn(&Walker) -> u64| walkers.iter().map(of).sum::<u64>();
            let (moved, simulations) = (sum(|w| w.moved), sum(|w| w.simulations));
            progress(Progress {
                generation,
                threshold,
                accepted: walkers.iter().filter(|w| w.moved > 0).count(),
                of: walkers.len(),
                simulations: state.simulations + simulations,
                failed: sum(|w| w.failed.len() as u64),
            });
            let each = moved as f64 / (walkers.len() as f64 * f64::from(steps));
            let enough = libm::log(MISSED) / libm::log1p(-each.min(1.0 - f64::EPSILON));
            let reason = if f64::from(steps) >= enough {
                None
            } else if (moved as f64) < self.settings.min_acceptance * simulations as f64 || steps >= MOST {
                Some(StopReason::Acceptance)
            } else if state.simulations + simulations >= self.settings.max_simulations {
                Some(StopReason::Simulations)
            } else {
                continue;
            };
            return Ok(arrive(threshold, walkers, reason));
        }
    }

    /// The particles within the threshold, and in the place of each of the others a copy of one of them.
    fn survivors(&self, generation: u16, threshold: f64, population: &[Particle]) -> Vec<Walker> {
        let alive: Vec<&Particle> = population.iter().filter(|p| p.distance <= threshold).collect();
        let walkers = population.iter().enumerate().map(|(i, particle)| {
            let from = if particle.distance <= threshold {
                particle
            } else {
                let mut stream = self.address(generation, i, 0).stream(PROPOSAL);
                let chosen = (stream.uniform() * alive.len() as f64) as usize;
                alive[chosen.min(alive.len() - 1)]
            };
            let free = self.prior.free(&from.parameters);
            Walker {
                ln_prior: self.ln_prior(&free, &from.parameters),
                at: from.clone(),
                free,
                moved: 0,
                simulations: 0,
                outside: 0,
                failed: Vec::new(),
            }
        });
        walkers.collect()
    }

    /// One step, taken or not.
    fn take(&self, ground: &Ground, state: &State, walker: &mut Walker, address: RunAddress) {
        let mut stream = address.stream(PROPOSAL);
        let u = stream.uniform();
        let free = away(&walker.free, &ground.step, &mut stream);
        let parameters = self.prior.bound(&free);
        let ln_prior = self.ln_prior(&free, &parameters);
        if !ln_prior.is_finite() {
            walker.outside += 1;
            return;
        }
        if libm::log(u) >= ln_prior - walker.ln_prior {
            return;
        }
        walker.simulations += 1;
        match self.judge(parameters, address, &state.scale, ground.threshold) {
            Err(reason) => walker.failed.push((address, reason)),
            Ok(None) => {}
            Ok(Some(particle)) => {
                walker.at = particle;
                (walker.free, walker.ln_prior) = (free, ln_prior);
                walker.moved += 1;
            }
        }
    }
}

fn away(from: &[f64], step: &Cholesky, stream: &mut Stream) -> Vec<f64> {
    let z: Vec<f64> = from.iter().map(|_| stream.normal()).collect();
    from.iter().zip(step.times(&z)).map(|(x, s)| x + s).collect()
}

/// The factor of 2.38² / dimensions times the covariance of the walkers where they begin.
fn step(walkers: &[Walker]) -> Cholesky {
    let (n, dim) = (walkers.len() as f64, walkers[0].free.len());
    let mean: Vec<f64> = (0..dim)
        .map(|k| walkers.iter().map(|w| w.free[k]).sum::<f64>() / n)
        .collect();
    let scale = 2.38 * 2.38 / dim as f64 / n;
    let mut covariance = vec![0.0; dim * dim];
    for walker in walkers {
        for row in 0..dim {
            let scaled = scale * (walker.free[row] - mean[row]);
            for column in 0..dim {
                covariance[row * dim + column] += scaled * (walker.free[column] - mean[column]);
            }
        }
    }
    Cholesky::of_covariance(&covariance, dim, FLOOR)
}

/// The record of a generation, and its population.
fn arrive(threshold: f64, walkers: Vec<Walker>, reason: Option<StopReason>) -> Filled {
    let mut failures = BTreeMap::new();
    for (address, text) in walkers.iter().flat_map(|w| &w.failed) {
        note(&mut failures, *address, text);
    }
    let simulations: u64 = walkers.iter().map(|w| w.simulations).sum();
    let moved: u64 = walkers.iter().map(|w| w.moved).sum();
    let outside = walkers.iter().map(|w| w.outside).sum();
    let mut population: Vec<Particle> = walkers.into_iter().map(|w| w.at).collect();
    let weight = 1.0 / population.len() as f64;
    population.iter_mut().for_each(|p| p.weight = weight);
    let record = Generation {
        threshold,
        simulations,
        outside,
        acceptance: moved as f64 / simulations.max(1) as f64,
        effective: distinct(&population),
        failures,
    };
    match reason {
        None => Filled::Whole(record, population),
        Some(reason) => Filled::GivenUp(record, reason),
    }
}

/// 1 / Σ (share)² over distinct particles: copies that have not parted count as one.
fn distinct(population: &[Particle]) -> f64 {
    let mut copies: BTreeMap<Vec<u64>, u64> = BTreeMap::new();
    for particle in population {
        let bits = particle.parameters.iter().map(|p| p.to_bits()).collect();
        *copies.entry(bits).or_default() += 1;
    }
    let squares: u64 = copies.values().map(|c| c * c).sum();
    (population.len() * population.len()) as f64 / squares as f64
}
