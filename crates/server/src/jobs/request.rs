//! What a page may ask to be played, checked: sizes, dates, parameters within their bounds.

use std::collections::BTreeMap;

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::priors::Slider;
use halha_lab::settings::{Cut, EventDetail, RunSettings};

use super::CAMPAIGNS;
use crate::refuse::{Refusal, shorten};
use crate::wire::jobs::{Parameter, SimulateRequest, WorldRequest};

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
        within_bounds(self.campaigns)?;
        let mut conflict = conflict.clone();
        hold(&mut conflict, &self.parameters)?;
        let settings = RunSettings {
            events: EventDetail::None,
            parameters: conflict.best_source(),
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

/// Refuses more campaigns or pairs than are played, and none.
pub(super) fn within_bounds(campaigns: u64) -> Result<(), Refusal> {
    if (1..=CAMPAIGNS).contains(&campaigns) {
        return Ok(());
    }
    let remedy = format!("ask for 1 to {CAMPAIGNS}");
    Err(Refusal::invalid(
        format!("{campaigns} campaigns or pairs"),
        remedy,
    ))
}

/// Holds parameters at the values asked for.
fn hold(conflict: &mut LoadedConflict, parameters: &BTreeMap<String, f64>) -> Result<(), Refusal> {
    can_be_held(conflict, parameters)?;
    for (name, value) in parameters {
        let wrong = |_| {
            Refusal::invalid(
                format!("{name} = {value}"),
                "ask /api/parameters which can be held",
            )
        };
        conflict.hold(name, *value).map_err(wrong)?;
    }
    Ok(())
}

/// Refuses parameters that cannot be held, and values outside their bounds.
pub(super) fn can_be_held(
    conflict: &LoadedConflict,
    parameters: &BTreeMap<String, f64>,
) -> Result<(), Refusal> {
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
        if !(low..=high).contains(value) {
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

impl<'q> From<&'q WorldRequest> for Asked<'q> {
    fn from(request: &'q WorldRequest) -> Self {
        Self {
            campaigns: request.campaigns,
            seed: request.seed,
            from: request.from.as_deref(),
            to: request.to.as_deref(),
            parameters: request.parameters.clone(),
        }
    }
}
