//! Which numbers and empty cells a column allows.

use crate::issue::Code;

/// Columns of text that must not be empty.
const MUST_SAY_SOMETHING: &[&str] = &["name", "title", "licence", "summary", "reason", "meaning"];

/// Range of a numeric column, both ends included, and what it is a range of.
struct Range {
    column: &'static str,
    low: f64,
    high: f64,
    what: &'static str,
}

const fn range(column: &'static str, low: f64, high: f64, what: &'static str) -> Range {
    Range {
        column,
        low,
        high,
        what,
    }
}

/// Length of the equator, km: no border, distance or precision of a place is larger.
const EQUATOR_KM: f64 = 40_075.0;

const RANGES: &[Range] = &[
    range("longitude", -180.0, 180.0, "degrees east, west negative"),
    range("west", -180.0, 180.0, "degrees east, west negative"),
    range("east", -180.0, 180.0, "degrees east, west negative"),
    range("latitude", -90.0, 90.0, "degrees north, south negative"),
    range("south", -90.0, 90.0, "degrees north, south negative"),
    range("north", -90.0, 90.0, "degrees north, south negative"),
    range(
        "vagueness_low",
        0.0,
        1.0,
        "0 (surveyed and marked) to 1 (two rival lines)",
    ),
    range(
        "vagueness_high",
        0.0,
        1.0,
        "0 (surveyed and marked) to 1 (two rival lines)",
    ),
    range("length_km", 0.001, EQUATOR_KM, "kilometres, above 0"),
    range("precision_km", 0.0, EQUATOR_KM, "kilometres"),
    range("railhead_km_low", 0.0, EQUATOR_KM, "kilometres"),
    range("railhead_km_high", 0.0, EQUATOR_KM, "kilometres"),
    range("garrison_low", 0.0, f64::MAX, "men"),
    range("garrison_high", 0.0, f64::MAX, "men"),
];

/// Whether a cell of that column must not be empty, even though it holds free text.
pub(crate) fn may_not_be_empty(column: &str) -> bool {
    MUST_SAY_SOMETHING.contains(&column)
}

/// What to write into an empty cell of that column.
pub(crate) fn what_to_write(column: &str) -> String {
    match column {
        "status" => "write `stated`, `reported`, `doubtful` or `unverified`".to_owned(),
        "source" => "name a source of sources.toml".to_owned(),
        "claimed_by" => "name the party or claimant who says so".to_owned(),
        "date" | "period" | "start" | "end" => "write an EDTF date, as rough as it is known".to_owned(),
        _ => format!("fill in `{column}`"),
    }
}

/// The code, message and remedy if `value` is outside the range of its column.
pub(crate) fn outside(column: &str, value: f64) -> Option<(Code, String, String)> {
    let range = RANGES.iter().find(|range| range.column == column)?;
    if (range.low..=range.high).contains(&value) {
        return None;
    }
    let code = if value < 0.0 && range.low >= 0.0 && range.high > 1.0 {
        Code::NegativeQuantity
    } else {
        Code::OutOfRange
    };
    let high = if range.high < f64::MAX {
        format!(" to {}", range.high)
    } else {
        " upward".to_owned()
    };
    Some((
        code,
        format!("`{column}` runs from {}{high}", range.low),
        format!("give {}", range.what),
    ))
}

/// A number in plain digits, with a point for decimals; neither infinite nor without value.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    text.parse::<f64>()
        .ok()
        .filter(|value| plain && value.is_finite())
}

/// What to write instead of a cell that is no number.
pub(crate) fn number_remedy(text: &str) -> String {
    let without: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '_' | '\'' | '\u{a0}' | '\u{202f}'))
        .collect();
    match parse_number(&without) {
        Some(_) if without != text => format!("write `{without}`, without separators"),
        _ => "write a number in plain digits; what is no number belongs in `words`".to_owned(),
    }
}
