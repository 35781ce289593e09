//! The no-U-turn sampler over a [`LogDensity`], several chains at once, the same draws for any number of threads.
//!
//! The trajectory, the step size and the diagonal mass matrix are those of the nuts-rs crate (Hoffman, Gelman 2014;
//! multinomial sampling of Betancourt 2017; a mass matrix from draws and gradients, Seyboldt, Carlson, Carpenter
//! 2026). Each chain has an address of its own for its chance, so neither order nor threads move a draw.

mod adapter;
mod settings;

use std::sync::atomic::{AtomicBool, Ordering};

use nuts_rs::{Chain as _, CpuMath, DiagNutsSettings, Settings as _};
use rayon::prelude::*;

pub use settings::{NutsError, NutsSettings, Progress};

use crate::chance::Stream;
use crate::density::LogDensity;
use crate::draws::{Chains, DrawStats};
use adapter::Adapter;

/// First part of the address of a chain's trajectory.
const TRAJECTORY: u64 = 0x6E75_7473_0001;
/// First part of the address of a chain's first point.
const START: u64 = 0x6E75_7473_0002;

/// Samples a density: `settings.chains` chains, each tuned and then drawn from.
///
/// `progress` is called after every draw, from the thread of its chain. Sampling ends with
/// [`NutsError::Stopped`] soon after `stop` becomes true.
///
/// # Errors
///
/// If the settings cannot be used, no starting point of finite density is found, or sampling is stopped.
pub fn sample<D: LogDensity + Sync>(
    density: &D,
    settings: &NutsSettings,
    progress: &(dyn Fn(Progress) + Sync),
    stop: &AtomicBool,
) -> Result<Chains, NutsError> {
    settings.check(density.dim())?;
    let chains: Vec<OneChain> = (0..settings.chains)
        .into_par_iter()
        .map(|chain| sample_chain(density, settings, chain, progress, stop))
        .collect::<Result<_, _>>()?;
    let (values, stats) = chains.into_iter().map(|c| (c.values, c.stats)).unzip();
    Ok(Chains::new(density.names(), values, stats)?)
}

/// The draws of one chain and what was noted at each.
struct OneChain {
    values: Vec<f64>,
    stats: Vec<DrawStats>,
}

/// The settings of nuts-rs that ours stand for.
fn inner_settings(settings: &NutsSettings) -> DiagNutsSettings {
    let mut inner = DiagNutsSettings {
        num_tune: settings.tune as u64,
        num_draws: settings.draws as u64,
        maxdepth: u64::from(settings.max_depth),
        num_chains: settings.chains,
        seed: settings.seed,
        ..DiagNutsSettings::default()
    };
    inner.adapt_options.step_size_settings.target_accept = settings.target_accept;
    inner
}

/// Samples one chain.
fn sample_chain<D: LogDensity>(
    density: &D,
    settings: &NutsSettings,
    chain: usize,
    progress: &(dyn Fn(Progress) + Sync),
    stop: &AtomicBool,
) -> Result<OneChain, NutsError> {
    let failed = |error: &dyn std::fmt::Display| NutsError::Failed {
        chain,
        reason: error.to_string(),
    };
    let start = first_point(density, settings, chain)?;
    let mut stream = Stream::at(&[TRAJECTORY, settings.seed, chain as u64]);
    let math = CpuMath::new(Adapter::new(density));
    let mut sampler = inner_settings(settings)
        .new_chain(chain as u64, math, &mut stream)
        .map_err(|e| failed(&e))?;
    sampler.set_position(&start).map_err(|e| failed(&e))?;
    let mut values = Vec::with_capacity(settings.draws * density.dim());
    let mut stats = Vec::with_capacity(settings.draws);
    let mut divergent = 0;
    for draw in 0..settings.tune + settings.draws {
        if stop.load(Ordering::Relaxed) {
            return Err(NutsError::Stopped);
        }
        let (position, _, noted, step) = sampler.expanded_draw().map_err(|e| failed(&e))?;
        let tuning = draw < settings.tune;
        if !tuning {
            divergent += usize::from(step.diverging);
            values.extend_from_slice(&position);
            stats.push(DrawStats {
                divergent: step.diverging,
                energy: noted.point.energy,
                log_density: noted.point.logp,
                step_size: step.step_size,
                tree_depth: noted.depth as u32,
                at_max_depth: noted.maxdepth_reached,
                steps: step.num_steps as u32,
            });
        }
        progress(Progress {
            chain,
            draw: draw + 1,
            of: settings.tune + settings.draws,
            tuning,
            divergent,
        });
    }
    Ok(OneChain { values, stats })
}

/// A point of finite density and gradient from which a chain may begin: uniform within the settings' radius of their
/// centre, the radius halved after every tenth failure, so that a narrow support is found too.
fn first_point<D: LogDensity>(
    density: &D,
    settings: &NutsSettings,
    chain: usize,
) -> Result<Vec<f64>, NutsError> {
    let dim = density.dim();
    let mut stream = Stream::at(&[START, settings.seed, chain as u64]);
    let mut gradient = vec![0.0; dim];
    for attempt in 0..settings.start_attempts {
        let radius = settings.start_radius * 0.5_f64.powi((attempt / 10) as i32);
        let point: Vec<f64> = (0..dim)
            .map(|i| {
                let centre = settings.start.as_ref().map_or(0.0, |s| s[i]);
                centre + radius * (2.0 * stream.uniform() - 1.0)
            })
            .collect();
        let value = density.log_density(&point, &mut gradient);
        if value.is_finite() && gradient.iter().all(|g| g.is_finite()) {
            return Ok(point);
        }
    }
    Err(NutsError::NoStart {
        chain,
        attempts: settings.start_attempts,
    })
}
