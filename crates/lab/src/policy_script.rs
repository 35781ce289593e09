//! The recorded decisions of commands as lines of a script that a run can replay.

use halha_kernel::policy::Line;
use halha_kernel::rung::Rung;
use halha_record::Record;
use halha_record::model::DecisionRow;

use crate::scenario::Calendar;
use crate::store::schema::Words;

/// How far from its recorded date a decision may be replayed, days. Assumed: crises of a run do not fall on the days of
/// the recorded ones, and half a year keeps a decision within its season and its stretch of the arms race.
const REACH_DAYS: f64 = 183.0;

/// The decisions of the record that fall into the history and into a sector, in the order of date and step.
///
/// A line waits from half a year before its date to half a year after for a crisis in its sector in which its side can
/// take that rung. Decisions of incidents away from the border's sectors are not among them.
pub fn lines(record: &Record, calendar: &Calendar) -> Vec<Line> {
    let mut dated: Vec<(f64, u32, Line)> = record
        .decisions
        .iter()
        .filter_map(|d| line(record, calendar, d))
        .collect();
    dated.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    dated.into_iter().map(|(_, _, line)| line).collect()
}

fn line(record: &Record, calendar: &Calendar, decision: &DecisionRow) -> Option<(f64, u32, Line)> {
    let incident = record.incidents.iter().find(|i| i.id == decision.incident)?;
    let sector_id = incident.sector.as_ref()?;
    let sector = record.sectors.iter().position(|s| s.id == *sector_id)?;
    let side = record.conflict.sides.iter().position(|s| s.id == decision.side)?;
    let (first, last) = (
        calendar.day(decision.date.earliest()),
        calendar.day(decision.date.latest()),
    );
    if last < 0.0 || first >= calendar.end_days() {
        return None;
    }
    let line = Line {
        sector,
        side,
        from: first - REACH_DAYS,
        to: last + REACH_DAYS,
        rung: rung(decision)?,
    };
    Some((first, decision.step, line))
}

pub(crate) fn rung(decision: &DecisionRow) -> Option<Rung> {
    let name = decision.rung.to_string();
    let index = Words::Rung.list().iter().position(|word| *word == name)?;
    Rung::from_index(u8::try_from(index).ok()?)
}
