//! Names that stand for two things, and sides that are not two.

use std::collections::{HashMap, HashSet};

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::{Named, Origin, Table};
use crate::vocab::{Attribute, Vocabulary};

const HEAD: &str = "conflict.toml";

/// Checks what references cannot: names across tables, pairs that name a row, and the sides.
pub(crate) fn check(record: &Record, context: &mut Context) {
    check_shared(record, context);
    check_sector_sides(record, context);
    check_sides(record, context);
    for (attribute, origin) in record.attributes.located() {
        if Attribute::parse(&attribute.id).is_some() {
            let remedy = "remove the row: the standard attribute serves, or needs another name beside it";
            let issue = Issue::of_row(
                Code::ShadowedAttribute,
                origin,
                "this is a standard attribute",
                remedy,
            );
            context.issues.push(issue.cell("id", &attribute.id));
        }
    }
}

/// Names that share a namespace although they stand in several tables.
fn check_shared(record: &Record, context: &mut Context) {
    let mut subjects = HashMap::from([(record.conflict.id.as_str(), HEAD)]);
    add_to(&mut subjects, "incidents.csv", &record.incidents, context);
    add_to(&mut subjects, "acts.csv", &record.acts, context);
    let mut speakers = HashMap::new();
    add_to(&mut speakers, "parties.csv", &record.parties, context);
    add_to(&mut speakers, "claimants.csv", &record.claimants, context);
}

/// Adds a table's names to a namespace; those that another table has given already are reported.
fn add_to<'r, T: Named>(
    namespace: &mut HashMap<&'r str, &'static str>,
    file: &'static str,
    rows: &'r Table<T>,
    context: &mut Context,
) {
    for (row, origin) in rows.located() {
        if let Some(other) = namespace.get(row.id().as_str()).filter(|other| **other != file) {
            let message = format!("{other} gives the same name");
            let issue = Issue::of_row(
                Code::DuplicateId,
                origin,
                message,
                "give one of the two another name",
            );
            context.issues.push(issue.cell("id", row.id()));
        }
        namespace.insert(row.id().as_str(), file);
    }
}

fn check_sector_sides(record: &Record, context: &mut Context) {
    let mut seen: HashSet<(&Id, &Id)> = HashSet::new();
    for (row, origin) in record.sector_sides.located() {
        if !seen.insert((&row.sector, &row.side)) {
            let message = format!(
                "sector `{}` has a row for side `{}` already",
                row.sector, row.side
            );
            context.issues.push(Issue::of_row(
                Code::DuplicateId,
                origin,
                message,
                "keep one of the two",
            ));
        }
    }
}

fn check_sides(record: &Record, context: &mut Context) {
    if context.incomplete.contains(HEAD) || context.broken.contains_key(super::targets::SIDES) {
        return;
    }
    let sides = &record.conflict.sides;
    let head = Origin {
        file: HEAD.into(),
        line: 1,
    };
    if sides.len() != 2 {
        let message = format!("the conflict has {} sides", sides.len());
        let remedy = "give exactly two, each as [[side]]; several states of one coalition are one side";
        context
            .issues
            .push(Issue::of_row(Code::NotTwoSides, &head, message, remedy));
    }
    for (at, side) in sides.iter().enumerate() {
        if sides[..at].iter().any(|other| other.id == side.id) {
            let remedy = "give one of the two another name";
            let issue = Issue::of_row(Code::DuplicateId, &head, "two sides have one name", remedy);
            context.issues.push(issue.cell("id", &side.id));
        }
        let leader = record.parties.position(&side.leader);
        if leader.is_some() && record.side_of(&side.leader) != Some(&side.id) {
            let message = format!(
                "`{}` does not belong to the side `{}` that it leads",
                side.leader, side.id
            );
            let remedy = format!("set the side of `{}` in parties.csv", side.leader);
            let issue = Issue::of_row(Code::LeaderOutsideSide, &head, message, remedy);
            context.issues.push(issue.cell("leader", &side.leader));
        }
    }
}
