//! `halha fit`: learns the parameters of a conflict from its record and leaves the posterior in the conflict folder.

mod tell;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args as ClapArgs;
use halha_combat::select::Selection;
use halha_combat::table::Table;
use halha_lab::fit::Scope;
use halha_lab::fit::battles::Source;
use halha_lab::fit::plan::Plan;
use halha_lab::fit::split::Split;
use halha_lab::fit::whole::{self, Asked, WholeError, WholeSettings};
use halha_lab::{Problem, posterior};
use halha_record::Folder;

use crate::combat;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Seed of a fit, unless another is given: a fit is made to be made again.
const SEED: u64 = 1;
/// What was finished of an interrupted fit, in the folder that is written.
const CHECKPOINT: &str = "fit-checkpoint.json";

pub(crate) static STOP: AtomicBool = AtomicBool::new(false);

/// Options of `halha fit`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The posterior is written as posterior.csv and posterior.toml into the conflict folder; `halha run` then \
draws from it. The same command comes to the same bytes.\n\nExit status: 0 done, 1 failure, 2 wrong usage, 130 interrupted."
)]
pub(crate) struct FitArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    dir: Option<String>,

    /// Folder to write the posterior into; without it, the conflict's own. A built-in conflict is written out whole.
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Root of all luck.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,

    /// Learn only from the training period of split.toml, so that what came later can be foretold.
    #[arg(long)]
    training_only: bool,

    /// Table of battles of other wars (layout in the book, concepts/combat) from which the parameters of engagements are
    /// learned; without it they keep their priors.
    #[arg(long, value_name = "FILE")]
    battles: Option<PathBuf>,

    /// Years of the battles that are learned from.
    #[arg(long, value_name = "YEAR-YEAR", default_value = "1900-1945", requires = "battles", value_parser = crate::args::parse_years)]
    battle_years: (i16, i16),

    /// Campaigns that the coupled fit plays; without it, what fit.toml says.
    #[arg(long, value_name = "N")]
    simulations: Option<u64>,
}

/// Fits, writes and says what was learned.
pub(crate) fn run(args: &FitArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(default);
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let (split, plan) = inputs(&folder, name, args)?;
    let table = args.battles.as_deref().map(combat::table).transpose()?;
    let battles = table.as_ref().map(|table| source(args, table)).transpose()?;
    let out = args.out.clone().unwrap_or_else(|| home(name));
    begin(&folder, &out)?;
    listen();
    let settings = WholeSettings {
        seed: args.seed,
        scope: scope(args),
        command: command(args, name, &plan),
    };
    let teller = tell::Teller::new();
    let checkpoint = out.join(checkpoint(battles.as_ref()));
    let tell = |told: whole::Told<'_>| teller.tell(told);
    let asked = Asked {
        conflict: &loaded,
        split: &split,
        plan: &plan,
        battles: battles.as_ref(),
    };
    let fitted = whole::fit(asked, &settings, Some(&checkpoint), &tell, &STOP);
    teller.ends();
    let fitted = fitted.map_err(|error| failure(error, &checkpoint))?;
    write(&out, &fitted.posterior)?;
    std::fs::remove_file(&checkpoint).ok();
    output::print(&tell::learned(&loaded, &fitted, &out, screen))
}

fn scope(args: &FitArgs) -> Scope {
    if args.training_only {
        Scope::Training
    } else {
        Scope::Everything
    }
}

fn command(args: &FitArgs, name: &str, plan: &Plan) -> String {
    let only = if args.training_only {
        " --training-only"
    } else {
        ""
    };
    let battles = args.battles.as_ref().map_or(String::new(), |file| {
        let (from, to) = args.battle_years;
        format!(" --battles {} --battle-years {from}-{to}", file.display())
    });
    format!(
        "halha fit {name} --seed {} --simulations {}{only}{battles}",
        args.seed, plan.simulations
    )
}

/// Fewest battles that engagements are learned from.
const FEWEST_BATTLES: usize = 30;

/// The battles that are learned from.
fn source<'t>(args: &FitArgs, table: &'t Table) -> Result<Source<'t>, Failure> {
    let (from, to) = args.battle_years;
    let battles = Selection::years(from, to).of(&table.battles);
    if battles.len() < FEWEST_BATTLES {
        return Err(Failure::Battles(format!(
            "{} battles of {from}-{to}; at least {FEWEST_BATTLES} are needed",
            battles.len()
        )));
    }
    let name = args.battles.as_deref().and_then(Path::file_name);
    Ok(Source {
        file: name.map_or(String::new(), |n| n.to_string_lossy().into_owned()),
        hash: table.hash.clone(),
        selection: format!("{from}-{to}"),
        battles,
    })
}

/// Where an interrupted fit is kept: fits with other battles are other fits.
fn checkpoint(battles: Option<&Source<'_>>) -> String {
    battles.map_or(CHECKPOINT.to_owned(), |b| {
        format!("fit-checkpoint-{}-{}.json", b.hash, b.selection)
    })
}

/// Split and plan of the folder, with what was asked for otherwise.
fn inputs(folder: &Folder, name: &str, args: &FitArgs) -> Result<(Split, Plan), Failure> {
    let (split, mut plan) = plans(folder, name)?;
    if let Some(simulations) = args.simulations {
        if simulations < plan.particles as u64 {
            return Err(Failure::Usage(format!(
                "{simulations} simulations are fewer than the particles of fit.toml ({}); ask for more",
                plan.particles
            )));
        }
        plan.simulations = simulations;
    }
    Ok((split, plan))
}

/// Split and plan of the folder; their problems are printed.
pub(crate) fn plans(folder: &Folder, name: &str) -> Result<(Split, Plan), Failure> {
    let (split, mut problems) = Split::of(folder);
    let (plan, more) = Plan::of(folder);
    problems.extend(more);
    let errors = problems.iter().filter(|p: &&Problem| !p.warning).count();
    for problem in &problems {
        output::note(&problem.to_string());
    }
    let (Some(split), Some(plan)) = (split, plan) else {
        return Err(Failure::Unplayable {
            name: name.to_owned(),
            errors,
        });
    };
    Ok((split, plan))
}

/// Where the posterior of a conflict is kept: its own folder; for a built-in one that of the sources, or one of its name.
pub(crate) fn home(name: &str) -> PathBuf {
    let sources = Path::new("conflicts").join(name);
    if !conflict::built_in().any(|built_in| built_in == name) {
        PathBuf::from(name)
    } else if sources.is_dir() {
        sources
    } else {
        PathBuf::from(name)
    }
}

/// Makes the folder whole if it is not there: every file of the conflict, ready to be run.
fn begin(folder: &Folder, out: &Path) -> Result<(), Failure> {
    if out.join("conflict.toml").is_file() {
        return Ok(());
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::Write { path, error }
    };
    for name in folder.names() {
        let path = out.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        if let Ok(text) = folder.text(name) {
            std::fs::write(&path, text).map_err(failed(&path))?;
        }
    }
    Ok(())
}

/// Writes both files beside their places and then puts them there, so that no reader sees one without the other's end.
fn write(out: &Path, posterior: &posterior::Posterior) -> Result<(), Failure> {
    let files = posterior::files(posterior).map_err(|error| Failure::Untold {
        what: error.to_string(),
        remedy: "please report it".into(),
    })?;
    for (name, text) in &files {
        let beside = out.join(format!("{name}.part"));
        let failed = |error| Failure::Write {
            path: beside.clone(),
            error,
        };
        std::fs::write(&beside, text).map_err(failed)?;
    }
    for (name, _) in &files {
        let path = out.join(name);
        let moved = std::fs::rename(out.join(format!("{name}.part")), &path);
        moved.map_err(|error| Failure::Write { path, error })?;
    }
    Ok(())
}

fn failure(error: WholeError, checkpoint: &Path) -> Failure {
    match error {
        WholeError::Coupled(halha_lab::fit::AbcError::Stopped { .. }) => Failure::Interrupted {
            remedy: format!(
                "No posterior was written; type the same command again and the coupled fit goes on where it was (what was \
                 finished lies in files that begin with {})",
                checkpoint.display()
            ),
        },
        other => Failure::Untold {
            what: other.to_string(),
            remedy: "see the book's page on fitting".into(),
        },
    }
}

pub(crate) fn listen() {
    let heard = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    if heard.is_err() {
        output::note("Ctrl-C cannot be caught here; it ends the fit at once, and what was finished stays");
    }
}
