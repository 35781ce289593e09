//! A conflict folder, on disk or in memory, as a set of named files that can be read within limits.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Largest file that is read, bytes: about two million claims.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// Most files that a folder may hold.
pub const MAX_FILES: usize = 10_000;
/// The folders inside a conflict folder whose files are read.
const INNER: [&str; 3] = ["claims", "interventions", "studies"];

/// Why a folder cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is nothing of that name, or it may not be looked at.
    #[error("{path}: {error}; give the path of a conflict folder, the one that holds conflict.toml")]
    Unreachable {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is a file.
    #[error("{0} is no folder; give the path of the folder that holds conflict.toml")]
    NoFolder(PathBuf),
    /// It holds too many files to be a conflict folder.
    #[error("{path} holds more than {MAX_FILES} files; is this the right folder?")]
    TooManyFiles {
        /// The path as given.
        path: PathBuf,
    },
}

/// Why one file of a folder cannot be used.
#[derive(Debug)]
pub(crate) enum FileError {
    LinkOutside(PathBuf),
    BrokenLink,
    NoRegularFile,
    TooLarge(u64),
    Unreadable(io::Error),
}

#[derive(Debug)]
enum Entry {
    Memory(Cow<'static, [u8]>),
    Disk(PathBuf),
    Directory,
    Unusable(FileError),
}

/// The files of one conflict, by their path relative to the folder (`claims/khasan.csv`, always with `/`).
///
/// ```
/// use halha_record::Folder;
/// let folder = Folder::from_files([("conflict.toml", b"id = \"straits\"".as_slice())]);
/// assert!(folder.names().eq(["conflict.toml"]));
/// ```
#[derive(Debug)]
pub struct Folder {
    entries: BTreeMap<String, Entry>,
}

impl Folder {
    /// A folder on disk. Only names are read now; symbolic links that lead out of it are not followed.
    ///
    /// # Errors
    ///
    /// If `path` is no folder, cannot be listed, or holds more than [`MAX_FILES`] files.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FolderError> {
        let path = path.as_ref();
        let unreachable = |error| FolderError::Unreachable {
            path: path.to_owned(),
            error,
        };
        let root = path.canonicalize().map_err(unreachable)?;
        if !root.is_dir() {
            return Err(FolderError::NoFolder(path.to_owned()));
        }
        let mut entries = BTreeMap::new();
        list(&root, &root, "", &mut entries).map_err(unreachable)?;
        for inner in INNER {
            if matches!(entries.get(inner), Some(Entry::Directory)) {
                list(&root, &root.join(inner), &format!("{inner}/"), &mut entries).map_err(unreachable)?;
            }
        }
        if entries.len() > MAX_FILES {
            return Err(FolderError::TooManyFiles {
                path: path.to_owned(),
            });
        }
        Ok(Self { entries })
    }

    /// A folder held in memory, as a binary that embeds a conflict has it.
    pub fn from_files<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Self
    where
        N: Into<String>,
        B: Into<Cow<'static, [u8]>>,
    {
        let entries = files
            .into_iter()
            .map(|(name, bytes)| (name.into(), Entry::Memory(bytes.into())));
        Self {
            entries: entries.collect(),
        }
    }

    /// The names of all files that there are, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|(_, entry)| !matches!(entry, Entry::Directory))
            .map(|(name, _)| name.as_str())
    }

    /// The names of folders directly inside, in order.
    pub(crate) fn directories(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|(_, entry)| matches!(entry, Entry::Directory))
            .map(|(name, _)| name.as_str())
    }

    /// Whether there is a file of that name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.entries
            .get(name)
            .is_some_and(|entry| !matches!(entry, Entry::Directory))
    }

    /// The text of a file, for those who keep files of their own in a conflict folder.
    ///
    /// # Errors
    ///
    /// In words, why there is none: no such file, a link out of the folder, too large, not UTF-8.
    pub fn text(&self, name: &str) -> Result<String, String> {
        let bytes = self.bytes(name).map_err(|error| error.in_words())?;
        String::from_utf8(bytes.into_owned()).map_err(|error| format!("not UTF-8: {error}"))
    }

    /// The bytes of a file that exists, or why they cannot be had.
    pub(crate) fn bytes(&self, name: &str) -> Result<Cow<'_, [u8]>, FileError> {
        match self.entries.get(name) {
            Some(Entry::Memory(bytes)) if bytes.len() as u64 > MAX_FILE_BYTES => {
                Err(FileError::TooLarge(bytes.len() as u64))
            }
            Some(Entry::Memory(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Entry::Disk(path)) => read_limited(path).map(Cow::Owned),
            Some(Entry::Unusable(error)) => Err(error.again()),
            Some(Entry::Directory) | None => Err(FileError::NoRegularFile),
        }
    }
}

/// Lists one directory without descending; hidden files are passed over.
fn list(
    root: &Path,
    directory: &Path,
    prefix: &str,
    entries: &mut BTreeMap<String, Entry>,
) -> io::Result<()> {
    for found in fs::read_dir(directory)? {
        let found = found?;
        let name = found.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        entries.insert(format!("{prefix}{name}"), classify(root, &found.path()));
        if entries.len() > MAX_FILES {
            break;
        }
    }
    Ok(())
}

/// What a directory entry is, once links are resolved and held inside `root`.
fn classify(root: &Path, path: &Path) -> Entry {
    let Ok(target) = path.canonicalize() else {
        return Entry::Unusable(FileError::BrokenLink);
    };
    if !target.starts_with(root) {
        return Entry::Unusable(FileError::LinkOutside(target));
    }
    match fs::metadata(&target) {
        Ok(found) if found.is_dir() => Entry::Directory,
        Ok(found) if found.is_file() => Entry::Disk(target),
        Ok(_) => Entry::Unusable(FileError::NoRegularFile),
        Err(error) => Entry::Unusable(FileError::Unreadable(error)),
    }
}

fn read_limited(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(FileError::Unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(FileError::Unreadable)?;
    match bytes.len() as u64 {
        length if length > MAX_FILE_BYTES => Err(FileError::TooLarge(length)),
        _ => Ok(bytes),
    }
}

impl FileError {
    fn in_words(&self) -> String {
        match self {
            Self::LinkOutside(target) => {
                format!("a symbolic link to {}, outside the folder", target.display())
            }
            Self::BrokenLink => "a broken symbolic link".to_owned(),
            Self::NoRegularFile => "no such file".to_owned(),
            Self::TooLarge(bytes) => format!("{bytes} bytes, more than {MAX_FILE_BYTES}"),
            Self::Unreadable(error) => error.to_string(),
        }
    }

    /// The same error once more: system errors cannot be cloned.
    fn again(&self) -> Self {
        match self {
            Self::LinkOutside(target) => Self::LinkOutside(target.clone()),
            Self::BrokenLink => Self::BrokenLink,
            Self::NoRegularFile => Self::NoRegularFile,
            Self::TooLarge(bytes) => Self::TooLarge(*bytes),
            Self::Unreadable(error) => Self::Unreadable(io::Error::new(error.kind(), error.to_string())),
        }
    }
}
