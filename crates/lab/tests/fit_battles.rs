//! What battles teach enters a fit as it was learned, and what a module was told is not told to the coupled fit again.
//!
//! Seeds are pinned. A mean of 1,000 draws lies beyond 4 standard errors with a chance of 6 in 100,000; the planted shift
//! of half a standard deviation is 16 of them.
#![allow(clippy::unwrap_used)]

mod support;

use halha_combat::posterior::{Joint, Posterior};
use halha_inference::chance::Stream;
use halha_kernel::parameters::index_of;
use halha_lab::LoadedConflict;
use halha_lab::fit::battles::{Battles, Source, of_posterior};
use halha_lab::fit::before::Before;
use halha_lab::fit::counts::is_count;
use halha_lab::fit::targets::targets;
use halha_lab::fit::whole::untold;

fn conflict() -> LoadedConflict {
    let (loaded, findings) = LoadedConflict::load(&support::reference());
    loaded.unwrap_or_else(|| panic!("{findings:?}"))
}

/// A posterior made up: durations correlated, levels, draws, one spread.
fn learned() -> Battles {
    let posterior = Posterior {
        joint: vec![Joint {
            name: "duration",
            parameters: vec!["days0".into(), "days_size".into()],
            mean: vec![-2.5, 0.4],
            covariance: vec![vec![0.09, -0.0018], vec![-0.0018, 0.0004]],
        }],
        fixed: vec![("att_sd", 1.375)],
        kappa_sd: 0.5,
        draw: (20.5, 80.5),
        battles: 101,
        with_losses: 99,
        divergences: 0,
        r_hat: 1.0,
        ess: 1000.0,
    };
    let source = Source {
        file: "battles.csv".into(),
        hash: "0".into(),
        selection: "1900-1945".into(),
        battles: Vec::new(),
    };
    of_posterior(&posterior, &source, 3)
}

/// Whether a column's mean lies within 4 standard errors.
fn near(battles: &Battles, name: &str, mean: f64, sd: f64) -> bool {
    let column = battles
        .parameters
        .iter()
        .position(|p| Some(*p) == index_of(name))
        .unwrap();
    let n = battles.rows.len() as f64;
    let found = battles.rows.iter().map(|row| row[column]).sum::<f64>() / n;
    (found - mean).abs() < 4.0 * sd / n.sqrt()
}

#[test]
fn draws_have_the_law_that_was_learned() {
    let battles = learned();
    for (name, mean, sd) in [
        ("days0", -2.5, 0.3),
        ("days_size", 0.4, 0.02),
        ("kappa_0", 0.0, 0.5),
        ("kappa_1", 0.0, 0.5),
        ("draw", 20.5 / 101.0, 0.04),
    ] {
        assert!(near(&battles, name, mean, sd), "{name}");
        assert!(!near(&battles, name, mean + 0.5 * sd, sd), "{name} shifted");
    }
}

#[test]
fn what_was_learned_takes_the_place_of_the_priors() {
    let (conflict, battles) = (conflict(), learned());
    let known = [(battles.parameters.clone(), battles.rows.clone())];
    let before = Before::new(&conflict.priors, &known, &[]);
    let spread = index_of("att_sd").unwrap();
    let of = |before: &Before<'_>| before.vector(&[], &mut Stream::at(&[1])).unwrap().to_vec();
    let prior = of(&before)[spread];
    let held = of(&before.clone().holding(&battles.held))[spread];
    assert!(
        (held - 1.375).abs() < 1e-12 && (prior - held).abs() > 1e-3,
        "{prior} {held}"
    );
    let days = index_of("days0").unwrap();
    let column = battles.parameters.iter().position(|p| *p == days).unwrap();
    let value = of(&before)[days];
    assert!(
        battles.rows.iter().any(|row| (row[column] - value).abs() < 1e-6),
        "{value} is none of the draws"
    );
}

#[test]
fn counts_are_not_told_twice() {
    let conflict = conflict();
    let last = *conflict.calendar.months().last().unwrap();
    let all = targets(&conflict, last);
    let counts = |some: &[halha_lab::fit::targets::Target]| {
        some.iter()
            .filter(|t| is_count(&conflict.observables[t.observable].kind))
            .count()
    };
    let kept = untold(&conflict, all.clone(), true);
    assert_eq!(counts(&kept), 0);
    assert_eq!(all.len() - kept.len(), counts(&all));
    assert!(
        counts(&untold(&conflict, all.clone(), false)) > 0,
        "without the module they stay"
    );
}
