//! The sampler against posteriors that are known exactly or were published.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{NutsError, NutsSettings, sample};

use crate::densities::{Autoregressive, CentredFunnel, ConjugateNormal, EightSchools, NonCentredFunnel};

pub(crate) fn drawn<D: LogDensity + Sync>(density: &D, settings: &NutsSettings) -> Chains {
    sample(density, settings, &|_| (), &AtomicBool::new(false)).expect("draws")
}

pub(crate) fn seeded(seed: u64) -> NutsSettings {
    NutsSettings {
        seed,
        ..NutsSettings::default()
    }
}

#[test]
fn conjugate_normal() {
    let density = ConjugateNormal {
        data: vec![4.1, 5.3, 3.8, 6.0, 4.9],
        sd: 1.5,
        prior_mean: 0.0,
        prior_sd: 2.0,
    };
    let (mean, sd) = density.posterior();
    let chains = drawn(&density, &seeded(1));
    let (found, spread) = chains.mean_sd(0);
    // 4,000 draws, of which at least 1,000 count as independent: five standard errors (false alarm below 10⁻⁶).
    assert!(
        (found - mean).abs() < 5.0 * sd / 1000_f64.sqrt(),
        "{found} for {mean}"
    );
    assert!(
        (spread / sd - 1.0).abs() < 5.0 / 2000_f64.sqrt(),
        "{spread} for {sd}"
    );
    assert_eq!(chains.divergences(), 0);
    // The band is narrower than a posterior that forgot its prior would need.
    let without = density.data.iter().sum::<f64>() / 5.0;
    assert!((without - mean).abs() > 5.0 * sd / 1000_f64.sqrt());
}

#[test]
fn correlated_gaussian_of_20_dimensions() {
    let density = Autoregressive { dim: 20, rho: 0.8 };
    let chains = drawn(&density, &seeded(2));
    for i in 0..20 {
        let sd = Autoregressive::sd(i);
        let (mean, spread) = chains.mean_sd(i);
        // At least 1,000 of 4,000 draws count; 5 errors in 20 coordinates, false alarm below 2·10⁻⁵.
        assert!(mean.abs() < 5.0 * sd / 1000_f64.sqrt(), "{i}: {mean}");
        assert!(
            (spread / sd - 1.0).abs() < 5.0 / 2000_f64.sqrt(),
            "{i}: {spread} for {sd}"
        );
    }
    let product: f64 = chains.draws().map(|x| x[3] * x[4]).sum::<f64>() / 4000.0;
    let correlation = product / (Autoregressive::sd(3) * Autoregressive::sd(4));
    assert!((correlation - 0.8).abs() < 0.1, "{correlation}");
}

#[test]
fn funnel_non_centred_is_sampled_and_centred_is_flagged() {
    let chains = drawn(&NonCentredFunnel, &seeded(3));
    assert_eq!(chains.divergences(), 0);
    let v = chains
        .map(vec!["v".to_owned()], |x| vec![3.0 * x[0]])
        .expect("one value a draw");
    let (mean, sd) = v.mean_sd(0);
    assert!(mean.abs() < 5.0 * 3.0 / 1000_f64.sqrt(), "{mean}");
    assert!((sd / 3.0 - 1.0).abs() < 5.0 / 2000_f64.sqrt(), "{sd}");
    let centred = drawn(&CentredFunnel, &seeded(3));
    assert!(centred.divergences() > 0, "the neck of the funnel went unnoticed");
}

#[test]
fn eight_schools_has_its_posterior() {
    let chains = drawn(
        &EightSchools,
        &NutsSettings {
            target_accept: 0.95,
            draws: 2000,
            ..seeded(4)
        },
    );
    assert!(chains.divergences() <= 2);
    let (mu, mu_sd) = chains.mean_sd(0);
    let taus = chains.map(vec!["tau".into()], |x| vec![x[1].exp()]).expect("tau");
    let (tau, _) = taus.mean_sd(0);
    // By quadrature over (μ, ln τ), θ integrated out: mean of μ 4.3968 (sd 3.3177), of τ 3.5977 (sd 3.2200).
    // 8,000 draws, at least 2,000 count: five standard errors.
    let error = |sd: f64| 5.0 * sd / 2000_f64.sqrt();
    assert!((mu - 4.3968).abs() < error(3.3177), "{mu}");
    assert!((mu_sd / 3.3177 - 1.0).abs() < 5.0 / 4000_f64.sqrt(), "{mu_sd}");
    assert!((tau - 3.5977).abs() < error(3.2200), "{tau}");
}

#[test]
fn draws_do_not_depend_on_threads_and_do_on_the_seed() {
    let density = Autoregressive { dim: 5, rho: 0.5 };
    let settings = NutsSettings {
        tune: 100,
        draws: 50,
        ..seeded(5)
    };
    let with = |threads: usize, settings: &NutsSettings| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| drawn(&density, settings))
    };
    let one = with(1, &settings);
    assert_eq!(one, with(3, &settings));
    assert_ne!(
        one,
        with(
            1,
            &NutsSettings {
                seed: 6,
                ..settings.clone()
            }
        )
    );
    // A chain does not depend on how many others there are.
    let alone = with(
        1,
        &NutsSettings {
            chains: 1,
            ..settings
        },
    );
    assert_eq!(alone.column(0)[0], one.column(0)[0]);
}

#[test]
fn refusals_say_what_is_wrong() {
    struct Nowhere;
    impl LogDensity for Nowhere {
        fn dim(&self) -> usize {
            2
        }
        fn log_density(&self, _: &[f64], _: &mut [f64]) -> f64 {
            f64::NEG_INFINITY
        }
    }
    let go =
        |settings: &NutsSettings, stop: bool| sample(&Nowhere, settings, &|_| (), &AtomicBool::new(stop));
    let no_chains = NutsSettings {
        chains: 0,
        ..seeded(1)
    };
    assert_eq!(go(&no_chains, false), Err(NutsError::Zero { setting: "chains" }));
    let start = NutsSettings {
        start: Some(vec![0.0]),
        ..seeded(1)
    };
    assert_eq!(
        go(&start, false),
        Err(NutsError::StartLength { found: 1, dim: 2 })
    );
    let one = NutsSettings {
        chains: 1,
        ..seeded(1)
    };
    assert_eq!(
        go(&one, false),
        Err(NutsError::NoStart {
            chain: 0,
            attempts: 100
        })
    );
}

#[test]
fn a_raised_flag_stops_and_progress_counts() {
    let density = Autoregressive { dim: 3, rho: 0.1 };
    let settings = NutsSettings {
        chains: 1,
        tune: 50,
        draws: 50,
        ..seeded(8)
    };
    let stop = AtomicBool::new(false);
    let last = std::sync::atomic::AtomicUsize::new(0);
    let watch = |p: halha_inference::nuts::Progress| {
        last.store(p.draw, Relaxed);
        if p.draw == 20 {
            stop.store(true, Relaxed);
        }
    };
    assert_eq!(
        sample(&density, &settings, &watch, &stop),
        Err(NutsError::Stopped)
    );
    assert_eq!(last.load(Relaxed), 20);
}
