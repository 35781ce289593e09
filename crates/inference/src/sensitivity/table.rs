//! Outputs of a design: rows of points, each with the same number of replicates.

use super::DesignError;

/// A row of another length than the table's rows have, or with a value that is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Another length.
    #[error("a row of {given} values in a table whose rows have {wanted}")]
    Length {
        /// Values given.
        given: usize,
        /// Values wanted.
        wanted: usize,
    },
    /// No number.
    #[error("value {place} of row {row} is no number: a design needs an output at every point")]
    NotANumber {
        /// Row.
        row: usize,
        /// Place in it.
        place: usize,
    },
}

/// Outputs, row after row; in a row point after point; of a point replicate after replicate.
///
/// Points of one row whose outputs are compared may share their luck, replicate by replicate. Luck must differ between
/// replicates, between rows, and between A and B of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Outputs {
    points: usize,
    replicates: usize,
    values: Vec<f64>,
}

/// Mean and variance (n − 1) of a handful of values.
pub(super) fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (n, sum) = values.clone().fold((0.0, 0.0), |(n, s), v| (n + 1.0, s + v));
    let mean = sum / n;
    let squares: f64 = values.map(|v| (v - mean) * (v - mean)).sum();
    (mean, squares / (n - 1.0))
}

impl Outputs {
    /// An empty table.
    ///
    /// # Errors
    /// Fewer than two replicates.
    pub fn new(points: usize, replicates: usize) -> Result<Self, DesignError> {
        if replicates < 2 {
            return Err(DesignError::Replicates { asked: replicates });
        }
        Ok(Self {
            points,
            replicates,
            values: Vec::new(),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Another number of values than points times replicates, or one that is no number.
    pub fn push(&mut self, row: &[f64]) -> Result<(), ShapeError> {
        let wanted = self.points * self.replicates;
        if row.len() != wanted {
            let given = row.len();
            return Err(ShapeError::Length { given, wanted });
        }
        if let Some(place) = row.iter().position(|v| !v.is_finite()) {
            let row = self.rows();
            return Err(ShapeError::NotANumber { row, place });
        }
        self.values.extend_from_slice(row);
        Ok(())
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len() / (self.points * self.replicates)
    }

    /// Points of a row.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points
    }

    /// Replicates of a point.
    #[must_use]
    pub fn replicates(&self) -> usize {
        self.replicates
    }

    /// The replicates of a point.
    #[must_use]
    pub fn at(&self, row: usize, point: usize) -> &[f64] {
        let from = (row * self.points + point) * self.replicates;
        &self.values[from..from + self.replicates]
    }

    /// Mean of the replicates of a point, and the variance among them.
    pub(super) fn moments(&self, row: usize, point: usize) -> (f64, f64) {
        moments(self.at(row, point).iter().copied())
    }

    /// Mean difference between two points of a row over their replicates, and the estimate without bias of the square
    /// of the expected difference: the squared mean less its share of chance.
    pub(super) fn difference(&self, row: usize, from: usize, to: usize) -> (f64, f64) {
        let pairs = self.at(row, to).iter().zip(self.at(row, from));
        let (mean, variance) = moments(pairs.map(|(b, a)| b - a));
        (mean, mean * mean - variance / self.replicates as f64)
    }
}
