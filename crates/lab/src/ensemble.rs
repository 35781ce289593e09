//! The runs of one study, any of which can be played alone: from a number to its parameters, its luck and its outcome.

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, Observer};
use halha_kernel::outcome::Outcome;
use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::policy::{Choice, Policy, QuantalResponse, Scripted, Situation};
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

use crate::clip;
use crate::conflict::LoadedConflict;
use crate::policy_script;
use crate::settings::{ParameterSource, PolicyKind, RunSettings, SettingsError};

/// The study to which the runs of an ensemble belong; studies of other kinds take other numbers.
pub(crate) const STUDY: u64 = 0;

/// A draw from the priors that the model cannot take.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "draw {draw} of the priors gives {wrong}; cut those priors to the range of their parameters in priors.toml"
)]
pub struct DrawError {
    /// Number of the draw.
    pub draw: u64,
    /// Which parameters, with their values.
    pub wrong: String,
}

/// One run with its parameters, its outcome and everything that happened.
pub type PlayedOnce = (Parameters, Outcome, Vec<(f64, Event)>);

/// A conflict with settings: all that decides every run.
#[derive(Debug, Clone)]
pub struct Ensemble {
    conflict: LoadedConflict,
    settings: RunSettings,
    script: Option<Scripted>,
}

impl Ensemble {
    /// The ensemble of a conflict under these settings; a history to be cut is cut now.
    ///
    /// # Errors
    /// The first setting that cannot be.
    pub fn new(conflict: LoadedConflict, settings: RunSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        if settings.parameters == ParameterSource::Posterior && conflict.posterior.is_none() {
            return Err(SettingsError::NoPosterior);
        }
        let conflict = clip::clip(conflict, settings.from, settings.to)?;
        let script = (settings.policy == PolicyKind::Scripted)
            .then(|| Scripted::new(policy_script::lines(&conflict.record, &conflict.calendar)));
        Ok(Self {
            conflict,
            settings,
            script,
        })
    }

    /// The ensemble of a whole history under settings that are known to be possible: a library's own studies.
    pub(crate) fn of_whole(conflict: &LoadedConflict, settings: RunSettings) -> Self {
        Self {
            conflict: conflict.clone(),
            settings,
            script: None,
        }
    }

    /// The conflict, its history cut where the settings ask for it.
    pub fn conflict(&self) -> &LoadedConflict {
        &self.conflict
    }

    /// The settings.
    pub fn settings(&self) -> &RunSettings {
        &self.settings
    }

    /// One who plays runs of this ensemble; every thread has its own.
    pub fn player(&self) -> Player<'_> {
        let policy = self
            .script
            .clone()
            .map_or(AnyPolicy::Quantal(QuantalResponse), AnyPolicy::Scripted);
        Player {
            ensemble: self,
            workspace: Workspace::new(),
            policy,
            prepared: None,
        }
    }

    /// Plays one run and keeps all that happened: what `replay` tells.
    ///
    /// # Errors
    /// If its parameters are none that the model can take.
    pub fn play_one(&self, replication: u64) -> Result<PlayedOnce, DrawError> {
        let mut events = Vec::new();
        let mut player = self.player();
        let played = player.play(replication, &mut events)?;
        let (parameters, outcome) = (*played.parameters, played.outcome.clone());
        Ok((parameters, outcome, events))
    }
}

/// Plays runs of an ensemble, one after the other, without allocating once its buffers have grown.
#[derive(Debug)]
pub struct Player<'e> {
    ensemble: &'e Ensemble,
    workspace: Workspace,
    policy: AnyPolicy,
    prepared: Option<(u64, Prepared)>,
}

/// A run that has been played.
#[derive(Debug)]
pub struct Played<'p> {
    /// Its number in the ensemble.
    pub replication: u64,
    /// Number of its parameter vector.
    pub draw: u64,
    /// Its number among the runs with the same parameters.
    pub replicate: u64,
    /// The key of its luck.
    pub key: Key,
    /// Its parameters.
    pub parameters: &'p Parameters,
    /// What came out.
    pub outcome: &'p Outcome,
}

impl Player<'_> {
    /// Plays run number `replication`: the same whether alone, in order or in any other order.
    ///
    /// # Errors
    /// If its parameters are none that the model can take.
    pub fn play(&mut self, replication: u64, observer: &mut dyn Observer) -> Result<Played<'_>, DrawError> {
        let settings = &self.ensemble.settings;
        let (draw, replicate) = settings.place(replication);
        let key = Key::derive(settings.seed, STUDY, draw, replicate);
        if self.prepared.as_ref().is_none_or(|(of, _)| *of != draw) {
            self.prepared = None;
        }
        let prepared = match &mut self.prepared {
            Some((_, prepared)) => prepared,
            empty => &mut empty.insert((draw, self.ensemble.prepare(draw)?)).1,
        };
        let outcome = run(prepared, &key, &mut self.policy, &mut self.workspace, observer);
        Ok(Played {
            replication,
            draw,
            replicate,
            key,
            parameters: prepared.parameters(),
            outcome,
        })
    }
}

impl Ensemble {
    fn prepare(&self, draw: u64) -> Result<Prepared, DrawError> {
        let wrong = |errors: Vec<ParameterError>| DrawError {
            draw,
            wrong: in_words(&errors),
        };
        let parameters = self
            .conflict
            .draw(self.settings.parameters, self.settings.seed, draw)
            .map_err(wrong)?;
        Prepared::new(&self.conflict.scenario, &parameters).map_err(wrong)
    }
}

pub(crate) fn in_words(errors: &[ParameterError]) -> String {
    let each = errors
        .iter()
        .map(|e| format!("{} = {} ({:?})", e.parameter.name, e.value, e.parameter.support));
    each.collect::<Vec<_>>().join(", ")
}

/// The policies that an ensemble can be played with.
#[derive(Debug, Clone)]
enum AnyPolicy {
    Quantal(QuantalResponse),
    Scripted(Scripted),
}

impl Policy for AnyPolicy {
    fn begin(&mut self) {
        match self {
            Self::Quantal(policy) => policy.begin(),
            Self::Scripted(policy) => policy.begin(),
        }
    }

    #[inline]
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        match self {
            Self::Quantal(policy) => policy.choose(situation, u),
            Self::Scripted(policy) => policy.choose(situation, u),
        }
    }
}
