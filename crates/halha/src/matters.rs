//! What matters: `halha sensitivity` and `halha discover`, and what both need of a conflict or a run.

mod args;
mod discover;
pub(crate) mod discover_page;
mod sensitivity;
pub(crate) mod sensitivity_page;

use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::asked::Asked;
use halha_lab::ensemble::Ensemble;
use halha_lab::job;
use halha_lab::matters::{self, MattersError};
use halha_lab::settings::{EventDetail, ParameterSource, PolicyKind, RunSettings};
use halha_lab::store::Stretch;
use halha_lab::whatif::Measure;
use halha_record::Folder;

pub(crate) use self::args::{DiscoverArgs, SensitivityArgs};
pub(crate) use self::discover::run as discover;
pub(crate) use self::sensitivity::run as sensitivity;
use crate::again;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::tables;

/// The file by which a directory of a run is known.
const RUN_FILE: &str = "run.json";

/// What is analysed.
enum Subject {
    /// A conflict, of which worlds are still to be played.
    Conflict(Folder, Box<LoadedConflict>),
    /// A run that is there.
    Run(Folder, Box<Ensemble>),
}

impl Subject {
    /// The conflict or run of a name.
    fn open(name: &str) -> Result<Self, Failure> {
        if is_run(name) {
            let (folder, _, ensemble) = job::reopen(Path::new(name))?;
            return Ok(Self::Run(folder, Box::new(ensemble)));
        }
        let folder = conflict::open(name)?;
        let loaded = crate::run::load(&folder, name)?;
        Ok(Self::Conflict(folder, Box::new(loaded)))
    }

    /// Everything that can be measured; problems of the conflict's own measures end the command.
    fn measures(&self) -> Result<Vec<Measure>, Failure> {
        let (all, problems) = match self {
            Self::Conflict(folder, loaded) => matters::measures(folder, loaded),
            Self::Run(folder, ensemble) => matters::measures(folder, ensemble.conflict()),
        };
        for problem in &problems {
            output::note(&problem.to_string());
        }
        match problems.iter().filter(|p| !p.warning).count() {
            0 => Ok(all),
            errors => Err(Failure::Interventions { errors }),
        }
    }

    /// The ensemble: that of the run, or a new one of `draws` parameter vectors with `replicates` campaigns each.
    fn ensemble(self, typed: &Typed, draws: u64, replicates: u64) -> Result<Ensemble, Failure> {
        match self {
            Self::Run(_, ensemble) => {
                if typed.decides {
                    return Err(Failure::Usage(
                        "a run has its own campaigns, seed and parameters; leave out the options that ask for others"
                            .to_owned(),
                    ));
                }
                Ok(*ensemble)
            }
            Self::Conflict(_, loaded) => {
                let parameters = typed.parameters.unwrap_or(loaded.best_source());
                let settings = RunSettings {
                    replications: draws * replicates,
                    seed: typed.seed(),
                    draws,
                    events: EventDetail::None,
                    from: None,
                    to: None,
                    policy: PolicyKind::QuantalResponse,
                    parameters,
                };
                Ok(Ensemble::new(*loaded, settings).map_err(job::RunError::from)?)
            }
        }
    }

    /// Parameter vectors that are worth asking for: those of the posterior, or `otherwise` of the priors.
    fn vectors(&self, asked: Option<ParameterSource>, otherwise: u64) -> u64 {
        match self {
            Self::Conflict(_, loaded) => match (asked.unwrap_or(loaded.best_source()), &loaded.posterior) {
                (ParameterSource::Posterior, Some(posterior)) => posterior.rows().len() as u64,
                _ => otherwise,
            },
            Self::Run(..) => otherwise,
        }
    }
}

/// Whether a name is that of a run.
fn is_run(name: &str) -> bool {
    Path::new(name).join(RUN_FILE).exists()
}

/// Does work that is kept in a directory until its answer is there, or nowhere. `play` says whether it was stopped.
fn kept<Q: serde::Serialize, A>(
    asked: &Asked<Q>,
    answer: &str,
    (command, directory): (&str, Option<&Path>),
    play: impl FnOnce(Stretch<'_>) -> Result<(A, bool), Failure>,
) -> Result<A, Failure> {
    let mut kept = directory
        .map(|directory| asked.keep(directory, answer))
        .transpose()?;
    let (found, stopped) = match (play(Stretch::of(&mut kept, 0)), directory) {
        (Err(Failure::Matters(MattersError::Stopped)), Some(directory)) => {
            return Err(again::broken_off(command, directory));
        }
        (done, _) => done?,
    };
    match kept {
        Some(kept) if !stopped => kept.finish()?,
        _ => {}
    }
    Ok(found)
}

/// Prints an answer; one that was stopped ends the command with how to go on. `text` is given the directory that holds a
/// whole answer.
fn tell(
    answer: &impl serde::Serialize,
    (stopped, json): (bool, bool),
    (command, out): (&str, Option<&Path>),
    text: impl FnOnce(Option<&Path>) -> String,
) -> Result<(), Failure> {
    if json {
        output::print_json(answer)?;
    } else {
        output::print(&text(out.filter(|_| !stopped)))?;
    }
    match out {
        Some(directory) if stopped => Err(again::broken_off(command, directory)),
        _ => Ok(()),
    }
}

/// What was typed about the worlds.
struct Typed {
    seed: Option<u64>,
    parameters: Option<ParameterSource>,
    /// Whether anything was typed that a finished run has decided already.
    decides: bool,
}

impl Typed {
    fn seed(&self) -> u64 {
        seed(self.seed)
    }
}

/// The seed that was typed, or a fresh one that is told.
fn seed(typed: Option<u64>) -> u64 {
    typed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to get the same answer)"
        ));
        seed
    })
}

/// The measures with their titles.
fn list(all: &[Measure], screen: &Screen) -> String {
    let mut table = tables::table(&["Measure", "What it is", "Unit"]);
    for measure in all {
        table.add_row([&measure.id, &measure.title, &measure.unit]);
    }
    tables::fitting(table, screen)
}

/// A share as a percentage.
fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    let p = 100.0 * share;
    let decimals = usize::from(p != 0.0 && p.abs() < 1.0);
    let text = format!("{p:.decimals$}");
    if text.trim_start_matches('-').parse() == Ok(0.0) {
        return "0".to_owned();
    }
    text.replace('-', "−")
}
