//! The values of pairs as bytes: what an interrupted study keeps of them, and the fingerprint of all.

use super::job::Worlds;
use crate::store::draft::Fnv;

impl Worlds {
    /// The values of the pairs from number `since` on: column of numbers after column, eight bytes a number.
    pub(crate) fn to_bytes(&self, since: usize) -> Vec<u8> {
        let values = self.columns().flat_map(|column| &column[since..]);
        values.flat_map(|value| value.to_bits().to_le_bytes()).collect()
    }

    /// Adds pairs that were kept as bytes; false, and nothing is added, if they are not whole draws of these columns.
    pub(crate) fn take_bytes(&mut self, bytes: &[u8]) -> bool {
        let columns = self.columns().count();
        let numbers = bytes.len() / 8;
        let pairs = numbers / columns.max(1);
        if pairs == 0 || bytes.len() != 8 * columns * pairs || !pairs.is_multiple_of(self.per_draw.max(1)) {
            return false;
        }
        let (whole, _) = bytes.as_chunks::<8>();
        let mut values = whole
            .iter()
            .map(|eight| f64::from_bits(u64::from_le_bytes(*eight)));
        self.columns_mut()
            .for_each(|column| column.extend(values.by_ref().take(pairs)));
        self.pairs += pairs;
        true
    }

    /// Fingerprint of all values: the same for the same pairs.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hash = Fnv::new();
        let values = self.columns().flatten();
        values.for_each(|value| hash.add(&value.to_bits().to_le_bytes()));
        hash.bits()
    }
}
