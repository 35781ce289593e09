//! Calibration of the responses: rungs chosen by the law itself in the situations that the record tells of.

use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;
use halha_kernel::parameters::Parameters;
use halha_kernel::rung::Rung;

use super::{About, rows, sampler};
use crate::conflict::LoadedConflict;
use crate::fit::FitError;
use crate::fit::line::Line;
use crate::fit::responses::{self, Response};

/// The response law with the record's situations.
#[derive(Debug, Clone)]
pub struct Responses {
    rows: Vec<Response>,
    line: Line,
    rest: Parameters,
}

impl Responses {
    /// What is said of it in a certificate.
    pub const ABOUT: About = About {
        module: responses::NAME,
        how: "rungs chosen by the law in the record's situations, whether the capital approved not told; one chain of 300 + \
              500 draws, every tenth ranked; the log likelihood is ranked too",
        ranked: 50,
    };

    /// From the coded responses of a record, all of them.
    ///
    /// # Errors
    /// No coded responses, or a joint prior on one of the parameters.
    pub fn new(conflict: &LoadedConflict) -> Result<Self, FitError> {
        let (mut rows, _) = responses::responses(conflict);
        if rows.is_empty() {
            return Err(FitError::NoData {
                module: responses::NAME,
                what: "coded responses",
            });
        }
        // What is told of approval depends on what was done; here what was done is planted.
        rows.iter_mut().for_each(|row| row.authorised = None);
        Ok(Self {
            rows,
            line: responses::line(conflict)?,
            rest: responses::medians(conflict)?,
        })
    }

    fn density(&self, rows: &[Response]) -> responses::Responses {
        responses::Responses::new(rows.to_vec(), self.line.clone(), &self.rest)
    }
}

impl Experiment for Responses {
    type Data = Vec<Response>;

    fn quantities(&self) -> Vec<String> {
        let mut names = self.line.free_names();
        names.push("log likelihood".to_owned());
        names
    }

    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Vec<Response>) {
        let at: Vec<f64> = self
            .line
            .free_priors()
            .iter()
            .map(|prior| prior.quantile(stream.uniform()))
            .collect();
        let law = self.density(&[]);
        let mut rows = self.rows.clone();
        for row in &mut rows {
            let p = law.probabilities(row, &at);
            let mut left = stream.uniform() * p.iter().sum::<f64>();
            let chosen = p.iter().position(|p| {
                left -= p;
                left <= 0.0
            });
            row.rung = Rung::ALL[chosen.unwrap_or(0)];
        }
        (at, rows)
    }

    fn fit(&self, planted: &Vec<Response>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let chains = responses::sampled(&self.density(planted), &sampler(seed)).map_err(|e| e.to_string())?;
        Ok(rows(&chains))
    }

    fn evaluate(&self, at: &[f64], rows: &Vec<Response>) -> Vec<f64> {
        let law = self.density(&[]);
        let of = |row: &Response| {
            let p = law.probabilities(row, at);
            (p[row.rung as usize] / p.iter().sum::<f64>()).ln()
        };
        let mut all = at.to_vec();
        all.push(rows.iter().map(of).sum());
        all
    }
}
