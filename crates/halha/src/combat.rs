//! `halha import …` and `halha combat …`: battles as data, and what is learned from them.

mod args;
mod fit;
mod import;
mod predict;
mod score;

use std::path::Path;

use halha_combat::table::{self, Table};

pub(crate) use self::args::{CombatArgs, ImportArgs};
use self::args::{CombatCommand, ImportCommand};
pub(crate) use self::score::text as scores;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Runs one `combat` command.
pub(crate) fn run(args: &CombatArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    match &args.command {
        CombatCommand::Predict(args) => predict::run(args, default, screen),
        CombatCommand::Score(args) => score::run(args, screen),
        CombatCommand::Fit(args) => fit::run(args),
    }
}

/// Runs one `import` command.
pub(crate) fn import(args: &ImportArgs, screen: &Screen) -> Result<(), Failure> {
    match &args.command {
        ImportCommand::Cdb90(args) => import::run(args, screen),
    }
}

/// The bytes of a table.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::Unread {
        path: file.to_owned(),
        error,
    })
}

/// A table that can be learned from; its problems go to standard error, warnings only in number.
pub(crate) fn table(file: &Path) -> Result<Table, Failure> {
    let (table, problems) = table::read(&bytes(file)?);
    let Some(table) = table else {
        for problem in &problems {
            output::note(&problem.to_string());
        }
        return Err(Failure::BadTable {
            path: file.to_owned(),
        });
    };
    if !problems.is_empty() {
        let (count, file) = (problems.len(), file.display());
        output::note(&format!(
            "{count} warnings; see them with: halha import cdb90 {file}"
        ));
    }
    Ok(table)
}
