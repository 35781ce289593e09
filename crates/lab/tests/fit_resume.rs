//! A coupled fit that is interrupted goes on to the same bytes, and not from what another fit left.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use halha_inference::abc::{AbcError, Course, Progress};
use halha_lab::LoadedConflict;
use halha_lab::fit::before::Before;
use halha_lab::fit::coupled::{self, Coupled, CoupledSettings};
use halha_lab::fit::plan::Plan;
use halha_lab::fit::split::Split;
use halha_lab::fit::targets::targets;
use halha_lab::scenario::YearMonth;

const SETTINGS: CoupledSettings = CoupledSettings {
    seed: 3,
    particles: 60,
    pilot: 300,
    simulations: 1_200,
    draws: 40,
};

/// The fit, what modules taught given as rows of one parameter; stopped after so many campaigns.
fn go(checkpoint: &Path, taught: &[f64], stop_at: u64) -> Result<Coupled, AbcError> {
    let folder = support::reference();
    let (conflict, _) = LoadedConflict::load(&folder);
    let conflict = conflict.unwrap();
    let split = Split::of(&folder).0.unwrap();
    let plan = Plan::of(&folder).0.unwrap();
    let mu0 = halha_kernel::parameters::index_of("mu0").unwrap();
    let rows: Vec<Vec<f64>> = taught.iter().map(|x| vec![*x]).collect();
    let before = Before::new(&conflict.priors, &[(vec![mu0], rows)], &plan.positions());
    let until = YearMonth {
        year: split.train.to.year(),
        month: split.train.to.month(),
    };
    let stop = AtomicBool::new(false);
    let course = Course {
        checkpoint: Some(checkpoint),
        progress: &|p: Progress| stop.store(p.simulations >= stop_at, Relaxed),
        stop: &stop,
    };
    coupled::fit(&conflict, &before, targets(&conflict, until), &SETTINGS, course)
}

#[test]
fn an_interrupted_fit_comes_to_the_same_bytes() {
    const TAUGHT: [f64; 3] = [-3.7, -3.6, -3.5];
    let directory = tempfile::tempdir().unwrap();
    let (one, two) = (directory.path().join("one"), directory.path().join("two"));
    let whole = go(&one, &TAUGHT, u64::MAX).unwrap();
    for stop_at in [200, 900] {
        assert!(matches!(
            go(&two, &TAUGHT, stop_at),
            Err(AbcError::Stopped { .. })
        ));
    }
    // What the modules taught is part of the fit.
    let refused = go(&two, &[-3.7, -3.6, -3.4], u64::MAX);
    assert!(matches!(
        refused,
        Err(AbcError::OtherFit {
            differs: "model or priors",
            ..
        })
    ));
    let gone_on = go(&two, &TAUGHT, u64::MAX).unwrap();
    assert_eq!(gone_on.rows, whole.rows);
    assert_eq!(std::fs::read(&two).unwrap(), std::fs::read(&one).unwrap());
}
