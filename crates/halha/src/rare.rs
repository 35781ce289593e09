//! `halha rare`: the probability of rare events by multilevel splitting, its error, its cost and what it hangs on.

mod args;
mod meter;
pub(crate) mod page;

use std::time::Instant;

use halha_lab::LoadedConflict;
use halha_lab::asked::Asked;
use halha_lab::rare::{self, Answer, Event, Known, RareError, RareQuestion, RareSettings, Work};
use halha_lab::whatif;

pub(crate) use self::args::RareArgs;
pub(crate) use self::meter::Meter;
use crate::again;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// What is done with an answer, and the seconds that it took where nothing else was played.
type Tell<'t> = &'t mut dyn FnMut(Answer, Option<f64>) -> Result<(), Failure>;

/// Estimates, goes on with an estimate, makes one again, or lists what can be asked.
pub(crate) fn run(args: &RareArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    if let Some(first) = &args.again {
        let asked = Asked::answered(first, rare::ANSWER)?;
        let files = [rare::STAGES, rare::ANSWER];
        return again::compare(first, args.out.as_deref(), &files, |second| {
            let args = args.like(&asked, second);
            estimate(&args, &asked.called, Some(&asked), &mut |_, _| Ok(()))
        });
    }
    if let Some(directory) = &args.resume {
        let asked = Asked::broken_off(directory)?;
        return told(&args.like(&asked, directory), &asked.called, screen);
    }
    if args.list {
        let folder = conflict::open(name)?;
        let loaded = crate::run::load(&folder, name)?;
        return output::print(&page::list(&events(&folder, &loaded)?.0, screen));
    }
    told(args, name, screen)
}

/// Estimates and prints.
fn told(args: &RareArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let mut answers = Vec::new();
    let done = estimate(args, name, None, &mut |answer, seconds| {
        if !args.json {
            output::print(&page::answer(&answer, seconds, screen))?;
        }
        answers.push(answer);
        Ok(())
    });
    if args.json && !answers.is_empty() {
        output::print_json(&answers)?;
    }
    done?;
    match answers.iter().any(page::disagrees) {
        true => Err(Failure::CheckFailed),
        false => Ok(()),
    }
}

/// The conflict's own events, and what else an event can be made of; problems are printed.
fn events(
    folder: &halha_record::Folder,
    loaded: &LoadedConflict,
) -> Result<(Vec<Event>, Vec<whatif::Measure>), Failure> {
    let (measures, mut problems) = whatif::measures(folder, loaded);
    let known = Known {
        conflict: loaded,
        measures: &measures,
    };
    let (shipped, wrong) = rare::events(folder, known);
    problems.extend(wrong);
    report(&problems)?;
    Ok((shipped, measures))
}

/// Estimates event after event. An answer that was asked for `before` must still be decided by the same things.
fn estimate(
    args: &RareArgs,
    name: &str,
    before: Option<&Asked<RareQuestion>>,
    tell: Tell<'_>,
) -> Result<(), Failure> {
    let folder = conflict::open(name)?;
    let loaded = crate::run::load(&folder, name)?;
    let (shipped, measures) = events(&folder, &loaded)?;
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
    let known = Known {
        conflict: &loaded,
        measures: &measures,
    };
    let named = args
        .events
        .iter()
        .map(|typed| rare::named(typed, &shipped, known));
    let asked: Vec<Event> = named.collect::<Result<_, String>>().map_err(Failure::Usage)?;
    crate::run::listen();
    let settings = settings(args, &loaded);
    for event in &asked {
        let work = Work::new(&loaded, event, question(args, event, settings)?, name);
        again::still(before, work.asked())?;
        let (answer, seconds) = one(args, &work)?;
        let stopped = answer.provenance.stopped;
        tell(answer, seconds)?;
        match &args.out {
            Some(directory) if stopped => return Err(again::broken_off("rare", directory)),
            None if stopped => break,
            _ => {}
        }
    }
    Ok(())
}

/// The answer about one event, and the seconds of its repeats where nothing else was played.
fn one(args: &RareArgs, work: &Work) -> Result<(Answer, Option<f64>), Failure> {
    let meter = Meter::new(&work.asked().question.event);
    let how: rare::How<'_> = (args.threads.map(usize::from), &meter);
    let began = Instant::now();
    let done = match &args.out {
        Some(directory) => work.answer_in(directory, work.keep(directory)?, how),
        None => work.answer(&mut None, how).map(|(answer, _)| answer),
    };
    let seconds = began.elapsed().as_secs_f64();
    meter.ends();
    let alone = !args.swing && args.crude == 0 && args.resume.is_none();
    match (done, &args.out) {
        (Err(RareError::Stopped), Some(directory)) => Err(again::broken_off("rare", directory)),
        (done, _) => Ok((done?, alone.then_some(seconds))),
    }
}

fn question(args: &RareArgs, event: &Event, settings: RareSettings) -> Result<RareQuestion, Failure> {
    if args.variant && event.variant.is_none() {
        let which = format!("{} has no variant; leave --variant out", event.id);
        return Err(Failure::Usage(which));
    }
    Ok(RareQuestion {
        event: event.id.clone(),
        settings,
        variant: args.variant,
        swing: args.swing,
        crude: args.crude,
    })
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
