//! How long one draw takes, beside the standard library's and rand_philox's in the same run.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halha_kernel::chance::{Key, Purpose, Stream, block, open};
use halha_kernel::{dist, maths};

/// Values per iteration: each time is a thousand times the time of one value.
const N: usize = 1000;

fn uniforms() -> Vec<f64> {
    let mut luck = Stream::new(Key::derive(1, 2, 3, 4), 0, Purpose::Assumption, 0);
    (0..N).map(|_| luck.open()).collect()
}

fn bits(c: &mut Criterion) {
    let key = Key::derive(1, 2, 3, 4);
    let mut group = c.benchmark_group("bits");
    group.throughput(Throughput::Elements(N as u64));
    group.bench_function("block (two words)", |b| {
        b.iter(|| (0..N as u32).fold(0, |sum, i| sum ^ block(key, 7, Purpose::Round, i)[0]));
    });
    group.bench_function("stream, uniform", |b| {
        let mut luck = Stream::new(key, 7, Purpose::Round, 0);
        b.iter(|| (0..N).fold(0.0, |sum, _| sum + luck.open()));
    });
    group.bench_function("rand_philox, u64", |b| {
        let mut luck = rand_philox::Philox::from_u64_seed(1);
        b.iter(|| (0..N).fold(0, |sum, _| sum ^ luck.next_u64()));
    });
    group.finish();
}

fn functions(c: &mut Criterion) {
    let mut group = c.benchmark_group("maths");
    group.throughput(Throughput::Elements(N as u64));
    let xs = uniforms();
    macro_rules! time {
        ($name:literal, $f:path) => {
            group.bench_function($name, |b| {
                b.iter(|| xs.iter().fold(0.0, |sum, &x| sum + $f(black_box(x))))
            });
        };
    }
    time!("nothing", f64::from);
    time!("ln", maths::ln);
    time!("ln_positive", maths::ln_positive);
    time!("ln, std", f64::ln);
    time!("ln, libm", libm::log);
    time!("exp", maths::exp);
    time!("exp, std", f64::exp);
    time!("exp, libm", libm::exp);
    time!("logistic", maths::logistic);
    time!("phi", maths::phi);
    time!("inv_phi", maths::inv_phi);
    group.finish();
}

fn laws(c: &mut Criterion) {
    let mut group = c.benchmark_group("laws");
    group.throughput(Throughput::Elements(N as u64));
    let us = uniforms();
    macro_rules! time {
        ($name:expr, $zero:literal, $f:expr) => {
            group.bench_function($name, |b| {
                b.iter(|| us.iter().fold($zero, |sum, &u| sum + $f(black_box(u))))
            });
        };
    }
    time!("exponential", 0.0, |u| dist::exponential(u, 0.5));
    time!("normal", 0.0, |u| dist::normal(u, 1.0, 2.0));
    time!("lognormal", 0.0, |u| dist::lognormal(u, 2.6, 0.7));
    let sizes = dist::TruncatedLognormal::new(2.6, 0.7, 3.0, 150.0);
    time!("truncated lognormal", 0.0, |u| sizes.quantile(u));
    for mean in [1.0, 10.0, 39.0, 100.0, 1e4] {
        time!(format!("poisson({mean})"), 0, |u| dist::poisson(u, mean));
    }
    for (n, p) in [
        (20, 0.05),
        (60, 0.1),
        (200, 0.1),
        (1_000, 0.05),
        (10_000, 0.05),
        (100_000, 0.3),
    ] {
        time!(format!("binomial({n}, {p})"), 0, |u| dist::binomial(u, n, p));
    }
    time!("erlang(4)", 0.0, |u| dist::erlang(u, 4, 0.25));
    time!("gamma(4.5)", 0.0, |u| dist::gamma(u, 4.5, 0.25));
    time!("beta(4, 6)", 0.0, |u| dist::beta(u, 4.0, 6.0));
    let weights = [0.42, 0.4, 0.18];
    time!("categorical(3)", 0, |u| dist::categorical(u, &weights)
        .unwrap_or(0));
    group.bench_function("exponential by address", |b| {
        let key = Key::derive(1, 2, 3, 4);
        let draw = |i| dist::exponential(open(block(key, 7, Purpose::Delay, i)[0]), 0.5);
        b.iter(|| (0..N as u32).fold(0.0, |sum, i| sum + draw(i)));
    });
    group.finish();
}

criterion_group!(benches, bits, functions, laws);
criterion_main!(benches);
