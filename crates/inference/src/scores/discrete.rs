//! Scores of predictions over a few classes, and the log score of a predictive density given by draws.

/// The log score of probabilities over classes: −ln of the probability given to what happened; infinite if that was 0.
///
/// Source: Good 1952. The base rate of three classes scores about 0.9.
#[must_use]
pub fn log_score(probabilities: &[f64], observed: usize) -> f64 {
    -probabilities[observed].ln()
}

/// ln of the mean of the exponentials, without overflow; −∞ for an empty slice.
#[must_use]
pub fn ln_mean_exp(logs: &[f64]) -> f64 {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !top.is_finite() {
        return top;
    }
    let sum: f64 = logs.iter().map(|l| (l - top).exp()).sum();
    top + (sum / logs.len() as f64).ln()
}

/// The log score of a predictive density that is a mixture over posterior draws: `ln_densities` holds the log density
/// of what happened under each draw.
#[must_use]
pub fn log_score_of_draws(ln_densities: &[f64]) -> f64 {
    -ln_mean_exp(ln_densities)
}

/// The ranked probability score over ordered classes, divided by the number of classes less one so that it lies
/// between 0 and 1.
///
/// Law: RPS = Σ_{k<K} (P(class ≤ k) − 1[observed ≤ k])² / (K − 1). Source: Epstein 1969; Murphy 1971. For two classes
/// it is the Brier score.
#[must_use]
pub fn rps(probabilities: &[f64], observed: usize) -> f64 {
    let steps = probabilities.len() - 1;
    let mut below = 0.0;
    let mut sum = 0.0;
    for (class, p) in probabilities.iter().take(steps).enumerate() {
        below += p;
        let miss = below - f64::from(u8::from(observed <= class));
        sum += miss * miss;
    }
    sum / steps as f64
}

/// The Brier score of the probability of one event: (p − outcome)².
#[must_use]
pub fn brier(probability: f64, happened: bool) -> f64 {
    let miss = probability - f64::from(u8::from(happened));
    miss * miss
}

/// Brier's own score over unordered classes: Σ_k (p_k − 1[observed = k])², between 0 and 2 (Brier 1950).
#[must_use]
pub fn brier_classes(probabilities: &[f64], observed: usize) -> f64 {
    let miss = |(k, p): (usize, &f64)| brier(*p, k == observed);
    probabilities.iter().enumerate().map(miss).sum()
}
