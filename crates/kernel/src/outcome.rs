//! What one run leaves behind when its events are not kept: counts, losses, the largest battle, how it ended.

use crate::event::Ending;

/// Most calendar years a scenario may cover.
pub const MAX_YEARS: usize = 32;

/// Counts over a period: the truth and both sides' books.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// True incidents by intruding side and type (espionage, ground, air).
    pub incidents: [[u32; 3]; 2],
    /// Incidents with shots.
    pub shootings: u32,
    /// Reports in each side's book about the *other* side's acts by type, false ones included.
    pub book: [[u32; 3]; 2],
    /// Reports in each side's book of its own acts by type.
    pub book_own: [[u32; 3]; 2],
    /// Shootings in each side's book.
    pub book_shootings: [u32; 2],
    /// Losses of men by side, all fights that began in the year.
    pub lost: [u32; 2],
    /// Engagements in which the larger side had 7,000 men or more.
    pub division_battles: u32,
    /// Engagements in which the larger side had 22,000 men or more.
    pub corps_battles: u32,
    /// Episodes that opened in the year.
    pub episodes: u32,
}

/// The counts of one calendar year and what each side published of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Year {
    /// Counts.
    pub counts: Counts,
    /// Each side's published count of the year (its book, all types, both sides' acts), with publication noise.
    pub published: [u32; 2],
}

/// One battle, for the record of the largest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BattleRecord {
    /// Day it began; NaN if there was none.
    pub time: f64,
    /// Sector.
    pub sector: u8,
    /// Men of each side.
    pub men: [u32; 2],
    /// Losses of each side.
    pub lost: [u32; 2],
    /// Side that won; 2 for a draw.
    pub winner: u8,
}

/// One episode, for the record of the costliest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EpisodeRecord {
    /// Day it opened; NaN if there was none.
    pub time: f64,
    /// Days it lasted.
    pub days: f64,
    /// Sector.
    pub sector: u8,
    /// Losses of each side.
    pub lost: [u32; 2],
    /// Most men each side had present.
    pub men: [u32; 2],
    /// Highest rung reached.
    pub rung: u8,
    /// Side that lost; 2 for none.
    pub loser: u8,
}

/// The outcome of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Yearly counts, one for each of the scenario's years.
    pub years: Vec<Year>,
    /// Counts over the scenario's windows.
    pub windows: Vec<Counts>,
    /// Incidents by sector.
    pub by_sector: Vec<u32>,
    /// Incidents, all.
    pub incidents: u32,
    /// Incidents absorbed by open episodes.
    pub absorbed: u32,
    /// Shootings before the shooting step.
    pub early_shootings: u32,
    /// Day of the first shooting; NaN if none.
    pub first_shooting: f64,
    /// Episodes.
    pub episodes: u32,
    /// How often each rung was taken, by side.
    pub rungs: [[u32; 13]; 2],
    /// Losses of each side, all fights: killed, wounded, captured.
    pub losses: [[u32; 3]; 2],
    /// Armour, guns, aircraft, boats lost by each side.
    pub things: [[u32; 4]; 2],
    /// The largest battle by men engaged.
    pub largest_battle: BattleRecord,
    /// The costliest episode by losses of both sides.
    pub costliest_episode: EpisodeRecord,
    /// Settlements by kind (order of `SettlementKind`).
    pub settlements: [u32; 6],
    /// Agreements on the line.
    pub agreements: u32,
    /// Day the pact was signed; NaN if never.
    pub pact: f64,
    /// Whether the tempted side attacked; `None` if the question never came.
    pub tempted: Option<bool>,
    /// Day of denunciation; NaN if never.
    pub denounced: f64,
    /// How it ended.
    pub ending: Ending,
    /// When it ended, days.
    pub end: f64,
}
