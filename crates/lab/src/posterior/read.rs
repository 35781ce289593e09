//! Reading a posterior from a conflict folder, with everything that keeps it from being used.

use halha_kernel::parameters::{PARAMETERS, Parameters};
use halha_record::Folder;
use halha_record::vocab::suggest;

use super::{DRAWS, NOTE, Posterior, PosteriorNote};
use crate::problem::{Problem, ProblemCode};

/// Most problems of rows that are listed one by one.
const LISTED: usize = 20;

/// The posterior of a folder, if it has one that can be used under a scenario and priors of this fingerprint.
///
/// One that was fitted under others is left aside with a warning: its draws would answer another question.
pub(crate) fn read(folder: &Folder, fingerprint: u64) -> (Option<Posterior>, Vec<Problem>) {
    if !folder.names().any(|name| name == DRAWS || name == NOTE) {
        return (None, Vec::new());
    }
    let mut problems = Vec::new();
    let note = note(folder, &mut problems);
    let rows = rows(folder, &mut problems);
    let (Some(note), Some(rows)) = (note, rows) else {
        return (None, problems);
    };
    if !problems.is_empty() {
        return (None, problems);
    }
    if note.fingerprint != format!("{fingerprint:016x}") {
        let mut stale = problem(
            NOTE,
            ProblemCode::StalePosterior,
            None,
            "fingerprint",
            &note.fingerprint,
        );
        stale.warning = true;
        stale.message =
            "the posterior was fitted under another scenario or other priors, and is left aside".into();
        stale.remedy = "fit again with `halha fit`, or remove posterior.toml and posterior.csv".into();
        return (None, vec![stale]);
    }
    (Posterior::new(note, rows), problems)
}

fn note(folder: &Folder, problems: &mut Vec<Problem>) -> Option<PosteriorNote> {
    let text = text(folder, NOTE, problems)?;
    match toml::from_str(&text) {
        Ok(note) => Some(note),
        Err(error) => {
            let line = error
                .span()
                .map(|s| text[..s.start].matches('\n').count() as u64 + 1);
            let mut bad = problem(NOTE, ProblemCode::Syntax, line, "", "");
            bad.message = error.message().to_owned();
            bad.remedy = "write it again with `halha fit`".into();
            problems.push(bad);
            None
        }
    }
}

fn rows(folder: &Folder, problems: &mut Vec<Problem>) -> Option<Vec<Vec<f64>>> {
    let text = text(folder, DRAWS, problems)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let columns = match reader.headers() {
        Ok(header) => columns(header, problems)?,
        Err(error) => {
            problems.push(broken(&error));
            return None;
        }
    };
    let mut rows = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let line = n as u64 + 2;
        match record {
            Ok(record) => rows.push(row(&record, &columns, line, problems)),
            Err(error) => problems.push(broken(&error)),
        }
        if problems.len() > LISTED {
            break;
        }
    }
    if rows.is_empty() {
        let mut bad = problem(DRAWS, ProblemCode::MissingKey, None, "", "");
        bad.message = "the posterior has no draws".into();
        bad.remedy = "fit again with `halha fit`, or remove posterior.toml and posterior.csv".into();
        problems.push(bad);
    }
    Some(rows)
}

/// For each parameter the column that holds it; every parameter must be there once.
fn columns(header: &csv::StringRecord, problems: &mut Vec<Problem>) -> Option<Vec<usize>> {
    let known = || PARAMETERS.iter().map(|p| p.name);
    for name in header.iter().filter(|name| !known().any(|k| k == *name)) {
        let mut bad = problem(DRAWS, ProblemCode::UnknownParameter, Some(1), name, name);
        bad.message = "a parameter that the model does not have".into();
        bad.remedy = suggest(name, known()).map_or("remove the column".into(), |near| {
            format!("did you mean `{near}`?")
        });
        problems.push(bad);
    }
    let mut found = Vec::new();
    for parameter in PARAMETERS {
        let at: Vec<usize> = (0..header.len())
            .filter(|i| &header[*i] == parameter.name)
            .collect();
        match at.as_slice() {
            [one] => found.push(*one),
            other => {
                let mut bad = problem(DRAWS, ProblemCode::MissingParameter, Some(1), parameter.name, "");
                bad.message = format!("a parameter with {} columns", other.len());
                bad.remedy = "give every parameter one column; fit again with `halha fit`".into();
                problems.push(bad);
            }
        }
    }
    (found.len() == PARAMETERS.len()).then_some(found)
}

fn row(record: &csv::StringRecord, columns: &[usize], line: u64, problems: &mut Vec<Problem>) -> Vec<f64> {
    let cell = |at: usize| record.get(at).unwrap_or("");
    let values: Vec<f64> = columns
        .iter()
        .map(|at| cell(*at).parse().unwrap_or(f64::NAN))
        .collect();
    if let Err(errors) = Parameters::from_slice(&values) {
        for error in errors {
            let at = PARAMETERS.iter().position(|p| p.name == error.parameter.name);
            let text = at.map_or("", |i| cell(columns[i]));
            let mut bad = problem(
                DRAWS,
                ProblemCode::OutOfRange,
                Some(line),
                error.parameter.name,
                text,
            );
            bad.message = format!(
                "not a value that the parameter can have ({:?})",
                error.parameter.support
            );
            bad.remedy = "remove the row, or fit again with `halha fit`".into();
            problems.push(bad);
        }
    }
    values
}

fn text(folder: &Folder, file: &'static str, problems: &mut Vec<Problem>) -> Option<String> {
    folder
        .text(file)
        .map_err(|why| {
            let mut bad = problem(file, ProblemCode::Unreadable, None, "", "");
            bad.message = format!("cannot be read: {why}");
            bad.remedy = format!(
                "a posterior is {DRAWS} and {NOTE} together: fit again with `halha fit`, or remove both"
            );
            problems.push(bad);
        })
        .ok()
}

fn broken(error: &csv::Error) -> Problem {
    let line = error.position().map(csv::Position::line);
    let mut bad = problem(DRAWS, ProblemCode::Syntax, line, "", "");
    bad.message = error.to_string();
    bad.remedy = "write it again with `halha fit`".into();
    bad
}

fn problem(file: &str, code: ProblemCode, line: Option<u64>, key: &str, value: &str) -> Problem {
    Problem {
        code,
        warning: false,
        file: file.to_owned(),
        line,
        key: key.to_owned(),
        value: value.chars().take(60).collect(),
        message: String::new(),
        remedy: String::new(),
    }
}
