//! `halha sensitivity` and `halha discover` as their users meet them: what fits the screen, files, wrong questions.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

fn halha(args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("halha").unwrap();
    command
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command.output().unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = halha(args);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

const LAYERS: [&str; 11] = [
    "sensitivity",
    "--by",
    "layer",
    "--base",
    "16",
    "--replicates",
    "2",
    "--seed",
    "7",
    "--measure",
    "ln-losses",
];

#[test]
fn layers_are_told_apart_on_a_screen_of_eighty_columns() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("answer");
    let mut args = LAYERS.to_vec();
    args.extend(["--all", "--width", "80", "--out", out.to_str().unwrap()]);
    let text = stdout(&args);
    for expected in [
        "Mean ",
        "Incidents",
        "Total, %",
        "prior-driven",
        "Again: halha sensitivity",
    ] {
        assert!(text.contains(expected), "no {expected:?} in {text}");
    }
    let fits = |line: &str| line.chars().count() <= 80 || line.contains("answer");
    assert!(text.lines().all(fits), "{text}");
    for file in ["sensitivity.json", "indices.parquet", "outputs.parquet"] {
        assert!(out.join(file).exists(), "{file}");
    }
    // The answer says how to make itself again, and does.
    let kept: Value = serde_json::from_slice(&std::fs::read(out.join("sensitivity.json")).unwrap()).unwrap();
    let command = kept["provenance"]["command"].as_str().unwrap();
    let mut again: Vec<&str> = command.split(' ').skip(1).collect();
    again.extend(["--json", "--threads", "1"]);
    let printed: Value = serde_json::from_str(&stdout(&again)).unwrap();
    assert!(printed["observed"] == kept["observed"] && printed["factors"] == kept["factors"]);
}

#[test]
fn a_discovery_says_what_it_claims() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("answer");
    let text = stdout(&[
        "discover",
        "--outcome",
        "incidents >= 2000",
        "--parameters",
        "prior",
        "-n",
        "800",
        "--seed",
        "7",
        "--width",
        "100",
        "--out",
        out.to_str().unwrap(),
    ]);
    for expected in [
        "What leads to incidents >= 2000",
        "Box 1",
        "Density",
        "Quasi-p",
        "Again: halha discover",
    ] {
        assert!(text.contains(expected), "no {expected:?} in {text}");
    }
    assert!(out.join("discovery.json").exists() && out.join("cases.parquet").exists());
}

#[test]
fn wrong_questions_are_usage_errors_with_a_remedy() {
    let wrong: [(&[&str], &str); 7] = [
        (
            &["sensitivity", "--measure", "ln-loses"],
            "did you mean ln-losses?",
        ),
        (&["sensitivity", "--base", "3"], "ask for 16 to 65536"),
        (&["sensitivity", "--replicates", "1"], "ask for 2 or more"),
        (
            &["sensitivity", "--parameters", "posterior"],
            "use --design given-data",
        ),
        (
            &["sensitivity", "--design", "given-data", "--by", "layer"],
            "needs a design",
        ),
        (&["discover", "--outcome", "losses"], "as in 'losses >= 100'"),
        (
            &["discover", "--outcome", "losses >= 9", "--early-until", "1950"],
            "give one from 1932 to 1944",
        ),
    ];
    for (args, remedy) in wrong {
        let output = halha(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(remedy), "{args:?}: {told}");
    }
}
