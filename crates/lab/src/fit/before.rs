//! What is known of the parameters before the coupled fit: the priors, and the posteriors of modules fitted by themselves.

use halha_inference::chance::Stream;
use halha_inference::prior::Prior;
use halha_kernel::parameters::{PARAMETERS, ParameterError, Parameters};

use super::scores::Scores;
use crate::priors::Priors;

/// Scores of a module's draws: rows of a few parameters, to be used whole.
#[derive(Debug, Clone)]
struct Module {
    parameters: Vec<usize>,
    rows: Vec<Vec<f64>>,
}

/// Free parameters with a normal law of their scores, all others with their own; drawn, never moved.
#[derive(Debug, Clone)]
pub struct Before<'p> {
    scores: Scores<'p>,
    free: Vec<usize>,
    mean: Vec<f64>,
    /// Lower Cholesky factor of the covariance of the free scores.
    factor: Vec<Vec<f64>>,
    modules: Vec<Module>,
    /// Parameters at a value of their own, whatever their prior says.
    held: Vec<(usize, f64)>,
}

impl<'p> Before<'p> {
    /// From the priors, the draws of modules (names and rows) and the free parameters.
    ///
    /// The scores of free parameters are given the mean and covariance of the module that knows them; where several do,
    /// the last. A free parameter that no module knows has its prior: score 0, spread 1.
    pub fn new(priors: &'p Priors, modules: &[(Vec<usize>, Vec<Vec<f64>>)], free: &[usize]) -> Self {
        let scores = Scores::new(priors);
        let free: Vec<usize> = free.iter().copied().filter(|p| scores.is_free(*p)).collect();
        let mut mean = vec![0.0; free.len()];
        let mut covariance: Vec<Vec<f64>> = (0..free.len())
            .map(|i| (0..free.len()).map(|j| f64::from(u8::from(i == j))).collect())
            .collect();
        let mut known = Vec::new();
        for (parameters, rows) in modules {
            let rows: Vec<Vec<f64>> = rows
                .iter()
                .map(|row| scores_of(&scores, parameters, row))
                .collect();
            learn(&mut mean, &mut covariance, &free, parameters, &rows);
            known.push(Module {
                parameters: parameters.clone(),
                rows,
            });
        }
        Self {
            factor: cholesky(&covariance),
            scores,
            free,
            mean,
            modules: known,
            held: Vec::new(),
        }
    }

    /// The same with parameters held at these values: spreads that a module estimates and a prior holds fixed.
    #[must_use]
    pub fn holding(mut self, held: &[(usize, f64)]) -> Self {
        self.held.extend_from_slice(held);
        self
    }

    /// Positions of the free parameters.
    pub fn free(&self) -> &[usize] {
        &self.free
    }

    /// A parameter vector with these scores of the free parameters, everything else drawn.
    ///
    /// # Errors
    /// Values outside a parameter's support.
    pub fn vector(&self, free: &[f64], stream: &mut Stream) -> Result<Parameters, Vec<ParameterError>> {
        let mut z: Vec<f64> = PARAMETERS.iter().map(|_| stream.normal()).collect();
        for module in &self.modules {
            let row = &module.rows[stream.below(module.rows.len())];
            for (parameter, score) in module.parameters.iter().zip(row) {
                z[*parameter] = *score;
            }
        }
        for (parameter, score) in self.free.iter().zip(free) {
            z[*parameter] = *score;
        }
        let drawn = self.scores.parameters(&z)?;
        if self.held.is_empty() {
            return Ok(drawn);
        }
        let mut values = drawn.to_vec();
        for (parameter, value) in &self.held {
            values[*parameter] = *value;
        }
        Parameters::from_slice(&values)
    }
}

/// The scores of a module's row, in its own order.
fn scores_of(scores: &Scores<'_>, parameters: &[usize], row: &[f64]) -> Vec<f64> {
    let mut values = vec![0.0; PARAMETERS.len()];
    for (parameter, value) in parameters.iter().zip(row) {
        values[*parameter] = *value;
    }
    let z = scores.of(&values);
    parameters.iter().map(|p| z[*p]).collect()
}

/// Puts the mean and covariance of a module's scores in the places of the free parameters that it knows.
fn learn(
    mean: &mut [f64],
    covariance: &mut [Vec<f64>],
    free: &[usize],
    parameters: &[usize],
    rows: &[Vec<f64>],
) {
    let n = rows.len() as f64;
    let column = |p: usize| parameters.iter().position(|m| *m == p);
    let average = |c: usize| rows.iter().map(|row| row[c]).sum::<f64>() / n;
    let known: Vec<(usize, usize)> = free
        .iter()
        .enumerate()
        .filter_map(|(i, p)| Some((i, column(*p)?)))
        .collect();
    for (i, c) in &known {
        mean[*i] = average(*c);
        for row in covariance.iter_mut() {
            row[*i] = 0.0;
        }
        covariance[*i].fill(0.0);
    }
    for (i, c) in &known {
        for (j, d) in &known {
            let (a, b) = (average(*c), average(*d));
            let both = rows.iter().map(|row| (row[*c] - a) * (row[*d] - b)).sum::<f64>() / n;
            covariance[*i][*j] = both;
        }
    }
}

/// Lower Cholesky factor; a pivot that is not positive is lifted to a small spread.
pub(super) fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    const LEAST: f64 = 1e-6;
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            l[i][j] = if i == j {
                (a[i][i] - sum).max(LEAST).sqrt()
            } else {
                (a[i][j] - sum) / l[j][j]
            };
        }
    }
    l
}

impl Prior for Before<'_> {
    fn names(&self) -> Vec<String> {
        self.free.iter().map(|p| PARAMETERS[*p].name.to_owned()).collect()
    }

    fn sample(&self, stream: &mut Stream) -> Vec<f64> {
        let z: Vec<f64> = self.free.iter().map(|_| stream.normal()).collect();
        let shift = |row: &Vec<f64>| row.iter().zip(&z).map(|(l, z)| l * z).sum::<f64>();
        self.mean
            .iter()
            .zip(&self.factor)
            .map(|(m, row)| m + shift(row))
            .collect()
    }

    fn log_density(&self, at: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(at.len());
        for (i, row) in self.factor.iter().enumerate() {
            let above: f64 = row.iter().zip(&solved).map(|(l, z)| l * z).sum();
            solved.push((at[i] - self.mean[i] - above) / row[i]);
        }
        -0.5 * solved.iter().map(|z| z * z).sum::<f64>()
    }
}
