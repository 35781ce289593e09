//! An answer about a rare event on disk: its stages as a table, and the answer itself.

use std::path::Path;

use halha_inference::splitting::Stage;
use halha_table::{Column, TableError, to_parquet};

use super::answer::Answer;
use super::job::Repeats;
use crate::store::{StoreError, draft};

/// The table of stages in an answer's directory.
pub const STAGES: &str = "stages.parquet";
/// The answer in its directory.
pub const ANSWER: &str = "rare.json";

/// The columns of `stages.parquet` with their types and meanings.
pub const COLUMNS: [(&str, &str, &str); 6] = [
    ("repeat", "uint32", "Number of the repeat, from 0."),
    ("stage", "uint32", "Number of the stage within it, from 0."),
    (
        "threshold",
        "double",
        "The level that was to be reached (fixed) or exceeded by those that live on (adaptive).",
    ),
    ("tried", "uint64", "Paths that tried."),
    (
        "reached",
        "uint64",
        "Paths that came there; the product of reached/tried over a repeat is its estimate.",
    ),
    ("steps", "uint64", "Steps played in the stage."),
];

/// The stages of all repeats as Parquet: the same bytes for the same settings.
///
/// # Errors
/// If the writer refuses the columns, which repeats cannot bring about.
pub fn stages_parquet(repeats: &Repeats) -> Result<Vec<u8>, TableError> {
    let rows: Vec<(u32, u32, _)> = repeats
        .all
        .iter()
        .enumerate()
        .flat_map(|(r, one)| {
            let stages = one.stages.iter().enumerate();
            stages.map(move |(n, stage)| (r as u32, n as u32, *stage))
        })
        .collect();
    let whole = |name: &str, of: fn(&(u32, u32, Stage)) -> u64| Column::all(name, rows.iter().map(of));
    let [repeat, stage, threshold, tried, reached, steps] = COLUMNS.map(|(name, ..)| name);
    to_parquet(&[
        Column::all(repeat, rows.iter().map(|r| r.0)),
        Column::all(stage, rows.iter().map(|r| r.1)),
        Column::all(threshold, rows.iter().map(|r| r.2.threshold)),
        whole(tried, |r| r.2.tried),
        whole(reached, |r| r.2.reached),
        whole(steps, |r| r.2.work),
    ])
}

/// The answer as it is written.
pub fn json(answer: &Answer) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(answer).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Writes an answer into a directory: its stages, then the answer.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn write(directory: &Path, answer: &Answer, repeats: &Repeats) -> Result<(), StoreError> {
    std::fs::create_dir_all(directory).map_err(|error| StoreError::write(directory, error))?;
    let path = directory.join(STAGES);
    let stages = stages_parquet(repeats).map_err(|error| StoreError::table(&path, error))?;
    draft::write(&path, &stages)?;
    // Written last: an answer that is there is whole.
    draft::write(&directory.join(ANSWER), &json(answer))?;
    Ok(())
}
