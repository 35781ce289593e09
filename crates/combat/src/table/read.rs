//! Reading the rows of a table, with the problems of each cell.

use super::LARGEST;
use super::cells::Cells;
use crate::battle::{Battle, Force, Role};
use crate::columns::NEEDED;
use crate::problem::{Problem, ProblemKind};

/// A row whose cells were read, with what only the whole table can judge.
pub(super) struct Row {
    /// The battle, if every cell that it needs is good; without an outcome it has none.
    pub(super) battle: Option<Battle>,
    /// Line of the file.
    pub(super) line: u64,
    /// Whether the outcome is blank.
    pub(super) no_outcome: bool,
    /// Whether the attacker lost.
    pub(super) defeat: bool,
    /// Days from the first to the last hour, if both are given.
    pub(super) span_days: Option<f64>,
    /// Most hours of fighting.
    pub(super) hours: Option<f64>,
}

/// Columns of the published tidy table of battles that the layout does not have.
const PUBLISHED: &[&str] = &["locn", "campgn", "postype", "surpa", "wina"];

/// Reads every row; what is wrong with the file as a whole comes with no rows.
pub(super) fn rows(bytes: &[u8]) -> (Vec<Row>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some((header, mut reader)) = open(bytes, &mut problems) else {
        return (Vec::new(), problems);
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = Cells {
                    line,
                    header: &header,
                    record: &record,
                    problems: &mut problems,
                };
                rows.push(row(cells));
            }
            Err(error) => problems.push(bad_record(&error)),
        }
    }
    if rows.is_empty() && problems.is_empty() {
        let what = "a header and no row";
        problems.push(Problem::file(
            ProblemKind::NotATable,
            what,
            "give a table with battles",
        ));
    }
    (rows, problems)
}

fn bad_record(error: &csv::Error) -> Problem {
    let mut problem = Problem::file(
        ProblemKind::NotATable,
        error.to_string(),
        "give every row as many cells as the header, in UTF-8",
    );
    problem.line = error.position().map_or(0, csv::Position::line);
    problem
}

type Reader<'b> = csv::Reader<&'b [u8]>;

/// The header, checked, and a reader that stands at the first row.
fn open<'b>(bytes: &'b [u8], problems: &mut Vec<Problem>) -> Option<(Vec<String>, Reader<'b>)> {
    if bytes.len() > LARGEST {
        let what = format!("{} bytes, more than {LARGEST}", bytes.len());
        problems.push(Problem::file(
            ProblemKind::NotATable,
            what,
            "give the table of battles alone",
        ));
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|h| h.trim().to_ascii_lowercase()).collect(),
        Err(error) => {
            problems.push(bad_record(&error));
            return None;
        }
    };
    let before = problems.len();
    check_header(&header, problems);
    (problems.len() == before).then_some((header, reader))
}

fn check_header(header: &[String], problems: &mut Vec<Problem>) {
    let has = |column: &str| header.iter().any(|h| h == column);
    if PUBLISHED.iter().all(|c| has(c)) {
        problems.push(Problem::file(
            ProblemKind::PublishedTable,
            "the columns of the published tidy table of battles, in which every negative code is blank (no attacker \
             ever loses, no defender is superior in the air) and whose table of durations cuts most long battles to \
             two days or less",
            "build the table from the database's original flat file, with the signed codes kept (see the book, \
             concepts/combat)",
        ));
        return;
    }
    for (column, _) in NEEDED.iter().filter(|c| !has(c.0)) {
        let mut problem = Problem::file(
            ProblemKind::MissingColumn,
            "the table has no such column",
            "add it; the layout is in the book, concepts/combat",
        );
        problem.column = (*column).to_owned();
        problem.line = 1;
        problems.push(problem);
    }
    for (at, column) in header.iter().enumerate() {
        if !column.is_empty() && header[..at].contains(column) {
            let place = (1, column.as_str(), column.as_str());
            let what = "the column is there twice";
            problems.push(Problem::cell(
                ProblemKind::DuplicateColumn,
                place,
                what,
                "keep one",
            ));
        }
    }
}

fn row(mut cells: Cells<'_>) -> Row {
    let (start, end) = (cells.date("start_min"), cells.date("end_max"));
    let span_days = start.zip(end).map(|(a, b)| f64::from((b - a).get_days()));
    if span_days.is_some_and(|days| days < 0.0) {
        let value = cells.text("end_max").to_owned();
        let place = (cells.line, "end_max", value.as_str());
        let remedy = "correct the dates from the source";
        let what = "the battle ends before it begins";
        cells
            .problems
            .push(Problem::cell(ProblemKind::Impossible, place, what, remedy));
    }
    let outcome = cells.outcome();
    let no_outcome = cells.text("win_a").is_empty();
    let low = cells.within("active_hours_min", 0.0, 1e5);
    let high = cells.within("active_hours_max", 0.0, 1e5);
    let isqno = cells.code("isqno", 1.0, 1e9);
    let parent = cells.whole("parent_isqno", 1.0, 1e9);
    let air = cells.whole("air_superiority_a", -1.0, 1.0);
    let surprise = cells.code_or("surprise_a", -3.0, 3.0, 0.0);
    let posture = cells.posture();
    let relief = cells.first_of("terrain1", "GRF0");
    let weather = cells.first_of("wx1", "WD0");
    let forces = Role::ALL.map(|role| force(&mut cells, role));
    let war = cells.needed("war");
    let text = |column: &str| cells.text(column).to_owned();
    let (theater, campaign, name) = (text("theater"), text("campaign"), text("name"));
    let date = start.or(end);
    if date.is_none() {
        let what = "neither a first nor a last day";
        let place = (cells.line, "start_min", "");
        cells
            .problems
            .push(Problem::cell(ProblemKind::Blank, place, what, "give one of them"));
    }
    let whole = || -> Option<Battle> {
        let [attacker, defender] = forces;
        Some(Battle {
            line: cells.line,
            isqno: isqno? as u32,
            war: war?,
            theater: (!theater.is_empty()).then_some(theater),
            campaign,
            name,
            parent: parent.map(|p| p as u32),
            date: date?,
            hours: (low.or(high).unwrap_or(0.0), high.or(low).unwrap_or(0.0)),
            forces: [attacker?, defender?],
            posture: posture?,
            relief: relief?,
            wet: weather? == 'W',
            surprise: surprise? as i8,
            air: air.map(|a| a as i8),
            outcome: outcome?,
        })
    };
    Row {
        line: cells.line,
        no_outcome,
        defeat: outcome == Some(crate::battle::Outcome::Loss),
        span_days,
        hours: high.or(low),
        battle: whole(),
    }
}

fn force(cells: &mut Cells<'_>, role: Role) -> Option<Force> {
    let column = |name: &str| format!("{}{name}", role.prefix());
    let actor = cells.needed(&column("actor"));
    let men = cells.men(&column("str"));
    let mut losses = cells.count(&column("cas"));
    if let (Some(c), Some(n)) = (losses, men)
        && c > n
    {
        let place = (cells.line, column("cas"), cells.text(&column("cas")).to_owned());
        let what = format!("more losses than the {n} men of the side");
        let remedy = "its loss is left out; if the strength is an initial one, give the total engaged";
        let cell = (place.0, place.1.as_str(), place.2.as_str());
        let problem = Problem::cell(ProblemKind::LossesAboveMen, cell, what, remedy);
        cells.problems.push(problem.warning());
        losses = None;
    }
    Some(Force {
        men_error: cells.error_bars(&column("str_err")),
        losses_error: cells.error_bars(&column("cas_err")),
        front_km: cells.within(&column("front_km"), 0.0, 5000.0),
        tanks: cells.count(&column("tanks")),
        guns: cells.count(&column("guns")),
        sorties: cells.count(&column("cas_sorties")),
        actor: actor?,
        men,
        losses,
    })
}
