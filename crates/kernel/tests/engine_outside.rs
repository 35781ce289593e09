//! A run changed from outside stays a run: its state holds, its books balance, and orders are carried out.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/worlds.rs"]
mod worlds;

use halha_kernel::event::{Event, Forces, NoObserver, Victor};
use halha_kernel::example;
use halha_kernel::outside::{Past, Standing};
use halha_kernel::policy::{BattleAhead, Choice, Policy, QuantalResponse, Situation};
use halha_kernel::run::Engine;
use halha_kernel::rung::Rung;
use worlds::key;

fn men(men: u32) -> Forces {
    Forces {
        men,
        vehicles: men / 100,
        guns: men / 200,
        aircraft: men / 300,
        boats: 0,
    }
}

fn past(day: f64) -> Past {
    Past {
        day,
        grievance: [1.5, 0.5],
        memory: [0.0, 1.0],
        pact: None,
        lost: [700, 1200],
        crises: 1,
        costliest: None,
        standing: vec![Standing {
            sector: 2,
            id: 0xABCD_EF01_2345_6789,
            opened: day - 40.0,
            intruder: 0,
            forces: [men(20_000), men(30_000)],
            lost: [1_000, 2_000],
            holder: Some(0),
            last: Some(Rung::Division),
            top: Rung::Division,
            steps: 5,
            next_side: 1,
        }],
    }
}

#[test]
fn a_spliced_history_goes_on_as_a_run() {
    let prepared = example::six_sectors();
    let day = prepared.scenario().scenario().months[70].begin + 9.5;
    let mut acts = 0;
    for r in 0..20 {
        let mut engine = Engine::new(&prepared, key(91, r), QuantalResponse);
        engine.advance_until(day, &mut NoObserver);
        let before = engine.state().outcome().losses;
        engine.splice(&past(day));
        let after = engine.state().outcome().losses;
        for (side, lost) in [1_700_u32, 3_200].into_iter().enumerate() {
            let sum = |l: [u32; 3]| l.iter().sum::<u32>();
            assert_eq!(sum(after[side]), sum(before[side]) + lost);
        }
        assert_eq!(engine.state().episode(2).unwrap().forces()[0], men(20_000));
        assert!(engine.next_time() >= day);
        let mut events: Vec<(f64, Event)> = Vec::new();
        while engine.step(&mut events) {
            assert_eq!(engine.state().verify(&prepared), Ok(()), "replicate {r}");
        }
        assert!(events.iter().all(|(t, _)| *t >= day));
        acts += events
            .iter()
            .filter(|(_, e)| matches!(e, Event::Decision { id, .. } if *id == 0xABCD_EF01_2345_6789))
            .count();
    }
    assert!(
        acts >= 20,
        "the standing crisis saw only {acts} decisions in 20 runs"
    );
}

#[test]
fn forces_put_in_from_outside_balance_the_books() {
    let prepared = example::six_sectors();
    let day = prepared.scenario().scenario().months[70].begin;
    for (r, now) in [men(50), men(0), men(90_000)].into_iter().enumerate() {
        let mut engine = Engine::new(&prepared, key(92, r as u64), QuantalResponse);
        engine.advance_until(day, &mut NoObserver);
        engine.splice(&past(day));
        engine.set_forces(2, 1, now);
        engine.set_forces(3, 1, now);
        engine.set_vagueness(2, 7.0);
        assert_eq!(engine.state().vagueness(2), Some(1.0));
        assert_eq!(engine.state().episode(2).unwrap().forces()[1], now);
        assert_eq!(engine.state().verify(&prepared), Ok(()));
        while engine.step(&mut NoObserver) {
            assert_eq!(engine.state().verify(&prepared), Ok(()));
        }
    }
}

#[test]
fn the_pulse_is_the_same_as_long_as_the_same_happens() {
    let prepared = example::six_sectors();
    let other = example::prepare(example::six_sector_scenario(), &example::fitted_parameters());
    for r in 0..5 {
        let mut a = Engine::new(&prepared, key(93, r), QuantalResponse);
        let mut b = Engine::new(&prepared, key(93, r), QuantalResponse);
        let mut c = Engine::new(&prepared, key(94, r), QuantalResponse);
        b.advance_until(800.0, &mut NoObserver);
        assert!(b.switch_to(&other), "the shapes are the same");
        let (mut told, mut steps, mut strange) = (Vec::new(), 0, 0);
        a.advance_until(800.0, &mut told);
        c.advance_until(800.0, &mut NoObserver);
        loop {
            assert_eq!(a.state().pulse(), b.state().pulse(), "step {steps}");
            strange += u32::from(a.state().pulse() == c.state().pulse());
            steps += 1;
            let go = a.step(&mut told);
            assert_eq!(go, b.step(&mut NoObserver));
            c.step(&mut NoObserver);
            if !go {
                break;
            }
        }
        assert!(steps > 100);
        assert_eq!(strange, 0, "another world has the same pulse");
    }
}

/// Everything as usual, but the first battle is a draw.
#[derive(Clone)]
struct Drawn(bool);

impl Policy for Drawn {
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        QuantalResponse.choose(situation, u)
    }

    fn ordain(&mut self, battle: &BattleAhead) -> Option<Victor> {
        assert!(battle.men[0] > 0 && battle.men[1] > 0 && battle.attacker < 2);
        (!std::mem::replace(&mut self.0, true)).then_some(Victor::Draw)
    }
}

#[test]
fn an_ordained_battle_ends_so_and_costs_what_chance_makes_it_cost() {
    let prepared = example::six_sectors();
    let first = |events: &[(f64, Event)]| {
        events.iter().find_map(|(t, e)| match e {
            Event::Battle { fight, .. } => Some((*t, *fight)),
            _ => None,
        })
    };
    let (mut seen, mut changed) = (0, 0);
    for r in 0..30 {
        let (mut plain, mut drawn) = (Vec::new(), Vec::new());
        Engine::new(&prepared, key(95, r), QuantalResponse).advance_until(f64::INFINITY, &mut plain);
        Engine::new(&prepared, key(95, r), Drawn(false)).advance_until(f64::INFINITY, &mut drawn);
        let (Some((t, by_chance)), Some((u, ordained))) = (first(&plain), first(&drawn)) else {
            continue;
        };
        seen += 1;
        assert_eq!(t.to_bits(), u.to_bits());
        assert_eq!(ordained.victor, Victor::Draw);
        assert_eq!(
            ordained.losses.map(|l| l.men()),
            by_chance.losses.map(|l| l.men())
        );
        assert_eq!(ordained.losses.map(|l| l.captured), [0, 0]);
        changed += u32::from(by_chance.victor != Victor::Draw);
    }
    assert!(
        seen >= 10 && changed >= 5,
        "{seen} first battles, {changed} changed"
    );
}
