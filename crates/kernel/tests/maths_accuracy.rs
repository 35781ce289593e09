//! The kernel's own functions against the `libm` crate: largest errors over random inputs, and every special
//! value.
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
    // Computed to 60 digits.
    let exact = [
        (-37.3, 8.205494844930773e-305),
        (-31.7, 7.768349074351506e-221),
        (-25.1, 2.4866601882523463e-139),
        (-20.3, 6.429244467698346e-92),
        (-15.9, 3.1682376653796485e-57),
        (-12.1, 5.28055876743356e-34),
        (-9.3, 7.022284240441625e-21),
        (-7.7, 6.803311540773961e-15),
        (-6.1, 5.303423262948841e-10),
        (-5.3, 5.790134039964594e-08),
        (-4.1, 2.065750691254677e-05),
        (-3.3, 0.0004834241423837775),
        (-2.7, 0.0034669738030406664),
        (-1.9, 0.028716559816001807),
        (-1.3, 0.09680048458561033),
        (-0.7, 0.24196365222307303),
        (-0.1, 0.460172162722971),
        (0.3, 0.6179114221889527),
        (1.1, 0.8643339390536173),
        (2.3, 0.9892758899783242),
    ];
    for (z, want) in exact {
        let error = relative_error(maths::phi(z), want);
        assert!(error <= 1e-15, "Φ({z}): relative error {error:e}");
    }
    let mut luck = stream(14);
    for _ in 0..INPUTS {
        let z = between(-37.0, 9.0)(&mut luck);
        let error = relative_error(maths::phi(z), 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2));
        // Rounding −z/√2 and √2 itself costs the reference up to z² · 2.2e-16.
        assert!(
            error <= 1e-15 + 2.5e-16 * z * z,
            "Φ({z}): relative error {error:e}"
        );
    }
}

#[test]
fn ln_gamma_and_its_kin_keep_their_bounds() {
    // Computed to 60 digits.
    let exact = [
        (1e-300, 690.7755278982137),
        (1e-09, 20.723265836369194),
        (0.1, 2.252712651734206),
        (0.5, 0.5723649429247001),
        (0.999, 0.0005780385328913802),
        (1.0, 0.0),
        (1.001, -0.0005763935982833062),
        (1.5, -0.12078223763524522),
        (2.0, 0.0),
        (2.5, 0.2846828704729192),
        (7.3, 7.147892523022248),
        (15.9, 27.625493215168692),
        (16.1, 28.173694494813546),
        (100.5, 361.4355404677776),
        (10000.0, 82099.71749644238),
        (10000000000.0, 220258509288.81058),
    ];
    for (x, want) in exact {
        let error = (maths::ln_gamma(x) - want).abs();
        assert!(
            error <= 2e-14 + 4e-16 * want.abs(),
            "ln Γ({x:e}) is off by {error:e}"
        );
    }
    let mut luck = stream(15);
    for _ in 0..INPUTS {
        let x = libm::exp(60.0 * luck.unit() - 30.0);
        let want = libm::lgamma(x);
        let error = (maths::ln_gamma(x) - want).abs();
        assert!(
            error <= 2e-14 + 8e-16 * want.abs(),
            "ln Γ({x:e}) is off by {error:e}"
        );
    }
    let mut sum = 0.0;
    for n in 0..=170_u64 {
        sum += if n > 1 { libm::log(n as f64) } else { 0.0 };
        let error = (maths::ln_factorial(n) - sum).abs();
        assert!(error <= 1e-15 + 2e-15 * sum, "ln {n}! is off by {error:e}");
        if n > 0 {
            let x = n as f64;
            let stirling = (x + 0.5) * libm::log(x) - x + 0.5 * libm::log(std::f64::consts::TAU);
            let error = (maths::stirling_error(n) - (libm::lgamma(x + 1.0) - stirling)).abs();
            assert!(
                error <= 1e-15 * (1.0 + stirling),
                "Stirling's error of {n} is off by {error:e}"
            );
        }
    }
}

#[test]
fn incomplete_functions_keep_both_tails() {
    // Computed to 100 digits from the power series.
    let gamma = [
        (0.05, 1e-06, 0.5148279545251782, 0.48517204547482184),
        (0.5, 3.0, 0.9856941215645704, 0.01430587843542964),
        (4.0, 0.01, 4.1334718262633404e-10, 0.9999999995866529),
        (4.0, 25.0, 0.9999999591324105, 4.086758947996746e-08),
        (20.0, 21.5, 0.6559901809401371, 0.3440098190598629),
        (500.0, 380.0, 2.4130407088539e-09, 0.9999999975869593),
        (20093.0, 20094.5, 0.505159501732889, 0.49484049826711096),
        (1000000.0, 1004000.0, 0.9999676545526865, 3.234544731347768e-05),
    ];
    for (a, x, lower, upper) in gamma {
        let (p, q) = maths::inc_gamma(a, x);
        let bound = 5e-14 * f64::min(lower, upper);
        assert!((p - lower).abs() <= bound.max(2e-16), "P({a}, {x}) = {p:e}");
        assert!((q - upper).abs() <= bound.max(2e-16), "Q({a}, {x}) = {q:e}");
        assert!(
            relative_error(p.min(q), lower.min(upper)) <= 5e-14,
            "the smaller of {p:e} and {q:e}"
        );
    }
    let beta = [
        (0.3, 0.4, 0.001, 0.08209946074912487, 0.9179005392508751),
        (4.0, 6.0, 0.1, 0.008331094000000002, 0.991668906),
        (4.0, 6.0, 0.9, 0.999935766, 6.423399999999991e-05),
        (1.5, 10.0, 0.5, 0.9973331515829142, 0.002666848417085728),
        (200.0, 300.0, 0.42, 0.8196010664172663, 0.1803989335827337),
        (900.0, 1000.0, 0.5, 0.9891389173693325, 0.010861082630667564),
    ];
    for (a, b, x, lower, upper) in beta {
        let (below, above) = maths::inc_beta(a, b, x);
        assert!(
            relative_error(below, lower) <= 1e-12,
            "I({x}; {a}, {b}) = {below:e}"
        );
        assert!(
            relative_error(above, upper) <= 1e-12,
            "1 − I({x}; {a}, {b}) = {above:e}"
        );
    }
}

#[test]
fn incomplete_functions_agree_with_statrs_and_add_to_one() {
    // Which itself is worth 1e-10 where the shapes are large.
    use statrs::function::{beta::beta_reg, gamma::gamma_lr};
    let mut luck = stream(17);
    for _ in 0..20_000 {
        let a = libm::exp(16.0 * luck.unit() - 6.0);
        let b = libm::exp(12.0 * luck.unit() - 6.0);
        let x = a * libm::exp(luck.normal() / (1.0 + 0.3 * a.sqrt()));
        let (lower, upper) = maths::inc_gamma(a, x);
        assert!((lower + upper - 1.0).abs() <= 1e-15);
        assert!(
            (lower - gamma_lr(a, x)).abs() <= 1e-10,
            "P({a}, {x}) = {lower:e}, not {:e}",
            gamma_lr(a, x)
        );
        let share = luck.open();
        let a = a.min(1e3);
        let (lower, upper) = maths::inc_beta(a, b, share);
        assert!((lower + upper - 1.0).abs() <= 1e-15);
        assert!(
            (lower - beta_reg(a, b, share)).abs() <= 1e-11,
            "I({share}; {a}, {b}) = {lower:e}"
        );
    }
    assert_eq!(maths::inc_gamma(2.0, 0.0), (0.0, 1.0));
    assert_eq!(maths::inc_gamma(2.0, f64::INFINITY), (1.0, 0.0));
    assert_eq!(maths::inc_beta(2.0, 3.0, 0.0), (0.0, 1.0));
    assert_eq!(maths::inc_beta(2.0, 3.0, 1.0), (1.0, 0.0));
    assert!(maths::inc_gamma(-1.0, 1.0).0.is_nan() && maths::inc_gamma(1.0, -1.0).0.is_nan());
    assert!(maths::inc_beta(-1.0, 1.0, 0.5).0.is_nan() && maths::inc_beta(1.0, 1.0, 1.5).0.is_nan());
}

#[test]
fn inv_phi_and_phi_undo_each_other() {
    let mut luck = stream(16);
    for _ in 0..INPUTS {
        let p = libm::pow(10.0, -300.0 * luck.unit()) * luck.open();
        let z = maths::inv_phi(p);
        // d ln Φ/d ln z is about z² in the tail, so this holds z to a relative 1e-15.
        let error = relative_error(maths::phi(z), p);
        assert!(
            error <= 1e-15 * (2.0 + z * z),
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
        (exp(-708.39), libm::exp(-708.39)),
        (exp(-708.4), 0.0),
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
        (maths::ln_gamma(0.0), INF),
        (maths::ln_gamma(INF), INF),
        (maths::ln_factorial(0), 0.0),
        (maths::sqrt(9.0), 3.0),
    ];
    for (row, (got, want)) in table.into_iter().enumerate() {
        assert_eq!(got, want, "row {row}");
    }
    let undefined = [
        ln(-1.0),
        ln_1p(-1.5),
        pow(-2.0, 2.0),
        inv_phi(-0.1),
        inv_phi(1.1),
        maths::ln_gamma(-0.5),
    ];
    let passed_on = [ln, ln_1p, exp, exp_m1, logistic, phi, inv_phi, maths::ln_gamma].map(|f| f(f64::NAN));
    for (row, value) in undefined.into_iter().chain(passed_on).enumerate() {
        assert!(value.is_nan(), "row {row}: {value}");
    }
}
