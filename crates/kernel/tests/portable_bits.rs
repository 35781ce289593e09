//! The bits of every function and law: equal to committed fingerprints, also where the processor's FMA is
//! hidden.

use std::process::Command;

use halha_kernel::chance::{Key, Purpose, Stream, block, open};
use halha_kernel::{dist, maths};

/// Fingerprints of the sound values; a change here is a change of every result and belongs in the changelog.
const COMMITTED: &[(&str, u64)] = &[
    ("ln", 0x6706_e4f7_09de_4441),
    ("ln near 1", 0x2831_9936_3d64_1da3),
    ("ln_positive", 0x0bc5_6caf_ff98_4b84),
    ("exp", 0x30d6_80d7_ff6c_aa1e),
    ("ln_1p", 0x10b6_3680_5e26_9489),
    ("exp_m1", 0xefa7_4fdd_2d8c_b56b),
    ("pow", 0x84fa_18f5_5d7c_8d67),
    ("logistic", 0xc109_b642_1aa4_771f),
    ("sqrt", 0x040c_96e0_7e3a_9ff9),
    ("phi", 0x4d04_9631_ca37_52e9),
    ("inv_phi", 0x5258_c9ce_f4e2_4b48),
    ("ln_gamma", 0x2928_6630_092c_919a),
    ("ln_factorial", 0xeb42_2e65_5e0a_66c1),
    ("stirling_error", 0x51ee_aadd_512f_2cbb),
    ("inc_gamma", 0x5616_95de_e887_bea5),
    ("inc_beta", 0x4101_d79c_995c_9963),
    ("exponential", 0x31fe_2fa2_8496_dc72),
    ("normal", 0x4e35_c801_cbd5_c174),
    ("half_normal", 0xee6f_c97c_d235_54d1),
    ("lognormal", 0x27b8_6966_d26f_c00b),
    ("truncated lognormal", 0x16d3_35c7_9f55_ab8e),
    ("gamma", 0x3b02_35b0_c445_71b8),
    ("erlang", 0xfe14_d65f_2540_bd90),
    ("beta", 0x6622_1d99_ac81_0e53),
    ("bernoulli", 0x93b3_a949_808d_d54d),
    ("poisson", 0xd4a2_5eaf_9243_33cf),
    ("poisson, large mean", 0x3fec_7904_a3cb_1ae6),
    ("binomial", 0x5aa7_5baa_206f_5d07),
    ("binomial, many trials", 0x59ea_83cb_8723_3ca7),
    ("categorical", 0x7b35_e691_5fa0_3085),
    ("dirichlet", 0x8119_e0cb_f77a_687e),
    ("stream", 0x3de8_6480_64b9_b028),
];

/// Set for the copy of this test binary that runs with FMA hidden.
const CHILD: &str = "HALHA_PORTABLE_BITS_CHILD";
/// glibc's switch; each name is ignored by the versions that do not know it.
const HIDE_FMA: &str = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F,-FMA_Usable,-FMA4_Usable,-AVX2_Usable";

/// Folds bits, order included, by Philox itself.
#[derive(Default)]
struct Fingerprint(u64);

impl Fingerprint {
    fn add(&mut self, bits: u64) {
        self.0 = (self.0 ^ bits)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29);
    }
}

/// Inputs with number `i` of the test named `salt`.
fn inputs(salt: u64, i: u32) -> [f64; 2] {
    block(Key::derive(20_260_104, 0, 0, 0), salt, Purpose::Assumption, i).map(open)
}

fn fingerprint(salt: u64, count: u32, value: impl Fn([f64; 2]) -> f64) -> u64 {
    let mut print = Fingerprint::default();
    for i in 0..count {
        print.add(value(inputs(salt, i)).to_bits());
    }
    print.0
}

const MANY: u32 = 1_000_000;
const FEWER: u32 = 100_000;

/// Any positive finite number, its bits uniform, so that all exponents are alike.
fn of_any_size(u: f64) -> f64 {
    f64::from_bits((u * f64::INFINITY.to_bits() as f64) as u64)
}

fn maths_fingerprints() -> Vec<(&'static str, u64)> {
    vec![
        ("ln", fingerprint(1, MANY, |[u, _]| maths::ln(of_any_size(u)))),
        ("ln near 1", fingerprint(2, MANY, |[u, _]| maths::ln(0.5 + u))),
        (
            "ln_positive",
            fingerprint(3, MANY, |[u, _]| maths::ln_positive(u)),
        ),
        (
            "exp",
            fingerprint(4, MANY, |[u, _]| maths::exp(1_500.0 * u - 750.0)),
        ),
        (
            "ln_1p",
            fingerprint(5, MANY, |[u, _]| maths::ln_1p(3.0 * u - 1.0)),
        ),
        (
            "exp_m1",
            fingerprint(6, MANY, |[u, _]| maths::exp_m1(4.0 * u - 2.0)),
        ),
        (
            "pow",
            fingerprint(7, MANY, |[u, v]| maths::pow(1_000.0 * u, 8.0 * v - 4.0)),
        ),
        (
            "logistic",
            fingerprint(8, MANY, |[u, _]| maths::logistic(80.0 * u - 40.0)),
        ),
        ("sqrt", fingerprint(9, MANY, |[u, _]| maths::sqrt(of_any_size(u)))),
        ("phi", fingerprint(10, MANY, |[u, _]| maths::phi(60.0 * u - 30.0))),
        ("inv_phi", fingerprint(11, MANY, |[u, v]| maths::inv_phi(u * v))),
        (
            "ln_gamma",
            fingerprint(12, MANY, |[u, _]| maths::ln_gamma(40.0 * u)),
        ),
        (
            "ln_factorial",
            fingerprint(13, MANY, |[u, _]| maths::ln_factorial((1e4 * u * u) as u64)),
        ),
        (
            "stirling_error",
            fingerprint(14, MANY, |[u, _]| maths::stirling_error((1e3 * u * u) as u64)),
        ),
        (
            "inc_gamma",
            fingerprint(15, FEWER, |[u, v]| maths::inc_gamma(50.0 * u, 80.0 * v).0),
        ),
        (
            "inc_beta",
            fingerprint(16, FEWER, |[u, v]| maths::inc_beta(50.0 * u, 10.0, v).0),
        ),
    ]
}

fn law_fingerprints() -> Vec<(&'static str, u64)> {
    let sizes = dist::TruncatedLognormal::new(2.6, 0.7, 3.0, 150.0);
    vec![
        (
            "exponential",
            fingerprint(21, MANY, |[u, v]| dist::exponential(u, v)),
        ),
        ("normal", fingerprint(22, MANY, |[u, v]| dist::normal(u, v, 2.0))),
        (
            "half_normal",
            fingerprint(23, MANY, |[u, v]| dist::half_normal(u, v)),
        ),
        (
            "lognormal",
            fingerprint(24, MANY, |[u, v]| dist::lognormal(u, 2.6, v)),
        ),
        (
            "truncated lognormal",
            fingerprint(25, MANY, |[u, _]| sizes.quantile(u)),
        ),
        (
            "gamma",
            fingerprint(26, FEWER, |[u, v]| dist::gamma(u, 20.0 * v, 0.25)),
        ),
        (
            "erlang",
            fingerprint(27, MANY, |[u, v]| dist::erlang(u, (12.0 * v) as u32, 0.25)),
        ),
        (
            "beta",
            fingerprint(28, FEWER, |[u, v]| dist::beta(u, 20.0 * v, 6.0)),
        ),
        (
            "bernoulli",
            fingerprint(29, MANY, |[u, v]| f64::from(u8::from(dist::bernoulli(u, v)))),
        ),
        (
            "poisson",
            fingerprint(30, MANY, |[u, v]| dist::poisson(u, 30.0 * v) as f64),
        ),
        (
            "poisson, large mean",
            fingerprint(31, FEWER, |[u, v]| dist::poisson(u, 5_000.0 * v) as f64),
        ),
        (
            "binomial",
            fingerprint(32, MANY, |[u, v]| dist::binomial(u, 40, v) as f64),
        ),
        (
            "binomial, many trials",
            fingerprint(33, FEWER, |[u, v]| dist::binomial(u, 5_000, v) as f64),
        ),
        (
            "categorical",
            fingerprint(34, MANY, |[u, v]| chosen(u, &[0.4, v, 0.2])),
        ),
        ("dirichlet", fingerprint(35, FEWER / 2, share)),
        ("stream", fingerprint(36, FEWER, sum_of_stream)),
    ]
}

fn chosen(u: f64, weights: &[f64]) -> f64 {
    dist::categorical(u, weights).map_or(-1.0, |i| i as f64)
}

fn share([u, v]: [f64; 2]) -> f64 {
    let mut shares = [0.0; 3];
    let mut luck = Stream::new(Key::from_bits(u.to_bits()), 0, Purpose::Parameters, 0);
    dist::dirichlet(&mut luck, &[0.5, 4.0, 5.0 * v], &mut shares);
    shares[0]
}

fn sum_of_stream([u, _]: [f64; 2]) -> f64 {
    let mut luck = Stream::new(Key::from_bits(u.to_bits()), 1, Purpose::Parameters, 0);
    luck.unit() + luck.exponential() + luck.normal()
}

fn own_fingerprints() -> Vec<(&'static str, u64)> {
    let mut all = maths_fingerprints();
    all.extend(law_fingerprints());
    all
}

/// The same for the platform's functions, which is what the kernel must not call.
fn platform_fingerprint() -> u64 {
    fingerprint(40, MANY, |[u, v]| {
        u.ln() + (40.0 * v).exp() + (100.0 * u).powf(v) + (9.0 * v).sin()
    })
}

fn folded(prints: &[(&str, u64)]) -> u64 {
    let mut all = Fingerprint::default();
    prints.iter().for_each(|&(_, print)| all.add(print));
    all.0
}

#[test]
fn the_bits_are_the_committed_ones() {
    let prints = own_fingerprints();
    let moved: Vec<_> = prints.iter().filter(|print| !COMMITTED.contains(print)).collect();
    let table: String = prints
        .iter()
        .map(|(name, print)| format!("    (\"{name}\", {print:#018x}),\n"))
        .collect();
    assert!(
        moved.is_empty(),
        "moved: {moved:x?}\nthe whole table as it is now:\n{table}"
    );
    assert_eq!(prints.len(), COMMITTED.len());
}

/// Runs this one test in a copy of the binary with FMA hidden; the copy prints both fingerprints.
#[test]
fn the_bits_stay_when_fma_is_hidden() {
    let own = folded(&own_fingerprints());
    let platform = platform_fingerprint();
    if std::env::var_os(CHILD).is_some() {
        println!("\nfingerprints {own} {platform}");
        return;
    }
    let child = Command::new(std::env::current_exe().expect("the test knows its own binary"))
        .args(["--exact", "the_bits_stay_when_fma_is_hidden", "--nocapture"])
        .env(CHILD, "1")
        .env("GLIBC_TUNABLES", HIDE_FMA)
        .output()
        .expect("the test binary starts again");
    let printed = String::from_utf8_lossy(&child.stdout);
    let numbers: Vec<u64> = printed
        .lines()
        .find_map(|line| line.strip_prefix("fingerprints "))
        .unwrap_or_else(|| panic!("the copy printed no fingerprints:\n{printed}"))
        .split(' ')
        .map(|number| number.parse().expect("a fingerprint is a number"))
        .collect();
    assert_eq!(numbers[0], own, "the kernel's bits depend on the processor");
    if fma_can_be_hidden() {
        assert_ne!(
            numbers[1], platform,
            "hiding FMA should have changed the platform's own functions"
        );
    }
}

/// Whether the platform's functions choose FMA at run time, so that the copy shows the switch at work.
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn fma_can_be_hidden() -> bool {
    std::arch::is_x86_feature_detected!("fma") && std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")))]
fn fma_can_be_hidden() -> bool {
    false
}
