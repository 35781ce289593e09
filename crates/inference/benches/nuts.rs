//! How fast the sampler is: one chain over 43 parameters with 1,000 observations, and what a step costs beside the density.
//!
//! `cargo bench -p halha-inference --bench nuts`
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use halha_inference::chance::Stream;
use halha_inference::density::LogDensity;
use halha_inference::nuts::{NutsSettings, sample};
use halha_inference::scores::crps_sample;

/// Regression with 42 slopes and the logarithm of its error, 1,000 observations, normal priors of sd 2.5.
struct Regression {
    rows: Vec<[f64; 42]>,
    values: Vec<f64>,
}

impl Regression {
    fn new() -> Self {
        let mut stream = Stream::at(&[43]);
        let rows: Vec<[f64; 42]> = (0..1000)
            .map(|_| std::array::from_fn(|_| stream.normal()))
            .collect();
        let values = rows
            .iter()
            .map(|row| row[0] - 0.5 * row[1] + stream.normal())
            .collect();
        Self { rows, values }
    }
}

impl LogDensity for Regression {
    fn dim(&self) -> usize {
        43
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let precision = (-2.0 * at[42]).exp();
        for (g, x) in gradient.iter_mut().zip(at) {
            *g = -x / 6.25;
        }
        let mut squares = 0.0;
        for (row, value) in self.rows.iter().zip(&self.values) {
            let miss = value - row.iter().zip(at).map(|(x, b)| x * b).sum::<f64>();
            squares += miss * miss;
            for (g, x) in gradient.iter_mut().zip(row) {
                *g += precision * miss * x;
            }
        }
        let n = self.values.len() as f64;
        gradient[42] += precision * squares - n;
        -0.5 * precision * squares - n * at[42] - at.iter().map(|x| x * x).sum::<f64>() / 12.5
    }
}

fn benches(c: &mut Criterion) {
    let density = Regression::new();
    let settings = NutsSettings {
        chains: 1,
        ..NutsSettings::default()
    };
    let mut gradient = vec![0.0; 43];
    c.bench_function("gradient, 43 parameters, 1,000 observations", |b| {
        b.iter(|| density.log_density(black_box(&[0.1; 43]), &mut gradient));
    });
    let mut group = c.benchmark_group("nuts");
    group.sample_size(10);
    group.bench_function("one chain, 1,000 + 1,000 draws, 43 parameters", |b| {
        b.iter(|| sample(&density, &settings, &|_| (), &AtomicBool::new(false)).unwrap());
    });
    group.finish();
    let mut stream = Stream::at(&[1]);
    let draws: Vec<f64> = (0..4000).map(|_| stream.normal()).collect();
    c.bench_function("CRPS of 4,000 draws", |b| {
        b.iter(|| crps_sample(black_box(&draws), 0.3))
    });
}

criterion_group!(all, benches);
criterion_main!(all);
