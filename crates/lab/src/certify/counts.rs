//! Calibration of the counts: counts drawn from the module's own law in the record's periods, fitted again.

use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;

use super::{About, rows, sampler};
use crate::conflict::LoadedConflict;
use crate::fit::counts::{self, Model, PARAMETERS, calibrate};
use crate::fit::line::Line;
use crate::fit::split::Split;
use crate::fit::{FitError, Scope};

/// Runs of the model at the medians of the priors, to which the law is matched once, for planting and fitting alike.
const RUNS: u64 = 100;

/// The law of the counts with the record's periods and books.
#[derive(Debug, Clone)]
pub struct Counts {
    model: Model,
    line: Line,
}

impl Counts {
    /// What is said of it in a certificate.
    pub const ABOUT: About = About {
        module: counts::NAME,
        how: "counts of the record's periods and books from the module's own law; one chain of 300 + 500 draws, every tenth \
              ranked; year effects and the log likelihood are ranked too",
        ranked: 50,
    };

    /// From the counts of a record, all of them.
    ///
    /// # Errors
    /// No counts, a joint prior on one of the parameters, or a model that cannot be played at the priors' medians.
    pub fn new(conflict: &LoadedConflict, split: &Split) -> Result<Self, FitError> {
        Ok(Self {
            model: model(conflict, split)?,
            line: Line::new(counts::NAME, &conflict.priors, &PARAMETERS)?,
        })
    }
}

/// The model of all counts of a record, matched to the kernel at the medians of the priors.
///
/// # Errors
/// As for [`Counts::new`].
pub(super) fn model(conflict: &LoadedConflict, split: &Split) -> Result<Model, FitError> {
    let (rows, _) = counts::rows(conflict, split, Scope::Everything);
    if rows.is_empty() {
        return Err(FitError::NoData {
            module: counts::NAME,
            what: "counts of incidents",
        });
    }
    let medians = conflict.priors.medians().map_err(|errors| FitError::Unplayable {
        module: counts::NAME,
        why: format!("{errors:?}"),
    })?;
    let mut model = Model::new(conflict, rows);
    calibrate(conflict, &mut model, &medians, RUNS)?;
    Ok(model)
}

impl Experiment for Counts {
    type Data = Model;

    fn quantities(&self) -> Vec<String> {
        let mut names = self.line.free_names();
        names.extend(self.model.years.iter().map(|y| format!("year_{y}")));
        names.push("log likelihood".to_owned());
        names
    }

    /// A draw at which the process would explode is no draw: the density does not reach it, and the prior ends there.
    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Model) {
        let mut model = self.model.clone();
        loop {
            let mut at: Vec<f64> = self
                .line
                .free_priors()
                .iter()
                .map(|prior| prior.quantile(stream.uniform()))
                .collect();
            let years: Vec<f64> = model.years.iter().map(|_| stream.normal()).collect();
            if model.play(&self.line, &at, &years, stream) {
                at.extend(years);
                return (at, model);
            }
        }
    }

    fn fit(&self, model: &Model, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let chains = counts::draw(model, &self.line, &sampler(seed)).map_err(|e| e.to_string())?;
        Ok(rows(&chains))
    }

    fn evaluate(&self, at: &[f64], model: &Model) -> Vec<f64> {
        let (free, years) = at.split_at(self.line.free());
        let mut all = at.to_vec();
        all.push(model.log_likelihood(&self.line, free, years));
        all
    }
}
