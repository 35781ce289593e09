//! How fast an ensemble is played and stored: parameters, campaigns on one and more threads, events.
//!
//! `cargo bench -p halha-lab --bench ensemble -- [CAMPAIGNS]`. Every figure is the best of three rounds in which all
//! measurements take turns, so that whatever else the machine does falls on all of them alike.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails by panicking"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use halha_kernel::event::NoObserver;
use halha_lab::LoadedConflict;
use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, NoWatch, Place};
use halha_lab::settings::{EventDetail, RunSettings};
use halha_lab::store::StoredRun;
use halha_record::Folder;
use halha_table::{Field, Holds};

const ROUNDS: usize = 3;

fn main() {
    let campaigns = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(2000);
    let folder =
        Folder::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conflicts/soviet-japanese")).unwrap();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let bench = Bench {
        folder,
        campaigns,
        place: tempfile::tempdir().unwrap(),
    };
    let mut best = [f64::INFINITY; 6];
    let mut notes = Notes::default();
    for _ in 0..ROUNDS {
        let seconds = [
            bench.draws(),
            bench.played(&mut notes),
            bench.stored(EventDetail::None, 1, &mut notes),
            bench.stored(EventDetail::None, threads, &mut notes),
            bench.stored(EventDetail::Summary, 1, &mut notes),
            bench.stored(EventDetail::All, 1, &mut notes),
        ];
        for (best, seconds) in best.iter_mut().zip(seconds) {
            *best = best.min(seconds);
        }
    }
    let [draws, played, one, all_threads, summary, events] = best;
    let n = campaigns as f64;
    println!(
        "{campaigns} campaigns of the reference case, {:.0} incidents each on average",
        notes.incidents
    );
    println!("draw a parameter vector          {:8.1} µs", 1e6 * draws / n);
    println!("play a campaign, nothing stored  {:8.1} µs", 1e6 * played / n);
    println!(
        "play and store, no events        {:8.1} µs   {:8.0} campaigns/s",
        1e6 * one / n,
        n / one
    );
    println!(
        "  the same on {threads} threads         {:8.1} µs   {:8.0} campaigns/s, {:.2} times one",
        1e6 * all_threads / n,
        n / all_threads,
        one / all_threads
    );
    println!(
        "  with a summary of events       {:8.1} µs   {:8.0} campaigns/s",
        1e6 * summary / n,
        n / summary
    );
    println!(
        "  with every event               {:8.1} µs   {:8.0} campaigns/s",
        1e6 * events / n,
        n / events
    );
    let megabytes = notes.event_bytes as f64 / 1e6;
    let extra = events - one;
    println!(
        "events: {:.1} MB of column data in {} rows: {:.0} MB/s beside the play, {:.0} MB/s with it",
        megabytes,
        notes.event_rows,
        megabytes / extra,
        megabytes / events
    );
}

/// What is measured besides time.
#[derive(Default)]
struct Notes {
    incidents: f64,
    event_rows: usize,
    event_bytes: usize,
}

struct Bench {
    folder: Folder,
    campaigns: u64,
    place: tempfile::TempDir,
}

impl Bench {
    fn ensemble(&self, events: EventDetail) -> Ensemble {
        let (loaded, findings) = LoadedConflict::load(&self.folder);
        let loaded = loaded.unwrap_or_else(|| panic!("{findings:?}"));
        Ensemble::new(
            loaded,
            RunSettings {
                events,
                ..RunSettings::of(self.campaigns, 7)
            },
        )
        .unwrap()
    }

    fn draws(&self) -> f64 {
        let ensemble = self.ensemble(EventDetail::None);
        timed(|| {
            for draw in 0..self.campaigns {
                black_box(ensemble.conflict().priors.draw(7, draw).unwrap());
            }
        })
    }

    fn played(&self, notes: &mut Notes) -> f64 {
        let ensemble = self.ensemble(EventDetail::None);
        let mut player = ensemble.player();
        let mut incidents = 0_u64;
        let seconds = timed(|| {
            for replication in 0..self.campaigns {
                incidents += u64::from(
                    player
                        .play(replication, &mut NoObserver)
                        .unwrap()
                        .outcome
                        .incidents,
                );
            }
        });
        notes.incidents = incidents as f64 / self.campaigns as f64;
        seconds
    }

    fn stored(&self, events: EventDetail, threads: usize, notes: &mut Notes) -> f64 {
        let ensemble = self.ensemble(events);
        let place = Place {
            directory: self.place.path().join("run"),
            threads: Some(threads),
        };
        let mut run = None;
        let seconds = timed(|| {
            run = Some(job::play(&self.folder, "soviet-japanese", &ensemble, &place, &NoWatch).unwrap())
        });
        if let (Some(run), EventDetail::All) = (&run, events) {
            weigh(run, notes);
        }
        std::fs::remove_dir_all(&place.directory).unwrap();
        seconds
    }
}

/// Rows of the events and the bytes of their columns: one a word or a small number, four a number or day, eight an id or a
/// measurement, for nulls too; a bit a yes-or-no, and a bit more for every cell that may be null.
fn weigh(run: &StoredRun, notes: &mut Notes) {
    (notes.event_rows, notes.event_bytes) = (0, 0);
    run.scan("events", &[], |batch| {
        notes.event_rows += batch.rows();
        let bits: usize = batch.columns().iter().map(|column| bits(column.field())).sum();
        notes.event_bytes += (bits * batch.rows()).div_ceil(8);
    })
    .unwrap();
}

/// Bits of a cell.
fn bits(field: &Field) -> usize {
    let cell = match field.holds {
        Holds::Text | Holds::UInt8 => 8,
        Holds::Int32 | Holds::UInt32 | Holds::Date => 32,
        Holds::UInt64 | Holds::Float64 => 64,
        Holds::Bool => 1,
    };
    cell + usize::from(field.nullable)
}

fn timed(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}
