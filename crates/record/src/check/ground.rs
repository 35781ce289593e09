//! Whether the ground fits together: outlines, ranges of sectors, places in their sectors, shapes that can be drawn.

use geojson::{Geometry, GeometryValue, Position};

use crate::issue::{Code, Issue};
use crate::model::{Place, Sector};
use crate::read::cells::Context;
use crate::record::Record;
use crate::table::Origin;
use crate::vocab::FeatureKind;

/// Length of a degree of latitude, km.
const DEGREE_KM: f64 = 111.2;

/// Checks sectors, places, incidents' sectors and geometry.
pub(crate) fn check(record: &Record, context: &mut Context) {
    let mut found = Vec::new();
    for (sector, origin) in record.sectors.located() {
        found.extend(reversed(
            "vagueness_low",
            Some(sector.vagueness_low),
            Some(sector.vagueness_high),
            origin,
        ));
        found.extend(reversed("south", Some(sector.south), Some(sector.north), origin));
        // An outline across the antimeridian has its west east of its east.
        if !(sector.west > 0.0 && sector.east < 0.0) {
            found.extend(reversed("west", Some(sector.west), Some(sector.east), origin));
        }
    }
    for (row, origin) in record.sector_sides.located() {
        found.extend(reversed(
            "garrison_low",
            row.garrison_low,
            row.garrison_high,
            origin,
        ));
        found.extend(reversed(
            "railhead_km_low",
            row.railhead_km_low,
            row.railhead_km_high,
            origin,
        ));
    }
    for (place, origin) in record.places.located() {
        let sector = place.sector.as_ref().and_then(|id| record.sectors.get(id));
        found.extend(sector.and_then(|sector| outside(place, sector, origin)));
    }
    found.extend(record.incidents.located().filter_map(|(incident, origin)| {
        let sector = record.places.get(&incident.place)?.sector.as_ref()?;
        let claimed = incident.sector.as_ref().filter(|claimed| *claimed != sector)?;
        let message = format!(
            "the incident's place `{}` lies in sector `{sector}`",
            incident.place
        );
        let remedy = "give both one sector, or the incident another place";
        Some(Issue::of_row(Code::OutsideSector, origin, message, remedy).cell("sector", claimed))
    }));
    for (feature, origin) in record.features.located() {
        let id = &feature.properties.id;
        if let Some(message) = undrawable(&feature.geometry) {
            let remedy = "give positions as [longitude, latitude] in degrees, two at least for a line";
            found.push(Issue::of_row(Code::Geometry, origin, message, remedy).cell("geometry", id));
        }
        if feature.properties.kind == FeatureKind::ClaimedLine && feature.properties.side.is_none() {
            let remedy = "give the side that claims the line";
            let issue = Issue::of_row(
                Code::EmptyCell,
                origin,
                "a claimed line that nobody claims",
                remedy,
            );
            found.push(issue.cell("side", ""));
        }
    }
    found.into_iter().for_each(|issue| context.issues.push(issue));
}

fn reversed(column: &str, low: Option<f64>, high: Option<f64>, origin: &Origin) -> Option<Issue> {
    let (low, high) = (low?, high?);
    let issue = || {
        let message = format!("`{column}` is above its other end, {high}");
        Issue::of_row(Code::ReversedRange, origin, message, "exchange the two").cell(column, &low.to_string())
    };
    (low > high).then(issue)
}

/// Whether a place lies outside the outline of its sector by more than its own precision.
fn outside(place: &Place, sector: &Sector, origin: &Origin) -> Option<Issue> {
    let slack = place.precision_km / DEGREE_KM;
    let shrink = place.latitude.to_radians().cos().max(0.01);
    let east_slack = slack / shrink;
    let latitude = (sector.south - slack..=sector.north + slack).contains(&place.latitude);
    let across = sector.west > sector.east;
    let after_west = place.longitude >= sector.west - east_slack;
    let before_east = place.longitude <= sector.east + east_slack;
    let longitude = if across {
        after_west || before_east
    } else {
        after_west && before_east
    };
    if (latitude && longitude) || place.latitude.abs() > 90.0 || place.longitude.abs() > 180.0 {
        return None;
    }
    let message = format!(
        "({}, {}) lies outside the outline of the sector, {} to {} east and {} to {} north",
        place.longitude, place.latitude, sector.west, sector.east, sector.south, sector.north
    );
    let remedy = "mend the coordinates (longitude comes first), the sector, or its outline";
    Some(Issue::of_row(Code::OutsideSector, origin, message, remedy).cell("sector", &sector.id))
}

/// Why a shape cannot be drawn.
fn undrawable(geometry: &Geometry) -> Option<String> {
    match &geometry.value {
        GeometryValue::Point { coordinates } => misplaced(std::slice::from_ref(coordinates)),
        GeometryValue::MultiPoint { coordinates } => misplaced(coordinates),
        GeometryValue::LineString { coordinates } => line(coordinates, 2),
        GeometryValue::MultiLineString { coordinates } => lines(coordinates, 2),
        // A ring comes back to where it began.
        GeometryValue::Polygon { coordinates } => lines(coordinates, 4),
        GeometryValue::MultiPolygon { coordinates } if coordinates.is_empty() => {
            Some("no polygons".to_owned())
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().find_map(|polygon| lines(polygon, 4))
        }
        GeometryValue::GeometryCollection { geometries } => geometries.iter().find_map(undrawable),
    }
}

fn lines(lines: &[Vec<Position>], least: usize) -> Option<String> {
    if lines.is_empty() {
        return Some("a shape without lines".to_owned());
    }
    lines.iter().find_map(|positions| line(positions, least))
}

fn line(positions: &[Position], least: usize) -> Option<String> {
    if positions.len() < least {
        return Some(format!(
            "a line of {} positions; {least} at least make one",
            positions.len()
        ));
    }
    misplaced(positions)
}

fn misplaced(positions: &[Position]) -> Option<String> {
    positions.iter().find_map(|position| match position.as_slice() {
        [longitude, latitude, ..] if longitude.abs() <= 180.0 && latitude.abs() <= 90.0 => None,
        other => Some(format!("no position on earth: {other:?}")),
    })
}
