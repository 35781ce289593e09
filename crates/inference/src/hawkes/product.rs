//! The two things that a likelihood's time goes into, done for many events at once: decays and logarithms.

/// log₂ e, ln 2 in two parts (the first with trailing zeros), and the number whose sum with a small one holds that
/// one rounded in its last bits.
const LOG2_E: f64 = std::f64::consts::LOG2_E;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Below this e^x counts as e^LOWEST, 1e−307: the exponent stays that of a normal number.
const LOWEST: f64 = -706.0;
/// Near-minimax polynomial of e^r on |r| ≤ ½ ln 2 (Chebyshev, degree 10): relative error below 3e−16.
const EXP: [f64; 11] = [
    1.0,
    1.000_000_000_000_006_7,
    0.500_000_000_000_000_6,
    0.166_666_666_665_544_04,
    0.041_666_666_666_573_14,
    0.008_333_333_385_667_814,
    0.001_388_888_893_248_862_4,
    0.000_198_411_702_704_002_05,
    2.480_150_434_696_448e-5,
    2.764_018_081_280_450_3e-6,
    2.762_635_725_527_078e-7,
];

/// e^x for x ≤ 0, without a branch, so that a loop over it is done several numbers at a time.
#[inline(always)]
pub(super) fn exp_below(x: f64) -> f64 {
    let x = if x < LOWEST { LOWEST } else { x };
    let shifted = x * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let r2 = r * r;
    let r4 = r2 * r2;
    let low = (EXP[0] + EXP[1] * r) + (EXP[2] + EXP[3] * r) * r2;
    let mid = (EXP[4] + EXP[5] * r) + (EXP[6] + EXP[7] * r) * r2;
    let high = (EXP[8] + EXP[9] * r) + EXP[10] * r2;
    let value = low + (mid + high * r4) * r4;
    value * f64::from_bits((shifted.to_bits() << 52).wrapping_add(0x3ff0_0000_0000_0000))
}

/// e^{−rate·gap} for each gap.
#[inline(always)]
pub(super) fn decays(gaps: &[f64], rate: f64, out: &mut [f64]) {
    for (out, gap) in out.iter_mut().zip(gaps) {
        *out = exp_below(-rate * gap);
    }
}

/// Products of so many factors between two calls of [`LogProduct::settle`] stay in range if the factors lie in
/// [`SMALLEST`] to [`LARGEST`].
pub(super) const SETTLE: usize = 8;
pub(super) const SMALLEST: f64 = 1e-30;
pub(super) const LARGEST: f64 = 1e30;

/// Products of positive numbers in `L` lanes, kept as a number and a power of two: one logarithm for all.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogProduct<const L: usize> {
    product: [f64; L],
    exponent: [i64; L],
}

impl<const L: usize> LogProduct<L> {
    pub(super) fn new() -> Self {
        Self {
            product: [1.0; L],
            exponent: [0; L],
        }
    }

    #[inline(always)]
    pub(super) fn multiply(&mut self, lane: usize, factor: f64) {
        self.product[lane] *= factor;
    }

    /// Moves the exponents aside.
    #[inline(always)]
    pub(super) fn settle(&mut self) {
        for lane in 0..L {
            let bits = self.product[lane].to_bits();
            self.exponent[lane] += (bits >> 52) as i64 - 1023;
            self.product[lane] = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000);
        }
    }

    /// The logarithm of the product over all lanes.
    pub(super) fn ln(mut self) -> f64 {
        self.settle();
        let power: i64 = self.exponent.iter().sum();
        self.product.iter().map(|m| m.ln()).sum::<f64>() + power as f64 * std::f64::consts::LN_2
    }
}

#[cfg(test)]
mod tests {
    use super::{LogProduct, exp_below};

    #[test]
    fn decays_are_exponentials() {
        let mut x = -705.0;
        while x <= 0.0 {
            let (own, std) = (exp_below(x), x.exp());
            assert!((own / std - 1.0).abs() < 1e-14, "e^{x}: {own} against {std}");
            x += 0.003_7;
        }
        assert!(exp_below(-1e300) < 1e-306);
    }

    #[test]
    fn logarithm_of_a_product() {
        let mut product = LogProduct::<2>::new();
        let mut sum = 0.0;
        for n in 0..1000 {
            let x = 10f64.powi(n % 50 - 25) * 1.7;
            product.multiply((n % 2) as usize, x);
            product.settle();
            sum += x.ln();
        }
        assert!((product.ln() - sum).abs() < 1e-9 * sum.abs().max(1.0));
    }
}
