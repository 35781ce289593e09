//! Playing campaigns of one or two ensembles on a few threads, each pair of worlds together, until told to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use halha_lab::ensemble::{DrawError, Ensemble};
use halha_lab::glance::{Glance, glance};

/// Campaigns that a thread takes at a time.
const CHUNK: u64 = 4;

/// Threads of one simulation: half of the cores, since two may run, and the server must still answer.
pub(crate) fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    (cores / 2).clamp(1, 8)
}

/// Plays every campaign of the ensembles, which have the same number of them, and hands each with its number to `take`.
/// Returns whether all were played before `stop` said otherwise.
///
/// # Errors
/// Parameters that the model cannot take.
pub(crate) fn play(
    ensembles: &[Ensemble],
    stop: &(dyn Fn() -> bool + Sync),
    take: &(dyn Fn(u64, Vec<Glance>) + Sync),
) -> Result<bool, DrawError> {
    let all = ensembles.first().map_or(0, |e| e.settings().replications);
    let next = AtomicU64::new(0);
    let stopped = AtomicBool::new(false);
    let work = || -> Result<(), DrawError> {
        let mut players: Vec<_> = ensembles.iter().map(|e| (e, e.player())).collect();
        loop {
            let begin = next.fetch_add(CHUNK, Ordering::Relaxed);
            if begin >= all {
                return Ok(());
            }
            for campaign in begin..(begin + CHUNK).min(all) {
                if stopped.load(Ordering::Relaxed) || stop() {
                    stopped.store(true, Ordering::Relaxed);
                    return Ok(());
                }
                let mut worlds = Vec::with_capacity(players.len());
                for (ensemble, player) in &mut players {
                    worlds.push(glance(ensemble, player, campaign)?);
                }
                take(campaign, worlds);
            }
        }
    };
    let results: Vec<Result<(), DrawError>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads()).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        // A worker that panicked has printed why; the others' campaigns stand, and not all were played.
        joined
            .map(|end| end.unwrap_or_else(|_| {
                stopped.store(true, Ordering::Relaxed);
                Ok(())
            }))
            .collect()
    });
    results.into_iter().collect::<Result<(), DrawError>>()?;
    Ok(!stopped.load(Ordering::Relaxed))
}
