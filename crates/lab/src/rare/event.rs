//! What may happen rarely, and how near to it a campaign is: the level function, as data.

use halha_kernel::event::{Ending, WarCause};
use halha_kernel::outcome::Outcome;
use serde::Serialize;

use crate::whatif::{Measure, Quantity, Tag};

/// A rare event of a conflict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Its name.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What happens.
    pub kind: Kind,
    /// Whether the record says anything about the parameters that decide it.
    #[serde(serialize_with = "as_word")]
    pub tag: Tag,
    /// The parameter whose uncertainty the answer shows, if one dominates.
    pub parameter: Option<String>,
    /// The day before which it must have happened, days since the start; the whole history without one.
    pub by: Option<f64>,
    /// The same conflict with parameters held, under which plain simulation can check the estimate.
    pub variant: Option<Variant>,
    /// Anything else.
    pub note: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "asked for by serde")]
fn as_word<S: serde::Serializer>(tag: &Tag, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(tag.as_str())
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// General war.
    War {
        /// Only one that grows out of a crisis at the border; otherwise of any cause.
        border: bool,
        /// How near a campaign is.
        weights: Weights,
    },
    /// An engagement with so many men or more on the larger side.
    Battle {
        /// Men.
        at_least_men: u32,
        /// Sector; everywhere without one.
        sector: Option<usize>,
    },
    /// The tempted side attacks while a pact is in force.
    PactBroken,
    /// A measure that only grows comes to a value.
    Threshold {
        /// The measure.
        measure: Measure,
        /// The value.
        at_least: f64,
    },
}

/// Parameters held at values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// Names and values.
    pub hold: Vec<(String, f64)>,
}

/// How near to general war a campaign is.
///
/// **Law** Φ = max over time of height·(highest score of a last act) + sectors·(sectors whose last act has a score of 4 or
/// more) + offensives·(of 7 or more) + men·log₁₀(men there), war infinite; at a decision that chooses war with probability
/// Q, and does so if a uniform V < Q, Φ is also war + log₁₀(Q/V). **Units** decimal orders of magnitude. **Valid for** any
/// weights: they decide the cost of an estimate, not its mean. **Source** none. **Status** assumed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weights {
    /// Of the highest score of a last act.
    pub height: f64,
    /// Of every sector whose last act has a score of 4 or more.
    pub sectors: f64,
    /// Of every sector whose last act has a score of 7 or more, besides.
    pub offensives: f64,
    /// Of the decimal logarithm of the men of both sides in open crises.
    pub men: f64,
    /// The level at which the choice of war would be made: P(war | Φ) is about 10^(Φ − war).
    pub war: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            height: 1.0,
            sectors: 2.0,
            offensives: 1.0,
            men: 1.0,
            war: 20.0,
        }
    }
}

impl Kind {
    /// The level at which the event has happened.
    pub fn target(&self) -> f64 {
        match self {
            Self::War { .. } => f64::INFINITY,
            Self::Battle { at_least_men, .. } => log10(f64::from(*at_least_men)),
            Self::PactBroken => 2.0,
            Self::Threshold { at_least, .. } => *at_least,
        }
    }

    /// Whether a campaign that ended like this is the war that is meant.
    pub(super) fn is_war(&self, outcome: &Outcome) -> bool {
        match (self, outcome.ending) {
            (Self::War { border, .. }, Ending::GeneralWar(cause)) => !border || cause != WarCause::Temptation,
            _ => false,
        }
    }
}

/// Whether a measure can only grow while a campaign unfolds, so that its running value is a level.
pub(super) fn only_grows(measure: &Measure, observables: &[crate::observables::Observable]) -> bool {
    use crate::observables::Kind as Of;
    match measure.quantity {
        Quantity::LnLosses
        | Quantity::Losses
        | Quantity::Shootings
        | Quantity::Incidents
        | Quantity::SectorIncidents(_)
        | Quantity::Crises
        | Quantity::DivisionBattles
        | Quantity::CorpsBattles
        | Quantity::HighRung
        | Quantity::Agreements
        | Quantity::Pact
        | Quantity::GeneralWar
        | Quantity::LnIncidents
        | Quantity::LnShootings
        | Quantity::Offensives => true,
        Quantity::MeanCrisis
        | Quantity::MedianCrisis
        | Quantity::CostliestDays
        | Quantity::CostliestEnd
        | Quantity::Refrained
        | Quantity::Attacked => false,
        Quantity::Observable(n) => observables.get(n).is_some_and(|o| {
            matches!(
                o.kind,
                Of::BookTotal { .. }
                    | Of::BookAccused { .. }
                    | Of::BookType { .. }
                    | Of::Shootings { .. }
                    | Of::Battles { .. }
                    | Of::LargestBattleMen
                    | Of::CostliestLosses { side: None }
                    | Of::PactSigned { .. }
            )
        }),
    }
}

/// log₁₀ of a number of men, at least that of one.
pub(super) fn log10(men: f64) -> f64 {
    halha_kernel::maths::ln(men.max(1.0)) * std::f64::consts::LOG10_E
}
