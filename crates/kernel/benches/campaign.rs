//! How long a campaign takes, beside a plain hand-written baseline of its incident layer and of a battle in the same
//! run. The acceptance figures: a campaign of at least 1,700 incidents in a median of 150 µs, an engagement in 0.3 µs.
#![allow(missing_docs, reason = "criterion's macros make public items")]

mod plain;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use halha_kernel::chance::Key;
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Event, Forces, NoObserver, Observer, Posture};
use halha_kernel::example;
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

/// Takes every event and keeps none: what telling costs without what listening costs.
struct Listener(u64);

impl Observer for Listener {
    fn event(&mut self, _: f64, event: &Event) {
        black_box(event);
        self.0 += 1;
    }
}

/// The same world without shots and occupations: its incident layer alone.
fn quiet() -> Prepared {
    let parameters = Parameters {
        fire0: -20.0,
        occupy: 0.0,
        ..example::fitted_parameters()
    };
    example::prepare(example::six_sector_scenario(), &parameters)
}

/// Median number of incidents of the campaigns that are timed.
fn median_incidents(prepared: &Prepared) -> u32 {
    let mut workspace = Workspace::new();
    let mut incidents: Vec<u32> = (0..1001)
        .map(|r| {
            let key = Key::derive(7, 0, 0, r);
            let mut policy = QuantalResponse;
            run(prepared, &key, &mut policy, &mut workspace, &mut NoObserver).incidents
        })
        .collect();
    incidents.sort_unstable();
    incidents[500]
}

fn campaigns(c: &mut Criterion) {
    let mut group = c.benchmark_group("campaign");
    let prepared = example::six_sectors();
    let n = median_incidents(&prepared);
    assert!(n >= 1_700, "the campaign is too small to measure: {n} incidents");
    let mut workspace = Workspace::new();
    let mut replicate = 0;
    let mut next = || {
        replicate += 1;
        Key::derive(7, 0, 0, replicate % 1001)
    };
    group.bench_function(format!("whole, median of {n} incidents"), |b| {
        b.iter(|| {
            let mut policy = QuantalResponse;
            run(&prepared, &next(), &mut policy, &mut workspace, &mut NoObserver).incidents
        });
    });
    group.bench_function("whole, events told", |b| {
        let mut listener = Listener(0);
        b.iter(|| {
            let mut policy = QuantalResponse;
            run(&prepared, &next(), &mut policy, &mut workspace, &mut listener).incidents
        });
    });
    let valid = prepared.scenario().clone();
    group.bench_function("compile one parameter vector", |b| {
        b.iter(|| Prepared::new(&valid, &example::fitted_parameters()).is_ok());
    });
    let quiet = quiet();
    let n = median_incidents(&quiet);
    group.bench_function(format!("incident layer, median of {n} incidents"), |b| {
        b.iter(|| {
            let mut policy = QuantalResponse;
            run(&quiet, &next(), &mut policy, &mut workspace, &mut NoObserver).incidents
        });
    });
    let (scenario, parameters) = (quiet.scenario().scenario().clone(), *quiet.parameters());
    let mut all: Vec<u32> = (0..1001)
        .map(|seed| plain::incident_layer(&scenario, &parameters, seed).incidents)
        .collect();
    all.sort_unstable();
    let mut seed = 0;
    group.bench_function(
        format!("plain incident layer, median of {} incidents", all[500]),
        |b| {
            b.iter(|| {
                seed += 1;
                plain::incident_layer(&scenario, &parameters, seed % 1001)
            });
        },
    );
    group.finish();
}

fn engagements(c: &mut Criterion) {
    let mut group = c.benchmark_group("engagement");
    let prepared = example::six_sectors();
    let key = Key::derive(7, 0, 0, 0);
    for men in [[12, 18], [300, 250], [12_000, 20_000]] {
        let encounter = Encounter {
            attacker: 0,
            forces: men.map(|men| Forces {
                men,
                ..Forces::default()
            }),
            posture: Posture::Hasty,
            surprise: 0,
            air: 0.0,
            punch: [1.0; 2],
        };
        let mut id = 0;
        group.bench_function(format!("{} against {} men", men[0], men[1]), |b| {
            b.iter(|| {
                id += 1;
                fight(
                    &prepared,
                    black_box(&encounter),
                    &key,
                    FightAddress { id, step: 0 },
                )
            });
        });
    }
    let mut dice = plain::Dice::new(1);
    group.bench_function("plain, 12 against 18 men", |b| {
        b.iter(|| plain::battle(prepared.parameters(), black_box([12, 18]), &mut dice));
    });
    group.bench_function("yardstick: 100 against 80, every loss", |b| {
        b.iter(|| plain::every_loss(&mut dice));
    });
    group.finish();
}

criterion_group!(benches, campaigns, engagements);
criterion_main!(benches);
