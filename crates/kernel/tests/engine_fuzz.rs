//! Any valid input under any luck: the state holds its invariants after every event, and every run ends.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/worlds.rs"]
mod worlds;

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::event::{Ending, Event, Fight, Observer};
use halha_kernel::example;
use halha_kernel::luck::Luck;
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::{Choice, Policy, QuantalResponse, Situation};
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Engine, Workspace, run};
use halha_kernel::rung::Rung;
use proptest::prelude::*;
use worlds::{OddLuck, hawkes_world, key, random_parameters, random_scenario};

/// Checks what only events show.
#[derive(Default)]
struct Watch {
    last: f64,
    open: [bool; 16],
    ended: bool,
    events: u64,
}

impl Watch {
    fn fight(fight: &Fight) {
        for (forces, lost) in fight.forces.iter().zip(&fight.losses) {
            assert!(lost.men() <= forces.men, "more lost than fought: {fight:?}");
            assert!(lost.captured <= lost.men());
            assert!(lost.vehicles <= forces.vehicles && lost.guns <= forces.guns);
            assert!(lost.aircraft <= forces.aircraft && lost.boats <= forces.boats);
        }
        assert!((0.03..=40.0).contains(&fight.days), "{} days", fight.days);
    }
}

impl Observer for Watch {
    fn event(&mut self, time: f64, event: &Event) {
        assert!(!self.ended, "an event after the end: {event:?}");
        assert!(
            time >= self.last,
            "the clock went back from {} to {time}",
            self.last
        );
        self.last = time;
        self.events += 1;
        match event {
            Event::Incident {
                sector, fight, id, ..
            } => {
                assert!(!self.open[usize::from(*sector)], "an incident in a crisis");
                assert_ne!(*id, 0);
                fight.iter().for_each(Self::fight);
            }
            Event::EpisodeOpened { sector, .. } => {
                let open = &mut self.open[usize::from(*sector)];
                assert!(!*open, "two episodes in a sector");
                *open = true;
            }
            Event::Settlement { sector, .. } => self.open[usize::from(*sector)] = false,
            Event::Battle { fight, sector, .. } => {
                assert!(self.open[usize::from(*sector)]);
                Self::fight(fight);
            }
            Event::End { .. } => self.ended = true,
            _ => {}
        }
    }
}

fn check<L: Luck, P: Policy>(prepared: &Prepared, luck: L, policy: P) -> u64 {
    let mut watch = Watch::default();
    let mut engine = Engine::new(prepared, luck, policy);
    let most = 50_000_000;
    for _ in 0..most {
        let more = engine.step(&mut watch);
        if let Err(faults) = engine.state().verify(prepared) {
            panic!("{faults:?}");
        }
        if !more {
            assert!(watch.ended, "the run ended without saying so");
            assert!(!watch.open.contains(&true), "an episode outlived its run");
            return watch.events;
        }
    }
    panic!("no end after {most} steps");
}

/// Chooses by number, whether possible or not.
struct Stubborn(u64);

impl Policy for Stubborn {
    fn choose(&mut self, _: &Situation<'_>, _: f64) -> Choice {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Choice {
            rung: Rung::ALL[(self.0 >> 33) as usize % 13],
            recorded: self.0 & 1 == 1,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_valid_input_holds_under_any_luck(seed: u64, bits: u64, wild: bool) {
        let mut s = Stream::new(Key::from_bits(seed), 0, Purpose::Assumption, 0);
        let scenario = random_scenario(&mut s);
        let parameters = if wild { random_parameters(&mut s) } else { example::parameters() };
        let prepared = example::prepare(scenario, &parameters);
        for luck in [
            OddLuck::Constant(0),
            OddLuck::Constant(u64::MAX),
            OddLuck::Constant(bits),
            OddLuck::ByTurns(bits),
            OddLuck::ByTurns(0),
            OddLuck::Hash(seed),
        ] {
            check(&prepared, luck, QuantalResponse);
        }
        check(&prepared, Key::from_bits(bits), Stubborn(seed));
    }
}

#[test]
fn the_examples_hold_after_every_event() {
    for prepared in [example::two_sectors(), example::six_sectors()] {
        let events: u64 = (0..10)
            .map(|r| check(&prepared, key(41, r), QuantalResponse))
            .sum();
        assert!(events > 1000);
        check(&prepared, key(41, 99), Stubborn(1));
    }
}

#[test]
fn a_broken_state_is_seen() {
    // The planted defect: a world whose vagueness grows with every agreement.
    let prepared = example::six_sectors();
    let crooked = example::prepare(
        {
            let mut s = example::six_sector_scenario();
            s.structure.max_incidents = 40;
            s
        },
        &example::fitted_parameters(),
    );
    let mut engine = Engine::new(&prepared, key(42, 0), QuantalResponse);
    engine.advance_until(2000.0, &mut halha_kernel::event::NoObserver);
    assert_eq!(engine.state().verify(&prepared), Ok(()));
    let faults = engine.state().verify(&crooked).unwrap_err();
    assert!(
        faults.iter().any(|f| f.rule == "points stay within the guard"),
        "{faults:?}"
    );
}

fn ending(prepared: &Prepared, replicate: u64) -> (Ending, u32, f64) {
    let mut workspace = Workspace::new();
    let mut policy = QuantalResponse;
    let o = run(
        prepared,
        &key(43, replicate),
        &mut policy,
        &mut workspace,
        &mut halha_kernel::event::NoObserver,
    );
    (o.ending, o.incidents, o.end)
}

#[test]
fn a_branching_ratio_at_one_or_above_ends_as_exploded() {
    for (branching, omega, least) in [(1.0, 1.0, 2), (1.0, 1.5, 10), (1.0, 50.0, 10), (1.0, 1e9, 10)] {
        let parameters = Parameters {
            branching,
            omega_quiet: omega,
            ..*hawkes_world(1, 0.3, 1.0).parameters()
        };
        let prepared = example::prepare(worlds::plain_scenario(1), &parameters);
        let ends: Vec<_> = (0..10).map(|r| ending(&prepared, r)).collect();
        let exploded = ends.iter().filter(|e| e.0 == Ending::Exploded).count();
        assert!(
            exploded >= least,
            "branching {branching} x {omega}: {exploded} exploded"
        );
        assert!(ends.iter().all(|e| e.1 <= 20_000));
    }
}

#[test]
fn a_rate_beyond_all_measure_ends_as_exploded_at_once() {
    for mu0 in [30.0, 700.0, 1e300] {
        let parameters = Parameters {
            mu0,
            ..example::parameters()
        };
        let prepared = example::prepare(example::two_sector_scenario(), &parameters);
        assert_eq!(ending(&prepared, 0), (Ending::Exploded, 0, 0.0), "mu0 = {mu0}");
    }
}

#[test]
fn an_episode_without_an_end_is_stalled() {
    // Nobody ever lets go: only protests, no lapse, no cease-fire.
    let never = -1000.0;
    let parameters = Parameters {
        occupy: 1.0,
        fire0: never,
        lapse: 0.0,
        ceasefire0: never,
        alpha_ignore: never,
        alpha_investigate: never,
        alpha_reinforce: never,
        alpha_punitive: never,
        alpha_air: never,
        alpha_seize: never,
        alpha_division: never,
        alpha_corps: never,
        alpha_ceasefire: never,
        alpha_bodies: never,
        alpha_withdraw: never,
        alpha_war: never,
        ..example::parameters()
    };
    let prepared = example::prepare(example::six_sector_scenario(), &parameters);
    let mut workspace = Workspace::new();
    let mut policy = QuantalResponse;
    let o = run(
        &prepared,
        &key(44, 0),
        &mut policy,
        &mut workspace,
        &mut halha_kernel::event::NoObserver,
    );
    assert!(o.settlements[4] > 20, "{:?}", o.settlements);
    assert_eq!(o.settlements[..4], [0; 4]);
}

#[test]
fn a_supercritical_ladder_ends_in_general_war() {
    let parameters = Parameters {
        fire0: 5.0,
        fire_early: 0.0,
        delta0: 5.0,
        r#match: 5.0,
        ..example::parameters()
    };
    let prepared = example::prepare(example::six_sector_scenario(), &parameters);
    let wars = (0..20)
        .filter(|r| matches!(ending(&prepared, *r).0, Ending::GeneralWar(_)))
        .count();
    assert!(wars >= 18, "{wars} general wars in 20 runs");
}
