//! The plain yardstick of losses: for each side one regression of its loss intensity with a random intercept of the war.

use halha_inference::normal::quantile;

use crate::battle::{Battle, Role};
use crate::losses::data::ln_days;
use crate::losses::intensity;
use crate::naive::solve;
use crate::predictors::SIX;

/// Precision of a normal prior on the coefficients, in place of none: keeps a column finite that a fold does not have.
const RIDGE: f64 = 1e-3;
/// Candidates for ln(τ²/σ²), the war's share of the variance: from −7 to 4.
const RATIOS: (i32, i32, f64) = (-28, 16, 0.25);
/// Places of a prediction's quantiles that stand for its draws.
const PLACES: usize = 400;

/// Whether the duration is one of the predictors: it is known only afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    /// Left out.
    Unknown,
    /// As recorded.
    Known,
}

/// A fitted regression of one side.
#[derive(Debug, Clone)]
pub struct Plain {
    role: Role,
    duration: Duration,
    coefficients: Vec<f64>,
    /// (X'V⁻¹X)⁻¹, row after row.
    covariance: Vec<Vec<f64>>,
    /// σ², and τ²/σ².
    variance: f64,
    ratio: f64,
}

impl Plain {
    /// Fits by restricted maximum likelihood over a grid of the ratio of variances.
    ///
    /// **Law** η = x·b + u_war + ε, u ~ N(0, τ²), ε ~ N(0, σ²); x: own size, force ratio, posture, surprise, air, and ln
    /// days where they are known. **Units** logarithm of an intensity. **Valid for** battles like those fitted.
    /// **Source** Patterson and Thompson 1971. **Status** a yardstick.
    #[must_use]
    pub fn fit(battles: &[&Battle], role: Role, duration: Duration) -> Self {
        let known: Vec<(&Battle, f64)> = battles
            .iter()
            .filter_map(|b| Some((*b, intensity(b.force(role))?)))
            .collect();
        let rows: Vec<Vec<f64>> = known.iter().map(|(b, _)| row(b, role, duration)).collect();
        let mut wars: Vec<&str> = known.iter().map(|(b, _)| b.war.as_str()).collect();
        let of_row: Vec<&str> = wars.clone();
        wars.sort_unstable();
        wars.dedup();
        let groups: Vec<Vec<usize>> = wars
            .iter()
            .map(|war| (0..rows.len()).filter(|i| of_row[*i] == *war).collect())
            .collect();
        let data = Data {
            rows,
            values: known.iter().map(|k| k.1).collect(),
            groups,
        };
        let candidates = (RATIOS.0..=RATIOS.1).map(|k| data.at((RATIOS.2 * f64::from(k)).exp()));
        let best = candidates.fold(None, |best: Option<Solved>, next| match best {
            Some(best) if best.criterion <= next.criterion => Some(best),
            _ => Some(next),
        });
        let best = best.unwrap_or_else(|| data.at(1.0));
        Self {
            role,
            duration,
            coefficients: best.coefficients,
            covariance: best.covariance,
            variance: best.variance,
            ratio: best.ratio,
        }
    }

    /// Equally likely values of ln(loss fraction) in a battle of a war that was not fitted.
    #[must_use]
    pub fn predict(&self, battle: &Battle) -> Vec<f64> {
        let x = row(battle, self.role, self.duration);
        let mean = dot(&x, &self.coefficients);
        let spread: f64 = x
            .iter()
            .zip(&self.covariance)
            .map(|(x_i, c)| x_i * dot(&x, c))
            .sum();
        let sd = (self.variance * (1.0 + self.ratio + spread)).sqrt();
        (0..PLACES)
            .map(|k| mean + sd * quantile((k as f64 + 0.5) / PLACES as f64))
            .map(|eta| (-(-eta.exp()).exp_m1()).max(f64::MIN_POSITIVE).ln())
            .collect()
    }
}

fn row(battle: &Battle, role: Role, duration: Duration) -> Vec<f64> {
    let men = battle.force(role).men.unwrap_or(1e4);
    let mut x = vec![1.0, (men / 1e4).ln()];
    x.extend(SIX.iter().map(|p| p.value(battle)));
    if duration == Duration::Known {
        x.push(ln_days(battle));
    }
    x
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Rows, values, and which rows are of one war.
struct Data {
    rows: Vec<Vec<f64>>,
    values: Vec<f64>,
    groups: Vec<Vec<usize>>,
}

/// The generalised least squares at one ratio of variances.
struct Solved {
    coefficients: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    variance: f64,
    ratio: f64,
    /// −2 ln of the restricted likelihood.
    criterion: f64,
}

impl Data {
    /// V = I + ratio·11ᵀ in each war, whose inverse is I − ratio/(1 + n·ratio)·11ᵀ.
    fn at(&self, ratio: f64) -> Solved {
        let p = self.rows.first().map_or(0, Vec::len);
        let (mut normal, mut right, mut squares) = (vec![vec![0.0; p]; p], vec![0.0; p], 0.0);
        let mut ln_v = 0.0;
        for group in &self.groups {
            let n = group.len() as f64;
            let shrink = ratio / (1.0 + n * ratio);
            ln_v += (n * ratio).ln_1p();
            let sums: Vec<f64> = (0..p)
                .map(|j| group.iter().map(|i| self.rows[*i][j]).sum())
                .collect();
            let total: f64 = group.iter().map(|i| self.values[*i]).sum();
            squares += group.iter().map(|i| self.values[*i].powi(2)).sum::<f64>() - shrink * total * total;
            for j in 0..p {
                right[j] += group
                    .iter()
                    .map(|i| self.rows[*i][j] * self.values[*i])
                    .sum::<f64>();
                right[j] -= shrink * sums[j] * total;
                for k in 0..p {
                    normal[j][k] += group
                        .iter()
                        .map(|i| self.rows[*i][j] * self.rows[*i][k])
                        .sum::<f64>();
                    normal[j][k] -= shrink * sums[j] * sums[k];
                }
            }
        }
        for (j, row) in normal.iter_mut().enumerate() {
            row[j] += RIDGE;
        }
        let coefficients = solve(normal.clone(), right.clone());
        let unit = |j: usize| (0..p).map(|k| f64::from(u8::from(k == j))).collect();
        let covariance: Vec<Vec<f64>> = (0..p).map(|j| solve(normal.clone(), unit(j))).collect();
        let freedom = (self.values.len() as f64 - p as f64).max(1.0);
        let variance = ((squares - dot(&coefficients, &right)) / freedom).max(1e-12);
        Solved {
            criterion: freedom * variance.ln() + ln_v + ln_determinant(normal),
            coefficients,
            covariance,
            variance,
            ratio,
        }
    }
}

/// ln det of a symmetric positive matrix, by elimination.
fn ln_determinant(mut a: Vec<Vec<f64>>) -> f64 {
    let n = a.len();
    let mut sum = 0.0;
    for k in 0..n {
        let pivot = a[k][k].max(1e-300);
        sum += pivot.ln();
        let top = a[k].clone();
        for row in a.iter_mut().skip(k + 1) {
            let factor = row[k] / pivot;
            row.iter_mut()
                .zip(&top)
                .skip(k)
                .for_each(|(x, t)| *x -= factor * t);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Data, ln_determinant};

    #[test]
    fn a_determinant_by_hand() {
        let found = ln_determinant(vec![vec![2.0, 1.0], vec![1.0, 3.0]]);
        assert!((found - 5.0_f64.ln()).abs() < 1e-12);
    }

    /// Two wars of two battles, an intercept alone, values 1, 3 and 5, 9. Balanced one-way analysis of variance: within
    /// mean square (2 + 8)/2 = 5, between 2·(2.5² + 2.5²) = 25, so σ² = 5 and τ² = (25 − 5)/2 = 10, ratio 2.
    #[test]
    fn variances_are_those_of_the_analysis_of_variance() {
        let data = Data {
            rows: vec![vec![1.0]; 4],
            values: vec![1.0, 3.0, 5.0, 9.0],
            groups: vec![vec![0, 1], vec![2, 3]],
        };
        let best = data.at(2.0);
        assert!((best.variance - 5.0).abs() < 0.02, "{}", best.variance);
        assert!((best.coefficients[0] - 4.5).abs() < 0.01);
        for other in [0.5, 1.0, 4.0, 8.0] {
            assert!(best.criterion < data.at(other).criterion, "{other}");
        }
    }
}
