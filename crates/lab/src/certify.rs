//! Mints the certificate of calibration: whether the fits give back, with the right uncertainty, what was planted.
//!
//! **Law** parameters from the priors, data from the model at them, the fit on those data: the rank of what was planted
//! among the fit's draws is uniform (`halha_inference::sbc`). Modules are given data from their own laws, the coupled fit
//! whole campaigns of the model. **Status** exact up to the sampler for modules; for the coupled fit a measurement of how
//! good an approximation it is.

mod claims;
mod counts;
mod coupled;
mod responses;
mod small;

use std::sync::atomic::AtomicBool;

use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_inference::sbc::{Experiment, Sbc, SbcSettings, run_watched};

pub use claims::Claims;
pub use counts::Counts;
pub use coupled::Coupled;
pub use responses::Responses;
pub use small::Small;

use crate::check::{Calibration, Certificate, code_hash};
use crate::conflict::LoadedConflict;
use crate::fit::FitError;
use crate::fit::plan::Plan;
use crate::fit::split::Split;

/// Probability with which the bands of all of a calibration's quantities hold a right fit together.
pub const LEVEL: f64 = 0.95;

/// How much is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertifySettings {
    /// Root of all luck.
    pub seed: u64,
    /// Draws from the prior for each module.
    pub replications: usize,
    /// Draws from the prior for the coupled fit.
    pub planted: usize,
    /// Campaigns that the coupled fit plays for each.
    pub simulations: u64,
}

impl Default for CertifySettings {
    fn default() -> Self {
        Self {
            seed: 1,
            replications: 150,
            planted: 60,
            simulations: 6_000,
        }
    }
}

/// What is told while a certificate is minted: the module, how many fits have ended, of how many.
pub type Watch<'w> = &'w (dyn Fn(&'static str, usize, usize) + Sync);

/// Calibrates every fit of a conflict. `None` if it was stopped.
///
/// # Errors
/// A module that cannot be set up: no data, a joint prior, a scenario that cannot be played.
pub fn mint(
    conflict: &LoadedConflict,
    (split, plan): (&Split, &Plan),
    settings: &CertifySettings,
    command: &str,
    watch: Watch<'_>,
    stop: &AtomicBool,
) -> Result<Option<Certificate>, FitError> {
    let counts = Counts::new(conflict, split)?;
    let claims = Claims::new(conflict, split)?;
    let responses = Responses::new(conflict)?;
    let small = Small::new(conflict, split)?;
    let coupled = Coupled::new(conflict, split, plan, settings.simulations)?;
    let modules = settings.replications;
    let each = [
        calibrated(&counts, Counts::ABOUT, modules, settings.seed, watch, stop),
        calibrated(&claims, Claims::ABOUT, modules, settings.seed, watch, stop),
        calibrated(&responses, Responses::ABOUT, modules, settings.seed, watch, stop),
        calibrated(&small, Small::ABOUT, modules, settings.seed, watch, stop),
        calibrated(
            &coupled,
            Coupled::ABOUT,
            settings.planted,
            settings.seed,
            watch,
            stop,
        ),
    ];
    let calibration: Option<Vec<Calibration>> = each.into_iter().collect();
    Ok(calibration.map(|calibration| Certificate {
        format: 1,
        halha: env!("CARGO_PKG_VERSION").to_owned(),
        code: code_hash(),
        scenario: format!("{:016x}", conflict.fingerprint),
        seed: settings.seed,
        command: command.to_owned(),
        calibration,
    }))
}

/// What a calibration is about.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The module.
    pub module: &'static str,
    /// What was planted, and how the fit was run, in words.
    pub how: &'static str,
    /// Draws of each fit that are ranked.
    pub ranked: usize,
}

/// Calibrates one fit; `None` if stopped.
pub fn calibrated<E: Experiment>(
    experiment: &E,
    about: About,
    replications: usize,
    seed: u64,
    watch: Watch<'_>,
    stop: &AtomicBool,
) -> Option<Calibration> {
    let settings = SbcSettings {
        simulations: replications,
        draws: about.ranked,
        seed,
    };
    let progress = |ended| watch(about.module, ended, replications);
    let sbc = run_watched(experiment, &settings, &progress, stop)?;
    Some(calibration(about, &sbc))
}

/// The ranks of all quantities against bands that hold them together with [`LEVEL`] (each with 1 − (1 − LEVEL)/their
/// number, Bonferroni), and the coverage of the intervals of all of them.
fn calibration(about: About, sbc: &Sbc) -> Calibration {
    let quantities = sbc.quantities.len();
    let level = 1.0 - (1.0 - LEVEL) / quantities.max(1) as f64;
    let outside = sbc.excursions(level).into_iter().map(|(name, _)| name).collect();
    let share = |level: f64| {
        let ranks = sbc.quantities.iter().flat_map(|q| &q.ranks);
        let of = ranks.clone().count().max(1) as f64;
        let inside: f64 = ranks.map(|rank| inside(*rank, sbc.draws, level)).sum();
        (1000.0 * inside / of).round() / 1000.0
    };
    Calibration {
        module: about.module.to_owned(),
        how: about.how.to_owned(),
        replications: sbc.quantities.first().map_or(0, |q| q.ranks.len()) as u64,
        failures: sbc.failures.len() as u64,
        ranked: sbc.draws as u64,
        quantities: quantities as u64,
        outside,
        coverage_50: share(0.5),
        coverage_90: share(0.9),
    }
}

/// How much of a rank's place lies in the central part of all places: its mean over uniform ranks is the level itself,
/// while an interval between two of L draws holds less than its level.
fn inside(rank: usize, draws: usize, level: f64) -> f64 {
    let places = draws as f64 + 1.0;
    let (low, high) = (0.5 * (1.0 - level) * places, 0.5 * (1.0 + level) * places);
    let place = rank as f64;
    ((place + 1.0).min(high) - place.max(low)).max(0.0)
}

/// The sampler of a planted fit: one chain, so that a fit takes a second or two.
fn sampler(seed: u64) -> NutsSettings {
    NutsSettings {
        chains: 1,
        tune: 300,
        draws: 500,
        seed,
        ..NutsSettings::default()
    }
}

/// The draws of a fit, one row each.
fn rows(chains: &Chains) -> Vec<Vec<f64>> {
    chains.draws().map(<[f64]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn uniform_ranks_are_inside_as_often_as_the_level_says() {
        for (draws, level) in [(50, 0.9), (50, 0.5), (7, 0.9), (99, 0.5)] {
            let mean = (0..=draws).map(|r| inside(r, draws, level)).sum::<f64>() / (draws as f64 + 1.0);
            assert!((mean - level).abs() < 1e-12, "{draws} {level} {mean}");
        }
        // Ranks that are all in the middle are always inside, ranks at the ends never.
        assert!((inside(25, 50, 0.9) - 1.0).abs() < 1e-12 && inside(0, 50, 0.9) < 1e-12);
    }
}
