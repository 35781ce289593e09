//! The factors of a design: free parameters, those with a common prior together, or whole layers of the model.

use halha_kernel::parameters::PARAMETERS;
use serde::Serialize;

use super::settings::Grouping;
use crate::conflict::LoadedConflict;
use crate::fit::scores::Scores;
use crate::truth::taught;

/// Something that a design moves by itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    /// What it is called: a parameter, a joint prior, or a layer.
    pub name: String,
    /// Names of its parameters.
    pub parameters: Vec<&'static str>,
    /// `data-informed` if the record has narrowed its parameters, `partly data-informed` if some of them, `prior-driven`
    /// if none.
    pub label: &'static str,
    /// Indices into [`PARAMETERS`].
    #[serde(skip)]
    pub indices: Vec<usize>,
}

/// What is not known to be informed.
pub(super) const PRIOR_DRIVEN: &str = "prior-driven";

/// The label of each parameter, in the order of [`PARAMETERS`].
pub(super) fn labels(conflict: &LoadedConflict) -> Vec<&'static str> {
    let taught = taught(conflict);
    let label = |name| {
        taught
            .iter()
            .find(|t| t.name == name)
            .map_or(PRIOR_DRIVEN, |t| t.label())
    };
    PARAMETERS.iter().map(|p| label(p.name)).collect()
}

/// Parameters that have a spread, in the order of [`PARAMETERS`].
pub(super) fn free(conflict: &LoadedConflict) -> Vec<usize> {
    let scores = Scores::new(&conflict.priors);
    (0..PARAMETERS.len()).filter(|p| scores.is_free(*p)).collect()
}

/// The factors of a conflict: every free parameter is in one of them.
pub fn factors(conflict: &LoadedConflict, grouping: Grouping) -> Vec<Factor> {
    let labels = labels(conflict);
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for parameter in free(conflict) {
        let name = match grouping {
            Grouping::Layer => PARAMETERS[parameter].layer.to_owned(),
            Grouping::Parameter => joint(conflict, parameter)
                .unwrap_or(PARAMETERS[parameter].name)
                .to_owned(),
        };
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(parameter),
            None => groups.push((name, vec![parameter])),
        }
    }
    let factor = |(name, indices): (String, Vec<usize>)| Factor {
        name,
        parameters: indices.iter().map(|p| PARAMETERS[*p].name).collect(),
        label: label_of(indices.iter().map(|p| labels[*p])),
        indices,
    };
    groups.into_iter().map(factor).collect()
}

/// The label of several parameters together.
fn label_of(mut labels: impl Iterator<Item = &'static str> + Clone) -> &'static str {
    let first = labels.clone().next().unwrap_or(PRIOR_DRIVEN);
    if labels.all(|label| label == first) {
        first
    } else {
        "partly data-informed"
    }
}

/// The joint prior of a parameter: its parameters depend on each other and are moved together.
fn joint(conflict: &LoadedConflict, parameter: usize) -> Option<&str> {
    let of = |j: &&crate::priors::JointPrior| j.parameters.contains(&parameter);
    conflict.priors.joint().iter().find(of).map(|j| j.name.as_str())
}
