//! The head of the page: sides, parties, sectors, places and the map.

use halha_record::Record;
use halha_record::model;

use crate::wire::conflict::{
    Claimant, Conflict, Feature, FeatureProperties, Geometry, Party, Place, RecordCounts, Sector, SectorSide,
    Side,
};

fn text<T: ToString>(id: &Option<T>) -> Option<String> {
    id.as_ref().map(ToString::to_string)
}

pub(crate) fn conflict(record: &Record) -> Conflict {
    let head = &record.conflict;
    Conflict {
        id: head.id.to_string(),
        title: head.title.clone(),
        summary: head.summary.clone(),
        licence: head.licence.clone(),
        days: [head.start.earliest().to_string(), head.end.latest().to_string()],
        sides: head.sides.iter().map(|s| side(record, s)).collect(),
        parties: record.parties.iter().map(|p| party(record, p)).collect(),
        claimants: record.claimants.iter().map(claimant).collect(),
        sectors: record.sectors.iter().map(|s| sector(record, s)).collect(),
        places: record.places.iter().map(place).collect(),
        counts: RecordCounts {
            incidents: record.incidents.len(),
            claims: record.claims.len(),
            sources: record.sources.len(),
            rivals: record.rivals().len(),
        },
    }
}

fn side(record: &Record, side: &model::Side) -> Side {
    let short = record.name_of(&side.leader);
    Side {
        id: side.id.to_string(),
        name: side.name.clone(),
        short: if short == side.leader.as_str() {
            side.name.clone()
        } else {
            short.to_owned()
        },
        leader: side.leader.to_string(),
    }
}

fn party(record: &Record, party: &model::Party) -> Party {
    Party {
        id: party.id.to_string(),
        name: party.name.clone(),
        kind: party.kind.to_string(),
        side: record.side_of(&party.id).map(ToString::to_string),
        part_of: text(&party.part_of),
        members: party.members.iter().map(ToString::to_string).collect(),
        note: party.note.clone(),
    }
}

fn claimant(claimant: &model::Claimant) -> Claimant {
    Claimant {
        id: claimant.id.to_string(),
        name: claimant.name.clone(),
        voice: claimant.voice.to_string(),
        leaning: text(&claimant.leaning),
        note: claimant.note.clone(),
    }
}

fn sector(record: &Record, sector: &model::Sector) -> Sector {
    let sides = record.sector_sides.iter().filter(|s| s.sector == sector.id);
    Sector {
        id: sector.id.to_string(),
        name: sector.name.clone(),
        length_km: sector.length_km,
        terrain: sector.terrain.to_string(),
        river: text(&sector.river),
        vagueness: [sector.vagueness_low, sector.vagueness_high],
        bounds: [sector.west, sector.south, sector.east, sector.north],
        sides: sides.map(sector_side).collect(),
        status: sector.status.to_string(),
        note: sector.note.clone(),
    }
}

fn sector_side(side: &model::SectorSide) -> SectorSide {
    SectorSide {
        side: side.side.to_string(),
        claimed_line: text(&side.claimed_line),
        garrison: [side.garrison_low, side.garrison_high],
        railhead: text(&side.railhead),
        railhead_km: [side.railhead_km_low, side.railhead_km_high],
        status: side.status.to_string(),
        note: side.note.clone(),
    }
}

fn place(place: &model::Place) -> Place {
    Place {
        id: place.id.to_string(),
        name: place.name.clone(),
        other_names: place.other_names.clone(),
        kind: place.kind.to_string(),
        longitude: place.longitude,
        latitude: place.latitude,
        precision_km: place.precision_km,
        sector: text(&place.sector),
        source: place.source.to_string(),
        status: place.status.to_string(),
        note: place.note.clone(),
    }
}

pub(crate) fn geometry(record: &Record) -> Geometry {
    Geometry {
        kind: "FeatureCollection",
        features: record.features.iter().map(feature).collect(),
    }
}

fn feature(feature: &model::Feature) -> Feature {
    let properties = &feature.properties;
    Feature {
        kind: "Feature",
        properties: FeatureProperties {
            id: properties.id.to_string(),
            name: properties.name.clone(),
            kind: properties.kind.to_string(),
            side: text(&properties.side),
            approximate: properties.approximate,
            precision_km: properties.precision_km,
            source: properties.source.to_string(),
            note: properties.note.clone(),
        },
        // A geometry that was read from JSON can be written as JSON.
        geometry: serde_json::to_value(&feature.geometry).unwrap_or_default(),
    }
}
