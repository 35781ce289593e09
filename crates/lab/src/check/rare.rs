//! V10: splitting against plain simulation where both can be had, and against the integrated choice where only that can.

use halha_inference::splitting::Repeated;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;
use crate::ensemble::DrawError;
use crate::rare::{Event, Kind, NoWatch, Rare, RareError, RareSettings, Weights};
use crate::settings::ParameterSource;
use crate::whatif::Tag;

/// Paths and repeats of each estimate.
const EFFORT: usize = 500;
const REPEATS: u64 = 12;
/// Campaigns played beside each.
const PLAIN: u64 = 6_000;
/// What the choice of war is held at in the variant: so often that plain simulation sees it.
const OFTEN: (&str, f64) = ("alpha_war", -5.0);
/// What it is held at for the rare case, and what takes the other ways to war away: more divisions than there are.
const SELDOM: (&str, f64) = ("alpha_war", -12.0);
const NO_SIZE: (&str, f64) = ("war_divisions", 1_000.0);
/// Largest coefficient of variation.
const MOST_VARIATION: f64 = 0.15;

pub(super) fn check(conflict: &LoadedConflict, seed: u64) -> Result<Check, DrawError> {
    let told = |value, verdict| Check {
        name: "V10",
        title: "general war at the border by splitting against plain simulation",
        criterion: "agreement within 3 standard errors where both can be had and with the choice of war integrated out, coefficient of variation at most 15 %",
        value,
        verdict,
    };
    let (Some(often), Some(seldom)) = (
        one(conflict, &[OFTEN], PLAIN, seed)?,
        one(conflict, &[SELDOM, NO_SIZE], 0, seed)?,
    ) else {
        return Ok(told("the work was broken off".into(), Verdict::NotRun));
    };
    let holds = often.holds && seldom.holds;
    Ok(told(format!("{}; {}", often.words, seldom.words), Verdict::of(holds)))
}

/// What an estimate came to.
struct Found {
    words: String,
    holds: bool,
}

/// `None` only if it was stopped, which nobody does.
fn one(
    conflict: &LoadedConflict,
    held: &[(&str, f64)],
    plain: u64,
    seed: u64,
) -> Result<Option<Found>, DrawError> {
    let mut conflict = conflict.clone();
    for (name, value) in held {
        // A conflict without such a prior keeps what it has.
        let _ = conflict.hold(name, *value);
    }
    let event = border_war();
    let settings = RareSettings {
        effort: EFFORT,
        repeats: REPEATS,
        method: crate::rare::Method::Fixed,
        seed,
        parameters: if conflict.posterior.is_some() {
            ParameterSource::Posterior
        } else {
            ParameterSource::Prior
        },
    };
    match played(&conflict, &event, settings, plain) {
        Ok(found) => Ok(found),
        Err(RareError::Draw(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

fn played(
    conflict: &LoadedConflict,
    event: &Event,
    settings: RareSettings,
    plain: u64,
) -> Result<Option<Found>, RareError> {
    let asked = Rare::new(conflict, event, settings)?;
    let repeats = asked.play(None, &NoWatch)?;
    let Some(estimate) = Repeated::of(&repeats.all) else {
        return Ok(None);
    };
    let integrated = asked.integrated(PLAIN, &estimate, None, &NoWatch)?;
    let Some(integrated) = integrated else { return Ok(None) };
    let mut words = format!(
        "{:.2e} with variation {:.1} %, integrated {:.2e} ± {:.1e} ({:.1} errors apart)",
        estimate.probability,
        100.0 * estimate.variation,
        integrated.probability,
        integrated.error,
        integrated.agreement.z
    );
    let mut holds = integrated.agreement.agree && estimate.variation <= MOST_VARIATION;
    if plain > 0 {
        let plain = asked.plain(plain, &estimate, None, &NoWatch)?;
        words.push_str(&format!(
            ", plain {:.2e} ± {:.1e} ({:.1})",
            plain.share.share, plain.share.error, plain.agreement.z
        ));
        holds &= plain.agreement.agree && plain.share.share > 0.0;
    }
    Ok(Some(Found { words, holds }))
}

fn border_war() -> Event {
    Event {
        id: "border-war".to_owned(),
        title: "General war out of a crisis at the border".to_owned(),
        kind: Kind::War {
            border: true,
            weights: Weights::default(),
        },
        tag: Tag::PriorDriven,
        parameter: None,
        by: None,
        variant: None,
        note: String::new(),
    }
}
