//! Addressed randomness: a draw belongs to a key, an entity, a purpose and an index, never to the order of
//! asking.
//!
//! A [`Key`] names one campaign: (scheme version, root seed, study, draw, replicate). Within it every draw
//! has an address `(entity, purpose, index)`, and [`block`] turns an address into 128 random bits with one
//! evaluation of Philox2x64-10. Nothing is consumed: adding a draw to one rule cannot move another's, any
//! replicate can be run alone, and two worlds that ask at the same address get the same luck. The scenario is
//! deliberately not in the key, so that a baseline and its counterfactual share luck where their histories
//! coincide.
//!
//! Where one address needs many draws, a [`Stream`] counts blocks for itself.

mod philox;
mod purpose;
mod stream;

pub use philox::philox2x64;
pub use purpose::Purpose;
pub use stream::Stream;

/// Version of the scheme that turns names into bits; raised whenever any draw changes its value.
pub const SCHEME: u64 = 1;

/// The luck of one run: 64 bits derived from the names of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// Derives the key of the run (`root_seed`, `study`, `draw`, `replicate`) in two Philox blocks.
    ///
    /// The first block binds the study and [`SCHEME`] to the root seed, the second the draw and the replicate
    /// to that. Two different runs collide with probability 2⁻⁶⁴; among 10⁹ runs the chance of any one pair
    /// is 3 %.
    #[must_use]
    pub fn derive(root_seed: u64, study: u64, draw: u64, replicate: u64) -> Self {
        let [study_key, _] = philox2x64([study, SCHEME], root_seed);
        let [key, _] = philox2x64([draw, replicate], study_key);
        Self(key)
    }

    /// The key whose bits are `bits`, as [`Key::bits`] gave them.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits of the key, for storage and fingerprints.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }
}

/// The 128 bits at the address (`entity`, `purpose`, `index`) under `key`.
///
/// Law: Philox2x64-10 with the counter (`entity`, `purpose` · 2³² + `index`). The two words are independent
/// uniforms; turn each into a number in (0, 1) with [`open`] or in [0, 1) with [`unit()`].
#[inline]
#[must_use]
pub fn block(key: Key, entity: u64, purpose: Purpose, index: u32) -> [u64; 2] {
    philox2x64([entity, counter_word(purpose, index)], key.0)
}

/// The upper counter word of an address; its top 24 bits stay free for the steps of a [`Stream`].
#[inline]
const fn counter_word(purpose: Purpose, index: u32) -> u64 {
    (purpose as u64) << 32 | index as u64
}

/// A uniform number in [0, 1): one of the 2⁵³ multiples of 2⁻⁵³.
#[inline]
#[must_use]
pub fn unit(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    (bits >> 11) as f64 * STEP
}

/// A uniform number in the open interval (0, 1): an odd multiple of 2⁻⁵³, symmetric about ½.
///
/// What every quantile function in [`crate::dist`] wants: neither 0 nor 1 occurs, and `1.0 - open(bits)` is
/// exact.
#[inline]
#[must_use]
pub fn open(bits: u64) -> f64 {
    const ONE: u64 = 1.0_f64.to_bits();
    const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
    f64::from_bits(bits >> 12 | ONE) - BELOW_ONE
}
