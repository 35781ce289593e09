//! The losses of both sides: intensities whose level differs from war to war and army to army, with heavy tails.
//!
//! Law: f = 1 − exp(−e^η) is a side's loss fraction;
//! η_A = b₀ + b₁ ln(N_A/10⁴) + (b₂ + z_w) ln d + (b₃ + z'_w) lfr + b₄FD + b₅PD + b₆DW + b₇ s + b₈ a + war + army + enemy + ε_A,
//! likewise η_D; (ε_A, ε_D) bivariate t of ν degrees of freedom, scales exp(c + c₁ size + z_w) that differ by size and
//! war, widened by the source's own error bars (scale² + error²), correlation ρ.
//! Units: logarithm of an intensity. Valid for: bodies of a few hundred men to army groups.
//! Source: form of Helmbold 1971 with partial pooling (Gelman, Hill 2007). Status: estimated; priors assumed.

pub(crate) mod data;
mod density;
mod predict;

use std::sync::atomic::AtomicBool;

use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

pub use self::data::{intensity, ln_fraction};
pub use self::predict::Days;
use crate::battle::{Battle, Role};
use crate::design::Design;

/// Least acceptance of the sampler.
const ACCEPT: f64 = 0.95;

/// The model with the battles that it learns from: those with both sides' losses and hours.
#[derive(Debug, Clone)]
pub struct LossModel {
    /// Means of both sides, then their log scales.
    means: [Design; 2],
    scales: [Design; 2],
    /// Observed intensities and the sd that the source's error bars give them.
    observed: Vec<[f64; 2]>,
    error: Vec<[f64; 2]>,
    /// Median of those sd, for battles that are predicted.
    usual_error: [f64; 2],
}

impl LossModel {
    /// The model of these battles.
    #[must_use]
    pub fn new(battles: &[&Battle]) -> Self {
        let known: Vec<&Battle> = battles
            .iter()
            .copied()
            .filter(|b| data::both(b).is_some())
            .collect();
        let design = |shape, row: &dyn Fn(&Battle) -> crate::design::Row| {
            let rows: Vec<_> = known.iter().map(|b| row(b)).collect();
            Design::new(shape, &rows)
        };
        let usual_error = Role::ALL.map(|role| data::usual_error(&known, role));
        let error =
            |b: &&Battle| Role::ALL.map(|r| data::error(b.force(r)).unwrap_or(usual_error[r.index()]));
        Self {
            means: Role::ALL
                .map(|r| design(data::mean_shape(r), &|b| data::mean_row(b, r, data::ln_days(b)))),
            scales: Role::ALL.map(|_| design(data::scale_shape(), &data::scale_row)),
            observed: known.iter().filter_map(|b| data::both(b)).collect(),
            error: known.iter().map(error).collect(),
            usual_error,
        }
    }

    /// Battles that it learns from.
    #[must_use]
    pub fn battles(&self) -> usize {
        self.observed.len()
    }

    /// Learns: draws from the posterior, in steps so short that 95 % are accepted, since spreads of wars and armies that
    /// may be almost 0 make the density narrow.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(self, settings: &NutsSettings) -> Result<LossFit, NutsError> {
        let careful = NutsSettings {
            target_accept: settings.target_accept.max(ACCEPT),
            ..settings.clone()
        };
        let chains = nuts::sample(&self, &careful, &|_| {}, &AtomicBool::new(false))?;
        Ok(LossFit { model: self, chains })
    }
}

/// What was learned of losses.
#[derive(Debug, Clone)]
pub struct LossFit {
    model: LossModel,
    /// Draws from the posterior.
    pub chains: Chains,
}
