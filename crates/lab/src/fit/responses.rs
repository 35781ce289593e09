//! Responses of commands: how well the quantal-response law tells, from the situation, which rung is taken.
//!
//! **Law** model §4, step 7, with field preference and the capital's approval summed over: P(r) = Σ_c w_c softmax_c(U)_r
//! over the cases c = field preference; approved; not approved. **Units** none. **Valid for** coded decisions.
//! **Source** McKelvey and Palfrey (1995). **Status** estimated; scored against the frequencies of rungs.
//!
//! The record tells of a situation: who decides, what was done last, who holds the ground, how many men are said to
//! have been present, and the scenario's distraction, autonomy and vagueness. It does not tell grievance, memory or
//! private resolve: these stand at 0, and the balance of power at even, so the rungs' own utilities carry their mean.

mod density;
mod rows;
mod score;

pub use density::Responses;
pub use rows::{Ground, Response, responses};
pub use score::{Scores, leave_one_episode_out};

use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_kernel::parameters::Parameters;

use super::line::Line;
use super::split::{Part, Split};
use super::{FitError, ModulePosterior, Scope, learned, sample};
use crate::conflict::LoadedConflict;

/// The module's name.
pub const NAME: &str = "responses";

/// The parameters that the coded responses can speak of.
pub const PARAMETERS: [&str; 18] = [
    "alpha_ignore",
    "alpha_protest",
    "alpha_investigate",
    "alpha_reinforce",
    "alpha_punitive",
    "alpha_air",
    "alpha_seize",
    "alpha_division",
    "alpha_corps",
    "alpha_ceasefire",
    "alpha_bodies",
    "alpha_withdraw",
    "alpha_war",
    "reciprocity",
    "follow",
    "pull_distraction",
    "autonomy_0",
    "autonomy_1",
];

/// The parameters with their priors.
///
/// # Errors
/// A joint prior on one of them.
pub fn line(conflict: &LoadedConflict) -> Result<Line, FitError> {
    Line::new(NAME, &conflict.priors, &PARAMETERS)
}

/// The parameters that no response is used to learn, at the medians of their priors.
///
/// # Errors
/// If the medians are no parameters.
pub fn medians(conflict: &LoadedConflict) -> Result<Parameters, FitError> {
    let why = |errors| FitError::Unplayable {
        module: NAME,
        why: format!("{errors:?}"),
    };
    conflict.priors.medians().map_err(why)
}

/// Fits the coded responses of a record.
///
/// # Errors
/// No response in the period, a joint prior, or a sampler that fails.
pub fn fit(
    conflict: &LoadedConflict,
    split: &Split,
    scope: Scope,
    settings: &NutsSettings,
) -> Result<ModulePosterior, FitError> {
    let (all, mut left_out) = responses(conflict);
    let may = |r: &Response| scope == Scope::Everything || split.part_of(&r.date) == Some(Part::Train);
    let (used, later): (Vec<Response>, Vec<Response>) = all.into_iter().partition(may);
    left_out.extend(
        later
            .iter()
            .map(|r| format!("{}: not wholly in the training period", r.in_words())),
    );
    if used.is_empty() {
        return Err(FitError::NoData {
            module: NAME,
            what: "coded responses",
        });
    }
    let data = used.iter().map(Response::in_words).collect();
    let density = Responses::new(used, line(conflict)?, &medians(conflict)?);
    let began = std::time::Instant::now();
    let draws = sampled(&density, settings)?;
    let wall_seconds = began.elapsed().as_secs_f64();
    Ok(ModulePosterior {
        name: NAME,
        parameters: density.line().free_names(),
        learned: learned(&draws, &density.line().free_priors()),
        draws,
        data,
        left_out,
        wall_seconds,
    })
}

/// Draws of the law's parameters, on their own scale.
///
/// # Errors
/// If the sampler fails.
pub fn sampled(density: &Responses, settings: &NutsSettings) -> Result<Chains, FitError> {
    let line = density.line();
    Ok(sample(NAME, density, settings, line.free_names(), |at| line.natural(at))?.0)
}
