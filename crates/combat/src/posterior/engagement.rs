//! The coefficients of losses and durations in the terms of the model of engagements, for a war that was not seen.
//!
//! **Law** learned: η = b₀ + b₁ ln(N/10⁴) + b₂ e + b₃ lfr + …, e = ln d − days − s·m, m = ½ ln(N_A N_D) − ln 10⁴, days the
//! level of that war. Wanted: η = a₀ + a₁ ln(N/10⁴) + a₂ ln d + a₃ lfr + … Since m = ln(N/10⁴) ∓ ½ lfr (attacker −, defender
//! +): a₀ = b₀ − b₂ days, a₁ = b₁ − b₂ s, a₂ = b₂, a₃ = b₃ ± ½ b₂ s. So a war of long battles has a lower a₀: the levels
//! belong together. **Units** logarithms of an intensity and of days. **Valid for** any draw. **Source** algebra.
//! **Status** estimated.

use halha_inference::chance::Stream;
use halha_inference::draws::Chains;

use super::{Joint, joint};

/// Suffixes of a side's coefficients in the order of the model's page.
const COEFFICIENTS: [&str; 9] = [
    "0",
    "_size",
    "_days",
    "_ratio",
    "_fd",
    "_pd",
    "_dw",
    "_surprise",
    "_air",
];
/// The chains' name of a side, the names' stem, and the sign of lfr in m.
const SIDES: [(&str, &str, f64); 2] = [("A", "att", -1.0), ("D", "def", 1.0)];
/// First part of the address of the effects of a war not seen.
const STREAM: u64 = 0x756E_7365_656E;

/// Both sides' coefficients, `days0` and `days_size` together.
pub(super) fn together(losses: &Chains, durations: &Chains, seed: u64) -> Joint {
    let mut parameters: Vec<String> = Vec::new();
    for (_, stem, _) in SIDES {
        parameters.extend(COEFFICIENTS.map(|c| format!("{stem}{c}")));
    }
    parameters.extend(["days0".to_owned(), "days_size".to_owned()]);
    let sides = SIDES.map(|(side, stem, sign)| Side::new(losses, side, stem, sign));
    let of_war = ["days0", "days_size", "ln_sd_war"].map(|name| durations.index(name).unwrap_or(0));
    let mut columns = vec![Vec::new(); parameters.len()];
    let mut chance = Stream::at(&[STREAM, seed]);
    let pairs = losses
        .draws()
        .zip(durations.draws().collect::<Vec<_>>().into_iter().cycle());
    for (draw, days) in pairs {
        let [level, size, spread] = of_war.map(|at| days[at]);
        let level = level + spread.exp() * chance.normal();
        let mut row: Vec<f64> = Vec::with_capacity(columns.len());
        for side in &sides {
            row.extend(side.coefficients(draw, [level, size], &mut chance));
        }
        // days₀ moves from the centre ln 10⁴ of the fit to 0.
        row.extend([level - size * 1e4_f64.ln(), size]);
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    joint("losses and duration", &parameters, &columns)
}

/// Where one side's coefficients stand in a draw.
struct Side {
    at: [usize; 9],
    slopes: usize,
    sign: f64,
}

impl Side {
    fn new(chains: &Chains, side: &str, stem: &str, sign: f64) -> Self {
        let place = |name: String| chains.index(&name).unwrap_or(0);
        Self {
            at: COEFFICIENTS.map(|c| place(format!("{side} {stem}{c}"))),
            slopes: place(format!("{side} ln_sd_war_slopes")),
            sign,
        }
    }

    /// The coefficients of one war under one draw, durations of that war having this level and slope of size.
    fn coefficients(&self, draw: &[f64], [level, size]: [f64; 2], chance: &mut Stream) -> [f64; 9] {
        let mut b = self.at.map(|at| draw[at]);
        let slopes = draw[self.slopes].exp();
        b[2] += slopes * chance.normal();
        b[3] += slopes * chance.normal();
        let days = b[2];
        b[0] -= days * level;
        b[1] -= days * size;
        b[3] -= self.sign * 0.5 * days * size;
        b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is learned and what is written say the same of a battle, for either side.
    #[test]
    fn both_forms_give_the_same_intensity() {
        let mut chance = Stream::at(&[5]);
        for (_, _, sign) in SIDES {
            for _ in 0..100 {
                let b: [f64; 9] = std::array::from_fn(|_| chance.normal());
                let draw = [&b[..], &[f64::NEG_INFINITY]].concat();
                let side = Side {
                    at: std::array::from_fn(|n| n),
                    slopes: 9,
                    sign,
                };
                let [level, size, own, lfr, ln_days] = std::array::from_fn(|_| chance.normal());
                let middle = own + sign * 0.5 * lfr;
                let excess = ln_days - level - size * middle;
                let learned = b[0] + b[1] * own + b[2] * excess + b[3] * lfr;
                let a = side.coefficients(&draw, [level, size], &mut chance);
                let written = a[0] + a[1] * own + a[2] * ln_days + a[3] * lfr;
                assert!((learned - written).abs() < 1e-12, "{learned} {written}");
            }
        }
    }
}
