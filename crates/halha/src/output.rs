//! Where text goes: standard output with the width of the terminal, and JSON.

use std::io::{self, Write};

use serde::Serialize;
use terminal_size::{Width, terminal_size_of};

use crate::failure::Failure;

/// Columns filled when nobody says how many there are.
const UNKNOWN_WIDTH: u16 = 100;
/// Narrowest and widest that a table is laid out for.
const WIDTHS: std::ops::RangeInclusive<u16> = 40..=400;

/// What is known of the place where the output is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    /// Columns to fill.
    pub(crate) width: u16,
}

impl Screen {
    /// `asked` columns, or those of the terminal, or a hundred.
    pub(crate) fn new(asked: Option<u16>) -> Self {
        let terminal = || terminal_size_of(io::stdout()).map(|(Width(width), _)| width);
        let width = asked.or_else(terminal).unwrap_or(UNKNOWN_WIDTH);
        Self {
            width: width.clamp(*WIDTHS.start(), *WIDTHS.end()),
        }
    }
}

/// Prints `text`; colours are dropped where they are not wanted (a pipe, `NO_COLOR`).
///
/// # Errors
///
/// If standard output cannot be written; a reader that has gone away is told apart by [`Failure`].
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::Output)
}

/// Writes bytes to standard output as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(Failure::Output)
}

/// Tells something beside the result, on standard error.
pub(crate) fn note(text: &str) {
    anstream::eprintln!("{text}");
}

/// Prints a value as indented JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.into()))?;
    text.push('\n');
    print(&text)
}

/// Bold text for a terminal.
pub(crate) fn bold(text: &str) -> String {
    format!("\x1b[1m{text}\x1b[0m")
}

/// Text that steps back on a terminal.
pub(crate) fn dim(text: &str) -> String {
    format!("\x1b[2m{text}\x1b[0m")
}
