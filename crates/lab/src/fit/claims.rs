//! Claims of losses: how far each side's figures for its own and for the enemy's losses depart from the truth.
//!
//! **Law** ln(1+said) = ln(1+true) + bias + sd·z: bias `own_claim_r` where side r speaks of itself, `enemy_claim_r`
//! (with `air_extra_r` for aircraft) where it speaks of the other side, 0 for voices of no side. The true loss is not
//! known; it is integrated out under a wide law. **Units** ln men, ln aircraft. **Valid for** losses of an incident of
//! which more than one voice speaks. **Source** model §8. **Status** estimated.

mod density;
mod rows;

pub use density::{Claims, log_likelihood, speak};
pub use rows::{Group, Said, Speaker, groups};

use halha_inference::nuts::NutsSettings;

use super::line::Line;
use super::split::Split;
use super::{FitError, ModulePosterior, Scope, learned, sample};
use crate::conflict::LoadedConflict;
use crate::priors::Distribution;

/// The module's name.
pub const NAME: &str = "claims";

/// Parameters with a prior in the conflict's folder.
const OF_THE_MODEL: [&str; 4] = ["own_claim_0", "own_claim_1", "enemy_claim_0", "enemy_claim_1"];
/// Spread of the logarithm of a standard deviation about the value that the folder fixes. Assumed: a factor of 1.6.
const SD_SPREAD: f64 = 0.5;
/// Standard deviation of voices of no side about the truth: median and spread of its logarithm. Assumed: archives and
/// scholars differ by some fifteen per cent on the battles of this size.
pub(super) const VOICE_SD: (f64, f64) = (0.15, 0.7);
/// What claims of enemy aircraft add: mean and standard deviation. Assumed: air claims of the time ran to twice the
/// ground's overstatement, by side unknown.
const AIR_EXTRA: (f64, f64) = (0.5, 0.7);

/// The parameters in the order of a [`Claims`] density, with their priors.
///
/// # Errors
/// A joint prior on one of them.
pub fn line(conflict: &LoadedConflict) -> Result<Line, FitError> {
    let mut line = Line::new(NAME, &conflict.priors, &OF_THE_MODEL)?;
    for name in ["own_claim_sd", "enemy_claim_sd"] {
        line.push(name, free(conflict, name)?);
    }
    line.push(
        "voice_sd",
        Distribution::Lognormal {
            median: VOICE_SD.0,
            sd: VOICE_SD.1,
        },
    );
    for name in ["air_extra_0", "air_extra_1"] {
        line.push(
            name,
            Distribution::Normal {
                mean: AIR_EXTRA.0,
                sd: AIR_EXTRA.1,
            },
        );
    }
    Ok(line)
}

/// The folder's prior of a standard deviation; a fixed one becomes the median of a lognormal, or nothing could be
/// learned of it.
fn free(conflict: &LoadedConflict, name: &'static str) -> Result<Distribution, FitError> {
    let index = halha_kernel::parameters::index_of(name);
    let prior = conflict
        .priors
        .single()
        .iter()
        .find(|p| Some(p.parameter) == index);
    match prior.map(|p| p.distribution) {
        Some(Distribution::Fixed(median)) => Ok(Distribution::Lognormal {
            median,
            sd: SD_SPREAD,
        }),
        Some(other) => Ok(other),
        None => Err(FitError::JointPrior {
            module: NAME,
            parameter: name,
        }),
    }
}

/// Fits the claims of a record.
///
/// # Errors
/// No incident of the period with rival figures, a joint prior, or a sampler that fails.
pub fn fit(
    conflict: &LoadedConflict,
    split: &Split,
    scope: Scope,
    settings: &NutsSettings,
) -> Result<ModulePosterior, FitError> {
    let (groups, left_out) = groups(conflict, split, scope);
    if groups.is_empty() {
        return Err(FitError::NoData {
            module: NAME,
            what: "losses on which a side and another voice speak",
        });
    }
    let data = groups.iter().map(Group::in_words).collect();
    let (draws, line, wall_seconds) = sampled(groups, line(conflict)?, settings)?;
    Ok(ModulePosterior {
        name: NAME,
        parameters: line.free_names(),
        learned: learned(&draws, &line.free_priors()),
        draws,
        data,
        left_out,
        wall_seconds,
    })
}

/// Draws for these groups.
///
/// # Errors
/// If the sampler fails.
pub fn sampled(
    groups: Vec<Group>,
    line: Line,
    settings: &NutsSettings,
) -> Result<(halha_inference::draws::Chains, Line, f64), FitError> {
    let density = Claims::new(groups, line);
    let names = density.line().free_names();
    let (draws, seconds) = sample(NAME, &density, settings, names, |at| density.line().natural(at))?;
    Ok((draws, density.into_line(), seconds))
}
