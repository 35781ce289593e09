//! What the tests of the store share: the reference case, small ensembles of it, and directories read whole.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::settings::RunSettings;
use halha_record::Folder;

/// The reference case as it lies in the source tree.
pub(crate) fn reference() -> Folder {
    Folder::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese")).unwrap()
}

/// The invented conflict with which newcomers begin: shorter, and as good for files and bytes.
pub(crate) fn strait() -> Folder {
    halha_record::template::folder()
}

/// A conflict under these settings.
pub(crate) fn ensemble(folder: &Folder, settings: RunSettings) -> Ensemble {
    let (loaded, findings) = LoadedConflict::load(folder);
    let loaded = loaded.unwrap_or_else(|| panic!("{findings:?}"));
    Ensemble::new(loaded, settings).unwrap()
}

/// Every file of results in a run's directory by its path: the journal and the lock are none.
pub(crate) fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(directory, directory, &mut files);
    files.remove("journal.json");
    files.remove(".lock");
    files
}

fn collect(root: &Path, directory: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

/// Says in which files two runs differ, without printing the files.
pub(crate) fn differing(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = one.keys().chain(two.keys()).collect();
    names
        .into_iter()
        .filter(|name| one.get(*name) != two.get(*name))
        .cloned()
        .collect()
}
