//! Writing a posterior as the two files of a conflict folder.

use super::{DRAWS, NOTE, Posterior, names};

/// Significant digits of a stored value: far finer than any posterior is wide.
const DIGITS: usize = 6;

/// A row as its stored form will be read back.
pub(super) fn rounded(row: Vec<f64>) -> Vec<f64> {
    let stored = |x: f64| format!("{x:.*e}", DIGITS - 1).parse().unwrap_or(x);
    row.into_iter().map(stored).collect()
}

/// The two files: name and text.
///
/// # Errors
/// If the note cannot be written as TOML.
pub fn files(posterior: &Posterior) -> Result<[(&'static str, String); 2], toml::ser::Error> {
    let mut table = names().join(",");
    table.push('\n');
    for row in posterior.rows() {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        table.push_str(&cells.join(","));
        table.push('\n');
    }
    let note = format!(
        "# Where the draws in {DRAWS} come from. Written by `halha fit`; to change them, fit again.\n{}",
        toml::to_string(&posterior.note)?
    );
    Ok([(DRAWS, table), (NOTE, note)])
}
