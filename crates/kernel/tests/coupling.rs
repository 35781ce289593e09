//! Coupled worlds: with the same luck a law gives more when its parameter is more, and no luck or parameter
//! breaks it.

use halha_kernel::dist;
use proptest::prelude::*;

/// A uniform number in (0, 1), tails included.
fn luck() -> impl Strategy<Value = f64> {
    (any::<u64>(), 0..3).prop_map(|(bits, kind)| {
        let u = halha_kernel::chance::open(bits);
        // Near an end a search may stop one mass early or late, by rounding: stay a little inside.
        let inner = u.clamp(1e-12, 1.0 - 1e-12);
        match kind {
            0 => inner,
            1 => (inner * 1e-4).max(1e-12),
            _ => 1.0 - (inner * 1e-4).max(1e-12),
        }
    })
}

/// Two values, the first less than the second by at least a millionth of it.
fn rising(low: f64, high: f64) -> impl Strategy<Value = (f64, f64)> {
    let (low, high) = (low.ln(), high.ln());
    (low..high, low..high)
        .prop_map(|(a, b)| (a.min(b).exp(), a.max(b).exp()))
        .prop_filter("apart", |(a, b)| b - a > 1e-6 * b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn continuous_laws_rise_with_their_parameters(u in luck(), (a, b) in rising(0.05, 500.0)) {
        prop_assert!(dist::exponential(u, a) > dist::exponential(u, b));
        prop_assert!(dist::normal(u, a, 1.0) < dist::normal(u, b, 1.0));
        prop_assert!(dist::half_normal(u, a) < dist::half_normal(u, b));
        prop_assert!(dist::lognormal(u, a.ln(), 0.7) < dist::lognormal(u, b.ln(), 0.7));
        prop_assert!(dist::gamma(u, a, 1.0) < dist::gamma(u, b, 1.0));
        prop_assert!(dist::gamma(u, 2.5, a) < dist::gamma(u, 2.5, b));
        prop_assert!(dist::erlang(u, 4, a) < dist::erlang(u, 4, b));
        // A small shape puts the upper quantiles so near 1 that two of them differ by their roundings alone: with shapes 3
        // and 0.2676, that of 0.99991 is 1 − 2e-16.
        let rounding = 1.0 + 4.0 * f64::EPSILON;
        prop_assert!(dist::beta(u, a, 3.0) <= dist::beta(u, b, 3.0) * rounding);
        prop_assert!(dist::beta(u, 3.0, a) * rounding >= dist::beta(u, 3.0, b));
    }

    #[test]
    fn erlang_rises_with_its_shape(u in luck(), shape in 1_u32..40) {
        prop_assert!(dist::erlang(u, shape, 1.0) < dist::erlang(u, shape + 1, 1.0));
    }

    #[test]
    fn a_truncated_lognormal_rises_with_its_centre_and_its_ends(u in luck(), (a, b) in rising(0.1, 1e4)) {
        let law = |mu, low, high| dist::TruncatedLognormal::new(mu, 0.7, low, high).quantile(u);
        // Far from the centre two equal values may differ by the rounding of their own probabilities.
        let rounding = 1.0 + 1e-9;
        prop_assert!(law(a.ln(), 3.0, 150.0) <= law(b.ln(), 3.0, 150.0) * rounding);
        prop_assert!(law(2.6, a, 2e4) <= law(2.6, b, 2e4) * rounding);
        prop_assert!(law(2.6, 0.01, a) <= law(2.6, 0.01, b) * rounding);
    }

    #[test]
    fn counts_rise_with_their_parameters(u in luck(), (a, b) in rising(1e-3, 1e4), n in 0_u64..5_000, more in 1_u64..50) {
        prop_assert!(dist::poisson(u, a) <= dist::poisson(u, b));
        let (p, q) = (a / (10.0 + a), b / (10.0 + b));
        prop_assert!(dist::binomial(u, n, p) <= dist::binomial(u, n, q));
        prop_assert!(dist::binomial(u, n, p) <= dist::binomial(u, n + more, p));
        prop_assert!(u8::from(dist::bernoulli(u, p)) <= u8::from(dist::bernoulli(u, q)));
    }

    #[test]
    fn laws_rise_with_their_luck((u, v) in (luck(), luck()), n in 0_u64..2_000, (a, _) in rising(0.05, 500.0)) {
        let (u, v) = (u.min(v), u.max(v));
        prop_assert!(dist::exponential(u, a) >= dist::exponential(v, a));
        prop_assert!(dist::normal(u, 0.0, a) <= dist::normal(v, 0.0, a));
        prop_assert!(dist::poisson(u, a) <= dist::poisson(v, a));
        prop_assert!(dist::binomial(u, n, 0.3) <= dist::binomial(v, n, 0.3));
        prop_assert!(dist::categorical(u, &[a, 1.0, 2.0]) <= dist::categorical(v, &[a, 1.0, 2.0]));
    }

    #[test]
    fn no_luck_and_no_parameter_breaks_a_law(u in any::<f64>(), x in any::<f64>(), y in any::<f64>(), n in any::<u64>()) {
        prop_assert!(dist::binomial(u, n, x) <= n);
        prop_assert!(dist::categorical(u, &[x, y, 1.0]).is_some());
        // The rest only has to come back.
        std::hint::black_box((dist::poisson(u, x), dist::erlang(u, n as u32, x), dist::gamma(u, x, y)));
        std::hint::black_box((dist::exponential(u, x), dist::lognormal(u, x, y), dist::beta(u, x, y)));
        std::hint::black_box(dist::TruncatedLognormal::new(x, y, 1.0, 2.0).quantile(u));
    }

    #[test]
    fn luck_at_the_very_ends_breaks_no_law(end in 0..4, x in 1e-3_f64..1e5, n in 0_u64..100_000) {
        let grain = f64::EPSILON / 2.0;
        let u = [0.0, grain, 1.0 - grain, 1.0][end as usize];
        let p = x / (100.0 + x);
        prop_assert!(dist::binomial(u, n, p) <= n);
        let reach = x + 10.0 * x.sqrt() + 60.0;
        prop_assert!(dist::poisson(u, x) as f64 <= reach, "{}", dist::poisson(u, x));
        std::hint::black_box((dist::gamma(u, x, 1.0), dist::beta(u, x, 2.0), dist::erlang(u, 4, x)));
    }
}
