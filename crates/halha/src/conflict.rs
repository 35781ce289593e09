//! Which conflict is meant: one that is built into the program, or a folder on disk.

use std::borrow::Cow;
use std::path::Path;

use halha_record::{Folder, Record, Severity};
use include_dir::{Dir, include_dir};

use crate::failure::Failure;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../conflicts");

/// The conflict that is meant when none is named.
pub(crate) const DEFAULT: &str = "soviet-japanese";

/// The names of the conflicts that are built in.
pub(crate) fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.dirs().filter_map(|dir| dir.path().to_str())
}

/// The folder that `name` means: a built-in conflict, or else a path.
///
/// # Errors
///
/// If it is neither.
pub(crate) fn open(name: &str) -> Result<Folder, Failure> {
    if let Some(dir) = BUILT_IN.get_dir(name) {
        return Ok(embedded(dir));
    }
    if !name.contains(['/', '\\', '.']) && !Path::new(name).exists() {
        return Err(unknown(name));
    }
    Ok(Folder::open(name)?)
}

/// The record of the conflict that `name` means.
///
/// # Errors
///
/// If there is no such conflict, or its folder has errors.
pub(crate) fn record(name: &str) -> Result<Record, Failure> {
    let (record, issues) = Record::read(&open(name)?);
    match issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .count()
    {
        0 => Ok(record),
        errors => Err(Failure::Broken {
            name: name.to_owned(),
            errors,
        }),
    }
}

fn embedded(conflict: &Dir<'static>) -> Folder {
    let mut files = Vec::new();
    collect(conflict, conflict.path(), &mut files);
    Folder::from_files(files)
}

fn collect(dir: &Dir<'static>, root: &Path, files: &mut Vec<(String, Cow<'static, [u8]>)>) {
    for file in dir.files() {
        let name = file.path().strip_prefix(root).unwrap_or(file.path());
        files.push((
            name.to_string_lossy().replace('\\', "/"),
            Cow::Borrowed(file.contents()),
        ));
    }
    for inner in dir.dirs() {
        collect(inner, root, files);
    }
}

fn unknown(name: &str) -> Failure {
    let names: Vec<_> = built_in().collect();
    Failure::Unknown {
        what: "conflict",
        name: name.to_owned(),
        hint: format!(
            "; built in: {}. Or give the path of a conflict folder (./{name})",
            names.join(", ")
        ),
    }
}
