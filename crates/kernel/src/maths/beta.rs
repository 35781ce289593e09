//! The incomplete beta function.

use super::elementary::deviance;
use super::gamma::{away_from_zero, stirling_remainder};
use super::{exp, sqrt};

/// The regularised incomplete beta functions (I(x; a, b), 1 − I(x; a, b)) for a, b > 0 and x in [0, 1].
///
/// I is the distribution function of the beta law. Relative error of the smaller one below 1e-12 for a, b ≤
/// 1,000. Source: continued fraction of Abramowitz & Stegun 26.5.8. Arguments outside give NaN.
#[must_use]
pub fn inc_beta(a: f64, b: f64, x: f64) -> (f64, f64) {
    let valid = a > 0.0 && b > 0.0 && a < f64::INFINITY && b < f64::INFINITY && (0.0..=1.0).contains(&x);
    if !valid {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x >= 1.0 {
        return (1.0, 0.0);
    }
    let shape = BetaShape::new(a, b);
    shape.tails(x, shape.front(x))
}

/// The shapes a, b of the beta law, both positive and finite, with what does not depend on x worked out.
#[derive(Clone, Copy)]
pub(crate) struct BetaShape {
    a: f64,
    b: f64,
    scale: f64,
}

impl BetaShape {
    pub(crate) fn new(a: f64, b: f64) -> Self {
        let n = a + b;
        let remainders = stirling_remainder(n) - stirling_remainder(a) - stirling_remainder(b);
        Self {
            a,
            b,
            scale: exp(remainders) * sqrt(a / n * b / std::f64::consts::TAU),
        }
    }

    /// xᵃ (1 − x)ᵇ/B(a, b) for 0 < x < 1, in Loader's form: large logarithms cancel on paper, not in `f64`.
    pub(crate) fn front(&self, x: f64) -> f64 {
        let n = self.a + self.b;
        exp(-deviance(self.a, n * x) - deviance(self.b, n * (1.0 - x))) * self.scale
    }

    /// (I, 1 − I) at 0 < x < 1, where [`BetaShape::front`] is `front`.
    pub(crate) fn tails(&self, x: f64, front: f64) -> (f64, f64) {
        let Self { a, b, .. } = *self;
        if x < (a + 1.0) / (a + b + 2.0) {
            let lower = front / a * fraction(a, b, x);
            (lower, 1.0 - lower)
        } else {
            let upper = front / b * fraction(b, a, 1.0 - x);
            (1.0 - upper, upper)
        }
    }
}

/// The continued fraction of I(x; a, b) · a B(a, b)/(xᵃ (1 − x)ᵇ), by Lentz's method, two steps a turn.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const MOST_TURNS: u32 = 10_000;
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MOST_TURNS {
        let m = f64::from(m);
        let a2m = a + 2.0 * m;
        let even = m * (b - m) * x / ((a2m - 1.0) * a2m);
        let odd = -(a + m) * (a + b + m) * x / (a2m * (a2m + 1.0));
        let mut factor = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            factor = c * d;
            value *= factor;
        }
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
