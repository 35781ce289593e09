//! V7: what both sides counted lies in the model's predictive distribution.

use super::{Check, Verdict};
use crate::compare::row;
use crate::conflict::LoadedConflict;
use crate::fit::worlds::Worlds;
use crate::observables::Kind;

pub(super) fn check(conflict: &LoadedConflict, worlds: &Worlds) -> Check {
    let everyone: Vec<usize> = (0..worlds.len()).collect();
    let counted = worlds.targets().iter().filter(|t| {
        let kind = &conflict.observables[t.observable].kind;
        matches!(
            kind,
            Kind::BookTotal { .. }
                | Kind::BookType { .. }
                | Kind::BookAccused { .. }
                | Kind::Shootings { .. }
        )
    });
    let (mut inside, mut outside) = (0, Vec::new());
    for target in counted {
        let observable = &conflict.observables[target.observable];
        let compared = row(observable, worlds.observable(target.observable, &everyone));
        if compared.is_misfit() {
            outside.push(observable.id.to_string());
        } else {
            inside += 1;
        }
    }
    let all = inside + outside.len();
    let value = if outside.is_empty() {
        format!("{inside} of {all} inside")
    } else {
        format!("{inside} of {all} inside; outside: {}", outside.join(", "))
    };
    Check {
        name: "V7",
        title: "counts of disputes and shootings, by whom they were kept",
        criterion: "each inside the 90 % predictive interval",
        value,
        verdict: Verdict::of(outside.is_empty() && all > 0),
    }
}
