//! What the tests of the store share: the reference case, small ensembles of it, and directories read whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::settings::RunSettings;
use halha_record::Folder;

/// The reference case as it lies in the source tree.
pub fn folder() -> Folder {
    Folder::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese")).unwrap()
}

/// The reference case, loaded.
pub fn conflict() -> LoadedConflict {
    let (loaded, findings) = LoadedConflict::load(&folder());
    loaded.unwrap_or_else(|| panic!("{findings:?}"))
}

/// The reference case under these settings.
pub fn ensemble(settings: RunSettings) -> Ensemble {
    Ensemble::new(conflict(), settings).unwrap()
}

/// Every file of results in a run's directory by its path: the journal and the lock are none.
pub fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
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
pub fn differing(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = one.keys().chain(two.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != two.get(*name)).cloned().collect()
}
