//! One campaign, played again from its seed: its events, its truth, and both sides' books.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One simulated world.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct World {
    /// Its number in the run.
    pub campaign: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Number of its parameter vector.
    pub draw: u64,
    /// Its number among the campaigns with the same parameters.
    pub replicate: u64,
    /// Nothing is missing; otherwise only the great crises and the turns of the whole are there.
    pub whole: bool,
    /// It was played again from its seed; otherwise its stored events were read.
    pub replayed: bool,
    /// What happened, in order of time.
    pub events: Vec<Event>,
    /// What truly happened in each year, and what each side has on file; empty if events are missing.
    pub years: Vec<WorldYear>,
    /// The same events told.
    pub chronicle: Vec<ChronicleYear>,
}

/// Something that happened. Every kind of event fills its own fields and leaves the others out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Days since the start of the history.
    pub day: f64,
    /// The calendar day, `YYYY-MM-DD`.
    pub date: String,
    /// What happened: `incident`, `opening`, `decision`, `arrival`, `battle`, `raid`, `settlement`, `pact`, `temptation`,
    /// `denunciation`, `entry`, `general-war`, `false-reports` or `end`.
    pub kind: String,
    /// The incident, or the crisis: that of the incident that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The incident that set this one off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Who intruded, decided, arrived or struck; whose book false reports entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// What an incident was: `espionage`, `ground` or `air`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_type: Option<String>,
    /// What each side reported an incident as; null if it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<[Option<String>; 2]>,
    /// The intruder stayed on disputed ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupied: Option<bool>,
    /// The fight of an incident or a battle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fight: Option<Fight>,
    /// Number of a decision within its crisis, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// What was done; for a battle, the rung that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<String>,
    /// The preference of the command in the field ruled the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<bool>,
    /// Chance raised the act beyond what was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised: Option<bool>,
    /// Men sent with a decision, or men that arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub men: Option<u32>,
    /// Aircraft of each side in a raid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aircraft: Option<[u32; 2]>,
    /// Losses of each side in a raid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub losses: Option<[Losses; 2]>,
    /// How a crisis ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
    /// Terms of a cease-fire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// The line was agreed and is clearer from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<bool>,
    /// The side that lost the crisis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loser: Option<String>,
    /// Men that each side lost in the crisis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<[u32; 2]>,
    /// What each side claims of the losses in the crisis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<[LossClaim; 2]>,
    /// Later narratives describe it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrated: Option<bool>,
    /// Whether the tempted side attacked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attacked: Option<bool>,
    /// Why a general war began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// How the campaign ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
    /// False reports of espionage in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub espionage: Option<u32>,
    /// False reports of ground and river violations in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<u32>,
    /// False reports of air intrusions in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air: Option<u32>,
}

/// A fight: who with what, how it went, and what each side says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fight {
    /// Who attacked.
    pub attacker: Option<String>,
    /// How the defender stood.
    pub posture: Option<String>,
    /// Surprise of the attacker, 0 to 3.
    pub surprise: u8,
    /// How long it lasted.
    pub days: f64,
    /// Who had the better of it; null for nobody.
    pub winner: Option<String>,
    /// What each side engaged.
    pub forces: [Forces; 2],
    /// What each side lost.
    pub losses: [Losses; 2],
    /// What each side says that it and the other lost.
    pub claims: [LossClaim; 2],
    /// Later narratives describe it.
    pub narrated: bool,
}

/// Men and things that a side engaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forces {
    /// Men.
    pub men: u32,
    /// Armoured vehicles.
    pub vehicles: u32,
    /// Guns.
    pub guns: u32,
    /// Aircraft.
    pub aircraft: u32,
    /// Gunboats.
    pub boats: u32,
}

/// Men and things that a side lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Losses {
    /// Killed.
    pub killed: u32,
    /// Wounded.
    pub wounded: u32,
    /// Captured.
    pub captured: u32,
    /// Armoured vehicles.
    pub vehicles: u32,
    /// Guns.
    pub guns: u32,
    /// Aircraft.
    pub aircraft: u32,
    /// Gunboats.
    pub boats: u32,
}

/// What one side says of losses in men.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossClaim {
    /// What it says that it lost.
    pub own: u32,
    /// What it says that the other side lost.
    pub enemy: u32,
}

/// A year of a world: the truth and both books.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WorldYear {
    /// Calendar year.
    pub year: i32,
    /// What truly happened.
    pub truth: YearTruth,
    /// What each side has on file, in the order of the sides.
    pub books: [YearBook; 2],
}

/// What truly happened in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearTruth {
    /// Incidents by each side: espionage, ground, air.
    pub incidents: [[u32; 3]; 2],
    /// Incidents with shots.
    pub shootings: u32,
    /// Men that each side lost.
    pub lost: [u32; 2],
    /// Engagements with 7,000 men or more on one side.
    pub division_battles: u32,
    /// Crises that opened.
    pub crises: u32,
}

/// What one side has on file of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearBook {
    /// What it holds against the other side: espionage, ground, air.
    pub accused: [u32; 3],
    /// Its own acts: espionage, ground, air.
    pub own: [u32; 3],
    /// Incidents with shots.
    pub shootings: u32,
    /// The year's total that it published.
    pub published: u32,
}

/// A year of a world, told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChronicleYear {
    /// Calendar year.
    pub year: i32,
    /// The year in one or two sentences.
    pub summary: String,
    /// What happened, in order of time.
    pub passages: Vec<Passage>,
}

/// Something that is told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Passage {
    /// When it begins, days since the start of the history.
    pub day: f64,
    /// The calendar day, `YYYY-MM-DD`.
    pub date: String,
    /// Where, if in one place.
    pub sector: Option<String>,
    /// What.
    pub text: String,
    /// What came of it, or how the crisis went, a line each.
    pub details: Vec<String>,
    /// It is a crisis, from its opening to its end.
    pub crisis: bool,
    /// It concerns the whole war: a pact, an entry, an end.
    pub strategic: bool,
}
