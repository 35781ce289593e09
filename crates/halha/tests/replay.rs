//! `halha replay` as its users meet it: what it tells, how wide, and what it says to a wrong question.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

fn replay(args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("halha").unwrap();
    command
        .arg("replay")
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command.output().unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = replay(args);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_campaign_is_told_in_plain_lines_of_a_hundred_columns() {
    let text = stdout(&["--seed", "7", "--draw", "3"]);
    assert!(
        text.starts_with("A chronicle of seed 7, draw 3, replicate 0\nPlayed now, from the seed.\n"),
        "{text:.300}"
    );
    assert!(!text.contains('\x1b'), "colours in a pipe");
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
        assert_eq!(line, line.trim_end());
    }
    for expected in [
        "1932\n",
        "March 1932:",
        "with shots",
        "a crisis opens:",
        "protests.",
    ] {
        assert!(text.contains(expected), "no {expected:?}");
    }
    assert_eq!(text, stdout(&["--seed", "7", "--draw", "3"]));
}

#[test]
fn json_is_one_event_a_line() {
    let text = stdout(&["--seed", "7", "--json"]);
    let events: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(events.len() > 100);
    assert_eq!(events.last().unwrap()["kind"], "end");
    let days: Vec<f64> = events.iter().map(|e| e["day"].as_f64().unwrap()).collect();
    assert!(days.is_sorted());
}

#[test]
fn time_and_place_narrow_what_is_told() {
    let whole = stdout(&["--seed", "7", "--json"]);
    let part = stdout(&[
        "--seed", "7", "--json", "--from", "1936", "--to", "1936-06", "--sector", "amur",
    ]);
    assert!(part.lines().count() < whole.lines().count());
    for line in part.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let date = event["date"].as_str().unwrap();
        assert!(("1936-01-01"..="1936-06-30").contains(&date), "{line}");
        assert!(event["sector"].is_null() || event["sector"] == "amur", "{line}");
    }
}

#[test]
fn a_campaign_of_a_run_is_that_of_its_seed() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run").to_str().unwrap().to_owned();
    let mut command = Command::cargo_bin("halha").unwrap();
    command
        .args([
            "run", "-n", "20", "--seed", "7", "--events", "none", "--out", &run,
        ])
        .assert()
        .success();
    let of_run = stdout(&[&run, "12", "--json"]);
    assert_eq!(of_run, stdout(&["--seed", "7", "--draw", "12", "--json"]));
    let told = stdout(&[&run, "12"]);
    assert!(
        told.contains("campaign 12 of soviet-japanese-7-20-"),
        "{told:.200}"
    );
    assert!(
        told.contains("Played again from the run’s provenance."),
        "{told:.200}"
    );
    let beyond = replay(&[&run, "20"]);
    assert_eq!(beyond.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&beyond.stderr).contains("its campaigns are 0 to 19"));
}

#[test]
fn a_run_of_another_version_is_told_from_its_events() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    let path = run.to_str().unwrap().to_owned();
    for (events, told) in [("all", true), ("summary", true), ("none", false)] {
        let _ = std::fs::remove_dir_all(&run);
        let mut command = Command::cargo_bin("halha").unwrap();
        command
            .args([
                "run", "-n", "20", "--seed", "7", "--events", events, "--out", &path,
            ])
            .assert()
            .success();
        let note = run.join("run.json");
        let text = std::fs::read_to_string(&note).unwrap();
        let version = format!("\"halha\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(text.contains(&version));
        std::fs::write(&note, text.replace(&version, "\"halha\": \"0.0.1\"")).unwrap();
        let output = replay(&[&path, "12"]);
        assert_eq!(
            output.status.success(),
            told,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let (text, error) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        if told {
            assert!(text.contains("Read from the stored events"), "{text:.400}");
            assert_eq!(
                text.contains("Only the great crises were stored."),
                events == "summary",
                "{text:.400}"
            );
            assert_eq!(text.contains("violations, "), events == "all", "{text:.400}");
            assert!(text.contains("The history"), "{text:.400}");
        } else {
            assert!(
                error.contains("stored no events") && error.contains("halha run"),
                "{error}"
            );
        }
    }
}

#[test]
fn wrong_questions_get_an_answer_and_status_2() {
    for (args, expected) in [
        (vec![], "which campaign?"),
        (vec!["runs/x"], "which campaign?"),
        (vec!["--seed", "7", "--sector", "amor"], "did you mean amur?"),
        (
            vec!["--seed", "7", "--from", "1940", "--to", "1939"],
            "comes after",
        ),
        (vec!["--seed", "7", "--from", "1940-13"], "is no date"),
        (vec!["--draw", "7"], "--seed"),
    ] {
        let output = replay(&args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(expected), "{args:?}: {error}");
    }
    let nowhere = replay(&["/nowhere/at/all", "3"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("holds no run"));
}
