//! The losses of both sides: intensities whose level differs from war to war and army to army, with heavy tails.
//!
//! Law: f = 1 − exp(−e^η) is a side's loss fraction;
//! η_A = b₀ + b₁ ln(N_A/10⁴) + (b₂ + z_w) e + (b₃ + z'_w) lfr + b₄FD + b₅PD + b₆DW + b₇ s + b₈ a + war + army + enemy + ε_A,
//! likewise η_D; e = ln d less what the battle's size and war let expect of it: a long battle is costlier than the others
//! of its war, but a war of long battles need not be (within and between groups, Mundlak 1978). (ε_A, ε_D) bivariate t
//! of ν degrees of freedom, scales exp(c + c₁ size + z_w) that differ by size and war, widened by the source's own error
//! bars (scale² + error²), correlation ρ.
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
use crate::duration::{DurationFit, DurationModel};

/// Least acceptance of the sampler.
const ACCEPT: f64 = 0.95;

/// The model with the battles that it learns from: those with both sides' losses and hours.
#[derive(Debug, Clone)]
pub struct LossModel {
    /// How long such battles last.
    durations: DurationFit,
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
    /// The model of these battles, with what was learned of their durations.
    #[must_use]
    pub fn new(battles: &[&Battle], durations: DurationFit) -> Self {
        let known: Vec<&Battle> = battles
            .iter()
            .copied()
            .filter(|b| data::both(b).is_some())
            .collect();
        let excess: Vec<f64> = known.iter().map(|b| durations.excess(b)).collect();
        let mean = |role| {
            let rows = known
                .iter()
                .zip(&excess)
                .map(|(b, excess)| data::mean_row(b, role, *excess));
            Design::new(data::mean_shape(role), &rows.collect::<Vec<_>>())
        };
        let scale_rows: Vec<_> = known.iter().map(|b| data::scale_row(b)).collect();
        let usual_error = Role::ALL.map(|role| data::usual_error(&known, role));
        let error =
            |b: &&Battle| Role::ALL.map(|r| data::error(b.force(r)).unwrap_or(usual_error[r.index()]));
        Self {
            means: Role::ALL.map(mean),
            scales: Role::ALL.map(|_| Design::new(data::scale_shape(), &scale_rows)),
            observed: known.iter().filter_map(|b| data::both(b)).collect(),
            error: known.iter().map(error).collect(),
            usual_error,
            durations,
        }
    }

    /// Battles that it learns from.
    #[must_use]
    pub fn battles(&self) -> usize {
        self.observed.len()
    }

    /// Learns: draws from the posterior.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(self, settings: &NutsSettings) -> Result<LossFit, NutsError> {
        let chains = nuts::sample(&self, &careful(settings), &|_| {}, &AtomicBool::new(false))?;
        Ok(LossFit { model: self, chains })
    }
}

/// Steps so short that 95 % are accepted, since spreads of wars and armies that may be almost 0 make the density narrow.
pub(crate) fn careful(settings: &NutsSettings) -> NutsSettings {
    NutsSettings {
        target_accept: settings.target_accept.max(ACCEPT),
        ..settings.clone()
    }
}

/// Learns how long battles last, then what they cost.
///
/// # Errors
///
/// If the sampler fails.
pub fn learn(battles: &[&Battle], settings: &NutsSettings) -> Result<LossFit, NutsError> {
    let durations = DurationModel::new(battles).fit(settings)?;
    LossModel::new(battles, durations).fit(settings)
}

/// What was learned of losses.
#[derive(Debug, Clone)]
pub struct LossFit {
    model: LossModel,
    /// Draws from the posterior.
    pub chains: Chains,
}

impl LossFit {
    /// Battles that were learned from.
    #[must_use]
    pub fn battles(&self) -> usize {
        self.model.battles()
    }

    /// What was learned of durations.
    #[must_use]
    pub fn durations(&self) -> &DurationFit {
        &self.model.durations
    }

    /// Divergent draws, of durations and of losses.
    #[must_use]
    pub fn divergences(&self) -> usize {
        self.chains.divergences() + self.durations().chains.divergences()
    }
}
