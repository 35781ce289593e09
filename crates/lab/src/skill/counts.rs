//! Skill on counts: those after the training period, from what the training period taught, beside naive rivals.

use halha_inference::hawkes::negative_binomial;
use halha_inference::nuts::NutsSettings;
use serde::Serialize;

use crate::conflict::LoadedConflict;
use crate::fit::check::{Naive, count_targets};
use crate::fit::split::Split;
use crate::fit::{FitError, Scope, counts as module};

/// A rival's scores of one count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rival {
    /// Its mean.
    pub mean: f64,
    /// Ranked probability score.
    pub crps: f64,
    /// −ln of the probability of the recorded count.
    pub log_score: f64,
}

/// One count with its prediction, and the rivals'.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CountSkill {
    /// The observable.
    pub observable: String,
    /// What was counted.
    pub title: String,
    /// The count of the record.
    pub recorded: f64,
    /// Whether the fit learned from it; such a count is no prediction.
    pub fitted: bool,
    /// Quantiles at 5, 50 and 95 per cent.
    pub quantiles: [f64; 3],
    /// Randomised probability integral transform of the recorded count.
    pub pit: f64,
    /// Ranked probability score of the model.
    pub crps: f64,
    /// −ln of the probability that the model gave to the recorded count.
    pub log_score: f64,
    /// The rate of all other counts of the same book, later ones too: it knows more than the model.
    pub climatology: Option<Rival>,
    /// The rate of the last count of the same book that ended before.
    pub persistence: Option<Rival>,
}

/// Fits the counts of the training period and scores every count.
///
/// **Law** predictions as in [`module::fit`]; the rivals are negative binomial. The rank of a count among ordered
/// classes, one a number, is its CRPS. **Units** incidents; nats.
///
/// # Errors
/// No counts in the training period, a joint prior, or a sampler that fails.
pub fn counts(
    conflict: &LoadedConflict,
    split: &Split,
    sampler: &NutsSettings,
) -> Result<Vec<CountSkill>, FitError> {
    let fitted = module::fit(conflict, split, Scope::Training, sampler)?;
    let targets = count_targets(conflict, split);
    let one = |p: module::Prediction| {
        let target = targets.iter().find(|t| t.observable == p.observable);
        let rival = |naive: Option<Naive>| naive.map(|naive| rival(naive, p.recorded));
        CountSkill {
            climatology: rival(target.and_then(|t| t.climatology)),
            persistence: rival(target.and_then(|t| t.persistence)),
            observable: p.observable,
            title: p.title,
            recorded: p.recorded,
            fitted: p.fitted,
            quantiles: p.quantiles,
            pit: p.pit,
            crps: p.crps,
            log_score: p.log_score,
        }
    };
    Ok(fitted.predictions.into_iter().map(one).collect())
}

fn rival(naive: Naive, recorded: f64) -> Rival {
    Rival {
        mean: naive.mean,
        crps: naive.crps(recorded),
        log_score: -negative_binomial(recorded, naive.mean, naive.dispersion).log_probability,
    }
}
