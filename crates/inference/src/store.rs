//! Draws on disk: Parquet for any table reader, and JSON in the layout of `InferenceData` that ArviZ opens.
//!
//! | file | rows | columns |
//! |---|---|---|
//! | `draws.parquet` | one a draw | `chain`, `draw`, one for each parameter |
//! | `sample_stats.parquet` | one a draw | `chain`, `draw`, and what the sampler noted, under ArviZ's names |
//! | `posterior.json` | | groups `posterior` and `sample_stats`: name to array by chain and draw; `arviz.from_json` |

use std::fs;
use std::path::{Path, PathBuf};

use halha_table::{Batch, Column, Held, Reader, TableError, to_parquet};
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
    let columns = (0..chains.dim()).map(|p| Column::all(chains.names()[p].as_str(), chains.pooled(p)));
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
fn table(chains: &Chains, columns: Vec<Column>, path: &Path) -> Result<(), StoreError> {
    let each = |name: &str, of: fn((u32, u32)) -> u32| {
        let (m, n) = (chains.chains() as u32, chains.length() as u32);
        let pairs = (0..m).flat_map(move |chain| (0..n).map(move |draw| (chain, draw)));
        Column::all(name, pairs.map(of))
    };
    let mut all = vec![each("chain", |pair| pair.0), each("draw", |pair| pair.1)];
    all.extend(columns);
    let bytes = to_parquet(&all).map_err(|e| failed(path, e))?;
    fs::write(path, bytes).map_err(|e| failed(path, e))
}

fn stat_columns(chains: &Chains) -> Vec<Column> {
    let all: Vec<DrawStats> = (0..chains.chains())
        .flat_map(|c| chains.stats(c).iter().copied())
        .collect();
    let real = |name: &str, of: fn(&DrawStats) -> f64| Column::all(name, all.iter().map(of));
    let whole = |name: &str, of: fn(&DrawStats) -> u32| Column::all(name, all.iter().map(of));
    let flag = |name: &str, of: fn(&DrawStats) -> bool| Column::all(name, all.iter().map(of));
    vec![
        flag("diverging", |s| s.divergent),
        real("energy", |s| s.energy),
        real("lp", |s| s.log_density),
        real("step_size", |s| s.step_size),
        whole("tree_depth", |s| s.tree_depth),
        flag("reached_max_treedepth", |s| s.at_max_depth),
        whole("n_steps", |s| s.steps),
    ]
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
    let reader = Reader::open(&path).map_err(|e| failed(&path, e))?;
    let is_parameter = |name: &str| name != "chain" && name != "draw";
    let fields = reader.fields().iter().map(|field| field.name.clone());
    let names: Vec<String> = fields.filter(|name| is_parameter(name)).collect();
    let mut asked = vec!["chain"];
    asked.extend(names.iter().map(String::as_str));
    let mut chains: Vec<Vec<f64>> = Vec::new();
    let mut wrong = None;
    let told = reader.scan(&asked, |batch| {
        if wrong.is_none() {
            wrong = enter(batch, &mut chains).err();
        }
    });
    match told {
        Err(TableError::NoColumn(name)) => wrong = Some(name),
        told => told.map_err(|e| failed(&path, e))?,
    }
    if let Some(name) = wrong {
        return Err(failed(
            &path,
            format!("column `{name}` is not what a table of draws has"),
        ));
    }
    Chains::new(names, chains, Vec::new()).map_err(|e| failed(&path, e))
}

/// Enters the draws of a batch into their chains; the column that is wrong, if one is.
fn enter(batch: &Batch, chains: &mut Vec<Vec<f64>>) -> Result<(), String> {
    let [chain, parameters @ ..] = batch.columns() else {
        return Err("chain".to_owned());
    };
    let wrong = |column: &Held| column.field().name.clone();
    for row in 0..batch.rows() {
        let at = chain.u32(row).ok_or_else(|| wrong(chain))? as usize;
        if at > chains.len() {
            return Err(wrong(chain));
        }
        if at == chains.len() {
            chains.push(Vec::new());
        }
        for parameter in parameters {
            chains[at].push(parameter.f64(row).ok_or_else(|| wrong(parameter))?);
        }
    }
    Ok(())
}
