//! A sequence of draws at one address, for the places that need many.

use super::{Key, Purpose, counter_word, open, philox2x64, unit};
use crate::dist;

/// The number of the block that is kept back: it becomes the key of the next 2²⁴ − 1 blocks.
const LAST_STEP: u32 = (1 << 24) - 1;

/// The draws at one address, one after the other: two words a block, starting with [`super::block`]'s own
/// two.
///
/// Making one costs nothing and copying one copies its place in the sequence. It never runs dry.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    key: u64,
    entity: u64,
    address: u64,
    step: u32,
    second: Option<u64>,
}

impl Stream {
    /// The stream at the address (`entity`, `purpose`, `index`) under `key`.
    #[inline]
    #[must_use]
    pub const fn new(key: Key, entity: u64, purpose: Purpose, index: u32) -> Self {
        let address = counter_word(purpose, index);
        Self {
            key: key.bits(),
            entity,
            address,
            step: 0,
            second: None,
        }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        if let Some(word) = self.second.take() {
            return word;
        }
        let [first, second] = self.next_block();
        self.second = Some(second);
        first
    }

    /// The next uniform number in [0, 1), see [`unit()`].
    #[inline]
    pub fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// The next uniform number in (0, 1), see [`open`].
    #[inline]
    pub fn open(&mut self) -> f64 {
        open(self.bits())
    }

    /// The next exponential number with mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        dist::exponential(self.open(), 1.0)
    }

    /// The next standard normal number.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        dist::normal(self.open(), 0.0, 1.0)
    }

    #[inline]
    fn next_block(&mut self) -> [u64; 2] {
        if self.step == LAST_STEP {
            self.rekey();
        }
        let words = self.block_at(self.step);
        self.step += 1;
        words
    }

    #[inline]
    fn block_at(&self, step: u32) -> [u64; 2] {
        philox2x64([self.entity, self.address | u64::from(step) << 40], self.key)
    }

    #[cold]
    fn rekey(&mut self) {
        [self.key, _] = self.block_at(LAST_STEP);
        self.step = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_goes_on_under_a_new_key_when_its_steps_are_spent() {
        let key = Key::derive(1, 2, 3, 4);
        let mut stream = Stream::new(key, 5, Purpose::Round, 6);
        let start = stream;
        stream.step = LAST_STEP;
        let after: Vec<u64> = (0..4).map(|_| stream.bits()).collect();
        let [next_key, _] = start.block_at(LAST_STEP);
        let mut fresh = Stream::new(Key::from_bits(next_key), 5, Purpose::Round, 6);
        let expected: Vec<u64> = (0..4).map(|_| fresh.bits()).collect();
        assert_eq!(after, expected);
        assert_eq!(stream.step, 2);
    }
}
