//! Why a command ended without its result: what is printed, and with which exit status.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use halha_lab::job::RunError;
use halha_lab::matters::MattersError;
use halha_lab::rare::RareError;
use halha_lab::report::ReportError;
use halha_lab::store::StoreError;
use halha_lab::study::StudyError;
use halha_lab::whatif::WhatifError;
use halha_record::FolderError;
use halha_record::template::TemplateError;
use halha_server::ServeError;

/// Exit status of wrong usage, as clap gives it.
const USAGE: u8 = 2;
/// Exit status of what Ctrl-C ended, as shells give it.
const INTERRUPTED: u8 = 130;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A name that names nothing.
    #[error("no {what} is called \"{name}\"{hint}")]
    Unknown {
        /// What kind of thing was looked for.
        what: &'static str,
        /// What was typed.
        name: String,
        /// What to do, beginning with a line break or a semicolon.
        hint: String,
    },
    /// The conflict folder cannot be opened.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A new conflict folder could not be begun.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The conflict folder has errors, so that its record cannot be used.
    #[error("the record of {name} has {errors} errors; see them with: halha record check {name}")]
    Broken {
        /// The folder or built-in name.
        name: String,
        /// How many.
        errors: usize,
    },
    /// The conflict folder cannot be run; its problems have been printed.
    #[error("{name} cannot be run: {errors} errors, listed above; mend them and try again")]
    Unplayable {
        /// The folder or built-in name.
        name: String,
        /// How many.
        errors: usize,
    },
    /// A run could not be played, stored or read.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The report of a run could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The explorer cannot be served.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The worlds of a what-if could not be played.
    #[error(transparent)]
    Whatif(#[from] WhatifError),
    /// A study could not be done.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A study that cannot be used; its problems have been printed.
    #[error("{errors} problems with the study, listed above; mend them and try again")]
    WrongStudy {
        /// How many.
        errors: usize,
    },
    /// What matters could not be found out.
    #[error(transparent)]
    Matters(#[from] MattersError),
    /// Interventions that cannot be used; their problems have been printed.
    #[error("{errors} problems with the interventions, listed above; mend them and try again")]
    Interventions {
        /// How many.
        errors: usize,
    },
    /// A rare event could not be estimated.
    #[error(transparent)]
    Rare(#[from] RareError),
    /// Rare events that cannot be used; their problems have been printed.
    #[error("{errors} problems with the rare events, listed above; mend them and try again")]
    Events {
        /// How many.
        errors: usize,
    },
    /// Options that do not go together, or a number that names nothing.
    #[error("{0}")]
    Usage(String),
    /// A campaign that this version can neither play again nor read.
    #[error("{what}; {remedy}")]
    Untold {
        /// What is in the way.
        what: String,
        /// How to get past it.
        remedy: String,
    },
    /// Somebody asked the work to stop.
    #[error("interrupted; what is complete stays valid. {remedy}")]
    Interrupted {
        /// How to go on.
        remedy: String,
    },
    /// A check found errors, which it has printed itself.
    #[error("the check found errors")]
    CheckFailed,
    /// A file or folder that would be written is there already.
    #[error("{path} exists; {remedy}")]
    Exists {
        /// What is in the way.
        path: PathBuf,
        /// How to get past it.
        remedy: &'static str,
    },
    /// A file or folder could not be written.
    #[error("{path} could not be written: {error}")]
    Write {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file could not be read.
    #[error("{path} could not be read: {error}")]
    Unread {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A table of battles has errors, which have been printed.
    #[error("{path} cannot be learned from: its errors are listed above; mend them and try again")]
    BadTable {
        /// The file.
        path: PathBuf,
    },
    /// Battles could not be learned from.
    #[error("{0}")]
    Battles(String),
    /// Standard output could not be written.
    #[error("standard output could not be written: {0}")]
    Output(io::Error),
}

impl Failure {
    /// Prints the reason and gives the exit status: 2 for what was typed wrongly, 1 for the rest. A reader of our output
    /// that has seen enough (`halha … | head`) is no failure.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::CheckFailed => ExitCode::FAILURE,
            Self::Interrupted { .. } => {
                anstream::eprintln!("\x1b[1m{self}\x1b[0m");
                ExitCode::from(INTERRUPTED)
            }
            Self::Unknown { .. }
            | Self::Exists { .. }
            | Self::Usage(_)
            | Self::Interventions { .. }
            | Self::WrongStudy { .. }
            | Self::Study(
                StudyError::Run(RunError::Settings(_)) | StudyError::Whatif(WhatifError::Pairs { .. }),
            )
            | Self::Whatif(WhatifError::Pairs { .. })
            | Self::Events { .. }
            | Self::Rare(RareError::Settings { .. } | RareError::NoPosterior)
            | Self::Matters(
                MattersError::Design(_) | MattersError::Settings(_) | MattersError::Year { .. },
            )
            | Self::Run(RunError::Settings(_)) => {
                anstream::eprintln!("\x1b[1;31merror:\x1b[0m {self}");
                ExitCode::from(USAGE)
            }
            Self::Folder(_)
            | Self::Template(_)
            | Self::Broken { .. }
            | Self::Unplayable { .. }
            | Self::Untold { .. }
            | Self::Report(_)
            | Self::Serve(_)
            | Self::Whatif(_)
            | Self::Study(_)
            | Self::Rare(_)
            | Self::Matters(_)
            | Self::Run(_)
            | Self::Write { .. }
            | Self::Unread { .. }
            | Self::BadTable { .. }
            | Self::Battles(_)
            | Self::Output(_) => {
                anstream::eprintln!("\x1b[1;31merror:\x1b[0m {self}");
                ExitCode::FAILURE
            }
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Run(error.into())
    }
}
