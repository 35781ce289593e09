//! Reading a conflict folder: every file, every row, every cell, without stopping at the first problem.

mod csv;
mod files;
mod geometry;
mod text;
mod toml;

pub(crate) mod cells;

use std::borrow::Cow;

pub use self::cells::MAX_CELL_BYTES;
pub use self::csv::MAX_ROWS;
use self::files::CONFLICT;

use self::cells::Context;
use crate::check;
use crate::folder::{FileError, Folder};
use crate::issue::{Code, Issue};
use crate::record::Record;

impl Record {
    /// Reads and checks a folder: the record as far as it could be read, and every issue found, by file and line.
    ///
    /// Rows that cannot be read as what they should be are left out, and reported. With no issue of severity
    /// [`Error`](crate::Severity::Error), the record is the folder. Rival claims are no issues; see
    /// [`Record::rivals`].
    ///
    /// ```
    /// use halha_record::{Folder, Record};
    /// let empty = Folder::from_files::<String, &[u8]>([]);
    /// let (record, issues) = Record::read(&empty);
    /// assert!(record.incidents.is_empty());
    /// assert!(issues.iter().any(|issue| issue.file == "conflict.toml" && issue.code.as_str() == "F001"));
    /// ```
    #[must_use]
    pub fn read(folder: &Folder) -> (Self, Vec<Issue>) {
        let mut context = Context::default();
        files::report_strays(folder, &mut context.issues);
        let record = Self {
            conflict: toml::conflict(folder, &mut context),
            parties: csv::table(folder, "parties.csv", &mut context),
            claimants: csv::table(folder, "claimants.csv", &mut context),
            sources: toml::list(folder, "sources.toml", "source", &mut context),
            commands: csv::table(folder, "commands.csv", &mut context),
            sectors: csv::table(folder, "sectors.csv", &mut context),
            sector_sides: csv::table(folder, "sector-sides.csv", &mut context),
            places: csv::table(folder, "places.csv", &mut context),
            assumptions: toml::list(folder, "assumptions.toml", "assumption", &mut context),
            incidents: csv::table(folder, "incidents.csv", &mut context),
            participants: csv::table(folder, "participants.csv", &mut context),
            claims: csv::claims(folder, &mut context),
            attributes: csv::table(folder, "attributes.csv", &mut context),
            counts: csv::table(folder, "counts.csv", &mut context),
            forces: csv::table(folder, "forces.csv", &mut context),
            acts: csv::table(folder, "acts.csv", &mut context),
            aid: csv::table(folder, "aid.csv", &mut context),
            depictions: csv::table(folder, "depictions.csv", &mut context),
            decisions: csv::table(folder, "decisions.csv", &mut context),
            features: geometry::features(folder, &mut context),
        };
        check::check(&record, &mut context);
        (record, context.issues.into_sorted())
    }
}

/// The bytes of a file, if it is there and can be read; `None` has been reported, unless the file may be missing.
fn bytes<'f>(
    folder: &'f Folder,
    file: &str,
    table: &'static str,
    context: &mut Context,
) -> Option<Cow<'f, [u8]>> {
    if !folder.contains(file) {
        if files::is_required(table) {
            let remedy =
                "every folder needs it, if only with its header; `halha record new` makes one to begin with";
            context
                .issues
                .push(Issue::new(Code::MissingFile, file, "the file is missing", remedy));
            context.incomplete.insert(table);
        }
        return None;
    }
    match folder.bytes(file) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            context.issues.push(unusable(file, &error));
            context.incomplete.insert(table);
            None
        }
    }
}

/// The issue for a file that is there and cannot be used.
fn unusable(file: &str, error: &FileError) -> Issue {
    let (code, message, remedy) = match error {
        FileError::LinkOutside(target) => (
            Code::LinkOutside,
            format!("the link leads out of the folder, to {}", target.display()),
            "put a copy of the file into the folder: a conflict must be whole by itself".to_owned(),
        ),
        FileError::BrokenLink => (
            Code::UnreadableFile,
            "the link leads nowhere".to_owned(),
            "replace it by the file".to_owned(),
        ),
        FileError::NoRegularFile => (
            Code::UnreadableFile,
            "this is no regular file".to_owned(),
            "replace it by a file of text".to_owned(),
        ),
        FileError::TooLarge(bytes) => (
            Code::FileTooLarge,
            format!(
                "the file has {bytes} bytes or more; {} are read",
                crate::folder::MAX_FILE_BYTES
            ),
            "divide it: claims may stand in any number of files in claims/".to_owned(),
        ),
        FileError::Unreadable(error) => (
            Code::UnreadableFile,
            format!("the file cannot be read: {error}"),
            "see to its permissions".to_owned(),
        ),
    };
    Issue::new(code, file, message, remedy)
}
