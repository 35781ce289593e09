//! The kernel's own functions against the `libm` crate: largest errors over random inputs, and every special value.
#![allow(clippy::float_cmp, reason = "special values are compared exactly")]

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::maths;

const INPUTS: usize = 400_000;

fn stream(index: u32) -> Stream {
    Stream::new(Key::derive(20_260_101, 0, 0, 0), 0, Purpose::Assumption, index)
}

/// Distance of `got` from `want` in units of |`want`|, no finer than the smallest normal number.
fn relative_error(got: f64, want: f64) -> f64 {
    if got == want {
        0.0
    } else {
        (got - want).abs() / want.abs().max(f64::MIN_POSITIVE)
    }
}

/// The largest relative error of `ours` against `theirs` over `INPUTS` inputs, and where it is.
fn worst(
    index: u32,
    input: impl Fn(&mut Stream) -> f64,
    ours: fn(f64) -> f64,
    theirs: fn(f64) -> f64,
) -> (f64, f64) {
    let mut luck = stream(index);
    let mut worst = (0.0, f64::NAN);
    for _ in 0..INPUTS {
        let x = input(&mut luck);
        let error = relative_error(ours(x), theirs(x));
        assert!(!error.is_nan(), "at {x:e}: {} against {}", ours(x), theirs(x));
        if error > worst.0 {
            worst = (error, x);
        }
    }
    worst
}

fn assert_within(bound: f64, (error, at): (f64, f64)) {
    assert!(
        error <= bound,
        "relative error {error:e} at {at:e}, stated bound {bound:e}"
    );
}

/// Any finite positive number, every exponent alike.
fn any_positive(luck: &mut Stream) -> f64 {
    loop {
        let x = f64::from_bits(luck.bits() >> 1);
        if x.is_finite() && x > 0.0 {
            return x;
        }
    }
}

fn between(low: f64, high: f64) -> impl Fn(&mut Stream) -> f64 {
    move |luck| low + (high - low) * luck.unit()
}

/// Either sign, magnitudes from 10⁻²⁰ to `high`, logarithmically.
fn small_and_signed(high: f64) -> impl Fn(&mut Stream) -> f64 {
    move |luck| {
        let magnitude = high * libm::pow(10.0, -20.0 * luck.unit());
        if luck.unit() < 0.5 { -magnitude } else { magnitude }
    }
}

#[test]
fn ln_keeps_its_bound() {
    assert_within(2.3e-16, worst(0, any_positive, maths::ln, libm::log));
    assert_within(2.3e-16, worst(1, between(0.5, 2.0), maths::ln, libm::log));
    let near_one = |luck: &mut Stream| 1.0 + (luck.unit() - 0.5) * 1e-6;
    assert_within(2.3e-16, worst(2, near_one, maths::ln, libm::log));
}

#[test]
fn exp_keeps_its_bound() {
    assert_within(2.3e-16, worst(3, between(-708.0, 709.7), maths::exp, libm::exp));
    assert_within(2.3e-16, worst(4, between(-2.0, 2.0), maths::exp, libm::exp));
    assert_within(2.3e-16, worst(5, between(-746.0, -708.0), maths::exp, libm::exp));
}

#[test]
fn the_functions_made_for_small_arguments_keep_their_bounds() {
    assert_within(
        4.5e-16,
        worst(6, small_and_signed(0.999), maths::ln_1p, libm::log1p),
    );
    assert_within(4.5e-16, worst(7, between(-0.99, 3.0), maths::ln_1p, libm::log1p));
    assert_within(4.5e-16, worst(8, any_positive, maths::ln_1p, libm::log1p));
    assert_within(6e-16, worst(9, small_and_signed(2.0), maths::exp_m1, libm::expm1));
    assert_within(
        6e-16,
        worst(10, between(-40.0, 700.0), maths::exp_m1, libm::expm1),
    );
}

#[test]
fn logistic_keeps_its_bound_in_both_tails() {
    let reference = |x: f64| {
        if x < -40.0 {
            libm::exp(x)
        } else {
            1.0 / (1.0 + libm::exp(-x))
        }
    };
    assert_within(
        5e-16,
        worst(11, between(-700.0, 40.0), maths::logistic, reference),
    );
    assert_within(5e-16, worst(12, between(-5.0, 5.0), maths::logistic, reference));
}

#[test]
fn pow_keeps_its_bound() {
    let mut luck = stream(13);
    for _ in 0..INPUTS {
        let x = libm::exp(20.0 * luck.unit() - 10.0);
        let y = 20.0 * luck.unit() - 10.0;
        let error = relative_error(maths::pow(x, y), libm::pow(x, y));
        let bound = (2.0 + (y * libm::log(x)).abs()) * 2.3e-16;
        assert!(
            error <= bound,
            "pow({x:e}, {y:e}): relative error {error:e}, bound {bound:e}"
        );
    }
}

#[test]
fn phi_keeps_its_bound_in_both_tails() {
    let reference = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    assert_within(1e-15, worst(14, between(-1.0, 9.0), maths::phi, reference));
    // Rounding −z/√2 costs the reference itself z² · 1.1e-16 here.
    assert_within(1.6e-13, worst(15, between(-37.0, -1.0), maths::phi, reference));
}

#[test]
fn inv_phi_and_phi_undo_each_other() {
    let mut luck = stream(16);
    for _ in 0..INPUTS {
        let p = libm::pow(10.0, -300.0 * luck.unit()) * luck.open();
        let z = maths::inv_phi(p);
        // d ln Φ/d ln z is about z² in the tail, so this holds z to a few units in the last place.
        let error = relative_error(maths::phi(z), p);
        assert!(
            error <= 6e-16 * (2.0 + z * z),
            "Φ(Φ⁻¹({p:e})) is off by {error:e}, z = {z}"
        );
    }
}

#[test]
fn special_values_are_as_documented() {
    use maths::{exp, exp_m1, inv_phi, ln, ln_1p, logistic, phi, pow};
    const INF: f64 = f64::INFINITY;
    let step = f64::from_bits(1);
    let table = [
        (ln(0.0), -INF),
        (ln(-0.0), -INF),
        (ln(1.0), 0.0),
        (ln(INF), INF),
        (ln(step), libm::log(step)),
        (ln_1p(-1.0), -INF),
        (ln_1p(INF), INF),
        (ln_1p(0.0), 0.0),
        (exp(0.0), 1.0),
        (exp(-INF), 0.0),
        (exp(INF), INF),
        (exp(709.79), INF),
        (exp(-745.2), 0.0),
        (exp(-745.13), step),
        (exp_m1(-INF), -1.0),
        (exp_m1(INF), INF),
        (exp_m1(0.0), 0.0),
        (pow(0.0, 2.0), 0.0),
        (pow(0.0, -2.0), INF),
        (pow(0.0, 0.0), 1.0),
        (pow(f64::NAN, 0.0), 1.0),
        (pow(INF, 0.5), INF),
        (logistic(-INF), 0.0),
        (logistic(INF), 1.0),
        (logistic(0.0), 0.5),
        (phi(-INF), 0.0),
        (phi(INF), 1.0),
        (phi(0.0), 0.5),
        (inv_phi(0.0), -INF),
        (inv_phi(1.0), INF),
        (inv_phi(0.5), 0.0),
    ];
    for (row, (got, want)) in table.into_iter().enumerate() {
        assert_eq!(got, want, "row {row}");
    }
    let undefined = [ln(-1.0), ln_1p(-1.5), pow(-2.0, 2.0), inv_phi(-0.1), inv_phi(1.1)];
    let passed_on = [ln, ln_1p, exp, exp_m1, logistic, phi, inv_phi].map(|f| f(f64::NAN));
    for (row, value) in undefined.into_iter().chain(passed_on).enumerate() {
        assert!(value.is_nan(), "row {row}: {value}");
    }
}
