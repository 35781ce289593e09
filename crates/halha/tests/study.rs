//! `halha study` as its users meet it: what ships, files of one's own, interruptions, the same fingerprint again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use support::{assert_same, halha, results, text};

#[test]
fn a_study_is_done_and_done_again() {
    let place = tempfile::tempdir().unwrap();
    let at = |args: &[&str]| halha(args).current_dir(place.path()).output().unwrap();
    let done = at(&["study", "commission", "--size", "60", "--threads", "2"]);
    let printed = text(&done.stdout);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(printed.contains("The commission that was not agreed") && printed.contains("Fingerprint "));
    assert!(printed.contains("studies/commission-60"), "{printed}");
    // The same command reads what is there.
    assert_eq!(
        text(&at(&["study", "commission", "--size", "60"]).stdout),
        printed
    );
    let again = at(&["study", "--again", "studies/commission-60", "--threads", "1"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(
        text(&again.stdout).starts_with("identical: fingerprint "),
        "{}",
        text(&again.stdout)
    );
    assert_eq!(
        fs::read_dir(place.path().join("studies")).unwrap().count(),
        1,
        "the second directory is gone"
    );
    let json = at(&["study", "--resume", "studies/commission-60", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(printed.contains(value["fingerprint"].as_str().unwrap()));
    assert_eq!(value["note"]["size"], 60);
    let other = at(&[
        "study",
        "commission",
        "--size",
        "70",
        "--out",
        "studies/commission-60",
    ]);
    assert_eq!(other.status.code(), Some(1));
    assert!(
        text(&other.stderr).contains("another study (size: 60, not 70)"),
        "{}",
        text(&other.stderr)
    );
}

#[test]
fn a_study_of_ones_own_uses_interventions_beside_it() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("mine")).unwrap();
    let write = |name: &str, said: &str| fs::write(place.path().join("mine").join(name), said).unwrap();
    write(
        "quiet.toml",
        "format = 1\ntitle = \"Quiet\"\nquestion = \"q\"\nestimand = \"e\"\ntag = \"prior-driven\"\nassumed = \"a\"\n\
         [[do]]\nparameter = \"branching\"\nscale = 0.5\n",
    );
    write(
        "ours.toml",
        "format = 1\ntitle = \"Ours\"\nquestion = \"And without echoes?\"\nconflict = \"soviet-japanese\"\nseed = 5\n\
         [whatif]\ninterventions = [\"quiet.toml\"]\npairs = 40\n",
    );
    let done = halha(&["study", "mine/ours.toml", "--out", "ours"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", text(&done.stderr));
    fs::remove_dir_all(place.path().join("mine")).unwrap();
    let again = halha(&["study", "--again", "ours"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert!(
        again.status.success(),
        "{}{}",
        text(&again.stdout),
        text(&again.stderr)
    );
}

#[test]
fn wrong_studies_are_told_with_status_2() {
    let place = tempfile::tempdir().unwrap();
    let wrong =
        "format = 1\ntitle = \"t\"\nsed = 1\n[whatif]\ninterventions = [\"comission-1935\"]\npairs = 1\n";
    fs::write(place.path().join("wrong.toml"), wrong).unwrap();
    let cases: [(&[&str], &[&str]); 4] = [
        (&["study"], &["halha study --list"]),
        (&["study", "comission"], &["did you mean commission?"]),
        (&["study", "nowhere.toml"], &["nowhere.toml cannot be read"]),
        (
            &["study", "wrong.toml"],
            &[
                "wrong.toml:3",
                "did you mean `seed`?",
                "add `question`",
                "did you mean commission-1935?",
                "wrong.toml:6",
            ],
        ),
    ];
    for (args, expected) in cases {
        let output = halha(args).current_dir(place.path()).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for words in expected {
            assert!(said.contains(words), "{args:?} does not say {words:?}: {said}");
        }
    }
    let empty = halha(&["study", "--again", "."])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert_eq!(empty.status.code(), Some(1));
    assert!(
        text(&empty.stderr).contains("holds no study"),
        "{}",
        text(&empty.stderr)
    );
}

#[test]
fn the_list_names_every_kind() {
    let output = halha(&["study", "--list", "--width", "160"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    for kind in ["run", "whatif", "forecast", "rare", "sensitivity", "discovery"] {
        assert!(
            text(&output.stdout).contains(&format!(" {kind} ")),
            "{}",
            text(&output.stdout)
        );
    }
}

/// Killed again and again at moments of no choice, a study ends with the bytes of one that was left alone.
#[test]
fn a_study_that_is_killed_goes_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let (whole, killed) = (place.path().join("whole"), place.path().join("killed"));
    let study = ["study", "reins", "--size", "1200", "--out"];
    let began = std::time::Instant::now();
    assert!(halha(&study).arg(&whole).output().unwrap().status.success());
    let time = began.elapsed();
    let mut kills = 0;
    for share in [0.3, 0.5, 0.4, 0.6] {
        let mut child = halha(&study)
            .arg(&killed)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(time.mul_f64(share).max(Duration::from_millis(50)));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 0, "it was over before it could be killed");
    assert!(halha(&study).arg(&killed).output().unwrap().status.success());
    assert_same(&results(&whole), &results(&killed));
}

#[test]
fn answers_of_analyses_are_printed_again_from_their_directory() {
    let place = tempfile::tempdir().unwrap();
    let at = |args: &[&str]| halha(args).current_dir(place.path()).output().unwrap();
    for (id, size, words) in [
        ("border-war", "2", "Cost"),
        ("what-matters", "8", "ln"),
        ("great-offensives", "400", "high-rung"),
    ] {
        let first = at(&["study", id, "--size", size, "--out", id]);
        assert!(first.status.success(), "{id}: {}", text(&first.stderr));
        let printed = text(&first.stdout);
        assert!(
            printed.contains(words) && printed.contains("Fingerprint "),
            "{printed}"
        );
        let second = at(&["study", id, "--size", size, "--out", id]);
        assert_eq!(text(&second.stdout), printed, "{id}");
    }
}
