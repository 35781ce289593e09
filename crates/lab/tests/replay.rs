//! Campaigns as they are told: the sentences of a made-up campaign, and the same story from kernel and from store.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

mod support;

use halha_kernel::event::{
    Ending, Event, Fight, Forces, IncidentType, Losses, Posture, SettlementKind, Terms, Victor,
};
use halha_kernel::rung::Rung;
use halha_lab::job::{self, NoWatch, Place};
use halha_lab::replay::{Chronicle, Filter, Log, Names, Passage, Roles, line, settings_of};
use halha_lab::scenario::Calendar;
use halha_lab::settings::{EventDetail, RunSettings};

/// Two invented sides on three invented sectors, January to March 1900.
fn names() -> Names {
    let date = |text: &str| text.parse().unwrap();
    Names {
        sides: ["the Hill Union".to_owned(), "Dale".to_owned()],
        side_ids: ["hill".to_owned(), "dale".to_owned()],
        sectors: vec!["Upper Ford".to_owned(), "Lower <Ford>".to_owned()],
        sector_ids: vec!["upper".to_owned(), "lower".to_owned()],
        roles: Roles {
            tempted: Some(1),
            entrant: Some(0),
        },
        calendar: Calendar::new(date("1900-01-01"), date("1900-03-31")).unwrap(),
    }
}

fn fight(men: [u32; 2], killed: [u32; 2], victor: Victor) -> Fight {
    Fight {
        attacker: 0,
        forces: men.map(|men| Forces {
            men,
            ..Forces::default()
        }),
        posture: Posture::Hasty,
        surprise: 1,
        days: 0.1,
        victor,
        losses: killed.map(|killed| Losses {
            killed,
            wounded: 3 * killed,
            ..Losses::default()
        }),
        claims: [[killed[0], 9 * killed[1]], [killed[1], 9 * killed[0]]],
        narrated: false,
    }
}

fn incident(id: u64, sector: u8, fight: Option<Fight>) -> Event {
    let reported = [None, Some(IncidentType::Air)];
    Event::Incident {
        id,
        parent: 0,
        sector,
        intruder: 0,
        kind: IncidentType::Ground,
        reported,
        fight,
        occupied: false,
    }
}

fn decision(step: u32, side: u8, rung: Rung, men: u32) -> Event {
    Event::Decision {
        id: 2,
        sector: 1,
        side,
        step,
        rung,
        field: step == 6,
        raised: step == 7,
        men,
    }
}

/// A quiet violation, a fight of patrols, a crisis with everything in it, and an end.
fn campaign() -> Log {
    let big = Fight {
        posture: Posture::Prepared,
        forces: [
            Forces {
                men: 8_000,
                vehicles: 12,
                guns: 40,
                ..Forces::default()
            },
            Forces {
                men: 5_000,
                aircraft: 1,
                ..Forces::default()
            },
        ],
        days: 2.6,
        ..fight([0, 0], [400, 310], Victor::Defender)
    };
    let raid_losses = [
        Losses {
            aircraft: 2,
            ..Losses::default()
        },
        Losses {
            killed: 5,
            ..Losses::default()
        },
    ];
    let settlement = Event::Settlement {
        id: 2,
        sector: 1,
        kind: SettlementKind::Ceasefire,
        terms: Some(Terms::StatusQuoAnte),
        agreed: true,
        loser: Some(0),
        lost: [1_604, 1_245],
        claims: [[900, 4_000], [1_000, 12_000]],
        narrated: true,
    };
    let events = vec![
        (3.5, incident(1, 0, None)),
        (9.2, incident(5, 0, Some(fight([12, 20], [0, 0], Victor::Draw)))),
        (
            10.0,
            Event::FalseReports {
                month: 0,
                side: 1,
                count: [1, 2, 0],
            },
        ),
        (
            20.1,
            incident(2, 1, Some(fight([30, 25], [1, 0], Victor::Attacker))),
        ),
        (20.1, Event::EpisodeOpened { id: 2, sector: 1 }),
        (21.0, decision(1, 1, Rung::Protest, 0)),
        (22.0, decision(2, 0, Rung::Ignore, 0)),
        (23.0, decision(3, 1, Rung::Protest, 0)),
        (24.0, decision(4, 0, Rung::Reinforce, 1)),
        (
            25.5,
            Event::Arrival {
                id: 2,
                sector: 1,
                side: 0,
                men: 1,
            },
        ),
        (26.0, decision(5, 1, Rung::AirStrike, 0)),
        (
            26.0,
            Event::Raid {
                id: 2,
                sector: 1,
                side: 1,
                aircraft: [9, 0],
                losses: raid_losses,
            },
        ),
        (30.0, decision(6, 0, Rung::Division, 0)),
        (
            30.0,
            Event::Battle {
                id: 2,
                sector: 1,
                rung: Rung::Division,
                fight: big,
            },
        ),
        (34.0, decision(7, 1, Rung::Seize, 0)),
        (40.0, settlement),
        (60.0, Event::PactSigned),
        (70.0, Event::Temptation { attacked: false }),
        (80.0, Event::Denunciation),
        (89.0, Event::Entry),
        (
            89.0,
            Event::End {
                ending: Ending::Entry,
            },
        ),
    ];
    Log { events, whole: true }
}

/// A chronicle as indented lines.
fn told(names: &Names, chronicle: &Chronicle) -> String {
    let mut text = String::new();
    for year in &chronicle.years {
        text += &format!("{}: {}\n", year.year, year.summary);
        for month in &year.months {
            text += &format!("{}: {}\n", month.month, month.summary);
            for passage in &month.passages {
                match passage {
                    Passage::Moment(m) => {
                        let place = m.sector.map_or("", |k| names.sector(k));
                        text += &format!("  {} [{place}] {}\n", names.day(m.time), m.text);
                        m.details.iter().for_each(|d| text += &format!("    {d}\n"));
                    }
                    Passage::Crisis(c) => {
                        text += &format!(
                            "  {} [{}] crisis: {}\n",
                            names.day(c.time),
                            names.sector(c.sector),
                            c.opening
                        );
                        c.details.iter().for_each(|d| text += &format!("    {d}\n"));
                        for act in &c.acts {
                            text += &format!("    {}: {}\n", names.day(act.time), act.text);
                            act.details.iter().for_each(|d| text += &format!("      {d}\n"));
                        }
                    }
                }
            }
        }
    }
    text
}

#[test]
fn a_campaign_reads_as_a_chronicle() {
    let chronicle = Chronicle::of(&names(), &campaign(), &Filter::default());
    insta::assert_snapshot!("chronicle", told(&names(), &chronicle));
}

#[test]
fn everything_is_told_if_everything_is_asked_for() {
    let all = Filter {
        all: true,
        ..Filter::default()
    };
    let chronicle = Chronicle::of(&names(), &campaign(), &all);
    let text = told(&names(), &chronicle);
    assert!(
        text.contains("A patrol of the Hill Union crosses the line; reported by Dale as an air intrusion."),
        "{text}"
    );
    assert!(text.contains("3 false reports enter Dale’s book."), "{text}");
}

#[test]
fn filters_take_time_and_place_and_tell_crises_whole() {
    let names = names();
    let of = |filter: Filter| told(&names, &Chronicle::of(&names, &campaign(), &filter));
    let upper = of(Filter {
        sector: Some(0),
        ..Filter::default()
    });
    assert!(
        upper.contains("Upper Ford") && !upper.contains("crisis:"),
        "{upper}"
    );
    let late = of(Filter {
        from: Some(35.0),
        ..Filter::default()
    });
    assert!(late.contains("crisis:") && !late.contains("Upper Ford"), "{late}");
    let last = of(Filter {
        from: Some(41.0),
        ..Filter::default()
    });
    assert!(
        !last.contains("crisis:") && last.contains("sign a pact"),
        "{last}"
    );
    let first = of(Filter {
        until: Some(5.0),
        ..Filter::default()
    });
    assert!(
        !first.contains("crisis:") && first.contains("1 violation"),
        "{first}"
    );
}

#[test]
fn what_is_missing_is_not_counted() {
    let log = Log {
        whole: false,
        ..campaign()
    };
    let text = told(&names(), &Chronicle::of(&names(), &log, &Filter::default()));
    assert!(!text.contains("violation"), "{text}");
}

#[test]
fn every_event_is_a_line_of_json_with_day_date_and_kind() {
    let mut kinds = std::collections::BTreeSet::new();
    for (time, event) in &campaign().events {
        let line = line(&names(), *time, event);
        assert!(!line.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(value["day"].is_number() && value["date"].as_str().unwrap().starts_with("1900-"));
        kinds.insert(value["kind"].as_str().unwrap().to_owned());
        if let Event::Settlement { .. } = event {
            assert_eq!(value["loser"], "hill");
            assert_eq!(value["sector"], "lower");
            assert_eq!(value["claims"][1]["enemy"], 12_000);
        }
    }
    assert_eq!(kinds.len(), 13, "{kinds:?}");
}

#[test]
fn a_seed_a_draw_and_a_replicate_name_one_campaign() {
    for (draw, replicate) in [(0, 0), (17, 0), (0, 3), (5, 2)] {
        let (settings, replication) = settings_of(7, draw, replicate).unwrap();
        assert_eq!(settings.place(replication), (draw, replicate));
        assert!(replication < settings.replications);
    }
    assert!(settings_of(7, u64::MAX, 0).is_none());
    assert!(settings_of(7, 1, u64::MAX).is_none());
}

#[test]
fn stored_events_tell_the_same_campaign_as_the_kernel() {
    let place = tempfile::tempdir().unwrap();
    let ensemble = support::ensemble(
        &support::reference(),
        RunSettings {
            events: EventDetail::All,
            ..RunSettings::of(3, 11)
        },
    );
    let directory = place.path().join("run");
    let run = job::play(
        &support::reference(),
        "reference",
        &ensemble,
        &Place {
            directory,
            threads: Some(1),
        },
        &NoWatch,
    )
    .unwrap();
    let names = Names::of(ensemble.conflict());
    for replication in 0..3 {
        let (_, _, mut played) = ensemble.play_one(replication).unwrap();
        let stored = Log::stored(&run, &names, replication).unwrap().unwrap();
        for (_, event) in &mut played {
            // The table tells the month by its day.
            if let Event::FalseReports { month, .. } = event {
                *month = 0;
            }
        }
        assert!(stored.whole);
        assert_eq!(stored.events.len(), played.len());
        assert!(stored.events == played, "campaign {replication} differs");
    }
}

#[test]
fn the_same_campaign_is_told_in_the_same_words() {
    let (settings, replication) = settings_of(7, 3, 1).unwrap();
    let tell = || {
        let ensemble = support::ensemble(&support::reference(), settings.clone());
        let names = Names::of(ensemble.conflict());
        let log = Log {
            events: ensemble.play_one(replication).unwrap().2,
            whole: true,
        };
        told(&names, &Chronicle::of(&names, &log, &Filter::default()))
    };
    let text = tell();
    assert!(text.lines().count() > 100, "{text}");
    assert_eq!(text, tell());
}
