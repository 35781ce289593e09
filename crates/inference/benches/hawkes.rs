//! Time of the likelihoods of self-exciting processes, each beside the plain recursion in the same run.
//!
//! `cargo bench -p halha-inference --bench hawkes`. Besides criterion's figures, which are of the clock on the wall, the
//! time that the processor spent is printed (Linux): on a shared machine that is the steadier figure. The comparison
//! with Python packages is `benches/hawkes_python.sh`.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halha_inference::density::LogDensity;
use halha_inference::hawkes::{
    Mutual, MutualLayout, Path, Rates, fit, plain_log_likelihood, simulate, simulate_mutual,
};
use halha_inference::nuts::{self, NutsSettings};

const RATES: Rates = Rates {
    background: 0.5,
    branching: 0.6,
    decay: 1.0,
};
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

/// Nanoseconds that this thread has been on a processor, as the kernel counts them; none elsewhere than on Linux.
fn processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Prints the processor's time for one call of `f`, over about half a second, per `units`.
fn print_processor(name: &str, units: usize, mut f: impl FnMut()) {
    let Some(began) = processor() else { return };
    let mut calls = 0.0;
    loop {
        f();
        calls += 1.0;
        // The kernel's count moves once a tick: long enough that ticks do not matter.
        let spent = processor().unwrap_or(f64::INFINITY) - began;
        if spent > 5e8 {
            println!(
                "{name}: {:.2} ns of processor time per unit, {:.3} ms a call",
                spent / calls / units as f64,
                spent / calls / 1e6
            );
            return;
        }
    }
}

fn univariate(c: &mut Criterion) {
    let times = simulate(&RATES, END, &mut numbers(1));
    let path = Path::new(&times, END).unwrap();
    let mut group = c.benchmark_group("hawkes-univariate");
    group.throughput(Throughput::Elements(times.len() as u64));
    group.bench_function("likelihood-and-gradient", |b| {
        b.iter(|| black_box(&path).log_likelihood(black_box(&RATES)))
    });
    group.bench_function("plain-recursion", |b| {
        b.iter(|| plain_log_likelihood(black_box(&times), &[], END, black_box(&RATES)))
    });
    group.finish();
    let mut group = c.benchmark_group("hawkes-fit");
    group.bench_function("maximum-likelihood-100k", |b| {
        b.iter(|| fit(black_box(&path)).unwrap())
    });
    group.finish();
    let events = times.len();
    print_processor("univariate", events, || {
        black_box(path.log_likelihood(black_box(&RATES)));
    });
    print_processor("plain recursion", events, || {
        black_box(plain_log_likelihood(
            black_box(&times),
            &[],
            END,
            black_box(&RATES),
        ));
    });
    print_processor("fit", events, || {
        let _ = black_box(fit(black_box(&path)));
    });
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
    print_processor("six sectors", times.len(), || {
        black_box(path.log_likelihood(black_box(&at), &mut gradient));
    });
}

/// The 43 parameters under wide normal priors on their logarithms.
struct Posterior(Mutual);

impl LogDensity for Posterior {
    fn dim(&self) -> usize {
        self.0.layout().parameters()
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let mut value = self.0.log_likelihood(at, gradient);
        for (x, g) in at.iter().zip(gradient) {
            let z = (x + 2.0) / 1.5;
            value -= 0.5 * z * z;
            *g -= z / 1.5;
        }
        value
    }
}

/// One chain of 600 tuning and 1,000 kept draws on about 1,000 events.
fn sampling(_: &mut Criterion) {
    let branching: Vec<f64> = (0..36).map(|i| if i / 6 == i % 6 { 0.3 } else { 0.04 }).collect();
    let (times, kinds) = simulate_mutual(&[0.1; 6], &branching, 0.5, 850.0, &mut numbers(3));
    let posterior = Posterior(Mutual::new(&times, &kinds, &[], 850.0, MutualLayout::free(6)).unwrap());
    let settings = NutsSettings {
        chains: 1,
        tune: 600,
        draws: 1000,
        seed: 4,
        ..NutsSettings::default()
    };
    let (began, clock) = (processor(), std::time::Instant::now());
    // On this very thread, so that its processor time is counted.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build()
        .unwrap();
    let chains = pool
        .install(|| nuts::sample(&posterior, &settings, &|_| {}, &AtomicBool::new(false)))
        .unwrap();
    let spent = processor()
        .zip(began)
        .map_or(f64::NAN, |(now, then)| (now - then) / 1e9);
    let steps: u32 = chains.stats(0).iter().map(|s| s.steps).sum();
    println!(
        "nuts: {} events, {:.2} s of processor time, {:.2} s on the clock, {:.1} steps a draw, {} divergences",
        times.len(),
        spent,
        clock.elapsed().as_secs_f64(),
        f64::from(steps) / 1000.0,
        chains.divergences()
    );
}

criterion_group!(benches, univariate, six_sectors, sampling);
criterion_main!(benches);
