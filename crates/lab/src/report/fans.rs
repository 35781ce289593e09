//! Yearly counts of each side's book over all campaigns, with the record's counts beside them.

use std::collections::BTreeMap;

use halha_table::{Batch, Holds};

use super::ReportError;
use crate::compare::{Mark, Row};
use crate::conflict::LoadedConflict;
use crate::observables::Kind;
use crate::replay::Names;
use crate::scenario::YearMonth;
use crate::store::StoredRun;

/// What is counted in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Everything, both sides' acts.
    Total,
    /// What it holds against the other side.
    Accused,
    /// Incidents with shots.
    Shootings,
}

/// The middle of a year's counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Calendar year.
    pub year: i32,
    /// 5, 25, 50, 75 and 95 % points.
    pub points: [f64; 5],
}

/// A count of the record, as a yearly mean over its period.
#[derive(Debug, Clone, PartialEq)]
pub struct FanMark {
    /// Begin and end of the period, years (1935.5 is July 1935).
    pub period: [f64; 2],
    /// What was counted, as claimed.
    pub mark: Mark,
    /// Low and high end for each year of the period.
    pub yearly: [f64; 2],
}

/// The yearly counts of one side's book.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Whose book.
    pub side: usize,
    /// What is counted.
    pub counted: Counted,
    /// What it shows, for readers.
    pub title: String,
    /// Its years, in order.
    pub bands: Vec<Band>,
    /// What the record says.
    pub marks: Vec<FanMark>,
}

/// How often each count occurred in each year.
type Histogram = BTreeMap<u32, u64>;

const COLUMNS: [&str; 9] = [
    "year",
    "side",
    "accused_espionage",
    "accused_ground",
    "accused_air",
    "own_espionage",
    "own_ground",
    "own_air",
    "shootings",
];

/// The fans that the observables ask for; a side without any has that of its whole book.
pub(super) fn fans(
    run: &StoredRun,
    conflict: &LoadedConflict,
    names: &Names,
    rows: &[Row],
) -> Result<Vec<Fan>, ReportError> {
    let mut asked: Vec<(usize, Counted)> = conflict
        .observables
        .iter()
        .filter_map(|o| counted(&o.kind))
        .collect();
    for side in 0..2 {
        if !asked.iter().any(|(s, c)| *s == side && *c != Counted::Shootings) {
            asked.push((side, Counted::Total));
        }
    }
    asked.sort_by_key(|(side, counted)| (*counted == Counted::Shootings, *side, *counted));
    asked.dedup();
    let mut counts: Vec<BTreeMap<i32, Histogram>> = vec![BTreeMap::new(); asked.len()];
    run.scan("books", &COLUMNS, |batch| {
        tally(batch, &names.side_ids, &asked, &mut counts)
    })?;
    let fan = |((side, counted), years): ((usize, Counted), BTreeMap<i32, Histogram>)| Fan {
        side,
        counted,
        title: title(names, side, counted),
        bands: years
            .into_iter()
            .map(|(year, histogram)| Band {
                year,
                points: points(&histogram),
            })
            .collect(),
        marks: marks(conflict, rows, side, counted),
    };
    Ok(asked.into_iter().zip(counts).map(fan).collect())
}

/// Whose book and what of it an observable counts, if it is such a count.
pub fn counted(kind: &Kind) -> Option<(usize, Counted)> {
    match kind {
        Kind::BookTotal { side } => Some((*side, Counted::Total)),
        Kind::BookAccused { side } => Some((*side, Counted::Accused)),
        Kind::Shootings { book: Some(side) } => Some((*side, Counted::Shootings)),
        _ => None,
    }
}

fn title(names: &Names, side: usize, counted: Counted) -> String {
    let whose = crate::replay::capital(&names.whose(side));
    match counted {
        Counted::Total => format!("{whose} book: incidents of both sides, a year"),
        Counted::Accused => format!("{whose} book: acts of {}, a year", names.side(1 - side)),
        Counted::Shootings => format!("{whose} book: incidents with shots, a year"),
    }
}

/// Counts a batch of the books into the histograms of the fans.
fn tally(
    batch: &Batch,
    sides: &[String; 2],
    asked: &[(usize, Counted)],
    counts: &mut [BTreeMap<i32, Histogram>],
) {
    let Some(years) = batch.column_of("year", Holds::Int32) else {
        return;
    };
    let Some(books) = batch.column_of("side", Holds::Text) else {
        return;
    };
    let rows_of = sides.each_ref().map(|side| {
        let rows = (0..batch.rows()).filter(|row| books.text(*row) == Some(side));
        rows.collect::<Vec<_>>()
    });
    let parts = |counted| match counted {
        Counted::Total => &COLUMNS[2..8],
        Counted::Accused => &COLUMNS[2..5],
        Counted::Shootings => &COLUMNS[8..9],
    };
    for ((side, counted), years_of) in asked.iter().zip(counts) {
        let asked = parts(*counted).iter();
        let columns: Vec<_> = asked
            .filter_map(|name| batch.column_of(name, Holds::UInt32))
            .collect();
        for row in &rows_of[*side] {
            let Some(year) = years.i32(*row) else { continue };
            let count = columns
                .iter()
                .fold(0_u32, |sum, c| sum.saturating_add(c.u32(*row).unwrap_or(0)));
            *years_of.entry(year).or_default().entry(count).or_default() += 1;
        }
    }
}

/// The 5, 25, 50, 75 and 95 % points of what was counted: the least count at or below which the share lies.
fn points(histogram: &Histogram) -> [f64; 5] {
    let all: u64 = histogram.values().sum();
    [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| {
        let rank = ((p * all as f64).ceil() as u64).max(1);
        let mut below = 0;
        let reached = histogram.iter().find(|(_, n)| {
            below += **n;
            below >= rank
        });
        reached.map_or(0.0, |(count, _)| f64::from(*count))
    })
}

/// What the record says of the same count, spread evenly over its months.
pub fn marks(conflict: &LoadedConflict, rows: &[Row], side: usize, of: Counted) -> Vec<FanMark> {
    let mut marks = Vec::new();
    for observable in conflict
        .observables
        .iter()
        .filter(|o| counted(&o.kind) == Some((side, of)))
    {
        let Some((from, to)) = observable.period else {
            continue;
        };
        let Some(row) = rows.iter().find(|row| row.id == observable.id.as_str()) else {
            continue;
        };
        let years = f64::from(to.ordinal() - from.ordinal() + 1) / 12.0;
        let begin = begin(from);
        for mark in &row.recorded {
            let high = mark.high.unwrap_or(mark.low);
            let yearly = [mark.low / years, high / years];
            marks.push(FanMark {
                period: [begin, begin + years],
                mark: mark.clone(),
                yearly,
            });
        }
    }
    marks
}

fn begin(month: YearMonth) -> f64 {
    f64::from(month.year) + f64::from(month.month - 1) / 12.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // whole numbers
    use super::*;

    #[test]
    fn points_of_a_histogram_are_those_of_its_sample() {
        // 1, 2, 2, 3, 3, 3, 3, 3, 3, 10
        let histogram: Histogram = [(1, 1), (2, 2), (3, 6), (10, 1)].into();
        assert_eq!(points(&histogram), [1.0, 2.0, 3.0, 3.0, 10.0]);
        assert_eq!(points(&Histogram::new()), [0.0; 5]);
    }
}
