//! Split chains, rank normalisation and R̂.

use crate::normal;

/// Every chain cut into its first and last half; the middle draw of an odd length belongs to neither.
#[must_use]
pub fn split(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let halves = |chain: &Vec<f64>| {
        let half = chain.len() / 2;
        [chain[..half].to_vec(), chain[chain.len() - half..].to_vec()]
    };
    chains.iter().flat_map(halves).collect()
}

/// Draws replaced by normal scores of their ranks among all chains, ties sharing their mean rank.
///
/// Law: z = Φ⁻¹((rank − 3/8) / (S + 1/4)) (Blom 1958).
#[must_use]
pub fn rank_normalised(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (c, chain) in chains.iter().enumerate() {
        order.extend(chain.iter().enumerate().map(|(i, v)| (*v, c, i)));
    }
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let total = order.len() as f64;
    let mut scores: Vec<Vec<f64>> = chains.iter().map(|c| vec![0.0; c.len()]).collect();
    let mut before = 0.0;
    for ties in order.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let rank = before + (ties.len() as f64 + 1.0) / 2.0;
        before += ties.len() as f64;
        let z = normal::quantile((rank - 0.375) / (total + 0.25));
        for (_, chain, draw) in ties {
            scores[*chain][*draw] = z;
        }
    }
    scores
}

/// Mean and variance (n − 1).
pub(super) fn mean_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, squares / (n - 1.0))
}

/// √[((n − 1)/n W + B/n) / W] of chains as they are (Gelman, Rubin 1992).
fn plain_rhat(chains: &[Vec<f64>]) -> f64 {
    let n = chains[0].len() as f64;
    let moments: Vec<(f64, f64)> = chains.iter().map(|c| mean_variance(c)).collect();
    let means: Vec<f64> = moments.iter().map(|m| m.0).collect();
    let within = moments.iter().map(|m| m.1).sum::<f64>() / moments.len() as f64;
    let between = mean_variance(&means).1;
    (((n - 1.0) / n * within + between) / within).sqrt()
}

/// The rank-normalised split R̂, the greater of that of the draws and that of their distances from the median. At least
/// four draws a chain; NaN if a draw is not finite or all are alike.
#[must_use]
pub fn rhat(chains: &[Vec<f64>]) -> f64 {
    let halves = split(chains);
    let usable = halves
        .iter()
        .all(|h| h.len() >= 2 && h.iter().all(|v| v.is_finite()));
    if !usable || halves.is_empty() {
        return f64::NAN;
    }
    let mut all: Vec<f64> = halves.iter().flatten().copied().collect();
    all.sort_unstable_by(f64::total_cmp);
    let median = crate::scores::quantile(&all, 0.5);
    let folded: Vec<Vec<f64>> = halves
        .iter()
        .map(|half| half.iter().map(|v| (v - median).abs()).collect())
        .collect();
    let bulk = plain_rhat(&rank_normalised(&halves));
    let tail = plain_rhat(&rank_normalised(&folded));
    if bulk.is_nan() { bulk } else { bulk.max(tail) }
}
