//! The outcome of a battle before it is fought: an ordered logit whose coefficients differ from war to war.
//!
//! Law: P(loss) = σ(−h − η), P(loss or draw) = σ(h − η), h = ½ exp(g + τ_g z_w),
//! η = b₀ + x·b + (a_w + x·d_w) + (q_A − q_D) + (r_{w,A} − r_{w,D}):
//! a_w, d_w how war w departs from the mean war (level and slopes), q the quality of a state's army wherever it fights,
//! r what it is in this war beyond that (a coalition is the mean of its members).
//! Units: logits. Valid for: bodies of a few hundred men to army groups; any war, a new one drawn from the spread of those seen.
//! Source: ordered logit, `McCullagh` 1980; partial pooling, Gelman, Hill 2007. Status: estimated; priors of the spreads assumed.

use std::sync::atomic::AtomicBool;

use halha_inference::chance::Stream;
use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

use crate::battle::{Battle, Outcome, Role};
use crate::design::{Design, Row, Shape, Term};
use crate::groups::{army, state};
use crate::predictors::{Predictor, SIX};

/// What the model looks at beside [`SIX`].
const BESIDE: [Predictor; 1] = [Predictor::Density];

/// Spreads: level of a war, slope of the force ratio, of the other predictors, states, armies in a war. The scales are
/// assumed; where battles before 1940 could not tell two scales apart, the smaller was taken.
const SPREADS: [(&str, f64); 5] = [
    ("war", 0.5),
    ("war_ratio", 0.5),
    ("war_slopes", 0.2),
    ("state", 0.15),
    ("army", 0.3),
];

/// Prior mean and sd of a mean slope. Assumed: signs are those of every manual (numbers, surprise and the air help the
/// attacker, works and a dense defence do not), sizes of half a logit, spreads wide enough to be overruled.
const fn slope_prior(predictor: Predictor) -> (f64, f64) {
    match predictor {
        Predictor::ForceRatio | Predictor::Air => (0.5, 0.6),
        Predictor::Surprise => (0.6, 0.6),
        Predictor::Fortified => (-0.5, 0.6),
        Predictor::Prepared | Predictor::Density => (-0.25, 0.6),
        _ => (0.0, 0.6),
    }
}

fn eta_shape(predictors: &[Predictor]) -> Shape {
    let mut fixed = vec![("level", 0.0, 1.5)];
    fixed.extend(predictors.iter().map(|p| {
        let (mean, sd) = slope_prior(*p);
        (p.name(), mean, sd)
    }));
    Shape {
        fixed,
        spreads: SPREADS.to_vec(),
    }
}

fn gap_shape() -> Shape {
    Shape {
        fixed: vec![("gap", -0.3, 0.7)],
        spreads: vec![("war_gap", 0.3)],
    }
}

fn eta_row(battle: &Battle, predictors: &[Predictor]) -> Row {
    let war = &battle.war;
    let mut fixed = vec![1.0];
    let mut terms = vec![Term {
        level: format!("{war}: level"),
        spread: 0,
        weight: 1.0,
    }];
    for predictor in predictors {
        let value = predictor.value(battle);
        fixed.push(value);
        terms.push(Term {
            level: format!("{war}: {}", predictor.name()),
            spread: if *predictor == Predictor::ForceRatio { 1 } else { 2 },
            weight: value,
        });
    }
    for (role, sign) in [(Role::Attacker, 1.0), (Role::Defender, -1.0)] {
        terms.extend(state(battle, role, 3, sign));
        terms.extend(army(battle, role, 4, sign));
    }
    Row { fixed, terms }
}

fn gap_row(battle: &Battle) -> Row {
    Row {
        fixed: vec![1.0],
        terms: vec![Term {
            level: format!("{}: gap", battle.war),
            spread: 0,
            weight: 1.0,
        }],
    }
}

/// The model with the battles that it learns from.
#[derive(Debug, Clone)]
pub struct OutcomeModel {
    predictors: Vec<Predictor>,
    eta: Design,
    gap: Design,
    outcomes: Vec<Outcome>,
}

impl OutcomeModel {
    /// The model of these battles with its own predictors and `also` others.
    #[must_use]
    pub fn new(battles: &[&Battle], also: &[Predictor]) -> Self {
        let mut predictors = SIX.to_vec();
        predictors.extend(BESIDE);
        predictors.extend(also.iter().filter(|p| !SIX.contains(p) && !BESIDE.contains(p)));
        let rows: Vec<Row> = battles.iter().map(|b| eta_row(b, &predictors)).collect();
        let gaps: Vec<Row> = battles.iter().map(|b| gap_row(b)).collect();
        Self {
            eta: Design::new(eta_shape(&predictors), &rows),
            gap: Design::new(gap_shape(), &gaps),
            outcomes: battles.iter().map(|b| b.outcome).collect(),
            predictors,
        }
    }

    /// Learns: draws from the posterior.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(self, settings: &NutsSettings) -> Result<OutcomeFit, NutsError> {
        let chains = nuts::sample(&self, settings, &|_| {}, &AtomicBool::new(false))?;
        Ok(OutcomeFit { model: self, chains })
    }
}

/// Log likelihood of one outcome, with its derivatives by η and by h.
fn likelihood(outcome: Outcome, eta: f64, h: f64) -> (f64, f64, f64) {
    let (lower, upper) = (-h - eta, h - eta);
    let (a, b) = (sigmoid(lower), sigmoid(upper));
    match outcome {
        Outcome::Loss => (ln_sigmoid(lower), -(1.0 - a), -(1.0 - a)),
        Outcome::Win => (ln_sigmoid(-upper), b, -b),
        Outcome::Draw => {
            let value = ln_sigmoid(upper) + ln_sigmoid(-lower) + (-(-2.0 * h).exp()).ln_1p();
            (value, a - (1.0 - b), (1.0 - b) + a + 2.0 / (2.0 * h).exp_m1())
        }
    }
}

pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

pub(crate) fn ln_sigmoid(x: f64) -> f64 {
    if x > 0.0 {
        -(-x).exp().ln_1p()
    } else {
        x - x.exp().ln_1p()
    }
}

impl LogDensity for OutcomeModel {
    fn dim(&self) -> usize {
        self.eta.dim() + self.gap.dim()
    }

    fn names(&self) -> Vec<String> {
        let mut names = self.eta.names("");
        names.extend(self.gap.names(""));
        names
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let (at_eta, at_gap) = at.split_at(self.eta.dim());
        let (g_eta, g_gap) = gradient.split_at_mut(self.eta.dim());
        let mut value = self.eta.prior(at_eta, g_eta) + self.gap.prior(at_gap, g_gap);
        let (mut eta, mut gap) = (Vec::new(), Vec::new());
        self.eta.forward(at_eta, &mut eta);
        self.gap.forward(at_gap, &mut gap);
        for (i, outcome) in self.outcomes.iter().enumerate() {
            let h = 0.5 * gap[i].exp();
            let (l, by_eta, by_h) = likelihood(*outcome, eta[i], h);
            value += l;
            eta[i] = by_eta;
            gap[i] = by_h * h;
        }
        self.eta.backward(at_eta, &eta, g_eta);
        self.gap.backward(at_gap, &gap, g_gap);
        value
    }
}

/// What was learned of outcomes.
#[derive(Debug, Clone)]
pub struct OutcomeFit {
    model: OutcomeModel,
    /// Draws from the posterior.
    pub chains: Chains,
}

/// Draws of the effects of unseen groups for each draw of the posterior.
const FRESH: usize = 2;

impl OutcomeFit {
    /// P(loss), P(draw), P(win) of the attacker: the mean over the posterior, with the effects of a war, state or army
    /// that was not seen drawn anew each time.
    #[must_use]
    pub fn predict(&self, battle: &Battle, seed: u64) -> [f64; 3] {
        let (eta_row, gap_row) = (eta_row(battle, &self.model.predictors), gap_row(battle));
        let mut chance = Stream::at(&[0x6F75_7463, seed, u64::from(battle.isqno)]);
        let mut sum = [0.0; 3];
        let mut count = 0.0;
        for draw in self.chains.draws() {
            let (at_eta, at_gap) = draw.split_at(self.model.eta.dim());
            for _ in 0..FRESH {
                let eta = self.model.eta.at_new(at_eta, &eta_row, &mut chance);
                let h = 0.5 * self.model.gap.at_new(at_gap, &gap_row, &mut chance).exp();
                let (a, b) = (sigmoid(-h - eta), sigmoid(h - eta));
                for (total, p) in sum.iter_mut().zip([a, b - a, 1.0 - b]) {
                    *total += p;
                }
                count += 1.0;
            }
        }
        sum.map(|s| (s / count).max(1e-12))
    }
}
