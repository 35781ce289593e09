//! The quantal response with the choice of general war taken apart, so that a campaign can be stopped on the brink of it.

use halha_kernel::chance::{Key, open, philox2x64};
use halha_kernel::episode::RungSet;
use halha_kernel::maths::ln;
use halha_kernel::policy::{Choice, Policy, QuantalResponse, Situation};
use halha_kernel::rung::Rung;

/// Score of the act before from which a raise without choice threatens: the model's own.
const BRINK: f64 = 4.0;

/// What a chooser does where war is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Decides for war or not by one uniform, then among the rest by another.
    Apart,
    /// Leaves all to the kernel, and adds up the probabilities of war.
    Sum,
    /// Leaves all to the kernel.
    Whole,
}

/// A decision that could have been for war.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Brink {
    /// Probability of war.
    pub(super) chance: f64,
    /// The uniform that decided: war below `chance`.
    pub(super) v: f64,
}

impl Brink {
    /// How near it came, decimal orders of magnitude: 0 and above is war.
    pub(super) fn nearness(self) -> f64 {
        if self.chance > 0.0 {
            ln(self.chance / self.v) * std::f64::consts::LOG10_E
        } else {
            f64::NEG_INFINITY
        }
    }
}

/// Decides for both sides.
///
/// **Law** that of the kernel: war with probability Q = (w₁₂ + w₈·c²)/Σw, by choice or by a corps offensive that chance
/// raises (c = brink·h_last/10); given no war, rung r with weight w_r, w₈ taken times 1 − c², and rungs 0–7 raised by one
/// with probability c where the next is possible. **Units** none. **Valid for** any situation. **Source** book, model §4,
/// steps 7 and 8. **Status** as there; a test compares both.
#[derive(Debug, Clone)]
pub(super) struct Chooser {
    manner: Manner,
    /// Parameter `brink`.
    brink: f64,
    /// Where the uniforms of the decisions about war come from.
    key: Key,
    /// The uniform of the decision that comes next, if the path was stopped before it.
    held: Option<f64>,
    /// The last decision that could have been for war, until it is taken away.
    last: Option<Brink>,
    /// Sum of the probabilities of war so far.
    pub(super) sum: f64,
}

impl Chooser {
    pub(super) fn new(manner: Manner, brink: f64, key: Key) -> Self {
        Self {
            manner,
            brink,
            key,
            held: None,
            last: None,
            sum: 0.0,
        }
    }

    /// The last decision that could have been for war, once.
    pub(super) fn take(&mut self) -> Option<Brink> {
        self.last.take()
    }

    /// The decision that comes next is decided by this uniform.
    pub(super) fn hold(&mut self, v: f64) {
        self.held = Some(v);
    }

    /// Goes on with other uniforms; a decision that is held is decided by one below `bound`.
    pub(super) fn rekey(&mut self, key: Key, bound: f64) {
        self.key = key;
        if let Some(v) = &mut self.held {
            let [u, _] = philox2x64([u64::MAX, 0], key.bits());
            *v = bound * open(u);
        }
    }

    /// Probability of war, and that a raise happens.
    fn odds(&self, situation: &Situation<'_>) -> (f64, f64) {
        let weights = situation.weights();
        let raise = if situation.h_last < BRINK {
            0.0
        } else {
            self.brink * situation.h_last / 10.0
        };
        let total: f64 = weights.iter().sum();
        let war = weights[Rung::GeneralWar as usize] + weights[Rung::Corps as usize] * raise * raise;
        (war / total, raise)
    }

    fn apart(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        let (chance, raise) = self.odds(situation);
        // The kernel's uniform names the decision; its own bits are not fine enough for what hangs on them here.
        let [first, second] = philox2x64([u.to_bits(), situation.time.to_bits()], self.key.bits());
        let [third, fourth] = philox2x64([first, second], self.key.bits());
        let v = self.held.take().unwrap_or_else(|| open(first));
        self.last = Some(Brink { chance, v });
        let rung = if v < chance {
            Rung::GeneralWar
        } else {
            raised(
                situation,
                peaceful(situation, raise, [open(second), open(third)]),
                raise,
                open(fourth),
            )
        };
        // What is marked as recorded the kernel raises no further.
        Choice { rung, recorded: true }
    }
}

/// A rung other than war. A corps offensive that would be raised to war is drawn again.
fn peaceful(situation: &Situation<'_>, raise: f64, [u, again]: [f64; 2]) -> Rung {
    let weights = situation.weights();
    let all: f64 = weights[..Rung::GeneralWar as usize].iter().sum();
    let corps = weights[Rung::Corps as usize];
    let kept = corps * (1.0 - raise * raise);
    // Whether it is a corps offensive first, then which of the others.
    if u * (all - corps + kept) < kept {
        return Rung::Corps;
    }
    let mut others = *situation;
    others.possible = RungSet::default();
    let left = situation.possible.iter();
    left.filter(|r| !matches!(r, Rung::GeneralWar | Rung::Corps))
        .for_each(|r| others.possible.insert(r));
    QuantalResponse.choose(&others, again).rung
}

/// Brinkmanship among the rungs below a corps offensive.
fn raised(situation: &Situation<'_>, rung: Rung, chance: f64, u: f64) -> Rung {
    let next = match rung as usize {
        r @ 0..8 if u < chance => Rung::ALL[r + 1],
        _ => return rung,
    };
    if situation.possible.contains(next) {
        next
    } else {
        rung
    }
}

impl Policy for Chooser {
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        if situation.possible.contains(Rung::GeneralWar) {
            match self.manner {
                Manner::Apart => return self.apart(situation, u),
                Manner::Sum => self.sum += self.odds(situation).0,
                Manner::Whole => {}
            }
        }
        QuantalResponse.choose(situation, u)
    }
}
