//! What one campaign says at a glance: its observables, its years, its end. For ensembles that are watched as they grow.

use halha_kernel::event::{Ending, NoObserver};
use halha_kernel::outcome::Outcome;

use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, Ensemble, PlayedOnce, Player, in_words};
use crate::priors::fnv1a;
use crate::whatif::{Whatif, told};

/// A campaign at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The values of the conflict's observables, in their order; NaN for none.
    pub observables: Vec<f64>,
    /// Incidents with shots, year by year.
    pub shootings: Vec<u32>,
    /// Men lost by each side, year by year.
    pub lost: [Vec<u32>; 2],
    /// How it ended, as the stored tables write it.
    pub ending: &'static str,
    /// Men of both sides lost in all.
    pub lost_in_all: u64,
    /// Fingerprint of the whole outcome: worlds with different ones differ in something.
    pub fingerprint: u64,
}

/// Plays run number `replication` of the player's ensemble for a glance at it.
///
/// # Errors
/// If its parameters are none that the model can take.
pub fn glance(ensemble: &Ensemble, player: &mut Player<'_>, replication: u64) -> Result<Glance, DrawError> {
    let played = player.play(replication, &mut NoObserver)?;
    Ok(Glance::of(played.outcome, ensemble.conflict()))
}

/// Pair number `draw` of a what-if with one column and a pair for each draw: baseline and counterfactual at a glance.
///
/// # Errors
/// If its parameters are none that the model can take.
pub fn pair(asked: &Whatif<'_>, draw: u64) -> Result<Vec<Glance>, DrawError> {
    let worlds = pair_played(asked, draw)?;
    let glance = |(_, outcome, _): &PlayedOnce| Glance::of(outcome, asked.conflict());
    Ok(worlds.iter().map(glance).collect())
}

/// The same pair with everything that happened in both worlds; none if the what-if has no column.
///
/// # Errors
/// If its parameters are none that the model can take.
pub fn pair_played(asked: &Whatif<'_>, draw: u64) -> Result<Vec<PlayedOnce>, DrawError> {
    let Some(plan) = asked.plans().first() else {
        return Ok(Vec::new());
    };
    let parameters = asked.parameters(draw)?;
    let key = asked.key(draw, 0);
    let worlds = told(asked.conflict(), plan, asked.script(), parameters, key);
    let worlds = worlds.map_err(|errors| DrawError {
        draw,
        wrong: in_words(&errors),
    })?;
    let played = worlds
        .into_iter()
        .map(|(events, outcome)| (parameters, outcome, events));
    Ok(played.collect())
}

impl Glance {
    /// An outcome at a glance.
    pub fn of(outcome: &Outcome, conflict: &LoadedConflict) -> Self {
        let years = || outcome.years.iter().map(|year| &year.counts);
        let observables = conflict.observables.iter();
        Self {
            observables: observables
                .map(|observable| observable.of_run(outcome, &conflict.calendar))
                .collect(),
            shootings: years().map(|counts| counts.shootings).collect(),
            lost: [0, 1].map(|side| years().map(|counts| counts.lost[side]).collect()),
            ending: match outcome.ending {
                Ending::Horizon => "horizon",
                Ending::GeneralWar(_) => "general-war",
                Ending::Entry => "entry",
                Ending::Exploded => "exploded",
            },
            lost_in_all: outcome.losses.iter().flatten().map(|n| u64::from(*n)).sum(),
            fingerprint: fnv1a(format!("{outcome:?}").as_bytes()),
        }
    }
}
