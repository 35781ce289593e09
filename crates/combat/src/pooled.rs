//! Outcomes by two forecasts pooled: the hierarchical model and the plain six-coefficient logit.
//!
//! Law: P = w·P_hierarchical + (1 − w)·P_six. w is the mean of its posterior under a uniform prior, given how likely both
//! made the battles of wars that neither had learned from: the wars among those learned from are put into at most
//! `GROUPS` groups, each predicted from the others (Bayesian stacking; Yao, Vehtari, Simpson, Gelman 2018,
//! doi 10.1214/17-BA1091). A group with more than half of the battles is not predicted: what is left says how both do with
//! little to learn from, which is not the case in question. Units: probabilities. Valid for: three wars or more to learn
//! from; with fewer nothing tells how either does in a new war, and w is 1. A regression that knows of no difference between
//! wars is trusted the less, the further it is carried in time: its weight is (1 − w) e^{−Δ/τ}, Δ the years between the battle
//! and the span of those learned from, τ = `FADING`. Status: w estimated; τ assumed. The rule about large groups and the
//! fading were added after a look at the scores without them.

use std::collections::BTreeMap;

use halha_inference::nuts::{NutsError, NutsSettings};

use crate::battle::Battle;
use crate::naive::OrderedLogit;
use crate::outcome::{OutcomeFit, OutcomeModel};
use crate::predictors::{Predictor, SIX};

/// Groups of wars, each predicted from the others.
const GROUPS: usize = 8;
/// Fewest wars from which a weight is learned.
const FEWEST: usize = 3;
/// Draws of each chain of the fits that only serve to find the weight.
const INNER_DRAWS: usize = 200;
/// Years in which the trust in the six coefficients falls to 1/e outside the span of what was learned from. Assumed: about the
/// time between two generations of weapons.
const FADING: f64 = 10.0;
/// Places at which the posterior of the weight is summed.
const PLACES: usize = 1000;

/// What was learned of outcomes by both, and how much each counts.
#[derive(Debug, Clone)]
pub struct PooledFit {
    /// The hierarchical model.
    pub hierarchical: OutcomeFit,
    /// The six coefficients.
    pub six: OrderedLogit,
    /// The weight of the hierarchical model within the years of the battles learned from.
    pub weight: f64,
    /// First and last of these years.
    pub years: (i16, i16),
}

impl PooledFit {
    /// Learns both, and the weight from the wars of these battles alone.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn learn(
        battles: &[&Battle],
        also: &[Predictor],
        settings: &NutsSettings,
    ) -> Result<Self, NutsError> {
        let years = battles.iter().map(|b| b.date.year());
        Ok(Self {
            years: years.fold((i16::MAX, i16::MIN), |(from, to), y| (from.min(y), to.max(y))),
            weight: weight(battles, also, settings)?,
            hierarchical: OutcomeModel::new(battles, also).fit(settings)?,
            six: OrderedLogit::fit(battles, &SIX),
        })
    }

    /// P(loss), P(draw), P(win) of the attacker.
    #[must_use]
    pub fn predict(&self, battle: &Battle, seed: u64) -> [f64; 3] {
        self.pooled(
            battle,
            self.hierarchical.predict(battle, seed),
            self.six.predict(battle),
        )
    }

    /// Both predictions of a battle pooled.
    #[must_use]
    pub fn pooled(&self, battle: &Battle, hierarchical: [f64; 3], six: [f64; 3]) -> [f64; 3] {
        let six_weight = (1.0 - self.weight) * trust(battle.date.year(), self.years);
        std::array::from_fn(|k| (1.0 - six_weight) * hierarchical[k] + six_weight * six[k])
    }
}

/// What is left of the trust in the six coefficients in a year, given the span of those learned from.
fn trust(year: i16, (from, to): (i16, i16)) -> f64 {
    let beyond = (from - year).max(year - to).max(0);
    libm::exp(-f64::from(beyond) / FADING)
}

/// The weight of the hierarchical model, from wars predicted from other wars.
fn weight(battles: &[&Battle], also: &[Predictor], settings: &NutsSettings) -> Result<f64, NutsError> {
    let groups = groups(battles);
    let wars: usize = groups.iter().map(Vec::len).sum();
    if wars < FEWEST {
        return Ok(1.0);
    }
    let inner = NutsSettings {
        chains: 1,
        tune: settings.tune.min(INNER_DRAWS),
        draws: settings.draws.min(INNER_DRAWS),
        ..settings.clone()
    };
    let mut likely = Vec::with_capacity(battles.len());
    for group in &groups {
        let inside = |b: &&&Battle| group.contains(&b.war.as_str());
        let (test, train): (Vec<&Battle>, Vec<&Battle>) = battles.iter().partition(|b| inside(b));
        if train.len() < test.len() {
            continue;
        }
        let fit = OutcomeModel::new(&train, also).fit(&inner)?;
        let six = OrderedLogit::fit(&train, &SIX);
        likely.extend(test.iter().map(|battle| {
            let happened = battle.outcome.index();
            [
                fit.predict(battle, settings.seed)[happened],
                six.predict(battle)[happened],
            ]
        }));
    }
    Ok(stacked(&likely))
}

/// Wars in groups of about equally many battles: the largest war first, each into the group that has fewest.
fn groups<'b>(battles: &[&'b Battle]) -> Vec<Vec<&'b str>> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for battle in battles {
        *sizes.entry(battle.war.as_str()).or_default() += 1;
    }
    let mut wars: Vec<(&str, usize)> = sizes.into_iter().collect();
    wars.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut groups: Vec<(usize, Vec<&str>)> = vec![(0, Vec::new()); GROUPS.min(wars.len())];
    for (war, size) in wars {
        if let Some(least) = groups.iter_mut().min_by_key(|g| g.0) {
            least.0 += size;
            least.1.push(war);
        }
    }
    groups.into_iter().map(|g| g.1).collect()
}

/// The mean of a weight w in [0, 1] under ∏ (w·p + (1 − w)·q) and a uniform prior.
fn stacked(likely: &[[f64; 2]]) -> f64 {
    let place = |k: usize| (k as f64 + 0.5) / PLACES as f64;
    let ln_at = |w: f64| {
        likely
            .iter()
            .map(|[p, q]| libm::log(w * p + (1.0 - w) * q))
            .sum::<f64>()
    };
    let logs: Vec<f64> = (0..PLACES).map(|k| ln_at(place(k))).collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|l| libm::exp(l - top)).collect();
    let total: f64 = weights.iter().sum();
    let moment: f64 = weights.iter().enumerate().map(|(k, x)| place(k) * x).sum();
    moment / total
}

#[cfg(test)]
mod tests {
    use super::{stacked, trust};

    #[test]
    fn trust_fades_outside_the_years_learned_from() {
        for (year, years_beyond) in [(1900, 0.0), (1920, 0.0), (1939, 0.0), (1949, 10.0), (1880, 20.0)] {
            let by_hand = (-years_beyond / 10.0_f64).exp();
            assert!((trust(year, (1900, 1939)) - by_hand).abs() < 1e-12, "{year}");
        }
    }

    /// n battles of which one forecast was sure and the other thought nothing: the posterior is Beta(n + 1, 1), its
    /// mean (n + 1)/(n + 2). With nothing to tell them apart it stays at a half.
    #[test]
    fn the_weight_is_the_mean_of_its_posterior() {
        for n in [0, 1, 5, 20] {
            let sure = stacked(&vec![[1.0, 0.0]; n]);
            let by_hand = (n as f64 + 1.0) / (n as f64 + 2.0);
            assert!((sure - by_hand).abs() < 1e-3, "{n}: {sure} {by_hand}");
            let other = stacked(&vec![[0.0, 1.0]; n]);
            assert!((other - (1.0 - by_hand)).abs() < 1e-3, "{n}: {other}");
        }
        assert!((stacked(&[[0.4, 0.4]; 9]) - 0.5).abs() < 1e-9);
    }
}
