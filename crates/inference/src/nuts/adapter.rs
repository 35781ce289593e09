//! Shows a [`LogDensity`] to nuts-rs.

use std::collections::HashMap;

use nuts_rs::{CpuLogpFunc, CpuMathError, HasDims, LogpError};

use crate::density::LogDensity;

/// A density as nuts-rs wants it.
pub(super) struct Adapter<'a, D> {
    density: &'a D,
}

impl<'a, D: LogDensity> Adapter<'a, D> {
    pub(super) fn new(density: &'a D) -> Self {
        Self { density }
    }
}

/// A point outside the support, met on a trajectory.
#[derive(Debug, thiserror::Error)]
#[error("the log density is {value} there")]
pub(super) struct Outside {
    value: f64,
}

impl LogpError for Outside {
    /// The trajectory ends there and counts as divergent; sampling goes on.
    fn is_recoverable(&self) -> bool {
        true
    }
}

impl<D: LogDensity> HasDims for Adapter<'_, D> {
    fn dim_sizes(&self) -> HashMap<String, u64> {
        HashMap::from([("unconstrained_parameter".to_owned(), self.density.dim() as u64)])
    }
}

impl<D: LogDensity> CpuLogpFunc for Adapter<'_, D> {
    type LogpError = Outside;
    type FlowParameters = ();
    type ExpandedVector = Vec<f64>;

    fn dim(&self) -> usize {
        self.density.dim()
    }

    fn logp(&mut self, position: &[f64], gradient: &mut [f64]) -> Result<f64, Outside> {
        let value = self.density.log_density(position, gradient);
        if value.is_finite() && gradient.iter().all(|g| g.is_finite()) {
            Ok(value)
        } else {
            Err(Outside { value })
        }
    }

    /// Draws are kept as they are; nothing is derived from them inside the sampler.
    fn expand_vector<R: nuts_rs::rand::Rng + ?Sized>(
        &mut self,
        _: &mut R,
        _: &[f64],
    ) -> Result<Vec<f64>, CpuMathError> {
        Ok(Vec::new())
    }
}
