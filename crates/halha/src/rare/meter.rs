//! How far the work has come, on standard error: a line that is written over on a terminal, none elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::Ordering;

use halha_lab::rare::Watch;

use crate::run::STOP;

/// Watches the parts of the work.
pub(crate) struct Meter {
    event: String,
    terminal: bool,
}

impl Meter {
    pub(crate) fn new(event: &str) -> Self {
        Self {
            event: event.to_owned(),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// Takes the line away.
    pub(crate) fn ends(&self) {
        if self.terminal {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}

impl Watch for Meter {
    fn part(&self, done: u64, all: u64, what: &str) {
        if self.terminal {
            let _ = write!(io::stderr(), "\r\x1b[K{}: {what}, {done} of {all}", self.event);
        }
    }

    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
