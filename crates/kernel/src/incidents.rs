//! When violations happen: the background of each month, and the offspring that incidents set off.

use std::cmp::Ordering;

use crate::chance::Purpose;
use crate::dist;
use crate::event::{Ending, Observer};
use crate::luck::{Luck, normal, quarter, quarters, shared};
use crate::maths::{exp, ln};
use crate::policy::Policy;
use crate::run::Run;
use crate::scenario::MAX_SECTORS;
use crate::state::{NONE, Pact, Point};

/// Set in the id of every incident that another one set off; background ids leave it clear.
const OFFSPRING_BIT: u64 = 1 << 63;
/// Most points of a month that are sorted by counting ranks.
const RANKED: usize = 32;
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

impl<L: Luck, P: Policy, O: Observer> Run<'_, L, P, O> {
    /// Draws the background incidents of the month that begins now, and orders all that are due in it.
    ///
    /// **Law** N ~ Poisson(μ_{k,i,m}·days), times uniform in the month (book, model §1). **Units** 1/day.
    /// **Valid for** rates fixed within a month. **Source** homogeneous Poisson process. **Status** estimated.
    ///
    /// Addressing: the count is one number of the cell's luck and the n-th time another, so a higher rate adds
    /// incidents to those that a lower one has, and leaves other cells alone.
    pub(crate) fn background(&mut self) {
        self.gather_due();
        let common = self.common_rate();
        let c = self.prepared.compiled();
        let m = self.state.month;
        let month = &c.scenario.months[m];
        // All luck first: blocks that wait for nothing overlap in the processor.
        let mut words = [[0; 2]; MAX_SECTORS];
        for (k, words) in words[..c.length.len()].iter_mut().enumerate() {
            *words = self.luck.block(cell(m, k), Purpose::ImmigrantPoints, 0);
        }
        for (k, words) in words[..c.length.len()].iter().enumerate() {
            let [vague, commission] = self.state.vagueness_factor[k];
            let river = usize::from(c.scenario.sectors[k].river);
            let rate = self.prepared.month_rate[m][river] * c.length[k] * vague * common;
            let rate = if month.commission { rate * commission } else { rate };
            for (i, word) in words.iter().enumerate() {
                let mean = rate * month.espionage[i] * self.prepared.side_rate[i];
                // e^(−mean) ≥ 1 − mean: most empty cells are seen to be empty at once.
                if quarter(word >> 32) > 1.0 - mean || mean.is_nan() {
                    self.background_of(k, i, *word, mean);
                }
            }
        }
        self.sort_queue();
        if self.state.exploded {
            self.end(Ending::Exploded);
        }
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

    /// The incidents of one cell.
    ///
    /// `word` is the side's word of the cell's first block: the count in its upper half, the first time in the lower.
    fn background_of(&mut self, sector: usize, side: usize, word: u64, mean: f64) {
        let most = f64::from(self.prepared.compiled().scenario.structure.max_incidents);
        if mean > HOPELESS * most + 1000.0 || mean.is_nan() {
            self.state.exploded = true;
            return;
        }
        let month = self.state.month;
        let begin = self.state.now;
        let days = self.state.month_end - begin;
        for n in 0..dist::poisson(quarter(word >> 32), mean) as u32 {
            let at = match n {
                0 => quarter(word),
                _ => shared(
                    self.luck,
                    cell(month, sector),
                    Purpose::ImmigrantPoints,
                    side,
                    n + 1,
                ),
            };
            let id = background_id(month, sector, side, n);
            let time = begin + days * at;
            match self.add_point(time, id, 0, sector, side) {
                Some(index) => self.state.queue.push((time, index)),
                None => return,
            }
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
        s.queue.clear();
        s.cursor = 0;
        let mut index = s.due[s.month];
        while index != NONE {
            let point = &s.points[index as usize];
            s.queue.push((point.time, index));
            index = point.next;
        }
    }

    /// Puts the month's queue in order.
    fn sort_queue(&mut self) {
        let s = &mut *self.state;
        if s.queue.len() <= RANKED {
            rank(&mut s.queue, &s.points);
        } else {
            s.queue.sort_unstable_by(|a, b| compare(&s.points, *a, *b));
        }
    }

    /// Draws the offspring of an incident that happens now.
    ///
    /// **Law** Poisson(ω·mean) offspring, same side, other side or elsewhere as n_s : n_c : n_b, delays exponential
    /// (book, model §1). **Units** day. **Valid for** mean·E\[ω\] < 1. **Source** Hawkes (1971) in branching form.
    /// **Status** prior-driven.
    #[inline]
    pub(crate) fn offspring(&mut self, parent: &Point, u: f64, shots: Option<f64>) {
        let law = &self.prepared.offspring;
        let count = match shots {
            None if u <= law.quiet_none => return,
            None => dist::poisson(u, law.quiet_mean),
            Some(weight) => dist::poisson(u, weight * law.mean),
        };
        for n in 0..count.min(u64::from(u32::MAX)) as u32 {
            if self.state.exploded {
                return;
            }
            self.one_offspring(parent, n);
        }
    }

    fn one_offspring(&mut self, parent: &Point, n: u32) {
        let law = &self.prepared.offspring;
        let [name, fate] = self.luck.block(parent.id, Purpose::Offspring, n);
        let [_, _, kind, delay] = quarters([0, fate]);
        let time = self.state.now - law.delay * ln(delay);
        let sectors = self.prepared.compiled().length.len();
        let (sector, side) = if kind < law.same_side {
            (usize::from(parent.sector), parent.intruder)
        } else if kind < law.same_sector || sectors == 1 {
            (usize::from(parent.sector), 1 - parent.intruder)
        } else {
            let part = (kind - law.same_sector) / (1.0 - law.same_sector);
            let other = ((part * (sectors - 1) as f64) as usize).min(sectors - 2);
            (
                other + usize::from(other >= usize::from(parent.sector)),
                1 - parent.intruder,
            )
        };
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
            let mut at = s.queue.len();
            while at > s.cursor && compare(&s.points, s.queue[at - 1], (time, index)).is_gt() {
                at -= 1;
            }
            s.queue.insert(at, (time, index));
            return;
        }
        let month = c.month_of(time);
        s.points[index as usize].next = s.due[month];
        s.due[month] = index;
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

/// Sorts a short queue by each point's rank: the number of points that come before it.
///
/// A month has a dozen points in random order. Comparing all pairs without a branch costs less than the branches
/// that a comparison sort gets wrong.
fn rank(queue: &mut [(f64, u32)], points: &[Point]) {
    let n = queue.len().min(RANKED);
    let mut times = [f64::INFINITY; RANKED];
    for (time, entry) in times.iter_mut().zip(queue.iter()) {
        *time = entry.0;
    }
    let mut sorted = [(0.0, NONE); RANKED];
    for entry in &queue[..n] {
        let before: u64 = times[..n].iter().map(|t| u64::from(*t < entry.0)).sum();
        let mut at = before as usize;
        // Points of equal time keep their own order among themselves.
        while sorted[at].1 != NONE && compare(points, *entry, sorted[at]).is_gt() {
            at += 1;
        }
        let mut hole = at;
        while sorted[hole].1 != NONE {
            hole += 1;
        }
        sorted[at..=hole].rotate_right(1);
        sorted[at] = *entry;
    }
    queue[..n].copy_from_slice(&sorted[..n]);
}
