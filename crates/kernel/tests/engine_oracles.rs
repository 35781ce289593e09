//! Parts of the law that have a closed form, each against the engine, each shown to catch a planted defect
//! (tests/ledger.md).
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;
#[path = "support/worlds.rs"]
mod worlds;

use std::collections::HashMap;

use halha_kernel::engagement::{Encounter, FightAddress, fight, levels};
use halha_kernel::event::{Event, Forces, NoObserver, Posture};
use halha_kernel::example;
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use halha_kernel::rung::Rung;
use statrs::distribution::{Binomial, ContinuousCDF, Discrete, DiscreteCDF, Normal};
use support::{assert_sound_and_sharp, g_p_value, ks_p_value};
use worlds::{hawkes_world, key, plain_scenario, quiet_parameters};

fn events(prepared: &Prepared, test: u64, replicate: u64) -> Vec<(f64, Event)> {
    let mut events = Vec::new();
    let mut workspace = Workspace::new();
    let luck = key(test, replicate);
    run(prepared, &luck, &mut QuantalResponse, &mut workspace, &mut events);
    events
}

/// Two-sided p-value of a mean whose true value is `mean`.
fn mean_p_value(sample: &[f64], mean: f64) -> f64 {
    let n = sample.len() as f64;
    let average = sample.iter().sum::<f64>() / n;
    let variance = sample.iter().map(|x| (x - average).powi(2)).sum::<f64>() / (n - 1.0);
    let z = (average - mean) / (variance / n).sqrt();
    2.0 * Normal::standard().sf(z.abs())
}

// ---- incidents ---------------------------------------------------------------------------------------------------

const RATE: f64 = 0.05;
const BRANCHING: f64 = 0.45;
const HALF_LIFE: f64 = 21.0;
const DAYS: f64 = 13.0 * 365.0;

/// Expected incidents of both sides: the stationary 2μT/(1 − n) less what the empty past withholds.
fn hawkes_mean(rate: f64, n: f64) -> f64 {
    let beta = 2.0_f64.ln() / HALF_LIFE;
    let stationary = 2.0 * rate * DAYS / (1.0 - n);
    let past = 2.0 * rate * n / (beta * (1.0 - n).powi(2));
    stationary - past * (1.0 - (-beta * (1.0 - n) * DAYS).exp())
}

fn incident_counts(prepared: &Prepared, test: u64, runs: u64) -> Vec<f64> {
    let mut workspace = Workspace::new();
    let mut count = |r| {
        let luck = key(test, r);
        let o = run(
            prepared,
            &luck,
            &mut QuantalResponse,
            &mut workspace,
            &mut NoObserver,
        );
        f64::from(o.incidents)
    };
    (0..runs).map(&mut count).collect()
}

#[test]
fn the_mean_count_is_that_of_a_hawkes_process() {
    let check = |branching: f64| {
        let counts = incident_counts(&hawkes_world(1, RATE, branching), 51, 2000);
        mean_p_value(&counts, hawkes_mean(RATE, BRANCHING))
    };
    assert_sound_and_sharp("hawkes mean", check, BRANCHING, BRANCHING * 1.03);
    let counts = incident_counts(&hawkes_world(1, RATE, BRANCHING), 51, 2000);
    let average = counts.iter().sum::<f64>() / counts.len() as f64;
    let plain = 2.0 * RATE * DAYS / (1.0 - BRANCHING);
    assert!(
        (average / plain - 1.0).abs() < 0.02,
        "{average} incidents, {plain} expected"
    );
}

#[test]
fn the_mean_count_does_not_depend_on_the_number_of_sectors_that_share_it() {
    // Spill moves offspring between sectors and sides but makes no more of them.
    let parameters = Parameters {
        mu0: (RATE / 4.0).ln(),
        branching: BRANCHING,
        spill: 0.3,
        ..quiet_parameters()
    };
    let check = |spill_is_lost: bool| {
        let p = Parameters {
            branching: if spill_is_lost {
                BRANCHING * 0.97
            } else {
                BRANCHING
            },
            ..parameters
        };
        let counts = incident_counts(&example::prepare(plain_scenario(4), &p), 52, 2000);
        mean_p_value(&counts, hawkes_mean(RATE, BRANCHING))
    };
    assert_sound_and_sharp("hawkes mean, sectors", check, false, true);
}

/// Integrals of the intensity between incidents: exponential with mean 1 if the intensity is right.
fn rescaled(times: &[f64], rate: f64, n: f64) -> Vec<f64> {
    let beta = 2.0_f64.ln() / HALF_LIFE;
    let (mut last, mut excitation) = (0.0, 0.0);
    let mut gaps = Vec::with_capacity(times.len());
    for &t in times {
        let left = (-beta * (t - last)).exp();
        gaps.push(2.0 * rate * (t - last) + excitation * (1.0 - left));
        excitation = excitation * left + n;
        last = t;
    }
    gaps
}

fn incident_times(prepared: &Prepared, test: u64, replicate: u64) -> Vec<f64> {
    let incident = |(t, e): &(f64, Event)| matches!(e, Event::Incident { .. }).then_some(*t);
    events(prepared, test, replicate)
        .iter()
        .filter_map(incident)
        .collect()
}

#[test]
fn rescaled_times_are_those_of_a_unit_poisson_process() {
    let unit = |x: f64| 1.0 - (-x).exp();
    let paths = |half_life: f64| -> Vec<Vec<f64>> {
        let parameters = Parameters {
            excitation_half_life: half_life,
            ..*hawkes_world(1, RATE, BRANCHING).parameters()
        };
        let prepared = example::prepare(plain_scenario(1), &parameters);
        (0..200)
            .map(|r| rescaled(&incident_times(&prepared, 53, r), RATE, BRANCHING))
            .collect()
    };
    let pooled = |half_life: f64| ks_p_value(paths(half_life).concat(), unit);
    assert_sound_and_sharp("hawkes time-rescaling", pooled, HALF_LIFE, HALF_LIFE * 0.85);
    // Path by path: how many of 200 fall below one in a hundred.
    let low = |half_life: f64| {
        let paths = paths(half_life);
        let low = paths
            .into_iter()
            .filter(|p| ks_p_value(p.clone(), unit) < 0.01)
            .count() as u64;
        match low {
            0 => 1.0,
            k => Binomial::new(0.01, 200).unwrap().sf(k - 1),
        }
    };
    assert_sound_and_sharp("hawkes time-rescaling, paths", low, HALF_LIFE, HALF_LIFE * 0.5);
}

/// Offspring by kind: same side, other side of the same sector, elsewhere.
fn offspring_kinds(cross: f64) -> [u64; 3] {
    let parameters = Parameters {
        mu0: (RATE / 3.0).ln(),
        branching: BRANCHING,
        cross,
        spill: 0.2,
        ..quiet_parameters()
    };
    let prepared = example::prepare(plain_scenario(3), &parameters);
    let mut kinds = [0; 3];
    for r in 0..100 {
        let mut place = HashMap::new();
        for (_, event) in events(&prepared, 54, r) {
            if let Event::Incident {
                id,
                parent,
                sector,
                intruder,
                ..
            } = event
            {
                place.insert(id, (sector, intruder));
                if parent != 0 {
                    let (k, i) = place[&parent];
                    assert!(
                        k == sector || i != intruder,
                        "elsewhere only the other side answers"
                    );
                    kinds[if k != sector {
                        2
                    } else {
                        usize::from(i != intruder)
                    }] += 1;
                }
            }
        }
    }
    kinds
}

#[test]
fn offspring_fall_on_sides_and_sectors_as_their_shares() {
    let check = |cross: f64| {
        let kinds = offspring_kinds(cross);
        let all = kinds.iter().sum::<u64>() as f64;
        g_p_value(&kinds, &[0.8 * 0.4, 0.8 * 0.6, 0.2].map(|share| share * all))
    };
    assert_sound_and_sharp("offspring kinds", check, 0.6, 0.63);
}

#[test]
fn shots_are_fired_as_often_as_the_log_odds_say() {
    let odds: f64 = -1.5;
    let fired = |fire0: f64| {
        let parameters = Parameters {
            mu0: RATE.ln(),
            fire0,
            fire_vagueness: 0.0,
            fire_grievance: 0.0,
            open0: -1000.0,
            open_losses: 0.0,
            ..quiet_parameters()
        };
        let prepared = example::prepare(plain_scenario(1), &parameters);
        let (mut shots, mut all) = (0, 0);
        for r in 0..40 {
            for (_, event) in events(&prepared, 55, r) {
                if let Event::Incident { kind, fight, .. } = event
                    && kind != halha_kernel::event::IncidentType::Air
                {
                    shots += u64::from(fight.is_some());
                    all += 1;
                }
            }
        }
        let p = 1.0 / (1.0 + (-odds).exp());
        g_p_value(&[shots, all - shots], &[all as f64 * p, all as f64 * (1.0 - p)])
    };
    assert_sound_and_sharp("shots", fired, odds, odds + 0.1);
}

// ---- engagements -------------------------------------------------------------------------------------------------

/// Without noise an engagement is pure death: losses are Binomial(N, 1 − exp(−e^η)).
fn still(att0: f64) -> Prepared {
    let parameters = Parameters {
        days_sd: 0.0,
        att_sd: 0.0,
        def_sd: 0.0,
        att0,
        ..example::parameters()
    };
    example::prepare(example::two_sector_scenario(), &parameters)
}

fn encounter(men: [u32; 2]) -> Encounter {
    Encounter {
        attacker: 0,
        forces: men.map(|men| Forces {
            men,
            ..Forces::default()
        }),
        posture: Posture::Hasty,
        surprise: 0,
        air: 0.0,
        punch: [1.0; 2],
    }
}

fn loss_counts(prepared: &Prepared, men: u32, fights: u64) -> Vec<u64> {
    let e = encounter([men, men]);
    let mut counts = vec![0; men as usize + 1];
    for id in 0..fights {
        let f = fight(prepared, &e, &key(56, 0), FightAddress { id, step: 0 });
        counts[f.losses[0].men() as usize] += 1;
    }
    counts
}

#[test]
fn losses_without_noise_are_binomial() {
    const FIGHTS: u64 = 40_000;
    let sound = example::parameters().att0;
    for (name, men) in [("attrition, patrol", 14), ("attrition, battalion", 700)] {
        let eta = levels(&still(sound), &encounter([men, men]), [0.0; 3]).eta[0];
        let law = Binomial::new(1.0 - (-eta.exp()).exp(), u64::from(men)).unwrap();
        let expected: Vec<f64> = (0..=u64::from(men)).map(|k| FIGHTS as f64 * law.pmf(k)).collect();
        let check = |att0: f64| g_p_value(&loss_counts(&still(att0), men, FIGHTS), &expected);
        assert_sound_and_sharp(name, check, sound, sound + 0.05);
    }
}

#[test]
fn noise_of_the_two_loss_levels_is_correlated_as_stated() {
    // A division each, so that chance in the losses is small beside the noise of the levels.
    let e = encounter([60_000, 60_000]);
    let sample = |noise_corr: f64| {
        let parameters = Parameters {
            noise_corr,
            days_sd: 0.0,
            ..example::parameters()
        };
        let prepared = example::prepare(example::two_sector_scenario(), &parameters);
        let p = prepared.parameters();
        let center = levels(&prepared, &e, [0.0; 3]).eta;
        let score = |lost: u32, i: usize, sd: f64| {
            let f = (f64::from(lost) + 0.5) / 60_001.0;
            ((-(-f).ln_1p()).ln() - center[i]) / sd
        };
        let z = |id| {
            let f = fight(&prepared, &e, &key(57, 0), FightAddress { id, step: 0 });
            let [a, d] = f.losses.map(|l| l.men());
            let (x, y) = (score(a, 0, p.att_sd), score(d, 1, p.def_sd));
            // The sum of two standard normals of correlation ρ has variance 2 + 2ρ.
            (x + y) / (2.0_f64 + 2.0 * 0.24).sqrt()
        };
        ks_p_value((0..20_000).map(z).collect(), |x| Normal::standard().cdf(x))
    };
    assert_sound_and_sharp("noise of loss levels", sample, 0.24, 0.4);
}

#[test]
fn outcomes_have_their_stated_odds() {
    let e = encounter([900, 600]);
    let check = |win0: f64| {
        let parameters = Parameters {
            win0,
            ..*still(example::parameters().att0).parameters()
        };
        let prepared = example::prepare(example::two_sector_scenario(), &parameters);
        let mut counts = [0_u64; 3];
        for id in 0..40_000 {
            let f = fight(&prepared, &e, &key(58, 0), FightAddress { id, step: 0 });
            counts[f.victor as usize] += 1;
        }
        let p = example::parameters();
        let l = levels(&prepared, &e, [0.0; 3]);
        let x = p.win0 + p.win_loss * (l.eta[0] - l.eta[1]) + p.win_ratio * l.ratio;
        let win = (1.0 - p.draw) / (1.0 + (-x).exp());
        let shares = [win, 1.0 - p.draw - win, p.draw];
        g_p_value(&counts, &shares.map(|s| 40_000.0 * s))
    };
    let sound = example::parameters().win0;
    assert_sound_and_sharp("engagement outcome", check, sound, sound + 0.1);
}

// ---- decisions ---------------------------------------------------------------------------------------------------

/// A world of occupations and no shots, where nothing pulls but a constant.
fn table(parameters: Parameters) -> Prepared {
    let p = Parameters {
        mu0: RATE.ln(),
        occupy: 1.0,
        branching: 0.0,
        resolve_sd: 0.0,
        delta0: 0.2,
        pull_grievance: 0.0,
        pull_balance: 0.0,
        pull_distraction: 0.0,
        pull_memory: 0.0,
        pull_vagueness: 0.0,
        pull_lost: 0.0,
        pull_held: 0.0,
        autonomy_0: 0.0,
        autonomy_1: 0.0,
        ceasefire0: -1000.0,
        brink: 0.0,
        ..parameters
    };
    example::prepare(plain_scenario(6), &p)
}

/// First decisions after an occupation by rung.
fn first_rungs(alpha_seize: f64) -> [u64; 13] {
    let prepared = table(Parameters {
        alpha_seize,
        ..quiet_parameters()
    });
    let mut rungs = [0; 13];
    for r in 0..300 {
        for (_, event) in events(&prepared, 59, r) {
            if let Event::Decision { step: 1, rung, .. } = event {
                rungs[rung as usize] += 1;
            }
        }
    }
    rungs
}

#[test]
fn first_answers_to_an_occupation_are_a_softmax() {
    let p = example::parameters();
    let alpha = [
        p.alpha_ignore,
        p.alpha_protest,
        p.alpha_investigate,
        p.alpha_reinforce,
        p.alpha_punitive,
        p.alpha_air,
        p.alpha_seize,
        p.alpha_division,
        p.alpha_corps,
        p.alpha_ceasefire,
        p.alpha_bodies,
        p.alpha_withdraw,
        p.alpha_war,
    ];
    // A patrol has no aircraft, is no division, nobody is dead and no offensive is to be answered; h_last is 3.
    let possible = [0, 1, 2, 3, 4, 6, 9, 11];
    let weight = |r: usize| {
        let h = Rung::ALL[r].score();
        let off = h - p.follow * 3.0;
        (alpha[r] + 0.2 * h - 0.5 * p.reciprocity * off * off).exp()
    };
    let total: f64 = possible.iter().map(|&r| weight(r)).sum();
    let check = |alpha_seize: f64| {
        let counts = first_rungs(alpha_seize);
        let all = counts.iter().sum::<u64>();
        assert!(all > 8000, "{all} decisions");
        assert_eq!(counts[5] + counts[7] + counts[8] + counts[10] + counts[12], 0);
        let expected = possible.map(|r| all as f64 * weight(r) / total);
        g_p_value(&possible.map(|r| counts[r]), &expected)
    };
    assert_sound_and_sharp("quantal response", check, p.alpha_seize, p.alpha_seize + 0.3);
}

/// With ignoring and protesting alone, what is answered to what is a chain of two states.
fn answers(follow: f64) -> [[u64; 2]; 2] {
    let never = -1000.0;
    let mut scenario = plain_scenario(6);
    scenario.structure.max_steps = 200;
    let base = table(Parameters {
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
        lapse: 0.0,
        reciprocity: 0.8,
        follow,
        ..quiet_parameters()
    });
    let prepared = example::prepare(scenario, base.parameters());
    let mut answers = [[0; 2]; 2];
    let mut last: HashMap<u64, usize> = HashMap::new();
    for (_, event) in events(&prepared, 60, 0) {
        if let Event::Decision { id, rung, .. } = event {
            let rung = rung as usize;
            if let Some(before) = last.insert(id, rung) {
                answers[before][rung] += 1;
            }
        }
    }
    answers
}

#[test]
fn ignoring_and_protesting_are_a_chain_of_two_states() {
    let p = example::parameters();
    let sound = 0.62;
    let protest = |last: f64| {
        let x = p.alpha_protest - p.alpha_ignore + 0.2 + 0.8 * sound * last - 0.4;
        1.0 / (1.0 + (-x).exp())
    };
    let (from_0, from_1) = (protest(0.0), protest(1.0));
    let check = |follow: f64| {
        let answers = answers(follow);
        let n = answers.map(|row| (row[0] + row[1]) as f64);
        assert!(n[0] + n[1] > 5000.0, "{answers:?}");
        let expected = [
            n[0] * (1.0 - from_0),
            n[0] * from_0,
            n[1] * (1.0 - from_1),
            n[1] * from_1,
        ];
        g_p_value(&answers.concat(), &expected)
    };
    assert_sound_and_sharp("two-state chain, answers", check, sound, sound + 0.25);
    // The share of protests is the chain's stationary one.
    let stationary = from_0 / (from_0 + 1.0 - from_1);
    let answers = answers(sound);
    let protests = (answers[0][1] + answers[1][1]) as f64;
    let all = answers.concat().iter().sum::<u64>() as f64;
    assert!(
        (protests / all - stationary).abs() < 0.02,
        "{} against {stationary}",
        protests / all
    );
}

// ---- books -------------------------------------------------------------------------------------------------------

#[test]
fn books_hold_what_was_detected_and_what_was_invented() {
    let check = |false_0: f64| {
        let parameters = Parameters {
            mu0: RATE.ln(),
            false_0,
            ..quiet_parameters()
        };
        let prepared = example::prepare(plain_scenario(1), &parameters);
        let mut workspace = Workspace::new();
        let surplus: Vec<f64> = (0..1500)
            .map(|r| {
                let luck = key(61, r);
                let o = run(
                    &prepared,
                    &luck,
                    &mut QuantalResponse,
                    &mut workspace,
                    &mut NoObserver,
                );
                let sum = |f: &dyn Fn(&halha_kernel::outcome::Counts) -> u32| {
                    f64::from(o.years.iter().map(|y| f(&y.counts)).sum::<u32>())
                };
                let book = sum(&|c| c.book[0].iter().sum());
                let truth = sum(&|c| c.incidents[1].iter().sum());
                book - (0.6 + 0.1) * truth
            })
            .collect();
        mean_p_value(&surplus, 0.0)
    };
    assert_sound_and_sharp("books", check, 0.1, 0.115);
}
