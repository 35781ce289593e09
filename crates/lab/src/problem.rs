//! What is wrong with a file of assumptions: one problem, where it stands, and what to do about it.

use std::fmt;

use serde::Serialize;

/// Kinds of problems of the files that turn a record into a scenario. The first letter is the family: `S` scenario,
/// `P` priors, `O` observables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum ProblemCode {
    /// `S001`: the file is missing or cannot be read.
    Unreadable,
    /// `S002`: the text is not valid TOML.
    Syntax,
    /// `S003`: a key that the file does not have.
    UnknownKey,
    /// `S004`: a key that the file needs is missing.
    MissingKey,
    /// `S005`: a value of another type than the key holds.
    WrongType,
    /// `S006`: a value outside its range.
    OutOfRange,
    /// `S007`: a name that names nothing in the record.
    UnknownName,
    /// `S008`: a number without a source and without the word `assumed`.
    Unsourced,
    /// `S009`: months or points that run backwards.
    Reversed,
    /// `S010`: something needed is given twice or contradicts itself.
    Conflicting,
    /// `P001`: a parameter that the model does not have.
    UnknownParameter,
    /// `P002`: a parameter without a prior.
    MissingParameter,
    /// `P003`: a prior that the parameter cannot have, or that is no distribution.
    BadPrior,
    /// `P004`: a posterior that belongs to another scenario or other priors.
    StalePosterior,
    /// `O001`: a kind of observable that does not exist.
    UnknownKind,
    /// `O002`: a selection that finds nothing in the record.
    EmptySelection,
}

impl ProblemCode {
    /// The code as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "S001",
            Self::Syntax => "S002",
            Self::UnknownKey => "S003",
            Self::MissingKey => "S004",
            Self::WrongType => "S005",
            Self::OutOfRange => "S006",
            Self::UnknownName => "S007",
            Self::Unsourced => "S008",
            Self::Reversed => "S009",
            Self::Conflicting => "S010",
            Self::UnknownParameter => "P001",
            Self::MissingParameter => "P002",
            Self::BadPrior => "P003",
            Self::StalePosterior => "P004",
            Self::UnknownKind => "O001",
            Self::EmptySelection => "O002",
        }
    }
}

/// One problem of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// Only worth a look: the file can be used as it is.
    pub warning: bool,
    /// File, relative to the conflict folder.
    pub file: String,
    /// Line, from 1; `None` if it is about the file as a whole.
    pub line: Option<u64>,
    /// Key, as a dotted path.
    pub key: String,
    /// The value found, as written.
    pub value: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    /// A file that is there and cannot be read as text.
    pub(crate) fn unreadable(file: &str, why: impl fmt::Display) -> Self {
        Self {
            code: ProblemCode::Unreadable,
            warning: false,
            file: file.to_owned(),
            line: None,
            key: String::new(),
            value: String::new(),
            message: format!("cannot be read: {why}"),
            remedy: "make it a text file in UTF-8".to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let severity = if self.warning { "warning" } else { "error" };
        write!(f, ": {severity} {}", self.code.as_str())?;
        if !self.key.is_empty() {
            write!(f, " [{}]", self.key)?;
        }
        if !self.value.is_empty() {
            write!(f, " {}", self.value)?;
        }
        write!(f, ": {}; {}", self.message, self.remedy)
    }
}
