//! Losses of a battle that was not learned from.

use halha_inference::chance::Stream;

use super::LossFit;
use super::data::{mean_row, scale_row};
use crate::battle::{Battle, Role};

/// What is known of how long the battle lasted.
#[derive(Debug, Clone, Copy)]
pub enum Days {
    /// Its duration as recorded: known only afterwards.
    Recorded,
    /// Nothing: the duration is predicted too.
    Predicted,
}

/// Draws of the effects of unseen groups and of the error for each draw of the posterior.
const FRESH: usize = 2;

impl LossFit {
    /// Draws of ln(loss fraction) of the attacker and the defender from the posterior predictive distribution. Effects
    /// of a war, state or army that was not seen are drawn anew; the source's usual error is part of the spread.
    #[must_use]
    pub fn predict(&self, battle: &Battle, days: Days, seed: u64) -> [Vec<f64>; 2] {
        let mut chance = Stream::at(&[0x6C6F_7373, seed, u64::from(battle.isqno)]);
        let scale = scale_row(battle);
        let cuts = self.model.cuts();
        let durations = &self.model.durations;
        let excesses = match days {
            Days::Recorded => durations.known_excess(battle, seed),
            Days::Predicted => durations.unknown_excess(battle, seed),
        };
        let rows: Vec<_> = excesses
            .iter()
            .map(|excess| Role::ALL.map(|role| mean_row(battle, role, *excess)))
            .collect();
        let mut out: [Vec<f64>; 2] = Default::default();
        for (i, draw) in self.chains.draws().enumerate() {
            let nu = 2.0 + draw[cuts[4]].exp();
            let rho = draw[cuts[4] + 1].tanh();
            for fresh in 0..FRESH {
                let pair = &rows[(i * FRESH + fresh) % rows.len()];
                let noise = t_pair(nu, rho, &mut chance);
                for s in 0..2 {
                    let mean = self.model.means[s].at_new(&draw[cuts[s]..cuts[s + 1]], &pair[s], &mut chance);
                    let part = &draw[cuts[s + 2]..cuts[s + 3]];
                    let own = self.model.scales[s].at_new(part, &scale, &mut chance).exp();
                    let eta = mean + own.hypot(self.model.usual_error[s]) * noise[s];
                    out[s].push((-(-eta.exp()).exp_m1()).max(f64::MIN_POSITIVE).ln());
                }
            }
        }
        out
    }
}

/// A pair from the bivariate t: correlated normals over one √(χ²/ν).
fn t_pair(nu: f64, rho: f64, chance: &mut Stream) -> [f64; 2] {
    let (x, y) = (chance.normal(), chance.normal());
    let chi_square = 2.0 * chance.gamma(0.5 * nu);
    let widen = (nu / chi_square).sqrt();
    [x * widen, (rho * x + (1.0 - rho * rho).sqrt() * y) * widen]
}
