//! Simulation-based calibration: whether a fit gives back, with the right uncertainty, what was put in.
//!
//! Law: if θ is drawn from the prior, data from the model at θ, and L draws from the posterior of those data, then the
//! rank of θ (or of any function of θ and the data, such as the log likelihood) among the L is uniform on 0..=L. Sources:
//! Talts, Betancourt, Simpson, Vehtari, Gelman 2018 (arXiv:1804.06788); functions of the data, Modrák et al. 2023
//! (doi 10.1214/23-BA1404); bands, Säilynoja, Bürkner, Vehtari 2022 (doi 10.1007/s11222-022-10090-6).

mod band;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::Serialize;

pub use band::{Band, Excursion};

use crate::chance::Stream;
use crate::scores::{Coverage, Interval};

/// A model together with the fit that is to be calibrated.
pub trait Experiment: Sync {
    /// What the model makes and the fit sees.
    type Data;

    /// Names of the quantities that are ranked.
    fn quantities(&self) -> Vec<String>;

    /// A draw of the parameters from the prior, and data from the model there.
    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Self::Data);

    /// Draws from the posterior of the data, at least as many as are ranked and nearly independent.
    ///
    /// # Errors
    ///
    /// If the fit fails, with the reason; such a simulation is counted and left out.
    fn fit(&self, data: &Self::Data, seed: u64) -> Result<Vec<Vec<f64>>, String>;

    /// The quantities at some parameters, which may depend on the data; the parameters themselves unless said otherwise.
    fn evaluate(&self, parameters: &[f64], _data: &Self::Data) -> Vec<f64> {
        parameters.to_vec()
    }
}

/// How calibration is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SbcSettings {
    /// Draws from the prior.
    pub simulations: usize,
    /// Draws of each posterior that are ranked (L); taken evenly from those of the fit.
    pub draws: usize,
    /// Root of all chance.
    pub seed: u64,
}

/// What one simulation gave for one quantity.
#[derive(Debug, Clone, Copy)]
struct Placed {
    rank: usize,
    truth: f64,
    intervals: [Interval; 2],
}

/// The ranks of one quantity, and how often its intervals held the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibrated {
    /// Its name.
    pub name: String,
    /// Its rank in each simulation, between 0 and L.
    pub ranks: Vec<usize>,
    /// Of central 50 % intervals.
    pub coverage_50: Coverage,
    /// Of central 90 % intervals.
    pub coverage_90: Coverage,
}

/// What calibration found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sbc {
    /// Draws ranked in each simulation.
    pub draws: usize,
    /// Quantity by quantity.
    pub quantities: Vec<Calibrated>,
    /// Simulations whose fit failed, with the reason.
    pub failures: Vec<(usize, String)>,
}

impl Sbc {
    /// Where ranks leave the simultaneous band of a level: the name of the quantity with the place.
    #[must_use]
    pub fn excursions(&self, level: f64) -> Vec<(String, Excursion)> {
        let Some(first) = self.quantities.first() else {
            return Vec::new();
        };
        let band = Band::new(first.ranks.len(), self.draws, level);
        let of = |q: &Calibrated| band.excursion(&q.ranks).map(|e| (q.name.clone(), e));
        self.quantities.iter().filter_map(of).collect()
    }
}

/// Runs an experiment. The result depends on the seed, not on threads.
pub fn run<E: Experiment>(experiment: &E, settings: &SbcSettings) -> Sbc {
    let each = (0..settings.simulations)
        .into_par_iter()
        .map(|simulation| one(experiment, settings, simulation as u64))
        .collect();
    gathered(experiment, settings, each)
}

/// [`run`], told of after each simulation (how many have ended), until `stop` becomes true: then there is no result.
pub fn run_watched<E: Experiment>(
    experiment: &E,
    settings: &SbcSettings,
    progress: &(dyn Fn(usize) + Sync),
    stop: &AtomicBool,
) -> Option<Sbc> {
    let ended = AtomicUsize::new(0);
    let each = (0..settings.simulations)
        .into_par_iter()
        .map(|simulation| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let placed = one(experiment, settings, simulation as u64);
            progress(ended.fetch_add(1, Ordering::Relaxed) + 1);
            Some(placed)
        })
        .collect::<Option<Vec<_>>>()?;
    (!stop.load(Ordering::Relaxed)).then(|| gathered(experiment, settings, each))
}

/// What the simulations gave, quantity by quantity.
fn gathered<E: Experiment>(
    experiment: &E,
    settings: &SbcSettings,
    results: Vec<Result<Vec<Placed>, String>>,
) -> Sbc {
    let mut failures = Vec::new();
    let mut placed = Vec::new();
    for (simulation, result) in results.into_iter().enumerate() {
        match result {
            Ok(row) => placed.push(row),
            Err(reason) => failures.push((simulation, reason)),
        }
    }
    let coverage = |k: usize, which: usize| {
        let cases: Vec<_> = placed
            .iter()
            .map(|row| (row[k].intervals[which], row[k].truth))
            .collect();
        Coverage::of(&cases)
    };
    let calibrated = |(k, name): (usize, String)| Calibrated {
        name,
        ranks: placed.iter().map(|row| row[k].rank).collect(),
        coverage_50: coverage(k, 0),
        coverage_90: coverage(k, 1),
    };
    Sbc {
        draws: settings.draws,
        quantities: experiment
            .quantities()
            .into_iter()
            .enumerate()
            .map(calibrated)
            .collect(),
        failures,
    }
}

/// One draw from the prior, its fit and the places of its quantities.
fn one<E: Experiment>(
    experiment: &E,
    settings: &SbcSettings,
    simulation: u64,
) -> Result<Vec<Placed>, String> {
    let mut stream = Stream::at(&[0x7362_6300_0001, settings.seed, simulation]);
    let (parameters, data) = experiment.draw(&mut stream);
    let truths = experiment.evaluate(&parameters, &data);
    let draws = experiment.fit(&data, stream.bits())?;
    if draws.len() < settings.draws {
        return Err(format!(
            "{} draws of the fit, {} are ranked",
            draws.len(),
            settings.draws
        ));
    }
    let taken = (0..settings.draws).map(|i| &draws[i * draws.len() / settings.draws]);
    let values: Vec<Vec<f64>> = taken.map(|d| experiment.evaluate(d, &data)).collect();
    let place = |(k, truth): (usize, &f64)| {
        let column: Vec<f64> = values.iter().map(|v| v[k]).collect();
        let below = column.iter().filter(|v| *v < truth).count();
        let ties = column.iter().filter(|v| v.total_cmp(truth).is_eq()).count();
        Placed {
            rank: below + stream.below(ties + 1),
            truth: *truth,
            intervals: [Interval::central(&column, 0.5), Interval::central(&column, 0.9)],
        }
    };
    Ok(truths.iter().enumerate().map(place).collect())
}
