//! Elementary and special functions whose bits are the same on every machine.
//!
//! The standard library's `ln`, `exp`, `powf` and the like come from the platform: the same binary gives
//! other bits where the C library finds fused multiply-add. Nothing here calls them. Every function is plain
//! `f64` arithmetic (add, subtract, multiply, divide and the exactly rounded square root) in a fixed order,
//! without `mul_add`, so IEEE 754 fixes each result. Bounds on the error are stated per function and held by
//! `tests/maths_accuracy.rs`; the sameness of the bits by `tests/portable_bits.rs`.

mod beta;
mod elementary;
mod gamma;
mod normal;
mod quick_normal;

pub(crate) use beta::BetaShape;
pub use beta::inc_beta;
pub(crate) use elementary::{deviance, exp_in_lanes, exp_of_loss, exps, logistics};
pub use elementary::{exp, exp_m1, ln, ln_1p, ln_positive, logistic, pow};
pub(crate) use gamma::GammaShape;
pub use gamma::{inc_gamma, ln_factorial, ln_gamma, stirling_error};
pub use normal::{inv_phi, phi};
pub(crate) use quick_normal::quick_normal;

/// Square root, exactly rounded on every platform (IEEE 754 demands it).
#[inline]
#[must_use]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// The whole number nearest to 0 ≤ x < 2⁵²; anything else gives a meaningless one. Free of the questions that `as` asks,
/// so that loops over arrays of it run in lanes.
#[inline]
pub(crate) fn nearest(x: f64) -> u64 {
    /// 2⁵²: what is added to it stands, rounded, in the low bits.
    const ROUNDER: f64 = 4_503_599_627_370_496.0;
    (x + ROUNDER).to_bits().wrapping_sub(ROUNDER.to_bits())
}

/// `coefficients[0] + coefficients[1]·x + …` by Horner's rule.
#[inline]
fn horner<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = 0.0;
    for &c in coefficients.iter().rev() {
        sum = sum * x + c;
    }
    sum
}
