//! The fast likelihoods against sums over all pairs and against finite differences.

mod hawkes_support;

use halha_inference::hawkes::{
    Background, HawkesError, Mutual, MutualLayout, Path, Rates, plain_log_likelihood, simulate,
    simulate_mutual,
};
use hawkes_support::{Numbers, central};

const RATES: Rates = Rates {
    background: 0.5,
    branching: 0.6,
    decay: 1.0,
};

/// The definition: a sum over all pairs.
fn brute_force(times: &[f64], weights: &[f64], end: f64, at: &Rates) -> f64 {
    let w = |j: usize| weights.get(j).copied().unwrap_or(1.0);
    let mut value = -at.background * end;
    for (i, t) in times.iter().enumerate() {
        let excited: f64 = (0..i).map(|j| w(j) * (-at.decay * (t - times[j])).exp()).sum();
        value += (at.background + at.branching * at.decay * excited).ln();
        value -= at.branching * w(i) * (1.0 - (-at.decay * (end - t)).exp());
    }
    value
}

#[test]
fn every_length_agrees_with_the_definition() {
    let mut numbers = Numbers::new(11);
    for n in 0..40 {
        let mut times: Vec<f64> = (0..n).map(|_| 20.0 * numbers.next()).collect();
        times.sort_by(f64::total_cmp);
        let weights: Vec<f64> = (0..n).map(|_| 3.0 * numbers.next()).collect();
        let rates = Rates {
            background: 0.1 + numbers.next(),
            branching: numbers.next(),
            decay: 0.05 + 3.0 * numbers.next(),
        };
        let plain = Path::new(&times, 20.0).expect("in order").log_likelihood(&rates);
        let marked = Path::marked(&times, &weights, 20.0)
            .expect("in order")
            .log_likelihood(&rates);
        for (value, weights) in [(plain, &[][..]), (marked, &weights[..])] {
            let truth = brute_force(&times, weights, 20.0, &rates);
            assert!(
                (value.log_likelihood - truth).abs() < 1e-10 * truth.abs().max(1.0),
                "{n} events"
            );
            let slow = plain_log_likelihood(&times, weights, 20.0, &rates);
            for (fast, slow) in value.gradient.iter().zip(slow.gradient) {
                assert!(
                    (fast - slow).abs() < 1e-9 * slow.abs().max(1.0),
                    "{n} events: {fast} against {slow}"
                );
            }
        }
    }
}

#[test]
fn long_paths_agree_with_the_plain_recursion() {
    let mut numbers = Numbers::new(12);
    let times = simulate(&RATES, 4_000.0, &mut || numbers.next());
    assert!(times.len() > 3_000);
    let path = Path::new(&times, 4_000.0).expect("simulated in order");
    // Decays from memories longer than the whole path to none at all, and rates that leave the fast range.
    for decay in [1e-5, 1e-2, 1.0, 50.0, 1e4] {
        for background in [1e-40, 1e-3, 1.0] {
            let at = Rates {
                background,
                branching: 0.4,
                decay,
            };
            let fast = path.log_likelihood(&at);
            let slow = plain_log_likelihood(&times, &[], 4_000.0, &at);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
            assert!(
                near(fast.log_likelihood, slow.log_likelihood),
                "{at:?}: {fast:?} {slow:?}"
            );
            for (a, b) in fast.gradient.iter().zip(slow.gradient) {
                assert!(near(*a, b), "{at:?}: {a} against {b}");
            }
        }
    }
}

#[test]
fn gradient_is_the_slope() {
    let mut numbers = Numbers::new(13);
    let times = simulate(&RATES, 300.0, &mut || numbers.next());
    let weights: Vec<f64> = times.iter().map(|_| 2.0 * numbers.next()).collect();
    let path = Path::marked(&times, &weights, 300.0).expect("simulated in order");
    let at = [0.4, 0.3, 1.7];
    let value = |x: &[f64]| {
        let rates = Rates {
            background: x[0],
            branching: x[1],
            decay: x[2],
        };
        path.log_likelihood(&rates)
    };
    for (c, slope) in value(&at).gradient.into_iter().enumerate() {
        let difference = central(&at, c, |x| value(x).log_likelihood);
        assert!(
            (slope - difference).abs() < 1e-5 * slope.abs().max(1.0),
            "{c}: {slope} against {difference}"
        );
    }
}

/// The definition for several kinds with a background of two periods.
fn brute_force_mutual(
    times: &[f64],
    kinds: &[usize],
    end: f64,
    rates: &[[f64; 2]],
    branching: &[f64],
    decay: f64,
) -> f64 {
    let n = rates.len();
    let period = |t: f64| usize::from(t >= 30.0);
    let mut value: f64 = rates.iter().map(|r| -r[0] * 30.0 - r[1] * (end - 30.0)).sum();
    for (i, t) in times.iter().enumerate() {
        let mut rate = rates[kinds[i]][period(*t)];
        for j in 0..i {
            rate += branching[kinds[i] * n + kinds[j]] * decay * (-decay * (t - times[j])).exp();
        }
        value += rate.ln();
        let given: f64 = (0..n).map(|k| branching[k * n + kinds[i]]).sum();
        value -= given * (1.0 - (-decay * (end - t)).exp());
    }
    value
}

fn three_kinds() -> (Vec<f64>, Vec<usize>, Vec<f64>) {
    let branching = vec![0.3, 0.1, 0.0, 0.2, 0.2, 0.1, 0.05, 0.1, 0.4];
    let mut numbers = Numbers::new(14);
    let (times, kinds) = simulate_mutual(&[0.4, 0.2, 0.3], &branching, 0.8, 100.0, &mut || numbers.next());
    (times, kinds, branching)
}

#[test]
fn mutual_agrees_with_the_definition_and_its_slope() {
    let (times, kinds, branching) = three_kinds();
    let background = Background {
        ends: vec![30.0, 100.0],
        effects: 1,
        covariates: vec![0.0, 1.0, 0.0, 0.5, 0.0, -1.0],
        offsets: vec![0.1, 0.0, 0.0, 0.2, 0.0, 0.0],
    };
    let layout = MutualLayout {
        background,
        ..MutualLayout::free(3)
    };
    let path = Mutual::new(&times, &kinds, &[], 100.0, layout).expect("a valid path");
    let base = [0.4f64.ln(), 0.2f64.ln(), 0.3f64.ln()];
    let effect = 0.7;
    let mut at = base.to_vec();
    at.push(effect);
    // A branching of 0 has no logarithm: a very small one stands for it.
    at.extend(branching.iter().map(|b| b.max(1e-12).ln()));
    at.push(0.8f64.ln());
    let rates = [
        [(base[0] + 0.1).exp(), (base[0] + effect).exp()],
        [base[1].exp(), (base[1] + 0.5 * effect + 0.2).exp()],
        [base[2].exp(), (base[2] - effect).exp()],
    ];
    let mut gradient = vec![0.0; at.len()];
    let value = path.log_likelihood(&at, &mut gradient);
    let truth = brute_force_mutual(&times, &kinds, 100.0, &rates, &branching, 0.8);
    assert!(
        (value - truth).abs() < 1e-8 * truth.abs(),
        "{value} against {truth}"
    );
    for (c, slope) in gradient.iter().enumerate() {
        let difference = central(&at, c, |x| path.log_likelihood(x, &mut vec![0.0; x.len()]));
        assert!(
            (slope - difference).abs() < 1e-5 * slope.abs().max(1.0),
            "{c}: {slope} against {difference}"
        );
    }
}

#[test]
fn one_kind_is_the_univariate_process() {
    let mut numbers = Numbers::new(15);
    let times = simulate(&RATES, 200.0, &mut || numbers.next());
    let weights: Vec<f64> = times.iter().map(|_| 1.5 * numbers.next()).collect();
    let kinds = vec![0; times.len()];
    let one = Mutual::new(&times, &kinds, &weights, 200.0, MutualLayout::free(1)).expect("valid");
    let path = Path::marked(&times, &weights, 200.0).expect("valid");
    let at = [RATES.background.ln(), RATES.branching.ln(), RATES.decay.ln()];
    let mut gradient = [0.0; 3];
    let value = one.log_likelihood(&at, &mut gradient);
    let other = path.log_likelihood(&RATES);
    assert!((value - other.log_likelihood).abs() < 1e-9 * value.abs());
    let scale = [RATES.background, RATES.branching, RATES.decay];
    for c in 0..3 {
        assert!((gradient[c] - scale[c] * other.gradient[c]).abs() < 1e-8 * gradient[c].abs().max(1.0));
    }
}

#[test]
fn sectors_and_sides_share_three_branchings() {
    let layout = MutualLayout::sectors_and_sides(6, Background::default());
    assert_eq!(layout.parameters(), 12 + 3 + 1);
    // An incident of side 0 in sector 2 sets off its own kind, its answer, and the other side elsewhere.
    let column = 4;
    let given: Vec<Option<usize>> = (0..12).map(|row| layout.ties[row * 12 + column]).collect();
    let expected = [
        None,
        Some(2),
        None,
        Some(2),
        Some(0),
        Some(1),
        None,
        Some(2),
        None,
        Some(2),
        None,
        Some(2),
    ];
    assert_eq!(given, expected);
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(
        Path::new(&[1.0, 0.5], 2.0).err(),
        Some(HawkesError::Unordered {
            index: 1,
            time: 0.5,
            before: 1.0
        })
    );
    assert_eq!(
        Path::new(&[1.0, 2.5], 2.0).err(),
        Some(HawkesError::Outside {
            index: 1,
            time: 2.5,
            end: 2.0
        })
    );
    assert_eq!(Path::new(&[], 0.0).err(), Some(HawkesError::End { end: 0.0 }));
    assert_eq!(
        Path::marked(&[1.0], &[-1.0], 2.0).err(),
        Some(HawkesError::Weight {
            index: 0,
            weight: -1.0
        })
    );
    let kind = Mutual::new(&[1.0], &[3], &[], 2.0, MutualLayout::free(2)).err();
    assert_eq!(
        kind,
        Some(HawkesError::Kind {
            index: 0,
            kind: 3,
            kinds: 2
        })
    );
    let short = Background {
        ends: vec![1.0],
        ..Background::default()
    };
    let layout = MutualLayout {
        background: short,
        ..MutualLayout::free(1)
    };
    assert!(matches!(
        Mutual::new(&[1.0], &[0], &[], 2.0, layout),
        Err(HawkesError::Layout {
            what: "periods covered",
            ..
        })
    ));
}
