//! `halha record check`: every problem of a folder, with the row that it is in and what to do about it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use halha_record::{Folder, Issue, Record, Severity};
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
    let renderer = Renderer::styled()
        .decor_style(DecorStyle::Unicode)
        .term_width(usize::from(screen.width));
    let mut lines = Lines {
        folder,
        file: String::new(),
        lines: Vec::new(),
    };
    let mut text = String::new();
    for issue in issues {
        text.push_str(&report(&renderer, issue, lines.excerpt(issue)));
        text.push_str("\n\n");
    }
    text
}

/// One issue: what is wrong, where, and what to do.
fn report(renderer: &Renderer, issue: &Issue, excerpt: Option<Excerpt<'_>>) -> String {
    let level = match issue.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let code = issue.code.to_string();
    let title = match (&excerpt, issue.line) {
        (Some(_), _) => issue.message.clone(),
        (None, Some(line)) => format!("{}:{line}: {}", issue.file, issue.message),
        (None, None) => format!("{}: {}", issue.file, issue.message),
    };
    let mut group = Group::with_title(level.primary_title(title).id(code));
    if let Some(Excerpt { number, line, fault }) = excerpt {
        let fault = AnnotationKind::Primary.span(fault).label(issue.column.as_deref());
        let snippet = Snippet::source(line).path(&issue.file).line_start(number);
        group = group.element(snippet.annotation(fault));
    }
    renderer.render(&[group.element(Level::HELP.message(&issue.remedy))])
}

/// The lines of the file that the last issue was in; issues come file by file.
struct Lines<'f> {
    folder: &'f Folder,
    file: String,
    lines: Vec<String>,
}

/// A line, and where in it the fault is.
struct Excerpt<'l> {
    /// Counted from one.
    number: usize,
    line: &'l str,
    fault: Range<usize>,
}

impl Lines<'_> {
    fn excerpt(&mut self, issue: &Issue) -> Option<Excerpt<'_>> {
        let number = usize::try_from(issue.line?).ok()?;
        if self.file != issue.file {
            self.file.clone_from(&issue.file);
            let text = self.folder.text(&issue.file).unwrap_or_default();
            self.lines = text.lines().map(str::to_owned).collect();
        }
        let line = self.lines.get(number.checked_sub(1)?)?;
        let fault = self
            .cell(issue, line)
            .or_else(|| value_in(issue, line))
            .or_else(|| cells(line).into_iter().next())
            .map(|fault| shortened(line, fault))?;
        Some(Excerpt { number, line, fault })
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

/// What is marked of a fault: its first characters. A line is cut to the screen around what is marked in it.
fn shortened(line: &str, fault: Range<usize>) -> Range<usize> {
    const MOST: usize = 40;
    let end = line[fault.clone()].char_indices().nth(MOST);
    fault.start..end.map_or(fault.end, |(at, _)| fault.start + at)
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
