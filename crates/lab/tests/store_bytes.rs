//! The same settings give the same bytes: for any number of threads, interrupted anywhere, and once more from the files.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, NoWatch, Place, RunError, Watch};
use halha_lab::settings::{EventDetail, RunSettings};
use halha_lab::store::{StoreError, StoredRun, same};

/// Three parts, the last one short, with fewer draws than runs; three years of the history.
fn settings(events: EventDetail) -> RunSettings {
    let to = "2103".parse().ok();
    RunSettings {
        draws: 300,
        events,
        to,
        ..RunSettings::of(600, 7)
    }
}

fn place(directory: &Path, threads: usize) -> Place {
    Place {
        directory: directory.to_owned(),
        threads: Some(threads),
    }
}

fn play(
    ensemble: &Ensemble,
    directory: &Path,
    threads: usize,
    watch: &dyn Watch,
) -> Result<StoredRun, RunError> {
    job::play(
        &support::strait(),
        "strait",
        ensemble,
        &place(directory, threads),
        watch,
    )
}

/// Stops a job after so many runs.
struct StopAfter {
    left: AtomicU64,
}

impl Watch for StopAfter {
    fn played(&self, runs: u64) {
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(runs), Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

#[test]
fn threads_and_interruptions_change_no_byte() {
    for events in [EventDetail::All, EventDetail::Summary, EventDetail::None] {
        let ensemble = support::ensemble(&support::strait(), settings(events));
        let folder = tempfile::tempdir().unwrap();
        let (one, two, three) = (
            folder.path().join("1"),
            folder.path().join("2"),
            folder.path().join("3"),
        );
        play(&ensemble, &one, 1, &NoWatch).unwrap();
        let expected = support::results(&one);
        assert!(expected.contains_key("done.json") && expected.contains_key("campaigns/00002.parquet"));
        assert_eq!(
            expected.contains_key("events/00000.parquet"),
            events != EventDetail::None
        );

        play(&ensemble, &two, 3, &NoWatch).unwrap();
        assert_eq!(
            support::differing(&expected, &support::results(&two)),
            [""; 0],
            "{events:?}, 3 threads"
        );

        for after in [0, 100, 300, 50] {
            let watch = StopAfter {
                left: AtomicU64::new(after),
            };
            match play(&ensemble, &three, 1, &watch) {
                Err(RunError::Stopped) => assert!(!three.join("done.json").exists()),
                other => assert!(after >= 300, "stopped after {after}: {other:?}"),
            }
        }
        job::resume(&place(&three, 2), &NoWatch).unwrap();
        assert_eq!(
            support::differing(&expected, &support::results(&three)),
            [""; 0],
            "{events:?}, resumed"
        );
    }
}

#[test]
fn a_run_is_made_again_from_its_own_files() {
    let ensemble = support::ensemble(&support::strait(), settings(EventDetail::Summary));
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    play(&ensemble, &first, 2, &NoWatch).unwrap();
    job::again(&first, &place(&second, 1), &NoWatch).unwrap();
    let compared = same(&first, &second).unwrap();
    assert_eq!(compared.difference, None);
    assert!(compared.files > 30, "{compared:?}");

    // A single changed byte is found, and so is a missing file.
    let path = second.join("books/00001.parquet");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let difference = same(&first, &second).unwrap().difference.unwrap();
    assert!(
        difference.starts_with("books/00001.parquet, from byte 100 on"),
        "{difference}"
    );
    std::fs::remove_file(&path).unwrap();
    let difference = same(&first, &second).unwrap().difference.unwrap();
    assert!(difference.contains("only one of them"), "{difference}");
}

#[test]
fn a_complete_run_is_not_played_again_and_a_damaged_one_is_mended() {
    let ensemble = support::ensemble(&support::strait(), RunSettings::of(300, 1));
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    play(&ensemble, &run, 1, &NoWatch).unwrap();
    let expected = support::results(&run);

    struct Forbidden;
    impl Watch for Forbidden {
        fn played(&self, _: u64) {
            panic!("a complete run was played again");
        }
    }
    play(&ensemble, &run, 1, &Forbidden).unwrap();

    // Without its last word, and with one part's file cut short, only that part is missing.
    std::fs::remove_file(run.join("done.json")).unwrap();
    let file = run.join("yearly/00001.parquet");
    let half = std::fs::read(&file).unwrap();
    std::fs::write(&file, &half[..half.len() / 2]).unwrap();
    let counted = StopAfter {
        left: AtomicU64::new(u64::MAX),
    };
    play(&ensemble, &run, 1, &counted).unwrap();
    assert_eq!(
        u64::MAX - counted.left.load(Ordering::Relaxed),
        300 - 256,
        "only the damaged part was played"
    );
    assert_eq!(support::differing(&expected, &support::results(&run)), [""; 0]);
}

#[test]
fn directories_that_hold_something_else_are_refused() {
    let ensemble = support::ensemble(&support::strait(), RunSettings::of(10, 1));
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    play(&ensemble, &run, 1, &NoWatch).unwrap();
    let before = support::results(&run);

    let other = support::ensemble(&support::strait(), RunSettings::of(10, 2));
    let refused = play(&other, &run, 1, &NoWatch).unwrap_err().to_string();
    assert!(
        refused.contains("settings.seed: 1, not 2") && refused.contains("--out"),
        "{refused}"
    );
    assert_eq!(support::differing(&before, &support::results(&run)), [""; 0]);

    let foreign = folder.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("thesis.tex"), "years of work").unwrap();
    assert!(matches!(
        play(&ensemble, &foreign, 1, &NoWatch),
        Err(RunError::Foreign(_))
    ));
    assert_eq!(std::fs::read_dir(&foreign).unwrap().count(), 1);

    assert!(matches!(
        job::resume(&place(&foreign, 1), &NoWatch),
        Err(RunError::NoRun(_))
    ));
    assert!(matches!(StoredRun::open(&foreign), Err(RunError::NoRun(_))));

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let refused = play(&ensemble, &file.join("run"), 1, &NoWatch)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("cannot be written") && refused.contains("--out"),
        "{refused}"
    );
}

#[test]
fn a_directory_has_one_writer_at_a_time() {
    let ensemble = support::ensemble(&support::strait(), RunSettings::of(300, 1));
    let folder = tempfile::tempdir().unwrap();

    /// Tries to play the same run while it is being played.
    struct Second<'e>(&'e Ensemble, &'e Path, AtomicU64);
    impl Watch for Second<'_> {
        fn played(&self, _: u64) {
            let second = play(self.0, self.1, 1, &NoWatch);
            assert!(
                matches!(second, Err(RunError::Store(StoreError::Busy(_)))),
                "{second:?}"
            );
            self.2.fetch_add(1, Ordering::Relaxed);
        }
    }
    let second = Second(&ensemble, folder.path(), AtomicU64::new(0));
    play(&ensemble, folder.path(), 1, &second).unwrap();
    assert!(second.2.load(Ordering::Relaxed) > 0);
}
