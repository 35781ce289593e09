//! Runs repeat themselves: committed fingerprints, alone or in sequence, watched or not, stopped or not.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/golden.rs"]
mod golden;

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, NoObserver};
use halha_kernel::example;
use halha_kernel::outcome::Outcome;
use halha_kernel::policy::{Line, QuantalResponse, Scripted};
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Engine, Workspace, run};
use halha_kernel::rung::Rung;

fn key(replicate: u64) -> Key {
    Key::derive(7, 1, 0, replicate)
}

fn outcome(prepared: &Prepared, replicate: u64, workspace: &mut Workspace) -> Outcome {
    let mut policy = QuantalResponse;
    run(prepared, &key(replicate), &mut policy, workspace, &mut NoObserver).clone()
}

/// Outcomes compared by their text: a missing day is NaN, which equals nothing.
fn text(outcome: &Outcome) -> String {
    format!("{outcome:?}")
}

#[test]
fn runs_have_their_committed_fingerprints() {
    for (name, prepared) in golden::kept() {
        let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == golden::fingerprint(&prepared),
            "{name}: the numbers moved. If that is meant: cargo run -p halha-kernel --example bless_goldens"
        );
    }
}

#[test]
fn a_replicate_alone_is_the_one_in_the_sequence() {
    let prepared = example::six_sectors();
    let mut workspace = Workspace::new();
    let sequence: Vec<String> = (0..20)
        .map(|r| text(&outcome(&prepared, r, &mut workspace)))
        .collect();
    for r in [19, 3, 11] {
        let alone = outcome(&prepared, r, &mut Workspace::new());
        assert_eq!(text(&alone), sequence[r as usize], "replicate {r}");
    }
    assert_ne!(sequence[3], sequence[11]);
}

#[test]
fn watching_a_run_changes_nothing() {
    let prepared = example::six_sectors();
    let mut workspace = Workspace::new();
    for r in 0..10 {
        let unwatched = text(&outcome(&prepared, r, &mut workspace));
        let mut events: Vec<(f64, Event)> = Vec::new();
        let mut policy = QuantalResponse;
        let watched = run(&prepared, &key(r), &mut policy, &mut workspace, &mut events);
        assert_eq!(text(watched), unwatched);
        assert!(events.windows(2).all(|w| w[0].0 <= w[1].0), "the clock went back");
    }
}

#[test]
fn a_run_goes_on_from_a_snapshot_as_it_would_have() {
    let prepared = example::six_sectors();
    for (r, stop) in [(0, 0.0), (1, 31.0), (2, 1234.5), (3, 3000.0), (4, 1e9)] {
        let mut whole: Vec<(f64, Event)> = Vec::new();
        Engine::new(&prepared, key(r), QuantalResponse).advance_until(f64::INFINITY, &mut whole);
        let mut engine = Engine::new(&prepared, key(r), QuantalResponse);
        let mut before: Vec<(f64, Event)> = Vec::new();
        engine.advance_until(stop, &mut before);
        assert!(before.iter().all(|(t, _)| *t < stop));
        let mut copy = engine.clone();
        let mut after = before.clone();
        engine.advance_until(f64::INFINITY, &mut before);
        copy.advance_until(stop + 100.0, &mut after);
        copy.advance_until(f64::INFINITY, &mut after);
        assert_eq!(format!("{before:?}"), format!("{whole:?}"));
        assert_eq!(format!("{after:?}"), format!("{whole:?}"));
        assert!(engine.state().ended());
        let alone = outcome(&prepared, r, &mut Workspace::new());
        assert_eq!(text(&copy.finish()), text(&alone));
    }
}

#[test]
fn an_engine_goes_on_with_other_inputs_only_of_the_same_shape() {
    let prepared = example::six_sectors();
    let other = example::two_sectors();
    let mut engine = Engine::new(&prepared, key(5), QuantalResponse);
    engine.advance_until(500.0, &mut NoObserver);
    assert!(
        engine
            .clone()
            .continue_with(&other, key(5), QuantalResponse)
            .is_none()
    );
    let same = engine.clone().continue_with(&prepared, key(5), QuantalResponse);
    assert_eq!(text(&same.unwrap().finish()), text(&engine.clone().finish()));
    let unlike = engine.clone().continue_with(&prepared, key(6), QuantalResponse);
    assert_ne!(text(&unlike.unwrap().finish()), text(&engine.finish()));
}

#[test]
fn a_script_is_followed_where_it_can_be_and_repeats_itself() {
    let prepared = example::six_sectors();
    let lines: Vec<Line> = (0..6)
        .flat_map(|sector| {
            (0..2).map(move |side| Line {
                sector,
                side,
                from: 1500.0,
                to: 4000.0,
                rung: Rung::Reinforce,
            })
        })
        .collect();
    let mut script = Scripted::new(lines);
    let mut workspace = Workspace::new();
    let mut events: Vec<(f64, Event)> = Vec::new();
    let first = text(run(&prepared, &key(3), &mut script, &mut workspace, &mut events));
    assert!(script.spoken() >= 4, "{} lines spoken", script.spoken());
    let mut seen = [[false; 2]; 6];
    for (t, event) in &events {
        if let Event::Decision {
            sector, side, rung, ..
        } = event
        {
            let (sector, side) = (usize::from(*sector), usize::from(*side));
            if (1500.0..=4000.0).contains(t) && !seen[sector][side] {
                assert_eq!(*rung, Rung::Reinforce, "first decision in the window");
                seen[sector][side] = true;
            }
        }
    }
    let again = text(run(
        &prepared,
        &key(3),
        &mut script,
        &mut workspace,
        &mut NoObserver,
    ));
    assert_eq!(first, again, "a script begins anew with each run");
}
