//! Worlds of an ensemble as cases: parameters, what had come by an early year, and measures of the whole.

use std::collections::HashMap;

use halha_kernel::event::{Ending, NoObserver};
use halha_kernel::outcome::{Counts, Outcome};
use halha_kernel::parameters::Parameters;
use rayon::prelude::*;

use super::bytes;
use super::settings::MattersError;
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, Ensemble};
use crate::job::Watch;
use crate::store::Stretch;
use crate::whatif::{Measure, Quantity};

/// Draws that are played before the next look at whether to go on.
const BATCH: u64 = 256;

/// Early conditions: what is counted from the beginning to the end of the early years, with what it is.
pub const EARLY: [(&str, &str); 5] = [
    ("incidents", "incidents that no crisis absorbed"),
    ("shootings", "incidents with shots"),
    ("crises", "crises opened"),
    ("losses", "men lost by both sides"),
    ("division-battles", "battles of 7,000 men or more"),
];

/// Cases, in order of draw and replicate.
#[derive(Debug, Clone, Default)]
pub struct Worlds {
    /// Distinct parameter vectors, in order of first use.
    pub vectors: Vec<Vec<f64>>,
    /// Parameter vector of each case.
    pub vector_of: Vec<usize>,
    /// Values, measure by measure.
    pub values: Vec<Vec<f64>>,
    /// Early conditions, condition by condition; empty without an early year.
    pub early: Vec<Vec<f64>>,
    /// What each measure had come to by the end of the early years; NaN where that cannot be said.
    pub by_then: Vec<Vec<f64>>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// What one world leaves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct World {
    pub(super) values: Vec<f64>,
    pub(super) early: [f64; EARLY.len()],
    pub(super) by_then: Vec<f64>,
}

/// A parameter vector with its worlds.
pub(super) type Drawn = (Vec<f64>, Vec<World>);

impl Worlds {
    /// Plays the runs of an ensemble, draw by draw; `early` is the last of the early years.
    ///
    /// # Errors
    /// A year that is none, a draw that the model cannot take, or a stop before anything was played.
    pub fn play(
        ensemble: &Ensemble,
        measures: &[Measure],
        early: Option<i32>,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Self, MattersError> {
        Self::play_on(Stretch::default(), (ensemble, measures, early), threads, watch)
    }

    /// The same from where an earlier call was broken off; draws are kept as they come.
    ///
    /// # Errors
    /// As for [`Self::play`]; also if something cannot be kept.
    pub fn play_on(
        mut kept: Stretch<'_>,
        (ensemble, measures, early): (&Ensemble, &[Measure], Option<i32>),
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Self, MattersError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| MattersError::Threads(error.to_string()))?;
        let until = early
            .map(|year| Until::of(ensemble.conflict(), year))
            .transpose()?;
        let settings = ensemble.settings();
        let mut worlds = Self {
            values: vec![Vec::new(); measures.len()],
            early: vec![Vec::new(); early.map_or(0, |_| EARLY.len())],
            by_then: vec![Vec::new(); measures.len()],
            ..Self::default()
        };
        let mut known: HashMap<Vec<u64>, usize> = HashMap::new();
        let mut next = 0;
        for batch in kept.done(|record| bytes::draws(record, measures.len()))? {
            next += batch.len() as u64;
            batch.into_iter().for_each(|drawn| worlds.take(drawn, &mut known));
        }
        watch.begins(settings.replications, worlds.vector_of.len() as u64);
        while next < settings.draws && !watch.stop() {
            let batch = next..(next + BATCH).min(settings.draws);
            next = batch.end;
            let played: Vec<Option<Drawn>> = pool.install(|| {
                batch
                    .into_par_iter()
                    .map(|draw| play(ensemble, draw, measures, until.as_ref(), watch))
                    .collect::<Result<_, _>>()
            })?;
            let whole = played.iter().all(Option::is_some);
            let complete: Vec<Drawn> = played.into_iter().map_while(|drawn| drawn).collect();
            kept.add(&bytes::of_draws(&complete))?;
            complete
                .into_iter()
                .for_each(|drawn| worlds.take(drawn, &mut known));
            if !whole {
                break;
            }
        }
        worlds.stopped = (worlds.vector_of.len() as u64) < settings.replications;
        if worlds.vector_of.is_empty() {
            return Err(MattersError::Stopped);
        }
        Ok(worlds)
    }

    fn take(&mut self, (vector, worlds): Drawn, known: &mut HashMap<Vec<u64>, usize>) {
        let bits: Vec<u64> = vector.iter().map(|x| x.to_bits()).collect();
        let place = *known.entry(bits).or_insert_with(|| {
            self.vectors.push(vector.clone());
            self.vectors.len() - 1
        });
        for world in worlds {
            self.vector_of.push(place);
            let add = |columns: &mut [Vec<f64>], values: &[f64]| {
                columns.iter_mut().zip(values).for_each(|(c, v)| c.push(*v));
            };
            add(&mut self.values, &world.values);
            add(&mut self.early, &world.early);
            add(&mut self.by_then, &world.by_then);
        }
    }

    /// The values of a parameter, vector by vector.
    pub(super) fn parameter(&self, parameter: usize) -> Vec<f64> {
        self.vectors.iter().map(|v| v[parameter]).collect()
    }

    /// The values of a measure, those of each vector together.
    pub(super) fn by_vector(&self, measure: usize) -> Vec<Vec<f64>> {
        let mut all = vec![Vec::new(); self.vectors.len()];
        for (vector, value) in self.vector_of.iter().zip(&self.values[measure]) {
            all[*vector].push(*value);
        }
        all
    }
}

/// The end of the early years.
struct Until {
    /// Number of early years.
    years: usize,
    /// First day after them.
    day: f64,
}

impl Until {
    fn of(conflict: &LoadedConflict, year: i32) -> Result<Self, MattersError> {
        let years = &conflict.scenario.scenario().years;
        let (first, last) = (
            years.first().copied().unwrap_or(0),
            years.iter().rev().nth(1).copied().unwrap_or(0),
        );
        let place = years.iter().position(|y| *y == year).filter(|_| year <= last);
        let place = place.ok_or(MattersError::Year { year, first, last })?;
        let next = i16::try_from(year + 1).ok();
        let next = next.and_then(|year| jiff::civil::Date::new(year, 1, 1).ok());
        let next = next.ok_or(MattersError::Year { year, first, last })?;
        Ok(Self {
            years: place + 1,
            day: conflict.calendar.day(next),
        })
    }

    fn conditions(&self, outcome: &Outcome) -> [f64; EARLY.len()] {
        let sum = |of: fn(&Counts) -> u32| {
            let years = outcome.years.iter().take(self.years);
            years.map(|y| f64::from(of(&y.counts))).sum::<f64>()
        };
        [
            sum(|c| c.incidents.as_flattened().iter().sum()),
            sum(|c| c.shootings),
            sum(|c| c.episodes),
            sum(|c| c.lost.iter().sum()),
            sum(|c| c.division_battles),
        ]
    }

    /// What a measure had come to by then; NaN where an outcome does not tell.
    fn by_then(&self, measure: &Measure, outcome: &Outcome, conflict: &LoadedConflict) -> f64 {
        let yes = |is: bool| f64::from(u8::from(is));
        let counts = || {
            let mut short = outcome.clone();
            short.years.truncate(self.years);
            measure.value(&short, conflict)
        };
        let [.., losses, _] = self.conditions(outcome);
        let before = self.day.min(measure.by.unwrap_or(f64::INFINITY));
        match measure.quantity {
            Quantity::Losses => losses,
            Quantity::LnLosses => halha_kernel::maths::ln(1.0 + losses),
            Quantity::Incidents
            | Quantity::LnIncidents
            | Quantity::Shootings
            | Quantity::LnShootings
            | Quantity::Crises
            | Quantity::DivisionBattles
            | Quantity::CorpsBattles => counts(),
            Quantity::Pact => yes(outcome.pact < before),
            Quantity::GeneralWar => {
                yes(matches!(outcome.ending, Ending::GeneralWar(_)) && outcome.end < before)
            }
            _ => f64::NAN,
        }
    }
}

/// All worlds of one draw; `None` if the work is to stop.
fn play(
    ensemble: &Ensemble,
    draw: u64,
    measures: &[Measure],
    until: Option<&Until>,
    watch: &dyn Watch,
) -> Result<Option<Drawn>, DrawError> {
    let (settings, conflict) = (ensemble.settings(), ensemble.conflict());
    let mut player = ensemble.player();
    let mut worlds = Vec::new();
    let mut vector = None;
    // Replication r has draw r mod draws.
    for replication in (draw..settings.replications).step_by(settings.draws as usize) {
        if watch.stop() {
            return Ok(None);
        }
        let played = player.play(replication, &mut NoObserver)?;
        vector = Some(*played.parameters);
        worlds.push(World {
            values: measures
                .iter()
                .map(|m| m.value(played.outcome, conflict))
                .collect(),
            early: until.map_or([0.0; EARLY.len()], |u| u.conditions(played.outcome)),
            by_then: measures
                .iter()
                .map(|m| until.map_or(f64::NAN, |u| u.by_then(m, played.outcome, conflict)))
                .collect(),
        });
    }
    watch.played(worlds.len() as u64);
    Ok(vector.map(|vector: Parameters| (vector.to_vec(), worlds)))
}
