//! A mean score with its standard error, and the difference of two predictors on the same cases.

use std::collections::BTreeMap;

use serde::Serialize;

/// A mean and how far chance may have moved it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Cases.
    pub cases: usize,
    /// Independent groups of cases (as many as cases if they count as independent).
    pub groups: usize,
}

/// Why there is no mean.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeanError {
    /// Fewer than two groups.
    #[error("a standard error needs at least 2 groups of cases, found {groups}")]
    TooFew {
        /// Groups found.
        groups: usize,
    },
    /// Two lists that should go together case by case.
    #[error("{left} cases against {right}")]
    Lengths {
        /// Cases of the first.
        left: usize,
        /// Cases of the second.
        right: usize,
    },
}

impl Mean {
    /// Of independent cases: s / √n.
    ///
    /// # Errors
    ///
    /// With fewer than two cases.
    pub fn of(values: &[f64]) -> Result<Self, MeanError> {
        let own: Vec<usize> = (0..values.len()).collect();
        Self::clustered(values, &own)
    }

    /// Of cases that hang together in groups (`groups[i]` names the group of case i, such as its war).
    ///
    /// Law: SE² = G/(G − 1) · Σ_g (Σ_{i∈g} (x_i − x̄))² / n² (Liang, Zeger 1986, with the usual correction for G groups).
    ///
    /// # Errors
    ///
    /// With fewer than two groups, or lists of different length.
    pub fn clustered(values: &[f64], groups: &[usize]) -> Result<Self, MeanError> {
        same_length(values.len(), groups.len())?;
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (value, group) in values.iter().zip(groups) {
            *sums.entry(*group).or_default() += value - mean;
        }
        let count = sums.len();
        if count < 2 {
            return Err(MeanError::TooFew { groups: count });
        }
        let g = count as f64;
        let squares: f64 = sums.values().map(|s| s * s).sum();
        Ok(Self {
            mean,
            standard_error: (g / (g - 1.0) * squares).sqrt() / n,
            cases: values.len(),
            groups: count,
        })
    }
}

fn same_length(left: usize, right: usize) -> Result<(), MeanError> {
    if left == right {
        Ok(())
    } else {
        Err(MeanError::Lengths { left, right })
    }
}

/// The mean of `left − right`, case by case: negative if the first predictor scores better.
///
/// # Errors
///
/// With fewer than two cases, or lists of different length.
pub fn paired(left: &[f64], right: &[f64]) -> Result<Mean, MeanError> {
    same_length(left.len(), right.len())?;
    Mean::of(&differences(left, right))
}

/// [`paired`], the cases in groups.
///
/// # Errors
///
/// With fewer than two groups, or lists of different length.
pub fn paired_clustered(left: &[f64], right: &[f64], groups: &[usize]) -> Result<Mean, MeanError> {
    same_length(left.len(), right.len())?;
    Mean::clustered(&differences(left, right), groups)
}

fn differences(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(l, r)| l - r).collect()
}
