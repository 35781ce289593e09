//! Generation 0 of a fit: runs at draws from the prior, which scale the summaries and give the first population.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::blocks;
use super::checkpoint::{Header, State};
use super::distance::Scale;
use super::fill::note;
use super::run::{Course, Fit, PROPOSAL};
use super::{AbcError, AbcSettings, Generation, Particle, Progress, RunAddress, Simulator};
use crate::prior::Prior;

/// Runs of the pilot between two reports.
const PILOT_BLOCK: usize = 256;
/// Runs after which what was finished is kept.
const KEPT_BLOCK: usize = 16 * PILOT_BLOCK;

/// One run of the pilot: where it was, at which parameters, and what came of it.
type PilotRun = (RunAddress, Vec<f64>, Result<Vec<f64>, String>);

impl<S: Simulator, P: Prior> Fit<'_, S, P> {
    /// Generation 0: runs at draws from the prior, the nearest of which are the first population; and the blocks in which
    /// they are kept until the state is.
    pub(super) fn pilot(&self, course: Course<'_>, header: &Header) -> Result<(State, Vec<usize>), AbcError> {
        let pilot = self.settings.pilot;
        let found = course
            .checkpoint
            .map(|path| blocks::read(path, header))
            .transpose()?;
        let (kept, mut firsts) = found.unwrap_or_default();
        let mut runs: Vec<PilotRun> = kept
            .into_iter()
            .enumerate()
            .map(|(place, result)| {
                let (address, parameters) = self.drawn(place);
                (address, parameters, result)
            })
            .collect();
        let mut unkept = runs.len();
        while runs.len() < pilot {
            let stopped = course.stop.load(Ordering::Relaxed);
            if let Some(path) = course.checkpoint
                && runs.len() > unkept
                && (stopped || runs.len() - unkept >= KEPT_BLOCK)
            {
                blocks::write(path, header, unkept, runs[unkept..].iter().map(|run| &run.2))?;
                firsts.push(unkept);
                unkept = runs.len();
            }
            if stopped {
                return Err(AbcError::Stopped { generation: 0 });
            }
            let end = (runs.len() + PILOT_BLOCK).min(pilot);
            let block: Vec<PilotRun> = (runs.len()..end)
                .into_par_iter()
                .map(|place| {
                    let (address, parameters) = self.drawn(place);
                    let result = self.simulate(&parameters, address);
                    (address, parameters, result)
                })
                .collect();
            runs.extend(block);
            (course.progress)(self.pilot_progress(&runs));
        }
        Ok((self.first_population(runs)?, firsts))
    }

    /// Address and parameters of a run of the pilot.
    fn drawn(&self, place: usize) -> (RunAddress, Vec<f64>) {
        let address = self.address(0, place, 0);
        (address, self.prior.sample(&mut address.stream(PROPOSAL)))
    }

    fn pilot_progress(&self, runs: &[PilotRun]) -> Progress {
        let failed = runs.iter().filter(|(_, _, r)| r.is_err()).count();
        Progress {
            generation: 0,
            threshold: f64::INFINITY,
            accepted: (runs.len() - failed).min(self.settings.particles),
            of: self.settings.particles,
            simulations: runs.len() as u64,
            failed: failed as u64,
        }
    }

    fn first_population(&self, runs: Vec<PilotRun>) -> Result<State, AbcError> {
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
