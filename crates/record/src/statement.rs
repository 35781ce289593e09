//! Reading the shared columns of a statement, with what can be wrong between them.

use crate::edtf::Edtf;
use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::limits::{number_remedy, parse_number};
use crate::model::Statement;
use crate::read::cells::Cells;
use crate::row::{Field, Row, Written};
use crate::vocab::{Holds, Unit, Vocabulary};

/// Where the columns stand, counted from the first.
const LOW: usize = 0;
const HIGH: usize = 1;
const UNIT: usize = 2;
const WORDS: usize = 3;
const READING: usize = 4;

impl Field for Statement {
    fn add_columns(_: &'static str, columns: &mut Vec<&'static str>) {
        <Self as Row>::add_columns(columns);
    }

    /// The cells are looked at before they are taken: what is wrong with a value is found even if the row has other
    /// faults.
    fn read(_: &'static str, cells: &mut Cells<'_, '_>) -> Option<Self> {
        let sound = inspect(cells);
        let statement = <Self as Row>::read(cells);
        if sound { statement } else { cells.fail() }
    }

    fn each_id<'r>(&'r self, _: &'static str, visit: &mut dyn FnMut(&'static str, &'r Id)) {
        Row::each_id(self, visit);
    }

    fn write<'r>(&'r self, cells: &mut Vec<Written<'r>>) {
        Row::write(self, cells);
    }
}

/// Whether `low` and `high` hold what the unit says; notes what else is wrong.
fn inspect(cells: &mut Cells<'_, '_>) -> bool {
    let (Some(low), Some(high), Some(words)) = (cells.peek(LOW), cells.peek(HIGH), cells.peek(WORDS)) else {
        return true;
    };
    if low.is_empty() && high.is_empty() && words.is_empty() {
        let remedy = "give `low` and `high`, or the source's own `words`";
        let issue = cells.issue(Code::SilentStatement, "neither values nor words", remedy);
        cells.report_ahead(LOW, "low", "", issue);
    }
    if let Some(reading) = cells
        .peek(READING)
        .filter(|reading| !reading.is_empty() && words.is_empty())
    {
        let remedy = "give the `words` that the assumption reads, or remove the reading";
        let issue = cells.issue(Code::ReadingWithoutWords, "a reading without words", remedy);
        cells.report_ahead(READING, "reading", reading, issue);
    }
    match cells.peek(UNIT).and_then(<Unit as Vocabulary>::parse) {
        Some(unit) if unit.holds() == Holds::Number => inspect_numbers(cells, unit, low, high),
        Some(unit) if unit.holds() == Holds::Date => inspect_dates(cells, low, high),
        Some(_) => inspect_text(cells, low, high),
        None => true,
    }
}

fn inspect_numbers(cells: &mut Cells<'_, '_>, unit: Unit, low: &str, high: &str) -> bool {
    let mut sound = true;
    for (at, column, text) in [(LOW, "low", low), (HIGH, "high", high)] {
        match parse_number(text) {
            None if !text.is_empty() => {
                let message = format!("no number, though the unit is `{unit}`");
                let issue = cells.issue(Code::MalformedNumber, message, number_remedy(text));
                cells.report_ahead(at, column, text, issue);
                sound = false;
            }
            Some(number) => {
                if let Some(issue) = impossible(cells, unit, number) {
                    cells.report_ahead(at, column, text, issue);
                }
            }
            None => {}
        }
    }
    if let (Some(a), Some(b)) = (parse_number(low), parse_number(high))
        && a > b
    {
        let issue = cells.issue(
            Code::ReversedRange,
            format!("`low` is above `high`, {high}"),
            "exchange the two",
        );
        cells.report_ahead(LOW, "low", low, issue);
    }
    sound
}

fn impossible(cells: &Cells<'_, '_>, unit: Unit, number: f64) -> Option<Issue> {
    if number < 0.0 {
        let remedy = "give what was counted or measured; a loss is a positive number of its own attribute";
        Some(cells.issue(Code::NegativeQuantity, format!("{unit} below zero"), remedy))
    } else if unit.is_whole() && number.fract() != 0.0 {
        let remedy = "give whole numbers; an average belongs in the note";
        Some(cells.issue(Code::BrokenPerson, format!("{unit} come whole"), remedy))
    } else {
        None
    }
}

fn inspect_dates(cells: &mut Cells<'_, '_>, low: &str, high: &str) -> bool {
    let mut dates = Vec::new();
    let mut sound = true;
    for (at, column, text) in [(LOW, "low", low), (HIGH, "high", high)] {
        match text.parse::<Edtf>() {
            Ok(date) => dates.push(date),
            Err(_) if text.is_empty() => {}
            Err(error) => {
                let remedy = "write an EDTF date (1939-05-11, 1939-05~), or set the unit to `text`";
                let issue = cells.issue(Code::MalformedDate, error.to_string(), remedy);
                cells.report_ahead(at, column, text, issue);
                sound = false;
            }
        }
    }
    if let [a, b] = dates.as_slice()
        && a.earliest() > b.latest()
    {
        let issue = cells.issue(
            Code::ReversedDates,
            format!("`low` is after `high`, {high}"),
            "exchange the two",
        );
        cells.report_ahead(LOW, "low", low, issue);
    }
    sound
}

fn inspect_text(cells: &mut Cells<'_, '_>, low: &str, high: &str) -> bool {
    if parse_number(low).is_some() {
        let remedy = "set the unit to what the number counts";
        let issue = cells.issue(Code::NumberAsText, "a number under the unit `text`", remedy);
        cells.report_ahead(LOW, "low", low, issue);
    }
    if !high.is_empty() {
        let issue = cells.issue(
            Code::WrongType,
            "a text has no high end",
            "put the whole text into `low`",
        );
        cells.report_ahead(HIGH, "high", high, issue);
        return false;
    }
    true
}
