//! Small fights told by narratives: what was planted comes back, and not if the selection is forgotten.

use halha_combat::small::{Law, SmallFight, SmallModel, SmallPriors};
use halha_inference::chance::Stream;
use halha_inference::density::LogDensity;

const LAW: Law = Law {
    level: [-2.835, -3.1124],
    size: [-0.1568, -0.1631],
    ratio: [-0.3094, 0.6672],
    days: [0.6965, 0.8226],
    sd: [0.81, 1.274],
    correlation: 0.24,
    duration: [-2.59, 0.376, -1.3863, 0.73],
};
const PRIORS: SmallPriors = [(0.7, 1.0), (0.0, 0.5), (0.0, 0.5), (-2.5, 1.0), (1.1, 0.5)];
/// Planted: small_intensity, kappa_0, kappa_1, narrate0, narrate_losses.
const PLANTED: [f64; 5] = [0.9, 0.0, 0.0, -3.0, 1.1];

/// Losses of a fight, drawn from the model of engagements step by step.
fn fought(men: [f64; 2], chance: &mut Stream) -> [f64; 2] {
    let small = 1.0 / (1.0 + ((men[0] + men[1]) / 400.0).powi(2));
    let days = LAW.duration[0]
        + 0.5 * LAW.duration[1] * (men[0] * men[1]).ln()
        + LAW.duration[2] * small
        + LAW.duration[3] * chance.normal();
    let first = chance.normal();
    let second =
        LAW.correlation * first + (1.0_f64 - LAW.correlation * LAW.correlation).sqrt() * chance.normal();
    let noise = [first, second];
    let ratio = (men[0] / men[1]).ln();
    [0, 1].map(|s| {
        let size = LAW.size[s] * (men[s] / 1e4).ln() - PLANTED[0] * (men[s] / 1e3).ln().min(0.0);
        let eta = LAW.level[s] + size + LAW.ratio[s] * ratio + LAW.days[s] * days + LAW.sd[s] * noise[s];
        let f = 1.0 - (-eta.exp()).exp();
        (0..men[s] as usize).filter(|_| chance.uniform() < f).count() as f64
    })
}

/// 200 fights of 10 to 60 men; those told, and those not.
fn simulated() -> (Vec<SmallFight>, Vec<(SmallFight, f64)>) {
    let mut chance = Stream::at(&[20]);
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let men = [0, 1].map(|_| 10.0 + chance.below(51) as f64);
        let losses = fought(men, &mut chance);
        let logit = PLANTED[3] + PLANTED[4] * (losses[0] + losses[1]).ln_1p();
        let fight = SmallFight {
            attacker: 0,
            men,
            losses: losses.map(|c| Some((c, c))),
        };
        if chance.uniform() < 1.0 / (1.0 + (-logit).exp()) {
            told.push(fight);
        } else {
            untold.push((
                SmallFight {
                    losses: [None; 2],
                    ..fight
                },
                1.0,
            ));
        }
    }
    (told, untold)
}

/// Mean and sd of one parameter, the others at what was planted, on a grid.
fn posterior(model: &SmallModel, which: usize, others: [f64; 5]) -> (f64, f64) {
    let grid: Vec<f64> = (-15..=15).map(|i| PLANTED[which] + 0.1 * f64::from(i)).collect();
    let value = |x: &f64| {
        let mut at = others;
        at[which] = *x;
        model.value_at(&at)
    };
    let logs: Vec<f64> = grid.iter().map(value).collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|l| (l - top).exp()).collect();
    let sum: f64 = weights.iter().sum();
    let mean = grid.iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>() / sum;
    let var = grid
        .iter()
        .zip(&weights)
        .map(|(x, w)| (x - mean) * (x - mean) * w)
        .sum::<f64>()
        / sum;
    (mean, var.sqrt())
}

/// False alarms: 4 posterior sd, 6 in 100,000 for each of three checks. The planted defect: selection forgotten.
#[test]
fn small_intensity_comes_back_and_not_without_selection() {
    let (told, untold) = simulated();
    assert!(told.len() > 40 && untold.len() > 40, "{} told", told.len());
    let given = SmallModel::new(LAW, PRIORS, 0.8, told.clone(), Vec::new());
    let (mean, sd) = posterior(&given, 0, PLANTED);
    assert!((mean - PLANTED[0]).abs() < 4.0 * sd, "{mean} ± {sd}");
    let counted = SmallModel::new(LAW, PRIORS, 0.8, told, untold);
    let (slope, slope_sd) = posterior(&counted, 4, PLANTED);
    assert!(
        (slope - PLANTED[4]).abs() < 4.0 * slope_sd,
        "{slope} ± {slope_sd}"
    );
    let mut forgotten = PLANTED;
    forgotten[4] = 0.0;
    let (biased, biased_sd) = posterior(&given, 0, forgotten);
    assert!(
        biased - PLANTED[0] > 4.0 * biased_sd,
        "without selection {biased} ± {biased_sd}"
    );
}

#[test]
fn the_gradient_is_that_of_the_density() {
    let fight = SmallFight {
        attacker: 1,
        men: [30.0, 700.0],
        losses: [Some((2.0, 5.0)), None],
    };
    let model = SmallModel::new(LAW, PRIORS, 0.8, vec![fight], Vec::new());
    let wrong = halha_inference::density::check_gradient(&model, &[0.5, 0.2, -0.1, -2.0, 0.9], 1e-5);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(model.dim(), 5);
}
