//! The chronicle: incidents in the order of their dates, a line each.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::SideFigure;
use crate::edtf::Edtf;
use crate::id::Id;
use crate::model::{Incident, Participant};
use crate::record::Record;
use crate::vocab::IncidentKind;

/// One incident in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChronicleRow<'r> {
    /// Its id.
    pub id: &'r Id,
    /// What it is called.
    pub name: &'r str,
    /// What it was.
    pub kind: IncidentKind,
    /// When.
    pub date: &'r Edtf,
    /// Where: the place's name, or its id if it is not listed.
    pub place: &'r str,
    /// How precisely the place is known, km.
    pub precision_km: Option<f64>,
    /// Sector.
    pub sector: Option<&'r Id>,
    /// The incident that it is part of.
    pub part_of: Option<&'r Id>,
    /// Who took part, side by side.
    pub parties: Vec<SideParties<'r>>,
    /// How many men each side had, as ranges over all claims.
    pub men: Vec<SideFigure<'r>>,
    /// What each side lost in men, as ranges over all claims.
    pub losses: Vec<SideFigure<'r>>,
    /// What came of it.
    pub outcome: &'r str,
    /// The side that had the better of it.
    pub victor: Option<&'r Id>,
    /// How many claims there are about it.
    pub claims: usize,
    /// In how many independent sources they stand.
    pub sources: usize,
}

/// The parties of one side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideParties<'r> {
    /// The side; `None` for outsiders.
    pub side: Option<&'r Id>,
    /// Its parties, in the order of their ids.
    pub parties: Vec<&'r Id>,
}

impl Record {
    /// All incidents in the order of their dates; parts of a larger incident stand directly after it.
    ///
    /// ```
    /// # let (record, _) = halha_record::Record::read(&halha_record::template::folder());
    /// let chronicle = record.chronicle();
    /// assert_eq!(chronicle.len(), record.incidents.len());
    /// ```
    #[must_use]
    pub fn chronicle(&self) -> Vec<ChronicleRow<'_>> {
        let mut by_date: Vec<&Incident> = self.incidents.iter().collect();
        by_date.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
        let mut parts: HashMap<&Id, Vec<&Incident>> = HashMap::new();
        let (in_whole, wholes): (Vec<_>, Vec<_>) = by_date.iter().copied().partition(|incident| {
            incident
                .part_of
                .as_ref()
                .is_some_and(|whole| self.incidents.get(whole).is_some())
        });
        for part in in_whole {
            if let Some(whole) = &part.part_of {
                parts.entry(whole).or_default().push(part);
            }
        }
        let mut listed = HashSet::new();
        // Depth first. Where parts contain each other in a circle no whole leads to them: they follow at the end.
        let mut order = Vec::with_capacity(by_date.len());
        for start in wholes.into_iter().chain(by_date) {
            let mut next = vec![start];
            while let Some(incident) = next.pop() {
                if !listed.insert(&incident.id) {
                    continue;
                }
                order.push(self.chronicle_row(incident));
                next.extend(parts.get(&incident.id).into_iter().flatten().rev());
            }
        }
        order
    }

    /// One incident in a line.
    #[must_use]
    pub fn chronicle_row<'r>(&'r self, incident: &'r Incident) -> ChronicleRow<'r> {
        let place = self.places.get(&incident.place);
        let claims: Vec<_> = self.claims_about(&incident.id).collect();
        ChronicleRow {
            id: &incident.id,
            name: &incident.name,
            kind: incident.kind,
            date: &incident.date,
            place: place.map_or(incident.place.as_str(), |place| &place.name),
            precision_km: place.map(|place| place.precision_km),
            sector: incident.sector.as_ref(),
            part_of: incident.part_of.as_ref(),
            parties: self.parties_in(incident),
            men: self.men(&incident.id),
            losses: self.losses(&incident.id),
            outcome: &incident.outcome,
            victor: incident.victor.as_ref(),
            claims: claims.len(),
            sources: self.independent_sources(
                claims
                    .iter()
                    .map(|claim| &claim.statement.source)
                    .chain(&incident.sources),
            ),
        }
    }

    /// The participants of an incident.
    pub fn participants_in<'r>(&'r self, incident: &str) -> impl Iterator<Item = &'r Participant> + use<'r> {
        let start = self
            .participants
            .partition_point(|participant| participant.incident.as_str() < incident);
        let rest = &self.participants[start..];
        rest[..rest.partition_point(|participant| participant.incident.as_str() <= incident)].iter()
    }

    fn parties_in<'r>(&'r self, incident: &'r Incident) -> Vec<SideParties<'r>> {
        let mut sides: Vec<SideParties<'r>> = Vec::new();
        for side in self
            .conflict
            .sides
            .iter()
            .map(|side| Some(&side.id))
            .chain([None])
        {
            let of_side = self
                .participants_in(&incident.id)
                .map(|participant| &participant.party);
            let mut parties: Vec<_> = of_side.filter(|party| self.side_of(party) == side).collect();
            parties.sort_unstable();
            parties.dedup();
            if !parties.is_empty() {
                sides.push(SideParties { side, parties });
            }
        }
        sides
    }
}
