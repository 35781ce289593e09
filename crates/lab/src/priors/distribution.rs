//! The distributions a prior can have, by their quantile functions.

use halha_kernel::dist;
use halha_kernel::maths::{exp, inv_phi, ln, phi};

/// A univariate distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// One value.
    Fixed(f64),
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Normal, cut to an interval.
    TruncatedNormal {
        /// Mean of the uncut law.
        mean: f64,
        /// Standard deviation of the uncut law, above 0.
        sd: f64,
        /// Low end.
        low: f64,
        /// High end, above the low one.
        high: f64,
    },
    /// Absolute value of a centred normal.
    HalfNormal {
        /// Scale, above 0.
        scale: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Median, above 0.
        median: f64,
        /// Standard deviation of the logarithm, above 0.
        sd: f64,
    },
    /// Beta.
    Beta {
        /// First shape, above 0.
        a: f64,
        /// Second shape, above 0.
        b: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape, above 0.
        shape: f64,
        /// Rate, above 0.
        rate: f64,
    },
    /// Uniform.
    Uniform {
        /// Low end.
        low: f64,
        /// High end, above the low one.
        high: f64,
    },
}

impl Distribution {
    /// Names as written in `priors.toml`, with the number of values each takes.
    pub(crate) const KINDS: &[(&str, usize)] = &[
        ("fixed", 1),
        ("normal", 2),
        ("truncated-normal", 4),
        ("half-normal", 1),
        ("lognormal", 2),
        ("beta", 2),
        ("gamma", 2),
        ("uniform", 2),
    ];

    /// Builds one from its name and values.
    ///
    /// # Errors
    /// What is wrong with the values.
    pub(crate) fn build(kind: &str, v: &[f64]) -> Result<Self, &'static str> {
        match (kind, v) {
            ("fixed", [x]) => Ok(Self::Fixed(*x)),
            ("normal", [mean, sd]) if *sd > 0.0 => Ok(Self::Normal { mean: *mean, sd: *sd }),
            ("truncated-normal", [mean, sd, low, high]) if *sd > 0.0 && low < high => {
                Ok(Self::TruncatedNormal {
                    mean: *mean,
                    sd: *sd,
                    low: *low,
                    high: *high,
                })
            }
            ("half-normal", [scale]) if *scale > 0.0 => Ok(Self::HalfNormal { scale: *scale }),
            ("lognormal", [median, sd]) if *median > 0.0 && *sd > 0.0 => Ok(Self::Lognormal {
                median: *median,
                sd: *sd,
            }),
            ("beta", [a, b]) if *a > 0.0 && *b > 0.0 => Ok(Self::Beta { a: *a, b: *b }),
            ("gamma", [shape, rate]) if *shape > 0.0 && *rate > 0.0 => Ok(Self::Gamma {
                shape: *shape,
                rate: *rate,
            }),
            ("uniform", [low, high]) if low < high => Ok(Self::Uniform {
                low: *low,
                high: *high,
            }),
            _ => Err("spreads, shapes, medians and rates must be above 0, low ends below high ends"),
        }
    }

    /// The value below which a share `u` of the distribution lies, 0 < u < 1.
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Self::Fixed(x) => x,
            Self::Normal { mean, sd } => dist::normal(u, mean, sd),
            Self::TruncatedNormal { mean, sd, low, high } => {
                let (a, b) = (phi((low - mean) / sd), phi((high - mean) / sd));
                (mean + sd * inv_phi(a + u * (b - a))).clamp(low, high)
            }
            Self::HalfNormal { scale } => dist::half_normal(u, scale),
            Self::Lognormal { median, sd } => exp(ln(median) + sd * inv_phi(u)),
            Self::Beta { a, b } => dist::beta(u, a, b),
            Self::Gamma { shape, rate } => dist::gamma(u, shape, 1.0 / rate),
            Self::Uniform { low, high } => low + u * (high - low),
        }
    }

    /// Smallest and largest value.
    pub fn range(&self) -> (f64, f64) {
        match *self {
            Self::Fixed(x) => (x, x),
            Self::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::TruncatedNormal { low, high, .. } | Self::Uniform { low, high } => (low, high),
            Self::HalfNormal { .. } | Self::Lognormal { .. } | Self::Gamma { .. } => (0.0, f64::INFINITY),
            Self::Beta { .. } => (0.0, 1.0),
        }
    }
}
