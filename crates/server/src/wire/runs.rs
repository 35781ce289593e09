//! Runs that are there: what was played, how it compares with the record, fans, distributions, checks and misfits.

use serde::Serialize;
use utoipa::ToSchema;

use super::shared::{Mark, Named, Quantiles, Share, Simulated};

/// A run in a line.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RunItem {
    /// Stable name, to be used in addresses.
    pub id: String,
    /// What it is called: its directory's name, or that it was played when the server began.
    pub title: String,
    /// Whether it can be looked at.
    pub state: RunState,
    /// Campaigns played so far.
    pub played: u64,
    /// Campaigns, all.
    pub replications: u64,
    /// The run will soon be replaced by the same with so many campaigns, of which these are the first; null otherwise.
    pub grows_to: Option<u64>,
    /// Parameter vectors.
    pub draws: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Who decides for the commands: `quantal-response` or `scripted`.
    pub policy: String,
    /// First and last day played, `YYYY-MM-DD`.
    pub days: [String; 2],
    /// Version of the program that played it.
    pub version: String,
    /// The command that makes the same results.
    pub command: String,
    /// Where it comes from.
    pub origin: RunOrigin,
    /// Why it failed; null otherwise.
    pub failure: Option<String>,
}

/// Whether a run can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// It is being played; ask again in a moment.
    Playing,
    /// It can be looked at.
    Ready,
    /// It could not be played or read.
    Failed,
}

/// Where a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunOrigin {
    /// It lies in a folder that was named when the server began.
    Stored,
    /// It was played when the server began, and goes when the server ends.
    Quick,
}

/// What was played, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Run {
    /// The run in a line.
    #[serde(flatten)]
    pub item: RunItem,
    /// Fingerprint of scenario and priors, hexadecimal.
    pub fingerprint: String,
    /// Hash over all results, hexadecimal: the same for the same results.
    pub hash: String,
    /// Whether this program can play its campaigns again, exactly.
    pub reproducible: bool,
    /// The record beside the model, in the order of the history.
    pub comparison: Vec<Comparison>,
    /// Ids of the observables in which record and model do not meet.
    pub misfits: Vec<String>,
    /// How large it gets, and how often.
    pub tail: Tail,
    /// How campaigns and crises ended.
    pub outcomes: Outcomes,
    /// What can be shown as a fan over the years.
    pub measures: Vec<Measure>,
    /// Campaigns worth opening.
    pub shown: Vec<ShownCampaign>,
}

/// One observable: what was claimed, what was simulated, and whether they meet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Comparison {
    /// Stable name.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What the record says: rivals, unreconciled.
    pub recorded: Vec<Mark>,
    /// What the campaigns say.
    pub simulated: Simulated,
    /// Campaigns without a value.
    pub missing: u64,
    /// Every rival that somebody vouches for lies outside the central 90 %.
    pub misfit: bool,
}

/// How large it gets, and how often.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Tail {
    /// Campaigns.
    pub campaigns: u64,
    /// Men of both sides in the largest battle.
    pub largest_battle: Option<Quantiles>,
    /// 99 % and 99.9 % points of the same; null if no campaign has one.
    pub largest_battle_far: [Option<f64>; 2],
    /// Losses of both sides in the costliest crisis.
    pub costliest: Option<Quantiles>,
    /// 99 % and 99.9 % points of the same.
    pub costliest_far: [Option<f64>; 2],
    /// At least one engagement with 7,000 men or more on one side.
    pub division: Option<Share>,
    /// At least one engagement with 22,000 men or more on one side.
    pub corps: Option<Share>,
    /// General war.
    pub general_war: Option<Share>,
    /// Grew beyond all bounds and was broken off.
    pub exploded: Option<Share>,
}

/// How campaigns and crises ended.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Outcomes {
    /// Campaigns.
    pub endings: Vec<Outcome>,
    /// Why general wars began.
    pub causes: Vec<Outcome>,
    /// Crises, those of all campaigns together.
    pub settlements: Vec<Outcome>,
}

/// One way to end, and how often it came.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Outcome {
    /// What it is, in words.
    pub title: String,
    /// Its share.
    pub share: Share,
}

/// Something counted year by year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Measure {
    /// Stable name: `shootings`, `losses-<side>`, `book-<side>`, `accused-<side>`, `book-shootings-<side>` …
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Whose book it stands in; null for the truth of the campaign.
    pub book: Option<String>,
    /// Whether the record has counts to set beside it.
    pub recorded: bool,
}

/// A campaign worth opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShownCampaign {
    /// Its number.
    pub campaign: u64,
    /// What it stands for: `A typical campaign`.
    pub title: String,
    /// How it was chosen.
    pub chosen: String,
}

/// Yearly quantiles of what was counted, with the record over them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fans {
    /// One for each measure asked for, or all that the record speaks of.
    pub fans: Vec<Fan>,
}

/// The yearly counts of one measure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fan {
    /// The measure.
    pub measure: Measure,
    /// Its years, in order.
    pub bands: Vec<Band>,
    /// What the record says.
    pub marks: Vec<FanMark>,
}

/// The middle of a year's counts over all campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Band {
    /// Calendar year.
    pub year: i32,
    /// 5, 25, 50, 75 and 95 % points.
    pub points: [f64; 5],
    /// The most that any campaign has.
    pub most: f64,
}

/// A count of the record over a period, spread evenly over its months.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FanMark {
    /// Begin and end of the period, years (1935.5 is July 1935).
    pub period: [f64; 2],
    /// Low and high end for each year of the period; the high one null for "at least".
    pub yearly: [Option<f64>; 2],
    /// What was counted, as claimed.
    pub mark: Mark,
}

/// How an observable is distributed over all campaigns.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Distribution {
    /// The observable.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// `log` if the bins are of equal ratio, `linear` if of equal width.
    pub scale: Scale,
    /// Bins, in order, without gaps.
    pub bins: Vec<Bin>,
    /// On a log scale: share of campaigns with a value below 1, which no bin holds.
    pub none: f64,
    /// Campaigns without a value.
    pub missing: u64,
    /// What the campaigns say.
    pub simulated: Simulated,
    /// What the record claims.
    pub marks: Vec<Mark>,
}

/// How the bins of a distribution are spaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Equal ratio.
    Log,
    /// Equal width.
    Linear,
}

/// A bin.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Bin {
    /// Low end, inside.
    pub low: f64,
    /// High end, outside.
    pub high: f64,
    /// Share of the campaigns with a value.
    pub share: f64,
}

/// What is checked, and where record and model do not meet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Truth {
    /// Observables for which record and campaigns both have a value.
    pub compared: usize,
    /// Those in whose central half some vouched claim lies.
    pub inside50: usize,
    /// Those in whose central 90 % some vouched claim lies, and yes-or-no outcomes that came true with at least 1 in 20.
    pub inside90: usize,
    /// Where they do not meet.
    pub misfits: Vec<Comparison>,
    /// Each named clash by itself: what the model expects of such forces, and what is claimed.
    pub clashes: Vec<Clash>,
    /// What is wrong with the record, or weak in it.
    pub record: RecordHealth,
    /// On what the parameters rest.
    pub priors: PriorHealth,
}

/// What is wrong with the record, or weak in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordHealth {
    /// Statements, all tables.
    pub statements: usize,
    /// Those that are doubtful or unverified.
    pub weak: usize,
    /// Sources, all.
    pub sources: usize,
    /// Those that were read themselves.
    pub sources_read: usize,
    /// What the record's own checks found.
    pub issues: Vec<Issue>,
}

/// Something that the record's own checks found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Issue {
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// The issue in a line: file, row, value, remedy.
    pub text: String,
}

/// On what the parameters rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PriorHealth {
    /// Parameters.
    pub parameters: usize,
    /// Those whose prior has no source but judgement.
    pub assumed: usize,
}

/// A named clash with the forces that the record gives, fought by the model many times.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Clash {
    /// The incident.
    pub incident: Named,
    /// When, as the record writes it.
    pub date: String,
    /// The side taken as attacker.
    pub attacker: String,
    /// The record names the attacker; otherwise both were tried.
    pub attacker_known: bool,
    /// Lowest and highest number of men claimed for each side.
    pub men: [[f64; 2]; 2],
    /// Losses of each side.
    pub losses: Vec<ClashLosses>,
    /// How often the side that the record calls the victor wins.
    pub victor: Option<ClashVictor>,
}

/// One side's losses of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClashLosses {
    /// The side.
    pub side: String,
    /// `killed` or `casualties`.
    pub what: String,
    /// What the model expects of such forces.
    pub simulated: Quantiles,
    /// What is claimed.
    pub recorded: Vec<Mark>,
    /// Every claim that somebody vouches for lies outside.
    pub misfit: bool,
}

/// How often the recorded victor wins.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClashVictor {
    /// The recorded victor.
    pub side: String,
    /// Share of the fights that it wins.
    pub wins: Share,
    /// Whether that share is less than one in twenty.
    pub misfit: bool,
}
