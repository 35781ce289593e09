//! The complete state of a run: clone it, and both go on alike.

use crate::episode::Episode;
use crate::event::{IncidentType, SideIndex};
use crate::feelings::Fading;
use crate::outcome::{Counts, Outcome};
use crate::prepared::Prepared;
use crate::scenario::MAX_SECTORS;

/// An incident that is due: its place, its name and its luck.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) time: f64,
    pub(crate) id: u64,
    pub(crate) parent: u64,
    /// Bits that decide type, fire, number of offspring and who reports it: see `luck::Marks`.
    pub(crate) marks: [u64; 2],
    /// The next point that is due in the same later month; [`NONE`] ends the list.
    pub(crate) next: u32,
    pub(crate) sector: u8,
    pub(crate) intruder: SideIndex,
}

/// No point.
pub(crate) const NONE: u32 = u32::MAX;

/// What stands behind the last point of a queue.
pub(crate) const NEVER: (f64, u32) = (f64::INFINITY, NONE);

/// Where the pact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pact {
    Never,
    InForce,
    Denounced,
}

/// Everything that changes during a run, with the buffers it needs; reused from run to run it allocates nothing.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) now: f64,
    /// The current month; meaningless before the first has begun.
    pub(crate) month: usize,
    pub(crate) begun: bool,
    pub(crate) month_end: f64,
    pub(crate) ended: bool,
    /// More points came into being than the guard allows.
    pub(crate) exploded: bool,
    /// Points that came into being, those not yet due included.
    pub(crate) points: Vec<Point>,
    /// First point due in each later month.
    pub(crate) due: Vec<u32>,
    /// Points of the current month in order of time: `queued` of them, then one [`NEVER`], then anything.
    pub(crate) queue: Vec<(f64, u32)>,
    /// The place where the next queue is put in order.
    pub(crate) spare: Vec<(f64, u32)>,
    pub(crate) queued: usize,
    pub(crate) cursor: usize,
    pub(crate) grievance: Fading,
    pub(crate) memory: Fading,
    pub(crate) vagueness: [f64; MAX_SECTORS],
    /// `Prepared::vagueness_factors` of each sector.
    pub(crate) vagueness_factor: [[f64; 2]; MAX_SECTORS],
    /// `Prepared::fire_factor` of each sector.
    pub(crate) fire_factor: [f64; MAX_SECTORS],
    /// From this mark of fire on an incident of the sector has no shots, while the sum of grievances stays up to
    /// `fire_bound_to`.
    pub(crate) may_fire: [u64; MAX_SECTORS],
    pub(crate) fire_bound_to: f64,
    pub(crate) pact: Pact,
    pub(crate) year_effect: (usize, f64),
    pub(crate) temptation_month: Option<usize>,
    pub(crate) enters: bool,
    pub(crate) episodes: Vec<Episode>,
    /// The sectors with an open episode, a bit each.
    pub(crate) open: u32,
    /// Time of each sector's next decision; ∞ where no episode is open.
    pub(crate) decisions: [f64; MAX_SECTORS],
    /// Time and sector of the next decision.
    pub(crate) next_decision: (f64, usize),
    pub(crate) counts: Counts,
    pub(crate) outcome: Outcome,
}

impl Default for State {
    fn default() -> Self {
        Self {
            now: 0.0,
            month: 0,
            begun: false,
            month_end: 0.0,
            ended: false,
            exploded: false,
            points: Vec::new(),
            due: Vec::new(),
            queue: Vec::new(),
            spare: Vec::new(),
            queued: 0,
            cursor: 0,
            grievance: Fading::ZERO,
            memory: Fading::ZERO,
            vagueness: [0.0; MAX_SECTORS],
            vagueness_factor: [[1.0; 2]; MAX_SECTORS],
            fire_factor: [0.0; MAX_SECTORS],
            may_fire: [0; MAX_SECTORS],
            fire_bound_to: f64::NEG_INFINITY,
            pact: Pact::Never,
            year_effect: (usize::MAX, 0.0),
            temptation_month: None,
            enters: false,
            episodes: Vec::new(),
            open: 0,
            decisions: [f64::INFINITY; MAX_SECTORS],
            next_decision: (f64::INFINITY, 0),
            counts: Counts::default(),
            outcome: Outcome::default(),
        }
    }
}

impl State {
    /// Goes back to the first day of a run of `prepared`, keeping the buffers.
    pub(crate) fn reset(&mut self, prepared: &Prepared) {
        let scenario = &prepared.compiled().scenario;
        self.now = 0.0;
        self.month = 0;
        self.begun = false;
        self.month_end = 0.0;
        self.ended = false;
        self.exploded = false;
        self.points.clear();
        self.due.clear();
        self.due.resize(scenario.months.len(), NONE);
        self.clear_queue();
        self.grievance = Fading::ZERO;
        self.memory = Fading::ZERO;
        self.pact = Pact::Never;
        self.year_effect = (usize::MAX, 0.0);
        self.temptation_month = None;
        self.enters = false;
        self.episodes
            .resize_with(scenario.sectors.len(), Episode::default);
        for episode in &mut self.episodes {
            episode.open = false;
        }
        self.open = 0;
        self.decisions = [f64::INFINITY; MAX_SECTORS];
        self.next_decision = (f64::INFINITY, 0);
        self.counts = Counts::default();
        for (k, sector) in scenario.sectors.iter().enumerate() {
            self.set_vagueness(prepared, k, sector.vagueness);
        }
        self.outcome.clear(
            scenario.years.len(),
            scenario.windows.len(),
            scenario.sectors.len(),
        );
    }

    /// Empties the queue.
    #[inline]
    pub(crate) fn clear_queue(&mut self) {
        self.queue.resize(Self::ROOM.max(self.queue.len()), NEVER);
        self.queue[0] = NEVER;
        self.queued = 0;
        self.cursor = 0;
    }

    /// Puts a point behind the last of the queue.
    #[inline]
    pub(crate) fn enqueue(&mut self, time: f64, index: u32) {
        let behind = self.queued + 1;
        if behind >= self.queue.len() {
            self.queue.push(NEVER);
        }
        self.queue[self.queued] = (time, index);
        self.queue[behind] = NEVER;
        self.queued = behind;
    }

    /// Places of a new queue: most months need no more.
    const ROOM: usize = 33;

    pub(crate) fn set_vagueness(&mut self, prepared: &Prepared, sector: usize, v: f64) {
        self.vagueness[sector] = v;
        self.fire_factor[sector] = prepared.fire_factor(v);
        self.fire_bound_to = f64::NEG_INFINITY;
        self.vagueness_factor[sector] = prepared.vagueness_factors(v);
    }

    /// Takes up a changed episode: whether it is open, and which decision comes next; at equal times the lower sector's.
    pub(crate) fn find_next_decision(&mut self, sector: usize) {
        let episode = &self.episodes[sector];
        let bit = 1 << sector;
        self.open = if episode.open {
            self.open | bit
        } else {
            self.open & !bit
        };
        self.decisions[sector] = if episode.open {
            episode.next_time
        } else {
            f64::INFINITY
        };
        let mut next = (f64::INFINITY, 0);
        for (k, time) in self.decisions[..self.episodes.len()].iter().enumerate() {
            next.1 = if *time < next.0 { k } else { next.1 };
            next.0 = if *time < next.0 { *time } else { next.0 };
        }
        self.next_decision = next;
    }

    /// Days since the start.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Whether the run has ended.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// What the run has left so far; complete once it has ended.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Vagueness of a sector's demarcation, 0–1.
    pub fn vagueness(&self, sector: usize) -> Option<f64> {
        (sector < self.episodes.len()).then(|| self.vagueness[sector])
    }

    /// Whether a pact is in force.
    pub fn pact(&self) -> bool {
        self.pact == Pact::InForce
    }

    /// The open episode of a sector.
    pub fn episode(&self, sector: usize) -> Option<&Episode> {
        self.episodes.get(sector).filter(|e| e.open)
    }
}

impl IncidentType {
    /// All types, in order.
    pub const ALL: [Self; 3] = [Self::Espionage, Self::Ground, Self::Air];
}
