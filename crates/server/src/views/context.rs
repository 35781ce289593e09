//! What went on above the border, as lanes for the timeline: wars, pacts, aid, and what drew each side elsewhere.

use std::collections::BTreeMap;

use halha_lab::LoadedConflict;
use halha_record::Record;
use halha_record::edtf::Edtf;
use halha_record::vocab::{ActKind, IncidentKind};

use super::shared::{named, span};
use crate::wire::conflict::{Context, Lane, LaneItem, LaneLevel};

pub(crate) fn context(record: &Record, conflict: Option<&LoadedConflict>) -> Context {
    let mut lanes = vec![wars(record), pacts(record), aid(record)];
    lanes.retain(|lane| !lane.items.is_empty());
    if let Some(conflict) = conflict {
        lanes.extend((0..2).map(|side| distraction(conflict, side)));
    }
    Context { lanes }
}

fn wars(record: &Record) -> Lane {
    let kinds = [
        ActKind::DeclarationOfWar,
        ActKind::Decision,
        ActKind::Mobilisation,
    ];
    let mut items = acts(record, &kinds);
    let general = |i: &&halha_record::model::Incident| {
        i.sector.is_none() && i.part_of.is_none() && i.kind == IncidentKind::Offensive
    };
    for incident in record.incidents.iter().filter(general) {
        let item = LaneItem {
            id: incident.id.to_string(),
            of: "incident",
            title: incident.name.clone(),
            date: span(&incident.date),
            kind: incident.kind.to_string(),
            note: incident.outcome.clone(),
        };
        items.push((incident.date.clone(), item));
    }
    let about =
        "Declarations of war, decisions of governments, mobilisations and general offensives of the record.";
    lane("wars", "War and decisions", about, items)
}

fn pacts(record: &Record) -> Lane {
    let kinds = [
        ActKind::Pact,
        ActKind::Treaty,
        ActKind::Ratification,
        ActKind::Denunciation,
    ];
    let about = "Pacts, treaties, their ratification and denunciation, as the record has them.";
    lane("pacts", "Pacts and treaties", about, acts(record, &kinds))
}

fn acts(record: &Record, kinds: &[ActKind]) -> Vec<(Edtf, LaneItem)> {
    let of_kind = record.acts.iter().filter(|act| kinds.contains(&act.kind));
    let item = |act: &halha_record::model::ActRow| LaneItem {
        id: act.id.to_string(),
        of: "act",
        title: act.name.clone(),
        date: span(&act.date),
        kind: act.kind.to_string(),
        note: act.outcome.clone(),
    };
    of_kind.map(|act| (act.date.clone(), item(act))).collect()
}

fn aid(record: &Record) -> Lane {
    let mut flows: BTreeMap<(&str, &Edtf), Vec<&halha_record::model::AidRow>> = BTreeMap::new();
    for row in &record.aid {
        flows.entry((row.id.as_str(), &row.period)).or_default().push(row);
    }
    let mut items = Vec::new();
    for ((id, period), rows) in flows {
        let Some(first) = rows.first() else { continue };
        let (donor, recipient) = (named(record, &first.donor), named(record, &first.recipient));
        let item = LaneItem {
            id: id.to_owned(),
            of: "aid",
            title: format!("{} to {}: {}", donor.name, recipient.name, kinds(&rows)),
            date: span(period),
            kind: "aid".to_owned(),
            note: if rows.len() == 1 {
                "one figure in the record".to_owned()
            } else {
                format!("{} figures in the record", rows.len())
            },
        };
        items.push((period.clone(), item));
    }
    lane("aid", "Aid", "What patrons and allies delivered.", items)
}

/// What was delivered, in a few words: `aircraft`, `credit, weapons`, `tank, artillery piece and 9 more kinds`.
fn kinds(rows: &[&halha_record::model::AidRow]) -> String {
    let mut named: Vec<String> = Vec::new();
    for row in rows {
        let kind = row.element.to_string().replace('-', " ");
        if !named.contains(&kind) {
            named.push(kind);
        }
    }
    match named.len() {
        0..=3 => named.join(", "),
        all => format!("{} and {} more kinds", named[..2].join(", "), all - 2),
    }
}

fn lane(id: &str, title: &str, about: &str, mut items: Vec<(Edtf, LaneItem)>) -> Lane {
    items.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    Lane {
        id: id.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        items: items.into_iter().map(|(_, item)| item).collect(),
        levels: Vec::new(),
    }
}

/// How far war or crisis elsewhere drew a side away, as the scenario assumes it.
fn distraction(conflict: &LoadedConflict, side: usize) -> Lane {
    let record = &conflict.record;
    let of = &record.conflict.sides[side];
    let mut levels: Vec<LaneLevel> = Vec::new();
    for month in &conflict.scenario.scenario().months {
        let level = month.distraction[side];
        if levels
            .last()
            .is_none_or(|last| last.level.to_bits() != level.to_bits())
        {
            let from = conflict.calendar.date(month.begin).to_string();
            levels.push(LaneLevel { from, level });
        }
    }
    Lane {
        id: format!("distraction-{}", of.id),
        title: format!("Drawn elsewhere: {}", record.name_of(&of.leader)),
        about: "How far war or crisis elsewhere draws the side away from this border, 0 to 1: the scenario’s assumption."
            .to_owned(),
        items: Vec::new(),
        levels,
    }
}
