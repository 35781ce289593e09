//! What a posterior predicts for every count of the record, those it was not fitted to included.

use halha_inference::chance::Stream;
use halha_inference::draws::Chains;
use halha_inference::hawkes::negative_binomial;
use halha_inference::scores::{crps_sample, ln_mean_exp, pit_randomised, quantile};

use super::model::Model;
use super::rows::Row;
use crate::fit::line::Line;
use crate::fit::split::Part;

/// First part of the address of the predictions' chance.
const STREAM: u64 = 0x636f_756e_7473;

/// A count with its predictive distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// What was counted.
    pub title: String,
    /// The observable.
    pub observable: String,
    /// The count of the record.
    pub recorded: f64,
    /// Whether the fit learned from it.
    pub fitted: bool,
    /// Part of the record in which its period lies.
    pub part: Option<Part>,
    /// Quantiles at 5, 50 and 95 per cent.
    pub quantiles: [f64; 3],
    /// Randomised probability integral transform of the recorded count.
    pub pit: f64,
    /// Continuous ranked probability score; of counts, the ranked probability score.
    pub crps: f64,
    /// −ln of the probability of the recorded count.
    pub log_score: f64,
}

impl Prediction {
    /// Whether the recorded count lies inside the central 90 per cent.
    pub fn covered(&self) -> bool {
        (self.quantiles[0]..=self.quantiles[2]).contains(&self.recorded)
    }
}

/// One count drawn for every draw of the posterior, by its mean, its dispersion and chance with an address of its own.
pub(super) fn predict(model: &Model, line: &Line, draws: &Chains, seed: u64) -> Vec<Prediction> {
    let mut drawn = vec![(Vec::new(), Vec::new()); model.rows.len()];
    for (n, draw) in draws.draws().enumerate() {
        let (own, years) = draw.split_at(line.free());
        let v = line.values(own);
        let Some(forward) = model.forward(&v, years) else {
            continue;
        };
        for (index, drawn) in drawn.iter_mut().enumerate() {
            let e = model.expected(index, &v, &forward);
            let mut stream = Stream::at(&[STREAM, seed, n as u64, index as u64]);
            drawn.0.push(one(&mut stream, e.mean, e.dispersion));
            let law = negative_binomial(model.rows[index].value, e.mean, e.dispersion);
            drawn.1.push(law.log_probability);
        }
    }
    model
        .rows
        .iter()
        .zip(drawn)
        .enumerate()
        .map(|(i, (row, values))| of(row, values, seed, i))
        .collect()
}

impl Model {
    /// Writes counts drawn at these parameters (those of the line with a coordinate) and year effects in standard
    /// deviations into the rows. False, and nothing written, where the process would explode.
    pub fn play(&mut self, line: &Line, free: &[f64], years: &[f64], stream: &mut Stream) -> bool {
        let v = line.values(free);
        let Some(forward) = self.forward(&v, years) else {
            return false;
        };
        for index in 0..self.rows.len() {
            let e = self.expected(index, &v, &forward);
            self.rows[index].value = one(stream, e.mean, e.dispersion);
        }
        true
    }

    /// The log-probability of the fitted rows at these parameters and year effects.
    pub fn log_likelihood(&self, line: &Line, free: &[f64], years: &[f64]) -> f64 {
        let v = line.values(free);
        let Some(forward) = self.forward(&v, years) else {
            return f64::NEG_INFINITY;
        };
        let of = |index: usize| {
            let e = self.expected(index, &v, &forward);
            negative_binomial(self.rows[index].value, e.mean, e.dispersion).log_probability
        };
        (0..self.rows.len())
            .filter(|index| self.rows[*index].fitted)
            .map(of)
            .sum()
    }
}

/// A negative binomial number: Poisson with a gamma mean.
fn one(stream: &mut Stream, mean: f64, dispersion: f64) -> f64 {
    let above = dispersion - 1.0;
    let level = if above > 1e-9 {
        stream.gamma(mean / above) * above
    } else {
        mean
    };
    stream.poisson(level) as f64
}

fn of(row: &Row, (mut values, logs): (Vec<f64>, Vec<f64>), seed: u64, index: usize) -> Prediction {
    values.sort_by(f64::total_cmp);
    let u = Stream::at(&[STREAM, seed, u64::MAX, index as u64]).uniform();
    let n = values.len() as f64;
    let below = values.iter().filter(|x| **x < row.value).count() as f64 / n;
    let up_to = values.iter().filter(|x| **x <= row.value).count() as f64 / n;
    Prediction {
        title: row.title.clone(),
        observable: row.observable.clone(),
        recorded: row.value,
        fitted: row.fitted,
        part: row.part,
        quantiles: [0.05, 0.5, 0.95].map(|p| quantile(&values, p)),
        pit: pit_randomised(below, up_to, u),
        crps: crps_sample(&values, row.value),
        log_score: -ln_mean_exp(&logs),
    }
}
