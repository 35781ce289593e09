//! What a statement says, as it stands in a cell: its value, its words kept as words, a mark for doubt.

use halha_record::model::Statement;
use halha_record::vocab::Status;
use halha_record::{Record, Value};

/// `7,696–8,109`, `≥ 1,300`, `~20,000`, `“several dozen” (24–60)`, `about March 1936`; without its unit.
pub(crate) fn say(record: &Record, statement: &Statement) -> String {
    let quantity = record.quantity(statement);
    let words = statement.words.trim();
    match quantity.stated() {
        Value::Words if quantity.is_read() => format!("“{words}” ({})", quantity.as_read()),
        Value::Words => format!("“{words}”"),
        // Words beside a point (“about 20,000”) say that it is no exact count.
        value @ Value::Number { .. } if !words.is_empty() && statement.low == statement.high => {
            format!("~{value}")
        }
        value => value.to_string(),
    }
}

/// The mark that warns of a status, if it needs one.
pub(crate) fn mark(status: Status) -> &'static str {
    match status {
        Status::Stated | Status::Reported => "",
        Status::Doubtful => "?",
        Status::Unverified => "‡",
        Status::Assumed => "°",
    }
}

/// What the marks mean.
pub(crate) const LEGEND: &str = "~ approximate in the source's own words · ? doubtful, its note says why · ‡ remembered, no page seen · ° assumed";
