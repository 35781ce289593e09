//! Streams: distributions right, addresses apart, numbers pinned.

use halha_inference::chance::{Stream, address};
use halha_inference::normal;
use statrs::distribution::{ContinuousCDF, Gamma, Normal};

/// One-sample Kolmogorov–Smirnov distance from a distribution function.
fn ks(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_unstable_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gap = |(i, x): (usize, &f64)| {
        let f = cdf(*x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    };
    sample.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// Distance that a right sample of n exceeds with probability 10⁻⁴: √(ln(2/α)/2n).
fn bound(n: usize) -> f64 {
    ((2.0_f64 / 1e-4).ln() / (2.0 * n as f64)).sqrt()
}

#[test]
fn quantile_and_cdf_agree_with_statrs() {
    let standard = Normal::new(0.0, 1.0).expect("standard normal");
    for p in [1e-12, 1e-5, 0.01, 0.2, 0.5, 0.7, 0.93, 0.9999, 1.0 - 1e-9] {
        let z = normal::quantile(p);
        assert!((normal::cdf(z) / p - 1.0).abs() < 1e-9, "{p}");
        assert!(
            (standard.inverse_cdf(p) - z).abs() < 1e-6 * z.abs().max(1.0),
            "{p}"
        );
    }
    // Published to 15 digits: Φ⁻¹(0.975).
    assert!((normal::quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
}

#[test]
fn laws_are_right_and_a_law_that_is_3_percent_off_is_caught() {
    const N: usize = 60_000;
    let mut stream = Stream::at(&[1, 2, 3]);
    let normals: Vec<f64> = (0..N).map(|_| stream.normal()).collect();
    let gammas: Vec<f64> = (0..N).map(|_| stream.gamma(2.5)).collect();
    let small: Vec<f64> = (0..N).map(|_| stream.gamma(0.4)).collect();
    let gamma = |shape: f64| Gamma::new(shape, 1.0).expect("gamma");
    assert!(ks(normals.clone(), normal::cdf) < bound(N));
    assert!(ks(gammas.clone(), |x| gamma(2.5).cdf(x)) < bound(N));
    assert!(ks(small, |x| gamma(0.4).cdf(x)) < bound(N));
    let shifted = normals.iter().map(|x| x + 0.03).collect();
    assert!(ks(shifted, normal::cdf) > bound(N));
    let scaled = gammas.iter().map(|x| x * 1.03).collect();
    assert!(ks(scaled, |x| gamma(2.5).cdf(x)) > bound(N));
}

#[test]
fn poisson_has_its_mean_and_variance() {
    // Standard error of the mean √(λ/n); 4.5 of them are exceeded with probability 7·10⁻⁶.
    for mean in [0.3, 7.0, 95.0] {
        let mut stream = Stream::at(&[7]);
        let n = 20_000;
        let draws: Vec<f64> = (0..n).map(|_| stream.poisson(mean) as f64).collect();
        let found = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - found).powi(2)).sum::<f64>() / f64::from(n);
        let error = (mean / f64::from(n)).sqrt();
        assert!((found - mean).abs() < 4.5 * error, "{mean}: {found}");
        let spread = (mean / f64::from(n) * (1.0 + 2.0 * mean)).sqrt();
        assert!((variance - mean).abs() < 4.5 * spread, "{mean}: {variance}");
    }
}

#[test]
fn addresses_are_pinned_and_their_order_matters() {
    assert_ne!(address(&[1, 2]), address(&[2, 1]));
    assert_ne!(address(&[0]), address(&[0, 0]));
    assert_eq!(Stream::at(&[5, 6]).bits(), Stream::at(&[5, 6]).bits());
    let first: Vec<u64> = (0..1000).map(|i| Stream::at(&[9, i]).bits()).collect();
    let ones: u32 = first.iter().map(|b| b.count_ones()).sum();
    // 64,000 fair bits: standard deviation 126.5, 4.5 of them.
    assert!((f64::from(ones) - 32_000.0).abs() < 570.0, "{ones}");
}
