//! Events put in the order of a chronicle: years, months, what happened on a day, and crises as stories of their own.

use halha_kernel::event::Event;

use super::crisis::Crisis;
use super::names::{Names, capital};
use super::tally::Tally;
use super::words::count;
use super::{Filter, Log, acts, fights};
use crate::scenario::YearMonth;

/// A campaign as a chronicle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chronicle {
    /// Its years, in order; those without anything to tell are there too.
    pub years: Vec<Year>,
}

/// A year of a chronicle.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Calendar year.
    pub year: i16,
    /// The year in one or two sentences.
    pub summary: String,
    /// Its months, in order.
    pub months: Vec<Month>,
}

/// A month of a chronicle.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Which.
    pub month: YearMonth,
    /// What happened without shots, summed up; empty if nothing did.
    pub summary: String,
    /// What happened besides, in order of time.
    pub passages: Vec<Passage>,
}

/// Something that is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Passage {
    /// What happened at a moment.
    Moment(Moment),
    /// A crisis that opened then.
    Crisis(Crisis),
}

/// What happened at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When, days.
    pub time: f64,
    /// Where, if in one place.
    pub sector: Option<u8>,
    /// What.
    pub text: String,
    /// What came of it.
    pub details: Vec<String>,
    /// It concerns the whole war: a pact, an entry, an end.
    pub is_strategic: bool,
}

impl Chronicle {
    /// The chronicle of a campaign. A crisis that overlaps the time asked for is told whole.
    ///
    /// Violations are counted only if no event is missing.
    pub fn of(names: &Names, log: &Log, filter: &Filter) -> Self {
        let mut teller = Teller::new(names, filter, log.whole);
        for (time, event) in &log.events {
            teller.take(*time, event);
        }
        teller.finish()
    }
}

struct Teller<'n> {
    names: &'n Names,
    filter: &'n Filter,
    whole: bool,
    /// One for each month of the history.
    months: Vec<(Tally, Vec<Passage>)>,
    open: Vec<Option<Crisis>>,
    /// The fight or occupation that may open a crisis: id, text, details.
    last: Option<(u64, String, Vec<String>)>,
    pact: bool,
}

impl<'n> Teller<'n> {
    fn new(names: &'n Names, filter: &'n Filter, whole: bool) -> Self {
        let months = names
            .calendar
            .months()
            .iter()
            .map(|_| (Tally::default(), Vec::new()))
            .collect();
        let open = vec![None; names.sectors.len().max(1)];
        Self {
            names,
            filter,
            whole,
            months,
            open,
            last: None,
            pact: false,
        }
    }

    fn take(&mut self, time: f64, event: &Event) {
        let asked = self.filter.takes(time, event);
        if asked {
            let month = self.month(time);
            if let Some((tally, _)) = self.months.get_mut(month) {
                tally.take(event);
            }
        }
        match event {
            Event::Incident {
                id,
                sector,
                fight,
                occupied,
                ..
            } => {
                let (text, details) = self.incident(event);
                if fight.is_some() || *occupied {
                    self.last = Some((*id, text.clone(), details.clone()));
                }
                if asked && (fight.is_some() || self.filter.all) {
                    self.moment(time, Some(*sector), text, details);
                }
            }
            Event::EpisodeOpened { id, sector } => self.open(time, *id, *sector),
            Event::Decision { sector, .. }
            | Event::Arrival { sector, .. }
            | Event::Battle { sector, .. }
            | Event::Raid { sector, .. }
            | Event::Settlement { sector, .. } => {
                let names = self.names;
                let Some(slot) = self.open.get_mut(usize::from(*sector)) else {
                    return;
                };
                if slot
                    .as_mut()
                    .is_some_and(|crisis| crisis.take(names, time, event))
                {
                    let crisis = slot.take();
                    self.close(crisis);
                }
            }
            _ => self.above(time, event, asked),
        }
    }

    fn incident(&self, event: &Event) -> (String, Vec<String>) {
        match event {
            Event::Incident {
                fight: Some(fight), ..
            } => (
                fights::skirmish(self.names, fight),
                fights::outcome(self.names, fight),
            ),
            Event::Incident {
                intruder,
                kind,
                reported,
                occupied,
                ..
            } => (
                fights::violation(self.names, *intruder, *kind, reported, *occupied),
                Vec::new(),
            ),
            _ => (String::new(), Vec::new()),
        }
    }

    /// Opens a crisis with the incident before it, which is told there and not by itself.
    fn open(&mut self, time: f64, id: u64, sector: u8) {
        let month = self.month(time);
        let told = self.last.take().filter(|(of, ..)| *of == id);
        let (opening, details) = told.map_or_else(
            || ("A patrol stays on disputed ground.".to_owned(), Vec::new()),
            |(_, opening, details)| (opening, details),
        );
        if let Some((_, passages)) = self.months.get_mut(month) {
            let same =
                |p: &Passage| matches!(p, Passage::Moment(m) if m.time >= time && m.sector == Some(sector));
            if passages.last().is_some_and(same) {
                passages.pop();
            }
        }
        if let Some(slot) = self.open.get_mut(usize::from(sector)) {
            *slot = Some(Crisis::open(time, sector, opening, details));
        }
    }

    /// Puts a crisis into the month in which it opened, if it is asked for.
    fn close(&mut self, crisis: Option<Crisis>) {
        let Some(crisis) = crisis else { return };
        let place = self.filter.sector.is_none_or(|k| k == usize::from(crisis.sector));
        let overlaps = self.filter.from.is_none_or(|from| crisis.end >= from)
            && self.filter.until.is_none_or(|until| crisis.time < until);
        let month = self.month(crisis.time);
        if let (true, Some((_, passages))) = (place && overlaps, self.months.get_mut(month)) {
            passages.push(Passage::Crisis(crisis));
        }
    }

    /// What happens above the border.
    fn above(&mut self, time: f64, event: &Event, asked: bool) {
        let names = self.names;
        let text = match event {
            Event::PactSigned => {
                self.pact = true;
                format!("{} and {} sign a pact.", names.head(0_u8), names.side(1_u8))
            }
            Event::Temptation { attacked } => acts::temptation(names, *attacked),
            Event::Denunciation => acts::denunciation(names, std::mem::take(&mut self.pact)),
            Event::Entry => acts::entry(names),
            Event::GeneralWar { cause } => acts::general_war(*cause),
            Event::End { ending } => acts::end(*ending),
            Event::FalseReports {
                side, count: counts, ..
            } if self.filter.all => {
                let told = count(counts.iter().sum(), "false report enters", "false reports enter");
                format!("{} {} book.", capital(&told), names.whose(*side))
            }
            _ => return,
        };
        if asked {
            let is_strategic = !matches!(event, Event::FalseReports { .. });
            let moment = Moment {
                time,
                sector: None,
                text,
                details: Vec::new(),
                is_strategic,
            };
            self.push(moment);
        }
    }

    fn moment(&mut self, time: f64, sector: Option<u8>, text: String, details: Vec<String>) {
        self.push(Moment {
            time,
            sector,
            text,
            details,
            is_strategic: false,
        });
    }

    fn push(&mut self, moment: Moment) {
        let month = self.month(moment.time);
        if let Some((_, passages)) = self.months.get_mut(month) {
            passages.push(Passage::Moment(moment));
        }
    }

    /// Index of the month of a time; the last one for the end of the history.
    fn month(&self, time: f64) -> usize {
        let date = self.names.calendar.date(time);
        let months = self.names.calendar.months();
        let of = |m: &YearMonth| (m.year, m.month) <= (date.year(), date.month());
        months.iter().rposition(of).unwrap_or(0)
    }

    fn finish(mut self) -> Chronicle {
        for crisis in std::mem::take(&mut self.open) {
            self.close(crisis);
        }
        let mut years: Vec<(i16, Tally, Vec<Month>)> = Vec::new();
        let months = std::mem::take(&mut self.months);
        for (month, (tally, mut passages)) in self.names.calendar.months().iter().zip(months) {
            passages.sort_by(|a, b| a.time().total_cmp(&b.time()));
            let told = Month {
                month: *month,
                summary: tally.month(self.names, self.whole),
                passages,
            };
            if years.last().is_none_or(|(year, ..)| *year != month.year) {
                years.push((month.year, Tally::default(), Vec::new()));
            }
            if let Some((_, sum, months)) = years.last_mut() {
                sum.add(&tally);
                if self.asked(*month) || !told.passages.is_empty() {
                    months.push(told);
                }
            }
        }
        let year = |(year, tally, months): (i16, Tally, Vec<Month>)| Year {
            year,
            summary: tally.year(self.names, self.whole),
            months,
        };
        Chronicle {
            years: years
                .into_iter()
                .filter(|(.., months)| !months.is_empty())
                .map(year)
                .collect(),
        }
    }

    /// Whether a month touches the time asked for.
    fn asked(&self, month: YearMonth) -> bool {
        let calendar = &self.names.calendar;
        self.filter.from.is_none_or(|from| calendar.end_of(month) > from)
            && self
                .filter
                .until
                .is_none_or(|until| calendar.begin(month) < until)
    }
}

impl Passage {
    /// When it begins, days.
    pub fn time(&self) -> f64 {
        match self {
            Self::Moment(moment) => moment.time,
            Self::Crisis(crisis) => crisis.time,
        }
    }
}
