//! The likelihood of several kinds of events that excite one another, with covariates of the background, and its gradient.

use super::product::{LARGEST, LogProduct, SETTLE, SMALLEST, decays};
use super::{HawkesError, check_times, check_weights};

/// Events whose decays are worked out together.
const BLOCK: usize = 64;
/// Most kinds that can be told apart.
const MOST_KINDS: usize = 16;

/// Covariates of the background, constant within periods.
///
/// **Law** μ_k(t) = exp(base_k + offset_{k,p} + Σ_c x_{k,p,c} θ_c) in period p.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// Where periods end, the last one at the end of the observation; empty for a single period.
    pub ends: Vec<f64>,
    /// Number of covariates.
    pub effects: usize,
    /// x by kind, period, covariate; as long as the three numbers' product.
    pub covariates: Vec<f64>,
    /// Known parts of the log rates by kind, period; empty for none.
    pub offsets: Vec<f64>,
}

/// How many kinds there are and which parameters they share.
///
/// The parameters of a [`Mutual`] process are, in this order, all on the logarithmic scale or unbounded: the base of
/// each kind; the effects; the logarithm of each group's branching; ln β.
#[derive(Debug, Clone)]
pub struct MutualLayout {
    /// Number of kinds.
    pub kinds: usize,
    /// Number of branching groups.
    pub groups: usize,
    /// Group of the branching from kind j (column) to kind k (row), row by row; `None` where j sets off no k.
    pub ties: Vec<Option<usize>>,
    /// Background.
    pub background: Background,
}

impl MutualLayout {
    /// Every kind may excite every other with a branching of its own, without covariates.
    pub fn free(kinds: usize) -> Self {
        Self {
            kinds,
            groups: kinds * kinds,
            ties: (0..kinds * kinds).map(Some).collect(),
            background: Background::default(),
        }
    }

    /// Sectors × sides (kind = 2·sector + side) with three branchings: same sector and side, same sector and other
    /// side, each other sector and other side.
    pub fn sectors_and_sides(sectors: usize, background: Background) -> Self {
        let kinds = 2 * sectors;
        let tie = |row: usize, column: usize| match (row / 2 == column / 2, row % 2 == column % 2) {
            (true, true) => Some(0),
            (true, false) => Some(1),
            (false, false) => Some(2),
            (false, true) => None,
        };
        Self {
            kinds,
            groups: 3,
            ties: (0..kinds * kinds).map(|i| tie(i / kinds, i % kinds)).collect(),
            background,
        }
    }

    /// Number of parameters.
    pub fn parameters(&self) -> usize {
        self.kinds + self.background.effects + self.groups + 1
    }

    fn periods(&self) -> usize {
        self.background.ends.len().max(1)
    }

    fn check(&self, end: f64) -> Result<(), HawkesError> {
        let (kinds, periods) = (self.kinds, self.periods());
        let covered = self.background.ends.last().is_none_or(|last| *last >= end);
        let sizes = [
            ("kinds", kinds.clamp(1, MOST_KINDS), kinds),
            ("ties", kinds * kinds, self.ties.len()),
            (
                "covariates",
                kinds * periods * self.background.effects,
                self.background.covariates.len(),
            ),
            (
                "offsets",
                if self.background.offsets.is_empty() {
                    0
                } else {
                    kinds * periods
                },
                self.background.offsets.len(),
            ),
            (
                "groups",
                self.ties
                    .iter()
                    .flatten()
                    .max()
                    .map_or(0, |g| g + 1)
                    .max(self.groups),
                self.groups,
            ),
            ("periods covered", periods, if covered { periods } else { 0 }),
        ];
        match sizes.into_iter().find(|(_, wanted, given)| wanted != given) {
            None => Ok(()),
            Some((what, wanted, given)) => Err(HawkesError::Layout { what, wanted, given }),
        }
    }
}

/// Events of several kinds over [0, end], laid out for repeated evaluation.
#[derive(Debug, Clone)]
pub struct Mutual {
    layout: MutualLayout,
    end: f64,
    gaps: Vec<f64>,
    kinds: Vec<u8>,
    /// Kind · periods + period of each event: its place in the table of background rates.
    cells: Vec<u32>,
    weights: Vec<f64>,
    /// Length of each period, and weight of each kind's events.
    days: Vec<f64>,
    totals: Vec<f64>,
    last: f64,
}

/// Background rates by cell, branching by row and column, decay.
struct Tables {
    rates: Vec<f64>,
    branching: Vec<f64>,
    decay: f64,
}

/// What is added up over the events.
struct Sums<const D: usize> {
    log: f64,
    /// Σ 1/λ by cell.
    cells: Vec<f64>,
    /// Σ R_j/λ by kind of event and column.
    excited: [[f64; D]; D],
    /// Σ_k Σ_j α_kj Q_j/λ.
    lagged: f64,
    memory: [f64; D],
    late: [f64; D],
}

impl Mutual {
    /// Events at `times` of `kinds`; `weights` may be empty, then every weight is 1.
    ///
    /// # Errors
    /// What is wrong with times, kinds, weights or layout.
    pub fn new(
        times: &[f64],
        kinds: &[usize],
        weights: &[f64],
        end: f64,
        layout: MutualLayout,
    ) -> Result<Self, HawkesError> {
        check_times(times, end)?;
        layout.check(end)?;
        let events = times.len();
        if kinds.len() != events {
            return Err(HawkesError::Lengths {
                events,
                given: kinds.len(),
                what: "kinds",
            });
        }
        if !weights.is_empty() {
            check_weights(events, weights)?;
        }
        if let Some(index) = kinds.iter().position(|k| *k >= layout.kinds) {
            return Err(HawkesError::Kind {
                index,
                kind: kinds[index],
                kinds: layout.kinds,
            });
        }
        let mut totals = vec![0.0; layout.kinds];
        for (i, kind) in kinds.iter().enumerate() {
            totals[*kind] += weights.get(i).copied().unwrap_or(1.0);
        }
        let periods = layout.periods();
        let cell = |(time, kind): (&f64, &usize)| {
            let period = layout
                .background
                .ends
                .partition_point(|e| e <= time)
                .min(periods - 1);
            (kind * periods + period) as u32
        };
        let mut before = 0.0;
        let gaps = times
            .iter()
            .map(|t| t - std::mem::replace(&mut before, *t))
            .collect();
        Ok(Self {
            cells: times.iter().zip(kinds).map(cell).collect(),
            gaps,
            kinds: kinds.iter().map(|k| *k as u8).collect(),
            weights: if weights.is_empty() {
                vec![1.0; events]
            } else {
                weights.to_vec()
            },
            days: days(&layout.background.ends, end),
            totals,
            last: times.last().copied().unwrap_or(0.0),
            layout,
            end,
        })
    }

    /// The layout.
    pub fn layout(&self) -> &MutualLayout {
        &self.layout
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.gaps.len()
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The log-likelihood at `at` (see [`MutualLayout`] for the order), its gradient into `gradient`.
    ///
    /// **Law** Σ_i ln λ_{k_i}(t_i) − Σ_k ∫λ_k. **Units** nat. **Valid for** any finite parameters; NaN where rates
    /// leave 1e−30 to 1e30. **Source** Hawkes (1971), Ozaki (1979). **Status** exact up to rounding.
    pub fn log_likelihood(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let tables = self.tables(at);
        let lowest = tables.rates.iter().copied().fold(f64::INFINITY, f64::min);
        let heaviest: f64 = self.totals.iter().sum();
        let strongest = tables.branching.iter().copied().fold(0.0, f64::max);
        let highest = tables.rates.iter().copied().fold(0.0, f64::max) + tables.decay * strongest * heaviest;
        let fits = lowest >= SMALLEST && highest <= LARGEST && tables.decay >= SMALLEST;
        if !fits {
            gradient.fill(f64::NAN);
            return f64::NAN;
        }
        match self.layout.kinds {
            1..=2 => self.evaluate::<2>(&tables, gradient),
            3..=4 => self.evaluate::<4>(&tables, gradient),
            5..=6 => self.evaluate::<6>(&tables, gradient),
            7..=8 => self.evaluate::<8>(&tables, gradient),
            9..=12 => self.evaluate::<12>(&tables, gradient),
            _ => self.evaluate::<MOST_KINDS>(&tables, gradient),
        }
    }

    fn tables(&self, at: &[f64]) -> Tables {
        let MutualLayout {
            kinds,
            groups,
            ties,
            background,
        } = &self.layout;
        let (base, rest) = at.split_at(*kinds);
        let (effects, rest) = rest.split_at(background.effects);
        let (branching, decay) = rest.split_at(*groups);
        let branching: Vec<f64> = branching.iter().map(|b| b.exp()).collect();
        let periods = self.days.len();
        let rate = |cell: usize| {
            let x = &background.covariates[cell * background.effects..][..background.effects];
            let drawn: f64 = x.iter().zip(effects).map(|(x, t)| x * t).sum();
            (base[cell / periods] + background.offsets.get(cell).copied().unwrap_or(0.0) + drawn).exp()
        };
        Tables {
            rates: (0..kinds * periods).map(rate).collect(),
            branching: ties.iter().map(|t| t.map_or(0.0, |g| branching[g])).collect(),
            decay: decay[0].exp(),
        }
    }

    fn evaluate<const D: usize>(&self, tables: &Tables, gradient: &mut [f64]) -> f64 {
        let sums = self.pass::<D>(tables);
        self.gather(tables, sums, gradient)
    }

    fn pass<const D: usize>(&self, tables: &Tables) -> Sums<D> {
        let kinds = self.layout.kinds;
        let mut branching = [[0.0; D]; D];
        for (i, b) in tables.branching.iter().enumerate() {
            branching[i / kinds][i % kinds] = *b;
        }
        let mut sums = Sums {
            log: 0.0,
            cells: vec![0.0; tables.rates.len()],
            excited: [[0.0; D]; D],
            lagged: 0.0,
            memory: [0.0; D],
            late: [0.0; D],
        };
        let mut product = LogProduct::<1>::new();
        let mut decayed = [0.0; BLOCK];
        let blocks = self.gaps.chunks(BLOCK).zip(self.kinds.chunks(BLOCK));
        let cells = self.cells.chunks(BLOCK).zip(self.weights.chunks(BLOCK));
        for ((gaps, kinds), (cells, weights)) in blocks.zip(cells) {
            let decayed = &mut decayed[..gaps.len()];
            decays(gaps, tables.decay, decayed);
            for i in 0..gaps.len() {
                let kind = usize::from(kinds[i]).min(D - 1);
                sums.decay(decayed[i], gaps[i]);
                let rate = sums.rate(
                    kind,
                    &branching[kind],
                    tables.rates[cells[i] as usize],
                    tables.decay,
                    cells[i],
                );
                sums.memory[kind] += weights[i];
                product.multiply(0, rate);
                if i % SETTLE == SETTLE - 1 {
                    product.settle();
                }
            }
            product.settle();
        }
        sums.log = product.ln();
        sums
    }

    /// The compensator, and everything brought to the scale of the parameters.
    fn gather<const D: usize>(&self, tables: &Tables, mut sums: Sums<D>, gradient: &mut [f64]) -> f64 {
        let MutualLayout {
            kinds,
            groups,
            ties,
            background,
        } = &self.layout;
        let (kinds, beta, periods) = (*kinds, tables.decay, self.days.len());
        let gap = self.end - self.last;
        sums.decay((-beta * gap).exp(), gap);
        gradient.fill(0.0);
        let mut value = sums.log;
        for (cell, rate) in tables.rates.iter().enumerate() {
            let spent = rate * self.days[cell % periods];
            let slope = rate * sums.cells[cell] - spent;
            value -= spent;
            gradient[cell / periods] += slope;
            let x = &background.covariates[cell * background.effects..][..background.effects];
            for (c, x) in x.iter().enumerate() {
                gradient[kinds + c] += slope * x;
            }
        }
        let branchings = kinds + background.effects;
        let mut slope = -sums.lagged * beta;
        for (i, group) in ties.iter().enumerate() {
            let Some(group) = group else { continue };
            let (row, column, n) = (i / kinds, i % kinds, tables.branching[i]);
            let spent = self.totals[column] - sums.memory[column];
            value -= n * spent;
            gradient[branchings + group] += n * (beta * sums.excited[row][column] - spent);
            slope += n * (sums.excited[row][column] - sums.late[column]);
        }
        gradient[branchings + groups] = beta * slope;
        value
    }
}

impl<const D: usize> Sums<D> {
    /// Every kind's memory a gap later.
    #[inline(always)]
    fn decay(&mut self, e: f64, gap: f64) {
        for j in 0..D {
            self.late[j] = e * (self.late[j] + gap * self.memory[j]);
            self.memory[j] *= e;
        }
    }

    /// The rate of an event and what it adds to the sums.
    #[inline(always)]
    fn rate(&mut self, kind: usize, branching: &[f64; D], background: f64, decay: f64, cell: u32) -> f64 {
        // Two partial sums each: the compiler may not reorder one sum, and would add its terms one by one. D is even.
        let (mut excited, mut lagged) = ([0.0; 2], [0.0; 2]);
        for j in (0..D).step_by(2) {
            for half in 0..2 {
                excited[half] += branching[j + half] * self.memory[j + half];
                lagged[half] += branching[j + half] * self.late[j + half];
            }
        }
        let lagged = lagged[0] + lagged[1];
        let rate = background + decay * (excited[0] + excited[1]);
        let inverse = 1.0 / rate;
        for j in 0..D {
            self.excited[kind][j] += inverse * self.memory[j];
        }
        self.lagged += inverse * lagged;
        self.cells[cell as usize] += inverse;
        rate
    }
}

fn days(ends: &[f64], end: f64) -> Vec<f64> {
    if ends.is_empty() {
        return vec![end];
    }
    let mut before = 0.0;
    ends.iter()
        .map(|e| e.min(end) - std::mem::replace(&mut before, e.min(end)))
        .collect()
}
