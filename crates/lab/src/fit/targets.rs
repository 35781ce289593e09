//! What a coupled fit is held to: the recorded values of observables that were known by a given month.

use halha_kernel::outcome::Outcome;

use crate::conflict::LoadedConflict;
use crate::observables::{Kind, Observable, Recorded};
use crate::scenario::YearMonth;

/// One recorded value, as the range of all who vouch for one.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Position of its observable in the conflict's list.
    pub observable: usize,
    /// Id of its observable.
    pub id: String,
    /// Last month that the observable looks at.
    pub until: YearMonth,
    /// Yes or no.
    pub is_yes_no: bool,
    /// Lowest claim.
    pub low: f64,
    /// Highest claim.
    pub high: f64,
}

impl Target {
    /// How far a simulated value lies from the record: 0 inside the range of the claims, else the distance to its
    /// nearest end, signed; on the scale of ln(1 + x) for amounts, as 0 or ±1 for yes and no.
    ///
    /// A run without a value (no crisis at all) is as far away as one of nothing.
    pub fn distance(&self, value: f64) -> f64 {
        let value = if value.is_nan() { 0.0 } else { value };
        let scale = |x: f64| if self.is_yes_no { x } else { x.ln_1p() };
        let (x, low, high) = (scale(value), scale(self.low), scale(self.high));
        x - x.clamp(low, high)
    }
}

/// The targets of a conflict whose observables end by `until`, in the order of the observables.
///
/// Only claims that somebody vouches for count (rows that are `unverified` inform no fit, `doubtful` ones only where
/// nothing better is there); observables without any are left out.
pub fn targets(conflict: &LoadedConflict, until: YearMonth) -> Vec<Target> {
    let listed = conflict.observables.iter().enumerate();
    let known = listed.filter_map(|(n, o)| target(conflict, n, o));
    known.filter(|t| t.until <= until).collect()
}

fn target(conflict: &LoadedConflict, number: usize, observable: &Observable) -> Option<Target> {
    let vouched = best(&observable.recorded);
    if vouched.is_empty() {
        return None;
    }
    let low = vouched.iter().map(|r| r.low).fold(f64::INFINITY, f64::min);
    let ends = vouched
        .iter()
        .map(|r| if r.high.is_finite() { r.high } else { r.low });
    Some(Target {
        observable: number,
        id: observable.id.to_string(),
        until: last_month(conflict, observable)?,
        is_yes_no: observable.is_yes_no,
        low,
        high: ends.fold(low, f64::max),
    })
}

fn best(recorded: &[Recorded]) -> Vec<&Recorded> {
    let with = |keep: fn(&str) -> bool| recorded.iter().filter(|r| keep(&r.status)).collect::<Vec<_>>();
    let sure = with(|status| status != "unverified" && status != "doubtful");
    if sure.is_empty() {
        with(|status| status == "doubtful")
    } else {
        sure
    }
}

/// The last month whose events can change the observable.
fn last_month(conflict: &LoadedConflict, observable: &Observable) -> Option<YearMonth> {
    let months = conflict.calendar.months();
    match (&observable.kind, observable.period) {
        (Kind::PactSigned { by }, _) => Some(*by),
        (Kind::TemptationResisted, _) => {
            let rule = conflict.scenario.scenario().temptation.as_ref()?;
            months.get(rule.to).copied()
        }
        (_, Some((_, last))) => Some(last),
        (_, None) => months.last().copied(),
    }
}

/// The same targets with the values of one run in the place of the record's: a record that was made up.
pub fn planted(conflict: &LoadedConflict, targets: &[Target], outcome: &Outcome) -> Vec<Target> {
    let of = |t: &Target| {
        let value = conflict.observables[t.observable].of_run(outcome, &conflict.calendar);
        let value = if value.is_nan() { 0.0 } else { value };
        Target {
            low: value,
            high: value,
            ..t.clone()
        }
    };
    targets.iter().map(of).collect()
}

/// Distances of a run from all targets, in their order.
pub fn distances(conflict: &LoadedConflict, targets: &[Target], outcome: &Outcome) -> Vec<f64> {
    let of = |t: &Target| {
        let observable = &conflict.observables[t.observable];
        t.distance(observable.of_run(outcome, &conflict.calendar))
    };
    targets.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // exact values by hand
    use super::*;

    fn between(low: f64, high: f64, is_yes_no: bool) -> Target {
        Target {
            observable: 0,
            id: "x".into(),
            until: YearMonth { year: 1935, month: 1 },
            is_yes_no,
            low,
            high,
        }
    }

    #[test]
    fn rivals_are_a_range_within_which_nothing_is_wrong() {
        let target = between(99.0, 199.0, false);
        assert_eq!(target.distance(150.0), 0.0);
        assert!((target.distance(399.0) - 2f64.ln()).abs() < 1e-12);
        assert!((target.distance(49.0) + 2f64.ln()).abs() < 1e-12);
        assert_eq!(target.distance(f64::NAN), target.distance(0.0));
    }

    #[test]
    fn yes_and_no_are_one_apart() {
        assert_eq!(between(1.0, 1.0, true).distance(0.0), -1.0);
        assert_eq!(between(0.0, 0.0, true).distance(1.0), 1.0);
        assert_eq!(between(1.0, 1.0, true).distance(1.0), 0.0);
    }
}
