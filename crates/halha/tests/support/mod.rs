//! What the tests of `halha run` share: the program, a conflict on disk, directories of runs read whole.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program with these arguments.
pub(crate) fn halha(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_halha"));
    command
        .args(args)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE");
    command
}

/// Output as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A copy of the reference case that may be spoilt.
pub(crate) fn conflict_folder(place: &Path) -> PathBuf {
    let target = place.join("conflict");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese"),
        &target,
    );
    target
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Every file in a run's directory that is a result, by its path.
pub(crate) fn results(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = all(run);
    files.retain(|name, _| name != "journal.json" && name != ".lock" && !name.starts_with("report"));
    files
}

/// Files that have not got their names yet.
pub(crate) fn drafts(run: &Path) -> Vec<String> {
    all(run)
        .into_keys()
        .filter(|name| name.ends_with(".tmp"))
        .collect()
}

/// Parts with a manifest.
pub(crate) fn complete_parts(run: &Path) -> usize {
    let Ok(entries) = fs::read_dir(run.join("parts")) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|x| x == "json"))
        .count()
}

/// Fails with the names of the files that differ.
pub(crate) fn assert_same(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) {
    let names: std::collections::BTreeSet<_> = one.keys().chain(two.keys()).collect();
    let differing: Vec<_> = names
        .into_iter()
        .filter(|name| one.get(*name) != two.get(*name))
        .collect();
    assert!(differing.is_empty(), "these files differ: {differing:?}");
}

fn all(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(run, run, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}
