//! The law knows no side: with the sides swapped in scenario, parameters and luck, a run is its own mirror image.
#![allow(clippy::unwrap_used, reason = "tests")]

use halha_kernel::chance::{Key, Purpose, block};
use halha_kernel::event::{Ending, Event, Fight};
use halha_kernel::example;
use halha_kernel::luck::Luck;
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use halha_kernel::scenario::{EntryRule, Scenario};

/// The luck of the other side of the mirror: where both sides share a block their words change places, and a
/// background incident's id names the other side.
struct Mirrored(Key);

impl Luck for Mirrored {
    fn block(&self, entity: u64, purpose: Purpose, index: u32) -> [u64; 2] {
        match purpose {
            Purpose::ImmigrantPoints | Purpose::FalseReports | Purpose::Publication => {
                let [first, second] = block(self.0, entity, purpose, index);
                [second, first]
            }
            _ => block(self.0, mirrored_id(entity), purpose, index),
        }
    }
}

fn mirrored_id(id: u64) -> u64 {
    let background = id >> 63 == 0 && id >> 32 != 0;
    if background { id ^ 1 } else { id }
}

fn mirrored_scenario(mut s: Scenario) -> Scenario {
    s.sides.swap(0, 1);
    for sector in &mut s.sectors {
        sector.client_share.swap(0, 1);
        sector.railhead_km.swap(0, 1);
    }
    for m in &mut s.months {
        for pair in [
            &mut m.divisions,
            &mut m.tanks,
            &mut m.guns,
            &mut m.aircraft,
            &mut m.distraction,
            &mut m.espionage,
            &mut m.autonomy,
            &mut m.outside_grievance,
        ] {
            pair.swap(0, 1);
        }
    }
    if let Some(rule) = &mut s.pact {
        rule.seeker = 1 - rule.seeker;
    }
    if let Some(rule) = &mut s.temptation {
        rule.side = 1 - rule.side;
    }
    if let Some(rule) = &mut s.entry {
        rule.side = 1 - rule.side;
    }
    s
}

fn mirrored_parameters(p: &Parameters) -> Parameters {
    Parameters {
        side_bias: -p.side_bias,
        kappa_0: p.kappa_1,
        kappa_1: p.kappa_0,
        autonomy_0: p.autonomy_1,
        autonomy_1: p.autonomy_0,
        haul_0: p.haul_1,
        haul_1: p.haul_0,
        detect_0: p.detect_1,
        detect_1: p.detect_0,
        own_0: p.own_1,
        own_1: p.own_0,
        false_0: p.false_1,
        false_1: p.false_0,
        own_claim_0: p.own_claim_1,
        own_claim_1: p.own_claim_0,
        enemy_claim_0: p.enemy_claim_1,
        enemy_claim_1: p.enemy_claim_0,
        ..*p
    }
}

fn swapped<T: Copy>(pair: [T; 2]) -> [T; 2] {
    [pair[1], pair[0]]
}

fn mirrored_fight(f: Fight) -> Fight {
    Fight {
        attacker: 1 - f.attacker,
        forces: swapped(f.forces),
        losses: swapped(f.losses),
        claims: swapped(f.claims),
        ..f
    }
}

fn mirrored(event: &Event) -> Event {
    let mut e = *event;
    match &mut e {
        Event::Incident {
            id,
            parent,
            intruder,
            reported,
            fight,
            ..
        } => {
            *id = mirrored_id(*id);
            *parent = mirrored_id(*parent);
            *intruder = 1 - *intruder;
            *reported = swapped(*reported);
            *fight = fight.map(mirrored_fight);
        }
        Event::EpisodeOpened { id, .. } => *id = mirrored_id(*id),
        Event::Decision { id, side, .. } | Event::Arrival { id, side, .. } => {
            *id = mirrored_id(*id);
            *side = 1 - *side;
        }
        Event::Battle { id, fight, .. } => {
            *id = mirrored_id(*id);
            *fight = mirrored_fight(*fight);
        }
        Event::Raid { id, side, losses, .. } => {
            *id = mirrored_id(*id);
            *side = 1 - *side;
            *losses = swapped(*losses);
        }
        Event::Settlement {
            id,
            loser,
            lost,
            claims,
            ..
        } => {
            *id = mirrored_id(*id);
            *loser = loser.map(|l| 1 - l);
            *lost = swapped(*lost);
            *claims = swapped(*claims);
        }
        Event::FalseReports { side, .. } => *side = 1 - *side,
        Event::PactSigned
        | Event::Temptation { .. }
        | Event::Denunciation
        | Event::Entry
        | Event::GeneralWar { .. }
        | Event::End { .. } => {}
    }
    e
}

/// Events of equal time may be told in another order, a side at a time.
fn told<L: Luck>(prepared: &Prepared, luck: &L, change: impl Fn(&Event) -> Event) -> Vec<String> {
    let mut events: Vec<(f64, Event)> = Vec::new();
    let mut workspace = Workspace::new();
    run(prepared, luck, &mut QuantalResponse, &mut workspace, &mut events);
    let mut told: Vec<(f64, String)> = events
        .iter()
        .map(|(t, e)| (*t, format!("{t:?} {:?}", change(e))))
        .collect();
    told.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    told.into_iter().map(|(_, text)| text).collect()
}

/// Unlike sides in everything that a side can differ in.
fn unlike() -> (Scenario, Parameters) {
    let mut scenario = example::six_sector_scenario();
    scenario.sides[0].men_per_division = 27_000.0;
    scenario.sides[0].trucks = 500.0;
    scenario.sides[1].gunboat_share = 0.3;
    scenario.entry = Some(EntryRule {
        side: 1,
        denounce: 150,
        enter: 154,
    });
    let parameters = Parameters {
        side_bias: 0.3,
        kappa_0: 0.8,
        ..example::fitted_parameters()
    };
    (scenario, parameters)
}

#[test]
fn a_run_with_the_sides_swapped_is_its_mirror_image() {
    let (scenario, parameters) = unlike();
    let here = example::prepare(scenario.clone(), &parameters);
    let there = example::prepare(mirrored_scenario(scenario), &mirrored_parameters(&parameters));
    for r in 0..30 {
        let key = Key::derive(3, 2, 0, r);
        let direct = told(&here, &key, |e| *e);
        let image = told(&there, &Mirrored(key), mirrored);
        assert!(direct.len() > 500, "replicate {r} is too quiet to show anything");
        for (a, b) in direct.iter().zip(&image) {
            assert_eq!(a, b, "replicate {r}");
        }
        assert_eq!(direct.len(), image.len());
    }
}

#[test]
fn the_mirror_sees_a_rule_that_prefers_a_side() {
    let (scenario, parameters) = unlike();
    let here = example::prepare(scenario.clone(), &parameters);
    let crooked = Parameters {
        haul_0: parameters.haul_1 * 1.01,
        ..mirrored_parameters(&parameters)
    };
    let there = example::prepare(mirrored_scenario(scenario), &crooked);
    let unequal = (0..30).any(|r| {
        let key = Key::derive(3, 2, 0, r);
        told(&here, &key, |e| *e) != told(&there, &Mirrored(key), mirrored)
    });
    assert!(unequal, "a haul longer by 1 % on one side went unseen");
}

#[test]
fn endings_are_reached_on_both_sides_of_the_mirror() {
    let (scenario, parameters) = unlike();
    let here = example::prepare(scenario, &parameters);
    let mut workspace = Workspace::new();
    let mut entries = 0;
    for r in 0..200 {
        let key = Key::derive(3, 2, 0, r);
        let mut policy = QuantalResponse;
        let end = run(
            &here,
            &key,
            &mut policy,
            &mut workspace,
            &mut halha_kernel::event::NoObserver,
        )
        .ending;
        entries += u32::from(end == Ending::Entry);
    }
    assert!(entries > 50, "{entries} entries in 200 runs");
}
