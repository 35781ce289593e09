//! `halha record check`: every problem of a folder, with the row that it is in and what to do about it.

use std::ops::Range;

use halha_record::{Folder, Issue, Record, Severity};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};
use serde::Serialize;

use crate::args::CheckArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, bold};

/// What a check found, as data.
#[derive(Debug, Serialize)]
struct Findings<'i> {
    conflict: &'i str,
    errors: usize,
    warnings: usize,
    issues: &'i [Issue],
}

/// Checks a folder; fails if it has errors.
pub(crate) fn run(args: &CheckArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(conflict);
    let folder = conflict::open(name)?;
    let (record, issues) = Record::read(&folder);
    let errors = issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .count();
    let warnings = issues.len() - errors;
    if args.json {
        output::print_json(&Findings {
            conflict: name,
            errors,
            warnings,
            issues: &issues,
        })?;
    } else {
        let mut text = reports(&folder, &issues, screen);
        text.push_str(&summary(name, &record, errors, warnings));
        output::print(&text)?;
    }
    if errors > 0 {
        Err(Failure::CheckFailed)
    } else {
        Ok(())
    }
}

fn summary(name: &str, record: &Record, errors: usize, warnings: usize) -> String {
    let count = |number: usize, one: &str| {
        if number == 1 {
            format!("1 {one}")
        } else {
            format!("{number} {one}s")
        }
    };
    let read = format!(
        "{} and {} in {}",
        count(record.incidents.len(), "incident"),
        count(record.claims.len(), "claim"),
        count(record.sources.len(), "source")
    );
    if errors + warnings == 0 {
        return format!(
            "{}: clean. {read} were read; rival claims are no problems (halha record rivals).\n",
            bold(name)
        );
    }
    format!(
        "{}: {}, {}. {read} were read.\n",
        bold(name),
        count(errors, "error"),
        count(warnings, "warning")
    )
}

/// All issues, each as a report with an excerpt of the row where there is one.
fn reports(folder: &Folder, issues: &[Issue], screen: &Screen) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
        .with_width(usize::from(screen.width))
        .with_links(false);
    let mut lines = Lines {
        folder,
        file: String::new(),
        lines: Vec::new(),
    };
    let mut text = String::new();
    for issue in issues {
        let report = Report {
            issue,
            excerpt: lines.excerpt(issue, screen),
        };
        // Writing to a string cannot fail; if a report cannot be drawn, its one-line form still tells everything.
        if handler.render_report(&mut text, &report).is_err() {
            text.push_str(&issue.to_string());
        }
        text.push('\n');
    }
    text
}

/// The lines of the file that the last issue was in; issues come file by file.
struct Lines<'f> {
    folder: &'f Folder,
    file: String,
    lines: Vec<String>,
}

impl Lines<'_> {
    fn excerpt(&mut self, issue: &Issue, screen: &Screen) -> Option<Excerpt> {
        let number = issue.line?;
        if self.file != issue.file {
            self.file.clone_from(&issue.file);
            let text = self.folder.text(&issue.file).unwrap_or_default();
            self.lines = text.lines().map(str::to_owned).collect();
        }
        let line = self.lines.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        let fault = self
            .cell(issue, line)
            .or_else(|| value_in(issue, line))
            .unwrap_or(0..line.len());
        Some(Excerpt::around(
            issue,
            number,
            line,
            fault,
            usize::from(screen.width).saturating_sub(12),
        ))
    }

    /// Where the cell of the issue's column stands in a line of CSV.
    fn cell(&self, issue: &Issue, line: &str) -> Option<Range<usize>> {
        if !issue.file.ends_with(".csv") {
            return None;
        }
        let header = self.lines.first()?;
        let name = issue.column.as_deref()?;
        let at = cells(header)
            .iter()
            .position(|cell| header[cell.clone()].trim_matches('"') == name)?;
        cells(line).get(at).cloned()
    }
}

/// Where the value of an issue stands in a line of any other file.
fn value_in(issue: &Issue, line: &str) -> Option<Range<usize>> {
    let value = issue.value.as_deref().filter(|value| !value.is_empty())?;
    line.find(value).map(|start| start..start + value.len())
}

/// Where each cell of a line of CSV stands; commas inside quotes divide nothing.
fn cells(line: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(start..line.len());
    cells
}

/// A stretch of one line around the value that is at fault.
#[derive(Debug)]
struct Excerpt {
    name: String,
    line: usize,
    /// Characters of the line left out before the stretch.
    skipped: usize,
    text: String,
    span: SourceSpan,
}

impl Excerpt {
    /// At most `room` characters of `line`, with what is at fault about a third in.
    fn around(issue: &Issue, number: u64, line: &str, fault: Range<usize>, room: usize) -> Self {
        let before = line[..fault.start].chars().count();
        let skipped = before.saturating_sub(room / 3);
        let shown = line.chars().skip(skipped).take(room);
        let text: String = shown.map(|c| if c.is_control() { ' ' } else { c }).collect();
        let start: usize = text.chars().take(before - skipped).map(char::len_utf8).sum();
        let length: usize = text[start..]
            .chars()
            .take(line[fault].chars().count())
            .map(char::len_utf8)
            .sum();
        Self {
            name: issue.file.clone(),
            line: usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1),
            skipped,
            span: SourceSpan::new(start.into(), length),
            text,
        }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let column = self.skipped + self.text[..span.offset()].chars().count();
        let whole = SourceSpan::new(0.into(), self.text.len());
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            whole,
            self.line,
            column,
            self.line,
        );
        Ok(Box::new(contents))
    }
}

/// An issue in the form that miette draws.
#[derive(Debug)]
struct Report<'i> {
    issue: &'i Issue,
    excerpt: Option<Excerpt>,
}

impl std::fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.excerpt, self.issue.line) {
            (Some(_), _) => f.write_str(&self.issue.message),
            (None, Some(line)) => write!(f, "{}:{line}: {}", self.issue.file, self.issue.message),
            (None, None) => write!(f, "{}: {}", self.issue.file, self.issue.message),
        }
    }
}

impl std::error::Error for Report<'_> {}

impl Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.issue.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.issue.severity {
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.issue.remedy))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let label = self.issue.column.clone();
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            label,
            excerpt.span,
        ))))
    }
}
