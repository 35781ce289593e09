//! Printing a date as it was written, and telling it in plain English.

use std::fmt::{self, Display, Formatter};

use super::{Day, Edtf, End, Form, Member, Month, Offset, Part, Qualifier, Season, Time, Year};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Edtf {
    /// The date in plain English.
    ///
    /// ```
    /// use halha_record::edtf::Edtf;
    /// let say = |text: &str| text.parse::<Edtf>().unwrap().describe();
    /// assert_eq!(say("1936-03~"), "about March 1936");
    /// assert_eq!(say("1939-05-11/1939-09-16"), "11 May – 16 September 1939");
    /// assert_eq!(say("193X"), "the 1930s");
    /// ```
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.form {
            Form::Point(part) => part.describe(),
            Form::Interval(start, end) => describe_interval(*start, *end),
            Form::OneOf(members) => members
                .iter()
                .map(describe_member)
                .collect::<Vec<_>>()
                .join(" or "),
        }
    }
}

fn describe_interval(start: End, end: End) -> String {
    match (start, end) {
        (End::At(a), End::At(b)) => describe_range(a, b),
        (End::At(a), End::Open) => format!("{} and after", a.describe()),
        (End::At(a), End::Unknown) => format!("from {}, end unknown", a.describe()),
        (End::Open, End::At(b)) => format!("{} and before", b.describe()),
        (End::Unknown, End::At(b)) => format!("until {}, beginning unknown", b.describe()),
        (End::Open | End::Unknown, End::Open | End::Unknown) => "at an unknown time".to_owned(),
    }
}

fn describe_member(member: &Member) -> String {
    match *member {
        Member::One(part) => part.describe(),
        Member::Range(Some(a), Some(b)) => describe_range(a, b),
        Member::Range(Some(a), None) => format!("{} or later", a.describe()),
        Member::Range(None, Some(b)) => format!("{} or earlier", b.describe()),
        Member::Range(None, None) => "at an unknown time".to_owned(),
    }
}

/// Two plain dates of one month or one year name it once.
fn describe_range(a: Part, b: Part) -> String {
    let plain =
        |part: Part| part.qualifier == Qualifier::Exact && part.time.is_none() && part.year.unknown == 0;
    let both_plain = plain(a) && plain(b) && a.year == b.year;
    match (a.month, b.month, a.day, b.day) {
        (Month::Known(m), Month::Known(n), Day::Known(d), Day::Known(_)) if both_plain && m == n => {
            format!("{d}–{}", b.describe())
        }
        (Month::Known(m), Month::Known(_), Day::Known(d), _) if both_plain => {
            format!("{d} {} – {}", month_name(m), b.describe())
        }
        (Month::Known(m), Month::Known(_), Day::None, _) if both_plain => {
            format!("{} – {}", month_name(m), b.describe())
        }
        _ => format!("{} – {}", a.describe(), b.describe()),
    }
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or("?")
}

impl Part {
    fn describe(self) -> String {
        let mark = match self.qualifier {
            Qualifier::Exact => "",
            Qualifier::Uncertain => "perhaps ",
            Qualifier::Approximate => "about ",
            Qualifier::UncertainApproximate => "perhaps about ",
        };
        format!("{mark}{}", self.describe_unmarked())
    }

    fn describe_unmarked(self) -> String {
        let year = self.year;
        match (self.month, self.day, self.time) {
            (Month::Known(month), Day::Known(day), Some(time)) => {
                format!("{day} {} {year} at {}", month_name(month), time.describe())
            }
            (Month::Known(month), Day::Known(day), None) => format!("{day} {} {year}", month_name(month)),
            (Month::Known(month), Day::Tens(_), _) => {
                let (first, last) = self.bounds();
                format!(
                    "a day of {}–{} {} {year}",
                    first.day(),
                    last.day(),
                    month_name(month)
                )
            }
            (Month::Known(month), Day::Unknown, _) => format!("a day of {} {year}", month_name(month)),
            (Month::Known(month), Day::None, _) => format!("{} {year}", month_name(month)),
            (Month::Season(season), ..) => format!("{} {year}", season.name()),
            (Month::Unknown, Day::None, _) => format!("a month of {year}"),
            (Month::Unknown, ..) => format!("a day of {year}"),
            (Month::None, ..) => year.describe(),
        }
    }
}

impl Year {
    fn describe(self) -> String {
        match self.unknown {
            0 => self.to_string(),
            1 => format!("the {}s", self.first),
            _ => format!(
                "a year of {}–{}",
                self.first,
                self.first + 10_i16.pow(u32::from(self.unknown)) - 1
            ),
        }
    }
}

impl Season {
    fn name(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }
}

impl Time {
    fn describe(self) -> String {
        let clock = match self.second {
            Some(second) => format!("{:02}:{:02}:{second:02}", self.hour, self.minute),
            None => format!("{:02}:{:02}", self.hour, self.minute),
        };
        match self.offset {
            Offset::None => clock,
            Offset::Zulu => format!("{clock} UTC"),
            offset @ Offset::Minutes(_) => format!("{clock} (UTC{offset})"),
        }
    }
}

impl Display for Edtf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Point(part) => part.fmt(f),
            Form::Interval(start, end) => write!(f, "{start}/{end}"),
            Form::OneOf(members) => {
                f.write_str("[")?;
                for (index, member) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    member.fmt(f)?;
                }
                f.write_str("]")
            }
        }
    }
}

impl Display for End {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(part) => part.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(part) => part.fmt(f),
            Self::Range(a, b) => {
                a.map_or(Ok(()), |a| a.fmt(f))?;
                f.write_str("..")?;
                b.map_or(Ok(()), |b| b.fmt(f))
            }
        }
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.year.fmt(f)?;
        match self.month {
            Month::None => {}
            Month::Known(month) => write!(f, "-{month:02}")?,
            Month::Unknown => f.write_str("-XX")?,
            Month::Season(Season::Spring) => f.write_str("-21")?,
            Month::Season(Season::Summer) => f.write_str("-22")?,
            Month::Season(Season::Autumn) => f.write_str("-23")?,
            Month::Season(Season::Winter) => f.write_str("-24")?,
        }
        match self.day {
            Day::None => {}
            Day::Known(day) => write!(f, "-{day:02}")?,
            Day::Tens(tens) => write!(f, "-{tens}X")?,
            Day::Unknown => f.write_str("-XX")?,
        }
        if let Some(time) = self.time {
            time.fmt(f)?;
        }
        f.write_str(match self.qualifier {
            Qualifier::Exact => "",
            Qualifier::Uncertain => "?",
            Qualifier::Approximate => "~",
            Qualifier::UncertainApproximate => "%",
        })
    }
}

impl Display for Year {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let digits = format!("{:04}", self.first);
        let known = digits.len() - usize::from(self.unknown);
        write!(f, "{}{}", &digits[..known], &"XXX"[..usize::from(self.unknown)])
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "T{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        self.offset.fmt(f)
    }
}

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Self::None => Ok(()),
            Self::Zulu => f.write_str("Z"),
            Self::Minutes(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}
