//! Counts, force levels, aid, rivals and sources.

use halha_record::model::Statement;
use halha_record::view::{Reading, SourceRow};
use halha_record::{Ratio, Record, Rival, RivalClaim, Value};

use super::incidents::ids;
use super::shared::{all_named, book, meaning, named, side_of, span};
use crate::wire::shared::Named;
use crate::wire::statements as wire;

pub(crate) fn statement(record: &Record, statement: &Statement) -> wire::Statement {
    let value = record.quantity(statement).as_read();
    let ends = match value {
        Value::Number { low, high } => [low, high],
        _ => [None, None],
    };
    wire::Statement {
        text: value.to_string(),
        low: ends[0],
        high: ends[1],
        unit: statement.unit.to_string(),
        words: statement.words.clone(),
        claimed_by: named(record, &statement.claimed_by),
        book: record.book(&statement.claimed_by).map(|b| book(record, b)),
        source: statement.source.to_string(),
        locator: statement.locator.clone(),
        status: statement.status.to_string(),
        note: statement.note.clone(),
    }
}

pub(crate) fn counts(record: &Record) -> Vec<wire::CountRow> {
    let mut rows: Vec<_> = record.counts.iter().collect();
    rows.sort_by(|a, b| a.period.cmp(&b.period));
    let row = |row: &halha_record::model::CountRow| wire::CountRow {
        id: row.id.to_string(),
        category: row.category.to_string(),
        period: span(&row.period),
        accused: all_named(record, &row.accused),
        sector: row.sector.as_ref().map(ToString::to_string),
        statement: statement(record, &row.statement),
    };
    rows.into_iter().map(row).collect()
}

pub(crate) fn forces(record: &Record) -> Vec<wire::ForceRow> {
    let mut rows: Vec<_> = record.forces.iter().collect();
    rows.sort_by(|a, b| a.date.cmp(&b.date));
    let row = |row: &halha_record::model::ForceRow| wire::ForceRow {
        date: span(&row.date),
        parties: all_named(record, &row.party),
        side: side_of(record, &row.party),
        sector: row.sector.as_ref().map(ToString::to_string),
        element: row.element.to_string(),
        statement: statement(record, &row.statement),
    };
    rows.into_iter().map(row).collect()
}

pub(crate) fn aid(record: &Record) -> Vec<wire::AidRow> {
    let mut rows: Vec<_> = record.aid.iter().collect();
    rows.sort_by(|a, b| a.period.cmp(&b.period));
    let row = |row: &halha_record::model::AidRow| wire::AidRow {
        id: row.id.to_string(),
        donor: named(record, &row.donor),
        recipient: named(record, &row.recipient),
        period: span(&row.period),
        element: row.element.to_string(),
        aspect: row.aspect.to_string(),
        statement: statement(record, &row.statement),
    };
    rows.into_iter().map(row).collect()
}

pub(crate) fn rivals(record: &Record) -> Vec<wire::Rival> {
    record.rivals().iter().map(|r| rival(record, r)).collect()
}

fn rival(record: &Record, rival: &Rival<'_>) -> wire::Rival {
    let parties: Vec<_> = rival.party.iter().map(|id| (*id).clone()).collect();
    wire::Rival {
        subject: subject(record, rival.subject),
        attribute: rival.attribute.to_string(),
        meaning: meaning(record, rival.attribute),
        element: rival.element.map(|e| e.to_string()),
        side: side_of(record, &parties),
        parties: all_named(record, &parties),
        date: rival.date.map(span),
        times: match rival.ratio {
            Ratio::Times { times } => Some(times),
            Ratio::NoneAgainst { .. } => None,
        },
        reconcilable: rival.reconcilable,
        sources: rival.sources,
        claims: rival.claims.iter().map(|c| rival_claim(record, c)).collect(),
    }
}

fn subject(record: &Record, id: &str) -> Named {
    use halha_record::Subject;
    let name = match record.subject(id) {
        Some(Subject::Incident(incident)) => incident.name.as_str(),
        Some(Subject::Act(act)) => act.name.as_str(),
        Some(Subject::Conflict(conflict)) => conflict.title.as_str(),
        None => id,
    };
    Named {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn rival_claim(record: &Record, claim: &RivalClaim<'_>) -> wire::RivalClaim {
    wire::RivalClaim {
        middle: claim.middle,
        statement: statement(record, &claim.claim.statement),
    }
}

pub(crate) fn sources(record: &Record) -> Vec<wire::SourceRow> {
    record
        .source_rows()
        .iter()
        .map(|row| source(record, row))
        .collect()
}

fn source(record: &Record, row: &SourceRow<'_>) -> wire::SourceRow {
    let source = row.source;
    let (reading, reported_by) = match row.reading {
        Reading::Read => (wire::Reading::Read, Vec::new()),
        Reading::Reported { by } => (wire::Reading::Reported, ids(by)),
        Reading::Remembered => (wire::Reading::Remembered, Vec::new()),
    };
    wire::SourceRow {
        id: source.id.to_string(),
        title: source.title.clone(),
        author: source.author.clone(),
        date: source.date.as_ref().map(|d| d.describe()),
        kind: source.kind.to_string(),
        voice: named(record, &source.voice),
        book: row.book.map(|b| book(record, b)),
        language: source.language.clone(),
        url: source.url.clone(),
        reading,
        reported_by,
        claims: row.claims,
        weak: row.weak,
        claimants: row.claimants,
        note: source.note.clone().unwrap_or_default(),
    }
}
