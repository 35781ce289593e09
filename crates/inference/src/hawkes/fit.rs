//! Maximum likelihood of the three parameters of a self-exciting process.
//!
//! Three parameters do not pay for an optimiser from elsewhere: the one kept in Rust would bring five crates into the
//! program for the sixty lines below.

use super::HawkesError;
use super::univariate::{Path, Rates};

const FEWEST: usize = 10;
/// Most rounds, and most halvings of one step.
const ROUNDS: usize = 100;
const HALVINGS: usize = 40;
/// Slope of the mean log-likelihood per event below which the maximum counts as found.
const FLAT: f64 = 1e-8;
/// Longest step in the logarithm of a parameter.
const LONGEST: f64 = 1.5;
/// Share of the expected fall that a step must bring (Armijo).
const ENOUGH: f64 = 1e-4;

/// A maximum of the likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// Where.
    pub rates: Rates,
    /// How high.
    pub log_likelihood: f64,
    /// Likelihoods worked out on the way.
    pub evaluations: usize,
}

/// A point in the logarithms of the parameters, with the mean negative log-likelihood there and its slope.
#[derive(Debug, Clone, Copy)]
struct Point {
    x: [f64; 3],
    cost: f64,
    slope: [f64; 3],
}

impl Point {
    fn at(path: &Path, x: [f64; 3]) -> Self {
        let rates = rates(x);
        let value = path.log_likelihood(&rates);
        let scale = -1.0 / path.len() as f64;
        let g = value.gradient;
        Self {
            x,
            cost: scale * value.log_likelihood,
            slope: [
                scale * g[0] * rates.background,
                scale * g[1] * rates.branching,
                scale * g[2] * rates.decay,
            ],
        }
    }

    fn is_flat(&self) -> bool {
        self.slope.iter().all(|s| s.abs() < FLAT)
    }
}

fn rates(x: [f64; 3]) -> Rates {
    Rates {
        background: x[0].exp(),
        branching: x[1].exp(),
        decay: x[2].exp(),
    }
}

/// The parameters under which a path is most probable, from half the events as background, a branching ratio of one
/// half and the mean rate as decay.
///
/// **Law** quasi-Newton (BFGS) on the mean negative log-likelihood in the logarithms of the parameters, with step
/// halving. **Units** those of the path. **Valid for** ten events and more. **Source** Nocedal and Wright (2006), ch. 6.
/// **Status** a local maximum; the likelihood may have others where the excitation is weak.
///
/// # Errors
/// Fewer than ten events; no maximum found.
pub fn fit(path: &Path) -> Result<Fitted, HawkesError> {
    let events = path.len();
    if events < FEWEST {
        return Err(HawkesError::TooFew { events });
    }
    let rate = events as f64 / path.end();
    let mut now = Point::at(path, [(0.5 * rate).ln(), 0.5f64.ln(), rate.ln()]);
    let mut inverse = scaled(1.0);
    let mut evaluations = 1;
    for _ in 0..ROUNDS {
        if now.is_flat() {
            break;
        }
        let Some((next, tried)) = step(path, &now, &inverse).or_else(|| step(path, &now, &scaled(1.0)))
        else {
            // Rounding lets the cost fall no further: as flat as it gets.
            break;
        };
        evaluations += tried;
        update(&mut inverse, &now, &next);
        now = next;
    }
    let still = |s: &f64| s.abs() < FLAT.sqrt();
    if !(now.cost.is_finite() && now.slope.iter().all(still)) {
        return Err(HawkesError::NoMaximum {
            why: format!("slope {:?} at {:?}", now.slope, rates(now.x)),
        });
    }
    Ok(Fitted {
        rates: rates(now.x),
        log_likelihood: -now.cost * events as f64,
        evaluations,
    })
}

fn scaled(by: f64) -> [[f64; 3]; 3] {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { by } else { 0.0 }))
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &[[f64; 3]; 3], v: &[f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| dot(&matrix[i], v))
}

/// The next point down the quasi-Newton direction, and how many points were tried; none if no step brings anything.
fn step(path: &Path, now: &Point, inverse: &[[f64; 3]; 3]) -> Option<(Point, usize)> {
    let direction = times(inverse, &now.slope).map(|d| -d);
    let fall = dot(&direction, &now.slope);
    if fall.is_nan() || fall >= 0.0 {
        return None;
    }
    let longest = direction.iter().fold(0.0, |m: f64, d| m.max(d.abs()));
    let mut length = (LONGEST / longest).min(1.0);
    for tried in 1..=HALVINGS {
        let next = Point::at(path, std::array::from_fn(|i| now.x[i] + length * direction[i]));
        if next.cost <= now.cost + ENOUGH * length * fall {
            return Some((next, tried));
        }
        // The minimum of the parabola through both costs and the slope, kept away from both ends.
        let bend = 2.0 * (next.cost - now.cost - length * fall);
        let best = if bend > 0.0 {
            -fall * length * length / bend
        } else {
            0.0
        };
        length = best.clamp(0.1 * length, 0.5 * length);
    }
    None
}

/// Brings what a step has shown of the curvature into the inverse Hessian.
fn update(inverse: &mut [[f64; 3]; 3], from: &Point, to: &Point) {
    let s: [f64; 3] = std::array::from_fn(|i| to.x[i] - from.x[i]);
    let y: [f64; 3] = std::array::from_fn(|i| to.slope[i] - from.slope[i]);
    let curvature = dot(&s, &y);
    if curvature.is_nan() || curvature <= 1e-14 {
        return;
    }
    if *inverse == scaled(1.0) {
        *inverse = scaled(curvature / dot(&y, &y));
    }
    let hy = times(inverse, &y);
    let yhy = dot(&y, &hy);
    for i in 0..3 {
        for j in 0..3 {
            inverse[i][j] +=
                (1.0 + yhy / curvature) * s[i] * s[j] / curvature - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
        }
    }
}
