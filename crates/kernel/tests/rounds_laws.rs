//! Statistical checks of what the round path adds to a fight: when its losses fall, by what, the break and the pursuit
//! (tests/ledger.md).
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "tests; noise switched off is exactly 0"
)]

mod support;

use halha_kernel::chance::{Key, Purpose, block, open};
use halha_kernel::engagement::{Encounter, FightAddress, levels};
use halha_kernel::event::{Forces, Posture, Victor};
use halha_kernel::example::two_sectors;
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use halha_kernel::rounds::{Element, Elements, Phase, fight_in_rounds, retell};
use statrs::distribution::{ContinuousCDF, Normal};
use support::{assert_sound_and_sharp, g_p_value, ks_p_value};

const SEED: u64 = 20_260_221;
const AT: FightAddress = FightAddress { id: 9, step: 1 };

/// The example's parameters without noise in duration and loss levels, and with `draw`.
fn noiseless(draw: f64) -> Prepared {
    let prepared = two_sectors();
    let p = Parameters {
        days_sd: 0.0,
        att_sd: 0.0,
        def_sd: 0.0,
        draw,
        ..*prepared.parameters()
    };
    Prepared::new(prepared.scenario(), &p).unwrap()
}

fn men(men: u32) -> Forces {
    Forces {
        men,
        ..Forces::default()
    }
}

/// A surprise attack on `defenders` who hit nobody: the attacker does not weaken, and fire on so many is not aimed.
fn slaughter(defenders: u32) -> Encounter {
    Encounter {
        attacker: 0,
        forces: [men(90_000), men(defenders)],
        posture: Posture::Hasty,
        surprise: 3,
        air: 0.0,
        punch: [1.0, 1e-300],
    }
}

fn assumed(e: &Encounter) -> [Elements; 2] {
    [0, 1].map(|i| Elements::assumed(&e.forces[i]))
}

fn luck(check: u64, replicate: u32) -> Key {
    Key::derive(SEED, check, 0, u64::from(replicate))
}

/// Pure death: without feedback each man dies alone, and after j rounds of R Binomial(N, e^(−Λ(j/R)^0.7)) are left.
#[test]
fn without_feedback_men_left_are_binomial_midway() {
    const MEN: u32 = 20_000;
    let (prepared, e) = (noiseless(1.0), slaughter(MEN));
    let total = levels(&prepared, &e, [0.0; 3]).eta[1].exp();
    let tell = |r| fight_in_rounds(&prepared, &e, assumed(&e), &luck(1, r), AT);
    let rounds = tell(0).rounds.len();
    let midway = rounds / 2;
    let alive = (-total * (midway as f64 / rounds as f64).powf(0.7)).exp();
    let (mean, sd) = (
        f64::from(MEN) * alive,
        (f64::from(MEN) * alive * (1.0 - alive)).sqrt(),
    );
    let check = |left: &dyn Fn(u32) -> u32| {
        let score = |r| {
            // Men are whole: the uniform fills the step between two numbers.
            let within = open(block(luck(1, r), 0, Purpose::Assumption, 0)[0]) - 0.5;
            (f64::from(left(r)) + within - mean) / sd
        };
        let normal = Normal::new(0.0, 1.0).unwrap();
        ks_p_value((0..40_000).map(score).collect(), |z| normal.cdf(z))
    };
    let sound = |r| tell(r).rounds[midway - 1].men[1];
    // Hazards guessed from the losses: the same totals, but times that know how the fight ends.
    let defective = |r| {
        let told = retell(&tell(r).fight, assumed(&e), &luck(1, r), AT);
        told.rounds[midway - 1].men[1]
    };
    assert_sound_and_sharp(
        "rounds, pure death",
        check,
        &sound as &dyn Fn(u32) -> u32,
        &defective,
    );
}

#[test]
fn losses_are_laid_to_each_class_by_weight_and_number() {
    let prepared = two_sectors();
    let things = |men, vehicles, guns, aircraft| Forces {
        men,
        vehicles,
        guns,
        aircraft,
        boats: 0,
    };
    let e = Encounter {
        forces: [things(3_000, 40, 36, 12), things(4_000, 15, 60, 20)],
        punch: [1.0; 2],
        ..slaughter(1)
    };
    let elements = Elements {
        rifle: 3_700,
        cavalry: 300,
        heavy_machine_gun: 48,
        light_gun: 20,
        field_gun: 40,
        tankette: 10,
        tank: 5,
        aircraft: 20,
        gunboat: 0,
    };
    let check = |machine_gun: f64| {
        let others = 4_000.0 + 25.0 * (20.0 + 10.0) + 60.0 * 40.0 + 80.0 * 5.0 + 40.0 * 20.0;
        let share = machine_gun * 48.0 / (others + machine_gun * 48.0);
        let (mut excess, mut variance) = (0.0, 0.0);
        for r in 0..5_000 {
            let told = fight_in_rounds(&prepared, &e, [assumed(&e)[0], elements], &luck(2, r), AT);
            let first = &told.rounds[0];
            let expected = f64::from(first.losses[0].men()) * share;
            excess += f64::from(first.by[0][Element::HeavyMachineGun as usize]) - expected;
            // One of the two whole numbers about the expectation.
            variance += expected.fract() * (1.0 - expected.fract());
        }
        let z: f64 = excess / variance.sqrt();
        2.0 * Normal::new(0.0, 1.0).unwrap().sf(z.abs())
    };
    assert_sound_and_sharp("rounds, by what", check, 12.0, 12.2);
}

#[test]
fn the_loser_breaks_with_its_withdrawal_hazard() {
    let prepared = noiseless(0.0);
    let e = Encounter {
        forces: [men(400), men(500)],
        punch: [1.0; 2],
        ..slaughter(1)
    };
    let totals = levels(&prepared, &e, [0.0; 3]).eta.map(f64::exp);
    let breaks: Vec<(usize, usize)> = (0..12_000)
        .map(|r| fight_in_rounds(&prepared, &e, assumed(&e), &luck(3, r), AT))
        .filter(|told| told.fight.victor == Victor::Attacker)
        .map(|told| {
            let fighting = told.rounds.iter().filter(|r| r.phase == Phase::Fighting);
            (fighting.count(), told.rounds.len())
        })
        .collect();
    let rounds = breaks[0].1;
    let check = |time: f64| {
        let weight = |j: usize| {
            let x = j as f64 / rounds as f64;
            let [winner, loser] = totals.map(|h| 1.0 - (-h * x.powf(0.7)).exp());
            (0.12 * (loser / (1.0 - loser)).ln() + 0.5 * (loser - winner) + time * x).exp()
        };
        let weights: Vec<f64> = (1..rounds).map(weight).collect();
        let whole: f64 = weights.iter().sum();
        let expected: Vec<f64> = weights.iter().map(|w| w / whole * breaks.len() as f64).collect();
        let mut counts = vec![0; rounds - 1];
        for (after, _) in &breaks {
            counts[after - 1] += 1;
        }
        g_p_value(&counts, &expected)
    };
    assert!(
        rounds >= 10 && breaks.len() > 4_000,
        "{rounds} rounds, {} breaks",
        breaks.len()
    );
    assert_sound_and_sharp("rounds, break", check, 0.64, 0.0);
}

#[test]
fn a_pursuit_strikes_the_loser_with_a_uniform_factor() {
    let (prepared, e) = (noiseless(0.0), slaughter(4_000_000));
    let factor = |r| {
        let told = fight_in_rounds(&prepared, &e, assumed(&e), &luck(4, r), AT);
        let rounds = told.rounds.len() as f64;
        let after = told.rounds.iter().filter(|r| r.phase == Phase::Fighting).count();
        // With so many men the fractions left are the hazards themselves.
        let passed = (after as f64 / rounds).powf(0.7);
        let left = |j: usize| f64::from(told.rounds[j - 1].men[1]);
        let before = (4e6 / left(after)).ln() / passed;
        let pursued = (left(after) / left(told.rounds.len())).ln() / (1.0 - passed);
        pursued / before
    };
    let factors: Vec<f64> = (0..5_000).map(factor).collect();
    let check = |most: f64| ks_p_value(factors.clone(), |x| ((x - 1.5) / (most - 1.5)).clamp(0.0, 1.0));
    assert_sound_and_sharp("rounds, pursuit", check, 3.0, 2.9);
}
