//! The posterior of the small-unit term and of what is told, on a grid of normal scores.

use halha_inference::chance::Stream;
use halha_kernel::maths::{exp, phi};
use halha_kernel::parameters::Parameters;
use halha_kernel::validate::ValidScenario;
use rayon::prelude::*;

use super::law::{Tables, joint};
use super::rows::SmallFight;
use super::told::{Evidence, Telling, evidence, more, told};
use crate::priors::Distribution;

/// Scores of the small-unit term: 29 from −3.5 to 3.5.
const TERM: (i32, f64) = (14, 0.25);
/// Scores of the two parameters of telling: 13 each from −3 to 3.
const TELL: (i32, f64) = (6, 0.5);

fn scores((half, step): (i32, f64)) -> Vec<f64> {
    (-half..=half).map(|k| step * f64::from(k)).collect()
}

/// Weights over a grid of (small_intensity, narrate0, narrate_losses).
#[derive(Debug, Clone)]
pub struct Grid {
    priors: [Distribution; 3],
    /// One weight a point, the term slowest; they sum to 1.
    weights: Vec<f64>,
    /// Effective number of the vectors of all other parameters that were averaged over.
    pub effective: f64,
}

/// The posterior, all other parameters averaged over `vectors`.
///
/// **Law** p(θ) Σ_ψ Π_fights L(θ, ψ): the likelihood of each fight given that it was told ([`Telling::Selected`]), ψ from
/// what came before. Only θ is handed on: ψ is averaged over, not learned from these fights. **Units** those of the
/// parameters. **Valid for** priors whose scores stay within 3.5. **Source** selection models, Heckman 1979.
/// **Status** exact up to the grid and the number of vectors. One grid for each of `tellings`; `None` if no vector can be
/// played.
///
/// Three dimensions and a likelihood that is a sum over all that could have happened: tabled once for each value of the
/// term the sum serves every point, while a gradient-based sampler would make it and its gradient anew at each step.
pub fn posterior(
    scenario: &ValidScenario,
    fights: &[SmallFight],
    vectors: &[Parameters],
    priors: [Distribution; 3],
    tellings: &[Telling],
) -> Option<Vec<Grid>> {
    let tables = Tables::of(fights, vectors);
    let values: Vec<f64> = scores(TERM)
        .into_iter()
        .map(|z| priors[0].quantile(phi(z)))
        .collect();
    let each: Vec<Vec<Vec<f64>>> = vectors
        .par_iter()
        .filter_map(|p| {
            let of_fight = |fight: &SmallFight| {
                let joint = joint(scenario, p, fight, &values, &tables)?;
                Some((evidence(fight, &joint, p), more(fight, p)))
            };
            let all: Option<Vec<_>> = fights.iter().map(of_fight).collect();
            let all = all?;
            Some(tellings.iter().map(|t| ln_weights(&all, &priors, *t)).collect())
        })
        .collect();
    (0..tellings.len())
        .map(|t| averaged(each.iter().map(|of_vector| of_vector[t].as_slice()), priors))
        .collect()
}

/// ln(prior · likelihood) at each point of the grid.
fn ln_weights(fights: &[(Vec<Evidence>, f64)], priors: &[Distribution; 3], telling: Telling) -> Vec<f64> {
    let (term, tell) = (scores(TERM), scores(TELL));
    let mut out = vec![0.0; term.len() * tell.len() * tell.len()];
    for (i, x) in tell.iter().enumerate() {
        for (j, y) in tell.iter().enumerate() {
            let narrate = [priors[1].quantile(phi(*x)), priors[2].quantile(phi(*y))];
            for (evidence, more) in fights {
                let told = told(narrate, *more);
                for (k, at) in evidence.iter().enumerate() {
                    out[(k * tell.len() + i) * tell.len() + j] += at.ln_likelihood(&told, telling);
                }
            }
            for (k, z) in term.iter().enumerate() {
                out[(k * tell.len() + i) * tell.len() + j] -= 0.5 * (z * z + x * x + y * y);
            }
        }
    }
    out
}

fn averaged<'w>(each: impl Iterator<Item = &'w [f64]> + Clone, priors: [Distribution; 3]) -> Option<Grid> {
    let top = each.clone().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let points = each.clone().next()?.len();
    let mut weights = vec![0.0; points];
    let (mut sum, mut squares) = (0.0, 0.0);
    for one in each {
        let mut of_vector = 0.0;
        for (l, w) in one.iter().zip(&mut weights) {
            let p = exp(l - top);
            *w += p;
            of_vector += p;
        }
        sum += of_vector;
        squares += of_vector * of_vector;
    }
    weights.iter_mut().for_each(|w| *w /= sum);
    let grid = Grid {
        priors,
        weights,
        effective: sum * sum / squares,
    };
    top.is_finite().then_some(grid)
}

impl Grid {
    /// One independent draw: a point of the grid, moved within its cell.
    pub fn draw(&self, stream: &mut Stream) -> [f64; 3] {
        let mut left = stream.uniform();
        let mut at = self.weights.len() - 1;
        for (k, w) in self.weights.iter().enumerate() {
            if left < *w {
                at = k;
                break;
            }
            left -= w;
        }
        let (term, tell) = (scores(TERM), scores(TELL));
        let n = tell.len();
        let places = [
            (term[at / (n * n)], TERM.1),
            (tell[at / n % n], TELL.1),
            (tell[at % n], TELL.1),
        ];
        let mut coordinate = 0;
        places.map(|(z, step)| {
            let moved = z + step * (stream.uniform() - 0.5);
            coordinate += 1;
            self.priors[coordinate - 1].quantile(phi(moved))
        })
    }

    /// Mean and standard deviation of the small-unit term.
    pub fn term(&self) -> (f64, f64) {
        let block = self.weights.len() / scores(TERM).len();
        let law: Vec<(f64, f64)> = scores(TERM)
            .into_iter()
            .zip(self.weights.chunks_exact(block))
            .map(|(z, w)| (self.priors[0].quantile(phi(z)), w.iter().sum()))
            .collect();
        let mean = law.iter().map(|(x, w)| x * w).sum::<f64>();
        let variance = law.iter().map(|(x, w)| (x - mean) * (x - mean) * w).sum::<f64>();
        (mean, variance.sqrt())
    }
}
