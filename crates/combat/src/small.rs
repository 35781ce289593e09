//! Small fights as narratives tell them: how bloody they are, allowing for the bloody ones being told more often.
//!
//! Law: losses follow the model of engagements (book, concepts/model §3) with duration and both errors integrated out;
//! a fight with C casualties is described with probability σ(narrate0 + narrate_losses ln(1 + C) + narrate_battalion
//! [more than 600 men on a side]). What is fitted is the density of the losses told, given that they were told; if it is
//! known how many fights were not told, each of those adds the probability of not being told.
//! Units: logits, logarithms of an intensity. Valid for: fights of ten men to a few thousand. Source: selection models,
//! Heckman 1979. Status: estimated where fights were told; priors by the caller.

use halha_inference::density::LogDensity;

use crate::outcome::sigmoid;

/// A fight as narratives tell it; the attacker first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmallFight {
    /// Which side attacked: 0 or 1.
    pub attacker: usize,
    /// Men.
    pub men: [f64; 2],
    /// Least and most losses told; none if nothing is.
    pub losses: [Option<(f64, f64)>; 2],
}

/// The constants of the model of engagements: level, size, ratio, days and sd of both sides, and durations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Law {
    /// att0, def0.
    pub level: [f64; 2],
    /// att_size, def_size.
    pub size: [f64; 2],
    /// att_ratio, def_ratio.
    pub ratio: [f64; 2],
    /// att_days, def_days.
    pub days: [f64; 2],
    /// att_sd, def_sd.
    pub sd: [f64; 2],
    /// noise_corr.
    pub correlation: f64,
    /// days0, days_size, days_small, days_sd.
    pub duration: [f64; 4],
}

/// Normal priors of small_intensity, kappa_0, kappa_1, narrate0, narrate_losses: means and sd.
pub type SmallPriors = [(f64, f64); 5];

/// The model with the fights that it learns from.
#[derive(Debug, Clone)]
pub struct SmallModel {
    law: Law,
    priors: SmallPriors,
    told: Vec<SmallFight>,
    /// Men of fights that happened and were not told, and how many; empty if nobody knows.
    untold: Vec<(SmallFight, f64)>,
    battalion: f64,
}

/// Nodes of the quadrature over each error, a step of 0.5 from −3.5 to 3.5 sd: the trapezoid rule is exact to 10⁻⁸ for
/// the smooth integrands, and coarser than the binomial only above some 15 losses, where the step widens the law of the losses.
const NODES: usize = 15;
const STEP: f64 = 0.5;

impl SmallModel {
    /// The model of fights told, with `narrate_battalion` given; `untold` where the number of others is known.
    #[must_use]
    pub fn new(
        law: Law,
        priors: SmallPriors,
        battalion: f64,
        told: Vec<SmallFight>,
        untold: Vec<(SmallFight, f64)>,
    ) -> Self {
        Self {
            law,
            priors,
            told,
            untold,
            battalion,
        }
    }

    /// Means and Cholesky factor of (η_A, η_D) of a fight.
    fn intensities(&self, at: &[f64], fight: &SmallFight) -> ([f64; 2], [f64; 3]) {
        let l = &self.law;
        let [n_a, n_d] = fight.men;
        let ratio = (n_a / n_d).ln();
        let small = 1.0 / (1.0 + ((n_a + n_d) / 400.0).powi(2));
        let days = l.duration[0] + 0.5 * l.duration[1] * (n_a * n_d).ln() + l.duration[2] * small;
        let kappa = [at[1 + fight.attacker], at[2 - fight.attacker]];
        let mean = [0, 1].map(|s| {
            let n = fight.men[s];
            let large = 1.0 / (1.0 + (1000.0 / n).powi(2));
            let size = l.size[s] * (n / 1e4).ln() - at[0] * (n / 1e3).ln().min(0.0);
            l.level[s] + kappa[s] * large + size + l.ratio[s] * ratio + l.days[s] * days
        });
        let of_days = l.days.map(|d| d * l.duration[3]);
        let var = [0, 1].map(|s| l.sd[s] * l.sd[s] + of_days[s] * of_days[s]);
        let cov = l.correlation * l.sd[0] * l.sd[1] + of_days[0] * of_days[1];
        let first = var[0].sqrt();
        let cross = cov / first;
        (mean, [first, cross, (var[1] - cross * cross).sqrt()])
    }

    fn told(&self, at: &[f64], fight: &SmallFight, casualties: f64) -> f64 {
        let battalion = if fight.men.iter().any(|n| *n > 600.0) {
            self.battalion
        } else {
            0.0
        };
        at[3] + at[4] * casualties.ln_1p() + battalion
    }

    /// ln P(losses as told, told) and ln P(told) of a fight.
    fn integrals(&self, at: &[f64], fight: &SmallFight) -> (f64, f64) {
        let (mean, factor) = self.intensities(at, fight);
        let (mut joint, mut any, mut weights) = (0.0, 0.0, 0.0);
        for i in 0..NODES * NODES {
            let place = |k: usize| STEP * (k as f64 - (NODES / 2) as f64);
            let (x, y) = (place(i / NODES), place(i % NODES));
            let weight = (-0.5 * (x * x + y * y)).exp();
            let f = [mean[0] + factor[0] * x, mean[1] + factor[1] * x + factor[2] * y]
                .map(|eta| (-(-eta.exp()).exp_m1()).min(1.0 - 1e-12));
            let expected = [0, 1].map(|s| fight.men[s] * f[s]);
            let none = [0, 1]
                .map(|s| (1.0 - f[s]).powf(fight.men[s]))
                .iter()
                .product::<f64>();
            let some = (expected[0] + expected[1]) / (1.0 - none).max(1e-12);
            let quiet = sigmoid(self.told(at, fight, 0.0));
            let bloody = sigmoid(self.told(at, fight, some));
            any += weight * (none * quiet + (1.0 - none) * bloody);
            let mut likely = weight;
            let mut casualties = 0.0;
            for s in 0..2 {
                if let Some((low, high)) = fight.losses[s] {
                    let width = STEP
                        * if s == 0 {
                            factor[0]
                        } else {
                            factor[1].hypot(factor[2])
                        };
                    likely *= within(fight.men[s], f[s], low, high, width);
                    casualties += 0.5 * (low + high);
                } else {
                    casualties += expected[s];
                }
            }
            joint += likely * sigmoid(self.told(at, fight, casualties));
            weights += weight;
        }
        (
            (joint / weights).max(1e-300).ln(),
            (any / weights).max(1e-300).ln(),
        )
    }

    /// The log density at a point, without its gradient.
    #[must_use]
    pub fn value_at(&self, at: &[f64]) -> f64 {
        let prior: f64 = at
            .iter()
            .zip(&self.priors)
            .map(|(x, (m, sd))| -0.5 * ((x - m) / sd).powi(2))
            .sum();
        let told: f64 = self
            .told
            .iter()
            .map(|fight| {
                let (joint, any) = self.integrals(at, fight);
                if self.untold.is_empty() {
                    joint - any
                } else {
                    joint
                }
            })
            .sum();
        let untold: f64 = self
            .untold
            .iter()
            .map(|(fight, count)| count * (-self.integrals(at, fight).1.exp()).ln_1p())
            .sum();
        prior + told + untold
    }
}

/// P(low ≤ losses ≤ high) of Binomial(men, f): exact where few were lost, else a normal law of ln losses that is at least
/// as wide as half a step of the quadrature.
fn within(men: f64, f: f64, low: f64, high: f64, step: f64) -> f64 {
    if high <= 15.0 && men >= high {
        let odds = (f / (1.0 - f)).max(1e-300).ln();
        let none = men * (-f).ln_1p();
        let mut choose = 0.0;
        let mut sum = 0.0;
        for k in 0..=high as usize {
            if k > 0 {
                choose += ((men - k as f64 + 1.0) / k as f64).ln();
            }
            if k as f64 >= low {
                sum += (choose + none + k as f64 * odds).exp();
            }
        }
        return sum;
    }
    let mean = (men * f).max(1e-12);
    let sd = ((1.0 - f) / mean).sqrt().max(0.5 * step);
    let below = |c: f64| halha_inference::normal::cdf(((c.max(1e-12) / mean).ln()) / sd);
    below(high + 0.5) - below(low - 0.5)
}

impl LogDensity for SmallModel {
    fn dim(&self) -> usize {
        5
    }

    fn names(&self) -> Vec<String> {
        [
            "small_intensity",
            "kappa_0",
            "kappa_1",
            "narrate0",
            "narrate_losses",
        ]
        .map(String::from)
        .to_vec()
    }

    /// The gradient is by central differences: five parameters, an integrand smooth in all.
    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let mut moved = at.to_vec();
        for (i, g) in gradient.iter_mut().enumerate() {
            let h = 1e-4;
            moved[i] = at[i] + h;
            let up = self.value_at(&moved);
            moved[i] = at[i] - h;
            *g = (up - self.value_at(&moved)) / (2.0 * h);
            moved[i] = at[i];
        }
        self.value_at(at)
    }
}
