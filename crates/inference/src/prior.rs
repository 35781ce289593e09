//! Priors: independent laws of parameters, drawn from and evaluated, with a map to the whole line for each.

use serde::{Deserialize, Serialize};

use crate::chance::Stream;
use crate::normal;

/// A prior over a vector of parameters.
///
/// `free` and `bound` are a pair of inverse maps between the parameters and coordinates that may be any real numbers;
/// perturbation and regression work there. Without them the parameters are taken to be such coordinates.
pub trait Prior: Sync {
    /// Names of the parameters.
    fn names(&self) -> Vec<String>;

    /// One draw.
    fn sample(&self, stream: &mut Stream) -> Vec<f64>;

    /// ln of the density at a point, up to a constant; −∞ outside the support.
    fn log_density(&self, at: &[f64]) -> f64;

    /// The free coordinates of a point.
    fn free(&self, at: &[f64]) -> Vec<f64> {
        at.to_vec()
    }

    /// The point of free coordinates.
    fn bound(&self, free: &[f64]) -> Vec<f64> {
        free.to_vec()
    }

    /// ln |d bound / d free| at free coordinates.
    fn log_jacobian(&self, _free: &[f64]) -> f64 {
        0.0
    }
}

/// The law of one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Distance from 0 of a normal of mean 0.
    HalfNormal {
        /// Standard deviation of that normal.
        sd: f64,
    },
    /// Exponential of a normal.
    LogNormal {
        /// Mean of the logarithm.
        mean_ln: f64,
        /// Standard deviation of the logarithm.
        sd_ln: f64,
    },
    /// Uniform.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Gamma with a shape and a rate.
    Gamma {
        /// Shape.
        shape: f64,
        /// Rate, the inverse of the scale.
        rate: f64,
    },
    /// Beta.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
    },
}

/// The interval on which a law lives.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Support {
    Line,
    Positive,
    Between(f64, f64),
}

impl Law {
    fn support(&self) -> Support {
        match *self {
            Self::Normal { .. } => Support::Line,
            Self::HalfNormal { .. } | Self::LogNormal { .. } | Self::Gamma { .. } => Support::Positive,
            Self::Uniform { low, high } => Support::Between(low, high),
            Self::Beta { .. } => Support::Between(0.0, 1.0),
        }
    }

    /// One draw.
    #[must_use]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        match *self {
            Self::Normal { mean, sd } => mean + sd * stream.normal(),
            Self::HalfNormal { sd } => (sd * stream.normal()).abs(),
            Self::LogNormal { mean_ln, sd_ln } => libm::exp(mean_ln + sd_ln * stream.normal()),
            Self::Uniform { low, high } => low + (high - low) * stream.uniform(),
            Self::Gamma { shape, rate } => stream.gamma(shape) / rate,
            Self::Beta { a, b } => {
                let (x, y) = (stream.gamma(a), stream.gamma(b));
                x / (x + y)
            }
        }
    }

    /// ln of the density, normalised; −∞ outside the support.
    #[must_use]
    pub fn log_density(&self, x: f64) -> f64 {
        let inside = match self.support() {
            Support::Line => x.is_finite(),
            Support::Positive => x > 0.0 && x.is_finite(),
            Support::Between(low, high) => low < x && x < high,
        };
        if !inside {
            return f64::NEG_INFINITY;
        }
        let (ln, lgamma) = (libm::log, libm::lgamma);
        match *self {
            Self::Normal { mean, sd } => normal::ln_density(x, mean, sd),
            Self::HalfNormal { sd } => std::f64::consts::LN_2 + normal::ln_density(x, 0.0, sd),
            Self::LogNormal { mean_ln, sd_ln } => normal::ln_density(ln(x), mean_ln, sd_ln) - ln(x),
            Self::Uniform { low, high } => -ln(high - low),
            Self::Gamma { shape, rate } => {
                shape * ln(rate) - lgamma(shape) + (shape - 1.0) * ln(x) - rate * x
            }
            Self::Beta { a, b } => {
                lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1.0) * ln(x) + (b - 1.0) * libm::log1p(-x)
            }
        }
    }

    /// Free coordinate: as it is, ln x, or ln((x − low)/(high − x)).
    #[must_use]
    pub fn free(&self, x: f64) -> f64 {
        match self.support() {
            Support::Line => x,
            Support::Positive => libm::log(x),
            Support::Between(low, high) => libm::log((x - low) / (high - x)),
        }
    }

    /// The inverse of [`Law::free`].
    #[must_use]
    pub fn bound(&self, free: f64) -> f64 {
        match self.support() {
            Support::Line => free,
            Support::Positive => libm::exp(free),
            Support::Between(low, high) => low + (high - low) / (1.0 + libm::exp(-free)),
        }
    }

    /// ln of the derivative of [`Law::bound`].
    #[must_use]
    pub fn log_jacobian(&self, free: f64) -> f64 {
        match self.support() {
            Support::Line => 0.0,
            Support::Positive => free,
            Support::Between(low, high) => {
                let size = free.abs();
                libm::log(high - low) - size - 2.0 * libm::log1p(libm::exp(-size))
            }
        }
    }
}

/// Named parameters, each with a law of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Independent(pub Vec<(String, Law)>);

impl Independent {
    fn laws(&self) -> impl Iterator<Item = &Law> {
        self.0.iter().map(|(_, law)| law)
    }
}

impl Prior for Independent {
    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    fn sample(&self, stream: &mut Stream) -> Vec<f64> {
        self.laws().map(|law| law.sample(stream)).collect()
    }

    fn log_density(&self, at: &[f64]) -> f64 {
        self.laws().zip(at).map(|(law, x)| law.log_density(*x)).sum()
    }

    fn free(&self, at: &[f64]) -> Vec<f64> {
        self.laws().zip(at).map(|(law, x)| law.free(*x)).collect()
    }

    fn bound(&self, free: &[f64]) -> Vec<f64> {
        self.laws().zip(free).map(|(law, x)| law.bound(*x)).collect()
    }

    fn log_jacobian(&self, free: &[f64]) -> f64 {
        self.laws().zip(free).map(|(law, x)| law.log_jacobian(*x)).sum()
    }
}
