//! How a small fight comes into narratives, and what these make of its losses.

use halha_inference::normal::ln_density;
use halha_kernel::maths::{exp, ln_1p, logistic};
use halha_kernel::parameters::Parameters;

use super::law::Joint;
use super::rows::{Figure, SmallFight};
use super::table::middle;
use crate::fit::claims::{Speaker, VOICE_SD};

/// Men of one side above which narratives speak of a battalion or more, as in the kernel's books.
const BATTALION: f64 = 600.0;
/// Places on the scale of ln(1 + casualties), from 0, at which the chance to be told is computed.
pub(super) const PLACES: usize = 80;
const STEP: f64 = 0.1;

/// What a fight tells at one value of the small-unit term: how likely each number of casualties is, and how likely that
/// number together with all that is said of it.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// P(casualties).
    pub(super) any: [f64; PLACES],
    /// P(casualties) · p(figures | casualties).
    pub(super) said: [f64; PLACES],
}

/// How the chance that a fight is told enters its likelihood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// p(figures) · P(told | losses) / E[P(told)]: given that the fight was told.
    Selected,
    /// p(figures) · P(told | losses), what could have happened forgotten: a defect that tests plant.
    Unnormalised,
    /// p(figures): as if all fights were told.
    Forgotten,
}

impl Evidence {
    /// ln likelihood of one fight; `told` is the chance to be told at each place.
    pub(super) fn ln_likelihood(&self, told: &[f64; PLACES], telling: Telling) -> f64 {
        let over = |law: &[f64; PLACES]| {
            law.iter()
                .zip(told)
                .map(|(p, t)| p * t)
                .sum::<f64>()
                .max(1e-300)
                .ln()
        };
        match telling {
            Telling::Selected => over(&self.said) - over(&self.any),
            Telling::Unnormalised => over(&self.said),
            Telling::Forgotten => self.said.iter().sum::<f64>().max(1e-300).ln(),
        }
    }
}

/// P(told) at each place.
///
/// **Law** σ(narrate0 + narrate_losses ln(1 + casualties) + what battalions and heavy arms add). **Units** none. **Valid
/// for** fights. **Source** book, model §8. **Status** estimated with wide priors.
pub(super) fn told(narrate: [f64; 2], more: f64) -> [f64; PLACES] {
    std::array::from_fn(|k| logistic(narrate[0] + narrate[1] * STEP * k as f64 + more))
}

/// P(told) of a fight with these losses of both sides.
pub fn chance_to_be_told(fight: &SmallFight, narrate: [f64; 2], lost: [f64; 2], p: &Parameters) -> f64 {
    logistic(narrate[0] + narrate[1] * ln_1p(lost[0] + lost[1]) + more(fight, p))
}

/// What the size and the arms of a fight add to the log odds of its being told.
pub(super) fn more(fight: &SmallFight, p: &Parameters) -> f64 {
    let middle = |[low, high]: [f64; 2]| (low * high).sqrt();
    let battalion = fight.men.iter().flatten().any(|men| middle(*men) > BATTALION);
    let add = |is: bool, x: f64| if is { x } else { 0.0 };
    add(battalion, p.narrate_battalion) + add(fight.arms, p.narrate_arms)
}

/// The evidence of a fight at each value of the small-unit term.
pub(super) fn evidence(fight: &SmallFight, joint: &Joint, p: &Parameters) -> Vec<Evidence> {
    let likely = [0, 1].map(|s| likely(&fight.figures[s], &joint.classes[s], p));
    let middles = [0, 1].map(|s| joint.classes[s].iter().map(|c| middle(*c)).collect::<Vec<_>>());
    let mut cells = Vec::new();
    for (a, said_a) in middles[0].iter().zip(&likely[0]) {
        for (b, said_b) in middles[1].iter().zip(&likely[1]) {
            let place = (ln_1p(a.exp_m1() + b.exp_m1()) / STEP).min((PLACES - 1) as f64 - 1e-9);
            cells.push((place as usize, place.fract(), said_a * said_b));
        }
    }
    let of_value = |law: &Vec<f64>| {
        let mut out = Evidence {
            any: [0.0; PLACES],
            said: [0.0; PLACES],
        };
        for (p, (k, rest, said)) in law.iter().zip(&cells) {
            for (at, share) in [(*k, 1.0 - rest), (k + 1, *rest)] {
                out.any[at] += share * p;
                out.said[at] += share * p * said;
            }
        }
        out
    };
    joint.by_value.iter().map(of_value).collect()
}

/// p(all figures of a side | losses in each class).
fn likely(figures: &[Figure], classes: &[[u32; 2]], p: &Parameters) -> Vec<f64> {
    classes
        .iter()
        .map(|class| {
            let lost = middle(*class);
            let ln: f64 = figures
                .iter()
                .filter(|f| !f.killed)
                .map(|f| of_figure(f, lost, p))
                .sum();
            exp(ln) * killed(figures, lost.exp_m1(), p)
        })
        .collect()
}

/// The same of the figures for the killed among so many lost, the share killed summed over.
fn killed(figures: &[Figure], lost: f64, p: &Parameters) -> f64 {
    if figures.iter().all(|f| !f.killed) {
        return 1.0;
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for k in -6..=6 {
        let z = 0.5 * f64::from(k);
        let dead = (lost * logistic(p.killed_logit + p.killed_sd * z)).round();
        let of_killed = figures.iter().filter(|f| f.killed);
        let weight = exp(-0.5 * z * z);
        sum += weight * exp(of_killed.map(|f| of_figure(f, ln_1p(dead), p)).sum());
        weights += weight;
    }
    sum / weights
}

/// The log density of a figure; `truth` is ln(1 + the true number).
fn of_figure(figure: &Figure, truth: f64, p: &Parameters) -> f64 {
    let (bias, sd) = law(figure, p);
    ln_density(figure.said.ln, truth + bias, sd)
}

/// Puts a figure drawn from the law in the place of a speaker's own; `z` is a standard normal number.
pub fn speak(figure: &mut Figure, number: f64, p: &Parameters, z: f64) {
    let (bias, sd) = law(figure, p);
    figure.said.ln = ln_1p(number) + bias + sd * z;
}

/// Bias and standard deviation of a figure, as the module of claims has them.
fn law(figure: &Figure, p: &Parameters) -> (f64, f64) {
    let own = [p.own_claim_0, p.own_claim_1];
    let enemy = [p.enemy_claim_0, p.enemy_claim_1];
    let (bias, sd) = match figure.said.speaker {
        Speaker::Own(r) => (own[r], p.own_claim_sd),
        Speaker::Enemy(r) => (enemy[r], p.enemy_claim_sd),
        Speaker::Voice => (0.0, VOICE_SD.0),
    };
    (bias, sd.hypot(figure.said.width))
}
