//! What is foretold of a year rests on what was known before it, and on nothing later.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use halha_lab::LoadedConflict;
use halha_lab::check::worlds;
use halha_lab::fit::hindcast::{Hindcast, hindcast, years_of};
use halha_lab::settings::ParameterSource;

const WORLDS: u64 = 1200;
const YEAR: i16 = 1937;

fn reference() -> LoadedConflict {
    LoadedConflict::load(&support::reference()).0.unwrap()
}

fn foretold(conflict: &LoadedConflict) -> Hindcast {
    let worlds = worlds(conflict, ParameterSource::Prior, WORLDS, 7).unwrap();
    hindcast(conflict, &worlds, YEAR).unwrap()
}

/// The predictions alone: scores may change with what they are scored against.
fn predictions(hindcast: &Hindcast) -> Vec<String> {
    hindcast
        .lines
        .iter()
        .map(|line| format!("{} {:?}", line.what, line.model))
        .collect()
}

/// The conflict with one recorded count made absurd.
fn with(id: &str, value: f64) -> LoadedConflict {
    let mut conflict = reference();
    let observable = conflict
        .observables
        .iter_mut()
        .find(|o| o.id.as_str() == id)
        .unwrap();
    for recorded in &mut observable.recorded {
        (recorded.low, recorded.high) = (value, value);
    }
    conflict
}

#[test]
fn later_figures_change_no_prediction_and_earlier_ones_do() {
    let honest = foretold(&reference());
    assert!(honest.known.contains(&"disputes-1932-34".to_owned()));
    assert!(!honest.known.contains(&"violations-1937".to_owned()));
    // A leak planted: the figure of the year itself, and one of a later year.
    for later in ["violations-1937", "violations-1938", "affrays-1935-39"] {
        let leaked = foretold(&with(later, 9.0e5));
        assert_eq!(predictions(&leaked), predictions(&honest), "{later}");
    }
    // The same change in a figure that was known shows, so that the comparison above could have failed.
    let known = foretold(&with("disputes-1935-36", 5.0));
    assert_ne!(predictions(&known), predictions(&honest));
}

#[test]
fn years_without_a_figure_are_foretold_and_not_scored() {
    let conflict = reference();
    assert_eq!(years_of(&conflict), 1935..=1939);
    let year = foretold(&conflict);
    let shootings = year.lines.iter().find(|l| l.what.contains("shots")).unwrap();
    assert!(shootings.scores.is_none() && shootings.recorded.is_none() && shootings.model.n > 0);
    let counted = year
        .lines
        .iter()
        .find(|l| l.recorded == Some([69.0, 69.0]))
        .unwrap();
    let scores = counted.scores.unwrap();
    assert!(scores.model.is_finite() && scores.climatology > 0.0 && scores.persistence > 0.0);
    assert!((0.0..=1.0).contains(&counted.rank.unwrap()));
}
