//! V9: the last years, foretold from a past like the one recorded until the training period ended.

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;
use crate::fit::hindcast::KEPT;
use crate::fit::split::Split;
use crate::fit::targets::Target;
use crate::fit::worlds::Worlds;
use crate::observables::{Kind, Observable};
use crate::scenario::YearMonth;

const TITLE: &str = "the years of the test, foretold from the training period";
const CRITERION: &str =
    "rank of total losses, largest battle and division battles each inside (0.025, 0.975)";

pub(super) fn check(conflict: &LoadedConflict, worlds: &Worlds) -> Check {
    let Some(split) = &conflict.split else {
        return told("the conflict has no split.toml".into(), Verdict::NotRun);
    };
    let asked = [
        Kind::CostliestLosses { side: None },
        Kind::LargestBattleMen,
        Kind::Battles { corps: false },
    ];
    let kept = worlds.nearest(|t| known(split, t), KEPT);
    let ranks: Vec<(String, f64)> = asked
        .iter()
        .filter_map(|kind| {
            let target = worlds
                .targets()
                .iter()
                .find(|t| conflict.observables[t.observable].kind == *kind)?;
            let values = worlds.observable(target.observable, &kept);
            let title = |o: &Observable| o.id.to_string();
            Some((
                title(&conflict.observables[target.observable]),
                rank(&values, target),
            ))
        })
        .collect();
    if ranks.is_empty() {
        return told(
            "the conflict lists none of these observables".into(),
            Verdict::NotRun,
        );
    }
    let inside = ranks.iter().all(|(_, r)| (0.025..=0.975).contains(r));
    let each: Vec<String> = ranks.iter().map(|(id, r)| format!("{id} {r:.3}")).collect();
    told(each.join(", "), Verdict::of(inside))
}

fn told(value: String, verdict: Verdict) -> Check {
    Check {
        name: "V9",
        title: TITLE,
        criterion: CRITERION,
        value,
        verdict,
    }
}

/// Whether a target's period ends within the training period.
fn known(split: &Split, target: &Target) -> bool {
    let to = split.train.to;
    let last = YearMonth {
        year: to.year(),
        month: to.month(),
    };
    target.until <= last
}

/// Middle of the recorded range's place in the values: the share below, and half of the share within.
fn rank(values: &[f64], target: &Target) -> f64 {
    let n = values.len() as f64;
    let share = |test: &dyn Fn(f64) -> bool| values.iter().filter(|v| test(**v)).count() as f64 / n;
    let below = share(&|v| target.distance(v) < 0.0);
    let above = share(&|v| target.distance(v) > 0.0);
    below + 0.5 * (1.0 - below - above)
}
