//! The log density of the losses of both sides, with its gradient.

use halha_inference::density::LogDensity;

use super::LossModel;

/// ν = 2 + e^u with u ~ N(1.5, 0.8²): a median of 6.5 degrees of freedom. Assumed.
pub(super) const TAIL: (f64, f64) = (1.5, 0.8);
/// ρ = tanh r with r ~ N(0, 0.5²). Assumed.
const CORRELATION_SD: f64 = 0.5;

/// Where each part of the parameters begins: two means, two scales, tail, correlation.
impl LossModel {
    pub(super) fn cuts(&self) -> [usize; 5] {
        let mut at = 0;
        let mut cuts = [0; 5];
        for (cut, design) in cuts.iter_mut().skip(1).zip(self.means.iter().chain(&self.scales)) {
            at += design.dim();
            *cut = at;
        }
        cuts
    }
}

/// ln of the bivariate t density, up to −ln 2π, with derivatives by z_A, z_D, ν and ρ.
///
/// Law: ln f = −½ ln(1 − ρ²) − ½(ν + 2) ln(1 + Q/ν), Q = (z_A² − 2ρ z_A z_D + z_D²)/(1 − ρ²); in two dimensions the
/// gamma functions of the t density cancel.
pub(super) fn bivariate_t(z: [f64; 2], nu: f64, rho: f64) -> (f64, [f64; 2], f64, f64) {
    let rest = 1.0 - rho * rho;
    let form = z[0] * z[0] - 2.0 * rho * z[0] * z[1] + z[1] * z[1];
    let q = form / rest;
    let log = (q / nu).ln_1p();
    let value = -0.5 * rest.ln() - 0.5 * (nu + 2.0) * log;
    let weight = (nu + 2.0) / (nu + q);
    let by_z = [
        -weight * (z[0] - rho * z[1]) / rest,
        -weight * (z[1] - rho * z[0]) / rest,
    ];
    let by_nu = -0.5 * log + 0.5 * weight * q / nu;
    let q_by_rho = 2.0 * (rho * form - z[0] * z[1] * rest) / (rest * rest);
    let by_rho = rho / rest - 0.5 * weight * q_by_rho;
    (value, by_z, by_nu, by_rho)
}

impl LogDensity for LossModel {
    fn dim(&self) -> usize {
        self.cuts()[4] + 2
    }

    fn names(&self) -> Vec<String> {
        let parts = [
            (&self.means[0], "A "),
            (&self.means[1], "D "),
            (&self.scales[0], "A "),
            (&self.scales[1], "D "),
        ];
        let mut names: Vec<String> = parts
            .iter()
            .flat_map(|(design, side)| design.names(side))
            .collect();
        names.extend(["ln_tail".to_owned(), "atanh_correlation".to_owned()]);
        names
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let cuts = self.cuts();
        let designs: Vec<_> = self.means.iter().chain(&self.scales).collect();
        let mut rows: [Vec<f64>; 4] = Default::default();
        let mut value = 0.0;
        for (part, design) in designs.iter().enumerate() {
            let range = cuts[part]..cuts[part + 1];
            value += design.prior(&at[range.clone()], &mut gradient[range.clone()]);
            design.forward(&at[range], &mut rows[part]);
        }
        let (u, r) = (at[cuts[4]], at[cuts[4] + 1]);
        let (nu, rho) = (2.0 + u.exp(), r.tanh());
        let pull = (u - TAIL.0) / TAIL.1;
        value -= 0.5 * (pull * pull + (r / CORRELATION_SD).powi(2));
        let (mut by_nu, mut by_rho) = (0.0, 0.0);
        for (i, (observed, error)) in self.observed.iter().zip(&self.error).enumerate() {
            let own = [rows[2][i].exp(), rows[3][i].exp()];
            let scale = [own[0].hypot(error[0]), own[1].hypot(error[1])];
            let z = [0, 1].map(|s| (observed[s] - rows[s][i]) / scale[s]);
            let (l, by_z, n, p) = bivariate_t(z, nu, rho);
            value += l - scale[0].ln() - scale[1].ln();
            by_nu += n;
            by_rho += p;
            for s in 0..2 {
                let by_ln_scale = -1.0 - z[s] * by_z[s];
                rows[s][i] = -by_z[s] / scale[s];
                rows[s + 2][i] = by_ln_scale * (own[s] / scale[s]).powi(2);
            }
        }
        for (part, design) in designs.iter().enumerate() {
            let range = cuts[part]..cuts[part + 1];
            design.backward(&at[range.clone()], &rows[part], &mut gradient[range]);
        }
        gradient[cuts[4]] = by_nu * (nu - 2.0) - pull / TAIL.1;
        gradient[cuts[4] + 1] = by_rho * (1.0 - rho * rho) - r / (CORRELATION_SD * CORRELATION_SD);
        value
    }
}
