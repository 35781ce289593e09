//! V2: the incident layer is the mutually exciting process that its equation says.

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, Observer};
use halha_kernel::parameters::{Parameters, index_of};
use halha_kernel::policy::QuantalResponse;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::{Workspace, run};
use halha_kernel::scenario::Scenario;

use super::{Check, Verdict};
use crate::conflict::LoadedConflict;

const STUDY: u64 = 4;
/// Paths that are rescaled.
const PATHS: u64 = 200;
/// Branching ratio and half-life, days, of the check.
const BRANCHING: f64 = 0.4;
const HALF_LIFE: f64 = 21.0;

/// **Law** with all covariate effects at 0 and no fire, incidents of all cells together are a Hawkes process of base
/// rate Σ_k,i e^{mu0} ℓ_k/800 · E_i(m) and branching ratio n; times rescaled by its compensator are unit exponential
/// (Papangelou 1972; Ogata 1988), and with β' = (1−n)β the mean count is ∫ μ(s)/(1−n)·(1 − n e^{−β'(T−s)}) ds.
pub(super) fn check(conflict: &LoadedConflict, seed: u64) -> Check {
    let found = measure(conflict, seed);
    let (value, verdict) = match found {
        Some((share, ratio)) => (
            format!(
                "KS p > 0.01 in {:.1} % of {PATHS} paths; mean count {:+.2} % off",
                100.0 * share,
                100.0 * (ratio - 1.0)
            ),
            Verdict::of(share >= 0.97 && (ratio - 1.0).abs() <= 0.02),
        ),
        None => (
            "the priors have no medians that the model can take".into(),
            Verdict::Failed,
        ),
    };
    Check {
        name: "V2",
        title: "incidents against the closed form of a Hawkes process",
        criterion: "time rescaling: KS p > 0.01 in at least 97 % of paths; mean count within 2 %",
        value,
        verdict,
    }
}

/// Share of paths that pass, and the mean count over the expected one.
fn measure(conflict: &LoadedConflict, seed: u64) -> Option<(f64, f64)> {
    let parameters = quiet(conflict)?;
    let prepared = Prepared::new(&conflict.scenario, &parameters).ok()?;
    let scenario = conflict.scenario.scenario();
    let rates = rates(scenario, &parameters);
    let mut workspace = Workspace::new();
    let (mut passed, mut count) = (0_u64, 0_u64);
    for path in 0..PATHS {
        let mut times = Times(Vec::new());
        let key = Key::derive(seed, STUDY, 0, path);
        run(&prepared, &key, &mut QuantalResponse, &mut workspace, &mut times);
        count += times.0.len() as u64;
        passed += u64::from(rescaled_p(&times.0, &rates) > 0.01);
    }
    let mean = count as f64 / PATHS as f64;
    Some((
        passed as f64 / PATHS as f64,
        mean / expected(&rates, scenario.end),
    ))
}

struct Times(Vec<f64>);

impl Observer for Times {
    fn event(&mut self, time: f64, event: &Event) {
        if matches!(event, Event::Incident { .. }) {
            self.0.push(time);
        }
    }
}

/// The medians, with every effect on the rates at 0 and nothing that leads to a crisis or a war.
fn quiet(conflict: &LoadedConflict) -> Option<Parameters> {
    let mut values = conflict.priors.medians().ok()?.to_vec();
    let zero = [
        "side_bias",
        "b_vagueness",
        "b_density",
        "b_warm",
        "b_ice",
        "b_tension",
        "b_step",
        "year_sd",
        "b_commission",
        "b_pact",
        "fire_vagueness",
        "fire_grievance",
        "occupy",
    ];
    let set = [
        ("fire0", -60.0),
        ("fire_early", 0.0),
        ("break0", -60.0),
        ("entry0", -60.0),
        ("branching", BRANCHING),
        ("omega_quiet", 1.0),
        ("excitation_half_life", HALF_LIFE),
    ];
    for (name, value) in zero.iter().map(|name| (*name, 0.0)).chain(set) {
        values[index_of(name)?] = value;
    }
    Parameters::from_slice(&values).ok()
}

/// Months as (begin, end, base rate).
fn rates(scenario: &Scenario, p: &Parameters) -> Vec<(f64, f64, f64)> {
    let length: f64 = scenario.sectors.iter().map(|s| s.length_km / 800.0).sum();
    let ends = scenario
        .months
        .iter()
        .skip(1)
        .map(|m| m.begin)
        .chain([scenario.end]);
    let months = scenario.months.iter().zip(ends);
    months
        .map(|(m, end)| {
            (
                m.begin,
                end,
                p.mu0.exp() * length * (m.espionage[0] + m.espionage[1]),
            )
        })
        .collect()
}

fn expected(rates: &[(f64, f64, f64)], end: f64) -> f64 {
    let slow = (1.0 - BRANCHING) * std::f64::consts::LN_2 / HALF_LIFE;
    let month = |(from, to, rate): &(f64, f64, f64)| {
        let tail = ((-slow * (end - to)).exp() - (-slow * (end - from)).exp()) / slow;
        rate / (1.0 - BRANCHING) * ((to - from) - BRANCHING * tail)
    };
    rates.iter().map(month).sum()
}

/// p of Kolmogorov and Smirnov's test of the rescaled gaps against the unit exponential.
fn rescaled_p(times: &[f64], rates: &[(f64, f64, f64)]) -> f64 {
    let beta = std::f64::consts::LN_2 / HALF_LIFE;
    let base = |until: f64| -> f64 {
        let part = |(from, to, rate): &(f64, f64, f64)| rate * (until.min(*to) - from).max(0.0);
        rates.iter().map(part).sum()
    };
    let (mut excited, mut last, mut before) = (0.0, 0.0, 0.0);
    let mut shares = Vec::with_capacity(times.len());
    for t in times {
        let decay = (-beta * (t - last)).exp();
        let upto = base(*t);
        let gap = upto - before + BRANCHING * excited * (1.0 - decay);
        shares.push(1.0 - (-gap).exp());
        (excited, last, before) = (excited * decay + 1.0, *t, upto);
    }
    kolmogorov(&mut shares)
}

/// p of the largest distance from the uniform distribution, by the limit law with Stephens' correction (1970).
fn kolmogorov(shares: &mut [f64]) -> f64 {
    shares.sort_unstable_by(f64::total_cmp);
    let n = shares.len() as f64;
    let distance = shares.iter().enumerate().fold(0.0_f64, |d, (i, u)| {
        d.max((i as f64 + 1.0) / n - u).max(u - i as f64 / n)
    });
    let x = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    let term = |k: i32| {
        let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
        2.0 * sign * (-2.0 * f64::from(k * k) * x * x).exp()
    };
    (1..=100).map(term).sum::<f64>().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kolmogorov_as_tabled() {
        // The 5 % point of the corrected statistic is 1.358 (Stephens 1970): for n = 100, D = 1.358/(10 + 0.12 + 0.011).
        let n = 100;
        let shift = 1.358 / 10.131;
        let mut shares: Vec<f64> = (0..n)
            .map(|i| ((f64::from(i) + 1.0) / 100.0 - shift).max(0.0))
            .collect();
        let p = kolmogorov(&mut shares);
        assert!((p - 0.05).abs() < 0.002, "{p}");
    }
}
