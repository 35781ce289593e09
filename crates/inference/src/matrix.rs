//! The little linear algebra that inference needs: Cholesky factors of small symmetric matrices.

/// A lower triangular factor L with L Lᵀ = A, row after row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cholesky {
    dim: usize,
    rows: Vec<f64>,
}

impl Cholesky {
    /// Of a symmetric matrix (row after row); `None` if it is not positive definite.
    pub(crate) fn of(matrix: &[f64], dim: usize) -> Option<Self> {
        let mut rows = vec![0.0; dim * dim];
        for i in 0..dim {
            for j in 0..=i {
                let inner: f64 = (0..j).map(|k| rows[i * dim + k] * rows[j * dim + k]).sum();
                let left = matrix[i * dim + j] - inner;
                if i != j {
                    rows[i * dim + j] = left / rows[j * dim + j];
                } else if left > 0.0 && left.is_finite() {
                    rows[i * dim + i] = libm::sqrt(left);
                } else {
                    return None;
                }
            }
        }
        Some(Self { dim, rows })
    }

    /// Of a covariance that rounding or too few points may have made singular: the diagonal is raised, ten thousandfold a
    /// try from 10⁻¹⁰ of itself, and a coordinate without variance gets `floor`.
    pub(crate) fn of_covariance(matrix: &[f64], dim: usize, floor: f64) -> Self {
        let mut raise = 0.0;
        loop {
            let mut raised = matrix.to_vec();
            for i in 0..dim {
                let own = raised[i * dim + i];
                let usable = if own.is_finite() { own.max(0.0) } else { 0.0 };
                raised[i * dim + i] = usable * (1.0 + raise) + floor;
            }
            if let Some(factor) = Self::of(&raised, dim) {
                return factor;
            }
            if raise > 1e6 {
                return Self::diagonal(&raised, dim);
            }
            raise = if raise > 0.0 { raise * 1e4 } else { 1e-10 };
        }
    }

    fn diagonal(matrix: &[f64], dim: usize) -> Self {
        let mut rows = vec![0.0; dim * dim];
        for i in 0..dim {
            rows[i * dim + i] = libm::sqrt(matrix[i * dim + i]);
        }
        Self { dim, rows }
    }

    /// L z.
    pub(crate) fn times(&self, z: &[f64]) -> Vec<f64> {
        let row = |i: usize| (0..=i).map(|k| self.rows[i * self.dim + k] * z[k]).sum();
        (0..self.dim).map(row).collect()
    }

    /// L⁻¹ b.
    fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..self.dim {
            let inner: f64 = (0..i).map(|k| self.rows[i * self.dim + k] * x[k]).sum();
            x[i] = (x[i] - inner) / self.rows[i * self.dim + i];
        }
        x
    }

    /// A⁻¹ b.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for i in (0..self.dim).rev() {
            let inner: f64 = (i + 1..self.dim)
                .map(|k| self.rows[k * self.dim + i] * x[k])
                .sum();
            x[i] = (x[i] - inner) / self.rows[i * self.dim + i];
        }
        x
    }

    /// ln of the density at `difference` of the normal with covariance A and mean 0, without the (2π)^(−n/2).
    pub(crate) fn ln_kernel(&self, difference: &[f64]) -> f64 {
        let z = self.forward(difference);
        let squares: f64 = z.iter().map(|v| v * v).sum();
        let ln_root: f64 = (0..self.dim)
            .map(|i| libm::log(self.rows[i * self.dim + i]))
            .sum();
        -0.5 * squares - ln_root
    }
}
