//! Tables in CSV: the header matched with the columns, then row after row.

use std::borrow::Cow;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::cells::{Cell, Cells, Context, MAX_CELL_BYTES};
use super::{bytes, files, text};
use crate::folder::Folder;
use crate::issue::{Code, Issue};
use crate::model::ClaimRow;
use crate::row::Row;
use crate::table::{Origin, Table};
use crate::vocab::suggest;

/// Most rows that are read from one file.
pub const MAX_ROWS: usize = 5_000_000;
/// Most columns that a header is looked through for.
const MAX_COLUMNS: usize = 1_000;

/// The table in the file of its name; empty if there is no such file.
pub(crate) fn table<T: Row>(folder: &Folder, file: &'static str, context: &mut Context) -> Table<T> {
    let mut rows = Rows::new(file);
    rows.read(folder, file, context);
    rows.into_table(context)
}

/// All claims, of `claims.csv` and of every CSV file in `claims/`.
pub(crate) fn claims(folder: &Folder, context: &mut Context) -> Table<ClaimRow> {
    let mut rows = Rows::new(files::CLAIMS);
    for file in files::claim_files(folder) {
        rows.read(folder, file, context);
    }
    rows.into_table(context)
}

/// Rows read so far, each with the texts of its cells as its key.
pub(super) struct Rows<T> {
    table: &'static str,
    columns: Vec<&'static str>,
    found: Vec<(String, Origin, T)>,
}

impl<T: Row> Rows<T> {
    pub(super) fn new(table: &'static str) -> Self {
        Self {
            table,
            columns: T::columns(),
            found: Vec::new(),
        }
    }

    fn read(&mut self, folder: &Folder, file: &str, context: &mut Context) {
        let Some(bytes) = bytes(folder, file, self.table, context) else {
            return;
        };
        let Some(text) = text::decode(file, &bytes, &mut context.issues) else {
            context.incomplete.insert(self.table);
            return;
        };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let name: Arc<str> = file.into();
        let mut lines = Lines::of(&text);
        // `text` is UTF-8 and in memory: reading a record of it cannot fail.
        if !reader.read_record(&mut record).unwrap_or(false) {
            let remedy = format!("give it a header: {}", self.columns.join(","));
            context
                .issues
                .push(Issue::new(Code::MissingColumn, file, "the file is empty", remedy));
            return;
        }
        let Some(header) = Header::match_up(&self.columns, &record, file, lines.of_record(&record), context)
        else {
            context.incomplete.insert(self.table);
            return;
        };
        let mut count = 0;
        while reader.read_record(&mut record).unwrap_or(false) {
            count += 1;
            if count > MAX_ROWS {
                let message = format!("the file has more than {MAX_ROWS} rows; the rest is not read");
                let remedy = "divide it: claims may stand in any number of files in claims/";
                context
                    .issues
                    .push(Issue::new(Code::TooManyRows, file, message, remedy));
                context.incomplete.insert(self.table);
                break;
            }
            let line = lines.of_record(&record);
            if !record.iter().all(|cell| cell.trim().is_empty()) {
                self.read_row(&header, &record, &name, line, context);
            }
        }
    }

    fn read_row(
        &mut self,
        header: &Header,
        record: &StringRecord,
        file: &Arc<str>,
        line: u64,
        context: &mut Context,
    ) {
        if record.len() != header.width {
            context.issues.push(ragged(file, line, record, header.width));
            self.remember_name(header.positions[0].and_then(|at| record.get(at)), context);
            return;
        }
        let cells: Vec<_> = (self.columns.iter().zip(&header.positions))
            .map(|(column, at)| {
                (
                    line,
                    cell(column, at.and_then(|at| record.get(at)), file, line, context),
                )
            })
            .collect();
        self.take(file, line, &cells, context);
    }

    /// Makes a row of its cells, or remembers its name if it cannot be made.
    pub(super) fn take(
        &mut self,
        file: &Arc<str>,
        line: u64,
        cells: &[(u64, Cell<'_>)],
        context: &mut Context,
    ) {
        match T::read(&mut Cells::new(context, file, line, cells)) {
            Some(row) => self.found.push((
                key(cells),
                Origin {
                    file: file.clone(),
                    line,
                },
                row,
            )),
            None => match cells.first() {
                Some((_, Cell::Text(name))) => self.remember_name(Some(name), context),
                _ => self.remember_name(None, context),
            },
        }
    }

    /// Who refers to a row that could not be read is not at fault.
    fn remember_name(&self, name: Option<&str>, context: &mut Context) {
        if self.columns.first() != Some(&"id") {
            return;
        }
        match name.and_then(|name| context.name(name.trim())) {
            Some(id) => {
                context.broken.entry(self.table).or_default().insert(id);
            }
            None => {
                context.incomplete.insert(self.table);
            }
        }
    }

    /// The rows in canonical order; rows that stand twice are reported.
    pub(super) fn into_table(mut self, context: &mut Context) -> Table<T> {
        self.found
            .sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        for pair in self.found.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let message = format!("the row stands already at {}", pair[0].1);
            let issue = Issue::new(
                Code::DuplicateRow,
                &pair[1].1.file,
                message,
                "keep one of the two",
            );
            context.issues.push(issue.at(pair[1].1.line));
        }
        let (origins, rows) = self
            .found
            .into_iter()
            .map(|(_, origin, row)| (origin, row))
            .unzip();
        Table::from_ordered(rows, origins)
    }
}

/// The texts of the cells with the lowest of characters between them: its order is that of the columns.
fn key(cells: &[(u64, Cell<'_>)]) -> String {
    let mut key = String::new();
    for (_, cell) in cells {
        match cell {
            Cell::Text(text) => key.push_str(text.trim()),
            Cell::List(items) => items.iter().for_each(|item| {
                key.push_str(item.trim());
                key.push(';');
            }),
            Cell::Reported => {}
        }
        key.push('\0');
    }
    key
}

/// A cell if it is there and holds what text may hold.
fn cell<'r>(column: &str, text: Option<&'r str>, file: &str, line: u64, context: &mut Context) -> Cell<'r> {
    let Some(text) = text else { return Cell::Reported };
    let problem = if text.len() > MAX_CELL_BYTES {
        let remedy = "shorten it; if the row seems to go on for ever, a quotation mark is not closed";
        Some((
            Code::FieldTooLong,
            format!("{} bytes; {MAX_CELL_BYTES} are read", text.len()),
            remedy,
        ))
    } else if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        Some((
            Code::ControlCharacter,
            "a control character in the cell".to_owned(),
            "remove it, and save as UTF-8",
        ))
    } else {
        None
    };
    match problem {
        Some((code, message, remedy)) => {
            context.issues.push(
                Issue::new(code, file, message, remedy)
                    .at(line)
                    .cell(column, text),
            );
            Cell::Reported
        }
        None => Cell::Text(Cow::Borrowed(text)),
    }
}

fn ragged(file: &str, line: u64, record: &StringRecord, width: usize) -> Issue {
    let open_quote = record.iter().any(|cell| cell.contains('\n'));
    let remedy = if open_quote {
        "close the quotation mark: a cell of this row runs over several lines"
    } else if record.len() > width {
        "put cells that hold commas between quotation marks"
    } else {
        "give every cell of the row, also the empty ones"
    };
    let message = format!("the row has {} cells, the header {width}", record.len());
    Issue::new(Code::RaggedRow, file, message, remedy).at(line)
}

/// Where each column of the table stands in the file.
struct Header {
    positions: Vec<Option<usize>>,
    width: usize,
}

impl Header {
    fn match_up(
        columns: &[&'static str],
        found: &StringRecord,
        file: &str,
        line: u64,
        context: &mut Context,
    ) -> Option<Self> {
        let names: Vec<&str> = found.iter().map(str::trim).collect();
        if let Some(issue) = wrong_separator(&names, file).or_else(|| too_many_columns(&names, columns, file))
        {
            context.issues.push(issue.at(line));
            return None;
        }
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                let issue = Issue::new(
                    Code::DuplicateColumn,
                    file,
                    "the column stands twice",
                    "remove one of the two",
                );
                context.issues.push(issue.at(line).cell(name, name));
            } else if !columns.contains(name) {
                context.issues.push(unknown_column(columns, name, file, line));
            }
        }
        let positions: Vec<_> = columns
            .iter()
            .map(|column| names.iter().position(|name| name == column))
            .collect();
        for (column, _) in columns.iter().zip(&positions).filter(|(_, at)| at.is_none()) {
            let remedy =
                "add it to the header and to every row; its cells may be empty where the codebook says so";
            let issue = Issue::new(
                Code::MissingColumn,
                file,
                format!("the column `{column}` is missing"),
                remedy,
            );
            context.issues.push(issue.at(line));
        }
        Some(Self {
            positions,
            width: names.len(),
        })
    }
}

fn wrong_separator(names: &[&str], file: &str) -> Option<Issue> {
    let [only] = names else { return None };
    let separator = [(';', "semicolons"), ('\t', "tabs")]
        .into_iter()
        .find(|(c, _)| only.contains(*c))?;
    let message = format!("the columns are separated by {}, not commas", separator.1);
    Some(Issue::new(
        Code::MissingColumn,
        file,
        message,
        "save it with commas between the cells",
    ))
}

fn too_many_columns(names: &[&str], columns: &[&'static str], file: &str) -> Option<Issue> {
    let remedy = format!("is this the right file? Its columns are {}", columns.join(", "));
    let message = format!(
        "the header has {} columns; at most {MAX_COLUMNS} are read",
        names.len()
    );
    (names.len() > MAX_COLUMNS).then(|| Issue::new(Code::UnknownColumn, file, message, remedy))
}

fn unknown_column(columns: &[&'static str], name: &str, file: &str, line: u64) -> Issue {
    let remedy = match suggest(name, columns.iter().copied()) {
        Some(column) => format!("did you mean `{column}`?"),
        None => format!("remove it; the columns are {}", columns.join(", ")),
    };
    Issue::new(Code::UnknownColumn, file, "the table has no such column", remedy)
        .at(line)
        .cell(name, name)
}

/// Lines of records, counted as an editor counts them: the reader's own count stands before skipped blank lines.
struct Lines<'t> {
    text: &'t [u8],
    counted_to: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            counted_to: 0,
            line: 1,
        }
    }

    /// The line on which the record begins; records must come in order.
    fn of_record(&mut self, record: &StringRecord) -> u64 {
        let start = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let start = start.min(self.text.len());
        let blank = self.text[start..]
            .iter()
            .take_while(|b| matches!(b, b'\n' | b'\r'))
            .count();
        let begin = start + blank;
        self.line += self.text[self.counted_to..begin]
            .iter()
            .filter(|b| **b == b'\n')
            .count() as u64;
        self.counted_to = begin;
        self.line
    }
}
