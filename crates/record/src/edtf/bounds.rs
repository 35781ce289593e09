//! Which days a date can mean, and what can be said of two dates' order.

use jiff::{Span, civil::Date};

use super::{Day, Edtf, End, Form, Member, Month, Offset, Part, Precision, Season};

impl Edtf {
    /// First and last day as written.
    pub(super) fn bounds(&self) -> (Date, Date) {
        match &self.form {
            Form::Point(part) => part.bounds(),
            Form::Interval(start, end) => {
                (end_bounds(start, Part::bounds).0, end_bounds(end, Part::bounds).1)
            }
            Form::OneOf(members) => hull(members, Part::bounds),
        }
    }

    /// First and last day with the slack of dates that are marked approximate or uncertain: one unit of their own
    /// precision on either side (`1936-03~` reaches from 1 February to 30 April).
    ///
    /// That one unit is an assumption of this crate; the standard leaves the width open.
    #[must_use]
    pub fn loose_bounds(&self) -> (Date, Date) {
        match &self.form {
            Form::Point(part) => part.loose_bounds(),
            Form::Interval(start, end) => (
                end_bounds(start, Part::loose_bounds).0,
                end_bounds(end, Part::loose_bounds).1,
            ),
            Form::OneOf(members) => hull(members, Part::loose_bounds),
        }
    }

    /// Whether all of it lies before all of `other`, whatever the marks and the missing digits stand for.
    ///
    /// Two moments are compared by the clock, in UTC if both name their offset; anything else by days.
    ///
    /// ```
    /// use halha_record::edtf::Edtf;
    /// let date = |text: &str| text.parse::<Edtf>().unwrap();
    /// assert!(date("1936-03-12").certainly_before(&date("1936-04")));
    /// assert!(!date("1936-03-12").certainly_before(&date("1936-04~")));
    /// ```
    #[must_use]
    pub fn certainly_before(&self, other: &Self) -> bool {
        match (self.moment(), other.moment()) {
            (Some(a), Some(b)) => a.before(b),
            _ => self.loose_bounds().1 < other.loose_bounds().0,
        }
    }

    /// Whether the two can have a day in common.
    #[must_use]
    pub fn may_overlap(&self, other: &Self) -> bool {
        let ((a_first, a_last), (b_first, b_last)) = (self.loose_bounds(), other.loose_bounds());
        a_first <= b_last && b_first <= a_last
    }

    /// Whether every day that it can mean, as written, is a day that `outer` can mean with its slack.
    #[must_use]
    pub fn certainly_within(&self, outer: &Self) -> bool {
        let ((first, last), (from, to)) = (self.bounds(), outer.loose_bounds());
        from <= first && last <= to
    }

    /// Days from the first to the last that it can mean, as written; `None` if an end is open or unknown.
    #[must_use]
    pub fn span_days(&self) -> Option<u32> {
        if self.has_no_start() || self.has_no_end() {
            return None;
        }
        let (first, last) = self.bounds();
        let days = first.until(last).ok()?.get_days();
        u32::try_from(days).ok().map(|days| days + 1)
    }

    /// The middle of the days that it can mean, as written; `None` if an end is open or unknown.
    #[must_use]
    pub fn midpoint(&self) -> Option<Date> {
        let half = self.span_days()? / 2;
        self.bounds().0.checked_add(Span::new().days(half)).ok()
    }

    fn moment(&self) -> Option<Moment> {
        match self.form {
            Form::Point(part) => part.moment(),
            Form::Interval(..) | Form::OneOf(_) => None,
        }
    }
}

/// A minute on a clock whose zone may be unknown.
#[derive(Clone, Copy)]
struct Moment {
    date: Date,
    seconds: i32,
    offset_minutes: Option<i16>,
    slack_days: i8,
}

impl Moment {
    fn before(self, other: Self) -> bool {
        let slack = i64::from(self.slack_days + other.slack_days) * 86_400;
        let apart = match (self.offset_minutes, other.offset_minutes) {
            (Some(_), Some(_)) => other.utc_seconds() - self.utc_seconds(),
            _ => other.local_seconds() - self.local_seconds(),
        };
        apart > slack
    }

    fn local_seconds(self) -> i64 {
        let days = Date::ZERO
            .until(self.date)
            .map_or(0, |span| i64::from(span.get_days()));
        days * 86_400 + i64::from(self.seconds)
    }

    fn utc_seconds(self) -> i64 {
        self.local_seconds() - i64::from(self.offset_minutes.unwrap_or(0)) * 60
    }
}

impl Part {
    pub(super) fn bounds(self) -> (Date, Date) {
        let (first, last) = (
            self.year.first,
            self.year.first + 10_i16.pow(u32::from(self.year.unknown)) - 1,
        );
        match (self.month, self.day) {
            (Month::Known(month), Day::Known(day)) => (civil(first, month, day), civil(first, month, day)),
            (Month::Known(month), Day::Tens(tens)) => {
                let end = (tens * 10 + 9).min(days_in(first, month));
                (civil(first, month, (tens * 10).max(1)), civil(first, month, end))
            }
            (Month::Known(month), _) => (civil(first, month, 1), civil(first, month, days_in(first, month))),
            (Month::Season(season), _) => season_bounds(first, season),
            (Month::None | Month::Unknown, _) => (civil(first, 1, 1), civil(last, 12, 31)),
        }
    }

    fn loose_bounds(self) -> (Date, Date) {
        let (first, last) = self.bounds();
        if self.qualifier == super::Qualifier::Exact {
            return (first, last);
        }
        let unit = match self.precision() {
            Precision::Moment | Precision::Day => Span::new().days(1),
            Precision::Decad => Span::new().days(10),
            Precision::Month => Span::new().months(1),
            Precision::Season => Span::new().months(3),
            Precision::Year => Span::new().years(1),
            Precision::Decade => Span::new().years(10),
            Precision::Century => Span::new().years(100),
            Precision::Millennium => Span::new().years(1000),
        };
        // A month that ends on the 30th, moved by a month, must reach the 31st: move the day after the end.
        let after = last
            .tomorrow()
            .and_then(|day| day.checked_add(unit))
            .and_then(Date::yesterday);
        (
            first.checked_sub(unit).unwrap_or(Date::MIN),
            after.unwrap_or(Date::MAX),
        )
    }

    fn moment(self) -> Option<Moment> {
        let time = self.time?;
        let offset_minutes = match time.offset {
            Offset::None => None,
            Offset::Zulu => Some(0),
            Offset::Minutes(minutes) => Some(minutes),
        };
        let seconds =
            i32::from(time.hour) * 3_600 + i32::from(time.minute) * 60 + i32::from(time.second.unwrap_or(0));
        let slack_days = i8::from(self.qualifier != super::Qualifier::Exact);
        Some(Moment {
            date: self.bounds().0,
            seconds,
            offset_minutes,
            slack_days,
        })
    }
}

fn end_bounds(end: &End, of: fn(Part) -> (Date, Date)) -> (Date, Date) {
    match end {
        End::At(part) => of(*part),
        End::Open | End::Unknown => (Date::MIN, Date::MAX),
    }
}

fn hull(members: &[Member], of: fn(Part) -> (Date, Date)) -> (Date, Date) {
    let bounds = members.iter().map(|member| match *member {
        Member::One(part) => of(part),
        Member::Range(a, b) => (a.map_or(Date::MIN, |a| of(a).0), b.map_or(Date::MAX, |b| of(b).1)),
    });
    bounds
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .unwrap_or((Date::MIN, Date::MAX))
}

/// Northern, meteorological seasons; winter begins in the December of the year that names it.
fn season_bounds(year: i16, season: Season) -> (Date, Date) {
    let three_months = |month: i8| {
        (
            civil(year, month, 1),
            civil(year, month + 2, days_in(year, month + 2)),
        )
    };
    match season {
        Season::Spring => three_months(3),
        Season::Summer => three_months(6),
        Season::Autumn => three_months(9),
        Season::Winter => {
            let end = year
                .checked_add(1)
                .map_or(Date::MAX, |next| civil(next, 2, days_in(next, 2)));
            (civil(year, 12, 1), end)
        }
    }
}

fn days_in(year: i16, month: i8) -> i8 {
    Date::new(year, month, 1).map_or(31, Date::days_in_month)
}

/// A day that parsing has found to exist; what lies beyond the calendar is its last day.
fn civil(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(Date::MAX)
}
