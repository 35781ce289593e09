//! Many worlds played from one source of parameters, and those among them whose past resembles the record's.

use halha_kernel::event::NoObserver;
use halha_kernel::outcome::{Outcome, Year};
use rayon::prelude::*;

use super::targets::{Target, distances};
use crate::ensemble::{DrawError, Ensemble};

/// What is looked at in each calendar year, in the order of [`Worlds::yearly`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Yearly {
    /// Everything in side 0's book.
    Disputes0,
    /// Incidents with shots, in truth.
    Shootings,
    /// Men lost by both sides, in truth.
    Losses,
    /// Engagements with 7,000 men or more on one side.
    DivisionBattles,
}

impl Yearly {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Disputes0,
        Self::Shootings,
        Self::Losses,
        Self::DivisionBattles,
    ];

    fn of(self, year: &Year) -> f64 {
        let c = &year.counts;
        let sum = |counts: &[u32]| counts.iter().map(|n| f64::from(*n)).sum::<f64>();
        match self {
            Self::Disputes0 => sum(&c.book[0]) + sum(&c.book_own[0]),
            Self::Shootings => f64::from(c.shootings),
            Self::Losses => sum(&c.lost),
            Self::DivisionBattles => f64::from(c.division_battles),
        }
    }
}

/// One world, as far as it is compared with the record.
#[derive(Debug, Clone)]
struct World {
    distances: Vec<f32>,
    observables: Vec<f32>,
    yearly: Vec<[f32; Yearly::ALL.len()]>,
}

/// Worlds played, with their distances from the record.
#[derive(Debug, Clone)]
pub struct Worlds {
    targets: Vec<Target>,
    scales: Vec<f64>,
    worlds: Vec<World>,
}

/// Least spread by which a distance is divided: a target on which all worlds agree must not drown the others.
const LEAST_SCALE: f64 = 0.1;

impl Worlds {
    /// Plays all runs of an ensemble on the current threads and keeps what is compared.
    ///
    /// # Errors
    /// A draw that the model cannot take.
    pub fn play(ensemble: &Ensemble, targets: Vec<Target>) -> Result<Self, DrawError> {
        let runs = ensemble.settings().replications;
        let chunk = 64;
        let chunks: Vec<Vec<World>> = (0..runs.div_ceil(chunk))
            .into_par_iter()
            .map(|n| {
                let mut player = ensemble.player();
                (n * chunk..((n + 1) * chunk).min(runs))
                    .map(|run| {
                        let played = player.play(run, &mut NoObserver)?;
                        Ok(world(ensemble, &targets, played.outcome))
                    })
                    .collect::<Result<_, _>>()
            })
            .collect::<Result<_, DrawError>>()?;
        let worlds: Vec<World> = chunks.into_iter().flatten().collect();
        let scales = (0..targets.len()).map(|t| scale(&worlds, &targets, t)).collect();
        Ok(Self {
            targets,
            scales,
            worlds,
        })
    }

    /// What the worlds are compared with.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// By how much each target's distance is divided: its spread among the worlds.
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    /// Number of worlds.
    pub fn len(&self) -> usize {
        self.worlds.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.worlds.is_empty()
    }

    /// The `keep` worlds nearest to the record on the targets that `of` chooses, nearest first.
    ///
    /// **Law** rejection sampling with distance √Σ(d_j/s_j)²: the worlds kept are draws from the model given a past
    /// like the record's, up to the width of what is kept. **Source** Pritchard et al. (1999).
    pub fn nearest(&self, of: impl Fn(&Target) -> bool, keep: usize) -> Vec<usize> {
        let chosen: Vec<usize> = (0..self.targets.len())
            .filter(|t| of(&self.targets[*t]))
            .collect();
        let far = |w: &World| -> f64 {
            let part = |t: &usize| (f64::from(w.distances[*t]) / self.scales[*t]).powi(2);
            chosen.iter().map(part).sum()
        };
        let mut order: Vec<(f64, usize)> = self.worlds.iter().map(far).zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(keep).map(|(_, n)| n).collect()
    }

    /// The values of an observable in these worlds.
    pub fn observable(&self, observable: usize, worlds: &[usize]) -> Vec<f64> {
        let value = |w: &usize| f64::from(self.worlds[*w].observables[observable]);
        worlds.iter().map(value).collect()
    }

    /// What happened in a year of these worlds; `year` counts from the first of the history. A world that ended
    /// before has nothing in it.
    pub fn yearly(&self, what: Yearly, year: usize, worlds: &[usize]) -> Vec<f64> {
        let value = |w: &usize| {
            let years = &self.worlds[*w].yearly;
            years.get(year).map_or(0.0, |y| f64::from(y[what as usize]))
        };
        worlds.iter().map(value).collect()
    }
}

fn world(ensemble: &Ensemble, targets: &[Target], outcome: &Outcome) -> World {
    let conflict = ensemble.conflict();
    let single = |x: f64| x as f32;
    World {
        distances: distances(conflict, targets, outcome)
            .into_iter()
            .map(single)
            .collect(),
        observables: conflict
            .observables
            .iter()
            .map(|o| o.of_run(outcome, &conflict.calendar) as f32)
            .collect(),
        yearly: outcome
            .years
            .iter()
            .map(|year| Yearly::ALL.map(|what| what.of(year) as f32))
            .collect(),
    }
}

/// Spread of a target's simulated values on the scale of its distance: half the central 68 %.
fn scale(worlds: &[World], targets: &[Target], t: usize) -> f64 {
    let target = &targets[t];
    let on_scale = |w: &World| {
        let x = f64::from(w.observables[target.observable]);
        let x = if x.is_nan() { 0.0 } else { x };
        if target.is_yes_no { x } else { x.ln_1p() }
    };
    let mut values: Vec<f64> = worlds.iter().map(on_scale).collect();
    values.sort_unstable_by(f64::total_cmp);
    if values.is_empty() {
        return 1.0;
    }
    let q = |p| crate::statistics::quantile(&values, p);
    (0.5 * (q(0.84) - q(0.16))).max(LEAST_SCALE)
}
