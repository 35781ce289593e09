//! The report of a run: whole in itself, the same each time, and safe whatever names a record holds.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

mod support;

use std::sync::LazyLock;

use halha_lab::clashes;
use halha_lab::compare;
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, NoWatch, Place};
use halha_lab::report::{self, Compared, Ladder, ReportInput};
use halha_lab::settings::{ParameterSource, RunSettings};
use halha_lab::store::StoredRun;
use halha_lab::truth::{self, TruthInput};

/// Largest report that is still quick to open, bytes.
const MOST_BYTES: usize = 2_000_000;

struct Made {
    /// Keeps the run's directory while tests read it.
    _place: tempfile::TempDir,
    run: StoredRun,
    ensemble: Ensemble,
    compared: Compared,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    let ensemble = support::ensemble(&support::reference(), RunSettings::of(300, 7));
    let at = Place {
        directory: place.path().join("run"),
        threads: Some(2),
    };
    let run = job::play(&support::reference(), "soviet-japanese", &ensemble, &at, &NoWatch).unwrap();
    let conflict = ensemble.conflict();
    let compared = Compared {
        rows: compare::compare(&conflict.observables, &run).unwrap(),
        tail: compare::tail(&run).unwrap(),
        clashes: clashes::clashes(conflict, ParameterSource::Prior, 7, 100),
    };
    Made {
        _place: place,
        run,
        ensemble,
        compared,
    }
});

fn input() -> ReportInput {
    report::gather(&MADE.run, &MADE.ensemble, MADE.compared.clone()).unwrap()
}

#[test]
fn it_loads_nothing_and_runs_nothing() {
    let html = report::render(&input()).unwrap();
    assert!(html.len() < MOST_BYTES, "{} bytes", html.len());
    for forbidden in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        "src=",
        "@import",
        "url(",
        "onclick",
        "javascript:",
    ] {
        assert!(!html.contains(forbidden), "{forbidden} in the report");
    }
    let leads_out = html
        .match_indices("href=")
        .filter(|(at, _)| !html[*at..].starts_with("href=\"#"))
        .count();
    assert_eq!(leads_out, 0, "links lead out of the page");
    // The only address is the name of the SVG language.
    assert_eq!(
        html.matches("http").count(),
        html.matches("xmlns=\"http://www.w3.org/2000/svg\"").count()
    );
}

#[test]
fn it_has_every_section_and_words_for_every_picture() {
    let html = report::render(&input()).unwrap();
    let mut at = 0;
    for id in [
        "misfits",
        "comparison",
        "books",
        "losses",
        "clashes",
        "ladder",
        "endings",
        "campaigns",
        "tail",
    ] {
        let found = html
            .find(&format!("<section id=\"{id}\""))
            .unwrap_or_else(|| panic!("no section {id}"));
        assert!(found > at, "section {id} stands too early");
        at = found;
    }
    let pictures = html.matches("<svg").count();
    assert!(pictures > 10, "{pictures} pictures");
    assert_eq!(html.matches("role=\"img\"").count(), pictures);
    assert_eq!(html.matches("<desc>").count(), pictures);
    assert_eq!(html.matches("</svg>").count(), pictures);
    for row in &MADE.compared.rows {
        let title = row.title.replace('&', "&amp;").replace('<', "&lt;");
        assert!(html.contains(&title), "{} is missing", row.title);
    }
}

#[test]
fn it_says_where_the_parameters_come_from() {
    let mut input = input();
    for (source, right, wrong) in [
        (ParameterSource::Prior, "the priors", "the posterior"),
        (ParameterSource::Posterior, "the posterior", "the priors"),
    ] {
        input.about.parameters = source;
        let html = report::render(&input).unwrap();
        for said in ["vectors drawn from", "parameters from"] {
            assert!(html.contains(&format!("{said} {right}")), "{said} {right}");
            assert!(!html.contains(&format!("{said} {wrong}")), "{said} {wrong}");
        }
    }
}

#[test]
fn the_same_run_has_the_same_report() {
    let path = report::write(&MADE.run, &MADE.ensemble, &MADE.compared).unwrap();
    let first = std::fs::read(&path).unwrap();
    report::write(&MADE.run, &MADE.ensemble, &MADE.compared).unwrap();
    assert!(first == std::fs::read(&path).unwrap());
}

#[test]
fn names_of_a_record_cannot_become_markup() {
    let evil = "<script>alert(\"1\")</script> & 'x'";
    let mut input = input();
    input.about.title = evil.to_owned();
    input.about.command = evil.to_owned();
    input.names.sides = [evil.to_owned(), evil.to_owned()];
    input.names.sectors.fill(evil.to_owned());
    for row in &mut input.compared.rows {
        row.title = evil.to_owned();
        for mark in &mut row.recorded {
            mark.claimed_by = evil.to_owned();
            mark.source = "\" onmouseover=\"alert(1)".to_owned();
        }
    }
    for clash in &mut input.compared.clashes {
        clash.name = evil.to_owned();
    }
    for distribution in &mut input.distributions {
        distribution.title = evil.to_owned();
    }
    let html = report::render(&input).unwrap();
    assert!(html.contains("&lt;script&gt;"));
    assert!(!html.contains("<script"), "markup of a name came through");
    assert!(
        !html.contains("\" onmouseover"),
        "an attribute of a name came through"
    );
}

#[test]
fn a_run_without_anything_in_it_still_has_a_report() {
    let mut input = input();
    input.compared.rows.clear();
    input.compared.clashes.clear();
    input.fans.clear();
    input.distributions.clear();
    input.campaigns.clear();
    input.ladder = Ladder {
        campaigns: 0,
        counts: [[0; Ladder::COLUMNS]; Ladder::ROWS],
    };
    input.outcomes = report::Outcomes::default();
    let html = report::render(&input).unwrap();
    assert!(html.contains("<section id=\"tail\""));
}

#[test]
fn the_ladder_counts_what_follows_on_what() {
    let ladder = input().ladder;
    let all: u64 = (0..Ladder::ROWS).map(|row| ladder.total(row)).sum();
    let into_rungs: u64 = ladder.counts.iter().map(|to| to[..13].iter().sum::<u64>()).sum();
    let openings = ladder.total(0);
    // Every decision is followed by something, and every crisis ends once.
    assert_eq!(all - openings, into_rungs);
    assert_eq!(all - into_rungs, openings);
    assert!(openings > ladder.campaigns, "fewer crises than campaigns");
}

#[test]
fn fans_hold_the_years_and_their_quantiles_rise() {
    let input = input();
    assert!(input.fans.len() >= 2);
    for fan in &input.fans {
        let years: Vec<i32> = fan.bands.iter().map(|b| b.year).collect();
        assert_eq!(years, (1932..=1945).collect::<Vec<_>>(), "{}", fan.title);
        for band in &fan.bands {
            assert!(band.points.is_sorted(), "{}: {band:?}", fan.title);
        }
    }
    assert!(
        input.fans.iter().any(|fan| !fan.marks.is_empty()),
        "no count of the record is drawn"
    );
}

/// A rival that is vouched for and fits saves a loss; one that is only remembered does not, unless it is all there is.
#[test]
fn losses_of_clashes_that_no_voucher_fits_are_misfits_and_named() {
    let mut input = input();
    let clash = input.compared.clashes.first_mut().unwrap();
    let fits = clash.losses[0].simulated.median;
    let mut claim = clash.losses[0].recorded[0].clone();
    let mut say = |value: f64, status: &str| {
        (claim.low, claim.high, claim.status) = (value, Some(value), status.to_owned());
        claim.verdict = compare::verdict(
            value,
            value,
            &compare::Simulated::Number(clash.losses[0].simulated),
        );
        claim.clone()
    };
    let (far, near, remembered) = (say(1e7, "stated"), say(fits, "stated"), say(fits, "unverified"));
    let mut judge = |claims: &[&compare::Mark]| {
        clash.losses[0].recorded = claims.iter().map(|c| (*c).clone()).collect();
        clash.losses[0].is_misfit()
    };
    assert!(!judge(&[&far, &near]));
    assert!(!judge(&[&remembered]));
    assert!(!judge(&[]));
    assert!(judge(&[&far, &remembered]));
    clash.name = "Planted clash".to_owned();
    let victor = clash.victor.as_mut().unwrap();
    victor.wins.share = 0.04;

    let found = clashes::misfits(&input.compared.clashes);
    assert!(
        found
            .losses
            .iter()
            .any(|(clash, _)| clash.name == "Planted clash")
    );
    assert_eq!(found.victors[0].0.name, "Planted clash");
    assert!(found.losses.len() < found.of_losses && found.victors.len() < found.of_victors);
    let truth = truth::render(&TruthInput {
        conflict: MADE.ensemble.conflict(),
        checks: &[],
        rows: &input.compared.rows,
        clashes: &input.compared.clashes,
        hindcasts: &[],
        counts: &[],
        losses: &[],
        battles: None,
    });
    for (page, next) in [(report::render(&input).unwrap(), "comparison"), (truth, "checks")] {
        let misfits = page.split("id=\"misfits\"").nth(1).unwrap();
        let misfits = misfits.split(&format!("id=\"{next}\"")).next().unwrap();
        assert_eq!(misfits.matches("Planted clash").count(), 2, "{misfits}");
    }
}
