//! Selections: which statements of the record answer an observable. Every one of them is kept as a rival.

use std::collections::BTreeMap;

use halha_record::model::{ClaimRow, Statement};
use halha_record::vocab::Status;
use halha_record::{Edtf, Record};

use super::super::Recorded;
use crate::problem::ProblemCode;
use crate::toml_file::{Node, TomlFile, join};

/// A selection of recorded values.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// Rows of `counts.csv`.
    Counts {
        /// Categories, any of them.
        categories: Vec<String>,
        /// Claimants, any of them.
        claimants: Vec<String>,
        /// Period counted: the same first and last year.
        period: Option<Edtf>,
    },
    /// Claims about men in one incident.
    Claims {
        /// The incident.
        incident: String,
        /// The attribute.
        attribute: String,
        /// One side; `None` with `sum_sides`.
        side: Option<String>,
    },
    /// How many engagements had at least so many men on one side.
    Engagements {
        /// Men.
        at_least: f64,
        /// Last date.
        until: Option<Edtf>,
    },
}

impl Selection {
    pub(super) fn read<'t>(file: &mut TomlFile<'t>, node: &Node<'t>) -> Option<Self> {
        match file.text(node, "table")? {
            "counts" => {
                file.known_keys(node, &["table", "category", "claimed-by", "period"]);
                let categories = owned(file.texts(node, "category"));
                let claimants = owned(file.texts(node, "claimed-by"));
                let period = date(file, node, "period");
                Some(Self::Counts {
                    categories,
                    claimants,
                    period,
                })
            }
            "claims" => {
                file.known_keys(node, &["table", "incident", "attribute", "side", "sum-sides"]);
                let incident = file.text(node, "incident")?.to_owned();
                let attribute = file.text(node, "attribute")?.to_owned();
                let side = file.optional_text(node, "side").map(str::to_owned);
                Some(Self::Claims {
                    incident,
                    attribute,
                    side,
                })
            }
            "incidents" => {
                file.known_keys(node, &["table", "present-at-least", "until"]);
                let at_least = file.number(node, "present-at-least")?;
                let until = date(file, node, "until");
                Some(Self::Engagements { at_least, until })
            }
            _ => {
                let remedy = "write `counts`, `claims` or `incidents`";
                let key = join(&node.path, "table");
                file.push(
                    ProblemCode::UnknownName,
                    &node.span,
                    &key,
                    "a table that cannot be selected from",
                    remedy,
                );
                None
            }
        }
    }

    /// The recorded values, ordered by value.
    pub fn find(&self, record: &Record) -> Vec<Recorded> {
        let mut found = match self {
            Self::Counts {
                categories,
                claimants,
                period,
            } => counts(record, categories, claimants, period.as_ref()),
            Self::Claims {
                incident,
                attribute,
                side: Some(side),
            } => claims(record, incident, attribute)
                .into_iter()
                .filter(|c| c.0 == *side)
                .map(|c| c.1)
                .collect(),
            Self::Claims {
                incident,
                attribute,
                side: None,
            } => both_sides(record, incident, attribute),
            Self::Engagements { at_least, until } => engagements(record, *at_least, until.as_ref()),
        };
        found.sort_by(|a, b| {
            a.low
                .total_cmp(&b.low)
                .then_with(|| a.claimed_by.cmp(&b.claimed_by))
        });
        found.dedup_by(|a, b| {
            a.low.total_cmp(&b.low).is_eq()
                && a.high.total_cmp(&b.high).is_eq()
                && a.claimed_by == b.claimed_by
        });
        found
    }
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

fn date<'t>(file: &mut TomlFile<'t>, node: &Node<'t>, key: &str) -> Option<Edtf> {
    let text = file.value(node, key)?.get_ref().as_str()?;
    let date = text.parse().ok();
    if date.is_none() {
        let remedy = "write an EDTF date, such as \"1939-05\" or \"1932/1934\"";
        file.push(
            ProblemCode::WrongType,
            &node.span,
            &join(&node.path, key),
            "not a date",
            remedy,
        );
    }
    date
}

fn recorded(record: &Record, statement: &Statement) -> Option<Recorded> {
    let (low, high) = record.quantity(statement).as_read().ends()?;
    Some(Recorded {
        low,
        high,
        claimed_by: statement.claimed_by.to_string(),
        source: statement.source.to_string(),
        status: statement.status.to_string(),
        note: statement.note.clone(),
    })
}

fn counts(
    record: &Record,
    categories: &[String],
    claimants: &[String],
    period: Option<&Edtf>,
) -> Vec<Recorded> {
    let same_years = |p: &Edtf| {
        period.is_none_or(|q| {
            p.earliest().year() == q.earliest().year() && p.latest().year() == q.latest().year()
        })
    };
    let rows = record.counts.iter().filter(|row| {
        categories.iter().any(|c| c == row.category.as_str())
            && (claimants.is_empty() || claimants.iter().any(|c| row.statement.claimed_by == c.as_str()))
            && same_years(&row.period)
    });
    rows.filter_map(|row| recorded(record, &row.statement)).collect()
}

/// Claims about men of one side in an incident, with the side.
fn claims(record: &Record, incident: &str, attribute: &str) -> Vec<(String, Recorded)> {
    let about = record
        .claims_about(incident)
        .filter(|c| c.attribute == attribute && c.element.is_none());
    about
        .filter_map(|c| Some((side_of(record, c)?, recorded(record, &c.statement)?)))
        .collect()
}

/// The side that a claim is about as a whole: its leader, or the leader with its clients.
fn side_of(record: &Record, claim: &ClaimRow) -> Option<String> {
    let mut sides = claim.party.iter().map(|p| record.side_of(p.as_str()));
    let first = sides.next()??;
    if !sides.all(|s| s == Some(first)) {
        return None;
    }
    let side = record.conflict.sides.iter().find(|s| s.id == *first)?;
    let whole = claim.party.iter().any(|p| {
        *p == side.leader
            || record
                .parties
                .get(p.as_str())
                .is_some_and(|g| g.members.contains(&side.leader))
    });
    whole.then(|| first.to_string())
}

/// Sums over both sides, for each claimant and source that give both.
fn both_sides(record: &Record, incident: &str, attribute: &str) -> Vec<Recorded> {
    let mut by_voice: BTreeMap<(String, String), BTreeMap<String, Recorded>> = BTreeMap::new();
    for (side, value) in claims(record, incident, attribute) {
        let voice = (value.claimed_by.clone(), value.source.clone());
        let slot = by_voice
            .entry(voice)
            .or_default()
            .entry(side)
            .or_insert_with(|| value.clone());
        // One voice with several figures for a side (editions, definitions): the widest range.
        slot.low = slot.low.min(value.low);
        slot.high = slot.high.max(value.high);
    }
    let sums = by_voice.into_values().filter(|sides| sides.len() == 2);
    sums.filter_map(|sides| {
        let mut values = sides.into_values();
        let (mut sum, other) = (values.next()?, values.next()?);
        sum.low += other.low;
        sum.high += other.high;
        sum.note = "sum of both sides' figures by one voice".to_owned();
        Some(sum)
    })
    .collect()
}

/// Engagements (incidents without parts) with at least so many men on one side: by the lowest and the highest claims.
fn engagements(record: &Record, at_least: f64, until: Option<&Edtf>) -> Vec<Recorded> {
    let mut low = 0.0;
    let mut high = 0.0;
    for incident in &record.incidents {
        let has_parts = record
            .incidents
            .iter()
            .any(|i| i.part_of.as_ref() == Some(&incident.id));
        let too_late = until.is_some_and(|u| incident.date.earliest() > u.latest());
        if has_parts || too_late {
            continue;
        }
        let by_side = present(record, incident.id.as_str());
        low += f64::from(u8::from(by_side.values().any(|ends| ends.0 >= at_least)));
        high += f64::from(u8::from(by_side.values().any(|ends| ends.1 >= at_least)));
    }
    let status = Status::Stated.to_string();
    let note = format!(
        "incidents without parts in which a side is said to have had {at_least:.0} men or more, by the lowest and the highest claims"
    );
    vec![Recorded {
        low,
        high,
        claimed_by: "counted".to_owned(),
        source: "record".to_owned(),
        status,
        note,
    }]
}

/// Lowest and highest claim on men present, by side.
fn present(record: &Record, incident: &str) -> BTreeMap<String, (f64, f64)> {
    let mut by_side: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (side, value) in claims(record, incident, "present") {
        let ends = by_side.entry(side).or_insert((value.low, value.high));
        *ends = (ends.0.min(value.low), ends.1.max(value.high));
    }
    by_side
}
