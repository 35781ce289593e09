//! Splitting whose levels the paths choose: the lowest die, whoever ties with them dies too, and clones take their places.

use rayon::prelude::*;

use super::{Address, Effort, Member, Path, Paths, Splitting, Stage};
use crate::chance::Stream;

/// Stages after which a repeat is given up: far above any level function in use.
const MOST_STAGES: usize = 100_000;

/// A living path: where it last exceeded a threshold, and how far it comes from there.
struct Living<P> {
    from: Member<P>,
    top: f64,
}

/// One repeat: in every stage the `kill` lowest paths die. `None` if `stop` asked for it.
///
/// **Law** p̂ = ∏ (1 − K_n/N) · (share at `target` in the end). The threshold Z_n of a stage is the `kill`-th lowest of
/// the levels to which the N paths come in the end, and *all* K_n ≥ `kill` paths that do not exceed it die; each is
/// replaced by a clone of a random survivor from the first moment at which that one exceeded Z_n. E\[p̂\] = p for any
/// level function, N and `kill`. **Units** none. **Valid for** a level that is a function of the past; ties of any size.
/// **Source** Bréhier, Gazeau, Goudenège, Lelièvre and Rousset (2016); that the uncorrected product (1 − kill/N)^n is
/// not even consistent with ties, Walter (2015); without ties Cérou and Guyader (2007). **Status** exact.
pub fn adaptive<S: Paths>(
    paths: &S,
    target: f64,
    kill: usize,
    effort: Effort,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Splitting> {
    play(paths, target, kill, effort, stop).map(|(splitting, _)| splitting)
}

/// One repeat, and of each stage with survivors the lowest level to which one of them comes in the end.
fn play<S: Paths>(
    paths: &S,
    target: f64,
    kill: usize,
    effort: Effort,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<(Splitting, Vec<f64>)> {
    let kill = kill.clamp(1, effort.paths.saturating_sub(1).max(1));
    let (mut stages, mut lowest) = (Vec::new(), Vec::new());
    let (mut living, mut work) = beginnings(paths, target, effort, stop)?;
    while stages.len() < MOST_STAGES {
        let mut tops: Vec<f64> = living.iter().map(|l| l.top).collect();
        tops.sort_unstable_by(f64::total_cmp);
        let Some(z) = tops.get(kill - 1).copied().filter(|z| *z < target) else {
            break;
        };
        let (low, high): (Vec<usize>, Vec<usize>) = (0..living.len()).partition(|n| living[*n].top <= z);
        stages.push(Stage {
            threshold: z,
            tried: living.len() as u64,
            reached: high.len() as u64,
            work,
        });
        work = 0;
        if high.is_empty() {
            return Some((Splitting::of(stages, Vec::new()), lowest));
        }
        lowest.push(high.iter().map(|n| living[*n].top).fold(target, f64::min));
        let stage = stages.len() as u64;
        work += replace(&mut living, (&low, &high), (z, target), (effort, stage), stop)?;
    }
    let there: Vec<&Living<_>> = living.iter().filter(|l| l.top >= target).collect();
    stages.push(Stage {
        threshold: target,
        tried: living.len() as u64,
        reached: there.len() as u64,
        work,
    });
    let ancestors = there.iter().map(|l| l.from.ancestor).collect();
    Some((Splitting::of(stages, ancestors), lowest))
}

/// All paths played to their end, or to the event, and the work of it.
#[allow(clippy::type_complexity, reason = "the paths and what they cost")]
fn beginnings<'a, S: Paths>(
    paths: &'a S,
    target: f64,
    effort: Effort,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<(Vec<Living<S::Path<'a>>>, u64)> {
    let one = |particle: usize| {
        let at = Address {
            repeat: effort.repeat,
            stage: 0,
            particle: particle as u64,
        };
        let from = Member {
            path: paths.begin(at),
            ancestor: particle as u64,
        };
        (!stop()).then(|| to_the_end(from, target))
    };
    let all: Vec<(Living<S::Path<'a>>, u64)> = (0..effort.paths)
        .into_par_iter()
        .map(one)
        .collect::<Option<_>>()?;
    let work = all.iter().map(|(_, work)| work).sum();
    Some((all.into_iter().map(|(living, _)| living).collect(), work))
}

fn to_the_end<P: Path>(from: Member<P>, target: f64) -> (Living<P>, u64) {
    let mut end = from.path.clone();
    end.advance(target);
    let (top, work) = (end.level(), end.work() - from.path.work());
    (Living { from, top }, work)
}

/// Puts clones of the `high` into the places of the `low`; gives the work of it.
fn replace<P: Path>(
    living: &mut [Living<P>],
    (low, high): (&[usize], &[usize]),
    (z, target): (f64, f64),
    (effort, stage): (Effort, u64),
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<u64> {
    let mut stream = Stream::at(&[effort.seed, effort.repeat, stage, u64::MAX - 1]);
    let parents: Vec<usize> = low.iter().map(|_| high[stream.below(high.len())]).collect();
    let mut needed = parents.clone();
    needed.sort_unstable();
    needed.dedup();
    // A parent is played again, under its own chance, up to the moment that its clones begin with.
    let moved: Vec<(Member<P>, u64)> = needed
        .par_iter()
        .map(|n| {
            let mut from = living[*n].from.clone();
            let before = from.path.work();
            from.path.advance(z.next_up());
            let work = from.path.work() - before;
            (from, work)
        })
        .collect();
    let mut work = 0;
    for (n, (from, more)) in needed.iter().zip(moved) {
        living[*n].from = from;
        work += more;
    }
    let one = |(place, parent): (&usize, &usize)| {
        let mut child = living[*parent].from.clone();
        child.path.rekey(Address {
            repeat: effort.repeat,
            stage,
            particle: *place as u64,
        });
        (!stop()).then(|| to_the_end(child, target))
    };
    let born: Vec<(Living<P>, u64)> = low.par_iter().zip(&parents).map(one).collect::<Option<_>>()?;
    for (place, (child, more)) in low.iter().zip(born) {
        living[*place] = child;
        work += more;
    }
    Some(work)
}

/// Levels for [`super::fixed()`] from a coarse adaptive repeat in which a share `kept` lives on at each, the event last; and
/// the repeat that found them. `None` if `stop` asked for it.
///
/// Where the paths die out on the way, the event is put behind the last level that they came to.
pub fn pilot<S: Paths>(
    paths: &S,
    target: f64,
    kept: f64,
    effort: Effort,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<(Vec<f64>, Splitting)> {
    let kill = libm::round((1.0 - kept) * effort.paths as f64) as usize;
    let (found, mut levels) = play(paths, target, kill, effort, stop)?;
    levels.retain(|level| *level < target);
    levels.push(target);
    levels.dedup();
    Some((levels, found))
}
