//! The answer so far, on standard error while it sharpens: a line that is written over on a terminal, one now and then
//! elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use halha_lab::whatif::{Measure, Progress, Quantity, Watch};

use super::page::signed;
use crate::output;
use crate::run::STOP;

/// Time between two lines on a terminal, and where there is none.
const BETWEEN: Duration = Duration::from_millis(250);
const BETWEEN_LINES: Duration = Duration::from_secs(15);

/// Watches the batches.
pub(crate) struct Meter {
    names: Vec<String>,
    measures: Vec<Measure>,
    last: Mutex<Instant>,
    any: AtomicBool,
    terminal: bool,
}

impl Meter {
    pub(crate) fn new(names: Vec<String>, measures: &[Measure]) -> Self {
        Self {
            names,
            measures: measures.to_vec(),
            last: Mutex::new(Instant::now()),
            any: AtomicBool::new(false),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// Takes the line away.
    pub(crate) fn ends(&self) {
        if self.terminal {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }

    fn line(&self, progress: &Progress<'_>) -> Option<String> {
        let ln = self
            .measures
            .iter()
            .position(|m| m.quantity == Quantity::LnLosses)?;
        let high = self
            .measures
            .iter()
            .position(|m| m.quantity == Quantity::HighRung)?;
        let mut parts = vec![format!("{} of {} pairs", progress.worlds.pairs, progress.asked)];
        for (column, name) in self.names.iter().enumerate().take(3) {
            let of = |m: usize| progress.worlds.contrast(column, m, &self.measures[m], 0.01);
            let (ln, high) = (of(ln)?, of(high)?);
            parts.push(format!(
                "{name}: ln losses {} ± {:.3}, great offensive {} ± {:.3}",
                signed(ln.difference, 3),
                ln.error,
                signed(high.difference, 3),
                high.error
            ));
        }
        Some(parts.join(" · "))
    }
}

impl Watch for Meter {
    fn batch(&self, progress: &Progress<'_>) {
        let between = if self.terminal { BETWEEN } else { BETWEEN_LINES };
        let Ok(mut last) = self.last.lock() else { return };
        // On a terminal the first answer is shown at once.
        let first = self.terminal && !self.any.swap(true, Ordering::Relaxed);
        if !first && last.elapsed() < between {
            return;
        }
        *last = Instant::now();
        let Some(line) = self.line(progress) else { return };
        if self.terminal {
            let columns = terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0));
            let short: String = line.chars().take(columns.saturating_sub(1)).collect();
            let _ = write!(io::stderr(), "\r\x1b[K{short}");
        } else {
            output::note(&line);
        }
    }

    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
