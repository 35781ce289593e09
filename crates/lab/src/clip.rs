//! A history cut to some of its days: the run begins and ends there, with the assumptions of those months.
//!
//! A cut run begins afresh: what happened before its first day (grievances, lost battles, a signed pact) is not known
//! to it, so it is no part of a whole run. Observables whose period does not lie within the cut are left out.

use halha_kernel::scenario::{EntryRule, Month, PactRule, Scenario, TemptationRule, Window};
use jiff::civil::Date;

use crate::conflict::LoadedConflict;
use crate::observables::{self, Kind, Observable};
use crate::scenario::{Calendar, YearMonth};
use crate::settings::{Cut, SettingsError};

/// Cuts a conflict's history to the days from `from` to `to`, both included.
///
/// # Errors
/// If the days asked for lie outside the history or run backwards.
pub fn clip(
    conflict: LoadedConflict,
    from: Option<Cut>,
    to: Option<Cut>,
) -> Result<LoadedConflict, SettingsError> {
    if from.is_none() && to.is_none() {
        return Ok(conflict);
    }
    let whole = conflict.calendar.clone();
    let (start, end) = (whole.date(0.0), whole.date(whole.end_days() - 1.0));
    let first = from.map_or(start, |cut| cut.first().max(start));
    let last = to.map_or(end, |cut| cut.last().min(end));
    for (cut, day) in [(first, first > end), (last, last < start)] {
        if day {
            return Err(SettingsError::Outside {
                cut,
                first: start,
                last: end,
            });
        }
    }
    let Some(calendar) = Calendar::new(first, last) else {
        return Err(SettingsError::Reversed {
            from: first,
            to: last,
        });
    };
    cut(conflict, &whole, calendar, (first, last))
}

/// Where the months of the cut history lie in the whole one.
#[derive(Debug, Clone, Copy)]
struct Kept {
    skipped: usize,
    months: usize,
}

impl Kept {
    /// The month in the cut history; `None` outside it.
    fn index(self, month: usize) -> Option<usize> {
        month.checked_sub(self.skipped).filter(|m| *m < self.months)
    }

    /// The month, or the first one if it lies before.
    fn index_from(self, month: usize) -> Option<usize> {
        self.index(month.max(self.skipped))
    }
}

fn cut(
    conflict: LoadedConflict,
    whole: &Calendar,
    calendar: Calendar,
    (first, last): (Date, Date),
) -> Result<LoadedConflict, SettingsError> {
    let skipped = calendar
        .months()
        .first()
        .and_then(|m| whole.index(*m))
        .unwrap_or(0);
    let kept = Kept {
        skipped,
        months: calendar.months().len(),
    };
    let mut scenario = scenario_within(conflict.scenario.scenario(), &calendar, kept);
    let days = (whole.day(first), whole.day(last) + 1.0);
    let mut observables: Vec<Observable> = conflict.observables.clone();
    observables.retain(|o| lies_within(o, whole, days) && can_happen(&o.kind, &scenario));
    let windows = observables::assign_windows(&mut observables);
    scenario.windows = windows
        .iter()
        .filter_map(|period| window(&calendar, *period))
        .collect();
    let scenario = scenario.validate().map_err(|errors| {
        let all = errors
            .iter()
            .map(|e| format!("{} = {} (expected {})", e.field, e.value, e.expected));
        SettingsError::Cut(all.collect::<Vec<_>>().join(", "))
    })?;
    Ok(LoadedConflict {
        scenario,
        calendar,
        observables,
        ..conflict
    })
}

fn scenario_within(whole: &Scenario, calendar: &Calendar, kept: Kept) -> Scenario {
    let years = calendar.years();
    let months = whole.months[kept.skipped..kept.skipped + kept.months]
        .iter()
        .zip(calendar.months());
    let months = months.map(|(month, name)| Month {
        begin: calendar.begin(*name),
        year: years.iter().position(|y| *y == i32::from(name.year)).unwrap_or(0),
        ..month.clone()
    });
    Scenario {
        end: calendar.end_days(),
        months: months.collect(),
        windows: Vec::new(),
        pact: whole.pact.as_ref().and_then(|rule| pact(rule, kept)),
        temptation: whole.temptation.as_ref().and_then(|rule| temptation(rule, kept)),
        entry: whole.entry.as_ref().and_then(|rule| entry(rule, kept)),
        years,
        ..whole.clone()
    }
}

/// A shock that comes after the cut never comes; one that came before it has come.
fn pact(rule: &PactRule, kept: Kept) -> Option<PactRule> {
    let from = kept.index_from(rule.from)?;
    Some(PactRule {
        from,
        shock: rule.shock.saturating_sub(kept.skipped),
        ..rule.clone()
    })
}

/// The temptation comes in a month drawn from its window: only a cut that holds all of it leaves its odds alone.
fn temptation(rule: &TemptationRule, kept: Kept) -> Option<TemptationRule> {
    Some(TemptationRule {
        from: kept.index(rule.from)?,
        to: kept.index(rule.to)?,
        ..rule.clone()
    })
}

fn entry(rule: &EntryRule, kept: Kept) -> Option<EntryRule> {
    Some(EntryRule {
        denounce: kept.index_from(rule.denounce)?,
        enter: kept.index(rule.enter)?,
        ..rule.clone()
    })
}

fn window(calendar: &Calendar, (from, to): (YearMonth, YearMonth)) -> Option<Window> {
    Some(Window {
        from: calendar.index(from)?,
        to: calendar.index(to)? + 1,
    })
}

/// Whether the observable's period, as far as the whole history has it, lies within the days kept.
fn lies_within(observable: &Observable, whole: &Calendar, days: (f64, f64)) -> bool {
    let period = match (&observable.period, &observable.kind) {
        (Some(period), _) => *period,
        (None, Kind::PactSigned { by }) => (*by, *by),
        (None, _) => return true,
    };
    let begin = whole.begin(period.0);
    let end = whole.end_of(period.1).min(whole.end_days());
    begin >= days.0 && end <= days.1
}

/// Whether the rule that the observable asks about is still in the scenario.
fn can_happen(kind: &Kind, scenario: &Scenario) -> bool {
    match kind {
        Kind::PactSigned { .. } => scenario.pact.is_some(),
        Kind::TemptationResisted => scenario.temptation.is_some(),
        Kind::Entry => scenario.entry.is_some(),
        _ => true,
    }
}
