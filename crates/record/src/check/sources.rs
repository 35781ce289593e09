//! Sources that are no second source, and memory that passes for one.

use std::collections::{HashMap, HashSet};

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::{Origin, Table};
use crate::vocab::{SourceKind, Status};

/// Checks mirrors, and what rests on memory.
pub(crate) fn check(record: &Record, context: &mut Context) {
    check_mirrors(record, context);
    let remembered: HashSet<&Id> = record
        .sources
        .iter()
        .filter(|source| source.kind == SourceKind::Memory)
        .map(|source| &source.id)
        .collect();
    if remembered.is_empty() {
        return;
    }
    let mut check = |rows: Vec<(Option<&Id>, Status, &Origin)>| {
        for (source, status, origin) in rows {
            let Some(source) = source.filter(|source| remembered.contains(*source)) else {
                continue;
            };
            if status != Status::Unverified {
                let message = format!("the source is memory, the status `{status}`");
                let remedy = "set the status to `unverified`, or name a source that was seen";
                let issue = Issue::of_row(Code::MemoryAsSource, origin, message, remedy);
                context.issues.push(issue.cell("source", source));
            }
        }
    };
    check(of(&record.claims, |row| {
        (Some(&row.statement.source), row.statement.status)
    }));
    check(of(&record.counts, |row| {
        (Some(&row.statement.source), row.statement.status)
    }));
    check(of(&record.forces, |row| {
        (Some(&row.statement.source), row.statement.status)
    }));
    check(of(&record.aid, |row| {
        (Some(&row.statement.source), row.statement.status)
    }));
    check(of(&record.participants, |row| (Some(&row.source), row.status)));
    check(of(&record.acts, |row| (Some(&row.source), row.status)));
    check(of(&record.depictions, |row| (Some(&row.source), row.status)));
    check(of(&record.decisions, |row| (Some(&row.source), row.status)));
    check(of(&record.places, |row| (Some(&row.source), row.status)));
    check(of(&record.commands, |row| (row.source.as_ref(), row.status)));
    check(of(&record.sectors, |row| (row.source.as_ref(), row.status)));
    check(of(&record.sector_sides, |row| (row.source.as_ref(), row.status)));
}

/// Source, status and place of every row.
fn of<'r, T>(
    rows: &'r Table<T>,
    look: impl Fn(&'r T) -> (Option<&'r Id>, Status),
) -> Vec<(Option<&'r Id>, Status, &'r Origin)> {
    let looked = rows.located().map(|(row, origin)| (look(row), origin));
    looked
        .map(|((source, status), origin)| (source, status, origin))
        .collect()
}

/// A page may stand under one source only, as its address or among its mirrors.
fn check_mirrors(record: &Record, context: &mut Context) {
    let mut pages: HashMap<&str, &Id> = HashMap::new();
    for (source, origin) in record.sources.located() {
        for page in source.url.iter().chain(&source.mirrors) {
            let page = page.trim_end_matches('/');
            match pages.insert(page, &source.id) {
                Some(other) if *other != source.id => {
                    let message = format!("`{other}` is the same page");
                    let remedy =
                        "pages with one text are one source: keep it once, the other among its mirrors";
                    let issue = Issue::of_row(Code::MirrorAsSource, origin, message, remedy);
                    context.issues.push(issue.cell("url", page));
                }
                _ => {}
            }
        }
    }
}
