//! What a check found: one problem, where it is, and what to do about it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::table::Origin;

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; the record can be used as it is.
    Warning,
    /// The record cannot be relied on until it is mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The four families of issues; the first letter of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Files, columns and cells that cannot be read as what they should be.
    Format,
    /// Names that name nothing, or two things.
    Reference,
    /// Values outside what is possible.
    Bounds,
    /// Values that are possible alone, but not together.
    Arithmetic,
}

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident $title:literal;)+) => {
        /// The stable code of a kind of issue: its family's letter and a number that is never given to another kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] $variant),+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as printed (`F012`).
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What is wrong, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// How bad it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    MissingFile "F001" Error "a file that every folder needs is missing";
    UnknownFile "F002" Warning "a file that the format does not know";
    UnreadableFile "F003" Error "a file that cannot be read";
    LinkOutside "F004" Error "a symbolic link that leads out of the folder";
    FileTooLarge "F005" Error "a file larger than the limit";
    NotUtf8 "F006" Error "text that is not UTF-8";
    Syntax "F007" Error "text that is not valid TOML or GeoJSON";
    UnknownColumn "F010" Error "a column or key that the table does not have";
    MissingColumn "F011" Error "a column that the table needs is missing";
    DuplicateColumn "F012" Error "a column that stands twice";
    RaggedRow "F013" Error "a row with more or fewer cells than the header";
    ControlCharacter "F014" Error "a NUL byte or other control character in a cell";
    FieldTooLong "F015" Error "a cell longer than the limit";
    TooManyRows "F016" Error "more rows than the limit";
    EmptyCell "F020" Error "a cell that must not be empty";
    MalformedId "F021" Error "a name that is not spelt as names are";
    MalformedNumber "F022" Error "a cell that should be a number and is not";
    MalformedDate "F023" Error "a cell that should be an EDTF date and is not";
    UnknownWord "F024" Error "a word that is not in its list";
    WrongType "F025" Error "a value of another type than the key holds";
    FormatVersion "F026" Error "a version of the format that this program does not know";
    SilentStatement "F027" Error "a statement with neither values nor words";
    ReadingWithoutWords "F028" Error "a reading without words that it reads";
    NumberAsText "F029" Warning "a number under the unit text";
    UnitMismatch "F030" Error "a unit that the attribute does not hold";
    MoreLikeThis "F099" Warning "more issues of one kind in one file than are listed";
    DuplicateId "R001" Error "a name that is given twice";
    DuplicateRow "R002" Error "a row that stands twice";
    UnknownParty "R010" Error "a party that is not listed";
    UnknownClaimant "R011" Error "a claim by nobody who is listed as a party or claimant";
    UnknownSource "R012" Error "a source that is not listed";
    UnknownPlace "R013" Error "a place that is not listed";
    UnknownSector "R014" Error "a sector that is not listed";
    UnknownIncident "R015" Error "an incident that is not listed";
    UnknownSubject "R016" Error "a subject that is no incident, no act and not the conflict";
    UnknownSide "R017" Error "a side that the conflict does not have";
    UnknownCommand "R018" Error "a command that is not listed";
    UnknownFeature "R019" Error "a feature that the geometry does not have";
    UnknownAssumption "R020" Error "a reading that is not among the assumptions";
    UnknownAttribute "R021" Error "an attribute that is neither standard nor listed";
    UnusedEntry "R030" Warning "an entry that nothing refers to";
    MirrorAsSource "R031" Error "a mirror of a source listed as a second source";
    MemoryAsSource "R032" Error "a remembered source under a row that is not unverified";
    LeaderOutsideSide "R033" Error "a side whose leader does not belong to it";
    NotTwoSides "R034" Error "a conflict that has not exactly two sides";
    CyclicReference "R040" Error "entries that contain or answer each other in a circle";
    ShadowedAttribute "R041" Error "an attribute of the folder that is a standard one already";
    ReversedRange "B001" Error "a low end above the high end";
    NegativeQuantity "B002" Error "a number below zero of something that is counted or measured";
    BrokenPerson "B003" Error "a fraction of something that comes whole";
    OutOfRange "B004" Error "a number outside its range";
    OutsideSector "B005" Error "a place outside the outline of its sector";
    OutsideConflict "B006" Warning "a date outside the conflict";
    ReversedDates "B007" Error "a first day after the last";
    OutsideWhole "B008" Error "a part dated outside its whole";
    AnswerBeforeCause "B009" Error "an answer dated before what it answers";
    Geometry "B010" Error "a shape that cannot be drawn";
    PartAboveWhole "A001" Error "a part larger than its whole";
    LossAboveStrength "A002" Error "losses above the strength that bore them";
    LostAboveCommitted "A003" Error "things lost above the things that were there";
    EngagementAboveCampaign "A004" Error "an engagement's figure above the whole campaign's";
    StepsOutOfOrder "A005" Error "numbered steps whose dates run backwards, or whose numbers repeat";
    LossAboveAnyStrength "A006" Warning "losses above every strength that anybody claims";
}

impl Code {
    /// The family the code belongs to.
    #[must_use]
    pub fn family(self) -> Family {
        match self.as_str().as_bytes()[0] {
            b'F' => Family::Format,
            b'R' => Family::Reference,
            b'B' => Family::Bounds,
            _ => Family::Arithmetic,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One problem of a conflict folder.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Issue {
    /// What kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// File, relative to the folder.
    pub file: String,
    /// Line of the file, from 1; `None` if the issue is about the file as a whole.
    pub line: Option<u64>,
    /// Column or key.
    pub column: Option<String>,
    /// The value found, shortened to [`Issue::MAX_VALUE_CHARS`] characters.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Issue {
    /// How many characters of a value are kept.
    pub const MAX_VALUE_CHARS: usize = 60;

    /// An issue about the file as a whole.
    pub(crate) fn new(code: Code, file: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file: file.to_owned(),
            line: None,
            column: None,
            value: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// An issue about a row.
    pub(crate) fn of_row(
        code: Code,
        origin: &Origin,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(code, &origin.file, message, remedy).at(origin.line)
    }

    /// The same issue, at a line.
    #[must_use]
    pub(crate) fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same issue, in a column or key with its value.
    #[must_use]
    pub(crate) fn cell(mut self, column: &str, value: &str) -> Self {
        self.column = Some(column.to_owned());
        self.value = Some(shortened(value));
        self
    }

    fn place(&self) -> (&str, u64, &Option<String>, Code) {
        (&self.file, self.line.unwrap_or(0), &self.column, self.code)
    }
}

/// At most [`Issue::MAX_VALUE_CHARS`] characters of `value`, with control characters shown as escapes.
pub(crate) fn shortened(value: &str) -> String {
    let mut kept: String = value
        .chars()
        .take(Issue::MAX_VALUE_CHARS)
        .map(|c| {
            if c.is_control() {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect();
    if value.chars().nth(Issue::MAX_VALUE_CHARS).is_some() {
        kept.push('…');
    }
    kept
}

impl fmt::Display for Issue {
    /// `claims.csv:14: error R012 [source] "coks": no such source; did you mean …`, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {} {}", self.severity, self.code)?;
        if let Some(column) = &self.column {
            write!(f, " [{column}]")?;
        }
        if let Some(value) = &self.value {
            write!(f, " \"{value}\"")?;
        }
        write!(f, ": {}; {}", self.message, self.remedy)
    }
}

/// Collects issues, and stops listing a kind in a file after [`Issues::MAX_OF_A_KIND`] while going on to count it.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<Issue>,
    seen: BTreeMap<(Code, String), usize>,
}

impl Issues {
    /// How many issues of one code are listed for one file.
    pub(crate) const MAX_OF_A_KIND: usize = 1000;

    pub(crate) fn push(&mut self, issue: Issue) {
        let seen = self.seen.entry((issue.code, issue.file.clone())).or_default();
        *seen += 1;
        if *seen <= Self::MAX_OF_A_KIND {
            self.list.push(issue);
        }
    }

    /// All issues by file and line, with a line about those that were only counted.
    pub(crate) fn into_sorted(mut self) -> Vec<Issue> {
        for ((code, file), seen) in &self.seen {
            if *seen > Self::MAX_OF_A_KIND {
                let more = seen - Self::MAX_OF_A_KIND;
                let message = format!(
                    "{more} more issues of kind {code} ({}) are not listed",
                    code.title()
                );
                let mut issue = Issue::new(
                    Code::MoreLikeThis,
                    file,
                    message,
                    "mend those that are listed and check again",
                );
                issue.severity = code.severity();
                self.list.push(issue);
            }
        }
        self.list
            .sort_by(|a, b| a.place().cmp(&b.place()).then(a.message.cmp(&b.message)));
        self.list.dedup();
        self.list
    }
}
