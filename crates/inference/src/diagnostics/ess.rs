//! Effective sample sizes: how many independent draws would tell as much.

use super::rank::{mean_variance, rank_normalised, split};

/// Autocovariance of one chain at a lag, divided by the length (so biased towards 0).
fn autocovariance(chain: &[f64], mean: f64, lag: usize) -> f64 {
    let n = chain.len();
    let products = (0..n - lag).map(|i| (chain[i] - mean) * (chain[i + lag] - mean));
    products.sum::<f64>() / n as f64
}

/// Autocorrelation at any lag, estimated from all chains together.
struct Correlation<'a> {
    chains: &'a [Vec<f64>],
    means: Vec<f64>,
    within: f64,
    total: f64,
}

impl<'a> Correlation<'a> {
    fn new(chains: &'a [Vec<f64>]) -> Self {
        let n = chains[0].len() as f64;
        let moments: Vec<(f64, f64)> = chains.iter().map(|c| mean_variance(c)).collect();
        let means: Vec<f64> = moments.iter().map(|m| m.0).collect();
        let within = moments.iter().map(|m| m.1).sum::<f64>() / chains.len() as f64;
        let between = if chains.len() > 1 {
            mean_variance(&means).1
        } else {
            0.0
        };
        Self {
            chains,
            means,
            within,
            total: within * (n - 1.0) / n + between,
        }
    }

    /// Law: ρ(t) = 1 − (W − mean autocovariance(t)) / V̂.
    fn at(&self, lag: usize) -> f64 {
        let of = |(chain, mean): (&Vec<f64>, &f64)| autocovariance(chain, *mean, lag);
        let mean = self.chains.iter().zip(&self.means).map(of).sum::<f64>() / self.chains.len() as f64;
        1.0 - (self.within - mean) / self.total
    }
}

/// The effective sample size of chains as they are (not split, not ranked).
///
/// Law: S / τ, τ = −1 + 2 Σ ρ(t), the sum over pairs of lags while a pair is positive, the pairs made monotone (Geyer
/// 1992); at most S log₁₀ S. NaN with fewer than 4 draws or one that is not finite; S if all draws are alike.
#[must_use]
pub fn ess(chains: &[Vec<f64>]) -> f64 {
    let n = chains.first().map_or(0, Vec::len);
    let size = (n * chains.len()) as f64;
    if n < 4 || chains.iter().flatten().any(|v| !v.is_finite()) {
        return f64::NAN;
    }
    let correlation = Correlation::new(chains);
    if correlation.total <= f64::MIN_POSITIVE {
        return size;
    }
    let (mut even, mut odd) = (1.0, correlation.at(1));
    let mut rho = vec![even, odd];
    while rho.len() < n - 2 && even + odd > 0.0 {
        even = correlation.at(rho.len());
        odd = correlation.at(rho.len() + 1);
        rho.extend([even, odd]);
    }
    // The last pair is not summed; its even part alone is, which helps antithetic chains.
    let cut = rho.len() - 2;
    let tau = -1.0 + 2.0 * monotone(&mut rho[..cut]) + even.max(0.0);
    size / tau.max(1.0 / size.log10())
}

/// The sum of autocorrelations, no pair of lags above the one before it.
fn monotone(rho: &mut [f64]) -> f64 {
    for i in (2..rho.len()).step_by(2) {
        let before = rho[i - 2] + rho[i - 1];
        if rho[i] + rho[i + 1] > before {
            rho[i] = before / 2.0;
            rho[i + 1] = before / 2.0;
        }
    }
    rho.iter().sum()
}

/// Effective sample size for the bulk: that of the rank-normalised split chains.
#[must_use]
pub fn ess_bulk(chains: &[Vec<f64>]) -> f64 {
    ess(&rank_normalised(&split(chains)))
}

/// Effective sample size for the mean: that of the split chains.
#[must_use]
pub fn ess_mean(chains: &[Vec<f64>]) -> f64 {
    ess(&split(chains))
}

/// Effective sample size for the tails: the lesser of those for the 5 % and 95 % quantiles.
#[must_use]
pub fn ess_tail(chains: &[Vec<f64>]) -> f64 {
    let mut all: Vec<f64> = chains.iter().flatten().copied().collect();
    all.sort_unstable_by(f64::total_cmp);
    let of = |p: f64| {
        let limit = crate::scores::quantile(&all, p);
        let below = |chain: &Vec<f64>| chain.iter().map(|v| f64::from(u8::from(*v <= limit))).collect();
        let inside: Vec<Vec<f64>> = chains.iter().map(below).collect();
        ess(&split(&inside))
    };
    of(0.05).min(of(0.95))
}
