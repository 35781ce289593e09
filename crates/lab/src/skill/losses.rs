//! Skill on the losses of named clashes: each side's, from its forces, beside rivals that learned from the other clashes.

use halha_inference::scores::{Interval, crps_normal, crps_sample, interval_score};
use serde::Serialize;

use crate::clashes::{Clash, FIGHTS, clashes};
use crate::compare::Mark;
use crate::conflict::LoadedConflict;
use crate::settings::ParameterSource;

/// z of the central 90 % of a normal.
const Z90: f64 = 1.644_853_626_951_472_2;

/// One side's loss in one clash.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SideLoss {
    /// The clash.
    pub incident: String,
    /// Its name.
    pub name: String,
    /// The side.
    pub side: usize,
    /// `casualties`, or `killed` where nobody gives them.
    pub what: &'static str,
    /// What vouched claims say.
    pub claims: Vec<f64>,
    /// Share of the prediction below the claims, half of what equals them added, claims averaged.
    pub pit: f64,
    /// 5, 50 and 95 per cent of the prediction, men.
    pub quantiles: [f64; 3],
    /// CRPS of ln(1 + x) of the model, of the losses of the other clashes, and of the shares lost in them.
    pub crps: [f64; 3],
    /// Interval score of the central 90 % of ln(1 + x), in the same order.
    pub interval: [f64; 3],
    /// Share of the claims inside the 90 % interval, in the same order.
    pub inside: [f64; 3],
}

/// All side-losses under one source of parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LossSkill {
    /// Where the parameters come from.
    pub source: &'static str,
    /// The losses.
    pub losses: Vec<SideLoss>,
    /// Means of CRPS, interval score and share inside: model, losses of the others, shares of the others.
    pub mean: [[f64; 3]; 3],
}

/// A side's loss with what is needed to predict it.
struct Case<'c> {
    clash: &'c Clash,
    side: usize,
    what: &'static str,
    values: Vec<f64>,
    claims: Vec<f64>,
    ln_men: f64,
}

impl Case<'_> {
    /// Mean of ln(1 + x) over the claims.
    fn recorded(&self) -> f64 {
        self.claims.iter().map(|x| x.ln_1p()).sum::<f64>() / self.claims.len() as f64
    }
}

/// Plays every named clash and scores each side's loss on ln(1 + x).
///
/// The rivals are normal in ln(1 + x), with the mean and standard deviation of the recorded losses of all other clashes,
/// or of their logarithms less ln men: they have read the record of every clash but this one. Where claims differ, scores are
/// averaged over them.
pub fn losses(conflict: &LoadedConflict, source: ParameterSource, seed: u64) -> LossSkill {
    let played = clashes(conflict, source, seed, FIGHTS);
    let cases: Vec<Case<'_>> = played.iter().flat_map(cases).collect();
    let losses: Vec<SideLoss> = cases.iter().filter_map(|case| scored(case, &cases)).collect();
    let mean = |of: &dyn Fn(&SideLoss) -> [f64; 3]| {
        std::array::from_fn(|k| losses.iter().map(|l| of(l)[k]).sum::<f64>() / losses.len().max(1) as f64)
    };
    LossSkill {
        source: source.as_str(),
        mean: [mean(&|l| l.crps), mean(&|l| l.interval), mean(&|l| l.inside)],
        losses,
    }
}

/// The sides of a clash whose loss somebody vouches for: all casualties where anybody gives them, else the killed.
fn cases(clash: &Clash) -> Vec<Case<'_>> {
    let of_side = |side: usize| {
        let find = |what| clash.losses.iter().find(|l| l.side == side && l.what == what);
        let losses = find("casualties").or_else(|| find("killed"))?;
        let vouched = losses.recorded.iter().filter(|m| m.status != "unverified");
        let claims: Vec<f64> = vouched.map(middle).collect();
        let [low, high] = clash.men[side];
        (!claims.is_empty()).then(|| Case {
            clash,
            side,
            what: losses.what,
            values: losses.values.iter().map(|x| x.ln_1p()).collect(),
            claims,
            ln_men: 0.5 * (low.ln() + high.ln()),
        })
    };
    (0..2).filter_map(of_side).collect()
}

/// The middle of a claim on the scale of ln(1 + x).
fn middle(mark: &Mark) -> f64 {
    let high = mark.high.unwrap_or(mark.low);
    (0.5 * (mark.low.ln_1p() + high.ln_1p())).exp_m1()
}

fn scored(case: &Case<'_>, all: &[Case<'_>]) -> Option<SideLoss> {
    let others: Vec<&Case<'_>> = all
        .iter()
        .filter(|c| c.clash.incident != case.clash.incident && c.what == case.what)
        .collect();
    let size = moments(others.iter().map(|c| c.recorded()))?;
    let share = moments(others.iter().map(|c| c.recorded() - c.ln_men))?;
    let rivals = [size, (share.0 + case.ln_men, share.1)];
    let intervals: [Interval; 3] = [
        Interval::central(&case.values, 0.9),
        normal(rivals[0]),
        normal(rivals[1]),
    ];
    let over_claims = |of: &dyn Fn(f64) -> f64| {
        case.claims.iter().map(|x| of(x.ln_1p())).sum::<f64>() / case.claims.len() as f64
    };
    let n = case.values.len() as f64;
    let below = |y: f64| {
        let less = case.values.iter().filter(|v| **v < y).count() as f64;
        let same = case.values.iter().filter(|v| v.total_cmp(&y).is_eq()).count() as f64;
        (less + 0.5 * same) / n
    };
    let mut sorted = case.values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(SideLoss {
        incident: case.clash.incident.clone(),
        name: case.clash.name.clone(),
        side: case.side,
        what: case.what,
        claims: case.claims.clone(),
        pit: over_claims(&below),
        quantiles: [0.05, 0.5, 0.95].map(|p| crate::statistics::quantile(&sorted, p).exp_m1()),
        crps: [
            over_claims(&|y| crps_sample(&case.values, y)),
            over_claims(&|y| crps_normal(rivals[0].0, rivals[0].1, y)),
            over_claims(&|y| crps_normal(rivals[1].0, rivals[1].1, y)),
        ],
        interval: intervals.map(|i| over_claims(&|y| interval_score(&i, y))),
        inside: intervals.map(|i| over_claims(&|y| f64::from(u8::from(i.holds(y))))),
    })
}

/// Mean and standard deviation; none of fewer than two values.
fn moments(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let n = values.clone().count();
    if n < 2 {
        return None;
    }
    let mean = values.clone().sum::<f64>() / n as f64;
    let square = values.map(|v| (v - mean) * (v - mean)).sum::<f64>();
    Some((mean, (square / (n - 1) as f64).sqrt()))
}

fn normal((mean, sd): (f64, f64)) -> Interval {
    Interval {
        level: 0.9,
        lower: mean - Z90 * sd,
        upper: mean + Z90 * sd,
    }
}
