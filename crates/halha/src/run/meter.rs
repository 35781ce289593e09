//! How far the work has come: a bar on a terminal, a line now and then elsewhere, always on standard error.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use halha_lab::job::Watch;
use indicatif::{ProgressBar, ProgressStyle};

use crate::output;

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(5);
/// The bar: done, of how many, how fast, how long still.
const TEMPLATE: &str = "{bar:30} {human_pos} of {human_len} campaigns · {per_sec:.0} · {eta} left";

/// Watches a job, tells of it, and passes on the wish to stop.
pub(crate) struct Meter {
    stop: &'static AtomicBool,
    bar: Option<ProgressBar>,
    lines: Mutex<Lines>,
    runs: AtomicU64,
    played: AtomicU64,
}

struct Lines {
    began: Instant,
    last: Instant,
}

impl Meter {
    pub(crate) fn new(stop: &'static AtomicBool) -> Self {
        let now = Instant::now();
        let bar = io::stderr()
            .is_terminal()
            .then(|| ProgressBar::new(0).with_style(style()));
        Self {
            stop,
            bar,
            lines: Mutex::new(Lines {
                began: now,
                last: now,
            }),
            runs: AtomicU64::new(0),
            played: AtomicU64::new(0),
        }
    }

    /// Takes the bar away.
    pub(crate) fn ends(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self) {
        let Ok(mut lines) = self.lines.try_lock() else {
            return;
        };
        if lines.last.elapsed() < BETWEEN_LINES {
            return;
        }
        lines.last = Instant::now();
        let seconds = lines.began.elapsed().as_secs_f64();
        let (played, runs) = (
            self.played.load(Ordering::Relaxed),
            self.runs.load(Ordering::Relaxed),
        );
        let rate = played as f64 / seconds;
        let left = runs.saturating_sub(played) as f64 / rate;
        output::note(&format!(
            "{played} of {runs} campaigns · {rate:.0}/s · {left:.0} s left"
        ));
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Watch for Meter {
    fn begins(&self, runs: u64, there: u64) {
        self.runs.store(runs - there, Ordering::Relaxed);
        if there > 0 {
            output::note(&format!("{there} of {runs} campaigns are there already"));
        }
        if let Some(bar) = &self.bar {
            bar.set_length(runs - there);
            bar.reset();
        }
    }

    fn played(&self, runs: u64) {
        self.played.fetch_add(runs, Ordering::Relaxed);
        match &self.bar {
            Some(bar) => bar.inc(runs),
            None => self.line(),
        }
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
