//! Laws of yes and no and of counts.

use crate::maths::exp;

/// True with probability `p`: `u < p`. Turns from false to true as `p` rises, and from true to false as `u` does.
///
/// `p` ≤ 0 and NaN are never, `p` ≥ 1 is always.
#[inline]
#[must_use]
pub fn bernoulli(u: f64, p: f64) -> bool {
    u < p
}

/// Poisson law with `mean` ≥ 0. Rises in `mean`; a mean of 0, below or NaN gives 0.
#[inline]
#[must_use]
pub fn poisson(u: f64, mean: f64) -> u64 {
    let mut k = 0;
    let mut mass = exp(-mean);
    let mut below = mass;
    while u > below {
        k += 1;
        mass *= mean / k as f64;
        let next = below + mass;
        if next <= below && k as f64 > mean {
            break;
        }
        below = next;
    }
    k
}
