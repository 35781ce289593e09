//! `halha record list`: the chronicle as a table, with filters.

use halha_record::view::{ChronicleRow, SideFigure};
use halha_record::vocab::IncidentKind;
use halha_record::{Id, Record, Value};

use super::lookup;
use crate::args::ListArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::names::state_of;
use crate::output::{self, Screen, dim};
use crate::tables::{self, paragraph};

/// What must be true of an incident to be listed.
struct Filter {
    years: Option<(i16, i16)>,
    sector: Option<Id>,
    party: Option<Id>,
    kind: Option<IncidentKind>,
}

/// Lists the incidents that pass the filters, in the order of their dates.
pub(crate) fn run(args: &ListArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let record = conflict::record(conflict)?;
    let filter = Filter::new(args, &record)?;
    let mut rows = record.chronicle();
    rows.retain(|row| filter.passes(&record, row));
    if args.json {
        return output::print_json(&rows);
    }
    output::print(&page(&record, &rows, screen))
}

impl Filter {
    fn new(args: &ListArgs, record: &Record) -> Result<Self, Failure> {
        let sectors: Vec<&Id> = record.sectors.iter().map(|sector| &sector.id).collect();
        let parties: Vec<&Id> = record.parties.iter().map(|party| &party.id).collect();
        let kind = args.kind.as_deref().map(|typed| {
            typed.parse::<IncidentKind>().map_err(|error| Failure::Unknown {
                what: "type of incident",
                name: typed.to_owned(),
                hint: error.nearest.map_or_else(
                    || format!("; there are {}", error.known.join(", ")),
                    |nearest| format!("; did you mean {nearest}?"),
                ),
            })
        });
        Ok(Self {
            years: args.year,
            sector: args
                .sector
                .as_deref()
                .map(|typed| lookup::one_of("sector", &sectors, typed))
                .transpose()?,
            party: args
                .party
                .as_deref()
                .map(|typed| lookup::one_of("party", &parties, typed))
                .transpose()?,
            kind: kind.transpose()?,
        })
    }

    fn passes(&self, record: &Record, row: &ChronicleRow<'_>) -> bool {
        let in_years = self
            .years
            .is_none_or(|(from, to)| row.date.earliest().year() <= to && row.date.latest().year() >= from);
        in_years
            && self
                .sector
                .as_ref()
                .is_none_or(|sector| row.sector == Some(sector))
            && self
                .party
                .as_ref()
                .is_none_or(|party| took_part(record, row.id, party))
            && self.kind.is_none_or(|kind| row.kind == kind)
    }
}

/// Whether a party, or a force that belongs to it, is among the participants or has claims about it.
fn took_part(record: &Record, incident: &Id, wanted: &Id) -> bool {
    let is_wanted = |id: &Id| {
        id == wanted
            || record
                .parties
                .get(id)
                .and_then(|party| state_of(record, party))
                .is_some_and(|state| state.id == *wanted)
    };
    record.participants_in(incident).any(|row| is_wanted(&row.party))
        || record
            .claims_about(incident)
            .any(|claim| claim.party.iter().any(is_wanted))
}

fn page(record: &Record, rows: &[ChronicleRow<'_>], screen: &Screen) -> String {
    if rows.is_empty() {
        return "No incident passes all of these filters.\n".to_owned();
    }
    let most = rows
        .iter()
        .max_by_key(|row| row.claims)
        .map_or("ID", |row| row.id.as_str());
    let note = format!(
        "{} incidents. Men and losses are ranges over all who claim them; † marks losses of which nobody tells more \
         than the dead or the wounded. One in full: halha record show {most}",
        rows.len(),
    );
    format!(
        "{}\n{}",
        table(record, rows, screen),
        dim(&paragraph(screen, &note, 0))
    )
}

const HEADINGS: [&str; 6] = ["Date", "Incident, place", "Parties", "Men", "Losses", "Outcome"];

/// Widths of date, incident and parties, with their gaps; men and losses are as wide as they need to be.
const DATE: u16 = 13;
const INCIDENT: u16 = 21;
const PARTIES: u16 = 16;

/// Incidents as a table: the sides one under the other, with their men and losses beside them.
pub(crate) fn table(record: &Record, rows: &[ChronicleRow<'_>], screen: &Screen) -> String {
    let cells: Vec<[String; 6]> = rows.iter().map(|row| cells(record, row)).collect();
    let widest = |at: usize| {
        let lines = cells.iter().flat_map(|row| row[at].lines()).chain([HEADINGS[at]]);
        u16::try_from(lines.map(tables::width_of).max().unwrap_or(0))
            .unwrap_or(u16::MAX)
            .saturating_add(tables::GAP)
    };
    let mut widths = vec![DATE, INCIDENT, PARTIES, widest(3), widest(4)];
    widths.push(screen.width.saturating_sub(widths.iter().sum()).max(14));
    let mut table = tables::table(&HEADINGS);
    for row in cells {
        table.add_row(row);
    }
    tables::text(table, &widths)
}

fn cells(record: &Record, row: &ChronicleRow<'_>) -> [String; 6] {
    let room = usize::from(PARTIES - tables::GAP);
    let [mut parties, mut men, mut losses] = [const { Vec::new() }; 3];
    for of_side in &row.parties {
        let names = states(record, &of_side.parties).join(", ");
        let lines = tables::wrap(&names, room, 0);
        let figure = |figures: &[SideFigure<'_>]| {
            let found = figures.iter().find(|figure| Some(figure.side) == of_side.side);
            found.map_or_else(|| "·".to_owned(), figure)
        };
        // As many lines in each column, so that the sides stay beside each other.
        let below = vec![String::new(); lines.len() - 1];
        men.extend(std::iter::once(figure(&row.men)).chain(below.clone()));
        losses.extend(std::iter::once(figure(&row.losses)).chain(below));
        parties.extend(lines);
    }
    let indent = if row.part_of.is_some() { "– " } else { "" };
    let place = row.sector.map_or_else(
        || row.place.to_owned(),
        |sector| format!("{}, {sector}", row.place),
    );
    let room = usize::from(INCIDENT - tables::GAP);
    let mut incident = tables::wrap_at_hyphens(&format!("{indent}{}", row.id), room);
    incident.extend(tables::wrap(&place, room, 0));
    [
        row.date.describe(),
        incident.join("\n"),
        parties.join("\n"),
        men.join("\n"),
        losses.join("\n"),
        row.outcome.to_owned(),
    ]
}

/// The states and clients that took part, by themselves or through their forces.
fn states<'r>(record: &'r Record, parties: &[&'r Id]) -> Vec<&'r str> {
    let mut states: Vec<&str> = Vec::new();
    for party in parties.iter().filter_map(|id| record.parties.get(id)) {
        let state = state_of(record, party).unwrap_or(party).id.as_str();
        if !states.contains(&state) {
            states.push(state);
        }
    }
    states
}

/// `1,300–1,500`, `≥ 57,000`, with a mark where only a part of the losses is told.
fn figure(figure: &SideFigure<'_>) -> String {
    let range = Value::Number {
        low: Some(figure.low),
        high: figure.high,
    };
    format!("{range}{}", if figure.only_parts { "†" } else { "" })
}
