//! How long an engagement takes in rounds, beside the fast path in the same run.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use halha_kernel::chance::Key;
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Forces, Posture};
use halha_kernel::example::two_sectors;
use halha_kernel::rounds::{Elements, fight_in_rounds};

fn engagements(c: &mut Criterion) {
    let prepared = two_sectors();
    let at = FightAddress { id: 1, step: 1 };
    let forces = |men| Forces {
        men,
        vehicles: men / 150,
        guns: men / 100,
        aircraft: men / 400,
        boats: 0,
    };
    let mut group = c.benchmark_group("engagement");
    for (attacker, defender) in [(12, 10), (400, 500), (3_000, 4_000), (57_000, 30_000)] {
        let e = Encounter {
            attacker: 0,
            forces: [forces(attacker), forces(defender)],
            posture: Posture::Hasty,
            surprise: 0,
            air: 0.0,
            punch: [1.0; 2],
        };
        let elements = e.forces.map(|f| Elements::assumed(&f));
        let mut replicate = 0;
        let mut luck = || {
            replicate += 1;
            Key::derive(1, 2, 3, replicate)
        };
        group.bench_function(format!("{attacker} v {defender}, fast"), |b| {
            b.iter(|| fight(&prepared, black_box(&e), &luck(), at));
        });
        group.bench_function(format!("{attacker} v {defender}, in rounds"), |b| {
            b.iter(|| fight_in_rounds(&prepared, black_box(&e), elements, &luck(), at));
        });
    }
    group.finish();
}

criterion_group!(benches, engagements);
criterion_main!(benches);
