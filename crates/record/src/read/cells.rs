//! One row on its way from text to a type: cells are taken in the order of the fields, and problems noted on the way.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::id::Id;
use crate::issue::{Code, Issue, Issues};

/// Longest cell that is read, bytes.
pub const MAX_CELL_BYTES: usize = 64 * 1024;

/// What stands in one cell of a table, or under one key of TOML or JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing, and somebody has already been told so (its column is missing).
    Reported,
    /// Text, or something else in its spelling.
    Text(Cow<'a, str>),
    /// An array of TOML or JSON.
    List(Vec<Cow<'a, str>>),
}

/// A name that a row uses although the row as a whole could not be read.
#[derive(Debug)]
pub(crate) struct LooseReference {
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) column: &'static str,
    pub(crate) id: Id,
}

/// What is carried through the reading of all files.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub(crate) issues: Issues,
    /// Equal names share their text.
    names: HashSet<Id>,
    /// References of rows that could not be read.
    pub(crate) loose: Vec<LooseReference>,
    /// Names given by rows that could not be read, by table: whoever refers to them is not at fault.
    pub(crate) broken: HashMap<&'static str, HashSet<Id>>,
    /// Tables that could not be read to their end: what they would have named is not known.
    pub(crate) incomplete: HashSet<&'static str>,
}

impl Context {
    /// The shared name of that spelling, if it is spelt as names are.
    pub(crate) fn name(&mut self, text: &str) -> Option<Id> {
        if let Some(known) = self.names.get(text) {
            return Some(known.clone());
        }
        let id = Id::new(text)?;
        self.names.insert(id.clone());
        Some(id)
    }
}

/// The cells of one row.
pub(crate) struct Cells<'c, 'a> {
    pub(crate) context: &'c mut Context,
    file: &'c str,
    line: u64,
    cells: &'c [(u64, Cell<'a>)],
    next: usize,
    /// Whether any field of the row could not be read.
    pub(crate) failed: bool,
}

impl<'c, 'a> Cells<'c, 'a> {
    pub(crate) fn new(
        context: &'c mut Context,
        file: &'c str,
        line: u64,
        cells: &'c [(u64, Cell<'a>)],
    ) -> Self {
        Self {
            context,
            file,
            line,
            cells,
            next: 0,
            failed: false,
        }
    }

    /// The next cell.
    pub(crate) fn take(&mut self) -> &'c Cell<'a> {
        self.next += 1;
        self.cells
            .get(self.next - 1)
            .map_or(&Cell::Reported, |(_, cell)| cell)
    }

    /// The text of the cell `ahead` places on, without taking it.
    pub(crate) fn peek(&self, ahead: usize) -> Option<&'c str> {
        match self.cells.get(self.next + ahead) {
            Some((_, Cell::Text(text))) => Some(text.trim()),
            _ => None,
        }
    }

    /// The next cell as text, without the blanks around it; `None` (and an issue) if it is a list.
    pub(crate) fn text(&mut self, column: &str) -> Option<&'c str> {
        match self.take() {
            Cell::Text(text) => Some(text.trim()),
            Cell::Reported => self.fail(),
            Cell::List(_) => {
                self.report(
                    Code::WrongType,
                    column,
                    "[…]",
                    "a list stands where one value is meant",
                    "give one value",
                );
                self.fail()
            }
        }
    }

    /// The next cell as a list: an array, or text with `;` between its parts.
    pub(crate) fn list(&mut self, column: &str) -> Option<Vec<&'c str>> {
        match self.take() {
            Cell::List(items) => Some(items.iter().map(|item| item.trim()).collect()),
            Cell::Text(text) if text.trim().is_empty() => Some(Vec::new()),
            Cell::Text(text) => {
                let items: Vec<_> = text.split(';').map(str::trim).collect();
                if items.iter().any(|item| item.is_empty()) {
                    self.report(
                        Code::EmptyCell,
                        column,
                        text,
                        "the list has an empty part",
                        "remove the extra `;`",
                    );
                    return self.fail();
                }
                Some(items)
            }
            Cell::Reported => self.fail(),
        }
    }

    /// Marks the row as one that cannot be read.
    pub(crate) fn fail<T>(&mut self) -> Option<T> {
        self.failed = true;
        None
    }

    /// Notes a problem of the cell taken last; the row may still be read.
    pub(crate) fn report(
        &mut self,
        code: Code,
        column: &str,
        value: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let taken = self.next.saturating_sub(1);
        self.report_at(taken, column, value, Issue::new(code, self.file, message, remedy));
    }

    /// Notes a problem of the cell `ahead` places on.
    pub(crate) fn report_ahead(&mut self, ahead: usize, column: &str, value: &str, issue: Issue) {
        self.report_at(self.next + ahead, column, value, issue);
    }

    fn report_at(&mut self, cell: usize, column: &str, value: &str, issue: Issue) {
        let line = self.cells.get(cell).map_or(self.line, |(line, _)| *line);
        self.context.issues.push(issue.at(line).cell(column, value));
    }

    /// An issue of this row's file, still without its place.
    pub(crate) fn issue(&self, code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Issue {
        Issue::new(code, self.file, message, remedy)
    }

    /// Keeps a name of a row that could not be read, so that it is still looked up.
    pub(crate) fn keep_loose(&mut self, column: &'static str, id: &Id) {
        let reference = LooseReference {
            file: self.file.to_owned(),
            line: self.line,
            column,
            id: id.clone(),
        };
        self.context.loose.push(reference);
    }
}
