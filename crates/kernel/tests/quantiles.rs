//! Each law's quantile function against the `statrs` crate's distribution function: the value at u is where F
//! passes u.
#![allow(clippy::float_cmp, reason = "special values are compared exactly")]

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::{dist, maths};
use statrs::distribution::{
    Beta, Binomial, ContinuousCDF, DiscreteCDF, Erlang, Exp, Gamma, LogNormal, Normal, Poisson,
};

const DRAWS: usize = 3_000;

fn luck(index: u32) -> Stream {
    Stream::new(Key::derive(20_260_102, 0, 0, 0), 0, Purpose::Assumption, index)
}

/// Uniforms, every second of them pushed into a tail.
fn uniforms(index: u32) -> impl Iterator<Item = f64> {
    let mut luck = luck(index);
    (0..DRAWS).map(move |i| {
        let u = luck.open();
        match i % 4 {
            0 => u * libm::pow(10.0, -9.0 * luck.unit()),
            1 => 1.0 - u * libm::pow(10.0, -9.0 * luck.unit()),
            _ => u,
        }
    })
}

/// F(value) = u to within `tolerance` of the smaller tail, and of `floor` absolutely (what statrs itself is
/// worth).
fn assert_inverts(law: &impl ContinuousCDF<f64, f64>, quantile: impl Fn(f64) -> f64, tolerance: f64) {
    const FLOOR: f64 = 2e-13;
    for u in uniforms(0) {
        let x = quantile(u);
        let (miss, tail) = if u < 0.5 {
            (law.cdf(x) - u, u)
        } else {
            (law.sf(x) - (1.0 - u), 1.0 - u)
        };
        assert!(
            miss.abs() <= tolerance * tail + FLOOR,
            "u = {u:e}, x = {x:e}: F misses by {miss:e}"
        );
    }
}

/// F(k − 1) < u ≤ F(k), give or take what statrs itself is worth.
fn assert_steps(law: &impl DiscreteCDF<u64, f64>, quantile: impl Fn(f64) -> u64) {
    const FLOOR: f64 = 3e-11;
    for u in uniforms(1) {
        let k = quantile(u);
        assert!(
            law.cdf(k) >= u - FLOOR,
            "u = {u:e}: {k} is too small, F = {:e}",
            law.cdf(k)
        );
        assert!(
            k == 0 || law.cdf(k - 1) < u + FLOOR,
            "u = {u:e}: {k} is too large"
        );
    }
}

#[test]
fn explicit_laws_invert_their_distribution_functions() {
    assert_inverts(
        &Normal::new(3.0, 2.0).unwrap(),
        |u| dist::normal(u, 3.0, 2.0),
        1e-8,
    );
    assert_inverts(
        &LogNormal::new(2.6, 0.7).unwrap(),
        |u| dist::lognormal(u, 2.6, 0.7),
        1e-8,
    );
    // The exponential runs against u.
    assert_inverts(
        &Exp::new(0.25).unwrap(),
        |u| dist::exponential(1.0 - u, 0.25),
        1e-8,
    );
    for u in uniforms(2) {
        let x = dist::half_normal(u, 2.0);
        let upper = 2.0 * maths::phi(-x / 2.0);
        assert!((upper - (1.0 - u)).abs() <= 1e-14, "u = {u:e}, x = {x:e}");
    }
}

#[test]
fn gamma_and_erlang_invert_their_distribution_functions() {
    for shape in [0.05, 0.5, 1.0, 1.7, 4.0, 20.0, 500.0, 1e5] {
        let law = Gamma::new(shape, 0.5).unwrap();
        assert_inverts(&law, |u| dist::gamma(u, shape, 2.0), 1e-8);
    }
    for shape in [1, 2, 3, 4, 8, 30, 31, 100] {
        let law = Erlang::new(u64::from(shape), 0.5).unwrap();
        assert_inverts(&law, |u| dist::erlang(u, shape, 2.0), 1e-8);
        for u in uniforms(3) {
            let (fast, general) = (dist::erlang(u, shape, 1.0), dist::gamma(u, f64::from(shape), 1.0));
            assert!(
                (fast / general - 1.0).abs() <= 1e-12,
                "shape {shape}, u = {u:e}: {fast:e}, {general:e}"
            );
        }
    }
}

#[test]
fn beta_inverts_its_distribution_function() {
    for (a, b) in [
        (4.0, 6.0),
        (1.0, 9.0),
        (9.0, 1.0),
        (1.5, 10.0),
        (10.0, 30.0),
        (200.0, 300.0),
    ] {
        assert_inverts(&Beta::new(a, b).unwrap(), |u| dist::beta(u, a, b), 1e-8);
    }
    // Steep at 0, where f64 is fine enough to follow.
    assert_inverts(&Beta::new(0.3, 4.0).unwrap(), |u| dist::beta(u, 0.3, 4.0), 1e-8);
}

#[test]
fn counts_step_where_their_distribution_functions_pass_u() {
    for mean in [1e-9, 0.01, 0.7, 3.0, 40.0, 99.9, 100.1, 1_000.0, 1e6] {
        assert_steps(&Poisson::new(mean).unwrap(), |u| dist::poisson(u, mean));
    }
    for n in [1, 2, 13, 60, 200, 5_000, 100_000] {
        for p in [1e-6, 0.01, 0.05, 0.3, 0.5, 0.7, 0.99] {
            assert_steps(&Binomial::new(p, n).unwrap(), |u| dist::binomial(u, n, p));
        }
    }
}

#[test]
fn both_ways_of_counting_agree_where_they_meet() {
    let just = 100.0 * (1.0 - 1e-12);
    for u in uniforms(4) {
        assert_eq!(
            dist::poisson(u, just),
            dist::poisson(u, 100.0 / (1.0 - 1e-12)),
            "u = {u:e}"
        );
        let n = 400;
        let p = just / n as f64;
        assert_eq!(
            dist::binomial(u, n, p),
            dist::binomial(u, n, 0.25 / (1.0 - 1e-12)),
            "u = {u:e}"
        );
    }
}

#[test]
fn a_truncated_lognormal_stays_inside_and_keeps_its_proportions() {
    for (mu, low, high) in [
        (2.6, 3.0, 150.0),
        (-20.0, 3.0, 150.0),
        (30.0, 3.0, 150.0),
        (2.6, 0.0, 5.0),
    ] {
        let law = dist::TruncatedLognormal::new(mu, 0.7, low, high);
        let below = |x: f64| maths::phi((libm::log(x) - mu) / 0.7);
        for u in uniforms(5) {
            let x = law.quantile(u);
            assert!((low..=high).contains(&x), "mu {mu}, u = {u:e}: {x}");
            if mu == 2.6 {
                let share = (below(x) - below(low)) / (below(high) - below(low));
                assert!((share - u).abs() < 1e-13, "mu {mu}, u = {u:e}: share {share}");
            }
        }
    }
}

#[test]
fn shares_of_a_dirichlet_law_add_to_one() {
    let mut shares = [0.0; 3];
    dist::dirichlet(&mut luck(6), &[8.4, 8.0, 3.6], &mut shares);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-15, "{shares:?}");
}

#[test]
fn categories_are_chosen_by_their_share_of_the_unit_interval() {
    let weights = [0.0, 2.0, f64::NAN, 1.0, -3.0, 1.0, 0.0];
    let chosen = |u| dist::categorical(u, &weights);
    assert_eq!(chosen(0.0), Some(1));
    assert_eq!(chosen(0.499), Some(1));
    assert_eq!(chosen(0.5), Some(3));
    assert_eq!(chosen(0.75), Some(5));
    assert_eq!(chosen(1.0), Some(5));
    assert_eq!(dist::categorical(0.5, &[0.0, -1.0]), None);
    assert_eq!(dist::categorical(0.5, &[]), None);
}

#[test]
fn parameters_outside_their_range_are_answered_as_documented() {
    assert_eq!(dist::poisson(0.9, 0.0), 0);
    assert_eq!(dist::poisson(0.9, -1.0), 0);
    assert_eq!(dist::poisson(0.9, f64::NAN), 0);
    assert_eq!(dist::poisson(0.5, 1e12), 1_000_000_000_000);
    assert_eq!(dist::binomial(0.9, 10, 0.0), 0);
    assert_eq!(dist::binomial(0.9, 10, f64::NAN), 0);
    assert_eq!(dist::binomial(0.1, 10, 1.0), 10);
    assert_eq!(dist::binomial(0.9, 0, 0.5), 0);
    assert_eq!(dist::binomial(0.5, 1 << 60, 0.5), 1 << 59);
    assert!(!dist::bernoulli(0.0, f64::NAN) && !dist::bernoulli(0.0, 0.0) && dist::bernoulli(0.999, 1.0));
    assert_eq!(dist::exponential(0.5, 0.0), f64::INFINITY);
    assert_eq!(dist::erlang(0.5, 0, 1.0), 0.0);
    for value in [
        dist::gamma(0.5, 0.0, 1.0),
        dist::gamma(0.5, 1.0, -1.0),
        dist::beta(0.5, -1.0, 1.0),
    ] {
        assert!(value.is_nan());
    }
}
