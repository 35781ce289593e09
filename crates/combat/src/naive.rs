//! The rivals of the model: the base rate, and ordered logits without groups, by maximum likelihood.

use crate::battle::{Battle, Outcome};
use crate::predictors::Predictor;

/// Half a battle is added to each class, so that none has probability 0 (Jeffreys for three classes).
const HALF: f64 = 0.5;
/// Precision of a normal prior on the coefficients, in place of none: keeps them finite where a predictor parts the
/// outcomes. With 0.1 (an sd of 3.2) nothing else notices it.
const RIDGE: f64 = 0.1;
/// Newton steps at most; the likelihood is concave, a dozen are enough.
const STEPS: usize = 100;

/// The share of each outcome among battles.
#[must_use]
pub fn base_rate(battles: &[&Battle]) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for battle in battles {
        counts[battle.outcome.index()] += 1.0;
    }
    let all = battles.len() as f64 + 3.0 * HALF;
    counts.map(|c| (c + HALF) / all)
}

/// An ordered logit: P(y ≤ 0) = σ(c₁ − x·b), P(y ≤ 1) = σ(c₂ − x·b).
#[derive(Debug, Clone, PartialEq)]
pub struct OrderedLogit {
    predictors: Vec<Predictor>,
    /// Coefficients in the order of the predictors.
    pub coefficients: Vec<f64>,
    /// The two cut points.
    pub cuts: [f64; 2],
}

impl OrderedLogit {
    /// Fits by gradient ascent with the curvature of each coordinate pair (Newton on the whole matrix).
    #[must_use]
    pub fn fit(battles: &[&Battle], predictors: &[Predictor]) -> Self {
        let p = predictors.len();
        let rows: Vec<(Vec<f64>, Outcome)> = battles
            .iter()
            .map(|b| (predictors.iter().map(|x| x.value(b)).collect(), b.outcome))
            .collect();
        let mut at = vec![0.0; p + 2];
        at[p] = -0.5;
        at[p + 1] = -0.5;
        let mut value = objective(&rows, &at);
        for _ in 0..STEPS {
            let gradient = slope(&rows, &at);
            let step = solve(curvature(&rows, &at), gradient.clone());
            let mut length = 1.0;
            let mut next = value;
            let mut moved = at.clone();
            while length > 1e-6 {
                moved = at.iter().zip(&step).map(|(a, s)| a + length * s).collect();
                next = objective(&rows, &moved);
                if next >= value {
                    break;
                }
                length *= 0.5;
            }
            if next < value {
                break;
            }
            let gained = next - value;
            (at, value) = (moved, next);
            if gained < 1e-10 {
                break;
            }
        }
        Self {
            predictors: predictors.to_vec(),
            cuts: [at[p], at[p] + at[p + 1].exp()],
            coefficients: at[..p].to_vec(),
        }
    }

    /// P(loss), P(draw), P(win).
    #[must_use]
    pub fn predict(&self, battle: &Battle) -> [f64; 3] {
        let terms = self.predictors.iter().zip(&self.coefficients);
        let eta: f64 = terms.map(|(x, b)| x.value(battle) * b).sum();
        probabilities(eta, self.cuts)
    }
}

fn probabilities(eta: f64, cuts: [f64; 2]) -> [f64; 3] {
    let [a, b] = cuts.map(|c| crate::outcome::sigmoid(c - eta));
    [a, (b - a).max(1e-12), 1.0 - b].map(|p| p.max(1e-12))
}

fn split(at: &[f64]) -> (&[f64], [f64; 2]) {
    let p = at.len() - 2;
    (&at[..p], [at[p], at[p] + at[p + 1].exp()])
}

fn objective(rows: &[(Vec<f64>, Outcome)], at: &[f64]) -> f64 {
    let (b, cuts) = split(at);
    let ridge: f64 = b.iter().map(|b| 0.5 * RIDGE * b * b).sum();
    let one = |(x, y): &(Vec<f64>, Outcome)| {
        let eta: f64 = x.iter().zip(b).map(|(x, b)| x * b).sum();
        probabilities(eta, cuts)[y.index()].ln()
    };
    rows.iter().map(one).sum::<f64>() - ridge
}

fn slope(rows: &[(Vec<f64>, Outcome)], at: &[f64]) -> Vec<f64> {
    let (b, cuts) = split(at);
    let p = b.len();
    let mut out: Vec<f64> = b.iter().map(|b| -RIDGE * b).chain([0.0, 0.0]).collect();
    for (x, y) in rows {
        let eta: f64 = x.iter().zip(b).map(|(x, b)| x * b).sum();
        let [low, high] = cuts.map(|c| crate::outcome::sigmoid(c - eta));
        let middle = (high - low).max(1e-12);
        let (by_low, by_high) = match y {
            Outcome::Loss => (1.0 - low, 0.0),
            Outcome::Win => (0.0, -high),
            Outcome::Draw => (-low * (1.0 - low) / middle, high * (1.0 - high) / middle),
        };
        for (o, x) in out.iter_mut().zip(x) {
            *o -= (by_low + by_high) * x;
        }
        out[p] += by_low + by_high;
        out[p + 1] += by_high * at[p + 1].exp();
    }
    out
}

/// Minus the Hessian, from central differences of the exact gradient.
fn curvature(rows: &[(Vec<f64>, Outcome)], at: &[f64]) -> Vec<Vec<f64>> {
    let h = 1e-5;
    let shifted = |i: usize, by: f64| {
        let mut moved = at.to_vec();
        moved[i] += by;
        slope(rows, &moved)
    };
    (0..at.len())
        .map(|i| {
            let (up, down) = (shifted(i, h), shifted(i, -h));
            up.iter().zip(&down).map(|(u, d)| -(u - d) / (2.0 * h)).collect()
        })
        .collect()
}

/// Solves a small symmetric system by elimination with pivoting; a singular pivot is made 1, which stops its coordinate.
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        let best = (k..n)
            .max_by(|i, j| a[*i][k].abs().total_cmp(&a[*j][k].abs()))
            .unwrap_or(k);
        a.swap(k, best);
        b.swap(k, best);
        if a[k][k].abs() < 1e-12 {
            a[k][k] = 1.0;
        }
        for i in k + 1..n {
            let factor = a[i][k] / a[k][k];
            for j in k..n {
                a[i][j] -= factor * a[k][j];
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b
}
