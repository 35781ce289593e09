//! Logarithm, exponential and what follows from them.

/// ln 2 cut to 32 significant bits: multiples of it by any binary exponent are exact.
const LN_2_HI: f64 = 6.931_471_803_691_238e-1;
/// ln 2 − [`LN_2_HI`].
const LN_2_LO: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2⁵²: adding it rounds to a whole number, which then stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// Natural logarithm.
///
/// Error: below 1 unit in the last place (relative 2.2e-16). Zero gives −∞, +∞ itself, negatives and NaN give
/// NaN.
#[inline(never)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    if (f64::MIN_POSITIVE..f64::INFINITY).contains(&x) {
        ln_positive(x)
    } else {
        ln_special(x)
    }
}

/// [`ln`] of what is not a positive normal number.
#[cold]
fn ln_special(x: f64) -> f64 {
    const TWO_54: f64 = (1_u64 << 54) as f64;
    const LN_TWO_54: f64 = 54.0 * std::f64::consts::LN_2;
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x > 0.0 && x < f64::MIN_POSITIVE {
        ln_positive(x * TWO_54) - LN_TWO_54
    } else if x > 0.0 {
        x
    } else {
        f64::NAN
    }
}

/// [`ln`] for a positive, normal, finite argument, such as every uniform number in (0, 1); anything else
/// gives a meaningless number. Free of branches, so that loops over arrays of it run in lanes.
///
/// Law: x = 2ᵏ(1 + f) with 1 + f in [√½, √2); ln(1 + f) = 2 artanh(f/(2 + f)) by a minimax polynomial.
#[inline]
#[must_use]
pub fn ln_positive(x: f64) -> f64 {
    const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    const OFFSET: u64 = 1.0_f64.to_bits() - SQRT_HALF;
    const MANTISSA: u64 = (1 << 52) - 1;
    const TWO_52: f64 = (1_u64 << 52) as f64;
    let shifted = x.to_bits().wrapping_add(OFFSET);
    let exponent = f64::from_bits(TWO_52.to_bits() | shifted >> 52) - (TWO_52 + 1023.0);
    let f = f64::from_bits((shifted & MANTISSA) + SQRT_HALF) - 1.0;
    exponent * LN_2_HI - (ln_1p_gap(f, exponent * LN_2_LO) - f)
}

/// f − ln(1 + f) − `carry`, without the cancellation that the formula suggests, for 1 + f in [√½, √2].
///
/// With s = f/(2 + f) and R = 2 artanh(s)/s − 2: ln(1 + f) = f − f²/2 + s(f²/2 + R). The polynomial is the
/// Chebyshev fit of R/s² on that range, relative error 4.6e-18.
#[inline]
fn ln_1p_gap(f: f64, carry: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = 0.285_714_286_261_145_2 + w * (0.181_828_907_780_261_3 + w * 0.146_171_283_998_073);
    let odd = 0.399_999_999_998_992 + w * (0.222_222_111_121_049_48 + w * 0.153_316_666_765_971_75);
    let r = z * (0.666_666_666_666_667 + (z * odd + w * even));
    let half_square = 0.5 * f * f;
    half_square - (s * (half_square + r) + carry)
}

/// ln(1 + x), accurate near zero.
///
/// Error: relative below 4.5e-16. −1 gives −∞, less gives NaN, +∞ itself.
#[inline]
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    if near_zero(x) {
        return x - ln_1p_gap(x, 0.0);
    }
    let y = 1.0 + x;
    if y > 0.0 && y < f64::INFINITY {
        // What rounding 1 + x lost, put back to first order.
        ln(y) + (x - (y - 1.0)) / y
    } else {
        ln(y)
    }
}

/// k ln(k/mean) + mean − k for positive arguments, accurate where k is near the mean and it is (k −
/// mean)²/2k.
///
/// The term that keeps the digits of binomial, Poisson, gamma and beta masses (`bd0` in C. Loader, "Fast and
/// accurate computation of binomial probabilities", 2000).
#[inline]
pub(crate) fn deviance(k: f64, mean: f64) -> f64 {
    let x = (mean - k) / k;
    if near_zero(x) {
        k * ln_1p_gap(x, 0.0)
    } else {
        (mean - k) - k * ln(mean / k)
    }
}

/// Whether 1 + x lies within [√½, √2], where the polynomial of [`ln_1p_gap`] holds.
#[inline]
fn near_zero(x: f64) -> bool {
    x > -0.29 && x < 0.41
}

/// (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2: Chebyshev fit, absolute error of r² times it 1.7e-19.
#[inline]
fn exp_tail(r: f64) -> f64 {
    let r2 = r * r;
    let r4 = r2 * r2;
    let a =
        (0.5 + r * 0.166_666_666_666_666_7) + r2 * (0.041_666_666_666_666_67 + r * 0.008_333_333_333_326_112);
    let b = (0.001_388_888_888_888_373 + r * 0.000_198_412_698_749_012_6)
        + r2 * (2.480_158_732_560_532_4e-5 + r * 2.755_725_529_796_964_3e-6);
    let c = (2.755_727_357_010_214e-7 + r * 2.510_525_953_844_849_4e-8) + r2 * 2.091_471_734_171_637_8e-9;
    a + r4 * (b + r4 * c)
}

/// Natural exponential.
///
/// Law: x = k ln 2 + r, |r| ≤ ½ ln 2; eˣ = 2ᵏ eʳ. Error: below 1 unit in the last place (relative 2.2e-16).
/// Overflows to +∞ above 709.78; results below the normal numbers (x < −708.39) are 0. NaN gives NaN.
#[inline(never)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    /// ln of the largest finite number.
    const HIGHEST: f64 = 709.782_712_893_384;
    /// ln of the smallest normal number, rounded up.
    const LOWEST: f64 = -708.396_418_532_264_1;
    let value = exp_in_lanes(x);
    if x > HIGHEST {
        f64::INFINITY
    } else if x < LOWEST {
        0.0
    } else if x.is_nan() {
        x
    } else {
        value
    }
}

/// [`exp`] for −708 < x < 709, to the same bits; anything else gives a meaningless number. Free of branches, so that
/// loops over arrays of it run in lanes.
#[inline]
pub(crate) fn exp_in_lanes(x: f64) -> f64 {
    let rounded = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = rounded - ROUNDER;
    let r = (x - k * LN_2_HI) - k * LN_2_LO;
    let mantissa = 1.0 + (r + r * r * exp_tail(r));
    f64::from_bits(mantissa.to_bits().wrapping_add(rounded.to_bits() << 52))
}

/// [`exp`] of several numbers side by side in lanes, to the same bits.
#[inline]
pub(crate) fn exps<const N: usize>(x: [f64; N]) -> [f64; N] {
    if x.iter().fold(true, |within, x| within & (x.abs() < 708.0)) {
        x.map(exp_in_lanes)
    } else {
        x.map(exp)
    }
}

/// [`exp`] for a small loss −0.34 < x ≤ 0 without its reduction of the range, to the same bits; elsewhere `exp` itself.
#[inline]
pub(crate) fn exp_of_loss(x: f64) -> f64 {
    if x > -0.34 && x <= 0.0 {
        1.0 + (x + x * x * exp_tail(x))
    } else {
        exp(x)
    }
}

/// eˣ − 1, accurate near zero.
///
/// Relative error below 6e-16. −∞ gives −1, +∞ itself, NaN gives NaN.
#[inline]
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    if x.abs() <= 0.5 * std::f64::consts::LN_2 {
        x + x * x * exp_tail(x)
    } else {
        exp(x) - 1.0
    }
}

/// xʸ = exp(y ln x) for x ≥ 0.
///
/// Relative error below (2 + |y ln x|) · 2.3e-16. pow(x, 0) = 1 for every x; pow(0, y) is 0 for y > 0 and +∞
/// for y < 0; a negative x gives NaN, for whole y too.
#[inline]
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 { 1.0 } else { exp(y * ln(x)) }
}

/// The logistic function σ(x) = 1/(1 + e⁻ˣ).
///
/// Relative error below 5e-16 in both tails. ±∞ give 1 and 0, NaN gives NaN.
#[inline]
#[must_use]
pub fn logistic(x: f64) -> f64 {
    logistic_of(x, exp(-x.abs()))
}

/// [`logistic`] of two numbers side by side, to the same bits.
#[inline]
pub(crate) fn logistics(x: [f64; 2]) -> [f64; 2] {
    let [e, f] = exps(x.map(|x| -x.abs()));
    [logistic_of(x[0], e), logistic_of(x[1], f)]
}

#[inline]
fn logistic_of(x: f64, e: f64) -> f64 {
    let numerator = if x < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}
