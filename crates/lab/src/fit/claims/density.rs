//! The log density of the claims' parameters with its gradient, the true losses integrated out.

use halha_inference::density::LogDensity;

use super::rows::{Group, Said, Speaker};
use crate::fit::line::Line;

/// Law of the logarithm of a true loss before anybody speaks: mean and standard deviation. Assumed, wide: from none to
/// some tens of thousands.
const TRUE_MEAN: f64 = 4.0;
const TRUE_SD: f64 = 3.0;

/// Places of the parameters in the line.
const OWN: usize = 0;
const ENEMY: usize = 2;
const OWN_SD: usize = 4;
const ENEMY_SD: usize = 5;
const VOICE_SD: usize = 6;
const AIR: usize = 7;

/// The density over the coordinates of its line.
#[derive(Debug, Clone)]
pub struct Claims {
    groups: Vec<Group>,
    line: Line,
}

impl Claims {
    /// The density of these groups; the line is that of [`super::line`].
    pub fn new(groups: Vec<Group>, line: Line) -> Self {
        Self { groups, line }
    }

    /// The parameters.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The parameters, the density given up.
    pub fn into_line(self) -> Line {
        self.line
    }
}

impl LogDensity for Claims {
    fn dim(&self) -> usize {
        self.line.free()
    }

    fn names(&self) -> Vec<String> {
        self.line.free_names()
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let places = self.line.places(at);
        let v: Vec<f64> = places.iter().map(|p| p.value).collect();
        let mut by_value = vec![0.0; v.len()];
        let sum: f64 = self.groups.iter().map(|g| group(g, &v, &mut by_value)).sum();
        sum + self.line.log_prior(&places, &by_value, gradient)
    }
}

/// The log-probability of all groups' figures at the values of the parameters, fixed ones included.
pub fn log_likelihood(groups: &[Group], values: &[f64]) -> f64 {
    let mut slopes = vec![0.0; values.len()];
    groups.iter().map(|g| group(g, values, &mut slopes)).sum()
}

/// Puts figures drawn from the law in the place of a group's own: a true loss, then what each speaker makes of it.
/// `normal` gives standard normal numbers.
pub fn speak(group: &mut Group, values: &[f64], normal: &mut impl FnMut() -> f64) {
    let truth = TRUE_MEAN + TRUE_SD * normal();
    let air = group.air;
    for said in &mut group.said {
        let (bias, sd) = law(said, air, values);
        let spread = (values[sd] * values[sd] + said.width * said.width).sqrt();
        said.ln = truth + bias + spread * normal();
    }
}

/// Bias of a figure and the place of its standard deviation.
fn law(said: &Said, air: bool, v: &[f64]) -> (f64, usize) {
    match said.speaker {
        Speaker::Own(r) => (v[OWN + r], OWN_SD),
        Speaker::Enemy(r) => (v[ENEMY + r] + if air { v[AIR + r] } else { 0.0 }, ENEMY_SD),
        Speaker::Voice => (0.0, VOICE_SD),
    }
}

/// The log density of one group's figures.
///
/// **Law** y ~ N(m + bias, diag(s²) + T²·11ᵀ), by the matrix determinant lemma. **Units** nat. **Valid for** s > 0.
/// **Source** normal–normal model. **Status** exact.
fn group(group: &Group, v: &[f64], by_value: &mut [f64]) -> f64 {
    let prior = TRUE_SD.powi(-2);
    let parts = group.said.iter().map(|said| {
        let (bias, sd) = law(said, group.air, v);
        let variance = v[sd] * v[sd] + said.width * said.width;
        (said.ln - TRUE_MEAN - bias, variance, sd)
    });
    let parts: Vec<(f64, f64, usize)> = parts.collect();
    let precision = prior + parts.iter().map(|p| 1.0 / p.1).sum::<f64>();
    let pulled = parts.iter().map(|p| p.0 / p.1).sum::<f64>() / precision;
    let mut value = -0.5 * (precision / prior).ln();
    for (said, (rest, variance, sd)) in group.said.iter().zip(&parts) {
        let alpha = (rest - pulled) / variance;
        value -= 0.5 * (variance.ln() + rest * alpha);
        let by_variance = 0.5 * (alpha * alpha - (1.0 - 1.0 / (variance * precision)) / variance);
        by_value[*sd] += 2.0 * v[*sd] * by_variance;
        match said.speaker {
            Speaker::Own(r) => by_value[OWN + r] += alpha,
            Speaker::Enemy(r) => {
                by_value[ENEMY + r] += alpha;
                by_value[AIR + r] += if group.air { alpha } else { 0.0 };
            }
            Speaker::Voice => {}
        }
    }
    value
}
