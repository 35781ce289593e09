//! The counts of a record that a fit can use: chosen by the conflict's observables, so that a run is counted alike.

use halha_record::vocab::ActKind;

use crate::conflict::LoadedConflict;
use crate::fit::Scope;
use crate::fit::split::{Part, Split};
use crate::observables::{Kind, Observable};
use crate::scenario::YearMonth;

/// One count of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The observable that it is a value of.
    pub observable: String,
    /// What was counted, for readers.
    pub title: String,
    /// What is counted in a run.
    pub kind: Kind,
    /// First and last month.
    pub period: (YearMonth, YearMonth),
    /// Index of the first month and of the month after the last.
    pub months: (usize, usize),
    /// The count; the middle where voices differ.
    pub value: f64,
    /// Half the logarithm of the highest over the lowest voice.
    pub rival_sd: f64,
    /// Who says so, and where.
    pub voices: String,
    /// Part of the record in which the whole period lies.
    pub part: Option<Part>,
    /// Whether the fit learns from it.
    pub fitted: bool,
}

impl Row {
    /// The row in one line.
    pub fn in_words(&self) -> String {
        format!(
            "{}: {} ({} to {}; {})",
            self.title, self.value, self.period.0, self.period.1, self.voices
        )
    }
}

/// The counts with a source, each said to be fitted or not, and what was left out altogether, with the reason.
///
/// Rows of status `unverified` never enter. Of two periods of one kind and side, one inside the other, the longer is
/// left out: its counts would be used twice.
pub fn rows(conflict: &LoadedConflict, split: &Split, scope: Scope) -> (Vec<Row>, Vec<String>) {
    let mut found = Vec::new();
    let mut left_out = Vec::new();
    for observable in &conflict.observables {
        if !is_count(&observable.kind) {
            continue;
        }
        match row(conflict, split, observable) {
            Ok(row) => found.push(row),
            Err(why) => left_out.push(format!("{}: {why}", observable.title)),
        }
    }
    let wider: Vec<bool> = found
        .iter()
        .map(|r| found.iter().any(|other| inside(other, r)))
        .collect();
    let mut kept = Vec::new();
    for (mut row, wider) in found.into_iter().zip(wider) {
        if wider {
            left_out.push(format!(
                "{}: its period holds that of another count of the same book",
                row.title
            ));
            continue;
        }
        row.fitted = scope == Scope::Everything || row.part == Some(Part::Train);
        if !row.fitted {
            left_out.push(format!("{}: not wholly in the training period", row.title));
        }
        kept.push(row);
    }
    (kept, left_out)
}

/// The first month in which a pact between the two leaders is in force, by the record.
pub(super) fn pact_month(conflict: &LoadedConflict) -> Option<usize> {
    let leaders = conflict.record.conflict.sides.iter().map(|s| &s.leader);
    let leaders: Vec<_> = leaders.collect();
    let signed = conflict.record.acts.iter().filter(|act| {
        act.kind == ActKind::Pact
            && leaders
                .iter()
                .all(|l| act.actor.contains(l) || act.target.contains(l))
    });
    let first = signed.map(|act| act.date.earliest()).min()?;
    let next = YearMonth {
        year: first.year(),
        month: first.month(),
    };
    conflict.calendar.index(next).map(|m| m + 1)
}

/// Whether an observable is a count of incidents, of which this module speaks.
pub fn is_count(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::BookTotal { .. } | Kind::BookAccused { .. } | Kind::BookType { .. } | Kind::Shootings { .. }
    )
}

fn row(conflict: &LoadedConflict, split: &Split, observable: &Observable) -> Result<Row, String> {
    let period = observable.period.ok_or("it has no period")?;
    let calendar = &conflict.calendar;
    let (Some(from), Some(to)) = (calendar.index(period.0), calendar.index(period.1)) else {
        return Err("its period leaves the history".to_owned());
    };
    let sourced = observable
        .recorded
        .iter()
        .filter(|r| r.status != "unverified" && r.high.is_finite());
    let sourced: Vec<_> = sourced.collect();
    let low = sourced
        .iter()
        .map(|r| r.low)
        .reduce(f64::min)
        .ok_or("no count of it has a source that was seen")?;
    let high = sourced.iter().map(|r| r.high).fold(low, f64::max);
    let voices: Vec<&str> = sourced.iter().map(|r| r.source.as_str()).collect();
    let first = calendar.date(calendar.begin(period.0));
    let last = calendar.date(calendar.end_of(period.1) - 1.0);
    Ok(Row {
        observable: observable.id.to_string(),
        title: observable.title.clone(),
        kind: observable.kind.clone(),
        period,
        months: (from, to + 1),
        value: (0.5 * (low + high)).round(),
        rival_sd: if low > 0.0 { 0.5 * (high / low).ln() } else { 0.0 },
        voices: voices.join(", "),
        part: split.part_between(first, last),
        fitted: false,
    })
}

/// Whether `inner` counts the same thing over a shorter period inside that of `outer`.
fn inside(inner: &Row, outer: &Row) -> bool {
    inner.kind == outer.kind
        && inner.months != outer.months
        && inner.months.0 >= outer.months.0
        && inner.months.1 <= outer.months.1
}
