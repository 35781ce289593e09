//! Parameters as standard normal scores under their priors: the space in which a coupled fit moves.

use halha_kernel::maths::phi;
use halha_kernel::parameters::{PARAMETERS, ParameterError, Parameters};

use crate::priors::{Distribution, Priors};

/// Scores beyond this are as far out as a prior can be asked for: Φ(±6) is a billionth.
const FAR: f64 = 6.0;

/// Maps parameter vectors to scores and back: θ_j = F_j⁻¹(Φ(z_j)), so that z ~ N(0, 1) is the prior.
///
/// Parameters of a joint normal prior have the scores of its Cholesky factor, in its order.
#[derive(Debug, Clone)]
pub struct Scores<'p> {
    priors: &'p Priors,
}

impl<'p> Scores<'p> {
    /// The scores under these priors.
    pub fn new(priors: &'p Priors) -> Self {
        Self { priors }
    }

    /// The parameter vector of a score for every parameter, in the order of [`PARAMETERS`].
    ///
    /// # Errors
    /// Values outside a parameter's support.
    pub fn parameters(&self, z: &[f64]) -> Result<Parameters, Vec<ParameterError>> {
        self.priors.at(|parameter| phi(z[parameter].clamp(-FAR, FAR)))
    }

    /// The scores of a parameter vector; 0 for parameters that are fixed.
    pub fn of(&self, values: &[f64]) -> Vec<f64> {
        let mut z = vec![0.0; PARAMETERS.len()];
        for prior in self.priors.single() {
            z[prior.parameter] = score(&prior.distribution, values[prior.parameter]);
        }
        for joint in self.priors.joint() {
            let mut solved: Vec<f64> = Vec::new();
            for (i, parameter) in joint.parameters.iter().enumerate() {
                let above: f64 = joint.factor[i].iter().zip(&solved).map(|(l, z)| l * z).sum();
                let score = (values[*parameter] - joint.mean[i] - above) / joint.factor[i][i];
                z[*parameter] = score.clamp(-FAR, FAR);
                solved.push(score);
            }
        }
        z
    }

    /// Whether a parameter has a spread at all.
    pub fn is_free(&self, parameter: usize) -> bool {
        let single = self.priors.single().iter().find(|p| p.parameter == parameter);
        !single.is_some_and(|p| matches!(p.distribution, Distribution::Fixed(_)))
    }
}

/// The score of a value, by bisection of the quantile function: it rises, whatever the distribution.
fn score(distribution: &Distribution, value: f64) -> f64 {
    if matches!(distribution, Distribution::Fixed(_)) {
        return 0.0;
    }
    let (mut low, mut high) = (-FAR, FAR);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if distribution.quantile(phi(middle)) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking
    use super::*;

    /// Every kind of distribution there and back; a score off by a hundredth would show.
    #[test]
    fn there_and_back() {
        let kinds = [
            Distribution::Normal { mean: 2.0, sd: 3.0 },
            Distribution::TruncatedNormal {
                mean: 0.1,
                sd: 0.2,
                low: 0.0,
                high: 1.0,
            },
            Distribution::HalfNormal { scale: 0.3 },
            Distribution::Lognormal {
                median: 20.0,
                sd: 0.5,
            },
            Distribution::Beta { a: 4.0, b: 6.0 },
            Distribution::Gamma {
                shape: 3.0,
                rate: 2.0,
            },
            Distribution::Uniform { low: -1.0, high: 4.0 },
        ];
        for kind in kinds {
            for z in [-2.5, -1.0, 0.0, 0.3, 2.0] {
                let back = score(&kind, kind.quantile(phi(z)));
                assert!((back - z).abs() < 1e-5, "{kind:?} {z} {back}");
            }
        }
        assert!(score(&Distribution::Fixed(3.0), 3.0).abs() < 1e-12);
    }
}
