//! The source of chance that the rules are generic over, with the few ways in which rules read it.

use crate::chance::{Key, Purpose, block};
use crate::maths::{logistic, quick_normal};
use crate::run::Way;

/// Gives 128 bits for an address; the same address always gives the same bits.
///
/// [`Key`] is the one that runs use. Tests bring others (extremes, mirrored sides).
pub trait Luck {
    /// The bits at (`entity`, `purpose`, `index`).
    fn block(&self, entity: u64, purpose: Purpose, index: u32) -> [u64; 2];

    /// Four independent uniform numbers in (0, 1) from the block at the address.
    #[inline]
    fn four(&self, entity: u64, purpose: Purpose, index: u32) -> [f64; 4] {
        quarters(self.block(entity, purpose, index))
    }

    /// Goes a way of a run with this luck: where the rules are compiled for it.
    ///
    /// For [`Key`] that is this crate, once. Crates that only play would otherwise each compile all rules anew.
    #[doc(hidden)]
    fn carry(&self, way: Way<'_>)
    where
        Self: Sized,
    {
        way.with(self);
    }
}

impl Luck for Key {
    fn carry(&self, way: Way<'_>) {
        way.with(self);
    }

    #[inline]
    fn block(&self, entity: u64, purpose: Purpose, index: u32) -> [u64; 2] {
        let (first, second) = pair(*self, entity, purpose, index);
        [first, second]
    }
}

/// The two words of a block.
///
/// Called, not inlined, from the many places that ask: measured faster, the rules fit the instruction cache better.
/// Two words come back in two registers; an array would come back through memory, and whoever then reads both words at
/// once waits for the two writes.
#[inline(never)]
fn pair(key: Key, entity: u64, purpose: Purpose, index: u32) -> (u64, u64) {
    let [first, second] = block(key, entity, purpose, index);
    (first, second)
}

/// The uniform number in (0, 1) that 32 bits stand for: an odd multiple of 2⁻³³.
///
/// Fine enough for the tails that a rule can show: 6.2 standard deviations, 22 exponential means.
#[inline]
pub(crate) fn quarter(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / 4_294_967_296.0;
    (f64::from(bits as u32) + 0.5) * STEP
}

/// A block as four uniform numbers: upper and lower half of the first word, then of the second.
#[inline]
pub(crate) fn quarters([first, second]: [u64; 2]) -> [f64; 4] {
    [
        quarter(first >> 32),
        quarter(first),
        quarter(second >> 32),
        quarter(second),
    ]
}

/// The five uniform numbers that decide an incident, from one block, as the whole numbers that they are.
///
/// Fire and offspring have 32 bits; type and the two reports, which no rare event hangs on, have 21 each, a grain of
/// 5e-7. One block an incident is what keeps quiet ones cheap, and so does comparing bits with [`threshold`]s.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks([u64; 2]);

/// Bits of a mark that decides a type or a report.
pub(crate) const SHORT: u32 = 21;

impl Marks {
    #[inline]
    pub(crate) fn new(block: [u64; 2]) -> Self {
        Self(block)
    }

    #[inline]
    pub(crate) fn fire(self) -> u64 {
        self.0[0] >> 32
    }

    #[inline]
    pub(crate) fn offspring(self) -> u64 {
        self.0[0] & 0xFFFF_FFFF
    }

    #[inline]
    pub(crate) fn kind(self) -> u32 {
        (self.0[1] >> 43) as u32
    }

    #[inline]
    pub(crate) fn victim_report(self) -> u32 {
        (self.0[1] >> 22) as u32 & 0x1F_FFFF
    }

    #[inline]
    pub(crate) fn own_report(self) -> u32 {
        (self.0[1] >> 1) as u32 & 0x1F_FFFF
    }
}

/// How many of the 2ⁿ numbers of n `bits` stand for a uniform number below `p`: `b < threshold` is `u < p`, exactly,
/// without turning a number into a float.
pub(crate) fn threshold(p: f64, bits: u32) -> u64 {
    let all = (1_u64 << bits) as f64;
    // NaN and negatives become 0.
    let below = p * all - 0.5;
    let whole = below as u64;
    (whole + u64::from((whole as f64) < below)).min(1 << bits)
}

/// The `n`-th uniform number of `side` at a place that both sides share: word 0 is side 0's, word 1 side 1's.
#[inline]
pub(crate) fn shared<L: Luck>(luck: &L, entity: u64, purpose: Purpose, side: usize, n: u32) -> f64 {
    let word = luck.block(entity, purpose, n / 2)[side];
    quarter(if n.is_multiple_of(2) { word >> 32 } else { word })
}

/// Whether something of the given log odds happens: u < σ(x).
///
/// Most calls are improbable events, and e^y ≥ 1 + y + y²/2 + y³/6 for y ≥ 0 refuses those without an exponential.
#[inline]
pub(crate) fn happens(u: f64, log_odds: f64) -> bool {
    let y = -log_odds;
    if y > 0.0 && u * (2.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0)))) >= 1.0 {
        return false;
    }
    u < logistic(log_odds)
}

/// A standard normal number.
#[inline]
pub(crate) fn normal(u: f64) -> f64 {
    quick_normal(u)
}
