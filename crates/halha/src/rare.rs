//! `halha rare`: the probability of rare events by multilevel splitting, its error, its cost and what it hangs on.

mod args;
mod meter;
mod page;

use std::time::Instant;

use halha_lab::LoadedConflict;
use halha_lab::rare::{self, Answer, Event, Known, Rare, RareSettings};
use halha_lab::whatif;

pub(crate) use self::args::RareArgs;
use self::meter::Meter;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// Estimates, or lists what can be asked.
pub(crate) fn run(args: &RareArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let (measures, mut problems) = whatif::measures(&folder, &loaded);
    let known = Known {
        conflict: &loaded,
        measures: &measures,
    };
    let (shipped, wrong) = rare::events(&folder, known);
    problems.extend(wrong);
    report(&problems)?;
    if args.list {
        return output::print(&page::list(&shipped, screen));
    }
    if args.events.is_empty() {
        return Err(Failure::Usage(
            "which event? `halha rare --list` shows those of the conflict; a threshold is written as \"losses>=200000\""
                .to_owned(),
        ));
    }
    if args.out.is_some() && args.events.len() > 1 {
        return Err(Failure::Usage(
            "--out takes one event; give a directory for each".to_owned(),
        ));
    }
    let found: Result<Vec<Event>, String> = args
        .events
        .iter()
        .map(|typed| rare::named(typed, &shipped, known))
        .collect();
    let events = found.map_err(Failure::Usage)?;
    crate::run::listen();
    let settings = settings(args, &loaded);
    let mut answers = Vec::new();
    for event in &events {
        let (answer, seconds) = one(args, name, &loaded, event, settings)?;
        if !args.json {
            output::print(&page::answer(&answer, seconds, screen))?;
        }
        answers.push(answer);
    }
    let disagree = answers.iter().any(page::disagrees);
    if args.json {
        output::print_json(&answers)?;
    }
    if disagree {
        Err(Failure::CheckFailed)
    } else {
        Ok(())
    }
}

/// The answer about one event, and the seconds that its repeats took.
fn one(
    args: &RareArgs,
    name: &str,
    loaded: &LoadedConflict,
    event: &Event,
    settings: RareSettings,
) -> Result<(Answer, f64), Failure> {
    let threads = args.threads.map(usize::from);
    let mut conflict = loaded.clone();
    let held = match (&event.variant, args.variant) {
        (Some(variant), true) => variant.hold.clone(),
        (None, true) => {
            let which = format!("{} has no variant; leave --variant out", event.id);
            return Err(Failure::Usage(which));
        }
        (_, false) => Vec::new(),
    };
    for (parameter, value) in &held {
        // Read and checked with the event.
        let _ = conflict.hold(parameter, *value);
    }
    let meter = Meter::new(&event.id);
    let asked = Rare::new(&conflict, event, settings)?;
    let began = Instant::now();
    let repeats = asked.play(threads, &meter)?;
    let seconds = began.elapsed().as_secs_f64();
    let wrong = |error: halha_lab::ensemble::DrawError| Failure::Run(error.into());
    let answer = Answer::of(&asked, &repeats, &command(args, name, event, settings)).map_err(wrong)?;
    let mut answer = answer.ok_or(halha_lab::rare::RareError::Stopped)?;
    answer.held = held;
    if args.swing && !repeats.stopped {
        answer.swing = rare::swing(&conflict, event, settings, threads, &meter)?;
    }
    if args.crude > 0 && !repeats.stopped {
        answer.plain = Some(asked.plain(args.crude, &answer.estimate, threads, &meter)?);
        answer.integrated = asked.integrated(args.crude, &answer.estimate, threads, &meter)?;
    }
    meter.ends();
    if let Some(directory) = &args.out {
        rare::write(directory, &answer, &repeats)?;
    }
    Ok((answer, seconds))
}

fn settings(args: &RareArgs, loaded: &LoadedConflict) -> RareSettings {
    let seed = args.seed.unwrap_or_else(|| {
        let seed = crate::run::fresh_seed();
        output::note(&format!(
            "seed {seed} (drawn; give --seed {seed} to get the same answer)"
        ));
        seed
    });
    RareSettings {
        effort: args.effort,
        repeats: args.repeats,
        method: args.method.into(),
        seed,
        parameters: args.parameters.map_or_else(|| loaded.best_source(), Into::into),
    }
}

/// The command that gives the same answer.
fn command(args: &RareArgs, name: &str, event: &Event, settings: RareSettings) -> String {
    let method = match settings.method {
        rare::Method::Fixed => "fixed",
        rare::Method::Adaptive => "adaptive",
    };
    let mut text = format!(
        "halha rare '{}' --conflict {name} --effort {} --repeats {} --method {method} --seed {} --parameters {}",
        event.id,
        settings.effort,
        settings.repeats,
        settings.seed,
        settings.parameters.as_str()
    );
    if args.variant {
        text.push_str(" --variant");
    }
    if args.swing {
        text.push_str(" --swing");
    }
    if args.crude > 0 {
        text.push_str(&format!(" --crude {}", args.crude));
    }
    text
}

/// Prints problems; errors end the command.
fn report(problems: &[halha_lab::Problem]) -> Result<(), Failure> {
    for problem in problems {
        output::note(&problem.to_string());
    }
    match problems.iter().filter(|p| !p.warning).count() {
        0 => Ok(()),
        errors => Err(Failure::Events { errors }),
    }
}
