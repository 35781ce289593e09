//! Answers on disk: what was found as JSON with its provenance, indices, outputs and cases as Parquet.

use std::fs;
use std::path::Path;

use halha_inference::sensitivity::Estimate;
use halha_table::{Column, to_parquet};
use serde::Serialize;

use super::design::{Played, Study};
use super::discover::Answer;
use super::sensitivity::{Found, Sensitivity};
use super::settings::Design;
use super::worlds::Worlds;
use crate::store::{StoreError, draft};

/// The answer of a sensitivity analysis in its directory.
pub const SENSITIVITY: &str = "sensitivity.json";
/// Its indices: a row for each measure, factor and index.
pub const INDICES: &str = "indices.parquet";
/// The outputs of its design: a row for each campaign.
pub const OUTPUTS: &str = "outputs.parquet";
/// The answer of a discovery in its directory.
pub const DISCOVERY: &str = "discovery.json";
/// Its cases: a row for each world.
pub const CASES: &str = "cases.parquet";

/// An answer as it is written.
pub fn json(answer: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(answer).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Writes the answer of a design, its indices and its outputs.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write_sensitivity(
    directory: &Path,
    study: &Study<'_>,
    played: &Played,
    answer: &Sensitivity,
) -> Result<(), StoreError> {
    begin(directory)?;
    table(directory, OUTPUTS, &outputs(study, played))?;
    write_given(directory, answer)
}

/// Writes an answer that has no outputs of its own: those are its run's.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write_given(directory: &Path, answer: &Sensitivity) -> Result<(), StoreError> {
    begin(directory)?;
    table(directory, INDICES, &indices(answer))?;
    // Written last: an answer that is there is whole.
    draft::write(&directory.join(SENSITIVITY), &json(answer))?;
    Ok(())
}

/// Writes the answer of a discovery and its cases.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write_discovery(directory: &Path, worlds: &Worlds, answer: &Answer) -> Result<(), StoreError> {
    begin(directory)?;
    table(directory, CASES, &cases(worlds, answer))?;
    draft::write(&directory.join(DISCOVERY), &json(answer))?;
    Ok(())
}

fn begin(directory: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(directory).map_err(|error| StoreError::write(directory, error))
}

fn table(directory: &Path, name: &str, columns: &[Column]) -> Result<(), StoreError> {
    let path = directory.join(name);
    let bytes = to_parquet(columns).map_err(|error| StoreError::table(&path, error))?;
    draft::write(&path, &bytes)?;
    Ok(())
}

fn counts(name: &str, values: impl Iterator<Item = usize>) -> Column {
    Column::all(name, values.map(|n| n as u32))
}

/// One row of the table of indices.
struct Row<'r> {
    measure: &'r str,
    factor: &'r str,
    label: &'r str,
    index: &'static str,
    /// Value, standard error, low, high.
    numbers: [f64; 4],
    told: bool,
}

fn indices(answer: &Sensitivity) -> Vec<Column> {
    let mut rows = Vec::new();
    for observed in &answer.observed {
        for (n, factor) in answer.factors.iter().enumerate() {
            for (index, numbers, told) in entries(&observed.found, n) {
                rows.push(Row {
                    measure: &observed.measure.id,
                    factor: &factor.name,
                    label: factor.label,
                    index,
                    numbers,
                    told,
                });
            }
        }
    }
    let number = |name: &str, at: usize| Column::some(name, rows.iter().map(move |row| row.numbers[at]));
    vec![
        Column::all("measure", rows.iter().map(|r| r.measure)),
        Column::all("factor", rows.iter().map(|r| r.factor)),
        Column::all("label", rows.iter().map(|r| r.label)),
        Column::all("index", rows.iter().map(|r| r.index)),
        number("value", 0),
        number("error", 1),
        number("low", 2),
        number("high", 3),
        Column::all("told", rows.iter().map(|r| r.told)),
    ]
}

fn entries(found: &Found, n: usize) -> Vec<(&'static str, [f64; 4], bool)> {
    let of = |e: &Estimate| [e.value, e.error, e.low, e.high];
    let nothing = f64::NAN;
    match found {
        Found::Saltelli(a) => a.indices.get(n).map_or_else(Vec::new, |i| {
            vec![
                ("first", of(&i.first), i.is_told),
                ("total", of(&i.total), i.is_told),
            ]
        }),
        Found::Screening(s) => s.effects.get(n).map_or_else(Vec::new, |e| {
            vec![
                ("size", of(&e.size), e.is_told),
                ("effect", [e.mean, e.error, nothing, nothing], e.is_told),
                ("spread", [e.spread, nothing, nothing, nothing], e.is_told),
            ]
        }),
        Found::GivenData(g) => g.ratios.get(n).map_or_else(Vec::new, |r| {
            vec![("first", [r.first, r.error, nothing, nothing], r.is_told)]
        }),
    }
}

fn outputs(study: &Study<'_>, played: &Played) -> Vec<Column> {
    let (points, replicates) = (study.points(), study.settings().replicates);
    let per_row = points * replicates;
    let all = 0..played.rows * per_row;
    let point = move |n: usize| n % per_row / replicates;
    let is_screening = study.settings().design == Design::Screening;
    let kind = |n: usize| match (is_screening, point(n)) {
        (true, _) => "path",
        (_, 0) => "a",
        (_, 1) => "b",
        _ => "cross",
    };
    let factor = |n: usize| {
        let crossed = point(n).checked_sub(2).filter(|_| !is_screening)?;
        Some(study.factors()[crossed].name.as_str())
    };
    let mut columns = vec![
        counts("row", all.clone().map(|n| n / per_row)),
        counts("point", all.clone().map(point)),
        Column::all("kind", all.clone().map(kind)),
        Column::some("factor", all.clone().map(factor)),
        counts("replicate", all.clone().map(|n| n % replicates)),
    ];
    for (measure, outputs) in study.measures().iter().zip(&played.outputs) {
        let values = all.clone().map(|n| {
            let at = outputs.at(n / per_row, point(n));
            at[n % replicates]
        });
        columns.push(Column::some(measure.id.as_str(), values));
    }
    columns
}

fn cases(worlds: &Worlds, answer: &Answer) -> Vec<Column> {
    let kept = || answer.kept.iter().copied();
    let value = |case: usize| worlds.values[0][case];
    let mut columns = vec![
        counts("case", kept()),
        counts("vector", kept().map(|case| worlds.vector_of[case])),
        Column::some(answer.outcome.measure.id.as_str(), kept().map(value)),
        Column::all("outcome", kept().map(|case| answer.outcome.holds(value(case)))),
    ];
    let parameters = answer.inputs.len() - worlds.early.len();
    for (n, input) in answer.inputs.iter().enumerate() {
        let name = input.name.as_str();
        columns.push(match n.checked_sub(parameters) {
            Some(early) => Column::some(name, kept().map(|case| worlds.early[early][case])),
            None => {
                let at = halha_kernel::parameters::index_of(name).unwrap_or_default();
                Column::some(
                    name,
                    kept().map(|case| worlds.vectors[worlds.vector_of[case]][at]),
                )
            }
        });
    }
    columns
}
