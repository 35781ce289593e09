//! Where only totals of periods are known: the mean behaviour of a self-exciting process, and the law of its counts.

use statrs::function::gamma::{digamma, ln_gamma};

/// A dispersion closer to 1 than this is a Poisson law: the difference is beyond rounding.
const POISSON: f64 = 1e-7;

/// The expected events of each period of a process whose background is constant within periods.
///
/// **Law** the mean intensity m solves m(t) = μ(t) + ∫₀ᵗ n β e^{−β(t−s)} m(s) ds, so m = μ + x with
/// x′ = −β(1−n) x + nβ μ: solved exactly, period by period. **Units** events. **Valid for** n < 1; n may be negative
/// (the difference of two processes that excite one another). **Source** mean-behaviour process, Rizoiu et al. (2022).
/// **Status** exact for the mean of the process.
#[derive(Debug, Clone, PartialEq)]
pub struct Renewal {
    /// Expected events, by period.
    pub expected: Vec<f64>,
    /// Excited part of the intensity at the beginning of each period.
    excited: Vec<f64>,
}

/// Derivatives of something by what [`Renewal`] was worked out from.
#[derive(Debug, Clone, PartialEq)]
pub struct RenewalSlopes {
    /// By the background rate of each period.
    pub rates: Vec<f64>,
    /// By the branching ratio.
    pub branching: f64,
    /// By the decay.
    pub decay: f64,
}

impl Renewal {
    /// Periods of `days`, with background `rates`, from a start without history.
    pub fn new(days: &[f64], rates: &[f64], branching: f64, decay: f64) -> Self {
        let kappa = decay * (1.0 - branching);
        let mut x = 0.0;
        let mut renewal = Self {
            expected: Vec::with_capacity(days.len()),
            excited: Vec::with_capacity(days.len()),
        };
        for (h, r) in days.iter().zip(rates) {
            let level = branching / (1.0 - branching) * r;
            let e = (-kappa * h).exp();
            renewal.excited.push(x);
            renewal
                .expected
                .push((r + level) * h + (x - level) * (1.0 - e) / kappa);
            x = level + (x - level) * e;
        }
        renewal
    }

    /// The derivatives of Σ slopes·expected: one backward pass.
    pub fn backward(
        &self,
        days: &[f64],
        rates: &[f64],
        branching: f64,
        decay: f64,
        slopes: &[f64],
    ) -> RenewalSlopes {
        let (kappa, odds) = (decay * (1.0 - branching), branching / (1.0 - branching));
        let mut out = RenewalSlopes {
            rates: vec![0.0; days.len()],
            branching: 0.0,
            decay: 0.0,
        };
        let mut next = 0.0; // slope by the excited part at the end of the period
        for p in (0..days.len()).rev() {
            let (h, r, slope) = (days[p], rates[p], slopes[p]);
            let level = odds * r;
            let e = (-kappa * h).exp();
            let fraction = (1.0 - e) / kappa;
            let above = self.excited[p] - level;
            let by_level = slope * (h - fraction) + next * (1.0 - e);
            let by_fraction = slope * above;
            let by_e = next * above - by_fraction / kappa;
            let by_kappa = -by_fraction * fraction / kappa - by_e * h * e;
            out.rates[p] = slope * h + by_level * odds;
            out.branching += by_level * r / ((1.0 - branching) * (1.0 - branching)) - by_kappa * decay;
            out.decay += by_kappa * (1.0 - branching);
            next = slope * fraction + next * e;
        }
        out
    }
}

/// A log-probability of a count with its derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// Log-probability.
    pub log_probability: f64,
    /// Derivative by the mean.
    pub by_mean: f64,
    /// Derivative by the dispersion.
    pub by_dispersion: f64,
}

/// The negative binomial law of a count with a given mean and dispersion (variance over mean).
///
/// **Law** r = m/(F−1), P(y) = Γ(y+r)/(Γ(r) y!)·F^{−r}·(1−1/F)^y; Poisson at F = 1. **Units** events.
/// **Valid for** m > 0, F ≥ 1. **Source** the clusters of a self-exciting process make the variance of a long
/// period's count mean/(1−n)² (Hawkes 1971); the negative binomial matches both moments. **Status** approximation of shape.
pub fn negative_binomial(count: f64, mean: f64, dispersion: f64) -> Counted {
    let above = dispersion - 1.0;
    if above < POISSON {
        // By dispersion: half the factorial second moment's excess, the limit of the general law.
        let (y, m) = (count, mean);
        return Counted {
            log_probability: y * m.ln() - m - ln_gamma(y + 1.0),
            by_mean: y / m - 1.0,
            by_dispersion: 0.5 * ((y - m) * (y - m) - y) / m,
        };
    }
    let size = mean / above;
    let (log_f, log_share) = (dispersion.ln(), (above / dispersion).ln());
    let by_size = digamma(count + size) - digamma(size) - log_f;
    Counted {
        log_probability: ln_gamma(count + size) - ln_gamma(size) - ln_gamma(count + 1.0) - size * log_f
            + count * log_share,
        by_mean: by_size / above,
        by_dispersion: -by_size * size / above - size / dispersion + count / (dispersion * above),
    }
}
