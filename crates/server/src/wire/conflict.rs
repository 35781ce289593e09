//! The conflict as a whole: sides, parties, sectors, places, the map, the strategic context, words.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::shared::{Named, Span};

/// The head of the page: who, where, when.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Conflict {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// In a paragraph.
    pub summary: String,
    /// SPDX expression of the data's licence.
    pub licence: String,
    /// First and last day of the history, `YYYY-MM-DD`: the ends of the shared clock.
    pub days: [String; 2],
    /// The two sides, in the order in which pairs of figures stand everywhere.
    #[schema(min_items = 2, max_items = 2)]
    pub sides: Vec<Side>,
    /// Who acts.
    pub parties: Vec<Party>,
    /// Who speaks without being a party.
    pub claimants: Vec<Claimant>,
    /// Stretches of the border, in the order of the record.
    pub sectors: Vec<Sector>,
    /// Points with a stated precision.
    pub places: Vec<Place>,
    /// Number of incidents, claims and sources.
    pub counts: RecordCounts,
}

/// How much the record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordCounts {
    /// Incidents.
    pub incidents: usize,
    /// Claims about incidents, acts and the conflict.
    pub claims: usize,
    /// Sources.
    pub sources: usize,
    /// Figures about which claimants disagree.
    pub rivals: usize,
}

/// One of the two coalitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Side {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What its leader is called: the short form for labels.
    pub short: String,
    /// The party that leads it.
    pub leader: String,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Party {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is: `state`, `client`, `force`, `group` …
    pub kind: String,
    /// Side that it belongs to, by itself or through what it is part of; null for outsiders.
    pub side: Option<String>,
    /// The party that it is part of.
    pub part_of: Option<String>,
    /// Members of a group.
    pub members: Vec<String>,
    /// Anything else.
    pub note: String,
}

/// Who speaks without being a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Claimant {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What kind of voice it is: `archive`, `scholar`, `dataset`, `press` …
    pub voice: String,
    /// The side whose documents or tradition it mainly rests on; not a judgement.
    pub leaning: Option<String>,
    /// Anything else.
    pub note: String,
}

/// A stretch of the border.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Sector {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Length along the frontier, km.
    pub length_km: f64,
    /// What it mostly looks like.
    pub terrain: String,
    /// The river or lake that carries the line: a feature of the map.
    pub river: Option<String>,
    /// How vague the demarcation is, from 0 (surveyed and marked) to 1 (two rival lines): low and high end.
    pub vagueness: [f64; 2],
    /// Rough outline: west, south, east, north, degrees.
    pub bounds: [f64; 4],
    /// What each side holds and claims there.
    pub sides: Vec<SectorSide>,
    /// How sure the row is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// What a side holds and claims in a sector.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectorSide {
    /// The side.
    pub side: String,
    /// The line that it claims: a feature of the map.
    pub claimed_line: Option<String>,
    /// Usual garrison, men: low and high end.
    pub garrison: [Option<f64>; 2],
    /// The railhead that supplies the sector: a place.
    pub railhead: Option<String>,
    /// Road distance from the railhead, km: low and high end.
    pub railhead_km: [Option<f64>; 2],
    /// How sure the row is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// A point with a stated precision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Place {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Other names and spellings.
    pub other_names: Vec<String>,
    /// What it is: `town`, `railhead`, `hill`, `lake` …
    pub kind: String,
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// Radius within which the point lies, km.
    pub precision_km: f64,
    /// Sector that it lies in.
    pub sector: Option<String>,
    /// Where the position can be read.
    pub source: String,
    /// How sure the row is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// The record's own lines and outlines: a GeoJSON FeatureCollection (RFC 7946, WGS 84).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Geometry {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(example = "FeatureCollection")]
    pub kind: &'static str,
    /// The features.
    pub features: Vec<Feature>,
}

/// A line or outline: a GeoJSON Feature.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Feature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(example = "Feature")]
    pub kind: &'static str,
    /// What it is.
    pub properties: FeatureProperties,
    /// Where it runs: a GeoJSON geometry.
    #[schema(value_type = Object)]
    pub geometry: serde_json::Value,
}

/// What a line or outline is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureProperties {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is: `frontier`, `claimed-line`, `river`, `lake`, `railway` …
    pub kind: String,
    /// For a claimed line: the side that claims it.
    pub side: Option<String>,
    /// Drawn by hand from descriptions, or simplified.
    pub approximate: bool,
    /// How far the drawn line may be from the real one, km.
    pub precision_km: f64,
    /// Where its course can be read.
    pub source: String,
    /// Anything else.
    pub note: String,
}

/// What went on above the border: lanes for the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Context {
    /// The lanes, from the top.
    pub lanes: Vec<Lane>,
}

/// A lane of the timeline above the sectors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Lane {
    /// Stable name: `wars`, `pacts`, `aid`, `decisions`, `distraction-<side>`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What the lane shows, and where it comes from.
    pub about: String,
    /// What happened, by date. Empty for a lane of levels.
    pub items: Vec<LaneItem>,
    /// A level that changes in steps or slopes; empty for a lane of items.
    pub levels: Vec<LaneLevel>,
}

/// Something in a lane.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LaneItem {
    /// The act, the incident or the flow of aid.
    pub id: String,
    /// What `id` names: `act`, `incident` or `aid`.
    pub of: &'static str,
    /// What it is called.
    pub title: String,
    /// When.
    pub date: Span,
    /// What kind it is: a kind of act or of incident, or `aid`.
    pub kind: String,
    /// More about it.
    pub note: String,
}

/// A level that begins to hold in a month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LaneLevel {
    /// First day of the month.
    pub from: String,
    /// The level.
    pub level: f64,
}

/// What words mean, for hovering over them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Words {
    /// The project's glossary: word, and what it means.
    pub glossary: BTreeMap<String, String>,
    /// The closed lists of the record (`incident-kind`, `status`, `rung` …): word, and what it means.
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
}

/// Who served this, and within what bounds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Status {
    /// Version of the program.
    pub version: String,
    /// The conflict shown.
    pub conflict: Named,
    /// The run that the page opens on; null if there is none.
    pub run: Option<String>,
    /// Simulations that run now.
    pub simulations: usize,
    /// Bounds of what may be asked for.
    pub limits: Limits,
}

/// Bounds of what may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limits {
    /// Simulations at a time; a few more may wait, the rest is refused.
    pub simulations: usize,
    /// Simulations that may wait.
    pub waiting: usize,
    /// Most campaigns, or pairs, of one simulation.
    pub campaigns: u64,
    /// Most seconds that one simulation may take.
    pub seconds: u64,
    /// Most bytes of a request's body.
    pub body_bytes: usize,
}
