//! A conflict folder, loaded whole: record, scenario, priors and observables, with every problem of all of them.

use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::validate::ValidScenario;
use halha_record::{Folder, Issue, Record, Severity};

use crate::fit::split::{self, Split};
use crate::observables::{self, Observable};
use crate::posterior::{self, Posterior};
use crate::priors::{HoldError, Priors, fnv1a};
use crate::problem::{Problem, ProblemCode};
use crate::scenario::{Calendar, ScenarioFile};
use crate::settings::ParameterSource;

/// A conflict that is ready to run.
#[derive(Debug, Clone)]
pub struct LoadedConflict {
    /// What sources say.
    pub record: Record,
    /// The kernel's input.
    pub scenario: ValidScenario,
    /// Dates of the scenario's days and months.
    pub calendar: Calendar,
    /// What is assumed about parameters.
    pub priors: Priors,
    /// What a fit has left in the folder, if it belongs to this scenario and these priors.
    pub posterior: Option<Posterior>,
    /// The dates by which the record is divided for fits, if the folder has them.
    pub split: Option<Split>,
    /// What is compared with the record.
    pub observables: Vec<Observable>,
    /// Fingerprint of everything that decides results: the scenario and the priors as the kernel sees them.
    pub fingerprint: u64,
}

/// Everything that is wrong with a conflict folder.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Problems of the record.
    pub issues: Vec<Issue>,
    /// Problems of the files that turn it into a scenario.
    pub problems: Vec<Problem>,
}

impl Findings {
    /// Whether anything stands in the way of a run.
    pub fn has_errors(&self) -> bool {
        self.issues.iter().any(|i| i.severity == Severity::Error) || self.problems.iter().any(|p| !p.warning)
    }
}

impl LoadedConflict {
    /// Loads a folder. The conflict comes only if nothing stands in the way of a run.
    pub fn load(folder: &Folder) -> (Option<Self>, Findings) {
        let (record, issues) = Record::read(folder);
        let mut findings = Findings {
            issues,
            problems: Vec::new(),
        };
        let loaded = join(folder, record, &mut findings);
        let failed = findings.has_errors();
        (loaded.filter(|_| !failed), findings)
    }
}

impl LoadedConflict {
    /// Where parameters come from unless somebody says otherwise: the posterior, or the priors where there is none.
    pub fn best_source(&self) -> ParameterSource {
        if self.posterior.is_some() {
            ParameterSource::Posterior
        } else {
            ParameterSource::Prior
        }
    }

    /// Parameter vector number `draw` under `seed`. Without a posterior the priors stand in for it.
    ///
    /// # Errors
    /// Values outside a parameter's support (a prior that is wider than its parameter).
    pub fn draw(
        &self,
        source: ParameterSource,
        seed: u64,
        draw: u64,
    ) -> Result<Parameters, Vec<ParameterError>> {
        match (source, &self.posterior) {
            (ParameterSource::Posterior, Some(posterior)) => posterior.draw(seed, draw),
            _ => self.priors.draw(seed, draw),
        }
    }
}

impl LoadedConflict {
    /// The same conflict with a parameter held at a value, in priors and posterior alike.
    ///
    /// # Errors
    /// If no parameter of that name has a prior of its own, or it cannot take the value.
    pub fn hold(&mut self, name: &str, value: f64) -> Result<(), HoldError> {
        self.priors.hold(name, value)?;
        if let Some(posterior) = &mut self.posterior {
            posterior.hold(name, value);
        }
        Ok(())
    }
}

fn join(folder: &Folder, record: Record, findings: &mut Findings) -> Option<LoadedConflict> {
    if record.conflict.sides.len() != 2 {
        return None; // reported by the record's own checks
    }
    let priors = text(folder, crate::priors::FILE, findings).and_then(|text| {
        let (priors, problems) = Priors::read(&text);
        findings.problems.extend(problems);
        priors
    });
    let observables = text(folder, observables::FILE, findings).map(|text| {
        let (observables, problems) = observables::read(&text, &record);
        findings.problems.extend(problems);
        observables
    });
    let file = text(folder, crate::scenario::FILE, findings).and_then(|text| {
        let (file, problems) = ScenarioFile::read(&text, &names(&record));
        findings.problems.extend(problems);
        file
    });
    let (priors, mut observables, file) = (priors?, observables?, file?);
    let windows = observables::assign_windows(&mut observables);
    let (built, problems) = crate::scenario::build(&record, &file, &windows);
    findings.problems.extend(problems);
    let (scenario, calendar) = built?;
    let fingerprint = fnv1a(format!("{:?}{priors:?}", scenario.scenario()).as_bytes());
    let (posterior, problems) = posterior::read(folder, fingerprint);
    findings.problems.extend(problems);
    let split = if folder.names().any(|name| name == split::FILE) {
        let (split, problems) = Split::of(folder);
        findings.problems.extend(problems);
        split
    } else {
        None
    };
    Some(LoadedConflict {
        record,
        scenario,
        calendar,
        priors,
        posterior,
        split,
        observables,
        fingerprint,
    })
}

fn names(record: &Record) -> crate::scenario::Names<'_> {
    crate::scenario::Names {
        sides: [
            record.conflict.sides[0].id.as_str(),
            record.conflict.sides[1].id.as_str(),
        ],
        sectors: record.sectors.iter().map(|s| s.id.as_str()).collect(),
        sources: record.sources.iter().map(|s| s.id.as_str()).collect(),
    }
}

/// The text of one of the folder's files.
fn text(folder: &Folder, file: &str, findings: &mut Findings) -> Option<String> {
    match folder.text(file) {
        Ok(text) => Some(text),
        Err(why) => {
            findings.problems.push(Problem {
                code: ProblemCode::Unreadable,
                warning: false,
                file: file.to_owned(),
                line: None,
                key: String::new(),
                value: String::new(),
                message: format!("cannot be read: {why}"),
                remedy: format!("put a `{file}` in UTF-8 into the folder: a conflict needs it to be run"),
            });
            None
        }
    }
}
