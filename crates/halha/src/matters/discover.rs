//! `halha discover`: which parameters and early years lead to an outcome.

use halha_lab::matters::{self, Choice, DiscoverySettings, Threshold, Worlds};
use halha_lab::settings::ParameterSource;

use super::args::DiscoverArgs;
use super::{Asked, Subject, discover_page as page, list};
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::{Meter, STOP};

/// Campaigns of an ensemble that nobody has sized.
const CAMPAIGNS: u64 = 12_000;

/// Discovers and prints.
pub(crate) fn run(args: &DiscoverArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.subject.as_deref().unwrap_or(conflict);
    let subject = Subject::open(name)?;
    let all = subject.measures()?;
    let outcome = match (&args.outcome, args.list) {
        (Some(text), false) => {
            Threshold::read(text, &all).map_err(|error| Failure::Usage(error.to_string()))?
        }
        _ => return output::print(&list(&all, screen)),
    };
    let asked = Asked {
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
        .unwrap_or_else(|| subject.vectors(asked.parameters, campaigns));
    let draws = draws.clamp(1, campaigns);
    let ensemble = subject.ensemble(&asked, draws, campaigns.div_ceil(draws))?;
    let early = early(args, &ensemble.conflict().scenario.scenario().years);
    let prim = DiscoverySettings {
        choice: args.density.map_or(Choice::Youden, Choice::Density),
        boxes: usize::from(args.boxes),
        seed: ensemble.settings().seed,
        ..DiscoverySettings::default()
    };
    crate::run::listen();
    let meter = Meter::new(&STOP);
    let measures = [outcome.measure.clone()];
    let worlds = Worlds::play(&ensemble, &measures, early, args.threads.map(usize::from), &meter);
    meter.ends();
    let worlds = worlds?;
    let answer = matters::discover(&ensemble, &worlds, outcome, (early, prim), name)?;
    if let Some(directory) = &args.out {
        matters::write_discovery(directory, &worlds, &answer)?;
    }
    if args.json {
        return output::print_json(&answer);
    }
    let mut text = page::answer(&answer, screen);
    if let Some(directory) = &args.out {
        let shown = directory.display();
        text.push_str(&format!(
            "Answer: {shown}/{} · cases: {shown}/{}\n",
            matters::DISCOVERY,
            matters::CASES
        ));
    }
    output::print(&text)
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
