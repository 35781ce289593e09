//! What is wrong with a table of battles: every problem with its line, column, value and remedy.

use std::fmt;

use serde::Serialize;

/// Whether a problem stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The table is refused.
    Error,
    /// The table is read; a value or a row is set aside or read in a stated way.
    Warning,
}

/// What kind of problem it is: a stable name for programs and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The bytes are no table (not UTF-8, no header, rows of other lengths).
    NotATable,
    /// A column that is needed is not there.
    MissingColumn,
    /// A column is there twice.
    DuplicateColumn,
    /// The columns are those of the published tidy table, which has lost every negative code.
    PublishedTable,
    /// Not one attacker lost: negative codes were turned into blanks.
    NoDefeats,
    /// Long battles last two days at most.
    ShortenedBattles,
    /// Not a number, or not a finite one.
    NotANumber,
    /// A number that cannot be what its column says.
    Impossible,
    /// A code that the codebook does not have.
    UnknownCode,
    /// A value that must be there is not.
    Blank,
    /// Not a date.
    NotADate,
    /// Two rows with one number.
    DuplicateNumber,
    /// Two rows that are the same battle.
    DuplicateBattle,
    /// A row inside a larger battle of the table.
    InsideAnother,
    /// More losses than men.
    LossesAboveMen,
    /// A war's name that is the beginning of another's.
    WarName,
    /// A battle of the reference case, which no fit may see.
    ReferenceCase,
}

/// One problem of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it stands in the way.
    pub severity: Severity,
    /// What kind it is.
    pub kind: ProblemKind,
    /// Line of the file, from 1; 0 if it is about the whole file.
    pub line: u64,
    /// Column, or nothing.
    pub column: String,
    /// The value, or nothing.
    pub value: String,
    /// What is wrong.
    pub what: String,
    /// What to do, or what was done.
    pub remedy: String,
}

/// Longest value that is quoted in full.
const QUOTED: usize = 60;

impl Problem {
    /// A problem of the whole file.
    pub(crate) fn file(kind: ProblemKind, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            kind,
            line: 0,
            column: String::new(),
            value: String::new(),
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// A problem of one cell; the value is cut to a length that can be shown, control characters escaped.
    pub(crate) fn cell(
        kind: ProblemKind,
        (line, column, value): (u64, &str, &str),
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let mut shown: String = value.chars().take(QUOTED).flat_map(char::escape_debug).collect();
        if value.chars().nth(QUOTED).is_some() {
            shown.push('…');
        }
        Self {
            severity: Severity::Error,
            kind,
            line,
            column: column.to_owned(),
            value: shown,
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The same as a warning.
    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.severity {
            Severity::Error => write!(f, "error")?,
            Severity::Warning => write!(f, "warning")?,
        }
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, ", value \"{}\"", self.value)?;
        }
        write!(f, ": {}; {}", self.what, self.remedy)
    }
}
