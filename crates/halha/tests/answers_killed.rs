//! Killed at any moment, estimates and analyses go on to the bytes of those that were left alone, and can be made again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{assert_same, halha, results, text};

/// What is asked, each in a second or so.
const ASKED: [&[&str]; 4] = [
    &[
        "rare",
        "losses>=3000",
        "--effort",
        "60",
        "--repeats",
        "6",
        "--crude",
        "600",
        "--seed",
        "7",
    ],
    &[
        "sensitivity",
        "--by",
        "layer",
        "--base",
        "24",
        "--replicates",
        "2",
        "--seed",
        "7",
    ],
    &[
        "sensitivity",
        "--design",
        "given-data",
        "--base",
        "300",
        "--replicates",
        "2",
        "--seed",
        "7",
    ],
    &[
        "discover",
        "--outcome",
        "incidents >= 2000",
        "-n",
        "600",
        "--seed",
        "7",
    ],
];

/// Kills the command after shares of `time` until it is over; gives the number of kills.
fn kill_again_and_again(asked: &[&str], at: &Path, time: Duration) -> u32 {
    let mut kills = 0;
    for share in [0.5, 0.7, 0.4, 0.8] {
        // Before anything is kept there is nothing to resume, and the same command begins it.
        let resumed = at.join(".kept").exists() && kills % 2 == 1;
        let mut command = match resumed {
            true => halha(&[asked[0], "--resume"]),
            false => halha(&[asked, &["--out"]].concat()),
        };
        command.arg(at).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(time.mul_f64(share));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    kills
}

#[test]
fn answers_that_are_killed_go_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    for (n, asked) in ASKED.iter().enumerate() {
        let [whole, killed] = ["whole", "killed"].map(|name| place.path().join(format!("{name}-{n}")));
        let began = Instant::now();
        let done = halha(asked).arg("--out").arg(&whole).output().unwrap();
        assert!(
            matches!(done.status.code(), Some(0 | 1)),
            "{}",
            text(&done.stderr)
        );
        let kills = kill_again_and_again(asked, &killed, began.elapsed());
        assert!(kills > 0, "{asked:?} was over before it could be killed");
        if killed.join(".kept").exists() {
            let resumed = halha(&[asked[0], "--resume"]).arg(&killed).output().unwrap();
            assert_eq!(
                resumed.status.code(),
                done.status.code(),
                "{}",
                text(&resumed.stderr)
            );
        } else if !killed.exists() || results(&killed).len() < 2 {
            let begun = halha(asked).arg("--out").arg(&killed).output().unwrap();
            assert_eq!(begun.status.code(), done.status.code());
        }
        assert_same(&results(&whole), &results(&killed));
    }
}

#[test]
fn answers_are_made_again_to_the_byte() {
    let place = tempfile::tempdir().unwrap();
    let at = |args: &[&str]| halha(args).current_dir(place.path()).output().unwrap();
    for (n, asked) in ASKED.iter().enumerate() {
        let directory = format!("answer-{n}");
        let done = at(&[asked, &["--out", directory.as_str()][..]].concat());
        assert!(
            matches!(done.status.code(), Some(0 | 1)),
            "{}",
            text(&done.stderr)
        );
        let again = at(&[asked[0], "--again", &directory, "--threads", "1"]);
        assert!(
            again.status.success(),
            "{}{}",
            text(&again.stdout),
            text(&again.stderr)
        );
        assert!(
            text(&again.stdout).starts_with("identical: "),
            "{}",
            text(&again.stdout)
        );
        let left = fs::read_dir(place.path()).unwrap().count();
        assert_eq!(left, n + 1, "the second directory is gone");
        // Another question in the same directory is refused, and so is going on with what is there.
        let mut other: Vec<&str> = asked.to_vec();
        let seed = other.len() - 1;
        other[seed] = "8";
        let refused = at(&[&other[..], &["--out", directory.as_str()]].concat());
        assert_eq!(refused.status.code(), Some(1));
        assert!(
            text(&refused.stderr).contains("holds another answer ("),
            "{}",
            text(&refused.stderr)
        );
        let over = at(&[asked[0], "--resume", &directory]);
        assert_eq!(over.status.code(), Some(1));
        assert!(text(&over.stderr).contains("--again"), "{}", text(&over.stderr));
        // A result that was touched is told.
        let file = fs::read_dir(place.path().join(&directory)).unwrap().flatten();
        let table = file
            .map(|e| e.path())
            .find(|p| p.extension().is_some_and(|e| e == "parquet"))
            .unwrap();
        let mut bytes = fs::read(&table).unwrap();
        bytes[20] ^= 1;
        fs::write(&table, bytes).unwrap();
        let differs = at(&[asked[0], "--again", &directory, "--out", "kept"]);
        assert_eq!(differs.status.code(), Some(1));
        assert!(
            text(&differs.stdout).starts_with("NOT identical: "),
            "{}",
            text(&differs.stdout)
        );
        fs::remove_dir_all(place.path().join("kept")).unwrap();
    }
}
