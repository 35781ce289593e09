//! The response law against the frequencies of rungs, each episode predicted from the others alone.

use std::collections::BTreeSet;

use halha_inference::nuts::NutsSettings;
use halha_inference::scores::{Mean, paired_clustered};

use super::density::Responses;
use super::rows::{Response, responses};
use super::{NAME, line, medians, sampled};
use crate::conflict::LoadedConflict;
use crate::fit::FitError;

/// Added to each rung's count in a frequency, so that a rung never seen has a chance. Jeffreys' prior.
const HALF: f64 = 0.5;
/// Standard errors by which the law must beat the frequencies.
const MARGIN: f64 = 2.0;

/// Mean log scores, less is better, with the paired differences.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Responses scored, and the episodes they belong to.
    pub responses: usize,
    /// Episodes.
    pub episodes: usize,
    /// Mean log score of the response law.
    pub law: f64,
    /// Of the frequencies of rungs.
    pub frequencies: f64,
    /// Of the frequencies among the rungs that were possible: a harder rival.
    pub possible_frequencies: f64,
    /// Of the law with its parameters at the priors, nothing learned.
    pub prior: f64,
    /// Gain of the law over the frequencies, mean and standard error by episodes.
    pub gain: [f64; 2],
    /// Gain of the law over the harder rival.
    pub gain_over_possible: [f64; 2],
}

impl Scores {
    /// Whether the law beats the frequencies by two standard errors.
    pub fn beats_frequencies(&self) -> bool {
        self.gain[0] >= MARGIN * self.gain[1]
    }

    /// What may be said of results that rest on the response layer.
    pub fn label(&self) -> &'static str {
        if self.beats_frequencies() {
            "estimated"
        } else {
            "scenario assumptions"
        }
    }
}

/// Scores every coded response from a fit to the other episodes.
///
/// # Errors
/// Fewer than two episodes, a joint prior, or a sampler that fails.
pub fn leave_one_episode_out(conflict: &LoadedConflict, settings: &NutsSettings) -> Result<Scores, FitError> {
    let (mut rows, _) = responses(conflict);
    // Whether the capital had approved is known of some acts because of what they were: no predictor may read it.
    rows.iter_mut().for_each(|r| r.authorised = None);
    let episodes: BTreeSet<&str> = rows.iter().map(|r| r.episode.as_str()).collect();
    if episodes.len() < 2 {
        return Err(FitError::NoData {
            module: NAME,
            what: "responses of two episodes",
        });
    }
    let rest = medians(conflict)?;
    let mut kept = Kept::default();
    let none = Responses::new(Vec::new(), line(conflict)?, &rest);
    let prior = draws(&none, settings)?;
    for (number, episode) in episodes.iter().enumerate() {
        let (out, others): (Vec<Response>, Vec<Response>) =
            rows.iter().cloned().partition(|r| r.episode == *episode);
        let frequencies = frequencies(&others);
        let density = Responses::new(others, line(conflict)?, &rest);
        let posterior = draws(&density, settings)?;
        for row in &out {
            kept.law.push(score(&density, row, &posterior));
            kept.prior.push(score(&none, row, &prior));
            kept.add_frequencies(row, &frequencies);
            kept.episode.push(number);
        }
    }
    kept.scores(episodes.len())
}

/// Scores by response, and the episode of each.
#[derive(Default)]
struct Kept {
    law: Vec<f64>,
    prior: Vec<f64>,
    plain: Vec<f64>,
    possible: Vec<f64>,
    episode: Vec<usize>,
}

impl Kept {
    fn add_frequencies(&mut self, row: &Response, frequencies: &[f64; 13]) {
        let done = frequencies[row.rung as usize];
        let possible: f64 = frequencies
            .iter()
            .zip(row.possible)
            .map(|(f, p)| if p { *f } else { 0.0 })
            .sum();
        self.plain.push(-done.ln());
        self.possible.push(-(done / possible).ln());
    }

    fn scores(&self, episodes: usize) -> Result<Scores, FitError> {
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let failed = |why: String| FitError::Unplayable { module: NAME, why };
        let gain = |rival: &[f64]| -> Result<[f64; 2], FitError> {
            let Mean {
                mean, standard_error, ..
            } = paired_clustered(rival, &self.law, &self.episode).map_err(|e| failed(e.to_string()))?;
            Ok([mean, standard_error])
        };
        Ok(Scores {
            responses: self.law.len(),
            episodes,
            law: mean(&self.law),
            frequencies: mean(&self.plain),
            possible_frequencies: mean(&self.possible),
            prior: mean(&self.prior),
            gain: gain(&self.plain)?,
            gain_over_possible: gain(&self.possible)?,
        })
    }
}

/// Draws of the law's parameters, on their own scale.
fn draws(density: &Responses, settings: &NutsSettings) -> Result<Vec<Vec<f64>>, FitError> {
    let chains = sampled(density, settings)?;
    Ok(chains.draws().map(<[f64]>::to_vec).collect())
}

/// −ln of the mean probability of what was done.
fn score(density: &Responses, row: &Response, draws: &[Vec<f64>]) -> f64 {
    let one = |draw: &Vec<f64>| {
        let p = density.probabilities(row, draw);
        p[row.rung as usize] / p.iter().sum::<f64>()
    };
    -(draws.iter().map(one).sum::<f64>() / draws.len() as f64).ln()
}

fn frequencies(rows: &[Response]) -> [f64; 13] {
    let mut count = [HALF; 13];
    rows.iter().for_each(|r| count[r.rung as usize] += 1.0);
    let total: f64 = count.iter().sum();
    count.map(|c| c / total)
}
