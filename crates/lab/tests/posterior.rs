//! A posterior in a conflict folder: drawn from, written and read back, and refused with every problem it has.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::posterior::{self, DRAWS, NOTE, Posterior, PosteriorNote};
use halha_lab::settings::{ParameterSource, RunSettings, SettingsError};
use halha_record::Folder;

/// The reference case without the posterior that it ships with, and these files added.
fn folder(files: &[(&str, String)]) -> Folder {
    let whole = support::reference();
    let kept = whole.names().filter(|name| ![DRAWS, NOTE].contains(name));
    let mut all: Vec<(String, Vec<u8>)> = kept
        .map(|name| (name.to_owned(), whole.text(name).unwrap().into_bytes()))
        .collect();
    all.extend(
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())),
    );
    Folder::from_files(all)
}

fn bare() -> LoadedConflict {
    LoadedConflict::load(&folder(&[])).0.unwrap()
}

/// A posterior of three draws from the priors.
fn three(conflict: &LoadedConflict) -> Posterior {
    let rows = (0..3).map(|draw| conflict.priors.draw(5, draw).unwrap().to_vec());
    let note = PosteriorNote {
        format: 1,
        halha: "0.1.0".into(),
        fingerprint: format!("{:016x}", conflict.fingerprint),
        seed: 5,
        command: "halha fit".into(),
        until: "1937-12".into(),
        fitted_to: vec!["disputes-1932-34".into()],
        free: vec!["mu0".into()],
        simulations: 3,
        acceptance: 1.0,
        module: Vec::new(),
    };
    Posterior::new(note, rows.collect()).unwrap()
}

#[test]
fn every_row_is_drawn_once_before_any_comes_again() {
    let conflict = bare();
    let files = posterior::files(&three(&conflict)).unwrap();
    let (loaded, findings) = LoadedConflict::load(&folder(&files.map(|(name, text)| (name, text))));
    let loaded = loaded.unwrap();
    assert!(findings.problems.is_empty(), "{:?}", findings.problems);
    assert_eq!(loaded.best_source(), ParameterSource::Posterior);
    let read = loaded.posterior.as_ref().unwrap();
    assert_eq!(read, &three(&conflict));
    let first = |draw| loaded.draw(ParameterSource::Posterior, 9, draw).unwrap().to_vec()[0];
    let mut seen = [first(0), first(1), first(2)];
    seen.sort_unstable_by(f64::total_cmp);
    seen.windows(2).for_each(|pair| assert!(pair[0] < pair[1]));
    assert_eq!(first(0).to_bits(), first(3).to_bits());
}

#[test]
fn a_posterior_of_other_priors_is_left_aside() {
    let conflict = bare();
    let mut of_others = three(&conflict);
    of_others.note.fingerprint = "0000000000000000".into();
    let files = posterior::files(&of_others).unwrap();
    let (loaded, findings) = LoadedConflict::load(&folder(&files.map(|(name, text)| (name, text))));
    let loaded = loaded.unwrap();
    assert!(loaded.posterior.is_none());
    assert!(
        findings
            .problems
            .iter()
            .any(|p| p.warning && p.to_string().contains("P004"))
    );
    let asked = RunSettings {
        parameters: ParameterSource::Posterior,
        ..RunSettings::of(10, 1)
    };
    assert!(matches!(
        Ensemble::new(loaded, asked),
        Err(SettingsError::NoPosterior)
    ));
}

#[test]
fn every_problem_of_a_broken_posterior_is_told_at_its_line() {
    let conflict = bare();
    let [(_, table), (_, note)] = posterior::files(&three(&conflict)).unwrap();
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    lines[0] = lines[0].replacen("mu0", "mu1", 1);
    let renamed = format!("{}\n", lines.join("\n"));
    let (loaded, findings) = LoadedConflict::load(&folder(&[(DRAWS, renamed), (NOTE, note.clone())]));
    assert!(loaded.is_none());
    let told: Vec<String> = findings.problems.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|t| t.contains("P001") && t.contains("mu0")),
        "{told:?}"
    );
    assert!(told.iter().any(|t| t.contains("P002")), "{told:?}");

    // A share above 1 in the second row, text instead of a number in the third.
    let at = posterior::names().iter().position(|n| *n == "branching").unwrap();
    let broken: Vec<String> = table
        .lines()
        .enumerate()
        .map(|(n, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            match n {
                2 => cells[at] = "1.5",
                3 => cells[at] = "many",
                _ => {}
            }
            cells.join(",")
        })
        .collect();
    let (loaded, findings) = LoadedConflict::load(&folder(&[(DRAWS, broken.join("\n")), (NOTE, note)]));
    assert!(loaded.is_none());
    let lines: Vec<u64> = findings.problems.iter().filter_map(|p| p.line).collect();
    assert_eq!(lines, [3, 4]);
}
