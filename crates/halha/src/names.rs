//! The names by which a reader knows the things in a record, and the column in which a voice is heard.

use halha_record::model::Party;
use halha_record::vocab::{PartyKind, Voice};
use halha_record::{Id, Record};
use serde::Serialize;

/// Whose books a claim stands in: one of the sides' states, or a kind of later voice. Ordered as columns are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Column {
    /// A party of one of the two sides: index of the side, 0 for its leader and 1 for a client, and the state.
    Side(usize, u8, Id),
    /// Records opened later, and those who study them.
    Scholars,
    /// Coded collections.
    Datasets,
    /// Newspapers, outside diplomats, encyclopaedias and pages.
    Others,
}

impl Column {
    /// The heading of the column.
    pub(crate) fn title(&self, record: &Record) -> String {
        match self {
            Self::Side(_, _, state) => record.name_of(state).to_owned(),
            Self::Scholars => "Archives, scholars".to_owned(),
            Self::Datasets => "Datasets".to_owned(),
            Self::Others => "Press, reference".to_owned(),
        }
    }
}

/// The column of a claimant.
pub(crate) fn column(record: &Record, claimant: &Id) -> Column {
    if let Some(party) = record.parties.get(claimant) {
        return state_of(record, party)
            .and_then(|state| Some((side_index(record, state)?, state)))
            .map_or(Column::Others, |(side, state)| {
                Column::Side(side, u8::from(state.kind == PartyKind::Client), state.id.clone())
            });
    }
    match record.claimants.get(claimant).map(|claimant| claimant.voice) {
        Some(Voice::Archive | Voice::Scholarship) => Column::Scholars,
        Some(Voice::Dataset) => Column::Datasets,
        Some(Voice::Press | Voice::Diplomatic | Voice::Reference) | None => Column::Others,
    }
}

/// The state or client that a party belongs to; for a group, the leader of its side.
pub(crate) fn state_of<'r>(record: &'r Record, party: &'r Party) -> Option<&'r Party> {
    let mut party = party;
    // A chain of command has a handful of links; the bound holds whatever the folder says.
    for _ in 0..32 {
        match party.kind {
            PartyKind::State | PartyKind::Client => return Some(party),
            PartyKind::Group => return leader_of(record, party),
            PartyKind::Force | PartyKind::Other => {
                let above = party.part_of.as_ref().and_then(|id| record.parties.get(id));
                match above {
                    Some(above) => party = above,
                    None => return leader_of(record, party),
                }
            }
        }
    }
    None
}

fn leader_of<'r>(record: &'r Record, party: &Party) -> Option<&'r Party> {
    let side = side_index(record, party)?;
    record.parties.get(&record.conflict.sides[side].leader)
}

/// Which of the two sides a party belongs to.
pub(crate) fn side_index(record: &Record, party: &Party) -> Option<usize> {
    let side = record.side_of(&party.id)?;
    record
        .conflict
        .sides
        .iter()
        .position(|candidate| candidate.id == *side)
}

/// What several parties taken together are called: by the name of the group that they make up, or one by one.
pub(crate) fn parties_name(record: &Record, ids: &[Id]) -> String {
    let is_all = |group: &&Party| {
        group.kind == PartyKind::Group
            && group.members.len() == ids.len()
            && group.members.iter().all(|member| ids.contains(member))
    };
    if let Some(group) = record.parties.iter().find(is_all).filter(|_| ids.len() > 1) {
        return group.name.clone();
    }
    ids.iter()
        .map(|id| record.name_of(id))
        .collect::<Vec<_>>()
        .join(" + ")
}
