//! The answer of a sensitivity analysis: for each measure what chance accounts for, and what each factor does.

use halha_inference::sensitivity::{Analysis, Given, Screening};
use halha_kernel::parameters::PARAMETERS;
use serde::{Deserialize, Serialize};

use super::design::{Played, Study};
use super::factors::{Factor, free, labels};
use super::settings::{Design, DesignSettings, Grouping, MattersError};
use super::worlds::Worlds;
use crate::asked::Asked;
use crate::conflict::LoadedConflict;
use crate::ensemble::Ensemble;
use crate::settings::ParameterSource;
use crate::whatif::Measure;

/// Resamples behind every interval.
const RESAMPLES: usize = 500;
/// Shuffles behind the bar of correlation ratios.
const SHUFFLES: usize = 399;

/// What is asked of an analysis of sensitivity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityQuestion {
    /// Where the parameters come from.
    pub parameters: ParameterSource,
    /// Which campaigns; of an analysis that was stopped those that were played.
    #[serde(flatten)]
    pub settings: DesignSettings,
    /// What is looked at.
    pub measures: Vec<String>,
}

/// What a design has found out about a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "design", rename_all = "kebab-case")]
pub enum Found {
    /// Indices of Sobol'.
    Saltelli(Analysis),
    /// Elementary effects.
    Screening(Screening),
    /// Correlation ratios.
    GivenData(Given),
}

/// A measure with what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observed {
    /// The measure.
    pub measure: Measure,
    /// What was found: entries in the order of the factors.
    pub found: Found,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// What was asked.
    pub provenance: Asked<SensitivityQuestion>,
    /// Rows, paths or draws that were played.
    pub played: u64,
    /// Campaigns that were played.
    pub campaigns: u64,
    /// What was moved, or looked at, by itself.
    pub factors: Vec<Factor>,
    /// Measure by measure.
    pub observed: Vec<Observed>,
}

impl Found {
    /// Share of chance in the variance of a single campaign, if it is known.
    pub fn aleatory(&self) -> Option<f64> {
        match self {
            Self::Saltelli(analysis) => Some(analysis.aleatory.value),
            Self::Screening(screening) => Some(screening.aleatory),
            Self::GivenData(given) => given.aleatory,
        }
    }
}

impl Sensitivity {
    /// The answer of a design that was played. `called` is what the user calls the conflict.
    pub fn of_design(study: &Study<'_>, played: &Played, called: &str) -> Self {
        let seed = study.settings().seed;
        let found = |outputs| match study.paths() {
            Some(morris) => Found::Screening(Screening::of(morris, outputs, RESAMPLES)),
            None => Found::Saltelli(Analysis::of(outputs, RESAMPLES, seed)),
        };
        let observed = study.measures().iter().zip(&played.outputs);
        let mut provenance = study.asked(called);
        provenance.stopped = played.stopped;
        if played.stopped {
            // What was stopped is made again by asking for as many rows as were played.
            provenance.question.settings.base = played.rows as u64;
            provenance.command = command(called, &provenance.question);
        }
        Self {
            observed: observed
                .map(|(measure, outputs)| Observed {
                    measure: measure.clone(),
                    found: found(outputs),
                })
                .collect(),
            factors: study.factors().to_vec(),
            played: played.rows as u64,
            campaigns: (played.rows * study.points() * study.settings().replicates) as u64,
            provenance,
        }
    }

    /// The answer that the worlds of an ensemble give: the first measures are those of the worlds, in their order.
    ///
    /// # Errors
    /// Too few draws.
    pub fn of_worlds(
        ensemble: &Ensemble,
        worlds: &Worlds,
        measures: &[Measure],
        called: &str,
    ) -> Result<Self, MattersError> {
        let (conflict, run) = (ensemble.conflict(), ensemble.settings());
        let labels = labels(conflict);
        let free = free(conflict);
        let inputs: Vec<Vec<f64>> = free.iter().map(|p| worlds.parameter(*p)).collect();
        let observed = measures.iter().enumerate().map(|(m, measure)| {
            let given = Given::of(&inputs, &worlds.by_vector(m), SHUFFLES, run.seed)?;
            Ok(Observed {
                measure: measure.clone(),
                found: Found::GivenData(given),
            })
        });
        let factor = |p: &usize| Factor {
            name: PARAMETERS[*p].name.to_owned(),
            parameters: vec![PARAMETERS[*p].name],
            label: labels[*p],
            indices: vec![*p],
        };
        let provenance = Asked {
            stopped: worlds.stopped,
            ..Self::asked_of_worlds(ensemble, measures, called)
        };
        Ok(Self {
            observed: observed.collect::<Result<_, MattersError>>()?,
            factors: free.iter().map(factor).collect(),
            played: worlds.vectors.len() as u64,
            campaigns: worlds.vector_of.len() as u64,
            provenance,
        })
    }

    /// What is asked of the worlds of an ensemble.
    pub fn asked_of_worlds(
        ensemble: &Ensemble,
        measures: &[Measure],
        called: &str,
    ) -> Asked<SensitivityQuestion> {
        let run = ensemble.settings();
        let settings = DesignSettings {
            design: Design::GivenData,
            base: run.draws,
            replicates: (run.replications / run.draws.max(1)) as usize,
            grouping: Grouping::Parameter,
            seed: run.seed,
        };
        asked(ensemble.conflict(), (settings, run.parameters), measures, called)
    }
}

impl Study<'_> {
    /// What is asked of the design.
    pub fn asked(&self, called: &str) -> Asked<SensitivityQuestion> {
        let how = (*self.settings(), ParameterSource::Prior);
        asked(self.conflict(), how, self.measures(), called)
    }
}

fn asked(
    conflict: &LoadedConflict,
    (settings, parameters): (DesignSettings, ParameterSource),
    measures: &[Measure],
    called: &str,
) -> Asked<SensitivityQuestion> {
    let question = SensitivityQuestion {
        parameters,
        settings,
        measures: measures.iter().map(|m| m.id.clone()).collect(),
    };
    let command = command(called, &question);
    Asked::of(conflict, called, &format!("{measures:?}"), (question, command))
}

fn command(called: &str, question: &SensitivityQuestion) -> String {
    let settings = &question.settings;
    let design = match settings.design {
        Design::Saltelli => "saltelli",
        Design::Screening => "screening",
        Design::GivenData => "given-data",
    };
    let mut text = format!(
        "halha sensitivity {called} --design {design} --base {} --replicates {} --seed {}",
        settings.base, settings.replicates, settings.seed
    );
    if settings.grouping == Grouping::Layer {
        text.push_str(" --by layer");
    }
    if settings.design == Design::GivenData {
        text.push_str(&format!(" --parameters {}", question.parameters.as_str()));
    }
    for measure in &question.measures {
        text.push_str(&format!(" --measure {measure}"));
    }
    text
}
