//! What battles of other wars teach about engagements, as a module of a fit: draws in the model's own parameters.
//!
//! **Law** losses, outcome given losses and duration of `halha_combat`, each by itself; their coefficients are drawn from
//! normals with the posterior's mean and covariance, the spread between wars included. **Units** those of the parameters.
//! **Valid for** engagements like those of the table. **Source** a table that the user brings. **Status** estimated.
//!
//! Every parameter of engagements that the table speaks of is taken from it: the joint normals of losses, outcome and
//! duration, the spread of a side's level (`kappa_0`, `kappa_1`) and the share of draws. The residual spreads
//! (`att_sd`, `def_sd`, `days_sd`, `noise_corr`), which priors hold fixed, are held at the table's values. What the
//! table does not tell (killed among losses, prisoners, machines, the small-unit term) keeps its prior.

use halha_combat::battle::Battle;
use halha_combat::posterior::{Joint, Posterior, learn};
use halha_inference::chance::Stream;
use halha_inference::nuts::NutsSettings;
use halha_kernel::parameters::index_of;

use super::FitError;
use crate::posterior::ModuleNote;

/// The module's name.
pub const NAME: &str = "battles";
/// Draws of the coefficients.
const DRAWS: u64 = 1000;
/// First part of the address of their chance.
const STREAM: u64 = 0x6261_7474_6C65;

/// The battles that are learned from, and where they come from.
#[derive(Debug, Clone)]
pub struct Source<'b> {
    /// Name of the table's file.
    pub file: String,
    /// Its hash.
    pub hash: String,
    /// What was chosen from it, in words.
    pub selection: String,
    /// The battles; none of them of the conflict that is fitted.
    pub battles: Vec<&'b Battle>,
}

/// What was learned from battles.
#[derive(Debug, Clone)]
pub struct Battles {
    /// Positions of the parameters that differ from draw to draw.
    pub parameters: Vec<usize>,
    /// The draws, each in the order of `parameters`.
    pub rows: Vec<Vec<f64>>,
    /// Parameters that are held at a value.
    pub held: Vec<(usize, f64)>,
    /// What is said of it in the posterior's note.
    pub note: ModuleNote,
}

/// Learns from battles.
///
/// # Errors
/// If the sampler fails.
pub fn fit(source: &Source<'_>, settings: &NutsSettings) -> Result<Battles, FitError> {
    let posterior =
        learn(&source.battles, settings).map_err(|why| FitError::Sampler { module: NAME, why })?;
    Ok(of_posterior(&posterior, source, settings.seed))
}

/// The module of a posterior that has been learned.
pub fn of_posterior(posterior: &Posterior, source: &Source<'_>, seed: u64) -> Battles {
    let mut names: Vec<&str> = posterior
        .joint
        .iter()
        .flat_map(|j| &j.parameters)
        .map(String::as_str)
        .collect();
    names.extend(["kappa_0", "kappa_1", "draw"]);
    let known: Vec<(usize, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(column, name)| Some((column, index_of(name)?)))
        .collect();
    let rows = (0..DRAWS).map(|n| {
        let row = row(posterior, &mut Stream::at(&[STREAM, seed, n]));
        known.iter().map(|(column, _)| row[*column]).collect()
    });
    let held = posterior.fixed.iter();
    Battles {
        rows: rows.collect(),
        parameters: known.iter().map(|(_, parameter)| *parameter).collect(),
        held: held
            .filter_map(|(name, value)| Some((index_of(name)?, *value)))
            .collect(),
        note: ModuleNote {
            name: NAME.to_owned(),
            parameters: names.iter().map(|n| (*n).to_owned()).collect(),
            data: vec![format!(
                "{} battles, {} with the losses of both sides: {}, {} (hash {})",
                posterior.battles, posterior.with_losses, source.file, source.selection, source.hash
            )],
            r_hat: posterior.r_hat,
            ess: posterior.ess,
            divergences: posterior.divergences as u64,
        },
    }
}

/// One draw: the joint normals one after the other, the levels of both sides, the share of draws.
fn row(posterior: &Posterior, stream: &mut Stream) -> Vec<f64> {
    let mut row: Vec<f64> = Vec::new();
    for joint in &posterior.joint {
        row.extend(normal(joint, stream));
    }
    row.extend([
        posterior.kappa_sd * stream.normal(),
        posterior.kappa_sd * stream.normal(),
    ]);
    let (a, b) = posterior.draw;
    let (x, y) = (stream.gamma(a), stream.gamma(b));
    row.push(x / (x + y));
    row
}

fn normal(joint: &Joint, stream: &mut Stream) -> Vec<f64> {
    let factor = super::before::cholesky(&joint.covariance);
    let z: Vec<f64> = joint.mean.iter().map(|_| stream.normal()).collect();
    let shift = |row: &Vec<f64>| row.iter().zip(&z).map(|(l, z)| l * z).sum::<f64>();
    joint
        .mean
        .iter()
        .zip(&factor)
        .map(|(m, row)| m + shift(row))
        .collect()
}
