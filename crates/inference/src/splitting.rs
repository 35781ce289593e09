//! Probabilities of rare events by multilevel splitting: paths that come nearer to the event are cloned, the others die.
//!
//! A [`Path`] has a level that only grows; the event is a level reached. [`fixed()`] clones at levels chosen beforehand,
//! [`adaptive()`] lets the paths themselves choose them; both products are unbiased for any level function, whether it has
//! ties or not and however far one step jumps. [`Repeated`] joins independent repeats into an estimate with its error.
//! All chance is addressed: the same settings give the same numbers, whatever the threads.

mod adaptive;
mod fixed;
mod repeated;

use serde::Serialize;

pub use adaptive::{adaptive, pilot};
pub use fixed::fixed;
pub use repeated::{Agreement, Repeated, Rung};

/// Where a path's chance comes from: nothing else decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address {
    /// Number of the repeat; repeats are independent of each other.
    pub repeat: u64,
    /// Number of the stage in which the path got this chance; 0 for its beginning.
    pub stage: u64,
    /// Number of the path within its stage.
    pub particle: u64,
}

/// A path that can be stopped where it is, cloned, and gone on with under other chance.
pub trait Path: Clone + Send + Sync {
    /// The highest level reached so far.
    fn level(&self) -> f64;

    /// Goes on until the level is `to` or more (true) or the path has ended (false).
    ///
    /// Deterministic: clones do the same, and stopping at levels between changes nothing.
    fn advance(&mut self, to: f64) -> bool;

    /// Goes on from here under the chance of another address, as independent of the old as two paths are.
    fn rekey(&mut self, at: Address);

    /// Work done along the path since its beginning, in any unit.
    fn work(&self) -> u64;
}

/// Where paths come from.
pub trait Paths: Sync {
    /// A path, which may borrow what it is played with.
    type Path<'a>: Path
    where
        Self: 'a;

    /// A path at its beginning.
    fn begin(&self, at: Address) -> Self::Path<'_>;
}

/// How one repeat is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Paths in each stage.
    pub paths: usize,
    /// Number of the repeat.
    pub repeat: u64,
    /// Root of the choices of parents.
    pub seed: u64,
}

/// One level of a repeat.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stage {
    /// The level that was to be reached; adaptively, that had to be exceeded by those that live on.
    pub threshold: f64,
    /// Paths that tried.
    pub tried: u64,
    /// Paths that came there.
    pub reached: u64,
    /// Work done in the stage.
    pub work: u64,
}

/// One repeat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Splitting {
    /// The unbiased estimate: the product of the stages' shares; 0 if the paths died out.
    pub probability: f64,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Work done in all.
    pub work: u64,
    /// The first ancestors, by number, of the paths that came to the event.
    pub ancestors: Vec<u64>,
}

impl Splitting {
    fn of(stages: Vec<Stage>, ancestors: Vec<u64>) -> Self {
        let share = |s: &Stage| s.reached as f64 / s.tried.max(1) as f64;
        Self {
            probability: stages.iter().map(share).product(),
            work: stages.iter().map(|s| s.work).sum(),
            stages,
            ancestors,
        }
    }
}

/// A path with the number of its first ancestor.
#[derive(Clone)]
struct Member<P> {
    path: P,
    ancestor: u64,
}
