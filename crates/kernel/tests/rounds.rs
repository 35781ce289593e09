//! The round path tells the fast path's fights: same totals, rounds that add up, every class within its bounds.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "tests; equal luck gives equal bits"
)]

#[path = "support/told.rs"]
mod told;

use halha_kernel::chance::Key;
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Forces, Posture};
use halha_kernel::example::two_sectors;
use halha_kernel::rounds::{Element, Elements, Phase, RoundedFight, fight_in_rounds};
use told::faults;

const AT: FightAddress = FightAddress { id: 77, step: 3 };

fn forces(men: u32) -> Forces {
    Forces {
        men,
        vehicles: men / 150,
        guns: men / 100,
        aircraft: men / 400,
        boats: 0,
    }
}

fn encounter(attacker: u32, defender: u32) -> Encounter {
    Encounter {
        attacker: 0,
        forces: [forces(attacker), forces(defender)],
        posture: Posture::Hasty,
        surprise: 0,
        air: 0.0,
        punch: [1.0; 2],
    }
}

fn assumed(e: &Encounter) -> [Elements; 2] {
    [0, 1].map(|i| Elements::assumed(&e.forces[i]))
}

const SIZES: [(u32, u32); 6] = [
    (10, 12),
    (50, 60),
    (400, 500),
    (3_000, 4_000),
    (20_000, 8_000),
    (57_000, 30_000),
];

/// Equal fights have equal moments: the criterion of 10 % on mean and standard deviation is met with 0 %.
#[test]
fn fights_told_in_rounds_are_the_fast_paths_fights() {
    let prepared = two_sectors();
    for (attacker, defender) in SIZES {
        for posture in [
            Posture::Hasty,
            Posture::Prepared,
            Posture::Fortified,
            Posture::Delaying,
        ] {
            for surprise in [0, 2] {
                for replicate in 0..100 {
                    let luck = Key::derive(20_260_211, 0, 0, replicate);
                    let mut e = encounter(attacker, defender);
                    (e.posture, e.surprise, e.attacker) = (posture, surprise, (replicate % 2) as usize);
                    let told = fight_in_rounds(&prepared, &e, assumed(&e), &luck, AT);
                    let whole = fight(&prepared, &e, &luck, AT);
                    let faults = faults(&told, &whole);
                    assert!(
                        faults.is_empty(),
                        "{attacker} v {defender}, {replicate}: {faults:?}\n{told:#?}"
                    );
                }
            }
        }
    }
}

#[test]
fn planted_faults_are_found() {
    let prepared = two_sectors();
    let e = encounter(3_000, 4_000);
    let luck = Key::derive(20_260_212, 0, 0, 3);
    let sound = fight_in_rounds(&prepared, &e, assumed(&e), &luck, AT);
    let whole = fight(&prepared, &e, &luck, AT);
    assert!(faults(&sound, &whole).is_empty());
    let loser = usize::from(sound.rounds.last().unwrap().broken.unwrap());
    let broken = sound
        .rounds
        .iter()
        .position(|r| r.phase == Phase::Pursuit)
        .unwrap();
    let finds = |what: &str, plant: &dyn Fn(&mut RoundedFight)| {
        let mut defective = sound.clone();
        plant(&mut defective);
        let found = faults(&defective, &whole);
        assert!(found.contains(&what), "planted: {what}; found: {found:?}");
    };
    finds("the fight is the fast path's", &|t| t.fight.losses[0].killed += 1);
    finds("4 to 60 rounds", &|t| t.rounds.truncate(3));
    finds("the last round ends the fight", &|t| t.rounds.truncate(broken));
    finds("the loser breaks", &|t| {
        t.rounds.iter_mut().for_each(|r| r.broken = None)
    });
    finds("rounds follow each other", &|t| t.rounds.swap(1, 2));
    finds("a pursuit follows the break", &|t| {
        t.rounds[broken].phase = Phase::Fighting
    });
    finds("every loss has a cause", &|t| t.rounds[0].by[0][0] += 1);
    finds("nothing is lost to what is not there", &|t| {
        t.rounds[0].by[0].swap(Element::Rifle as usize, Element::Gunboat as usize);
    });
    finds("men are conserved", &|t| t.rounds[1].men[1] -= 1);
    finds("vehicles are conserved", &|t| t.rounds[1].left[1].tank -= 1);
    finds("guns are conserved", &|t| t.rounds[1].losses[0].guns += 1);
    finds("aircraft are conserved", &|t| t.rounds[2].left[0].aircraft += 1);
    finds("boats are conserved", &|t| t.rounds[2].left[0].gunboat += 1);
    finds("no class grows", &|t| t.rounds[0].left[0].cavalry += 1);
    finds("the rounds add up to the fight", &|t| {
        t.rounds.truncate(t.rounds.len() - 1)
    });
    finds("only the loser loses prisoners", &|t| {
        t.rounds[0].losses[1 - loser].captured += 1
    });
    finds("prisoners are taken in the pursuit as far as they go", &|t| {
        t.rounds[0].losses[loser].captured += 1;
    });
    finds("no more vehicles come back than were lost", &|t| {
        t.recovered[0] = 4_000
    });
    finds("who leaves the field leaves its vehicles", &|t| {
        t.recovered[loser] = 1
    });
}

#[test]
fn swapping_the_sides_swaps_the_tale() {
    let mut prepared = two_sectors();
    // The only parameters of an engagement that belong to a side.
    let mut p = *prepared.parameters();
    (p.kappa_0, p.kappa_1) = (0.3, 0.6);
    prepared = halha_kernel::prepared::Prepared::new(prepared.scenario(), &p).unwrap();
    (p.kappa_0, p.kappa_1) = (p.kappa_1, p.kappa_0);
    let swapped = halha_kernel::prepared::Prepared::new(prepared.scenario(), &p).unwrap();
    for replicate in 0..500 {
        let luck = Key::derive(20_260_213, 0, 0, replicate);
        let (a, d) = SIZES[replicate as usize % 6];
        let e = encounter(a, d);
        let mirrored = Encounter {
            attacker: 1,
            forces: [e.forces[1], e.forces[0]],
            ..e
        };
        let told = fight_in_rounds(&prepared, &e, assumed(&e), &luck, AT);
        let mirror = fight_in_rounds(&swapped, &mirrored, assumed(&mirrored), &luck, AT);
        assert_eq!(told.rounds.len(), mirror.rounds.len());
        assert_eq!(told.recovered, [mirror.recovered[1], mirror.recovered[0]]);
        for (x, y) in told.rounds.iter().zip(&mirror.rounds) {
            assert_eq!((x.from, x.to, x.phase), (y.from, y.to, y.phase));
            assert_eq!(x.broken, y.broken.map(|side| 1 - side));
            assert_eq!(x.losses, [y.losses[1], y.losses[0]]);
            assert_eq!(x.by, [y.by[1], y.by[0]]);
            assert_eq!(x.left, [y.left[1], y.left[0]]);
        }
    }
}

#[test]
fn gunboats_fight_on_a_river() {
    let prepared = two_sectors();
    let crew = |men, boats| Forces {
        men,
        boats,
        ..Forces::default()
    };
    let e = Encounter {
        forces: [crew(30, 1), crew(75, 3)],
        ..encounter(1, 1)
    };
    let (mut first, mut all, mut sunk) = ([[0; 2]; 2], [[0; 2]; 2], [0; 2]);
    for replicate in 0..4_000 {
        let luck = Key::derive(20_260_214, 0, 0, replicate);
        let told = fight_in_rounds(&prepared, &e, assumed(&e), &luck, AT);
        assert_eq!(faults(&told, &told.fight), Vec::<&str>::new());
        for (j, round) in told.rounds.iter().enumerate() {
            for i in 0..2 {
                let by = [round.by[i][Element::Gunboat as usize], round.losses[i].men()];
                for k in 0..2 {
                    first[i][k] += if j == 0 { by[k] } else { 0 };
                    all[i][k] += by[k];
                }
                sunk[i] += round.losses[i].boats;
            }
        }
    }
    let share = |[by_boats, lost]: [u32; 2]| f64::from(by_boats) / f64::from(lost);
    // One boat is worth 60 of 90 at the beginning; three are worth 180 of 267, with one machine gun.
    assert!(
        (share(first[1]) - 60.0 / 90.0).abs() < 0.01,
        "one boat: {}",
        share(first[1])
    );
    assert!(
        (share(first[0]) - 180.0 / 267.0).abs() < 0.01,
        "three boats: {}",
        share(first[0])
    );
    // Boats are lost faster than men (boat_ratio 3), so that rifles do the more the longer it lasts.
    for i in 0..2 {
        assert!(
            share(all[i]) < share(first[i]) - 0.02,
            "{} of {}",
            share(all[i]),
            share(first[i])
        );
        assert!(sunk[i] > 100, "{sunk:?}");
    }
}

#[test]
fn a_class_that_is_not_there_costs_nothing_and_changes_no_total() {
    let prepared = two_sectors();
    let e = encounter(3_000, 4_000);
    let rifles = [3_000, 4_000].map(|rifle| Elements {
        rifle,
        ..Elements::default()
    });
    for replicate in 0..200 {
        let luck = Key::derive(20_260_215, 0, 0, replicate);
        let full = fight_in_rounds(&prepared, &e, assumed(&e), &luck, AT);
        let bare = fight_in_rounds(&prepared, &e, rifles, &luck, AT);
        assert_eq!(full.fight, bare.fight);
        let by_machine_guns = |t: &RoundedFight| {
            let by = |r: &halha_kernel::rounds::Round| r.by[0][Element::HeavyMachineGun as usize];
            t.rounds.iter().map(by).sum::<u32>()
        };
        assert_eq!(by_machine_guns(&bare), 0);
        assert!(by_machine_guns(&full) > 0 || full.fight.losses[0].men() < 20);
    }
}
