//! `halha check`: the validation protocol, a line each, and an exit status that tells whether all of it holds.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use halha_lab::LoadedConflict;
use halha_lab::check::{self, CERTIFICATE, Certificate, Check, CheckSettings, Verdict};
use halha_lab::clashes::{self, FIGHTS};
use halha_lab::compare::{self, Row};
use halha_lab::ensemble::DrawError;
use halha_lab::fit::hindcast::{Hindcast, hindcast, years_of};
use halha_lab::settings::ParameterSource;
use halha_lab::skill::BattleSkill;
use halha_lab::truth::{self, TruthInput};

use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, bold};
use crate::score;
use crate::tables::wrap;

/// Columns by which what was wanted and found is set in.
const INDENT: usize = 4;

/// Options of `halha check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 if no check failed, 1 if one did, 2 wrong usage.")]
pub(crate) struct CheckModelArgs {
    /// Conflict folder or built-in name; without one, that of `--conflict`.
    #[arg(value_name = "CONFLICT")]
    dir: Option<String>,

    /// Root of all luck.
    #[arg(long, value_name = "N", default_value_t = CheckSettings::default().seed)]
    seed: u64,

    /// Campaigns of the predictive distribution.
    #[arg(long, value_name = "N", default_value_t = CheckSettings::default().campaigns)]
    campaigns: u64,

    /// Worlds from the priors among which those with a past like the record's are looked for.
    #[arg(long, value_name = "N", default_value_t = CheckSettings::default().worlds)]
    worlds: u64,

    /// Table of battles of other wars (layout in the book, concepts/combat), for the checks on battles (V4, V5).
    #[arg(long, value_name = "FILE")]
    battles: Option<PathBuf>,

    /// Write a page for a browser: misfits first, then checks, hindcasts and what the record taught.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Runs every check and prints each as soon as it has ended.
pub(crate) fn run(args: &CheckModelArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.dir.as_deref().unwrap_or(default);
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let certificate = folder.text(CERTIFICATE).ok().and_then(|text| read(&text));
    let settings = CheckSettings {
        seed: args.seed,
        campaigns: args.campaigns.max(100),
        worlds: args.worlds.max(1_000),
    };
    let battles = score::battles(args.battles.as_ref())?;
    let mut printed = Ok(());
    let mut done = |check: &Check| {
        if !args.json && printed.is_ok() {
            printed = output::print(&line(check, screen));
        }
    };
    let checks = check::run(
        &loaded,
        certificate.as_ref(),
        battles.as_ref(),
        settings,
        &mut done,
    )
    .map_err(|error| Failure::Run(error.into()))?;
    printed?;
    if args.json {
        output::print_json(&checks)?;
    }
    if let Some(path) = &args.report {
        write(path, &loaded, &checks, battles.as_ref(), settings)?;
    }
    if checks.iter().any(|c| c.verdict == Verdict::Failed) {
        return Err(Failure::CheckFailed);
    }
    Ok(())
}

/// The certificate in a text; one that cannot be read is told of and counts as none.
fn read(text: &str) -> Option<Certificate> {
    let read = toml::from_str(text);
    if let Err(error) = &read {
        output::note(&format!(
            "{CERTIFICATE} cannot be read and is left aside (mint it again with `halha certify`): {error}"
        ));
    }
    read.ok()
}

/// Three lines: the check's name with its verdict, what was wanted, what was found.
fn line(check: &Check, screen: &Screen) -> String {
    let mut text = format!(
        "{:<4}{:<8} {}\n",
        check.name,
        check.verdict.as_str(),
        bold(check.title)
    );
    for said in [
        format!("wanted: {}", check.criterion),
        format!("found: {}", check.value),
    ] {
        for part in wrap(&said, usize::from(screen.width).saturating_sub(INDENT), 8) {
            text.push_str(&" ".repeat(INDENT));
            text.push_str(&part);
            text.push('\n');
        }
    }
    text
}

fn write(
    path: &Path,
    conflict: &LoadedConflict,
    checks: &[Check],
    battles: Option<&BattleSkill>,
    settings: CheckSettings,
) -> Result<(), Failure> {
    let failed = |error: DrawError| Failure::Run(error.into());
    let posterior = check::worlds(
        conflict,
        conflict.best_source(),
        settings.campaigns,
        settings.seed,
    )
    .map_err(failed)?;
    let everyone: Vec<usize> = (0..posterior.len()).collect();
    let rows: Vec<Row> = conflict
        .observables
        .iter()
        .enumerate()
        .map(|(n, o)| compare::row(o, posterior.observable(n, &everyone)))
        .collect();
    let prior =
        check::worlds(conflict, ParameterSource::Prior, settings.worlds, settings.seed).map_err(failed)?;
    let hindcasts: Vec<Hindcast> = years_of(conflict)
        .filter_map(|year| hindcast(conflict, &prior, year))
        .collect();
    let page = truth::render(&TruthInput {
        conflict,
        checks,
        rows: &rows,
        clashes: &clashes::clashes(conflict, conflict.best_source(), settings.seed, FIGHTS),
        hindcasts: &hindcasts,
        counts: &score::counted(conflict, settings.seed),
        losses: &score::lost(conflict, settings.seed),
        battles,
    });
    std::fs::write(path, page).map_err(|error| Failure::Write {
        path: path.to_owned(),
        error,
    })
}
