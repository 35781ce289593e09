//! The answer of a sensitivity analysis: for each measure what chance accounts for, and what each factor does.

use halha_inference::sensitivity::{Analysis, Given, Screening};
use halha_kernel::parameters::PARAMETERS;
use serde::Serialize;

use super::design::{Design, DesignSettings, Grouping, MattersError, Played, Study};
use super::factors::{Factor, free, labels};
use super::worlds::Worlds;
use crate::ensemble::Ensemble;
use crate::settings::ParameterSource;
use crate::whatif::Measure;

/// Resamples behind every interval.
const RESAMPLES: usize = 500;
/// Shuffles behind the bar of correlation ratios.
const SHUFFLES: usize = 399;

/// What was asked, and all that makes the answer again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Version of the program.
    pub halha: String,
    /// Version of the scheme of chance.
    pub chance: u64,
    /// Id and title of the conflict.
    pub conflict: [String; 2],
    /// The name, path or run that was typed.
    pub called: String,
    /// Fingerprint of scenario and priors.
    pub fingerprint: String,
    /// Fingerprint of the posterior: where the labels come from, and the draws, if they are its.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posterior: Option<String>,
    /// Where the parameters come from.
    pub parameters: &'static str,
    /// Which campaigns.
    #[serde(flatten)]
    pub settings: DesignSettings,
    /// Rows, paths or draws that were played.
    pub played: u64,
    /// Campaigns that were played.
    pub campaigns: u64,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// The command that makes the same answer.
    pub command: String,
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
    pub provenance: Asked,
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
        let mut settings = *study.settings();
        // What was stopped is made again by asking for as many rows as were played.
        settings.base = played.rows as u64;
        let conflict = study.conflict();
        Self {
            observed: observed
                .map(|(measure, outputs)| Observed {
                    measure: measure.clone(),
                    found: found(outputs),
                })
                .collect(),
            factors: study.factors().to_vec(),
            provenance: Asked {
                halha: env!("CARGO_PKG_VERSION").to_owned(),
                chance: halha_kernel::chance::SCHEME,
                conflict: about(conflict),
                called: called.to_owned(),
                fingerprint: format!("{:016x}", conflict.fingerprint),
                posterior: posterior(conflict),
                parameters: ParameterSource::Prior.as_str(),
                settings,
                played: settings.base,
                campaigns: (played.rows * study.points() * settings.replicates) as u64,
                stopped: played.stopped,
                command: command(called, &settings, study.measures(), None),
            },
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
        let settings = DesignSettings {
            design: Design::GivenData,
            base: run.draws,
            replicates: (run.replications / run.draws.max(1)) as usize,
            grouping: Grouping::Parameter,
            seed: run.seed,
        };
        Ok(Self {
            observed: observed.collect::<Result<_, MattersError>>()?,
            factors: free.iter().map(factor).collect(),
            provenance: Asked {
                halha: env!("CARGO_PKG_VERSION").to_owned(),
                chance: halha_kernel::chance::SCHEME,
                conflict: about(conflict),
                called: called.to_owned(),
                fingerprint: format!("{:016x}", conflict.fingerprint),
                posterior: posterior(conflict),
                parameters: run.parameters.as_str(),
                settings,
                played: worlds.vectors.len() as u64,
                campaigns: worlds.vector_of.len() as u64,
                stopped: worlds.stopped,
                command: command(called, &settings, measures, Some(run.parameters)),
            },
        })
    }
}

pub(super) fn about(conflict: &crate::conflict::LoadedConflict) -> [String; 2] {
    let head = &conflict.record.conflict;
    [head.id.to_string(), head.title.clone()]
}

pub(super) fn posterior(conflict: &crate::conflict::LoadedConflict) -> Option<String> {
    let fingerprint = conflict.posterior.as_ref().map(|p| p.fingerprint());
    fingerprint.map(|f| format!("{f:016x}"))
}

fn command(
    called: &str,
    settings: &DesignSettings,
    measures: &[Measure],
    parameters: Option<ParameterSource>,
) -> String {
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
    if let Some(source) = parameters {
        text.push_str(&format!(" --parameters {}", source.as_str()));
    }
    for measure in measures {
        text.push_str(&format!(" --measure {}", measure.id));
    }
    text
}
