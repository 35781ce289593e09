//! Every statement of the record in one shape, whichever table it stands in: the rows of the exported claims.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::edtf::Edtf;
use crate::id::Id;
use crate::model::{ActRow, AidRow, ClaimRow, CountRow, DepictionRow, ForceRow, Statement};
use crate::record::{Record, Subject};
use crate::value::{Quantity, Value};
use crate::vocab::{ElementId, Status, Unit};

/// The table that a flat claim comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FlatTable {
    /// `claims.csv` and `claims/`.
    Claims,
    /// `counts.csv`.
    Counts,
    /// `forces.csv`.
    Forces,
    /// `acts.csv`.
    Acts,
    /// `aid.csv`.
    Aid,
    /// `depictions.csv`.
    Depictions,
}

impl FlatTable {
    /// The table's name, without its ending.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Counts => "counts",
            Self::Forces => "forces",
            Self::Acts => "acts",
            Self::Aid => "aid",
            Self::Depictions => "depictions",
        }
    }
}

/// One statement, flattened. Its fields are the columns of the export, in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlatClaim<'r> {
    /// Subject: an incident, an act, the conflict; the series of a count or of aid; a depicted work.
    pub incident: &'r Id,
    /// What is said of it: an attribute, a count's category, an act's or a work's kind, an aspect of aid; `present`
    /// for force levels.
    pub attribute: &'r str,
    /// Whom the figure is about, joined by `;`: of a count the accused, of an act the actors, of aid the donor.
    pub party: String,
    /// Low end, as stated or else as the reading has it; the text or first date where the unit says so.
    pub low: Cow<'r, str>,
    /// High end, likewise.
    pub high: Cow<'r, str>,
    /// In what `low` and `high` are given.
    pub unit: Unit,
    /// Who says so.
    pub claimed_by: &'r Id,
    /// Where it can be read.
    pub source: &'r Id,
    /// How sure it is.
    pub status: Status,
    /// First day of what is spoken of; `None` if it is open.
    #[serde(serialize_with = "as_text")]
    pub date_start: Option<Date>,
    /// Last day of what is spoken of; `None` if it is open.
    #[serde(serialize_with = "as_text")]
    pub date_end: Option<Date>,
    /// What is counted, if not men.
    pub element: Option<ElementId>,
    /// Where the statement stands.
    pub table: FlatTable,
    /// The source's own words; the title of a depiction.
    pub words: &'r str,
    /// The assumption by which `low` and `high` read the words.
    pub reading: Option<&'r Id>,
    /// Where in the source.
    pub locator: &'r str,
    /// Anything else.
    pub note: &'r str,
    /// The date as it is written.
    pub date: Option<&'r Edtf>,
    /// Towards whom: an act's targets, the recipient of aid.
    pub target: String,
}

impl FlatClaim<'_> {
    /// The names of the columns, in order.
    pub const COLUMNS: [&'static str; 19] = [
        "incident",
        "attribute",
        "party",
        "low",
        "high",
        "unit",
        "claimed_by",
        "source",
        "status",
        "date_start",
        "date_end",
        "element",
        "table",
        "words",
        "reading",
        "locator",
        "note",
        "date",
        "target",
    ];

    /// The texts of the cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> [Cow<'_, str>; 19] {
        let day = |date: Option<Date>| Cow::Owned(date.map(|date| date.to_string()).unwrap_or_default());
        let borrowed = Cow::Borrowed;
        [
            borrowed(self.incident.as_str()),
            borrowed(self.attribute),
            borrowed(&self.party),
            borrowed(&self.low),
            borrowed(&self.high),
            borrowed(self.unit.as_str()),
            borrowed(self.claimed_by.as_str()),
            borrowed(self.source.as_str()),
            borrowed(self.status.as_str()),
            day(self.date_start),
            day(self.date_end),
            borrowed(self.element.map_or("", ElementId::as_str)),
            borrowed(self.table.as_str()),
            borrowed(self.words),
            borrowed(self.reading.map_or("", Id::as_str)),
            borrowed(self.locator),
            borrowed(self.note),
            Cow::Owned(self.date.map(Edtf::to_string).unwrap_or_default()),
            borrowed(&self.target),
        ]
    }
}

impl Record {
    /// Every statement of the record, table by table: claims, counts, forces, acts, aid, depictions.
    pub fn flat_claims(&self) -> impl Iterator<Item = FlatClaim<'_>> {
        let claims = self.claims.iter().map(|row| self.flat_claim(row));
        let counts = self.counts.iter().map(|row| self.flat_count(row));
        let forces = self.forces.iter().map(|row| self.flat_force(row));
        let acts = self.acts.iter().map(flat_act);
        let aid = self.aid.iter().map(|row| self.flat_aid(row));
        let depictions = self.depictions.iter().map(|row| self.flat_depiction(row));
        claims
            .chain(counts)
            .chain(forces)
            .chain(acts)
            .chain(aid)
            .chain(depictions)
    }

    /// What every statement has in common, with nothing said of whom or when.
    fn flat<'r>(
        &'r self,
        table: FlatTable,
        incident: &'r Id,
        attribute: &'r str,
        statement: &'r Statement,
    ) -> FlatClaim<'r> {
        let (low, high) = flat_ends(statement, self.quantity(statement));
        FlatClaim {
            incident,
            attribute,
            party: String::new(),
            low,
            high,
            unit: statement.unit,
            claimed_by: &statement.claimed_by,
            source: &statement.source,
            status: statement.status,
            date_start: None,
            date_end: None,
            element: None,
            table,
            words: &statement.words,
            reading: statement.reading.as_ref(),
            locator: &statement.locator,
            note: &statement.note,
            date: None,
            target: String::new(),
        }
    }

    fn flat_claim<'r>(&'r self, row: &'r ClaimRow) -> FlatClaim<'r> {
        let date = row.date.as_ref().or_else(|| match self.subject(&row.incident)? {
            Subject::Incident(incident) => Some(&incident.date),
            Subject::Act(act) => Some(&act.date),
            Subject::Conflict(_) => None,
        });
        let flat = self.flat(FlatTable::Claims, &row.incident, &row.attribute, &row.statement);
        let flat = FlatClaim {
            party: joined(&row.party),
            element: row.element,
            ..flat
        };
        match date {
            Some(date) => FlatClaim {
                date: row.date.as_ref(),
                ..flat.dated(date)
            },
            None => FlatClaim {
                date_start: first_day(&self.conflict.start),
                date_end: last_day(&self.conflict.end),
                ..flat
            },
        }
    }

    fn flat_count<'r>(&'r self, row: &'r CountRow) -> FlatClaim<'r> {
        let flat = self.flat(FlatTable::Counts, &row.id, row.category.as_str(), &row.statement);
        FlatClaim {
            party: joined(&row.accused),
            ..flat
        }
        .dated(&row.period)
    }

    fn flat_force<'r>(&'r self, row: &'r ForceRow) -> FlatClaim<'r> {
        let flat = self.flat(FlatTable::Forces, &self.conflict.id, "present", &row.statement);
        FlatClaim {
            party: joined(&row.party),
            element: Some(row.element),
            ..flat
        }
        .dated(&row.date)
    }

    fn flat_aid<'r>(&'r self, row: &'r AidRow) -> FlatClaim<'r> {
        let flat = self.flat(FlatTable::Aid, &row.id, row.aspect.as_str(), &row.statement);
        let (party, target) = (row.donor.to_string(), row.recipient.to_string());
        FlatClaim {
            party,
            target,
            element: Some(row.element),
            ..flat
        }
        .dated(&row.period)
    }

    fn flat_depiction<'r>(&'r self, row: &'r DepictionRow) -> FlatClaim<'r> {
        let voice = self
            .sources
            .get(&row.source)
            .map_or(&row.source, |source| &source.voice);
        let flat = FlatClaim {
            incident: &row.id,
            attribute: row.kind.as_str(),
            party: String::new(),
            low: row
                .date
                .as_ref()
                .map_or(Cow::Borrowed(""), |date| Cow::Owned(date.to_string())),
            high: row
                .date
                .as_ref()
                .map_or(Cow::Borrowed(""), |date| Cow::Owned(date.to_string())),
            unit: Unit::Date,
            claimed_by: voice,
            source: &row.source,
            status: row.status,
            date_start: None,
            date_end: None,
            element: None,
            table: FlatTable::Depictions,
            words: &row.title,
            reading: None,
            locator: &row.locator,
            note: &row.summary,
            date: None,
            target: joined(&row.depicts),
        };
        match &row.date {
            Some(date) => flat.dated(date),
            None => flat,
        }
    }
}

fn flat_act(row: &ActRow) -> FlatClaim<'_> {
    let flat = FlatClaim {
        incident: &row.id,
        attribute: row.kind.as_str(),
        party: joined(&row.actor),
        low: Cow::Owned(row.date.to_string()),
        high: Cow::Owned(row.date.to_string()),
        unit: Unit::Date,
        claimed_by: &row.claimed_by,
        source: &row.source,
        status: row.status,
        date_start: None,
        date_end: None,
        element: None,
        table: FlatTable::Acts,
        words: &row.outcome,
        reading: None,
        locator: &row.locator,
        note: &row.note,
        date: None,
        target: joined(&row.target),
    };
    flat.dated(&row.date)
}

fn as_text<S: serde::Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

impl<'r> FlatClaim<'r> {
    fn dated(self, date: &'r Edtf) -> Self {
        Self {
            date_start: first_day(date),
            date_end: last_day(date),
            date: Some(date),
            ..self
        }
    }
}

fn first_day(date: &Edtf) -> Option<Date> {
    (!date.has_no_start()).then(|| date.earliest())
}

fn last_day(date: &Edtf) -> Option<Date> {
    (!date.has_no_end()).then(|| date.latest())
}

fn joined(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(";")
}

/// The ends as the source writes them, or as the reading has them.
fn flat_ends<'r>(statement: &'r Statement, quantity: Quantity<'r>) -> (Cow<'r, str>, Cow<'r, str>) {
    match quantity.as_read() {
        Value::Number { low, high } if quantity.is_read() => {
            let text = |end: Option<f64>| Cow::Owned(end.map(|end| end.to_string()).unwrap_or_default());
            (text(low), text(high))
        }
        _ => (
            Cow::Borrowed(statement.low.as_str()),
            Cow::Borrowed(statement.high.as_str()),
        ),
    }
}
