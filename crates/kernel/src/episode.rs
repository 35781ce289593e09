//! An episode: the crisis that stands in one sector, with what both sides brought, lost and hold.

mod battle;
mod decide;
mod effects;
mod open;
mod raid;

use crate::event::{Forces, Losses};
use crate::rung::Rung;

/// A set of rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RungSet(u16);

impl RungSet {
    /// Adds a rung.
    #[inline]
    pub fn insert(&mut self, rung: Rung) {
        self.0 |= 1 << rung as u16;
    }

    /// The set with a rung if that is `met`.
    #[inline]
    pub(crate) fn with(self, rung: Rung, met: bool) -> Self {
        Self(self.0 | u16::from(met) << rung as u16)
    }

    /// Whether the rung of this number is in the set.
    #[inline]
    pub fn has(self, rung: usize) -> bool {
        rung < 13 && self.0 >> rung & 1 == 1
    }

    /// Whether the rung is in the set.
    #[inline]
    pub fn contains(self, rung: Rung) -> bool {
        self.has(rung as usize)
    }

    /// The rungs of the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Rung> {
        Rung::ALL.into_iter().filter(move |r| self.contains(*r))
    }
}

/// Men and things on their way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arrival {
    pub(crate) time: f64,
    pub(crate) side: u8,
    pub(crate) forces: Forces,
}

/// The crisis of one sector. Pairs are indexed by side.
#[derive(Debug, Clone, Default)]
pub struct Episode {
    pub(crate) open: bool,
    /// Id: that of the incident that opened it.
    pub(crate) id: u64,
    pub(crate) opened: f64,
    pub(crate) intruder: usize,
    /// Present now.
    pub(crate) forces: [Forces; 2],
    /// Everything that ever came, for the books to balance.
    pub(crate) came: [Forces; 2],
    pub(crate) losses: [Losses; 2],
    /// Most men present at a time, and whether armour or aircraft ever were.
    pub(crate) peak: [u32; 2],
    pub(crate) arms: bool,
    /// Killed men of each side whose bodies the other one still holds.
    pub(crate) unreturned: [u32; 2],
    pub(crate) ammunition: [f64; 2],
    pub(crate) ammunition_at: f64,
    pub(crate) holder: Option<usize>,
    pub(crate) held_since: f64,
    pub(crate) client: [bool; 2],
    pub(crate) joined: [bool; 2],
    pub(crate) resolve: [f64; 2],
    pub(crate) last: Option<Rung>,
    pub(crate) h_last: f64,
    pub(crate) h_max: f64,
    pub(crate) top: Rung,
    pub(crate) score: [f64; 2],
    pub(crate) step: u32,
    pub(crate) next_side: usize,
    pub(crate) next_time: f64,
    pub(crate) arrivals: Vec<Arrival>,
    /// Men of each side on their way: whole numbers, so that sums are exact.
    pub(crate) coming: [f64; 2],
}

impl Episode {
    /// Id of the incident that opened it.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Day on which it opened.
    pub fn opened(&self) -> f64 {
        self.opened
    }

    /// What each side has there.
    pub fn forces(&self) -> [Forces; 2] {
        self.forces
    }

    /// What each side has lost there.
    pub fn losses(&self) -> [Losses; 2] {
        self.losses
    }

    /// Score of the last act, and the highest so far.
    pub fn scores(&self) -> [f64; 2] {
        [self.h_last, self.h_max]
    }

    /// Who holds disputed ground.
    pub fn holder(&self) -> Option<usize> {
        self.holder
    }

    /// Decisions taken so far.
    pub fn steps(&self) -> u32 {
        self.step
    }

    /// Sends a body on its way.
    pub(crate) fn send(&mut self, body: Arrival) {
        self.coming[usize::from(body.side)] += f64::from(body.forces.men);
        self.arrivals.push(body);
    }

    /// Takes the first body in the order of sending that is due by now off the road.
    #[inline]
    pub(crate) fn take_due(&mut self, now: f64) -> Option<Arrival> {
        let n = self.arrivals.iter().position(|a| a.time <= now)?;
        let body = self.arrivals.remove(n);
        self.coming[usize::from(body.side)] -= f64::from(body.forces.men);
        Some(body)
    }

    /// Men lost by each side.
    pub(crate) fn lost(&self) -> [u32; 2] {
        self.losses.map(|l| l.men())
    }

    /// lost/(present + lost) of each side, 0 where nobody ever was.
    pub(crate) fn loss_fractions(&self) -> [f64; 2] {
        [0, 1].map(|i| {
            let lost = f64::from(self.losses[i].men());
            let all = f64::from(self.forces[i].men) + lost;
            if all > 0.0 { lost / all } else { 0.0 }
        })
    }

    /// The side with more men holds ground.
    pub(crate) fn stronger_holds(&self) -> bool {
        let [a, b] = self.forces.map(|f| f.men);
        match self.holder {
            Some(0) => a > b,
            Some(_) => b > a,
            None => false,
        }
    }

    /// Brings forces in.
    pub(crate) fn bring(&mut self, side: usize, more: &Forces) {
        for forces in [&mut self.forces[side], &mut self.came[side]] {
            forces.men += more.men;
            forces.vehicles += more.vehicles;
            forces.guns += more.guns;
            forces.aircraft += more.aircraft;
            forces.boats += more.boats;
        }
        let now = &self.forces[side];
        self.peak[side] = self.peak[side].max(now.men);
        self.arms |= now.vehicles > 0 || now.aircraft > 0;
    }

    /// Calls men from the garrison until `men` are present.
    pub(crate) fn call_up(&mut self, side: usize, men: u32) {
        if self.forces[side].men < men {
            let missing = Forces {
                men: men - self.forces[side].men,
                ..Forces::default()
            };
            self.bring(side, &missing);
        }
    }

    /// Takes losses out of the forces present. They never exceed them.
    pub(crate) fn lose(&mut self, side: usize, lost: &Losses) {
        let (forces, sum) = (&mut self.forces[side], &mut self.losses[side]);
        forces.men -= lost.men();
        forces.vehicles -= lost.vehicles;
        forces.guns -= lost.guns;
        forces.aircraft -= lost.aircraft;
        forces.boats -= lost.boats;
        sum.killed += lost.killed;
        sum.wounded += lost.wounded;
        sum.captured += lost.captured;
        sum.vehicles += lost.vehicles;
        sum.guns += lost.guns;
        sum.aircraft += lost.aircraft;
        sum.boats += lost.boats;
        self.unreturned[side] += lost.killed;
    }
}
