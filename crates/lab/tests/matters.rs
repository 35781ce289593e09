//! What matters, end to end on the invented conflict: what is planted is found, threads and stops change nothing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::atomic::{AtomicU64, Ordering};

use halha_kernel::parameters::PARAMETERS;
use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{NoWatch, Watch};
use halha_lab::matters::{
    Design, DesignSettings, DiscoverySettings, Found, Grouping, MattersError, OutcomeError, Sensitivity,
    Study, Threshold, Worlds, choose, discover, factors, json, measures,
};
use halha_lab::settings::{EventDetail, ParameterSource, PolicyKind, RunSettings};
use halha_lab::whatif::Measure;
use support::strait;

fn loaded() -> LoadedConflict {
    LoadedConflict::load(&strait()).0.unwrap()
}

fn all_measures(conflict: &LoadedConflict) -> Vec<Measure> {
    let (all, problems) = measures(&strait(), conflict);
    assert_eq!(problems, []);
    all
}

fn named(conflict: &LoadedConflict, names: &[&str]) -> Vec<Measure> {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    choose(&all_measures(conflict), &names).unwrap()
}

/// The conflict with every parameter of its own prior held at its median, but for these.
fn only(free: &[&str]) -> LoadedConflict {
    let mut conflict = loaded();
    let medians = conflict.priors.medians().unwrap().to_vec();
    let own: Vec<usize> = conflict.priors.single().iter().map(|p| p.parameter).collect();
    for parameter in own {
        let name = PARAMETERS[parameter].name;
        if !free.contains(&name) {
            conflict.hold(name, medians[parameter]).unwrap();
        }
    }
    conflict
}

fn settings(design: Design, base: u64) -> DesignSettings {
    DesignSettings {
        design,
        base,
        replicates: 2,
        grouping: Grouping::Parameter,
        seed: 5,
    }
}

fn run_settings(draws: u64, replicates: u64) -> RunSettings {
    RunSettings {
        replications: draws * replicates,
        seed: 5,
        draws,
        events: EventDetail::None,
        from: None,
        to: None,
        policy: PolicyKind::QuantalResponse,
        parameters: ParameterSource::Prior,
    }
}

#[test]
fn every_free_parameter_is_in_one_factor() {
    let conflict = loaded();
    for grouping in [Grouping::Parameter, Grouping::Layer] {
        let factors = factors(&conflict, grouping);
        let mut members: Vec<&str> = factors.iter().flat_map(|f| f.parameters.clone()).collect();
        let count = members.len();
        members.sort_unstable();
        members.dedup();
        assert_eq!(members.len(), count);
        let joint: usize = conflict.priors.joint().iter().map(|j| j.parameters.len()).sum();
        assert!(count > joint && factors.len() < count);
        assert!(factors.iter().all(|f| f.label == "prior-driven"));
    }
}

/// With everything held but the level of incidents and the odds of fire, the level accounts for the incidents, and what
/// decides battles (the joint priors, which stay free) for nothing of them. A design whose crosses exchange the wrong
/// coordinates would give the level nothing.
#[test]
fn what_is_left_free_is_what_matters() {
    let conflict = only(&["mu0", "fire0"]);
    for (design, base) in [(Design::Saltelli, 96), (Design::Screening, 24)] {
        let measures = named(&conflict, &["ln-incidents"]);
        let study = Study::new(&conflict, measures, settings(design, base)).unwrap();
        let played = study.play(None, &NoWatch).unwrap();
        let answer = Sensitivity::of_design(&study, &played, "strait");
        let of = |name: &str| answer.factors.iter().position(|f| f.name == name).unwrap();
        match &answer.observed[0].found {
            Found::Saltelli(analysis) => {
                let level = analysis.indices[of("mu0")];
                assert!(
                    level.is_told && (level.total.value - 1.0).abs() < 0.3,
                    "{level:?}"
                );
                let told = analysis.indices.iter().filter(|i| i.is_told).count();
                assert!(
                    told <= 2
                        && analysis
                            .indices
                            .iter()
                            .all(|i| i.total.value <= level.total.value)
                );
                assert!((0.0..1.0).contains(&analysis.aleatory.value));
            }
            Found::Screening(screening) => {
                let level = screening.effects[of("mu0")];
                assert!(level.is_told && level.mean > 0.0, "{level:?}");
                assert!(screening.effects.iter().all(|e| e.size.value <= level.size.value));
            }
            Found::GivenData(_) => unreachable!("a design was asked for"),
        }
    }
}

/// Stops after some campaigns.
struct Stops(AtomicU64, u64);

impl Watch for Stops {
    fn played(&self, runs: u64) {
        self.0.fetch_add(runs, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= self.1
    }
}

#[test]
fn threads_and_stops_change_nothing() {
    let conflict = only(&["mu0"]);
    let measures = named(&conflict, &["ln-incidents", "losses"]);
    let study = Study::new(&conflict, measures.clone(), settings(Design::Saltelli, 64)).unwrap();
    let one = study.play(Some(1), &NoWatch).unwrap();
    let two = study.play(Some(2), &NoWatch).unwrap();
    assert_eq!(one.outputs, two.outputs);
    let answer = |played| json(&Sensitivity::of_design(&study, played, "strait"));
    assert!(answer(&one) == answer(&two));
    // What a stop leaves is what asking for as many rows gives.
    let stopped = study
        .play(Some(2), &Stops(AtomicU64::new(0), study.campaigns() / 2))
        .unwrap();
    assert!(
        stopped.stopped && (16..64).contains(&stopped.rows),
        "{}",
        stopped.rows
    );
    let fewer = settings(Design::Saltelli, stopped.rows as u64);
    let short = Study::new(&conflict, measures, fewer)
        .unwrap()
        .play(Some(1), &NoWatch)
        .unwrap();
    assert_eq!(short.outputs, stopped.outputs);
    let early = study.play(Some(1), &Stops(AtomicU64::new(0), 1));
    assert!(matches!(early, Err(MattersError::Stopped)));
}

#[test]
fn draws_that_are_there_tell_of_the_level_of_incidents() {
    let conflict = only(&["mu0", "fire0", "b_vagueness"]);
    let measures = named(&conflict, &["ln-incidents"]);
    let ensemble = Ensemble::new(conflict, run_settings(250, 3)).unwrap();
    let worlds = Worlds::play(&ensemble, &measures, None, Some(2), &NoWatch).unwrap();
    let answer = Sensitivity::of_worlds(&ensemble, &worlds, &measures, "strait").unwrap();
    let Found::GivenData(given) = &answer.observed[0].found else {
        panic!("draws were given");
    };
    let level = answer.factors.iter().position(|f| f.name == "mu0").unwrap();
    assert_eq!(given.draws, 250);
    assert!(
        given.of_inputs && given.ratios[level].is_told,
        "{:?}",
        given.ratios[level]
    );
    assert!(given.ratios.iter().all(|r| r.first <= given.ratios[level].first));
}

/// Many incidents in all follow from many in the first year, and that is found; the cases are the runs of the ensemble.
#[test]
fn the_first_year_leads_to_many_incidents() {
    let conflict = only(&["mu0", "fire0"]);
    let years = conflict.scenario.scenario().years.clone();
    let all = all_measures(&conflict);
    let measures = named(&conflict, &["incidents"]);
    let ensemble = Ensemble::new(conflict, run_settings(1200, 1)).unwrap();
    let worlds = Worlds::play(&ensemble, &measures, Some(years[0]), Some(2), &NoWatch).unwrap();
    let (_, outcome, _) = ensemble.play_one(7).unwrap();
    assert!((measures[0].value(&outcome, ensemble.conflict()) - worlds.values[0][7]).abs() < 0.5);
    assert!((0..1200).all(|case| worlds.early[0][case] <= worlds.values[0][case]));
    let mut sorted = worlds.values[0].clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let outcome = Threshold::read(&format!("incidents >= {}", sorted[900]), &all).unwrap();
    let early = (Some(years[0]), DiscoverySettings::default());
    let answer = discover(&ensemble, &worlds, outcome, early, "strait").unwrap();
    let first = &answer.boxes[0];
    assert!(answer.is_dated && first.is_claimed, "{:?}", first.claim);
    let bounded: Vec<&str> = first.bounds.iter().map(|b| b.input.name.as_str()).collect();
    let early = format!("incidents to {}", years[0]);
    assert!(
        bounded.contains(&early.as_str()) || bounded.contains(&"mu0"),
        "{bounded:?}"
    );
    assert!(first.claim.density > 1.5 * first.claim.base);
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_remedy() {
    let conflict = loaded();
    let all = all_measures(&conflict);
    let unknown = choose(&all, &["ln-loses".to_owned()]).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "no measure is called \"ln-loses\"; did you mean ln-losses?"
    );
    let read = |text: &str| Threshold::read(text, &all);
    assert_eq!(read("losses>=40,000").unwrap().to_string(), "losses >= 40000");
    assert_eq!(read("high-rung").unwrap().to_string(), "high-rung >= 1");
    assert!(read("crises < 2").unwrap().holds(1.0) && !read("crises < 2").unwrap().holds(2.0));
    assert!(matches!(read("loses >= 3"), Err(OutcomeError::Unknown(_))));
    assert!(matches!(read("losses"), Err(OutcomeError::Bare { .. })));
    assert!(matches!(read("losses >= many"), Err(OutcomeError::Number { .. })));
    let few = Study::new(&conflict, Vec::new(), settings(Design::Saltelli, 3)).unwrap_err();
    assert!(few.to_string().contains("ask for 16 to 65536"), "{few}");
    let ensemble = Ensemble::new(conflict, run_settings(2, 1)).unwrap();
    let last = *ensemble.conflict().scenario.scenario().years.last().unwrap();
    let year = Worlds::play(&ensemble, &[], Some(last), Some(1), &NoWatch).unwrap_err();
    assert!(matches!(year, MattersError::Year { .. }), "{year}");
}
