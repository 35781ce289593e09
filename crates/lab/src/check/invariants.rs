//! V1: what must hold of every state holds after every event of many campaigns.

use halha_kernel::chance::Key;
use halha_kernel::event::NoObserver;
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;

/// The study to which these runs belong.
const STUDY: u64 = 3;
/// Campaigns that are looked at step by step.
const CAMPAIGNS: u64 = 60;

pub(super) fn check(conflict: &LoadedConflict, seed: u64) -> Check {
    let (mut steps, mut faults) = (0_u64, Vec::new());
    for draw in 0..CAMPAIGNS {
        let Ok(parameters) = conflict.draw(conflict.best_source(), seed, draw) else {
            continue;
        };
        let Ok(prepared) = Prepared::new(&conflict.scenario, &parameters) else {
            continue;
        };
        let mut engine = Engine::new(&prepared, Key::derive(seed, STUDY, draw, 0), QuantalResponse);
        loop {
            let goes_on = engine.step(&mut NoObserver);
            steps += 1;
            if let Err(broken) = engine.state().verify(&prepared) {
                faults.extend(broken.into_iter().map(|fault| fault.rule));
            }
            if !goes_on {
                break;
            }
        }
    }
    let value = match faults.first() {
        None => format!("{steps} states of {CAMPAIGNS} campaigns, no fault"),
        Some(first) => format!("{} faults in {steps} states, the first: {first}", faults.len()),
    };
    Check {
        name: "V1",
        title: "invariants of the state",
        criterion: "none broken: losses within strength, men conserved, the clock monotone",
        value,
        verdict: Verdict::of(faults.is_empty() && steps > 0),
    }
}
