//! How particles of the next generation are proposed from those of the last, and how likely each proposal was.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Particle;
use crate::chance::Stream;
use crate::matrix::Cholesky;
use crate::prior::Prior;

/// How a particle is perturbed, in free coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// Normal, coordinate by coordinate, with twice the weighted variance of the population (Beaumont et al. 2009).
    Component,
    /// Multivariate normal of each particle's own: the second moments, about it, of the particles that already meet the
    /// next threshold (Filippi et al. 2013, "optimal local covariance").
    Local,
    /// No weights: particles walk within the threshold, by steps that leave the prior as it is (Del Moral et al. 2012).
    Walk,
}

/// A population seen as a mixture that proposes.
pub(super) struct Proposal {
    free: Vec<Vec<f64>>,
    weights: Vec<f64>,
    running: Vec<f64>,
    /// One factor for each particle, or one for all.
    factors: Vec<Cholesky>,
}

impl Proposal {
    /// The proposal of a population, for a threshold that the next one must meet.
    pub(super) fn new(kernel: Kernel, population: &[Particle], threshold: f64, prior: &impl Prior) -> Self {
        let free: Vec<Vec<f64>> = population.iter().map(|p| prior.free(&p.parameters)).collect();
        let weights: Vec<f64> = population.iter().map(|p| p.weight).collect();
        let running = weights
            .iter()
            .scan(0.0, |sum, w| {
                *sum += w;
                Some(*sum)
            })
            .collect();
        let factors = match kernel {
            // Walkers have steps of their own.
            Kernel::Component | Kernel::Walk => vec![component(&free, &weights)],
            Kernel::Local => {
                let near: Vec<usize> = (0..population.len())
                    .filter(|i| population[*i].distance <= threshold)
                    .collect();
                free.par_iter()
                    .map(|centre| local(centre, &near, &free, &weights))
                    .collect()
            }
        };
        Self {
            free,
            weights,
            running,
            factors,
        }
    }

    fn factor(&self, particle: usize) -> &Cholesky {
        &self.factors[particle.min(self.factors.len() - 1)]
    }

    /// A proposal, in free coordinates.
    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<f64> {
        let total = self.running.last().copied().unwrap_or(1.0);
        let at = stream.uniform() * total;
        let chosen = self
            .running
            .partition_point(|sum| *sum <= at)
            .min(self.free.len() - 1);
        let z: Vec<f64> = self.free[chosen].iter().map(|_| stream.normal()).collect();
        let step = self.factor(chosen).times(&z);
        self.free[chosen].iter().zip(step).map(|(x, s)| x + s).collect()
    }

    /// ln of the density with which a point is proposed, up to a constant.
    pub(super) fn ln_density(&self, free: &[f64]) -> f64 {
        let term = |i: usize| {
            let difference: Vec<f64> = free.iter().zip(&self.free[i]).map(|(a, b)| a - b).collect();
            libm::log(self.weights[i]) + self.factor(i).ln_kernel(&difference)
        };
        let terms: Vec<f64> = (0..self.free.len()).map(term).collect();
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        top + libm::log(terms.iter().map(|t| libm::exp(t - top)).sum())
    }
}

/// Variances below this (free coordinates squared) are taken for none.
const FLOOR: f64 = 1e-12;

fn component(free: &[Vec<f64>], weights: &[f64]) -> Cholesky {
    let dim = free[0].len();
    let total: f64 = weights.iter().sum();
    let mut covariance = vec![0.0; dim * dim];
    for k in 0..dim {
        let mean = free.iter().zip(weights).map(|(x, w)| w * x[k]).sum::<f64>() / total;
        let square = |(x, w): (&Vec<f64>, &f64)| w * (x[k] - mean) * (x[k] - mean);
        covariance[k * dim + k] = 2.0 * free.iter().zip(weights).map(square).sum::<f64>() / total;
    }
    Cholesky::of_covariance(&covariance, dim, FLOOR)
}

fn local(centre: &[f64], near: &[usize], free: &[Vec<f64>], weights: &[f64]) -> Cholesky {
    let dim = centre.len();
    let total: f64 = near.iter().map(|i| weights[*i]).sum();
    let mut moments = vec![0.0; dim * dim];
    let mut away = vec![0.0; dim];
    for &i in near {
        let share = weights[i] / total;
        for k in 0..dim {
            away[k] = free[i][k] - centre[k];
        }
        for row in 0..dim {
            let scaled = share * away[row];
            for column in 0..=row {
                moments[row * dim + column] += scaled * away[column];
            }
        }
    }
    for row in 0..dim {
        for column in 0..row {
            moments[column * dim + row] = moments[row * dim + column];
        }
    }
    Cholesky::of_covariance(&moments, dim, FLOOR)
}
