//! Scores of predictions on battles that were not learned from, beside naive rivals that learned from the same ones.

mod losses;
mod outcomes;

use std::collections::BTreeSet;

use halha_inference::nuts::{NutsError, NutsSettings};
use halha_inference::scores::Mean;
use serde::Serialize;

pub use self::losses::{LossScores, SideScores};
pub use self::outcomes::{OutcomeScores, Quintile};
use crate::battle::{Battle, Role};
use crate::losses::{Days, learn, ln_fraction};
use crate::naive::{OrderedLogit, base_rate};
use crate::plain::{Duration, Plain};
use crate::pooled::PooledFit;
use crate::predictors::Predictor;

/// Battles to learn from and battles to predict; none is in both.
#[derive(Debug, Clone)]
pub struct Fold<'b> {
    /// What is held out, in words.
    pub name: String,
    /// Battles to learn from.
    pub train: Vec<&'b Battle>,
    /// Battles to predict.
    pub test: Vec<&'b Battle>,
}

impl<'b> Fold<'b> {
    /// One fold; battles of `test` are taken out of `train`.
    #[must_use]
    pub fn split(train: &[&'b Battle], test: &[&'b Battle]) -> Self {
        let held: BTreeSet<(u32, &str)> = test.iter().map(|b| (b.isqno, b.name.as_str())).collect();
        let keep = |b: &&&Battle| !held.contains(&(b.isqno, b.name.as_str()));
        Self {
            name: "held out".to_owned(),
            train: train.iter().filter(keep).copied().collect(),
            test: test.to_vec(),
        }
    }

    /// One fold for each war of `battles`, which is predicted from all the others; `beside` are learned from in every fold.
    #[must_use]
    pub fn each_war(battles: &[&'b Battle], beside: &[&'b Battle]) -> Vec<Self> {
        let wars: BTreeSet<&str> = battles.iter().map(|b| b.war.as_str()).collect();
        let fold = |war: &str| {
            let test: Vec<&Battle> = battles.iter().copied().filter(|b| b.war == war).collect();
            let rest: Vec<&Battle> = battles
                .iter()
                .chain(beside)
                .copied()
                .filter(|b| b.war != war)
                .collect();
            Self {
                name: war.to_owned(),
                ..Self::split(&rest, &test)
            }
        };
        wars.into_iter().map(fold).collect()
    }
}

/// What is fitted in each fold.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreSettings {
    /// How to sample.
    pub sampler: NutsSettings,
    /// Predictors beside the six.
    pub also: Vec<Predictor>,
    /// Whether losses are scored too.
    pub losses: bool,
}

/// Why battles were not scored.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// Too little to learn from or to predict.
    #[error("{fold}: {train} battles to learn from and {test} to predict; at least 10 and 1 are needed")]
    TooFew {
        /// Which fold.
        fold: String,
        /// Battles to learn from.
        train: usize,
        /// Battles to predict.
        test: usize,
    },
    /// The sampler failed.
    #[error("{fold}: {error}")]
    Sampler {
        /// Which fold.
        fold: String,
        /// Why.
        error: NutsError,
    },
}

/// A mean with its standard error, battles of one campaign taken together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// The mean.
    pub mean: f64,
    /// Its standard error; none with one campaign.
    pub standard_error: Option<f64>,
}

impl Score {
    pub(crate) fn of(values: &[f64], groups: &[usize]) -> Self {
        match Mean::clustered(values, groups) {
            Ok(mean) => Self {
                mean: mean.mean,
                standard_error: Some(mean.standard_error),
            },
            Err(_) => Self {
                mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
                standard_error: None,
            },
        }
    }
}

/// How predictions fared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Battles predicted.
    pub battles: usize,
    /// Folds, with the battles learned from and predicted in each.
    pub folds: Vec<(String, usize, usize)>,
    /// Divergent draws in all fits.
    pub divergences: usize,
    /// Weight of the hierarchical model in the pooled one, fold by fold.
    pub weights: Vec<f64>,
    /// Outcomes: base rate, force ratio, six coefficients, hierarchical model, the model (both pooled).
    pub outcomes: Vec<OutcomeScores>,
    /// Losses: base rate, a plain regression with war intercepts, the model; both before the battle and with its
    /// duration known. Empty if not asked for.
    pub losses: Vec<LossScores>,
}

/// Names of the predictors of outcomes, in the order of the report.
const OUTCOMES: [&str; 5] = [
    "base rate",
    "force ratio",
    "six coefficients",
    "hierarchical",
    "model",
];
/// Names of the predictors of losses.
const LOSSES: [&str; 5] = [
    "base rate",
    "plain regression",
    "plain, duration known",
    "model",
    "model, duration known",
];

/// Draws of both sides' losses, battle after battle, of each of [`LOSSES`].
type Drawn = [Vec<[Vec<f64>; 2]>; LOSSES.len()];

/// Learns and predicts in each fold; scores all predictions together.
///
/// # Errors
///
/// If a fold has too few battles or the sampler fails.
pub fn score(folds: &[Fold<'_>], settings: &ScoreSettings) -> Result<Report, ScoreError> {
    let mut tested: Vec<&Battle> = Vec::new();
    let mut stated: [Vec<[f64; 3]>; 5] = Default::default();
    let mut weights = Vec::new();
    let mut drawn: Drawn = Default::default();
    let mut divergences = 0;
    for fold in folds {
        check(fold)?;
        let failed = |error| ScoreError::Sampler {
            fold: fold.name.clone(),
            error,
        };
        let fit = PooledFit::learn(&fold.train, &settings.also, &settings.sampler).map_err(failed)?;
        divergences += fit.hierarchical.chains.divergences();
        weights.push(fit.weight);
        let base = base_rate(&fold.train);
        let ratio = OrderedLogit::fit(&fold.train, &[Predictor::ForceRatio]);
        for battle in &fold.test {
            let hierarchical = fit.hierarchical.predict(battle, settings.sampler.seed);
            let six = fit.six.predict(battle);
            let all = [
                base,
                ratio.predict(battle),
                six,
                hierarchical,
                fit.pooled(battle, hierarchical, six),
            ];
            for (list, p) in stated.iter_mut().zip(all) {
                list.push(p);
            }
        }
        if settings.losses {
            divergences += losses(fold, settings, &mut drawn).map_err(failed)?;
        }
        tested.extend(&fold.test);
    }
    let loss_scores = LOSSES.iter().zip(&drawn).filter(|_| settings.losses);
    let [reference, ..] = &stated;
    Ok(Report {
        battles: tested.len(),
        folds: folds
            .iter()
            .map(|f| (f.name.clone(), f.train.len(), f.test.len()))
            .collect(),
        divergences,
        weights,
        outcomes: OUTCOMES
            .iter()
            .zip(&stated)
            .map(|(name, list)| OutcomeScores::of(name, &tested, list, reference, &stated[2]))
            .collect(),
        losses: loss_scores
            .map(|(name, draws)| LossScores::of(name, &tested, draws))
            .collect(),
    })
}

fn check(fold: &Fold<'_>) -> Result<(), ScoreError> {
    if fold.train.len() < 10 || fold.test.is_empty() {
        return Err(ScoreError::TooFew {
            fold: fold.name.clone(),
            train: fold.train.len(),
            test: fold.test.len(),
        });
    }
    Ok(())
}

/// The sampler of the losses' models: at least four chains of 500 draws. The two chains of 250 that serve outcomes left the
/// CRPS of losses to chance in the second digit.
fn loss_sampler(sampler: &NutsSettings) -> NutsSettings {
    NutsSettings {
        chains: sampler.chains.max(4),
        tune: sampler.tune.max(500),
        draws: sampler.draws.max(500),
        ..sampler.clone()
    }
}

/// Draws of losses by all predictors for the battles of one fold; gives the divergent draws.
fn losses(fold: &Fold<'_>, settings: &ScoreSettings, drawn: &mut Drawn) -> Result<usize, NutsError> {
    let sampler = loss_sampler(&settings.sampler);
    let fit = learn(&fold.train, &sampler)?;
    let plain = [Duration::Unknown, Duration::Known]
        .map(|known| Role::ALL.map(|role| Plain::fit(&fold.train, role, known)));
    let base = Role::ALL.map(|role| {
        let known = fold.train.iter().filter_map(|b| ln_fraction(b.force(role)));
        known.collect::<Vec<f64>>()
    });
    let seed = settings.sampler.seed;
    for battle in &fold.test {
        drawn[0].push(base.clone());
        for (list, sides) in drawn[1..3].iter_mut().zip(&plain) {
            list.push([0, 1].map(|s| sides[s].predict(battle)));
        }
        drawn[3].push(fit.predict(battle, Days::Predicted, seed));
        drawn[4].push(fit.predict(battle, Days::Recorded, seed));
    }
    Ok(fit.divergences())
}

/// The campaign of each battle as a number.
fn campaigns(battles: &[&Battle]) -> Vec<usize> {
    let names: BTreeSet<(&str, &str)> = battles
        .iter()
        .map(|b| (b.war.as_str(), b.campaign.as_str()))
        .collect();
    let names: Vec<_> = names.into_iter().collect();
    let place = |b: &&Battle| {
        names
            .binary_search(&(b.war.as_str(), b.campaign.as_str()))
            .unwrap_or(0)
    };
    battles.iter().map(place).collect()
}
