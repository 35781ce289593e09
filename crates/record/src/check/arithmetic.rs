//! Figures that are possible alone and not together: parts above wholes, losses above strength.

use std::collections::{BTreeMap, BTreeSet};

use crate::edtf::Edtf;
use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::Origin;
use crate::value::grouped;
use crate::vocab::{Arithmetic, Attribute, Dimension, ElementId, Status, Vocabulary};

/// What figures must share to be compared: who says it, where, about which subject and time, of what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Account<'r> {
    subject: &'r Id,
    claimed_by: &'r Id,
    source: &'r Id,
    date: Option<&'r Edtf>,
    element: Option<ElementId>,
    dimension: Dimension,
}

/// One figure, in the base of its dimension.
#[derive(Debug, Clone, Copy)]
struct Figure<'r> {
    low: f64,
    high: f64,
    origin: &'r Origin,
}

/// The figures of one account by parties and attribute.
type Figures<'r> = BTreeMap<(BTreeSet<&'r Id>, Attribute), Vec<Figure<'r>>>;
/// Some parties with their figures.
type OfParties<'f, 'r> = (&'f BTreeSet<&'r Id>, &'f Vec<Figure<'r>>);
type Accounts<'r> = BTreeMap<Account<'r>, Figures<'r>>;

/// Most sets of parties in one account that are compared with each other.
const MAX_PARTY_SETS: usize = 64;

/// Compares the figures of each account, and of engagements with those of their campaign.
///
/// Rows marked `doubtful` are left out, as their notes say what is wrong, and so are `unverified` ones. A figure is
/// above another only if its low end is above the other's high end, once words are read.
pub(crate) fn check(record: &Record, context: &mut Context) {
    let accounts = accounts(record);
    let mut found = Vec::new();
    for figures in accounts.values() {
        parts_and_wholes(figures, &mut found);
        sums(figures, &mut found);
        parties(figures, &mut found);
    }
    for (account, figures) in &accounts {
        engagements(record, account, figures, &accounts, &mut found);
    }
    found.into_iter().for_each(|issue| context.issues.push(issue));
}

fn accounts(record: &Record) -> Accounts<'_> {
    let mut accounts = Accounts::new();
    for (claim, origin) in record.claims.located() {
        let statement = &claim.statement;
        let sound = !matches!(statement.status, Status::Doubtful | Status::Unverified);
        let Some(attribute) = Attribute::parse(&claim.attribute).filter(|_| sound) else {
            continue;
        };
        let Some((low, high)) = record.quantity(statement).as_read().ends() else {
            continue;
        };
        let account = Account {
            subject: &claim.incident,
            claimed_by: &statement.claimed_by,
            source: &statement.source,
            date: claim.date.as_ref(),
            element: claim.element,
            dimension: statement.unit.dimension(),
        };
        let factor = statement.unit.factor();
        let figure = Figure {
            low: low * factor,
            high: high * factor,
            origin,
        };
        let figures = accounts.entry(account).or_default();
        figures
            .entry((record.members(&claim.party), attribute))
            .or_default()
            .push(figure);
    }
    accounts
}

/// The figure with the lowest low end: if even that is too large, all are.
fn least<'r>(figures: Option<&Vec<Figure<'r>>>) -> Option<Figure<'r>> {
    figures?.iter().copied().min_by(|a, b| a.low.total_cmp(&b.low))
}

/// The figure with the highest high end.
fn most<'r>(figures: Option<&Vec<Figure<'r>>>) -> Option<Figure<'r>> {
    figures?.iter().copied().max_by(|a, b| a.high.total_cmp(&b.high))
}

/// The attributes that a part cannot exceed.
fn wholes_of(attribute: Attribute) -> impl Iterator<Item = Attribute> {
    let more: &[Attribute] = match attribute {
        Attribute::Captured | Attribute::Lost | Attribute::Destroyed => &[Attribute::Present],
        _ => &[],
    };
    attribute.wholes().iter().chain(more).copied()
}

/// Each part against each of its wholes, for the same parties.
fn parts_and_wholes(figures: &Figures<'_>, found: &mut Vec<Issue>) {
    for ((parties, attribute), part) in figures {
        for whole in wholes_of(*attribute) {
            let (part, of) = (least(Some(part)), most(figures.get(&(parties.clone(), whole))));
            let (Some(part), Some(of)) = (part, of) else {
                continue;
            };
            if part.low > of.high {
                let code = code_for(*attribute, whole);
                let remedy =
                    "mend one of the two; if the source says so, mark the row `doubtful` with a note";
                let message = format!(
                    "{attribute} {} is above {whole} {} at {}",
                    grouped(part.low),
                    grouped(of.high),
                    of.origin
                );
                let issue = Issue::of_row(code, part.origin, message, remedy);
                found.push(issue.cell("low", &grouped(part.low)));
            }
        }
    }
}

fn code_for(part: Attribute, whole: Attribute) -> Code {
    match (part.arithmetic(), whole.arithmetic()) {
        (Arithmetic::StrengthPart, _) => Code::PartAboveWhole,
        (_, Arithmetic::Strength) if matches!(part, Attribute::Lost | Attribute::Destroyed) => {
            Code::LostAboveCommitted
        }
        (_, Arithmetic::Strength) => Code::LossAboveStrength,
        _ => Code::PartAboveWhole,
    }
}

/// Dead, wounded and missing together against all casualties; dead, missing and captured against the strength.
fn sums(figures: &Figures<'_>, found: &mut Vec<Issue>) {
    let sets: BTreeSet<&BTreeSet<&Id>> = figures.keys().map(|(parties, _)| parties).collect();
    for parties in sets {
        let low = |attribute| least(figures.get(&(parties.clone(), attribute)));
        let high = |attribute| most(figures.get(&(parties.clone(), attribute)));
        let dead: Vec<_> = match low(Attribute::KilledOrMissing) {
            Some(both) => vec![both],
            None => low(Attribute::Killed)
                .into_iter()
                .chain(low(Attribute::Missing))
                .collect(),
        };
        let against = [
            (
                low(Attribute::Wounded),
                Attribute::Casualties,
                Code::PartAboveWhole,
            ),
            (
                low(Attribute::Captured),
                Attribute::Present,
                Code::LossAboveStrength,
            ),
        ];
        for (further, whole, code) in against {
            let parts: Vec<_> = dead.iter().copied().chain(further).collect();
            let sum: f64 = parts.iter().map(|figure| figure.low).sum();
            let (Some(of), [first, _, ..]) = (high(whole), parts.as_slice()) else {
                continue;
            };
            // A single part above the whole is told by itself.
            if sum > of.high && parts.iter().all(|figure| figure.low <= of.high) {
                let message = format!(
                    "the parts add up to {}, above {whole} {} at {}",
                    grouped(sum),
                    grouped(of.high),
                    of.origin
                );
                let remedy =
                    "mend one of the figures; if the source says so, mark the row `doubtful` with a note";
                found.push(
                    Issue::of_row(code, first.origin, message, remedy).cell("low", &grouped(first.low)),
                );
            }
        }
    }
}

/// A figure for some parties against the same figure for those and others together.
fn parties(figures: &Figures<'_>, found: &mut Vec<Issue>) {
    let mut by_attribute: BTreeMap<Attribute, Vec<OfParties<'_, '_>>> = BTreeMap::new();
    for ((parties, attribute), figures) in figures {
        if adds_up(*attribute) {
            by_attribute
                .entry(*attribute)
                .or_default()
                .push((parties, figures));
        }
    }
    for (attribute, sets) in by_attribute
        .into_iter()
        .filter(|(_, sets)| sets.len() <= MAX_PARTY_SETS)
    {
        for (some, part) in &sets {
            for (all, whole) in sets
                .iter()
                .filter(|(all, _)| all.len() > some.len() && some.is_subset(all))
            {
                let (Some(part), Some(of)) = (least(Some(part)), most(Some(whole))) else {
                    continue;
                };
                if part.low > of.high {
                    let all: Vec<_> = all.iter().map(|id| id.as_str()).collect();
                    let message = format!(
                        "{attribute} {} is above {} of {} together at {}",
                        grouped(part.low),
                        grouped(of.high),
                        all.join(" and "),
                        of.origin
                    );
                    let remedy =
                        "mend one of the two; if the source says so, mark the row `doubtful` with a note";
                    let issue = Issue::of_row(Code::PartAboveWhole, part.origin, message, remedy);
                    found.push(issue.cell("low", &grouped(part.low)));
                }
            }
        }
    }
}

/// Whether figures of the attribute for several parties, or several engagements, add up.
fn adds_up(attribute: Attribute) -> bool {
    matches!(
        attribute.arithmetic(),
        Arithmetic::LossTotal | Arithmetic::LossPart | Arithmetic::LossUnion | Arithmetic::Strength
    )
}

/// An engagement's losses against those of the campaign that it is part of, by the same claimant in the same source.
fn engagements(
    record: &Record,
    account: &Account<'_>,
    figures: &Figures<'_>,
    accounts: &Accounts<'_>,
    found: &mut Vec<Issue>,
) {
    let whole = record
        .incidents
        .get(account.subject)
        .and_then(|incident| incident.part_of.as_ref());
    let Some(campaign) = whole.filter(|_| account.date.is_none()) else {
        return;
    };
    let Some(of_campaign) = accounts.get(&Account {
        subject: campaign,
        ..account.clone()
    }) else {
        return;
    };
    for (key, part) in figures.iter().filter(|((_, attribute), _)| adds_up(*attribute)) {
        let (Some(part), Some(of)) = (least(Some(part)), most(of_campaign.get(key))) else {
            continue;
        };
        if part.low > of.high {
            let message = format!(
                "{} {} is above {} of the whole `{campaign}` at {}",
                key.1,
                grouped(part.low),
                grouped(of.high),
                of.origin
            );
            let remedy = "mend one of the two; if the source says so, mark the row `doubtful` with a note";
            let issue = Issue::of_row(Code::EngagementAboveCampaign, part.origin, message, remedy);
            found.push(issue.cell("low", &grouped(part.low)));
        }
    }
}
