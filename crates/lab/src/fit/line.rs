//! Parameters with a prior, reached from any real number: what a gradient-based sampler walks on.

use halha_kernel::parameters::{PARAMETERS, index_of};

use super::FitError;
use crate::priors::{Distribution, Priors};

/// A value on its own scale, how it moves with its coordinate, and the log prior of the coordinate (its Jacobian
/// included, up to a constant) with its slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The value.
    pub value: f64,
    /// Its derivative by the coordinate.
    pub slope: f64,
    /// Log prior of the coordinate.
    pub log_prior: f64,
    /// Derivative of the log prior by the coordinate.
    pub log_prior_slope: f64,
}

/// Where a coordinate puts a value with this prior.
///
/// **Law** normal: x = m + s·u; lognormal: m·e^{su}; half-normal and gamma: e^u times the scale; between two ends:
/// low + (high − low)·σ(u). **Units** those of the parameter. **Valid for** any u. **Source** change of variables.
/// **Status** exact. A fixed value does not move and has no prior.
pub fn place(prior: &Distribution, u: f64) -> Place {
    match *prior {
        Distribution::Fixed(value) => Place {
            value,
            slope: 0.0,
            log_prior: 0.0,
            log_prior_slope: 0.0,
        },
        Distribution::Normal { mean, sd } => Place {
            value: mean + sd * u,
            slope: sd,
            log_prior: -0.5 * u * u,
            log_prior_slope: -u,
        },
        Distribution::Lognormal { median, sd } => {
            let value = median * (sd * u).exp();
            Place {
                value,
                slope: sd * value,
                log_prior: -0.5 * u * u,
                log_prior_slope: -u,
            }
        }
        Distribution::HalfNormal { scale } => {
            let e = u.exp();
            Place {
                value: scale * e,
                slope: scale * e,
                log_prior: u - 0.5 * e * e,
                log_prior_slope: 1.0 - e * e,
            }
        }
        Distribution::Gamma { shape, rate } => {
            let e = u.exp();
            Place {
                value: e,
                slope: e,
                log_prior: shape * u - rate * e,
                log_prior_slope: shape - rate * e,
            }
        }
        Distribution::Beta { a, b } => {
            let (s, rest) = share(u);
            Place {
                value: s,
                slope: s * rest,
                log_prior: a * s.ln() + b * rest.ln(),
                log_prior_slope: a * rest - b * s,
            }
        }
        Distribution::Uniform { low, high } => {
            let (s, rest) = share(u);
            let width = high - low;
            Place {
                value: low + width * s,
                slope: width * s * rest,
                log_prior: s.ln() + rest.ln(),
                log_prior_slope: rest - s,
            }
        }
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            let (s, rest) = share(u);
            let width = high - low;
            let z = (low + width * s - mean) / sd;
            Place {
                value: low + width * s,
                slope: width * s * rest,
                log_prior: s.ln() + rest.ln() - 0.5 * z * z,
                log_prior_slope: rest - s - z * width * s * rest / sd,
            }
        }
    }
}

/// σ(u) and 1 − σ(u), neither of them 0.
fn share(u: f64) -> (f64, f64) {
    let e = (-u.abs().min(700.0)).exp();
    let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
    if u < 0.0 { (small, large) } else { (large, small) }
}

/// Some of the model's parameters: those with a free prior get a coordinate each, in this order.
#[derive(Debug, Clone)]
pub struct Line {
    names: Vec<&'static str>,
    priors: Vec<Distribution>,
    /// Coordinate of each parameter; none for a fixed one.
    coordinates: Vec<Option<usize>>,
    free: usize,
}

impl Line {
    /// The named parameters with their priors of a conflict.
    ///
    /// # Errors
    /// A parameter whose prior is a joint one.
    pub fn new(module: &'static str, priors: &Priors, names: &[&'static str]) -> Result<Self, FitError> {
        let mut line = Self {
            names: Vec::new(),
            priors: Vec::new(),
            coordinates: Vec::new(),
            free: 0,
        };
        for name in names {
            let index = index_of(name);
            let single = priors.single().iter().find(|p| Some(p.parameter) == index);
            let prior = single.ok_or(FitError::JointPrior {
                module,
                parameter: name,
            })?;
            line.push(PARAMETERS[prior.parameter].name, prior.distribution);
        }
        Ok(line)
    }

    /// Adds a quantity with a prior of its own.
    pub fn push(&mut self, name: &'static str, prior: Distribution) {
        let fixed = matches!(prior, Distribution::Fixed(_));
        self.coordinates.push((!fixed).then_some(self.free));
        self.free += usize::from(!fixed);
        self.names.push(name);
        self.priors.push(prior);
    }

    /// Number of coordinates.
    pub fn free(&self) -> usize {
        self.free
    }

    /// Names of the parameters with a coordinate, in order.
    pub fn free_names(&self) -> Vec<String> {
        self.moving().map(|i| self.names[i].to_owned()).collect()
    }

    /// Priors of the parameters with a coordinate, in order.
    pub fn free_priors(&self) -> Vec<Distribution> {
        self.moving().map(|i| self.priors[i]).collect()
    }

    /// Position of a parameter among all of this line.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| *n == name)
    }

    fn moving(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.names.len()).filter(|i| self.coordinates[*i].is_some())
    }

    /// Every parameter's place, fixed ones included; coordinates beyond this line's are left alone.
    pub fn places(&self, at: &[f64]) -> Vec<Place> {
        let u = |c: &Option<usize>| c.map_or(0.0, |c| at[c]);
        self.priors
            .iter()
            .zip(&self.coordinates)
            .map(|(prior, c)| place(prior, u(c)))
            .collect()
    }

    /// The values of the parameters with a coordinate.
    pub fn natural(&self, at: &[f64]) -> Vec<f64> {
        let places = self.places(at);
        self.moving().map(|i| places[i].value).collect()
    }

    /// The values of all parameters, fixed ones included, from those of the parameters with a coordinate.
    pub fn values(&self, free: &[f64]) -> Vec<f64> {
        let value =
            |(c, prior): (&Option<usize>, &Distribution)| c.map_or_else(|| prior.quantile(0.5), |c| free[c]);
        self.coordinates.iter().zip(&self.priors).map(value).collect()
    }

    /// The sum of the log priors, their slopes and the slopes `by_value` of the rest of the density (by each
    /// parameter's value) brought to the coordinates.
    pub fn log_prior(&self, places: &[Place], by_value: &[f64], gradient: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for (i, place) in places.iter().enumerate() {
            if let Some(c) = self.coordinates[i] {
                sum += place.log_prior;
                gradient[c] = place.log_prior_slope + place.slope * by_value[i];
            }
        }
        sum
    }
}
