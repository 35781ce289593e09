//! When violations happen: the background of each month, and the offspring that incidents set off.

use std::cmp::Ordering;

use crate::chance::Purpose;
use crate::dist;
use crate::event::Ending;
use crate::luck::{Luck, normal, quarter, quarters, shared};
use crate::maths::{exp, exp_in_lanes, ln, nearest};
use crate::run::{Ear, Run};
use crate::scenario::MAX_SECTORS;
use crate::state::{NEVER, NONE, Pact, Point, State};

/// Set in the id of every incident that another one set off; background ids leave it clear.
const OFFSPRING_BIT: u64 = 1 << 63;
/// Most points of a month that are sorted by counting ranks.
const RANKED: usize = 32;
/// Expected counts are not told from more than this where it is asked whether there are none, one or two.
const MOST_MEAN: f64 = 700.0;
/// Background counts above this many times the guard are not drawn: the run has exploded.
const HOPELESS: f64 = 2.0;

/// The id of the `n`-th background incident of a month, sector and side. Never 0.
fn background_id(month: usize, sector: usize, side: usize, n: u32) -> u64 {
    (month as u64 + 1) << 32 | (sector as u64) << 24 | u64::from(n & 0x7F_FFFF) << 1 | side as u64
}

/// The place from which a month's background of a sector takes its luck.
fn cell(month: usize, sector: usize) -> u64 {
    (month as u64) << 8 | sector as u64
}

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Draws the background incidents of the month that begins now, and orders all that are due in it.
    ///
    /// **Law** N ~ Poisson(μ_{k,i,m}·days), times uniform in the month (book, model §1). **Units** 1/day.
    /// **Valid for** rates fixed within a month. **Source** homogeneous Poisson process. **Status** estimated.
    ///
    /// Addressing: the count is one number of the cell's luck and the n-th time another, so a higher rate adds
    /// incidents to those that a lower one has, and leaves other cells alone.
    pub(crate) fn background(&mut self) {
        self.gather_due();
        let cells = self.cells();
        self.bound_fire();
        let month = self.state.month;
        let (begin, days) = (self.state.now, self.state.month_end - self.state.now);
        // Lists instead of branches: how many points a cell has no predictor guesses.
        let (mut some, mut more) = (List::default(), List::default());
        let mut most = 0;
        for (c, count) in cells.count[..cells.len].iter().enumerate() {
            some.push_if(c, *count > 0);
            more.push_if(c, *count > 1);
            most = most.max(*count);
        }
        for c in some.iter() {
            let at = begin + days * quarter(cells.word[c]);
            self.add_background(month, c, 0, at);
        }
        for c in more.iter() {
            self.add_another(month, c, 1, begin, days);
        }
        if most > 2 {
            for c in more.iter() {
                for n in 2..cells.count[c] {
                    if !self.state.exploded {
                        self.add_another(month, c, n, begin, days);
                    }
                }
            }
        }
        self.sort_queue();
        if self.state.exploded {
            self.end(Ending::Exploded);
        }
    }

    /// The number of background incidents of each cell of the month that begins.
    ///
    /// A cell's word has the count in its upper half and the time of the first in the lower. All luck and all
    /// exponentials come first: what waits for nothing overlaps in the processor.
    #[inline]
    fn cells(&mut self) -> Cells {
        let common = self.common_rate();
        let c = self.prepared.compiled();
        let m = self.state.month;
        let month = &c.scenario.months[m];
        let sectors = c.length.len().min(MAX_SECTORS);
        let mut cells = Cells {
            len: 2 * sectors,
            word: [0; CELLS],
            count: [0; CELLS],
        };
        let mut means = [0.0; CELLS];
        for k in 0..sectors {
            let words = self.luck.block(cell(m, k), Purpose::ImmigrantPoints, 0);
            let [vague, commission] = self.state.vagueness_factor[k];
            let river = usize::from(c.scenario.sectors[k].river);
            let rate = self.prepared.month_rate[m][river] * c.length[k] * vague * common;
            let rate = if month.commission { rate * commission } else { rate };
            for i in 0..2 {
                means[2 * k + i] = rate * month.espionage[i] * self.prepared.side_rate[i];
                cells.word[2 * k + i] = words[i];
            }
        }
        let most = HOPELESS * f64::from(c.scenario.structure.max_incidents) + 1000.0;
        let mut none = [0.0; CELLS];
        for (none, mean) in none.iter_mut().zip(&means[..cells.len]) {
            *none = exp_in_lanes(-mean.min(MOST_MEAN));
        }
        for n in 0..cells.len {
            let (u, mean) = (quarter(cells.word[n] >> 32), means[n]);
            let [none, to_one, to_two] = dist::poisson_up_to_two(none[n], mean);
            cells.count[n] = u32::from(u > none) + u32::from(u > to_one);
            if u > to_two || mean > MOST_MEAN || mean.is_nan() {
                // NaN and what is above the guard: the run has exploded.
                self.state.exploded |= mean > most || mean.is_nan();
                cells.count[n] = if self.state.exploded {
                    0
                } else {
                    dist::poisson(u, mean) as u32
                };
            }
        }
        cells
    }

    /// e^(b_tension·τ + w_year − b_pact·pact): what all cells of a month share.
    fn common_rate(&mut self) -> f64 {
        let p = &self.prepared.p;
        let month = self.state.month;
        let year = self.prepared.compiled().scenario.months[month].year;
        if self.state.year_effect.0 != year {
            let [u, ..] = self.luck.four(year as u64, Purpose::YearEffect, 0);
            self.state.year_effect = (year, p.year_sd * normal(u));
        }
        let g = self.state.grievance.at(self.state.now, self.prepared.decay[0]);
        let tension = (0.5 * (g[0] + g[1])).min(4.0);
        let pact = if self.state.pact == Pact::InForce {
            p.b_pact
        } else {
            0.0
        };
        exp(p.b_tension * tension + self.state.year_effect.1 - pact)
    }

    /// The `n`-th background incident of cell `c`, of those after the first.
    fn add_another(&mut self, month: usize, c: usize, n: u32, begin: f64, days: f64) {
        let place = cell(month, c / 2);
        let u = shared(self.luck, place, Purpose::ImmigrantPoints, c % 2, n + 1);
        self.add_background(month, c, n, begin + days * u);
    }

    /// The `n`-th background incident of cell `c`.
    #[inline]
    fn add_background(&mut self, month: usize, c: usize, n: u32, time: f64) {
        let (sector, side) = (c / 2, c % 2);
        let id = background_id(month, sector, side, n);
        if let Some(index) = self.add_point(time, id, 0, sector, side) {
            self.state.enqueue(time, index);
        }
    }

    /// Brings a point into being, unless that makes the run explode.
    #[inline]
    fn add_point(&mut self, time: f64, id: u64, parent: u64, sector: usize, side: usize) -> Option<u32> {
        let index = self.state.points.len() as u32;
        if index >= self.prepared.compiled().scenario.structure.max_incidents {
            self.state.exploded = true;
            return None;
        }
        self.state.points.push(Point {
            time,
            id,
            parent,
            marks: self.luck.block(id, Purpose::IncidentMarks, 0),
            next: NONE,
            sector: sector as u8,
            intruder: side as u8,
        });
        Some(index)
    }

    /// Starts the month's queue with the offspring that fall into it.
    fn gather_due(&mut self) {
        let s = &mut *self.state;
        s.clear_queue();
        let mut index = s.due[s.month];
        while index != NONE {
            let (time, next) = (s.points[index as usize].time, s.points[index as usize].next);
            s.enqueue(time, index);
            index = next;
        }
    }

    /// Puts the month's queue in order.
    #[inline]
    fn sort_queue(&mut self) {
        let s = &mut *self.state;
        let grain = GRAINS / (s.month_end - s.now);
        s.spare.resize(s.queue.len(), NEVER);
        if rank(&s.queue, &mut s.spare, s.queued, s.now, grain) {
            std::mem::swap(&mut s.queue, &mut s.spare);
        } else {
            s.sort_long_queue();
        }
        s.queue[s.queued] = NEVER;
    }

    /// Draws the offspring of a quiet incident that happens now and has at least one.
    #[inline(never)]
    pub(crate) fn quiet_offspring(&mut self, parent: &Point, mark: u64) {
        let law = &self.prepared.offspring;
        let [_, one, two] = law.quiet_marks;
        let count = if mark < one {
            1
        } else if mark < two {
            2
        } else {
            dist::poisson(quarter(mark), law.quiet_mean).max(3)
        };
        self.offspring_of(parent, count);
    }

    /// Draws the offspring of an incident with shots that happens now.
    ///
    /// **Law** Poisson(ω·mean) offspring, same side, other side or elsewhere as n_s : n_c : n_b, delays exponential
    /// (book, model §1). **Units** day. **Valid for** mean·E\[ω\] < 1. **Source** Hawkes (1971) in branching form.
    /// **Status** prior-driven.
    #[inline]
    pub(crate) fn offspring(&mut self, parent: &Point, mark: u64, weight: f64) {
        let count = dist::poisson(quarter(mark), weight * self.prepared.offspring.mean);
        self.offspring_of(parent, count);
    }

    #[inline]
    fn offspring_of(&mut self, parent: &Point, count: u64) {
        for n in 0..count.min(u64::from(u32::MAX)) as u32 {
            if self.state.exploded {
                return;
            }
            self.one_offspring(parent, n);
        }
    }

    #[inline]
    fn one_offspring(&mut self, parent: &Point, n: u32) {
        let law = &self.prepared.offspring;
        let [name, fate] = self.luck.block(parent.id, Purpose::Offspring, n);
        let [_, _, kind, delay] = quarters([0, fate]);
        let time = self.state.now - law.delay * ln(delay);
        let sectors = self.prepared.compiled().length.len();
        // The side by counting: which it is no predictor guesses.
        let side = parent.intruder ^ u8::from(kind >= law.same_side);
        let mut sector = usize::from(parent.sector);
        if kind >= law.same_sector && sectors > 1 {
            let part = (kind - law.same_sector) / (1.0 - law.same_sector);
            let other = ((part * (sectors - 1) as f64) as usize).min(sectors - 2);
            sector = other + usize::from(other >= sector);
        }
        if time < self.prepared.compiled().scenario.end {
            let id = name | OFFSPRING_BIT;
            if let Some(index) = self.add_point(time, id, parent.id, sector, usize::from(side)) {
                self.put_in_order(time, index);
            }
        }
    }

    /// Into the current queue, or onto the list of the later month in which the point is due.
    fn put_in_order(&mut self, time: f64, index: u32) {
        let c = self.prepared.compiled();
        let s = &mut *self.state;
        if time < s.month_end {
            s.enqueue(time, index);
            let mut at = s.queued - 1;
            while at > s.cursor && compare(&s.points, s.queue[at - 1], (time, index)).is_gt() {
                s.queue[at] = s.queue[at - 1];
                at -= 1;
            }
            s.queue[at] = (time, index);
            return;
        }
        let month = c.month_of(time);
        s.points[index as usize].next = s.due[month];
        s.due[month] = index;
    }
}

impl State {
    /// Sorts by comparing: the queue of a busy month, or one with two points at one time.
    #[inline(never)]
    fn sort_long_queue(&mut self) {
        let points = &self.points;
        self.queue[..self.queued].sort_unstable_by(|a, b| compare(points, *a, *b));
    }
}

/// Order of time; at equal times lower sectors come first, then lower ids. Times are not below 0, so that their bits
/// are in their order.
#[inline]
fn compare(points: &[Point], a: (f64, u32), b: (f64, u32)) -> Ordering {
    a.0.to_bits().cmp(&b.0.to_bits()).then_with(|| {
        let key = |i: u32| (points[i as usize].sector, points[i as usize].id);
        key(a.1).cmp(&key(b.1))
    })
}

/// Grains of time into which a month is cut to sort by whole numbers; [`LAST`] comes after all of them.
const GRAINS: f64 = 32_766.0;
const LAST: i16 = i16::MAX;

/// Puts the first `n` of a queue in order into `sorted`, by each point's rank, the number of points that come before it.
/// False, and nothing done, if they are more than [`RANKED`] or two points fall into one grain of time.
///
/// A month has a dozen points in random order. Comparing all pairs without a branch costs less than the branches
/// that a comparison sort gets wrong.
#[inline(never)]
fn rank(queue: &[(f64, u32)], sorted: &mut [(f64, u32)], n: usize, begin: f64, grain: f64) -> bool {
    let Some(sorted) = sorted.first_chunk_mut::<RANKED>() else {
        return false;
    };
    if n > RANKED {
        return false;
    }
    let mut keys = [LAST; RANKED];
    for (key, point) in keys.iter_mut().zip(&queue[..n]) {
        *key = nearest((point.0 - begin) * grain) as i16;
    }
    let mut ranks = [0_i16; RANKED];
    for key in &keys[..n] {
        count_before(*key, &keys, &mut ranks);
    }
    // Ranks that are 0 to n − 1, each once, and those behind, n each, add up to this; ties leave it out.
    let sum: i16 = ranks.iter().sum();
    if sum as usize != n * n.saturating_sub(1) / 2 + (RANKED - n) * n {
        return false;
    }
    for (rank, point) in ranks.iter().zip(&queue[..n]) {
        sorted[*rank as usize % RANKED] = *point;
    }
    true
}

/// Counts a point as one that comes before those with greater keys. Called: inlined into its loop it becomes twelve
/// thousand bytes, and the rules hardly fit the instruction cache as they are.
#[inline(never)]
fn count_before(key: i16, keys: &[i16; RANKED], ranks: &mut [i16; RANKED]) {
    for at in 0..RANKED {
        ranks[at] += i16::from(key < keys[at]);
    }
}

/// The cells of a month: sector by sector, both sides.
const CELLS: usize = 2 * MAX_SECTORS;

/// How many background incidents each cell of a month has.
struct Cells {
    len: usize,
    word: [u64; CELLS],
    count: [u32; CELLS],
}

/// A few cells.
struct List {
    len: usize,
    cells: [u8; CELLS + 1],
}

impl Default for List {
    fn default() -> Self {
        Self {
            len: 0,
            cells: [0; CELLS + 1],
        }
    }
}

impl List {
    /// Takes a cell up, or does not, without a branch.
    #[inline]
    fn push_if(&mut self, c: usize, takes: bool) {
        self.cells[self.len] = c as u8;
        self.len += usize::from(takes);
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.cells[..self.len].iter().map(|c| usize::from(*c))
    }
}
