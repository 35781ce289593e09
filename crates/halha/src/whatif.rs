//! `halha whatif`: what interventions would have changed, in pairs of worlds that share their luck.

mod args;
mod meter;
mod page;
mod tell;

use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::replay::Names;
use halha_lab::whatif::{self, Answer, Intervention, PairSettings, Plan, Shelf, ToldPair, Whatif};
use halha_record::Folder;
use halha_record::vocab::suggest;

use self::args::Told;
pub(crate) use self::args::WhatifArgs;
use self::meter::Meter;
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
    let mut used = Vec::new();
    let plans = plans(&args.interventions, &shipped, &loaded, &mut used)?;
    let (measures, problems) = whatif::measures(&folder, &loaded);
    report(&problems)?;
    let asked = Whatif::new(&loaded, plans, measures, settings(args))?;
    let worlds = play(&asked, args)?;
    let answer = Answer::of(&asked, &worlds, &args.interventions, name);
    if let Some(directory) = &args.out {
        let page = whatif::page(&answer, &Names::of(&loaded), &told(&asked, &answer, None)?);
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
        for pair in told(&asked, &answer, Some(which))?.iter().take(1) {
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
    let (kept, problems) = whatif::shelf(&kept, shelf(&loaded));
    report(&problems)?;
    // Files of the user's own were copied into the directory under their name.
    let stem = |part: &str| {
        Path::new(part)
            .file_stem()
            .map_or_else(|| part.to_owned(), |s| s.to_string_lossy().into_owned())
    };
    let own = |typed: &String| typed.split('+').map(stem).collect::<Vec<_>>().join("+");
    let typed: Vec<String> = before.interventions.iter().map(own).collect();
    let plans = plans(&typed, &kept, &loaded, &mut Vec::new())?;
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

/// Pairs with everything that happened: of all columns, or the one asked for of the first.
fn told(asked: &Whatif<'_>, answer: &Answer, which: Option<Told>) -> Result<Vec<ToldPair>, Failure> {
    let wanted = |kind: &str| match which {
        None => true,
        Some(Told::Typical) => kind == "typical",
        Some(Told::Extreme) => kind == "extreme",
    };
    let mut told = Vec::new();
    for column in 0..answer.columns.len() {
        for chosen in answer.columns[column].shown.iter().filter(|c| wanted(c.kind)) {
            told.push(asked.tell(column, chosen)?);
        }
    }
    Ok(told)
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

fn shelf(loaded: &LoadedConflict) -> Shelf<'_> {
    Shelf {
        record: &loaded.record,
        scenario: loaded.scenario.scenario(),
        calendar: &loaded.calendar,
    }
}

/// The conflict's own interventions; problems are printed.
fn shipped(folder: &Folder, loaded: &LoadedConflict) -> Result<Vec<Intervention>, Failure> {
    let (found, problems) = whatif::shelf(folder, shelf(loaded));
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

/// A column for every argument.
fn plans(
    typed: &[String],
    shipped: &[Intervention],
    loaded: &LoadedConflict,
    used: &mut Vec<Intervention>,
) -> Result<Vec<Plan>, Failure> {
    let mut problems = Vec::new();
    let mut plans = Vec::new();
    for typed in typed {
        let mut parts = Vec::new();
        for name in typed.split('+') {
            parts.extend(one(name, shipped, loaded, &mut problems)?);
        }
        let parts: Vec<&Intervention> = parts.iter().collect();
        match Plan::of(&parts, loaded) {
            Ok(plan) => plans.push(plan),
            Err(wrong) => problems.extend(wrong),
        }
        used.extend(parts.into_iter().cloned());
    }
    report(&problems)?;
    Ok(plans)
}

/// The intervention of a name or a file.
fn one(
    name: &str,
    shipped: &[Intervention],
    loaded: &LoadedConflict,
    problems: &mut Vec<halha_lab::Problem>,
) -> Result<Option<Intervention>, Failure> {
    if let Some(found) = shipped.iter().find(|i| i.id == name || i.file == name) {
        return Ok(Some(found.clone()));
    }
    if Path::new(name).extension().is_some_and(|e| e == "toml") {
        let text = std::fs::read_to_string(name).map_err(|error| {
            Failure::Usage(format!(
                "{name} cannot be read: {error}; give the path of an intervention"
            ))
        })?;
        let (read, wrong) = whatif::read(name, &text, shelf(loaded));
        problems.extend(wrong);
        return Ok(read);
    }
    let hint = suggest(name, shipped.iter().map(|i| i.id.as_str())).map_or_else(
        || "; `halha whatif --list` shows those that come with the conflict".to_owned(),
        |near| format!("; did you mean {near}?"),
    );
    Err(Failure::Unknown {
        what: "intervention",
        name: name.to_owned(),
        hint,
    })
}
