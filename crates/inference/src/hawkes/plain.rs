//! The likelihood as a textbook writes it, one event after the other: what the fast one is checked and timed against.

use super::univariate::{Rates, Value};

/// Log-likelihood and gradient of a self-exciting process by the plain recursion, with the standard library's
/// exponential and logarithm for every event. `weights` may be empty: then every event has the weight 1.
pub fn plain_log_likelihood(times: &[f64], weights: &[f64], end: f64, at: &Rates) -> Value {
    let Rates {
        background: mu,
        branching: n,
        decay: beta,
    } = *at;
    let (mut a, mut b, mut before, mut weight) = (0.0, 0.0, 0.0, 0.0);
    let (mut sum, mut total) = (0.0, 0.0);
    let mut gradient = [0.0; 3];
    for (i, t) in times.iter().enumerate() {
        let gap = t - before;
        let e = (-beta * gap).exp();
        let above = a + weight;
        b = e * (b + gap * above);
        a = e * above;
        let rate = mu + n * beta * a;
        sum += rate.ln();
        gradient[0] += 1.0 / rate;
        gradient[1] += beta * a / rate;
        gradient[2] += n * (a - beta * b) / rate;
        before = *t;
        weight = weights.get(i).copied().unwrap_or(1.0);
        total += weight;
    }
    let gap = end - before;
    let e = (-beta * gap).exp();
    let left = e * (a + weight);
    let late = e * (b + gap * (a + weight));
    Value {
        log_likelihood: sum - mu * end - n * (total - left),
        gradient: [
            gradient[0] - end,
            gradient[1] - (total - left),
            gradient[2] - n * late,
        ],
    }
}
