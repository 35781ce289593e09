//! How commands decide: a trait, the quantal response that is the default, and a script of recorded decisions.

use crate::episode::RungSet;
use crate::event::{Forces, Victor};
use crate::maths::exp;
use crate::prepared::{Prepared, base_utilities};
use crate::rung::Rung;

/// Pulls beyond this are weighed by the slower sum that cannot overflow.
const STRONG_PULL: f64 = 30.0;

/// What a command sees when it must decide.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    pub(crate) prepared: &'a Prepared,
    /// Days since the start.
    pub time: f64,
    /// Where.
    pub sector: usize,
    /// The side that decides.
    pub side: usize,
    /// Step within the episode, from 1.
    pub step: u32,
    /// Day on which the episode opened.
    pub opened: f64,
    /// Forces present, by side.
    pub forces: [Forces; 2],
    /// Men lost in this episode, by side.
    pub lost: [u32; 2],
    /// The last act, if one was taken; before it the opening incident counts.
    pub last: Option<Rung>,
    /// Score of the last act or of the opening.
    pub h_last: f64,
    /// Highest score so far.
    pub h_max: f64,
    /// Who holds disputed ground.
    pub holder: Option<usize>,
    /// Grievance of each side, nat.
    pub grievance: [f64; 2],
    /// Memory of defeat of each side, nat.
    pub memory: [f64; 2],
    /// Vagueness of the line here, 0–1.
    pub vagueness: f64,
    /// Distraction of each side, 0–1.
    pub distraction: [f64; 2],
    /// Field preference rules this decision (B).
    pub field: bool,
    /// The capital approves of force.
    pub approved: bool,
    /// Pull of the situation Δ_B, nat.
    pub pull: f64,
    /// Pull of a general war, nat; read only where it is possible.
    pub war_pull: f64,
    /// Men that the theatre can still send here.
    pub(crate) room: f64,
    /// What can be done; `Rung::Ignore` always can.
    pub possible: RungSet,
}

impl Situation<'_> {
    /// Utility of each rung, possible or not.
    ///
    /// **Law** U(r) of book, model §4, step 7. **Units** nat; the choice scale is 1. **Valid for** any pull.
    /// **Source** quantal response, McKelvey and Palfrey (1995). **Status** assumed with priors.
    pub fn utilities(&self) -> [f64; 13] {
        let p = &self.prepared.p;
        let mut utilities = base_utilities(p, self.h_last);
        for (u, rung) in utilities.iter_mut().zip(Rung::ALL) {
            *u += match rung {
                Rung::GeneralWar => rung.score() * self.war_pull,
                _ => rung.score() * self.pull,
            };
            if self.field && rung.is_force() {
                *u += p.autonomy_bonus;
            }
        }
        utilities
    }

    /// Weights proportional to the probabilities of the possible rungs; 0 for the others.
    pub fn weights(&self) -> [f64; 13] {
        let p = &self.prepared.p;
        let drive = self.pull + p.reciprocity * p.follow * self.h_last;
        let war = self.war_pull + p.reciprocity * p.follow * self.h_last;
        if drive.abs() <= STRONG_PULL && war.abs() <= STRONG_PULL {
            let weights = self.quick_weights(drive, war);
            let total: f64 = weights.iter().sum();
            if total > 1e-200 && total < 1e200 {
                return weights;
            }
        }
        self.safe_weights()
    }

    /// e^U up to a common factor: U(r) = (α_r − ½·reciprocity·h_r²) + h_r·(Δ_B + reciprocity·follow·h_last) + const,
    /// so a tabulated factor times a power of one exponential; at general war `war` stands in for the drive.
    #[inline]
    fn quick_weights(&self, drive: f64, war: f64) -> [f64; 13] {
        let mut weights = self.prepared.weights;
        let half = exp(0.5 * drive);
        let e1 = half * half;
        let back = 1.0 / e1;
        let (e2, back2) = (e1 * e1, back * back);
        let e4 = e2 * e2;
        let e8 = e4 * e4;
        let powers = [
            1.0,
            e1,
            half,
            e2,
            e4,
            e4 * e2,
            e4 * e1,
            e8,
            e8 * e1,
            back2 * back,
            back2,
            back2 * back2,
            if self.possible.contains(Rung::GeneralWar) {
                exp(Rung::GeneralWar.score() * war)
            } else {
                0.0
            },
        ];
        let bonus = if self.field { self.prepared.bonus } else { 1.0 };
        for r in 0..13 {
            let force = if (4..=8).contains(&r) { bonus } else { 1.0 };
            let possible = if self.possible.has(r) { 1.0 } else { 0.0 };
            weights[r] *= powers[r] * force * possible;
        }
        weights
    }

    fn safe_weights(&self) -> [f64; 13] {
        let utilities = self.utilities();
        let possible = |r: &usize| self.possible.has(*r);
        let top = (0..13)
            .filter(possible)
            .fold(f64::NEG_INFINITY, |m, r| m.max(utilities[r]));
        std::array::from_fn(|r| {
            if self.possible.has(r) {
                exp(utilities[r] - top)
            } else {
                0.0
            }
        })
    }
}

/// A decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What is done.
    pub rung: Rung,
    /// It happened like this on record: chance raises it no further.
    pub recorded: bool,
}

/// A battle of a crisis that is about to be fought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BattleAhead {
    /// Days since the start.
    pub time: f64,
    /// Where.
    pub sector: usize,
    /// The attacking side.
    pub attacker: usize,
    /// The rung that brings it.
    pub rung: Rung,
    /// Men whom each side engages.
    pub men: [u32; 2],
}

/// Decides for both commands. `u` is a uniform number in (0, 1) that belongs to this decision.
pub trait Policy {
    /// A run begins.
    fn begin(&mut self) {}

    /// Chooses among the possible rungs; an impossible choice becomes [`Rung::Ignore`].
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice;

    /// The outcome of a battle, where it is not left to chance. Counterfactuals force it; commands do not.
    #[inline]
    fn ordain(&mut self, _battle: &BattleAhead) -> Option<Victor> {
        None
    }
}

/// The default: P(r) ∝ e^U(r) over the possible rungs.
///
/// **Law** book, model §4, step 7. **Units** nat. **Valid for** any situation. **Source** McKelvey and Palfrey
/// (1995); Esarey, Mukherjee and Moore (2008). **Status** assumed with priors; the scale is fixed to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QuantalResponse;

impl Policy for QuantalResponse {
    #[inline]
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        let mut sums = situation.weights();
        let mut total = 0.0;
        for sum in &mut sums {
            total += *sum;
            *sum = total;
        }
        // Counted, not searched: which rung it is no predictor guesses. An impossible rung adds nothing to its sum.
        let target = u * total;
        let chosen = sums.iter().filter(|sum| **sum <= target).count();
        // Rounding may put the target at the very end of the last sum.
        let rung = match Rung::ALL.get(chosen) {
            Some(rung) => *rung,
            None => situation.possible.iter().last().unwrap_or(Rung::Ignore),
        };
        Choice {
            rung,
            recorded: false,
        }
    }
}

/// One decision of a script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Where.
    pub sector: usize,
    /// Who decides.
    pub side: usize,
    /// First day on which the line can be spoken.
    pub from: f64,
    /// Last day.
    pub to: f64,
    /// What is done.
    pub rung: Rung,
}

/// Replays decisions: each line once, in order within its sector and side, when an episode stands there in its
/// window and the rung is possible. Elsewhere and otherwise commands respond quantally.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scripted {
    lines: Vec<Line>,
    spoken: Vec<bool>,
}

impl Scripted {
    /// A script of these lines.
    pub fn new(lines: Vec<Line>) -> Self {
        let spoken = vec![false; lines.len()];
        Self { lines, spoken }
    }

    /// How many lines the run has spoken so far.
    pub fn spoken(&self) -> usize {
        self.spoken.iter().filter(|s| **s).count()
    }

    fn next_line(&self, s: &Situation<'_>) -> Option<usize> {
        let mut lines = self.lines.iter().zip(&self.spoken);
        let next = lines.position(|(line, spoken)| {
            !spoken && line.sector == s.sector && line.side == s.side && line.to >= s.time
        })?;
        let line = &self.lines[next];
        (line.from <= s.time && s.possible.has(line.rung as usize)).then_some(next)
    }
}

impl Policy for Scripted {
    fn begin(&mut self) {
        self.spoken.fill(false);
    }

    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        match self.next_line(situation) {
            Some(n) => {
                self.spoken[n] = true;
                Choice {
                    rung: self.lines[n].rung,
                    recorded: true,
                }
            }
            None => QuantalResponse.choose(situation, u),
        }
    }
}
