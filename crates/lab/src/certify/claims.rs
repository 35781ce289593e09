//! Calibration of the claims: figures drawn from the module's own law for the losses of which the record speaks.

use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;

use super::{About, rows, sampler};
use crate::conflict::LoadedConflict;
use crate::fit::claims::{self, Group};
use crate::fit::line::Line;
use crate::fit::split::Split;
use crate::fit::{FitError, Scope};

/// The law of claims with the record's losses and speakers.
#[derive(Debug, Clone)]
pub struct Claims {
    groups: Vec<Group>,
    line: Line,
}

impl Claims {
    /// What is said of it in a certificate.
    pub const ABOUT: About = About {
        module: claims::NAME,
        how: "figures of the record's speakers on the record's losses from the module's own law; one chain of 300 + 500 \
              draws, every tenth ranked; the log likelihood is ranked too",
        ranked: 50,
    };

    /// From the claims of a record, all of them.
    ///
    /// # Errors
    /// No loss with rival figures, or a joint prior on one of the parameters.
    pub fn new(conflict: &LoadedConflict, split: &Split) -> Result<Self, FitError> {
        let (groups, _) = claims::groups(conflict, split, Scope::Everything);
        if groups.is_empty() {
            return Err(FitError::NoData {
                module: claims::NAME,
                what: "losses on which a side and another voice speak",
            });
        }
        Ok(Self {
            groups,
            line: claims::line(conflict)?,
        })
    }
}

impl Experiment for Claims {
    type Data = Vec<Group>;

    fn quantities(&self) -> Vec<String> {
        let mut names = self.line.free_names();
        names.push("log likelihood".to_owned());
        names
    }

    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Vec<Group>) {
        let at: Vec<f64> = self
            .line
            .free_priors()
            .iter()
            .map(|prior| prior.quantile(stream.uniform()))
            .collect();
        let values = self.line.values(&at);
        let mut groups = self.groups.clone();
        groups
            .iter_mut()
            .for_each(|group| claims::speak(group, &values, &mut || stream.normal()));
        (at, groups)
    }

    fn fit(&self, groups: &Vec<Group>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let sampled = claims::sampled(groups.clone(), self.line.clone(), &sampler(seed));
        sampled
            .map(|(chains, _, _)| rows(&chains))
            .map_err(|e| e.to_string())
    }

    fn evaluate(&self, at: &[f64], groups: &Vec<Group>) -> Vec<f64> {
        let mut all = at.to_vec();
        all.push(claims::log_likelihood(groups, &self.line.values(at)));
        all
    }
}
