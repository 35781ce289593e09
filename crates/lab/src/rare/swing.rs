//! How far the parameter that dominates a rare event moves its probability: the estimate with it held at three places.

use halha_inference::splitting::Repeated;
use halha_kernel::parameters::PARAMETERS;
use serde::Serialize;

use super::answer::DRAWS;
use super::event::Event;
use super::job::{How, Rare};
use super::settings::{RareError, RareSettings};
use crate::conflict::LoadedConflict;
use crate::ensemble::DrawError;
use crate::settings::ParameterSource;
use crate::statistics::quantile;
use crate::store::{Kept, Stretch};

/// Places in the distribution of the dominating parameter at which it is held.
const PLACES: [f64; 3] = [0.05, 0.5, 0.95];
/// Stretch of the kept work that belongs to the first place; the others follow.
const FIRST: u64 = 1;

/// An estimate with a parameter held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The parameter.
    pub parameter: String,
    /// Place in its distribution.
    pub place: f64,
    /// Its value there.
    pub value: f64,
    /// The estimate.
    pub estimate: Repeated,
}

/// The estimate with the event's dominating parameter held at three places of its distribution, a third of the repeats
/// each; empty if the event names none.
///
/// # Errors
/// As for [`Rare::play`].
pub(super) fn swing(
    conflict: &LoadedConflict,
    event: &Event,
    settings: RareSettings,
    kept: &mut Option<Kept>,
    (threads, watch): How<'_>,
) -> Result<Vec<Swing>, RareError> {
    let Some(parameter) = &event.parameter else {
        return Ok(Vec::new());
    };
    let settings = RareSettings {
        repeats: settings.repeats.div_ceil(3).max(3),
        ..settings
    };
    let values = distribution(conflict, settings, parameter)?;
    let mut all = Vec::new();
    for (n, place) in PLACES.into_iter().enumerate() {
        let value = quantile(&values, place);
        let mut held = conflict.clone();
        // A value that was drawn is one that the parameter can take.
        if held.hold(parameter, value).is_err() {
            continue;
        }
        let kept = Stretch::of(kept, FIRST + n as u64);
        let repeats = Rare::new(&held, event, settings)?.play_on(kept, threads, watch)?;
        if repeats.stopped {
            return Err(RareError::Stopped);
        }
        if let Some(estimate) = Repeated::of(&repeats.all) {
            all.push(Swing {
                parameter: parameter.clone(),
                place,
                value,
                estimate,
            });
        }
    }
    Ok(all)
}

/// Values of a parameter over many draws, sorted.
fn distribution(
    conflict: &LoadedConflict,
    settings: RareSettings,
    parameter: &str,
) -> Result<Vec<f64>, RareError> {
    let Some(at) = PARAMETERS.iter().position(|p| p.name == parameter) else {
        return Ok(vec![f64::NAN]);
    };
    let mut values = match (&conflict.posterior, settings.parameters) {
        (Some(posterior), ParameterSource::Posterior) => posterior.column(at),
        _ => {
            let one = |draw| {
                let drawn = conflict.draw(settings.parameters, settings.seed, draw);
                drawn
                    .map(|parameters| parameters.to_vec()[at])
                    .map_err(|errors| DrawError {
                        draw,
                        wrong: crate::ensemble::in_words(&errors),
                    })
            };
            (0..DRAWS).map(one).collect::<Result<_, _>>()?
        }
    };
    values.sort_unstable_by(f64::total_cmp);
    Ok(values)
}
