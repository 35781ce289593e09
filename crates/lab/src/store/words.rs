//! Numbers as bytes and back, eight bytes each and to the bit: what records of kept work are made of.

/// Numbers that are written one after the other.
#[derive(Debug, Default)]
pub(crate) struct Written(Vec<u8>);

impl Written {
    pub(crate) fn whole(&mut self, n: u64) {
        self.0.extend(n.to_le_bytes());
    }

    pub(crate) fn number(&mut self, x: f64) {
        self.whole(x.to_bits());
    }

    /// How many, then each.
    pub(crate) fn numbers(&mut self, all: &[f64]) {
        self.whole(all.len() as u64);
        all.iter().for_each(|x| self.number(*x));
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Numbers that are read in the order in which they were written.
#[derive(Debug)]
pub(crate) struct Reading<'b>(pub(crate) &'b [u8]);

impl Reading<'_> {
    pub(crate) fn whole(&mut self) -> Option<u64> {
        let (eight, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*eight))
    }

    pub(crate) fn number(&mut self) -> Option<f64> {
        self.whole().map(f64::from_bits)
    }

    /// So many as the next number says; `None` if there are not so many.
    pub(crate) fn numbers(&mut self) -> Option<Vec<f64>> {
        let n = self.count()?;
        (0..n).map(|_| self.number()).collect()
    }

    /// A number of things, each of eight bytes or more, that may still follow.
    pub(crate) fn count(&mut self) -> Option<usize> {
        let n = usize::try_from(self.whole()?).ok()?;
        (n <= self.0.len() / 8).then_some(n)
    }

    /// What was read, if nothing is left.
    pub(crate) fn end<T>(&self, read: T) -> Option<T> {
        self.0.is_empty().then_some(read)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn every_bit_comes_back_and_lies_about_lengths_are_seen() {
        let mut written = Written::default();
        let odd = [
            f64::NEG_INFINITY,
            -0.0,
            f64::from_bits(0x7ff8_0000_dead_beef),
            0.1,
        ];
        written.numbers(&odd);
        written.whole(u64::MAX);
        let mut reading = Reading(written.bytes());
        let bits = |all: &[f64]| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&reading.numbers().unwrap()), bits(&odd));
        assert_eq!(reading.end(()), None);
        assert_eq!(reading.count(), None, "there are not so many");
        assert_eq!(reading.end(()), Some(()));
        assert_eq!(reading.whole(), None);
    }
}
