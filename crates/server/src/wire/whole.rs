//! Whole numbers of a request: as JSON means them (`2` and `2.0` are the same number), and as a page can hold them.

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// Greatest whole number that every reader of JSON holds exactly: 2⁵³ − 1.
pub(crate) const MOST: u64 = 9_007_199_254_740_991;

/// A whole number, 0 to [`MOST`].
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    from.deserialize_any(Whole)
}

/// The same, or none.
pub(super) fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Option::<Held>::deserialize(from).map(|held| held.map(|Held(number)| number))
}

struct Held(u64);

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        number(from).map(Self)
    }
}

struct Whole;

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a whole number from 0 to {MOST}")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u64, E> {
        if number <= MOST {
            Ok(number)
        } else {
            Err(E::invalid_value(Unexpected::Unsigned(number), &self))
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u64, E> {
        Err(E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<u64, E> {
        if (0.0..=MOST as f64).contains(&number) && number.trunc().to_bits() == number.to_bits() {
            Ok(number as u64)
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Asked {
        #[serde(deserialize_with = "super::number")]
        n: u64,
        #[serde(default, deserialize_with = "super::maybe")]
        seed: Option<u64>,
    }

    fn read(text: &str) -> Result<Asked, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        let asked = |n, seed| Ok(Asked { n, seed });
        assert_eq!(read(r#"{"n":2}"#), asked(2, None));
        assert_eq!(read(r#"{"n":2.0,"seed":1e3}"#), asked(2, Some(1000)));
        assert_eq!(read(r#"{"n":0,"seed":null}"#), asked(0, None));
        assert_eq!(
            read(r#"{"n":1,"seed":9007199254740991}"#),
            asked(1, Some(super::MOST))
        );
    }

    #[test]
    fn what_is_no_whole_number_that_a_page_can_hold_is_refused() {
        for wrong in [
            "2.5",
            "-1",
            "-1.0",
            "9007199254740992",
            "1e300",
            "18446744073709551616",
            "\"2\"",
            "true",
        ] {
            assert!(read(&format!(r#"{{"n":{wrong}}}"#)).is_err(), "{wrong}");
            let refused = read(&format!(r#"{{"n":1,"seed":{wrong}}}"#));
            assert!(refused.is_err(), "{wrong} as a seed");
        }
    }
}
