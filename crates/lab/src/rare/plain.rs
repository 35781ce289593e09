//! Plain simulation of a rare event, under the kernel's own rules alone: what splitting is checked against.

use halha_kernel::chance::Key;
use halha_kernel::event::{Ending, NoObserver, WarCause};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;
use serde::Serialize;

use super::chooser::{Chooser, Manner};
use super::event::Kind;
use super::world::Fights;
use crate::conflict::LoadedConflict;
use crate::statistics::Share;

/// The study to which plain campaigns belong: their luck is no path's.
const STUDY: u64 = 0x504C_4149;

/// What plain simulation found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Plain {
    /// Share of campaigns, with Wilson's 90 % interval.
    pub share: Share,
    /// How far splitting is from it, in standard errors of both, and whether that is at most 3.
    pub agreement: halha_inference::splitting::Agreement,
}

/// General war with its last choice integrated out: the mean over plain campaigns of the sum of the probabilities with
/// which each decision could have been for war, and of wars that nobody chose.
///
/// **Law** E\[Σ_d Q_d + 1{war by spread, size or, if it counts, temptation}\] = P(war): the sum is the compensator of war
/// by choice. **Units** none. **Valid for** general war. **Source** Doob's decomposition. **Status** exact.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Integrated {
    /// Campaigns.
    pub campaigns: u64,
    /// The mean.
    pub probability: f64,
    /// Its standard error.
    pub error: f64,
    /// How far splitting is from it.
    pub agreement: halha_inference::splitting::Agreement,
}

/// The luck of plain campaign `n`.
pub(super) fn key(seed: u64, n: u64) -> Key {
    Key::derive(seed, STUDY, n, 0)
}

/// Whether the event happens in the campaign of a key, before day `by`.
pub(super) fn happens(
    kind: &Kind,
    conflict: &LoadedConflict,
    prepared: &Prepared,
    key: Key,
    by: f64,
) -> bool {
    let mut engine = Engine::new(prepared, key, QuantalResponse);
    if let Kind::Battle { at_least_men, sector } = kind {
        let mut fights = Fights::in_sector(*sector);
        engine.advance_until(by, &mut fights);
        return fights.men >= *at_least_men;
    }
    engine.advance_until(by, &mut NoObserver);
    let outcome = engine.state().outcome();
    match kind {
        Kind::War { .. } => engine.state().ended() && kind.is_war(outcome),
        Kind::PactBroken => outcome.tempted == Some(true) && !outcome.pact.is_nan(),
        Kind::Threshold { measure, at_least } => measure.value(outcome, conflict) >= *at_least,
        Kind::Battle { .. } => false,
    }
}

/// The compensator of general war in the campaign of a key, before day `by`.
pub(super) fn compensator(kind: &Kind, prepared: &Prepared, key: Key, by: f64) -> f64 {
    let chooser = Chooser::new(Manner::Sum, prepared.parameters().brink, key);
    let mut engine = Engine::new(prepared, key, chooser);
    engine.advance_until(by, &mut NoObserver);
    let unchosen = match engine.state().outcome().ending {
        Ending::GeneralWar(WarCause::Spread | WarCause::Size) => true,
        Ending::GeneralWar(WarCause::Temptation) => kind.is_war(engine.state().outcome()),
        _ => false,
    };
    engine.policy_mut().sum + f64::from(u8::from(unchosen))
}
