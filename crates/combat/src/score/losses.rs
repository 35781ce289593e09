//! Scores of predictive draws of both sides' ln loss fractions.

use halha_inference::scores::{Coverage, Interval, crps_sample};
use serde::Serialize;

use super::{Score, campaigns};
use crate::battle::{Battle, Role};
use crate::losses::ln_fraction;

/// Scores of one side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideScores {
    /// Battles with this side's losses.
    pub battles: usize,
    /// CRPS of ln(loss fraction).
    pub crps: Score,
    /// Share of losses inside the central 50 % interval.
    pub coverage_50: f64,
    /// Share inside the central 90 % interval.
    pub coverage_90: f64,
    /// Mean width of the 90 % interval, in units of the logarithm.
    pub width_90: f64,
}

/// One predictor's scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossScores {
    /// Its name.
    pub predictor: String,
    /// Of the attacker's losses.
    pub attacker: SideScores,
    /// Of the defender's losses.
    pub defender: SideScores,
}

impl LossScores {
    pub(super) fn of(name: &str, battles: &[&Battle], draws: &[[Vec<f64>; 2]]) -> Self {
        let [attacker, defender] = Role::ALL.map(|role| side(battles, draws, role));
        Self {
            predictor: name.to_owned(),
            attacker,
            defender,
        }
    }
}

fn side(battles: &[&Battle], draws: &[[Vec<f64>; 2]], role: Role) -> SideScores {
    let groups = campaigns(battles);
    let mut crps = Vec::new();
    let mut kept = Vec::new();
    let (mut half, mut most) = (Vec::new(), Vec::new());
    for ((battle, draws), group) in battles.iter().zip(draws).zip(groups) {
        let Some(observed) = ln_fraction(battle.force(role)) else {
            continue;
        };
        let sample = &draws[role.index()];
        crps.push(crps_sample(sample, observed));
        half.push((Interval::central(sample, 0.5), observed));
        most.push((Interval::central(sample, 0.9), observed));
        kept.push(group);
    }
    let widths: f64 = most.iter().map(|m| m.0.width()).sum();
    SideScores {
        battles: crps.len(),
        crps: Score::of(&crps, &kept),
        coverage_50: Coverage::of(&half).share(),
        coverage_90: Coverage::of(&most).share(),
        width_90: widths / most.len().max(1) as f64,
    }
}
