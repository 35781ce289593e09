//! Files in TOML: the head of the conflict, sources and assumptions, with the line of every key.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cells::{Cell, Context};
use super::csv::Rows;
use super::{CONFLICT, bytes, text};
use crate::folder::Folder;
use crate::issue::{Code, Issue};
use crate::model::{Conflict, Side};
use crate::row::Row;
use crate::table::Table;
use crate::vocab::suggest;

/// The version of the folder format that is read.
const FORMAT: u32 = 1;

/// The tables `[[key]]` of a file.
pub(crate) fn list<T: Row>(
    folder: &Folder,
    file: &'static str,
    key: &'static str,
    context: &mut Context,
) -> Table<T> {
    let mut rows = Rows::new(file);
    if let Some(text) = readable(folder, file, context) {
        let (document, root) = Document::parse(file, &text, context);
        document.report_unknown(root.get_ref(), &[key], context);
        document.read_tables(root.get_ref(), key, &mut rows, context);
    }
    rows.into_table(context)
}

/// The head of the conflict; without one that can be read, a nameless conflict without sides.
pub(crate) fn conflict(folder: &Folder, context: &mut Context) -> Conflict {
    let Some(text) = readable(folder, CONFLICT, context) else {
        return Conflict::nameless();
    };
    let (document, root) = Document::parse(CONFLICT, &text, context);
    let root = root.get_ref();
    let columns = Conflict::columns();
    document.report_unknown(root, &[columns.as_slice(), &["side"]].concat(), context);

    let mut heads = Rows::<Conflict>::new(CONFLICT);
    let cells = document.cells(root, &columns, 1, context);
    heads.take(&CONFLICT.into(), 1, &cells, context);
    let mut conflict = heads.into_table(context).first().cloned().unwrap_or_else(|| {
        context.incomplete.insert(CONFLICT);
        Conflict::nameless()
    });

    let mut sides = Rows::<Side>::new("conflict.toml: side");
    document.read_tables(root, "side", &mut sides, context);
    let order = document.ids_in_order(root, "side");
    conflict.sides = sides.into_table(context).to_vec();
    conflict
        .sides
        .sort_by_key(|side| order.iter().position(|id| side.id == id.as_str()));
    if conflict.format != FORMAT && !context.incomplete.contains(CONFLICT) {
        let line = cells
            .iter()
            .zip(&columns)
            .find(|(_, column)| **column == "format")
            .map_or(1, |(cell, _)| cell.0);
        let remedy = format!(
            "this program reads format {FORMAT}; use a newer one, or bring the folder to that format"
        );
        let issue = Issue::new(
            Code::FormatVersion,
            CONFLICT,
            "an unknown version of the format",
            remedy,
        );
        context
            .issues
            .push(issue.at(line).cell("format", &conflict.format.to_string()));
    }
    conflict
}

fn readable(folder: &Folder, file: &'static str, context: &mut Context) -> Option<String> {
    let bytes = bytes(folder, file, file, context)?;
    let text = text::decode(file, &bytes, &mut context.issues).map(Cow::into_owned);
    if text.is_none() {
        context.incomplete.insert(file);
    }
    text
}

/// A file with what is needed to say where something stands in it.
struct Document {
    file: &'static str,
    line_starts: Vec<usize>,
}

impl Document {
    /// Parses as much as can be made out, and reports every error of syntax.
    fn parse<'t>(file: &'static str, text: &'t str, context: &mut Context) -> (Self, Spanned<DeTable<'t>>) {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let document = Self { file, line_starts };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = document.line(&error.span().unwrap_or(0..0));
            let remedy = "mend the TOML; text stands between quotation marks";
            context
                .issues
                .push(Issue::new(Code::Syntax, file, error.message(), remedy).at(line));
            context.incomplete.insert(file);
        }
        (document, root)
    }

    fn line(&self, span: &Range<usize>) -> u64 {
        self.line_starts.partition_point(|start| *start <= span.start) as u64
    }

    /// Keys that nothing reads.
    fn report_unknown(&self, table: &DeTable<'_>, known: &[&str], context: &mut Context) {
        for key in table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            let remedy = match suggest(key.get_ref(), known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("remove it; the keys are {}", known.join(", ")),
            };
            let issue = Issue::new(Code::UnknownColumn, self.file, "nothing reads this key", remedy);
            context.issues.push(
                issue
                    .at(self.line(&key.span()))
                    .cell(key.get_ref(), key.get_ref()),
            );
        }
    }

    /// Reads every table `[[key]]` as a row.
    fn read_tables<T: Row>(&self, root: &DeTable<'_>, key: &str, rows: &mut Rows<T>, context: &mut Context) {
        let columns = T::columns();
        let Some(found) = root.get(key) else { return };
        let items = found.get_ref().as_array().map_or(&[][..], |array| array);
        if items.is_empty() || items.iter().any(|item| !item.get_ref().is_table()) {
            let remedy = format!("begin each entry with a line [[{key}]]");
            let message = format!("`{key}` is no list of tables");
            let issue = Issue::new(Code::WrongType, self.file, message, remedy);
            context.issues.push(issue.at(self.line(&found.span())));
        }
        for item in items {
            let Some(table) = item.get_ref().as_table() else {
                continue;
            };
            let line = self.line(&item.span());
            self.report_unknown(table, &columns, context);
            let cells = self.cells(table, &columns, line, context);
            rows.take(&self.file.into(), line, &cells, context);
        }
    }

    /// The ids of the tables `[[key]]` in the order of the file.
    fn ids_in_order(&self, root: &DeTable<'_>, key: &str) -> Vec<String> {
        let items = root
            .get(key)
            .and_then(|found| found.get_ref().as_array())
            .map_or(&[][..], |array| array);
        let id = |item: &Spanned<DeValue<'_>>| {
            item.get_ref()
                .as_table()?
                .get("id")?
                .get_ref()
                .as_str()
                .map(|id| id.trim().to_owned())
        };
        items.iter().filter_map(id).collect()
    }

    /// What stands under each of the keys, each with its line; a key that is not there is an empty cell.
    fn cells<'t>(
        &self,
        table: &'t DeTable<'_>,
        keys: &[&'static str],
        line: u64,
        context: &mut Context,
    ) -> Vec<(u64, Cell<'t>)> {
        keys.iter()
            .map(|key| match table.get(*key) {
                None => (line, Cell::Text(Cow::Borrowed(""))),
                Some(value) => {
                    let line = self.line(&value.span());
                    (line, self.cell(key, value.get_ref(), line, context))
                }
            })
            .collect()
    }

    fn cell<'t>(&self, key: &str, value: &'t DeValue<'_>, line: u64, context: &mut Context) -> Cell<'t> {
        let cell = match value {
            DeValue::Array(items) => items
                .iter()
                .map(|item| scalar(item.get_ref()))
                .collect::<Option<_>>()
                .map(Cell::List),
            single => scalar(single).map(Cell::Text),
        };
        cell.unwrap_or_else(|| {
            let message = format!("`{key}` holds a table");
            let issue = Issue::new(
                Code::WrongType,
                self.file,
                message,
                "give one value, or a list of values",
            );
            context.issues.push(issue.at(line).cell(key, value.type_str()));
            Cell::Reported
        })
    }
}

/// A single value in its spelling; `None` for tables and lists.
fn scalar<'t>(value: &'t DeValue<'_>) -> Option<Cow<'t, str>> {
    match value {
        DeValue::String(text) => Some(Cow::Borrowed(text.as_ref())),
        DeValue::Integer(number) => Some(Cow::Borrowed(number.as_str())),
        DeValue::Float(number) => Some(Cow::Borrowed(number.as_str())),
        DeValue::Boolean(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        DeValue::Datetime(date) => Some(Cow::Owned(date.to_string())),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
