//! Losses in men above every strength that anybody claims: no contradiction of one claimant, and worth a look.

use std::collections::BTreeSet;

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::value::grouped;
use crate::view::ByParties;
use crate::vocab::{Attribute, Status, Unit};

/// Losses that nobody can have who was not there.
const LOSSES: &[Attribute] = &[
    Attribute::Killed,
    Attribute::KilledOrMissing,
    Attribute::Missing,
    Attribute::Captured,
    Attribute::Casualties,
];

/// Most comparisons made for one incident.
const MAX_COMPARISONS: usize = 10_000_000;

/// Compares each loss with the largest strength claimed for the same men, by whomever.
pub(crate) fn check(record: &Record, context: &mut Context) {
    for incident in &record.incidents {
        check_incident(record, &incident.id, context);
    }
}

fn check_incident(record: &Record, incident: &Id, context: &mut Context) {
    let accounts = record.accounts(incident);
    let strengths: Vec<_> = accounts
        .values()
        .filter_map(|account| account.get("present"))
        .collect();
    let claims = record.claims_between(incident);
    let sets: usize = strengths.iter().map(|by_parties| by_parties.len()).sum();
    if sets == 0 || sets.saturating_mul(claims.len()) > MAX_COMPARISONS {
        return;
    }
    for at in claims {
        let claim = &record.claims[at];
        let said = &claim.statement;
        let counts = said.unit == Unit::Men
            && claim.element.is_none()
            && !matches!(said.status, Status::Doubtful | Status::Unverified)
            && LOSSES.iter().any(|loss| claim.attribute == loss.as_str());
        let parties = record.members(&claim.party);
        let strongest = strengths
            .iter()
            .filter_map(|by_parties| strength(by_parties, &parties))
            .reduce(f64::max);
        let (Some((low, _)), Some(strongest)) = (record.quantity(said).as_read().ends(), strongest) else {
            continue;
        };
        if counts && low > strongest {
            let message = format!(
                "{} above {}, the most that anybody says were there",
                claim.attribute,
                grouped(strongest)
            );
            let remedy = "mend the figure; if the source says so, mark the row `doubtful` with a note";
            let issue = Issue::of_row(
                Code::LossAboveAnyStrength,
                record.claims.origin(at),
                message,
                remedy,
            );
            context.issues.push(issue.cell("low", &said.low));
        }
    }
}

/// The most that one claimant says were there of the parties: of them and others, or of each of them.
fn strength(by_parties: &ByParties<'_>, parties: &BTreeSet<&Id>) -> Option<f64> {
    let wider = by_parties
        .iter()
        .filter(|(set, _)| set.is_superset(parties))
        .map(|(_, range)| range.1);
    wider.reduce(f64::max).or_else(|| {
        let mut left = parties.clone();
        let mut sum = 0.0;
        for (set, range) in by_parties.iter().filter(|(set, _)| set.is_subset(parties)) {
            if set.is_subset(&left) {
                left.retain(|party| !set.contains(party));
                sum += range.1;
            }
        }
        left.is_empty().then_some(sum)
    })
}
