//! `halha sensitivity`: which parameters account for what comes out, and how much is chance.

use halha_lab::LoadedConflict;
use halha_lab::matters::{self, Design, DesignSettings, Sensitivity, Study, Worlds};
use halha_lab::settings::ParameterSource;
use halha_lab::whatif::Measure;

use super::args::{By, DesignKind, SensitivityArgs};
use super::{Asked, Subject, list, seed, sensitivity_page as page};
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::{Meter, STOP};

/// Base points, and campaigns at each, of a design that nobody has sized.
fn sizes(design: DesignKind) -> (u64, usize) {
    match design {
        DesignKind::Saltelli => (128, 4),
        DesignKind::Screening => (24, 4),
        DesignKind::GivenData => (2000, 8),
    }
}

/// Analyses and prints.
pub(crate) fn run(args: &SensitivityArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let name = args.subject.as_deref().unwrap_or(conflict);
    let subject = Subject::open(name)?;
    let all = subject.measures()?;
    if args.list {
        return output::print(&list(&all, screen));
    }
    let chosen =
        matters::choose(&all, &args.observables).map_err(|error| Failure::Usage(error.to_string()))?;
    crate::run::listen();
    let answer = match (subject, args.design) {
        (subject, DesignKind::GivenData) => of_worlds(subject, &chosen, args, name)?,
        (Subject::Conflict(_, loaded), _) => of_design(&loaded, chosen, args, name)?,
        (Subject::Run(..), _) => {
            return Err(Failure::Usage(format!(
                "{name} is a run, whose campaigns are no design; analyse it with --design given-data, or give a conflict"
            )));
        }
    };
    if args.json {
        return output::print_json(&answer);
    }
    let mut text = page::answer(&answer, args.all, screen);
    if let Some(directory) = &args.out {
        text.push_str(&page::place(directory, answer.provenance.settings.design));
    }
    output::print(&text)
}

/// Plays a design of the priors.
fn of_design(
    loaded: &LoadedConflict,
    measures: Vec<Measure>,
    args: &SensitivityArgs,
    name: &str,
) -> Result<Sensitivity, Failure> {
    if args.parameters.map(ParameterSource::from) == Some(ParameterSource::Posterior) {
        return Err(Failure::Usage(
            "designs move parameters one by one, and those of a posterior depend on each other; use --design given-data"
                .to_owned(),
        ));
    }
    let (base, replicates) = sizes(args.design);
    let settings = DesignSettings {
        design: Design::from(args.design),
        base: args.base.unwrap_or(base),
        replicates: args.replicates.unwrap_or(replicates),
        grouping: args.by.into(),
        seed: seed(args.seed),
    };
    let study = Study::new(loaded, measures, settings)?;
    let meter = Meter::new(&STOP);
    let played = study.play(args.threads.map(usize::from), &meter);
    meter.ends();
    let played = played?;
    let answer = Sensitivity::of_design(&study, &played, name);
    if let Some(directory) = &args.out {
        matters::write_sensitivity(directory, &study, &played, &answer)?;
    }
    Ok(answer)
}

/// Looks at the worlds of an ensemble.
fn of_worlds(
    subject: Subject,
    measures: &[Measure],
    args: &SensitivityArgs,
    name: &str,
) -> Result<Sensitivity, Failure> {
    if args.by == By::Layer {
        return Err(Failure::Usage(
            "--by layer needs a design: draws that are there tell of parameters one by one".to_owned(),
        ));
    }
    let asked = Asked {
        seed: args.seed,
        parameters: args.parameters.map(ParameterSource::from),
        decides: args.seed.is_some()
            || args.parameters.is_some()
            || args.base.is_some()
            || args.replicates.is_some(),
    };
    let (otherwise, replicates) = sizes(DesignKind::GivenData);
    let draws = args
        .base
        .unwrap_or_else(|| subject.vectors(asked.parameters, otherwise));
    let replicates = args.replicates.unwrap_or(replicates) as u64;
    let ensemble = subject.ensemble(&asked, draws, replicates)?;
    let meter = Meter::new(&STOP);
    let worlds = Worlds::play(&ensemble, measures, None, args.threads.map(usize::from), &meter);
    meter.ends();
    let answer = Sensitivity::of_worlds(&ensemble, &worlds?, measures, name)?;
    if let Some(directory) = &args.out {
        matters::write_given(directory, &answer)?;
    }
    Ok(answer)
}
