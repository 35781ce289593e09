//! Priors of a conflict: what is assumed about each parameter before the record speaks, and draws from it.

mod distribution;
mod read;
mod slider;

pub(crate) use read::FILE;

use halha_kernel::chance::{Key, Purpose, block, open};
use halha_kernel::maths::inv_phi;
use halha_kernel::parameters::{PARAMETERS, ParameterError, Parameters};

pub use distribution::Distribution;
pub use slider::Slider;

use crate::problem::Problem;

/// The prior of one parameter, with its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Index into [`PARAMETERS`].
    pub parameter: usize,
    /// Its distribution.
    pub distribution: Distribution,
    /// Where it comes from, or `assumed`.
    pub source: String,
    /// Anything else a reader should know.
    pub note: String,
}

/// Parameters with a common multivariate normal prior.
#[derive(Debug, Clone, PartialEq)]
pub struct JointPrior {
    /// What they are together.
    pub name: String,
    /// Indices into [`PARAMETERS`].
    pub parameters: Vec<usize>,
    /// Means.
    pub mean: Vec<f64>,
    /// Lower Cholesky factor of the (inflated) covariance, row by row.
    pub factor: Vec<Vec<f64>>,
    /// Where it comes from, or `assumed`.
    pub source: String,
}

/// The priors of all parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Priors {
    single: Vec<Prior>,
    joint: Vec<JointPrior>,
}

/// Why a parameter cannot be held at a value.
#[derive(Debug, Clone, PartialEq)]
pub enum HoldError {
    /// No parameter of that name has a prior of its own.
    Unknown(String),
    /// The value is none that the parameter can take.
    Outside(ParameterError),
}

/// The study number under which parameter vectors are drawn: apart from every study of runs.
const PARAMETER_STUDY: u64 = u64::MAX;

impl Priors {
    /// Reads `priors.toml`. All problems are reported; the priors come only without errors.
    pub fn read(text: &str) -> (Option<Self>, Vec<Problem>) {
        read::read(text)
    }

    /// Parameter vector number `draw` under `seed`.
    ///
    /// Each parameter has an address of its own (its name), so adding one moves no other.
    ///
    /// # Errors
    /// Values outside a parameter's support (a prior that is wider than its parameter).
    pub fn draw(&self, seed: u64, draw: u64) -> Result<Parameters, Vec<ParameterError>> {
        let key = Key::derive(seed, PARAMETER_STUDY, draw, 0);
        self.at(|parameter| uniform(key, parameter))
    }

    /// The vector of medians.
    ///
    /// # Errors
    /// As for [`Priors::draw`].
    pub fn medians(&self) -> Result<Parameters, Vec<ParameterError>> {
        self.at(|_| 0.5)
    }

    /// The priors of single parameters.
    pub fn single(&self) -> &[Prior] {
        &self.single
    }

    /// The same priors with a parameter held at a value. The draws of the others do not move.
    ///
    /// # Errors
    /// If no parameter of that name has a prior of its own, or it cannot take the value.
    pub fn hold(&mut self, name: &str, value: f64) -> Result<(), HoldError> {
        let prior = self
            .single
            .iter_mut()
            .find(|p| PARAMETERS[p.parameter].name == name);
        let prior = prior.ok_or_else(|| HoldError::Unknown(name.to_owned()))?;
        let parameter = PARAMETERS[prior.parameter];
        if !parameter.support.contains(value) {
            return Err(HoldError::Outside(ParameterError { parameter, value }));
        }
        prior.distribution = Distribution::Fixed(value);
        Ok(())
    }

    /// The joint priors.
    pub fn joint(&self) -> &[JointPrior] {
        &self.joint
    }

    /// Where the prior of a parameter comes from.
    pub fn source(&self, parameter: usize) -> &str {
        self.single
            .iter()
            .find(|p| p.parameter == parameter)
            .map(|p| p.source.as_str())
            .or_else(|| {
                self.joint
                    .iter()
                    .find(|j| j.parameters.contains(&parameter))
                    .map(|j| j.source.as_str())
            })
            .unwrap_or("")
    }

    /// The vector of these quantiles, a uniform number a parameter.
    pub(crate) fn at(&self, uniform: impl Fn(usize) -> f64) -> Result<Parameters, Vec<ParameterError>> {
        let mut values = vec![f64::NAN; PARAMETERS.len()];
        for prior in &self.single {
            values[prior.parameter] = prior.distribution.quantile(uniform(prior.parameter));
        }
        for joint in &self.joint {
            let z: Vec<f64> = joint.parameters.iter().map(|p| inv_phi(uniform(*p))).collect();
            for (i, parameter) in joint.parameters.iter().enumerate() {
                let shift: f64 = joint.factor[i].iter().zip(&z).map(|(l, z)| l * z).sum();
                values[*parameter] = joint.mean[i] + shift;
            }
        }
        Parameters::from_slice(&values)
    }
}

/// The uniform of a parameter, addressed by its name.
fn uniform(key: Key, parameter: usize) -> f64 {
    let entity = fnv1a(PARAMETERS[parameter].name.as_bytes());
    open(block(key, entity, Purpose::Parameters, 0)[0])
}

/// FNV-1a, 64 bits: a stable name for a parameter's address, not a defence against anybody.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
