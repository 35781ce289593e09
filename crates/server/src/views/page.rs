//! One subject's page: every claim in its claimant's book, side by side.

use halha_record::view::{NumberedSource, PageClaim, PageRow, Section};
use halha_record::{Record, Subject};

use super::incidents::{act, decision, depiction, link, participant, row};
use super::shared::{all_named, book, meaning, named, side_of, span};
use crate::wire::incidents as wire;
use crate::wire::shared::Span;

/// The page; `None` if there is nothing of that name.
pub(crate) fn page(record: &Record, id: &str) -> Option<wire::Page> {
    let page = record.page(id)?;
    let head = head(page.subject);
    let incident = match page.subject {
        Subject::Incident(incident) => Some(row(record, &record.chronicle_row(incident))),
        _ => None,
    };
    Some(wire::Page {
        id: head.id,
        of: head.of,
        name: head.name,
        other_names: head.other_names,
        kind: head.kind,
        date: head.date,
        outcome: head.outcome,
        note: head.note,
        row: incident,
        participants: page.participants.iter().map(|p| participant(record, p)).collect(),
        books: page.books.iter().map(|b| book(record, *b)).collect(),
        sections: page
            .sections
            .iter()
            .map(|(section, rows)| self::section(record, *section, rows))
            .collect(),
        part_of: page.chain.part_of.map(link),
        answers: page.chain.answers.iter().map(|i| link(i)).collect(),
        answered_by: page.chain.answered_by.iter().map(|i| link(i)).collect(),
        parts: page.parts.iter().map(|part| row(record, part)).collect(),
        acts: page.acts.iter().map(|a| act(record, a)).collect(),
        decisions: page.decisions.iter().map(|d| decision(record, d)).collect(),
        depictions: page.depictions.iter().map(|d| depiction(d)).collect(),
        sources: page.sources.iter().map(source).collect(),
        weak_claims: page.weak_claims(),
    })
}

/// What incidents, acts and the conflict have in common.
struct Head {
    id: String,
    of: &'static str,
    name: String,
    other_names: Vec<String>,
    kind: Option<String>,
    date: Option<Span>,
    outcome: String,
    note: String,
}

fn head(subject: Subject<'_>) -> Head {
    match subject {
        Subject::Incident(incident) => Head {
            id: incident.id.to_string(),
            of: "incident",
            name: incident.name.clone(),
            other_names: incident.other_names.clone(),
            kind: Some(incident.kind.to_string()),
            date: Some(span(&incident.date)),
            outcome: incident.outcome.clone(),
            note: incident.note.clone(),
        },
        Subject::Act(act) => Head {
            id: act.id.to_string(),
            of: "act",
            name: act.name.clone(),
            other_names: Vec::new(),
            kind: Some(act.kind.to_string()),
            date: Some(span(&act.date)),
            outcome: act.outcome.clone(),
            note: act.note.clone(),
        },
        Subject::Conflict(conflict) => Head {
            id: conflict.id.to_string(),
            of: "conflict",
            name: conflict.title.clone(),
            other_names: Vec::new(),
            kind: None,
            date: None,
            outcome: String::new(),
            note: conflict.summary.clone(),
        },
    }
}

fn section(record: &Record, section: Section, rows: &[PageRow<'_>]) -> wire::Section {
    let id = match section {
        Section::Forces => "forces",
        Section::Losses => "losses",
        Section::ThingsLost => "things-lost",
        Section::Figures => "figures",
        Section::Dates => "dates",
        Section::Accounts => "accounts",
    };
    wire::Section {
        id,
        title: section.title(),
        rows: rows.iter().map(|r| page_row(record, r)).collect(),
    }
}

fn page_row(record: &Record, row: &PageRow<'_>) -> wire::PageRow {
    let claims = |claims: &Vec<PageClaim<'_>>| claims.iter().map(|c| claim(record, c)).collect();
    wire::PageRow {
        attribute: row.attribute.to_string(),
        meaning: meaning(record, row.attribute),
        element: row.element.map(|e| e.to_string()),
        parties: all_named(record, row.party),
        side: side_of(record, row.party),
        date: row.date.map(span),
        unit: row.unit.to_string(),
        books: row.books.iter().map(claims).collect(),
    }
}

fn claim(record: &Record, claim: &PageClaim<'_>) -> wire::PageClaim {
    let statement = &claim.claim.statement;
    let ends = match claim.as_read {
        halha_record::Value::Number { low, high } => [low, high],
        _ => [None, None],
    };
    wire::PageClaim {
        claimed_by: named(record, &statement.claimed_by),
        stated: claim.stated.to_string(),
        as_read: claim.as_read.to_string(),
        low: ends[0],
        high: ends[1],
        words: statement.words.clone(),
        reading: statement.reading.as_ref().map(ToString::to_string),
        source: claim.source,
        locator: statement.locator.clone(),
        status: statement.status.to_string(),
        note: statement.note.clone(),
    }
}

fn source(numbered: &NumberedSource<'_>) -> wire::NumberedSource {
    let listed = numbered.source;
    wire::NumberedSource {
        number: numbered.number,
        id: numbered.id.to_string(),
        title: listed.map_or_else(|| numbered.id.to_string(), |s| s.title.clone()),
        author: listed.and_then(|s| s.author.clone()),
        date: listed.and_then(|s| s.date.as_ref()).map(|d| d.describe()),
        url: listed.and_then(|s| s.url.clone()),
        kind: listed.map(|s| s.kind.to_string()),
    }
}
