//! The course of a fit by ABC: pilot, then generation after generation, each kept in the checkpoint when it is whole.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::blocks;
use super::checkpoint::{self, State};
use super::distance::Scale;
use super::fill::Filled;
use super::{
    AbcError, AbcSettings, Kernel, Particle, Posterior, Progress, RunAddress, Simulator, StopReason,
};
use crate::prior::Prior;
use crate::scores::weighted_quantile;

/// The purpose of the chance from which parameters are proposed; simulators may use all others.
pub(super) const PROPOSAL: u64 = u64::MAX;

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
    /// What simulator and prior were made from, such as a hash: a checkpoint of another is refused.
    pub of: &'a str,
}

/// What goes along with a fit: where it is kept, who watches, and when to stop.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// Where what was finished is kept, if it is.
    pub checkpoint: Option<&'a Path>,
    /// Is told how far it is, from one thread.
    pub progress: &'a dyn Fn(Progress),
    /// Becomes true when the fit is to end with [`AbcError::Stopped`].
    pub stop: &'a AtomicBool,
}

impl<S: Simulator, P: Prior> Fit<'_, S, P> {
    /// Runs the fit, or goes on with it where the checkpoint left it; the result is the same to the byte.
    ///
    /// The pilot is kept block by block in files beside the checkpoint, which are removed when it is whole.
    ///
    /// # Errors
    ///
    /// If the settings or the record cannot be used, the pilot fails, the checkpoint is another fit's or cannot be
    /// written, or the fit is stopped.
    pub fn run(&self, course: Course<'_>) -> Result<Posterior, AbcError> {
        let Course {
            checkpoint,
            progress,
            stop,
        } = course;
        let summaries = self.simulator.summaries();
        self.settings.check(summaries.len(), self.observed)?;
        let header = checkpoint::Header::new(
            self.of,
            self.settings,
            self.prior.names(),
            summaries,
            self.observed,
        );
        let found = checkpoint
            .map(|path| checkpoint::read(path, &header))
            .transpose()?
            .flatten();
        let save = |state: &State| checkpoint.map_or(Ok(()), |path| checkpoint::write(path, &header, state));
        let mut state = if let Some(state) = found {
            state
        } else {
            let (state, blocks) = self.pilot(course, &header)?;
            save(&state)?;
            if let Some(path) = checkpoint {
                blocks::remove(path, &blocks);
            }
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
    pub(super) fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
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

    /// ln of the prior in free coordinates, Jacobian included.
    pub(super) fn ln_prior(&self, free: &[f64], parameters: &[f64]) -> f64 {
        self.prior.log_density(parameters) + self.prior.log_jacobian(free)
    }

    /// One simulation at proposed parameters: a particle, without weight, if it comes within the threshold.
    pub(super) fn judge(
        &self,
        parameters: Vec<f64>,
        address: RunAddress,
        scale: &Scale,
        threshold: f64,
    ) -> Result<Option<Particle>, String> {
        let summaries = self.simulate(&parameters, address)?;
        let distance = scale.distance(&self.settings.weights, &summaries, self.observed);
        let particle = Particle {
            parameters,
            summaries,
            distance,
            weight: 0.0,
        };
        Ok((distance <= threshold).then_some(particle))
    }

    pub(super) fn address(&self, generation: u16, particle: usize, attempt: u32) -> RunAddress {
        RunAddress {
            seed: self.settings.seed,
            generation,
            particle: particle as u32,
            attempt,
        }
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
        let filled = match self.settings.kernel {
            Kernel::Walk => self.walk(generation, threshold, state, progress, stop),
            Kernel::Component | Kernel::Local => self.fill(generation, threshold, state, progress, stop),
        };
        match filled? {
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
