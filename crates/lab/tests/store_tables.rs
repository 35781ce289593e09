//! What is stored is what was played: every table against the outcomes and events of the runs.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test fails by panicking; stored numbers are exact"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use halha_kernel::event::{Ending, Event};
use halha_kernel::outcome::Outcome;
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, NoWatch, Place};
use halha_lab::settings::{EventDetail, RunSettings};
use halha_lab::store::schema::{TABLES, Words};
use halha_lab::store::{StoredRun, schema};

const RUNS: u64 = 300;

fn stored(events: EventDetail) -> (tempfile::TempDir, Ensemble, StoredRun) {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = ("1938".parse().ok(), "1941".parse().ok());
    let settings = RunSettings {
        events,
        draws: 100,
        from,
        to,
        ..RunSettings::of(RUNS, 11)
    };
    let ensemble = support::ensemble(&support::reference(), settings);
    let place = Place {
        directory: folder.path().join("run"),
        threads: Some(2),
    };
    let stored = job::play(
        &support::reference(),
        "soviet-japanese",
        &ensemble,
        &place,
        &NoWatch,
    )
    .unwrap();
    (folder, ensemble, stored)
}

fn sums(values: Vec<f64>, rows_each: usize) -> Vec<f64> {
    values.chunks(rows_each).map(|chunk| chunk.iter().sum()).collect()
}

fn each(outcomes: &[Outcome], value: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    outcomes.iter().map(value).collect()
}

#[test]
fn outcomes_come_back_from_every_table() {
    let (_folder, ensemble, stored) = stored(EventDetail::None);
    let outcomes: Vec<Outcome> = (0..RUNS).map(|r| ensemble.play_one(r).unwrap().1).collect();
    let scenario = ensemble.conflict().scenario.scenario();
    let (years, sectors) = (scenario.years.len(), scenario.sectors.len());
    let numbers = |table: &str, column: &str| stored.numbers(table, column).unwrap();

    assert_eq!(
        numbers("campaigns", "replication"),
        (0..RUNS).map(|r| r as f64).collect::<Vec<_>>()
    );
    assert_eq!(
        numbers("campaigns", "draw"),
        (0..RUNS).map(|r| (r % 100) as f64).collect::<Vec<_>>()
    );
    assert_eq!(
        numbers("campaigns", "incidents"),
        each(&outcomes, |o| f64::from(o.incidents))
    );
    assert_eq!(numbers("campaigns", "days"), each(&outcomes, |o| o.end));
    let war = |o: &Outcome| {
        if matches!(o.ending, Ending::GeneralWar(_)) {
            1.0
        } else {
            0.0
        }
    };
    assert_eq!(numbers("campaigns", "general_war"), each(&outcomes, war));
    let men = |o: &Outcome| o.largest_battle.men.iter().map(|m| f64::from(*m)).sum();
    assert_eq!(numbers("campaigns", "largest_battle_men"), each(&outcomes, men));

    let shootings = |o: &Outcome| o.years.iter().map(|y| f64::from(y.counts.shootings)).sum();
    assert_eq!(
        sums(numbers("yearly", "shootings"), years),
        each(&outcomes, shootings)
    );
    let published = |o: &Outcome| o.years.iter().flat_map(|y| y.published).map(f64::from).sum();
    assert_eq!(
        sums(numbers("books", "published"), 2 * years),
        each(&outcomes, published)
    );
    let killed = |o: &Outcome| f64::from(o.losses[0][0]) + f64::from(o.losses[1][0]);
    assert_eq!(sums(numbers("sides", "killed"), 2), each(&outcomes, killed));
    let protests = |o: &Outcome| f64::from(o.rungs[0][1]) + f64::from(o.rungs[1][1]);
    assert_eq!(sums(numbers("sides", "protest"), 2), each(&outcomes, protests));
    let wars = |o: &Outcome| f64::from(o.rungs[0][12]) + f64::from(o.rungs[1][12]);
    assert_eq!(sums(numbers("sides", "general_war"), 2), each(&outcomes, wars));
    let everywhere = |o: &Outcome| o.by_sector.iter().map(|n| f64::from(*n)).sum();
    assert_eq!(
        sums(numbers("sectors", "incidents"), sectors),
        each(&outcomes, everywhere)
    );

    for observable in &ensemble.conflict().observables {
        let expected = each(&outcomes, |o| observable.of_run(o, &ensemble.conflict().calendar));
        let found = numbers("observables", observable.id.as_str());
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        assert!(
            found.len() == expected.len() && found.iter().zip(&expected).all(same),
            "{}",
            observable.id
        );
    }

    let draws = numbers("draws", "branching");
    assert_eq!(draws.len(), 100);
    assert_eq!(draws[42], ensemble.play_one(142).unwrap().0.branching);
    assert!(stored.numbers("campaigns", "no_such_column").is_err());
    assert!(stored.numbers("campaigns", "ending").is_err());
}

type Told = (u64, u32, f64, Event);

/// What a summary keeps of a run, found the other way round: first which crises are great, then what belongs to them.
fn summary(played: &[Told], run: u64) -> Vec<Told> {
    let of_run: Vec<&Told> = played.iter().filter(|e| e.0 == run).collect();
    let great = of_run.iter().filter_map(|e| match e.3 {
        Event::Settlement { id, lost, .. } if lost[0] + lost[1] >= 100 => Some(id),
        _ => None,
    });
    let great: BTreeSet<u64> = great.collect();
    let belongs = |event: &Event| match event {
        Event::FalseReports { .. } => false,
        Event::Incident { id, .. }
        | Event::EpisodeOpened { id, .. }
        | Event::Decision { id, .. }
        | Event::Arrival { id, .. }
        | Event::Battle { id, .. }
        | Event::Raid { id, .. }
        | Event::Settlement { id, .. } => great.contains(id),
        _ => true,
    };
    of_run.into_iter().filter(|e| belongs(&e.3)).copied().collect()
}

#[test]
fn events_come_back_in_order_with_their_numbers() {
    let (_all_folder, ensemble, all) = stored(EventDetail::All);
    let (_few_folder, _, few) = stored(EventDetail::Summary);
    let played: Vec<Told> = (0..RUNS)
        .flat_map(|run| {
            let events = ensemble.play_one(run).unwrap().2;
            events
                .into_iter()
                .enumerate()
                .map(move |(seq, (day, event))| (run, seq as u32, day, event))
        })
        .collect();
    let kept: Vec<_> = (0..RUNS).flat_map(|run| summary(&played, run)).collect();
    assert!(
        kept.len() < played.len() / 10 && kept.len() > 4 * RUNS as usize,
        "{} of {}",
        kept.len(),
        played.len()
    );
    for (stored, expected) in [(all, played), (few, kept)] {
        let column = |name: &str| stored.numbers("events", name).unwrap();
        assert_eq!(
            column("replication"),
            expected.iter().map(|e| e.0 as f64).collect::<Vec<_>>()
        );
        assert_eq!(
            column("seq"),
            expected.iter().map(|e| f64::from(e.1)).collect::<Vec<_>>()
        );
        assert_eq!(column("day"), expected.iter().map(|e| e.2).collect::<Vec<_>>());
        let killed = column("killed_1");
        let rungs = stored.words("events", "rung").unwrap();
        for (row, (.., event)) in expected.iter().enumerate() {
            match event {
                Event::Battle { fight, rung, .. } => {
                    assert_eq!(killed[row], f64::from(fight.losses[1].killed));
                    assert_eq!(rungs[row].as_deref(), Some(Words::Rung.list()[*rung as usize]));
                }
                Event::Raid { losses, .. } => assert_eq!(killed[row], f64::from(losses[1].killed)),
                Event::Incident {
                    fight: Some(fight), ..
                } => {
                    assert_eq!(killed[row], f64::from(fight.losses[1].killed));
                }
                Event::Decision { rung, .. } => {
                    assert_eq!(rungs[row].as_deref(), Some(Words::Rung.list()[*rung as usize]));
                }
                _ => assert!(killed[row].is_nan() && rungs[row].is_none()),
            }
        }
    }
}

#[test]
fn every_column_holds_what_the_schema_says() {
    let (_folder, ensemble, stored) = stored(EventDetail::All);
    let mut filled: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for table in TABLES {
        stored
            .scan(table.name, &[], |batch| {
                let fields: Vec<_> = batch.columns().iter().map(|held| held.field().clone()).collect();
                assert_eq!(
                    fields,
                    table.fields(&ensemble.conflict().observables),
                    "{}",
                    table.name
                );
                for (column, held) in table.columns.iter().zip(batch.columns()) {
                    *filled.entry((table.name, column.name)).or_default() |=
                        (0..batch.rows()).any(|row| !held.is_null(row));
                }
            })
            .unwrap();
    }
    // Columns that three hundred runs need not fill: they belong to rare events.
    let rare = [
        "war_cause",
        "cause",
        "attacked",
        "denounced",
        "terms",
        "battle_winner",
        "crisis_loser",
    ];
    for ((table, column), is_filled) in filled {
        assert!(
            is_filled || rare.contains(&column),
            "{table}.{column} never holds anything"
        );
    }
    assert!(schema::table("events").is_some() && schema::table("nothing").is_none());
}
