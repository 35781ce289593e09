//! Paired worlds: the same until an intervention bites, exactly zero where it does nothing, whatever the threads.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use halha_kernel::event::{Event, Victor};
use halha_lab::LoadedConflict;
use halha_lab::whatif::{
    Intervention, Measure, NoWatch, PairSettings, Plan, Shelf, Whatif, Worlds, measures, read, shelf, told,
};
use support::reference;

fn loaded() -> LoadedConflict {
    LoadedConflict::load(&reference()).0.unwrap()
}

fn known(conflict: &LoadedConflict) -> Shelf<'_> {
    Shelf::of(conflict)
}

fn shipped(conflict: &LoadedConflict) -> Vec<Intervention> {
    let (all, problems) = shelf(&reference(), known(conflict));
    assert_eq!(problems, [], "the shipped interventions have problems");
    all
}

fn written(conflict: &LoadedConflict, dos: &str) -> Intervention {
    let text = format!(
        "format = 1\ntitle = \"t\"\nquestion = \"q\"\nestimand = \"e\"\ntag = \"prior-driven\"\nassumed = \"a test\"\n{dos}"
    );
    let (read, problems) = read("test.toml", &text, known(conflict));
    read.unwrap_or_else(|| panic!("{problems:?}"))
}

fn settings(pairs: u64) -> PairSettings {
    PairSettings {
        pairs,
        per_draw: 5,
        seed: 71,
        precision: None,
    }
}

fn played(conflict: &LoadedConflict, plans: Vec<Plan>, pairs: u64, threads: usize) -> (Worlds, Vec<Measure>) {
    let (all, problems) = measures(&reference(), conflict);
    assert_eq!(problems, []);
    let whatif = Whatif::new(conflict, plans, all.clone(), settings(pairs)).unwrap();
    (whatif.play(Some(threads), &NoWatch).unwrap(), all)
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

#[test]
fn every_shipped_intervention_leaves_all_before_it_alone() {
    let conflict = loaded();
    let all = shipped(&conflict);
    assert!(all.len() >= 17, "{} interventions", all.len());
    for intervention in &all {
        let plan = Plan::of(&[intervention], &conflict).unwrap();
        let day = plan.column.from.unwrap();
        let mut differ = 0;
        for draw in 0..12 {
            let parameters = conflict.draw(conflict.best_source(), 71, draw).unwrap();
            let key = halha_kernel::chance::Key::derive(71, 0, draw, 0);
            let [(a, x), (b, y)] = told(&conflict, &plan, None, parameters, key).unwrap();
            let before = |e: &[(f64, Event)]| e.iter().filter(|(t, _)| *t < day).count();
            let n = before(&a);
            assert_eq!(n, before(&b), "{}, draw {draw}", intervention.id);
            assert_eq!(
                format!("{:?}", &a[..n]),
                format!("{:?}", &b[..n]),
                "{}, draw {draw}",
                intervention.id
            );
            differ += u32::from(format!("{a:?}") != format!("{b:?}") || x != y);
        }
        // Rules that bite once in a while only may have left all of a dozen worlds alone: the pact, the entry.
        let rare = ["no-entry-1945", "no-german-pact", "earlier-barbarossa"];
        let often = !rare.contains(&intervention.id.as_str()) && intervention.given.is_none();
        assert!(
            differ > 0 || !often,
            "{} changed none of 12 worlds",
            intervention.id
        );
    }
}

/// What was done, to whom and when: without men on their way, who ruled a decision, and what is claimed afterwards.
fn deeds(events: &[(f64, Event)]) -> Vec<(f64, String)> {
    let deed = |(t, e): &(f64, Event)| {
        let what = match e {
            Event::Arrival { .. } | Event::FalseReports { .. } => return None,
            Event::Incident { id, fight, .. } => format!("{id} {:?}", fight.map(|f| f.losses)),
            Event::Decision { id, side, rung, .. } => format!("{id} {side} {rung:?}"),
            Event::Battle { id, fight, .. } => format!("{id} {:?}", fight.losses),
            Event::Settlement { id, kind, agreed, .. } => format!("{id} {kind:?} {agreed}"),
            other => format!("{other:?}"),
        };
        Some((*t, what))
    };
    events.iter().filter_map(deed).collect()
}

#[test]
fn what_is_told_is_what_was_counted() {
    let conflict = loaded();
    let all = shipped(&conflict);
    let plans: Vec<Plan> = all.iter().map(|i| Plan::of(&[i], &conflict).unwrap()).collect();
    let (worlds, measures) = played(&conflict, plans.clone(), 20, 2);
    for (column, plan) in plans.iter().enumerate() {
        for pair in worlds.all().step_by(3) {
            let (draw, replicate) = worlds.place(pair);
            let parameters = conflict.draw(conflict.best_source(), 71, draw).unwrap();
            let key = halha_kernel::chance::Key::derive(71, 0, draw, replicate);
            let [(a, x), (b, y)] = told(&conflict, plan, None, parameters, key).unwrap();
            // How long crises lasted is not in an outcome, and has a test of its own.
            let known = measures.iter().enumerate().filter(|(_, m)| m.is_of_outcome());
            for (m, measure) in known {
                let of = |values: &[f64]| values[pair].to_bits();
                let name = format!("{}, pair {pair}, {}", plan.column.name, measure.id);
                let (base, with) = (measure.value(&x, &conflict), measure.value(&y, &conflict));
                assert_eq!(of(worlds.baseline(column, m)), base.to_bits(), "{name}");
                assert_eq!(of(worlds.counterfactual(column, m)), with.to_bits(), "{name}");
            }
            let parted = worlds.parted(column)[pair];
            let (a, b) = (deeds(&a), deeds(&b));
            let first = a.iter().zip(&b).position(|(p, q)| p != q);
            match first {
                // Worlds part with the first deed that differs: an incident, a decision, a loss, a settlement, a turn. Forces
                // present may differ before.
                Some(n) => assert!(parted <= a[n].0.max(b[n].0), "{}, pair {pair}", plan.column.name),
                None if a.len() == b.len() => {}
                None => assert!(!parted.is_nan(), "{}, pair {pair}", plan.column.name),
            }
        }
    }
}

#[test]
fn an_intervention_that_does_nothing_differs_by_exactly_nothing() {
    let conflict = loaded();
    let nothing = written(&conflict, "");
    let late = written(
        &conflict,
        "[[do]]\nparameter = \"mu0\"\nset = 0\nfrom = \"1950\"\n",
    );
    let same = written(
        &conflict,
        "[[do]]\nparameter = \"mu0\"\nscale = 1\nfrom = \"1936\"\n",
    );
    let spliced = written(&conflict, "[given]\nhistory-to = \"1939-08-20\"\n");
    let plans: Vec<Plan> = [&nothing, &late, &same, &spliced]
        .into_iter()
        .map(|i| Plan::of(&[i], &conflict).unwrap())
        .collect();
    assert!(plans[1].column.note.contains("empty"), "{}", plans[1].column.note);
    let (worlds, measures) = played(&conflict, plans, 100, 2);
    for column in 0..4 {
        for (m, measure) in measures.iter().enumerate() {
            let (a, b) = (worlds.baseline(column, m), worlds.counterfactual(column, m));
            assert_eq!(bits(a), bits(b), "column {column}, {}", measure.id);
        }
        assert_eq!(worlds.divergence(column).changed.to_bits(), 0.0_f64.to_bits());
        for contrast in worlds.contrasts(column, &measures, 0.01) {
            assert_eq!(
                contrast.difference.to_bits(),
                0.0_f64.to_bits(),
                "{}",
                contrast.measure
            );
            assert_eq!(contrast.saved, None);
        }
    }
}

#[test]
fn an_intervention_and_its_inverse_are_the_baseline() {
    let conflict = loaded();
    let twice = written(
        &conflict,
        "[[do]]\nseries = \"divisions\"\nscale = 2\nfrom = \"1936\"\n[[do]]\nborder = \"vagueness\"\nscale = 0.5\nfrom = \"1936\"\n\
         [[do]]\nparameter = \"branching\"\nscale = 0.5\nfrom = \"1936\"\n",
    );
    let half = written(
        &conflict,
        "[[do]]\nseries = \"divisions\"\nscale = 0.5\nfrom = \"1936\"\n[[do]]\nborder = \"vagueness\"\nscale = 2\nfrom = \"1936\"\n\
         [[do]]\nparameter = \"branching\"\nscale = 2\nfrom = \"1936\"\n",
    );
    let both = Plan::of(&[&twice, &half], &conflict).unwrap();
    let one = Plan::of(&[&twice], &conflict).unwrap();
    let (worlds, measures) = played(&conflict, vec![both.clone(), one], 60, 2);
    for m in 0..measures.len() {
        assert_eq!(bits(worlds.baseline(0, m)), bits(worlds.counterfactual(0, m)));
    }
    assert!(
        worlds.divergence(1).changed > 0.9,
        "the one alone changes nearly everything"
    );
    let parameters = conflict.draw(conflict.best_source(), 71, 0).unwrap();
    let key = halha_kernel::chance::Key::derive(71, 0, 0, 0);
    let [(a, _), (b, _)] = told(&conflict, &both, None, parameters, key).unwrap();
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}

#[test]
fn threads_decide_nothing_and_columns_are_independent() {
    let conflict = loaded();
    let all = shipped(&conflict);
    let plan = |id: &str| Plan::of(&[all.iter().find(|i| i.id == id).unwrap()], &conflict).unwrap();
    let (one, _) = played(
        &conflict,
        vec![plan("commission-1935"), plan("demarcation")],
        300,
        1,
    );
    let (many, measures) = played(
        &conflict,
        vec![plan("commission-1935"), plan("demarcation")],
        300,
        3,
    );
    let (alone, _) = played(&conflict, vec![plan("demarcation")], 300, 2);
    for m in 0..measures.len() {
        for column in 0..2 {
            assert_eq!(
                bits(one.counterfactual(column, m)),
                bits(many.counterfactual(column, m))
            );
        }
        assert_eq!(bits(one.counterfactual(1, m)), bits(alone.counterfactual(0, m)));
        assert_eq!(bits(one.baseline(1, m)), bits(alone.baseline(0, m)));
    }
    assert_eq!(bits(one.parted(1)), bits(alone.parted(0)));
}

#[test]
fn what_waits_for_something_waits_for_it() {
    let conflict = loaded();
    let waiting = written(
        &conflict,
        "[[do]]\nrule = \"commission\"\nturn = \"on\"\nafter = \"division-battle\"\n",
    );
    let plan = Plan::of(&[&waiting], &conflict).unwrap();
    let (mut with, mut without) = (0, 0);
    for draw in 0..60 {
        let parameters = conflict.draw(conflict.best_source(), 72, draw).unwrap();
        let key = halha_kernel::chance::Key::derive(72, 0, draw, 0);
        let [(a, _), (b, _)] = told(&conflict, &plan, None, parameters, key).unwrap();
        let large = |(_, e): &&(f64, Event)| match e {
            Event::Battle { fight, .. } => fight.forces.iter().any(|f| f.men >= 7000),
            _ => false,
        };
        match a.iter().find(large) {
            None => {
                without += 1;
                assert_eq!(format!("{a:?}"), format!("{b:?}"), "draw {draw}");
            }
            Some((battle, _)) => {
                with += 1;
                let n = a.iter().filter(|(t, _)| t <= battle).count();
                assert_eq!(format!("{:?}", &a[..n]), format!("{:?}", &b[..n]), "draw {draw}");
            }
        }
    }
    assert!(
        with > 0 && without > 0,
        "{with} worlds with a battle, {without} without"
    );
}

#[test]
fn a_forced_battle_ends_as_it_is_told() {
    let conflict = loaded();
    let mut fought = 0;
    let place = conflict
        .record
        .sectors
        .iter()
        .position(|s| s.id.as_str() == "halha-buir")
        .unwrap();
    for (ending, wanted) in [
        ("won\"\nby = \"japanese", 0),
        ("won\"\nby = \"soviet", 1),
        ("drawn", 2),
    ] {
        let text = format!(
            "[given]\nhistory-to = \"1939-08-20\"\n[[do]]\nbattle = \"{ending}\"\nsectors = [\"halha-buir\"]\nat-least-men = 1000\n"
        );
        let plan = Plan::of(&[&written(&conflict, &text)], &conflict).unwrap();
        for draw in 0..20 {
            let parameters = conflict.draw(conflict.best_source(), 73, draw).unwrap();
            let key = halha_kernel::chance::Key::derive(73, 0, draw, 0);
            let [_, (b, _)] = told(&conflict, &plan, None, parameters, key).unwrap();
            let first = b.iter().find_map(|(_, e)| match e {
                Event::Battle { sector, fight, .. }
                    if usize::from(*sector) == place && fight.forces.iter().any(|f| f.men >= 1000) =>
                {
                    Some(*fight)
                }

                _ => None,
            });
            let Some(fight) = first else { continue };
            fought += 1;
            let victor = match fight.victor {
                Victor::Attacker => usize::from(fight.attacker),
                Victor::Defender => 1 - usize::from(fight.attacker),
                Victor::Draw => 2,
            };
            assert_eq!(victor, wanted, "draw {draw}");
        }
    }
    assert!(fought >= 10, "only {fought} battles after 20 August");
}

#[test]
fn a_wrong_file_is_refused_with_all_its_problems() {
    let conflict = loaded();
    let text = r#"format = 1
title = "t"
question = "q"
estimand = "e"
tag = "prior-drivn"

[[do]]
parameter = "autonomi_0"
set = 0.1

[[do]]
series = "divisions"
side = "soviet"
set = -3

[[do]]
parameter = "autonomy_1"
set = 1.5
from = "1929-05"

[[do]]
series = "distraction"
side = "japanees"
add = 0.1
from = "1950"

[[do]]
rule = "pact"
turn = "off"
from = "1940"
until = "1939"

[[do]]
force = "men"
sectors = ["halha-buyr"]
set = -100

[[do]]
parameter = "mu0"
set = -3

[[do]]
parameter = "mu0"
set = -4
from = "1938"

[[do]]
battle = "won"

[[do]]
from = "1938"

[[do]]
border = "vagueness"
set = 0.5
until = "1940"
"#;
    let (read, problems) = read("wrong.toml", text, known(&conflict));
    assert_eq!(read, None);
    let found: Vec<(u64, &str)> = problems
        .iter()
        .map(|p| (p.line.unwrap(), p.code.as_str()))
        .collect();
    let wanted = [
        (1, "S008"),  // no source
        (5, "S007"),  // tag
        (8, "P001"),  // parameter
        (14, "S006"), // divisions below zero
        (18, "S006"), // outside the support
        (19, "S006"), // before the history
        (23, "S007"), // side
        (25, "S006"), // after the end: a warning
        (31, "S009"), // ends before it begins
        (35, "S007"), // sector
        (36, "S006"), // a force below zero
        (42, "S010"), // set twice
        (47, "S004"), // by whom
        (50, "S010"), // nothing
        (56, "S010"), // a state does not end
    ];
    for (line, code) in wanted {
        assert!(
            found.contains(&(line, code)),
            "no {code} at line {line} among {found:?}"
        );
    }
    let near = problems.iter().find(|p| p.line == Some(8)).unwrap();
    assert!(near.remedy.contains("autonomy_0"), "{near}");
    let late = problems.iter().find(|p| p.line == Some(25)).unwrap();
    assert!(late.warning, "{late}");
}

#[test]
fn interventions_that_contradict_each_other_are_not_composed() {
    let conflict = loaded();
    let all = shipped(&conflict);
    let find = |id: &str| all.iter().find(|i| i.id == id).unwrap();
    let problems = Plan::of(&[find("tight-control"), find("free-hand")], &conflict).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].message.contains("tight-control.toml"),
        "{}",
        problems[0]
    );
    let rival = [find("khalkhin-gol-draw-may"), find("khalkhin-gol-draw-august")];
    assert!(!Plan::of(&rival, &conflict).unwrap_err().is_empty());
    assert!(Plan::of(&[find("commission-1935"), find("no-china-war")], &conflict).is_ok());
}

#[test]
fn pairs_save_variance() {
    let conflict = loaded();
    let all = shipped(&conflict);
    let late = all.iter().find(|i| i.id == "no-soviet-build-up").unwrap();
    let plan = Plan::of(&[late], &conflict).unwrap();
    let (worlds, measures) = played(&conflict, vec![plan], 1000, 2);
    let ln = measures.iter().position(|m| m.id == "ln-losses").unwrap();
    let contrast = worlds.contrast(0, ln, &measures[ln], 0.01).unwrap();
    // Unpaired worlds give 1 by definition; far below the measured factor, far above what luck of its own could show.
    assert!(contrast.saved.unwrap() > 2.0, "{contrast:?}");
}

/// Lengths of the crises of a world, from everything that happened in it.
fn lengths(events: &[(f64, Event)]) -> Vec<f64> {
    let mut opened = std::collections::BTreeMap::new();
    let mut lengths = Vec::new();
    for (time, event) in events {
        match event {
            Event::EpisodeOpened { id, .. } => {
                opened.insert(*id, *time);
            }
            Event::Settlement { id, .. } => lengths.push(time - opened[id]),
            _ => {}
        }
    }
    lengths
}

#[test]
fn crises_last_from_their_opening_to_their_settlement() {
    let conflict = loaded();
    let all = shipped(&conflict);
    let norm = all.iter().find(|i| i.id == "bodies-returned").unwrap();
    let plan = Plan::of(&[norm], &conflict).unwrap();
    let (worlds, measures) = played(&conflict, vec![plan.clone()], 20, 2);
    let place = |id: &str| measures.iter().position(|m| m.id == id).unwrap();
    let (mean, median) = (place("crisis-days-mean"), place("crisis-days-median"));
    let mut crises = 0;
    for pair in worlds.all() {
        let (draw, replicate) = worlds.place(pair);
        let parameters = conflict.draw(conflict.best_source(), 71, draw).unwrap();
        let key = halha_kernel::chance::Key::derive(71, 0, draw, replicate);
        let [(a, _), (b, _)] = told(&conflict, &plan, None, parameters, key).unwrap();
        for (events, of) in [
            (a, [worlds.baseline(0, mean), worlds.baseline(0, median)]),
            (
                b,
                [worlds.counterfactual(0, mean), worlds.counterfactual(0, median)],
            ),
        ] {
            let mut days = lengths(&events);
            crises += days.len();
            if days.is_empty() {
                assert!(of[0][pair].is_nan() && of[1][pair].is_nan());
                continue;
            }
            let expected = days.iter().sum::<f64>() / days.len() as f64;
            assert_eq!(of[0][pair].to_bits(), expected.to_bits(), "pair {pair}");
            days.sort_by(f64::total_cmp);
            let middle = days[days.len().div_ceil(2) - 1];
            assert_eq!(of[1][pair].to_bits(), middle.to_bits(), "pair {pair}");
        }
    }
    assert!(crises > 40, "only {crises} crises");
}

#[test]
fn every_estimand_of_the_shipped_questions_is_compared() {
    let conflict = loaded();
    let asked: [(&str, &[&str]); 10] = [
        ("commission-1935", &["shootings-1936-39", "high-rung"]),
        (
            "no-china-war",
            &["division-battles-1936-41", "general-war-by-1941"],
        ),
        (
            "no-aid-to-china",
            &["division-battles-1936-41", "general-war-by-1941"],
        ),
        ("tight-control", &["high-rung", "losses"]),
        ("khalkhin-gol-draw-may", &["pact-by-1941", "attacked"]),
        ("demarcation", &["incidents-halha-buir", "incidents-tumen-posyet"]),
        ("no-soviet-build-up", &["incidents", "attacked"]),
        ("no-german-pact", &["costliest-end", "attacked"]),
        ("bodies-returned", &["crisis-days-mean", "crisis-days-median"]),
        ("no-entry-1945", &["ln-losses", "general-war"]),
    ];
    let all = shipped(&conflict);
    let plan = |id: &str| Plan::of(&[all.iter().find(|i| i.id == id).unwrap()], &conflict).unwrap();
    let (worlds, measures) = played(&conflict, asked.iter().map(|(id, _)| plan(id)).collect(), 200, 2);
    for (column, (id, estimands)) in asked.iter().enumerate() {
        for estimand in *estimands {
            let m = measures.iter().position(|m| m.id == *estimand && m.main);
            let m = m.unwrap_or_else(|| panic!("{id} asks for {estimand}, which is not printed"));
            let contrast = worlds.contrast(column, m, &measures[m], 0.01);
            assert!(contrast.is_some(), "{id}: {estimand} came up in no pair");
        }
    }
}
