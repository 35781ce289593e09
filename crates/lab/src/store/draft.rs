//! Files that are whole or not there: written under a hidden name, flushed to the disk, then renamed into place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::StoreError;

/// What is noted of a finished file: enough to tell whether it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Length.
    pub bytes: u64,
    /// FNV-1a over its bytes.
    #[serde(with = "hex")]
    pub hash: u64,
}

/// 64 bits as sixteen hexadecimal digits: JSON readers keep only 53 bits of a number.
pub(crate) mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(bits: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{bits:016x}"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

/// A running FNV-1a hash, 64 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Fnv {
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }
}

/// A file that does not have its name yet. Dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    hidden: PathBuf,
    file: Option<BufWriter<File>>,
    bytes: u64,
    hash: Fnv,
}

impl Draft {
    /// Begins the file that is to be `path`, in a folder that exists.
    pub(crate) fn create(path: &Path) -> Result<Self, StoreError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = path.with_file_name(format!(".{name}.tmp"));
        let file = File::create(&hidden).map_err(|error| StoreError::write(path, error))?;
        let file = Some(BufWriter::with_capacity(1 << 16, file));
        Ok(Self {
            path: path.to_owned(),
            hidden,
            file,
            bytes: 0,
            hash: Fnv::new(),
        })
    }

    /// Gives the file its name, once every byte is on the disk.
    pub(crate) fn finish(mut self) -> Result<Stamp, StoreError> {
        let placed = self.place();
        placed.map_err(|error| StoreError::write(&self.path, error))?;
        self.hidden = PathBuf::new();
        Ok(Stamp {
            bytes: self.bytes,
            hash: self.hash.bits(),
        })
    }

    fn place(&mut self) -> io::Result<()> {
        if let Some(mut writer) = self.file.take() {
            writer.flush()?;
            writer.get_ref().sync_data()?;
        }
        fs::rename(&self.hidden, &self.path)
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let written = file.write(bytes)?;
        self.bytes += written as u64;
        self.hash.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(writer) = self.file.take() {
            // What is buffered belongs to a file that nobody wants any more.
            let _ = writer.into_parts();
        }
        if !self.hidden.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.hidden);
        }
    }
}

/// Writes a small file whole.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Stamp, StoreError> {
    let mut draft = Draft::create(path)?;
    draft
        .write_all(bytes)
        .map_err(|error| StoreError::write(path, error))?;
    draft.finish()
}

/// Makes renames in a folder last, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|file| file.sync_data());
        synced.map_err(|error| StoreError::write(folder, error))?;
    }
    Ok(())
}

/// Removes drafts that a killed run left in a folder.
pub(crate) fn sweep(folder: &Path) -> Result<(), StoreError> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".tmp") {
            let path = entry.path();
            fs::remove_file(&path).map_err(|error| StoreError::write(&path, error))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table");
        let mut draft = Draft::create(&path).unwrap();
        draft.write_all(b"half").unwrap();
        assert_eq!(names(folder.path()), [".table.tmp"]);
        drop(draft);
        assert_eq!(names(folder.path()), [""; 0]);
        let stamp = write(&path, b"whole").unwrap();
        assert_eq!((names(folder.path()), stamp.bytes), (vec!["table".to_owned()], 5));
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // Vectors of the algorithm's authors (Fowler, Noll, Vo).
        for (bytes, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            let mut fnv = Fnv::new();
            fnv.add(bytes.as_bytes());
            assert_eq!(fnv.bits(), hash);
        }
    }

    #[test]
    fn what_a_killed_run_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".00001.parquet.tmp", "00000.parquet", ".kept"] {
            fs::write(folder.path().join(name), b"x").unwrap();
        }
        sweep(folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".kept", "00000.parquet"]);
    }
}
