//! `halha whatif`: what interventions would have changed, in pairs of worlds that share their luck.

mod args;
mod meter;
pub(crate) mod page;
mod tell;

use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::replay::Names;
use halha_lab::whatif::{self, Answer, Intervention, PairSettings, Plan, Shelf, Whatif};
use halha_record::Folder;

pub(crate) use self::args::WhatifArgs;
pub(crate) use self::meter::Meter;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Answers, or lists what can be asked.
pub(crate) fn run(args: &WhatifArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    if let Some(directory) = &args.again {
        return again(directory, args);
    }
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let shipped = shipped(&folder, &loaded)?;
    if args.list {
        return output::print(&page::list(&shipped, screen));
    }
    if args.interventions.is_empty() {
        return Err(Failure::Usage(
            "which intervention? `halha whatif --list` shows those that come with the conflict; a file of your own is \
             given by its path"
                .to_owned(),
        ));
    }
    let (plans, used) = plans(&args.interventions, &shipped, &loaded)?;
    let (measures, problems) = whatif::measures(&folder, &loaded);
    report(&problems)?;
    let asked = Whatif::new(&loaded, plans, measures, settings(args))?;
    let worlds = play(&asked, args)?;
    let answer = Answer::of(&asked, &worlds, &args.interventions, name);
    if let Some(directory) = &args.out {
        let page = whatif::page(&answer, &Names::of(&loaded), &asked.tell_chosen(&answer, None)?);
        whatif::write(directory, &asked, &worlds, (&answer, &page), &used)?;
    }
    if args.json {
        return output::print_json(&answer);
    }
    let mut text = page::answer(&answer, args.all, screen);
    if let Some(directory) = &args.out {
        text.push_str(&page::place(directory));
    }
    if let Some(which) = args.tell {
        for pair in asked.tell_chosen(&answer, Some(which.word()))?.iter().take(1) {
            text.push_str(&tell::beside(&Names::of(&loaded), pair, screen));
        }
    }
    output::print(&text)
}

fn play(asked: &Whatif<'_>, args: &WhatifArgs) -> Result<whatif::Worlds, Failure> {
    crate::run::listen();
    let names = asked.plans().iter().map(|p| p.column.name.clone()).collect();
    let meter = Meter::new(names, asked.measures());
    let played = asked.play(args.threads.map(usize::from), &meter);
    meter.ends();
    Ok(played?)
}

/// Plays an answer's pairs again and compares them, byte by byte.
fn again(directory: &Path, args: &WhatifArgs) -> Result<(), Failure> {
    let before = whatif::asked(directory)?;
    let folder = conflict::open(&before.called)?;
    let loaded = crate::run::load(&folder, &before.called)?;
    let kept = Folder::open(directory)?;
    let (kept, problems) = whatif::shelf(&kept, Shelf::of(&loaded));
    report(&problems)?;
    let typed: Vec<String> = before
        .interventions
        .iter()
        .map(|t| whatif::kept_name(t))
        .collect();
    let (plans, _) = plans(&typed, &kept, &loaded)?;
    let (measures, problems) = whatif::measures(&folder, &loaded);
    report(&problems)?;
    let settings = PairSettings {
        pairs: before.asked,
        per_draw: before.per_draw,
        seed: before.seed,
        precision: before.until_precision.filter(|_| !before.stopped),
    };
    let asked = Whatif::new(&loaded, plans, measures, settings)?;
    let now = format!("{:016x}", whatif::fingerprint(&asked));
    if now != before.fingerprint {
        return Err(Failure::Untold {
            what: format!(
                "scenario, priors, interventions or measures are others now ({now}, not {})",
                before.fingerprint
            ),
            remedy: format!("ask anew with: {}", before.command),
        });
    }
    let worlds = play(&asked, args)?;
    let mut answer = Answer::of(&asked, &worlds, &before.interventions, &before.called);
    answer.provenance = before;
    let pairs = whatif::pairs_parquet(&asked, &worlds).map_err(|error| Failure::Untold {
        what: format!("the pairs cannot be written: {error}"),
        remedy: "please report it".to_owned(),
    })?;
    let differing = whatif::differing(directory, &pairs, &whatif::json(&answer))?;
    if differing.is_empty() {
        output::print(&format!(
            "{} pairs again: every byte is the same.\n",
            worlds.pairs
        ))
    } else {
        output::note(&format!("differing: {}", differing.join(", ")));
        Err(Failure::CheckFailed)
    }
}

fn settings(args: &WhatifArgs) -> PairSettings {
    let seed = args.seed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to get the same answer)"
        ));
        seed
    });
    PairSettings {
        pairs: args.pairs,
        per_draw: args.per_draw,
        seed,
        precision: args.until_precision,
    }
}

/// The conflict's own interventions; problems are printed.
fn shipped(folder: &Folder, loaded: &LoadedConflict) -> Result<Vec<Intervention>, Failure> {
    let (found, problems) = whatif::shelf(folder, Shelf::of(loaded));
    report(&problems)?;
    Ok(found)
}

/// Prints problems; errors end the command.
fn report(problems: &[halha_lab::Problem]) -> Result<(), Failure> {
    for problem in problems {
        output::note(&problem.to_string());
    }
    match problems.iter().filter(|p| !p.warning).count() {
        0 => Ok(()),
        errors => Err(Failure::Interventions { errors }),
    }
}

/// A column for every argument, and the interventions that they use.
pub(crate) fn plans(
    typed: &[String],
    shipped: &[Intervention],
    loaded: &LoadedConflict,
) -> Result<(Vec<Plan>, Vec<Intervention>), Failure> {
    let found = whatif::find(typed, shipped, loaded, Path::new(""));
    for missing in &found.missing {
        output::note(&format!("{}; {}", missing.what, missing.remedy));
    }
    report(&found.problems)?;
    match found.missing.len() {
        0 => Ok((found.plans, found.used)),
        errors => Err(Failure::Interventions { errors }),
    }
}
