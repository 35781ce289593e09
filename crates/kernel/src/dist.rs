//! The laws of the kernel, each as its quantile function: one uniform number in, one value out.
//!
//! Inversion costs a little more than the fastest samplers and buys what a laboratory of counterfactuals
//! needs: the same luck gives a larger value when the parameter is larger, so worlds that differ in a
//! parameter stay coupled, and every value is one addressed draw.
//!
//! Conventions. `u` comes first and lies in (0, 1), as [`crate::chance::open`] gives it; its grain of 2⁻⁵³
//! bounds how far into a tail a law can reach (8.2 standard deviations of the normal). Continuous laws return
//! F⁻¹(u), laws on whole numbers the least k with F(k) ≥ u. Rising in `u`; the direction in each parameter is
//! stated. Every function is total: a parameter outside its range is answered as stated, never with a panic.

mod choice;
mod continuous;
mod counts;
mod shaped;

pub use choice::{categorical, dirichlet};
pub use continuous::{TruncatedLognormal, exponential, half_normal, lognormal, normal};
pub use counts::{bernoulli, binomial, poisson};
pub(crate) use counts::{poisson_mostly_few, poisson_up_to_two};
pub use shaped::{beta, erlang, gamma};
