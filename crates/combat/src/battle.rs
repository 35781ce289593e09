//! One battle as a table of battles gives it: who, when, with how many, on what ground, and how it ended.

use jiff::civil::Date;
use serde::Serialize;

/// How the battle ended for the attacker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The attacker lost (code −1).
    Loss,
    /// Neither side won (code 0).
    Draw,
    /// The attacker won (code +1).
    Win,
}

impl Outcome {
    /// The classes in order.
    pub const ALL: [Self; 3] = [Self::Loss, Self::Draw, Self::Win];

    /// Its place in [`Outcome::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Loss => 0,
            Self::Draw => 1,
            Self::Win => 2,
        }
    }
}

/// What the defender meant to do and how far he had dug in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Posture {
    /// Hasty defence (HD), or none given.
    Hasty,
    /// Prepared defence (PD).
    Prepared,
    /// Fortified defence (FD).
    Fortified,
    /// Delaying action or withdrawal (DL, WD).
    Delaying,
}

/// The two roles in a battle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who attacked.
    Attacker,
    /// Who defended.
    Defender,
}

impl Role {
    /// Both, the attacker first.
    pub const ALL: [Self; 2] = [Self::Attacker, Self::Defender];

    /// 0 for the attacker, 1 for the defender.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Attacker => 0,
            Self::Defender => 1,
        }
    }

    /// What its columns begin with.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Attacker => "a_",
            Self::Defender => "d_",
        }
    }
}

/// What one side brought and lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Force {
    /// State or army, as written.
    pub actor: String,
    /// Persons, in total.
    pub men: Option<f64>,
    /// Killed, wounded, missing and captured.
    pub losses: Option<f64>,
    /// Greatest deviation of `men` that the source thinks possible, as a share: (below, above). None if not stated.
    pub men_error: Option<(f64, f64)>,
    /// The same of `losses`.
    pub losses_error: Option<(f64, f64)>,
    /// Width of its front at the start, in km.
    pub front_km: Option<f64>,
    /// Tanks.
    pub tanks: Option<f64>,
    /// Guns.
    pub guns: Option<f64>,
    /// Sorties flown in support.
    pub sorties: Option<f64>,
}

impl Force {
    /// The states in a coalition: `Germany & Italy` is two.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.actor
            .split(['&', ','])
            .map(str::trim)
            .filter(|m| !m.is_empty())
    }
}

/// One battle.
#[derive(Debug, Clone, PartialEq)]
pub struct Battle {
    /// Line of the file on which its row begins.
    pub line: u64,
    /// The database's number of it.
    pub isqno: u32,
    /// War in which it was fought, by its one name (see [`crate::table::Table`]).
    pub war: String,
    /// Theatre of that war, if it had several.
    pub theater: Option<String>,
    /// Campaign.
    pub campaign: String,
    /// Name of the battle.
    pub name: String,
    /// A larger battle in the table that contains this one.
    pub parent: Option<u32>,
    /// First day; the last one where no first is given.
    pub date: Date,
    /// Hours of fighting: least and most that the source allows; 0 if not given. Known only afterwards.
    pub hours: (f64, f64),
    /// The attacker and the defender.
    pub forces: [Force; 2],
    /// Posture of the defender.
    pub posture: Posture,
    /// First character of the terrain: G rugged, R rolling, F flat, 0 not given.
    pub relief: char,
    /// Whether the weather was wet.
    pub wet: bool,
    /// Surprise that the attacker achieved, −3 to 3.
    pub surprise: i8,
    /// Air superiority of the attacker, −1 to 1; none if not given.
    pub air: Option<i8>,
    /// Outcome for the attacker.
    pub outcome: Outcome,
}

impl Battle {
    /// One side's force.
    #[must_use]
    pub fn force(&self, role: Role) -> &Force {
        &self.forces[role.index()]
    }

    /// ln(attacker's men / defender's men); none if either is not given.
    #[must_use]
    pub fn ln_force_ratio(&self) -> Option<f64> {
        Some((self.forces[0].men? / self.forces[1].men?).ln())
    }

    /// Days of fighting, the middle of what the source allows, at least `floor` days.
    #[must_use]
    pub fn days(&self, floor: f64) -> f64 {
        (0.5 * (self.hours.0 + self.hours.1) / 24.0).max(floor)
    }
}
