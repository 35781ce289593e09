//! Killed at any moment, again and again, a run still ends with the bytes of one that was left in peace.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{assert_same, complete_parts, halha, results, text};

/// Times that the program is killed while it works.
const KILLS: usize = 24;
/// Three parts, with every table and fewer draws than runs, of the first years of an invented conflict.
const OPTIONS: [&str; 11] = [
    "run", "strait", "-n", "600", "--draws", "300", "--to", "2103", "--events", "all", "--seed=7",
];
const PARTS: usize = 3;

#[test]
fn killed_at_random_moments_it_ends_with_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        halha(&["record", "new", "strait"])
            .current_dir(&folder)
            .output()
            .unwrap()
            .status
            .success()
    );
    let peaceful = folder.path().join("peaceful");
    let began = Instant::now();
    let mut left_alone = halha(&OPTIONS);
    left_alone
        .current_dir(&folder)
        .args(["--threads", "1", "--out"])
        .arg(&peaceful);
    let output = left_alone.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let whole = began.elapsed();
    let expected = results(&peaceful);

    let mut moments = Moments(fresh());
    println!("moments drawn from {:#x}", moments.0);
    let (mut kills, mut rounds) = (0, 0);
    while kills < KILLS {
        rounds += 1;
        assert!(
            rounds <= KILLS,
            "the program is hardly ever caught at work: {kills} kills in {rounds} rounds"
        );
        let run = folder.path().join(format!("killed-{rounds}"));
        kills += kill_until_done(&run, whole, &mut moments, KILLS - kills);
        assert_same(&expected, &results(&run));
        fs::remove_dir_all(&run).unwrap();
    }
    assert!(kills >= 20);
}

/// Starts the run again and again, killing it after a random time, and lets it end after at most `most` kills. Gives
/// the number of kills.
fn kill_until_done(run: &Path, whole: Duration, moments: &mut Moments, most: usize) -> usize {
    let mut kills = 0;
    // Before there is a run to resume, the same command begins it.
    let start = |threads: &str| {
        let mut command = if run.join("run.json").exists() && threads == "2" {
            let mut resume = halha(&["run", "--resume"]);
            resume.arg(run);
            resume
        } else {
            let mut begin = halha(&OPTIONS);
            begin.arg("--out").arg(run).current_dir(run.parent().unwrap());
            begin
        };
        command
            .args(["--threads", threads])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    while kills < most {
        let mut child = start(if kills % 2 == 0 { "1" } else { "2" });
        // Up to a third of the whole: early deaths, deaths in the middle of a part and between two of them.
        std::thread::sleep(whole.mul_f64(moments.next() / 3.0));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return kills;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        assert!(
            !run.join("done.json").exists() || complete_parts(run) == PARTS,
            "done before it was"
        );
    }
    assert!(start("2").wait().unwrap().success());
    kills
}

/// Shares of a time, evenly spread by the golden ratio from a start that differs from one test run to the next: whatever
/// the moments, the bytes must be the same.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0 as f64 / u64::MAX as f64
    }
}

fn fresh() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one("moments")
}
