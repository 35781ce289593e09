//! The work of a what-if: batch after batch of paired worlds on all threads, an answer after each that then sharpens.

use std::ops::Range;

use halha_kernel::chance::Key;
use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::policy::Scripted;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Chosen};
use super::history::History;
use super::measures::Measure;
use super::page::ToldPair;
use super::pair::{Group, Inputs, Stagehand, told};
use super::plan::Plan;
use crate::conflict::LoadedConflict;
use crate::ensemble::{DrawError, STUDY, in_words};
use crate::policy_script;
use crate::replay::Log;

/// Draws of the first batch, and of the largest.
const BATCH: [u64; 2] = [8, 128];

/// Which pairs are played; nothing here says how fast or on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairSettings {
    /// Pairs asked for; rounded up to whole draws.
    pub pairs: u64,
    /// Pairs with the same parameters.
    pub per_draw: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Stop once every probability and the logarithm of losses is known to this standard error.
    pub precision: Option<f64>,
}

impl PairSettings {
    /// Most pairs of one what-if: their values are held in memory.
    pub const MOST: u64 = 4_000_000;

    /// Parameter vectors.
    pub fn draws(&self) -> u64 {
        self.pairs.div_ceil(self.per_draw.max(1))
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WhatifError {
    /// A number of pairs that cannot be.
    #[error("{pairs} pairs, {per_draw} with the same parameters; ask for 2 to {most} pairs and at least 1 with the same parameters", most = PairSettings::MOST)]
    Pairs {
        /// Pairs asked for.
        pairs: u64,
        /// Of them with the same parameters.
        per_draw: u64,
    },
    /// Parameters that the model cannot take.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// Somebody stopped the work before there was anything to show.
    #[error("stopped before there was anything to show")]
    Stopped,
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}; ask for fewer with --threads")]
    Threads(String),
}

/// Watches the work and may stop it.
pub trait Watch: Sync {
    /// A whole batch is done.
    fn batch(&self, _progress: &Progress<'_>) {}
    /// Whether to stop. What is complete is the answer.
    fn stop(&self) -> bool {
        false
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoWatch;

impl Watch for NoWatch {}

/// How far the work has come.
#[derive(Debug)]
pub struct Progress<'w> {
    /// What has been played.
    pub worlds: &'w Worlds,
    /// Pairs asked for.
    pub asked: u64,
}

/// A conflict with its columns, measures and settings: all that decides every pair.
#[derive(Debug)]
pub struct Whatif<'c> {
    conflict: &'c LoadedConflict,
    plans: Vec<Plan>,
    measures: Vec<Measure>,
    settings: PairSettings,
    histories: Vec<History>,
    /// History of each group, then its plans.
    groups: Vec<(Option<usize>, Vec<usize>)>,
    script: Option<Scripted>,
}

/// The values of all pairs played: columns of numbers, one place a pair, in order of draw and replicate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worlds {
    /// Pairs with the same parameters.
    pub per_draw: usize,
    /// Pairs.
    pub pairs: usize,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    measures: usize,
    /// Group of each column.
    group_of: Vec<usize>,
    /// By group and measure.
    baseline: Vec<Vec<f64>>,
    /// By column and measure.
    counterfactual: Vec<Vec<f64>>,
    /// By column: the day on which the worlds part, NaN if never.
    parted: Vec<Vec<f64>>,
}

/// What one draw's pairs leave, in the order of `Worlds`.
struct Drawn {
    baseline: Vec<Vec<f64>>,
    counterfactual: Vec<Vec<f64>>,
    parted: Vec<Vec<f64>>,
}

impl<'c> Whatif<'c> {
    /// Makes everything ready.
    ///
    /// # Errors
    /// If the number of pairs cannot be.
    pub fn new(
        conflict: &'c LoadedConflict,
        plans: Vec<Plan>,
        measures: Vec<Measure>,
        settings: PairSettings,
    ) -> Result<Self, WhatifError> {
        let wanted = 2..=PairSettings::MOST;
        if !wanted.contains(&settings.pairs) || settings.per_draw == 0 || settings.per_draw > settings.pairs {
            return Err(WhatifError::Pairs {
                pairs: settings.pairs,
                per_draw: settings.per_draw,
            });
        }
        let mut days: Vec<u32> = plans.iter().filter_map(|p| p.column.given).collect();
        days.sort_unstable();
        days.dedup();
        let place = |p: &Plan| days.iter().position(|d| Some(*d) == p.column.given);
        let mut groups: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        for (n, plan) in plans.iter().enumerate() {
            let history = place(plan);
            match groups.iter_mut().find(|(h, _)| *h == history) {
                Some((_, members)) => members.push(n),
                None => groups.push((history, vec![n])),
            }
        }
        let scripted = plans.iter().any(Plan::needs_script);
        let script =
            scripted.then(|| Scripted::new(policy_script::lines(&conflict.record, &conflict.calendar)));
        Ok(Self {
            histories: days
                .iter()
                .map(|d| History::of(conflict, f64::from(*d)))
                .collect(),
            conflict,
            plans,
            measures,
            settings,
            groups,
            script,
        })
    }

    /// The conflict.
    pub fn conflict(&self) -> &'c LoadedConflict {
        self.conflict
    }

    /// The columns, made ready.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// What is compared.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Which pairs.
    pub fn settings(&self) -> &PairSettings {
        &self.settings
    }

    /// Recorded decisions, where a column follows them.
    pub fn script(&self) -> Option<&Scripted> {
        self.script.as_ref()
    }

    /// Plays the pairs on `threads` threads (`None` for one a core). The same settings give the same values, whatever
    /// the threads; a stop keeps the draws that are complete from the first on.
    ///
    /// # Errors
    /// If a draw cannot be played, or nothing was played before a stop.
    pub fn play(&self, threads: Option<usize>, watch: &dyn Watch) -> Result<Worlds, WhatifError> {
        self.play_on(self.no_worlds(), threads, watch)
    }

    /// Plays on from the pairs of whole batches that an earlier call has left: the end is the same.
    ///
    /// # Errors
    /// As for [`Self::play`].
    pub(crate) fn play_on(
        &self,
        mut worlds: Worlds,
        threads: Option<usize>,
        watch: &dyn Watch,
    ) -> Result<Worlds, WhatifError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| WhatifError::Threads(error.to_string()))?;
        let draws = self.settings.draws();
        loop {
            let next = worlds.pairs as u64 / self.settings.per_draw;
            if next >= draws || self.is_precise(&worlds) {
                return Ok(worlds);
            }
            // Twice as many each time: 8, 16, 32 … up to the largest.
            let size = (next + BATCH[0]).min(BATCH[1]);
            let batch = next..(next + size).min(draws);
            if watch.stop() || !self.batch(&mut worlds, batch, &pool, watch)? {
                break;
            }
        }
        worlds.stopped = true;
        if worlds.pairs == 0 {
            Err(WhatifError::Stopped)
        } else {
            Ok(worlds)
        }
    }

    /// Plays a batch of draws; false if it was stopped before its end.
    fn batch(
        &self,
        worlds: &mut Worlds,
        draws: Range<u64>,
        pool: &rayon::ThreadPool,
        watch: &dyn Watch,
    ) -> Result<bool, WhatifError> {
        let played: Vec<Option<Drawn>> = pool.install(|| {
            draws
                .into_par_iter()
                .map(|d| self.draw(d, watch))
                .collect::<Result<_, _>>()
        })?;
        let whole = played.iter().all(Option::is_some);
        let complete = played.into_iter().map_while(|drawn| drawn);
        complete.for_each(|drawn| worlds.take(drawn));
        if whole {
            watch.batch(&Progress {
                worlds,
                asked: self.settings.draws() * self.settings.per_draw,
            });
        }
        Ok(whole)
    }

    /// The values of no pairs: what the work begins with.
    pub(crate) fn no_worlds(&self) -> Worlds {
        let group_of = |n| {
            self.groups
                .iter()
                .position(|(_, plans)| plans.contains(&n))
                .unwrap_or(0)
        };
        let m = self.measures.len();
        Worlds {
            per_draw: self.settings.per_draw as usize,
            measures: m,
            group_of: (0..self.plans.len()).map(group_of).collect(),
            baseline: vec![Vec::new(); self.groups.len() * m],
            counterfactual: vec![Vec::new(); self.plans.len() * m],
            parted: vec![Vec::new(); self.plans.len()],
            ..Worlds::default()
        }
    }

    /// Whether every probability and the logarithm of losses is as precise as asked, over all columns.
    fn is_precise(&self, worlds: &Worlds) -> bool {
        let Some(precision) = self.settings.precision else {
            return false;
        };
        let asked = |m: &Measure| m.main && (m.yes_no || m.quantity == super::Quantity::LnLosses);
        // A handful of draws may agree by chance.
        let enough = worlds.pairs >= 100 * worlds.per_draw;
        enough
            && (0..self.plans.len()).all(|column| {
                let asked = self.measures.iter().enumerate().filter(|(_, m)| asked(m));
                asked
                    .filter_map(|(n, m)| worlds.contrast(column, n, m, precision))
                    .all(|c| c.error <= precision)
            })
    }

    /// All pairs of one parameter vector; `None` if the work is to stop.
    fn draw(&self, draw: u64, watch: &dyn Watch) -> Result<Option<Drawn>, DrawError> {
        let wrong = |errors: Vec<ParameterError>| DrawError {
            draw,
            wrong: in_words(&errors),
        };
        let parameters = self.parameters(draw)?;
        let inputs = Inputs::new(self.conflict, &self.plans, parameters).map_err(wrong)?;
        let hand = Stagehand {
            plans: &self.plans,
            script: self.script.as_ref(),
        };
        let m = self.measures.len();
        let mut out = Drawn {
            baseline: vec![Vec::new(); self.groups.len() * m],
            counterfactual: vec![Vec::new(); self.plans.len() * m],
            parted: vec![Vec::new(); self.plans.len()],
        };
        for replicate in 0..self.settings.per_draw {
            if watch.stop() {
                return Ok(None);
            }
            let key = self.key(draw, replicate);
            for (g, (history, plans)) in self.groups.iter().enumerate() {
                let group = Group {
                    history: history.map(|h| &self.histories[h]),
                    plans: plans.clone(),
                };
                let (base, pairs) = hand.play(&inputs, &group, key).map_err(wrong)?;
                let values: Vec<f64> = self
                    .measures
                    .iter()
                    .map(|q| q.value_in(&base, self.conflict))
                    .collect();
                for (n, pair) in plans.iter().zip(pairs) {
                    out.parted[*n].push(pair.parted.unwrap_or(f64::NAN));
                    for (q, measure) in self.measures.iter().enumerate() {
                        let value = match &pair.ended {
                            Some(ended) => measure.value_in(ended, self.conflict),
                            None => values[q],
                        };
                        out.counterfactual[n * m + q].push(value);
                    }
                }
                values
                    .into_iter()
                    .enumerate()
                    .for_each(|(q, v)| out.baseline[g * m + q].push(v));
            }
        }
        Ok(Some(out))
    }

    /// The parameters of a draw.
    ///
    /// # Errors
    /// If they are none that the model can take.
    pub fn parameters(&self, draw: u64) -> Result<Parameters, DrawError> {
        let drawn = self
            .conflict
            .draw(self.conflict.best_source(), self.settings.seed, draw);
        drawn.map_err(|errors| DrawError {
            draw,
            wrong: in_words(&errors),
        })
    }

    /// The luck of a pair: that of the run with the same draw and replicate of an ensemble with the same seed.
    pub fn key(&self, draw: u64, replicate: u64) -> Key {
        Key::derive(self.settings.seed, STUDY, draw, replicate)
    }
}

impl Whatif<'_> {
    /// The pairs that an answer has chosen to be told, or those of one kind, column by column.
    ///
    /// # Errors
    /// If the parameters of one are none that the model can take.
    pub fn tell_chosen(&self, answer: &Answer, kind: Option<&str>) -> Result<Vec<ToldPair>, WhatifError> {
        let columns = answer.columns.iter().enumerate();
        let chosen = columns.flat_map(|(n, column)| column.shown.iter().map(move |one| (n, one)));
        chosen
            .filter(|(_, one)| kind.is_none_or(|kind| one.kind == kind))
            .map(|(n, one)| self.tell(n, one))
            .collect()
    }

    /// A pair with everything that happened in both worlds.
    ///
    /// # Errors
    /// If its parameters are none that the model can take.
    pub fn tell(&self, column: usize, chosen: &Chosen) -> Result<ToldPair, WhatifError> {
        let plan = &self.plans[column];
        let (draw, replicate) = (chosen.draw, chosen.replicate);
        let wrong = |errors: Vec<ParameterError>| DrawError {
            draw,
            wrong: in_words(&errors),
        };
        let key = self.key(draw, replicate);
        let parameters = self.parameters(draw)?;
        let worlds = told(self.conflict, plan, self.script(), parameters, key).map_err(wrong)?;
        let logs = worlds.map(|(events, _)| Log { events, whole: true });
        Ok(ToldPair {
            column,
            title: format!(
                "{} {} pair (draw {draw}, replicate {replicate})",
                if chosen.kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
                    "An"
                } else {
                    "A"
                },
                chosen.kind
            ),
            chosen: format!("Chosen for {}.", chosen.chosen),
            parted: chosen.parted,
            logs,
        })
    }
}

impl Worlds {
    fn take(&mut self, draw: Drawn) {
        self.pairs += self.per_draw;
        let append = |all: &mut Vec<Vec<f64>>, more: Vec<Vec<f64>>| {
            all.iter_mut()
                .zip(more)
                .for_each(|(all, mut more)| all.append(&mut more));
        };
        append(&mut self.baseline, draw.baseline);
        append(&mut self.counterfactual, draw.counterfactual);
        append(&mut self.parted, draw.parted);
    }

    /// Every column of numbers, in one order.
    pub(super) fn columns(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.baseline
            .iter()
            .chain(&self.counterfactual)
            .chain(&self.parted)
    }

    /// The same columns, to be added to.
    pub(super) fn columns_mut(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        self.baseline
            .iter_mut()
            .chain(&mut self.counterfactual)
            .chain(&mut self.parted)
    }

    /// Values of a measure in the baselines of a column.
    pub fn baseline(&self, column: usize, measure: usize) -> &[f64] {
        &self.baseline[self.group_of[column] * self.measures + measure]
    }

    /// Values of a measure in a column's counterfactuals.
    pub fn counterfactual(&self, column: usize, measure: usize) -> &[f64] {
        &self.counterfactual[column * self.measures + measure]
    }

    /// The day on which each pair of a column parts; NaN if never.
    pub fn parted(&self, column: usize) -> &[f64] {
        &self.parted[column]
    }

    /// Draw and replicate of a pair.
    pub fn place(&self, pair: usize) -> (u64, u64) {
        ((pair / self.per_draw) as u64, (pair % self.per_draw) as u64)
    }

    /// Numbers of all pairs.
    pub fn all(&self) -> Range<usize> {
        0..self.pairs
    }
}
