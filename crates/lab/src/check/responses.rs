//! V8: the response law against the frequencies of rungs, each episode foretold from the others.

use halha_inference::nuts::NutsSettings;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;
use crate::fit::responses::leave_one_episode_out;

pub(super) fn check(conflict: &LoadedConflict, seed: u64) -> Check {
    let short = NutsSettings {
        chains: 2,
        tune: 300,
        draws: 300,
        seed,
        ..NutsSettings::default()
    };
    let (value, verdict) = match leave_one_episode_out(conflict, &short) {
        Ok(scores) => (
            format!(
                "{} responses of {} episodes: law {:.3}, frequencies {:.3}, gain {:+.3} ± {:.3}; the layer is labelled “{}”",
                scores.responses,
                scores.episodes,
                scores.law,
                scores.frequencies,
                scores.gain[0],
                scores.gain[1],
                scores.label()
            ),
            Verdict::of(scores.beats_frequencies()),
        ),
        Err(why) => (why.to_string(), Verdict::NotRun),
    };
    Check {
        name: "V8",
        title: "coded responses, each episode left out in turn",
        criterion: "log score better than the frequencies of rungs by 2 standard errors, else the layer is an assumption",
        value,
        verdict,
    }
}
