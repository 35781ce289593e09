//! Studies: what ships can be done, wrong files are refused whole, what is broken off goes on to the same bytes.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use halha_lab::LoadedConflict;
use halha_lab::study::{self, Known, Ready, Results, Study, StudyError, Task, Watches, asked_in};
use halha_lab::whatif::{self, Progress};
use halha_lab::{Problem, job};
use halha_record::Folder;
use support::{reference, results};

fn loaded(folder: &Folder) -> LoadedConflict {
    LoadedConflict::load(folder).0.unwrap()
}

fn read(file: &str, text: &str) -> (Option<Study>, Vec<Problem>) {
    let folder = reference();
    let conflict = loaded(&folder);
    let (known, problems) = Known::of(&folder, &conflict);
    assert_eq!(problems, []);
    study::read(file, text, &known, Path::new(""))
}

/// Another size; paths of a rare event fewer than its file has, which is for machines that are not testing.
fn resize(study: &mut Study, size: u64) {
    study.task.resize(size);
    if let Task::Rare(task) = &mut study.task {
        task.effort = 60;
    }
}

/// A shipped study at another size.
fn ready<'f>(folder: &'f Folder, id: &str, size: u64) -> Ready<'f> {
    let conflict = loaded(folder);
    let (known, _) = Known::of(folder, &conflict);
    let all = study::shelf(folder);
    let (file, text) = all
        .iter()
        .find(|(file, _)| file.ends_with(&format!("/{id}.toml")))
        .unwrap();
    let (read, problems) = study::read(file, text, &known, Path::new(""));
    let mut study = read.unwrap_or_else(|| panic!("{problems:?}"));
    resize(&mut study, size);
    let measures = known.measures;
    Ready::new(study, (folder, conflict), &measures, ["soviet-japanese", id]).unwrap()
}

#[test]
fn every_shipped_study_is_read_and_each_kind_is_there() {
    let folder = reference();
    let mut kinds = Vec::new();
    for (file, text) in study::shelf(&folder) {
        let (study, problems) = read(&file, &text);
        assert_eq!(problems, [], "{file}");
        let study = study.unwrap();
        kinds.push(study.task.kind());
        let least = match study.task.kind() {
            "rare" | "sensitivity" => 30,
            _ => 4000,
        };
        assert!(study.task.size() >= least, "{file} is for {}", study.task.size());
        assert!(!study.question.is_empty());
    }
    for kind in study::KINDS {
        assert!(
            kinds.contains(&kind.name),
            "no study of the kind {} ships",
            kind.name
        );
    }
}

#[test]
fn a_wrong_file_is_refused_with_all_its_problems() {
    let text = r#"format = 2
title = "t"
seed = 1.5
observables = ["ln-loses"]
colour = "red"

[parameters]
from = "posteriori"
hold = { branchin = 0.2, autonomy_1 = 1.5 }

[whatif]
interventions = ["comission-1935", "tight-control+free-hand", "./nowhere.toml"]
pairs = 100
per-draw = 200
until-precision = -1
"#;
    let (study, problems) = read("wrong.toml", text);
    assert!(study.is_none());
    let found: Vec<(Option<u64>, &str)> = problems.iter().map(|p| (p.line, p.code.as_str())).collect();
    let wanted = [
        (Some(1), "S006"),  // the version of the format
        (Some(1), "S004"),  // no question
        (Some(3), "S005"),  // a seed with a fraction
        (Some(5), "S003"),  // an unknown key
        (Some(8), "S007"),  // where parameters come from
        (Some(9), "P001"),  // an unknown parameter
        (Some(9), "S006"),  // a value that it cannot take
        (Some(12), "S007"), // an unknown intervention, and a file that is not there
        (Some(14), "S006"), // more with the same parameters than there are
        (Some(15), "S006"), // a precision below zero
    ];
    for (line, code) in wanted {
        assert!(
            found.contains(&(line, code)),
            "no {code} at {line:?} among {found:?}"
        );
    }
    let said = |words: &str| problems.iter().any(|p| p.to_string().contains(words));
    for words in [
        "`branching`",
        "commission-1935",
        "nowhere.toml cannot be read",
        "free-hand.toml",
    ] {
        assert!(said(words), "{words} is not said: {problems:#?}");
    }
}

#[test]
fn a_file_says_one_thing_and_dates_lie_in_the_history() {
    let head = "format = 1\ntitle = \"t\"\nquestion = \"q\"\nseed = 1\n";
    let refused = |rest: &str, words: &str| {
        let (study, problems) = read("wrong.toml", &format!("{head}{rest}"));
        assert!(study.is_none(), "{rest}");
        let said = problems.iter().any(|p| p.to_string().contains(words));
        assert!(said, "{words:?} is not said of {rest:?}: {problems:#?}");
    };
    refused("", "nothing is said to be done");
    refused(
        "[run]\nreplications = 10\n[forecast]\nas-of = \"1939\"\nhorizon = 6\nruns = 10\n",
        "several things at once: run, forecast",
    );
    refused(
        "[run]\nreplications = 10\ndraws = 11\n",
        "11 draws for 10 replications",
    );
    refused(
        "[run]\nreplications = 10\nfrom = \"1950\"\n",
        "outside the history",
    );
    refused(
        "[run]\nreplications = 10\nfrom = \"1940\"\nto = \"1939\"\n",
        "give the earlier date",
    );
    refused(
        "[forecast]\nas-of = \"1945-09-01\"\nhorizon = 6\nruns = 10\n",
        "a day outside the history",
    );
    refused(
        "[forecast]\nas-of = \"1939\"\nhorizon = \"6w\"\nruns = 10\n",
        "is no horizon",
    );
    refused(
        "observables = [\"shooting\"]\n[forecast]\nas-of = \"1939\"\nhorizon = 6\nruns = 10\n",
        "did you mean `shootings`?",
    );
    refused(
        "[run]\nreplications = 10\n[parameters]\nhold = { branching = 0.2 }\n",
        "could not say so",
    );
    refused(
        "[whatif]\ninterventions = []\npairs = 10\n",
        "no intervention is named",
    );
    refused(
        "[rare]\nevent = \"border-wra-1934\"\nrepeats = 10\n",
        "did you mean",
    );
    refused("[rare]\nevent = \"losses>=many\"\nrepeats = 1\n", "is no number");
    refused(
        "observables = [\"ln-loses\"]\n[sensitivity]\nbase = 64\n",
        "did you mean `ln-losses`?",
    );
    refused(
        "[sensitivity]\nbase = 64\ndesign = \"given-data\"\nby = \"layer\"\n",
        "one by one",
    );
    refused(
        "[discovery]\noutcome = \"losses\"\nreplications = 1000\n",
        "is no outcome",
    );
    refused(
        "[discovery]\noutcome = \"high-rung\"\nreplications = 1000\nearly-until = 1945\n",
        "no year of the history with one after it",
    );
    // A study read whole, against all these.
    let (study, problems) = read(
        "right.toml",
        &format!("{head}[run]\nreplications = 10\nto = \"1933\"\n"),
    );
    assert_eq!(problems, []);
    assert!(matches!(study.unwrap().task, Task::Run(_)));
}

#[test]
fn held_parameters_and_priors_are_another_study() {
    let folder = reference();
    let plain = ready(&folder, "commission", 20);
    let text = &plain.study().text;
    let with = |table: &str| {
        let (study, problems) = read("commission.toml", &format!("{text}\n[parameters]\n{table}\n"));
        let mut study = study.unwrap_or_else(|| panic!("{problems:?}"));
        study.task.resize(20);
        let conflict = loaded(&folder);
        let (known, _) = Known::of(&folder, &conflict);
        let measures = known.measures;
        Ready::new(
            study,
            (&folder, conflict),
            &measures,
            ["soviet-japanese", "commission"],
        )
        .unwrap()
    };
    let held = with("hold = { branching = 0.3 }");
    let prior = with("from = \"prior\"");
    let decides = [&plain, &held, &prior].map(|ready| ready.note().decides.clone());
    assert!(decides[0] != decides[1] && decides[0] != decides[2] && decides[1] != decides[2]);
    let place = tempfile::tempdir().unwrap();
    let played = [&plain, &held, &prior].map(|ready| {
        let directory = place.path().join(&ready.note().decides);
        study::play(ready, &directory, Some(2), Watches::NONE)
            .unwrap()
            .fingerprint
    });
    assert!(played[0] != played[1] && played[0] != played[2] && played[1] != played[2]);
}

/// Stops the work after so many batches.
struct After {
    batches: usize,
    seen: AtomicUsize,
}

impl whatif::Watch for After {
    fn batch(&self, _: &Progress<'_>) {
        self.seen.fetch_add(1, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.seen.load(Ordering::Relaxed) >= self.batches
    }
}

#[test]
fn a_what_if_that_is_broken_off_goes_on_to_the_same_bytes() {
    let folder = reference();
    let place = tempfile::tempdir().unwrap();
    let (whole, broken) = (place.path().join("whole"), place.path().join("broken"));
    let ready = ready(&folder, "reins", 600);
    let first = study::play(&ready, &whole, Some(2), Watches::NONE).unwrap();
    let after = After {
        batches: 2,
        seen: AtomicUsize::new(0),
    };
    let watches = Watches {
        pairs: &after,
        ..Watches::NONE
    };
    let stopped = study::play(&ready, &broken, Some(2), watches).unwrap_err();
    assert!(matches!(stopped, StudyError::Stopped), "{stopped}");
    assert!(!broken.join("done.json").exists());
    // What a killed process would leave: half a record at the end of what was kept.
    let kept = broken.join(".kept");
    let bytes = std::fs::read(&kept).unwrap();
    let torn = [&bytes[..], &bytes[..bytes.len() / 3]].concat();
    std::fs::write(&kept, torn).unwrap();
    let played = AtomicUsize::new(0);
    struct Counts<'c>(&'c AtomicUsize);
    impl whatif::Watch for Counts<'_> {
        fn batch(&self, progress: &Progress<'_>) {
            let _ = self
                .0
                .compare_exchange(0, progress.worlds.pairs, Ordering::Relaxed, Ordering::Relaxed);
        }
    }
    let counts = Counts(&played);
    let watches = Watches {
        pairs: &counts,
        ..Watches::NONE
    };
    let second = study::play(&ready, &broken, Some(1), watches).unwrap();
    assert!(played.into_inner() > 240, "it began anew");
    assert_eq!(first.fingerprint, second.fingerprint);
    assert_eq!(results(&whole), results(&broken));
    // A third time reads what is there.
    let third = study::play(&ready, &broken, Some(1), Watches::NONE).unwrap();
    let (Results::Whatif(a), Results::Whatif(b)) = (&second.results, &third.results) else {
        panic!("a what-if has an answer");
    };
    for (one, two) in a.columns[0].contrasts.iter().zip(&b.columns[0].contrasts) {
        assert_eq!((&one.measure, one.pairs), (&two.measure, two.pairs));
        // What is read from JSON may differ in the last bit.
        assert!(
            (one.difference - two.difference).abs() <= 1e-12 * one.sd_baseline,
            "{}",
            one.measure
        );
    }
    assert_eq!(third.fingerprint, first.fingerprint);
}

#[test]
fn what_is_done_again_is_compared_file_by_file() {
    let folder = reference();
    let place = tempfile::tempdir().unwrap();
    for (id, size) in [
        ("after-may-1939", 40),
        ("first-years", 40),
        ("khalkhin-gol", 40),
        ("border-war", 2),
        ("what-matters", 8),
        ("great-offensives", 400),
    ] {
        let (first, second) = (place.path().join(id), place.path().join(format!("{id}-again")));
        let before = ready(&folder, id, size);
        let studied = study::play(&before, &first, Some(2), Watches::NONE).unwrap();
        // As a later call has it: from what the directory says.
        let asked = asked_in(&first).unwrap();
        let conflict = loaded(&folder);
        let (mut known, _) = Known::of(&folder, &conflict);
        known.interventions = asked.interventions(&conflict);
        known.kept = true;
        let (study, problems) = study::read(&asked.file(), &asked.text, &known, &first);
        let mut study = study.unwrap_or_else(|| panic!("{problems:?}"));
        resize(&mut study, asked.note.size);
        let measures = known.measures;
        let anew = Ready::new(study, (&folder, conflict), &measures, ["soviet-japanese", "x"]).unwrap();
        let anew = anew.as_before(&asked.note, &first).unwrap();
        let same = study::again(&anew, [&first, &second], Some(1), Watches::NONE).unwrap();
        assert!(same.is_same(), "{id}: {same:?}");
        assert_eq!(same.fingerprints[0], studied.fingerprint);
        assert!(same.files >= 3, "{id}: {} files", same.files);
        // A result that was touched is told.
        let touched = first.join(match id {
            "first-years" => "run/run.json",
            "border-war" => "rare.json",
            "what-matters" => "sensitivity.json",
            "great-offensives" => "discovery.json",
            _ => "report.html",
        });
        let mut bytes = std::fs::read(&touched).unwrap();
        bytes[20] ^= 1;
        std::fs::write(&touched, bytes).unwrap();
        let differs = study::again(&anew, [&first, &second], Some(1), Watches::NONE).unwrap();
        assert_eq!(differs.differing.len(), 1, "{id}: {differs:?}");
        assert!(!differs.is_same());
    }
}

#[test]
fn a_directory_holds_one_study() {
    let folder = reference();
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("study");
    study::play(&ready(&folder, "after-may-1939", 20), &at, Some(1), Watches::NONE).unwrap();
    let other = study::play(&ready(&folder, "after-may-1939", 21), &at, Some(1), Watches::NONE).unwrap_err();
    assert!(other.to_string().contains("size: 20, not 21"), "{other}");
    let foreign = place.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("letter.txt"), "dear").unwrap();
    let refused = study::play(
        &ready(&folder, "after-may-1939", 20),
        &foreign,
        Some(1),
        Watches::NONE,
    );
    assert!(matches!(refused, Err(StudyError::Foreign(_))));
    assert!(matches!(asked_in(&foreign), Err(StudyError::NoStudy(_))));
}

/// Stops campaigns at once.
struct AtOnce;

impl job::Watch for AtOnce {
    fn stop(&self) -> bool {
        true
    }
}

#[test]
fn runs_and_forecasts_that_are_stopped_go_on() {
    let folder = reference();
    let place = tempfile::tempdir().unwrap();
    for id in ["after-may-1939", "first-years"] {
        let ready = ready(&folder, id, 40);
        let at = place.path().join(id);
        let watches = Watches {
            campaigns: &AtOnce,
            ..Watches::NONE
        };
        let stopped = study::play(&ready, &at, Some(2), watches).unwrap_err();
        assert!(matches!(stopped, StudyError::Stopped), "{id}: {stopped}");
        let resumed = study::play(&ready, &at, Some(2), Watches::NONE).unwrap();
        let whole = study::play(
            &ready,
            &place.path().join(format!("{id}-whole")),
            Some(1),
            Watches::NONE,
        )
        .unwrap();
        assert_eq!(resumed.fingerprint, whole.fingerprint, "{id}");
    }
}

/// Lets so many parts or campaigns be played, then stops.
struct Lets {
    most: usize,
    seen: AtomicUsize,
}

impl halha_lab::rare::Watch for Lets {
    fn part(&self, _: u64, _: u64, _: &str) {
        self.seen.fetch_add(1, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.seen.load(Ordering::Relaxed) > self.most
    }
}

impl job::Watch for Lets {
    fn played(&self, runs: u64) {
        self.seen.fetch_add(runs as usize, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.seen.load(Ordering::Relaxed) > self.most
    }
}

#[test]
fn rare_events_and_analyses_that_are_broken_off_go_on_to_the_same_bytes() {
    let folder = reference();
    let place = tempfile::tempdir().unwrap();
    for (id, size, most) in [
        ("border-war", 2, 1),
        ("what-matters", 24, 300),
        ("great-offensives", 600, 300),
    ] {
        let ready = ready(&folder, id, size);
        let [whole, broken] = ["whole", "broken"].map(|name| place.path().join(format!("{id}-{name}")));
        let first = study::play(&ready, &whole, Some(2), Watches::NONE).unwrap();
        let mut stops = 0;
        let second = loop {
            let lets = Lets {
                most,
                seen: AtomicUsize::new(0),
            };
            let watches = Watches {
                campaigns: &lets,
                events: &lets,
                ..Watches::NONE
            };
            match study::play(&ready, &broken, Some(1 + stops % 2), watches) {
                Ok(studied) => break studied,
                Err(StudyError::Stopped) => stops += 1,
                Err(other) => panic!("{id}: {other}"),
            }
            assert!(stops < 40 && !broken.join("done.json").exists(), "{id}");
        };
        assert!(stops > 0, "{id} was never broken off");
        assert_eq!(first.fingerprint, second.fingerprint, "{id}");
        assert_eq!(results(&whole), results(&broken), "{id}");
    }
}

#[test]
fn the_pages_are_those_of_the_vocabulary() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/reference");
    for (name, text) in study::pages() {
        let written = std::fs::read_to_string(book.join(name)).unwrap_or_default();
        assert!(
            written == text,
            "{name} is out of date; run: cargo run -p halha-lab --example whatif_pages"
        );
    }
}
