//! Hashes the sources that decide what a fit says, so that a certificate of calibration can tell whether it is current.

use std::path::{Path, PathBuf};

/// The parts of the inference crate that a fit goes through; what only judges or explores is not among them.
const INFERENCE: [&str; 11] = [
    "abc", "chance", "density", "draws", "hawkes", "matrix", "normal", "nuts", "prior", "sbc", "scores",
];
/// Files beside the fits that only judge them.
const JUDGES: [&str; 5] = [
    "lab/src/fit/check.rs",
    "lab/src/fit/hindcast.rs",
    "lab/src/fit/worlds.rs",
    "lab/src/fit/years.rs",
    "lab/src/fit/responses/score.rs",
];

fn main() {
    let crates = Path::new("..");
    let mut files: Vec<PathBuf> = vec![crates.join("lab/src/fit.rs")];
    println!("cargo:rerun-if-changed=../lab/src/fit.rs");
    for room in ["kernel/src", "lab/src/fit"] {
        println!("cargo:rerun-if-changed=../{room}");
        gather(&crates.join(room), &mut files);
    }
    for part in INFERENCE {
        let file = crates.join(format!("inference/src/{part}.rs"));
        println!("cargo:rerun-if-changed={}", file.display());
        files.push(file);
        let folder = crates.join("inference/src").join(part);
        // A path that is not there would make every build begin anew.
        if folder.is_dir() {
            println!("cargo:rerun-if-changed={}", folder.display());
            gather(&folder, &mut files);
        }
    }
    files.retain(|file| !JUDGES.iter().any(|judge| file.ends_with(judge)));
    files.sort();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        for byte in std::fs::read(&file).unwrap_or_default() {
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
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}
