//! Continuous laws with an explicit quantile function.

use crate::maths::{exp, inv_phi, ln};

/// Exponential law with `rate` > 0 (per unit of the result): F(x) = 1 − e^(−rate·x). Falls in `rate`.
///
/// Computed as −ln(u)/rate: the tail u → 0 is the fine one, so the value **falls in `u`**, the only law here to do
/// so. Rate 0 gives +∞: what never happens.
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
