//! The record's other tables: counts, force levels, aid, rivals, sources.

use serde::Serialize;
use utoipa::ToSchema;

use super::incidents::Book;
use super::shared::{Named, Span};

/// What is said, by whom, where, and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Statement {
    /// To be read: `152`, `≥ 1,300`, `24–60`.
    pub text: String,
    /// Low end as read by the named assumption; null for "at most", dates and texts.
    pub low: Option<f64>,
    /// High end as read by the named assumption; null for "at least", dates and texts.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// The source's own words, where it gives no number.
    pub words: String,
    /// Who claims it.
    pub claimed_by: Named,
    /// In whose book it stands; null if nobody of that name is listed.
    pub book: Option<Book>,
    /// Source in which it stands.
    pub source: String,
    /// Section, page, table or row.
    pub locator: String,
    /// How it was come by.
    pub status: String,
    /// Anything else.
    pub note: String,
}

/// How many incidents somebody counted in a period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountRow {
    /// Names the series.
    pub id: String,
    /// What was counted.
    pub category: String,
    /// The period counted.
    pub period: Span,
    /// Whose acts were counted, if of one side alone.
    pub accused: Vec<Named>,
    /// Sector, if not the whole border.
    pub sector: Option<String>,
    /// The count.
    #[serde(flatten)]
    pub statement: Statement,
}

/// A force level in the theatre.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ForceRow {
    /// When it held.
    pub date: Span,
    /// Whose.
    pub parties: Vec<Named>,
    /// The side of those parties.
    pub side: Option<String>,
    /// Sector in which they stood.
    pub sector: Option<String>,
    /// What is counted.
    pub element: String,
    /// The level.
    #[serde(flatten)]
    pub statement: Statement,
}

/// What a patron or ally delivered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AidRow {
    /// The flow.
    pub id: String,
    /// Who gave.
    pub donor: Named,
    /// Who received.
    pub recipient: Named,
    /// When.
    pub period: Span,
    /// What was sent.
    pub element: String,
    /// What the figure says of it.
    pub aspect: String,
    /// The figure.
    #[serde(flatten)]
    pub statement: Statement,
}

/// Claims by different claimants about one figure, which do not agree.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Rival {
    /// What the figure is about.
    pub subject: Named,
    /// What is said of it.
    pub attribute: String,
    /// What a claim of this attribute says.
    pub meaning: String,
    /// What is counted, if not men.
    pub element: Option<String>,
    /// Whom it is about.
    pub parties: Vec<Named>,
    /// The side of those parties.
    pub side: Option<String>,
    /// When the figure holds, if not for the whole of the subject.
    pub date: Option<Span>,
    /// The highest divided by the lowest; null where somebody says none.
    pub times: Option<f64>,
    /// Some value lies inside the range of every claim: they differ, but do not contradict each other.
    pub reconcilable: bool,
    /// Independent sources in which the claims stand.
    pub sources: usize,
    /// Who says what, from the lowest figure to the highest.
    pub claims: Vec<RivalClaim>,
}

/// One claim among rivals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RivalClaim {
    /// Middle of the figure, in the base of its dimension.
    pub middle: f64,
    /// The claim.
    #[serde(flatten)]
    pub statement: Statement,
}

/// A work in which claims can be read.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourceRow {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who wrote or published it.
    pub author: Option<String>,
    /// When, in words.
    pub date: Option<String>,
    /// What it is.
    pub kind: String,
    /// Whose voice it is.
    pub voice: Named,
    /// In whose book it speaks.
    pub book: Option<Book>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Where it can be read: to be shown as a link, never to be fetched by the page.
    pub url: Option<String>,
    /// How it came to be known.
    pub reading: Reading,
    /// The sources that report it, where it was not read itself.
    pub reported_by: Vec<String>,
    /// Statements that rest on it.
    pub claims: usize,
    /// Those of them that are doubtful or unverified.
    pub weak: usize,
    /// Claimants who speak through it.
    pub claimants: usize,
    /// Anything else.
    pub note: String,
}

/// How a source came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// It was read itself.
    Read,
    /// It is known as other sources report it.
    Reported,
    /// It is remembered, and no page was seen.
    Remembered,
}
