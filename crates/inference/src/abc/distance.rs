//! The distance between simulated and observed summaries, each in units of its own spread under the prior.

use serde::{Deserialize, Serialize};

/// Spread of each summary among the runs of the pilot; 0 for one that does not vary and is left out of the distance.
///
/// Law: 1.4826 × the median absolute deviation, which is the standard deviation of a normal; the standard deviation
/// itself if more than half of the values are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scale(#[serde(with = "super::checkpoint::exact")] pub Vec<f64>);

/// 1 / Φ⁻¹(3/4).
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    (values[(n - 1) / 2] + values[n / 2]) / 2.0
}

fn spread(values: &[f64]) -> f64 {
    let middle = median(&mut values.to_vec());
    let mut deviations: Vec<f64> = values.iter().map(|v| (v - middle).abs()).collect();
    let mad = MAD_TO_SD * median(&mut deviations);
    if mad > 0.0 {
        return mad;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    libm::sqrt(values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n)
}

impl Scale {
    /// From the summaries of the pilot's runs (at least one).
    #[must_use]
    pub fn of(runs: &[&[f64]]) -> Self {
        let summaries = runs[0].len();
        let of = |k: usize| spread(&runs.iter().map(|run| run[k]).collect::<Vec<f64>>());
        Self((0..summaries).map(of).collect())
    }

    /// Law: √ Σ_k w_k ((s_k − o_k) / scale_k)².
    #[must_use]
    pub fn distance(&self, weights: &[f64], summaries: &[f64], observed: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (k, scale) in self.0.iter().enumerate() {
            if *scale > 0.0 {
                let z = (summaries[k] - observed[k]) / scale;
                sum += weights.get(k).copied().unwrap_or(1.0) * z * z;
            }
        }
        libm::sqrt(sum)
    }

    /// Summaries in units of their spread from the observed ones; those that do not vary are left out.
    pub(super) fn standardised(&self, summaries: &[f64], observed: &[f64]) -> Vec<f64> {
        let all = self.0.iter().zip(summaries.iter().zip(observed));
        all.filter(|(scale, _)| **scale > 0.0)
            .map(|(scale, (s, o))| (s - o) / scale)
            .collect()
    }
}
