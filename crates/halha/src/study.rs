//! `halha study`: does what a study's file says, in a directory that can be gone on with and checked.

mod args;
mod page;
mod source;

use std::path::{Path, PathBuf};

use halha_lab::LoadedConflict;
use halha_lab::study::{self, Known, Ready, Results, Studied, Study, StudyError, StudyNote, Watches};
use halha_record::Folder;
use serde::Serialize;

pub(crate) use self::args::StudyArgs;
use self::source::Source;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::rare;
use crate::run::{self, Meter, STOP};
use crate::whatif;

/// Folder in which studies are kept, unless `--out` names another place.
const STUDIES: &str = "studies";

/// Does a study, goes on with one, makes one again, or lists those that ship.
pub(crate) fn run(args: &StudyArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    if args.list {
        return list(name, screen);
    }
    let source = match (args.resume.as_ref().or(args.again.as_ref()), &args.study) {
        (Some(directory), _) => Source::kept(directory)?,
        (None, Some(typed)) => Source::named(typed, name)?,
        (None, None) => {
            return Err(Failure::Usage(
                "which study? `halha study --list` shows those that come with the conflict; a file of your own is given by \
                 its path"
                    .to_owned(),
            ));
        }
    };
    let folder = conflict::open(&source.called)?;
    let loaded = run::load(&folder, &source.called)?;
    let ready = ready(&source, args.size, &folder, loaded)?;
    run::listen();
    if let Some(first) = &args.again {
        return twice(&ready, first, args);
    }
    let directory = args.resume.as_ref().or(args.out.as_ref()).cloned();
    let directory = directory.unwrap_or_else(|| usual(ready.study(), args.size));
    let studied = work(&ready, |watches| {
        study::play(&ready, &directory, args.threads.map(usize::from), watches)
    })
    .map_err(|error| failure(error, &directory))?;
    if args.json {
        return json(&ready, &studied);
    }
    output::print(&page::studied(&ready, &studied, screen)?)
}

/// The directory of a study, unless somebody names another.
fn usual(study: &Study, size: Option<u64>) -> PathBuf {
    let size = size.map_or_else(String::new, |size| format!("-{size}"));
    PathBuf::from(STUDIES).join(format!("{}{size}", study.id))
}

/// Does the work with those who watch it.
fn work<T>(
    ready: &Ready<'_>,
    play: impl FnOnce(Watches<'_>) -> Result<T, StudyError>,
) -> Result<T, StudyError> {
    let campaigns = Meter::new(&STOP);
    let columns = match &ready.study().task {
        study::Task::Whatif(task) => task.plans.iter().map(|p| p.column.name.clone()).collect(),
        _ => Vec::new(),
    };
    let pairs = whatif::Meter::new(columns, ready.measures());
    let events = rare::Meter::new(&ready.study().id);
    let played = play(Watches {
        campaigns: &campaigns,
        pairs: &pairs,
        events: &events,
    });
    campaigns.ends();
    pairs.ends();
    events.ends();
    played
}

/// The study, checked and made ready; its problems are printed.
fn ready<'f>(
    source: &Source,
    size: Option<u64>,
    folder: &'f Folder,
    loaded: LoadedConflict,
) -> Result<Ready<'f>, Failure> {
    let (mut known, problems) = Known::of(folder, &loaded);
    if let Some(asked) = &source.asked {
        known.interventions = asked.interventions(&loaded);
        known.kept = true;
    }
    let (study, wrong) = study::read(&source.file, &source.text, &known, &source.place);
    let measures = known.measures;
    let problems: Vec<_> = problems.into_iter().chain(wrong).collect();
    report(&problems)?;
    let Some(mut study) = study else {
        return Err(Failure::WrongStudy { errors: 1 });
    };
    let before = source.asked.as_ref().map(|asked| &asked.note);
    if let Some(size) = size.or(before.map(|note| note.size)) {
        study.task.resize(size);
    }
    let ready = Ready::new(
        study,
        (folder, loaded),
        &measures,
        [&source.called, &source.typed],
    )?;
    match before {
        Some(note) => Ok(ready.as_before(note, &source.place)?),
        None => Ok(ready),
    }
}

/// Prints problems; errors end the command.
fn report(problems: &[halha_lab::Problem]) -> Result<(), Failure> {
    for problem in problems {
        output::note(&problem.to_string());
    }
    match problems.iter().filter(|p| !p.warning).count() {
        0 => Ok(()),
        errors => Err(Failure::WrongStudy { errors }),
    }
}

/// The studies that ship with a conflict, each with its question.
fn list(name: &str, screen: &Screen) -> Result<(), Failure> {
    let folder = conflict::open(name)?;
    let loaded = run::load(&folder, name)?;
    let (known, mut problems) = Known::of(&folder, &loaded);
    let mut studies = Vec::new();
    for (file, text) in study::shelf(&folder) {
        let (read, wrong) = study::read(&file, &text, &known, Path::new(""));
        studies.extend(read);
        problems.extend(wrong);
    }
    report(&problems)?;
    output::print(&page::list(&studies, screen))
}

/// Does a finished study once more, in `--out` or in a directory beside it that is removed when both are identical.
fn twice(ready: &Ready<'_>, first: &Path, args: &StudyArgs) -> Result<(), Failure> {
    let second = args.out.clone().unwrap_or_else(|| run::beside(first));
    let compared = work(ready, |watches| {
        study::again(ready, [first, &second], args.threads.map(usize::from), watches)
    })
    .map_err(|error| failure(error, &second))?;
    if args.json {
        output::print_json(&compared)?;
    } else {
        output::print(&page::again(first, &second, &compared))?;
    }
    if !compared.is_same() {
        return Err(Failure::CheckFailed);
    }
    if args.out.is_none() {
        std::fs::remove_dir_all(&second).map_err(|error| Failure::Write { path: second, error })?;
    }
    Ok(())
}

fn failure(error: StudyError, directory: &Path) -> Failure {
    match error {
        StudyError::Stopped => Failure::Interrupted {
            remedy: format!("Go on with: halha study --resume {}", directory.display()),
        },
        other => Failure::Study(other),
    }
}

/// Everything that a finished study says, as `--json` prints it.
#[derive(Serialize)]
struct Told<'s> {
    directory: &'s Path,
    fingerprint: String,
    note: &'s StudyNote,
    results: serde_json::Value,
}

fn json(ready: &Ready<'_>, studied: &Studied) -> Result<(), Failure> {
    let results = match &studied.results {
        Results::Run(stored) => run::json(stored)?,
        Results::Whatif(answer) => value(answer)?,
        Results::Forecast(forecast) => value(forecast)?,
        Results::Rare(answer) => value(answer)?,
        Results::Sensitivity(answer) => value(answer)?,
        Results::Discovery(answer) => value(answer)?,
        Results::Json(json) => json.clone(),
    };
    output::print_json(&Told {
        directory: &studied.directory,
        fingerprint: format!("{:016x}", studied.fingerprint),
        note: ready.note(),
        results,
    })
}

fn value(of: &impl Serialize) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(of).map_err(|error| Failure::Output(error.into()))
}
