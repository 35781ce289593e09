//! Dates that run backwards, fall outside what contains them, or lie before their cause.

use std::collections::HashMap;

use crate::edtf::Edtf;
use crate::issue::{Code, Issue};
use crate::model::{ClaimRow, DecisionRow};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::Origin;
use crate::value::Value;
use crate::vocab::Attribute;

/// Checks the dates of the conflict, of incidents and their chains, of all that is dated inside the conflict.
pub(crate) fn check(record: &Record, context: &mut Context) {
    let mut found = Vec::new();
    if !context.incomplete.contains("conflict.toml") {
        found.extend(conflict_reversed(record));
        outside_conflict(record, &mut found);
    }
    chains(record, &mut found);
    steps(record, &mut found);
    starts_and_ends(record, &mut found);
    found.into_iter().for_each(|issue| context.issues.push(issue));
}

fn conflict_reversed(record: &Record) -> Option<Issue> {
    let (start, end) = (&record.conflict.start, &record.conflict.end);
    let issue = || {
        let head = Origin {
            file: "conflict.toml".into(),
            line: 1,
        };
        let message = format!("the conflict starts after its end, {end}");
        Issue::of_row(Code::ReversedDates, &head, message, "exchange the two")
            .cell("start", &start.to_string())
    };
    end.certainly_before(start).then(issue)
}

/// Force levels may lie outside: those of the years before show what the conflict began with.
fn outside_conflict(record: &Record, found: &mut Vec<Issue>) {
    let (start, end) = (&record.conflict.start, &record.conflict.end);
    if end.certainly_before(start) {
        return;
    }
    let mut look = |column: &str, date: &Edtf, origin: &Origin| {
        if date.certainly_before(start) || end.certainly_before(date) {
            let message = format!("outside the conflict, {start} to {end}");
            let remedy = "mend the date, or widen `start` and `end` in conflict.toml";
            let issue = Issue::of_row(Code::OutsideConflict, origin, message, remedy);
            found.push(issue.cell(column, &date.to_string()));
        }
    };
    record
        .incidents
        .located()
        .for_each(|(row, origin)| look("date", &row.date, origin));
    record
        .decisions
        .located()
        .for_each(|(row, origin)| look("date", &row.date, origin));
    record
        .counts
        .located()
        .for_each(|(row, origin)| look("period", &row.period, origin));
    for (row, origin) in record.claims.located() {
        row.date.iter().for_each(|date| look("date", date, origin));
    }
}

/// Parts inside their whole, answers after their cause.
fn chains(record: &Record, found: &mut Vec<Issue>) {
    for (incident, origin) in record.incidents.located() {
        let date = incident.date.to_string();
        let whole = incident
            .part_of
            .as_ref()
            .and_then(|whole| record.incidents.get(whole));
        if let Some(whole) = whole.filter(|whole| !within(&incident.date, &whole.date)) {
            let message = format!("a part of `{}`, which is dated {}", whole.id, whole.date);
            let remedy = "mend one of the two dates, or what it is part of";
            found.push(Issue::of_row(Code::OutsideWhole, origin, message, remedy).cell("date", &date));
        }
        let causes = incident
            .answers
            .iter()
            .filter_map(|cause| record.incidents.get(cause));
        for cause in causes.filter(|cause| incident.date.certainly_before(&cause.date)) {
            let message = format!("an answer to `{}`, which is dated {}", cause.id, cause.date);
            let remedy = "mend one of the two dates, or exchange cause and answer";
            found.push(Issue::of_row(Code::AnswerBeforeCause, origin, message, remedy).cell("date", &date));
        }
    }
}

/// Whether a part can lie inside its whole: neither of its ends lies certainly beyond.
fn within(part: &Edtf, whole: &Edtf) -> bool {
    let ((first, last), (from, to)) = ((part.earliest(), part.latest()), whole.loose_bounds());
    part.may_overlap(whole) && (!part.is_interval() || (from <= first && last <= to))
}

/// Where one claimant gives a start and an end in one source, the start is not after the end.
fn starts_and_ends(record: &Record, found: &mut Vec<Issue>) {
    let of = |attribute: Attribute| {
        let claims = record
            .claims
            .located()
            .filter(move |(claim, _)| claim.attribute == attribute.as_str());
        claims.filter_map(|(claim, origin)| match claim.statement.value() {
            Value::Date { low: Some(date), .. } => Some((claim, date, origin)),
            _ => None,
        })
    };
    let account = |claim: &ClaimRow| {
        let said = &claim.statement;
        (
            claim.incident.clone(),
            said.claimed_by.clone(),
            said.source.clone(),
            claim.party.clone(),
        )
    };
    let ends: HashMap<_, Edtf> = of(Attribute::End)
        .map(|(claim, date, _)| (account(claim), date))
        .collect();
    for (claim, start, origin) in of(Attribute::Start) {
        if let Some(end) = ends
            .get(&account(claim))
            .filter(|end| end.certainly_before(&start))
        {
            let message = format!("a start after the end that the same claimant gives, {end}");
            let issue = Issue::of_row(Code::ReversedDates, origin, message, "mend one of the two");
            found.push(issue.cell("low", &start.to_string()));
        }
    }
}

/// The steps of each incident's decisions: numbered apart, and dated in their order.
fn steps(record: &Record, found: &mut Vec<Issue>) {
    let mut rows: Vec<(&DecisionRow, &Origin)> = record.decisions.located().collect();
    rows.sort_by(|a, b| (&a.0.incident, a.0.step).cmp(&(&b.0.incident, b.0.step)));
    for pair in rows.windows(2) {
        let ((before, _), (after, origin)) = (pair[0], pair[1]);
        if before.incident != after.incident {
            continue;
        }
        let message = if before.step == after.step {
            format!("step {} of `{}` stands twice", after.step, after.incident)
        } else if after.date.certainly_before(&before.date) {
            format!(
                "dated {}, before step {} of {}",
                after.date, before.step, before.date
            )
        } else {
            continue;
        };
        let issue = Issue::of_row(
            Code::StepsOutOfOrder,
            origin,
            message,
            "number the steps in the order of their dates",
        );
        found.push(issue.cell("step", &after.step.to_string()));
    }
}
