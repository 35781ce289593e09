//! The likelihood of one self-exciting process and its gradient, in four lanes.
//!
//! Events are dealt to four lanes, a quarter of the history each, so that the recursion that makes every event wait
//! for the one before runs four times at once. What a quarter inherits from the one before it is summed anew at its
//! beginning, over the few events that still count there.

use super::product::{LARGEST, LogProduct, SETTLE, SMALLEST, decays};
use super::{HawkesError, check_times, check_weights, plain_log_likelihood};

const LANES: usize = 4;
/// Rows of lanes whose decays are worked out together.
const BLOCK: usize = 32;
/// Memory beyond so many mean delays is left out of what a quarter inherits: e^−40 is 4e−18.
const FORGOTTEN: f64 = 40.0;

/// The three parameters of a self-exciting process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Rate of events that nothing set off, 1/time. Above 0.
    pub background: f64,
    /// Expected offspring of an event of weight 1. At least 0.
    pub branching: f64,
    /// Inverse mean delay of an offspring, 1/time. Above 0.
    pub decay: f64,
}

/// A log-likelihood and its derivatives by background, branching and decay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Derivatives.
    pub gradient: [f64; 3],
}

/// The events of one process over [0, end], laid out for repeated evaluation.
#[derive(Debug, Clone)]
pub struct Path {
    times: Vec<f64>,
    weights: Vec<f64>,
    end: f64,
    /// Events in each lane.
    rows: usize,
    /// Time since the event before, and that event's weight: rows of lanes.
    gaps: Vec<[f64; LANES]>,
    inherited: Vec<[f64; LANES]>,
    total: f64,
}

/// The recursion between two events: Σ w_j e^{−β(t−t_j)} and Σ w_j (t−t_j) e^{−β(t−t_j)} over earlier events.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    sum: f64,
    late: f64,
}

/// What is added up over the events.
#[derive(Debug, Clone, Copy)]
struct Lanes {
    sum: [f64; LANES],
    late: [f64; LANES],
    product: LogProduct<LANES>,
    inverse: [f64; LANES],
    excited: [f64; LANES],
    lagged: [f64; LANES],
}

impl Path {
    /// The events at `times`, all of weight 1.
    ///
    /// # Errors
    /// The first time that is out of order or outside the observation.
    pub fn new(times: &[f64], end: f64) -> Result<Self, HawkesError> {
        Self::build(times, Vec::new(), end)
    }

    /// Events with weights: an event of weight 2 has twice the offspring.
    ///
    /// # Errors
    /// As [`Path::new`], and weights that are negative or too many or too few.
    pub fn marked(times: &[f64], weights: &[f64], end: f64) -> Result<Self, HawkesError> {
        check_weights(times.len(), weights)?;
        Self::build(times, weights.to_vec(), end)
    }

    fn build(times: &[f64], weights: Vec<f64>, end: f64) -> Result<Self, HawkesError> {
        check_times(times, end)?;
        let rows = times.len() / LANES;
        let gap = |i: usize| if i == 0 { times[0] } else { times[i] - times[i - 1] };
        let before = |i: usize| match i {
            0 => 0.0,
            _ => weights.get(i - 1).copied().unwrap_or(1.0),
        };
        let lanes = |row: usize, f: &dyn Fn(usize) -> f64| std::array::from_fn(|l| f(l * rows + row));
        let marked = !weights.is_empty();
        Ok(Self {
            gaps: (0..rows).map(|row| lanes(row, &gap)).collect(),
            inherited: (0..if marked { rows } else { 0 })
                .map(|row| lanes(row, &before))
                .collect(),
            total: if marked {
                weights.iter().sum()
            } else {
                times.len() as f64
            },
            times: times.to_vec(),
            weights,
            end,
            rows,
        })
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// End of the observation.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// The times of the events.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// The log-likelihood at `at` and its gradient.
    ///
    /// **Law** Σ ln λ(t_i) − μT − n Σ w_j (1 − e^{−β(T−t_j)}). **Units** nat. **Valid for** μ, β > 0, n ≥ 0.
    /// **Source** Ozaki (1979). **Status** exact up to rounding and memory beyond 40 mean delays at three places.
    pub fn log_likelihood(&self, at: &Rates) -> Value {
        let heaviest = self.weights.iter().fold(1.0, |m: f64, w| m.max(*w));
        let highest = at.background + at.branching * at.decay * heaviest * self.len() as f64;
        if self.rows == 0 || at.background < SMALLEST || highest.is_nan() || highest > LARGEST {
            return plain_log_likelihood(&self.times, &self.weights, self.end, at);
        }
        let (lanes, last) = if self.weights.is_empty() {
            self.pass::<false>(at)
        } else {
            self.pass::<true>(at)
        };
        self.gather(at, &lanes, last)
    }

    fn pass<const MARKED: bool>(&self, at: &Rates) -> (Lanes, Memory) {
        let (background, jump) = (at.background, at.branching * at.decay);
        let mut lanes = self.start::<MARKED>(at);
        let mut decayed = [0.0; BLOCK * LANES];
        let mut row = 0;
        for gaps in self.gaps.chunks(BLOCK) {
            let decayed = &mut decayed[..gaps.len() * LANES];
            decays(gaps.as_flattened(), at.decay, decayed);
            let (decayed, _) = decayed.as_chunks::<LANES>();
            for (gaps, decayed) in gaps.chunks(SETTLE).zip(decayed.chunks(SETTLE)) {
                for (gap, e) in gaps.iter().zip(decayed) {
                    let weight = if MARKED { self.inherited[row] } else { [1.0; LANES] };
                    lanes.step(gap, e, &weight, background, jump);
                    row += 1;
                }
                lanes.product.settle();
            }
        }
        let last = Memory {
            sum: lanes.sum[LANES - 1],
            late: lanes.late[LANES - 1],
        };
        (lanes, last)
    }

    /// What each lane inherits: the memory at the event before its first.
    fn start<const MARKED: bool>(&self, at: &Rates) -> Lanes {
        let mut lanes = Lanes {
            sum: [0.0; LANES],
            late: [0.0; LANES],
            product: LogProduct::new(),
            inverse: [0.0; LANES],
            excited: [0.0; LANES],
            lagged: [0.0; LANES],
        };
        for lane in 1..LANES {
            let memory = self.memory_at(lane * self.rows - 1, at.decay);
            lanes.sum[lane] = memory.sum;
            lanes.late[lane] = memory.late;
        }
        // The first event has none before it: without weights its unit is taken back here.
        lanes.sum[0] = if MARKED { 0.0 } else { -1.0 };
        lanes
    }

    /// The memory at event `index`, summed backwards.
    fn memory_at(&self, index: usize, decay: f64) -> Memory {
        let now = self.times[index];
        let mut memory = Memory::default();
        for j in (0..index).rev() {
            let lag = now - self.times[j];
            if decay * lag > FORGOTTEN {
                break;
            }
            let kept = self.weights.get(j).copied().unwrap_or(1.0) * (-decay * lag).exp();
            memory.sum += kept;
            memory.late += lag * kept;
        }
        memory
    }

    /// The events that fill no row, the compensator, and the sums over lanes.
    fn gather(&self, at: &Rates, lanes: &Lanes, last: Memory) -> Value {
        let Rates {
            background: mu,
            branching: n,
            decay: beta,
        } = *at;
        let mut memory = last;
        let weight = |i: usize| self.weights.get(i).copied().unwrap_or(1.0);
        let mut sum = lanes.product.ln();
        let [mut inverse, mut excited, mut lagged] =
            [lanes.inverse, lanes.excited, lanes.lagged].map(|x| (x[0] + x[1]) + (x[2] + x[3]));
        for i in self.rows * LANES..self.len() {
            memory = memory.after(self.times[i] - self.times[i - 1], weight(i - 1), beta);
            let rate = mu + n * beta * memory.sum;
            sum += rate.ln();
            inverse += 1.0 / rate;
            excited += memory.sum / rate;
            lagged += memory.late / rate;
        }
        let final_gap = self.end - self.times[self.len() - 1];
        let left = memory.after(final_gap, weight(self.len() - 1), beta);
        let spent = self.total - left.sum;
        Value {
            log_likelihood: sum - mu * self.end - n * spent,
            gradient: [
                inverse - self.end,
                beta * excited - spent,
                n * (excited - beta * lagged) - n * left.late,
            ],
        }
    }
}

impl Memory {
    /// The memory a gap later, the event before having had this weight.
    fn after(self, gap: f64, weight: f64, decay: f64) -> Self {
        let e = (-decay * gap).exp();
        let above = self.sum + weight;
        Self {
            sum: e * above,
            late: e * (self.late + gap * above),
        }
    }
}

impl Lanes {
    /// One event in each lane.
    #[inline(always)]
    fn step(
        &mut self,
        gap: &[f64; LANES],
        e: &[f64; LANES],
        weight: &[f64; LANES],
        background: f64,
        jump: f64,
    ) {
        for l in 0..LANES {
            let above = self.sum[l] + weight[l];
            let late = e[l] * (self.late[l] + gap[l] * above);
            let sum = e[l] * above;
            let rate = background + jump * sum;
            let inverse = 1.0 / rate;
            self.product.multiply(l, rate);
            self.inverse[l] += inverse;
            self.excited[l] += sum * inverse;
            self.lagged[l] += late * inverse;
            self.sum[l] = sum;
            self.late[l] = late;
        }
    }
}
