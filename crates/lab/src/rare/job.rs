//! The work of a rare event: levels by a pilot, independent repeats, plain campaigns beside them.

use halha_inference::splitting::{self, Address, Effort, Paths, Repeated, Splitting};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::event::{Event, Kind};
use super::plain::{self, Integrated, Plain};
use super::world::{Rule, World};
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, in_words};
use crate::settings::ParameterSource;
use crate::statistics::Share;

/// Number of the pilot among the repeats, far from theirs.
const PILOT: u64 = 1 << 30;
/// Number of the first draw of plain campaigns, far from those of paths.
const PLAIN_DRAWS: u64 = 1 << 40;
/// Plain campaigns between two looks at whether to stop.
const BATCH: u64 = 512;

/// How levels are found and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Levels from a pilot, the same number of paths at each.
    Fixed,
    /// Levels from the paths themselves, a part of which dies at each.
    Adaptive,
}

/// What decides the estimate; nothing here says on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RareSettings {
    /// Paths at each level.
    pub effort: usize,
    /// Independent repeats.
    pub repeats: u64,
    /// How levels are found.
    pub method: Method,
    /// Root of all luck.
    pub seed: u64,
    /// Where parameters are drawn from.
    pub parameters: ParameterSource,
}

impl RareSettings {
    /// Most paths of one stage: they are held in memory.
    pub const MOST_EFFORT: usize = 20_000;
    /// Most repeats.
    pub const MOST_REPEATS: u64 = 10_000;
    /// Share of paths that come from one level of the pilot to the next.
    pub const KEPT: f64 = 0.2;
    /// Share of paths that die in a stage of the adaptive method.
    pub const KILLED: f64 = 0.5;
}

/// Why there is no estimate.
#[derive(Debug, thiserror::Error)]
pub enum RareError {
    /// Numbers that cannot be.
    #[error(
        "{effort} paths and {repeats} repeats; ask for 10 to {} paths and 2 to {} repeats",
        RareSettings::MOST_EFFORT,
        RareSettings::MOST_REPEATS
    )]
    Settings {
        /// Paths asked for.
        effort: usize,
        /// Repeats asked for.
        repeats: u64,
    },
    /// The posterior is asked for and the conflict has none.
    #[error(
        "this conflict has no posterior that fits it; make one with `halha fit`, or ask for --parameters prior"
    )]
    NoPosterior,
    /// Parameters that the model cannot take.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// Somebody stopped the work before there was anything to show.
    #[error("stopped before two repeats were played")]
    Stopped,
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}; ask for fewer with --threads")]
    Threads(String),
}

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

    fn by(&self) -> f64 {
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

    fn prepare(&self, draw: u64) -> Result<Prepared, DrawError> {
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
        pool(threads)?.install(|| self.repeats(watch))
    }

    fn repeats(&self, watch: &dyn Watch) -> Result<Repeats, RareError> {
        let stop = || watch.stop();
        let target = self.event.kind.target();
        let parts = self.settings.repeats + 1;
        watch.part(0, parts, "pilot");
        let cast = self.paths(PILOT)?;
        let found = splitting::pilot(&cast, target, RareSettings::KEPT, self.effort(PILOT), &stop);
        let Some((levels, pilot)) = found else {
            return Err(RareError::Stopped);
        };
        // The first stage of the pilot plays every path to its end.
        let first = pilot.stages.first().map_or(0, |s| s.work);
        let campaign = first as f64 / self.settings.effort as f64;
        let kill = (RareSettings::KILLED * self.settings.effort as f64) as usize;
        let mut all = Vec::new();
        for repeat in 0..self.settings.repeats {
            watch.part(repeat + 1, parts, "repeats");
            let cast = self.paths(repeat)?;
            let one = match self.settings.method {
                Method::Fixed => splitting::fixed(&cast, &levels, self.effort(repeat), &stop),
                Method::Adaptive => splitting::adaptive(&cast, target, kill, self.effort(repeat), &stop),
            };
            match one {
                Some(one) => all.push(one),
                None => break,
            }
        }
        if all.len() < 2 {
            return Err(RareError::Stopped);
        }
        Ok(Repeats {
            stopped: (all.len() as u64) < self.settings.repeats,
            all,
            pilot: Some(pilot),
            campaign,
        })
    }

    /// Plays plain campaigns, each with parameters of its own, and compares.
    ///
    /// # Errors
    /// If a draw cannot be played, or nothing was played before a stop.
    pub fn plain(
        &self,
        campaigns: u64,
        estimate: &Repeated,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Plain, RareError> {
        let one = |prepared: &Prepared, n: u64| {
            let key = plain::key(self.settings.seed, n);
            f64::from(u8::from(plain::happens(
                &self.event.kind,
                self.conflict,
                prepared,
                key,
                self.by(),
            )))
        };
        let values = self.campaigns(campaigns, threads, watch, "plain campaigns", &one)?;
        let share = Share::of_column(&values).ok_or(RareError::Stopped)?;
        Ok(Plain {
            share,
            agreement: estimate.agrees(share.share, share.error),
        })
    }

    /// Plays plain campaigns with the choice of war integrated out, and compares. `None` for other events than war.
    ///
    /// # Errors
    /// As for [`Rare::plain`].
    pub fn integrated(
        &self,
        campaigns: u64,
        estimate: &Repeated,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Option<Integrated>, RareError> {
        if !matches!(self.event.kind, Kind::War { .. }) {
            return Ok(None);
        }
        let one = |prepared: &Prepared, n: u64| {
            let key = plain::key(self.settings.seed, n);
            plain::compensator(&self.event.kind, prepared, key, self.by())
        };
        let values = self.campaigns(
            campaigns,
            threads,
            watch,
            "campaigns with the choice of war integrated out",
            &one,
        )?;
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let error = (squares / (n - 1.0).max(1.0) / n).sqrt();
        Ok(Some(Integrated {
            campaigns: values.len() as u64,
            probability: mean,
            error,
            agreement: estimate.agrees(mean, error),
        }))
    }

    /// One value of each plain campaign, in order; those before a stop.
    fn campaigns(
        &self,
        campaigns: u64,
        threads: Option<usize>,
        watch: &dyn Watch,
        what: &str,
        one: &(dyn Fn(&Prepared, u64) -> f64 + Sync),
    ) -> Result<Vec<f64>, RareError> {
        let pool = pool(threads)?;
        let mut values = Vec::new();
        let mut next = 0;
        while next < campaigns && !watch.stop() {
            watch.part(next, campaigns, what);
            let batch = next..(next + BATCH).min(campaigns);
            next = batch.end;
            let played: Vec<f64> = pool.install(|| {
                batch
                    .into_par_iter()
                    .map(|n| Ok(one(&self.prepare(PLAIN_DRAWS + n)?, n)))
                    .collect::<Result<_, DrawError>>()
            })?;
            values.extend(played);
        }
        if values.is_empty() {
            return Err(RareError::Stopped);
        }
        Ok(values)
    }
}

fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, RareError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| RareError::Threads(error.to_string()))
}
