//! The probability integral transform: where in its predictive distribution each value fell; uniform if the
//! predictions are calibrated.

/// The transform of a continuous quantity: the share of draws below the value, ties counted half.
#[must_use]
pub fn pit_sample(draws: &[f64], observed: f64) -> f64 {
    let below = draws.iter().filter(|x| **x < observed).count();
    let up_to = draws.iter().filter(|x| **x <= observed).count();
    (below + up_to) as f64 / (2 * draws.len()) as f64
}

/// The randomised transform of a count: F(y − 1) + u [F(y) − F(y − 1)] with u uniform on (0, 1). Exactly uniform if the
/// prediction is right (Brockwell 2007), where the plain transform of a count is not.
///
/// `below` is P(Y < y), `up_to` is P(Y ≤ y).
#[must_use]
pub fn pit_randomised(below: f64, up_to: f64, u: f64) -> f64 {
    below + u * (up_to - below)
}

/// The randomised transform of a count predicted by draws.
#[must_use]
pub fn pit_counts(draws: &[u64], observed: u64, u: f64) -> f64 {
    let n = draws.len() as f64;
    let below = draws.iter().filter(|x| **x < observed).count() as f64 / n;
    let up_to = draws.iter().filter(|x| **x <= observed).count() as f64 / n;
    pit_randomised(below, up_to, u)
}

/// How many transforms fall into each of `bins` equal bins of [0, 1].
#[must_use]
pub fn pit_histogram(transforms: &[f64], bins: usize) -> Vec<usize> {
    let mut counts = vec![0; bins];
    for u in transforms {
        let bin = ((u * bins as f64) as usize).min(bins - 1);
        counts[bin] += 1;
    }
    counts
}
