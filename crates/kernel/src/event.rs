//! Everything that can happen in a run, as plain data that can be stored, hashed, replayed and drawn.

use crate::rung::Rung;

/// Number of a sector in its scenario.
pub type SectorIndex = u8;
/// Number of a side, 0 or 1.
pub type SideIndex = u8;

/// Kind of a violation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum IncidentType {
    /// Espionage, infiltration, abduction.
    Espionage = 0,
    /// Ground or river violation: patrol, marker, fishing, island.
    Ground = 1,
    /// Air intrusion.
    Air = 2,
}

/// Who had the better of an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Victor {
    /// The attacker.
    Attacker = 0,
    /// The defender.
    Defender = 1,
    /// Nobody.
    Draw = 2,
}

/// Losses of one side in an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Losses {
    /// Killed.
    pub killed: u32,
    /// Wounded.
    pub wounded: u32,
    /// Captured.
    pub captured: u32,
    /// Armoured vehicles lost.
    pub vehicles: u32,
    /// Guns lost.
    pub guns: u32,
    /// Aircraft lost.
    pub aircraft: u32,
    /// Gunboats lost.
    pub boats: u32,
}

impl Losses {
    /// Killed, wounded and captured together.
    #[inline]
    pub fn men(&self) -> u32 {
        self.killed + self.wounded + self.captured
    }
}

/// What a side has in one place: men and the things they fight with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

impl Forces {
    /// Whether there is anything but men.
    #[inline]
    pub fn has_things(&self) -> bool {
        self.vehicles | self.guns | self.aircraft | self.boats != 0
    }
}

/// How the defender of an engagement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Posture {
    /// Hasty defence.
    Hasty = 0,
    /// Prepared defence (PD).
    Prepared = 1,
    /// Fortified defence (FD).
    Fortified = 2,
    /// Delaying action (DW).
    Delaying = 3,
}

/// One fight, from a patrol's to a corps'. Index 0 and 1 are the *sides*, not the roles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fight {
    /// The attacking side.
    pub attacker: SideIndex,
    /// What each side engaged.
    pub forces: [Forces; 2],
    /// How the defender stood.
    pub posture: Posture,
    /// Surprise of the attacker, 0–3.
    pub surprise: u8,
    /// Duration, days.
    pub days: f64,
    /// Outcome.
    pub victor: Victor,
    /// Losses of each side.
    pub losses: [Losses; 2],
    /// What each side (first index: the claiming side) says it lost itself and its enemy lost: `[own, enemy]`, men.
    pub claims: [[u32; 2]; 2],
    /// Described in later narratives.
    pub narrated: bool,
}

/// How an episode ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SettlementKind {
    /// Nobody answered any more.
    Lapsed = 0,
    /// Cease-fire, by exhaustion or offer.
    Ceasefire = 1,
    /// A joint investigation closed it.
    Investigation = 2,
    /// One side withdrew.
    Withdrawal = 3,
    /// Too many steps: the guard closed it.
    Stalled = 4,
    /// Still open when the run ended.
    Open = 5,
}

/// Terms of a cease-fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Terms {
    /// The line of contact.
    LineOfContact = 0,
    /// The state before the war.
    StatusQuoAnte = 1,
    /// Withdrawal from the ground.
    Withdrawal = 2,
}

/// Why a general war began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum WarCause {
    /// A command chose it.
    Choice = 0,
    /// A raise that nobody willed.
    Brinkmanship = 1,
    /// Three sectors at once in division offensives.
    Spread = 2,
    /// Too many divisions engaged.
    Size = 3,
    /// A tempted side attacked.
    Temptation = 4,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ending {
    /// The last day was reached.
    #[default]
    Horizon,
    /// General war.
    GeneralWar(WarCause),
    /// A late entry.
    Entry,
    /// More incidents than the guard allows.
    Exploded,
}

/// What happened. Times are days since the start of the scenario; `id` names an incident or episode within the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// A violation that was not absorbed by an open episode.
    Incident {
        /// Stable id within the run; the same in a paired world where it also happens.
        id: u64,
        /// Id of the incident that set it off, 0 for background.
        parent: u64,
        /// Where.
        sector: SectorIndex,
        /// By whom.
        intruder: SideIndex,
        /// What.
        kind: IncidentType,
        /// Type under which each side reported it.
        reported: [Option<IncidentType>; 2],
        /// The fight, if shots were fired.
        fight: Option<Fight>,
        /// The intruder stayed on disputed ground.
        occupied: bool,
    },
    /// A crisis opens.
    EpisodeOpened {
        /// Its id: that of the incident that opened it.
        id: u64,
        /// Where.
        sector: SectorIndex,
    },
    /// A command decides.
    Decision {
        /// Episode.
        id: u64,
        /// Where.
        sector: SectorIndex,
        /// Who.
        side: SideIndex,
        /// Step within the episode, from 1.
        step: u32,
        /// What was done.
        rung: Rung,
        /// Field preference ruled.
        field: bool,
        /// Raised by chance, not by choice.
        raised: bool,
        /// Men sent (rung 3) or 0.
        men: u32,
    },
    /// Reinforcements arrive.
    Arrival {
        /// Episode.
        id: u64,
        /// Where.
        sector: SectorIndex,
        /// Whose.
        side: SideIndex,
        /// Men.
        men: u32,
    },
    /// A battle within an episode.
    Battle {
        /// Episode.
        id: u64,
        /// Where.
        sector: SectorIndex,
        /// The rung that brought it.
        rung: Rung,
        /// The fight.
        fight: Fight,
    },
    /// An air strike within an episode, rung 5.
    Raid {
        /// Episode.
        id: u64,
        /// Where.
        sector: SectorIndex,
        /// Who struck.
        side: SideIndex,
        /// Aircraft sent by the raider, and those that its enemy had.
        aircraft: [u32; 2],
        /// Losses of each side: aircraft of both, men of the enemy.
        losses: [Losses; 2],
    },
    /// An episode ends.
    Settlement {
        /// Episode.
        id: u64,
        /// Where.
        sector: SectorIndex,
        /// How.
        kind: SettlementKind,
        /// Terms, for a cease-fire.
        terms: Option<Terms>,
        /// The line was agreed and is clearer now.
        agreed: bool,
        /// Who lost, if anybody.
        loser: Option<SideIndex>,
        /// Men lost by each side over the episode.
        lost: [u32; 2],
        /// Totals claimed at the end (claiming side first: own, enemy).
        claims: [[u32; 2]; 2],
        /// Described in later narratives.
        narrated: bool,
    },
    /// The pact is signed.
    PactSigned,
    /// A tempted side decides.
    Temptation {
        /// Whether it attacked.
        attacked: bool,
    },
    /// The pact, if any, is denounced; or the entry is decided without one.
    Denunciation,
    /// The late entry.
    Entry,
    /// General war.
    GeneralWar {
        /// Why.
        cause: WarCause,
    },
    /// False reports of a month entered a side's book.
    FalseReports {
        /// Index into the scenario's months.
        month: u16,
        /// Whose book.
        side: SideIndex,
        /// By type.
        count: [u32; 3],
    },
    /// The run ends.
    End {
        /// How.
        ending: Ending,
    },
}

/// Takes events as they happen.
pub trait Observer {
    /// Whether events are wanted at all. Without, what only events show (claims, narration) is not worked out:
    /// draws are addressed, so that changes nothing else.
    fn listens(&self) -> bool {
        true
    }

    /// Called once for each event, in order of time.
    fn event(&mut self, time: f64, event: &Event);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn listens(&self) -> bool {
        false
    }

    fn event(&mut self, _: f64, _: &Event) {}
}

impl Observer for Vec<(f64, Event)> {
    fn event(&mut self, time: f64, event: &Event) {
        self.push((time, *event));
    }
}
