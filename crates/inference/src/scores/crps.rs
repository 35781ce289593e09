//! The continuous ranked probability score: of draws, of weighted draws, and in closed form.
//!
//! Law: CRPS(F, y) = ∫ (F(x) − 1[y ≤ x])² dx = E|X − y| − ½ E|X − X'|, in the unit of y. A point forecast scores its
//! absolute error. Source: Matheson, Winkler 1976; Gneiting, Raftery 2007.

use crate::normal;

/// Ascending copy.
fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Mean absolute distance of the draws from `observed`, and Σ_i (2i − n − 1) x_(i), which is ½ Σ_i Σ_j |x_i − x_j|.
fn parts(draws: &[f64], observed: f64) -> (f64, f64) {
    let n = draws.len() as f64;
    let distance = draws.iter().map(|x| (x - observed).abs()).sum::<f64>() / n;
    let weighted = |(i, x): (usize, &f64)| (2.0 * i as f64 + 1.0 - n) * x;
    let spread = sorted(draws).iter().enumerate().map(weighted).sum::<f64>();
    (distance, spread)
}

/// The score of the empirical distribution of draws: E|X − y| − Σ_i Σ_j |x_i − x_j| / 2n². O(n log n).
#[must_use]
pub fn crps_sample(draws: &[f64], observed: f64) -> f64 {
    let n = draws.len() as f64;
    let (distance, spread) = parts(draws, observed);
    distance - spread / (n * n)
}

/// The score unbiased for the distribution behind the draws (Ferro 2014): the pairs are averaged over n (n − 1). For
/// comparing predictions with different numbers of draws; at least two.
#[must_use]
pub fn crps_fair(draws: &[f64], observed: f64) -> f64 {
    let n = draws.len() as f64;
    let (distance, spread) = parts(draws, observed);
    distance - spread / (n * (n - 1.0))
}

/// The score of weighted draws; the weights need not sum to one. O(n log n).
///
/// Law: with the draws sorted, weights w summing to 1 and W their running sum,
/// ½ E|X − X'| = Σ_i w_i x_i (2 W_i − w_i − 1).
#[must_use]
pub fn crps_weighted(draws: &[f64], weights: &[f64], observed: f64) -> f64 {
    let mut pairs: Vec<(f64, f64)> = draws.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|p| p.1).sum();
    let mut running = 0.0;
    let mut score = 0.0;
    for (x, weight) in pairs {
        let w = weight / total;
        running += w;
        score += w * (x - observed).abs() - w * x * (2.0 * running - w - 1.0);
    }
    score
}

/// The score of a normal prediction.
///
/// Law: σ [z (2Φ(z) − 1) + 2φ(z) − 1/√π], z = (y − μ)/σ (Gneiting et al. 2005, doi 10.1175/MWR2904.1).
#[must_use]
pub fn crps_normal(mean: f64, sd: f64, observed: f64) -> f64 {
    let z = (observed - mean) / sd;
    let root = 1.0 / std::f64::consts::PI.sqrt();
    sd * (z * (2.0 * normal::cdf(z) - 1.0) + 2.0 * normal::density(z) - root)
}

/// The score of a lognormal prediction with these mean and standard deviation of the logarithm.
///
/// Law: y (2Φ(z) − 1) − 2 e^{μ+σ²/2} [Φ(z − σ) + Φ(σ/√2) − 1], z = (ln y − μ)/σ (Baran, Lerch 2015).
#[must_use]
pub fn crps_lognormal(mean_ln: f64, sd_ln: f64, observed: f64) -> f64 {
    let z = if observed > 0.0 {
        (observed.ln() - mean_ln) / sd_ln
    } else {
        f64::NEG_INFINITY
    };
    let scale = 2.0 * (mean_ln + sd_ln * sd_ln / 2.0).exp();
    let spread = normal::cdf(z - sd_ln) + normal::cdf(sd_ln / std::f64::consts::SQRT_2) - 1.0;
    observed * (2.0 * normal::cdf(z) - 1.0) - scale * spread
}

/// The score of a prediction of a count, given its distribution function: Σ_k (F(k) − 1[y ≤ k])².
///
/// Summed to the first k ≥ y at which 1 − F(k) < 10⁻⁹, at most `limit` terms beyond y.
#[must_use]
pub fn crps_counts(cdf: impl Fn(u64) -> f64, observed: u64, limit: u64) -> f64 {
    let mut sum = 0.0;
    for k in 0..observed.saturating_add(limit) {
        let below = cdf(k);
        if k >= observed && 1.0 - below < 1e-9 {
            break;
        }
        let miss = if k >= observed { 1.0 - below } else { below };
        sum += miss * miss;
    }
    sum
}
