//! Continuous laws with an explicit quantile function.

use crate::maths::{exp, inv_phi, ln, phi};

/// Exponential law with `rate` > 0 (per unit of the result): F(x) = 1 − e^(−rate·x). Falls in `rate`.
///
/// Computed as −ln(u)/rate: the tail u → 0 is the fine one, so the value **falls in `u`**, the only law here
/// to do so. Rate 0 gives +∞: what never happens.
#[inline]
#[must_use]
pub fn exponential(u: f64, rate: f64) -> f64 {
    -ln(u) / rate
}

/// Normal law. Rises in `mean`; spreads about the mean with `sd` ≥ 0.
#[inline]
#[must_use]
pub fn normal(u: f64, mean: f64, sd: f64) -> f64 {
    mean + sd * inv_phi(u)
}

/// Law of |Z| for Z normal about 0 with standard deviation `sd` ≥ 0. Rises in `sd`.
#[inline]
#[must_use]
pub fn half_normal(u: f64, sd: f64) -> f64 {
    -sd * inv_phi(0.5 * (1.0 - u))
}

/// Lognormal law: ln X is normal with mean `mu` and standard deviation `sigma` ≥ 0. Rises in `mu`.
#[inline]
#[must_use]
pub fn lognormal(u: f64, mu: f64, sigma: f64) -> f64 {
    exp(normal(u, mu, sigma))
}

/// A lognormal law cut to an interval, prepared once for many draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedLognormal {
    mu: f64,
    sigma: f64,
    low: f64,
    high: f64,
    /// −1 where the interval lies above the median and is worked on mirrored, where Φ keeps its digits; else
    /// 1.
    mirror: f64,
    from: f64,
    width: f64,
}

impl TruncatedLognormal {
    /// The law of exp(N(`mu`, `sigma`²)) given that it lies in [`low`, `high`], 0 ≤ low ≤ high, `sigma` > 0.
    #[must_use]
    pub fn new(mu: f64, sigma: f64, low: f64, high: f64) -> Self {
        let below = (ln(low) - mu) / sigma;
        let above = (ln(high) - mu) / sigma;
        let mirror = if below > 0.0 { -1.0 } else { 1.0 };
        let from = phi(mirror * below);
        let width = phi(mirror * above) - from;
        Self {
            mu,
            sigma,
            low,
            high,
            mirror,
            from,
            width,
        }
    }

    /// The value at `u`. Rises in `mu` and in both ends; never outside them. An interval too far out to have
    /// any probability in `f64` gives its end nearest the median.
    #[inline]
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let z = self.mirror * inv_phi(self.from + u * self.width);
        exp(self.mu + self.sigma * z).min(self.high).max(self.low)
    }
}
