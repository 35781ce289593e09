//! The runs of a pilot on disk, block after block, so that a pilot that is stopped goes on where it was.
//!
//! A block holds what came of its runs; their parameters come again from their addresses. Each is written whole or not at
//! all beside the checkpoint, and they go when the checkpoint holds the first population.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::AbcError;
use super::checkpoint::{self, Header, exact};

/// What came of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kept {
    /// Its summaries.
    #[serde(rename = "s", with = "exact")]
    Summaries(Vec<f64>),
    /// Why there are none.
    #[serde(rename = "failed")]
    Failed(String),
}

#[derive(Debug, Serialize, Deserialize)]
struct Block {
    header: Header,
    runs: Vec<Kept>,
}

/// The file of the block that begins with this run.
fn file(checkpoint: &Path, first: usize) -> PathBuf {
    let mut name = checkpoint.as_os_str().to_owned();
    name.push(format!(".runs-{first:08}"));
    PathBuf::from(name)
}

/// What came of runs, each its summaries or the reason why there are none.
type Results = Vec<Result<Vec<f64>, String>>;

/// What came of the runs that are kept, from the first on without a gap, and with which runs their blocks begin.
pub(super) fn read(path: &Path, header: &Header) -> Result<(Results, Vec<usize>), AbcError> {
    let (mut all, mut firsts) = (Results::new(), Vec::new());
    loop {
        let file = file(path, all.len());
        let Some(block) = checkpoint::parsed::<Block>(&file)? else {
            return Ok((all, firsts));
        };
        header.belongs(&block.header, &file)?;
        if block.runs.is_empty() {
            return Ok((all, firsts));
        }
        firsts.push(all.len());
        all.extend(block.runs.into_iter().map(|run| match run {
            Kept::Summaries(summaries) => Ok(summaries),
            Kept::Failed(reason) => Err(reason),
        }));
    }
}

/// Keeps the runs from `first` on.
pub(super) fn write<'r>(
    path: &Path,
    header: &Header,
    first: usize,
    runs: impl Iterator<Item = &'r Result<Vec<f64>, String>>,
) -> Result<(), AbcError> {
    let runs = runs.map(|run| match run {
        Ok(summaries) => Kept::Summaries(summaries.clone()),
        Err(reason) => Kept::Failed(reason.clone()),
    });
    let block = Block {
        header: header.clone(),
        runs: runs.collect(),
    };
    checkpoint::put(&file(path, first), &block)
}

/// Removes the blocks that begin with these runs.
pub(super) fn remove(path: &Path, firsts: &[usize]) {
    for first in firsts {
        // One that stays behind is of this fit and is read again, to the same runs.
        fs::remove_file(file(path, *first)).ok();
    }
}
