//! A conflict folder to begin with: a small invented conflict that shows every table and passes every check.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::folder::Folder;

/// Lists the files of `template/` with their contents.
macro_rules! template {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../template/", $name)))),+] };
}

/// The files, `conflict.toml` last: a folder that could not be written to its end has no head, and cannot pass for whole.
const FILES: &[(&str, &str)] = template!(
    "README.md",
    "parties.csv",
    "claimants.csv",
    "sources.toml",
    "commands.csv",
    "sectors.csv",
    "sector-sides.csv",
    "places.csv",
    "assumptions.toml",
    "incidents.csv",
    "participants.csv",
    "claims.csv",
    "attributes.csv",
    "counts.csv",
    "forces.csv",
    "acts.csv",
    "aid.csv",
    "depictions.csv",
    "decisions.csv",
    "geometry.geojson",
    "scenario.toml",
    "priors.toml",
    "observables.toml",
    "conflict.toml",
);

/// Why a new conflict folder could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Something is there already, and nothing is ever overwritten.
    #[error("{path} is not empty; give the name of a new or empty folder")]
    NotEmpty {
        /// The path as given.
        path: PathBuf,
    },
    /// A file stands where the folder should be.
    #[error("{path} is a file; give the name of a new or empty folder")]
    NoFolder {
        /// The path as given.
        path: PathBuf,
    },
    /// The folder or a file in it cannot be written; what had been written is gone again.
    #[error("{path} cannot be written: {error}; nothing was left behind")]
    Unwritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// The files of the template, each with its name and its contents, in no order that matters.
#[must_use]
pub fn files() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// The template as a folder in memory: an invented strait dispute of the years 2101 to 2107.
///
/// ```
/// let (record, issues) = halha_record::Record::read(&halha_record::template::folder());
/// assert!(issues.is_empty());
/// assert_eq!(record.sectors.len(), 3);
/// ```
#[must_use]
pub fn folder() -> Folder {
    Folder::from_files(FILES.iter().map(|(name, text)| (*name, text.as_bytes())))
}

/// Writes the template into `directory`, which is made if it is not there, and says which files were written.
///
/// # Errors
///
/// If `directory` is a file or holds anything, or if something cannot be written. Nothing that was there is changed,
/// and nothing is left behind.
pub fn write(directory: &Path) -> Result<Vec<PathBuf>, TemplateError> {
    let made = prepare(directory)?;
    let mut written = Vec::with_capacity(FILES.len());
    for (name, text) in FILES {
        let path = directory.join(name);
        if let Err(error) = write_new(&path, text) {
            undo(&written, directory, made.as_deref());
            return Err(TemplateError::Unwritable { path, error });
        }
        written.push(path);
    }
    Ok(written)
}

/// Makes the folder; the topmost folder that had to be made, if any.
fn prepare(directory: &Path) -> Result<Option<PathBuf>, TemplateError> {
    let unwritable = |error| TemplateError::Unwritable {
        path: directory.to_owned(),
        error,
    };
    match fs::read_dir(directory) {
        Ok(mut entries) => match entries.next() {
            None => Ok(None),
            Some(_) => Err(TemplateError::NotEmpty {
                path: directory.to_owned(),
            }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = directory
                .ancestors()
                .take_while(|path| !path.as_os_str().is_empty() && !path.exists());
            let topmost = above.last().map(Path::to_owned);
            if let Err(error) = fs::create_dir_all(directory) {
                undo(&[], directory, topmost.as_deref());
                return Err(unwritable(error));
            }
            Ok(topmost)
        }
        Err(_) if directory.is_file() => Err(TemplateError::NoFolder {
            path: directory.to_owned(),
        }),
        Err(error) => Err(unwritable(error)),
    }
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // The first error is the one to tell; that the rest of the file stays is told by it as well.
        let _unremovable = fs::remove_file(path);
    }
    written
}

/// Takes away what was written, and of the folders that had to be made those that are empty.
fn undo(written: &[PathBuf], directory: &Path, made: Option<&Path>) {
    for path in written {
        let _unremovable = fs::remove_file(path);
    }
    let made_here = |path: &&Path| made.is_some_and(|made| path.starts_with(made));
    for path in directory.ancestors().take_while(made_here) {
        let _unremovable = fs::remove_dir(path);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]
mod tests {
    use super::*;
    use crate::{Record, Severity};

    #[test]
    fn it_passes_every_check_and_shows_every_table() {
        let (record, issues) = Record::read(&folder());
        let told: Vec<String> = issues.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        assert!(!issues.iter().any(|issue| issue.severity == Severity::Error));
        for (table, rows) in [
            ("parties", record.parties.len()),
            ("claimants", record.claimants.len()),
            ("sources", record.sources.len()),
            ("commands", record.commands.len()),
            ("sectors", record.sectors.len()),
            ("sector sides", record.sector_sides.len()),
            ("places", record.places.len()),
            ("assumptions", record.assumptions.len()),
            ("incidents", record.incidents.len()),
            ("participants", record.participants.len()),
            ("claims", record.claims.len()),
            ("attributes", record.attributes.len()),
            ("counts", record.counts.len()),
            ("forces", record.forces.len()),
            ("acts", record.acts.len()),
            ("aid", record.aid.len()),
            ("depictions", record.depictions.len()),
            ("decisions", record.decisions.len()),
            ("features", record.features.len()),
        ] {
            assert!(rows > 0, "no {table}");
        }
    }

    #[test]
    fn its_readme_names_every_file() {
        let readme = FILES.iter().find(|(name, _)| *name == "README.md").unwrap().1;
        for (name, _) in FILES.iter().filter(|(name, _)| *name != "README.md") {
            assert!(readme.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn it_is_written_as_it_is_and_reads_the_same_from_disk() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("a/b");
        let written = write(&directory).unwrap();
        assert_eq!(written.len(), FILES.len());
        let (on_disk, issues) = Record::read(&Folder::open(&directory).unwrap());
        assert_eq!(issues, []);
        assert_eq!(on_disk.claims, Record::read(&folder()).0.claims);
    }

    #[test]
    fn it_overwrites_nothing() {
        let place = tempfile::tempdir().unwrap();
        let kept = place.path().join("kept.txt");
        fs::write(&kept, "mine").unwrap();
        assert!(matches!(write(place.path()), Err(TemplateError::NotEmpty { .. })));
        assert!(matches!(write(&kept), Err(TemplateError::NoFolder { .. })));
        assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_left_behind_where_nothing_can_be_written() {
        // A name that is too long for any file system fails whoever runs the test, root included.
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("new").join("x".repeat(300));
        assert!(matches!(write(&directory), Err(TemplateError::Unwritable { .. })));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
}
