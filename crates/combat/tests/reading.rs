//! What the reader of battles refuses, sets aside and says, also of hostile input.

mod support;

use halha_combat::predictors::{Predictor, PredictorError};
use halha_combat::problem::{Problem, ProblemKind, Severity};
use halha_combat::table::{self, Aside, Table};
use support::{HEADER, database, row, table as good};

fn read(text: &str) -> (Option<Table>, Vec<Problem>) {
    table::read(text.as_bytes())
}

fn kinds(text: &str) -> Vec<ProblemKind> {
    read(text).1.iter().map(|p| p.kind).collect()
}

/// The table with one cell of one row replaced.
fn with(line: usize, column: &str, value: &str) -> String {
    let at = HEADER.split(',').position(|c| c == column).expect("a column");
    let change = |row: &str| {
        let mut cells: Vec<&str> = row.split(',').collect();
        cells[at] = value;
        cells.join(",")
    };
    let rows: Vec<String> = good()
        .lines()
        .enumerate()
        .map(|(i, r)| if i + 1 == line { change(r) } else { r.to_owned() })
        .collect();
    rows.join("\n")
}

#[test]
fn a_good_table_is_read_without_a_word() {
    let (table, problems) = read(&good());
    assert_eq!(problems, Vec::new());
    let table = table.expect("a table");
    assert_eq!((table.battles.len(), table.aside.len()), (60, 0));
    assert_eq!(table.hash.len(), 16);
}

#[test]
fn every_bad_cell_is_named_with_line_column_and_value() {
    let cases = [
        ("a_str", "-5", ProblemKind::Impossible),
        ("a_str", "0", ProblemKind::Impossible),
        ("a_str", "9e99", ProblemKind::Impossible),
        ("d_str", "NaN", ProblemKind::NotANumber),
        ("d_str", "inf", ProblemKind::NotANumber),
        ("d_cas", "many", ProblemKind::NotANumber),
        ("d_cas", "-1", ProblemKind::Impossible),
        ("surprise_a", "9", ProblemKind::UnknownCode),
        ("air_superiority_a", "0.5", ProblemKind::UnknownCode),
        ("win_a", "2", ProblemKind::UnknownCode),
        ("posture1", "ZZ", ProblemKind::UnknownCode),
        ("start_min", "1916-13-01", ProblemKind::NotADate),
        ("war", "", ProblemKind::Blank),
        ("active_hours_max", "-3", ProblemKind::Impossible),
    ];
    for (column, value, kind) in cases {
        let (table, problems) = read(&with(5, column, value));
        assert!(table.is_none(), "{column} = {value:?} was let through");
        let found = problems.iter().find(|p| p.kind == kind && p.column == column);
        let found = found.unwrap_or_else(|| panic!("{column} = {value:?}: {problems:?}"));
        assert_eq!((found.line, found.value.as_str()), (5, value));
        assert!(!found.remedy.is_empty());
    }
}

#[test]
fn what_is_not_given_is_read_as_neutral_with_a_warning() {
    for (column, value, rows) in [
        ("surprise_a", "", 60),
        ("air_superiority_a", "", 60),
        ("terrain1", "Q00", 60),
        ("win_a", "", 59),
    ] {
        let (table, problems) = read(&with(5, column, value));
        assert!(
            problems
                .iter()
                .all(|p| p.severity == Severity::Warning && p.line == 5),
            "{problems:?}"
        );
        assert_eq!(table.expect("a table").battles.len(), rows, "{column}");
    }
}

#[test]
fn all_problems_come_at_once() {
    let text = with(5, "a_str", "-5")
        .lines()
        .map(|l| l.replace("Battle 9,", "Battle 9,x"))
        .collect::<Vec<_>>()
        .join("\n");
    let found = kinds(&text);
    assert!(
        found.contains(&ProblemKind::Impossible) && found.contains(&ProblemKind::NotADate),
        "{found:?}"
    );
}

#[test]
fn a_table_in_which_no_attacker_lost_is_refused_with_the_reason() {
    let text: Vec<String> = good()
        .lines()
        .map(|l| l.strip_suffix(",-1").map_or(l.to_owned(), |l| format!("{l},")))
        .collect();
    let (table, problems) = read(&text.join("\n"));
    assert!(table.is_none());
    let found = problems
        .iter()
        .find(|p| p.kind == ProblemKind::NoDefeats)
        .expect("the trap");
    assert!(found.what.contains("20 outcomes are blank"), "{}", found.what);
    assert!(found.remedy.contains("original flat file"));
}

#[test]
fn the_published_columns_are_recognised() {
    assert_eq!(
        kinds("isqno,war,name,locn,campgn,postype,surpa,wina\n1,W,N,L,C,0,0,1\n"),
        [ProblemKind::PublishedTable]
    );
}

#[test]
fn shortened_battles_are_refused() {
    let mut text = good();
    for line in [3, 7, 11, 15, 19, 23] {
        text = {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let cell = |c: &str| HEADER.split(',').position(|h| h == c).expect("a column");
            let mut cells: Vec<String> = lines[line - 1].split(',').map(str::to_owned).collect();
            cells[cell("end_max")] = "1990-05-20T06:00:00".to_owned();
            let mut lines = lines;
            lines[line - 1] = cells.join(",");
            lines.join("\n")
        };
    }
    assert!(kinds(&text).contains(&ProblemKind::ShortenedBattles));
}

#[test]
fn duplicates_are_refused_and_parts_set_aside() {
    let text = good() + &row(7, "Coast War", (500, 400), (1, 2), 0, 1);
    assert!(kinds(&text).contains(&ProblemKind::DuplicateNumber));
    let again = good().lines().nth(9).expect("a row").replacen('9', "99", 1);
    let twice = good() + &again;
    assert!(
        kinds(&twice).contains(&ProblemKind::DuplicateBattle),
        "{:?}",
        kinds(&twice)
    );
    let (table, problems) = read(&with(5, "parent_isqno", "12"));
    let table = table.expect("a table with a part");
    assert_eq!(table.aside.len(), 1);
    assert_eq!(table.aside[0].0, Aside::InsideAnother);
    assert!(problems.iter().all(|p| p.severity == Severity::Warning));
}

#[test]
fn losses_above_the_men_are_left_out_with_a_warning() {
    let (table, problems) = read(&with(5, "a_cas", "40000000"));
    assert_eq!(problems[0].kind, ProblemKind::LossesAboveMen);
    let table = table.expect("a table");
    let battle = table.battles.iter().find(|b| b.line == 5).expect("the row");
    assert_eq!(battle.forces[0].losses, None);
}

#[test]
fn a_name_cut_short_is_its_war() {
    let (table, problems) = read(&with(6, "war", "Second War of the Hil"));
    assert!(
        problems.iter().any(|p| p.kind == ProblemKind::WarName),
        "{problems:?}"
    );
    let table = table.expect("a table");
    assert!(table.battles.iter().all(|b| b.war != "Second War of the Hil"));
}

#[test]
fn the_reference_case_is_set_aside_by_number_and_by_belligerents() {
    let mut renumbered = row(9036, "Nameless war", (5000, 4000), (400, 300), 0, 1);
    renumbered = renumbered
        .replace("North 0", "USSR")
        .replace("South 0", "Japan & Manchukuo");
    assert!(
        renumbered.contains("USSR") && renumbered.contains("Japan"),
        "{renumbered}"
    );
    let renamed = row(258, "Changkufeng War of 1938", (5000, 4000), (400, 301), 0, 1);
    let (table, problems) = read(&(good() + &renumbered + "\n" + &renamed));
    let table = table.expect("a table");
    let aside = table.aside.iter().filter(|a| a.0 == Aside::ReferenceCase).count();
    assert_eq!(aside, 2, "{problems:?}");
    assert_eq!(table.battles.len(), 60);
}

#[test]
fn hostile_bytes_are_refused_without_a_panic() {
    let long = format!("{HEADER}\n{}", "9".repeat(200_000));
    let quotes = format!("{HEADER}\n\"\"\"\"\"");
    let cases: [&[u8]; 8] = [
        b"",
        b"\n\n\n",
        b"isqno",
        b"\xFF\xFE\x00\x01",
        b"isqno,isqno\n1,2\n",
        long.as_bytes(),
        quotes.as_bytes(),
        HEADER.as_bytes(),
    ];
    for bytes in cases {
        let (table, problems) = table::read(bytes);
        assert!(
            table.is_none() && !problems.is_empty(),
            "{:?}",
            &bytes[..bytes.len().min(20)]
        );
    }
}

#[test]
fn a_column_known_only_afterwards_is_no_predictor() {
    for column in [
        "cea",
        "leada",
        "trnga",
        "morala",
        "logsa",
        "momnta",
        "intela",
        "techa",
        "inita",
        "a_resolution",
        "win_clearcut",
    ] {
        assert!(
            matches!(Predictor::named(column), Err(PredictorError::Judged { .. })),
            "{column} leaks"
        );
    }
    for column in [
        "win_a",
        "km_advance_a",
        "active_hours_max",
        "a_cas",
        "d_cas",
        "a_tanks_lost",
        "a_str_final",
    ] {
        assert!(
            matches!(Predictor::named(column), Err(PredictorError::After { .. })),
            "{column} leaks"
        );
    }
    assert_eq!(Predictor::named("guns"), Ok(Predictor::Guns));
    assert!(matches!(
        Predictor::named("gnus"),
        Err(PredictorError::Unknown { .. })
    ));
}

#[test]
fn the_database_is_read_as_measured() {
    let Some(bytes) = database("battles_fit.csv") else {
        return;
    };
    let (table, problems) = table::read(&bytes);
    assert!(
        problems.iter().all(|p| p.severity == Severity::Warning),
        "{problems:?}"
    );
    let table = table.expect("the database");
    assert_eq!((table.battles.len(), table.aside.len()), (509, 37));
    let modern = table.battles.iter().filter(|b| b.date.year() >= 1900).count();
    assert_eq!(modern, 270);
    assert_eq!(
        table.battles.iter().filter(|b| b.date.year() >= 1940).count(),
        151
    );
}

#[test]
fn the_six_battles_are_never_fitted() {
    let Some(bytes) = database("battles_soviet_japanese.csv") else {
        return;
    };
    let (table, problems) = table::read(&bytes);
    let table = table.unwrap_or_else(|| panic!("{problems:?}"));
    assert_eq!(table.battles.len(), 0);
    assert_eq!(table.aside.len(), 6);
    assert!(table.aside.iter().all(|a| a.0 == Aside::ReferenceCase));
}
