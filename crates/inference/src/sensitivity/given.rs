//! First-order shares from draws that are there already, whose inputs may depend on each other: correlation ratios.

use serde::Serialize;

use super::FALSE_ALARM;
use crate::chance::Stream;

/// Groups of draws that are left out in turn for the standard error.
const GROUPS: usize = 20;
/// Part of the address of the permutations.
const PERMUTATIONS: u64 = 0x4749_5645;

/// Draws that nothing can be learned from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenError {
    /// Too few draws.
    #[error("{given} draws with an output; at least {least} are needed")]
    TooFew {
        /// Draws.
        given: usize,
        /// Fewest.
        least: usize,
    },
    /// Columns of different lengths.
    #[error("input {input} has {given} values for {wanted} draws")]
    Length {
        /// Its number.
        input: usize,
        /// Its values.
        given: usize,
        /// Draws.
        wanted: usize,
    },
}

/// The correlation ratio of an input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Var(E\[Y | x_i\]) over the variance named by [`Given::of_inputs`].
    pub first: f64,
    /// Standard error, by leaving out a twentieth of the draws in turn.
    pub error: f64,
    /// Whether it is told from 0: beyond what the largest ratio of all inputs reaches in 99 of 100 shuffles of the output.
    pub is_told: bool,
}

/// What draws say about one output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// Draws.
    pub draws: usize,
    /// Classes into which each input was divided.
    pub classes: usize,
    /// Mean of the output.
    pub mean: f64,
    /// Variance of the expected output between draws; of the output itself where no draw has two runs.
    pub variance: f64,
    /// Variance of chance at a draw; `None` where no draw has two runs.
    pub variance_chance: Option<f64>,
    /// Share of chance in the variance of a single run.
    pub aleatory: Option<f64>,
    /// Whether the ratios are shares of what the inputs account for, chance taken out, or of everything.
    pub of_inputs: bool,
    /// The ratio that shuffled outputs do not exceed in 99 of 100 cases, the largest of all inputs.
    pub bar: f64,
    /// One for each input.
    pub ratios: Vec<Ratio>,
}

/// The output at one draw: mean, and the variance that chance gives to it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    mean: f64,
    of_mean: f64,
}

/// Fewest draws.
const LEAST: usize = 2 * GROUPS;

impl Given {
    /// The correlation ratio of each input, from draws and the runs of each (NaN: a run without an output).
    ///
    /// **Law** η² = Var(E\[Y | x_i\])/Var(Y), with x_i cut into ∛n classes of equal size; the variance between classes less
    /// what the variance within them puts there (ε² of Kelley 1935). Variance within a class holds both chance and all
    /// other inputs. **Units** shares. **Valid for** any joint distribution of inputs, as of a posterior: an input that is
    /// correlated with one that matters has a share of its own, so that shares need not sum to 1, and there is no total
    /// index. **Source** Pearson 1905; Plischke, Borgonovo, Smith 2013, doi 10.1016/j.ejor.2012.11.047; permutations of
    /// the largest statistic: Westfall, Young 1993. **Status** without bias but for what varies inside a class.
    ///
    /// # Errors
    /// Fewer than 40 draws with an output, or columns of another length.
    pub fn of(
        inputs: &[Vec<f64>],
        runs: &[Vec<f64>],
        shuffles: usize,
        seed: u64,
    ) -> Result<Self, GivenError> {
        for (input, column) in inputs.iter().enumerate() {
            if column.len() != runs.len() {
                let (given, wanted) = (column.len(), runs.len());
                return Err(GivenError::Length { input, given, wanted });
            }
        }
        let (kept, seen, chance) = seen(runs);
        if kept.len() < LEAST {
            return Err(GivenError::TooFew {
                given: kept.len(),
                least: LEAST,
            });
        }
        let classes = (libm::cbrt(kept.len() as f64) as usize).max(2);
        let orders: Vec<Vec<usize>> = inputs.iter().map(|x| order(x, &kept)).collect();
        let output: Vec<f64> = seen.iter().map(|s| s.mean).collect();
        let (mean, spread) = super::table::moments(output.iter().copied());
        let of_mean = seen.iter().map(|s| s.of_mean).sum::<f64>() / seen.len() as f64;
        let variance = if chance.is_some() {
            spread - of_mean
        } else {
            spread
        };
        let share = |between: f64| {
            if variance > 0.0 {
                between / variance
            } else {
                f64::NAN
            }
        };
        let bar = bar(&orders, &output, classes, (shuffles, seed));
        let ratios = orders.iter().map(|order| {
            let of_all = between(order, &output, classes, &|_| true);
            Ratio {
                first: share(of_all),
                error: share(left_out(order, &output, classes)),
                is_told: of_all > bar,
            }
        });
        Ok(Self {
            draws: kept.len(),
            classes,
            mean,
            variance,
            variance_chance: chance,
            aleatory: chance.map(|c| c / (c + variance.max(0.0))),
            of_inputs: chance.is_some(),
            bar: share(bar),
            ratios: ratios.collect(),
        })
    }
}

/// The draws that have an output, what is seen of each, and the variance of chance within a draw.
fn seen(runs: &[Vec<f64>]) -> (Vec<usize>, Vec<Seen>, Option<f64>) {
    let (mut kept, mut means, mut squares, mut degrees) = (Vec::new(), Vec::new(), 0.0, 0.0);
    for (draw, values) in runs.iter().enumerate() {
        let known = values.iter().copied().filter(|v| v.is_finite());
        let n = known.clone().count() as f64;
        if n == 0.0 {
            continue;
        }
        let mean = known.clone().sum::<f64>() / n;
        squares += known.map(|v| (v - mean) * (v - mean)).sum::<f64>();
        degrees += n - 1.0;
        kept.push(draw);
        means.push((mean, n));
    }
    let chance = (degrees > 0.0).then(|| squares / degrees);
    let seen = means.into_iter().map(|(mean, n)| Seen {
        mean,
        of_mean: chance.unwrap_or(0.0) / n,
    });
    (kept, seen.collect(), chance)
}

/// Places of the kept draws in the order of an input; ties in the order of the draws.
fn order(input: &[f64], kept: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by(|a, b| input[kept[*a]].total_cmp(&input[kept[*b]]));
    order
}

/// Variance between classes, without what the variance within them puts there.
fn between(order: &[usize], output: &[f64], classes: usize, keeps: &dyn Fn(usize) -> bool) -> f64 {
    let mut sums = vec![[0.0_f64; 3]; classes];
    for (rank, place) in order.iter().enumerate() {
        if keeps(*place) {
            let y = output[*place];
            let class = &mut sums[rank * classes / order.len()];
            *class = [class[0] + 1.0, class[1] + y, class[2] + y * y];
        }
    }
    sums.retain(|class| class[0] > 0.0);
    let (n, sum) = sums.iter().fold((0.0, 0.0), |(n, s), c| (n + c[0], s + c[1]));
    let m = sums.len() as f64;
    let mean = sum / n;
    let of_classes = |c: &[f64; 3]| c[0] * (c[1] / c[0] - mean) * (c[1] / c[0] - mean);
    let between: f64 = sums.iter().map(of_classes).sum();
    let within: f64 = sums.iter().map(|c| c[2] - c[1] * c[1] / c[0]).sum();
    (between - (m - 1.0) * within / (n - m).max(1.0)) / n
}

/// Jackknife standard error of the variance between classes.
fn left_out(order: &[usize], output: &[f64], classes: usize) -> f64 {
    let without = |group: usize| between(order, output, classes, &|place| place % GROUPS != group);
    let each: Vec<f64> = (0..GROUPS).map(without).collect();
    let (_, variance) = super::table::moments(each.iter().copied());
    let g = GROUPS as f64;
    libm::sqrt(variance * (g - 1.0) * (g - 1.0) / g)
}

/// What the largest variance between classes of all inputs does not exceed in 99 of 100 shuffles of the output.
fn bar(orders: &[Vec<usize>], output: &[f64], classes: usize, (shuffles, seed): (usize, u64)) -> f64 {
    let mut largest: Vec<f64> = (0..shuffles.max(1))
        .map(|shuffle| {
            let mut stream = Stream::at(&[seed, PERMUTATIONS, shuffle as u64]);
            let mut shuffled = output.to_vec();
            for n in (1..shuffled.len()).rev() {
                shuffled.swap(n, stream.below(n + 1));
            }
            let of = |order: &Vec<usize>| between(order, &shuffled, classes, &|_| true);
            orders.iter().map(of).fold(f64::NEG_INFINITY, f64::max)
        })
        .collect();
    largest.sort_unstable_by(f64::total_cmp);
    // With n shuffles, at most α(n + 1) of the n + 1 arrangements may lie above.
    let above = (FALSE_ALARM * (largest.len() + 1) as f64) as usize;
    largest[largest.len() - above.clamp(1, largest.len())]
}
