//! Incidents in a line each, and one subject's page with every claim in its claimant's book, side by side.

use serde::Serialize;
use utoipa::ToSchema;

use super::shared::{Named, SideFigure, Span};

/// An incident in a line, with all that the map and the timeline need.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentRow {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it was: `clash`, `battle`, `air-battle` …
    pub kind: String,
    /// When.
    pub date: Span,
    /// Where.
    pub place: Named,
    /// Degrees east; null if its place is not listed.
    pub longitude: Option<f64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Radius within which the place lies, km.
    pub precision_km: Option<f64>,
    /// Sector; null if away from the border or along all of it.
    pub sector: Option<String>,
    /// The larger incident that contains it.
    pub part_of: Option<String>,
    /// What it answered: its causes in the chain.
    pub answers: Vec<String>,
    /// Who took part, side by side.
    pub parties: Vec<SideParties>,
    /// How many men each side had, as ranges over all claims.
    pub men: Vec<SideFigure>,
    /// What each side lost in men, as ranges over all claims.
    pub losses: Vec<SideFigure>,
    /// What came of it.
    pub outcome: String,
    /// The side that had the better of it.
    pub victor: Option<String>,
    /// Claims about it.
    pub claims: usize,
    /// Independent sources in which they stand.
    pub sources: usize,
}

/// The parties of one side in an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SideParties {
    /// The side; null for outsiders.
    pub side: Option<String>,
    /// Its parties.
    pub parties: Vec<Named>,
}

/// All that the record holds about one incident, act or the conflict as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Page {
    /// Stable name.
    pub id: String,
    /// What `id` names: `incident`, `act` or `conflict`.
    pub of: &'static str,
    /// What it is called.
    pub name: String,
    /// Other names and spellings.
    pub other_names: Vec<String>,
    /// What kind of incident or act it was.
    pub kind: Option<String>,
    /// When.
    pub date: Option<Span>,
    /// What came of it, in a few words.
    pub outcome: String,
    /// Anything else a reader should know.
    pub note: String,
    /// The same incident in a line; null for acts and the conflict.
    pub row: Option<IncidentRow>,
    /// Who took part, by whose account.
    pub participants: Vec<Participant>,
    /// Who keeps the books in which there are claims: the columns of the sections' rows, in order.
    pub books: Vec<Book>,
    /// Claims by what they tell.
    pub sections: Vec<Section>,
    /// The incident that contains it.
    pub part_of: Option<ChainLink>,
    /// What it answered.
    pub answers: Vec<ChainLink>,
    /// What answered it.
    pub answered_by: Vec<ChainLink>,
    /// Its parts, in order.
    pub parts: Vec<IncidentRow>,
    /// Acts about it or any of its parts, by date.
    pub acts: Vec<ActRow>,
    /// The commands' decisions within it, in order.
    pub decisions: Vec<Decision>,
    /// Later works that show it.
    pub depictions: Vec<Depiction>,
    /// The sources of everything on the page, numbered in the order of their first use.
    pub sources: Vec<NumberedSource>,
    /// Claims on the page that are marked doubtful or unverified.
    pub weak_claims: usize,
}

/// Who took part in an incident, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Participant {
    /// Who.
    pub party: Named,
    /// The side.
    pub side: Option<String>,
    /// As what: `initiator`, `target` …
    pub role: String,
    /// The formation named by the source.
    pub unit: String,
    /// Who led it there.
    pub commander: String,
    /// Who says so.
    pub claimed_by: Named,
    /// Where this can be read.
    pub source: String,
    /// How sure it is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// In whose book claims stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Book {
    /// What kind of book it is.
    pub kind: BookKind,
    /// The side, or the kind of voice (`archive`, `scholar`, `dataset` …); null for `both` and `outsider`.
    pub of: Option<String>,
    /// What it is called, for a column's head.
    pub name: String,
}

/// What kind of book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BookKind {
    /// A side speaks for itself.
    Side,
    /// Parties of both sides speak together.
    Both,
    /// A party of neither side.
    Outsider,
    /// A voice that is no party's.
    Voice,
}

/// A section of a page.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Section {
    /// `forces`, `losses`, `things-lost`, `figures`, `dates` or `accounts`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// One figure a row.
    pub rows: Vec<PageRow>,
}

/// One figure, as everybody claims it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PageRow {
    /// What is said.
    pub attribute: String,
    /// What a claim of this attribute says.
    pub meaning: String,
    /// What is counted, if not men.
    pub element: Option<String>,
    /// Whom it is about.
    pub parties: Vec<Named>,
    /// The side of those parties, if they are of one.
    pub side: Option<String>,
    /// When the figure holds, if not for the whole of the subject.
    pub date: Option<Span>,
    /// In which unit it is given.
    pub unit: String,
    /// What each book says, in the order of the page's books.
    pub books: Vec<Vec<PageClaim>>,
}

/// One claim on a page.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PageClaim {
    /// Who makes it.
    pub claimed_by: Named,
    /// What the source says, to be read: `≥ 1,300`, `24–60`, `11 May 1939`, a text; empty where it has only words.
    pub stated: String,
    /// The same with its words read by their named assumption.
    pub as_read: String,
    /// Low end of the number as read; null for "at most", for dates and for texts.
    pub low: Option<f64>,
    /// High end of the number as read; null for "at least", for dates and for texts.
    pub high: Option<f64>,
    /// The source's own words, where it gives no number.
    pub words: String,
    /// The named assumption that reads the words.
    pub reading: Option<String>,
    /// Number of the source on the page.
    pub source: usize,
    /// Section, page, table or row.
    pub locator: String,
    /// How it was come by.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// An incident in a chain.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChainLink {
    /// The incident.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When.
    pub date: Span,
}

/// What was done between states without force.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ActRow {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What was done: `protest`, `ceasefire`, `pact` …
    pub kind: String,
    /// When.
    pub date: Span,
    /// Who did it.
    pub actors: Vec<Named>,
    /// Towards whom.
    pub targets: Vec<Named>,
    /// The side of the actors, if they are of one.
    pub side: Option<String>,
    /// Incidents or acts that it answered or settled.
    pub about: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// What came of it.
    pub outcome: String,
    /// Who says so.
    pub claimed_by: Named,
    /// Where this can be read.
    pub source: String,
    /// Section, page, table or row.
    pub locator: String,
    /// How sure the row is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// A command's recorded decision, as a rung of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Decision {
    /// Order within the incident, from 1.
    pub step: u32,
    /// When.
    pub date: Span,
    /// The side that decided.
    pub side: String,
    /// The command that decided.
    pub command: Option<Named>,
    /// At which height.
    pub level: String,
    /// The response, as a rung of the ladder.
    pub rung: String,
    /// What it answered.
    pub after: String,
    /// Whether the capital had approved; null if that is not known.
    pub authorised: Option<bool>,
    /// Where this can be read.
    pub source: String,
    /// How sure the row is.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// A later work that shows the incident.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Depiction {
    /// Stable name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// When it appeared.
    pub date: Option<Span>,
    /// Whose production it is.
    pub origin: String,
    /// What it shows.
    pub summary: String,
}

/// A source with its number on a page.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NumberedSource {
    /// Number, from 1.
    pub number: usize,
    /// Stable name.
    pub id: String,
    /// Its title; the id if it is not listed.
    pub title: String,
    /// Who wrote or published it.
    pub author: Option<String>,
    /// When, in words.
    pub date: Option<String>,
    /// Where it can be read: to be shown as a link, never to be fetched by the page.
    pub url: Option<String>,
    /// What kind of source it is.
    pub kind: Option<String>,
}
