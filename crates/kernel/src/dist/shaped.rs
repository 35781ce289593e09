//! Laws with a shape, inverted by iteration: gamma and beta.

use crate::maths::{BetaShape, GammaShape, exp, exp_m1, inv_phi, ln, ln_1p, ln_gamma, sqrt};

/// Gamma law of `shape` > 0 and `scale` > 0 (mean shape · scale). Rises in both.
///
/// Relative error about 1e-12 up to a shape of 10⁶, beyond 10⁸ that of Wilson and Hilferty's formula. Meant
/// for drawing parameters: each step evaluates the incomplete gamma function. Where the shape is a whole
/// number [`erlang`] is faster. A shape or scale outside gives NaN.
#[must_use]
pub fn gamma(u: f64, shape: f64, scale: f64) -> f64 {
    if !(shape > 0.0 && scale > 0.0) {
        return f64::NAN;
    }
    let start = gamma_guess(u, shape);
    if shape > 1e8 {
        return scale * start;
    }
    let law = GammaShape::new(shape);
    let at = |x: f64| {
        let front = law.front(x);
        Point {
            tails: law.tails(x, front),
            density: front * shape / x,
            bend: (shape - 1.0) / x - 1.0,
        }
    };
    scale * invert(u, start, f64::INFINITY, at)
}

/// Gamma law of whole `shape` ≥ 1 and `scale` > 0: the sum of `shape` exponential waits of mean `scale`.
///
/// The same law as [`gamma`] at a few finite sums' cost, for delays in the run. Rises in both. A shape of 0
/// gives 0.
#[inline]
#[must_use]
pub fn erlang(u: f64, shape: u32, scale: f64) -> f64 {
    /// Above this the sums are longer than the general method.
    const LONGEST_SUM: u32 = 30;
    let order = f64::from(shape);
    match shape {
        0 => 0.0,
        1 => -scale * ln_1p(-u),
        2..=LONGEST_SUM => {
            let factorial = (2..shape).fold(1.0, |product, k| product * f64::from(k));
            let at = |x: f64| {
                let density = power(x, shape - 1) * exp(-x) / factorial;
                Point {
                    tails: erlang_tails(shape, x, density),
                    density,
                    bend: (order - 1.0) / x - 1.0,
                }
            };
            scale * invert(u, gamma_guess(u, order), f64::INFINITY, at)
        }
        _ => gamma(u, order, scale),
    }
}

/// (F, 1 − F) of the Erlang law at x, where its density is `density`.
fn erlang_tails(shape: u32, x: f64, density: f64) -> (f64, f64) {
    let order = f64::from(shape);
    if x < 0.5 * order {
        // F = density · x/shape · (1 + x/(shape + 1) + …).
        let (mut term, mut sum, mut next) = (density * x / order, 0.0, order);
        while term > sum * (f64::EPSILON / 4.0) {
            sum += term;
            next += 1.0;
            term *= x / next;
        }
        return (sum, 1.0 - sum);
    }
    // 1 − F = density · (1 + (shape − 1)/x + (shape − 1)(shape − 2)/x² + …).
    let (mut term, mut sum, inverse) = (density, density, 1.0 / x);
    for k in (1..shape).rev() {
        term *= f64::from(k) * inverse;
        sum += term;
    }
    (1.0 - sum, sum)
}

/// xⁿ.
fn power(x: f64, n: u32) -> f64 {
    let (mut base, mut rest, mut product) = (x, n, 1.0);
    while rest > 0 {
        if rest & 1 == 1 {
            product *= base;
        }
        base *= base;
        rest >>= 1;
    }
    product
}

/// A first guess at the gamma quantile of scale 1: Wilson and Hilferty's cube, or the first term of F in the
/// lower tail of small shapes.
fn gamma_guess(u: f64, shape: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + inv_phi(u) * sqrt(ninth);
    if root > 0.3 {
        return shape * root * root * root;
    }
    exp((ln(u) + ln_gamma(shape + 1.0)) / shape)
}

/// Beta law with shapes `a`, `b` > 0 (mean a/(a + b)). Rises in `a`, falls in `b`.
///
/// Relative error about 1e-11. Closed form where a shape is 1; else by iteration, meant for drawing
/// parameters. Shapes outside give NaN.
#[must_use]
#[allow(clippy::float_cmp, reason = "the closed forms hold at exactly 1")]
pub fn beta(u: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && a < f64::INFINITY && b < f64::INFINITY) {
        return f64::NAN;
    }
    if a == 1.0 {
        return -exp_m1(ln_1p(-u) / b);
    }
    if b == 1.0 {
        return exp(ln(u) / a);
    }
    let law = BetaShape::new(a, b);
    let at = |x: f64| {
        let front = law.front(x);
        let density = front / (x * (1.0 - x));
        Point {
            tails: law.tails(x, front),
            density,
            bend: (a - 1.0) / x - (b - 1.0) / (1.0 - x),
        }
    };
    invert(u, beta_guess(u, a, b), 1.0, at)
}

/// A first guess at the beta quantile: Abramowitz & Stegun 26.5.22 for shapes above 1, else the mean.
fn beta_guess(u: f64, a: f64, b: f64) -> f64 {
    if a <= 1.0 || b <= 1.0 {
        return a / (a + b);
    }
    let z = -inv_phi(u);
    let (from_a, from_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let lambda = (z * z - 3.0) / 6.0;
    let h = 2.0 / (from_a + from_b);
    let w = z * sqrt(h + lambda) / h - (from_b - from_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    a / (a + b * exp(2.0 * w))
}

/// A law at one place: (F, 1 − F), F′ and F″/F′.
struct Point {
    tails: (f64, f64),
    density: f64,
    bend: f64,
}

/// The x in (0, `end`) with F(x) = u, by Halley's iteration from `start` inside a shrinking bracket.
///
/// A start outside is returned as it is: it answers a `u` of 0 or 1, or passes NaN on.
#[inline]
fn invert(u: f64, start: f64, end: f64, at: impl Fn(f64) -> Point) -> f64 {
    /// Halving alone would need 1,074 to reach the smallest number.
    const MOST_STEPS: u32 = 1_100;
    let (mut low, mut high) = (0.0, end);
    let mut x = start;
    if !(x > low && x < high) {
        return x;
    }
    for _ in 0..MOST_STEPS {
        let Point {
            tails: (lower, upper),
            density,
            bend,
        } = at(x);
        let miss = if u < 0.5 { lower - u } else { (1.0 - u) - upper };
        if miss < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = miss / density;
        let guess = x - newton / (1.0 - 0.5 * (newton * bend).min(1.0));
        let inside = guess >= low && guess <= high;
        let next = if inside {
            guess
        } else {
            (0.5 * (low + high)).min(2.0 * x)
        };
        // Halley's convergence is cubic: after so small a step what is left is below the rounding error.
        let enough = if inside { 2e-6 } else { f64::EPSILON };
        let done = (next - x).abs() <= enough * x.min(end - x);
        x = next;
        if done || x <= 0.0 || x >= end {
            break;
        }
    }
    x
}
