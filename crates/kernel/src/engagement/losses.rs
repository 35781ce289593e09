//! What an engagement costs: men lost, captured and killed of a loss level, and the things lost with them.

use super::FightAddress;
use crate::dist;
use crate::event::{Forces, Losses};
use crate::luck::{Luck, normal};
use crate::maths::{exp, exps, logistics};
use crate::parameters::Parameters;
use crate::tables::inverse;

/// What becomes of the men of one side: losses are Binomial(N, 1 − exp(−e^η)).
pub(super) struct Fate {
    men: u32,
    /// Expected losses of a man who would not be missed, e^η.
    rate: f64,
    /// Probability that nobody is lost, exp(−N·e^η): it needs no logarithm of the fraction.
    none: f64,
    /// Probability that a man is spared, exp(−e^η).
    spared: f64,
}

impl Fate {
    /// The fates of two sides.
    #[inline]
    pub(super) fn of(men: [u32; 2], eta: [f64; 2]) -> [Self; 2] {
        let rate = exps(eta);
        let [none_0, none_1, spared_0, spared_1] = exps([
            -rate[0] * f64::from(men[0]),
            -rate[1] * f64::from(men[1]),
            -rate[0],
            -rate[1],
        ]);
        let fate = |i: usize, none, spared| Self {
            men: men[i],
            rate: rate[i],
            none,
            spared,
        };
        [fate(0, none_0, spared_0), fate(1, none_1, spared_1)]
    }

    /// Men lost.
    #[inline]
    pub(super) fn lost(&self, u: f64) -> u32 {
        if u <= self.none {
            return 0;
        }
        let n = f64::from(self.men);
        if self.rate * n < 30.0 && self.spared > 0.5 {
            climb(u, self.men, self.none, (1.0 - self.spared) / self.spared)
        } else if n * self.spared * (1.0 - self.spared) > MANY {
            many_lost(u, n, 1.0 - self.spared)
        } else {
            dist::binomial(u, u64::from(self.men), 1.0 - self.spared) as u32
        }
    }
}

/// Variance from which losses are read off the normal law, corrected.
const MANY: f64 = 100.0;

/// The binomial quantile for a large variance, by Cornish and Fisher's expansion to the second order: off by less
/// than a tenth of a man between the thousandth and the last but one, far below the noise of the loss level.
#[inline(never)]
fn many_lost(u: f64, n: f64, f: f64) -> u32 {
    let z = normal(u);
    let variance = n * f * (1.0 - f);
    let sd = crate::maths::sqrt(variance);
    let skew = (1.0 - 2.0 * f) / sd;
    let excess = (1.0 - 6.0 * f * (1.0 - f)) / variance;
    let w = z + skew * (z * z - 1.0) / 6.0 + excess * z * (z * z - 3.0) / 24.0
        - skew * skew * z * (2.0 * z * z - 5.0) / 36.0;
    (n * f + sd * w + 0.5).clamp(0.0, n) as u32
}

/// Losses that are counted through before a search begins.
const COUNTED: u32 = 4;

/// The least k with F(k) ≥ u by adding masses up from P(0) = `mass` < u.
#[inline]
fn climb(u: f64, n: u32, mut mass: f64, odds: f64) -> u32 {
    let mut sum = mass;
    // The first few by counting: where a search ends no predictor guesses.
    let mut k = 0;
    for next in 1..=COUNTED {
        k += u32::from(u > sum);
        mass *= odds * f64::from((n + 1).saturating_sub(next)) * inverse(next);
        sum += mass;
    }
    if k < COUNTED || u <= sum {
        return k.min(n);
    }
    while u > sum && k < n {
        k += 1;
        mass *= odds * f64::from(n + 1 - k) * inverse(k);
        let next = sum + mass;
        // Past the mode a mass that no longer moves the sum ends the search: the rest is rounding.
        if next <= sum && f64::from(k) > odds * f64::from(n) {
            break;
        }
        sum = next;
    }
    k
}

/// What share of the losses of a beaten side is captured: Beta(1, b), or Beta(2, 6) for the encircled: the second least
/// of seven uniforms.
#[inline]
pub(super) fn captured_share<L: Luck>(p: &Parameters, luck: &L, at: FightAddress) -> f64 {
    let [u, u_encircled, ..] = at.four(luck, 2);
    if u_encircled < p.encircled {
        let [a, b, c, d] = at.four(luck, 3);
        let [e, f, g, _] = at.four(luck, 4);
        second_least([a, b, c, d, e, f, g])
    } else {
        1.0 - exp(crate::maths::ln(1.0 - u) / p.captured_b)
    }
}

fn second_least(values: [f64; 7]) -> f64 {
    let (mut least, mut second) = (1.0, 1.0);
    for x in values {
        if x < least {
            second = least;
            least = x;
        } else if x < second {
            second = x;
        }
    }
    second
}

/// What share of those not captured is killed, for two sides: σ(`killed_logit` + `killed_sd`·z).
#[inline]
pub(crate) fn killed_shares(p: &Parameters, u: [f64; 2]) -> [f64; 2] {
    logistics(u.map(|u| p.killed_logit + p.killed_sd * normal(u)))
}

/// Losses as captured, killed and wounded: ⌊n·share + ½⌋ of all, then of the rest.
#[inline]
pub(crate) fn split_losses(lost: u32, captured_share: f64, killed_share: f64) -> Losses {
    let part = |n: u32, share: f64| ((f64::from(n) * share + 0.5) as u32).min(n);
    let captured = part(lost, captured_share);
    let rest = lost - captured;
    let killed = part(rest, killed_share);
    Losses {
        killed,
        wounded: rest - killed,
        captured,
        ..Losses::default()
    }
}

/// Vehicles, guns, aircraft and gunboats lost; `draw(n)` gives the side's blocks of luck.
pub(super) fn things_lost(
    p: &Parameters,
    forces: &Forces,
    days: f64,
    losses: &mut Losses,
    draw: impl Fn(u32) -> [f64; 4],
) {
    let fraction = f64::from(losses.men()) / f64::from(forces.men.max(1));
    let [z_vehicles, u_vehicles, z_guns, u_guns] = draw(0);
    let [u_aircraft, u_boats, ..] = draw(1);
    let noisy = |n: u32, ratio: f64, sd: f64, z: f64, u: f64| {
        if n == 0 {
            0
        } else {
            share_of(n, ratio * fraction * exp(sd * normal(z)), u)
        }
    };
    losses.vehicles = noisy(forces.vehicles, p.afv_ratio, p.afv_sd, z_vehicles, u_vehicles);
    losses.guns = noisy(forces.guns, p.gun_ratio, p.gun_sd, z_guns, u_guns);
    losses.boats = share_of(forces.boats, p.boat_ratio * fraction, u_boats);
    if forces.aircraft > 0 {
        let worn = 1.0 - exp(-p.air_wear * days);
        losses.aircraft = dist::binomial(u_aircraft, u64::from(forces.aircraft), worn) as u32;
    }
}

/// min(n, ⌊n·min(1, share) + u⌋).
#[inline]
pub(crate) fn share_of(n: u32, share: f64, u: f64) -> u32 {
    let capped = if share < 1.0 { share } else { 1.0 };
    ((f64::from(n) * capped + u) as u32).min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_losses_are_within_a_man_of_the_exact_quantile() {
        let mut farthest = 0;
        for (n, f) in [
            (700_u32, 0.2),
            (12_000, 0.02),
            (12_000, 0.3),
            (60_000, 0.9),
            (60_000, 0.004),
        ] {
            for i in 1..2000 {
                let u = f64::from(i) / 2000.0;
                let quick = many_lost(u, f64::from(n), f);
                let exact = dist::binomial(u, u64::from(n), f) as u32;
                farthest = farthest.max(quick.abs_diff(exact));
            }
        }
        assert!(farthest <= 1, "{farthest} men off");
    }
}
