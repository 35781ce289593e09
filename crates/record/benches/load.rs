//! How long loading takes: the reference folder, and 100,000 claims beside a plain pass over the same bytes.
//!
//! `cargo bench -p halha-record`. Wanted: the reference folder under 20 ms, 100,000 claims under 1 s. The plain pass
//! only splits the same files into cells with the `csv` crate and reads one number a row: what it takes is the floor,
//! and the rest is what reading every cell as its type, looking every name up and checking the whole costs.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench stops at the first surprise, and has no readers of docs"
)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halha_record::{Folder, Record, template};

const CLAIMS: usize = 100_000;

fn load(folder: &Path) -> Record {
    Record::read(&Folder::open(folder).unwrap()).0
}

/// The floor: every CSV file split into cells, one number of each row parsed.
fn plain_pass(folder: &Path) -> (usize, f64) {
    let mut cells = 0;
    let mut sum = 0.0;
    for directory in [folder.to_owned(), folder.join("claims")] {
        let Ok(entries) = fs::read_dir(directory) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|extension| extension == "csv") {
                let bytes = fs::read(path).unwrap();
                let mut reader = csv::ReaderBuilder::new()
                    .flexible(true)
                    .from_reader(bytes.as_slice());
                let mut row = csv::StringRecord::new();
                while reader.read_record(&mut row).unwrap() {
                    cells += row.len();
                    sum += row
                        .get(5)
                        .and_then(|cell| cell.parse::<f64>().ok())
                        .unwrap_or(0.0);
                }
            }
        }
    }
    (cells, sum)
}

/// The template with ten thousand incidents more and a hundred thousand claims about them, in twenty files.
fn synthetic() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    template::write(place.path()).unwrap();
    let file = |name: &str| {
        template::files()
            .iter()
            .find(|(file, _)| *file == name)
            .unwrap()
            .1
    };
    let mut incidents = file("incidents.csv").to_owned();
    for n in 0..CLAIMS / 10 {
        let (month, day) = (1 + n % 12, 1 + n % 28);
        writeln!(
            incidents,
            "clash-{n},Clash {n},,clash,narrows,merrow-shoal,2104-{month:02}-{day:02},,,Undecided.,,gazette,"
        )
        .unwrap();
    }
    fs::write(place.path().join("incidents.csv"), incidents).unwrap();
    fs::create_dir(place.path().join("claims")).unwrap();
    let header = file("claims.csv").lines().next().unwrap();
    for chunk in 0..20 {
        let mut text = format!("{header}\n");
        for n in chunk * CLAIMS / 20..(chunk + 1) * CLAIMS / 20 {
            let incident = n / 10;
            let (party, by) = [
                ("cassil", "cassil"),
                ("cassil", "dorvane"),
                ("dorvane", "cassil"),
                ("dorvane", "dorvane"),
            ][n % 4];
            let (attribute, source) = [
                ("killed", "white-book"),
                ("wounded", "royal-bulletin"),
                ("missing", "gazette"),
            ][n % 3];
            writeln!(
                text,
                "clash-{incident},{attribute},,{party},,{},{},men,,,{by},{source},p. {n},stated,",
                n % 50,
                n % 50 + 3
            )
            .unwrap();
        }
        fs::write(place.path().join(format!("claims/part-{chunk:02}.csv")), text).unwrap();
    }
    place
}

fn bytes_in(folder: &Path) -> u64 {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                bytes_in(&path)
            } else {
                fs::metadata(path).unwrap().len()
            }
        })
        .sum()
}

fn loading(criterion: &mut Criterion) {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese");
    let mut group = criterion.benchmark_group("reference folder");
    group.throughput(Throughput::Bytes(bytes_in(&reference)));
    group.bench_function("load", |b| b.iter(|| load(black_box(&reference))));
    group.bench_function("plain csv pass", |b| b.iter(|| plain_pass(black_box(&reference))));
    group.finish();

    let place = synthetic();
    let record = load(place.path());
    assert!(record.claims.len() > CLAIMS);
    let mut group = criterion.benchmark_group("100,000 claims");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes_in(place.path())));
    group.bench_function("load", |b| b.iter(|| load(black_box(place.path()))));
    group.bench_function("plain csv pass", |b| {
        b.iter(|| plain_pass(black_box(place.path())))
    });
    group.finish();
}

criterion_group!(benches, loading);
criterion_main!(benches);
