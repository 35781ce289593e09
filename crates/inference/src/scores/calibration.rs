//! The calibration line of predicted probabilities: what happened, regressed on what was said.

use serde::Serialize;

/// Intercept and slope of logit P(happened) on logit(stated probability), with standard errors.
///
/// A slope below 1 says that the predictions are too bold, above 1 too timid; an intercept off 0 that they are too low
/// (positive) or too high (Cox 1958).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calibration {
    /// Intercept.
    pub intercept: f64,
    /// Its standard error.
    pub intercept_error: f64,
    /// Slope.
    pub slope: f64,
    /// Its standard error.
    pub slope_error: f64,
}

/// Why there is no calibration line.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// A probability of 0 or 1 (or none), which has no logit.
    #[error("case {case}: probability {value} has no logit")]
    Probability {
        /// Which case.
        case: usize,
        /// The value.
        value: f64,
    },
    /// Two lists that should go together.
    #[error("{probabilities} probabilities against {outcomes} outcomes")]
    Lengths {
        /// Probabilities given.
        probabilities: usize,
        /// Outcomes given.
        outcomes: usize,
    },
    /// Everything or nothing happened, one probability was stated throughout, or the probabilities part the outcomes
    /// without an overlap.
    #[error(
        "no finite line fits: the outcomes are all alike, or the probabilities all alike or perfectly parted"
    )]
    NoLine,
}

/// Fits the line by Newton's method.
///
/// # Errors
///
/// If a probability has no logit or no finite line fits.
pub fn calibration(probabilities: &[f64], happened: &[bool]) -> Result<Calibration, CalibrationError> {
    if probabilities.len() != happened.len() {
        return Err(CalibrationError::Lengths {
            probabilities: probabilities.len(),
            outcomes: happened.len(),
        });
    }
    let outside = |p: f64| !(p > 0.0 && p < 1.0);
    if let Some((case, value)) = probabilities
        .iter()
        .copied()
        .enumerate()
        .find(|(_, p)| outside(*p))
    {
        return Err(CalibrationError::Probability { case, value });
    }
    let logits: Vec<f64> = probabilities.iter().map(|p| (p / (1.0 - p)).ln()).collect();
    let mut line = [0.0, 1.0];
    for _ in 0..50 {
        let (score, information) = moments(&logits, happened, line);
        let [a, b, d] = information;
        let determinant = a * d - b * b;
        if determinant.is_nan() || determinant <= 1e-10 * a * d {
            return Err(CalibrationError::NoLine);
        }
        let step = [
            (d * score[0] - b * score[1]) / determinant,
            (a * score[1] - b * score[0]) / determinant,
        ];
        line = [line[0] + step[0], line[1] + step[1]];
        if step[0].abs() + step[1].abs() < 1e-10 {
            return Ok(Calibration {
                intercept: line[0],
                intercept_error: (d / determinant).sqrt(),
                slope: line[1],
                slope_error: (a / determinant).sqrt(),
            });
        }
    }
    Err(CalibrationError::NoLine)
}

/// Score vector and information matrix (top left, off the diagonal, bottom right) of the logistic likelihood.
fn moments(logits: &[f64], happened: &[bool], line: [f64; 2]) -> ([f64; 2], [f64; 3]) {
    let mut score = [0.0; 2];
    let mut information = [0.0; 3];
    for (x, y) in logits.iter().zip(happened) {
        let p = 1.0 / (1.0 + (-(line[0] + line[1] * x)).exp());
        let miss = f64::from(u8::from(*y)) - p;
        let weight = p * (1.0 - p);
        score[0] += miss;
        score[1] += miss * x;
        information[0] += weight;
        information[1] += weight * x;
        information[2] += weight * x * x;
    }
    (score, information)
}
