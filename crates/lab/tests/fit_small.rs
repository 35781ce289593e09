//! Small fights: the law is the kernel's, what is planted comes back through selection and books, and nothing that is
//! predicted is learned from.
#![allow(clippy::unwrap_used)]

mod support;

use halha_inference::chance::Stream;
use halha_kernel::chance::Key;
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Fight, Forces, Posture};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use halha_lab::LoadedConflict;
use halha_lab::fit::Scope;
use halha_lab::fit::claims::{Said, Speaker};
use halha_lab::fit::small::{self, Figure, Grid, SmallFight, Tables, Telling};
use halha_lab::fit::split::Split;
use halha_lab::priors::Distribution;
use jiff::civil::{Date, date};

const SEED: u64 = 77;
/// Planted values of the three parameters, each with a narrative of its own.
const SETS: u64 = 30;
/// Fights that a narrative tells.
const TOLD: usize = 10;

fn conflict() -> (LoadedConflict, Split) {
    let folder = support::reference();
    let (loaded, findings) = LoadedConflict::load(&folder);
    (
        loaded.unwrap_or_else(|| panic!("{findings:?}")),
        Split::of(&folder).0.unwrap(),
    )
}

/// One fight of the kernel between so many men.
fn fought(prepared: &Prepared, attacker: usize, men: [u32; 2], surprise: u8, id: u64) -> Fight {
    let encounter = Encounter {
        attacker,
        forces: men.map(|men| Forces {
            men,
            ..Forces::default()
        }),
        posture: Posture::Hasty,
        surprise,
        air: 0.0,
        punch: [1.0; 2],
    };
    let key = Key::derive(SEED, 9, 0, 0);
    fight(prepared, &encounter, &key, FightAddress { id, step: 0 })
}

fn lost(fight: &Fight) -> [f64; 2] {
    fight.losses.map(|l| f64::from(l.men()))
}

fn bare(attacker: usize, men: [u32; 2]) -> SmallFight {
    SmallFight {
        incident: String::new(),
        attacker: Some(attacker),
        men: men.map(|n| Some([f64::from(n); 2])),
        figures: [Vec::new(), Vec::new()],
        arms: false,
    }
}

/// P(no loss), mean of ln(1 + casualties) and of ln(1 + losses of side 0) by the module's law.
fn by_law(conflict: &LoadedConflict, p: &Parameters, fight: &SmallFight, value: f64) -> [f64; 3] {
    let tables = Tables::of(std::slice::from_ref(fight), std::slice::from_ref(p));
    let joint = small::joint(&conflict.scenario, p, fight, &[value], &tables).unwrap();
    let middles = joint
        .classes
        .clone()
        .map(|c| c.into_iter().map(small::middle).collect::<Vec<_>>());
    let mut out = [joint.by_value[0][0], 0.0, 0.0];
    for (n, p) in joint.by_value[0].iter().enumerate() {
        let (a, b) = (middles[0][n / middles[1].len()], middles[1][n % middles[1].len()]);
        out[1] += p * (a.exp_m1() + b.exp_m1()).ln_1p();
        out[2] += p * a;
    }
    out
}

/// Three means of three kinds of fight over 20,000 of the kernel's own, each within 4.5 standard errors and a hundredth
/// for the classes: false alarm 6 in 100,000 for all nine. Planted: a term that is off by 0.05.
#[test]
fn the_law_is_the_kernels() {
    let (conflict, _) = conflict();
    let p = conflict.priors.medians().unwrap();
    let prepared = Prepared::new(&conflict.scenario, &p).unwrap();
    let n = 20_000;
    let mut caught = 0;
    for (kind, (attacker, men)) in [(0, [30, 50]), (1, [11, 6]), (1, [400, 130])]
        .into_iter()
        .enumerate()
    {
        let mut stream = Stream::at(&[SEED, kind as u64]);
        let values: Vec<[f64; 3]> = (0..n)
            .map(|k| {
                let surprise = u8::from(stream.uniform() < p.ambush);
                let [a, b] = lost(&fought(
                    &prepared,
                    attacker,
                    men,
                    surprise,
                    (kind as u64) << 32 | k,
                ));
                [f64::from(u8::from(a + b == 0.0)), (a + b).ln_1p(), a.ln_1p()]
            })
            .collect();
        let fight = bare(attacker, men);
        let law = by_law(&conflict, &p, &fight, p.small_intensity);
        let wrong = by_law(&conflict, &p, &fight, p.small_intensity + 0.05);
        for q in 0..3 {
            let mean = values.iter().map(|v| v[q]).sum::<f64>() / n as f64;
            let variance = values.iter().map(|v| (v[q] - mean).powi(2)).sum::<f64>() / n as f64;
            let allowed = 4.5 * (variance / n as f64).sqrt() + 0.01 * mean;
            assert!(
                (law[q] - mean).abs() < allowed,
                "{men:?} {q}: law {}, kernel {mean} ± {allowed}",
                law[q]
            );
            caught += usize::from((wrong[q] - mean).abs() > allowed);
        }
    }
    assert!(
        caught >= 3,
        "a term that is off by 0.05 is seen in {caught} of nine"
    );
}

/// What one narrative tells: fights of the kernel, told or not, their losses through the books.
fn narrative(conflict: &LoadedConflict, base: &Parameters, truth: [f64; 3], set: u64) -> Vec<SmallFight> {
    let mut stream = Stream::at(&[SEED, 1, set]);
    let p = Parameters {
        small_intensity: truth[0],
        ..*base
    };
    let prepared = Prepared::new(&conflict.scenario, &p).unwrap();
    let mut fights = Vec::new();
    for id in 0.. {
        let men = [0, 1].map(|_| (10.0 * 15.0_f64.powf(stream.uniform())) as u32);
        let attacker = stream.below(2);
        let surprise = u8::from(stream.uniform() < p.ambush);
        let lost = lost(&fought(&prepared, attacker, men, surprise, set << 40 | id));
        let odds = truth[1] + truth[2] * (lost[0] + lost[1]).ln_1p();
        if stream.uniform() > 1.0 / (1.0 + (-odds).exp()) {
            continue;
        }
        let mut fight = bare(attacker, men);
        for side in 0..2 {
            for (speaker, bias, sd) in [
                (
                    Speaker::Own(side),
                    [p.own_claim_0, p.own_claim_1][side],
                    p.own_claim_sd,
                ),
                (
                    Speaker::Enemy(1 - side),
                    [p.enemy_claim_1, p.enemy_claim_0][side],
                    p.enemy_claim_sd,
                ),
            ] {
                let ln = lost[side].ln_1p() + bias + sd * stream.normal();
                fight.figures[side].push(Figure {
                    killed: false,
                    said: Said {
                        speaker,
                        ln,
                        width: 0.0,
                    },
                });
            }
        }
        fights.push(fight);
        if fights.len() == TOLD {
            break;
        }
    }
    fights
}

/// How far the posteriors lie from what was planted: the sum of the errors over its standard deviation, and how many 90 %
/// intervals hold.
fn recovery(planted: &[(f64, Grid)]) -> (f64, usize) {
    let (mut errors, mut variance, mut covered) = (0.0, 0.0, 0);
    for (set, (truth, grid)) in planted.iter().enumerate() {
        let (mean, sd) = grid.term();
        errors += mean - truth;
        variance += sd * sd;
        let mut stream = Stream::at(&[SEED, 2, set as u64]);
        let mut draws: Vec<f64> = (0..400).map(|_| grid.draw(&mut stream)[0]).collect();
        draws.sort_by(f64::total_cmp);
        covered += usize::from((draws[20]..=draws[379]).contains(truth));
    }
    (errors / variance.sqrt(), covered)
}

/// Planted from the priors, the errors' sum is 0 with the posteriors' own variance: beyond 3.9 of its standard deviations once
/// in 10,000 re-seedings. 90 % intervals hold fewer than 20 of 30 as rarely. Planted defects: what could have happened
/// is left out of the likelihood, or that only some fights are told.
#[test]
fn what_is_planted_comes_back_through_selection_and_books() {
    let (conflict, _) = conflict();
    let base = conflict.priors.medians().unwrap();
    let priors = small::priors(&conflict).unwrap();
    let mut found: [Vec<(f64, Grid)>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for set in 0..SETS {
        let mut stream = Stream::at(&[SEED, 3, set]);
        let truth = priors.map(|prior: Distribution| prior.quantile(stream.uniform()));
        let fights = narrative(&conflict, &base, truth, set);
        let vectors = std::slice::from_ref(&base);
        let ways = [Telling::Selected, Telling::Unnormalised, Telling::Forgotten];
        let grids = small::posterior(&conflict.scenario, &fights, vectors, priors, &ways).unwrap();
        grids
            .into_iter()
            .zip(&mut found)
            .for_each(|(grid, into)| into.push((truth[0], grid)));
    }
    let holds = |(z, covered): (f64, usize)| z.abs() < 3.9 && covered >= 20;
    let [right, unnormalised, forgotten] = found.map(|f| recovery(&f));
    assert!(holds(right), "{right:?}");
    assert!(
        !holds(unnormalised) && unnormalised.0 > 3.9,
        "without the normalisation: {unnormalised:?}"
    );
    assert!(
        !holds(forgotten) && forgotten.0 > 3.9,
        "as if all were told: {forgotten:?}"
    );
}

/// No fight that is learned from lies within the days of the battles that are predicted.
#[test]
fn what_is_predicted_is_not_learned_from() {
    const BATTLES: [(Date, Date); 3] = [
        (date(1938, 7, 29), date(1938, 8, 11)),
        (date(1939, 5, 11), date(1939, 9, 16)),
        (date(1945, 8, 9), date(1945, 8, 20)),
    ];
    let (conflict, split) = conflict();
    let days = |name: &str| {
        let incident = conflict
            .record
            .incidents
            .iter()
            .find(|i| i.id.as_str() == name)
            .unwrap();
        incident.date.loose_bounds()
    };
    let (all, left_out) = small::fights(&conflict, &split, Scope::Everything);
    let (training, _) = small::fights(&conflict, &split, Scope::Training);
    assert!(
        training.len() >= 5 && training.len() <= all.len(),
        "{} and {}",
        training.len(),
        all.len()
    );
    for fight in &all {
        let (from, to) = days(&fight.incident);
        assert!(
            BATTLES.iter().all(|(a, b)| to < *a || from > *b),
            "{}",
            fight.in_words()
        );
    }
    assert!(training.iter().all(|f| days(&f.incident).1 <= split.train.to));
    // The reconnaissance unit that was destroyed in May 1939 was part of a battle.
    let why = left_out
        .iter()
        .find(|l| l.starts_with("khalkhin-gol-1939-05-28-azuma"));
    assert!(
        why.is_some_and(|w| w.contains("part of a battle")),
        "{left_out:?}"
    );
}
