//! What is planted in a simulated record comes back: parameters drawn from the priors, played by the model itself and
//! passed through its books, are covered by the fits' intervals as often as these say.
//!
//! Seeds are pinned. With 24 draws an 80 % interval covers in 12 or fewer with probability 0.001; five parameters
//! are looked at in the counts and four in the claims, so that a right program would fail in fewer than one re-seeding
//! in a hundred. Each check is shown to fail on a defect.
#![allow(clippy::unwrap_used)]

mod support;

use halha_inference::chance::Stream;
use halha_inference::draws::Chains;
use halha_inference::nuts::NutsSettings;
use halha_kernel::chance::Key;
use halha_kernel::event::Event;
use halha_kernel::parameters::{Parameters, index_of};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use halha_lab::LoadedConflict;
use halha_lab::fit::Scope;
use halha_lab::fit::claims::{self, Group, Said, Speaker};
use halha_lab::fit::counts::{self, Model, calibrate};
use halha_lab::fit::line::Line;
use halha_lab::fit::responses::{self, Responses};
use halha_lab::fit::split::Split;
use halha_lab::observables::Observable;

const SEED: u64 = 404;
const DRAWS: u64 = 24;
/// Fewest of 24 that an 80 % interval must cover.
const FEWEST: usize = 13;

fn settings() -> NutsSettings {
    NutsSettings {
        chains: 1,
        tune: 150,
        draws: 150,
        seed: SEED,
        ..NutsSettings::default()
    }
}

fn conflict() -> (LoadedConflict, Split) {
    let folder = support::reference();
    let (loaded, findings) = LoadedConflict::load(&folder);
    (
        loaded.unwrap_or_else(|| panic!("{findings:?}")),
        Split::of(&folder).0.unwrap(),
    )
}

fn value(p: &Parameters, name: &str) -> f64 {
    p.to_vec()[index_of(name).unwrap()]
}

/// Whether the central 80 % of the draws hold a value.
fn covers(draws: &Chains, name: &str, truth: f64) -> bool {
    let mut values = draws.pooled(draws.index(name).unwrap());
    values.sort_by(f64::total_cmp);
    let at = |p: f64| values[(p * (values.len() - 1) as f64).round() as usize];
    (at(0.1)..=at(0.9)).contains(&truth)
}

/// Plays one history with these parameters and writes what its books hold into the model's rows; none if it ends early.
fn play(conflict: &LoadedConflict, model: &mut Model, p: &Parameters, draw: u64) -> Option<()> {
    let prepared = Prepared::new(&conflict.scenario, p).unwrap();
    let key = Key::derive(SEED, 7, draw, 0);
    let mut workspace = Workspace::new();
    let mut events: Vec<(f64, Event)> = Vec::new();
    let outcome = run(&prepared, &key, &mut QuantalResponse, &mut workspace, &mut events);
    let last = model.rows.iter().filter(|r| r.fitted).map(|r| r.months.1).max()?;
    if outcome.end < conflict.scenario.scenario().months[last].begin {
        return None;
    }
    let mut noise = Stream::at(&[SEED, draw, 1]);
    for row in &mut model.rows {
        let observable: &Observable = conflict
            .observables
            .iter()
            .find(|o| o.id.as_str() == row.observable)
            .unwrap();
        let published = (value(p, "publish_sd") * noise.normal()).exp();
        row.value = (observable.of_run(outcome, &conflict.calendar) * published).round();
        row.rival_sd = 0.0;
    }
    Some(())
}

#[test]
fn counts_come_back_from_the_books() {
    const LOOKED_AT: [&str; 5] = ["mu0", "b_step", "branching", "detect_1", "fire0"];
    let (conflict, split) = conflict();
    let (rows, _) = counts::rows(&conflict, &split, Scope::Training);
    let rows: Vec<_> = rows.into_iter().filter(|r| r.fitted).collect();
    let line = Line::new(counts::NAME, &conflict.priors, &counts::PARAMETERS).unwrap();
    let mut model = Model::new(&conflict, rows);
    calibrate(&conflict, &mut model, &conflict.priors.medians().unwrap(), 100).unwrap();
    let (mut covered, mut planted) = ([0; 5], 0);
    let (mut fitted, mut draw) = (0, 0);
    while fitted < DRAWS {
        draw += 1;
        let truth = conflict.priors.draw(SEED, draw).unwrap();
        if play(&conflict, &mut model, &truth, draw).is_none() {
            continue;
        }
        fitted += 1;
        let draws = counts::draw(&model, &line, &settings()).unwrap();
        for (n, name) in LOOKED_AT.iter().enumerate() {
            covered[n] += usize::from(covers(&draws, name, value(&truth, name)));
        }
        // Planted: a rate that is 2.5 times too high.
        planted += usize::from(covers(&draws, "mu0", value(&truth, "mu0") - 0.92));
    }
    assert!(
        covered.iter().all(|c| *c >= FEWEST),
        "{LOOKED_AT:?}: {covered:?} of {DRAWS}"
    );
    assert!(planted < FEWEST, "a shifted rate is covered {planted} times");
}

/// The claims on fights and episodes with at least ten casualties on a side, with a voice of no side beside them.
fn claimed(conflict: &LoadedConflict, p: &Parameters, draw: u64) -> Vec<Group> {
    let prepared = Prepared::new(&conflict.scenario, p).unwrap();
    let mut workspace = Workspace::new();
    let mut noise = Stream::at(&[SEED, draw, 2]);
    let mut groups = Vec::new();
    for replicate in 0..20 {
        let mut events: Vec<(f64, Event)> = Vec::new();
        let key = Key::derive(SEED, 8, draw, replicate);
        run(&prepared, &key, &mut QuantalResponse, &mut workspace, &mut events);
        for (_, event) in &events {
            let (lost, claims) = match event {
                Event::Incident { fight: Some(f), .. } | Event::Battle { fight: f, .. } => {
                    (f.losses.map(|l| l.men()), f.claims)
                }
                Event::Settlement { lost, claims, .. } => (*lost, *claims),
                _ => continue,
            };
            for side in 0..2 {
                if lost[side] < 10 || groups.len() >= 16 {
                    continue;
                }
                let voice = f64::from(lost[side]).ln_1p() + 0.15 * noise.normal();
                let ln = |men: u32| f64::from(men).ln_1p();
                let said = |speaker, ln| Said {
                    speaker,
                    ln,
                    width: 0.0,
                };
                groups.push(Group {
                    name: String::new(),
                    air: false,
                    said: vec![
                        said(Speaker::Own(side), ln(claims[side][0])),
                        said(Speaker::Enemy(1 - side), ln(claims[1 - side][1])),
                        said(Speaker::Voice, voice),
                    ],
                    voices: Vec::new(),
                });
            }
        }
        if groups.len() >= 16 {
            break;
        }
    }
    groups
}

#[test]
fn claims_come_back_from_the_fights() {
    const LOOKED_AT: [&str; 4] = ["own_claim_0", "own_claim_1", "enemy_claim_0", "enemy_claim_1"];
    let (conflict, _) = conflict();
    let (mut covered, mut planted) = ([0; 4], 0);
    for draw in 0..DRAWS {
        let truth = conflict.priors.draw(SEED, 1_000 + draw).unwrap();
        let groups = claimed(&conflict, &truth, draw);
        let line = claims::line(&conflict).unwrap();
        let (draws, _, _) = claims::sampled(groups, line, &settings()).unwrap();
        for (n, name) in LOOKED_AT.iter().enumerate() {
            covered[n] += usize::from(covers(&draws, name, value(&truth, name)));
        }
        // Planted: the enemy's losses claimed half as much again.
        planted += usize::from(covers(
            &draws,
            "enemy_claim_1",
            value(&truth, "enemy_claim_1") + 0.4,
        ));
    }
    assert!(
        covered.iter().all(|c| *c >= FEWEST),
        "{LOOKED_AT:?}: {covered:?} of {DRAWS}"
    );
    assert!(planted < FEWEST, "a shifted claim is covered {planted} times");
}

/// Responses in the recorded situations, chosen by the law itself at parameters from the priors. What the record does
/// not tell of a situation (grievance, resolve, balance) is not planted: this checks the fit, not the law.
#[test]
fn responses_come_back_from_the_law() {
    const LOOKED_AT: [&str; 4] = [
        "alpha_protest",
        "alpha_reinforce",
        "alpha_punitive",
        "alpha_withdraw",
    ];
    let (conflict, _) = conflict();
    let (rows, _) = responses::responses(&conflict);
    let rest = responses::medians(&conflict).unwrap();
    let (mut covered, mut planted) = ([0; 4], 0);
    for draw in 0..DRAWS {
        let truth = conflict.priors.draw(SEED, 2_000 + draw).unwrap();
        let line = responses::line(&conflict).unwrap();
        let values: Vec<f64> = line.free_names().iter().map(|n| value(&truth, n)).collect();
        let law = Responses::new(Vec::new(), line, &rest);
        let mut luck = Stream::at(&[SEED, draw, 3]);
        let chosen = rows.iter().cloned().map(|mut row| {
            row.authorised = None;
            let p = law.probabilities(&row, &values);
            let mut u = luck.uniform() * p.iter().sum::<f64>();
            let rung = p.iter().position(|p| {
                u -= p;
                u <= 0.0
            });
            row.rung = halha_kernel::rung::Rung::ALL[rung.unwrap()];
            row
        });
        let density = Responses::new(chosen.collect(), responses::line(&conflict).unwrap(), &rest);
        let draws = responses::sampled(&density, &settings()).unwrap();
        for (n, name) in LOOKED_AT.iter().enumerate() {
            covered[n] += usize::from(covers(&draws, name, value(&truth, name)));
        }
        // Planted: utilities off by one.
        planted += usize::from(covers(
            &draws,
            "alpha_protest",
            value(&truth, "alpha_protest") + 1.0,
        ));
    }
    assert!(
        covered.iter().all(|c| *c >= FEWEST),
        "{LOOKED_AT:?}: {covered:?} of {DRAWS}"
    );
    assert!(planted < FEWEST, "a shifted utility is covered {planted} times");
}
