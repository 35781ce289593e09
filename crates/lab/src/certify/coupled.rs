//! Calibration of the coupled fit: whole campaigns of the model in the place of the record, counts first, then the rest.

use std::sync::atomic::AtomicBool;

use halha_inference::abc::Course;
use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;
use halha_kernel::chance::Key;
use halha_kernel::event::NoObserver;
use halha_kernel::outcome::Outcome;
use halha_kernel::parameters::{PARAMETERS as ALL, Parameters};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};

use super::{About, sampler};
use crate::conflict::LoadedConflict;
use crate::fit::before::Before;
use crate::fit::counts::{self, Model, PARAMETERS};
use crate::fit::coupled::{self, CoupledSettings};
use crate::fit::line::Line;
use crate::fit::plan::Plan;
use crate::fit::scores::Scores;
use crate::fit::split::Split;
use crate::fit::targets::{Target, planted, targets};
use crate::fit::{FitError, whole};

/// The study to which the planted campaigns belong.
const STUDY: u64 = 6;
/// Campaigns planted at most until one lasts to the last counted month.
const ATTEMPTS: u64 = 1000;
/// Particles of a population: fewer than a fit of the record has.
const PARTICLES: usize = 200;
/// Draws of a posterior.
const DRAWS: usize = 200;

/// The chain of fits by which a record is learned from: counts by their likelihood, then whole campaigns.
#[derive(Debug)]
pub struct Coupled<'c> {
    conflict: &'c LoadedConflict,
    model: Model,
    line: Line,
    free: Vec<usize>,
    targets: Vec<Target>,
    simulations: u64,
}

/// What the fit is given of a planted campaign.
#[derive(Debug, Clone)]
pub struct Planted {
    model: Model,
    targets: Vec<Target>,
}

impl<'c> Coupled<'c> {
    /// What is said of it in a certificate.
    pub const ABOUT: About = About {
        module: "coupled",
        how: "one campaign of the model at parameters from the priors in the place of the record: its counts by the counts' \
              module (matched to the model at the priors' medians, one chain of 300 + 500 draws), then its crises by the \
              coupled fit with the 200 nearest of the command's simulations; claims, responses and engagements keep their priors; scores \
              of the free parameters are ranked",
        ranked: 50,
    };

    /// From the record's targets and the parameters that the plan frees.
    ///
    /// # Errors
    /// As for the counts.
    pub fn new(
        conflict: &'c LoadedConflict,
        split: &Split,
        plan: &Plan,
        simulations: u64,
    ) -> Result<Self, FitError> {
        let last = conflict.calendar.months().last().copied();
        let all = last.map_or_else(Vec::new, |month| targets(conflict, month));
        let scores = Scores::new(&conflict.priors);
        Ok(Self {
            model: super::counts::model(conflict, split)?,
            line: Line::new(counts::NAME, &conflict.priors, &PARAMETERS)?,
            free: plan
                .positions()
                .into_iter()
                .filter(|p| scores.is_free(*p))
                .collect(),
            targets: whole::untold(conflict, all, true),
            conflict,
            simulations,
        })
    }

    /// The books of a campaign in the places of the record's; none if it ended before the last of them.
    fn books(&self, outcome: &Outcome, p: &Parameters, noise: &mut Stream) -> Option<Planted> {
        let mut model = self.model.clone();
        let last = model.rows.iter().map(|r| r.months.1).max()?;
        let months = &self.conflict.scenario.scenario().months;
        if months.get(last).is_some_and(|m| outcome.end < m.begin) {
            return None;
        }
        for row in &mut model.rows {
            let observable = self
                .conflict
                .observables
                .iter()
                .find(|o| o.id.as_str() == row.observable)?;
            let published = (p.publish_sd * noise.normal()).exp();
            row.value = (observable.of_run(outcome, &self.conflict.calendar) * published).round();
            row.rival_sd = 0.0;
        }
        Some(Planted {
            model,
            targets: planted(self.conflict, &self.targets, outcome),
        })
    }

    fn plant(&self, seed: u64, attempt: u64, stream: &mut Stream) -> Option<(Vec<f64>, Planted)> {
        let parameters = self.conflict.priors.draw(seed, attempt).ok()?;
        let prepared = Prepared::new(&self.conflict.scenario, &parameters).ok()?;
        let mut workspace = Workspace::new();
        let outcome = run(
            &prepared,
            &Key::derive(seed, STUDY, attempt, 0),
            &mut QuantalResponse,
            &mut workspace,
            &mut NoObserver,
        );
        let scores = Scores::new(&self.conflict.priors).of(&parameters.to_vec());
        let truth = self.free.iter().map(|p| scores[*p]).collect();
        Some((truth, self.books(outcome, &parameters, stream)?))
    }
}

impl Experiment for Coupled<'_> {
    type Data = Option<Planted>;

    fn quantities(&self) -> Vec<String> {
        self.free.iter().map(|p| ALL[*p].name.to_owned()).collect()
    }

    /// Campaigns that end before the last counted month are not planted: the record's did not.
    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Option<Planted>) {
        let seed = stream.bits();
        for attempt in 0..ATTEMPTS {
            if let Some((truth, planted)) = self.plant(seed, attempt, stream) {
                return (truth, Some(planted));
            }
        }
        (vec![0.0; self.free.len()], None)
    }

    fn fit(&self, planted: &Option<Planted>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let planted = planted
            .as_ref()
            .ok_or_else(|| format!("none of {ATTEMPTS} campaigns lasted"))?;
        let chains = counts::draw(&planted.model, &self.line, &sampler(seed)).map_err(|e| e.to_string())?;
        let known = [whole::drawn(&self.line.free_names(), &chains)];
        let before = Before::new(&self.conflict.priors, &known, &self.free);
        let settings = CoupledSettings {
            seed,
            particles: PARTICLES,
            pilot: self.simulations as usize,
            simulations: self.simulations,
            draws: DRAWS,
        };
        let targets = planted.targets.clone();
        let going_on = AtomicBool::new(false);
        let course = Course {
            checkpoint: None,
            progress: &|_| {},
            stop: &going_on,
        };
        coupled::fit(self.conflict, &before, targets, &settings, course)
            .map(|fitted| fitted.free)
            .map_err(|e| e.to_string())
    }
}
