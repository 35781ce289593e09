//! A what-if as the page asks it: shipped interventions and parameters held fixed, done together, in paired worlds.

use std::fmt::Write;
use std::sync::Arc;

use halha_lab::LoadedConflict;
use halha_lab::glance::pair_played;
use halha_lab::settings::RunSettings;
use halha_lab::whatif::{self, Do, Intervention, PairSettings, Plan, Shelf, Whatif, When};

use super::request::{Asked, can_be_held, within_bounds};
use crate::refuse::Refusal;
use crate::site::Site;
use crate::wire::jobs::{self as wire, Interventions, WhatIfRequest, WorldRequest};
use crate::wire::world::World;

/// Interventions that may be done together.
const TOGETHER: usize = 8;

/// Pairs that are to be played: number n is campaign n of an ensemble with the same seed.
#[derive(Debug)]
pub(crate) struct Pairs {
    pub(crate) conflict: Arc<LoadedConflict>,
    pub(crate) pairs: u64,
    pub(crate) seed: u64,
    /// What is changed, a line each.
    pub(crate) changes: Vec<String>,
    plan: Plan,
}

impl Pairs {
    /// The what-if, or what is wrong with it.
    pub(crate) fn new(site: &Site, request: &WhatIfRequest) -> Result<Self, Refusal> {
        within_bounds(request.pairs)?;
        let conflict = site.playable()?;
        if request.interventions.is_empty() && request.parameters.is_empty() {
            return Err(Refusal::invalid(
                "nothing is changed",
                "choose an intervention, or hold a parameter fixed",
            ));
        }
        if request.interventions.len() > TOGETHER {
            return Err(Refusal::invalid(
                format!("{} interventions", request.interventions.len()),
                format!("choose at most {TOGETHER}"),
            ));
        }
        can_be_held(conflict, &request.parameters)?;
        let mut parts = Vec::new();
        for id in &request.interventions {
            let found = site.interventions.iter().find(|known| known.id == *id);
            let remedy = "ask /api/interventions which there are";
            parts.push(found.ok_or_else(|| Refusal::not_found("intervention", id, remedy))?);
        }
        let mut changes: Vec<String> = parts.iter().map(|part| part.title.clone()).collect();
        let held = held(conflict, &request.parameters)?;
        if let Some(held) = &held {
            parts.push(held);
            let held = request.parameters.iter();
            changes.extend(held.map(|(name, value)| format!("{name} held at {value}")));
        }
        let plan = Plan::of(&parts, conflict).map_err(|problems| wrong(&problems))?;
        Ok(Self {
            conflict: Arc::clone(conflict),
            pairs: request.pairs,
            seed: request.seed.unwrap_or(1),
            changes,
            plan,
        })
    }

    /// The what-if, ready to be played.
    pub(crate) fn asked(&self) -> Result<Whatif<'_>, String> {
        let settings = PairSettings {
            // It knows no single pair; how many there are is for who plays them.
            pairs: self.pairs.max(2),
            per_draw: 1,
            seed: self.seed,
            precision: None,
        };
        let asked = Whatif::new(&self.conflict, vec![self.plan.clone()], Vec::new(), settings);
        asked.map_err(|error| error.to_string())
    }
}

/// Parameters held fixed, as an intervention from the first day.
fn held(
    conflict: &LoadedConflict,
    parameters: &std::collections::BTreeMap<String, f64>,
) -> Result<Option<Intervention>, Refusal> {
    if parameters.is_empty() {
        return Ok(None);
    }
    let mut text = String::from(
        "format = 1\ntitle = \"Parameters held\"\nquestion = \"What if these parameters were so?\"\n\
         estimand = \"everything compared\"\ntag = \"prior-driven\"\nassumed = \"Held by a reader of the page.\"\n",
    );
    for (name, value) in parameters {
        // Names are those of parameters by now, values finite. Writing to a string cannot fail.
        let _ = write!(text, "\n[[do]]\nparameter = \"{name}\"\nset = {value:?}\n");
    }
    let known = Shelf::of(conflict);
    match whatif::read("interventions/held.toml", &text, known) {
        (Some(read), _) => Ok(Some(read)),
        (None, problems) => Err(wrong(&problems)),
    }
}

fn wrong(problems: &[halha_lab::Problem]) -> Refusal {
    let each: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Refusal::invalid(each.join("; "), "choose others, or fewer at a time")
}

/// One world of a simulation or, with interventions, the counterfactual of a pair.
pub(crate) fn world(site: &Site, request: &WorldRequest) -> Result<World, Refusal> {
    if request.campaign >= request.campaigns {
        return Err(Refusal::invalid(
            format!("campaign {} of {}", request.campaign, request.campaigns),
            "give a number below the number of campaigns",
        ));
    }
    if request.interventions.is_empty() {
        let ensemble = Asked::from(request).ensemble(site.playable()?)?;
        return crate::runs::world(&ensemble, request.campaign);
    }
    if request.from.is_some() || request.to.is_some() {
        return Err(Refusal::invalid(
            "dates together with interventions",
            "give one or the other: a what-if plays the whole history",
        ));
    }
    let pairs = Pairs::new(
        site,
        &WhatIfRequest {
            interventions: request.interventions.clone(),
            parameters: request.parameters.clone(),
            pairs: request.campaigns,
            seed: request.seed,
        },
    )?;
    let asked = pairs.asked().map_err(Refusal::internal)?;
    let told = pair_played(&asked, request.campaign);
    let told = told.map_err(|error| Refusal::invalid(error.to_string(), "give other values"))?;
    let other = told.into_iter().nth(1);
    let other = other.ok_or_else(|| Refusal::internal("the pair has no counterfactual world"))?;
    let settings = RunSettings {
        parameters: pairs.conflict.best_source(),
        ..RunSettings::of(request.campaigns, pairs.seed)
    };
    crate::runs::played_world(&pairs.conflict, &settings, request.campaign, other)
}

/// What can be done.
pub(crate) fn interventions(site: &Site) -> Interventions {
    let none = site.interventions.is_empty();
    let note = "the conflict ships no interventions: hold parameters fixed to see what differs";
    Interventions {
        interventions: site
            .interventions
            .iter()
            .map(|i| intervention(i, site.conflict.as_deref()))
            .collect(),
        note: if none { note.to_owned() } else { String::new() },
    }
}

fn intervention(intervention: &Intervention, conflict: Option<&LoadedConflict>) -> wire::Intervention {
    let dated = intervention
        .dos
        .iter()
        .filter(|d| !matches!(d.from, When::After(_)));
    let days = dated.map(Do::first_day);
    let first = days.min_by(f64::total_cmp);
    wire::Intervention {
        id: intervention.id.clone(),
        title: intervention.title.clone(),
        question: intervention.question.clone(),
        source: intervention.origin.clone(),
        from: first
            .zip(conflict)
            .map(|(day, conflict)| conflict.calendar.date(day).to_string()),
        changes: changes(&intervention.text),
        estimand: intervention.estimand.clone(),
        tag: intervention.tag.as_str().to_owned(),
    }
}

/// What each `[[do]]` of a file says, on a line.
fn changes(text: &str) -> Vec<String> {
    let mut changes: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == "[[do]]";
            if inside {
                changes.push(String::new());
            }
        } else if inside
            && !line.is_empty()
            && !line.starts_with('#')
            && let Some(change) = changes.last_mut()
        {
            if !change.is_empty() {
                change.push_str("; ");
            }
            change.push_str(line);
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn what_is_done_is_told_in_the_words_of_the_file() {
        let text = "title = \"x\"\n\n[[do]]\nrule = \"pact\"\nturn = \"off\"\n# why\n\n[[do]]\nadd = 1\n[given]\nuntil = 1\n";
        assert_eq!(changes(text), ["rule = \"pact\"; turn = \"off\"", "add = 1"]);
    }
}
