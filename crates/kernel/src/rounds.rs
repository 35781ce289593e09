//! The round path: the same engagement as the fast path's, told step by step and weapon by weapon.
//!
//! Duration, loss levels and outcome are those of [`fight`] at the same address, and so are the rules
//! for prisoners, killed, wounded and things; the rounds say when the losses fell and by what. The law is in the
//! book's page on rounds.
//!
//! ```
//! use halha_kernel::chance::Key;
//! use halha_kernel::engagement::{Encounter, FightAddress};
//! use halha_kernel::event::{Forces, Posture};
//! use halha_kernel::rounds::{Element, Elements, Phase, fight_in_rounds};
//!
//! let prepared = halha_kernel::example::two_sectors();
//! let encounter = Encounter {
//!     attacker: 0,
//!     forces: [
//!         Forces { men: 1_600, guns: 18, vehicles: 0, ..Forces::default() },
//!         Forces { men: 2_300, guns: 24, vehicles: 12, ..Forces::default() },
//!     ],
//!     posture: Posture::Hasty,
//!     surprise: 1,
//!     air: 0.0,
//!     punch: [1.0, 1.0],
//! };
//! let elements = encounter.forces.map(|f| Elements::assumed(&f));
//! let told = fight_in_rounds(&prepared, &encounter, elements, &Key::derive(7, 0, 0, 1), FightAddress { id: 5, step: 1 });
//! let by_tanks: u32 = told.rounds.iter().map(|r| r.by[0][Element::Tank as usize]).sum();
//! assert!(by_tanks <= told.fight.losses[0].men());
//! assert_eq!(told.rounds.iter().map(|r| r.losses[1].men()).sum::<u32>(), told.fight.losses[1].men());
//! assert_eq!(told.rounds[0].phase, Phase::Fighting);
//! ```

mod clock;
mod course;
mod elements;
#[cfg(test)]
mod limit;
mod play;
mod tell;

pub use elements::{
    ELEMENTS, Element, Elements, HEAVY_MACHINE_GUNS_PER_THOUSAND, LIGHT_GUNS_OF_TEN, TANKETTES_OF_TEN,
};

use crate::engagement::{Encounter, FightAddress, fight, opening};
use crate::event::{Fight, Losses, SideIndex};
use crate::luck::Luck;
use crate::maths::{exp, ln_1p};
use crate::prepared::Prepared;
use play::Decided;

/// What a round belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Both sides stand.
    Fighting,
    /// The loser has broken and is pursued.
    Pursuit,
}

/// One step of an engagement. Pairs are indexed by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Days from the beginning of the engagement to that of the round.
    pub from: f64,
    /// Days from the beginning of the engagement to the end of the round.
    pub to: f64,
    /// Fighting or pursuit.
    pub phase: Phase,
    /// The side that has broken by the end of the round.
    pub broken: Option<SideIndex>,
    /// Losses of each side in the round.
    pub losses: [Losses; 2],
    /// The men of each side lost to each class of the enemy's [`Element`]s; adds up to `losses[side].men()`.
    pub by: [[u32; ELEMENTS]; 2],
    /// What is left of each side at the end of the round; men with rifles, mounted men and machine guns follow the men.
    pub left: [Elements; 2],
    /// Men left of each side at the end of the round.
    pub men: [u32; 2],
}

/// An engagement told in rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundedFight {
    /// The engagement as a whole; its losses are the rounds' summed up.
    pub fight: Fight,
    /// What each side brought.
    pub elements: [Elements; 2],
    /// The rounds, in order: 4 to 60.
    pub rounds: Vec<Round>,
    /// Vehicles that each side lost, and got back because it held the field: not taken off its losses.
    pub recovered: [u32; 2],
}

/// Fights an encounter and tells it in rounds: `fight` is exactly what [`fight`] gives at that address.
///
/// `elements` give the mix of weapons; where their vehicles, guns, aircraft and boats do not add up to the encounter's
/// forces, the forces rule ([`Elements::matched_to`]).
///
/// **Law** book, rounds. **Units** men, days. **Valid for** 1 man to a corps. **Source** totals: model §3.
/// **Status** the division among rounds and weapons is assumed.
pub fn fight_in_rounds<L: Luck>(
    prepared: &Prepared,
    e: &Encounter,
    elements: [Elements; 2],
    luck: &L,
    at: FightAddress,
) -> RoundedFight {
    let (levels, _) = opening(prepared, e, luck, at);
    tell(
        fight(prepared, e, luck, at),
        levels.eta.map(exp),
        elements,
        luck,
        at,
    )
}

/// Tells in rounds a fight of which only the record is left, such as an event's.
///
/// The hazards, which [`fight_in_rounds`] knows, are estimated from the losses: −ln(1 − (c + ½)/(N + 1)). The totals
/// are the fight's own either way; the losses fall a little differently in time.
pub fn retell<L: Luck>(fight: &Fight, elements: [Elements; 2], luck: &L, at: FightAddress) -> RoundedFight {
    let totals = [0, 1].map(|i| {
        let (lost, men) = (fight.losses[i].men(), fight.forces[i].men);
        -ln_1p(-(f64::from(lost) + 0.5) / (f64::from(men) + 1.0))
    });
    tell(*fight, totals, elements, luck, at)
}

fn tell<L: Luck>(
    fight: Fight,
    totals: [f64; 2],
    elements: [Elements; 2],
    luck: &L,
    at: FightAddress,
) -> RoundedFight {
    let decided = Decided {
        fight: &fight,
        totals,
        elements: [0, 1].map(|i| elements[i].matched_to(&fight.forces[i])),
        luck,
        at,
    };
    let recovered = [0, 1].map(|i| {
        let left_the_field = decided.loser() == Some(i);
        if left_the_field {
            0
        } else {
            fight.losses[i].vehicles / 2
        }
    });
    RoundedFight {
        rounds: decided.tell(),
        elements: decided.elements,
        recovered,
        fight,
    }
}
