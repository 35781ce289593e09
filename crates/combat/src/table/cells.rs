//! Cells of one row: numbers, codes and dates, each refused with its remedy if it is none.

use jiff::civil::{Date, DateTime};

use crate::battle::{Outcome, Posture};
use crate::problem::{Problem, ProblemKind};

/// The cells of one row by the names of their columns.
pub(super) struct Cells<'r> {
    pub(super) line: u64,
    pub(super) header: &'r [String],
    pub(super) record: &'r csv::StringRecord,
    pub(super) problems: &'r mut Vec<Problem>,
}

/// Largest number of persons that anything in a table can be (armies of a whole war are below it).
const MOST: f64 = 5e7;

impl Cells<'_> {
    /// The trimmed text of a column; empty if the table has no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|h| h == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    fn report(&mut self, kind: ProblemKind, column: &str, what: &str, remedy: &str) {
        let value = self.text(column).to_owned();
        let problem = Problem::cell(kind, (self.line, column, &value), what, remedy);
        self.problems.push(problem);
    }

    /// A text that must not be empty.
    pub(super) fn needed(&mut self, column: &str) -> Option<String> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            let remedy = "give it, or leave the row out";
            self.report(ProblemKind::Blank, column, "nothing given", remedy);
            return None;
        }
        Some(text)
    }

    /// A finite number or nothing; what is neither is reported.
    pub(super) fn number(&mut self, column: &str) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match text.parse::<f64>() {
            Ok(x) if x.is_finite() => Some(x),
            _ => {
                let remedy = "write a plain number with a decimal point, or leave the cell empty";
                self.report(ProblemKind::NotANumber, column, "not a finite number", remedy);
                None
            }
        }
    }

    /// A number within bounds.
    pub(super) fn within(&mut self, column: &str, low: f64, high: f64) -> Option<f64> {
        let x = self.number(column)?;
        if (low..=high).contains(&x) {
            return Some(x);
        }
        let what = format!("cannot be: outside {low} to {high}");
        let remedy =
            "correct it from the source; write an unknown number as an empty cell, not as -1 or 9999";
        self.report(ProblemKind::Impossible, column, &what, remedy);
        None
    }

    /// A count of persons or things, 0 or more.
    pub(super) fn count(&mut self, column: &str) -> Option<f64> {
        self.within(column, 0.0, MOST)
    }

    /// Persons of a side: at least one.
    pub(super) fn men(&mut self, column: &str) -> Option<f64> {
        self.within(column, 1.0, MOST)
    }

    /// A whole number in a range.
    pub(super) fn whole(&mut self, column: &str, low: f64, high: f64) -> Option<f64> {
        let x = self.number(column)?;
        if x.fract() == 0.0 && (low..=high).contains(&x) {
            return Some(x);
        }
        let what = format!("no code: whole numbers {low} to {high} are");
        let remedy = "look the code up in the codebook; an unknown one is an empty cell";
        self.report(ProblemKind::UnknownCode, column, &what, remedy);
        None
    }

    /// A code; nothing given is read as `neutral`, with a warning.
    pub(super) fn code_or(&mut self, column: &str, low: f64, high: f64, neutral: f64) -> Option<f64> {
        if self.text(column).is_empty() {
            let place = (self.line, column, "");
            let remedy = format!("read as {neutral}");
            let problem = Problem::cell(ProblemKind::Blank, place, "nothing given", remedy);
            self.problems.push(problem.warning());
            return Some(neutral);
        }
        self.whole(column, low, high)
    }

    /// A code that must be there.
    pub(super) fn code(&mut self, column: &str, low: f64, high: f64) -> Option<f64> {
        self.needed(column)?;
        self.whole(column, low, high)
    }

    /// The outcome; blanks are left to the whole-table checks, which know what many of them mean.
    pub(super) fn outcome(&mut self) -> Option<Outcome> {
        let code = self.whole("win_a", -1.0, 1.0)?;
        Some(Outcome::ALL[(code + 1.0) as usize])
    }

    /// The posture of the defender; `OO`, `00` and nothing are read as hasty.
    pub(super) fn posture(&mut self) -> Option<Posture> {
        match self.text("posture1") {
            "HD" | "" | "OO" | "00" => Some(Posture::Hasty),
            "PD" => Some(Posture::Prepared),
            "FD" => Some(Posture::Fortified),
            "DL" | "WD" => Some(Posture::Delaying),
            _ => {
                let remedy = "HD hasty, PD prepared, FD fortified, DL delay, WD withdrawal, OO not given";
                self.report(ProblemKind::UnknownCode, "posture1", "no posture", remedy);
                None
            }
        }
    }

    /// The first character of a code that is one of `known`; nothing given is `0`.
    pub(super) fn first_of(&mut self, column: &str, known: &str) -> Option<char> {
        let first = self.text(column).chars().next().unwrap_or('0');
        if known.contains(first) {
            return Some(first);
        }
        let value = self.text(column).to_owned();
        let remedy = format!("read as not given; its first character is one of {known}");
        let problem = Problem::cell(
            ProblemKind::UnknownCode,
            (self.line, column, &value),
            "no code",
            remedy,
        );
        self.problems.push(problem.warning());
        Some('0')
    }

    /// A day, from a date or a date with time.
    pub(super) fn date(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let read = text.parse::<DateTime>().map(DateTime::date);
        match read.or_else(|_| text.parse::<Date>()) {
            Ok(date) => Some(date),
            Err(_) => {
                let remedy = "write 1916-07-01 or 1916-07-01T07:30:00";
                self.report(ProblemKind::NotADate, column, "not a date", remedy);
                None
            }
        }
    }

    /// The source's error bars of a number as shares (below, above): the columns `…_minus_pct` (0 or negative) and
    /// `…_plus_pct`. Zero on both sides means not stated (codebook, note 11).
    pub(super) fn error_bars(&mut self, stem: &str) -> Option<(f64, f64)> {
        let plus = self.within(&format!("{stem}_plus_pct"), 0.0, 1000.0)?;
        let minus = self.within(&format!("{stem}_minus_pct"), -100.0, 0.0)?;
        (plus > 0.0 || minus < 0.0).then_some((-minus / 100.0, plus / 100.0))
    }
}
