//! Which files a conflict folder may hold.

use crate::folder::Folder;
use crate::issue::{Code, Issue, Issues};
use crate::vocab::suggest;

pub(crate) const CONFLICT: &str = "conflict.toml";
pub(crate) const CLAIMS: &str = "claims.csv";

/// Every table, in the order of the codebook, and whether a folder must have it.
pub(crate) const TABLES: &[(&str, bool)] = &[
    (CONFLICT, true),
    ("parties.csv", true),
    ("claimants.csv", false),
    ("sources.toml", true),
    ("commands.csv", false),
    ("sectors.csv", false),
    ("sector-sides.csv", false),
    ("places.csv", true),
    ("assumptions.toml", false),
    ("incidents.csv", true),
    ("participants.csv", false),
    (CLAIMS, false),
    ("attributes.csv", false),
    ("counts.csv", false),
    ("forces.csv", false),
    ("acts.csv", false),
    ("aid.csv", false),
    ("depictions.csv", false),
    ("decisions.csv", false),
    ("geometry.geojson", false),
];

/// Files of a folder that others read or people do.
const RESERVED: &[&str] = &[
    "scenario.toml",
    "priors.toml",
    "observables.toml",
    "measures.toml",
    "rare.toml",
    "split.toml",
    "fit.toml",
    "posterior.csv",
    "posterior.toml",
    "fit-checkpoint.json",
    "certificate.toml",
    "CITATION.cff",
    "NOTES.md",
    "README.md",
    "CHANGELOG.md",
];
/// Folders inside a folder that others read.
const RESERVED_FOLDERS: &[&str] = &["claims", "interventions", "posterior", "studies"];

/// Whether a folder must have the table.
pub(crate) fn is_required(table: &str) -> bool {
    TABLES.iter().any(|(file, required)| *file == table && *required)
}

/// The files that hold claims, in order.
pub(crate) fn claim_files(folder: &Folder) -> Vec<&str> {
    folder
        .names()
        .filter(|name| *name == CLAIMS || is_claim_file(name))
        .collect()
}

fn is_claim_file(name: &str) -> bool {
    name.strip_prefix("claims/")
        .is_some_and(|rest| rest.ends_with(".csv"))
}

/// Warns of files and folders that nobody reads: often a table under a misspelt name.
pub(crate) fn report_strays(folder: &Folder, issues: &mut Issues) {
    for name in folder.names().filter(|name| !is_known(name)) {
        let remedy = match suggest(name, TABLES.iter().map(|(file, _)| *file)) {
            Some(table) => format!("did you mean {table}? Otherwise take it out of the folder"),
            None => "take it out of the folder, or name it as the format does".to_owned(),
        };
        issues.push(Issue::new(
            Code::UnknownFile,
            name,
            "nothing reads this file",
            remedy,
        ));
    }
    for name in folder
        .directories()
        .filter(|name| !RESERVED_FOLDERS.contains(name))
    {
        let remedy = "take it out of the folder; further claims belong in claims/";
        issues.push(Issue::new(
            Code::UnknownFile,
            &format!("{name}/"),
            "nothing reads this folder",
            remedy,
        ));
    }
}

fn is_known(name: &str) -> bool {
    let reserved_folder = name
        .split_once('/')
        .is_some_and(|(folder, _)| folder != "claims" && RESERVED_FOLDERS.contains(&folder));
    TABLES.iter().any(|(file, _)| *file == name)
        || RESERVED.contains(&name)
        || name.starts_with("LICENSE")
        || name.starts_with('.')
        || is_claim_file(name)
        || reserved_folder
}
