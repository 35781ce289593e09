//! Draws on disk: Parquet for any table reader, and JSON in the layout of `InferenceData` that ArviZ opens.
//!
//! | file | rows | columns |
//! |---|---|---|
//! | `draws.parquet` | one a draw | `chain`, `draw`, one for each parameter |
//! | `sample_stats.parquet` | one a draw | `chain`, `draw`, and what the sampler noted, under ArviZ's names |
//! | `posterior.json` | | groups `posterior` and `sample_stats`: name to array by chain and draw; `arviz.from_json` |

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, UInt32Array};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value, json};

use crate::draws::{Chains, DrawStats};

/// The draws.
pub const DRAWS: &str = "draws.parquet";
/// What the sampler noted.
pub const SAMPLE_STATS: &str = "sample_stats.parquet";
/// Both, for ArviZ.
pub const POSTERIOR: &str = "posterior.json";

/// Why draws were not written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A parameter with the name of a column that tells where a draw belongs.
    #[error("a parameter is named `{name}`, which is a column of every table; rename it")]
    Name {
        /// The name.
        name: String,
    },
    /// A file could not be written or read.
    #[error("{path}: {reason}")]
    File {
        /// Its path.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
}

fn failed(path: &Path, reason: impl std::fmt::Display) -> StoreError {
    StoreError::File {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// Writes the files of a posterior into a directory, which is made if it is not there.
///
/// # Errors
///
/// If a parameter has a reserved name or a file cannot be written.
pub fn write(chains: &Chains, directory: &Path) -> Result<(), StoreError> {
    if let Some(name) = chains.names().iter().find(|n| *n == "chain" || *n == "draw") {
        return Err(StoreError::Name { name: name.clone() });
    }
    fs::create_dir_all(directory).map_err(|e| failed(directory, e))?;
    let columns = (0..chains.dim()).map(|p| {
        let values: ArrayRef = Arc::new(Float64Array::from(chains.pooled(p)));
        (chains.names()[p].clone(), values)
    });
    table(chains, columns.collect(), &directory.join(DRAWS))?;
    if has_stats(chains) {
        table(chains, stat_columns(chains), &directory.join(SAMPLE_STATS))?;
    }
    let path = directory.join(POSTERIOR);
    let text = serde_json::to_vec(&json(chains)).map_err(|e| failed(&path, e))?;
    fs::write(&path, text).map_err(|e| failed(&path, e))
}

fn has_stats(chains: &Chains) -> bool {
    !chains.stats(0).is_empty()
}

/// Writes one table, chain and draw before the other columns.
fn table(chains: &Chains, columns: Vec<(String, ArrayRef)>, path: &Path) -> Result<(), StoreError> {
    let each = |of: fn((u32, u32)) -> u32| {
        let (m, n) = (chains.chains() as u32, chains.length() as u32);
        let pairs = (0..m).flat_map(move |chain| (0..n).map(move |draw| (chain, draw)));
        Arc::new(UInt32Array::from_iter_values(pairs.map(of))) as ArrayRef
    };
    let mut all = vec![
        ("chain".to_owned(), each(|pair| pair.0)),
        ("draw".to_owned(), each(|pair| pair.1)),
    ];
    all.extend(columns);
    let batch = RecordBatch::try_from_iter(all).map_err(|e| failed(path, e))?;
    let file = File::create(path).map_err(|e| failed(path, e))?;
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).map_err(|e| failed(path, e))?;
    writer.write(&batch).map_err(|e| failed(path, e))?;
    writer.close().map(|_| ()).map_err(|e| failed(path, e))
}

fn stat_columns(chains: &Chains) -> Vec<(String, ArrayRef)> {
    let all: Vec<DrawStats> = (0..chains.chains())
        .flat_map(|c| chains.stats(c).iter().copied())
        .collect();
    let real =
        |of: fn(&DrawStats) -> f64| Arc::new(Float64Array::from_iter_values(all.iter().map(of))) as ArrayRef;
    let whole =
        |of: fn(&DrawStats) -> u32| Arc::new(UInt32Array::from_iter_values(all.iter().map(of))) as ArrayRef;
    let flag = |of: fn(&DrawStats) -> bool| {
        Arc::new(BooleanArray::from(all.iter().map(of).collect::<Vec<_>>())) as ArrayRef
    };
    let named = [
        ("diverging", flag(|s| s.divergent)),
        ("energy", real(|s| s.energy)),
        ("lp", real(|s| s.log_density)),
        ("step_size", real(|s| s.step_size)),
        ("tree_depth", whole(|s| s.tree_depth)),
        ("reached_max_treedepth", flag(|s| s.at_max_depth)),
        ("n_steps", whole(|s| s.steps)),
    ];
    named
        .into_iter()
        .map(|(name, column)| (name.to_owned(), column))
        .collect()
}

/// The layout of ArviZ: group, then variable, then chains of draws.
#[must_use]
pub fn json(chains: &Chains) -> Value {
    let variable = |p: usize| (chains.names()[p].clone(), json!(chains.column(p)));
    let mut groups = Map::new();
    groups.insert(
        "posterior".to_owned(),
        Value::Object((0..chains.dim()).map(variable).collect()),
    );
    if has_stats(chains) {
        let by_chain = |of: &dyn Fn(&DrawStats) -> Value| -> Value {
            let one = |c: usize| chains.stats(c).iter().map(of).collect::<Vec<Value>>();
            json!((0..chains.chains()).map(one).collect::<Vec<_>>())
        };
        let stats = json!({
            "diverging": by_chain(&|s| json!(s.divergent)),
            "energy": by_chain(&|s| json!(s.energy)),
            "lp": by_chain(&|s| json!(s.log_density)),
            "step_size": by_chain(&|s| json!(s.step_size)),
            "tree_depth": by_chain(&|s| json!(s.tree_depth)),
            "reached_max_treedepth": by_chain(&|s| json!(s.at_max_depth)),
            "n_steps": by_chain(&|s| json!(s.steps)),
        });
        groups.insert("sample_stats".to_owned(), stats);
    }
    Value::Object(groups)
}

/// Reads the draws of a directory back, without what the sampler noted.
///
/// # Errors
///
/// If the file cannot be read or its columns are not those of draws.
pub fn read(directory: &Path) -> Result<Chains, StoreError> {
    let path = directory.join(DRAWS);
    let file = File::open(&path).map_err(|e| failed(&path, e))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(|e| failed(&path, e))?;
    let mut names = Vec::new();
    let mut chains: Vec<Vec<f64>> = Vec::new();
    for batch in reader {
        let batch = batch.map_err(|e| failed(&path, e))?;
        let columns = || batch.schema_ref().fields().iter().zip(batch.columns());
        let wrong = |name: &str| failed(&path, format!("column `{name}` is not what a table of draws has"));
        let chain = batch
            .column_by_name("chain")
            .and_then(|c| c.as_primitive_opt::<UInt32Type>())
            .ok_or_else(|| wrong("chain"))?;
        let mut parameters = Vec::new();
        names.clear();
        for (field, column) in columns().filter(|(f, _)| f.name() != "chain" && f.name() != "draw") {
            names.push(field.name().clone());
            parameters.push(
                column
                    .as_primitive_opt::<Float64Type>()
                    .ok_or_else(|| wrong(field.name()))?,
            );
        }
        for row in 0..batch.num_rows() {
            let at = chain.value(row) as usize;
            if at > chains.len() {
                return Err(wrong("chain"));
            }
            if at == chains.len() {
                chains.push(Vec::new());
            }
            chains[at].extend(parameters.iter().map(|p| p.value(row)));
        }
    }
    Chains::new(names, chains, Vec::new()).map_err(|e| failed(&path, e))
}
