//! From a request to its stream: waits for its turn, plays, tells what the campaigns so far say, and stops with its reader.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::glance::{self, Glance};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;

use super::collect::Collected;
use super::gate::{Gate, Place};
use super::lines::{Lines, Pen, lines};
use super::pairs::Pairs;
use super::play::{Player, play};
use super::{CAMPAIGNS, SECONDS};
use crate::refuse::Refusal;
use crate::wire::jobs::{SimulateLine, WhatIfLine};

/// Campaigns after which there is first something to tell, and by how much more each time.
const FIRST: usize = 32;
const GROWTH: f64 = 1.6;
/// Time between two lines, at least.
const PAUSE: Duration = Duration::from_millis(150);

/// The two kinds of stream have lines of the same kinds, with their own words in them.
trait Story: Send + Sync + 'static {
    type Line: Serialize;
    fn waiting(&self, before: usize) -> Self::Line;
    fn begin(&self) -> Self::Line;
    fn so_far(&self, collected: &Collected, seconds: f64) -> Self::Line;
    fn end(&self, collected: &Collected, seconds: f64) -> Self::Line;
    fn failed(&self, message: String, remedy: String) -> Self::Line;
    /// Plays it.
    ///
    /// # Errors
    /// Why it cannot be played.
    fn play(
        &self,
        stop: &(dyn Fn() -> bool + Sync),
        take: &(dyn Fn(u64, Vec<Glance>) + Sync),
    ) -> Result<bool, String>;
}

struct Simulate {
    ensemble: Ensemble,
}

/// The stream of an ensemble.
pub(crate) fn simulate(gate: &Gate, ensemble: Ensemble) -> Result<Lines, Refusal> {
    stream(gate, Simulate { ensemble })
}

/// The stream of pairs of a baseline and a counterfactual.
pub(crate) fn whatif(gate: &Gate, pairs: Pairs) -> Result<Lines, Refusal> {
    stream(gate, pairs)
}

fn stream<S: Story>(gate: &Gate, story: S) -> Result<Lines, Refusal> {
    let place = gate.enter()?;
    let (pen, lines) = lines();
    tokio::spawn(async move {
        let permit = match place {
            Place::Begins(permit) => permit,
            Place::Waits(waiting) => {
                pen.try_write(&story.waiting(waiting.before));
                tokio::select! {
                    permit = waiting.turn() => match permit {
                        Some(permit) => permit,
                        None => return,
                    },
                    () = pen.closed() => return,
                }
            }
        };
        // Beside the threads that answer requests, so that simulations never take those.
        let _ = std::thread::Builder::new()
            .name("simulation".to_owned())
            .spawn(move || perform(&story, &pen, permit));
    });
    Ok(lines)
}

/// Plays and tells; the permit is given back at the end.
fn perform<S: Story>(story: &S, pen: &Pen, permit: OwnedSemaphorePermit) {
    let teller = Teller {
        story,
        pen,
        began: Instant::now(),
        told: Mutex::new(Told {
            collected: Collected::default(),
            next: FIRST,
            last: Instant::now(),
        }),
    };
    pen.try_write(&story.begin());
    let stop = || pen.gone() || teller.began.elapsed().as_secs() >= SECONDS;
    let played = story.play(&stop, &|campaign, worlds| teller.take(campaign, worlds));
    drop(permit);
    let told = teller.told.lock().unwrap_or_else(PoisonError::into_inner);
    let seconds = teller.began.elapsed().as_secs_f64();
    let line = match played {
        Ok(true) => story.end(&told.collected, seconds),
        Ok(false) => story.failed(
            format!(
                "broken off after {} campaigns and {seconds:.0} seconds",
                told.collected.len()
            ),
            format!("ask for fewer than {CAMPAIGNS} campaigns, or wait until the machine is less busy"),
        ),
        Err(error) => story.failed(error, "give other values to the parameters held fixed".to_owned()),
    };
    pen.write_last(&line);
}

struct Teller<'s, S> {
    story: &'s S,
    pen: &'s Pen,
    began: Instant,
    told: Mutex<Told>,
}

struct Told {
    collected: Collected,
    /// Campaigns at which the next line is due.
    next: usize,
    last: Instant,
}

impl<S: Story> Teller<'_, S> {
    fn take(&self, campaign: u64, worlds: Vec<Glance>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.collected.take(campaign, worlds);
        let is_first = told.next == FIRST;
        if told.collected.len() >= told.next && (is_first || told.last.elapsed() >= PAUSE) {
            let seconds = self.began.elapsed().as_secs_f64();
            self.pen.try_write(&self.story.so_far(&told.collected, seconds));
            told.next = (told.collected.len() as f64 * GROWTH) as usize;
            told.last = Instant::now();
        }
    }
}

impl Simulate {
    fn conflict(&self) -> &LoadedConflict {
        self.ensemble.conflict()
    }
}

impl Story for Simulate {
    type Line = SimulateLine;

    fn waiting(&self, before: usize) -> SimulateLine {
        SimulateLine::Waiting { before }
    }

    fn begin(&self) -> SimulateLine {
        let settings = self.ensemble.settings();
        SimulateLine::Begin {
            campaigns: settings.replications,
            seed: settings.seed,
        }
    }

    fn so_far(&self, collected: &Collected, seconds: f64) -> SimulateLine {
        SimulateLine::Progress(collected.progress(self.conflict(), seconds))
    }

    fn end(&self, collected: &Collected, seconds: f64) -> SimulateLine {
        SimulateLine::End(collected.progress(self.conflict(), seconds))
    }

    fn failed(&self, message: String, remedy: String) -> SimulateLine {
        SimulateLine::Failed { message, remedy }
    }

    fn play(
        &self,
        stop: &(dyn Fn() -> bool + Sync),
        take: &(dyn Fn(u64, Vec<Glance>) + Sync),
    ) -> Result<bool, String> {
        let player = || -> Player<'_> {
            let mut player = self.ensemble.player();
            Box::new(move |campaign| Ok(vec![glance::glance(&self.ensemble, &mut player, campaign)?]))
        };
        let all = self.ensemble.settings().replications;
        play(all, &player, stop, take).map_err(|error| error.to_string())
    }
}

impl Story for Pairs {
    type Line = WhatIfLine;

    fn waiting(&self, before: usize) -> WhatIfLine {
        WhatIfLine::Waiting { before }
    }

    fn begin(&self) -> WhatIfLine {
        WhatIfLine::Begin {
            pairs: self.pairs,
            seed: self.seed,
            changes: self.changes.clone(),
        }
    }

    fn so_far(&self, collected: &Collected, seconds: f64) -> WhatIfLine {
        WhatIfLine::Progress(collected.contrast(&self.conflict, seconds))
    }

    fn end(&self, collected: &Collected, seconds: f64) -> WhatIfLine {
        WhatIfLine::End(collected.contrast(&self.conflict, seconds))
    }

    fn failed(&self, message: String, remedy: String) -> WhatIfLine {
        WhatIfLine::Failed { message, remedy }
    }

    fn play(
        &self,
        stop: &(dyn Fn() -> bool + Sync),
        take: &(dyn Fn(u64, Vec<Glance>) + Sync),
    ) -> Result<bool, String> {
        let asked = self.asked()?;
        let asked = &asked;
        let player = || -> Player<'_> { Box::new(move |draw| glance::pair(asked, draw)) };
        play(self.pairs, &player, stop, take).map_err(|error| error.to_string())
    }
}
