//! Paired worlds share their luck: what an intervention does not touch stays as it was, event for event.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/worlds.rs"]
mod worlds;

use std::collections::BTreeMap;

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, NoObserver};
use halha_kernel::example;
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Engine, Workspace, run};
use halha_kernel::scenario::Scenario;
use worlds::{hawkes_world, key, quiet_parameters};

fn events(prepared: &Prepared, key: &Key) -> Vec<(f64, Event)> {
    let mut events = Vec::new();
    let mut workspace = Workspace::new();
    run(prepared, key, &mut QuantalResponse, &mut workspace, &mut events);
    events
}

/// The scenario with something changed from month `m` on.
fn changed(mut scenario: Scenario, m: usize, what: usize) -> Scenario {
    for month in &mut scenario.months[m..] {
        match what {
            0 => month.commission = true,
            1 => month.distraction = [0.0, 0.0],
            2 => month.autonomy = [0.1, 2.0],
            3 => month.divisions[1] *= 0.5,
            _ => month.outside_grievance = [1.0, 1.0],
        }
    }
    scenario
}

#[test]
fn an_intervention_leaves_every_event_before_it_alone() {
    let base = example::six_sectors();
    let (mut later, month) = (0, 60);
    let day = base.scenario().scenario().months[month].begin;
    for what in 0..5 {
        let scenario = changed(example::six_sector_scenario(), month, what);
        let other = example::prepare(scenario, &example::fitted_parameters());
        for r in 0..10 {
            let (a, b) = (events(&base, &key(31, r)), events(&other, &key(31, r)));
            let before = |e: &[(f64, Event)]| e.iter().filter(|(t, _)| *t < day).count();
            let n = before(&a);
            assert_eq!(n, before(&b), "intervention {what}, replicate {r}");
            assert_eq!(
                format!("{:?}", &a[..n]),
                format!("{:?}", &b[..n]),
                "intervention {what}, replicate {r}"
            );
            later += u32::from(format!("{a:?}") != format!("{b:?}"));
        }
    }
    assert!(
        later >= 45,
        "only {later} of 50 worlds differed after the intervention"
    );
}

#[test]
fn an_intervention_that_changes_nothing_changes_nothing() {
    let base = example::six_sectors();
    let copy = example::prepare(example::six_sector_scenario(), &example::fitted_parameters());
    let mut late = example::six_sector_scenario();
    late.sides[0].name = "Renamed".to_owned();
    let late = example::prepare(late, &example::fitted_parameters());
    for r in 0..10 {
        let told = format!("{:?}", events(&base, &key(32, r)));
        assert_eq!(told, format!("{:?}", events(&copy, &key(32, r))));
        assert_eq!(told, format!("{:?}", events(&late, &key(32, r))));
    }
}

#[test]
fn an_engine_stopped_and_given_a_changed_world_is_the_changed_world() {
    let base = example::six_sectors();
    let month = 40;
    let day = base.scenario().scenario().months[month].begin;
    let other = example::prepare(
        changed(example::six_sector_scenario(), month, 0),
        &example::fitted_parameters(),
    );
    for r in 0..5 {
        let mut engine = Engine::new(&base, key(33, r), QuantalResponse);
        engine.advance_until(day, &mut NoObserver);
        let spliced = engine.continue_with(&other, key(33, r), QuantalResponse).unwrap();
        let direct = Engine::new(&other, key(33, r), QuantalResponse);
        assert_eq!(
            format!("{:?}", spliced.finish()),
            format!("{:?}", direct.finish())
        );
    }
}

/// Incidents by id: when, where, by whom.
fn by_id(events: &[(f64, Event)]) -> BTreeMap<u64, (u64, u8, u8)> {
    let incidents = events.iter().filter_map(|(t, e)| match e {
        Event::Incident {
            id, sector, intruder, ..
        } => Some((*id, (t.to_bits(), *sector, *intruder))),
        _ => None,
    });
    incidents.collect()
}

#[test]
fn a_higher_rate_only_adds_incidents() {
    let low = hawkes_world(3, 0.02, 0.4);
    let high = hawkes_world(3, 0.03, 0.4);
    for r in 0..20 {
        let a = by_id(&events(&low, &key(34, r)));
        let b = by_id(&events(&high, &key(34, r)));
        assert!(a.len() < b.len());
        for (id, what) in &a {
            assert_eq!(b.get(id), Some(what), "replicate {r}");
        }
    }
}

#[test]
fn a_longer_sector_leaves_the_other_sectors_alone() {
    let parameters = Parameters {
        mu0: -4.0,
        spill: 0.0,
        ..quiet_parameters()
    };
    let plain = worlds::plain_scenario(3);
    let mut long = plain.clone();
    long.sectors[1].length_km *= 1.7;
    let plain = example::prepare(plain, &parameters);
    let long = example::prepare(long, &parameters);
    for r in 0..20 {
        let elsewhere = |p: &Prepared| {
            let mut all = by_id(&events(p, &key(35, r)));
            all.retain(|_, what| what.1 != 1);
            all
        };
        assert_eq!(elsewhere(&plain), elsewhere(&long), "replicate {r}");
        assert_ne!(
            by_id(&events(&plain, &key(35, r))),
            by_id(&events(&long, &key(35, r)))
        );
    }
}

#[test]
fn paired_worlds_differ_less_than_unpaired_ones() {
    // Commission from month 60: the contrast of incidents after it, paired and with luck of its own.
    let base = example::six_sectors();
    let other = example::prepare(
        changed(example::six_sector_scenario(), 60, 0),
        &example::fitted_parameters(),
    );
    let ln_incidents = |p: &Prepared, r: u64| {
        let mut workspace = Workspace::new();
        let mut policy = QuantalResponse;
        let o = run(p, &key(36, r), &mut policy, &mut workspace, &mut NoObserver);
        f64::from(o.incidents).ln()
    };
    let variance = |shift: u64| {
        let d: Vec<f64> = (0..200)
            .map(|r| ln_incidents(&base, r) - ln_incidents(&other, r + shift))
            .collect();
        let mean = d.iter().sum::<f64>() / d.len() as f64;
        d.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / d.len() as f64
    };
    let (paired, unpaired) = (variance(0), variance(1000));
    assert!(
        paired * 2.0 < unpaired,
        "variance {paired:e} paired, {unpaired:e} unpaired"
    );
}
