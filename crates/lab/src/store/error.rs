//! What can go wrong with files of a run, with the file and the remedy.

use std::io;
use std::path::{Path, PathBuf};

use halha_table::TableError;

/// A file that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused to write.
    #[error("{path} cannot be written: {error}; {remedy}", remedy = remedy(error))]
    Write {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The system refused to read.
    #[error("{path} cannot be read: {error}; check that the run's directory is whole and may be read")]
    Read {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file does not hold what a run's file holds.
    #[error("{path} is not what a run writes: {why}; remove the directory and make the run again")]
    Strange {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Another process is writing into the directory.
    #[error("{0} is being written by another process; wait for it, or give another directory with --out")]
    Busy(PathBuf),
    /// The directory holds another answer, finished or not.
    #[error("{directory} holds another answer ({difference}); give another directory with --out")]
    OtherAnswer {
        /// The directory.
        directory: PathBuf,
        /// The first difference.
        difference: String,
    },
    /// The directory holds no answer of this kind.
    #[error("{0} holds no answer of this kind; give the directory that --out named")]
    NoAnswer(PathBuf),
    /// The directory holds no work that was broken off.
    #[error(
        "{0} holds nothing that was broken off; give the directory that --out named, or --again to make an answer that is \
         there once more"
    )]
    NothingBrokenOff(PathBuf),
}

impl StoreError {
    pub(crate) fn write(path: &Path, error: io::Error) -> Self {
        Self::Write {
            path: path.to_owned(),
            error,
        }
    }

    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        Self::Read {
            path: path.to_owned(),
            error,
        }
    }

    pub(crate) fn strange(path: &Path, why: impl std::fmt::Display) -> Self {
        Self::Strange {
            path: path.to_owned(),
            why: why.to_string(),
        }
    }

    /// A table that was not written: mostly the system's doing.
    pub(crate) fn table(path: &Path, error: TableError) -> Self {
        match error {
            TableError::System(error) => Self::write(path, error),
            other => Self::write(path, io::Error::other(other)),
        }
    }

    /// A table that was not read.
    pub(crate) fn untold(path: &Path, error: TableError) -> Self {
        match error {
            TableError::System(error) => Self::read(path, error),
            other => Self::strange(path, other),
        }
    }
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room (or give another directory with --out); what is complete stays valid and the run can be resumed"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "give a directory that may be written with --out"
        }
        _ => "give another directory with --out, or mend this one; what is complete stays valid",
    }
}
