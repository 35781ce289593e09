//! `halha whatif` and `halha forecast` as their users meet them: names and files, answers on disk, the same again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use support::{halha, text};

const MINE: &str = "format = 1\ntitle = \"Mine\"\nquestion = \"And mine?\"\nestimand = \"shootings\"\n\
                    tag = \"prior-driven\"\nassumed = \"a test\"\n\n[[do]]\nparameter = \"branching\"\nscale = 0.5\nfrom = \"1936\"\n";

#[test]
fn the_list_names_every_shipped_intervention_with_its_question() {
    let output = halha(&["whatif", "--list", "--width", "200"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese/interventions");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".toml").unwrap();
        assert!(text(&output.stdout).contains(name), "{name} is not listed");
        files += 1;
    }
    assert!(files >= 17);
}

#[test]
fn an_answer_on_disk_is_played_again_to_the_byte() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("own")).unwrap();
    fs::write(place.path().join("own/mine.toml"), MINE).unwrap();
    let made = halha(&[
        "whatif",
        "commission-1935",
        "own/mine.toml",
        "commission-1935+own/mine.toml",
    ])
    .args([
        "--pairs",
        "60",
        "--seed",
        "7",
        "--threads",
        "2",
        "--out",
        "answer",
    ])
    .current_dir(place.path())
    .output()
    .unwrap();
    let printed = text(&made.stdout);
    assert!(made.status.success(), "{}", text(&made.stderr));
    for words in [
        "And mine?",
        "What differs",
        "Mean length of the crises",
        "--seed 7",
        "answer/report.html",
    ] {
        assert!(printed.contains(words), "no {words:?} in:\n{printed}");
    }
    let answer = place.path().join("answer");
    assert!(answer.join("interventions/mine.toml").exists());
    fs::remove_dir_all(place.path().join("own")).unwrap();
    let again = || {
        halha(&["whatif", "--threads", "1", "--again"])
            .arg(&answer)
            .output()
            .unwrap()
    };
    let same = again();
    assert!(same.status.success(), "{}", text(&same.stderr));
    assert_eq!(text(&same.stdout), "60 pairs again: every byte is the same.\n");
    // A byte that was touched is found.
    let file = answer.join("pairs.parquet");
    let mut bytes = fs::read(&file).unwrap();
    bytes[100] ^= 1;
    fs::write(&file, bytes).unwrap();
    let differs = again();
    assert_eq!(differs.status.code(), Some(1));
    assert!(
        text(&differs.stderr).contains("differing: pairs.parquet"),
        "{}",
        text(&differs.stderr)
    );
    // An intervention that was touched is another question.
    let kept = answer.join("interventions/mine.toml");
    fs::write(&kept, fs::read_to_string(&kept).unwrap().replace("0.5", "0.6")).unwrap();
    let other = again();
    assert_eq!(other.status.code(), Some(1));
    assert!(
        text(&other.stderr).contains("are others now"),
        "{}",
        text(&other.stderr)
    );
}

#[test]
fn names_and_files_that_cannot_be_used_are_told_with_status_2() {
    let place = tempfile::tempdir().unwrap();
    fs::write(
        place.path().join("wrong.toml"),
        MINE.replace("branching", "branchin").replace("1936", "1929"),
    )
    .unwrap();
    let cases: [(&[&str], &[&str]); 7] = [
        (&["whatif"], &["halha whatif --list"]),
        (&["whatif", "comission-1935"], &["did you mean commission-1935?"]),
        (&["whatif", "nowhere.toml"], &["nowhere.toml cannot be read"]),
        (
            &["whatif", "wrong.toml"],
            &["wrong.toml:9", "`branching`", "before the history begins"],
        ),
        (
            &["whatif", "tight-control+free-hand"],
            &["at the same time as in interventions/tight-control.toml"],
        ),
        (&["whatif", "commission-1935", "--pairs", "1"], &["1 pairs"]),
        (&["forecast", "--as-of", "1946"], &["outside the history"]),
    ];
    for (args, expected) in cases {
        let output = halha(args).current_dir(place.path()).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for words in expected {
            assert!(said.contains(words), "{args:?} does not say {words:?}: {said}");
        }
    }
}

#[test]
fn a_wanted_precision_ends_the_work_early() {
    let output = halha(&[
        "whatif",
        "earlier-barbarossa",
        "--until-precision",
        "0.2",
        "--seed",
        "7",
        "--json",
    ])
    .output()
    .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let pairs = value["provenance"]["pairs"].as_u64().unwrap();
    assert!((1000..20_000).contains(&pairs), "{pairs} pairs");
    assert_eq!(value["provenance"]["stopped"], false);
}

#[test]
fn a_forecast_is_written_with_its_page() {
    let place = tempfile::tempdir().unwrap();
    let output = halha(&[
        "forecast",
        "--as-of",
        "1939-05-11",
        "--horizon",
        "3",
        "-n",
        "40",
        "--seed",
        "3",
    ])
    .args(["--out", "next"])
    .current_dir(place.path())
    .output()
    .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("next/report.html"),
        "{}",
        text(&output.stdout)
    );
    let numbers = fs::read(place.path().join("next/forecast.json")).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&numbers).unwrap();
    assert_eq!(value["steps"].as_array().unwrap().len(), 3);
    let page = fs::read_to_string(place.path().join("next/report.html")).unwrap();
    assert!(
        page.contains("--as-of 1939-05-11 --horizon 3 --runs 40 --seed 3"),
        "the page says how it was made"
    );
}
