//! The ladder of responses: thirteen rungs with their hostility score and the level that decides them.

/// A response, from ignoring to general war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
#[allow(missing_docs)] // The names are the documentation; the table is in the book's model page, §4.
pub enum Rung {
    #[default]
    Ignore = 0,
    Protest = 1,
    Investigate = 2,
    Reinforce = 3,
    Punitive = 4,
    AirStrike = 5,
    Seize = 6,
    Division = 7,
    Corps = 8,
    CeasefireOffer = 9,
    ReturnBodies = 10,
    Withdraw = 11,
    GeneralWar = 12,
}

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Level {
    /// The post or garrison.
    Local = 0,
    /// The theatre command.
    Theatre = 1,
    /// The capital.
    Capital = 2,
}

impl Rung {
    /// All rungs, in order.
    pub const ALL: [Rung; 13] = [
        Rung::Ignore,
        Rung::Protest,
        Rung::Investigate,
        Rung::Reinforce,
        Rung::Punitive,
        Rung::AirStrike,
        Rung::Seize,
        Rung::Division,
        Rung::Corps,
        Rung::CeasefireOffer,
        Rung::ReturnBodies,
        Rung::Withdraw,
        Rung::GeneralWar,
    ];

    /// Hostility score h, −4 (withdraw) to 10 (general war). Assumed, in the manner of Goldstein (1992).
    pub const fn score(self) -> f64 {
        [
            0.0, 1.0, 0.5, 2.0, 4.0, 6.0, 5.0, 8.0, 9.0, -3.0, -2.0, -4.0, 10.0,
        ][self as usize]
    }

    /// The level that decides it.
    pub const fn level(self) -> Level {
        match self {
            Rung::Ignore | Rung::Protest | Rung::Investigate | Rung::ReturnBodies => Level::Local,
            Rung::Reinforce | Rung::Punitive | Rung::Seize | Rung::Withdraw => Level::Theatre,
            Rung::AirStrike | Rung::Division | Rung::Corps | Rung::CeasefireOffer | Rung::GeneralWar => {
                Level::Capital
            }
        }
    }

    /// Force is used (rungs 4 to 8).
    pub const fn is_force(self) -> bool {
        let r = self as u8;
        r >= 4 && r <= 8
    }

    /// Needs the capital's approval unless field preference rules (marked * in the book).
    pub const fn needs_approval(self) -> bool {
        matches!(self, Rung::AirStrike | Rung::Division | Rung::Corps)
    }

    /// The rung from its number.
    pub const fn from_index(i: u8) -> Option<Rung> {
        if i < 13 { Some(Self::ALL[i as usize]) } else { None }
    }
}
