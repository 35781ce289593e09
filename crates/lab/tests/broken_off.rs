//! Rare events and analyses that are broken off, again and again, go on to the bytes of those that were left alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use halha_lab::asked::Asked;
use halha_lab::ensemble::Ensemble;
use halha_lab::matters::{
    self, Design, DesignSettings, DiscoverySettings, Grouping, MattersError, SENSITIVITY, Sensitivity,
    SensitivityQuestion, Study, Threshold, Worlds, choose,
};
use halha_lab::rare::{self, Event, Known, Method, RareError, RareQuestion, RareSettings, Work};
use halha_lab::settings::{EventDetail, ParameterSource, PolicyKind, RunSettings};
use halha_lab::store::{Kept, StoreError, Stretch};
use halha_lab::whatif::measures;
use halha_lab::{LoadedConflict, job};
use support::{differing, reference, results, strait};

/// Lets so much be done, then stops.
struct Lets(AtomicU64, u64);

impl Lets {
    fn so_much(units: u64) -> Self {
        Self(AtomicU64::new(0), units)
    }

    fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) > self.1
    }
}

impl rare::Watch for Lets {
    fn part(&self, _: u64, _: u64, _: &str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.is_spent()
    }
}

impl job::Watch for Lets {
    fn played(&self, runs: u64) {
        self.0.fetch_add(runs, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.is_spent()
    }
}

/// A quick event with everything that can be asked about it.
fn work(repeats: u64) -> Work {
    let (conflict, _) = LoadedConflict::load(&reference());
    let mut conflict = conflict.unwrap();
    conflict.hold("alpha_war", -3.0).unwrap();
    let (all, _) = measures(&reference(), &conflict);
    let text = "format = 1\n[[event]]\nid = \"e\"\ntitle = \"t\"\ntag = \"prior-driven\"\nkind = \"general-war\"\n\
                origin = \"border\"\nby = \"1933-03\"\nparameter = \"branching\"\n";
    let known = Known {
        conflict: &conflict,
        measures: &all,
    };
    let (events, problems) = rare::read(text, known);
    assert_eq!(problems, []);
    let event: &Event = &events[0];
    let settings = RareSettings {
        effort: 40,
        repeats,
        method: Method::Fixed,
        seed: 3,
        parameters: ParameterSource::Posterior,
    };
    let question = RareQuestion {
        event: "e".to_owned(),
        settings,
        variant: false,
        swing: true,
        crude: 1_100,
    };
    Work::new(&conflict, event, question, "reference")
}

/// Calls until it is done, each of which may do one part more; gives their number.
fn estimate_in_bits(work: &Work, at: &Path) -> u32 {
    for call in 1.. {
        let threads = if call % 2 == 0 { 1 } else { 2 };
        let lets = Lets::so_much(1);
        let kept = work.keep(at).unwrap();
        match work.answer_in(at, kept, (Some(threads), &lets)) {
            Ok(answer) if !answer.provenance.stopped => return call,
            Ok(_) | Err(RareError::Stopped) => tear(at, call),
            Err(other) => panic!("{other}"),
        }
        assert!(!at.join(rare::ANSWER).exists(), "an answer before its time");
    }
    0
}

/// What a killed process may leave: part of a record at the end of what is kept.
fn tear(at: &Path, call: u32) {
    let path = at.join(".kept");
    let mut bytes = std::fs::read(&path).unwrap();
    let torn = bytes.len() / (1 + call as usize % 5);
    bytes.extend_from_within(..torn.min(400));
    bytes.pop();
    std::fs::write(&path, bytes).unwrap();
}

#[test]
fn a_rare_event_goes_on_where_it_was_broken_off() {
    let place = tempfile::tempdir().unwrap();
    let (whole, bits) = (place.path().join("whole"), place.path().join("bits"));
    let work = work(3);
    let kept = work.keep(&whole).unwrap();
    let answer = work.answer_in(&whole, kept, (Some(2), &rare::NoWatch)).unwrap();
    assert!(answer.plain.is_some() && answer.integrated.is_some() && answer.swing.len() == 3);
    // Pilot and repeats of the estimate and of three places of the swing; three and three batches beside them.
    let calls = estimate_in_bits(&work, &bits);
    assert!(calls >= 4 + 3 * 4 + 2, "{calls} calls: it hardly ever stopped");
    let (one, two) = (results(&whole), results(&bits));
    assert_eq!(differing(&one, &two), [""; 0]);
    assert!(!two.contains_key(".kept"));
}

#[test]
fn another_question_is_refused_and_nothing_is_lost() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("answer");
    let (mine, other) = (work(2), work(3));
    let kept = mine.keep(&at).unwrap();
    // Somebody else is at it.
    assert!(matches!(mine.keep(&at), Err(StoreError::Busy(_))));
    let stopped = mine.answer_in(&at, kept, (Some(1), &Lets::so_much(2)));
    assert!(matches!(stopped, Err(RareError::Stopped)));
    let refused = other.keep(&at).unwrap_err().to_string();
    assert!(refused.contains("settings.repeats: 2, not 3"), "{refused}");
    let asked: Asked<RareQuestion> = Asked::broken_off(&at).unwrap();
    assert_eq!(&asked, mine.asked());
    // What was kept is no analysis of sensitivity.
    let strange = Asked::<SensitivityQuestion>::broken_off(&at);
    assert!(matches!(strange, Err(StoreError::NoAnswer(_))), "{strange:?}");
    let kept = mine.keep(&at).unwrap();
    mine.answer_in(&at, kept, (Some(1), &rare::NoWatch)).unwrap();
    // The same of an answer that is there.
    let refused = other.keep(&at).unwrap_err().to_string();
    assert!(refused.contains("settings.repeats: 2, not 3"), "{refused}");
    let asked: Asked<RareQuestion> = Asked::answered(&at, rare::ANSWER).unwrap();
    assert_eq!(&asked, mine.asked());
    let nothing = Asked::<RareQuestion>::broken_off(&at);
    assert!(matches!(nothing, Err(StoreError::NothingBrokenOff(_))));
}

fn quick() -> LoadedConflict {
    LoadedConflict::load(&strait()).0.unwrap()
}

fn ensemble(draws: u64) -> Ensemble {
    let settings = RunSettings {
        replications: 2 * draws,
        seed: 5,
        draws,
        events: EventDetail::None,
        from: None,
        to: None,
        policy: PolicyKind::QuantalResponse,
        parameters: ParameterSource::Prior,
    };
    Ensemble::new(quick(), settings).unwrap()
}

/// Calls `play` until it is done, giving it more to do each time; gives the number of calls.
fn in_bits<A>(
    begin: impl Fn() -> Kept,
    step: u64,
    mut play: impl FnMut(Stretch<'_>, usize, &Lets) -> Result<(A, bool), MattersError>,
) -> (A, Kept, u32) {
    for call in 1.. {
        let mut kept = begin();
        let lets = Lets::so_much(step);
        match play(kept.stretch(0), if call % 2 == 0 { 1 } else { 2 }, &lets) {
            Ok((answer, false)) => return (answer, kept, call),
            Ok(_) | Err(MattersError::Stopped) => assert!(call < 100, "it gets nowhere"),
            Err(other) => panic!("{other}"),
        }
    }
    unreachable!("the loop ends by returning")
}

#[test]
fn designs_go_on_where_they_were_broken_off() {
    let conflict = quick();
    let (all, _) = matters::measures(&strait(), &conflict);
    let chosen = choose(&all, &["ln-incidents".to_owned(), "losses".to_owned()]).unwrap();
    for (design, base) in [(Design::Saltelli, 48), (Design::Screening, 24)] {
        let place = tempfile::tempdir().unwrap();
        let (whole, bits) = (place.path().join("whole"), place.path().join("bits"));
        let settings = DesignSettings {
            design,
            base,
            replicates: 2,
            grouping: Grouping::Layer,
            seed: 5,
        };
        let study = Study::new(&conflict, chosen.clone(), settings).unwrap();
        let played = study.play(Some(2), &job::NoWatch).unwrap();
        let answer = Sensitivity::of_design(&study, &played, "strait");
        matters::write_sensitivity(&whole, &study, &played, &answer).unwrap();
        let asked = study.asked("strait");
        let (played, kept, calls) = in_bits(
            || asked.keep(&bits, SENSITIVITY).unwrap(),
            study.campaigns() / 4,
            |kept, threads, lets| {
                let played = study.play_on(kept, Some(threads), lets)?;
                let stopped = played.stopped;
                Ok((played, stopped))
            },
        );
        assert!(calls >= 3, "{design:?}: {calls} calls");
        let answer = Sensitivity::of_design(&study, &played, "strait");
        matters::write_sensitivity(&bits, &study, &played, &answer).unwrap();
        kept.finish().unwrap();
        assert_eq!(differing(&results(&whole), &results(&bits)), [""; 0]);
    }
}

#[test]
fn discoveries_go_on_where_they_were_broken_off() {
    let place = tempfile::tempdir().unwrap();
    let (whole, bits) = (place.path().join("whole"), place.path().join("bits"));
    let ensemble = ensemble(600);
    let (all, _) = matters::measures(&strait(), ensemble.conflict());
    let measures = choose(&all, &["incidents".to_owned()]).unwrap();
    let year = ensemble.conflict().scenario.scenario().years[0];
    let how = (Some(year), DiscoverySettings::default());
    let worlds = Worlds::play(&ensemble, &measures, how.0, Some(2), &job::NoWatch).unwrap();
    let mut sorted = worlds.values[0].clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let outcome = Threshold::read(&format!("incidents >= {}", sorted[900]), &all).unwrap();
    let write = |at: &Path, worlds: &Worlds| {
        let answer = matters::discover(&ensemble, worlds, outcome.clone(), how, "strait").unwrap();
        matters::write_discovery(at, worlds, &answer).unwrap();
    };
    write(&whole, &worlds);
    let asked = matters::asked_of(&ensemble, &outcome, how, "strait");
    let what = (&ensemble, &measures[..], how.0);
    let (worlds, kept, calls) = in_bits(
        || asked.keep(&bits, matters::DISCOVERY).unwrap(),
        300,
        |kept, threads, lets| {
            let worlds = Worlds::play_on(kept, what, Some(threads), lets)?;
            let stopped = worlds.stopped;
            Ok((worlds, stopped))
        },
    );
    assert!(calls >= 4, "{calls} calls");
    write(&bits, &worlds);
    kept.finish().unwrap();
    assert_eq!(differing(&results(&whole), &results(&bits)), [""; 0]);
}
