//! What a statement says, as a value: numbers, dates or text, as stated or as a named assumption reads its words.

use std::fmt;

use serde::Serialize;

use crate::edtf::Edtf;
use crate::limits::parse_number;
use crate::model::{Assumption, Statement};
use crate::vocab::Holds;

/// What the `low` and `high` of a statement hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "holds", rename_all = "lowercase")]
pub enum Value {
    /// A quantity in the statement's unit. Without `high` it is at least `low`, without `low` at most `high`.
    Number {
        /// Low end.
        low: Option<f64>,
        /// High end.
        high: Option<f64>,
    },
    /// A time.
    Date {
        /// The date, or the first of two.
        low: Option<Edtf>,
        /// The last of two.
        high: Option<Edtf>,
    },
    /// A text.
    Text {
        /// The text.
        text: String,
    },
    /// Nothing beside the statement's words.
    Words,
}

impl Statement {
    /// What is stated, without any reading of words.
    ///
    /// ```
    /// # let (record, _) = halha_record::Record::read(&halha_record::template::folder());
    /// for claim in &record.claims {
    ///     let quantity = record.quantity(&claim.statement);
    ///     println!("{} says {} ({})", claim.statement.claimed_by, quantity.stated(), quantity.as_read());
    /// }
    /// ```
    #[must_use]
    pub fn value(&self) -> Value {
        if self.low.is_empty() && self.high.is_empty() {
            return Value::Words;
        }
        match self.unit.holds() {
            Holds::Number => Value::Number {
                low: parse_number(&self.low),
                high: parse_number(&self.high),
            },
            Holds::Date => Value::Date {
                low: self.low.parse().ok(),
                high: self.high.parse().ok(),
            },
            Holds::Text => Value::Text {
                text: self.low.clone(),
            },
        }
    }

    /// What is stated, where it is silent completed by `assumption`'s reading of the words.
    ///
    /// Ends that are stated stand; only missing ends of a number are read.
    #[must_use]
    pub fn value_read_by(&self, assumption: Option<&Assumption>) -> Value {
        let Some(read) = assumption.filter(|_| self.unit.holds() == Holds::Number) else {
            return self.value();
        };
        let low = parse_number(&self.low);
        let high = parse_number(&self.high);
        match (low, high) {
            (None, None) => Value::Number {
                low: Some(read.low),
                high: Some(read.high),
            },
            // A bound with a reading of what lies beyond it ("over 1,300"): the reading gives the other end.
            (Some(low), None) => Value::Number {
                low: Some(low),
                high: Some(read.high).filter(|high| *high >= low),
            },
            (None, Some(high)) => Value::Number {
                low: Some(read.low).filter(|low| *low <= high),
                high: Some(high),
            },
            (Some(_), Some(_)) => Value::Number { low, high },
        }
    }
}

/// A statement's quantity with the assumption that may read its words.
#[derive(Debug, Clone, Copy)]
pub struct Quantity<'r> {
    /// What is said.
    pub statement: &'r Statement,
    /// The named reading of its words, if it has one.
    pub reading: Option<&'r Assumption>,
}

impl Quantity<'_> {
    /// The value that the source gives: words stay words.
    #[must_use]
    pub fn stated(&self) -> Value {
        self.statement.value()
    }

    /// The value once words are read as the named assumption reads them.
    #[must_use]
    pub fn as_read(&self) -> Value {
        self.statement.value_read_by(self.reading)
    }

    /// Whether [`as_read`](Self::as_read) says more than the source does.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.stated() != self.as_read()
    }
}

impl Value {
    /// Both ends of a number, an open end being infinite (or zero below); `None` for anything else.
    #[must_use]
    pub fn ends(&self) -> Option<(f64, f64)> {
        match self {
            Self::Number { low, high } => Some((low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY))),
            _ => None,
        }
    }

    /// The middle of a number: half-way between its ends, or the one end that it has.
    #[must_use]
    pub fn middle(&self) -> Option<f64> {
        match self {
            Self::Number {
                low: Some(low),
                high: Some(high),
            } => Some(low + (high - low) / 2.0),
            Self::Number { low, high } => low.or(*high),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    /// `12`, `24–60`, `≥ 1,300`, `≤ 5`, `11 May 1939`, a text, or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Number {
                low: Some(low),
                high: Some(high),
            } if low.to_bits() == high.to_bits() => grouped(*low),
            Self::Number {
                low: Some(low),
                high: Some(high),
            } => format!("{}–{}", grouped(*low), grouped(*high)),
            Self::Number {
                low: Some(low),
                high: None,
            } => format!("≥ {}", grouped(*low)),
            Self::Number {
                low: None,
                high: Some(high),
            } => format!("≤ {}", grouped(*high)),
            Self::Date {
                low: Some(low),
                high: Some(high),
            } if low != high => {
                format!("{} – {}", low.describe(), high.describe())
            }
            Self::Date { low: Some(date), .. } | Self::Date { high: Some(date), .. } => date.describe(),
            Self::Text { text } => text.clone(),
            Self::Number { .. } | Self::Date { .. } | Self::Words => String::new(),
        };
        f.pad(&text)
    }
}

/// A number with commas between its thousands, and its decimals if it has any.
#[must_use]
pub fn grouped(number: f64) -> String {
    let plain = number.abs().to_string();
    let (whole, decimals) = plain
        .split_once('.')
        .map_or((plain.as_str(), ""), |(w, d)| (w, d));
    let mut text = String::new();
    if number < 0.0 {
        text.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(decimals);
    }
    text
}
