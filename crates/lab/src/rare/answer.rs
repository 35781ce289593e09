//! The answer about a rare event: the estimate with its error and cost, and what it hangs on.

use halha_inference::splitting::{Repeated, Rung, Splitting};
use halha_kernel::parameters::PARAMETERS;
use serde::Serialize;

use super::event::Event;
use super::job::{Rare, Repeats};
use super::plain::{Integrated, Plain};
use super::settings::Method;
use super::swing::Swing;
use super::work::RareQuestion;
use crate::asked::Asked;
use crate::ensemble::DrawError;

/// Parameters whose shift is told at most.
const TOLD: usize = 5;
/// Draws from which the distribution of a parameter is read.
pub(super) const DRAWS: u64 = 2_000;

/// Everything that is said about a rare event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was played and how to play it again.
    pub provenance: Asked<RareQuestion>,
    /// The event.
    pub event: Event,
    /// Parameters held for it, where a variant was asked for.
    pub held: Vec<(String, f64)>,
    /// The estimate.
    pub estimate: Repeated,
    /// Levels over all repeats; empty where every repeat had its own.
    pub levels: Vec<Rung>,
    /// What it cost.
    pub cost: Cost,
    /// Distinct campaigns from which those that came to the event descend.
    pub ancestors: u64,
    /// How their parameters differ from all, the greatest shift first; shifts that so few may show by chance, below
    /// 3/√ancestors, are left out.
    pub leaning: Vec<Leaning>,
    /// The estimate with the dominating parameter held at three places of its distribution.
    pub swing: Vec<Swing>,
    /// Plain simulation beside it, where asked for.
    pub plain: Option<Plain>,
    /// Plain simulation with the choice of war integrated out, where asked for.
    pub integrated: Option<Integrated>,
}

/// What an estimate cost, in whole campaigns: steps played over steps of a campaign. The pilot is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Campaigns played.
    pub campaigns: f64,
    /// Steps of a whole campaign, on average.
    pub steps: f64,
    /// Campaigns that plain simulation needs for the same coefficient of variation, (1 − p)/(p·CV²).
    pub plain: f64,
    /// Plain over played.
    pub saved: f64,
}

/// How a parameter of the campaigns that came to the event differs from all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaning {
    /// The parameter.
    pub parameter: &'static str,
    /// Its mean over all draws.
    pub all: f64,
    /// Its mean over campaigns that came to the event.
    pub there: f64,
    /// The difference in standard deviations over all draws.
    pub shift: f64,
}

impl Answer {
    /// The answer that the repeats give to what was asked.
    ///
    /// # Errors
    /// Parameters that the model cannot take.
    pub fn of(
        rare: &Rare<'_>,
        repeats: &Repeats,
        asked: &Asked<RareQuestion>,
    ) -> Result<Option<Self>, DrawError> {
        let Some(estimate) = Repeated::of(&repeats.all) else {
            return Ok(None);
        };
        let levels = match rare.settings.method {
            Method::Fixed => Rung::all(&repeats.all),
            Method::Adaptive => Vec::new(),
        };
        Ok(Some(Self {
            provenance: Asked {
                stopped: repeats.stopped,
                ..asked.clone()
            },
            event: rare.event.clone(),
            held: Vec::new(),
            cost: cost(&estimate, repeats),
            estimate,
            levels,
            ancestors: ancestors(repeats),
            leaning: leaning(rare, repeats)?,
            swing: Vec::new(),
            plain: None,
            integrated: None,
        }))
    }
}

fn cost(estimate: &Repeated, repeats: &Repeats) -> Cost {
    let pilot = repeats.pilot.as_ref().map_or(0, |p| p.work);
    let campaigns = (estimate.work + pilot) as f64 / repeats.campaign;
    let p = estimate.probability;
    let plain = (1.0 - p) / (p * estimate.variation * estimate.variation);
    Cost {
        campaigns,
        steps: repeats.campaign,
        plain,
        saved: plain / campaigns,
    }
}

/// The distinct first ancestors of what came to the event.
fn ancestors(repeats: &Repeats) -> u64 {
    let one = |s: &Splitting| {
        let mut all = s.ancestors.clone();
        all.sort_unstable();
        all.dedup();
        all.len() as u64
    };
    repeats.all.iter().map(one).sum()
}

/// Means over the first ancestors of what came to the event, each repeat by its estimate, against all that began.
fn leaning(rare: &Rare<'_>, repeats: &Repeats) -> Result<Vec<Leaning>, DrawError> {
    let n = PARAMETERS.len();
    let total: f64 = repeats.all.iter().map(|s| s.probability).sum();
    if total <= 0.0 {
        return Ok(Vec::new());
    }
    let mut there = vec![0.0; n];
    for (repeat, one) in repeats.all.iter().enumerate() {
        let weight = one.probability / total / one.ancestors.len().max(1) as f64;
        for ancestor in &one.ancestors {
            let parameters = rare.parameters(rare.draw(repeat as u64, *ancestor))?;
            for (sum, value) in there.iter_mut().zip(parameters.to_vec()) {
                *sum += weight * value;
            }
        }
    }
    let (mut sums, mut squares) = (vec![0.0; n], vec![0.0; n]);
    for draw in 0..DRAWS {
        for (k, value) in rare.parameters(draw)?.to_vec().into_iter().enumerate() {
            sums[k] += value;
            squares[k] += value * value;
        }
    }
    let draws = DRAWS as f64;
    let one = |k: usize| {
        let mean = sums[k] / draws;
        let sd = (squares[k] / draws - mean * mean).max(0.0).sqrt();
        Leaning {
            parameter: PARAMETERS[k].name,
            all: mean,
            there: there[k],
            shift: if sd > 1e-9 * mean.abs() {
                (there[k] - mean) / sd
            } else {
                0.0
            },
        }
    };
    let least = 3.0 / (ancestors(repeats).max(1) as f64).sqrt();
    let mut all: Vec<Leaning> = (0..n).map(one).filter(|l| l.shift.abs() > least).collect();
    all.sort_by(|a, b| b.shift.abs().total_cmp(&a.shift.abs()));
    all.truncate(TOLD);
    Ok(all)
}
