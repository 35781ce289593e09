//! Histories that are cut, and decisions that are read from the record.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "whole days")]

mod support;

use halha_kernel::event::Event;
use halha_kernel::rung::Rung;
use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::policy_script;
use halha_lab::settings::{PolicyKind, RunSettings, SettingsError};

fn cut(from: Option<&str>, to: Option<&str>) -> Result<Ensemble, SettingsError> {
    let date = |text: Option<&str>| text.map(|text| text.parse().unwrap());
    let (loaded, _) = LoadedConflict::load(&support::reference());
    Ensemble::new(
        loaded.unwrap(),
        RunSettings {
            from: date(from),
            to: date(to),
            ..RunSettings::of(20, 7)
        },
    )
}

#[test]
fn a_history_cut_at_its_end_is_the_beginning_of_the_whole() {
    let (whole, short) = (cut(None, None).unwrap(), cut(None, Some("1938")).unwrap());
    let end = short.conflict().calendar.end_days();
    let mut compared = 0;
    for run in 0..20 {
        let before = |ensemble: &Ensemble| -> Vec<(f64, Event)> {
            let (.., events) = ensemble.play_one(run).unwrap();
            events.into_iter().filter(|(time, _)| *time < end).collect()
        };
        let (of_whole, of_short) = (before(&whole), before(&short));
        assert_eq!(format!("{of_whole:?}"), format!("{of_short:?}"), "run {run}");
        compared += of_short.len();
    }
    assert!(compared > 1000);
}

#[test]
fn a_cut_keeps_what_lies_in_it_and_nothing_else() {
    let ensemble = cut(Some("1935"), Some("1936")).unwrap();
    let conflict = ensemble.conflict();
    let scenario = conflict.scenario.scenario();
    assert_eq!(
        (scenario.years.as_slice(), scenario.months.len()),
        ([1935, 1936].as_slice(), 24)
    );
    assert_eq!(conflict.calendar.date(0.0).to_string(), "1935-01-01");
    assert_eq!(scenario.end, 731.0);
    assert!(scenario.entry.is_none() && scenario.temptation.is_none());
    let kept: Vec<&str> = conflict.observables.iter().map(|o| o.id.as_str()).collect();
    assert!(kept.contains(&"disputes-1935-36"), "{kept:?}");
    assert!(
        !kept.contains(&"disputes-1932-34") && !kept.contains(&"disputes-1937"),
        "{kept:?}"
    );
    for observable in &conflict.observables {
        if let (Some(period), Some(window)) = (observable.period, observable.window) {
            let window = scenario.windows[window];
            let months = conflict.calendar.months();
            assert_eq!(
                (months[window.from], months[window.to - 1]),
                period,
                "{}",
                observable.id
            );
        }
    }
    // In the middle of a month the history begins there, and the month's observables are gone.
    let late = cut(Some("1935-01-02"), Some("1936")).unwrap();
    assert_eq!(late.conflict().scenario.scenario().end, 730.0);
    assert!(
        late.conflict()
            .observables
            .iter()
            .all(|o| o.id.as_str() != "disputes-1935-36")
    );
}

#[test]
fn cuts_outside_the_history_are_refused() {
    assert!(matches!(
        cut(Some("1946"), None),
        Err(SettingsError::Outside { .. })
    ));
    assert!(matches!(
        cut(None, Some("1931")),
        Err(SettingsError::Outside { .. })
    ));
    assert!(matches!(
        cut(Some("1938"), Some("1937")),
        Err(SettingsError::Reversed { .. })
    ));
    assert!(
        cut(Some("1900"), Some("2000")).is_ok(),
        "wider than the history is all of it"
    );
}

#[test]
fn recorded_decisions_become_lines_in_order() {
    let ensemble = cut(None, None).unwrap();
    let conflict = ensemble.conflict();
    let lines = policy_script::lines(&conflict.record, &conflict.calendar);
    assert!(lines.len() > 20, "{} lines", lines.len());
    assert!(lines.windows(2).all(|pair| pair[0].from <= pair[1].from));
    let sectors = conflict.scenario.scenario().sectors.len();
    assert!(
        lines
            .iter()
            .all(|line| line.sector < sectors && line.side < 2 && line.from < line.to)
    );
    assert!(lines.iter().any(|line| line.rung == Rung::Punitive));
    // In a cut history only the decisions that fall into it are replayed.
    let short = cut(Some("1938"), Some("1938")).unwrap();
    let few = policy_script::lines(&conflict.record, &short.conflict().calendar);
    assert!(!few.is_empty() && few.len() < lines.len());
}

#[test]
fn a_scripted_run_takes_recorded_decisions() {
    let quantal = cut(None, None).unwrap();
    let (loaded, _) = LoadedConflict::load(&support::reference());
    let settings = RunSettings {
        policy: PolicyKind::Scripted,
        ..quantal.settings().clone()
    };
    let scripted = Ensemble::new(loaded.unwrap(), settings).unwrap();
    let conflict = quantal.conflict();
    let lines = policy_script::lines(&conflict.record, &conflict.calendar);
    let as_recorded = |ensemble: &Ensemble| -> usize {
        let decisions = (0..20).flat_map(|run| ensemble.play_one(run).unwrap().2);
        let recorded = decisions.filter(|(time, event)| match event {
            Event::Decision {
                sector, side, rung, ..
            } => lines.iter().any(|line| {
                (line.sector, line.side, line.rung) == (usize::from(*sector), usize::from(*side), *rung)
                    && (line.from..line.to).contains(time)
            }),
            _ => false,
        });
        recorded.count()
    };
    let (by_script, by_themselves) = (as_recorded(&scripted), as_recorded(&quantal));
    // A command that answers by chance hits the recorded rung in its window now and then; one with the script takes it
    // whenever a crisis stands there.
    assert!(
        by_script > by_themselves,
        "{by_script} scripted, {by_themselves} not"
    );
}
