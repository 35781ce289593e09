//! An interrupted fit goes on to the same bytes, wherever it was interrupted and however many threads work.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};

use halha_inference::abc::{
    AbcError, AbcSettings, Course, Fit, Kernel, Posterior, Progress, RunAddress, Simulator,
};
use halha_inference::prior::Independent;

use crate::abc::{NormalMean, normal_prior};

const KERNELS: [Kernel; 2] = [Kernel::Local, Kernel::Walk];

fn settings(kernel: Kernel) -> AbcSettings {
    AbcSettings {
        kernel,
        seed: 11,
        particles: 60,
        pilot: 120,
        max_generations: 4,
        ..AbcSettings::default()
    }
}

fn go<S: Simulator>(
    kernel: Kernel,
    simulator: &S,
    path: &Path,
    progress: &dyn Fn(Progress),
    stop: &AtomicBool,
) -> Result<Posterior, AbcError> {
    let prior: Independent = normal_prior();
    let settings = settings(kernel);
    let fit = Fit {
        simulator,
        prior: &prior,
        observed: &[1.3],
        settings: &settings,
        of: "a normal mean",
    };
    fit.run(Course {
        checkpoint: Some(path),
        progress,
        stop,
    })
}

fn whole(kernel: Kernel, path: &Path) -> Posterior {
    go(kernel, &NormalMean, path, &|_| (), &AtomicBool::new(false)).expect("a posterior")
}

#[test]
fn stopped_at_every_report_and_gone_on_with() {
    KERNELS.into_iter().for_each(stopped_at_every_report);
}

fn stopped_at_every_report(kernel: Kernel) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    let wanted = whole(kernel, &path("whole"));
    let bytes = fs::read(path("whole")).expect("the checkpoint");
    // Reports come at the end of every round of attempts, so this stops in the middle and at the boundary of each
    // generation.
    let mut reports = 0;
    go(
        kernel,
        &NormalMean,
        &path("counted"),
        &|_| (),
        &AtomicBool::new(false),
    )
    .expect("a posterior");
    for at in 1.. {
        let name = format!("stopped-{at}");
        let stop = AtomicBool::new(false);
        let seen = AtomicU64::new(0);
        let count = |_| {
            if seen.fetch_add(1, Relaxed) + 1 == at {
                stop.store(true, Relaxed);
            }
        };
        let first = go(kernel, &NormalMean, &path(&name), &count, &stop);
        if first.is_ok() {
            break;
        }
        assert!(matches!(first, Err(AbcError::Stopped { .. })));
        reports = at;
        assert_eq!(whole(kernel, &path(&name)), wanted, "stopped at report {at}");
        assert_eq!(
            fs::read(path(&name)).expect("the checkpoint"),
            bytes,
            "stopped at report {at}"
        );
    }
    assert!(reports > 5, "only {reports} reports");
}

/// Dies at the n-th run of its life, as a killed process does: nothing after it is written.
struct Dying {
    left: AtomicU64,
}

impl Simulator for Dying {
    fn summaries(&self) -> Vec<String> {
        NormalMean.summaries()
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        assert!(self.left.fetch_sub(1, Relaxed) > 1, "killed");
        NormalMean.simulate(parameters, address)
    }
}

#[test]
fn killed_in_the_middle_again_and_again() {
    KERNELS.into_iter().for_each(killed_in_the_middle);
}

fn killed_in_the_middle(kernel: Kernel) {
    let directory = tempfile::tempdir().expect("a directory");
    let wanted = whole(kernel, &directory.path().join("whole"));
    let path = directory.path().join("killed");
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    // The first life ends in the pilot; each is 100 runs longer than the one before, so one of them is long enough.
    let life = |n: u64| {
        let dying = Dying {
            left: AtomicU64::new(100 * n),
        };
        catch_unwind(AssertUnwindSafe(|| {
            go(kernel, &dying, &path, &|_| (), &AtomicBool::new(false))
        }))
        .ok()
    };
    let ended = (1..100).find_map(|n| life(n).map(|found| (n, found)));
    std::panic::set_hook(quiet);
    let (lives, found) = ended.expect("a life long enough");
    assert_eq!(found.expect("a posterior"), wanted);
    assert!(lives > 2, "killed {} times only", lives - 1);
}

#[test]
fn threads_change_nothing_and_another_fit_is_refused() {
    KERNELS.into_iter().for_each(threads_change_nothing);
}

fn threads_change_nothing(kernel: Kernel) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| whole(kernel, &path(&threads.to_string())));
    }
    assert_eq!(
        fs::read(path("1")).expect("bytes"),
        fs::read(path("3")).expect("bytes")
    );
    let prior = normal_prior();
    let other = AbcSettings {
        seed: 12,
        ..settings(kernel)
    };
    let fit = Fit {
        simulator: &NormalMean,
        prior: &prior,
        observed: &[1.3],
        settings: &other,
        of: "a normal mean",
    };
    let refused = fit.run(Course {
        checkpoint: Some(&path("1")),
        progress: &|_| (),
        stop: &AtomicBool::new(false),
    });
    assert!(matches!(
        refused,
        Err(AbcError::OtherFit {
            differs: "settings",
            ..
        })
    ));
    let same = settings(kernel);
    let fit = Fit {
        settings: &same,
        of: "another model",
        ..fit
    };
    let refused = fit.run(Course {
        checkpoint: Some(&path("1")),
        progress: &|_| (),
        stop: &AtomicBool::new(false),
    });
    assert!(matches!(
        refused,
        Err(AbcError::OtherFit {
            differs: "model or priors",
            ..
        })
    ));
    fs::write(path("broken"), "{\"header\":").expect("a file");
    let broken = go(
        kernel,
        &NormalMean,
        &path("broken"),
        &|_| (),
        &AtomicBool::new(false),
    );
    assert!(matches!(broken, Err(AbcError::Checkpoint { .. })));
}

/// A pilot of three blocks and a half: killed and stopped again and again, it plays no run twice that was kept, comes to
/// the bytes of one that was never interrupted, and leaves nothing but the checkpoint.
#[test]
fn a_long_pilot_goes_on_from_block_to_block() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    let settings = AbcSettings {
        seed: 5,
        particles: 60,
        pilot: 14_336,
        max_generations: 0,
        ..AbcSettings::default()
    };
    let prior = normal_prior();
    let go = |name: &str, of: &str, stop_at: u64| {
        let played = AtomicU64::new(0);
        let counting = Counting { played: &played };
        let stop = AtomicBool::new(false);
        let fit = Fit {
            simulator: &counting,
            prior: &prior,
            observed: &[1.3],
            settings: &settings,
            of,
        };
        let found = fit.run(Course {
            checkpoint: Some(&path(name)),
            progress: &|p: Progress| stop.store(p.simulations >= stop_at, Relaxed),
            stop: &stop,
        });
        (found, played.load(Relaxed))
    };
    let (wanted, _) = go("whole", "one", u64::MAX);
    let wanted = wanted.expect("a posterior");
    let mut played = 0;
    for stop_at in [300, 4_500, 4_501, 9_000] {
        let (stopped, runs) = go("stopped", "one", stop_at);
        assert!(matches!(stopped, Err(AbcError::Stopped { generation: 0 })));
        played += runs;
    }
    let (refused, _) = go("stopped", "another", u64::MAX);
    assert!(matches!(
        refused,
        Err(AbcError::OtherFit {
            differs: "model or priors",
            ..
        })
    ));
    let (found, rest) = go("stopped", "one", u64::MAX);
    assert_eq!(found.expect("a posterior"), wanted);
    assert_eq!(
        played + rest,
        14_336,
        "runs that were kept are played again, or some are not played"
    );
    assert_eq!(
        fs::read(path("stopped")).expect("the checkpoint"),
        fs::read(path("whole")).expect("the checkpoint")
    );
    let mut left: Vec<_> = fs::read_dir(directory.path())
        .expect("a directory")
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .collect();
    left.sort();
    assert_eq!(left, ["stopped", "whole"]);
}

/// Counts its runs.
struct Counting<'p> {
    played: &'p AtomicU64,
}

impl Simulator for Counting<'_> {
    fn summaries(&self) -> Vec<String> {
        NormalMean.summaries()
    }

    fn simulate(&self, parameters: &[f64], address: RunAddress) -> Result<Vec<f64>, String> {
        self.played.fetch_add(1, Relaxed);
        if address.particle.is_multiple_of(100) {
            return Err("every hundredth fails".to_owned());
        }
        NormalMean.simulate(parameters, address)
    }
}
