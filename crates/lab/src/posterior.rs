//! The posterior of a conflict's parameters: draws that a fit has left in the folder, and where they come from.

mod read;
mod write;

use halha_kernel::parameters::{PARAMETERS, ParameterError, Parameters};
use serde::{Deserialize, Serialize};

pub use write::files;

use crate::priors::fnv1a;

/// The draws, one row a parameter vector, in a conflict folder.
pub const DRAWS: &str = "posterior.csv";
/// Where they come from, in a conflict folder.
pub const NOTE: &str = "posterior.toml";

/// What a fit says about its draws: enough to make them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PosteriorNote {
    /// Version of the layout of the two files.
    pub format: u32,
    /// Version of the program that fitted.
    pub halha: String,
    /// Fingerprint of the scenario and the priors under which was fitted: the draws belong to no other.
    pub fingerprint: String,
    /// Root of the fit's luck.
    pub seed: u64,
    /// The command that makes the same draws.
    pub command: String,
    /// Last month of the record that the fit has seen.
    pub until: String,
    /// Observables of the record that the coupled fit was held to.
    pub fitted_to: Vec<String>,
    /// Parameters that the coupled fit could move; all others are drawn from what came before it.
    pub free: Vec<String>,
    /// Campaigns that the coupled fit played.
    pub simulations: u64,
    /// Share of proposals accepted in its last generation.
    pub acceptance: f64,
    /// Modules fitted before it, in order, each with what it was fitted to.
    #[serde(default)]
    pub module: Vec<ModuleNote>,
}

/// A module of a fit: a part of the model that was fitted by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ModuleNote {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub parameters: Vec<String>,
    /// What it was fitted to.
    pub data: Vec<String>,
    /// Largest rank-normalised split R̂ of its chains.
    pub r_hat: f64,
    /// Smallest effective sample size, of bulk and tails.
    pub ess: f64,
    /// Divergent transitions after tuning.
    pub divergences: u64,
}

/// Draws of all parameters together, with their provenance.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Where they come from.
    pub note: PosteriorNote,
    rows: Vec<Vec<f64>>,
    fingerprint: u64,
}

impl Posterior {
    /// A posterior of these rows, each in the order of [`PARAMETERS`]. `None` without rows or if one of them is no
    /// parameter vector.
    pub fn new(note: PosteriorNote, rows: Vec<Vec<f64>>) -> Option<Self> {
        let rows: Vec<Vec<f64>> = rows.into_iter().map(write::rounded).collect();
        let valid = rows.iter().all(|row| Parameters::from_slice(row).is_ok());
        let fingerprint = fnv1a(format!("{rows:?}").as_bytes());
        (valid && !rows.is_empty()).then_some(Self {
            note,
            rows,
            fingerprint,
        })
    }

    /// Parameter vector number `draw` under `seed`: every row comes once before any comes again.
    ///
    /// # Errors
    /// Never: rows were checked. The type is that of a draw from the priors.
    pub fn draw(&self, seed: u64, draw: u64) -> Result<Parameters, Vec<ParameterError>> {
        let n = self.rows.len() as u64;
        let first = fnv1a(&seed.to_le_bytes()) % n;
        let row = (u128::from(first) + u128::from(draw)) % u128::from(n);
        Parameters::from_slice(&self.rows[row as usize])
    }

    /// Puts one value in the place of a parameter in every row.
    pub(crate) fn hold(&mut self, name: &str, value: f64) {
        if let Some(parameter) = PARAMETERS.iter().position(|p| p.name == name) {
            self.rows.iter_mut().for_each(|row| row[parameter] = value);
            self.fingerprint = fnv1a(format!("{:?}", self.rows).as_bytes());
        }
    }

    /// The rows, each in the order of [`PARAMETERS`].
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// The values of one parameter, one a row.
    pub fn column(&self, parameter: usize) -> Vec<f64> {
        self.rows.iter().map(|row| row[parameter]).collect()
    }

    /// Fingerprint of the rows.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

/// The names of all parameters, in the order of a row.
pub fn names() -> Vec<&'static str> {
    PARAMETERS.iter().map(|p| p.name).collect()
}

pub(crate) use read::read;
