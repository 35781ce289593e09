//! Laws of yes and no and of counts.

use crate::maths::{deviance, exp, exp_in_lanes, inv_phi, ln_1p, sqrt, stirling_error};

/// Expected counts up to here are found by adding masses from zero up; above it from a normal guess.
const FROM_ZERO_UP_TO: f64 = 100.0;
/// Variances above this are answered by the normal guess itself.
const GUESS_FROM: f64 = 1e10;

/// True with probability `p`: `u < p`. Turns from false to true as `p` rises, and from true to false as `u`
/// does.
///
/// `p` ≤ 0 and NaN are never, `p` ≥ 1 is always.
#[inline]
#[must_use]
pub fn bernoulli(u: f64, p: f64) -> bool {
    u < p
}

/// Poisson law with `mean` ≥ 0. Rises in `mean`; a mean of 0, below or NaN gives 0.
///
/// Exact (masses are summed to about 1e-14) up to a mean of 10¹⁰, from where a normal guess with the skewness
/// corrected is rounded. Cost: about one division per unit of the result up to a mean of 100, then a start of
/// some 20 such and eight steps per standard deviation.
#[inline(never)]
#[must_use]
pub fn poisson(u: f64, mean: f64) -> u64 {
    if mean.is_nan() || mean <= 0.0 {
        0
    } else if mean <= FROM_ZERO_UP_TO {
        climb(u, exp(-mean), |k| mean / k)
    } else {
        poisson_from_guess(u, mean)
    }
}

/// [`poisson`], to the same number; quicker where it mostly is at most two, which are counted without a branch.
#[inline]
pub(crate) fn poisson_mostly_few(u: f64, mean: f64) -> u64 {
    // Above this mean no uniform number is low enough for two.
    const MOST: f64 = 700.0;
    let [none, to_one, to_two] = poisson_up_to_two(exp_in_lanes(-mean.min(MOST)), mean);
    if u > to_two || mean > MOST {
        poisson(u, mean)
    } else {
        u64::from(u > none) + u64::from(u > to_one)
    }
}

/// P(N ≤ 0), P(N ≤ 1) and P(N ≤ 2) of a Poisson number from P(N = 0) and its mean.
#[inline]
pub(crate) fn poisson_up_to_two(none: f64, mean: f64) -> [f64; 3] {
    let one = none * mean;
    let to_one = none + one;
    [none, to_one, to_one + one * (0.5 * mean)]
}

fn poisson_from_guess(u: f64, mean: f64) -> u64 {
    let u = within_grain(u);
    let guess = normal_guess(u, mean, mean, 1.0 / 6.0);
    if mean > GUESS_FROM {
        return guess as u64;
    }
    let inverse = 1.0 / mean;
    settle(
        u,
        guess,
        poisson_mass(guess, mean),
        |k| mean / (k + 1.0),
        |k| k * inverse,
    )
}

/// Binomial law: successes in `n` trials of probability `p`. Rises in `n` and in `p`.
///
/// `p` ≤ 0 and NaN give 0, `p` ≥ 1 gives `n`. Exact (masses are summed to about 1e-14) up to a variance of
/// 10¹⁰, from where a normal guess is rounded. Cost: with q = min(p, 1 − p), about one division per unit of
/// the result up to n·q = 100, then a start of some 30 such and eight steps per standard deviation.
#[inline(never)]
#[must_use]
pub fn binomial(u: f64, n: u64, p: f64) -> u64 {
    if p.is_nan() || p <= 0.0 {
        0
    } else if p >= 1.0 {
        n
    } else if p > 0.5 {
        // 1 − u is exact for the uniforms of `open`, so failures are counted with the mirrored luck.
        n - binomial_rare(1.0 - u, n, 1.0 - p)
    } else {
        binomial_rare(u, n, p)
    }
}

/// [`binomial`] for 0 < p ≤ ½.
#[inline]
fn binomial_rare(u: f64, n: u64, p: f64) -> u64 {
    let trials = n as f64;
    if trials * p > FROM_ZERO_UP_TO {
        return binomial_from_guess(u, n, p);
    }
    let odds = p / (1.0 - p);
    let scaled = (trials + 1.0) * odds;
    climb(u, exp(trials * ln_1p(-p)), |k| scaled / k - odds).min(n)
}

fn binomial_from_guess(u: f64, n: u64, p: f64) -> u64 {
    let trials = n as f64;
    let mean = trials * p;
    let variance = mean * (1.0 - p);
    let u = within_grain(u);
    let guess = normal_guess(u, mean, variance, (1.0 - 2.0 * p) / 6.0).min(trials);
    if variance > GUESS_FROM {
        return guess as u64;
    }
    let odds = p / (1.0 - p);
    let against = (1.0 - p) / p;
    let up = |k: f64| (trials - k) * odds / (k + 1.0);
    let down = |k: f64| k * against / (trials - k + 1.0);
    settle(u, guess, binomial_mass(guess, trials, p), up, down).min(n)
}

/// `u`, no nearer to 0 or 1 than the uniforms of [`crate::chance::open`] come: the searches end there.
fn within_grain(u: f64) -> f64 {
    u.clamp(f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0)
}

/// The whole number near the quantile at `u`, by Cornish and Fisher's first correction for skewness.
///
/// `skew` is a sixth of the skewness times the standard deviation.
fn normal_guess(u: f64, mean: f64, variance: f64, skew: f64) -> f64 {
    let z = inv_phi(u);
    let guess = mean + sqrt(variance) * z + skew * (z * z - 1.0) + 0.5;
    if guess > 0.0 { (guess as u64) as f64 } else { 0.0 }
}

/// P(k) of the Poisson law, in Loader's form.
fn poisson_mass(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return exp(-mean);
    }
    exp(-stirling_error(k as u64) - deviance(k, mean)) / sqrt(std::f64::consts::TAU * k)
}

/// P(k) of the binomial law, in Loader's form.
fn binomial_mass(k: f64, n: f64, p: f64) -> f64 {
    let rest = n - k;
    if k == 0.0 {
        return exp(n * ln_1p(-p));
    }
    if rest == 0.0 {
        return exp(n * ln_1p(p - 1.0));
    }
    let errors = stirling_error(n as u64) - stirling_error(k as u64) - stirling_error(rest as u64);
    let deviances = deviance(k, n * p) + deviance(rest, n * (1.0 - p));
    exp(errors - deviances) * sqrt(n / (std::f64::consts::TAU * k * rest))
}

/// Numbers that are counted through before a search begins.
const COUNTED: u64 = 3;

/// The least k with F(k) ≥ u, adding masses from `at_zero` = P(0) up; `ratio(k)` is P(k)/P(k − 1).
#[inline]
fn climb(u: f64, at_zero: f64, ratio: impl Fn(f64) -> f64) -> u64 {
    let mut mass = at_zero;
    let mut sum = at_zero;
    // The first few by counting: where a search ends no predictor guesses.
    let mut counted = 0;
    for k in 1..=COUNTED {
        counted += u64::from(u > sum);
        mass *= ratio(k as f64).max(0.0);
        sum += mass;
    }
    if counted < COUNTED || u <= sum {
        return counted;
    }
    let mut k = COUNTED as f64;
    while u > sum {
        k += 1.0;
        let factor = ratio(k);
        mass *= factor;
        let next = sum + mass;
        // Beyond the mode a mass that no longer moves the sum ends the search: the rest is rounding.
        if next <= sum && factor < 1.0 {
            break;
        }
        sum = next;
    }
    k as u64
}

/// The least k with F(k) ≥ u, by walking from `start`, where the mass is `mass`; `up(k)` is P(k + 1)/P(k),
/// `down(k)` is P(k − 1)/P(k). The tail in which u lies is summed once, from the start outwards.
fn settle(u: f64, start: f64, mass: f64, up: impl Fn(f64) -> f64, down: impl Fn(f64) -> f64) -> u64 {
    let (mut k, mut mass) = (start, mass);
    if u < 0.5 {
        let mut below = mass + tail(k, mass, -1.0, &down);
        while below < u {
            mass *= up(k);
            k += 1.0;
            below += mass;
        }
        while k > 0.0 && below - mass >= u {
            below -= mass;
            mass *= down(k);
            k -= 1.0;
        }
    } else {
        let mut above = tail(k, mass, 1.0, &up);
        while above > 1.0 - u {
            mass *= up(k);
            k += 1.0;
            above -= mass;
        }
        while k > 0.0 && above + mass <= 1.0 - u {
            above += mass;
            mass *= down(k);
            k -= 1.0;
        }
    }
    k as u64
}

/// The sum of the masses beyond k in the direction `step`, each the one before times `ratio`.
#[inline]
fn tail(k: f64, mass: f64, step: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut at, mut term, mut sum) = (k, mass, 0.0);
    loop {
        term *= ratio(at);
        sum += term;
        at += step;
        if term <= sum * (f64::EPSILON / 8.0) {
            return sum;
        }
    }
}
