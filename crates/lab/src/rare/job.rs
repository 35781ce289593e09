//! The repeats of a rare event: levels by a pilot, then independent estimates, kept as they come.

use halha_inference::splitting::{self, Address, Effort, Paths, Splitting};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use rayon::prelude::*;

use super::bytes;
use super::event::Event;
use super::settings::{Method, RareError, RareSettings};
use super::world::{Rule, World};
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, in_words};
use crate::settings::ParameterSource;
use crate::store::Stretch;

/// Number of the pilot among the repeats, far from theirs.
const PILOT: u64 = 1 << 30;

/// Watches the work and may stop it.
pub trait Watch: Sync {
    /// So many of so many parts of the work are done; what is done now.
    fn part(&self, _done: u64, _all: u64, _what: &str) {}
    /// Whether to stop. Repeats that are complete are the answer.
    fn stop(&self) -> bool {
        false
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoWatch;

impl Watch for NoWatch {}

/// On how many threads something is played, and who watches it.
pub type How<'w> = (Option<usize>, &'w dyn Watch);

/// The repeats of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeats {
    /// The repeats, in order.
    pub all: Vec<Splitting>,
    /// The pilot, if the levels came from one.
    pub pilot: Option<Splitting>,
    /// Steps of a whole campaign, on average.
    pub campaign: f64,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// A conflict with an event and settings: all that decides an estimate.
#[derive(Debug)]
pub struct Rare<'c> {
    pub(super) conflict: &'c LoadedConflict,
    pub(super) event: &'c Event,
    pub(super) settings: RareSettings,
}

/// Where the paths of one repeat come from.
#[derive(Debug)]
pub struct Cast<'c> {
    rule: Rule<'c>,
    prepared: Vec<Prepared>,
}

impl Paths for Cast<'_> {
    type Path<'a>
        = World<'a>
    where
        Self: 'a;

    fn begin(&self, at: Address) -> World<'_> {
        World::new(&self.rule, &self.prepared[at.particle as usize], at)
    }
}

impl<'c> Rare<'c> {
    /// Makes everything ready.
    ///
    /// # Errors
    /// If the settings cannot be.
    pub fn new(
        conflict: &'c LoadedConflict,
        event: &'c Event,
        settings: RareSettings,
    ) -> Result<Self, RareError> {
        let effort = 10..=RareSettings::MOST_EFFORT;
        let repeats = 2..=RareSettings::MOST_REPEATS;
        if !effort.contains(&settings.effort) || !repeats.contains(&settings.repeats) {
            return Err(RareError::Settings {
                effort: settings.effort,
                repeats: settings.repeats,
            });
        }
        if settings.parameters == ParameterSource::Posterior && conflict.posterior.is_none() {
            return Err(RareError::NoPosterior);
        }
        Ok(Self {
            conflict,
            event,
            settings,
        })
    }

    pub(super) fn by(&self) -> f64 {
        self.event.by.unwrap_or(f64::INFINITY)
    }

    /// Number of the parameter vector with which path `particle` of a repeat begins.
    pub(super) fn draw(&self, repeat: u64, particle: u64) -> u64 {
        repeat * self.settings.effort as u64 + particle
    }

    /// Parameter vector of a number.
    ///
    /// # Errors
    /// If the model cannot take it.
    pub(super) fn parameters(&self, draw: u64) -> Result<Parameters, DrawError> {
        let drawn = self
            .conflict
            .draw(self.settings.parameters, self.settings.seed, draw);
        drawn.map_err(|errors| DrawError {
            draw,
            wrong: in_words(&errors),
        })
    }

    pub(super) fn prepare(&self, draw: u64) -> Result<Prepared, DrawError> {
        let parameters = self.parameters(draw)?;
        Prepared::new(&self.conflict.scenario, &parameters).map_err(|errors| DrawError {
            draw,
            wrong: in_words(&errors),
        })
    }

    /// The paths of a repeat, each with parameters of its own that its clones keep.
    ///
    /// # Errors
    /// If a draw cannot be played.
    pub fn paths(&self, repeat: u64) -> Result<Cast<'_>, DrawError> {
        let draws = 0..self.settings.effort as u64;
        let prepared = draws
            .into_par_iter()
            .map(|particle| self.prepare(self.draw(repeat, particle)))
            .collect::<Result<_, _>>()?;
        Ok(Cast {
            rule: Rule {
                conflict: self.conflict,
                kind: &self.event.kind,
                by: self.by(),
                seed: self.settings.seed,
            },
            prepared,
        })
    }

    fn effort(&self, repeat: u64) -> Effort {
        Effort {
            paths: self.settings.effort,
            repeat,
            seed: self.settings.seed,
        }
    }

    /// Plays pilot and repeats on `threads` threads (`None` for one a core). The same settings give the same numbers,
    /// whatever the threads; a stop keeps the repeats that are complete from the first on.
    ///
    /// # Errors
    /// If a draw cannot be played, or fewer than two repeats were played before a stop.
    pub fn play(&self, threads: Option<usize>, watch: &dyn Watch) -> Result<Repeats, RareError> {
        self.play_on(Stretch::default(), threads, watch)
    }

    /// The same from where an earlier call was broken off; pilot and repeats are kept as they come.
    ///
    /// # Errors
    /// As for [`Self::play`]; also if something cannot be kept.
    pub fn play_on(
        &self,
        kept: Stretch<'_>,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Repeats, RareError> {
        pool(threads)?.install(|| self.repeats(kept, watch))
    }

    fn repeats(&self, mut kept: Stretch<'_>, watch: &dyn Watch) -> Result<Repeats, RareError> {
        let mut done = kept.done(bytes::repeat)?;
        let parts = self.settings.repeats + 1;
        if done.is_empty() {
            watch.part(0, parts, "pilot");
            done.push(self.pilot(watch)?);
            kept.add(&bytes::of_repeat(&done[0]))?;
        }
        let mut all = done.split_off(1);
        let Some((levels, pilot)) = done.pop() else {
            return Err(RareError::Stopped);
        };
        // The first stage of the pilot plays every path to its end.
        let first = pilot.stages.first().map_or(0, |s| s.work);
        for repeat in all.len() as u64..self.settings.repeats {
            watch.part(repeat + 1, parts, "repeats");
            let Some(one) = self.repeat(repeat, &levels, watch)? else {
                break;
            };
            all.push((Vec::new(), one));
            kept.add(&bytes::of_repeat(&all[all.len() - 1]))?;
        }
        if all.len() < 2 {
            return Err(RareError::Stopped);
        }
        Ok(Repeats {
            stopped: (all.len() as u64) < self.settings.repeats,
            all: all.into_iter().map(|(_, one)| one).collect(),
            pilot: Some(pilot),
            campaign: first as f64 / self.settings.effort as f64,
        })
    }

    /// Levels, and the repeat that found them.
    fn pilot(&self, watch: &dyn Watch) -> Result<(Vec<f64>, Splitting), RareError> {
        let (cast, target) = (self.paths(PILOT)?, self.event.kind.target());
        let stop = || watch.stop();
        let found = splitting::pilot(&cast, target, RareSettings::KEPT, self.effort(PILOT), &stop);
        found.ok_or(RareError::Stopped)
    }

    /// One repeat; `None` if it was stopped.
    fn repeat(&self, repeat: u64, levels: &[f64], watch: &dyn Watch) -> Result<Option<Splitting>, RareError> {
        let (cast, target) = (self.paths(repeat)?, self.event.kind.target());
        let stop = || watch.stop();
        let kill = (RareSettings::KILLED * self.settings.effort as f64) as usize;
        Ok(match self.settings.method {
            Method::Fixed => splitting::fixed(&cast, levels, self.effort(repeat), &stop),
            Method::Adaptive => splitting::adaptive(&cast, target, kill, self.effort(repeat), &stop),
        })
    }
}

pub(super) fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, RareError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| RareError::Threads(error.to_string()))
}
