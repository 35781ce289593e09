//! The cut of two Gaussian modules, whose law is known.

use halha_inference::chance::Stream;
use halha_inference::cut::compose;

/// Upstream: φ ~ N(0, 1), z = 1 with error 0.5. Downstream: θ ~ N(0, 2²), ȳ = 3 around θ + φ with error 0.4.
const Z: f64 = 1.0;
const Z_VARIANCE: f64 = 0.25;
const Y: f64 = 3.0;
const Y_VARIANCE: f64 = 0.16;
const THETA_VARIANCE: f64 = 4.0;

fn upstream(count: usize) -> Vec<Vec<f64>> {
    let precision = 1.0 + 1.0 / Z_VARIANCE;
    let (mean, sd) = (Z / Z_VARIANCE / precision, precision.powf(-0.5));
    let mut stream = Stream::at(&[21]);
    (0..count).map(|_| vec![mean + sd * stream.normal()]).collect()
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n)
}

#[test]
fn the_cut_has_its_law_and_not_that_of_the_full_posterior() {
    const N: usize = 20_000;
    let keep = THETA_VARIANCE / (THETA_VARIANCE + Y_VARIANCE);
    let within = keep * Y_VARIANCE;
    let cut = compose(&upstream(N), 1, |phi, seed| {
        let mut stream = Stream::at(&[seed]);
        Ok(vec![vec![keep * (Y - phi[0]) + within.sqrt() * stream.normal()]])
    });
    assert_eq!(cut.draws.len(), N);
    let phi: Vec<f64> = cut.draws.iter().map(|d| d.upstream[0]).collect();
    let theta: Vec<f64> = cut.draws.iter().map(|d| d.downstream[0]).collect();
    // φ keeps its upstream law N(0.8, 0.2); θ has mean keep (3 − 0.8) and variance within + keep² 0.2.
    let (phi_mean, phi_variance) = moments(&phi);
    let (theta_mean, theta_variance) = moments(&theta);
    let expected = within + keep * keep * 0.2;
    let error = |variance: f64| 5.0 * (variance / N as f64).sqrt();
    assert!((phi_mean - 0.8).abs() < error(0.2), "{phi_mean}");
    assert!((phi_variance / 0.2 - 1.0).abs() < 0.05, "{phi_variance}");
    assert!((theta_mean - keep * 2.2).abs() < error(expected), "{theta_mean}");
    assert!((theta_variance / expected - 1.0).abs() < 0.05, "{theta_variance}");
    // With feedback, ȳ − φ ~ N(0, 4.16) would pull φ to (4 + 3/4.16) / (5 + 1/4.16) = 0.901: the test tells them apart.
    let full = (Z / Z_VARIANCE + Y / (THETA_VARIANCE + Y_VARIANCE))
        / (1.0 + 1.0 / Z_VARIANCE + 1.0 / (THETA_VARIANCE + Y_VARIANCE));
    assert!((full - phi_mean).abs() > error(0.2), "{full}");
}

#[test]
fn failures_are_kept_and_seeds_do_not_depend_on_threads() {
    let draws = upstream(100);
    let go = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| {
            compose(&draws, 9, |phi, seed| {
                if phi[0] > 1.0 {
                    return Err("too great".into());
                }
                Ok(vec![vec![Stream::at(&[seed]).normal()]; 2])
            })
        })
    };
    let one = go(1);
    assert_eq!(one, go(3));
    let failed = draws.iter().filter(|phi| phi[0] > 1.0).count();
    assert!(failed > 0);
    assert_eq!(one.failures.len(), failed);
    assert_eq!(one.draws.len(), 2 * (100 - failed));
}
