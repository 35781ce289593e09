//! Chance and slopes for the tests of self-exciting processes.

#![allow(dead_code, missing_docs)]

/// SplitMix64: a short generator with a published constant for each line, good enough to make test data.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Uniform in (0, 1).
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}

/// The slope of `f` by coordinate `c`: central differences, once extrapolated.
pub(crate) fn central(at: &[f64], c: usize, mut f: impl FnMut(&[f64]) -> f64) -> f64 {
    let mut difference = |h: f64| {
        let mut x = at.to_vec();
        x[c] = at[c] + h;
        let above = f(&x);
        x[c] = at[c] - h;
        (above - f(&x)) / (2.0 * h)
    };
    let h = 1e-3 * at[c].abs().max(0.1);
    (4.0 * difference(h / 2.0) - difference(h)) / 3.0
}

/// The Kolmogorov–Smirnov distance of numbers from the uniform law, times √n.
pub(crate) fn ks_uniform(mut u: Vec<f64>) -> f64 {
    u.sort_by(f64::total_cmp);
    let n = u.len() as f64;
    let gap = u
        .iter()
        .enumerate()
        .map(|(i, x)| (x - i as f64 / n).abs().max(((i + 1) as f64 / n - x).abs()));
    gap.fold(0.0, f64::max) * n.sqrt()
}
