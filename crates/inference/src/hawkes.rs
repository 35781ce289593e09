//! Self-exciting and mutually exciting point processes with exponential kernels: likelihoods with their gradients,
//! maximum likelihood, and the law of counts where only totals of periods are known.
//!
//! **Law** λ(t) = μ + Σ_{j: t_j < t} w_j·n·β·e^{−β(t−t_j)}, n the branching ratio, 1/β the mean delay of an offspring.
//! **Units** that of the times and its inverse. **Valid for** n·E\[w\] < 1 where a stationary law is meant.
//! **Source** Hawkes (1971); recursion: Ozaki (1979). **Status** a law, nothing estimated here.

mod counts;
mod fit;
mod mutual;
mod plain;
mod product;
mod simulate;
mod univariate;

pub use counts::{Counted, Renewal, RenewalSlopes, negative_binomial};
pub use fit::{Fitted, fit};
pub use mutual::{Background, Mutual, MutualLayout};
pub use plain::plain_log_likelihood;
pub use simulate::{simulate, simulate_mutual};
pub use univariate::{Path, Rates, Value};

/// What is wrong with the events of a process.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum HawkesError {
    /// A time that is not finite, lies before 0 or after the end.
    #[error("event {index} is at {time}, outside [0, {end}]")]
    Outside {
        /// Position of the event.
        index: usize,
        /// Its time.
        time: f64,
        /// End of the observation.
        end: f64,
    },
    /// An event earlier than the one before it.
    #[error("event {index} is at {time}, earlier than the one before it at {before}")]
    Unordered {
        /// Position of the event.
        index: usize,
        /// Its time.
        time: f64,
        /// The time before.
        before: f64,
    },
    /// An observation that does not last.
    #[error("an observation must end after 0, not at {end}")]
    End {
        /// Its end.
        end: f64,
    },
    /// As many weights or kinds as events are needed.
    #[error("{events} events but {given} {what}")]
    Lengths {
        /// Number of events.
        events: usize,
        /// Number of the others.
        given: usize,
        /// What the others are.
        what: &'static str,
    },
    /// A weight below 0 or not finite.
    #[error("event {index} has the weight {weight}; weights are finite and at least 0")]
    Weight {
        /// Position of the event.
        index: usize,
        /// Its weight.
        weight: f64,
    },
    /// A kind that does not exist.
    #[error("event {index} is of kind {kind}, but there are {kinds} kinds")]
    Kind {
        /// Position of the event.
        index: usize,
        /// Its kind.
        kind: usize,
        /// Number of kinds.
        kinds: usize,
    },
    /// A layout whose parts do not fit together.
    #[error("layout: {what} must be {wanted}, not {given}")]
    Layout {
        /// What does not fit.
        what: &'static str,
        /// The size that fits.
        wanted: usize,
        /// The size given.
        given: usize,
    },
    /// Too few events for three parameters.
    #[error("{events} events are too few to fit three parameters; at least 10 are needed")]
    TooFew {
        /// Number of events.
        events: usize,
    },
    /// The optimiser gave up.
    #[error("no maximum found: {why}")]
    NoMaximum {
        /// What it says.
        why: String,
    },
}

/// Checks times against their observation.
fn check_times(times: &[f64], end: f64) -> Result<(), HawkesError> {
    if !(end.is_finite() && end > 0.0) {
        return Err(HawkesError::End { end });
    }
    let mut before = 0.0;
    for (index, &time) in times.iter().enumerate() {
        if !(0.0..=end).contains(&time) {
            return Err(HawkesError::Outside { index, time, end });
        }
        if time < before {
            return Err(HawkesError::Unordered { index, time, before });
        }
        before = time;
    }
    Ok(())
}

/// Checks weights, if there are any.
fn check_weights(events: usize, weights: &[f64]) -> Result<(), HawkesError> {
    if weights.len() != events {
        let given = weights.len();
        return Err(HawkesError::Lengths {
            events,
            given,
            what: "weights",
        });
    }
    match weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        None => Ok(()),
        Some(index) => Err(HawkesError::Weight {
            index,
            weight: weights[index],
        }),
    }
}
