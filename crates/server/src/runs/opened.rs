//! A run that has been opened: its tables, its ensemble if it can be played again, and the answers made from it so far.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use halha_lab::LoadedConflict;
use halha_lab::compare::Row;
use halha_lab::ensemble::Ensemble;
use halha_lab::job;
use halha_lab::replay::Names;
use halha_lab::report::counted;
use halha_lab::store::StoredRun;

use super::columns::{Column, Columns, Key};
use super::measures::{self, Source};
use crate::refuse::Refusal;
use crate::wire::campaigns::{CampaignQuery, CampaignSort};
use crate::wire::runs::{Fan, Run, RunItem, Truth};

/// An opened run.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) item: RunItem,
    pub(crate) stored: StoredRun,
    /// The ensemble, or why its campaigns cannot be played again.
    pub(crate) ensemble: Result<Ensemble, String>,
    /// The conflict as it is shown, for what needs no replay.
    pub(crate) conflict: Arc<LoadedConflict>,
    pub(crate) names: Names,
    pub(crate) measures: Vec<Source>,
    columns: Arc<Columns>,
    pub(super) answers: Answers,
    /// Held while a table is read, so that two requests do not read the same twice.
    reading: Mutex<()>,
}

/// Answers that have been made.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) rows: OnceLock<Vec<Row>>,
    pub(super) run: OnceLock<Run>,
    pub(super) truth: OnceLock<Truth>,
    pub(super) fans: Mutex<std::collections::BTreeMap<String, Fan>>,
}

impl Opened {
    /// Opens a run's directory.
    pub(crate) fn open(
        directory: &Path,
        item: RunItem,
        conflict: &Arc<LoadedConflict>,
        columns: &Arc<Columns>,
    ) -> Result<Self, Refusal> {
        let stored = StoredRun::open(directory).map_err(Refusal::internal)?;
        let ensemble = job::reopen(directory).map(|(_, _, ensemble)| ensemble);
        let ensemble = ensemble.map_err(|error| error.to_string());
        let note = &stored.provenance().conflict;
        let names = match &ensemble {
            Ok(ensemble) => Names::of(ensemble.conflict()),
            Err(why) => Names::of_note(note).ok_or_else(|| Refusal::internal(why))?,
        };
        let conflict = Arc::clone(conflict);
        let recorded: Vec<_> = conflict
            .observables
            .iter()
            .filter_map(|o| counted(&o.kind))
            .collect();
        Ok(Self {
            item,
            measures: measures::all(&names, &recorded),
            stored,
            ensemble,
            conflict,
            names,
            columns: Arc::clone(columns),
            answers: Answers::default(),
            reading: Mutex::new(()),
        })
    }

    /// The conflict that was played, or, if it can no longer be read, the one that is shown.
    pub(crate) fn played(&self) -> &LoadedConflict {
        self.ensemble
            .as_ref()
            .map_or(&self.conflict, |ensemble| ensemble.conflict())
    }

    /// Campaigns.
    pub(crate) fn campaigns(&self) -> u64 {
        self.stored.provenance().settings.replications
    }

    /// Makes the answers that the page asks for first, then every other fan.
    pub(crate) fn warm(&self) -> Result<(), Refusal> {
        self.run()?;
        self.fans(None)?;
        self.find(&CampaignQuery {
            sort: Some(CampaignSort::Costliest),
            ..CampaignQuery::default()
        })?;
        self.distances()?;
        for source in &self.measures {
            self.fans(Some(&source.measure.id))?;
        }
        Ok(())
    }

    fn key(&self, column: String) -> Key {
        Key {
            run: self.stored.done().hash,
            column,
        }
    }

    /// A column of numbers, by campaign; NaN for none.
    pub(crate) fn column(&self, table: &str, column: &str) -> Result<Column, Refusal> {
        let key = self.key(format!("{table}.{column}"));
        self.kept(key.clone(), || {
            let numbers = self.stored.numbers(table, column).map_err(Refusal::internal)?;
            Ok(vec![(key, narrow(&numbers))])
        })
    }

    /// A column of words as their places in `list`, by campaign; NaN for none.
    pub(crate) fn words(&self, column: &str, list: &[&str]) -> Result<Column, Refusal> {
        let key = self.key(format!("words.{column}"));
        self.kept(key.clone(), || {
            let words = self
                .stored
                .words("campaigns", column)
                .map_err(Refusal::internal)?;
            let place = |word: &Option<String>| {
                let at = list.iter().position(|known| Some(*known) == word.as_deref());
                at.map_or(f32::NAN, |at| at as f32)
            };
            Ok(vec![(key, Arc::new(words.iter().map(place).collect()))])
        })
    }

    /// How far each campaign lies from the middle of all.
    pub(crate) fn distances(&self) -> Result<Column, Refusal> {
        let key = self.key("distances".to_owned());
        self.kept(key.clone(), || {
            let distances = halha_lab::report::distances(&self.stored).map_err(Refusal::internal)?;
            Ok(vec![(key, narrow(&distances))])
        })
    }

    /// The counts of a measure in a year, by campaign; `None` if the run does not touch the year.
    pub(crate) fn year(&self, source: &Source, year: i32) -> Result<Option<Column>, Refusal> {
        if !self.years().contains(&year) {
            return Ok(None);
        }
        let key = |year: i32| self.key(format!("{}@{year}", source.measure.id));
        self.kept(key(year), || {
            let sheet = self.sheet(source)?;
            let all = sheet.years.into_iter();
            let narrow = |counts: Vec<u32>| Arc::new(counts.into_iter().map(|c| c as f32).collect());
            let mut all: Vec<(Key, Column)> = all.map(|(year, counts)| (key(year), narrow(counts))).collect();
            // A year without rows has none that happened.
            if !all.iter().any(|(k, _)| *k == key(year)) {
                let none = vec![0.0; usize::try_from(self.campaigns()).unwrap_or(0)];
                all.push((key(year), Arc::new(none)));
            }
            Ok(all)
        })
        .map(Some)
    }

    /// The counts of a measure, year by year.
    pub(super) fn sheet(&self, source: &Source) -> Result<halha_lab::store::Yearly, Refusal> {
        let book = source.measure.book.as_deref();
        self.stored
            .by_year(book, &source.columns)
            .map_err(Refusal::internal)
    }

    /// The calendar years of the run.
    pub(crate) fn years(&self) -> Vec<i32> {
        self.names.calendar.years()
    }

    /// What is kept under the key; if nothing is, `make` makes it, perhaps with more that is worth keeping.
    fn kept(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<Vec<(Key, Column)>, Refusal>,
    ) -> Result<Column, Refusal> {
        if let Some(column) = self.columns.get(&key) {
            return Ok(column);
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = self.columns.get(&key) {
            return Ok(column);
        }
        let made = make()?;
        let asked = made
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, column)| Arc::clone(column));
        for (key, column) in &made {
            self.columns.keep(key.clone(), column);
        }
        asked.ok_or_else(|| Refusal::internal(format!("{} has no rows", key.column)))
    }
}

/// To 32 bits: counts of up to 16 million stay exact, and nothing shown has more digits.
fn narrow(numbers: &[f64]) -> Column {
    Arc::new(numbers.iter().map(|n| *n as f32).collect())
}
