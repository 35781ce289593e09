//! The record of one conflict: all its tables, and how to find one's way between them.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::edtf::Edtf;
use crate::id::Id;
use crate::model::{
    ActRow, AidRow, Assumption, AttributeRow, ClaimRow, Claimant, Command, Conflict, CountRow, DecisionRow,
    DepictionRow, Feature, ForceRow, Incident, Participant, Party, Place, Sector, SectorSide, Source,
    Statement,
};
use crate::table::Table;
use crate::value::Quantity;
use crate::vocab::Voice;

/// What sources say about one conflict. Nothing in it is merged or decided between.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Record {
    /// The head of the folder.
    pub conflict: Conflict,
    /// Who acts.
    pub parties: Table<Party>,
    /// Who speaks without being a party.
    pub claimants: Table<Claimant>,
    /// Where claims can be read.
    pub sources: Table<Source>,
    /// Commands and the capitals above them.
    pub commands: Table<Command>,
    /// Stretches of the border.
    pub sectors: Table<Sector>,
    /// What each side holds and claims in a sector.
    pub sector_sides: Table<SectorSide>,
    /// Points with a stated precision.
    pub places: Table<Place>,
    /// Named readings of words as numbers.
    pub assumptions: Table<Assumption>,
    /// Bounded clashes and acts of force.
    pub incidents: Table<Incident>,
    /// Who took part in which incident.
    pub participants: Table<Participant>,
    /// What is said about incidents, acts and the conflict.
    pub claims: Table<ClaimRow>,
    /// Attributes beyond the standard ones.
    pub attributes: Table<AttributeRow>,
    /// How many incidents somebody counted.
    pub counts: Table<CountRow>,
    /// Force levels in the theatre.
    pub forces: Table<ForceRow>,
    /// What was done between states without force.
    pub acts: Table<ActRow>,
    /// What patrons and allies delivered.
    pub aid: Table<AidRow>,
    /// Later works that show the conflict.
    pub depictions: Table<DepictionRow>,
    /// Responses of commands, as rungs of the ladder.
    pub decisions: Table<DecisionRow>,
    /// Lines and outlines on the map.
    pub features: Table<Feature>,
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject<'r> {
    /// The conflict as a whole.
    Conflict(&'r Conflict),
    /// An incident.
    Incident(&'r Incident),
    /// An act.
    Act(&'r ActRow),
}

/// In whose book a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "book", content = "of", rename_all = "lowercase")]
pub enum Book<'r> {
    /// A side of the conflict speaks for itself, by one of its parties.
    Side(&'r Id),
    /// A group of parties from more than one side speaks for all of them.
    Both,
    /// A party that belongs to neither side.
    Outsider,
    /// A voice that is no party's.
    Voice(Voice),
}

impl Record {
    /// What a claim with that subject is about.
    #[must_use]
    pub fn subject(&self, id: &str) -> Option<Subject<'_>> {
        if self.conflict.id == id {
            return Some(Subject::Conflict(&self.conflict));
        }
        let incident = self.incidents.get(id).map(Subject::Incident);
        incident.or_else(|| self.acts.get(id).map(Subject::Act))
    }

    /// A statement's quantity together with its named reading.
    #[must_use]
    pub fn quantity<'r>(&'r self, statement: &'r Statement) -> Quantity<'r> {
        let reading = statement.reading.as_ref().and_then(|id| self.assumptions.get(id));
        Quantity { statement, reading }
    }

    /// In whose book the claims of that party or claimant stand; `None` if nobody of that name is listed.
    #[must_use]
    pub fn book(&self, claimed_by: &str) -> Option<Book<'_>> {
        if let Some(claimant) = self.claimants.get(claimed_by) {
            return Some(Book::Voice(claimant.voice));
        }
        let party = self.parties.get(claimed_by)?;
        let without_side = if party.members.is_empty() {
            Book::Outsider
        } else {
            Book::Both
        };
        Some(self.side_of(claimed_by).map_or(without_side, Book::Side))
    }

    /// The side that a party belongs to, by itself or through what it is part of or whose client it is.
    #[must_use]
    pub fn side_of(&self, party: &str) -> Option<&Id> {
        let mut party = self.parties.get(party)?;
        // A chain longer than the table goes in a circle, which the checks report.
        for _ in 0..=self.parties.len() {
            if party.side.is_some() {
                return party.side.as_ref();
            }
            let above = party.part_of.as_ref().or(party.patron.as_ref())?;
            party = self.parties.get(above)?;
        }
        None
    }

    /// What the party or claimant of that name is called; the name itself if nobody is listed.
    #[must_use]
    pub fn name_of<'r>(&'r self, id: &'r str) -> &'r str {
        let party = self.parties.get(id).map(|party| party.name.as_str());
        party
            .or_else(|| self.claimants.get(id).map(|claimant| claimant.name.as_str()))
            .unwrap_or(id)
    }

    /// The claims about a subject, in the order of the table.
    pub fn claims_about<'r>(&'r self, subject: &str) -> impl Iterator<Item = &'r ClaimRow> + use<'r> {
        self.claims[self.claims_between(subject)].iter()
    }

    /// Where the claims about a subject stand in their table.
    pub(crate) fn claims_between(&self, subject: &str) -> Range<usize> {
        let start = self
            .claims
            .partition_point(|claim| claim.incident.as_str() < subject);
        let end = self.claims[start..].partition_point(|claim| claim.incident.as_str() <= subject);
        start..start + end
    }

    /// The incidents that are part of one, at any depth, in the order of their dates.
    #[must_use]
    pub fn parts_of<'r>(&'r self, incident: &str) -> Vec<&'r Incident> {
        let mut parts: Vec<&Incident> = Vec::new();
        let mut wholes = vec![incident.to_owned()];
        while let Some(whole) = wholes.pop() {
            for part in self
                .incidents
                .iter()
                .filter(|part| part.part_of.as_deref() == Some(&whole))
            {
                // Seen already only where parts contain each other, which the checks report.
                if !parts.iter().any(|seen| seen.id == part.id) {
                    parts.push(part);
                    wholes.push(part.id.to_string());
                }
            }
        }
        parts.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
        parts
    }
}

impl Conflict {
    /// Stands in where no head of a conflict could be read: no name, no sides, any time.
    pub(crate) fn nameless() -> Self {
        let ever = || Edtf::day(jiff::civil::date(1, 1, 1));
        Self {
            id: Id::nameless(),
            title: String::new(),
            start: ever(),
            end: ever(),
            licence: String::new(),
            summary: String::new(),
            format: 1,
            sides: Vec::new(),
        }
    }
}

impl crate::row::Field for Vec<crate::model::Side> {
    /// Sides are tables of their own under the head, and are read there.
    fn add_columns(_: &'static str, _: &mut Vec<&'static str>) {}

    fn read(_: &'static str, _: &mut crate::read::cells::Cells<'_, '_>) -> Option<Self> {
        Some(Vec::new())
    }

    fn write<'r>(&'r self, _: &mut Vec<crate::row::Written<'r>>) {}
}
