//! Calendar months of a history: from dates to day numbers and back.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;

/// A month of a year, written `1939-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    /// Year.
    pub year: i16,
    /// Month, 1–12.
    pub month: i8,
}

impl FromStr for YearMonth {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, month) = text.split_once('-').ok_or(())?;
        if year.len() != 4 || month.len() != 2 {
            return Err(());
        }
        let (year, month) = (year.parse().map_err(|_| ())?, month.parse().map_err(|_| ())?);
        if (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(())
        }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl YearMonth {
    /// Months since year 0: for distances.
    pub fn ordinal(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::MIN)
    }

    fn next(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                month: self.month + 1,
                ..self
            }
        }
    }

    fn of(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }
}

/// The months of a history and their day numbers; day 0 is the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    start: Date,
    end_days: f64,
    months: Vec<YearMonth>,
}

impl Calendar {
    /// The calendar from the first to the last day, both included. `None` if the first comes after the last.
    pub fn new(start: Date, last: Date) -> Option<Self> {
        if start > last {
            return None;
        }
        let mut months = vec![YearMonth::of(start)];
        while let Some(m) = months.last().copied().filter(|m| *m < YearMonth::of(last)) {
            months.push(m.next());
        }
        let end_days = days_between(start, last) + 1.0;
        Some(Self {
            start,
            end_days,
            months,
        })
    }

    /// The months, in order.
    pub fn months(&self) -> &[YearMonth] {
        &self.months
    }

    /// Length of the history, days.
    pub fn end_days(&self) -> f64 {
        self.end_days
    }

    /// Day number on which a month begins, not below 0.
    pub fn begin(&self, month: YearMonth) -> f64 {
        days_between(self.start, month.first_day()).max(0.0)
    }

    /// Day number on which a month has ended.
    pub fn end_of(&self, month: YearMonth) -> f64 {
        days_between(self.start, month.next().first_day())
    }

    /// Index of a month; `None` outside the history.
    pub fn index(&self, month: YearMonth) -> Option<usize> {
        self.months.iter().position(|m| *m == month)
    }

    /// The calendar years touched, in order.
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.months.iter().map(|m| i32::from(m.year)).collect();
        years.dedup();
        years
    }

    /// The date of a time in days since the start.
    pub fn date(&self, days: f64) -> Date {
        self.start
            .checked_add((days.max(0.0).floor() as i64).days())
            .unwrap_or(Date::MAX)
    }

    /// Days from the start of the history to a date.
    pub fn day(&self, date: Date) -> f64 {
        days_between(self.start, date)
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    from.duration_until(to).as_hours() as f64 / 24.0
}
