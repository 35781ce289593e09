//! Every conflict that is shipped passes its checks, and what is shown of it holds together.
#![allow(clippy::unwrap_used, reason = "a panic is the failure of a test")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use halha_record::vocab::Unit;
use halha_record::{Book, FlatClaim, Folder, Ratio, Record, Subject, Value, export, template};

/// The shipped conflicts, by the name of their folder, and the template.
fn conflicts() -> Vec<(String, Record)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../conflicts");
    let folders = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let folders = folders.filter(|path| path.join("conflict.toml").exists());
    let mut conflicts: Vec<_> = folders
        .map(|path| {
            let (record, issues) = Record::read(&Folder::open(&path).unwrap());
            assert!(issues.is_empty(), "{}: {}", path.display(), issues[0]);
            (path.file_name().unwrap().to_string_lossy().into_owned(), record)
        })
        .collect();
    assert!(!conflicts.is_empty());
    conflicts.push(("template".to_owned(), Record::read(&template::folder()).0));
    conflicts
}

#[test]
fn shipped_conflicts_pass_their_checks_and_survive_being_written() {
    for (name, record) in conflicts() {
        let files = record
            .to_files()
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()));
        let (again, issues) = Record::read(&Folder::from_files(files));
        assert!(issues.is_empty(), "{name}: {}", issues[0]);
        assert!(again == record, "{name}");
    }
}

#[test]
fn the_chronicle_holds_every_incident_once_after_its_whole() {
    for (name, record) in conflicts() {
        let chronicle = record.chronicle();
        let ids: BTreeSet<_> = chronicle.iter().map(|row| row.id).collect();
        assert_eq!(
            (ids.len(), chronicle.len()),
            (record.incidents.len(), record.incidents.len()),
            "{name}"
        );
        for (at, row) in chronicle.iter().enumerate() {
            if let Some(whole) = row.part_of {
                assert!(
                    chronicle[..at].iter().any(|before| before.id == whole),
                    "{name}: {}",
                    row.id
                );
            }
            for figure in row.men.iter().chain(&row.losses) {
                assert!(
                    figure.high.is_none_or(|high| figure.low <= high),
                    "{name}: {} {figure:?}",
                    row.id
                );
            }
        }
        let wholes: Vec<_> = chronicle.iter().filter(|row| row.part_of.is_none()).collect();
        assert!(wholes.is_sorted_by_key(|row| row.date), "{name}");
    }
}

#[test]
fn pages_hold_every_claim_about_their_subject_once() {
    for (name, record) in conflicts() {
        let acts = record.acts.iter().map(|act| &act.id);
        let subjects = record
            .incidents
            .iter()
            .map(|incident| &incident.id)
            .chain(acts)
            .chain([&record.conflict.id]);
        let mut shown = 0;
        for id in subjects {
            let page = record.page(id).unwrap();
            for (_, rows) in &page.sections {
                for row in rows {
                    assert_eq!(row.books.len(), page.books.len(), "{name}: {id}");
                    for (book, claims) in page.books.iter().zip(&row.books) {
                        for claim in claims {
                            assert_eq!(record.book(&claim.claim.statement.claimed_by), Some(*book));
                            let source = &page.sources[claim.source - 1];
                            assert_eq!(
                                (source.number, source.id),
                                (claim.source, &claim.claim.statement.source)
                            );
                            shown += 1;
                        }
                    }
                }
            }
            assert!(
                page.sources
                    .iter()
                    .enumerate()
                    .all(|(at, source)| source.number == at + 1)
            );
        }
        assert_eq!(shown, record.claims.len(), "{name}");
        assert!(record.page("no-such-thing").is_none());
    }
}

#[test]
fn rivals_differ_and_come_by_their_ratio() {
    for (name, record) in conflicts() {
        let rivals = record.rivals();
        assert!(!rivals.is_empty(), "{name}");
        let mut last = f64::INFINITY;
        for rival in &rivals {
            let voices: BTreeSet<_> = rival
                .claims
                .iter()
                .map(|claim| &claim.claim.statement.claimed_by)
                .collect();
            assert!(voices.len() >= 2 && rival.sources >= 1);
            assert!(rival.claims.is_sorted_by(|a, b| a.middle <= b.middle));
            match rival.ratio {
                Ratio::Times { times } => {
                    assert!(
                        times > 1.0 && times <= last && times.is_finite(),
                        "{name}: {rival:?}"
                    );
                    last = times;
                }
                Ratio::NoneAgainst { highest } => {
                    assert!(highest > 0.0 && rival.claims[0].middle <= 0.0);
                    last = 1.0;
                }
            }
        }
    }
}

#[test]
fn the_export_holds_every_statement_with_its_value() {
    for (name, record) in conflicts() {
        let mut out = Vec::new();
        export::claims_csv(&record, &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let header: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let first = "incident,attribute,party,low,high,unit,claimed_by,source,status,date_start,date_end";
        assert_eq!(header[..11].join(","), first);
        assert_eq!(header, FlatClaim::COLUMNS);
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let tables = record.claims.len() + record.counts.len() + record.forces.len();
        let tables = tables + record.acts.len() + record.aid.len() + record.depictions.len();
        assert_eq!(rows.len(), tables, "{name}");
        for (row, claim) in rows.iter().zip(&record.claims) {
            let read = record.quantity(&claim.statement).as_read();
            if let Value::Number { low, high } = read {
                assert_eq!(
                    (row[3].parse().ok(), row[4].parse().ok()),
                    (low, high),
                    "{name}: {row:?}"
                );
            }
            assert!(!row[9].is_empty() || record.subject(&claim.incident).is_some());
            assert!(row[9].is_empty() || row[10].is_empty() || row[9] <= row[10]);
        }
    }
}

#[test]
fn the_map_holds_every_line_and_incident() {
    for (name, record) in conflicts() {
        let mut out = Vec::new();
        export::geojson(&record, &mut out).unwrap();
        let map: geojson::FeatureCollection = serde_json::from_slice(&out).unwrap();
        assert_eq!(
            map.features.len(),
            record.features.len() + record.incidents.len(),
            "{name}"
        );
        for feature in &map.features {
            let point = matches!(feature.property("layer").unwrap().as_str(), Some("incident"));
            assert_eq!(
                point,
                feature.property("precision_km").is_some() && feature.property("men").is_some()
            );
        }
    }
}

#[test]
fn every_statement_stands_in_the_list_of_sources() {
    for (name, record) in conflicts() {
        let rows = record.source_rows();
        assert_eq!(rows.len(), record.sources.len());
        assert_eq!(
            rows.iter().map(|row| row.claims).sum::<usize>(),
            record.flat_claims().count(),
            "{name}"
        );
        assert!(rows.is_sorted_by(|a, b| a.claims >= b.claims));
    }
}

#[test]
fn readings_fill_what_words_leave_open_and_no_more() {
    let (record, _) = Record::read(&template::folder());
    let handful = record
        .claims
        .iter()
        .find(|claim| claim.statement.words == "a handful")
        .unwrap();
    let quantity = record.quantity(&handful.statement);
    assert_eq!((quantity.stated(), quantity.is_read()), (Value::Words, true));
    assert_eq!(quantity.as_read().to_string(), "3–6");
    let stated = record
        .claims
        .iter()
        .find(|claim| claim.statement.low == "14000")
        .unwrap();
    assert_eq!(
        record.quantity(&stated.statement).as_read().to_string(),
        "14,000–16,000"
    );
    let at_least = record
        .claims
        .iter()
        .find(|claim| claim.statement.low == "6000")
        .unwrap();
    assert_eq!(at_least.statement.value().to_string(), "≥ 6,000");
    assert_eq!(at_least.statement.unit, Unit::Men);
}

#[test]
fn books_are_kept_by_who_claims_and_not_by_where_it_is_printed() {
    let (record, _) = Record::read(&template::folder());
    let book = |who| record.book(who).unwrap();
    assert!(matches!(book("dorvane-fleet"), Book::Side(side) if *side == "eastern"));
    assert!(matches!(book("hollin-council"), Book::Side(side) if *side == "western"));
    assert_eq!((book("both-sides"), book("sund")), (Book::Both, Book::Outsider));
    assert!(matches!(book("naval-archive-cassil"), Book::Voice(_)));
    assert_eq!(record.book("nobody"), None);
    assert!(matches!(
        record.subject("merrow-strait"),
        Some(Subject::Conflict(_))
    ));
    assert!(matches!(record.subject("pact-2107"), Some(Subject::Act(_))));
}

#[test]
fn headlines_range_over_all_who_claim() {
    let (record, _) = Record::read(&template::folder());
    let losses = record.losses("merrow-campaign-2106");
    let western = losses.iter().find(|figure| *figure.side == "western").unwrap();
    assert_eq!((western.low, western.high, western.claimants), (2100.0, None, 3));
    let eastern = losses.iter().find(|figure| *figure.side == "eastern").unwrap();
    assert_eq!(
        (eastern.low, eastern.high, eastern.only_parts),
        (1800.0, Some(5000.0), false)
    );
    // One claimant tells the dead alone: told of a side as a part.
    let narrows = record.losses("merrow-narrows-2106");
    assert!(narrows.iter().all(|figure| figure.only_parts));
}
