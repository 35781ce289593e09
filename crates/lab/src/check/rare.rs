//! V10: splitting against plain simulation where both can be had, and against the integrated choice where only that can.

use halha_inference::splitting::Repeated;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;
use crate::ensemble::DrawError;
use crate::rare::{Event, Kind, NoWatch, Rare, RareError, RareSettings, Weights};
use crate::whatif::Tag;

/// Paths and repeats of each estimate.
const EFFORT: usize = 1_000;
const REPEATS: u64 = 12;
/// Campaigns played beside each.
const PLAIN: u64 = 20_000;
/// The variant: what the choice of war is held at, so that plain simulation sees it, and the part of the history played.
const HELD: (&str, f64) = ("alpha_war", -4.0);
const VARIANT: f64 = 0.2;
/// The rare case: nothing is held, and so short a part of the history is played that plain simulation sees nothing.
const RARE: f64 = 1.0 / 16.0;
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
    let (Some(variant), Some(rare)) = (
        one(conflict, VARIANT, Some(HELD), seed)?,
        one(conflict, RARE, None, seed)?,
    ) else {
        return Ok(told(
            "no war of this kind was seen at all".into(),
            Verdict::NotRun,
        ));
    };
    let words = format!("variant: {}; rare: {}", variant.words, rare.words);
    Ok(told(words, Verdict::of(variant.holds && rare.holds)))
}

/// What an estimate came to.
struct Found {
    words: String,
    holds: bool,
}

/// `None` if there is nothing to compare: splitting or plain simulation saw no war.
fn one(
    conflict: &LoadedConflict,
    part: f64,
    held: Option<(&str, f64)>,
    seed: u64,
) -> Result<Option<Found>, DrawError> {
    let mut conflict = conflict.clone();
    if let Some((name, value)) = held {
        // A conflict without such a prior keeps what it has.
        let _ = conflict.hold(name, value);
    }
    let event = border_war(part * conflict.calendar.end_days());
    let settings = RareSettings {
        effort: EFFORT,
        repeats: REPEATS,
        method: crate::rare::Method::Fixed,
        seed,
        parameters: conflict.best_source(),
    };
    match played(&conflict, &event, settings, held.is_some()) {
        Ok(found) => Ok(found),
        Err(RareError::Draw(error)) => Err(error),
        // The settings can be, and nobody stops the work.
        Err(_) => Ok(None),
    }
}

fn played(
    conflict: &LoadedConflict,
    event: &Event,
    settings: RareSettings,
    plain: bool,
) -> Result<Option<Found>, RareError> {
    let asked = Rare::new(conflict, event, settings)?;
    let repeats = asked.play(None, &NoWatch)?;
    let Some(estimate) = Repeated::of(&repeats.all).filter(|e| e.probability > 0.0) else {
        return Ok(None);
    };
    let integrated = asked.integrated(PLAIN, &estimate, None, &NoWatch)?;
    let Some(integrated) = integrated else {
        return Ok(None);
    };
    let mut words = format!(
        "{:.2e} with variation {:.1} %, integrated {:.2e} ± {:.1e} ({:.1} errors apart)",
        estimate.probability,
        100.0 * estimate.variation,
        integrated.probability,
        integrated.error,
        integrated.agreement.z
    );
    let mut holds = integrated.agreement.agree && estimate.variation <= MOST_VARIATION;
    if plain {
        let plain = asked.plain(PLAIN, &estimate, None, &NoWatch)?;
        if plain.share.share <= 0.0 {
            return Ok(None);
        }
        words.push_str(&format!(
            ", plain {:.2e} ± {:.1e} ({:.1})",
            plain.share.share, plain.share.error, plain.agreement.z
        ));
        holds &= plain.agreement.agree;
    }
    Ok(Some(Found { words, holds }))
}

fn border_war(by: f64) -> Event {
    Event {
        id: "border-war".to_owned(),
        title: "General war out of a crisis at the border".to_owned(),
        kind: Kind::War {
            border: true,
            weights: Weights::default(),
        },
        tag: Tag::PriorDriven,
        parameter: None,
        by: Some(by),
        variant: None,
        note: String::new(),
    }
}
