//! Whether two finished runs have the same results, byte by byte.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::directory::RunDirectory;
use super::error::StoreError;
use super::part::PARTS;
use super::schema::TABLES;

/// What a comparison of two runs found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Same {
    /// Files that are the same.
    pub files: u64,
    /// Their length together.
    pub bytes: u64,
    /// The first difference, if there is one: the file, and what differs.
    pub difference: Option<String>,
}

/// Compares every file of results of two runs: `run.json`, `done.json`, `conflict/`, `parts/` and the tables. Journals
/// and reports are none.
///
/// # Errors
/// If a file cannot be read.
pub fn same(one: &Path, two: &Path) -> Result<Same, StoreError> {
    let names: BTreeSet<String> = results(one)?.into_iter().chain(results(two)?).collect();
    let mut found = Same {
        files: 0,
        bytes: 0,
        difference: None,
    };
    for name in names {
        let (a, b) = (read(&one.join(&name))?, read(&two.join(&name))?);
        match (a, b) {
            (Some(a), Some(b)) if a == b => {
                found.files += 1;
                found.bytes += a.len() as u64;
            }
            (Some(a), Some(b)) => {
                let at = a
                    .iter()
                    .zip(&b)
                    .position(|(x, y)| x != y)
                    .unwrap_or(a.len().min(b.len()));
                found.difference = Some(format!(
                    "{name}, from byte {at} on ({} and {} bytes long)",
                    a.len(),
                    b.len()
                ));
                break;
            }
            _ => {
                found.difference = Some(format!("{name}, which only one of them has"));
                break;
            }
        }
    }
    Ok(found)
}

/// The files of results of a run, by their path in its directory.
fn results(run: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = vec![RunDirectory::PROVENANCE.to_owned(), RunDirectory::DONE.to_owned()];
    for folder in TABLES
        .iter()
        .map(|table| table.name)
        .chain([PARTS, RunDirectory::CONFLICT])
    {
        collect(run, folder, &mut names)?;
    }
    Ok(names)
}

fn collect(run: &Path, folder: &str, names: &mut Vec<String>) -> Result<(), StoreError> {
    let path = run.join(folder);
    if !path.is_dir() {
        return Ok(());
    }
    let failed = |error| StoreError::read(&path, error);
    for entry in fs::read_dir(&path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(run, &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    if !path.exists() {
        return Ok(None);
    }
    fs::read(path)
        .map(Some)
        .map_err(|error| StoreError::read(path, error))
}
