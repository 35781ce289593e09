//! The answer so far, on standard error while it sharpens: a line that is written over on a terminal, none elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use halha_lab::whatif::{Measure, Progress, Quantity, Watch};

use super::page::signed;
use crate::run::STOP;

/// Time between two lines.
const BETWEEN: Duration = Duration::from_millis(250);

/// Watches the batches.
pub(super) struct Meter {
    names: Vec<String>,
    measures: Vec<Measure>,
    last: Mutex<Option<Instant>>,
    terminal: bool,
}

impl Meter {
    pub(super) fn new(names: Vec<String>, measures: &[Measure]) -> Self {
        Self {
            names,
            measures: measures.to_vec(),
            last: Mutex::new(None),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// Takes the line away.
    pub(super) fn ends(&self) {
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
        if !self.terminal {
            return;
        }
        let Ok(mut last) = self.last.lock() else { return };
        if last.is_some_and(|at| at.elapsed() < BETWEEN) {
            return;
        }
        *last = Some(Instant::now());
        if let Some(line) = self.line(progress) {
            let columns = terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0));
            let short: String = line.chars().take(columns.saturating_sub(1)).collect();
            let _ = write!(io::stderr(), "\r\x1b[K{short}");
        }
    }

    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
