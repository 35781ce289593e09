//! `halha discover`: which parameters and early years lead to an outcome.

use halha_lab::asked::Asked;
use halha_lab::ensemble::Ensemble;
use halha_lab::matters::{
    self, Choice, Discoveries, DiscoveryQuestion, DiscoverySettings, Threshold, Worlds,
};
use halha_lab::settings::ParameterSource;

use super::args::DiscoverArgs;
use super::{Subject, Typed, discover_page as page, is_run, kept, list, tell};
use crate::again;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::{Meter, STOP};

const COMMAND: &str = "discover";

/// Campaigns of an ensemble that nobody has sized.
const CAMPAIGNS: u64 = 12_000;

/// Discovers, goes on with a discovery, makes one again, or lists what can be asked about.
pub(crate) fn run(args: &DiscoverArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    if let Some(first) = &args.again {
        let asked: Asked<DiscoveryQuestion> = Asked::answered(first, matters::DISCOVERY)?;
        let files = [matters::DISCOVERY, matters::CASES];
        return again::compare(first, args.out.as_deref(), &files, |second| {
            let args = args.like(&asked, second, is_run(&asked.called));
            discover(&args, &asked.called, Some(&asked)).map(|_| ())
        });
    }
    if let Some(directory) = &args.resume {
        let asked = Asked::broken_off(directory)?;
        let args = args.like(&asked, directory, is_run(&asked.called));
        return told(&args, &asked.called, screen);
    }
    let name = args.subject.as_deref().unwrap_or(conflict);
    if args.list {
        let subject = Subject::open(name)?;
        return output::print(&list(&subject.measures()?, screen));
    }
    told(args, name, screen)
}

/// Discovers and prints.
fn told(args: &DiscoverArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let answer = discover(args, name, None)?;
    let how = (answer.provenance.stopped, args.json);
    tell(&answer, how, (COMMAND, args.out.as_deref()), |place| {
        let mut text = page::answer(&answer, screen);
        if let Some(directory) = place {
            let shown = directory.display();
            text.push_str(&format!(
                "Answer: {shown}/{} · cases: {shown}/{}\n",
                matters::DISCOVERY,
                matters::CASES
            ));
        }
        text
    })
}

/// The answer, which is written if it is whole. One that was asked for `before` must still be decided by the same things.
fn discover(
    args: &DiscoverArgs,
    name: &str,
    before: Option<&Asked<DiscoveryQuestion>>,
) -> Result<Discoveries, Failure> {
    let subject = Subject::open(name)?;
    let all = subject.measures()?;
    let outcome = args.outcome.as_deref().unwrap_or_default();
    let outcome = Threshold::read(outcome, &all).map_err(|error| Failure::Usage(error.to_string()))?;
    let ensemble = ensemble(subject, args)?;
    let early = early(args, &ensemble.conflict().scenario.scenario().years);
    let prim = DiscoverySettings {
        choice: args.density.map_or(Choice::Youden, Choice::Density),
        boxes: usize::from(args.boxes),
        seed: ensemble.settings().seed,
        ..DiscoverySettings::default()
    };
    let asked = matters::asked_of(&ensemble, &outcome, (early, prim), name);
    again::still(before, &asked)?;
    crate::run::listen();
    kept(
        &asked,
        matters::DISCOVERY,
        (COMMAND, args.out.as_deref()),
        |kept| {
            let meter = Meter::new(&STOP);
            let measures = [outcome.measure.clone()];
            let what = (&ensemble, &measures[..], early);
            let worlds = Worlds::play_on(kept, what, args.threads.map(usize::from), &meter);
            meter.ends();
            let worlds = worlds?;
            let answer = matters::discover(&ensemble, &worlds, outcome, (early, prim), name)?;
            if let Some(directory) = args.out.as_ref().filter(|_| !worlds.stopped) {
                matters::write_discovery(directory, &worlds, &answer)?;
            }
            Ok((answer, worlds.stopped))
        },
    )
}

/// The worlds that are looked at.
fn ensemble(subject: Subject, args: &DiscoverArgs) -> Result<Ensemble, Failure> {
    let typed = Typed {
        seed: args.seed,
        parameters: args.parameters.map(ParameterSource::from),
        decides: args.parameters.is_some()
            || args.seed.is_some()
            || args.replications.is_some()
            || args.draws.is_some(),
    };
    let campaigns = args.replications.unwrap_or(CAMPAIGNS);
    let draws = args
        .draws
        .unwrap_or_else(|| subject.vectors(typed.parameters, campaigns));
    let draws = draws.clamp(1, campaigns);
    subject.ensemble(&typed, draws, campaigns.div_ceil(draws))
}

/// The last early year: the one asked for, or that of the first third of the history; none in the shortest.
fn early(args: &DiscoverArgs, years: &[i32]) -> Option<i32> {
    let third = || years.get((years.len() / 3).checked_sub(1)?).copied();
    if args.no_early {
        None
    } else {
        args.early_until.or_else(third)
    }
}
