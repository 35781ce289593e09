//! First and total indices of Sobol' from a design of Saltelli, without the part of chance, with bootstrap intervals.

use serde::Serialize;

use super::{FALSE_ALARM, Outputs};
use crate::chance::Stream;
use crate::normal;

/// Part of the address of the resamples.
const RESAMPLES: u64 = 0x5250_4c31;

/// A number with its standard error and 90 % interval, both from resampled rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// From all rows.
    pub value: f64,
    /// Standard deviation among resamples.
    pub error: f64,
    /// Lower end of the 90 % interval (percentiles).
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The indices of one factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Index {
    /// Share of Var(E\[Y | x\]) that the factor accounts for by itself.
    pub first: Estimate,
    /// Share that would remain if everything but the factor were known.
    pub total: Estimate,
    /// Whether the total index is told from 0: at most one analysis in a hundred tells so of any factor without effect.
    pub is_told: bool,
}

/// What a design says about one output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Base rows.
    pub rows: usize,
    /// Mean of the output.
    pub mean: f64,
    /// Var(E\[Y | x\]), what the inputs account for.
    pub variance_inputs: Estimate,
    /// E\[Var(Y | x)\], what chance accounts for.
    pub variance_chance: f64,
    /// Share of chance in the variance of a single run.
    pub aleatory: Estimate,
    /// One for each factor.
    pub indices: Vec<Index>,
}

/// Sums over rows from which everything is computed: what a resample adds up.
#[derive(Debug, Clone)]
struct Sums {
    rows: f64,
    mean: f64,
    square: f64,
    chance: f64,
    /// Of each factor: half the squared difference without chance; B times difference; difference.
    factors: Vec<[f64; 3]>,
}

impl Sums {
    fn empty(factors: usize) -> Self {
        Self {
            rows: 0.0,
            mean: 0.0,
            square: 0.0,
            chance: 0.0,
            factors: vec![[0.0; 3]; factors],
        }
    }

    /// Of one row: A is point 0, B point 1, the crosses follow.
    fn of(outputs: &Outputs, row: usize) -> Self {
        let ((a, va), (b, vb)) = (outputs.moments(row, 0), outputs.moments(row, 1));
        let one = |point| {
            let (difference, square) = outputs.difference(row, 0, point);
            [0.5 * square, b * difference, difference]
        };
        Self {
            rows: 1.0,
            mean: 0.5 * (a + b),
            square: 0.5 * (a * a + b * b),
            chance: 0.5 * (va + vb),
            factors: (2..outputs.points()).map(one).collect(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.mean += other.mean;
        self.square += other.square;
        self.chance += other.chance;
        for (sum, more) in self.factors.iter_mut().zip(&other.factors) {
            sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
        }
    }

    fn chance(&self) -> f64 {
        self.chance / self.rows
    }

    /// Variance of the points' means, less what chance of `replicates` puts into it.
    fn inputs(&self, replicates: f64) -> f64 {
        let points = 2.0 * self.rows;
        let mean = self.mean / self.rows;
        let spread = (self.square / self.rows - mean * mean) * points / (points - 1.0);
        spread - self.chance() / replicates
    }

    /// First-order and total variance of a factor.
    fn parts(&self, factor: usize) -> [f64; 2] {
        let [total, product, difference] = self.factors[factor].map(|s| s / self.rows);
        [product - self.mean / self.rows * difference, total]
    }
}

impl Analysis {
    /// The analysis of the outputs of a design of Saltelli.
    ///
    /// **Law** V_i = E\[m(B)(m(A_B^i) − m(A))\] (Saltelli 2010), V_Ti = ½E\[(m(A) − m(A_B^i))²\] (Jansen 1999), where m is the
    /// expected output at a point. Products of means of independent luck have no bias; a squared mean difference has
    /// that of its replicates' variance over their number, which is taken out row by row. **Units** shares of Var m.
    /// **Valid for** outputs of finite variance; A and its crosses may share luck, A and B must not. **Source** Saltelli
    /// et al. 2010, doi 10.1016/j.cpc.2009.09.018; Jansen 1999, doi 10.1016/S0010-4655(98)00154-4; Clements et al. 2024,
    /// arXiv 2305.15934. **Status** numerators and denominator without bias; intervals by resampling of rows as if they
    /// were independent, which a low-discrepancy design makes wider than need be.
    #[must_use]
    pub fn of(outputs: &Outputs, resamples: usize, seed: u64) -> Self {
        let factors = outputs.points().saturating_sub(2);
        let rows: Vec<Sums> = (0..outputs.rows()).map(|row| Sums::of(outputs, row)).collect();
        let mut all = Sums::empty(factors);
        rows.iter().for_each(|row| all.add(row));
        let drawn = resampled(&rows, factors, resamples, seed);
        let k = outputs.replicates() as f64;
        let over = |of: &dyn Fn(&Sums) -> f64| Estimate::of(of(&all), drawn.iter().map(of).collect());
        let share = |which: usize, factor: usize| {
            over(&move |sums: &Sums| sums.parts(factor)[which] / positive(sums.inputs(k)))
        };
        let bar = normal::quantile(1.0 - FALSE_ALARM / factors.max(1) as f64);
        let indices = (0..factors).map(|factor| Index {
            first: share(0, factor),
            total: share(1, factor),
            is_told: steps_from_zero(rows.iter().map(|row| row.factors[factor][0])) > bar,
        });
        let aleatory = |sums: &Sums| sums.chance() / (sums.chance() + sums.inputs(k).max(0.0));
        Self {
            rows: outputs.rows(),
            mean: all.mean / all.rows,
            variance_inputs: over(&|sums| sums.inputs(k)),
            variance_chance: all.chance(),
            aleatory: over(&aleatory),
            indices: indices.collect(),
        }
    }
}

/// A variance by which can be divided; NaN where chance has left nothing of it.
fn positive(variance: f64) -> f64 {
    if variance > 0.0 { variance } else { f64::NAN }
}

/// The mean of values over its standard error; 0 where all are 0.
pub(super) fn steps_from_zero(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count() as f64;
    let (mean, variance) = super::table::moments(values);
    if variance > 0.0 {
        mean / libm::sqrt(variance / n)
    } else {
        0.0
    }
}

fn resampled(rows: &[Sums], factors: usize, resamples: usize, seed: u64) -> Vec<Sums> {
    let one = |n: usize| {
        let mut stream = Stream::at(&[seed, RESAMPLES, n as u64]);
        let mut sums = Sums::empty(factors);
        for _ in 0..rows.len() {
            sums.add(&rows[stream.below(rows.len())]);
        }
        sums
    };
    (0..resamples).map(one).collect()
}

impl Estimate {
    /// A value with what its resamples say.
    pub(super) fn of(value: f64, mut drawn: Vec<f64>) -> Self {
        drawn.retain(|v| v.is_finite());
        drawn.sort_unstable_by(f64::total_cmp);
        if drawn.len() < 2 {
            let nothing = f64::NAN;
            return Self {
                value,
                error: nothing,
                low: nothing,
                high: nothing,
            };
        }
        let at = |p: f64| drawn[((drawn.len() - 1) as f64 * p + 0.5) as usize];
        let (_, variance) = super::table::moments(drawn.iter().copied());
        Self {
            value,
            error: libm::sqrt(variance),
            low: at(0.05),
            high: at(0.95),
        }
    }
}
