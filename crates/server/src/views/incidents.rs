//! Incidents and acts, a line each.

use halha_record::model::{self, Incident};
use halha_record::view::ChronicleRow;
use halha_record::{Id, Record};

use super::shared::{all_named, figures, named, side_of, span};
use crate::wire::incidents::{ActRow, ChainLink, Decision, Depiction, IncidentRow, Participant, SideParties};
use crate::wire::shared::Named;

pub(crate) fn incidents(record: &Record) -> Vec<IncidentRow> {
    record
        .chronicle()
        .iter()
        .map(|row| self::row(record, row))
        .collect()
}

/// An incident in a line, completed by what the chronicle leaves out.
pub(crate) fn row(record: &Record, row: &ChronicleRow<'_>) -> IncidentRow {
    let incident = record.incidents.get(row.id);
    let place = incident.map_or("", |incident| incident.place.as_str());
    let point = record.places.get(place);
    let parties = row.parties.iter().map(|side| SideParties {
        side: side.side.map(ToString::to_string),
        parties: side.parties.iter().map(|id| named(record, id)).collect(),
    });
    IncidentRow {
        id: row.id.to_string(),
        name: row.name.to_owned(),
        kind: row.kind.to_string(),
        date: span(row.date),
        place: Named {
            id: place.to_owned(),
            name: row.place.to_owned(),
        },
        longitude: point.map(|p| p.longitude),
        latitude: point.map(|p| p.latitude),
        precision_km: row.precision_km,
        sector: row.sector.map(ToString::to_string),
        part_of: row.part_of.map(ToString::to_string),
        answers: incident.map_or_else(Vec::new, |incident| ids(&incident.answers)),
        parties: parties.collect(),
        men: figures(&row.men),
        losses: figures(&row.losses),
        outcome: row.outcome.to_owned(),
        victor: row.victor.map(ToString::to_string),
        claims: row.claims,
        sources: row.sources,
    }
}

pub(crate) fn ids(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

pub(crate) fn acts(record: &Record) -> Vec<ActRow> {
    let mut acts: Vec<&model::ActRow> = record.acts.iter().collect();
    acts.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
    acts.into_iter().map(|act| self::act(record, act)).collect()
}

pub(crate) fn act(record: &Record, act: &model::ActRow) -> ActRow {
    ActRow {
        id: act.id.to_string(),
        name: act.name.clone(),
        kind: act.kind.to_string(),
        date: span(&act.date),
        actors: all_named(record, &act.actor),
        targets: all_named(record, &act.target),
        side: side_of(record, &act.actor),
        about: ids(&act.about),
        place: act.place.as_ref().map(ToString::to_string),
        outcome: act.outcome.clone(),
        claimed_by: named(record, &act.claimed_by),
        source: act.source.to_string(),
        locator: act.locator.clone(),
        status: act.status.to_string(),
        note: act.note.clone(),
    }
}

pub(crate) fn participant(record: &Record, participant: &model::Participant) -> Participant {
    Participant {
        party: named(record, &participant.party),
        side: record.side_of(&participant.party).map(ToString::to_string),
        role: participant.role.to_string(),
        unit: participant.unit.clone(),
        commander: participant.commander.clone(),
        claimed_by: named(record, &participant.claimed_by),
        source: participant.source.to_string(),
        status: participant.status.to_string(),
        note: participant.note.clone(),
    }
}

pub(crate) fn decision(record: &Record, decision: &model::DecisionRow) -> Decision {
    let command = decision.command.as_ref().map(|id| Named {
        id: id.to_string(),
        name: record
            .commands
            .get(id)
            .map_or_else(|| id.to_string(), |command| command.name.clone()),
    });
    Decision {
        step: decision.step,
        date: span(&decision.date),
        side: decision.side.to_string(),
        command,
        level: decision.level.to_string(),
        rung: decision.rung.to_string(),
        after: decision.after.clone(),
        authorised: decision.authorised,
        source: decision.source.to_string(),
        status: decision.status.to_string(),
        note: decision.note.clone(),
    }
}

pub(crate) fn depiction(work: &model::DepictionRow) -> Depiction {
    Depiction {
        id: work.id.to_string(),
        title: work.title.clone(),
        kind: work.kind.to_string(),
        date: work.date.as_ref().map(span),
        origin: work.origin.clone(),
        summary: work.summary.clone(),
    }
}

pub(crate) fn link(incident: &Incident) -> ChainLink {
    ChainLink {
        id: incident.id.to_string(),
        name: incident.name.clone(),
        date: span(&incident.date),
    }
}
