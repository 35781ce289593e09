//! The expected course of an engagement: which part of each side's losses falls into which round.

use super::clock::clock;
use super::elements::{ELEMENTS, Element, Elements};
use crate::event::{Forces, Losses};
use crate::maths::{exp, exp_m1, ln};

/// Men at which the share of aimed fire has fallen to 1/e. Assumed.
const AIMED_EFOLD: f64 = 2000.0;
/// The factor on the winner's hazard in the pursuit. Assumed.
const WINNER_IN_PURSUIT: f64 = 0.3;
/// Most steps and tolerance of the calibration, nats.
const MOST_STEPS: u32 = 20;
const TOLERANCE: f64 = 1e-6;
/// By how much the calibration moves a scale to see what follows, nats; and its shortest part of a step.
const NUDGE: f64 = 1e-5;
const SHORTEST: f64 = 0.01;
/// Bounds on a side's hazard over the whole engagement, nats: beyond them nobody is hit or nobody left.
const TOTAL: [f64; 2] = [1e-12, 8.0];

/// Weight × number of each class that a side has at some moment.
pub(crate) type Powers = [f64; ELEMENTS];

/// One side as it enters the engagement.
#[derive(Debug, Clone)]
pub(crate) struct Entrant {
    /// Men.
    men: f64,
    /// Λ, the hazard of its men over the whole engagement, nats.
    total: f64,
    /// 1/(1 − e^−Λ): one by the fraction of its men that will be lost.
    unit: f64,
    /// Share of aimed fire on it, 0 to 1.
    aimed: f64,
    /// Power at the beginning, of each class and, as fractions of the whole, of each kind.
    powers: Powers,
    kinds: [f64; 5],
    /// Fractions of vehicles, guns, boats and aircraft lost by the end.
    things: [f64; 4],
}

impl Entrant {
    /// A side with `forces` in `elements`, of hazard `total`, that will have lost `losses`.
    pub(crate) fn new(forces: &Forces, elements: &Elements, total: f64, losses: &Losses) -> Self {
        let fraction = |lost: u32, n: u32| f64::from(lost) / f64::from(n.max(1));
        let powers = elements.powers();
        let whole: f64 = powers.iter().sum();
        let total = total.clamp(TOTAL[0], TOTAL[1]);
        let mut kinds = [0.0; 5];
        for (element, power) in Element::ALL.iter().zip(&powers) {
            kinds[element.kind() as usize] += power / whole;
        }
        Self {
            men: f64::from(forces.men),
            total,
            unit: -1.0 / exp_m1(-total),
            aimed: exp(-f64::from(forces.men) / AIMED_EFOLD),
            powers,
            kinds,
            things: [
                fraction(losses.vehicles, forces.vehicles),
                fraction(losses.guns, forces.guns),
                fraction(losses.boats, forces.boats),
                fraction(losses.aircraft, forces.aircraft),
            ],
        }
    }

    /// Power where `left` of men, vehicles, guns, boats and aircraft remain.
    pub(crate) fn remaining(&self, left: [f64; 5]) -> Powers {
        std::array::from_fn(|k| self.powers[k] * left[Element::ALL[k].kind() as usize])
    }

    /// The fraction of its power that is left with `men`, at the fraction `time` of the duration.
    fn strength(&self, men: f64, time: f64) -> f64 {
        let fraction = men / self.men;
        let progress = ((1.0 - fraction) * self.unit).min(1.0);
        let [of_men, of_vehicles, of_guns, of_boats, of_aircraft] = self.kinds;
        let [vehicles, guns, boats, aircraft] = self.things;
        of_men * fraction
            + of_vehicles * (1.0 - vehicles * progress)
            + of_guns * (1.0 - guns * progress)
            + of_boats * (1.0 - boats * progress)
            + of_aircraft * (1.0 - aircraft * time)
    }

    /// What fewer targets do to its hazard: aimed fire finds those who are left, area fire does not.
    ///
    /// Nobody aims at less than one man: no real path has fewer.
    fn exposure(&self, men: f64) -> f64 {
        self.aimed * self.men / men.max(1.0) + 1.0 - self.aimed
    }
}

/// A break: who breaks, after how many rounds, and the factor on its hazard from then on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Break {
    /// The side that breaks.
    pub(crate) side: usize,
    /// Rounds before it, at least 1.
    pub(crate) after: usize,
    /// Factor on its hazard in the pursuit.
    pub(crate) pursuit: f64,
}

/// The hazards of both sides in each round on the mean path, nats; each side's add up to its Λ.
///
/// **Law** book, rounds, Feedback. **Source** Lanchester's square law for aimed fire, his linear law for area fire.
/// **Status** assumed.
pub(crate) fn hazards(sides: &[Entrant; 2], rounds: u32, breaking: Option<Break>) -> Vec<[f64; 2]> {
    let pace = pace(rounds, breaking);
    let mut hazards = mean_path(sides, &pace, calibrate(sides, &pace));
    let sums = sums(&hazards);
    for hazard in &mut hazards {
        for i in 0..2 {
            hazard[i] *= sides[i].total / sums[i];
        }
    }
    hazards
}

/// The logarithms of the scales with which the mean path's hazards add up to Λ, by Newton's method.
fn calibrate(sides: &[Entrant; 2], pace: &[[f64; 2]]) -> [f64; 2] {
    let miss = |scale: [f64; 2]| {
        let sums = sums(&mean_path(sides, pace, scale));
        [0, 1].map(|i| ln(sums[i] / sides[i].total))
    };
    // Exact in the limit of many rounds against an enemy that does not weaken.
    let mut scale = [0, 1].map(|i: usize| {
        let side = &sides[i];
        ln(1.0 - side.aimed * (1.0 + exp_m1(-side.total) / side.total))
    });
    let mut at = miss(scale);
    for _ in 0..MOST_STEPS {
        if worst(at) <= TOLERANCE {
            break;
        }
        let [right, up] = [[scale[0] + NUDGE, scale[1]], [scale[0], scale[1] + NUDGE]].map(&miss);
        let [[a, c], [b, d]] = [right, up].map(|m| [0, 1].map(|i| (m[i] - at[i]) / NUDGE));
        let unit = 1.0 / (a * d - b * c);
        let newton = [(b * at[1] - d * at[0]) * unit, (c * at[0] - a * at[1]) * unit];
        // A step that leads away is halved: far from the solution the hazards rise very steeply.
        let mut length = (1.0 / worst(newton)).min(1.0);
        let mut next = step_by(scale, newton, length);
        let mut there = miss(next);
        while worst(there) > worst(at) && length > SHORTEST {
            length *= 0.5;
            next = step_by(scale, newton, length);
            there = miss(next);
        }
        (scale, at) = (next, there);
    }
    scale
}

fn worst(miss: [f64; 2]) -> f64 {
    miss[0].abs().max(miss[1].abs())
}

fn step_by(scale: [f64; 2], step: [f64; 2], length: f64) -> [f64; 2] {
    [scale[0] + length * step[0], scale[1] + length * step[1]]
}

/// The nominal hazard per nat of Λ in each round: the clock's share × the factor of the pursuit.
fn pace(rounds: u32, breaking: Option<Break>) -> Vec<[f64; 2]> {
    let mut before = 0.0;
    let share = |(j, passed): (usize, f64)| {
        let share = passed - std::mem::replace(&mut before, passed);
        match breaking {
            Some(b) if j >= b.after => {
                let mut pace = [share * WINNER_IN_PURSUIT; 2];
                pace[b.side] = share * b.pursuit;
                pace
            }
            _ => [share; 2],
        }
    };
    clock(rounds).into_iter().enumerate().map(share).collect()
}

/// The hazards that `scale` gives, round by round, each with what is left at the round's beginning.
fn mean_path(sides: &[Entrant; 2], pace: &[[f64; 2]], scale: [f64; 2]) -> Vec<[f64; 2]> {
    let rounds = pace.len() as f64;
    let whole: [f64; 2] = [0, 1].map(|i| exp(scale[i]) * sides[i].total);
    let mut men = [sides[0].men, sides[1].men];
    let round = |(j, pace): (usize, &[f64; 2])| {
        let time = j as f64 / rounds;
        let strength = [0, 1].map(|i| sides[i].strength(men[i], time));
        let hazards: [f64; 2] = std::array::from_fn(|i| {
            let feedback = strength[1 - i] * sides[i].exposure(men[i]);
            whole[i] * pace[i] * feedback
        });
        for i in 0..2 {
            men[i] *= exp(-hazards[i]);
        }
        hazards
    };
    pace.iter().enumerate().map(round).collect()
}

fn sums(hazards: &[[f64; 2]]) -> [f64; 2] {
    [0, 1].map(|i| hazards.iter().map(|h| h[i]).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A side of rifles alone, or with tanks that are half lost by the end.
    fn side(men: u32, total: f64, tanks: u32) -> Entrant {
        let forces = Forces {
            men,
            vehicles: tanks,
            ..Forces::default()
        };
        let lost = Losses {
            vehicles: tanks / 2,
            ..Losses::default()
        };
        let elements = Elements {
            rifle: men,
            tank: tanks,
            ..Elements::default()
        };
        Entrant::new(&forces, &elements, total, &lost)
    }

    #[test]
    fn the_calibration_reaches_its_tolerance() {
        let totals = [1e-9, 1e-3, 0.03, 0.2, 0.7, 1.5, 3.0, 5.0, 8.0];
        let sizes = [
            (1, 1),
            (3, 150),
            (12, 10),
            (400, 500),
            (3_000, 4_000),
            (57_000, 30_000),
        ];
        for (men, enemies) in sizes {
            for (i, total) in totals.iter().flat_map(|a| totals.map(|b| [*a, b])).enumerate() {
                let sides = [side(men, total[0], 0), side(enemies, total[1], enemies / 100)];
                let rounds = [4, 17, 60][i % 3];
                let breaking = (i % 2 == 0).then_some(Break {
                    side: i / 2 % 2,
                    after: 1 + i % 3,
                    pursuit: 2.5,
                });
                let pace = pace(rounds, breaking);
                let sums = sums(&mean_path(&sides, &pace, calibrate(&sides, &pace)));
                for k in 0..2 {
                    let miss = (sums[k] / total[k]).ln().abs();
                    assert!(
                        miss < 2e-6,
                        "{men} v {enemies}, {total:?}, {rounds} rounds: misses by {miss:e}"
                    );
                }
            }
        }
    }

    #[test]
    fn without_feedback_the_clock_alone_says_when() {
        // Fire on 60,000 men is not aimed, and the enemy loses nobody.
        let hazards = hazards(&[side(60_000, 0.9, 0), side(60_000, 0.0, 0)], 25, None);
        for (hazard, passed) in hazards.iter().zip(pace(25, None)) {
            assert!((hazard[0] - 0.9 * passed[0]).abs() < 1e-10, "{hazard:?}");
        }
    }

    #[test]
    fn aimed_fire_alone_falls_evenly_on_the_clock() {
        // The square law against an enemy who does not weaken: men fall in a straight line on the clock.
        let mut man = side(10, 1.2, 0);
        man.aimed = 1.0;
        let hazards = hazards(&[man, side(60_000, 0.0, 0)], 4_000, None);
        let (mut hazard, mut passed) = (0.0, 0.0);
        for (h, p) in hazards.iter().zip(pace(4_000, None)) {
            hazard += h[0];
            passed += p[0];
            let line = 1.0 - passed * (1.0 - (-1.2_f64).exp());
            assert!(
                ((-hazard).exp() - line).abs() < 2e-3,
                "{passed}: {} and {line}",
                (-hazard).exp()
            );
        }
    }
}
