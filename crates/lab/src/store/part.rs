//! One part of an ensemble: its runs played and written, all tables together or none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use halha_kernel::event::NoObserver;
use halha_table::Writer;
use serde::{Deserialize, Serialize};

use super::draft::{self, Draft, Stamp};
use super::error::StoreError;
use super::events::EventRows;
use super::rows::{self, Clock};
use super::schema::{TABLES, Table};
use super::sheet::{Names, Sheet};
use super::summary::Summary;
use crate::ensemble::{Ensemble, Played, Player};
use crate::job::{RunError, Watch};
use crate::observables::Observable;
use crate::settings::EventDetail;

/// Folder of the manifests.
pub(crate) const PARTS: &str = "parts";
/// Rows that wait before they are encoded: their cells fit into the cache next to the kernel's.
const ROWS_AT_ONCE: usize = 4096;
/// Runs between two looks at whether the job is to stop.
const RUNS_A_LOOK: u64 = 16;

/// The manifest of a part: which files belong to it and what they were when they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Number of the part.
    pub part: u64,
    /// First replication.
    pub first: u64,
    /// Number of replications.
    pub replications: u64,
    /// Files by their path in the run's directory, with the rows they hold.
    pub files: BTreeMap<String, PartFile>,
}

/// A file of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Rows.
    pub rows: u64,
    /// Length and hash.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Path of a table's file in a run's directory.
pub(crate) fn file_of(table: &str, part: u64) -> String {
    format!("{table}/{part:05}.parquet")
}

/// Path of a part's manifest in a run's directory.
pub(crate) fn manifest_of(part: u64) -> String {
    format!("{PARTS}/{part:05}.json")
}

impl Manifest {
    /// The manifest of a part, if the part is complete: written, and every file there with its length.
    pub(crate) fn of_complete(directory: &Path, part: u64) -> Option<Self> {
        let text = fs::read_to_string(directory.join(manifest_of(part))).ok()?;
        let manifest: Self = serde_json::from_str(&text).ok()?;
        let is_there = |(name, file): (&String, &PartFile)| {
            fs::metadata(directory.join(name)).is_ok_and(|found| found.len() == file.stamp.bytes)
        };
        (manifest.part == part && manifest.files.iter().all(is_there)).then_some(manifest)
    }
}

/// The tables that a run with these settings has.
pub(crate) fn tables(events: EventDetail) -> impl Iterator<Item = &'static Table> {
    TABLES
        .iter()
        .filter(move |t| t.name != "events" || events != EventDetail::None)
}

/// One thread's place of work: a player and the tables, used for part after part.
pub(crate) struct Bench<'e> {
    ensemble: &'e Ensemble,
    player: Player<'e>,
    clock: Clock,
    summary: Summary,
    tables: Tables,
}

impl<'e> Bench<'e> {
    pub(crate) fn new(ensemble: &'e Ensemble, directory: &Path) -> Self {
        let tables = Tables::new(ensemble, directory);
        let clock = Clock::new(&ensemble.conflict().calendar);
        Self {
            ensemble,
            player: ensemble.player(),
            clock,
            summary: Summary::default(),
            tables,
        }
    }

    /// Plays a part and writes its tables, then its manifest.
    ///
    /// # Errors
    /// If the system refuses a file, a draw cannot be played, or the job is to stop; then no file of the part that
    /// was not there before is left, or such as only its missing manifest tells from the rest.
    pub(crate) fn play(&mut self, part: u64, watch: &dyn Watch) -> Result<Manifest, RunError> {
        let range = self.ensemble.settings().part(part);
        let (first, replications) = (range.start, range.end - range.start);
        let mut since = 0;
        for replication in range {
            self.run(replication, part)?;
            since += 1;
            if since == RUNS_A_LOOK {
                watch.played(since);
                since = 0;
                if watch.stop() {
                    return Err(RunError::Stopped);
                }
            }
        }
        watch.played(since);
        let files = self.tables.finish(part)?;
        let manifest = Manifest {
            part,
            first,
            replications,
            files,
        };
        let path = self.tables.directory.join(manifest_of(part));
        draft::write(&path, &json(&manifest))?;
        Ok(manifest)
    }

    fn run(&mut self, replication: u64, part: u64) -> Result<(), RunError> {
        let sheet = &mut self.tables.events.sheet;
        let mut rows = EventRows {
            sheet,
            clock: self.clock,
            replication: replication as u32,
            seq: 0,
        };
        let played = match self.ensemble.settings().events {
            EventDetail::None => self.player.play(replication, &mut NoObserver)?,
            EventDetail::All => self.player.play(replication, &mut rows)?,
            EventDetail::Summary => {
                self.summary.begin();
                let played = self.player.play(replication, &mut self.summary)?;
                for kept in self.summary.kept() {
                    rows.write(kept.seq, kept.time, &kept.event);
                }
                played
            }
        };
        self.tables.enter(self.ensemble, self.clock, &played);
        self.tables.encode_full(part)?;
        Ok(())
    }
}

/// Indented JSON with a line break at its end.
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    // Maps with text keys and plain values: there is nothing that JSON could not hold.
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The tables of a run, each with the part of it that is being written.
struct Tables {
    directory: PathBuf,
    campaigns: TableFile,
    observables: TableFile,
    yearly: TableFile,
    books: TableFile,
    sides: TableFile,
    sectors: TableFile,
    events: TableFile,
    draws: TableFile,
}

impl Tables {
    fn new(ensemble: &Ensemble, directory: &Path) -> Self {
        let conflict = ensemble.conflict();
        let names = names(ensemble);
        let table = |name: &str| TableFile::new(name, &names, &conflict.observables);
        Self {
            directory: directory.to_owned(),
            campaigns: table("campaigns"),
            observables: table("observables"),
            yearly: table("yearly"),
            books: table("books"),
            sides: table("sides"),
            sectors: table("sectors"),
            events: table("events"),
            draws: table("draws"),
        }
    }

    fn all(&mut self) -> [&mut TableFile; 8] {
        [
            &mut self.campaigns,
            &mut self.observables,
            &mut self.yearly,
            &mut self.books,
            &mut self.sides,
            &mut self.sectors,
            &mut self.events,
            &mut self.draws,
        ]
    }

    /// Enters a run into every table but that of the events, which it has filled while it was played.
    fn enter(&mut self, ensemble: &Ensemble, clock: Clock, played: &Played<'_>) {
        let conflict = ensemble.conflict();
        let years = &conflict.scenario.scenario().years;
        rows::campaign(&mut self.campaigns.sheet, clock, played);
        rows::observed(
            &mut self.observables.sheet,
            &conflict.observables,
            &conflict.calendar,
            played,
        );
        rows::years(&mut self.yearly.sheet, years, played);
        rows::ledgers(&mut self.books.sheet, years, played);
        rows::both_sides(&mut self.sides.sheet, played.replication, played.outcome);
        rows::places(&mut self.sectors.sheet, played.replication, played.outcome);
        if played.replicate == 0 {
            rows::parameters(&mut self.draws.sheet, played);
        }
    }

    fn encode_full(&mut self, part: u64) -> Result<(), StoreError> {
        let directory = self.directory.clone();
        for table in self.all() {
            if table.sheet.rows() >= ROWS_AT_ONCE {
                table.encode(&directory, part)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, part: u64) -> Result<BTreeMap<String, PartFile>, StoreError> {
        let directory = self.directory.clone();
        let mut files = BTreeMap::new();
        for table in self.all() {
            if let Some(file) = table.finish(&directory, part)? {
                files.insert(file_of(table.table.name, part), file);
            }
        }
        Ok(files)
    }
}

pub(crate) fn names(ensemble: &Ensemble) -> Names {
    let scenario = ensemble.conflict().scenario.scenario();
    Names {
        sides: [0, 1].map(|side| scenario.sides[side].name.clone()),
        sectors: scenario.sectors.iter().map(|s| s.name.clone()).collect(),
    }
}

/// A table with the file of the part that is being written.
struct TableFile {
    table: &'static Table,
    sheet: Sheet,
    writer: Option<Writer<Draft>>,
    rows: u64,
}

impl TableFile {
    fn new(name: &str, names: &Names, observables: &[Observable]) -> Self {
        let table = TABLES.iter().find(|t| t.name == name).unwrap_or(&TABLES[0]);
        debug_assert_eq!(table.name, name);
        let sheet = Sheet::new(table, names, observables);
        Self {
            table,
            sheet,
            writer: None,
            rows: 0,
        }
    }

    /// Encodes the rows that wait.
    fn encode(&mut self, directory: &Path, part: u64) -> Result<(), StoreError> {
        let path = directory.join(file_of(self.table.name, part));
        let failed = |error| StoreError::table(&path, error);
        let rows = self.sheet.rows();
        self.rows += rows as u64;
        let columns = self.sheet.columns();
        let writer = match &mut self.writer {
            Some(writer) => writer,
            empty => empty.insert(Writer::new(Draft::create(&path)?, columns).map_err(failed)?),
        };
        writer.write(columns, rows).map_err(failed)?;
        self.sheet.clear();
        Ok(())
    }

    /// Closes the part's file; `None` if the table has no rows in this part.
    fn finish(&mut self, directory: &Path, part: u64) -> Result<Option<PartFile>, StoreError> {
        if self.sheet.rows() > 0 {
            self.encode(directory, part)?;
        }
        let rows = std::mem::take(&mut self.rows);
        let Some(writer) = self.writer.take() else {
            return Ok(None);
        };
        let path = directory.join(file_of(self.table.name, part));
        let draft = writer.finish().map_err(|error| StoreError::table(&path, error))?;
        Ok(Some(PartFile {
            rows,
            stamp: draft.finish()?,
        }))
    }
}
