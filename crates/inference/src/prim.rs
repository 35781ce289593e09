//! Scenario discovery by patient rule induction (PRIM): the box of inputs in which an outcome comes about most often.
//!
//! **Law** a box is peeled, a small share at a time, where that raises the share of hits most; the trajectory of boxes
//! trades coverage (share of all hits inside) for density (share of hits among the cases inside). **Valid for** any
//! inputs, ordered or yes and no. **Source** Friedman, Fisher 1999, doi 10.1023/A:1008894516817; coverage, density and
//! quasi-p values: Bryant, Lempert 2010, doi 10.1016/j.techfore.2009.08.002; the lenient objective for tied values:
//! Kwakkel, Jaxa-Rozen 2016, doi 10.1016/j.envsoft.2015.11.020. **Status** a box is found on one half of the cases and
//! judged on the other.

mod claim;
mod discover;
mod peel;

pub use claim::{Claim, Tested};
pub use discover::{Choice, Discovered, Discovery, DiscoverySettings, PrimError, discover};
pub use peel::{Restriction, Step};

/// Cases with their inputs and whether the outcome came about.
///
/// Cases of one block share something (their parameters): blocks, not cases, are what is independent.
#[derive(Debug, Clone, Copy)]
pub struct Cases<'c> {
    /// One column an input.
    pub inputs: &'c [Vec<f64>],
    /// Whether the outcome came about.
    pub hits: &'c [bool],
    /// Block of each case.
    pub blocks: &'c [usize],
}
