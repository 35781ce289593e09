//! Who wins a decided battle, given the losses of both sides: the last equation of an engagement.
//!
//! Law: P(attacker wins | decided) = σ(win0 + win_loss (η_A − η_D) + win_ratio lfr + win_surprise s + win_air a +
//! win_fd FD + war), war ~ N(0, τ²). Units: logits. Valid for: battles that were won or lost. Status: estimated; priors
//! assumed.

use std::sync::atomic::AtomicBool;

use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

use crate::battle::{Battle, Outcome};
use crate::design::{Design, Row, Shape, Term};
use crate::losses::careful;
use crate::losses::data::both;
use crate::outcome::{ln_sigmoid, sigmoid};
use crate::predictors::Predictor;

/// Names of the coefficients, as the model of engagements calls them.
pub(crate) const NAMES: [&str; 6] = [
    "win0",
    "win_loss",
    "win_ratio",
    "win_surprise",
    "win_air",
    "win_fd",
];

/// The model with the battles that it learns from: those decided, with both sides' losses.
#[derive(Debug, Clone)]
pub struct GivenLossesModel {
    design: Design,
    won: Vec<bool>,
}

impl GivenLossesModel {
    /// The model of these battles.
    #[must_use]
    pub fn new(battles: &[&Battle]) -> Self {
        let mut rows = Vec::new();
        let mut won = Vec::new();
        for battle in battles.iter().filter(|b| b.outcome != Outcome::Draw) {
            if let Some(eta) = both(battle) {
                rows.push(row(battle, eta));
                won.push(battle.outcome == Outcome::Win);
            }
        }
        let shape = Shape {
            fixed: NAMES.iter().map(|name| (*name, 0.0, 1.0)).collect(),
            spreads: vec![("war", 0.5)],
        };
        Self {
            design: Design::new(shape, &rows),
            won,
        }
    }

    /// Learns: draws from the posterior, the six coefficients first.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(&self, settings: &NutsSettings) -> Result<Chains, NutsError> {
        nuts::sample(self, &careful(settings), &|_| {}, &AtomicBool::new(false))
    }
}

fn row(battle: &Battle, eta: [f64; 2]) -> Row {
    let of = |p: Predictor| p.value(battle);
    Row {
        fixed: vec![
            1.0,
            eta[0] - eta[1],
            of(Predictor::ForceRatio),
            of(Predictor::Surprise),
            of(Predictor::Air),
            of(Predictor::Fortified),
        ],
        terms: vec![Term {
            level: battle.war.clone(),
            spread: 0,
            weight: 1.0,
        }],
    }
}

impl LogDensity for GivenLossesModel {
    fn dim(&self) -> usize {
        self.design.dim()
    }

    fn names(&self) -> Vec<String> {
        self.design.names("")
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut value = self.design.prior(at, gradient);
        let mut eta = Vec::new();
        self.design.forward(at, &mut eta);
        for (eta, won) in eta.iter_mut().zip(&self.won) {
            let sign = if *won { 1.0 } else { -1.0 };
            value += ln_sigmoid(sign * *eta);
            *eta = sign * sigmoid(-sign * *eta);
        }
        self.design.backward(at, &eta, gradient);
        value
    }
}
