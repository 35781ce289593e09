//! V11 and V12: the same seed gives the same campaigns on any number of threads, and what one costs.

use std::time::Instant;

use halha_kernel::event::NoObserver;
use rayon::prelude::*;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, Ensemble};
use crate::priors::fnv1a;
use crate::settings::RunSettings;

/// Campaigns whose outcomes are compared, and timed.
const CAMPAIGNS: u64 = 256;
/// Most a campaign may cost at the median, seconds.
const MOST: f64 = 300e-6;

/// Campaigns from what the conflict is run with.
fn ensemble(conflict: &LoadedConflict, seed: u64) -> Ensemble {
    let settings = RunSettings {
        parameters: conflict.best_source(),
        ..RunSettings::of(CAMPAIGNS, seed)
    };
    Ensemble::of_whole(conflict, settings)
}

pub(super) fn same(conflict: &LoadedConflict, seed: u64) -> Result<Check, DrawError> {
    let ensemble = ensemble(conflict, seed);
    let one = fingerprints(&ensemble, 1)?;
    let many = fingerprints(&ensemble, 16)?;
    let all = fnv1a(format!("{one:?}").as_bytes());
    Ok(Check {
        name: "V11",
        title: "the same campaigns on 1 thread and on 16",
        criterion: "identical outcomes",
        value: format!("{CAMPAIGNS} campaigns, fingerprint {all:016x}"),
        verdict: Verdict::of(one == many),
    })
}

fn fingerprints(ensemble: &Ensemble, threads: usize) -> Result<Vec<u64>, DrawError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let work = || -> Result<Vec<u64>, DrawError> {
        (0..CAMPAIGNS)
            .into_par_iter()
            .map_init(
                || ensemble.player(),
                |player, run| {
                    let played = player.play(run, &mut NoObserver)?;
                    Ok(fnv1a(format!("{:?}", played.outcome).as_bytes()))
                },
            )
            .collect()
    };
    pool.map_or_else(|_| work(), |pool| pool.install(work))
}

pub(super) fn cost(conflict: &LoadedConflict, seed: u64) -> Result<Check, DrawError> {
    let ensemble = ensemble(conflict, seed);
    let mut player = ensemble.player();
    let (mut times, mut incidents) = (Vec::new(), Vec::new());
    for run in 0..CAMPAIGNS {
        let began = Instant::now();
        let played = player.play(run, &mut NoObserver)?;
        times.push(began.elapsed().as_secs_f64());
        incidents.push(f64::from(played.outcome.incidents));
    }
    let median = |mut values: Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (cost, incidents) = (median(times), median(incidents));
    Ok(Check {
        name: "V12",
        title: "cost of a campaign, one core, nothing stored",
        criterion: "median at most 300 µs",
        value: format!("{:.0} µs with {incidents:.0} incidents at the median", 1e6 * cost),
        verdict: Verdict::of(cost <= MOST),
    })
}
