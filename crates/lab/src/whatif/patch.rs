//! What is done, applied to a scenario and to parameters: sets first, then shifts, factors, sums and bounds.

use halha_kernel::event::Forces;
use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::scenario::{Month, Scenario};

use super::intervention::{Arm, Change, Do, Op, OpKind, Rule, Series, Target};

/// Everything that concerns a target, in the order in which it is applied: by kind, then as written.
fn ops_on(dos: &[&Do], target: Target) -> Vec<Op> {
    let mut ops: Vec<Op> = dos
        .iter()
        .filter_map(|d| match &d.change {
            Change::Number { target: t, ops } if *t == target => Some(ops),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    ops.sort_by_key(|op| op.kind);
    ops
}

/// Every target among the things done, once.
fn targets(dos: &[&Do]) -> Vec<Target> {
    let mut targets: Vec<Target> = dos
        .iter()
        .filter_map(|d| match d.change {
            Change::Number { target, .. } => Some(target),
            _ => None,
        })
        .collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// The scenario while all of `dos` are in force.
///
/// Every month is changed: a run reads only the months that are still to come when it is given the scenario.
pub(super) fn scenario(base: &Scenario, dos: &[&Do]) -> Scenario {
    let mut scenario = base.clone();
    for target in targets(dos) {
        let ops = ops_on(dos, target);
        match target {
            Target::Series(series, side) => change_series(&mut scenario.months, series, side, &ops),
            Target::ClientShare(sector, side) => {
                let share = &mut scenario.sectors[sector].client_share[side];
                *share = ops.iter().fold(*share, |x, op| op.apply(x));
            }
            Target::Parameter(_) | Target::Vagueness(_) | Target::Force(..) => {}
        }
    }
    for d in dos {
        if let Change::Switch { rule, on } = d.change {
            switch(&mut scenario, rule, on);
        }
    }
    scenario
}

fn switch(scenario: &mut Scenario, rule: Rule, on: bool) {
    match rule {
        Rule::Commission => scenario.months.iter_mut().for_each(|m| m.commission = on),
        Rule::Pact if !on => scenario.pact = None,
        Rule::Temptation if !on => scenario.temptation = None,
        Rule::Entry if !on => scenario.entry = None,
        // The rule is there: nothing that is off could be read from a file without it.
        Rule::Pact | Rule::Temptation | Rule::Entry => {}
    }
}

fn change_series(months: &mut [Month], series: Series, side: usize, ops: &[Op]) {
    let before: Vec<f64> = months.iter_mut().map(|m| slot(m, series)[side]).collect();
    let shift: f64 = ops
        .iter()
        .filter(|op| op.kind == OpKind::Earlier)
        .map(|op| op.value)
        .sum();
    let set = ops.iter().filter(|op| op.kind == OpKind::Set);
    let set = set.map(|op| op.value).next_back();
    let last = before.len() as f64 - 1.0;
    for (m, month) in months.iter_mut().enumerate() {
        let from = (m as f64 + shift).clamp(0.0, last.max(0.0)) as usize;
        let value = set.unwrap_or(before[from]);
        let rest = ops.iter().filter(|op| op.kind > OpKind::Earlier);
        slot(month, series)[side] = rest.fold(value, |x, op| op.apply(x));
    }
}

fn slot(month: &mut Month, series: Series) -> &mut [f64; 2] {
    match series {
        Series::Divisions => &mut month.divisions,
        Series::Tanks => &mut month.tanks,
        Series::Guns => &mut month.guns,
        Series::Aircraft => &mut month.aircraft,
        Series::Distraction => &mut month.distraction,
        Series::Espionage => &mut month.espionage,
        Series::Autonomy => &mut month.autonomy,
        Series::OutsideGrievance => &mut month.outside_grievance,
    }
}

/// The parameters while all of `dos` are in force.
///
/// # Errors
/// All parameters that leave their support.
pub(super) fn parameters(base: &Parameters, dos: &[&Do]) -> Result<Parameters, Vec<ParameterError>> {
    let mut values = base.to_vec();
    for target in targets(dos) {
        if let Target::Parameter(index) = target {
            let value = &mut values[index];
            *value = ops_on(dos, target).iter().fold(*value, |x, op| op.apply(x));
        }
    }
    Parameters::from_slice(&values)
}

/// The number of an arm after the operations: whole, and not below 0.
pub(super) fn forces(before: Forces, arm: Arm, ops: &[Op]) -> Forces {
    let mut after = before;
    let slot = match arm {
        Arm::Men => &mut after.men,
        Arm::Vehicles => &mut after.vehicles,
        Arm::Guns => &mut after.guns,
        Arm::Aircraft => &mut after.aircraft,
        Arm::Boats => &mut after.boats,
    };
    let value = ops.iter().fold(f64::from(*slot), |x, op| op.apply(x));
    *slot = (value + 0.5).clamp(0.0, f64::from(u32::MAX)) as u32;
    after
}
