//! Splitting with a fixed effort: the same number of paths at every level, the levels known beforehand.

use rayon::prelude::*;

use super::{Address, Effort, Member, Path, Paths, Splitting, Stage};
use crate::chance::Stream;

/// One repeat over ascending `levels`, of which the last is the event. `None` if `stop` asked for it.
///
/// **Law** p̂ = ∏ R_l / N: in each stage N paths start from the R_{l−1} places at which the level before was first
/// reached, each place ⌊N/R⌋ times and a random few once more; E\[p̂\] = p for any levels that do not depend on these
/// paths. **Units** none. **Valid for** a level that is a function of the past. **Source** Garvels (2000); L'Ecuyer, Le
/// Gland, Lezaud and Tuffin (2009); as an interacting particle system Cérou and Guyader (2007). **Status** exact.
pub fn fixed<'a, S: Paths>(
    paths: &'a S,
    levels: &[f64],
    effort: Effort,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Splitting> {
    let mut stages = Vec::with_capacity(levels.len());
    let mut parents: Vec<Member<S::Path<'a>>> = Vec::new();
    for (n, threshold) in levels.iter().enumerate() {
        let stage = n as u64;
        let choice = shares(parents.len(), effort, stage);
        let one = |particle: usize| -> Option<(u64, Option<Member<S::Path<'a>>>)> {
            if stop() {
                return None;
            }
            let at = Address {
                repeat: effort.repeat,
                stage,
                particle: particle as u64,
            };
            let mut member = match choice.get(particle) {
                None => Member {
                    path: paths.begin(at),
                    ancestor: particle as u64,
                },
                Some(parent) => {
                    let mut child = parents[*parent].clone();
                    child.path.rekey(at);
                    child
                }
            };
            let before = member.path.work();
            let reached = member.path.advance(*threshold);
            let work = member.path.work() - before;
            Some((work, reached.then_some(member)))
        };
        let played: Vec<(u64, Option<Member<S::Path<'a>>>)> = (0..effort.paths)
            .into_par_iter()
            .map(one)
            .collect::<Option<_>>()?;
        let work = played.iter().map(|(work, _)| work).sum();
        parents = played.into_iter().filter_map(|(_, member)| member).collect();
        stages.push(Stage {
            threshold: *threshold,
            tried: effort.paths as u64,
            reached: parents.len() as u64,
            work,
        });
        if parents.is_empty() {
            break;
        }
    }
    let ancestors = parents.iter().map(|m| m.ancestor).collect();
    Some(Splitting::of(stages, ancestors))
}

/// The parent of each path of a stage: all equally often, the odd ones by chance. Empty without parents.
fn shares(parents: usize, effort: Effort, stage: u64) -> Vec<usize> {
    if parents == 0 {
        return Vec::new();
    }
    let (each, odd) = (effort.paths / parents, effort.paths % parents);
    let mut choice: Vec<usize> = (0..parents * each).map(|n| n % parents).collect();
    let mut left: Vec<usize> = (0..parents).collect();
    let mut stream = Stream::at(&[effort.seed, effort.repeat, stage, u64::MAX]);
    for _ in 0..odd {
        let at = stream.below(left.len());
        choice.push(left.swap_remove(at));
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parent_has_its_share_and_the_odd_ones_differ() {
        let effort = Effort {
            paths: 10,
            repeat: 1,
            seed: 2,
        };
        let count = |choice: &[usize]| {
            let mut count = [0; 4];
            choice.iter().for_each(|n| count[*n] += 1);
            count
        };
        let mut seen = std::collections::BTreeSet::new();
        for stage in 0..40 {
            let choice = shares(4, effort, stage);
            assert_eq!(choice.len(), 10);
            let count = count(&choice);
            assert!(count.iter().all(|n| *n == 2 || *n == 3), "{count:?}");
            seen.insert(count);
        }
        assert_eq!(
            seen.len(),
            6,
            "each of the six pairs gets the odd ones at some time"
        );
        assert!(shares(0, effort, 0).is_empty());
    }
}
