//! The books side by side: every figure of a page in the column of whoever gives it, none merged.

use std::collections::BTreeSet;

use halha_record::Record;
use halha_record::model::ClaimRow;
use halha_record::view::{Page, PageRow, Section};
use halha_record::vocab::{Attribute, ElementId, Unit};

use super::voices::Voices;
use crate::figures::{mark, say};
use crate::names::{Column, column, parties_name};
use crate::output::{Screen, bold};
use crate::tables;

/// Narrowest and widest that the column of labels may be, with its gap.
const LABEL: std::ops::RangeInclusive<u16> = 18..=24;
/// Widest that the column of a voice may be: words may be wrapped, figures are shorter.
const VOICE: u16 = 24;

/// All tables of figures, with the same columns at the same places.
pub(crate) fn text(record: &Record, page: &Page<'_>, voices: &mut Voices, screen: &Screen) -> String {
    let sections = || {
        page.sections
            .iter()
            .filter(|(section, _)| *section != Section::Accounts)
    };
    let columns: BTreeSet<Column> = sections()
        .flat_map(|(_, rows)| rows)
        .flat_map(claims)
        .map(|claim| column(record, &claim.statement.claimed_by))
        .collect();
    let columns: Vec<Column> = columns.into_iter().collect();
    let titles: Vec<String> = columns.iter().map(|column| column.title(record)).collect();
    let groups: Vec<(Section, Vec<Group>)> = sections()
        .map(|(section, rows)| (*section, groups(record, rows, &columns, voices)))
        .collect();
    let widths = widths(&groups, &titles, screen);
    let mut text = String::new();
    for (section, groups) in &groups {
        let headings: Vec<&str> = std::iter::once(section.title())
            .chain(titles.iter().map(String::as_str))
            .collect();
        text.push('\n');
        text.push_str(&tables::text(tables::table(&headings), &widths));
        for group in groups {
            text.push_str(&group.text(&widths));
        }
    }
    text
}

/// One figure, with a line for each party or set of parties that it is given for.
#[derive(Debug)]
struct Group {
    figure: String,
    lines: Vec<Line>,
}

/// What each voice says of one figure of one party.
#[derive(Debug)]
struct Line {
    whose: String,
    /// One cell a column; each entry is one claim.
    cells: Vec<Vec<String>>,
}

impl Group {
    /// The lines under the figure's name; a single line carries the name itself.
    fn text(&self, widths: &[u16]) -> String {
        let single = self.lines.len() == 1;
        let room = usize::from(widths[0] - tables::GAP);
        let mut text = if single {
            String::new()
        } else {
            format!("{}\n", bold(&self.figure))
        };
        let mut table = tables::table(&[]);
        for line in &self.lines {
            let label = if single {
                tables::wrap(&format!("{}, {}", self.figure, line.whose), room, 2)
            } else {
                tables::wrap(&line.whose, room - 2, 0)
                    .into_iter()
                    .map(|line| format!("  {line}"))
                    .collect()
            };
            let cells = line.cells.iter().map(|entries| entries.join("\n"));
            table.add_row(std::iter::once(label.join("\n")).chain(cells));
        }
        text.push_str(&tables::text(table, widths));
        text
    }
}

fn claims<'p>(row: &'p PageRow<'_>) -> impl Iterator<Item = &'p ClaimRow> {
    row.books.iter().flatten().map(|claim| claim.claim)
}

/// Rows of one attribute and element stand together, whomever and whenever they are about.
fn groups(record: &Record, rows: &[PageRow<'_>], columns: &[Column], voices: &mut Voices) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let figure = figure(row);
        let whose = parties_name(record, row.party);
        let cells = cells(record, row, columns, voices);
        match groups.last_mut() {
            Some(group) if group.figure == figure => group.add(whose, cells),
            _ => groups.push(Group {
                figure,
                lines: vec![Line { whose, cells }],
            }),
        }
    }
    groups
}

impl Group {
    /// Adds a row; rows about one party at several dates share its line.
    fn add(&mut self, whose: String, cells: Vec<Vec<String>>) {
        match self.lines.last_mut() {
            Some(line) if line.whose == whose => {
                for (known, more) in line.cells.iter_mut().zip(cells) {
                    known.extend(more);
                }
            }
            _ => self.lines.push(Line { whose, cells }),
        }
    }
}

/// What is counted: `killed`, `tank lost`, `claim offset, km`; of what was simply there, its name alone.
fn figure(row: &PageRow<'_>) -> String {
    let element = row.element.filter(|element| *element != ElementId::Men);
    let thing = element.map_or_else(String::new, |element| element.as_str().replace('-', " "));
    let attribute = match Attribute::find(row.attribute) {
        Some(Attribute::Present) if element.is_some() => String::new(),
        Some(Attribute::Present) if row.unit == Unit::Men => "men".to_owned(),
        Some(Attribute::PresentPeak) => format!("{}at the peak", men(element)),
        Some(Attribute::PresentEnd) => format!("{}at the end", men(element)),
        _ => row.attribute.replace('-', " "),
    };
    let usual = element.map_or(Unit::Men, ElementId::unit);
    let unit = match row.unit {
        Unit::Date | Unit::Count | Unit::Label | Unit::Ratio => String::new(),
        unit if unit == usual => String::new(),
        unit => format!(", {}", unit.as_str().replace('-', " ")),
    };
    format!("{thing} {attribute}{unit}").trim().replace(" ,", ",")
}

/// What is counted where nothing else is named.
fn men(element: Option<ElementId>) -> &'static str {
    if element.is_none() { "men " } else { "" }
}

/// The claims of a row in the column of whoever makes them, from the lowest to the highest.
fn cells(record: &Record, row: &PageRow<'_>, columns: &[Column], voices: &mut Voices) -> Vec<Vec<String>> {
    let mut sorted: Vec<&ClaimRow> = claims(row).collect();
    sorted.sort_by(|a, b| middle(record, a).total_cmp(&middle(record, b)));
    let mut cells = vec![Vec::new(); columns.len()];
    for (cell, wanted) in cells.iter_mut().zip(columns) {
        let said = sorted
            .iter()
            .filter(|claim| column(record, &claim.statement.claimed_by) == *wanted);
        cell.extend(said.map(|claim| entry(record, claim, voices)));
    }
    cells
}

/// Where a figure stands among others; words without a reading come first.
fn middle(record: &Record, claim: &ClaimRow) -> f64 {
    record
        .quantity(&claim.statement)
        .as_read()
        .middle()
        .unwrap_or(f64::NEG_INFINITY)
}

/// One claim in a cell: value, mark, number of the voice, and below it the date for which it holds.
fn entry(record: &Record, claim: &ClaimRow, voices: &mut Voices) -> String {
    let statement = &claim.statement;
    let number = voices.number(&statement.claimed_by, &statement.source);
    let date = claim.date.as_ref().map_or_else(String::new, |date| {
        format!("\n {}", date.to_string().replace('/', "/\n "))
    });
    format!(
        "{}{} [{number}]{date}",
        say(record, statement),
        mark(statement.status)
    )
}

/// Widths of the label and of each column, shared out by what they hold.
fn widths(sections: &[(Section, Vec<Group>)], titles: &[String], screen: &Screen) -> Vec<u16> {
    let wide = |texts: &mut dyn Iterator<Item = &str>| {
        let widest = texts.map(tables::width_of).max().unwrap_or(0);
        u16::try_from(widest)
            .unwrap_or(u16::MAX)
            .saturating_add(tables::GAP)
    };
    let groups = || sections.iter().flat_map(|(_, groups)| groups);
    let lines = || groups().flat_map(|group| &group.lines);
    let label = wide(&mut groups().map(|group| group.figure.as_str())) + 2;
    let label = label
        .max(wide(&mut lines().map(|line| line.whose.as_str())) + 2)
        .clamp(*LABEL.start(), *LABEL.end());
    // Titles and dates may be wrapped between their words; a figure had better not be.
    let mut wanted: Vec<u16> = titles.iter().map(|title| wide(&mut title.split(' '))).collect();
    let figures = sections
        .iter()
        .filter(|(section, _)| *section != Section::Dates)
        .flat_map(|(_, groups)| groups);
    for line in figures.flat_map(|group| &group.lines) {
        for (width, entries) in wanted.iter_mut().zip(&line.cells) {
            *width = wide(&mut entries.iter().flat_map(|entry| entry.lines()))
                .max(*width)
                .min(VOICE);
        }
    }
    let mut widths = vec![label];
    widths.extend(tables::share(&wanted, screen.width.saturating_sub(label)));
    widths
}
