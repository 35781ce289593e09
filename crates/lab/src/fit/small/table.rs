//! How many of a given number of men are lost when the loss level is known up to a normal noise.

use halha_kernel::maths::exp;

/// Levels at which a table is kept: from none lost to all, a step apart.
const LOCATIONS: (f64, usize) = (-11.0, 171);
/// Levels over which the noise is summed; beyond them nobody is lost, or everybody.
const LEVELS: (f64, usize) = (-16.0, 251);
/// The step of both, nats. Linear interpolation between two locations errs by less than (step/spread)²/8 of a class.
const STEP: f64 = 0.1;
/// Standard deviations of the noise beyond which it is cut.
const FAR: f64 = 5.0;
/// Losses up to this number are classes of their own.
const SINGLE: u32 = 8;

/// The classes into which losses of up to so many men are put, ends included: 0, 1, … one by one, then in steps of a
/// sixth.
pub(super) fn classes(men: u32) -> Vec<[u32; 2]> {
    let mut all = Vec::new();
    let mut low = 0;
    while low <= men {
        let high = if low <= SINGLE { low } else { low + low / 6 };
        all.push([low, high.min(men)]);
        low = high + 1;
    }
    all
}

/// The number that stands for a class: the middle on the scale of ln(1 + c).
pub fn middle([low, high]: [u32; 2]) -> f64 {
    0.5 * (f64::from(low).ln_1p() + f64::from(high).ln_1p())
}

/// P(losses in a class | level's location), for one number of men and one noise.
#[derive(Debug, Clone)]
pub(super) struct LossTable {
    classes: usize,
    /// Location after location, class after class.
    values: Vec<f64>,
}

impl LossTable {
    /// The law of losses of `men` in these classes, which may go on beyond `men`.
    ///
    /// **Law** Binomial(men, 1 − exp(−e^η)), η ~ N(location, spread²), summed by the trapezoid rule. **Units** men, nats.
    /// **Valid for** up to a few thousand men, spread of three steps or more. **Source** the law of engagements (book,
    /// model §3). **Status** exact to a thousandth of a probability.
    pub(super) fn new(men: u32, spread: f64, classes: &[[u32; 2]]) -> Self {
        let spread = spread.max(3.0 * STEP);
        let levels: Vec<Vec<f64>> = (0..LEVELS.1)
            .map(|k| in_classes(men, LEVELS.0 + STEP * k as f64, classes))
            .collect();
        let mut values = vec![0.0; LOCATIONS.1 * classes.len()];
        for (k, row) in values.chunks_exact_mut(classes.len()).enumerate() {
            let location = LOCATIONS.0 + STEP * k as f64;
            let near = |x: f64| ((x - LEVELS.0) / STEP).clamp(0.0, (LEVELS.1 - 1) as f64) as usize;
            let (first, last) = (near(location - FAR * spread), near(location + FAR * spread));
            let mut sum = 0.0;
            for (l, level) in levels.iter().enumerate().take(last + 1).skip(first) {
                let z = (LEVELS.0 + STEP * l as f64 - location) / spread;
                let weight = exp(-0.5 * z * z);
                sum += weight;
                row.iter_mut().zip(level).for_each(|(to, p)| *to += weight * p);
            }
            row.iter_mut().for_each(|p| *p /= sum);
        }
        Self {
            classes: classes.len(),
            values,
        }
    }

    /// Adds the law at a location, times a weight, to `out`.
    pub(super) fn add(&self, location: f64, weight: f64, out: &mut [f64]) {
        let last = (LOCATIONS.1 - 1) as f64;
        let place = ((location - LOCATIONS.0) / STEP).clamp(0.0, last - 1e-9);
        let (k, rest) = (place as usize, place.fract());
        let (one, two) = self.values[k * self.classes..].split_at(self.classes);
        for ((to, a), b) in out.iter_mut().zip(one).zip(two) {
            *to += weight * ((1.0 - rest) * a + rest * b);
        }
    }
}

/// Binomial(men, 1 − exp(−e^level)) in classes: masses from the mode outward, so that none is too small for a number.
fn in_classes(men: u32, level: f64, classes: &[[u32; 2]]) -> Vec<f64> {
    let rate = exp(level);
    let spared = exp(-rate).max(1e-300);
    let lost = -(-rate).exp_m1();
    let odds = lost / spared;
    let mode = ((f64::from(men) + 1.0) * lost).min(f64::from(men)) as u32;
    let mut masses = vec![0.0; men as usize + 1];
    masses[mode as usize] = 1.0;
    for k in mode + 1..=men {
        masses[k as usize] = masses[k as usize - 1] * odds * f64::from(men - k + 1) / f64::from(k);
    }
    for k in (0..mode).rev() {
        masses[k as usize] = masses[k as usize + 1] * f64::from(k + 1) / (odds * f64::from(men - k));
    }
    let sum: f64 = masses.iter().sum();
    let of_class = |[low, high]: &[u32; 2]| -> f64 {
        let end = masses.len().min(*high as usize + 1);
        masses
            .get(*low as usize..end)
            .map_or(0.0, |m| m.iter().sum::<f64>())
            / sum
    };
    classes.iter().map(of_class).collect()
}

#[cfg(test)]
mod tests {
    use super::{LossTable, classes, in_classes, middle};

    #[test]
    fn every_loss_has_one_class() {
        for men in [1, 8, 9, 40, 999] {
            let all = classes(men);
            assert_eq!(all.first().map(|c| c[0]), Some(0));
            assert_eq!(all.last().map(|c| c[1]), Some(men));
            assert!(
                all.windows(2)
                    .all(|w| w[1][0] == w[0][1] + 1 && middle(w[1]) > middle(w[0]))
            );
        }
    }

    /// 2 of 3 men at a loss of one half: 3/8; and a law without losses, one without survivors.
    #[test]
    fn a_binomial_by_hand() {
        let half = std::f64::consts::LN_2.ln();
        let p = in_classes(3, half, &classes(3));
        for (found, wanted) in p.iter().zip([0.125, 0.375, 0.375, 0.125]) {
            assert!((found - wanted).abs() < 1e-12, "{p:?}");
        }
        assert!((in_classes(500, -40.0, &classes(500))[0] - 1.0).abs() < 1e-9);
        let all = in_classes(500, 7.0, &classes(500));
        assert!((all[all.len() - 1] - 1.0).abs() < 1e-9);
    }

    /// The mean of a table is the mean of the fraction under the noise, here by a fine sum of its own.
    #[test]
    fn a_table_has_the_mean_of_its_law() {
        let (men, spread) = (30, 0.9);
        let classes: Vec<[u32; 2]> = (0..=men).map(|k| [k, k]).collect();
        let table = LossTable::new(men, spread, &classes);
        for location in [-5.03, -2.0, 0.47] {
            let mut law = vec![0.0; classes.len()];
            table.add(location, 1.0, &mut law);
            let mean: f64 = law.iter().zip(0..).map(|(p, k)| p * f64::from(k)).sum();
            let (mut sum, mut weights) = (0.0, 0.0);
            for k in -800..=800 {
                let z = f64::from(k) / 100.0;
                let weight = (-0.5 * z * z).exp();
                let level: f64 = location + spread * z;
                sum -= weight * f64::from(men) * (-level.exp()).exp_m1();
                weights += weight;
            }
            assert!(
                (mean - sum / weights).abs() < 2e-3 * (1.0 + mean),
                "{location}: {mean} {}",
                sum / weights
            );
        }
    }
}
