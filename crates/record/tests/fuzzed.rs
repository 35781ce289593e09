//! No bytes whatever make the readers panic, and the order of rows in a file means nothing.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use halha_record::{Folder, Record, template};
use proptest::prelude::*;
use proptest::sample::Index;

type Files = BTreeMap<String, Vec<u8>>;

static TEMPLATE: LazyLock<Files> = LazyLock::new(|| {
    template::files()
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
});

static REFERENCE: LazyLock<Files> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese");
    let mut files = Files::new();
    collect(&root, "", &mut files);
    assert!(files.contains_key("conflict.toml"));
    files
});

fn collect(directory: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// One thing that can go wrong with a file.
#[derive(Debug, Clone)]
enum Damage {
    SetByte(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
    Truncate(Index),
    SwapLines(Index, Index),
    RemoveLine(Index),
}

/// Pieces that mean something to one of the readers.
const TOKENS: &[&str] = &[
    "\"",
    ",",
    ";",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\u{feff}",
    "[",
    "]",
    "{",
    "}",
    "[[source]]",
    "[[",
    "\"\"\"",
    "'''",
    "=",
    "#",
    ".",
    "-",
    "..",
    "/",
    "1e999",
    "-1",
    "NaN",
    "null",
    "true",
    "9999-12-31",
    "0000",
    "193X",
    "1936-02-30",
    "~",
    "%",
    "\u{202e}",
    "é",
    "id = ",
    "\"id\":",
    "\"coordinates\":",
    "cassil",
    "ussr",
    "soviet",
    "khalkhin-gol-1939",
    "\\u0000",
    "\\",
    "\u{85}",
];

fn damage() -> impl Strategy<Value = Damage> {
    let token = prop::sample::select(TOKENS).prop_map(|token| token.as_bytes().to_vec());
    let noise = prop::collection::vec(any::<u8>(), 0..8);
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::SetByte(at, byte)),
        (any::<Index>(), prop_oneof![3 => token, 1 => noise])
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), 1..64_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<Index>(), 1..200_usize, 2..20_usize)
            .prop_map(|(at, length, times)| Damage::Repeat(at, length, times)),
        any::<Index>().prop_map(Damage::Truncate),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
        any::<Index>().prop_map(Damage::RemoveLine),
    ]
}

impl Damage {
    fn strike(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        match self {
            Self::SetByte(at, byte) => *at.get_mut(bytes) = *byte,
            Self::Insert(at, extra) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, extra.iter().copied());
            }
            Self::Remove(at, length) => {
                let start = at.index(bytes.len());
                bytes.drain(start..bytes.len().min(start + length));
            }
            Self::Repeat(at, length, times) => {
                let start = at.index(bytes.len());
                let piece = bytes[start..bytes.len().min(start + length)].repeat(*times);
                bytes.splice(start..start, piece);
            }
            Self::Truncate(at) => bytes.truncate(at.index(bytes.len())),
            Self::SwapLines(a, b) => with_lines(bytes, |lines| {
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
            }),
            Self::RemoveLine(at) => with_lines(bytes, |lines| drop(lines.remove(at.index(lines.len())))),
        }
    }
}

fn with_lines(bytes: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    change(&mut lines);
    *bytes = lines.join(&b'\n');
}

fn damaged(files: &Files, strikes: &[(Index, Vec<Damage>)]) -> Folder {
    let mut files = files.clone();
    for (which, damages) in strikes {
        let name = files.keys().nth(which.index(files.len())).cloned().unwrap();
        let bytes = files.get_mut(&name).unwrap();
        damages.iter().for_each(|damage| damage.strike(bytes));
    }
    Folder::from_files(files)
}

fn strikes() -> impl Strategy<Value = Vec<(Index, Vec<Damage>)>> {
    prop::collection::vec((any::<Index>(), prop::collection::vec(damage(), 1..6)), 1..4)
}

/// What must hold of any reading: messages stay short and point into files that are there or should be.
fn hold(folder: &Folder) -> Result<(), TestCaseError> {
    let (record, issues) = Record::read(folder);
    for issue in &issues {
        prop_assert!(!issue.file.is_empty() && issue.line != Some(0), "{}", issue);
        prop_assert!(issue.to_string().len() < 4_000, "{}", issue);
        prop_assert!(!issue.remedy.is_empty(), "{}", issue);
    }
    prop_assert_eq!(Record::read(folder), (record, issues));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_bytes_in_any_file(which in any::<Index>(), bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
        let mut files = TEMPLATE.clone();
        let name = files.keys().nth(which.index(files.len())).cloned().unwrap();
        files.insert(name, bytes);
        hold(&Folder::from_files(files))?;
    }

    #[test]
    fn any_mixture_of_tokens_in_any_file(which in any::<Index>(), tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..200)) {
        let mut files = TEMPLATE.clone();
        let name = files.keys().nth(which.index(files.len())).cloned().unwrap();
        files.insert(name, tokens.concat().into_bytes());
        hold(&Folder::from_files(files))?;
    }

    #[test]
    fn a_damaged_template(strikes in strikes()) {
        hold(&damaged(&TEMPLATE, &strikes))?;
    }

    #[test]
    fn the_order_of_rows_means_nothing(seed in prop::collection::vec(any::<Index>(), 200)) {
        let mut files = TEMPLATE.clone();
        for (name, bytes) in &mut files {
            if name.ends_with(".csv") {
                with_lines(bytes, |lines| {
                    let last = lines.len() - 2;
                    for (at, index) in (2..=last).rev().zip(&seed) {
                        lines.swap(at, 1 + index.index(at));
                    }
                });
            }
        }
        let (shuffled, issues) = Record::read(&Folder::from_files(files));
        prop_assert_eq!(issues, vec![]);
        prop_assert_eq!(shuffled, Record::read(&template::folder()).0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_reference_case(strikes in strikes()) {
        hold(&damaged(&REFERENCE, &strikes))?;
    }
}
