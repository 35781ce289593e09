//! A run is the same alone and in its ensemble, in any order, whatever is watched.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test fails by panicking; equal luck gives equal bits"
)]

mod support;

use halha_kernel::event::{Event, NoObserver};
use halha_lab::settings::{PolicyKind, RunSettings};

/// Runs with two replicates of each parameter vector.
fn settings() -> RunSettings {
    RunSettings {
        draws: 20,
        ..RunSettings::of(40, 7)
    }
}

#[test]
fn a_run_alone_is_the_run_in_its_ensemble() {
    for policy in [PolicyKind::QuantalResponse, PolicyKind::Scripted] {
        let ensemble = support::ensemble(&support::reference(), RunSettings { policy, ..settings() });
        let mut player = ensemble.player();
        let mut in_order = Vec::new();
        for replication in 0..40 {
            in_order.push(player.play(replication, &mut NoObserver).unwrap().outcome.clone());
        }
        let mut backwards = ensemble.player();
        for replication in (0..40).rev() {
            let outcome = backwards.play(replication, &mut NoObserver).unwrap().outcome;
            assert_eq!(
                format!("{outcome:?}"),
                format!("{:?}", in_order[replication as usize]),
                "run {replication}"
            );
        }
        for replication in [0, 17, 39] {
            let (_, outcome, events) = ensemble.play_one(replication).unwrap();
            assert_eq!(
                format!("{outcome:?}"),
                format!("{:?}", in_order[replication as usize]),
                "run {replication}"
            );
            assert!(matches!(events.last(), Some((_, Event::End { .. }))));
        }
    }
}

#[test]
fn replicates_share_parameters_and_not_luck() {
    let ensemble = support::ensemble(&support::reference(), settings());
    let (first, one, _) = ensemble.play_one(3).unwrap();
    let (second, two, _) = ensemble.play_one(23).unwrap();
    let (other, _, _) = ensemble.play_one(4).unwrap();
    assert_eq!(first.to_vec(), second.to_vec());
    assert_ne!(first.to_vec(), other.to_vec());
    assert_ne!(format!("{one:?}"), format!("{two:?}"));
}

#[test]
fn more_replications_leave_the_first_ones_alone() {
    let few = support::ensemble(&support::reference(), RunSettings::of(5, 7));
    let many = support::ensemble(&support::reference(), RunSettings::of(5_000, 7));
    let (_, one, _) = few.play_one(4).unwrap();
    let (_, two, _) = many.play_one(4).unwrap();
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
}
