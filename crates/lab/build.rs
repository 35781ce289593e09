//! Hashes the sources that decide what a fit says, so that a certificate of calibration can tell whether it is current.

use std::path::{Path, PathBuf};

/// The part of the inference crate that no fit uses, and the line that names it there: the hash leaves them out.
const APART: &str = "splitting";
const NAMES_IT: &str = "pub mod splitting;\n";

fn main() {
    let crates = Path::new("..");
    let rooms = ["kernel/src", "inference/src", "lab/src/fit"];
    let mut files: Vec<PathBuf> = Vec::new();
    for room in rooms {
        println!("cargo:rerun-if-changed=../{room}");
        gather(&crates.join(room), &mut files);
    }
    files.sort();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let mut text = std::fs::read_to_string(&file).unwrap_or_default();
        if let Some(at) = text.find(NAMES_IT) {
            text.replace_range(at..at + NAMES_IT.len(), "");
        }
        for byte in text.into_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo:rustc-env=HALHA_FIT_SOURCES={hash:016x}");
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.file_stem().is_some_and(|name| name == APART) {
            continue;
        }
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}
