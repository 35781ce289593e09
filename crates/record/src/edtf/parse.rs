//! Reading an EDTF text, and saying what is wrong with one that cannot be read.

use jiff::civil::Date;

use super::{Day, Edtf, End, Form, Member, Month, Offset, Part, Qualifier, Season, Time, Year};

/// The longest text that is looked at, in bytes: a choice of a dozen ranges fits.
pub(super) const LONGEST: usize = 256;

/// Why a text is no date that a record can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EdtfError {
    /// There is nothing there.
    #[error("the date is empty")]
    Empty,
    /// Longer than any date, in bytes.
    #[error("{length} bytes are no date; at most {LONGEST} are read")]
    TooLong {
        /// Length in bytes.
        length: usize,
    },
    /// The shape is not that of a date.
    #[error("`{found}` is no EDTF date; write YYYY, YYYY-MM or YYYY-MM-DD")]
    Shape {
        /// The part that cannot be read.
        found: String,
    },
    /// The month is not 01–12, 21–24 or XX.
    #[error("`{found}` is no month; write 01–12, a season 21–24, or XX for unknown")]
    Month {
        /// The part that cannot be read.
        found: String,
    },
    /// The month has no such day.
    #[error("there is no day `{found}`")]
    NoSuchDay {
        /// The whole date.
        found: String,
    },
    /// The time of day is none.
    #[error(
        "`{found}` is no time of day; write hh:mm or hh:mm:ss, then nothing, Z or an offset such as +08:00"
    )]
    Time {
        /// The part that cannot be read.
        found: String,
    },
    /// The interval ends before it begins.
    #[error("the interval ends before it begins: `{start}` is after `{end}`")]
    Reversed {
        /// The beginning as written.
        start: String,
        /// The end as written.
        end: String,
    },
    /// The interval or choice has no date in it.
    #[error("`{found}` names no date; give at least one end")]
    NoDate {
        /// The whole text.
        found: String,
    },
    /// A form of EDTF that this format leaves out.
    #[error("{what} is not used in a record; {remedy}")]
    Unsupported {
        /// The form.
        what: &'static str,
        /// What to write in its place.
        remedy: &'static str,
    },
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        if text.is_empty() {
            return Err(EdtfError::Empty);
        }
        if text.len() > LONGEST {
            return Err(EdtfError::TooLong { length: text.len() });
        }
        if text.starts_with('{') {
            let remedy = "write one row a date, or an interval";
            return Err(EdtfError::Unsupported {
                what: "a set of all dates `{…}`",
                remedy,
            });
        }
        let form = match (text.strip_prefix('['), text.split_once('/')) {
            (Some(rest), _) => one_of(text, rest)?,
            (None, Some((start, end))) => interval(text, start, end)?,
            (None, None) => Form::Point(part(text)?),
        };
        Ok(Self { form })
    }
}

fn shape(found: &str) -> EdtfError {
    EdtfError::Shape {
        found: found.to_owned(),
    }
}

fn interval(text: &str, start: &str, end: &str) -> Result<Form, EdtfError> {
    let (from, to) = (interval_end(start)?, interval_end(end)?);
    match (from, to) {
        (End::At(a), End::At(b)) => in_order(a, b)?,
        (End::At(_), _) | (_, End::At(_)) => {}
        _ => {
            return Err(EdtfError::NoDate {
                found: text.to_owned(),
            });
        }
    }
    Ok(Form::Interval(from, to))
}

fn interval_end(text: &str) -> Result<End, EdtfError> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        date => Ok(End::At(part(date)?)),
    }
}

fn in_order(a: Part, b: Part) -> Result<(), EdtfError> {
    let moments = |part: Part| part.time.map(|time| (part.bounds().0, time));
    let reversed = match (moments(a), moments(b)) {
        (Some((day_a, time_a)), Some((day_b, time_b))) if day_a == day_b => {
            time_a.offset == time_b.offset
                && (time_a.hour, time_a.minute, time_a.second) > (time_b.hour, time_b.minute, time_b.second)
        }
        _ => a.bounds().0 > b.bounds().1,
    };
    if reversed {
        return Err(EdtfError::Reversed {
            start: a.to_string(),
            end: b.to_string(),
        });
    }
    Ok(())
}

fn one_of(text: &str, rest: &str) -> Result<Form, EdtfError> {
    let inside = rest.strip_suffix(']').ok_or_else(|| shape(text))?;
    let members = inside.split(',').map(member).collect::<Result<Vec<_>, _>>()?;
    Ok(Form::OneOf(members.into_boxed_slice()))
}

fn member(text: &str) -> Result<Member, EdtfError> {
    let Some((start, end)) = text.split_once("..") else {
        return Ok(Member::One(part(text)?));
    };
    let end_of = |text: &str| {
        if text.is_empty() {
            Ok(None)
        } else {
            part(text).map(Some)
        }
    };
    let (from, to) = (end_of(start)?, end_of(end)?);
    match (from, to) {
        (None, None) => {
            return Err(EdtfError::NoDate {
                found: text.to_owned(),
            });
        }
        (Some(a), Some(b)) => in_order(a, b)?,
        _ => {}
    }
    Ok(Member::Range(from, to))
}

/// A single date: `YYYY[-MM[-DD[Thh:mm[:ss][offset]]]][?~%]`.
fn part(text: &str) -> Result<Part, EdtfError> {
    if !text.is_ascii() {
        return Err(shape(text));
    }
    refuse_other_years(text)?;
    let (unmarked, qualifier) = qualifier(text);
    if unmarked.contains(['?', '~', '%']) {
        let remedy = "put the mark behind the whole date";
        return Err(EdtfError::Unsupported {
            what: "a mark inside a date",
            remedy,
        });
    }
    let (date, clock) = match unmarked.split_once('T') {
        Some((date, clock)) => (date, Some(clock)),
        None => (unmarked, None),
    };
    let mut fields = date.split('-');
    let year = year(fields.next().unwrap_or_default()).ok_or_else(|| shape(text))?;
    let month = fields.next().map_or(Ok(Month::None), month)?;
    let day = fields
        .next()
        .map_or(Ok(Day::None), |field| day(field).ok_or_else(|| shape(text)))?;
    if fields.next().is_some() {
        return Err(shape(text));
    }
    let time = clock
        .map(|clock| {
            time(clock).ok_or_else(|| EdtfError::Time {
                found: clock.to_owned(),
            })
        })
        .transpose()?;
    let part = Part {
        year,
        month,
        day,
        time,
        qualifier,
    };
    makes_sense(part, text)?;
    Ok(part)
}

fn refuse_other_years(text: &str) -> Result<(), EdtfError> {
    if text.starts_with(['-', '+', 'Y']) {
        let remedy = "years are four digits, 0000 to 9999";
        return Err(EdtfError::Unsupported {
            what: "a year with a sign or with Y",
            remedy,
        });
    }
    Ok(())
}

fn qualifier(text: &str) -> (&str, Qualifier) {
    let marks = [
        ('?', Qualifier::Uncertain),
        ('~', Qualifier::Approximate),
        ('%', Qualifier::UncertainApproximate),
    ];
    let marked = marks
        .iter()
        .find_map(|(mark, qualifier)| Some((text.strip_suffix(*mark)?, *qualifier)));
    marked.unwrap_or((text, Qualifier::Exact))
}

fn year(field: &str) -> Option<Year> {
    let unknown = field.bytes().rev().take_while(|&b| b == b'X').count();
    let known = &field[..field.len() - unknown];
    if field.len() != 4 || known.is_empty() {
        return None;
    }
    let first = digits(known)? * 10_i16.pow(u32::try_from(unknown).ok()?);
    Some(Year {
        first,
        unknown: u8::try_from(unknown).ok()?,
    })
}

fn month(field: &str) -> Result<Month, EdtfError> {
    let wrong = || EdtfError::Month {
        found: field.to_owned(),
    };
    match field {
        "XX" => Ok(Month::Unknown),
        "21" => Ok(Month::Season(Season::Spring)),
        "22" => Ok(Month::Season(Season::Summer)),
        "23" => Ok(Month::Season(Season::Autumn)),
        "24" => Ok(Month::Season(Season::Winter)),
        _ => match two_digits(field) {
            Some(number @ 1..=12) => Ok(Month::Known(number)),
            _ => Err(wrong()),
        },
    }
}

fn day(field: &str) -> Option<Day> {
    match field.as_bytes() {
        b"XX" => Some(Day::Unknown),
        [tens @ b'0'..=b'3', b'X'] => i8::try_from(tens - b'0').ok().map(Day::Tens),
        _ => two_digits(field).map(Day::Known),
    }
}

/// Whether the fields go together and the day is in the calendar.
fn makes_sense(part: Part, text: &str) -> Result<(), EdtfError> {
    let no_such_day = || EdtfError::NoSuchDay {
        found: text.to_owned(),
    };
    match (part.year.unknown, part.month, part.day, part.time) {
        (_, _, Day::None | Day::Tens(_) | Day::Unknown, Some(_)) => Err(shape(text)),
        (1.., Month::Known(_) | Month::Unknown | Month::Season(_), _, _) => Err(EdtfError::Unsupported {
            what: "a month in an unknown year",
            remedy: "write the years as an interval or the year alone",
        }),
        (0, Month::Known(month), Day::Known(day), _) => Date::new(part.year.first, month, day)
            .map(drop)
            .map_err(|_| no_such_day()),
        (0, Month::Known(2), Day::Tens(3), _) => Err(no_such_day()),
        (_, Month::Season(_), Day::Known(_) | Day::Tens(_) | Day::Unknown, _) => Err(no_such_day()),
        (_, Month::Unknown, Day::Known(_) | Day::Tens(_), _) => Err(EdtfError::Unsupported {
            what: "a day in an unknown month",
            remedy: "write YYYY-XX-XX",
        }),
        _ => Ok(()),
    }
}

fn time(text: &str) -> Option<Time> {
    let (clock, offset) = split_offset(text)?;
    let mut fields = clock.split(':');
    let hour = fields.next().and_then(two_digits).filter(|h| *h < 24)?;
    let minute = fields.next().and_then(two_digits).filter(|m| *m < 60)?;
    let second = match fields.next() {
        Some(field) => Some(two_digits(field).filter(|s| *s < 60)?),
        None => None,
    };
    fields.next().is_none().then_some(Time {
        hour,
        minute,
        second,
        offset,
    })
}

fn split_offset(text: &str) -> Option<(&str, Offset)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, Offset::Zulu));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, Offset::None));
    };
    let (clock, signed) = text.split_at(at);
    let (hours, minutes) = signed[1..].split_once(':')?;
    let hours = two_digits(hours).filter(|h| *h <= 14)?;
    let minutes = two_digits(minutes).filter(|m| *m < 60)?;
    let total = i16::from(hours) * 60 + i16::from(minutes);
    // `-00:00` means an unknown offset to some and UTC to others.
    match (signed.starts_with('-'), total) {
        (true, 0) => None,
        (true, _) => Some((clock, Offset::Minutes(-total))),
        (false, _) => Some((clock, Offset::Minutes(total))),
    }
}

fn two_digits(field: &str) -> Option<i8> {
    if field.len() == 2 {
        digits(field).and_then(|number| i8::try_from(number).ok())
    } else {
        None
    }
}

/// Up to four ASCII digits; unlike `str::parse`, no sign.
fn digits(field: &str) -> Option<i16> {
    if field.len() > 4 || !field.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    field.parse().ok()
}
