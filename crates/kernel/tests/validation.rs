//! Impossible inputs are refused with every problem named, and valid ones are accepted.
#![allow(clippy::unwrap_used, reason = "tests")]

use halha_kernel::example;
use halha_kernel::parameters::{PARAMETERS, Parameters, index_of};
use halha_kernel::prepared::Prepared;
use halha_kernel::scenario::{PactRule, Scenario, ScenarioError, Window};

fn problems(change: impl FnOnce(&mut Scenario)) -> Vec<ScenarioError> {
    let mut scenario = example::six_sector_scenario();
    change(&mut scenario);
    let problems = scenario.problems();
    assert_eq!(scenario.validate().map(|_| ()).is_err(), !problems.is_empty());
    problems
}

fn fields(change: impl FnOnce(&mut Scenario)) -> Vec<String> {
    problems(change).into_iter().map(|p| p.field).collect()
}

#[test]
fn the_examples_are_valid() {
    assert_eq!(fields(|_| {}), [""; 0]);
    assert_eq!(example::two_sector_scenario().problems(), vec![]);
    assert_eq!(example::parameters().check(), Ok(()));
    assert_eq!(example::fitted_parameters().check(), Ok(()));
}

#[test]
fn each_kind_of_fault_is_named_with_its_field() {
    assert_eq!(fields(|s| s.sectors[2].length_km = 0.0), ["sectors[2].length_km"]);
    assert_eq!(
        fields(|s| s.sectors[2].length_km = f64::NAN),
        ["sectors[2].length_km"]
    );
    assert_eq!(fields(|s| s.sectors[0].vagueness = 1.1), ["sectors[0].vagueness"]);
    assert_eq!(
        fields(|s| s.sectors[0].client_share[1] = -0.1),
        ["sectors[0].client_share[1]"]
    );
    assert_eq!(
        fields(|s| s.sides[1].men_per_division = 0.0),
        ["sides[1].men_per_division"]
    );
    assert_eq!(
        fields(|s| s.months[5].divisions[0] = -3.0),
        ["months[5].divisions[0]"]
    );
    assert_eq!(fields(|s| s.months[5].warm = f64::INFINITY), ["months[5].warm"]);
    assert_eq!(
        fields(|s| s.months[7].year = 99),
        ["months[8].year", "months[7].year"]
    );
    assert_eq!(
        fields(|s| s.windows.push(Window { from: 3, to: 3 })),
        ["windows[2]"]
    );
    assert_eq!(
        fields(|s| s.windows.push(Window { from: 3, to: 999 })),
        ["windows[2]"]
    );
    assert_eq!(
        fields(|s| s.structure.max_incidents = 0),
        ["structure.max_incidents"]
    );
    assert_eq!(
        fields(|s| s.structure.max_steps = u32::MAX),
        ["structure.max_steps"]
    );
    let outside = PactRule {
        seeker: 2,
        from: 1000,
        shock: 0,
    };
    assert_eq!(fields(|s| s.pact = Some(outside)), ["pact.seeker", "pact.from"]);
}

#[test]
fn reversed_dates_are_named() {
    assert_eq!(fields(|s| s.months.swap(3, 4)), ["months[4].begin"]);
    assert_eq!(fields(|s| s.end = 10.0), ["end"]);
    assert_eq!(fields(|s| s.years.swap(0, 1)), ["years[1]"]);
    assert_eq!(fields(|s| s.months[0].begin = 1.0), ["months[0].begin"]);
}

#[test]
fn empty_scenarios_are_refused_without_a_panic() {
    let empty = fields(|s| {
        s.months.clear();
        s.years.clear();
        s.sectors.clear();
        s.windows.clear();
    });
    for field in ["months", "years", "sectors"] {
        assert!(empty.contains(&field.to_owned()), "{field} in {empty:?}");
    }
}

#[test]
fn all_problems_are_reported_at_once_with_their_values() {
    let found = problems(|s| {
        s.sectors[0].length_km = -5.0;
        s.sides[0].trucks = f64::NAN;
        s.months[9].ice = 2.0;
        s.structure.kg_per_man_day = 0.0;
    });
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0].value, "-5");
    assert!(found.iter().all(|p| !p.expected.is_empty()));
}

#[test]
fn parameters_outside_their_support_are_all_named() {
    let mut values = example::parameters().to_vec();
    values[index_of("branching").unwrap()] = 1.5;
    values[index_of("mu0").unwrap()] = f64::NAN;
    values[index_of("patrol_ln_sd").unwrap()] = 0.0;
    values[index_of("noise_corr").unwrap()] = 1.0;
    let bad = Parameters::from_slice(&values).unwrap_err();
    let names: Vec<&str> = bad.iter().map(|b| b.parameter.name).collect();
    assert_eq!(names, ["mu0", "branching", "patrol_ln_sd", "noise_corr"]);
    assert!(Parameters::from_slice(&values[1..]).is_err());
    let scenario = example::two_sector_scenario().validate().unwrap();
    let hostile = Parameters {
        lapse: f64::NAN,
        ..example::parameters()
    };
    assert_eq!(Prepared::new(&scenario, &hostile).unwrap_err().len(), 1);
}

#[test]
fn parameter_names_are_unique_and_keep_their_values() {
    let mut names: Vec<&str> = PARAMETERS.iter().map(|p| p.name).collect();
    assert_eq!(index_of("match"), names.iter().position(|n| *n == "match"));
    assert!(index_of("match").is_some());
    let values = example::parameters().to_vec();
    assert_eq!(Parameters::from_slice(&values).unwrap(), example::parameters());
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PARAMETERS.len());
}
