//! What only the whole table can show: lost codes, shortened battles, duplicates, battles inside others, names of wars.

use std::collections::BTreeMap;

use super::read::Row;
use crate::battle::Battle;
use crate::problem::{Problem, ProblemKind};

/// Rows from which on the lack of any defeat cannot be chance: with a third of attackers losing, as in every period of
/// the database, 30 rows without one have a chance of 5 in a million.
const ENOUGH_ROWS: usize = 30;
/// The same where no outcome is blank: a table of one victorious campaign may be sound.
const ENOUGH_WITHOUT_BLANKS: usize = 100;
/// Long battles (more than three days) from which on their shortening can be told.
const ENOUGH_LONG: usize = 5;
/// Days from which on a battle is long.
const LONG_DAYS: f64 = 4.0;
/// Hours that the shortened durations do not exceed.
const SHORTENED_HOURS: f64 = 48.0;
/// Share of long battles that must look shortened: 148 in the database, 141 of them in the shortened table, 5 % in
/// the good one.
const SHORTENED_SHARE: f64 = 0.6;
/// Letters from which on one war's name can be taken for the beginning of another's.
const LONG_NAME: usize = 15;

/// Looks through all rows; gives the battles, wars under one name each, and the problems found.
pub(super) fn look(rows: Vec<Row>) -> (Vec<Battle>, Vec<Problem>) {
    let mut problems = Vec::new();
    outcomes(&rows, &mut problems);
    durations(&rows, &mut problems);
    let mut battles: Vec<Battle> = rows.into_iter().filter_map(|r| r.battle).collect();
    duplicates(&battles, &mut problems);
    parents(&battles, &mut problems);
    war_names(&mut battles, &mut problems);
    reference(&battles, &mut problems);
    (battles, problems)
}

fn outcomes(rows: &[Row], problems: &mut Vec<Problem>) {
    let blank = rows.iter().filter(|r| r.no_outcome).count();
    let enough = if blank > 0 {
        ENOUGH_ROWS
    } else {
        ENOUGH_WITHOUT_BLANKS
    };
    if rows.len() >= enough && !rows.iter().any(|r| r.defeat) {
        let what = format!(
            "{} battles and not one attacker lost ({blank} outcomes are blank): the negative codes were turned into \
             blanks, as in the published tidy tables; a fit would see attackers who never lose",
            rows.len()
        );
        let remedy = "build the table from the database's original flat file, with the signed codes kept";
        let mut problem = Problem::file(ProblemKind::NoDefeats, what, remedy);
        problem.column = "win_a".to_owned();
        problems.push(problem);
        return;
    }
    for row in rows.iter().filter(|r| r.no_outcome) {
        let place = (row.line, "win_a", "");
        let remedy = "the row is left out; give 1, 0 or -1 to have it";
        problems.push(Problem::cell(ProblemKind::Blank, place, "no outcome", remedy).warning());
    }
}

fn durations(rows: &[Row], problems: &mut Vec<Problem>) {
    let long: Vec<f64> = rows
        .iter()
        .filter(|r| r.span_days.is_some_and(|d| d >= LONG_DAYS))
        .filter_map(|r| r.hours)
        .collect();
    let short = long.iter().filter(|h| **h <= SHORTENED_HOURS).count();
    if long.len() >= ENOUGH_LONG && short as f64 > SHORTENED_SHARE * long.len() as f64 {
        let what = format!(
            "{short} of {} battles that span more than three days have at most {SHORTENED_HOURS} hours of fighting: \
             durations were shortened, as in the published table of durations",
            long.len()
        );
        let remedy = "rebuild the hours from the active time periods of the original flat file";
        let mut problem = Problem::file(ProblemKind::ShortenedBattles, what, remedy);
        problem.column = "active_hours_max".to_owned();
        problems.push(problem);
    }
}

/// What makes two rows the same battle: dates, men and losses of both sides.
fn sameness(battle: &Battle) -> Option<String> {
    let [a, d] = &battle.forces;
    let figures = (a.men?, d.men?, a.losses?, d.losses?);
    Some(format!("{} {figures:?} {:?}", battle.date, battle.outcome))
}

fn duplicates(battles: &[Battle], problems: &mut Vec<Problem>) {
    let mut numbers: BTreeMap<u32, u64> = BTreeMap::new();
    let mut same: BTreeMap<String, u64> = BTreeMap::new();
    for battle in battles {
        if let Some(first) = numbers.insert(battle.isqno, battle.line) {
            let value = battle.isqno.to_string();
            let place = (battle.line, "isqno", value.as_str());
            let what = format!("the number of line {first} again");
            let problem = Problem::cell(
                ProblemKind::DuplicateNumber,
                place,
                what,
                "leave one of the rows out",
            );
            problems.push(problem);
            continue;
        }
        let first = sameness(battle).and_then(|key| same.insert(key, battle.line));
        if let Some(first) = first {
            let place = (battle.line, "name", battle.name.as_str());
            let what = format!("the same day, men, losses and outcome as line {first}");
            let problem = Problem::cell(
                ProblemKind::DuplicateBattle,
                place,
                what,
                "leave one of the rows out",
            );
            problems.push(problem);
        }
    }
}

fn parents(battles: &[Battle], problems: &mut Vec<Problem>) {
    for battle in battles {
        let Some(parent) = battle.parent else { continue };
        let value = parent.to_string();
        let place = (battle.line, "parent_isqno", value.as_str());
        let (what, remedy) = if battles.iter().any(|b| b.isqno == parent) {
            (
                "part of a larger battle of the table",
                "set aside; the larger battle is kept",
            )
        } else {
            (
                "part of a battle that the table does not have",
                "set aside; add the larger battle, or empty the cell to keep this one",
            )
        };
        problems.push(Problem::cell(ProblemKind::InsideAnother, place, what, remedy).warning());
    }
}

/// A long name that is the beginning of another is that war, written short: one war must be one group.
fn war_names(battles: &mut [Battle], problems: &mut Vec<Problem>) {
    let names: std::collections::BTreeSet<String> = battles.iter().map(|b| b.war.clone()).collect();
    let whole = |name: &str| {
        let longer = |n: &&String| n.len() > name.len() && n.starts_with(name);
        names
            .iter()
            .find(longer)
            .filter(|_| name.len() >= LONG_NAME)
            .cloned()
    };
    for battle in battles {
        if let Some(name) = whole(&battle.war) {
            let place = (battle.line, "war", battle.war.as_str());
            let what = format!("the beginning of \"{name}\"");
            let problem = Problem::cell(ProblemKind::WarName, place, what, "read as that war");
            problems.push(problem.warning());
            battle.war = name;
        }
    }
}

fn reference(battles: &[Battle], problems: &mut Vec<Problem>) {
    for battle in battles.iter().filter(|b| crate::reference_case::holds(b)) {
        let value = battle.isqno.to_string();
        let place = (battle.line, "isqno", value.as_str());
        let what = "a battle of the reference case";
        let problem = Problem::cell(
            ProblemKind::ReferenceCase,
            place,
            what,
            "set aside: predicted, never fitted",
        );
        problems.push(problem.warning());
    }
}
