//! What the record says of single years: men lost in named incidents, and whether a division fought.

use halha_record::model::Incident;

use crate::clashes::{claimed_losses, strength};
use crate::conflict::LoadedConflict;

/// Men of one side from which a fight counts as one of division size, as in the kernel's counts.
const DIVISION: f64 = 7_000.0;

/// Lowest and highest sum of the losses claimed for the named incidents of a year, both sides, parts of larger
/// incidents left out. `None` without any.
///
/// The record names the bloodier incidents, so the sum is a lower bound for what a model counts.
pub fn losses(conflict: &LoadedConflict, year: i16) -> Option<[f64; 2]> {
    let whole = begun_in(conflict, year).filter(|i| i.part_of.is_none());
    whole
        .filter_map(|incident| lost(conflict, incident))
        .reduce(|a, b| [a[0] + b[0], a[1] + b[1]])
}

/// Whether the record has a fight of that year with 7,000 men or more on one side by anybody's count.
pub fn division_fought(conflict: &LoadedConflict, year: i16) -> bool {
    begun_in(conflict, year).any(|incident| {
        let men = |side| strength(&conflict.record, incident, side).map_or(0.0, |[_, high]| high);
        men(0).max(men(1)) >= DIVISION
    })
}

fn begun_in(conflict: &LoadedConflict, year: i16) -> impl Iterator<Item = &Incident> {
    let incidents = conflict.record.incidents.iter();
    incidents.filter(move |i| i.date.loose_bounds().0.year() == year)
}

/// Range of all claims on an incident's losses, sides added up: casualties where anybody gives them, else the killed.
fn lost(conflict: &LoadedConflict, incident: &Incident) -> Option<[f64; 2]> {
    let of = |side| {
        let claims = claimed_losses(&conflict.record, incident, side);
        let marks = claims.get("casualties").or_else(|| claims.get("killed"))?;
        let sure = marks
            .iter()
            .filter(|m| m.status != "unverified" && m.status != "doubtful");
        sure.map(|m| [m.low, m.high.unwrap_or(m.low)])
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    };
    match (of(0), of(1)) {
        (Some(a), Some(b)) => Some([a[0] + b[0], a[1] + b[1]]),
        (one, other) => one.or(other),
    }
}
