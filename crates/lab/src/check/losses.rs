//! V6: the losses of the named clashes lie in what the model expects of their forces.

use super::{Check, Verdict};
use crate::clashes::{Clash, FIGHTS, clashes};
use crate::compare::Verdict as Place;
use crate::conflict::LoadedConflict;

pub(super) fn check(conflict: &LoadedConflict, seed: u64) -> Check {
    let played = clashes(conflict, conflict.best_source(), seed, FIGHTS);
    let (covered, all, width) = coverage(&played);
    let share = covered as f64 / all.max(1) as f64;
    Check {
        name: "V6",
        title: "losses of the named clashes",
        criterion: "at least 80 % of side-losses inside the 90 % interval, mean width at most 3.5 on the ln scale",
        value: format!(
            "{covered} of {all} inside ({:.0} %), mean width {width:.2}",
            100.0 * share
        ),
        verdict: Verdict::of(all > 0 && share >= 0.8 && width <= 3.5),
    }
}

/// Side-losses with a vouched claim inside the 90 % interval, all of them, and the mean width of ln(1 + x).
///
/// One figure a side and clash: all casualties where anybody gives them, else the killed.
fn coverage(played: &[Clash]) -> (usize, usize, f64) {
    let (mut covered, mut all, mut width) = (0, 0, 0.0);
    for clash in played {
        for side in 0..2 {
            let of = |what| clash.losses.iter().find(|l| l.side == side && l.what == what);
            let Some(losses) = of("casualties").or_else(|| of("killed")) else {
                continue;
            };
            let mut vouched = losses
                .recorded
                .iter()
                .filter(|m| m.status != "unverified")
                .peekable();
            if vouched.peek().is_none() {
                continue;
            }
            all += 1;
            covered += usize::from(vouched.any(|m| m.verdict.is_some_and(Place::meets)));
            width += losses.simulated.q95.ln_1p() - losses.simulated.q05.ln_1p();
        }
    }
    (covered, all, width / (all.max(1)) as f64)
}
