//! The Philox2x64-10 bijection, the one source of bits in the kernel.

/// The multiplier of Philox2x64 (Salmon et al. 2011, table 2).
const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
/// The Weyl increment of the round keys: the golden ratio in 64 bits.
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
/// Rounds; seven already pass `BigCrush`, ten are the authors' recommendation.
const ROUNDS: usize = 10;

/// Philox2x64-10: a keyed bijection of 128-bit counters whose outputs pass as independent random bits.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, doi
/// 10.1145/2063384.2063405; checked against the known answers published with the Random123 library.
#[inline]
#[must_use]
pub fn philox2x64(counter: [u64; 2], key: u64) -> [u64; 2] {
    let [mut left, mut right] = counter;
    let mut round_key = key;
    // The key is mixed into the right word while the product of the left one is waited for: each round is a step of
    // the same chain.
    let mut mixed = right ^ round_key;
    for _ in 0..ROUNDS {
        let product = u128::from(left) * u128::from(MULTIPLIER);
        left = (product >> 64) as u64 ^ mixed;
        right = product as u64;
        round_key = round_key.wrapping_add(WEYL);
        mixed = right ^ round_key;
    }
    [left, right]
}
