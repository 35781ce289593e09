//! How long a battle lasts, from its size and its war: for predictions that may not know it.
//!
//! Law: ln d = days₀ + days_size (½ ln N_A N_D − ln 10⁴) + war + N(0, sd²), d in days, clamped to [0.03, 40].
//! Units: days of fighting. Valid for: bodies of a few hundred men to army groups. Source: regression on the table.
//! Status: estimated; priors assumed.

use std::sync::atomic::AtomicBool;

use halha_inference::chance::Stream;
use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

use crate::battle::Battle;
use crate::design::{Design, Row, Shape, Term};
use crate::losses::data::ln_days;
use crate::predictors::size;

/// Prior of the log scale. Assumed.
const LN_SCALE: (f64, f64) = (0.0, 0.5);

fn row(battle: &Battle) -> Row {
    Row {
        fixed: vec![1.0, size(battle)],
        terms: vec![Term {
            level: battle.war.clone(),
            spread: 0,
            weight: 1.0,
        }],
    }
}

/// The model with the battles that it learns from.
#[derive(Debug, Clone)]
pub struct DurationModel {
    mean: Design,
    observed: Vec<f64>,
}

impl DurationModel {
    /// The model of these battles; one without hours is left out.
    #[must_use]
    pub fn new(battles: &[&Battle]) -> Self {
        let known: Vec<&&Battle> = battles.iter().filter(|b| b.hours.1 > 0.0).collect();
        let shape = Shape {
            fixed: vec![("days0", 0.0, 2.0), ("days_size", 0.0, 1.0)],
            spreads: vec![("war", 1.0)],
        };
        let rows: Vec<Row> = known.iter().map(|b| row(b)).collect();
        Self {
            mean: Design::new(shape, &rows),
            observed: known.iter().map(|b| ln_days(b)).collect(),
        }
    }

    /// Learns: draws from the posterior.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(self, settings: &NutsSettings) -> Result<DurationFit, NutsError> {
        let chains = nuts::sample(&self, settings, &|_| {}, &AtomicBool::new(false))?;
        Ok(DurationFit { model: self, chains })
    }
}

impl LogDensity for DurationModel {
    fn dim(&self) -> usize {
        self.mean.dim() + 1
    }

    fn names(&self) -> Vec<String> {
        let mut names = self.mean.names("");
        names.push("ln_days_sd".to_owned());
        names
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let (at_mean, last) = at.split_at(self.mean.dim());
        let (g_mean, g_last) = gradient.split_at_mut(self.mean.dim());
        let mut value = self.mean.prior(at_mean, g_mean);
        let mut eta = Vec::new();
        self.mean.forward(at_mean, &mut eta);
        let scale = last[0].exp();
        let pull = (last[0] - LN_SCALE.0) / LN_SCALE.1;
        value -= 0.5 * pull * pull;
        g_last[0] = -pull / LN_SCALE.1;
        for (mean, observed) in eta.iter_mut().zip(&self.observed) {
            let z = (observed - *mean) / scale;
            value -= 0.5 * z * z + last[0];
            g_last[0] += z * z - 1.0;
            *mean = z / scale;
        }
        self.mean.backward(at_mean, &eta, g_mean);
        value
    }
}

/// What was learned of durations.
#[derive(Debug, Clone)]
pub struct DurationFit {
    model: DurationModel,
    /// Draws from the posterior.
    pub chains: Chains,
}

impl DurationFit {
    /// Draws of ln days from the posterior predictive distribution, one for each draw of the posterior.
    #[must_use]
    pub fn predict(&self, battle: &Battle, seed: u64) -> Vec<f64> {
        let mut chance = Stream::at(&[0x6461_7973, seed, u64::from(battle.isqno)]);
        let row = row(battle);
        let dim = self.model.mean.dim();
        let one = |draw: &[f64]| {
            let mean = self.model.mean.at_new(&draw[..dim], &row, &mut chance);
            mean + draw[dim].exp() * chance.normal()
        };
        self.chains.draws().map(one).collect()
    }
}
