//! Scores of stated probabilities of loss, draw and win.

use halha_inference::scores::{brier, log_score, rps};
use serde::Serialize;

use super::{Score, campaigns};
use crate::battle::{Battle, Outcome};

/// Battles with alike stated probability of a win.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quintile {
    /// Mean stated probability of a win.
    pub stated: f64,
    /// Share that the attacker won.
    pub won: f64,
    /// Battles.
    pub battles: usize,
}

/// One predictor's scores; less is better in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeScores {
    /// Its name.
    pub predictor: String,
    /// Log score over the three outcomes.
    pub log: Score,
    /// Ranked probability score.
    pub rps: Score,
    /// Brier score of a win.
    pub brier: Score,
    /// Its log score less that of the base rate, battle by battle.
    pub over_base: Score,
    /// Its log score less that of the six coefficients.
    pub over_six: Score,
    /// Calibration of P(win) in five groups, from the least stated to the most.
    pub quintiles: Vec<Quintile>,
}

impl OutcomeScores {
    pub(super) fn of(
        name: &str,
        battles: &[&Battle],
        stated: &[[f64; 3]],
        base: &[[f64; 3]],
        six: &[[f64; 3]],
    ) -> Self {
        let groups = campaigns(battles);
        let each = |of: &dyn Fn(&[f64; 3], Outcome) -> f64, list: &[[f64; 3]]| -> Vec<f64> {
            list.iter().zip(battles).map(|(p, b)| of(p, b.outcome)).collect()
        };
        let log = |list: &[[f64; 3]]| each(&|p, y| log_score(p, y.index()), list);
        let own = log(stated);
        let less = |other: Vec<f64>| -> Vec<f64> { own.iter().zip(other).map(|(a, b)| a - b).collect() };
        Self {
            predictor: name.to_owned(),
            log: Score::of(&own, &groups),
            rps: Score::of(&each(&|p, y| rps(p, y.index()), stated), &groups),
            brier: Score::of(&each(&|p, y| brier(p[2], y == Outcome::Win), stated), &groups),
            over_base: Score::of(&less(log(base)), &groups),
            over_six: Score::of(&less(log(six)), &groups),
            quintiles: quintiles(battles, stated),
        }
    }
}

fn quintiles(battles: &[&Battle], stated: &[[f64; 3]]) -> Vec<Quintile> {
    let mut pairs: Vec<(f64, bool)> = stated
        .iter()
        .zip(battles)
        .map(|(p, b)| (p[2], b.outcome == Outcome::Win))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = pairs.len();
    let group = |k: usize| {
        let part = &pairs[k * n / 5..(k + 1) * n / 5];
        let count = part.len().max(1) as f64;
        Quintile {
            stated: part.iter().map(|p| p.0).sum::<f64>() / count,
            won: part.iter().filter(|p| p.1).count() as f64 / count,
            battles: part.len(),
        }
    };
    (0..5).map(group).filter(|q| q.battles > 0).collect()
}
