//! `halha record …` as its users meet it: what it prints, with which exit status, for people and for programs.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn halha(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("halha").unwrap();
    command
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn stdout(args: &[&str]) -> String {
    let output = halha(args).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(args)).unwrap()
}

/// A folder made by `record new`, and its path.
fn template() -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("straits").to_str().unwrap().to_owned();
    halha(&["record", "new", &path]).assert().success();
    (place, path)
}

#[test]
fn alone_it_gives_an_overview_that_leads_on() {
    let text = stdout(&[]);
    for expected in [
        "incidents",
        "claims",
        "sources",
        "Where they disagree most",
        "halha record list",
        "halha record show",
    ] {
        assert!(text.contains(expected), "no {expected:?} in:\n{text}");
    }
}

#[test]
fn every_command_that_the_overview_names_works() {
    let overview = stdout(&[]);
    let commands: Vec<Vec<&str>> = overview
        .lines()
        .filter_map(|line| line.trim().strip_prefix("halha "))
        .map(|line| line.split("  ").next().unwrap().split(' ').collect())
        // Those that write or take long have tests of their own.
        .filter(|command: &Vec<&str>| !["new", "run"].iter().any(|word| command.contains(word)))
        .collect();
    assert!(commands.len() >= 3, "{commands:?}");
    for command in commands {
        halha(&command).assert().success();
    }
}

#[test]
fn every_reading_command_speaks_json() {
    assert!(json(&["record", "list", "--json"]).as_array().unwrap().len() > 30);
    assert!(json(&["record", "show", "khasan-1938", "--json"])["sections"].is_array());
    assert!(
        json(&["record", "rivals", "--all", "--json"])
            .as_array()
            .unwrap()
            .len()
            > 10
    );
    assert!(json(&["record", "sources", "--json"]).as_array().unwrap().len() > 50);
    assert_eq!(json(&["record", "check", "--json"])["errors"], 0);
    assert!(json(&["record", "schema"])["$schema"].is_string());
}

#[test]
fn filters_keep_what_they_say() {
    let listed = |filter: &[&str]| {
        let rows = json(&[&["record", "list", "--json"], filter].concat());
        rows.as_array().unwrap().clone()
    };
    let all = listed(&[]).len();
    let in_1938 = listed(&["--year", "1938"]);
    assert!(!in_1938.is_empty() && in_1938.len() < all);
    assert!(
        in_1938
            .iter()
            .all(|row| row["date"].as_str().unwrap().contains("1938")),
        "{in_1938:?}"
    );
    let of_tumen = listed(&["--sector", "tumen"]);
    assert!(!of_tumen.is_empty() && of_tumen.iter().all(|row| row["sector"] == "tumen-posyet"));
    let battles = listed(&["--type", "battle"]);
    assert!(!battles.is_empty() && battles.iter().all(|row| row["kind"] == "battle"));
    let mongolian = listed(&["--party", "mongolia", "--year", "1935-1936"]);
    assert!(mongolian.iter().any(|row| row["id"] == "halhamiao-1935"));
    assert!(
        mongolian.iter().all(|row| row["id"] != "khanka-1935"),
        "no Mongols took part by Lake Khanka"
    );
    assert!(stdout(&["record", "list", "--year", "1900"]).contains("No incident"));
}

#[test]
fn a_beginning_is_enough_where_it_is_one_things() {
    let by_beginning = stdout(&["record", "show", "khalkhin"]);
    assert_eq!(by_beginning, stdout(&["record", "show", "khalkhin-gol-1939"]));
}

#[test]
fn a_slip_is_answered_with_a_suggestion() {
    for (typed, meant) in [
        ("khalkin", "khalkhin-gol-1939"),
        ("nomonhan", "khalkhin-gol-1939"),
        ("kasan", "khasan-1938"),
    ] {
        let assert = halha(&["record", "show", typed]).assert().code(2);
        let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        assert!(
            told.contains(&format!("did you mean {meant}?")),
            "{typed}: {told}"
        );
    }
    let assert = halha(&["record", "list", "--type", "batle"]).assert().code(2);
    let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(told.contains("did you mean battle?"), "{told}");
}

#[test]
fn the_great_battles_show_every_book_side_by_side() {
    for (id, figures) in [
        (
            "khalkhin-gol-1939",
            [
                "9,703", "8,629", "20,000?", "5,000?", "3,000?", "61,000", "25,000",
            ]
            .as_slice(),
        ),
        ("khasan-1938", ["792", "526"].as_slice()),
    ] {
        let page = stdout(&["record", "show", id]);
        for expected in figures {
            assert!(page.contains(expected), "{id}: no {expected}");
        }
        for column in ["Japan", "Soviet Union", "scholars", "Datasets"] {
            assert!(
                page.lines()
                    .any(|line| line.starts_with("Losses") || line.contains(column)),
                "{id}: no {column}"
            );
        }
        let widest = page.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 100, "{id}: {widest} columns");
    }
}

#[test]
fn no_claim_is_left_out_of_a_page() {
    let page = json(&["record", "show", "khalkhin-gol-1939", "--json"]);
    let shown: usize = page["sections"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|section| section[1].as_array().unwrap())
        .flat_map(|row| row["books"].as_array().unwrap())
        .map(|book| book.as_array().unwrap().len())
        .sum();
    let text = stdout(&["record", "show", "khalkhin-gol-1939", "--claims"]);
    let in_full = text
        .lines()
        .skip_while(|line| !line.starts_with("Every claim"))
        .skip(1);
    let listed = in_full
        .take_while(|line| !line.starts_with("Who says so"))
        .filter(|line| !line.is_empty() && !line.starts_with(' '));
    assert_eq!(listed.count(), shown);
}

#[test]
fn piped_output_is_plain_and_a_hundred_columns_wide() {
    for command in [
        &["record", "list"][..],
        &["record", "rivals"],
        &["record", "sources"],
        &["record", "check"],
        &[],
    ] {
        let text = stdout(command);
        assert!(!text.contains('\x1b'), "{command:?} colours a pipe");
    }
    let list = stdout(&["record", "list"]);
    let rule = list.lines().nth(1).unwrap();
    assert_eq!(rule.chars().count(), 100);
    let narrow = stdout(&["record", "show", "khasan-1938", "--width", "80"]);
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 84),
        "labels and five columns need a little more than 80"
    );
}

#[test]
fn colour_can_be_forced_and_forbidden() {
    let coloured = halha(&[])
        .env("CLICOLOR_FORCE", "1")
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    assert!(coloured.contains(&0x1b), "the overview has bold headings");
    let plain = halha(&[])
        .env("NO_COLOR", "1")
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    assert!(!plain.contains(&0x1b));
}

#[test]
fn a_new_folder_passes_and_is_not_written_over() {
    let (_place, path) = template();
    let text = stdout(&["record", "check", &path]);
    assert!(text.contains("clean"), "{text}");
    assert!(stdout(&["record", "list", "-C", &path]).lines().count() > 3);
    halha(&["record", "new", &path]).assert().failure();
}

#[test]
fn check_names_file_line_value_and_remedy_and_fails_on_errors() {
    let (_place, path) = template();
    let claims = Path::new(&path).join("claims.csv");
    let text = fs::read_to_string(&claims).unwrap();
    assert!(text.contains(",men,"));
    fs::write(&claims, text.replacen(",men,", ",menn,", 1)).unwrap();
    let line = text[..text.find(",men,").unwrap()].lines().count();
    let assert = halha(&["record", "check", &path]).assert().code(1);
    let told = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for expected in ["F024", &format!("claims.csv:{line}:"), "menn", "help:", "1 error"] {
        assert!(told.contains(expected), "no {expected:?} in:\n{told}");
    }
    let assert = halha(&["record", "list", "-C", &path]).assert().code(1);
    let told = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(told.contains("halha record check"), "{told}");
}

#[test]
fn wrong_usage_exits_with_two() {
    halha(&["record", "list", "--year", "1939-1932"]).assert().code(2);
    halha(&["record", "fly"]).assert().code(2);
    halha(&["record", "list", "-C", "no-such-conflict"])
        .assert()
        .code(2);
    halha(&["record", "check", "/no/such/folder"]).assert().code(1);
}

#[test]
fn exports_are_whole_and_never_written_over() {
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    for format in ["csv", "json", "parquet", "geojson"] {
        let path = file(format);
        halha(&["record", "export", "--format", format, "-o", &path])
            .assert()
            .success();
        halha(&["record", "export", "--format", format, "-o", &path])
            .assert()
            .code(2);
        halha(&["record", "export", "--format", format, "-o", &path, "--force"])
            .assert()
            .success();
    }
    let csv = fs::read_to_string(file("csv")).unwrap();
    let header = "incident,attribute,party,low,high,unit,claimed_by,source,status,date_start,date_end";
    assert!(csv.starts_with(header));
    assert_eq!(csv, stdout(&["record", "export", "-f", "csv", "-o", "-"]));
    let parquet = fs::read(file("parquet")).unwrap();
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    for name in ["json", "geojson"] {
        let value: Value = serde_json::from_str(&fs::read_to_string(file(name)).unwrap()).unwrap();
        assert!(value.is_object());
    }
    let left: Vec<_> = fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 4, "temporary files were left behind: {left:?}");
    halha(&[
        "record",
        "export",
        "-f",
        "csv",
        "-o",
        "/no/such/folder/claims.csv",
    ])
    .assert()
    .code(1);
}

#[test]
fn completions_and_manual_pages_are_made() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(stdout(&["completions", shell]).contains("record"), "{shell}");
    }
    assert!(stdout(&["man"]).starts_with(".ie"));
    let place = tempfile::tempdir().unwrap();
    halha(&["man", place.path().to_str().unwrap()]).assert().success();
    assert!(place.path().join("halha-record-show.1").exists());
}

#[test]
#[cfg(unix)]
fn a_reader_who_has_seen_enough_is_no_failure() {
    use std::process::{Command as Process, Stdio};
    let program = assert_cmd::cargo::cargo_bin("halha");
    let mut child = Process::new(program)
        .args(["record", "export", "-f", "csv", "-o", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}
