//! What a gradient-based sampler needs to know of a model: its log density with the gradient, over all of ℝⁿ.

/// A differentiable log density, known up to a constant, of parameters that may be any real numbers.
///
/// Bounded parameters are mapped to the whole line by the model itself, the Jacobian of the map in its density.
pub trait LogDensity {
    /// How many parameters.
    fn dim(&self) -> usize;

    /// The log density at a point, with its gradient written into `gradient` (same length, every element).
    ///
    /// A value that is not finite says that the point lies outside the support; the gradient is then not read.
    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64;

    /// A name for each parameter, for tables.
    fn names(&self) -> Vec<String> {
        (0..self.dim()).map(|i| format!("x[{i}]")).collect()
    }
}

impl<D: LogDensity + ?Sized> LogDensity for &D {
    fn dim(&self) -> usize {
        (**self).dim()
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        (**self).log_density(at, gradient)
    }

    fn names(&self) -> Vec<String> {
        (**self).names()
    }
}

/// A component of a gradient that finite differences contradict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradientMismatch {
    /// Which parameter.
    pub parameter: usize,
    /// What the density says.
    pub analytic: f64,
    /// What its values say.
    pub numeric: f64,
}

/// Compares a gradient with central differences of fourth order; every component that departs by more than
/// `tolerance` × max(1, |numeric|) is returned.
///
/// Law: f'(x) ≈ [8 (f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))] / 12h, error O(h⁴); h = 10⁻³ max(1, |x|) keeps the rounding
/// of f (about 10⁻¹⁶ |f| / h) and the truncation both near 10⁻¹² for functions of scale one.
///
/// A tolerance of 10⁻⁶ suits smooth densities; a slip of a sign or a factor exceeds it by orders of magnitude.
#[must_use]
pub fn check_gradient<D: LogDensity + ?Sized>(
    density: &D,
    at: &[f64],
    tolerance: f64,
) -> Vec<GradientMismatch> {
    let mut gradient = vec![0.0; at.len()];
    density.log_density(at, &mut gradient);
    let mut unused = vec![0.0; at.len()];
    let mut moved = at.to_vec();
    let mut found = Vec::new();
    for parameter in 0..at.len() {
        let h = 1e-3 * at[parameter].abs().max(1.0);
        let mut value = |steps: f64| {
            moved[parameter] = at[parameter] + steps * h;
            let value = density.log_density(&moved, &mut unused);
            moved[parameter] = at[parameter];
            value
        };
        let numeric = (8.0 * (value(1.0) - value(-1.0)) - (value(2.0) - value(-2.0))) / (12.0 * h);
        let analytic = gradient[parameter];
        let close = (analytic - numeric).abs() <= tolerance * numeric.abs().max(1.0);
        if !close {
            found.push(GradientMismatch {
                parameter,
                analytic,
                numeric,
            });
        }
    }
    found
}
