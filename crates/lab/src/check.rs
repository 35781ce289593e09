//! The validation protocol: what must hold of the program, the fit and the model, each with its criterion and verdict.

mod battles;
mod bytes;
mod certificate;
mod counts;
mod hawkes;
mod invariants;
mod losses;
mod rare;
mod responses;
mod temporal;

use serde::Serialize;

pub use certificate::{Calibration, Certificate, FILE as CERTIFICATE, code_hash};

use crate::conflict::LoadedConflict;
use crate::ensemble::DrawError;
use crate::fit::targets::targets;
use crate::fit::worlds::Worlds;
use crate::settings::{ParameterSource, RunSettings};
use crate::skill::BattleSkill;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The criterion holds.
    Passed,
    /// It does not.
    Failed,
    /// What it needs is not here; the value says what.
    NotRun,
}

impl Verdict {
    /// Passed or failed.
    pub fn of(holds: bool) -> Self {
        if holds { Self::Passed } else { Self::Failed }
    }

    /// As printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::NotRun => "not run",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Its name: `V1`, `V2` …
    pub name: &'static str,
    /// What is checked.
    pub title: &'static str,
    /// What must hold.
    pub criterion: &'static str,
    /// What was found.
    pub value: String,
    /// How it came out.
    pub verdict: Verdict,
}

/// How much is played.
#[derive(Debug, Clone, Copy)]
pub struct CheckSettings {
    /// Root of all luck.
    pub seed: u64,
    /// Campaigns of the posterior predictive distribution.
    pub campaigns: u64,
    /// Worlds from the priors among which those with a past like the record's are looked for.
    pub worlds: u64,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            seed: 20_260_301,
            campaigns: 4_000,
            worlds: 20_000,
        }
    }
}

/// Every check, in order, each told to `done` as soon as it has ended. Those on outside battles need their scores.
///
/// # Errors
/// A draw of the parameters that the model cannot take.
pub fn run(
    conflict: &LoadedConflict,
    certificate: Option<&Certificate>,
    battles: Option<&BattleSkill>,
    settings: CheckSettings,
    done: &mut dyn FnMut(&Check),
) -> Result<Vec<Check>, DrawError> {
    let mut all = Vec::new();
    let mut tell = |check: Check| {
        done(&check);
        all.push(check);
    };
    tell(invariants::check(conflict, settings.seed));
    tell(hawkes::check(conflict, settings.seed));
    tell(certificate::check(conflict, certificate));
    for check in battles::checks(battles) {
        tell(check);
    }
    tell(losses::check(conflict, settings.seed));
    let posterior = worlds(
        conflict,
        conflict.best_source(),
        settings.campaigns,
        settings.seed,
    )?;
    tell(counts::check(conflict, &posterior));
    tell(responses::check(conflict, settings.seed));
    let prior = worlds(conflict, ParameterSource::Prior, settings.worlds, settings.seed)?;
    tell(temporal::check(conflict, &prior));
    tell(rare::check(conflict, settings.seed)?);
    tell(bytes::same(conflict, settings.seed)?);
    tell(bytes::cost(conflict, settings.seed)?);
    all.sort_by_key(|check| check.name[1..].parse::<u32>().unwrap_or(u32::MAX));
    Ok(all)
}

/// Worlds of a conflict from one source of parameters, compared with all that the record counts.
///
/// # Errors
/// A draw that the model cannot take.
pub fn worlds(
    conflict: &LoadedConflict,
    source: ParameterSource,
    runs: u64,
    seed: u64,
) -> Result<Worlds, DrawError> {
    let last = conflict.calendar.months().last().copied();
    let targets = last.map_or_else(Vec::new, |month| targets(conflict, month));
    let settings = RunSettings {
        parameters: source,
        ..RunSettings::of(runs, seed)
    };
    let ensemble = crate::ensemble::Ensemble::of_whole(conflict, settings);
    Worlds::play(&ensemble, targets)
}
