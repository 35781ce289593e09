//! Time of the likelihoods of self-exciting processes, each beside the plain recursion in the same run.
//!
//! `cargo bench -p halha-inference --bench hawkes`; with `HALHA_HAWKES_PATH=FILE` the path is written there for the
//! comparison with a Python package (`benches/hawkes_python.sh`).

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halha_inference::hawkes::{
    Mutual, MutualLayout, Path, Rates, fit, plain_log_likelihood, simulate, simulate_mutual,
};

const RATES: Rates = Rates { background: 0.5, branching: 0.6, decay: 1.0 };
/// A path of this length has about 100,000 events.
const END: f64 = 80_000.0;

/// SplitMix64.
fn numbers(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}

fn univariate(c: &mut Criterion) {
    let times = simulate(&RATES, END, &mut numbers(1));
    if let Ok(file) = std::env::var("HALHA_HAWKES_PATH") {
        let text: Vec<String> = times.iter().map(|t| format!("{t:?}\n")).collect();
        std::fs::write(file, text.concat()).unwrap();
    }
    let path = Path::new(&times, END).unwrap();
    let mut group = c.benchmark_group("hawkes-univariate");
    group.throughput(Throughput::Elements(times.len() as u64));
    group.bench_function("likelihood-and-gradient", |b| b.iter(|| black_box(&path).log_likelihood(black_box(&RATES))));
    group.bench_function("plain-recursion", |b| {
        b.iter(|| plain_log_likelihood(black_box(&times), &[], END, black_box(&RATES)))
    });
    group.finish();
    let mut group = c.benchmark_group("hawkes-fit");
    group.bench_function("maximum-likelihood-100k", |b| b.iter(|| fit(black_box(&path)).unwrap()));
    group.finish();
    let found = fit(&path).unwrap();
    println!("{} events: {found:?}", times.len());
}

fn six_sectors(c: &mut Criterion) {
    let branching: Vec<f64> = (0..36).map(|i| if i / 6 == i % 6 { 0.3 } else { 0.04 }).collect();
    let (times, kinds) = simulate_mutual(&[0.1; 6], &branching, 0.5, 40_000.0, &mut numbers(2));
    let path = Mutual::new(&times, &kinds, &[], 40_000.0, MutualLayout::free(6)).unwrap();
    let mut at = vec![0.1f64.ln(); 6];
    at.extend(branching.iter().map(|b| b.ln()));
    at.push(0.5f64.ln());
    let mut gradient = vec![0.0; at.len()];
    let mut group = c.benchmark_group("hawkes-six-sectors");
    group.throughput(Throughput::Elements(times.len() as u64));
    group.bench_function("43-parameters", |b| {
        b.iter(|| black_box(&path).log_likelihood(black_box(&at), &mut gradient))
    });
    group.finish();
}

criterion_group!(benches, univariate, six_sectors);
criterion_main!(benches);
