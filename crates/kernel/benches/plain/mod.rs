//! The incident layer and a battle as one would write them without our structure: a vector, one sequential generator,
//! the standard library's mathematics. What the benchmarks divide by.

use std::convert::Infallible;

use halha_kernel::parameters::Parameters;
use halha_kernel::scenario::Scenario;
use rand_core::TryRng;
use rand_distr::{Distribution, Exp1};

/// xoshiro256++, one sequence for everything.
pub(crate) struct Dice([u64; 4]);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self([1, 2, 3, 4].map(|n| (seed + n).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    pub(crate) fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn bits(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.unit(), self.unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let (mut k, mut product) = (0, self.unit());
        let least = (-mean).exp();
        while product > least {
            product *= self.unit();
            k += 1;
        }
        k
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for chunk in to.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

/// A yardstick for machines: 100 men against 80, every loss an event of its own, each side breaks at 30 % (square law,
/// both sides equally good). Whoever quotes a time beside another machine's quotes this one too.
pub(crate) fn every_loss(dice: &mut Dice) -> ([u32; 2], f64) {
    let (mut men, mut time) = ([100_u32, 80], 0.0);
    while men[0] > 70 && men[1] > 56 {
        let rate = f64::from(men[0] + men[1]);
        let wait: f64 = Exp1.sample(dice);
        time += wait / rate;
        let loser = usize::from(dice.unit() * rate >= f64::from(men[1]));
        men[loser] -= 1;
    }
    (men, time)
}

/// What the plain incident layer counts.
#[derive(Default, Debug)]
pub(crate) struct Counted {
    pub(crate) incidents: u32,
    pub(crate) shootings: u32,
    pub(crate) by: Vec<[[[u32; 3]; 2]; 3]>,
}

#[derive(Clone, Copy)]
struct Due {
    time: f64,
    sector: usize,
    side: usize,
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Incidents, types, fire, grievance, offspring and both books; no fights, no crises.
pub(crate) fn incident_layer(s: &Scenario, p: &Parameters, seed: u64) -> Counted {
    let mut dice = Dice::new(seed);
    let mut due: Vec<Due> = Vec::new();
    let mut counted = Counted {
        by: vec![Default::default(); s.years.len()],
        ..Counted::default()
    };
    let mut g = [0.0_f64; 2];
    let mut last = 0.0;
    let year_effect: Vec<f64> = s.years.iter().map(|_| p.year_sd * dice.normal()).collect();
    for (m, month) in s.months.iter().enumerate() {
        let end = s.months.get(m + 1).map_or(s.end, |next| next.begin);
        let left = 0.5_f64.powf((month.begin - last) / p.grievance_half_life);
        g = g.map(|x| x * left);
        last = month.begin;
        let tension = (0.5 * (g[0] + g[1])).min(4.0);
        for (k, sector) in s.sectors.iter().enumerate() {
            for side in 0..2 {
                let level = |i: usize| (month.divisions[i] / s.sides[i].reference_divisions).ln();
                let river = f64::from(u8::from(sector.river));
                let rate = sector.length_km / 800.0
                    * (p.mu0
                        + p.b_vagueness * (sector.vagueness - 0.6)
                        + p.b_density * 0.5 * (level(0) + level(1))
                        + month.espionage[side].ln()
                        + p.b_warm * month.warm * (1.0 - river)
                        + p.b_ice * month.ice * river
                        + p.b_tension * tension
                        + if month.step { p.b_step } else { 0.0 }
                        + year_effect[month.year])
                        .exp();
                let mut time = month.begin - dice.unit().ln() / rate;
                while time < end {
                    due.push(Due {
                        time,
                        sector: k,
                        side,
                    });
                    time -= dice.unit().ln() / rate;
                }
            }
        }
        due.sort_unstable_by(|a, b| b.time.total_cmp(&a.time));
        while let Some(now) = due.pop_if(|d| d.time < end) {
            let left = 0.5_f64.powf((now.time - last) / p.grievance_half_life);
            g = g.map(|x| x * left);
            last = now.time;
            let total = p.weight_espionage + p.weight_ground + p.weight_air;
            let u = dice.unit() * total;
            let kind =
                usize::from(u >= p.weight_espionage) + usize::from(u >= p.weight_espionage + p.weight_ground);
            let odds = p.fire0
                + p.fire_vagueness * (s.sectors[now.sector].vagueness - 0.6)
                + p.fire_grievance * (g[0] + g[1]).min(10.0)
                + if month.step { 0.0 } else { p.fire_early };
            let shots = kind < 2 && dice.unit() < logistic(odds);
            counted.incidents += 1;
            counted.shootings += u32::from(shots);
            g[1 - now.side] += p.grievance_quiet;
            let weight = if shots { p.omega_shots } else { p.omega_quiet };
            for _ in 0..dice.poisson(weight * p.branching) {
                let time = now.time - dice.unit().ln() * p.excitation_half_life / std::f64::consts::LN_2;
                let u = dice.unit();
                let (sector, side) = if u < p.spill {
                    let other = (dice.unit() * (s.sectors.len() - 1) as f64) as usize;
                    (other + usize::from(other >= now.sector), 1 - now.side)
                } else if u < p.spill + (1.0 - p.spill) * p.cross {
                    (now.sector, 1 - now.side)
                } else {
                    (now.sector, now.side)
                };
                if time < s.end {
                    let at = due.partition_point(|d| d.time > time);
                    due.insert(at, Due { time, sector, side });
                }
            }
            let year = &mut counted.by[month.year];
            year[0][now.side][kind] += 1;
            for (side, detect) in [
                (1 - now.side, [p.detect_0, p.detect_1][1 - now.side]),
                (now.side, [p.own_0, p.own_1][now.side]),
            ] {
                if dice.unit() < detect {
                    let wrong = dice.unit() < p.confusion;
                    let said = if wrong {
                        (kind + 1 + usize::from(dice.unit() < 0.5)) % 3
                    } else {
                        kind
                    };
                    year[1 + usize::from(side == now.side)][side][said] += 1;
                }
            }
        }
    }
    counted
}

/// A patrol fight by the same equations: losses of both sides and who won.
pub(crate) fn battle(p: &Parameters, men: [u32; 2], dice: &mut Dice) -> ([u32; 2], u8) {
    let n = men.map(f64::from);
    let ratio = (n[0] / n[1]).ln();
    let small = 1.0 / (1.0 + ((n[0] + n[1]) / 400.0).powi(2));
    let ln_d = (p.days0
        + p.days_size * 0.5 * (n[0].ln() + n[1].ln())
        + p.days_small * small
        + p.days_sd * dice.normal())
    .clamp(0.03_f64.ln(), 40.0_f64.ln());
    let e1 = dice.normal();
    let e2 = p.noise_corr * e1 + (1.0 - p.noise_corr * p.noise_corr).sqrt() * dice.normal();
    let size = |n: f64, kappa: f64, b: f64| {
        kappa / (1.0 + (1000.0 / n).powi(2)) + b * (n / 1e4).ln()
            - p.small_intensity * (n / 1e3).ln().min(0.0)
    };
    let eta = [
        p.att0 + size(n[0], p.kappa_0, p.att_size) + p.att_ratio * ratio + p.att_days * ln_d + p.att_sd * e1,
        p.def0 + size(n[1], p.kappa_1, p.def_size) + p.def_ratio * ratio + p.def_days * ln_d + p.def_sd * e2,
    ];
    let mut lost = [0; 2];
    for i in 0..2 {
        let f = 1.0 - (-eta[i].exp()).exp();
        lost[i] = (0..men[i]).map(|_| u32::from(dice.unit() < f)).sum();
    }
    let win = logistic(p.win0 + p.win_loss * (eta[0] - eta[1]) + p.win_ratio * ratio);
    let winner = if dice.unit() < p.draw {
        2
    } else {
        u8::from(dice.unit() >= win)
    };
    for (i, lost) in lost.into_iter().enumerate() {
        let share = logistic(p.killed_logit + p.killed_sd * dice.normal());
        std::hint::black_box((f64::from(lost) * share + 0.5) as u32);
        if i != usize::from(winner) && winner < 2 {
            let captured = 1.0 - (1.0 - dice.unit()).powf(1.0 / p.captured_b);
            std::hint::black_box((f64::from(lost) * captured + 0.5) as u32);
        }
    }
    (lost, winner)
}
