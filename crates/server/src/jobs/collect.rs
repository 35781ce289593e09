//! What the campaigns so far say: quantiles, fans, endings; of pairs, their differences.

use std::collections::BTreeMap;

use halha_lab::LoadedConflict;
use halha_lab::compare::Simulated;
use halha_lab::glance::Glance;
use halha_lab::statistics::{Quantiles, Share};

use crate::runs::band;
use crate::views::compare::{share, simulated};
use crate::wire;
use crate::wire::jobs::{Contrast, ContrastRow, Difference, Progress, ProgressFan, ProgressRow};
use crate::wire::shared::Named;

/// Campaigns of one ensemble, or of both kinds of world of a what-if, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    campaigns: Vec<u64>,
    /// One for each ensemble.
    worlds: Vec<Vec<Glance>>,
}

impl Collected {
    pub(crate) fn take(&mut self, campaign: u64, worlds: Vec<Glance>) {
        self.campaigns.push(campaign);
        self.worlds.resize_with(worlds.len(), Vec::new);
        for (all, world) in self.worlds.iter_mut().zip(worlds) {
            all.push(world);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.campaigns.len()
    }

    fn arm(&self, arm: usize) -> &[Glance] {
        self.worlds.get(arm).map_or(&[], Vec::as_slice)
    }

    /// What one ensemble's campaigns say.
    pub(crate) fn progress(&self, conflict: &LoadedConflict, seconds: f64) -> Progress {
        let worlds = self.arm(0);
        let observables = conflict.observables.iter().enumerate();
        Progress {
            played: worlds.len() as u64,
            seconds,
            observables: observables
                .map(|(index, observable)| ProgressRow {
                    id: observable.id.to_string(),
                    title: observable.title.clone(),
                    unit: observable.unit.clone(),
                    simulated: simulated(&says(worlds, index, observable.is_yes_no)),
                })
                .collect(),
            fans: fans(worlds, conflict),
            endings: endings(worlds),
        }
    }

    /// What pairs say.
    pub(crate) fn contrast(&self, conflict: &LoadedConflict, seconds: f64) -> Contrast {
        let (baseline, other) = (self.arm(0), self.arm(1));
        let parted = |(a, b): (&Glance, &Glance)| a.fingerprint != b.fingerprint;
        let changed = baseline.iter().zip(other).filter(|pair| parted(*pair)).count();
        let observables = conflict.observables.iter().enumerate();
        let (typical, extreme) = self.shown();
        Contrast {
            pairs: self.len() as u64,
            seconds,
            changed: Share::of(changed as u64, self.len() as u64).as_ref().map(share),
            observables: observables
                .map(|(index, observable)| ContrastRow {
                    id: observable.id.to_string(),
                    title: observable.title.clone(),
                    unit: observable.unit.clone(),
                    baseline: simulated(&says(baseline, index, observable.is_yes_no)),
                    counterfactual: simulated(&says(other, index, observable.is_yes_no)),
                    difference: difference(baseline, other, index),
                })
                .collect(),
            baseline: fans(baseline, conflict),
            counterfactual: fans(other, conflict),
            baseline_endings: endings(baseline),
            counterfactual_endings: endings(other),
            typical,
            extreme,
        }
    }

    /// The changed pair whose change in losses is nearest to the median change, and the one that changes most; of equal
    /// ones that of the lowest number.
    fn shown(&self) -> (Option<u64>, Option<u64>) {
        let pairs = self.arm(0).iter().zip(self.arm(1));
        let mut changes: Vec<(f64, u64)> = pairs
            .zip(&self.campaigns)
            .filter(|((a, b), _)| a.fingerprint != b.fingerprint)
            .map(|((a, b), campaign)| (b.lost_in_all as f64 - a.lost_in_all as f64, *campaign))
            .collect();
        changes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let median = changes.get(changes.len().saturating_sub(1) / 2);
        let by_size = |a: &&(f64, u64), b: &&(f64, u64)| a.0.abs().total_cmp(&b.0.abs()).then(b.1.cmp(&a.1));
        (
            median.map(|(_, campaign)| *campaign),
            changes.iter().max_by(by_size).map(|(_, campaign)| *campaign),
        )
    }
}

fn says(worlds: &[Glance], index: usize, yes_no: bool) -> Simulated {
    let values: Vec<f64> = worlds.iter().map(|w| w.observables[index]).collect();
    if yes_no {
        Share::of_column(&values).map_or(Simulated::Nothing, Simulated::YesNo)
    } else {
        Quantiles::of(values).map_or(Simulated::Nothing, Simulated::Number)
    }
}

fn endings(worlds: &[Glance]) -> BTreeMap<String, wire::shared::Share> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for world in worlds {
        *counts.entry(world.ending).or_default() += 1;
    }
    let all = worlds.len() as u64;
    let ended = counts
        .into_iter()
        .filter_map(|(ending, n)| Some((ending, Share::of(n, all)?)));
    ended.map(|(ending, s)| (ending.to_owned(), share(&s))).collect()
}

/// Fans of shootings and of each side's losses.
fn fans(worlds: &[Glance], conflict: &LoadedConflict) -> Vec<ProgressFan> {
    let sides = &conflict.record.conflict.sides;
    let leader = |side: usize| conflict.record.name_of(&sides[side].leader);
    let measure = |id: String, name: String| Named { id, name };
    let years = &conflict.scenario.scenario().years;
    let fan = |measure: Named, count: &dyn Fn(&Glance, usize) -> u32| {
        let of = |(index, year): (usize, &i32)| {
            let counts: Vec<f32> = worlds.iter().map(|w| count(w, index) as f32).collect();
            band(*year, &counts)
        };
        ProgressFan {
            measure,
            bands: years.iter().enumerate().map(of).collect(),
        }
    };
    let at = |counts: &[u32], year: usize| counts.get(year).copied().unwrap_or(0);
    let shootings = measure("shootings".to_owned(), "Incidents with shots, a year".to_owned());
    let mut fans = vec![fan(shootings, &|world, year| at(&world.shootings, year))];
    for side in 0..2 {
        let losses = measure(
            format!("losses-{}", sides[side].id),
            format!("Men lost by {}, a year", leader(side)),
        );
        fans.push(fan(losses, &move |world, year| at(&world.lost[side], year)));
    }
    fans
}

/// Counterfactual less baseline, pair by pair.
fn difference(baseline: &[Glance], other: &[Glance], index: usize) -> Option<Difference> {
    let pairs = baseline.iter().zip(other);
    let mut differences: Vec<f64> = pairs
        .map(|(a, b)| b.observables[index] - a.observables[index])
        .filter(|d| d.is_finite())
        .collect();
    // Sorted first: sums do not depend on the order in which worlds came in.
    differences.sort_unstable_by(f64::total_cmp);
    let n = differences.len();
    if n == 0 {
        return None;
    }
    let mean = differences.iter().sum::<f64>() / n as f64;
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    let error = if n > 1 {
        (squares / (n - 1) as f64 / n as f64).sqrt()
    } else {
        0.0
    };
    let at = |p: f64| differences[((p * n as f64).ceil() as usize).clamp(1, n) - 1];
    Some(Difference {
        mean,
        error,
        points: [0.05, 0.25, 0.5, 0.75, 0.95].map(at),
        changed: differences.iter().filter(|d| **d != 0.0).count() as f64 / n as f64,
    })
}
