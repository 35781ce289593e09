//! What battles teach about engagements, in the names of the model's parameters, as priors that a conflict can use.

mod write;

pub use self::write::Origin;

use halha_inference::diagnostics::{ess_bulk, ess_tail, rhat};
use halha_inference::draws::Chains;
use halha_inference::nuts::{NutsError, NutsSettings};

use crate::battle::{Battle, Outcome};
use crate::duration::DurationModel;
use crate::given_losses::{GivenLossesModel, NAMES};
use crate::losses::LossModel;

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
    /// Losses of the attacker and the defender, outcome given losses, duration.
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
/// A coefficient that differs from war to war is given with the spread between wars added to its variance: the
/// conflict that uses it is a war not seen. The level of a side's losses in that war and army is `kappa`, so the level's
/// own variance holds only what is not known of the mean war.
///
/// # Errors
///
/// If the sampler fails.
pub fn learn(battles: &[&Battle], settings: &NutsSettings) -> Result<Posterior, NutsError> {
    let model = LossModel::new(battles);
    let with_losses = model.battles();
    let losses = model.fit(settings)?;
    let duration = DurationModel::new(battles).fit(settings)?;
    let outcome = GivenLossesModel::new(battles).fit(settings)?;
    let chains = &losses.chains;
    let slopes = [
        variance(chains, "A ln_sd_war_slopes"),
        variance(chains, "D ln_sd_war_slopes"),
    ];
    let attacker = side(chains, "attacker losses", "A att", slopes[0]);
    let defender = side(chains, "defender losses", "D def", slopes[1]);
    let win = joint(
        "outcome given losses",
        &NAMES.map(String::from),
        &columns(&outcome, &NAMES),
    );
    let days = days(&duration.chains);
    let spreads = ["war", "state", "army"]
        .map(|s| ["A", "D"].map(|side| variance(chains, &format!("{side} ln_sd_{s}"))));
    let kappa_sd = (0.5 * spreads.iter().flatten().sum::<f64>()).sqrt();
    let drawn = battles.iter().filter(|b| b.outcome == Outcome::Draw).count() as f64;
    let tail = mean(&map(chains, "ln_tail", |u| 2.0 + u.exp()));
    let widened = (tail / (tail - 2.0)).sqrt();
    let scale = |name: &str| mean(&map(chains, name, f64::exp)) * widened;
    let (r_hat, ess) = worst(&[chains, &duration.chains, &outcome]);
    Ok(Posterior {
        fixed: vec![
            ("days_sd", mean(&map(&duration.chains, "ln_days_sd", f64::exp))),
            ("att_sd", scale("A ln_scale")),
            ("def_sd", scale("D ln_scale")),
            ("noise_corr", mean(&map(chains, "atanh_correlation", f64::tanh))),
        ],
        joint: vec![attacker, defender, win, days],
        kappa_sd,
        draw: (drawn + 0.5, battles.len() as f64 - drawn + 0.5),
        battles: battles.len(),
        with_losses,
        divergences: chains.divergences() + duration.chains.divergences() + outcome.divergences(),
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

/// Suffixes of a side's coefficients in the order of the model's page.
const COEFFICIENTS: [&str; 9] = [
    "0",
    "_size",
    "_days",
    "_ratio",
    "_fd",
    "_pd",
    "_dw",
    "_surprise",
    "_air",
];

fn side(chains: &Chains, name: &'static str, stem: &str, slopes: f64) -> Joint {
    let own: Vec<String> = COEFFICIENTS.iter().map(|c| format!("{stem}{c}")).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let parameters: Vec<String> = own.iter().map(|n| n[2..].to_owned()).collect();
    let mut joint = joint(name, &parameters, &columns(chains, &own));
    for slope in [2, 3] {
        joint.covariance[slope][slope] += slopes;
    }
    joint
}

/// days₀ and days_size, days₀ moved from the centre ln 10⁴ of the fit to 0, with the spread between wars.
fn days(chains: &Chains) -> Joint {
    let size = map(chains, "days_size", |x| x);
    let centred = map(chains, "days0", |x| x);
    let level = centred
        .iter()
        .zip(&size)
        .map(|(b, s)| b - s * 1e4_f64.ln())
        .collect();
    let names = ["days0".to_owned(), "days_size".to_owned()];
    let mut joint = joint("duration", &names, &[level, size]);
    joint.covariance[0][0] += variance(chains, "ln_sd_war");
    joint
}
