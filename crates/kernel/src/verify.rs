//! What must hold of a state after every event, whatever the luck and the parameters.

use crate::episode::Episode;
use crate::event::{Forces, Losses};
use crate::prepared::Prepared;
use crate::state::{NEVER, State};

/// Something that must hold and does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What must hold.
    pub rule: &'static str,
    /// The values that break it.
    pub values: String,
}

impl State {
    /// Checks every invariant of the state.
    ///
    /// # Errors
    /// All broken invariants.
    pub fn verify(&self, prepared: &Prepared) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let mut must = |holds: bool, rule: &'static str, values: &dyn std::fmt::Debug| {
            if !holds {
                faults.push(Fault {
                    rule,
                    values: format!("{values:?}"),
                });
            }
        };
        let scenario = &prepared.compiled().scenario;
        must(
            self.now >= 0.0 && self.now <= scenario.end,
            "the clock stays within the history",
            &self.now,
        );
        must(
            self.now <= self.next_decision.0,
            "no decision lies in the past",
            &(self.now, self.next_decision),
        );
        let due = self.queue.get(self.cursor).map_or(f64::INFINITY, |q| q.0);
        must(self.now <= due, "no incident lies in the past", &(self.now, due));
        let queue = self.queue.get(..=self.queued).unwrap_or_default();
        let ordered = queue.windows(2).all(|w| w[0].0 <= w[1].0);
        must(ordered, "the queue is in order of time", &queue.len());
        let ends = self.queue.get(self.queued).is_none_or(|last| *last == NEVER);
        must(ends, "the queue ends with what never comes", &self.queued);
        let limit = scenario.structure.max_incidents as usize;
        must(
            self.points.len() <= limit,
            "points stay within the guard",
            &self.points.len(),
        );
        for v in self.grievance.last().into_iter().chain(self.memory.last()) {
            must(
                v >= 0.0 && v.is_finite(),
                "grievance and memory are finite and not below 0",
                &v,
            );
        }
        for v in &self.vagueness[..self.episodes.len()] {
            must((0.0..=1.0).contains(v), "vagueness lies between 0 and 1", v);
        }
        for episode in self.episodes.iter().filter(|e| e.open) {
            verify_episode(episode, self.now, scenario.structure.max_steps, &mut must);
        }
        let o = &self.outcome;
        must(
            o.incidents as usize + o.absorbed as usize <= self.points.len(),
            "no incident without a point",
            &(o.incidents, o.absorbed),
        );
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

fn verify_episode(
    e: &Episode,
    now: f64,
    max_steps: u32,
    must: &mut impl FnMut(bool, &'static str, &dyn std::fmt::Debug),
) {
    for side in 0..2 {
        let (came, there, lost) = (&e.came[side], &e.forces[side], &e.losses[side]);
        must(
            balances(came, there, lost),
            "forces that came less those lost remain",
            &(came, there, lost),
        );
        must(
            lost.captured <= lost.men(),
            "prisoners are among the losses",
            lost,
        );
        must(
            e.unreturned[side] <= lost.killed,
            "unreturned bodies are among the killed",
            &(e.unreturned[side], lost.killed),
        );
        must(
            (0.0..=1.0).contains(&e.ammunition[side]),
            "ammunition lies between 0 and 1",
            &e.ammunition,
        );
        must(
            there.men <= e.peak[side],
            "nobody exceeds the peak",
            &(there.men, e.peak),
        );
    }
    must(
        e.opened <= now && e.next_time >= now,
        "an episode opened before and goes on later",
        &(e.opened, now, e.next_time),
    );
    must(
        e.h_last <= e.h_max && e.h_max <= 10.0,
        "the last score is no higher than the highest",
        &(e.h_last, e.h_max),
    );
    must(e.step <= max_steps, "steps stay within the guard", &e.step);
    let mut coming = [0.0; 2];
    for body in &e.arrivals {
        coming[usize::from(body.side)] += f64::from(body.forces.men);
    }
    must(
        coming.map(f64::to_bits) == e.coming.map(f64::to_bits),
        "men on the way are those of the bodies on the road",
        &(coming, e.coming),
    );
    let late = e.arrivals.iter().all(|a| a.time.is_finite());
    must(late, "arrivals have a day", &e.arrivals.len());
}

fn balances(came: &Forces, there: &Forces, lost: &Losses) -> bool {
    came.men == there.men + lost.men()
        && came.vehicles == there.vehicles + lost.vehicles
        && came.guns == there.guns + lost.guns
        && came.aircraft == there.aircraft + lost.aircraft
        && came.boats == there.boats + lost.boats
}
