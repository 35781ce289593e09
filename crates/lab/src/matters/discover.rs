//! Scenario discovery in the worlds of an ensemble: boxes of parameters and early conditions that lead to an outcome.

use halha_inference::prim::discover as find;
use halha_inference::prim::{Cases, Choice, Claim, Discovered, DiscoverySettings, Restriction, Step};
use halha_kernel::parameters::PARAMETERS;
use serde::{Deserialize, Serialize};

use super::asked::Threshold;
use super::factors::{free, labels};
use super::settings::MattersError;
use super::worlds::{EARLY, Worlds};
use crate::asked::Asked;
use crate::ensemble::Ensemble;
use crate::settings::RunSettings;

/// What is asked of a discovery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiscoveryQuestion {
    /// The outcome, as it is typed.
    #[serde(rename = "asked")]
    pub outcome: String,
    /// The ensemble.
    pub run: RunSettings,
    /// Last of the early years, if early conditions are looked at.
    pub early_until: Option<i32>,
    /// How boxes are found and judged.
    pub prim: DiscoverySettings,
}

/// Something that a box can bound.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// A parameter's name, or `early CONDITION`.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// `data-informed`, `prior-driven`, or `early condition`.
    pub label: &'static str,
}

/// One bound of a box, on the cases that judge it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// What is bounded.
    pub input: Input,
    /// Least value inside.
    pub low: Option<f64>,
    /// Greatest value inside.
    pub high: Option<f64>,
    /// Share of all cases that this bound alone lets in.
    pub lets_in: f64,
    /// Density of the box without it.
    pub density_without: f64,
    /// Coverage of the box without it.
    pub coverage_without: f64,
    /// Quasi-p value.
    pub quasi_p: f64,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundBox {
    /// Whether it is claimed.
    pub is_claimed: bool,
    /// Its bounds.
    pub bounds: Vec<Bound>,
    /// How it does on the cases that judge it.
    pub claim: Claim,
    /// How it did on the cases by which it was found.
    pub found: Step,
    /// The trajectory of its peeling.
    pub trajectory: Vec<Step>,
    /// Which box of the trajectory was chosen.
    pub chosen: usize,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was asked.
    pub provenance: Asked<DiscoveryQuestion>,
    /// The outcome.
    pub outcome: Threshold,
    /// Cases in which the question came up.
    pub cases: usize,
    /// Of them with the outcome.
    pub hits: usize,
    /// Cases left out because the outcome had come by the end of the early years.
    pub early_hits: usize,
    /// Cases left out because the question did not come up.
    pub undefined: usize,
    /// Whether an outcome that comes early can be told from one that comes later.
    pub is_dated: bool,
    /// What boxes could bound.
    pub inputs: Vec<Input>,
    /// The boxes; nothing is claimed of the last if it is not.
    pub boxes: Vec<FoundBox>,
    /// The cases, for the table: the worlds that stayed.
    #[serde(skip)]
    pub kept: Vec<usize>,
}

/// Looks for boxes in the worlds of an ensemble; their first measure is that of the outcome.
///
/// # Errors
/// Too few cases with or without the outcome.
pub fn discover(
    ensemble: &Ensemble,
    worlds: &Worlds,
    outcome: Threshold,
    (early_until, prim): (Option<i32>, DiscoverySettings),
    called: &str,
) -> Result<Answer, MattersError> {
    let (values, by_then) = (&worlds.values[0], &worlds.by_then[0]);
    let all = 0..values.len();
    let is_early = |case: &usize| outcome.rises() && outcome.holds(by_then[*case]);
    let undefined = values.iter().filter(|v| v.is_nan()).count();
    let defined = |case: &usize| !values[*case].is_nan();
    let early_hits = all.clone().filter(|case| defined(case) && is_early(case)).count();
    let kept: Vec<usize> = all.filter(|case| defined(case) && !is_early(case)).collect();
    let inputs = inputs(ensemble, early_until);
    let columns = columns(ensemble, worlds, &kept);
    let hits: Vec<bool> = kept.iter().map(|case| outcome.holds(values[*case])).collect();
    let blocks: Vec<usize> = kept.iter().map(|case| worlds.vector_of[*case]).collect();
    let cases = Cases {
        inputs: &columns,
        hits: &hits,
        blocks: &blocks,
    };
    let discovery = find(cases, &prim)?;
    let boxes = discovery
        .boxes
        .into_iter()
        .map(|found| told(found, &inputs, &columns));
    Ok(Answer {
        boxes: boxes.collect(),
        cases: kept.len(),
        hits: discovery.hits,
        early_hits,
        undefined,
        is_dated: early_until.is_none() || !by_then.iter().all(|v| v.is_nan()),
        provenance: Asked {
            stopped: worlds.stopped,
            ..asked_of(ensemble, &outcome, (early_until, prim), called)
        },
        outcome,
        inputs,
        kept,
    })
}

/// What is asked of the worlds of an ensemble.
pub fn asked_of(
    ensemble: &Ensemble,
    outcome: &Threshold,
    (early_until, prim): (Option<i32>, DiscoverySettings),
    called: &str,
) -> Asked<DiscoveryQuestion> {
    let question = DiscoveryQuestion {
        outcome: outcome.to_string(),
        run: ensemble.settings().clone(),
        early_until,
        prim,
    };
    let command = command(called, &question);
    let definition = format!("{:?}", outcome.measure);
    Asked::of(ensemble.conflict(), called, &definition, (question, command))
}

fn inputs(ensemble: &Ensemble, early_until: Option<i32>) -> Vec<Input> {
    let conflict = ensemble.conflict();
    let labels = labels(conflict);
    let parameter = |p: usize| Input {
        name: PARAMETERS[p].name.to_owned(),
        meaning: PARAMETERS[p].meaning.to_owned(),
        label: labels[p],
    };
    let mut all: Vec<Input> = free(conflict).into_iter().map(parameter).collect();
    if let Some(year) = early_until {
        all.extend(EARLY.iter().map(|(name, meaning)| Input {
            name: format!("{name} to {year}"),
            meaning: format!("{meaning}, to the end of {year}"),
            label: "early condition",
        }));
    }
    all
}

fn columns(ensemble: &Ensemble, worlds: &Worlds, kept: &[usize]) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = free(ensemble.conflict())
        .into_iter()
        .map(|p| {
            let of = |case: &usize| worlds.vectors[worlds.vector_of[*case]][p];
            kept.iter().map(of).collect()
        })
        .collect();
    let early = worlds.early.iter();
    columns.extend(early.map(|column| kept.iter().map(|case| column[*case]).collect::<Vec<f64>>()));
    columns
}

fn told(found: Discovered, inputs: &[Input], columns: &[Vec<f64>]) -> FoundBox {
    let lets_in = |r: &Restriction| {
        let column = &columns[r.input];
        column.iter().filter(|x| r.holds(**x)).count() as f64 / column.len() as f64
    };
    let bound = |tested: &halha_inference::prim::Tested| Bound {
        input: inputs[tested.restriction.input].clone(),
        low: tested.restriction.low,
        high: tested.restriction.high,
        lets_in: lets_in(&tested.restriction),
        density_without: tested.density_without,
        coverage_without: tested.coverage_without,
        quasi_p: tested.quasi_p,
    };
    FoundBox {
        is_claimed: found.is_claimed,
        bounds: found.claim.restrictions.iter().map(bound).collect(),
        claim: found.claim,
        found: found.found,
        trajectory: found.trajectory,
        chosen: found.chosen,
    }
}

fn command(called: &str, question: &DiscoveryQuestion) -> String {
    let DiscoveryQuestion {
        outcome,
        run,
        early_until,
        prim,
    } = question;
    let early = early_until.map_or("--no-early".to_owned(), |year| format!("--early-until {year}"));
    let mut text = format!(
        "halha discover {called} --outcome '{outcome}' --replications {} --draws {} --seed {} --parameters {} {early} --boxes {}",
        run.replications,
        run.draws,
        run.seed,
        run.parameters.as_str(),
        prim.boxes
    );
    if let Choice::Density(density) = prim.choice {
        text.push_str(&format!(" --density {density}"));
    }
    text
}
