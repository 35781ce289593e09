//! How long one draw takes, beside the standard library's and rand_philox's in the same run.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use halha_kernel::chance::{Key, Purpose, Stream, block, open};
use halha_kernel::{dist, maths};
use rand_core::Rng as _;

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
    let mut one = |name: &str, f: fn(f64) -> f64| {
        group.bench_function(name, |b| b.iter(|| xs.iter().fold(0.0, |sum, &x| sum + f(black_box(x)))));
    };
    one("ln", |x| maths::ln(x));
    one("ln, std", f64::ln);
    one("ln, libm", libm::log);
    one("exp", |x| maths::exp(x));
    one("exp, std", f64::exp);
    one("exp, libm", libm::exp);
    one("logistic", |x| maths::logistic(x));
    one("phi", |x| maths::phi(x));
    one("inv_phi", |x| maths::inv_phi(x));
    group.finish();
}

fn laws(c: &mut Criterion) {
    let mut group = c.benchmark_group("laws");
    group.throughput(Throughput::Elements(N as u64));
    let us = uniforms();
    for mean in [1.0, 10.0, 30.0, 100.0, 1e4] {
        group.bench_with_input(BenchmarkId::new("poisson", mean), &mean, |b, &mean| {
            b.iter(|| us.iter().fold(0, |sum, &u| sum + dist::poisson(black_box(u), mean)));
        });
    }
    group.bench_function("exponential by address", |b| {
        let key = Key::derive(1, 2, 3, 4);
        let draw = |i| dist::exponential(open(block(key, 7, Purpose::Delay, i)[0]), 0.5);
        b.iter(|| (0..N as u32).fold(0.0, |sum, i| sum + draw(i)));
    });
    group.finish();
}

criterion_group!(benches, bits, functions, laws);
criterion_main!(benches);
