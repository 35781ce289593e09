//! Logarithms and inverses of small whole numbers, looked up: strengths and losses of patrols need several each.

use std::sync::LazyLock;

use crate::maths::ln;

const SIZE: usize = 1024;

static LN: LazyLock<[f64; SIZE]> = LazyLock::new(|| std::array::from_fn(|n| ln(n as f64)));

const INVERSES: usize = 256;
static INVERSE: [f64; INVERSES] = {
    let mut table = [f64::INFINITY; INVERSES];
    let mut n = 1;
    while n < INVERSES {
        table[n] = 1.0 / n as f64;
        n += 1;
    }
    table
};

/// 1/n; +∞ for 0.
#[inline]
pub(crate) fn inverse(n: u32) -> f64 {
    match INVERSE.get(n as usize) {
        Some(value) => *value,
        None => 1.0 / f64::from(n),
    }
}

/// ln n; −∞ for 0.
#[inline]
pub(crate) fn ln_whole(n: u32) -> f64 {
    if (n as usize) < SIZE {
        LN[n as usize]
    } else {
        ln(f64::from(n))
    }
}

/// ln(1 + n).
#[inline]
pub(crate) fn ln_1p_whole(n: u32) -> f64 {
    ln_whole(n.saturating_add(1))
}
