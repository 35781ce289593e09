//! The rounds as they are told: prisoners, killed and wounded round by round, and what is left.

use super::play::{Decided, Step};
use super::{Phase, Round};
use crate::event::{Forces, Losses};
use crate::luck::Luck;

impl<L: Luck> Decided<'_, L> {
    /// Lays out, plays and tells the engagement.
    pub(crate) fn tell(&self) -> Vec<Round> {
        let course = self.course();
        let steps = self.play(&course);
        let after = course.breaking.map_or(0, |b| b.after);
        let losses = [0, 1].map(|i| losses(&self.fight.losses[i], i, &steps, after));
        let days = |j: usize| self.fight.days * (j as f64 / steps.len() as f64);
        let tell = |j: usize| {
            let left = [0, 1].map(|i| remaining(&self.fight.forces[i], &steps[j].gone[i]));
            Round {
                from: days(j),
                to: days(j + 1),
                phase: match course.breaking {
                    Some(b) if j >= b.after => Phase::Pursuit,
                    _ => Phase::Fighting,
                },
                broken: course.breaking.filter(|b| j + 1 >= b.after).map(|b| b.side as u8),
                losses: [losses[0][j], losses[1][j]],
                by: steps[j].by,
                men: left.map(|l| l.men),
                left: [0, 1].map(|i| self.elements[i].remaining(&self.fight.forces[i], &left[i])),
            }
        };
        (0..steps.len()).map(tell).collect()
    }
}

/// The losses of side `i` in each round. All are told of what the engagement as a whole says: prisoners in the
/// pursuit, killed and wounded in one proportion throughout.
fn losses(all: &Losses, i: usize, steps: &[Step], after: usize) -> Vec<Losses> {
    let lost: Vec<u32> = steps.iter().map(|s| s.lost[i]).collect();
    let (mut rest, mut killed, mut before) = (0, 0, Forces::default());
    let tell = |((step, captured), lost): ((&Step, u32), &u32)| {
        rest += lost - captured;
        let killed_before =
            std::mem::replace(&mut killed, portion(all.killed, rest, all.killed + all.wounded));
        let gone = step.gone[i];
        let was = std::mem::replace(&mut before, gone);
        Losses {
            killed: killed - killed_before,
            wounded: lost - captured - (killed - killed_before),
            captured,
            vehicles: gone.vehicles - was.vehicles,
            guns: gone.guns - was.guns,
            aircraft: gone.aircraft - was.aircraft,
            boats: gone.boats - was.boats,
        }
    };
    let captures = captures(&lost, after, all.captured);
    steps.iter().zip(captures).zip(&lost).map(tell).collect()
}

/// `all` prisoners among the `lost` of each round: in the pursuit, which begins `after` so many rounds, in proportion
/// to its losses; what is more than these, in the last rounds before it.
fn captures(lost: &[u32], after: usize, all: u32) -> Vec<u32> {
    let mut taken = vec![0; lost.len()];
    let pursued: u32 = lost[after..].iter().sum();
    let in_pursuit = all.min(pursued);
    let (mut sum, mut given) = (0, 0);
    for (taken, &lost) in taken[after..].iter_mut().zip(&lost[after..]) {
        sum += lost;
        let upto = portion(in_pursuit, sum, pursued);
        *taken = upto - given;
        given = upto;
    }
    let mut rest = all - in_pursuit;
    for (taken, &lost) in taken[..after].iter_mut().zip(&lost[..after]).rev() {
        *taken = rest.min(lost);
        rest -= *taken;
    }
    taken
}

/// ⌊n·part/whole + ½⌋; 0 of nothing. For n ≤ whole it rises by no more than `part` does.
fn portion(n: u32, part: u32, whole: u32) -> u32 {
    let [n, part, whole] = [n, part, whole].map(u128::from);
    ((2 * n * part + whole) / (2 * whole).max(1)) as u32
}

fn remaining(forces: &Forces, gone: &Forces) -> Forces {
    Forces {
        men: forces.men - gone.men,
        vehicles: forces.vehicles - gone.vehicles,
        guns: forces.guns - gone.guns,
        aircraft: forces.aircraft - gone.aircraft,
        boats: forces.boats - gone.boats,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prisoners_are_taken_in_the_pursuit_and_only_then_before_it() {
        let lost = [10, 6, 4, 2];
        assert_eq!(
            captures(&lost, 2, 3),
            [0, 0, 2, 1],
            "in proportion to the losses of the pursuit"
        );
        assert_eq!(captures(&lost, 2, 6), [0, 0, 4, 2]);
        assert_eq!(captures(&lost, 2, 9), [0, 3, 4, 2], "the rest as late as can be");
        assert_eq!(captures(&lost, 2, 22), lost, "everybody");
        assert_eq!(
            captures(&[5, 0, 0, 0], 1, 4),
            [4, 0, 0, 0],
            "nobody was lost in the pursuit"
        );
        assert_eq!(captures(&lost, 0, 0), [0; 4]);
    }

    #[test]
    fn portions_rise_no_faster_than_what_they_are_portions_of() {
        for (n, whole) in [(0, 0), (3, 7), (7, 7), (u32::MAX - 1, u32::MAX)] {
            let step = (whole / 1_000).max(1);
            let (mut before, mut part) = (0, 0);
            while part < whole {
                part = whole.min(part.saturating_add(step));
                let portion = portion(n, part, whole);
                assert!(
                    portion >= before && portion - before <= step,
                    "{n} · {part}/{whole}"
                );
                before = portion;
            }
            assert_eq!(before, n);
        }
    }
}
