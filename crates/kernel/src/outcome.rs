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
    /// Losses of men by side, all fights and raids that began in the period.
    pub lost: [u32; 2],
    /// Engagements in which the larger side had 7,000 men or more.
    pub division_battles: u32,
    /// Engagements in which the larger side had 22,000 men or more.
    pub corps_battles: u32,
    /// Episodes that opened in the period.
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BattleRecord {
    /// Day it began; NaN if there was none.
    pub time: f64,
    /// Sector.
    pub sector: u8,
    /// Men engaged by each side.
    pub men: [u32; 2],
    /// Losses of each side.
    pub lost: [u32; 2],
    /// Side that won; 2 for a draw.
    pub winner: u8,
}

impl Default for BattleRecord {
    fn default() -> Self {
        Self {
            time: f64::NAN,
            sector: 0,
            men: [0; 2],
            lost: [0; 2],
            winner: 2,
        }
    }
}

/// One episode, for the record of the costliest.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// The rung of the highest score taken; 0, ignoring, where none had a score above its 0.
    pub rung: u8,
    /// Side that lost; 2 for none.
    pub loser: u8,
    /// How it ended (number of the `SettlementKind`).
    pub settlement: u8,
}

impl Default for EpisodeRecord {
    fn default() -> Self {
        Self {
            time: f64::NAN,
            days: 0.0,
            sector: 0,
            lost: [0; 2],
            men: [0; 2],
            rung: 0,
            loser: 2,
            settlement: 5,
        }
    }
}

/// The outcome of one run.
#[derive(Debug, Clone, PartialEq, Default)]
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

impl Outcome {
    /// An outcome in which nothing has happened yet; keeps the buffers.
    pub(crate) fn clear(&mut self, years: usize, windows: usize, sectors: usize) {
        let mut buffers = (
            std::mem::take(&mut self.years),
            std::mem::take(&mut self.windows),
            std::mem::take(&mut self.by_sector),
        );
        buffers.0.clear();
        buffers.0.resize(years, Year::default());
        buffers.1.clear();
        buffers.1.resize(windows, Counts::default());
        buffers.2.clear();
        buffers.2.resize(sectors, 0);
        *self = Self {
            years: buffers.0,
            windows: buffers.1,
            by_sector: buffers.2,
            first_shooting: f64::NAN,
            pact: f64::NAN,
            denounced: f64::NAN,
            ..Self::default()
        };
    }
}

impl Counts {
    /// Adds another period's counts.
    pub(crate) fn add(&mut self, other: &Self) {
        for side in 0..2 {
            for kind in 0..3 {
                add(&mut self.incidents[side][kind], other.incidents[side][kind]);
                add(&mut self.book[side][kind], other.book[side][kind]);
                add(&mut self.book_own[side][kind], other.book_own[side][kind]);
            }
            add(&mut self.book_shootings[side], other.book_shootings[side]);
            add(&mut self.lost[side], other.lost[side]);
        }
        add(&mut self.shootings, other.shootings);
        add(&mut self.division_battles, other.division_battles);
        add(&mut self.corps_battles, other.corps_battles);
        add(&mut self.episodes, other.episodes);
    }
}

/// Adds to a tally that stays at its greatest value rather than wrapping.
#[inline]
pub(crate) fn add(tally: &mut u32, more: u32) {
    *tally = tally.saturating_add(more);
}
