//! Dates as uncertain as the sources leave them: the Extended Date/Time Format (ISO 8601-2).
//!
//! All of level 0 and level 1 that four-digit years need, and what a record uses of level 2:
//!
//! | written | means |
//! |---|---|
//! | `1936-03-12`, `1936-03`, `1936` | a day, a month, a year |
//! | `1945-08-08T17:00+03:00` | a moment; seconds and offset may be left out |
//! | `1936-03~`, `1936-03?`, `1936-03%` | approximate, uncertain, both |
//! | `193X`, `1936-XX`, `1936-03-XX`, `1936-03-1X` | digits that nobody knows: some month, some day, a day in the teens |
//! | `1936-21` … `1936-24` | spring, summer, autumn, winter (northern) |
//! | `1936-03-29/1936-04-01` | from the one to the other, both included |
//! | `1939-05-11/..`, `../1939` | still going on, or without a beginning |
//! | `1939-05-11/`, `/1939` | the end, or the beginning, is unknown |
//! | `[1935-01-08,1935-01-24]` | one of these; a member may be a range `1935-01-08..1935-01-24` |
//!
//! Departures from the standard: hours and minutes do without seconds, an interval may join moments, and years before
//! 0000 or after 9999, qualifiers inside a date and sets of the `{all of}` kind are refused.

mod bounds;
mod describe;
mod parse;

pub use parse::EdtfError;

use jiff::civil::Date;

/// A date, a moment, an interval or a choice of dates, with its uncertainty.
///
/// Prints exactly what was read. Ordered by the earliest day, then by the latest.
///
/// ```
/// use halha_record::edtf::Edtf;
///
/// let clash: Edtf = "1936-03-29/1936-04-01".parse()?;
/// assert_eq!(clash.earliest().to_string(), "1936-03-29");
/// assert_eq!(clash.latest().to_string(), "1936-04-01");
/// assert_eq!(clash.describe(), "29 March – 1 April 1936");
/// assert!(clash.may_overlap(&"1936-03~".parse()?));
/// # Ok::<(), halha_record::edtf::EdtfError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edtf {
    form: Form,
}

/// How the date was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Point(Part),
    Interval(End, End),
    OneOf(Box<[Member]>),
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum End {
    At(Part),
    /// `..`
    Open,
    /// Nothing between the slash and the end.
    Unknown,
}

/// One member of a choice: a date, or a range of which either end may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Member {
    One(Part),
    Range(Option<Part>, Option<Part>),
}

/// A single date, whole or in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Part {
    year: Year,
    month: Month,
    day: Day,
    time: Option<Time>,
    qualifier: Qualifier,
}

/// A year whose last digits may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Year {
    /// With zeros in place of unknown digits.
    first: i16,
    /// How many last digits are unknown, 0 to 3.
    unknown: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Month {
    None,
    Known(i8),
    Unknown,
    Season(Season),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Day {
    None,
    Known(i8),
    /// The first digit only.
    Tens(i8),
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Time {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    offset: Offset,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Offset {
    /// Local time of the place.
    None,
    Zulu,
    Minutes(i16),
}

/// What a mark behind a date says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Qualifier {
    /// No mark.
    #[default]
    Exact,
    /// `?`: the source, or what it says, is in doubt.
    Uncertain,
    /// `~`: about then.
    Approximate,
    /// `%`: both.
    UncertainApproximate,
}

impl Qualifier {
    /// Whether the date is about then and not just then.
    #[must_use]
    pub fn is_approximate(self) -> bool {
        matches!(self, Self::Approximate | Self::UncertainApproximate)
    }

    /// Whether the date is in doubt.
    #[must_use]
    pub fn is_uncertain(self) -> bool {
        matches!(self, Self::Uncertain | Self::UncertainApproximate)
    }

    fn and(self, other: Self) -> Self {
        match (
            self.is_uncertain() || other.is_uncertain(),
            self.is_approximate() || other.is_approximate(),
        ) {
            (false, false) => Self::Exact,
            (true, false) => Self::Uncertain,
            (false, true) => Self::Approximate,
            (true, true) => Self::UncertainApproximate,
        }
    }
}

/// How fine a date is, from a moment to a thousand years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Hours and minutes.
    Moment,
    /// A day.
    Day,
    /// Ten days of a month (`1936-03-1X`).
    Decad,
    /// A month.
    Month,
    /// A season.
    Season,
    /// A year.
    Year,
    /// Ten years (`193X`).
    Decade,
    /// A hundred years (`19XX`).
    Century,
    /// A thousand years (`1XXX`).
    Millennium,
}

impl Edtf {
    /// One day, exactly.
    #[must_use]
    pub fn day(date: Date) -> Self {
        let year = Year {
            first: date.year(),
            unknown: 0,
        };
        let (month, day) = (Month::Known(date.month()), Day::Known(date.day()));
        Self {
            form: Form::Point(Part {
                year,
                month,
                day,
                time: None,
                qualifier: Qualifier::Exact,
            }),
        }
    }

    /// The first day that it can mean, taken as written: `1936-03~` begins on 1 March.
    ///
    /// An open or unknown beginning is [`Date::MIN`].
    #[must_use]
    pub fn earliest(&self) -> Date {
        self.bounds().0
    }

    /// The last day that it can mean, taken as written.
    ///
    /// An open or unknown end is [`Date::MAX`].
    #[must_use]
    pub fn latest(&self) -> Date {
        self.bounds().1
    }

    /// Whether the beginning is open or unknown.
    #[must_use]
    pub fn has_no_start(&self) -> bool {
        match &self.form {
            Form::Point(_) => false,
            Form::Interval(start, _) => !matches!(start, End::At(_)),
            Form::OneOf(members) => members.iter().any(|m| matches!(m, Member::Range(None, _))),
        }
    }

    /// Whether the end is open or unknown.
    #[must_use]
    pub fn has_no_end(&self) -> bool {
        match &self.form {
            Form::Point(_) => false,
            Form::Interval(_, end) => !matches!(end, End::At(_)),
            Form::OneOf(members) => members.iter().any(|m| matches!(m, Member::Range(_, None))),
        }
    }

    /// Whether it is written as an interval, which says that the thing lasted, and not only that its date is vague.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        matches!(self.form, Form::Interval(..))
    }

    /// The marks of all its dates together.
    #[must_use]
    pub fn qualifier(&self) -> Qualifier {
        self.parts()
            .fold(Qualifier::Exact, |marks, part| marks.and(part.qualifier))
    }

    /// The coarsest of its dates.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.parts()
            .map(Part::precision)
            .max()
            .unwrap_or(Precision::Millennium)
    }

    /// Every date that is written in it, from left to right.
    fn parts(&self) -> impl Iterator<Item = Part> {
        let ends = |a: Option<Part>, b: Option<Part>| a.into_iter().chain(b);
        let at = |end: &End| {
            if let End::At(part) = end {
                Some(*part)
            } else {
                None
            }
        };
        let (pair, members): (_, &[Member]) = match &self.form {
            Form::Point(part) => (ends(Some(*part), None), &[]),
            Form::Interval(start, end) => (ends(at(start), at(end)), &[]),
            Form::OneOf(members) => (ends(None, None), members),
        };
        pair.chain(members.iter().flat_map(move |member| match *member {
            Member::One(part) => ends(Some(part), None),
            Member::Range(a, b) => ends(a, b),
        }))
    }
}

impl Part {
    fn precision(self) -> Precision {
        match (self.time, self.day, self.month, self.year.unknown) {
            (Some(_), ..) => Precision::Moment,
            (_, Day::Known(_), ..) => Precision::Day,
            (_, Day::Tens(_), ..) => Precision::Decad,
            (_, _, Month::Known(_), _) => Precision::Month,
            (_, _, Month::Season(_), _) => Precision::Season,
            (_, _, _, 0) => Precision::Year,
            (_, _, _, 1) => Precision::Decade,
            (_, _, _, 2) => Precision::Century,
            _ => Precision::Millennium,
        }
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bounds()
            .cmp(&other.bounds())
            .then_with(|| self.form.cmp(&other.form))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl serde::Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Edtf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Edtf {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Edtf".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An EDTF (ISO 8601-2) date, date-time, interval or choice, such as `1936-03-12`, `1936-03~`, \
                            `1936-03-29/1936-04-01`.",
            "type": "string",
            "minLength": 1,
            "maxLength": parse::LONGEST
        })
    }
}

#[cfg(test)]
mod tests;
