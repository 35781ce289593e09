//! Screening by elementary effects: paths through a coarse grid that move one factor at a time.

use serde::Serialize;

use super::design::{DesignError, owners};
use super::indices::steps_from_zero;
use super::{Estimate, FALSE_ALARM, Outputs};
use crate::chance::Stream;
use crate::normal;

/// Levels of the grid: the middles of the quarters.
const LEVELS: usize = 4;
/// Part of the address of the paths, and of the resamples.
const PATHS: u64 = 0x4d4f_5231;
const RESAMPLES: u64 = 0x4d4f_5232;

/// Paths of factors + 1 points each; every step moves one factor by half of its distribution.
///
/// **Law** a path begins at a random point of the grid {1/8, 3/8, 5/8, 7/8}ᵈ and moves every factor once, in random
/// order, by two levels up or down, whichever stays inside. **Units** quantiles. **Valid for** independent inputs.
/// **Source** Morris 1991, doi 10.1080/00401706.1991.10484804, with 4 levels and steps of half the range; groups as in
/// Campolongo, Cariboni, Saltelli 2007, doi 10.1016/j.envsoft.2006.10.004. **Status** exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Morris {
    factor_of: Vec<Option<usize>>,
    first_input: Vec<usize>,
    paths: usize,
    seed: u64,
}

/// A path's beginning and the order of its steps.
struct Path {
    levels: Vec<usize>,
    order: Vec<usize>,
}

impl Morris {
    /// Fewest paths.
    pub const LEAST: u64 = 4;
    /// Most paths.
    pub const MOST: u64 = 1 << 16;

    /// Paths over `inputs` coordinates, of which each factor moves some.
    ///
    /// # Errors
    /// A number of paths that cannot be, or factors that are no parts of the inputs.
    pub fn new(inputs: usize, factors: &[Vec<usize>], paths: u64, seed: u64) -> Result<Self, DesignError> {
        if !(Self::LEAST..=Self::MOST).contains(&paths) {
            return Err(DesignError::Base {
                asked: paths,
                least: Self::LEAST,
                most: Self::MOST,
            });
        }
        Ok(Self {
            factor_of: owners(inputs, factors)?,
            first_input: factors.iter().map(|members| members[0]).collect(),
            paths: paths as usize,
            seed,
        })
    }

    /// Paths.
    #[must_use]
    pub fn paths(&self) -> usize {
        self.paths
    }

    /// Points of a path.
    #[must_use]
    pub fn points(&self) -> usize {
        self.first_input.len() + 1
    }

    fn path(&self, path: usize) -> Path {
        let mut stream = Stream::at(&[self.seed, PATHS, path as u64]);
        let levels = self.factor_of.iter().map(|_| stream.below(LEVELS)).collect();
        let mut order: Vec<usize> = (0..self.first_input.len()).collect();
        for n in (1..order.len()).rev() {
            order.swap(n, stream.below(n + 1));
        }
        Path { levels, order }
    }

    /// The coordinates of a point: `step` factors have been moved.
    #[must_use]
    pub fn at(&self, path: usize, step: usize) -> Vec<f64> {
        let Path { levels, order } = self.path(path);
        let moved = |input: usize| self.factor_of[input].is_some_and(|f| order[..step].contains(&f));
        let level = |(input, level): (usize, usize)| {
            let level = if moved(input) { (level + 2) % LEVELS } else { level };
            (level as f64 + 0.5) / LEVELS as f64
        };
        levels.into_iter().enumerate().map(level).collect()
    }
}

/// What moving one factor by half of its distribution does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// Mean effect, upward: of a group, in the direction of its first input.
    pub mean: f64,
    /// Standard error of the mean effect.
    pub error: f64,
    /// Root of the mean square effect, without the part of chance; 0 where chance has left nothing.
    pub size: Estimate,
    /// Spread of the effect over the space: it interacts, or its effect is no straight line.
    pub spread: f64,
    /// Whether the size is told from 0: at most one screening in a hundred tells so of any factor without effect.
    pub is_told: bool,
}

/// What a screening says about one output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screening {
    /// Paths.
    pub paths: usize,
    /// Mean of the output at the points of the paths.
    pub mean: f64,
    /// E\[Var(Y | x)\], what chance accounts for in a single run.
    pub variance_chance: f64,
    /// Share of chance in the variance of a single run over the grid.
    pub aleatory: f64,
    /// One for each factor.
    pub effects: Vec<Effect>,
}

impl Screening {
    /// The elementary effects of the outputs at the points of paths.
    ///
    /// **Law** with D the mean difference of a step over its replicates, an estimate without bias of the squared effect
    /// is D² − s²/K. **Units** those of the output, for a move by half of the distribution. **Valid for** replicates with
    /// luck of their own; points of a path may share it. **Source** Morris 1991; the mean square in place of the mean of
    /// the absolute value (Kucherenko et al. 2009, doi 10.1016/j.ress.2008.05.006), because only the square can be freed
    /// of chance without bias. **Status** exact in the mean.
    #[must_use]
    pub fn of(morris: &Morris, outputs: &Outputs, resamples: usize) -> Self {
        let factors = morris.first_input.len();
        let mut steps: Vec<Vec<[f64; 2]>> = vec![Vec::with_capacity(outputs.rows()); factors];
        for row in 0..outputs.rows() {
            let path = morris.path(row);
            for (step, factor) in path.order.iter().enumerate() {
                let (difference, square) = outputs.difference(row, step, step + 1);
                let up = path.levels[morris.first_input[*factor]] < LEVELS / 2;
                steps[*factor].push([if up { difference } else { -difference }, square]);
            }
        }
        let bar = normal::quantile(1.0 - FALSE_ALARM / factors.max(1) as f64);
        let effects = steps.iter().enumerate();
        let (mean, variance_chance, aleatory) = overall(outputs);
        Self {
            paths: outputs.rows(),
            mean,
            variance_chance,
            aleatory,
            effects: effects
                .map(|(factor, rows)| effect(rows, bar, (resamples, morris.seed, factor as u64)))
                .collect(),
        }
    }
}

/// Mean, variance of chance, and its share. Points of a path are alike, so the variance between points is a rough one.
fn overall(outputs: &Outputs) -> (f64, f64, f64) {
    let each =
        (0..outputs.rows()).flat_map(|row| (0..outputs.points()).map(move |p| outputs.moments(row, p)));
    let points: Vec<(f64, f64)> = each.collect();
    let chance = points.iter().map(|(_, v)| v).sum::<f64>() / points.len() as f64;
    let (mean, spread) = super::table::moments(points.iter().map(|(m, _)| *m));
    let inputs = (spread - chance / outputs.replicates() as f64).max(0.0);
    (mean, chance, chance / (chance + inputs))
}

fn effect(rows: &[[f64; 2]], bar: f64, (resamples, seed, factor): (usize, u64, u64)) -> Effect {
    let n = rows.len();
    let (mean, variance) = super::table::moments(rows.iter().map(|r| r[0]));
    let square = rows.iter().map(|r| r[1]).sum::<f64>() / n as f64;
    let root = |square: f64| libm::sqrt(square.max(0.0));
    let drawn = (0..resamples).map(|resample| {
        let mut stream = Stream::at(&[seed, RESAMPLES, factor, resample as u64]);
        root((0..n).map(|_| rows[stream.below(n)][1]).sum::<f64>() / n as f64)
    });
    Effect {
        mean,
        error: libm::sqrt(variance / n as f64),
        size: Estimate::of(root(square), drawn.collect()),
        spread: root(square - mean * mean),
        is_told: steps_from_zero(rows.iter().map(|r| r[1])) > bar,
    }
}
