//! The rows of a conflict folder as types: one struct a table, one field a column.
//!
//! The doc comments here are the codebook: `book/src/reference/codebook.md` and the JSON Schema are generated from them.
//! In a CSV file the columns stand in the order of the fields; an empty cell is `None` (or an empty list); a list of
//! ids in one cell is joined by `;`.

use crate::edtf::Edtf;
use crate::id::Id;
use crate::row::rows;
use crate::table::Named;
use crate::vocab::{
    ActKind, AidAspect, CountCategory, DepictionKind, ElementId, FeatureKind, Holds, IncidentKind, Level,
    PartyKind, PlaceKind, Role, Rung, SourceKind, Status, Terrain, Unit, Voice,
};

rows! {
    /// `conflict.toml`: the head of the folder.
    pub struct Conflict {
        /// Stable name of the conflict; also the subject of claims about the conflict as a whole.
        pub id: Id,
        /// What the conflict is called.
        pub title: String,
        /// EDTF date of the first day covered.
        pub start: Edtf,
        /// EDTF date of the last day covered.
        pub end: Edtf,
        /// SPDX expression of the data licence.
        pub licence: String,
        /// One paragraph in the conflict's own words.
        pub summary: String,
        /// Version of this folder format; `1`.
        pub format: u32,
        /// Exactly two, in a fixed order: the two banks of the river.
        pub sides: Vec<Side>,
    }

    /// `[[side]]` in `conflict.toml`: one of the two coalitions.
    pub struct Side {
        /// Stable name of the side.
        pub id: Id,
        /// What the side is called.
        pub name: String,
        /// The party that decides for the side (the patron).
        pub leader: Id,
    }

    /// `parties.csv`: who acts. A party may belong to a larger one (`japan` ⊃ `kwantung-army`).
    pub struct Party {
        /// Stable name of the party; also its name as a claimant.
        pub id: Id,
        /// What the party is called.
        pub name: String,
        /// What it is. A client is a state under a patron; a force an army, fleet or border guard; a group
        /// several parties taken together.
        pub kind: PartyKind,
        /// Side it belongs to; empty for outsiders.
        pub side: Option<Id>,
        /// For a client: the party whose client it is.
        pub patron: Option<Id>,
        /// For a force: the party it belongs to. For a group: empty.
        pub part_of: Option<Id>,
        /// For a group: its members.
        pub members: Vec<Id>,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `claimants.csv`: who speaks without being a party: scholars, archives, datasets, newspapers, reference works.
    /// Every party is a claimant as well and need not be listed here.
    pub struct Claimant {
        /// Stable name of the claimant.
        pub id: Id,
        /// What the claimant is called.
        pub name: String,
        /// What kind of voice it is.
        pub voice: Voice,
        /// The side whose documents or tradition it mainly rests on, if any; not a judgement.
        pub leaning: Option<Id>,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `sources.toml`, `[[source]]`: where a claim can be read.
    pub struct Source {
        /// Stable name of the source.
        pub id: Id,
        /// Title of the work or page.
        pub title: String,
        /// Who wrote or published it.
        pub author: Option<String>,
        /// When it was published, as an EDTF date.
        pub date: Option<Edtf>,
        /// What it is. What is only remembered (`memory`) serves rows of status `unverified` alone.
        pub kind: SourceKind,
        /// Claimant or party whose voice the source is.
        pub voice: Id,
        /// Language it is written in, ISO 639-1.
        pub language: Option<String>,
        /// Where it can be read, if it may be.
        pub url: Option<String>,
        /// Pages that carry the same text. A mirror is no second source.
        pub mirrors: Vec<String>,
        /// Where a work was not read itself: the sources that report it.
        pub reported_by: Vec<Id>,
        /// What else a reader should know about it.
        pub note: Option<String>,
    }

    /// `commands.csv`: theatre and field commands and the capitals above them.
    pub struct Command {
        /// Stable name of the command.
        pub id: Id,
        /// What the command is called.
        pub name: String,
        /// The party that it belongs to.
        pub party: Id,
        /// At which height of the hierarchy it decides.
        pub level: Level,
        /// The command above it.
        pub superior: Option<Id>,
        /// Place of the headquarters.
        pub seat: Option<Id>,
        /// Where this can be read.
        pub source: Option<Id>,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `sectors.csv`: stretches of the border.
    pub struct Sector {
        /// Stable name of the sector.
        pub id: Id,
        /// What the sector is called.
        pub name: String,
        /// Length along the frontier, km.
        pub length_km: f64,
        /// What it mostly looks like.
        pub terrain: Terrain,
        /// The river or lake that carries the line, if any: a feature of `geometry.geojson`.
        pub river: Option<Id>,
        /// How vague the demarcation is, 0 (surveyed and marked) to 1 (two rival lines, no markers): low end.
        pub vagueness_low: f64,
        /// How vague the demarcation is: high end.
        pub vagueness_high: f64,
        /// Rough outline, for the check that places lie in their sector: western edge, degrees east.
        pub west: f64,
        /// Southern edge of the outline, degrees north.
        pub south: f64,
        /// Eastern edge of the outline, degrees east.
        pub east: f64,
        /// Northern edge of the outline, degrees north.
        pub north: f64,
        /// Where this can be read.
        pub source: Option<Id>,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `sector-sides.csv`: what each side holds and claims in a sector.
    pub struct SectorSide {
        /// The sector.
        pub sector: Id,
        /// The side.
        pub side: Id,
        /// The line this side claims: a feature of `geometry.geojson`.
        pub claimed_line: Option<Id>,
        /// Usual garrison, men: low end.
        pub garrison_low: Option<f64>,
        /// Usual garrison, men: high end.
        pub garrison_high: Option<f64>,
        /// Place of the railhead that supplies the sector.
        pub railhead: Option<Id>,
        /// Road distance from the railhead to the line, km: low end.
        pub railhead_km_low: Option<f64>,
        /// Road distance from the railhead to the line, km: high end.
        pub railhead_km_high: Option<f64>,
        /// Where this can be read.
        pub source: Option<Id>,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `places.csv`: points with a stated precision.
    pub struct Place {
        /// Stable name of the place.
        pub id: Id,
        /// What the place is called.
        pub name: String,
        /// Other names and spellings.
        pub other_names: Vec<String>,
        /// What it is.
        pub kind: PlaceKind,
        /// WGS 84 longitude, degrees, west negative.
        pub longitude: f64,
        /// WGS 84 latitude, degrees, south negative.
        pub latitude: f64,
        /// Radius within which the point lies, km: the precision.
        pub precision_km: f64,
        /// Sector it lies in; empty for places away from the border.
        pub sector: Option<Id>,
        /// Where the position can be read.
        pub source: Id,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `assumptions.toml`, `[[assumption]]`: a named reading or addition that turns words into numbers.
    pub struct Assumption {
        /// Stable name of the assumption.
        pub id: Id,
        /// The words it reads (`several dozen`).
        pub words: String,
        /// What the words mean at least.
        pub low: f64,
        /// What the words mean at most.
        pub high: f64,
        /// Why these numbers.
        pub reason: String,
    }

    /// `incidents.csv`: bounded clashes and acts of force, one a row. A battle's engagements are incidents with `part_of`.
    pub struct Incident {
        /// Stable name of the incident.
        pub id: Id,
        /// What the incident is called.
        pub name: String,
        /// Other names and spellings.
        pub other_names: Vec<String>,
        /// What it was.
        pub kind: IncidentKind,
        /// Sector in which it happened; empty if it happened away from the border or along all of it.
        pub sector: Option<Id>,
        /// Place at which it happened.
        pub place: Id,
        /// When it happened, as an EDTF date.
        pub date: Edtf,
        /// The larger incident that contains this one.
        pub part_of: Option<Id>,
        /// Incidents this one answered (its causes in the chain). Must be no later than this one, and no cycle.
        pub answers: Vec<Id>,
        /// What came of it, in a few words.
        pub outcome: String,
        /// Side that had the better of it; empty when disputed or undecided.
        pub victor: Option<Id>,
        /// Sources that describe it.
        pub sources: Vec<Id>,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `participants.csv`: who took part in an incident, and as what.
    pub struct Participant {
        /// The incident.
        pub incident: Id,
        /// Who took part.
        pub party: Id,
        /// As what it took part. Who initiated may itself be disputed: then one row for each version, by
        /// whoever claims it.
        pub role: Role,
        /// The formation named by the source (`23rd Division`).
        pub unit: String,
        /// Who led the party there.
        pub commander: String,
        /// Who says so: a party or a claimant.
        pub claimed_by: Id,
        /// Where this can be read.
        pub source: Id,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// The columns that every statement shares: what is said, by whom, where, and how sure it is.
    ///
    /// `low` and `high` hold what `unit` says they hold: numbers for a count or measure, EDTF dates for the unit `date`,
    /// the text in `low` for the unit `text`. Equal ends are a point; an empty `high` is "at least `low`"; an empty
    /// `low` is "at most `high`"; both empty needs `words`.
    pub struct Statement {
        /// Low end of the quantity, first date, or the text itself.
        pub low: String,
        /// High end of the quantity, or last date.
        pub high: String,
        /// In what `low` and `high` are given; it also says whether they hold numbers, dates or text.
        pub unit: Unit,
        /// The source's own words where it gives no number (`several dozen`, `over 1,300`, `unknown`).
        pub words: String,
        /// The named assumption that reads the words as numbers. Without one, words stay words.
        pub reading: Option<Id>,
        /// Who makes the claim: a party or a claimant. Not the page where it was found.
        pub claimed_by: Id,
        /// Where the claim can be read.
        pub source: Id,
        /// Section, page, table, row or infobox field.
        pub locator: String,
        /// How sure it is that the source says so. Rows of status `unverified` inform no fit.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `claims.csv`, or any number of files in `claims/`: one statement a row about one incident, act or the conflict.
    pub struct ClaimRow {
        /// Subject: an incident, an act, or the conflict's own id.
        pub incident: Id,
        /// A standard attribute (`killed`, `present`, `lost` …) or one of `attributes.csv`.
        pub attribute: Id,
        /// For things rather than men, and for men of one arm: a standard element. Empty for all men
        /// together.
        pub element: Option<ElementId>,
        /// Whom or whose things the figure is about: one party, or several joined by `;` taken together.
        pub party: Vec<Id>,
        /// When the figure holds, if not for the whole of the incident.
        pub date: Option<Edtf>,
        /// What is said, by whom, where, and how sure it is.
        #[serde(flatten)]
        pub statement: Statement,
    }

    /// `attributes.csv`: attributes this conflict needs beyond the standard list.
    pub struct AttributeRow {
        /// Stable name of the attribute.
        pub id: Id,
        /// What its claims hold.
        pub holds: Holds,
        /// What a claim of this attribute says.
        pub meaning: String,
    }

    /// `counts.csv`: how many incidents somebody counted in a period.
    pub struct CountRow {
        /// Names the series: `border-disputes-japanese-army`.
        pub id: Id,
        /// What was counted.
        pub category: CountCategory,
        /// The period counted, as an EDTF date or interval.
        pub period: Edtf,
        /// Side or party accused, if the count is of one side's acts.
        pub accused: Vec<Id>,
        /// Sector counted, if not the whole border.
        pub sector: Option<Id>,
        /// What is said, by whom, where, and how sure it is.
        #[serde(flatten)]
        pub statement: Statement,
    }

    /// `forces.csv`: force levels in the theatre at a date.
    pub struct ForceRow {
        /// When the level held, as an EDTF date.
        pub date: Edtf,
        /// Party or force whose level it is.
        pub party: Vec<Id>,
        /// Command under which they stood, if the source names it.
        pub command: Option<Id>,
        /// Sector in which they stood, if the source names it.
        pub sector: Option<Id>,
        /// What is counted.
        pub element: ElementId,
        /// What is said, by whom, where, and how sure it is.
        #[serde(flatten)]
        pub statement: Statement,
    }

    /// `acts.csv`: what was done between states without force: protests, refusals, cease-fires, pacts, declarations,
    /// decisions. Figures and dates about an act, where sources differ, are claims with the act as subject.
    pub struct ActRow {
        /// Stable name of the act.
        pub id: Id,
        /// What the act is called.
        pub name: String,
        /// What was done.
        pub kind: ActKind,
        /// When it was done, as an EDTF date.
        pub date: Edtf,
        /// Who did it.
        pub actor: Vec<Id>,
        /// Towards whom.
        pub target: Vec<Id>,
        /// Incident or act it answered or settled.
        pub about: Vec<Id>,
        /// Where it was done.
        pub place: Option<Id>,
        /// What came of it, in a few words.
        pub outcome: String,
        /// Who says so: a party or a claimant.
        pub claimed_by: Id,
        /// Where this can be read.
        pub source: Id,
        /// Section, page, table, row or infobox field.
        pub locator: String,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `aid.csv`: what a patron or ally delivered, item by item.
    pub struct AidRow {
        /// The flow: `soviet-aid-china`.
        pub id: Id,
        /// Who gave.
        pub donor: Id,
        /// Who received.
        pub recipient: Id,
        /// When, as an EDTF date or interval.
        pub period: Edtf,
        /// What was sent.
        pub element: ElementId,
        /// What the figure says of it.
        pub aspect: AidAspect,
        /// What is said, by whom, where, and how sure it is.
        #[serde(flatten)]
        pub statement: Statement,
    }

    /// `depictions.csv`: later works that show the conflict.
    pub struct DepictionRow {
        /// Stable name of the work.
        pub id: Id,
        /// Title of the work.
        pub title: String,
        /// What it is.
        pub kind: DepictionKind,
        /// When it appeared, as an EDTF date.
        pub date: Option<Edtf>,
        /// Party whose production it is, or a country's plain name.
        pub origin: String,
        /// Incidents, acts or the conflict that it shows.
        pub depicts: Vec<Id>,
        /// What it shows, in a sentence or two.
        pub summary: String,
        /// Where this can be read.
        pub source: Id,
        /// Section, page, table, row or infobox field.
        pub locator: String,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
    }

    /// `decisions.csv`: the recorded responses of commands, coded as rungs of the ladder, for replaying and for fitting.
    pub struct DecisionRow {
        /// The incident (the larger one, if it has parts) within which the decision fell.
        pub incident: Id,
        /// Order within the incident, from 1.
        pub step: u32,
        /// When it was taken, as an EDTF date.
        pub date: Edtf,
        /// The side that decided.
        pub side: Id,
        /// The command that decided, if it is known.
        pub command: Option<Id>,
        /// The height at which it was decided.
        pub level: Level,
        /// The response, as a rung of the ladder.
        pub rung: Rung,
        /// What it answered, in a few words.
        pub after: String,
        /// `yes`, `no` or empty: whether the capital had approved.
        pub authorised: Option<bool>,
        /// Where this can be read.
        pub source: Id,
        /// Section, page, table, row or infobox field.
        pub locator: String,
        /// How sure the row is, as the status of a claim.
        pub status: Status,
        /// Anything else a reader should know.
        pub note: String,
    }

    /// `geometry.geojson`: a FeatureCollection (WGS 84). Each feature has the properties below.
    pub struct GeometryProperties {
        /// Stable name of the feature.
        pub id: Id,
        /// What the feature is called.
        pub name: String,
        /// What it is.
        pub kind: FeatureKind,
        /// For a claimed line: the side that claims it.
        pub side: Option<Id>,
        /// Always true for lines drawn by hand from descriptions.
        pub approximate: bool,
        /// How far the drawn line may be from the real one, km.
        pub precision_km: f64,
        /// Where its course can be read.
        pub source: Id,
        /// Anything else a reader should know.
        pub note: String,
    }
}

/// A line or outline of `geometry.geojson`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Feature {
    /// What it is.
    pub properties: GeometryProperties,
    /// Where it runs: a GeoJSON geometry.
    #[schemars(with = "serde_json::Value")]
    pub geometry: geojson::Geometry,
}

macro_rules! named {
    ($($row:ty),+) => {$(
        impl Named for $row {
            fn id(&self) -> &Id {
                &self.id
            }
        }
    )+};
}
named!(
    Side,
    Party,
    Claimant,
    Source,
    Command,
    Sector,
    Place,
    Assumption,
    Incident,
    AttributeRow,
    ActRow,
    DepictionRow
);

impl Named for Feature {
    fn id(&self) -> &Id {
        &self.properties.id
    }
}
