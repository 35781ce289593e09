//! Each score against a published or hand-worked value.

use halha_inference::chance::Stream;
use halha_inference::scores::*;
use statrs::distribution::{ContinuousCDF, DiscreteCDF, LogNormal, Poisson};

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} instead of {wanted}");
}

#[test]
fn scores_over_classes_by_hand() {
    // Ignorance of three equal chances: ln 3.
    near(log_score(&[1.0 / 3.0; 3], 2), 1.098_612_288_668_11, 1e-12);
    assert!(log_score(&[1.0, 0.0], 1).is_infinite());
    // (0.2 − 0)² + (0.5 − 1)² = 0.29, halved.
    near(rps(&[0.2, 0.3, 0.5], 1), 0.145, 1e-12);
    near(rps(&[0.3, 0.7], 1), brier(0.3, false), 1e-12);
    near(brier(0.7, true), 0.09, 1e-12);
    // 0.2² + 0.7² + 0.5².
    near(brier_classes(&[0.2, 0.3, 0.5], 1), 0.78, 1e-12);
    // ln of the mean of e^1000 and e^1002, without overflow: 1002 + ln((1 + e^−2)/2).
    near(ln_mean_exp(&[1000.0, 1002.0]), 1_001.433_780_830_483, 1e-9);
}

#[test]
fn crps_of_draws_by_hand() {
    // Mean distance 4/3; pairs 1 + 3 + 2 = 6, over 9 and over 6.
    near(crps_sample(&[4.0, 1.0, 2.0], 3.0), 4.0 / 3.0 - 6.0 / 9.0, 1e-12);
    near(crps_fair(&[4.0, 1.0, 2.0], 3.0), 1.0 / 3.0, 1e-12);
    near(crps_sample(&[5.0], 3.0), 2.0, 1e-12);
    near(
        crps_weighted(&[4.0, 1.0, 2.0], &[1.0, 2.0, 0.0], 3.0),
        crps_sample(&[1.0, 1.0, 4.0], 3.0),
        1e-12,
    );
}

#[test]
fn crps_in_closed_form() {
    // Published with scoringRules (Jordan, Krüger, Lerch 2019): crps_norm(0) = 0.2336950.
    near(crps_normal(0.0, 1.0, 0.0), 0.233_694_977, 1e-8);
    near(crps_normal(2.0, 3.0, 2.0), 3.0 * 0.233_694_977, 1e-8);
    // Twice the integral of the pinball score over the quantiles, by the midpoint rule.
    let law = LogNormal::new(0.4, 0.7).expect("lognormal");
    let n = 20_000;
    let pinballs: f64 = (0..n)
        .map(|i| (f64::from(i) + 0.5) / f64::from(n))
        .map(|p| pinball(p, law.inverse_cdf(p), 3.0))
        .sum();
    near(crps_lognormal(0.4, 0.7, 3.0), 2.0 * pinballs / f64::from(n), 1e-4);
    // Wei, Held 2014: for Poisson(1) and y = 0, 1 − 2f₀ + 2f₀ − e⁻²(I₀(2) + I₁(2)) with I₀(2) = 2.2795853,
    // I₁(2) = 1.5906369.
    let poisson = Poisson::new(1.0).expect("poisson");
    near(crps_counts(|k| poisson.cdf(k), 0, 1000), 0.476_222, 1e-6);
    let far = crps_counts(|k| poisson.cdf(k), 40, 1000);
    near(far, 39.0 - 0.523_778, 1e-5);
}

#[test]
fn crps_of_many_draws_approaches_the_closed_form() {
    let mut stream = Stream::at(&[3]);
    let draws: Vec<f64> = (0..100_000).map(|_| 1.0 + 2.0 * stream.normal()).collect();
    // The error of the mean distance is about 2·0.6/√10⁵ = 0.004; five of them.
    near(crps_fair(&draws, 2.5), crps_normal(1.0, 2.0, 2.5), 0.02);
}

#[test]
fn intervals_by_hand() {
    let interval = Interval {
        level: 0.9,
        lower: 1.0,
        upper: 3.0,
    };
    near(interval_score(&interval, 2.0), 2.0, 1e-12);
    near(interval_score(&interval, 4.0), 22.0, 1e-9);
    near(interval_score(&interval, 0.5), 12.0, 1e-9);
    let draws: Vec<f64> = (0..=100).rev().map(f64::from).collect();
    let central = Interval::central(&draws, 0.9);
    near(central.lower, 5.0, 1e-9);
    near(central.upper, 95.0, 1e-9);
    let coverage = Coverage::of(&[(interval, 1.0), (interval, 3.1), (interval, 2.0), (interval, 0.9)]);
    assert_eq!((coverage.inside, coverage.of), (2, 4));
    near(coverage.share(), 0.5, 1e-12);
    near(coverage.mean_width, 2.0, 1e-12);
    near(
        weighted_quantile(&[3.0, 1.0, 2.0], &[1.0, 1.0, 2.0], 0.5),
        2.0,
        1e-12,
    );
    near(
        weighted_quantile(&[3.0, 1.0, 2.0], &[3.0, 1.0, 0.0], 0.5),
        3.0,
        1e-12,
    );
}

#[test]
fn transforms_are_uniform_when_right_and_not_when_narrow() {
    near(pit_sample(&[1.0, 2.0, 2.0, 3.0], 2.0), 0.5, 1e-12);
    near(pit_counts(&[0, 1, 1, 4], 1, 0.5), 0.5, 1e-12);
    // 2,000 counts from Poisson(3): chi-squared of 10 bins has 9 degrees of freedom; above 33.7 with chance 10⁻⁴.
    let poisson = |mean| Poisson::new(mean).expect("poisson");
    let chi = |stated: f64| {
        let mut stream = Stream::at(&[11]);
        let law = poisson(stated);
        let transforms: Vec<f64> = (0..2000)
            .map(|_| {
                let y = stream.poisson(3.0);
                let below = if y == 0 { 0.0 } else { law.cdf(y - 1) };
                pit_randomised(below, law.cdf(y), stream.uniform())
            })
            .collect();
        let counts = pit_histogram(&transforms, 10);
        assert_eq!(counts.iter().sum::<usize>(), 2000);
        counts
            .iter()
            .map(|c| (*c as f64 - 200.0).powi(2) / 200.0)
            .sum::<f64>()
    };
    assert!(chi(3.0) < 33.7, "{}", chi(3.0));
    assert!(chi(3.3) > 33.7, "a mean 10 % too high: {}", chi(3.3));
}

#[test]
fn calibration_line_by_hand() {
    // Stated 0.1 and 0.9, happened in 1 and 3 of 4: the logits ±2.197 meet ±1.099, a slope of one half. The
    // information about the slope is 8 · 0.1875 · (ln 9)², and the standard error its inverse root.
    let stated = [0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9];
    let happened = [true, false, false, false, true, true, true, false];
    let line = calibration(&stated, &happened).expect("a line");
    near(line.slope, 0.5, 1e-9);
    near(line.intercept, 0.0, 1e-9);
    near(line.slope_error, 1.0 / (1.5_f64.sqrt() * 9_f64.ln()), 1e-9);
    near(line.intercept_error, 1.5_f64.powf(-0.5), 1e-9);
    assert_eq!(
        calibration(&[0.2, 0.8], &[false, true]),
        Err(CalibrationError::NoLine)
    );
    assert_eq!(
        calibration(&[0.2, 1.0], &[false, true]),
        Err(CalibrationError::Probability { case: 1, value: 1.0 })
    );
}

#[test]
fn means_and_their_errors_by_hand() {
    let mean = Mean::of(&[1.0, 2.0, 3.0, 4.0]).expect("a mean");
    near(mean.mean, 2.5, 1e-12);
    // s = √(5/3), over √4.
    near(mean.standard_error, 0.645_497_224_367_903, 1e-12);
    // Sums of the groups' deviations −2 and 2: √(2 · 8) / 4.
    let grouped = Mean::clustered(&[1.0, 2.0, 3.0, 4.0], &[7, 7, 9, 9]).expect("a mean");
    near(grouped.standard_error, 1.0, 1e-12);
    let difference = paired(&[1.0, 3.0, 2.0], &[0.0, 1.0, 2.0]).expect("a difference");
    near(difference.mean, 1.0, 1e-12);
    near(difference.standard_error, 1.0 / 3.0_f64.sqrt(), 1e-12);
    assert_eq!(Mean::of(&[1.0]), Err(MeanError::TooFew { groups: 1 }));
    assert_eq!(
        paired(&[1.0], &[1.0, 2.0]),
        Err(MeanError::Lengths { left: 1, right: 2 })
    );
}
