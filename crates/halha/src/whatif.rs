//! `halha whatif`: what interventions would have changed, in pairs of worlds that share their luck.

mod args;
mod meter;
mod page;

use std::path::Path;

use halha_lab::LoadedConflict;
use halha_lab::whatif::{self, Answer, Intervention, PairSettings, Plan, Shelf, Whatif};
use halha_record::Folder;
use halha_record::vocab::suggest;

pub(crate) use self::args::WhatifArgs;
use self::meter::Meter;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Answers, or lists what can be asked.
pub(crate) fn run(args: &WhatifArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
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
    crate::run::listen();
    let plans = plans(args, &shipped, &loaded)?;
    let (measures, problems) = whatif::measures(&folder, &loaded);
    report(&problems)?;
    let settings = settings(args);
    let asked = Whatif::new(&loaded, plans, measures, settings)?;
    let names = asked.plans().iter().map(|p| p.column.name.clone()).collect();
    let meter = Meter::new(names, asked.measures());
    let played = asked.play(args.threads.map(usize::from), &meter);
    meter.ends();
    let worlds = played?;
    let answer = Answer::of(&asked, &worlds, &args.interventions, name);
    if args.json {
        return output::print_json(&answer);
    }
    output::print(&page::answer(&answer, args.all, screen))
}

fn settings(args: &WhatifArgs) -> PairSettings {
    let seed = args.seed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!("seed {seed} (drawn; give --seed {seed} to get the same answer)"));
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
fn plans(args: &WhatifArgs, shipped: &[Intervention], loaded: &LoadedConflict) -> Result<Vec<Plan>, Failure> {
    let mut problems = Vec::new();
    let mut plans = Vec::new();
    for typed in &args.interventions {
        let mut parts = Vec::new();
        for name in typed.split('+') {
            parts.extend(one(name, shipped, loaded, &mut problems)?);
        }
        let parts: Vec<&Intervention> = parts.iter().collect();
        match Plan::of(&parts, loaded) {
            Ok(plan) => plans.push(plan),
            Err(wrong) => problems.extend(wrong),
        }
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
    if let Some(found) = shipped.iter().find(|i| i.id == name) {
        return Ok(Some(found.clone()));
    }
    if Path::new(name).extension().is_some_and(|e| e == "toml") {
        let text = std::fs::read_to_string(name).map_err(|error| {
            Failure::Usage(format!("{name} cannot be read: {error}; give the path of an intervention"))
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
