//! What a page may ask to be played, checked: sizes, dates, parameters within their bounds.

use std::collections::BTreeMap;

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::priors::Slider;
use halha_lab::settings::{Cut, EventDetail, RunSettings};

use super::CAMPAIGNS;
use crate::refuse::{Refusal, shorten};
use crate::wire::jobs::{Parameter, SimulateRequest, WhatIfRequest, WorldRequest};
use crate::wire::world::World;

/// Said where interventions would stand.
pub(crate) const NO_INTERVENTIONS: &str =
    "this version changes parameters only: hold some fixed and see what differs from the worlds in which they vary";

/// Parameters that may be held at a time.
const HELD: usize = 32;

/// Parameters that a page shows first: they move what people ask about. A conflict whose model lacks one has one fewer.
const FEATURED: [&str; 6] = [
    "branching",
    "autonomy_0",
    "autonomy_1",
    "pull_memory",
    "grievance_half_life",
    "alpha_corps",
];

/// What is to be played.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked<'q> {
    pub(crate) campaigns: u64,
    pub(crate) seed: Option<u64>,
    pub(crate) from: Option<&'q str>,
    pub(crate) to: Option<&'q str>,
    pub(crate) parameters: BTreeMap<String, f64>,
}

impl Asked<'_> {
    /// The seed: 1 if nobody chose another.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }

    /// Its ensemble, or what is wrong with it.
    pub(crate) fn ensemble(&self, conflict: &LoadedConflict) -> Result<Ensemble, Refusal> {
        if !(1..=CAMPAIGNS).contains(&self.campaigns) {
            return Err(Refusal::invalid(
                format!("{} campaigns", self.campaigns),
                format!("ask for 1 to {CAMPAIGNS}"),
            ));
        }
        let mut conflict = conflict.clone();
        hold(&mut conflict, &self.parameters)?;
        let settings = RunSettings {
            events: EventDetail::None,
            from: cut(self.from)?,
            to: cut(self.to)?,
            ..RunSettings::of(self.campaigns, self.seed())
        };
        let wrong = |error: halha_lab::settings::SettingsError| {
            Refusal::invalid(error.to_string(), "give other dates, or none")
        };
        Ensemble::new(conflict, settings).map_err(wrong)
    }
}

fn cut(text: Option<&str>) -> Result<Option<Cut>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let wrong = |_| {
        Refusal::invalid(
            format!("{:?} is no date", shorten(text)),
            "write 1935, 1935-06 or 1935-06-15",
        )
    };
    text.parse().map(Some).map_err(wrong)
}

/// Holds parameters at the values asked for.
fn hold(conflict: &mut LoadedConflict, parameters: &BTreeMap<String, f64>) -> Result<(), Refusal> {
    if parameters.len() > HELD {
        return Err(Refusal::invalid(
            format!("{} parameters", parameters.len()),
            format!("hold at most {HELD} at a time"),
        ));
    }
    let sliders = conflict.priors.sliders();
    for (name, value) in parameters {
        let slider = sliders.iter().find(|slider| slider.name == name);
        let slider = slider.ok_or_else(|| {
            let remedy = "ask /api/parameters which can be held";
            Refusal::invalid(format!("no parameter {:?} can be held", shorten(name)), remedy)
        })?;
        let [low, high] = slider.bounds;
        let inside = (low..=high).contains(value);
        if !inside || conflict.priors.hold(name, *value).is_err() {
            return Err(Refusal::invalid(
                format!("{name} = {value}"),
                format!("give a value from {low} to {high}"),
            ));
        }
    }
    Ok(())
}

/// The parameters that can be held.
pub(crate) fn parameters(conflict: &LoadedConflict) -> Vec<Parameter> {
    let parameter = |slider: Slider| Parameter {
        featured: FEATURED.contains(&slider.name),
        id: slider.name.to_owned(),
        layer: slider.layer.to_owned(),
        meaning: slider.meaning.to_owned(),
        median: slider.median,
        range: slider.range,
        bounds: slider.bounds,
        source: slider.source,
        note: slider.note,
    };
    conflict.priors.sliders().into_iter().map(parameter).collect()
}

impl<'q> From<&'q SimulateRequest> for Asked<'q> {
    fn from(request: &'q SimulateRequest) -> Self {
        Self {
            campaigns: request.campaigns,
            seed: request.seed,
            from: request.from.as_deref(),
            to: request.to.as_deref(),
            parameters: request.parameters.clone(),
        }
    }
}

/// The two ensembles of a what-if, which share their luck, and what is changed, in words.
pub(crate) fn pair(
    conflict: &LoadedConflict,
    request: &WhatIfRequest,
) -> Result<([Ensemble; 2], Vec<String>), Refusal> {
    no_interventions(&request.interventions)?;
    if request.parameters.is_empty() {
        return Err(Refusal::invalid("nothing is changed", "hold at least one parameter fixed"));
    }
    let baseline = Asked {
        campaigns: request.pairs,
        seed: request.seed,
        ..Asked::default()
    };
    let other = Asked {
        parameters: request.parameters.clone(),
        ..baseline.clone()
    };
    let held = request.parameters.iter().map(|(name, value)| format!("{name} held at {value}"));
    Ok((
        [baseline.ensemble(conflict)?, other.ensemble(conflict)?],
        held.collect(),
    ))
}

/// One world of a simulation or a what-if.
pub(crate) fn world(conflict: &LoadedConflict, request: &WorldRequest) -> Result<World, Refusal> {
    no_interventions(&request.interventions)?;
    let asked = Asked {
        campaigns: request.campaigns,
        seed: request.seed,
        from: request.from.as_deref(),
        to: request.to.as_deref(),
        parameters: request.parameters.clone(),
    };
    let ensemble = asked.ensemble(conflict)?;
    if request.campaign >= request.campaigns {
        return Err(Refusal::invalid(
            format!("campaign {} of {}", request.campaign, request.campaigns),
            "give a number below the number of campaigns",
        ));
    }
    crate::runs::world(&ensemble, request.campaign)
}

fn no_interventions(asked: &[String]) -> Result<(), Refusal> {
    match asked.first() {
        None => Ok(()),
        Some(first) => Err(Refusal::not_found("intervention", first, NO_INTERVENTIONS)),
    }
}
