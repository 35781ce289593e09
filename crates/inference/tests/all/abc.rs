//! ABC against posteriors in closed form.

use std::sync::atomic::AtomicBool;

use halha_inference::abc::{
    AbcError, AbcSettings, Course, Fit, Kernel, Posterior, RunAddress, Simulator, StopReason,
};
use halha_inference::chance::Stream;
use halha_inference::prior::{Independent, Law, Prior};
use statrs::distribution::{ContinuousCDF, Gamma};

/// The mean of ten unit normals.
pub(crate) struct NormalMean;

impl Simulator for NormalMean {
    fn summaries(&self) -> Vec<String> {
        vec!["mean".into()]
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        let mut stream = address.stream(0);
        Ok(vec![parameters[0] + stream.normal() / 10_f64.sqrt()])
    }
}

pub(crate) fn normal_prior() -> Independent {
    Independent(vec![("mu".into(), Law::Normal { mean: 0.0, sd: 2.0 })])
}

pub(crate) fn fit<S: Simulator>(
    simulator: &S,
    prior: &Independent,
    observed: &[f64],
    settings: &AbcSettings,
) -> Posterior {
    let fit = Fit {
        simulator,
        prior,
        observed,
        settings,
        of: "a normal mean",
    };
    fit.run(Course {
        checkpoint: None,
        progress: &|_| (),
        stop: &AtomicBool::new(false),
    })
    .expect("a posterior")
}

fn small(seed: u64) -> AbcSettings {
    AbcSettings {
        seed,
        particles: 1000,
        pilot: 2000,
        min_acceptance: 0.02,
        max_generations: 8,
        ..AbcSettings::default()
    }
}

/// Posterior of the conjugate normal: precision 1/4 + 10, mean 10 y over it.
fn exact(y: f64) -> (f64, f64) {
    let precision: f64 = 0.25 + 10.0;
    (10.0 * y / precision, precision.powf(-0.5))
}

#[test]
fn conjugate_normal_with_every_kernel() {
    let (mean, sd) = exact(1.3);
    for kernel in [Kernel::Component, Kernel::Local, Kernel::Walk] {
        let posterior = fit(
            &NormalMean,
            &normal_prior(),
            &[1.3],
            &AbcSettings { kernel, ..small(1) },
        );
        // 1,000 particles, at least 300 effective: five standard errors of mean and sd, and what ε adds.
        let adjusted = posterior.adjusted(&normal_prior());
        for (draws, slack) in [
            (posterior.plain(), posterior.threshold()),
            (adjusted.clone(), 0.0),
        ] {
            let (found, spread) = draws.mean_sd(0);
            assert!(
                (found - mean).abs() < 5.0 * sd / 300_f64.sqrt() + 0.1 * slack,
                "{kernel:?}: {found}"
            );
            assert!(
                (spread / sd - 1.0).abs() < 0.2 + 0.1 * slack,
                "{kernel:?}: {spread} for {sd}"
            );
        }
        let contraction = adjusted.contraction(&posterior.prior_sd)[0];
        assert!(
            (contraction - (1.0 - sd * sd / 4.0)).abs() < 0.02,
            "{contraction}"
        );
        assert!(
            posterior
                .generations
                .windows(2)
                .all(|w| w[1].threshold < w[0].threshold)
        );
        assert!(posterior.silent_summaries().is_empty());
        // Weighted particles are those of the prior's mean and sd at the pilot.
        assert!((posterior.prior_sd[0] - 2.0).abs() < 5.0 * 2.0 / 4000_f64.sqrt());
    }
}

/// The means of ten unit normals about each of the first three parameters; those that follow do nothing.
struct Three;

impl Simulator for Three {
    fn summaries(&self) -> Vec<String> {
        ["first", "second", "third"].map(String::from).to_vec()
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        let mut stream = address.stream(0);
        let means = parameters[..3]
            .iter()
            .map(|p| p + stream.normal() / 10_f64.sqrt());
        Ok(means.collect())
    }
}

/// Twenty-one parameters, of which three are told apart: walkers stay hundreds, the weights of proposals pile up.
/// Planted: taking the proposals' population for what its number says.
#[test]
fn many_parameters_leave_walkers_equal_where_weights_pile_up() {
    let names = (0..21).map(|k| (format!("p{k}"), Law::Normal { mean: 0.0, sd: 2.0 }));
    let prior = Independent(names.collect());
    let observed = [1.3, -0.4, 2.0];
    let run = |kernel| {
        let settings = AbcSettings {
            kernel,
            particles: 400,
            pilot: 2000,
            min_acceptance: 0.02,
            max_generations: 6,
            ..small(5)
        };
        fit(&Three, &prior, &observed, &settings)
    };
    let (walked, weighed) = (run(Kernel::Walk), run(Kernel::Component));
    let last = |p: &Posterior| p.generations.last().map_or(0.0, |g| g.effective);
    assert!(last(&walked) > 300.0, "{} walkers", last(&walked));
    assert!(last(&weighed) < 100.0, "{} weighed", last(&weighed));
    let adjusted = walked.adjusted(&prior);
    for (k, y) in observed.into_iter().enumerate() {
        let (mean, sd) = exact(y);
        let (found, spread) = adjusted.mean_sd(k);
        // Walkers of one generation share their steps' beginnings: 100 of 400 are taken to be independent.
        assert!((found - mean).abs() < 4.0 * sd / 10.0, "{k}: {found} for {mean}");
        assert!((spread / sd - 1.0).abs() < 0.3, "{k}: {spread} for {sd}");
    }
    for k in 3..21 {
        let (found, spread) = adjusted.mean_sd(k);
        assert!(found.abs() < 4.0 * 2.0 / 10.0, "{k}: {found}");
        assert!((spread / 2.0 - 1.0).abs() < 0.3, "{k}: {spread}");
    }
}

/// Twelve counts; the sum is sufficient, the second summary is noise.
struct Counts;

impl Simulator for Counts {
    fn summaries(&self) -> Vec<String> {
        vec!["sum".into(), "noise".into(), "constant".into()]
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        let mut stream = address.stream(0);
        let sum: u64 = (0..12).map(|_| stream.poisson(parameters[0])).sum();
        Ok(vec![sum as f64, stream.normal(), 3.0])
    }
}

#[test]
fn poisson_has_its_gamma_posterior() {
    let prior = Independent(vec![(
        "rate".into(),
        Law::Gamma {
            shape: 2.0,
            rate: 0.5,
        },
    )]);
    let posterior = fit(&Counts, &prior, &[60.0, 0.0, 3.0], &small(2));
    // Gamma(2 + 60, 0.5 + 12).
    let (mean, sd) = (62.0 / 12.5, 62_f64.sqrt() / 12.5);
    let adjusted = posterior.adjusted(&prior);
    let (found, spread) = adjusted.mean_sd(0);
    assert!(
        (found - mean).abs() < 5.0 * sd / 200_f64.sqrt(),
        "{found} for {mean}"
    );
    assert!((spread / sd - 1.0).abs() < 0.25, "{spread} for {sd}");
    assert_eq!(posterior.silent_summaries(), ["constant"]);
    let law = Gamma::new(62.0, 12.5).expect("gamma");
    let below = law.cdf(adjusted.quantile(0, 0.9)) - law.cdf(adjusted.quantile(0, 0.1));
    assert!((below - 0.8).abs() < 0.1, "{below}");
}

/// Coverage of central 90 % intervals over 60 draws from the prior. Right intervals hold 54 on average; 46 or fewer have
/// probability 1.3·10⁻³. Planted: the same draws pulled halfway to their mean hold far fewer.
#[test]
fn intervals_cover_and_narrow_ones_are_caught() {
    let settings = AbcSettings {
        particles: 200,
        pilot: 500,
        max_generations: 4,
        ..small(3)
    };
    let (mut right, mut narrow) = (0, 0);
    for case in 0..60 {
        let mut stream = Stream::at(&[77, case]);
        let truth = normal_prior().sample(&mut stream)[0];
        let y = truth + stream.normal() / 10_f64.sqrt();
        let posterior = fit(
            &NormalMean,
            &normal_prior(),
            &[y],
            &AbcSettings {
                seed: case,
                ..settings.clone()
            },
        );
        let adjusted = posterior.adjusted(&normal_prior());
        let (low, high) = (adjusted.quantile(0, 0.05), adjusted.quantile(0, 0.95));
        let mean = adjusted.mean_sd(0).0;
        right += u32::from((low..=high).contains(&truth));
        narrow += u32::from((f64::midpoint(low, mean)..=f64::midpoint(high, mean)).contains(&truth));
    }
    assert!(right > 46, "{right} of 60");
    assert!(narrow <= 46, "{narrow} of 60");
}

/// Fails whenever its parameter is positive, and gives nonsense in a tenth of the other runs.
struct Brittle;

impl Simulator for Brittle {
    fn summaries(&self) -> Vec<String> {
        vec!["x".into()]
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        if parameters[0] > 0.0 {
            return Err("exploded".into());
        }
        let mut stream = address.stream(0);
        let nonsense = stream.uniform() < 0.1;
        Ok(vec![if nonsense {
            f64::NAN
        } else {
            parameters[0] + 0.1 * stream.normal()
        }])
    }
}

#[test]
fn failures_are_counted_with_their_reason_and_not_retried() {
    let settings = AbcSettings {
        particles: 300,
        pilot: 2000,
        max_generations: 3,
        ..small(4)
    };
    let posterior = fit(&Brittle, &normal_prior(), &[-0.1], &settings);
    let pilot = &posterior.generations[0];
    let exploded = pilot.failures["exploded"].count;
    let nonsense = pilot.failures["summary 0 is NaN"].count;
    // Half of the prior is positive (standard deviation 22), a tenth of the rest is nonsense (9.5).
    assert!((900..1100).contains(&exploded), "{exploded}");
    assert!((55..145).contains(&nonsense), "{nonsense}");
    assert!(
        posterior.generations[1..]
            .iter()
            .all(|g| g.failures["exploded"].count > 0)
    );
    assert!(posterior.population.iter().all(|p| p.parameters[0] <= 0.0));
    let runs: u64 = posterior.generations.iter().map(|g| g.simulations).sum();
    assert_eq!(
        runs + posterior.given_up.as_ref().map_or(0, |g| g.simulations),
        posterior.simulations
    );
}

#[test]
fn ends_are_named() {
    let ended = |settings: AbcSettings| fit(&NormalMean, &normal_prior(), &[1.3], &settings);
    let few = ended(AbcSettings {
        max_generations: 2,
        particles: 100,
        pilot: 200,
        ..small(5)
    });
    assert_eq!((few.stopped, few.generations.len()), (StopReason::Generations, 3));
    let dear = ended(AbcSettings {
        max_simulations: 700,
        particles: 100,
        pilot: 200,
        ..small(5)
    });
    assert_eq!(dear.stopped, StopReason::Simulations);
    assert!(dear.simulations >= 700);
    let rare = ended(AbcSettings {
        min_acceptance: 0.4,
        max_generations: 50,
        particles: 100,
        pilot: 200,
        ..small(5)
    });
    assert_eq!(rare.stopped, StopReason::Acceptance);
}

#[test]
fn what_cannot_work_is_refused() {
    struct Silent;
    impl Simulator for Silent {
        fn summaries(&self) -> Vec<String> {
            vec!["x".into()]
        }
        fn simulate(&self, parameters: &[f64], _: RunAddress) -> Result<Vec<f64>, String> {
            if parameters[0] > 5.0 {
                Err("never".into())
            } else {
                Ok(vec![1.0])
            }
        }
    }
    let go = |observed: &[f64], settings: &AbcSettings| {
        let prior = normal_prior();
        let fit = Fit {
            simulator: &Silent,
            prior: &prior,
            observed,
            settings,
            of: "a normal mean",
        };
        fit.run(Course {
            checkpoint: None,
            progress: &|_| (),
            stop: &AtomicBool::new(false),
        })
        .expect_err("a refusal")
    };
    assert!(matches!(go(&[1.0], &small(1)), AbcError::NothingVaries));
    assert!(matches!(
        go(&[1.0, 2.0], &small(1)),
        AbcError::Observed { found: 2, wanted: 1 }
    ));
    assert!(matches!(
        go(&[f64::NAN], &small(1)),
        AbcError::ObservedValue { summary: 0, .. }
    ));
    let fewer = AbcSettings {
        pilot: 10,
        ..small(1)
    };
    assert!(matches!(
        go(&[1.0], &fewer),
        AbcError::Setting { setting: "pilot", .. }
    ));
}
