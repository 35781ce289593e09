//! What a run's directory says about itself: enough to make its results again, to the byte.

use std::path::Path;

use halha_kernel::chance::SCHEME;
use serde::{Deserialize, Serialize};

use crate::ensemble::Ensemble;
use crate::settings::{ParameterSource, RunSettings};
use crate::store::draft::hex;
use crate::store::{StoreError, schema};

/// Version of the layout of a run's directory.
pub const FORMAT: u32 = 1;

/// `run.json`: all that decides the results of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the layout of the directory.
    pub format: u32,
    /// Version of the program: results may differ between versions.
    pub halha: String,
    /// Version of the tables' schema.
    pub schema: u32,
    /// Version of the scheme that turns names of runs into luck.
    pub chance: u64,
    /// The conflict that was played; its files are in `conflict/`.
    pub conflict: ConflictNote,
    /// Fingerprint of the scenario and the priors.
    #[serde(with = "hex")]
    pub fingerprint: u64,
    /// Fingerprint of the posterior, if the parameters were drawn from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<String>,
    /// The settings.
    pub settings: RunSettings,
    /// Runs in a part.
    pub part_size: u64,
    /// Parts.
    pub parts: u64,
    /// The observables, in the order of their columns.
    pub observables: Vec<ObservableNote>,
    /// The command that makes the same results.
    pub command: String,
}

/// What tables refer to by number or id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictNote {
    /// The name or path that was typed.
    pub name: String,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Ids of its sides: `…_0` and `…_1` in the tables.
    pub sides: [String; 2],
    /// Ids of its sectors.
    pub sectors: Vec<String>,
    /// First day played.
    pub first_day: String,
    /// Last day played.
    pub last_day: String,
}

/// An observable as a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservableNote {
    /// Its id: the name of the column.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Whether it is 1 or 0 for yes or no.
    pub yes_no: bool,
}

impl Provenance {
    /// The provenance of an ensemble of the conflict that was called `name`.
    pub fn of(ensemble: &Ensemble, name: &str) -> Self {
        let (conflict, settings) = (ensemble.conflict(), ensemble.settings());
        let names = crate::store::names(ensemble);
        let calendar = &conflict.calendar;
        let observables = conflict.observables.iter().map(|o| ObservableNote {
            id: o.id.to_string(),
            title: o.title.clone(),
            unit: o.unit.clone(),
            yes_no: o.is_yes_no,
        });
        Self {
            format: FORMAT,
            halha: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema::VERSION,
            chance: SCHEME,
            conflict: ConflictNote {
                name: name.to_owned(),
                id: conflict.record.conflict.id.to_string(),
                title: conflict.record.conflict.title.clone(),
                sides: names.sides,
                sectors: names.sectors,
                first_day: calendar.date(0.0).to_string(),
                last_day: calendar.date(calendar.end_days() - 1.0).to_string(),
            },
            fingerprint: conflict.fingerprint,
            posterior: (settings.parameters == ParameterSource::Posterior)
                .then_some(conflict.posterior.as_ref())
                .flatten()
                .map(|posterior| format!("{:016x}", posterior.fingerprint())),
            settings: settings.clone(),
            part_size: settings.part_size(),
            parts: settings.parts(),
            observables: observables.collect(),
            command: format!("halha run {} {}", quoted(name), settings.options()),
        }
    }

    /// Reads `run.json`.
    ///
    /// # Errors
    /// If it is missing, unreadable, or not what this version writes.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map_err(|error| StoreError::read(path, error))?;
        serde_json::from_str(&text).map_err(|error| StoreError::strange(path, error))
    }

    /// The first thing in which two runs differ, as `what: this, not that`; `None` if they are the same run.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let (one, two) = (
            serde_json::to_value(self).ok()?,
            serde_json::to_value(other).ok()?,
        );
        difference(&one, &two, "")
    }

    /// The name of the run's directory, if nobody gives another.
    pub fn run_id(&self) -> String {
        let Self {
            settings, conflict, ..
        } = self;
        let posterior = self.posterior.as_deref().unwrap_or("");
        let all = format!(
            "{:016x} {posterior} {} {}",
            self.fingerprint,
            settings.options(),
            self.halha
        );
        let hash = crate::priors::fnv1a(all.as_bytes());
        format!(
            "{}-{}-{}-{:06x}",
            conflict.id,
            settings.seed,
            settings.replications,
            hash & 0xFF_FFFF
        )
    }
}

/// The command line's word for a name with blanks.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if name.chars().all(plain) && !name.is_empty() {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

/// The first place in which two notes differ, names and commands aside.
pub(crate) fn difference(one: &serde_json::Value, two: &serde_json::Value, path: &str) -> Option<String> {
    use serde_json::Value::Object;
    match (one, two) {
        (Object(a), Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
            let null = serde_json::Value::Null;
            keys.filter(|key| *key != "command" && *key != "name")
                .find_map(|key| {
                    let path = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    difference(a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null), &path)
                })
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}: {a}, not {b}")),
    }
}
