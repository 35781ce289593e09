//! How a fit tells of itself: progress while it runs, and what each parameter learned when it has ended.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use halha_lab::LoadedConflict;
use halha_lab::fit::scores::Scores;
use halha_lab::fit::whole::{Told, Whole};
use halha_lab::fit::{INFORMED, Progress};
use indicatif::ProgressBar;

use crate::output::{self, Screen};
use crate::tables::{self, heading, paragraph};

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Tells of a fit on standard error.
pub(super) struct Teller {
    bar: Option<ProgressBar>,
    began: Instant,
    last: Mutex<Instant>,
}

impl Teller {
    pub(super) fn new() -> Self {
        let bar = io::stderr().is_terminal().then(ProgressBar::new_spinner);
        let now = Instant::now();
        Self {
            bar,
            began: now,
            last: Mutex::new(now),
        }
    }

    pub(super) fn tell(&self, told: Told<'_>) {
        match told {
            Told::Begins(name) => self.say(&format!("module {name}: sampling")),
            Told::Module(note, seconds) => self.say(&format!(
                "module {}: {} parameters from {} rows in {seconds:.0} s; R\u{302} {:.3}, ESS {:.0}, {} divergences",
                note.name,
                note.parameters.len(),
                note.data.len(),
                note.r_hat,
                note.ess,
                note.divergences
            )),
            Told::Without(name, why) => self.say(&format!("module {name}: keeps its priors ({why})")),
            Told::Coupled(progress) => self.coupled(progress),
            Told::Ended(seconds) => self.say(&format!("coupled fit: done in {seconds:.0} s")),
        }
    }

    /// Takes the bar away and says how long all took.
    pub(super) fn ends(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        output::note(&format!("{:.0} s in all", self.began.elapsed().as_secs_f64()));
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None => output::note(line),
        }
    }

    fn coupled(&self, p: Progress) {
        let line = format!(
            "coupled fit: generation {}, threshold {:.2}, {} of {} particles, {} campaigns, {:.0} s",
            p.generation,
            p.threshold,
            p.accepted,
            p.of,
            p.simulations,
            self.began.elapsed().as_secs_f64()
        );
        if let Some(bar) = &self.bar {
            bar.set_message(line);
            bar.tick();
            return;
        }
        let Ok(mut last) = self.last.try_lock() else {
            return;
        };
        if last.elapsed() >= BETWEEN_LINES {
            *last = Instant::now();
            output::note(&line);
        }
    }
}

/// What a fit came to: each free parameter's prior and posterior, and where the posterior lies.
pub(super) fn learned(conflict: &LoadedConflict, fitted: &Whole, out: &Path, screen: &Screen) -> String {
    let scores = Scores::new(&conflict.priors);
    let rows: Vec<Vec<f64>> = fitted.posterior.rows().iter().map(|row| scores.of(row)).collect();
    let mut table = tables::table(&["Parameter", "Posterior: median, 90 %", "Contraction", "Label"]);
    for (n, name) in halha_lab::posterior::names()
        .into_iter()
        .enumerate()
        .filter(|(n, _)| scores.is_free(*n))
    {
        let mut values = fitted.posterior.column(n);
        values.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| values[((values.len() - 1) as f64 * p) as usize];
        let contraction = contraction(&rows, n);
        if contraction.abs() < 0.05 {
            continue;
        }
        table.add_row([
            name.to_owned(),
            format!("{:.3}  ({:.3}–{:.3})", at(0.5), at(0.05), at(0.95)),
            format!("{contraction:.2}"),
            label(contraction).to_owned(),
        ]);
    }
    let population = &fitted.coupled.population;
    let mut text = heading("What the record taught");
    text.push_str(&tables::fitting(table, screen));
    text.push_str(&paragraph(
        screen,
        &format!(
            "Parameters whose contraction is below 0.05 are left out: the record says nothing of them. The coupled fit \
             played {} campaigns in {} generations and ended at a threshold of {:.2}.",
            population.simulations,
            population.generations.len(),
            population.threshold()
        ),
        0,
    ));
    text.push_str(&format!(
        "\nposterior  {}\n",
        out.join(halha_lab::posterior::DRAWS).display()
    ));
    text
}

/// 1 − variance of the scores: the prior's is 1.
fn contraction(rows: &[Vec<f64>], parameter: usize) -> f64 {
    let n = rows.len() as f64;
    let mean = rows.iter().map(|z| z[parameter]).sum::<f64>() / n;
    let variance = rows.iter().map(|z| (z[parameter] - mean).powi(2)).sum::<f64>() / n;
    1.0 - variance
}

fn label(contraction: f64) -> &'static str {
    if contraction >= INFORMED {
        "data-informed"
    } else {
        "prior-driven"
    }
}
