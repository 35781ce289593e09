//! Densities with known moments, shared by the tests, and the checker of gradients.

use halha_inference::density::{LogDensity, check_gradient};

/// Mean of normal data with known sd under a normal prior: the conjugate posterior is normal.
pub(crate) struct ConjugateNormal {
    pub(crate) data: Vec<f64>,
    pub(crate) sd: f64,
    pub(crate) prior_mean: f64,
    pub(crate) prior_sd: f64,
}

impl ConjugateNormal {
    /// Posterior mean and sd in closed form.
    pub(crate) fn posterior(&self) -> (f64, f64) {
        let prior = self.prior_sd.powi(-2);
        let likelihood = self.data.len() as f64 * self.sd.powi(-2);
        let sum: f64 = self.data.iter().sum();
        let mean = (prior * self.prior_mean + self.sd.powi(-2) * sum) / (prior + likelihood);
        (mean, (prior + likelihood).powf(-0.5))
    }
}

impl LogDensity for ConjugateNormal {
    fn dim(&self) -> usize {
        1
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let z = (at[0] - self.prior_mean) / self.prior_sd;
        let mut value = -0.5 * z * z;
        gradient[0] = -z / self.prior_sd;
        for y in &self.data {
            let r = (y - at[0]) / self.sd;
            value -= 0.5 * r * r;
            gradient[0] += r / self.sd;
        }
        value
    }
}

/// Zero-mean Gaussian whose covariance is sᵢ sⱼ ρ^|i−j| with sᵢ = 1 + i/5: an autoregression, so the density needs no
/// matrix.
pub(crate) struct Autoregressive {
    pub(crate) dim: usize,
    pub(crate) rho: f64,
}

impl Autoregressive {
    pub(crate) fn sd(i: usize) -> f64 {
        1.0 + i as f64 / 5.0
    }
}

impl LogDensity for Autoregressive {
    fn dim(&self) -> usize {
        self.dim
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let z: Vec<f64> = (0..self.dim).map(|i| at[i] / Self::sd(i)).collect();
        let innovation = 1.0 - self.rho * self.rho;
        let mut value = -0.5 * z[0] * z[0];
        gradient.fill(0.0);
        gradient[0] -= z[0] / Self::sd(0);
        for i in 1..self.dim {
            let r = z[i] - self.rho * z[i - 1];
            value -= 0.5 * r * r / innovation;
            gradient[i] -= r / innovation / Self::sd(i);
            gradient[i - 1] += self.rho * r / innovation / Self::sd(i - 1);
        }
        value
    }
}

/// Neal's funnel in nine dimensions, non-centred: v = 3 x₀, and xᵢ exp(v/2) are functions of standard normals.
pub(crate) struct NonCentredFunnel;

impl LogDensity for NonCentredFunnel {
    fn dim(&self) -> usize {
        10
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        for (g, x) in gradient.iter_mut().zip(at) {
            *g = -x;
        }
        -0.5 * at.iter().map(|x| x * x).sum::<f64>()
    }
}

/// Neal's funnel as it stands (centred): v ~ N(0, 3²), xᵢ ~ N(0, e^v). A sampler cannot reach its neck.
pub(crate) struct CentredFunnel;

impl LogDensity for CentredFunnel {
    fn dim(&self) -> usize {
        10
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let v = at[0];
        let inverse = (-v).exp();
        let squares: f64 = at[1..].iter().map(|x| x * x).sum();
        gradient[0] = -v / 9.0 - 4.5 + 0.5 * squares * inverse;
        for i in 1..10 {
            gradient[i] = -at[i] * inverse;
        }
        -v * v / 18.0 - 4.5 * v - 0.5 * squares * inverse
    }
}

/// Effects of coaching in eight schools (Rubin 1981; Gelman et al., Bayesian Data Analysis, table 5.2), non-centred.
///
/// μ ~ N(0, 5²), τ ~ half-Cauchy(5), θᵢ = μ + τ ηᵢ, η ~ N(0, 1), yᵢ ~ N(θᵢ, σᵢ²). Parameters: μ, ln τ, η.
pub(crate) struct EightSchools;

impl EightSchools {
    const EFFECT: [f64; 8] = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0];
    const ERROR: [f64; 8] = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0];
}

impl LogDensity for EightSchools {
    fn dim(&self) -> usize {
        10
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let (mu, tau) = (at[0], at[1].exp());
        let ratio = (tau / 5.0).powi(2);
        let mut value = -0.5 * (mu / 5.0).powi(2) - (1.0 + ratio).ln() + at[1];
        gradient[0] = -mu / 25.0;
        gradient[1] = 1.0 - 2.0 * ratio / (1.0 + ratio);
        for i in 0..8 {
            let eta = at[2 + i];
            let r = (Self::EFFECT[i] - mu - tau * eta) / Self::ERROR[i];
            let pull = r / Self::ERROR[i];
            value -= 0.5 * (r * r + eta * eta);
            gradient[0] += pull;
            gradient[1] += pull * tau * eta;
            gradient[2 + i] = pull * tau - eta;
        }
        value
    }
}

#[test]
fn gradients_agree_with_differences_and_a_wrong_one_is_caught() {
    struct Slip;
    impl LogDensity for Slip {
        fn dim(&self) -> usize {
            2
        }
        fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
            gradient[0] = -at[0];
            gradient[1] = -1.001 * at[1];
            -0.5 * (at[0] * at[0] + at[1] * at[1])
        }
    }
    let at: Vec<f64> = (0..10).map(|i| 0.3 + 0.1 * f64::from(i)).collect();
    assert_eq!(check_gradient(&EightSchools, &at, 1e-7), []);
    assert_eq!(check_gradient(&CentredFunnel, &at, 1e-7), []);
    assert_eq!(
        check_gradient(&Autoregressive { dim: 10, rho: 0.8 }, &at, 1e-7),
        []
    );
    let found = check_gradient(&Slip, &[1.0, 2.0], 1e-6);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].parameter, 1);
}
