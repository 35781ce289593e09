//! Statistical checks of addressed chance and of every law, each shown to catch a planted defect
//! (tests/ledger.md).
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use halha_kernel::chance::{Key, Purpose, Stream, block, open};
use halha_kernel::dist;
use statrs::distribution::{
    Beta, Binomial, ContinuousCDF, Discrete, Erlang, Exp, Gamma, LogNormal, Normal, Poisson,
};
use support::{assert_sound_and_sharp, g_p_value, ks_p_value, ledger};

const DRAWS: u32 = 100_000;
const SEED: u64 = 20_260_103;

fn key() -> Key {
    Key::derive(SEED, 1, 0, 0)
}

/// The uniform at index `i` of an address of its own for each check.
fn uniform(check: u64, i: u32) -> f64 {
    open(block(key(), check, Purpose::Assumption, i)[0])
}

#[test]
fn the_ledger_spends_at_most_one_per_cent() {
    let rates = ledger();
    assert!(rates.len() >= 20, "the ledger was not read: {rates:?}");
    assert!(rates.values().sum::<f64>() <= 0.01, "{rates:?}");
    assert!(rates.values().all(|&alpha| alpha > 0.0), "{rates:?}");
}

// ---- bits and addresses ------------------------------------------------------------------------------------------

type Words<'a> = &'a dyn Fn(u32) -> [u64; 2];

#[test]
fn every_bit_of_a_block_is_set_half_the_time() {
    let check = |words: Words<'_>| {
        let mut set = [0_u64; 128];
        for [first, second] in (0..DRAWS).map(words) {
            for (i, count) in set.iter_mut().enumerate() {
                *count += if i < 64 {
                    first >> i & 1
                } else {
                    second >> (i - 64) & 1
                };
            }
        }
        // Bits are independent, so their standardised squares add to a chi-square of 128 degrees of freedom.
        let n = f64::from(DRAWS);
        let square = |&count: &u64| (count as f64 - n / 2.0).powi(2) / (n / 4.0);
        statrs::distribution::ChiSquared::new(128.0)
            .unwrap()
            .sf(set.iter().map(square).sum())
    };
    let sound = |i| block(key(), 1, Purpose::Round, i);
    let defective = |i: u32| {
        let [first, second] = sound(i);
        [
            if i.is_multiple_of(50) {
                first | first << 1
            } else {
                first
            },
            second,
        ]
    };
    assert_sound_and_sharp("bits", check, &sound as Words<'_>, &defective);
}

type Uniforms<'a> = &'a dyn Fn(u32) -> f64;

#[test]
fn uniforms_are_uniform() {
    let check = |u: Uniforms<'_>| ks_p_value((0..DRAWS).map(u).collect(), |x| x.clamp(0.0, 1.0));
    let sound = |i| uniform(2, i);
    assert_sound_and_sharp("uniform", check, &sound as Uniforms<'_>, &|i| 0.97 * sound(i));
}

type Pairs<'a> = &'a dyn Fn(u32) -> (f64, f64);

/// P-value of the independence and uniformity of pairs on a 16 × 16 grid.
fn grid_p_value(pair: Pairs<'_>) -> f64 {
    let mut cells = [0; 256];
    for (x, y) in (0..DRAWS).map(pair) {
        cells[(x * 16.0) as usize * 16 + (y * 16.0) as usize] += 1;
    }
    g_p_value(&cells, &[f64::from(DRAWS) / 256.0; 256])
}

/// Checks that the two sides of the pairs know nothing of each other; the defect repeats one side in 20.
fn assert_unrelated(name: &str, sound: Pairs<'_>) {
    let defective = |i: u32| {
        let (x, y) = sound(i);
        (x, if i.is_multiple_of(20) { x } else { y })
    };
    assert_sound_and_sharp(name, grid_p_value, sound, &defective);
}

#[test]
fn neighbouring_addresses_are_unrelated() {
    let first = |key, entity, purpose, index| open(block(key, entity, purpose, index)[0]);
    let run = |draw, replicate| Key::derive(SEED, 2, draw, replicate);
    assert_unrelated("neighbouring indices", &|i| {
        (uniform(3, 2 * i), uniform(3, 2 * i + 1))
    });
    assert_unrelated("neighbouring entities", &|i| {
        let entity = 2 * u64::from(i);
        (
            first(key(), entity, Purpose::Delay, 0),
            first(key(), entity + 1, Purpose::Delay, 0),
        )
    });
    assert_unrelated("neighbouring purposes", &|i| {
        (
            first(key(), 4, Purpose::Patrol, i),
            first(key(), 4, Purpose::Engagement, i),
        )
    });
    assert_unrelated("neighbouring replicates", &|i| {
        let replicate = 2 * u64::from(i);
        let of = |key| first(key, 0, Purpose::Delay, 0);
        (of(run(0, replicate)), of(run(0, replicate + 1)))
    });
    assert_unrelated("neighbouring draws", &|i| {
        let draw = 2 * u64::from(i);
        let of = |key| first(key, 0, Purpose::Delay, 0);
        (of(run(draw, 0)), of(run(draw + 1, 0)))
    });
    assert_unrelated("words of a block", &|i| {
        let [x, y] = block(key(), 5, Purpose::Round, i);
        (open(x), open(y))
    });
}

#[test]
fn a_stream_does_not_remember() {
    let mut luck = Stream::new(key(), 6, Purpose::Parameters, 0);
    let draws: Vec<f64> = (0..=DRAWS).map(|_| luck.open()).collect();
    assert_unrelated("stream", &|i| (draws[i as usize], draws[i as usize + 1]));
}

// ---- continuous laws ---------------------------------------------------------------------------------------------

/// Checks by Kolmogorov and Smirnov that `sound` turns uniforms into `cdf`'s law and that `defective` is
/// caught.
fn assert_law(name: &str, cdf: impl Fn(f64) -> f64, sound: fn(f64) -> f64, defective: fn(f64) -> f64) {
    let check = |f: fn(f64) -> f64| ks_p_value((0..DRAWS).map(|i| f(uniform(7, i))).collect(), &cdf);
    assert_sound_and_sharp(name, check, sound, defective);
}

#[test]
fn continuous_laws_have_their_distribution_functions() {
    let exponential = Exp::new(0.3).unwrap();
    let normal = Normal::new(1.0, 2.0).unwrap();
    let centred = Normal::new(0.0, 2.0).unwrap();
    let lognormal = LogNormal::new(2.6, 0.7).unwrap();
    assert_law(
        "exponential",
        |x| exponential.cdf(x),
        |u| dist::exponential(u, 0.3),
        |u| dist::exponential(u, 0.3 * 1.03),
    );
    assert_law(
        "normal",
        |x| normal.cdf(x),
        |u| dist::normal(u, 1.0, 2.0),
        |u| dist::normal(u, 1.0, 2.0 * 1.04),
    );
    assert_law(
        "half-normal",
        |x| 2.0 * centred.cdf(x) - 1.0,
        |u| dist::half_normal(u, 2.0),
        |u| dist::half_normal(u, 2.0 * 1.03),
    );
    assert_law(
        "lognormal",
        |x| lognormal.cdf(x),
        |u| dist::lognormal(u, 2.6, 0.7),
        |u| dist::lognormal(u, 2.63, 0.7),
    );
    let (low, high) = (lognormal.cdf(6.0), lognormal.cdf(40.0));
    assert_law(
        "truncated lognormal",
        |x| (lognormal.cdf(x) - low) / (high - low),
        |u| dist::TruncatedLognormal::new(2.6, 0.7, 6.0, 40.0).quantile(u),
        |u| dist::TruncatedLognormal::new(2.6, 0.7, 0.0, 40.0).quantile(u),
    );
}

#[test]
fn laws_with_a_shape_have_their_distribution_functions() {
    let gamma = Gamma::new(2.5, 0.5).unwrap();
    let erlang = Erlang::new(4, 0.5).unwrap();
    let beta = Beta::new(4.0, 6.0).unwrap();
    assert_law(
        "gamma",
        |x| gamma.cdf(x),
        |u| dist::gamma(u, 2.5, 2.0),
        |u| dist::gamma(u, 2.5 * 1.03, 2.0),
    );
    assert_law(
        "erlang",
        |x| erlang.cdf(x),
        |u| dist::erlang(u, 4, 2.0),
        |u| dist::erlang(u, 4, 2.0 * 1.03),
    );
    assert_law(
        "beta",
        |x| beta.cdf(x),
        |u| dist::beta(u, 4.0, 6.0),
        |u| dist::beta(u, 4.0 * 1.05, 6.0),
    );
}

#[test]
fn one_share_of_a_dirichlet_law_is_beta() {
    let share = Beta::new(8.4, 11.6).unwrap();
    let check = |first: f64| {
        let mut shares = [0.0; 3];
        let draw = |i: u32| {
            dist::dirichlet(
                &mut Stream::new(key(), 8, Purpose::Parameters, i),
                &[first, 8.0, 3.6],
                &mut shares,
            );
            shares[0]
        };
        ks_p_value((0..DRAWS).map(draw).collect(), |x| share.cdf(x))
    };
    assert_sound_and_sharp("dirichlet", check, 8.4, 8.4 * 1.05);
}

// ---- counts ------------------------------------------------------------------------------------------------------

/// Checks by the G-test that `sound` gives the masses `mass(0), mass(1), …` and that `defective` is caught.
fn assert_counts(name: &str, mass: impl Fn(u64) -> f64, sound: fn(f64) -> u64, defective: fn(f64) -> u64) {
    const CELLS: usize = 4_096;
    let expected: Vec<f64> = (0..CELLS).map(|k| f64::from(DRAWS) * mass(k as u64)).collect();
    let check = |f: fn(f64) -> u64| {
        let mut counts = vec![0; CELLS];
        for i in 0..DRAWS {
            counts[(f(uniform(9, i)) as usize).min(CELLS - 1)] += 1;
        }
        g_p_value(&counts, &expected)
    };
    assert_sound_and_sharp(name, check, sound, defective);
}

#[test]
fn counts_have_their_masses() {
    let poisson = |mean| move |k| Poisson::new(mean).unwrap().pmf(k);
    let binomial = |n, p| {
        move |k| {
            if k > n {
                0.0
            } else {
                Binomial::new(p, n).unwrap().pmf(k)
            }
        }
    };
    assert_counts(
        "poisson, small mean",
        poisson(3.7),
        |u| dist::poisson(u, 3.7),
        |u| dist::poisson(u, 3.7 * 1.03),
    );
    assert_counts(
        "poisson, zero lost",
        poisson(3.7),
        |u| dist::poisson(u, 3.7),
        |u| dist::poisson(u, 3.7).max(1),
    );
    assert_counts(
        "poisson, large mean",
        poisson(250.0),
        |u| dist::poisson(u, 250.0),
        |u| dist::poisson(u, 250.0) + 1,
    );
    assert_counts(
        "binomial, few trials",
        binomial(12, 0.3),
        |u| dist::binomial(u, 12, 0.3),
        |u| dist::binomial(u, 12, 0.3 * 1.03),
    );
    assert_counts(
        "binomial, many trials",
        binomial(2_000, 0.1),
        |u| dist::binomial(u, 2_000, 0.1),
        |u| dist::binomial(u, 1_980, 0.1),
    );
    assert_counts(
        "binomial, p above one half",
        binomial(1_000, 0.85),
        |u| dist::binomial(u, 1_000, 0.85),
        |u| dist::binomial(u, 1_000, 0.85 * 0.99),
    );
}

#[test]
fn yes_and_no_and_categories_have_their_shares() {
    let coin = |k| [0.7, 0.3].get(k as usize).copied().unwrap_or(0.0);
    assert_counts(
        "bernoulli",
        coin,
        |u| u64::from(dist::bernoulli(u, 0.3)),
        |u| u64::from(dist::bernoulli(u, 0.3 * 1.03)),
    );
    let shares = |k| [0.42, 0.4, 0.18].get(k as usize).copied().unwrap_or(0.0);
    assert_counts(
        "categorical",
        shares,
        |u| dist::categorical(u, &[4.2, 4.0, 1.8]).unwrap() as u64,
        |u| dist::categorical(u, &[4.2, 4.0 * 1.05, 1.8]).unwrap() as u64,
    );
}
