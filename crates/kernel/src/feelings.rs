//! What two sides remember of each other: grievance and the memory of defeat, fading between events.

use crate::maths::exp_of_loss;

/// A pair of values, one a side, that fade together at one rate and never fall below 0.
///
/// The time of the last reading stands between the two, so that they are never read as one: a read of both that follows
/// a write of one waits until that has reached the cache, and after every quiet incident it did.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub(crate) struct Fading {
    first: f64,
    at: f64,
    second: f64,
}

impl Fading {
    pub(crate) const ZERO: Self = Self {
        first: 0.0,
        at: 0.0,
        second: 0.0,
    };

    /// The values at time `t`, which is not before the last reading.
    ///
    /// **Law** x(t) = x(t₀)·e^(−rate·(t − t₀)) (book, model, Notation). **Units** nat, day. **Valid for** t ≥ t₀.
    /// **Source** exponential forgetting, the usual choice. **Status** assumed; the half-lives have priors.
    #[inline]
    pub(crate) fn at(&mut self, t: f64, rate: f64) -> [f64; 2] {
        let mut values = self.last();
        if t > self.at {
            let left = exp_of_loss(-rate * (t - self.at));
            values = [values[0] * left, values[1] * left];
            [self.first, self.second] = values;
            self.at = t;
        }
        values
    }

    /// Adds to side `i` (a negative amount takes away), at the time of the last reading.
    #[inline]
    pub(crate) fn add(&mut self, i: usize, amount: f64) {
        let value = if i == 0 { &mut self.first } else { &mut self.second };
        *value = within(*value + amount);
    }

    /// Forgets what was and begins with these values, at the time of the last reading.
    pub(crate) fn set(&mut self, values: [f64; 2]) {
        [self.first, self.second] = values.map(within);
    }

    /// Multiplies both, at the time of the last reading.
    #[inline]
    pub(crate) fn scale(&mut self, factor: f64) {
        self.first *= factor;
        self.second *= factor;
    }

    /// The values at the last reading.
    #[inline]
    pub(crate) fn last(&self) -> [f64; 2] {
        [self.first, self.second]
    }
}

/// What a value can be: NaN and negatives become 0.
#[inline]
fn within(value: f64) -> f64 {
    /// A value that no rule can tell from more, so that hostile parameters stay finite.
    const MOST: f64 = 1e9;
    if value > 0.0 { value.min(MOST) } else { 0.0 }
}
