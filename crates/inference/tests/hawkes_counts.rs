//! The law of counts: moments of the negative binomial, slopes, and the mean behaviour against played paths.

mod hawkes_support;

use halha_inference::hawkes::{Rates, Renewal, negative_binomial, simulate};
use hawkes_support::{Numbers, central};

#[test]
fn negative_binomial_has_its_moments() {
    for (mean, dispersion) in [(0.7, 1.0), (3.0, 1.5), (40.0, 2.8), (150.0, 6.0)] {
        let p = |k: u32| {
            negative_binomial(f64::from(k), mean, dispersion)
                .log_probability
                .exp()
        };
        let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
        for k in 0..3_000 {
            let x = f64::from(k);
            total += p(k);
            first += x * p(k);
            second += x * x * p(k);
        }
        assert!((total - 1.0).abs() < 1e-9, "{total}");
        assert!((first / mean - 1.0).abs() < 1e-9, "{first}");
        assert!(((second - first * first) / (mean * dispersion) - 1.0).abs() < 1e-7);
    }
}

#[test]
fn slopes_of_the_law() {
    for (count, mean, dispersion) in [
        (0.0, 0.4, 1.3),
        (7.0, 5.0, 2.0),
        (152.0, 120.0, 3.0),
        (20.0, 31.0, 1.001),
    ] {
        let c = negative_binomial(count, mean, dispersion);
        let f = |x: &[f64]| negative_binomial(count, x[0], x[1]).log_probability;
        let numeric = [
            central(&[mean, dispersion], 0, f),
            (f(&[mean, dispersion + 1e-5]) - f(&[mean, dispersion - 1e-5])) / 2e-5,
        ];
        assert!(
            (c.by_mean - numeric[0]).abs() < 1e-5 * numeric[0].abs().max(1.0),
            "{c:?} {numeric:?}"
        );
        assert!(
            (c.by_dispersion - numeric[1]).abs() < 1e-3 * numeric[1].abs().max(1.0),
            "{c:?} {numeric:?}"
        );
    }
    // At the Poisson end the law and its slopes go over into their limits.
    let (near, at) = (
        negative_binomial(9.0, 7.0, 1.0 + 1e-5),
        negative_binomial(9.0, 7.0, 1.0),
    );
    assert!((near.log_probability - at.log_probability).abs() < 1e-5);
    assert!((near.by_mean - at.by_mean).abs() < 1e-4 && (near.by_dispersion - at.by_dispersion).abs() < 1e-3);
}

#[test]
fn slopes_of_the_mean_behaviour() {
    let days = [31.0, 28.0, 31.0, 30.0];
    let at = [0.3, 0.1, 0.5, 0.2, 0.45, 0.04];
    let weights = [1.0, -0.5, 2.0, 0.7];
    let value = |x: &[f64]| {
        let renewal = Renewal::new(&days, &x[..4], x[4], x[5]);
        renewal
            .expected
            .iter()
            .zip(weights)
            .map(|(e, w)| e * w)
            .sum::<f64>()
    };
    for branching in [at[4], -0.3, 0.0] {
        let mut at = at;
        at[4] = branching;
        let renewal = Renewal::new(&days, &at[..4], at[4], at[5]);
        let slopes = renewal.backward(&days, &at[..4], at[4], at[5], &weights);
        let analytic = [&slopes.rates[..], &[slopes.branching, slopes.decay]].concat();
        for (c, slope) in analytic.iter().enumerate() {
            let numeric = central(&at, c, value);
            assert!(
                (slope - numeric).abs() < 1e-5 * numeric.abs().max(1.0),
                "{c}: {slope} against {numeric}"
            );
        }
    }
}

/// Means and variance of 4,000 played paths over two periods with rates 0.4 and 0.9. The means' standard errors are
/// below 1 %; four of them are failed once in 8,000 for each of two. The variance of the second period's count over
/// its mean lies within 12 % of 1/(1−n)² = 2.04 (standard error 2.3 %, and the period is long but not infinite).
#[test]
fn played_counts_have_the_mean_and_the_dispersion() {
    let (branching, decay) = (0.3, 0.5);
    let renewal = Renewal::new(&[60.0, 240.0], &[0.4, 0.9], branching, decay);
    let mut numbers = Numbers::new(21);
    let (mut counts, runs) = (Vec::new(), 4_000);
    for _ in 0..runs {
        // A path whose background rises at 60 is the union of one at 0.4 and one at 0.5 that begins there.
        let low = Rates {
            background: 0.4,
            branching,
            decay,
        };
        let more = Rates {
            background: 0.5,
            ..low
        };
        let mut count = [0.0; 2];
        simulate(&low, 300.0, &mut || numbers.next())
            .iter()
            .for_each(|t| count[usize::from(*t > 60.0)] += 1.0);
        count[1] += simulate(&more, 240.0, &mut || numbers.next()).len() as f64;
        counts.push(count);
    }
    let mean = |p: usize| counts.iter().map(|c| c[p]).sum::<f64>() / f64::from(runs);
    for p in 0..2 {
        let spread = (renewal.expected[p] * 2.04 / f64::from(runs)).sqrt();
        assert!(
            (mean(p) - renewal.expected[p]).abs() < 4.0 * spread,
            "{} against {}",
            mean(p),
            renewal.expected[p]
        );
        // Planted: a mean without excitation.
        assert!((mean(p) - [24.0, 216.0][p]).abs() > 4.0 * spread);
    }
    let variance = counts.iter().map(|c| (c[1] - mean(1)).powi(2)).sum::<f64>() / f64::from(runs - 1);
    let dispersion = variance / mean(1);
    assert!((dispersion / 2.04 - 1.0).abs() < 0.12, "{dispersion}");
}
