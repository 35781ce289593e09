//! What two sides remember of each other: grievance and the memory of defeat, fading between events.

use crate::maths::exp_of_loss;

/// A pair of values, one a side, that fade together at one rate and never fall below 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fading {
    values: [f64; 2],
    at: f64,
}

impl Fading {
    pub(crate) const ZERO: Self = Self {
        values: [0.0; 2],
        at: 0.0,
    };

    /// The values at time `t`, which is not before the last reading.
    ///
    /// **Law** x(t) = x(t₀)·e^(−rate·(t − t₀)) (book, model, Notation). **Units** nat, day. **Valid for** t ≥ t₀.
    /// **Source** exponential forgetting, the usual choice. **Status** assumed; the half-lives have priors.
    #[inline]
    pub(crate) fn at(&mut self, t: f64, rate: f64) -> [f64; 2] {
        if t > self.at {
            if self.values[0] + self.values[1] > 0.0 {
                let left = exp_of_loss(-rate * (t - self.at));
                self.values = [self.values[0] * left, self.values[1] * left];
            }
            self.at = t;
        }
        self.values
    }

    /// Adds to side `i` (a negative amount takes away), at the time of the last reading.
    #[inline]
    pub(crate) fn add(&mut self, i: usize, amount: f64) {
        let sum = self.values[i] + amount;
        self.values[i] = if sum > 0.0 { sum.min(Self::MOST) } else { 0.0 };
    }

    /// Forgets what was and begins with these values, at the time of the last reading.
    pub(crate) fn set(&mut self, values: [f64; 2]) {
        self.values = values.map(|v| if v > 0.0 { v.min(Self::MOST) } else { 0.0 });
    }

    /// Multiplies both, at the time of the last reading.
    #[inline]
    pub(crate) fn scale(&mut self, factor: f64) {
        self.values = [self.values[0] * factor, self.values[1] * factor];
    }

    /// The values at the last reading.
    pub(crate) fn last(&self) -> [f64; 2] {
        self.values
    }

    /// A value that no rule can tell from more, so that hostile parameters stay finite.
    const MOST: f64 = 1e9;
}
