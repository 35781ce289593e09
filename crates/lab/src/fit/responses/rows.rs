//! The coded responses of a record, each with the situation that the record tells of.

use std::collections::BTreeMap;

use halha_kernel::rung::Rung;
use halha_record::model::DecisionRow;
use halha_record::vocab::{Status, Unit};
use halha_record::{Edtf, Record};

use crate::conflict::LoadedConflict;
use crate::scenario::YearMonth;

/// Hostility with which an episode opens where the record gives no act before its first response: that of ground
/// occupied (model §4).
const OPENING: f64 = 3.0;
/// Men that the two largest rungs need (model §4).
const DIVISION_MEN: f64 = 7_000.0;
const CORPS_MEN: f64 = 22_000.0;
/// Days after the opening before which there is no corps offensive (model §4).
const CORPS_DAYS: f64 = 10.0;

/// One response with its situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The incident within which it fell: its episode.
    pub episode: String,
    /// Order within it.
    pub step: u32,
    /// When.
    pub date: Edtf,
    /// Who: index of the side.
    pub side: usize,
    /// What was done.
    pub rung: Rung,
    /// Score of the act before.
    pub h_last: f64,
    /// The highest score so far.
    pub h_max: f64,
    /// Whether the enemy or the deciding side itself holds ground.
    pub ground: Ground,
    /// What could have been done, approved or not; what was done could.
    pub possible: [bool; 13],
    /// Distraction and autonomy covariate of the side in that month.
    pub distraction: f64,
    /// Multiplier of the side's autonomy.
    pub autonomy: f64,
    /// Vagueness of the sector.
    pub vagueness: f64,
    /// Whether the capital had approved, where that is told.
    pub authorised: Option<bool>,
    /// Where it can be read.
    pub source: String,
}

/// Who holds the disputed ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Nobody, or it is not told.
    Nobody,
    /// The side that decides.
    Own,
    /// The other side.
    Enemy,
}

impl Response {
    /// The response in one line.
    pub fn in_words(&self) -> String {
        format!(
            "{} {}: {} by side {} ({}; {})",
            self.episode,
            self.step,
            name(self.rung),
            self.side,
            self.date,
            self.source
        )
    }
}

/// The name of a rung as the record writes it.
fn name(rung: Rung) -> &'static str {
    [
        "ignore",
        "protest",
        "investigate",
        "reinforce",
        "punitive",
        "air-strike",
        "seize",
        "division-offensive",
        "corps-offensive",
        "ceasefire-offer",
        "return-bodies",
        "withdraw",
        "general-war",
    ][rung as usize]
}

/// What has happened in an episode so far.
struct Course {
    h_last: f64,
    h_max: f64,
    holder: Option<usize>,
    opened: Edtf,
}

/// All coded responses in the order of their episodes, and what was left out with the reason.
pub fn responses(conflict: &LoadedConflict) -> (Vec<Response>, Vec<String>) {
    let record = &conflict.record;
    let mut rows: Vec<&DecisionRow> = record.decisions.iter().collect();
    rows.sort_by(|a, b| a.incident.cmp(&b.incident).then(a.step.cmp(&b.step)));
    let mut courses: BTreeMap<&str, Course> = BTreeMap::new();
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for row in rows {
        let course = courses
            .entry(row.incident.as_str())
            .or_insert_with(|| Course::new(record, row));
        match response(conflict, row, course) {
            Ok(response) => {
                course.goes_on(&response);
                found.push(response);
            }
            Err(why) => left_out.push(format!("{} {}: {why}", row.incident, row.step)),
        }
    }
    (found, left_out)
}

impl Course {
    fn new(record: &Record, first: &DecisionRow) -> Self {
        let incident = record.incidents.get(first.incident.as_str());
        Self {
            h_last: OPENING,
            h_max: OPENING,
            holder: None,
            opened: incident.map_or_else(|| first.date.clone(), |i| i.date.clone()),
        }
    }

    fn goes_on(&mut self, response: &Response) {
        self.h_last = response.rung.score();
        self.h_max = self.h_max.max(self.h_last);
        match response.rung {
            Rung::Seize => self.holder = Some(response.side),
            Rung::Withdraw if self.holder == Some(response.side) => self.holder = None,
            Rung::Punitive if self.holder == Some(1 - response.side) => self.holder = None,
            _ => {}
        }
    }
}

fn response(conflict: &LoadedConflict, row: &DecisionRow, course: &Course) -> Result<Response, &'static str> {
    if !matches!(row.status, Status::Stated | Status::Reported | Status::Doubtful) {
        return Err("its status lets it inform no fit");
    }
    let record = &conflict.record;
    let side = record
        .conflict
        .sides
        .iter()
        .position(|s| s.id == row.side)
        .ok_or("no side decides")?;
    let first = row.date.earliest();
    let month = YearMonth {
        year: first.year(),
        month: first.month(),
    };
    let index = conflict
        .calendar
        .index(month)
        .ok_or("its date lies outside the history")?;
    let scenario = conflict.scenario.scenario();
    let month = &scenario.months[index];
    let rung = Rung::ALL[row.rung as usize];
    let ground = match course.holder {
        None => Ground::Nobody,
        Some(holder) if holder == side => Ground::Own,
        Some(_) => Ground::Enemy,
    };
    let days = conflict.calendar.day(first) - conflict.calendar.day(course.opened.earliest());
    Ok(Response {
        episode: row.incident.to_string(),
        step: row.step,
        date: row.date.clone(),
        side,
        rung,
        h_last: course.h_last,
        h_max: course.h_max,
        ground,
        possible: possible(course, ground, men(record, row, side), days, rung),
        distraction: month.distraction[side],
        autonomy: month.autonomy[side],
        vagueness: vagueness(conflict, row),
        authorised: row.authorised,
        source: row.source.to_string(),
    })
}

/// What the model's table lets a side do, as far as the record tells; what was done was possible.
fn possible(course: &Course, ground: Ground, men: f64, days: f64, done: Rung) -> [bool; 13] {
    let mut out = [true; 13];
    out[Rung::Investigate as usize] = course.h_last <= 5.0;
    out[Rung::Seize as usize] = ground != Ground::Own;
    out[Rung::Division as usize] = men >= DIVISION_MEN;
    out[Rung::Corps as usize] = men >= CORPS_MEN && days >= CORPS_DAYS;
    out[Rung::CeasefireOffer as usize] = course.h_max >= 3.0;
    out[Rung::Withdraw as usize] = ground == Ground::Own || course.h_max >= 2.0;
    out[Rung::GeneralWar as usize] = course.h_max >= Rung::Division.score();
    out[done as usize] = true;
    out
}

/// The most men that anybody claims the side to have had in the incident or a part of it.
fn men(record: &Record, row: &DecisionRow, side: usize) -> f64 {
    let id = &record.conflict.sides[side].id;
    let parts = record.parts_of(row.incident.as_str());
    let incidents = std::iter::once(row.incident.as_str()).chain(parts.iter().map(|p| p.id.as_str()));
    let mut most: f64 = 0.0;
    for incident in incidents {
        for claim in record.claims_about(incident) {
            let s = &claim.statement;
            let present = claim.attribute == "present" && s.unit == Unit::Men && claim.element.is_none();
            if !present || s.status == Status::Unverified {
                continue;
            }
            let own = claim.party.iter().all(|p| record.side_of(p.as_str()) == Some(id));
            if let (true, Some((low, high))) = (own, record.quantity(s).as_read().ends()) {
                most = most.max(if high.is_finite() { high } else { low });
            }
        }
    }
    most
}

/// Vagueness of the incident's sector; the model's centre where it has none.
fn vagueness(conflict: &LoadedConflict, row: &DecisionRow) -> f64 {
    let incident = conflict.record.incidents.get(row.incident.as_str());
    let sector = incident
        .and_then(|i| i.sector.as_ref())
        .and_then(|s| conflict.record.sectors.get(s.as_str()));
    sector.map_or(0.6, |s| 0.5 * (s.vagueness_low + s.vagueness_high))
}
