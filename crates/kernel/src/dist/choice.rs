//! Choice among several: categories by weight, and shares that add to one.

use super::gamma;
use crate::chance::Stream;

/// The index of the category in which `u` falls when [0, 1) is divided in proportion to `weights`.
///
/// Weights need not add to one; negative ones and NaN count as 0 and are never chosen. `None` when no weight
/// is positive. Cost: two passes over the weights.
#[inline]
#[must_use]
pub fn categorical(u: f64, weights: &[f64]) -> Option<usize> {
    let total: f64 = weights.iter().filter(|&&w| w > 0.0).sum();
    let target = u * total;
    let mut sum = 0.0;
    let mut last = None;
    for (i, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            sum += weight;
            last = Some(i);
            if target < sum {
                break;
            }
        }
    }
    last
}

/// Dirichlet law: fills `shares` with numbers that add to one, of concentrations `alpha` > 0; one uniform a
/// share.
///
/// A share stays coupled to its own concentration as long as the number of categories before it does not
/// change. Where the slices differ in length the rest of the longer is left alone. Concentrations so small
/// that every gamma number is 0 give NaN.
pub fn dirichlet(luck: &mut Stream, alpha: &[f64], shares: &mut [f64]) {
    let mut sum = 0.0;
    for (share, &a) in shares.iter_mut().zip(alpha) {
        *share = gamma(luck.open(), a, 1.0);
        sum += *share;
    }
    for (share, _) in shares.iter_mut().zip(alpha) {
        *share /= sum;
    }
}
