//! What is asked about: measures by their names, and outcomes as `MEASURE >= NUMBER`.

use std::fmt;

use halha_record::Folder;
use halha_record::vocab::suggest;
use serde::Serialize;

use crate::conflict::LoadedConflict;
use crate::problem::Problem;
use crate::whatif::{self, Measure};

/// The measures that a sensitivity analysis looks at unless somebody asks for others.
pub const DEFAULTS: [&str; 5] = [
    "ln-incidents",
    "ln-shootings",
    "offensives",
    "ln-losses",
    "refrained",
];

/// Everything that can be asked about: the measures of what-ifs, and those that analyses of variance add.
pub fn measures(folder: &Folder, conflict: &LoadedConflict) -> (Vec<Measure>, Vec<Problem>) {
    let (mut all, problems) = whatif::measures(folder, conflict);
    all.extend(whatif::further(conflict));
    (all, problems)
}

/// A name that no measure has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no measure is called \"{name}\"; {remedy}", remedy = remedy(near.as_deref()))]
pub struct UnknownMeasure {
    /// What was typed.
    pub name: String,
    /// What may have been meant.
    pub near: Option<String>,
}

fn remedy(near: Option<&str>) -> String {
    near.map_or_else(
        || "--list shows all of them".to_owned(),
        |near| format!("did you mean {near}?"),
    )
}

/// The measures of these names, in their order; without names, the [`DEFAULTS`] that the conflict has.
///
/// # Errors
/// The first name that no measure has.
pub fn choose(all: &[Measure], names: &[String]) -> Result<Vec<Measure>, UnknownMeasure> {
    if names.is_empty() {
        let known = DEFAULTS.iter().filter_map(|name| find(all, name).ok());
        return Ok(known.cloned().collect());
    }
    names.iter().map(|name| find(all, name).cloned()).collect()
}

fn find<'m>(all: &'m [Measure], name: &str) -> Result<&'m Measure, UnknownMeasure> {
    all.iter().find(|m| m.id == name).ok_or_else(|| UnknownMeasure {
        name: name.to_owned(),
        near: suggest(name, all.iter().map(|m| m.id.as_str())).map(str::to_owned),
    })
}

/// How a measure is compared with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Comparison {
    /// `>=`
    #[serde(rename = ">=")]
    AtLeast,
    /// `<=`
    #[serde(rename = "<=")]
    AtMost,
    /// `>`
    #[serde(rename = ">")]
    Above,
    /// `<`
    #[serde(rename = "<")]
    Below,
}

impl Comparison {
    const ALL: [(&str, Self); 4] = [
        (">=", Self::AtLeast),
        ("<=", Self::AtMost),
        (">", Self::Above),
        ("<", Self::Below),
    ];
}

/// An outcome: a measure beyond a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// What is looked at.
    pub measure: Measure,
    /// How.
    pub comparison: Comparison,
    /// The number.
    pub value: f64,
}

/// An outcome that cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutcomeError {
    /// A measure that does not exist.
    #[error(transparent)]
    Unknown(#[from] UnknownMeasure),
    /// No comparison, and the measure is not yes or no.
    #[error("\"{text}\" is no outcome; write a measure, a comparison and a number, as in '{measure} >= 100'")]
    Bare {
        /// What was typed.
        text: String,
        /// Its measure.
        measure: String,
    },
    /// Something that is no number.
    #[error("\"{number}\" in \"{text}\" is no number; write it as 40000 or 0.5")]
    Number {
        /// What was typed.
        text: String,
        /// What should be a number.
        number: String,
    },
}

impl Threshold {
    /// Reads `losses >= 40000`, `pact < 1`, or the name of a measure that is yes or no.
    ///
    /// # Errors
    /// What cannot be read, with a remedy.
    pub fn read(text: &str, all: &[Measure]) -> Result<Self, OutcomeError> {
        let cut = Comparison::ALL
            .iter()
            .find_map(|(sign, comparison)| text.split_once(sign).map(|halves| (halves, *comparison)));
        let Some(((name, number), comparison)) = cut else {
            let measure = find(all, text.trim())?.clone();
            if measure.yes_no {
                return Ok(Self {
                    measure,
                    comparison: Comparison::AtLeast,
                    value: 1.0,
                });
            }
            return Err(OutcomeError::Bare {
                text: text.to_owned(),
                measure: measure.id,
            });
        };
        let measure = find(all, name.trim())?.clone();
        let number = number.trim();
        let value = number.replace(['_', ','], "").parse::<f64>().ok();
        let value = value
            .filter(|v| v.is_finite())
            .ok_or_else(|| OutcomeError::Number {
                text: text.to_owned(),
                number: number.to_owned(),
            })?;
        Ok(Self {
            measure,
            comparison,
            value,
        })
    }

    /// Whether a value of the measure is the outcome.
    pub fn holds(&self, value: f64) -> bool {
        match self.comparison {
            Comparison::AtLeast => value >= self.value,
            Comparison::AtMost => value <= self.value,
            Comparison::Above => value > self.value,
            Comparison::Below => value < self.value,
        }
    }

    /// Whether more of the measure is nearer to the outcome.
    pub(super) fn rises(&self) -> bool {
        matches!(self.comparison, Comparison::AtLeast | Comparison::Above)
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = Comparison::ALL.iter().find(|(_, c)| *c == self.comparison);
        let sign = sign.map_or("", |(sign, _)| sign);
        write!(f, "{} {sign} {}", self.measure.id, self.value)
    }
}
