//! Laws with a shape, inverted by Newton's method: gamma and beta.

use crate::maths::{
    beta_front, exp, exp_m1, gamma_front, inc_beta, inc_gamma, inv_phi, ln, ln_1p, ln_gamma, sqrt,
};

/// Enough for every start: the iterations shrink the error cubically.
const MOST_STEPS: u32 = 40;

/// Gamma law of `shape` > 0 and `scale` > 0 (mean shape · scale). Rises in both.
///
/// Relative error about 1e-12 up to a shape of 10⁶, beyond 10⁸ that of Wilson and Hilferty's formula. Meant for
/// drawing parameters: each step evaluates the incomplete gamma function. Where the shape is a whole number
/// [`erlang`] is faster. A shape or scale outside gives NaN.
#[must_use]
pub fn gamma(u: f64, shape: f64, scale: f64) -> f64 {
    if !(shape > 0.0 && scale > 0.0) {
        return f64::NAN;
    }
    let start = gamma_guess(u, shape);
    if shape > 1e8 {
        return scale * start;
    }
    scale
        * invert_gamma(
            u,
            shape,
            start,
            |x| inc_gamma(shape, x),
            |x| gamma_front(shape, x) * shape / x,
        )
}

/// Gamma law of whole `shape` ≥ 1 and `scale` > 0: the sum of `shape` exponential waits of mean `scale`.
///
/// The same law as [`gamma`] at a few finite sums' cost, for delays in the run. Rises in both. A shape of 0 gives 0.
#[inline]
#[must_use]
pub fn erlang(u: f64, shape: u32, scale: f64) -> f64 {
    /// Above this the sums are longer than the general method.
    const LONGEST_SUM: u32 = 30;
    match shape {
        0 => 0.0,
        1 => -scale * ln_1p(-u),
        2..=LONGEST_SUM => {
            let factorial = (2..shape).fold(1.0, |product, k| product * f64::from(k));
            let density = |x: f64| power(x, shape - 1) * exp(-x) / factorial;
            let start = gamma_guess(u, f64::from(shape));
            scale
                * invert_gamma(
                    u,
                    f64::from(shape),
                    start,
                    |x| erlang_tails(shape, x, density(x)),
                    density,
                )
        }
        _ => gamma(u, f64::from(shape), scale),
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

/// A first guess at the gamma quantile of scale 1: Wilson and Hilferty's cube, or the first term of F in the lower
/// tail of small shapes.
fn gamma_guess(u: f64, shape: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + inv_phi(u) * sqrt(ninth);
    if root > 0.3 {
        return shape * root * root * root;
    }
    exp((ln(u) + ln_gamma(shape + 1.0)) / shape)
}

/// Halley's iteration for F(x) = u from `start`; `tails(x)` is (F, 1 − F), `density(x)` is F′, of the gamma law.
#[inline]
fn invert_gamma(
    u: f64,
    shape: f64,
    start: f64,
    tails: impl Fn(f64) -> (f64, f64),
    density: impl Fn(f64) -> f64,
) -> f64 {
    let mut x = start;
    if !(x > 0.0 && x < f64::INFINITY) {
        return x;
    }
    for _ in 0..MOST_STEPS {
        let (lower, upper) = tails(x);
        let miss = if u < 0.5 { lower - u } else { (1.0 - u) - upper };
        let newton = miss / density(x);
        let step = newton / (1.0 - 0.5 * (newton * ((shape - 1.0) / x - 1.0)).min(1.0));
        let next = if step < x { x - step } else { 0.5 * x };
        let done = (next - x).abs() <= 1e-9 * x;
        x = next;
        // The next step would be a thousandth of the rounding error: convergence is cubic.
        if done || x == 0.0 {
            break;
        }
    }
    x
}

/// Beta law with shapes `a`, `b` > 0 (mean a/(a + b)). Rises in `a`, falls in `b`.
///
/// Relative error about 1e-11. Closed form where a shape is 1; else Newton's method inside a shrinking bracket,
/// meant for drawing parameters. Shapes outside give NaN.
#[must_use]
#[allow(clippy::float_cmp, reason = "the closed forms hold at exactly 1")]
pub fn beta(u: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) {
        f64::NAN
    } else if a == 1.0 {
        -exp_m1(ln_1p(-u) / b)
    } else if b == 1.0 {
        exp(ln(u) / a)
    } else if u <= 0.0 || u >= 1.0 {
        u.clamp(0.0, 1.0)
    } else {
        invert_beta(u, a, b)
    }
}

fn invert_beta(u: f64, a: f64, b: f64) -> f64 {
    /// Bisection alone would need 1,074 to reach the smallest number.
    const MOST_HALVINGS: u32 = 1_100;
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..MOST_HALVINGS {
        let (lower, upper) = inc_beta(a, b, x);
        let miss = if u < 0.5 { lower - u } else { (1.0 - u) - upper };
        if miss < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let density = beta_front(a, b, x) / (x * (1.0 - x));
        let newton = x - miss / density;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        let done = (next - x).abs() <= 1e-12 * x.min(1.0 - x);
        x = next;
        if done || low >= high || x <= 0.0 || x >= 1.0 {
            break;
        }
    }
    x
}
