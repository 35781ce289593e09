//! What battles teach about engagements, in the names of the model's parameters, as priors that a conflict can use.

mod engagement;
mod write;

pub use self::write::Origin;

use halha_inference::diagnostics::{ess_bulk, ess_tail, rhat};
use halha_inference::draws::Chains;
use halha_inference::nuts::{NutsError, NutsSettings};

use crate::battle::{Battle, Outcome};
use crate::given_losses::{GivenLossesModel, NAMES};
use crate::losses;

/// Losses are drawn so many times longer: the spreads of wars, states and armies, which share one variation, mix slowly.
const LONGER: usize = 3;

/// A multivariate normal over some parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// What it is about.
    pub name: &'static str,
    /// Parameters.
    pub parameters: Vec<String>,
    /// Means.
    pub mean: Vec<f64>,
    /// Covariance.
    pub covariance: Vec<Vec<f64>>,
}

/// The posterior of the parameters of engagements.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Losses of both sides and duration together, outcome given losses.
    pub joint: Vec<Joint>,
    /// Single numbers: name and value.
    pub fixed: Vec<(&'static str, f64)>,
    /// Spread of army and war effects: prior of `kappa_0` and `kappa_1`, mean 0.
    pub kappa_sd: f64,
    /// Drawn battles and others: the shape parameters of the prior of `draw`.
    pub draw: (f64, f64),
    /// Battles learned from.
    pub battles: usize,
    /// Battles with both sides' losses.
    pub with_losses: usize,
    /// Divergent draws in all fits.
    pub divergences: usize,
    /// Largest rank-normalised split R̂ of all fits.
    pub r_hat: f64,
    /// Smallest effective sample size of all fits, of bulk and tails.
    pub ess: f64,
}

/// Learns the parameters of engagements from battles.
///
/// The coefficients are those of a war not seen: one that differs from war to war is drawn with the spread between wars.
/// The level of a side's losses in that war and army is `kappa`, so the level's own variance holds only what is not
/// known of the mean war.
///
/// # Errors
///
/// If the sampler fails.
pub fn learn(battles: &[&Battle], settings: &NutsSettings) -> Result<Posterior, NutsError> {
    let longer = NutsSettings {
        draws: LONGER * settings.draws,
        ..settings.clone()
    };
    let losses = losses::learn(battles, &longer)?;
    let outcome = GivenLossesModel::new(battles).fit(settings)?;
    let chains = &losses.chains;
    let duration = &losses.durations().chains;
    let win = joint(
        "outcome given losses",
        &NAMES.map(String::from),
        &columns(&outcome, &NAMES),
    );
    let spreads = ["war", "state", "army"]
        .map(|s| ["A", "D"].map(|side| variance(chains, &format!("{side} ln_sd_{s}"))));
    let kappa_sd = (0.5 * spreads.iter().flatten().sum::<f64>()).sqrt();
    let drawn = battles.iter().filter(|b| b.outcome == Outcome::Draw).count() as f64;
    let tail = mean(&map(chains, "ln_tail", |u| 2.0 + u.exp()));
    let widened = (tail / (tail - 2.0)).sqrt();
    let scale = |name: &str| mean(&map(chains, name, f64::exp)) * widened;
    let (r_hat, ess) = worst(&[chains, duration, &outcome]);
    Ok(Posterior {
        fixed: vec![
            ("days_sd", mean(&map(duration, "ln_days_sd", f64::exp))),
            ("att_sd", scale("A ln_scale")),
            ("def_sd", scale("D ln_scale")),
            ("noise_corr", mean(&map(chains, "atanh_correlation", f64::tanh))),
        ],
        joint: vec![engagement::together(chains, duration, settings.seed), win],
        kappa_sd,
        draw: (drawn + 0.5, battles.len() as f64 - drawn + 0.5),
        battles: battles.len(),
        with_losses: losses.battles(),
        divergences: losses.divergences() + outcome.divergences(),
        r_hat,
        ess,
    })
}

/// The largest R̂ and the smallest effective sample size of all parameters.
fn worst(fits: &[&Chains]) -> (f64, f64) {
    let columns = fits.iter().flat_map(|f| (0..f.dim()).map(|i| f.column(i)));
    columns.fold((1.0, f64::INFINITY), |(r, ess), column| {
        let least = ess_bulk(&column).min(ess_tail(&column));
        (rhat(&column).max(r), least.min(ess))
    })
}

fn map(chains: &Chains, name: &str, f: impl Fn(f64) -> f64) -> Vec<f64> {
    let column = chains.index(name).map(|at| chains.pooled(at)).unwrap_or_default();
    column.into_iter().map(f).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The mean of τ² of a spread given by its logarithm.
fn variance(chains: &Chains, name: &str) -> f64 {
    mean(&map(chains, name, |u| (2.0 * u).exp()))
}

fn columns(chains: &Chains, names: &[&str]) -> Vec<Vec<f64>> {
    names.iter().map(|name| map(chains, name, |x| x)).collect()
}

fn joint(name: &'static str, parameters: &[String], columns: &[Vec<f64>]) -> Joint {
    let means: Vec<f64> = columns.iter().map(|c| mean(c)).collect();
    let entry = |i: usize, j: usize| {
        let pairs = columns[i].iter().zip(&columns[j]);
        let sum: f64 = pairs.map(|(a, b)| (a - means[i]) * (b - means[j])).sum();
        sum / (columns[i].len().max(2) - 1) as f64
    };
    let n = columns.len();
    Joint {
        name,
        parameters: parameters.to_vec(),
        covariance: (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect(),
        mean: means,
    }
}
