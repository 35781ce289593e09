//! An engagement played round by round: the men each side loses and the weapons that they are lost to.

use super::clock::{break_after, clock, number_of_rounds};
use super::course::{Break, Entrant, Powers, hazards};
use super::elements::{ELEMENTS, Elements};
use crate::chance::Purpose;
use crate::dist;
use crate::engagement::FightAddress;
use crate::event::{Fight, Forces, Losses, Victor};
use crate::luck::Luck;
use crate::maths::exp_m1;

/// Least and most factor on the loser's hazard in the pursuit. Assumed.
const PURSUIT: [f64; 2] = [1.5, 3.0];
/// Blocks of a round address: the break, the things, then the rounds from 1.
const BREAK: u32 = 0;
const THINGS: u32 = 64;

/// An engagement that is decided, to be told in rounds.
pub(crate) struct Decided<'a, L> {
    pub(crate) fight: &'a Fight,
    /// Λ of each side, nats.
    pub(crate) totals: [f64; 2],
    /// What each side brought, matched to its forces.
    pub(crate) elements: [Elements; 2],
    pub(crate) luck: &'a L,
    pub(crate) at: FightAddress,
}

/// An engagement laid out in rounds.
pub(crate) struct Course {
    pub(crate) sides: [Entrant; 2],
    pub(crate) breaking: Option<Break>,
    /// Probability that a loss that has not fallen before falls in the round; 1 in the last.
    pub(crate) chances: Vec<[f64; 2]>,
    /// Roundings of vehicles, guns, boats and aircraft.
    pub(crate) rounding: [[f64; 4]; 2],
}

/// What has happened by the end of a round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Step {
    /// Men lost in the round.
    pub(crate) lost: [u32; 2],
    /// By what.
    pub(crate) by: [[u32; ELEMENTS]; 2],
    /// Men and things lost so far; of the men, only how many.
    pub(crate) gone: [Forces; 2],
}

impl<L: Luck> Decided<'_, L> {
    /// 0 for the attacker, 1 for the defender.
    fn role(&self, side: usize) -> usize {
        usize::from(side != usize::from(self.fight.attacker))
    }

    /// The side that leaves the field, if any.
    pub(crate) fn loser(&self) -> Option<usize> {
        let attacker = usize::from(self.fight.attacker);
        match self.fight.victor {
            Victor::Attacker => Some(1 - attacker),
            Victor::Defender => Some(attacker),
            Victor::Draw => None,
        }
    }

    fn four(&self, n: u32) -> [f64; 4] {
        self.luck.four(self.at.id, Purpose::Round, self.at.step << 8 | n)
    }

    /// Lays the engagement out in rounds.
    pub(crate) fn course(&self) -> Course {
        let men = self.fight.forces.map(|f| f64::from(f.men));
        let rounds = number_of_rounds(men[0] + men[1], self.fight.days);
        let [u_break, u_pursuit, ..] = self.four(BREAK);
        let breaking = self.loser().map(|side| Break {
            side,
            after: break_after(
                u_break,
                &clock(rounds),
                [self.totals[side], self.totals[1 - side]],
            ),
            pursuit: PURSUIT[0] + (PURSUIT[1] - PURSUIT[0]) * u_pursuit,
        });
        let sides = [0, 1].map(|i| {
            let (forces, losses) = (&self.fight.forces[i], &self.fight.losses[i]);
            Entrant::new(forces, &self.elements[i], self.totals[i], losses)
        });
        Course {
            chances: chances(&hazards(&sides, rounds, breaking)),
            rounding: [0, 1].map(|i| self.four(THINGS + self.role(i) as u32)),
            sides,
            breaking,
        }
    }

    /// Plays all rounds.
    pub(crate) fn play(&self, course: &Course) -> Vec<Step> {
        let mut before = Step::default();
        let step = |j| {
            before = self.step(course, j, &before);
            before
        };
        (0..course.chances.len()).map(step).collect()
    }

    /// Plays round `j` from what has happened before.
    ///
    /// **Law** of a side's losses that have not fallen yet Binomial(these, chance), divided among the enemy's classes
    /// by weight × number. The last man of a side stands until the last round.
    fn step(&self, course: &Course, j: usize, before: &Step) -> Step {
        let [u_attacker, u_defender, u_by_attacker, u_by_defender] = self.four(1 + j as u32);
        let (u_lost, u_by) = ([u_attacker, u_defender], [u_by_attacker, u_by_defender]);
        let lost = [0, 1].map(|i| {
            let gone = before.gone[i].men;
            let due = self.fight.losses[i].men() - gone;
            if j + 1 == course.chances.len() {
                return due;
            }
            let drawn = dist::binomial(u_lost[self.role(i)], u64::from(due), course.chances[j][i]);
            let others = (self.fight.forces[i].men - gone).saturating_sub(1);
            (drawn as u32).min(others)
        });
        let time = (j + 1) as f64 / course.chances.len() as f64;
        let gone = [0, 1].map(|i| {
            let men = before.gone[i].men + lost[i];
            gone(&self.fight.losses[i], men, time, course.rounding[i])
        });
        let by = [0, 1].map(|i| {
            let enemy = &course.sides[1 - i];
            let left = left(&self.fight.forces[1 - i], &before.gone[1 - i]);
            let u = u_by[self.role(i)];
            divide(lost[i], &enemy.remaining(left), u)
                // Boats without rifles may all be sunk before the fight is over: then those that were there did it.
                .or_else(|| divide(lost[i], &enemy.remaining([1.0; 5]), u))
                .unwrap_or_default()
        });
        Step { lost, by, gone }
    }
}

/// The probability that a loss which has not fallen before round j falls in it: (1 − e^−h_j)/(1 − e^−(h_j + …)).
fn chances(hazards: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut to_come = [0.0; 2];
    let mut chances: Vec<[f64; 2]> = hazards
        .iter()
        .rev()
        .map(|h| {
            [0, 1].map(|i| {
                to_come[i] += h[i];
                exp_m1(-h[i]) / exp_m1(-to_come[i])
            })
        })
        .collect();
    chances.reverse();
    chances
}

/// What is gone when `men` of the `losses` have fallen and the fraction `time` of the duration has passed.
///
/// Vehicles, guns and boats go with the men, aircraft with time; `rounding` makes whole numbers of them without bias.
fn gone(losses: &Losses, men: u32, time: f64, rounding: [f64; 4]) -> Forces {
    let with_men = match losses.men() {
        0 => time,
        all => f64::from(men) / f64::from(all),
    };
    let upto = |n: u32, share: f64, u: f64| ((f64::from(n) * share + u) as u32).min(n);
    Forces {
        men,
        vehicles: upto(losses.vehicles, with_men, rounding[0]),
        guns: upto(losses.guns, with_men, rounding[1]),
        boats: upto(losses.boats, with_men, rounding[2]),
        aircraft: upto(losses.aircraft, time, rounding[3]),
    }
}

/// The fractions of men, vehicles, guns, boats and aircraft left.
fn left(forces: &Forces, gone: &Forces) -> [f64; 5] {
    let left = |n: u32, gone: u32| f64::from(n - gone) / f64::from(n.max(1));
    [
        left(forces.men, gone.men),
        left(forces.vehicles, gone.vehicles),
        left(forces.guns, gone.guns),
        left(forces.boats, gone.boats),
        left(forces.aircraft, gone.aircraft),
    ]
}

/// Divides `lost` in proportion to `powers` by one uniform: every class gets its expectation rounded up or down,
/// without bias, and together they get all. `None` without any power.
fn divide(lost: u32, powers: &Powers, u: f64) -> Option<[u32; ELEMENTS]> {
    let whole: f64 = powers.iter().sum();
    if whole <= 0.0 {
        return None;
    }
    let (mut sum, mut given) = (0.0, 0);
    Some(powers.map(|power| {
        sum += power;
        let upto = ((f64::from(lost) * (sum / whole) + u) as u32).min(lost);
        upto - std::mem::replace(&mut given, upto)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_divided_without_bias_and_without_rest() {
        let powers = [100.0, 0.0, 36.0, 0.0, 60.0, 0.0, 0.0, 4.0, 0.0];
        let (steps, lost) = (1_000, 7);
        let mut sums = [0; ELEMENTS];
        for i in 0..steps {
            let by = divide(lost, &powers, (f64::from(i) + 0.5) / f64::from(steps)).unwrap();
            assert_eq!(by.iter().sum::<u32>(), lost);
            for (sum, n) in sums.iter_mut().zip(by) {
                *sum += n;
            }
        }
        let expected = powers.map(|power| power / 200.0 * f64::from(lost * steps as u32));
        for (sum, expected) in sums.into_iter().zip(expected) {
            assert!(
                (f64::from(sum) - expected).abs() <= 1.0,
                "{sums:?}, not {expected}"
            );
        }
        assert_eq!(divide(3, &[0.0; ELEMENTS], 0.5), None);
    }
}
