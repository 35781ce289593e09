//! Counts of incidents, known by periods and from one side's book at a time: rates, their excitation and detection.
//!
//! **Law** the expected incidents of a month follow from the background of the model's §1 by the mean behaviour of the
//! mutually exciting process, those of a book from detection and false reports (§8), and a count is negative binomial
//! about that with the dispersion of a thinned cluster process (see [`Model`]). What the mean behaviour leaves out —
//! tension, absorption by open crises, grievance in the odds of fire, lines that become clearer — is brought in by
//! playing the model itself at one reference vector and matching mean and dispersion there ([`calibrate`]).
//! **Units** incidents. **Valid for** counts over months and longer. **Source** mean-behaviour process, Rizoiu et al.
//! (2022). **Status** approximation of the kernel's law, checked by recovery from simulated books.

mod calibrate;
mod density;
mod model;
mod predict;
mod rows;

pub use calibrate::calibrate;
pub use density::Density;
pub use model::{Calibration, Model};
pub use predict::Prediction;
pub use rows::{Row, is_count, rows};

use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_kernel::parameters::Parameters;

use super::line::Line;
use super::split::Split;
use super::{FitError, ModulePosterior, Scope, learned, sample};
use crate::conflict::LoadedConflict;

/// The module's name.
pub const NAME: &str = "counts";

/// The parameters that the counts speak of, by their names in the model.
pub const PARAMETERS: [&str; 29] = [
    "mu0",
    "side_bias",
    "b_vagueness",
    "b_density",
    "b_warm",
    "b_ice",
    "b_step",
    "b_pact",
    "year_sd",
    "branching",
    "cross",
    "spill",
    "excitation_half_life",
    "weight_espionage",
    "weight_ground",
    "weight_air",
    "fire0",
    "fire_vagueness",
    "fire_early",
    "fire_pact",
    "detect_0",
    "detect_1",
    "own_0",
    "own_1",
    "false_0",
    "false_1",
    "detect_shots",
    "confusion",
    "publish_sd",
];

/// Runs of the model at the reference vector: the standard error of a mean count is then a few per cent.
const RUNS: u64 = 400;

/// A fit of the counts, with what it expects of every count of the record.
#[derive(Debug, Clone)]
pub struct CountsFit {
    /// The posterior of the model's parameters.
    pub posterior: ModulePosterior,
    /// Every count with a source, fitted or not, with what the posterior predicts for it.
    pub predictions: Vec<Prediction>,
}

/// Fits the counts of a record.
///
/// The model is played at the medians of the priors, the counts fitted, the model played again at the posterior mean
/// and the counts fitted a second time, so that the reference vector lies where the posterior does.
///
/// # Errors
/// No counts in the period, a joint prior on one of the parameters, or a sampler that fails.
pub fn fit(
    conflict: &LoadedConflict,
    split: &Split,
    scope: Scope,
    settings: &NutsSettings,
) -> Result<CountsFit, FitError> {
    let (found, left_out) = rows(conflict, split, scope);
    if !found.iter().any(|r| r.fitted) {
        return Err(FitError::NoData {
            module: NAME,
            what: "counts of incidents",
        });
    }
    let line = Line::new(NAME, &conflict.priors, &PARAMETERS)?;
    let unplayable = |why: String| FitError::Unplayable { module: NAME, why };
    let medians = conflict
        .priors
        .medians()
        .map_err(|_| unplayable("the priors' medians are no parameters".to_owned()))?;
    let mut model = Model::new(conflict, found);
    let began = std::time::Instant::now();
    calibrate(conflict, &mut model, &medians, RUNS)?;
    let short = NutsSettings {
        chains: 1,
        tune: 300,
        draws: 300,
        ..settings.clone()
    };
    let first = draw(&model, &line, &short)?;
    calibrate(conflict, &mut model, &at_means(medians, &first), RUNS)?;
    let all = draw(&model, &line, settings)?;
    let predictions = predict::predict(&model, &line, &all, settings.seed);
    let names = line.free_names();
    let own = all
        .map(names.clone(), |draw| draw[..names.len()].to_vec())
        .map_err(|e| FitError::Sampler {
            module: NAME,
            why: e.into(),
        })?;
    let posterior = ModulePosterior {
        name: NAME,
        parameters: names,
        learned: learned(&own, &line.free_priors()),
        draws: own,
        data: model
            .rows
            .iter()
            .filter(|r| r.fitted)
            .map(Row::in_words)
            .collect(),
        left_out,
        wall_seconds: began.elapsed().as_secs_f64(),
    };
    Ok(CountsFit {
        posterior,
        predictions,
    })
}

/// Draws of the parameters with a free prior, followed by the year effects of the model's years.
pub fn draw(model: &Model, line: &Line, settings: &NutsSettings) -> Result<Chains, FitError> {
    let density = model.density(line);
    let mut names = line.free_names();
    names.extend(model.years.iter().map(|y| format!("year_{y}")));
    let natural = |at: &[f64]| {
        let mut values = line.natural(at);
        values.extend_from_slice(&at[line.free()..]);
        values
    };
    Ok(sample(NAME, &density, settings, names, natural)?.0)
}

/// The means of draws, put into a parameter vector; what was not drawn stays.
fn at_means(base: Parameters, draws: &Chains) -> Parameters {
    let mut values = base.to_vec();
    for (i, info) in halha_kernel::parameters::PARAMETERS.iter().enumerate() {
        if let Some(column) = draws.index(info.name) {
            values[i] = draws.mean_sd(column).0;
        }
    }
    // Means of values within a support lie within it.
    Parameters::from_slice(&values).unwrap_or(base)
}
