//! Global sensitivity: which inputs of a model that also throws dice account for the variance of what comes out.
//!
//! Outputs arrive as replicates, several runs of one point that differ by luck alone. With the law of total variance,
//! Var(Y) = Var(E\[Y | x\]) + E\[Var(Y | x)\]: the second term is the *aleatory* part, and every index here is one of the
//! first term, estimated without bias from a few replicates a point (variance deconvolution; Clements, Geraci, Olson,
//! Palmer 2024, arXiv 2305.15934). Where points that are compared share their luck, as the designs here let them, what
//! is taken out is the variance of the *difference*, which is smaller.

mod design;
mod given;
mod indices;
mod morris;
mod table;

pub use design::{DesignError, Point, Saltelli};
pub use given::{Given, GivenError, Ratio};
pub use indices::{Analysis, Estimate, Index};
pub use morris::{Effect, Morris, Screening};
pub use table::{Outputs, ShapeError};

/// Chance that an analysis of any size tells of an input that does nothing: divided among its inputs.
pub const FALSE_ALARM: f64 = 0.01;
