//! The head of the page: what it is called, when, where, and what came of it.

use halha_record::model::{ActRow, Conflict, Incident};
use halha_record::view::Page;
use halha_record::{Id, Record, Subject};

use crate::names::parties_name;
use crate::output::{Screen, bold, dim};
use crate::tables::paragraph;

/// The head of a page.
pub(crate) fn text(record: &Record, page: &Page<'_>, screen: &Screen) -> String {
    match page.subject {
        Subject::Conflict(conflict) => of_conflict(conflict, screen),
        Subject::Incident(incident) => of_incident(record, page, incident, screen),
        Subject::Act(act) => of_act(record, page, act, screen),
    }
}

fn title(name: &str, id: &Id) -> String {
    format!("{}  {}\n", bold(name), dim(id))
}

fn of_conflict(conflict: &Conflict, screen: &Screen) -> String {
    let mut text = title(&conflict.title, &conflict.id);
    text.push_str(&format!(
        "{} – {}\n",
        conflict.start.describe(),
        conflict.end.describe()
    ));
    text.push_str(&paragraph(screen, &conflict.summary, 0));
    text
}

fn of_incident(record: &Record, page: &Page<'_>, incident: &Incident, screen: &Screen) -> String {
    let mut text = title(&incident.name, &incident.id);
    if !incident.other_names.is_empty() {
        text.push_str(&paragraph(
            screen,
            &format!("also {}", incident.other_names.join(", ")),
            5,
        ));
    }
    let mut facts = format!("{} · {}", incident.date.describe(), incident.kind);
    if let Some(place) = page.place {
        facts.push_str(&format!(" · {} (within {} km)", place.name, place.precision_km));
    }
    if let Some(sector) = page.sector {
        facts.push_str(&format!(" · sector {}", sector.name));
    }
    text.push_str(&paragraph(screen, &facts, 0));
    let better = incident
        .victor
        .as_ref()
        .and_then(|id| record.conflict.sides.iter().find(|side| side.id == *id));
    let better = better.map_or_else(String::new, |side| format!(" (the better of it: {})", side.name));
    if !incident.outcome.is_empty() {
        text.push_str(&paragraph(screen, &format!("{}{better}", incident.outcome), 0));
    }
    if !incident.note.is_empty() {
        text.push_str(&paragraph(screen, &incident.note, 0));
    }
    text
}

fn of_act(record: &Record, page: &Page<'_>, act: &ActRow, screen: &Screen) -> String {
    let mut text = title(&act.name, &act.id);
    let mut facts = format!(
        "{} · {} · {}",
        act.date.describe(),
        act.kind,
        parties_name(record, &act.actor)
    );
    if !act.target.is_empty() {
        facts.push_str(&format!(" → {}", parties_name(record, &act.target)));
    }
    if let Some(place) = page.place {
        facts.push_str(&format!(" · {}", place.name));
    }
    text.push_str(&paragraph(screen, &facts, 0));
    for line in [&act.outcome, &act.note] {
        if !line.is_empty() {
            text.push_str(&paragraph(screen, line, 0));
        }
    }
    let said = format!(
        "Said by {} in {}, {}.",
        record.name_of(&act.claimed_by),
        act.source,
        act.status
    );
    text.push_str(&paragraph(screen, &said, 0));
    text
}
