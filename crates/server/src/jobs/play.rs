//! Playing campaigns, or pairs of them, on a few threads until told to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use halha_lab::ensemble::DrawError;
use halha_lab::glance::Glance;

/// Campaigns that a thread takes at a time.
const CHUNK: u64 = 4;

/// Plays the campaign of a number: its world or, of a pair, both.
pub(crate) type Player<'p> = Box<dyn FnMut(u64) -> Result<Vec<Glance>, DrawError> + 'p>;

/// Threads of one simulation: half of the cores, since two may run, and the server must still answer.
fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    (cores / 2).clamp(1, 8)
}

/// Plays campaigns 0 to `all` and hands each with its number to `take`. Every thread has a player of its own. Returns
/// whether all were played before `stop` said otherwise.
///
/// # Errors
/// Parameters that the model cannot take.
pub(crate) fn play<'p>(
    all: u64,
    player: &(dyn Fn() -> Player<'p> + Sync),
    stop: &(dyn Fn() -> bool + Sync),
    take: &(dyn Fn(u64, Vec<Glance>) + Sync),
) -> Result<bool, DrawError> {
    let next = AtomicU64::new(0);
    let stopped = AtomicBool::new(false);
    let work = || -> Result<(), DrawError> {
        let mut play = player();
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
                take(campaign, play(campaign)?);
            }
        }
    };
    let results: Vec<Result<(), DrawError>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads()).map(|_| scope.spawn(work)).collect();
        // A worker that panicked has printed why; the others' campaigns stand, and not all were played.
        let broken = |_| {
            stopped.store(true, Ordering::Relaxed);
            Ok(())
        };
        let ends = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(broken));
        ends.collect()
    });
    results.into_iter().collect::<Result<(), DrawError>>()?;
    Ok(!stopped.load(Ordering::Relaxed))
}
