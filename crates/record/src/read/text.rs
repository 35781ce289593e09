//! From bytes to text: byte-order marks, and encodings that are not UTF-8.

use std::borrow::Cow;

use crate::issue::{Code, Issue, Issues};

/// The text of a file. `None` if it is in an encoding in which nothing can be made out; text with stray bytes is
/// reported once, and read with those bytes replaced, so that other problems are found in the same pass.
pub(crate) fn decode<'a>(file: &str, bytes: &'a [u8], issues: &mut Issues) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_utf16(bytes) {
        let message = "the file is in UTF-16, not UTF-8";
        issues.push(Issue::new(
            Code::NotUtf8,
            file,
            message,
            "save it as UTF-8 (in a spreadsheet: CSV UTF-8)",
        ));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(error) => {
            issues.push(stray_byte(file, bytes, error.valid_up_to()));
            Some(Cow::Owned(String::from_utf8_lossy(bytes).into_owned()))
        }
    }
}

/// Two-byte encodings, with their mark or without: Latin text then has a NUL in every other byte.
fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return true;
    }
    let start = &bytes[..bytes.len().min(512)];
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    start.len() >= 8 && (zeros(0) * 3 > start.len() || zeros(1) * 3 > start.len())
}

fn stray_byte(file: &str, bytes: &[u8], at: usize) -> Issue {
    let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as u64;
    let lines = bytes
        .split(|b| *b == b'\n')
        .filter(|line| std::str::from_utf8(line).is_err())
        .count();
    let message = format!(
        "byte 0x{:02X} is not UTF-8 ({lines} {} such bytes); the file looks like Latin-1 or Windows-1252",
        bytes[at],
        if lines == 1 { "line has" } else { "lines have" },
    );
    Issue::new(Code::NotUtf8, file, message, "save the file as UTF-8").at(line)
}
