//! Entries that contain, command, report or answer each other in a circle.

use std::collections::HashMap;

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::{Named, Table};

/// Looks for circles in every relation of the record that must not have any.
pub(crate) fn check(record: &Record, context: &mut Context) {
    find(
        &record.incidents,
        "part_of",
        |row| row.part_of.iter().collect(),
        context,
    );
    find(
        &record.incidents,
        "answers",
        |row| row.answers.iter().collect(),
        context,
    );
    find(
        &record.parties,
        "part_of",
        |row| row.part_of.iter().collect(),
        context,
    );
    find(
        &record.parties,
        "patron",
        |row| row.patron.iter().collect(),
        context,
    );
    find(
        &record.parties,
        "members",
        |row| row.members.iter().collect(),
        context,
    );
    find(
        &record.commands,
        "superior",
        |row| row.superior.iter().collect(),
        context,
    );
    find(
        &record.sources,
        "reported_by",
        |row| row.reported_by.iter().collect(),
        context,
    );
}

/// Reports each row that closes a circle: depth first, without recursion, every row and every link once.
fn find<T: Named>(rows: &Table<T>, column: &str, links: impl Fn(&T) -> Vec<&Id>, context: &mut Context) {
    let positions: HashMap<&Id, usize> = rows.iter().enumerate().map(|(at, row)| (row.id(), at)).collect();
    let next = |at: usize| -> Vec<usize> {
        links(&rows[at])
            .into_iter()
            .filter_map(|id| positions.get(id).copied())
            .collect()
    };
    let mut done = vec![false; rows.len()];
    let mut on_path = vec![false; rows.len()];
    for start in 0..rows.len() {
        if done[start] {
            continue;
        }
        let mut path = vec![(start, next(start))];
        on_path[start] = true;
        while let Some((at, ahead)) = path.last_mut() {
            let at = *at;
            let Some(to) = ahead.pop() else {
                on_path[at] = false;
                done[at] = true;
                path.pop();
                continue;
            };
            if on_path[to] {
                let begin = path.iter().position(|(row, _)| *row == to).unwrap_or(0);
                let circle: Vec<&Id> = path[begin..].iter().map(|(row, _)| rows[*row].id()).collect();
                let message = format!("goes in a circle: {}", told(&circle));
                let issue = Issue::of_row(
                    Code::CyclicReference,
                    rows.origin(at),
                    message,
                    "remove one of the links",
                );
                context.issues.push(issue.cell(column, rows[to].id()));
            } else if !done[to] {
                on_path[to] = true;
                path.push((to, next(to)));
            }
        }
    }
}

/// The circle in words, cut short in its middle.
fn told(circle: &[&Id]) -> String {
    let mut steps: Vec<&str> = circle.iter().map(|id| id.as_str()).collect();
    if steps.len() > 6 {
        steps.splice(3..steps.len() - 2, ["…"]);
    }
    steps.push(circle.first().map_or("", |id| id.as_str()));
    steps.join(" → ")
}
