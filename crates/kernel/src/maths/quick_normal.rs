//! The normal quantile for the draws of a run, read off a table of polynomials.

use std::sync::LazyLock;

use super::inv_phi;

/// Halvings of the tail that the table covers: every uniform number of 32 bits lies above 2⁻³⁴.
const OCTAVES: usize = 34;
/// Pieces of an octave, and what that leaves of a number's bits below the piece.
const PIECES: usize = 8;
const BELOW: u32 = 49;
/// Exponent and piece bits of 2⁻³⁴, where the table begins.
const FIRST: u64 = (1023 - OCTAVES as u64) * PIECES as u64;
const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1.0_f64.to_bits();
const TERMS: usize = 5;

static TABLE: LazyLock<[[f64; TERMS]; OCTAVES * PIECES]> =
    LazyLock::new(|| std::array::from_fn(|n| piece(n / PIECES, n % PIECES)));

/// Φ⁻¹(p), the standard normal quantile, within 4e-8 of [`inv_phi`].
///
/// That is a ten-millionth of a standard deviation: no run can show it, and there is neither a division nor a branch
/// that a random number decides. The two tails are exact mirror images. Outside the table (the last 2⁻³⁴ of a tail, not
/// a probability) it is [`inv_phi`] itself. Law: the polynomial of degree 4 in the mantissa that agrees with it at the
/// Chebyshev nodes of an eighth of an octave of the tail's probability.
#[inline(never)]
#[must_use]
pub(crate) fn quick_normal(p: f64) -> f64 {
    let upper = u64::from(p > 0.5) << 63;
    let tail = p.min(1.0 - p);
    let bits = tail.to_bits();
    let Some([a, b, c, d, e]) = TABLE.get((bits >> BELOW).wrapping_sub(FIRST) as usize) else {
        return inv_phi(p);
    };
    let y = f64::from_bits(bits & MANTISSA | ONE);
    let y2 = y * y;
    let z = (a + y * b) + y2 * ((c + y * d) + y2 * e);
    // The sign by its bit: which tail it is no predictor guesses.
    f64::from_bits(z.to_bits() ^ upper)
}

/// The polynomial of a piece of an octave (0: from 2⁻³⁴ on) in the mantissa, 1 to 2.
fn piece(octave: usize, piece: usize) -> [f64; TERMS] {
    /// cos(π(2k + 1)/10).
    const NODES: [f64; TERMS] = [
        -0.951_056_516_295_153_5,
        -0.587_785_252_292_473_1,
        0.0,
        0.587_785_252_292_473_1,
        0.951_056_516_295_153_5,
    ];
    let scale = f64::from_bits((1023 - OCTAVES as u64 + octave as u64) << 52);
    let half = 0.5 / PIECES as f64;
    let middle = 1.0 + (2 * piece + 1) as f64 * half;
    let nodes = NODES.map(|node| half * node);
    let values = nodes.map(|x| inv_phi(scale * (middle + x)));
    about(-middle, newton(&nodes, values))
}

/// Coefficients in x of the polynomial through the nodes: Newton's divided differences, multiplied out.
fn newton(nodes: &[f64; TERMS], mut values: [f64; TERMS]) -> [f64; TERMS] {
    for order in 1..TERMS {
        for n in (order..TERMS).rev() {
            values[n] = (values[n] - values[n - 1]) / (nodes[n] - nodes[n - order]);
        }
    }
    let mut sum = [0.0; TERMS];
    for n in (0..TERMS).rev() {
        // sum ← sum·(x − node) + value
        for k in (1..TERMS).rev() {
            sum[k] = sum[k - 1] - nodes[n] * sum[k];
        }
        sum[0] = values[n] - nodes[n] * sum[0];
    }
    sum
}

/// The polynomial in x = y + `shift`, as coefficients in y.
fn about(shift: f64, mut c: [f64; TERMS]) -> [f64; TERMS] {
    for from in 0..TERMS {
        for k in (from..TERMS - 1).rev() {
            c[k] += shift * c[k + 1];
        }
    }
    c
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "exact values")]
    use super::*;

    #[test]
    fn the_table_is_the_quantile() {
        let mut farthest = 0.0_f64;
        for n in 0..200_000_u32 {
            let u = (f64::from(n) + 0.5) / 200_000.0;
            for p in [u, u * u * u * u] {
                farthest = farthest.max((quick_normal(p) - inv_phi(p)).abs());
            }
        }
        assert!(farthest < 4e-8, "{farthest:e}");
    }

    #[test]
    fn the_ends_and_the_middle_are_those_of_the_quantile() {
        const GRAIN: f64 = 1.0 / 4_294_967_296.0;
        for p in [0.5 * GRAIN, 1.0 - 0.5 * GRAIN, 0.5, 0.25, 0.75] {
            assert!((quick_normal(p) - inv_phi(p)).abs() < 4e-8, "{p:e}");
            assert_eq!(
                quick_normal(p).to_bits(),
                (-quick_normal(1.0 - p)).to_bits() & !(u64::from(p == 0.5) << 63)
            );
        }
        assert_eq!(quick_normal(0.0), f64::NEG_INFINITY);
        assert_eq!(quick_normal(1.0), f64::INFINITY);
        assert!(quick_normal(f64::NAN).is_nan() && quick_normal(-0.1).is_nan());
    }

    #[test]
    fn it_rises() {
        let mut last = f64::NEG_INFINITY;
        for n in 0..1_000_000_u32 {
            let z = quick_normal((f64::from(n) + 0.5) / 1e6);
            assert!(z > last, "{n}");
            last = z;
        }
    }
}
