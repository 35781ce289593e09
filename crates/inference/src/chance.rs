//! Addressed random numbers for inference: the same address gives the same numbers, whatever thread asks.

use std::convert::Infallible;

use rand_core::TryRng;

use crate::normal;

/// The increment of `SplitMix64`: the golden ratio in 64 bits.
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;

/// One scrambling of `SplitMix64`, a bijection of 64-bit words.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (variant 13 of Stafford).
fn scramble(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// A seed made of the parts of an address, so that a neighbour in any part has unrelated numbers.
#[must_use]
pub fn address(parts: &[u64]) -> u64 {
    parts.iter().fold(WEYL, |key, &part| {
        scramble(key.wrapping_add(WEYL) ^ scramble(part.wrapping_add(WEYL)))
    })
}

/// A stream of random numbers that begins at an address.
///
/// Generator: xoshiro256++ 1.0 (Blackman, Vigna 2021, doi 10.1145/3460772), its state filled by `SplitMix64` as its
/// authors advise. All its numbers are the same on every machine.
#[derive(Debug, Clone)]
pub struct Stream {
    state: [u64; 4],
}

impl Stream {
    /// The stream of an address; the order of the parts matters.
    #[must_use]
    pub fn at(parts: &[u64]) -> Self {
        let mut seed = address(parts);
        let state = std::array::from_fn(|_| {
            seed = seed.wrapping_add(WEYL);
            scramble(seed)
        });
        Self { state }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// Uniform in the open interval (0, 1): 52 bits and a half step, so that neither end is reached.
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Standard normal, by inversion: one uniform a draw, monotone in it.
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }

    /// Exponential of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }

    /// An index below `n` (which must not be 0) by the high word of a product; the bias is below n / 2⁶⁴.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Poisson of a mean, by multiplication of uniforms in pieces of at most 30 (exact; work grows with the mean).
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut count = 0;
        while left > 0.0 {
            let piece = left.min(30.0);
            left -= piece;
            let floor = libm::exp(-piece);
            let mut product = self.uniform();
            while product > floor {
                product *= self.uniform();
                count += 1;
            }
        }
        count
    }

    /// Gamma of a shape and scale 1 (Marsaglia, Tsang 2000; below shape 1 by their boost).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.uniform(), 1.0 / shape);
            return boost * self.gamma(shape + 1.0);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let base = 1.0 + c * x;
            if base <= 0.0 {
                continue;
            }
            let v = base * base * base;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        for chunk in target.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}
