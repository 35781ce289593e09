//! `halha run` as its users meet it: wrong usage, broken folders, full disks, Ctrl-C, the same bytes again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{complete_parts, conflict_folder, drafts, halha, results, text};

#[test]
fn a_small_run_prints_the_table_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let output = halha(&["run", "-n", "300", "--seed", "7", "--threads", "2"])
        .arg("--out")
        .arg(&run)
        .output()
        .unwrap();
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for part in [
        "The record beside the model",
        "The tail",
        "P(general war)",
        "Misfits",
        "Files",
    ] {
        assert!(printed.contains(part), "no {part:?} in:\n{printed}");
    }
    assert!(printed.contains(run.to_str().unwrap()));
    assert!(
        printed.contains("halha run soviet-japanese --replications 300 --seed 7 --events summary"),
        "{printed}"
    );

    // The same command again plays nothing and prints the same.
    let began = Instant::now();
    let again = halha(&["run", "-n", "300", "--seed", "7"])
        .arg("--out")
        .arg(&run)
        .output()
        .unwrap();
    assert_eq!(text(&again.stdout), printed, "after {:?}", began.elapsed());

    let json = halha(&["run", "--json", "--resume"]).arg(&run).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["provenance"]["settings"]["replications"], 300);
    assert!(value["comparison"].as_array().unwrap().len() > 10);
    assert!(value["tail"]["general_war"]["share"].is_number());
}

#[test]
fn a_run_again_is_identical_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let made = halha(&["run", "-n", "300", "--draws", "100", "--seed", "7"])
        .arg("--out")
        .arg(&run)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", text(&made.stderr));
    let again = halha(&["run", "--threads", "1", "--again"])
        .arg(&run)
        .output()
        .unwrap();
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(
        text(&again.stdout).starts_with("identical: "),
        "{}",
        text(&again.stdout)
    );
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "the second directory is gone"
    );

    // A result that was touched is told apart.
    let file = run.join("campaigns/00000.parquet");
    let mut bytes = fs::read(&file).unwrap();
    bytes[50] ^= 1;
    fs::write(&file, bytes).unwrap();
    let differs = halha(&["run", "--again"]).arg(&run).output().unwrap();
    assert_eq!(differs.status.code(), Some(1));
    assert!(
        text(&differs.stdout).contains("campaigns/00000.parquet, from byte 50 on"),
        "{}",
        text(&differs.stdout)
    );
}

#[test]
fn wrong_usage_is_told_with_status_2_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &str); 7] = [
        (&["run", "-n", "0"], "0 replications; ask for 1 to"),
        (
            &["run", "-n", "10", "--draws", "11"],
            "11 draws for 10 replications",
        ),
        (
            &["run", "--from", "1940", "--to", "1939-06"],
            "give the earlier date as the first",
        ),
        (
            &["run", "--from", "1950"],
            "outside the history, which runs from 1932-03-01",
        ),
        (&["run", "--to", "39"], "write 1935, 1935-06 or 1935-06-15"),
        (&["run", "soviet-japanes"], "soviet-japanese"),
        (&["run", "--threads", "0"], "--threads"),
    ];
    for (args, expected) in cases {
        let output = halha(args).current_dir(folder.path()).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(expected), "{args:?}: {said}");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            0,
            "{args:?} left something behind"
        );
    }
}

#[test]
fn conflicts_that_cannot_be_run_are_told_line_by_line() {
    let cases = [
        ("priors.toml", "\n[branching]", "nan", "P003"),
        ("priors.toml", "\n[mu0]", "-inf", "P003"),
        ("priors.toml", "\n[detect_0]", "-3", "P003"),
        ("scenario.toml", "\ntruck-payload-kg", "nan", "S006"),
        ("scenario.toml", "\nmen-per-division", "-27800", "S006"),
    ];
    for (file, at, value, code) in cases {
        let key = at.trim_matches(['\n', '[', ']']);
        let folder = tempfile::tempdir().unwrap();
        let conflict = conflict_folder(folder.path());
        plant(&conflict.join(file), at, value);
        let output = halha(&["run", "-n", "10", "--out", "run"])
            .current_dir(folder.path())
            .arg(&conflict)
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{key} = {value}: {said}");
        assert!(
            said.contains(code) && said.contains(file) && said.contains(key),
            "{key} = {value}: {said}"
        );
        assert!(
            !folder.path().join("run").exists(),
            "{key} = {value} left a run behind"
        );
    }
}

/// Puts a value in the place of the first number after a key.
fn plant(file: &Path, key: &str, value: &str) {
    let text = fs::read_to_string(file).unwrap();
    let at = text.find(key).unwrap() + key.len();
    let from = at + text[at..].find(|c: char| c.is_ascii_digit()).unwrap();
    let from = if text[..from].ends_with('-') {
        from - 1
    } else {
        from
    };
    let length = text[from..]
        .trim_start_matches('-')
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap();
    let minus = usize::from(text[from..].starts_with('-'));
    fs::write(
        file,
        format!("{}{value}{}", &text[..from], &text[from + minus + length..]),
    )
    .unwrap();
}

#[test]
fn a_directory_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "kept").unwrap();
    let output = halha(&["run", "-n", "10", "--seed", "1", "--out"])
        .arg(file.join("run"))
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("cannot be written") && said.contains("--out"),
        "{said}"
    );
    assert_eq!(fs::read(&file).unwrap(), b"kept");
}

/// A limit on the size of files stands for a full disk: the system refuses the write that crosses it.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_run_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, full) = (folder.path().join("whole"), folder.path().join("full"));
    let options = [
        "run", "-n", "600", "--from", "1939", "--to", "1939", "--seed", "7", "--events", "all", "--out",
    ];
    assert!(halha(&options).arg(&whole).output().unwrap().status.success());
    let script = "trap '' XFSZ; ulimit -f 2400; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_halha")])
        .args(options)
        .arg(&full)
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("events/") && said.contains("make room"), "{said}");
    assert!(!full.join("done.json").exists());
    assert_eq!(drafts(&full), [""; 0], "half-written files are taken away");
    let resumed = halha(&["run", "--resume"]).arg(&full).output().unwrap();
    assert!(resumed.status.success(), "{}", text(&resumed.stderr));
    support::assert_same(&results(&whole), &results(&full));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_in_good_order_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let child = halha(&["run", "-n", "200000", "--seed", "7", "--events", "none", "--out"])
        .arg(&run)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let waiting = Instant::now();
    while complete_parts(&run) == 0 {
        assert!(
            waiting.elapsed() < Duration::from_secs(300),
            "no part was ever completed"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
    let output = child.wait_with_output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(
        said.contains(&format!("halha run --resume {}", run.display())),
        "{said}"
    );
    assert!(output.stdout.is_empty() && !run.join("done.json").exists());
    assert_eq!(drafts(&run), [""; 0]);
    assert!(complete_parts(&run) > 0);
}
