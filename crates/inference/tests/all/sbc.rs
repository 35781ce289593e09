//! Calibration by simulation: right fits pass, fits with a planted defect do not, and the band has its level.

use halha_inference::chance::Stream;
use halha_inference::sbc::{Band, Experiment, Sbc, SbcSettings, run};

/// Mean of four unit normals under a standard normal prior; its exact posterior, spoilt as told.
struct Conjugate {
    widen: f64,
    shift: f64,
}

impl Conjugate {
    /// ln of the likelihood, up to a constant.
    fn ln_likelihood(mean: f64, data: &[f64]) -> f64 {
        -0.5 * data.iter().map(|y| (y - mean).powi(2)).sum::<f64>()
    }
}

impl Experiment for Conjugate {
    type Data = Vec<f64>;

    fn quantities(&self) -> Vec<String> {
        vec!["mean".into(), "log likelihood".into()]
    }

    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Vec<f64>) {
        let mean = stream.normal();
        (vec![mean], (0..4).map(|_| mean + stream.normal()).collect())
    }

    fn fit(&self, data: &Vec<f64>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let mut stream = Stream::at(&[seed]);
        let sd = 0.2_f64.sqrt();
        let mean = data.iter().sum::<f64>() / 5.0 + self.shift * sd;
        Ok((0..255)
            .map(|_| vec![mean + self.widen * sd * stream.normal()])
            .collect())
    }

    fn evaluate(&self, parameters: &[f64], data: &Vec<f64>) -> Vec<f64> {
        vec![parameters[0], Self::ln_likelihood(parameters[0], data)]
    }
}

const SETTINGS: SbcSettings = SbcSettings {
    simulations: 500,
    draws: 255,
    seed: 1,
};

fn of(widen: f64, shift: f64) -> Sbc {
    run(&Conjugate { widen, shift }, &SETTINGS)
}

/// Two quantities, each outside its 99 % band with probability 1 % at most.
#[test]
fn a_right_posterior_passes() {
    let sbc = of(1.0, 0.0);
    assert_eq!(sbc.excursions(0.99), []);
    assert!(sbc.failures.is_empty());
    for q in &sbc.quantities {
        // Three standard errors, four times: a false alarm of about 1 %.
        assert!(
            (q.coverage_50.share() - 0.5).abs() < 3.0 * q.coverage_50.standard_error(),
            "{}",
            q.name
        );
        assert!(
            (q.coverage_90.share() - 0.9).abs() < 3.0 * q.coverage_90.standard_error(),
            "{}",
            q.name
        );
    }
}

#[test]
fn a_posterior_20_percent_too_narrow_is_caught() {
    let sbc = of(0.8, 0.0);
    let found = sbc.excursions(0.99);
    assert!(!found.is_empty());
    assert!(found.iter().all(|(_, e)| e.by > 1.0));
    assert!(sbc.quantities[0].coverage_90.share() < 0.87);
}

#[test]
fn a_posterior_shifted_by_a_third_of_its_sd_is_caught() {
    let names: Vec<String> = of(1.0, 0.33)
        .excursions(0.99)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(names.contains(&"mean".to_owned()), "{names:?}");
}

/// A posterior that is the prior has uniform ranks of the parameter; only a quantity that sees the data betrays it.
#[test]
fn a_fit_that_ignores_the_data_is_caught_by_the_likelihood() {
    struct PriorOnly;
    impl Experiment for PriorOnly {
        type Data = Vec<f64>;
        fn quantities(&self) -> Vec<String> {
            vec!["mean".into(), "log likelihood".into()]
        }
        fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Vec<f64>) {
            Conjugate {
                widen: 1.0,
                shift: 0.0,
            }
            .draw(stream)
        }
        fn fit(&self, _: &Vec<f64>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
            if seed.is_multiple_of(50) {
                return Err("one in fifty fails".into());
            }
            let mut stream = Stream::at(&[seed]);
            Ok((0..255).map(|_| vec![stream.normal()]).collect())
        }
        fn evaluate(&self, parameters: &[f64], data: &Vec<f64>) -> Vec<f64> {
            vec![parameters[0], Conjugate::ln_likelihood(parameters[0], data)]
        }
    }
    let sbc = run(&PriorOnly, &SETTINGS);
    let names: Vec<String> = sbc.excursions(0.99).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["log likelihood"]);
    assert!(!sbc.failures.is_empty());
    assert_eq!(sbc.quantities[0].ranks.len() + sbc.failures.len(), 500);
}

/// 4,000 sets of uniform ranks: the share inside is the level or a little more (counts are whole numbers), within five
/// standard errors (0.017 at 95 %).
#[test]
fn the_band_has_its_level() {
    for (ranks, draws) in [(100, 63), (250, 255)] {
        let band = Band::new(ranks, draws, 0.95);
        let mut stream = Stream::at(&[5]);
        let inside = (0..4000).filter(|_| {
            let set: Vec<usize> = (0..ranks).map(|_| stream.below(draws + 1)).collect();
            band.excursion(&set).is_none()
        });
        let share = inside.count() as f64 / 4000.0;
        assert!(share > 0.95 - 0.017 && share < 0.985, "{ranks} ranks: {share}");
        assert!(band.gamma < 0.05 && band.gamma > 0.05 / 200.0, "{}", band.gamma);
    }
}
