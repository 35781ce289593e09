//! `halha sensitivity`: which parameters account for what comes out, and how much is chance.

use halha_lab::LoadedConflict;
use halha_lab::asked::Asked;
use halha_lab::matters::{self, Design, DesignSettings, Sensitivity, SensitivityQuestion, Study, Worlds};
use halha_lab::settings::ParameterSource;
use halha_lab::whatif::Measure;

use super::args::{By, DesignKind, SensitivityArgs};
use super::{Subject, Typed, is_run, kept, list, seed, sensitivity_page as page, tell};
use crate::again;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::{Meter, STOP};

const COMMAND: &str = "sensitivity";

/// Base points, and campaigns at each, of a design that nobody has sized.
fn sizes(design: DesignKind) -> (u64, usize) {
    match design {
        DesignKind::Saltelli => (128, 4),
        DesignKind::Screening => (24, 4),
        DesignKind::GivenData => (2000, 8),
    }
}

/// Analyses, goes on with an analysis, makes one again, or lists what can be asked.
pub(crate) fn run(args: &SensitivityArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    if let Some(first) = &args.again {
        let asked: Asked<SensitivityQuestion> = Asked::answered(first, matters::SENSITIVITY)?;
        let files = [matters::SENSITIVITY, matters::INDICES, matters::OUTPUTS];
        let files = match asked.question.settings.design {
            Design::GivenData => &files[..2],
            Design::Saltelli | Design::Screening => &files[..],
        };
        return again::compare(first, args.out.as_deref(), files, |second| {
            let args = args.like(&asked, second, is_run(&asked.called));
            analyse(&args, &asked.called, Some(&asked)).map(|_| ())
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

/// Analyses and prints.
fn told(args: &SensitivityArgs, name: &str, screen: &Screen) -> Result<(), Failure> {
    let answer = analyse(args, name, None)?;
    let how = (answer.provenance.stopped, args.json);
    tell(&answer, how, (COMMAND, args.out.as_deref()), |place| {
        let mut text = page::answer(&answer, args.all, screen);
        if let Some(directory) = place {
            let design = answer.provenance.question.settings.design;
            text.push_str(&page::place(directory, design));
        }
        text
    })
}

/// The answer, which is written if it is whole. One that was asked for `before` must still be decided by the same things.
fn analyse(
    args: &SensitivityArgs,
    name: &str,
    before: Option<&Asked<SensitivityQuestion>>,
) -> Result<Sensitivity, Failure> {
    let subject = Subject::open(name)?;
    let all = subject.measures()?;
    let chosen =
        matters::choose(&all, &args.observables).map_err(|error| Failure::Usage(error.to_string()))?;
    crate::run::listen();
    match (subject, args.design) {
        (subject, DesignKind::GivenData) => of_worlds(subject, &chosen, args, (name, before)),
        (Subject::Conflict(_, loaded), _) => of_design(&loaded, chosen, args, (name, before)),
        (Subject::Run(..), _) => Err(Failure::Usage(format!(
            "{name} is a run, whose campaigns are no design; analyse it with --design given-data, or give a conflict"
        ))),
    }
}

/// Plays a design of the priors.
fn of_design(
    loaded: &LoadedConflict,
    measures: Vec<Measure>,
    args: &SensitivityArgs,
    (name, before): (&str, Option<&Asked<SensitivityQuestion>>),
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
    let asked = study.asked(name);
    again::still(before, &asked)?;
    kept(
        &asked,
        matters::SENSITIVITY,
        (COMMAND, args.out.as_deref()),
        |kept| {
            let meter = Meter::new(&STOP);
            let played = study.play_on(kept, args.threads.map(usize::from), &meter);
            meter.ends();
            let played = played?;
            let answer = Sensitivity::of_design(&study, &played, name);
            if let Some(directory) = args.out.as_ref().filter(|_| !played.stopped) {
                matters::write_sensitivity(directory, &study, &played, &answer)?;
            }
            Ok((answer, played.stopped))
        },
    )
}

/// Looks at the worlds of an ensemble.
fn of_worlds(
    subject: Subject,
    measures: &[Measure],
    args: &SensitivityArgs,
    (name, before): (&str, Option<&Asked<SensitivityQuestion>>),
) -> Result<Sensitivity, Failure> {
    if args.by == By::Layer {
        return Err(Failure::Usage(
            "--by layer needs a design: draws that are there tell of parameters one by one".to_owned(),
        ));
    }
    let typed = Typed {
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
        .unwrap_or_else(|| subject.vectors(typed.parameters, otherwise));
    let replicates = args.replicates.unwrap_or(replicates) as u64;
    let ensemble = subject.ensemble(&typed, draws, replicates)?;
    let asked = Sensitivity::asked_of_worlds(&ensemble, measures, name);
    again::still(before, &asked)?;
    kept(
        &asked,
        matters::SENSITIVITY,
        (COMMAND, args.out.as_deref()),
        |kept| {
            let meter = Meter::new(&STOP);
            let what = (&ensemble, measures, None);
            let worlds = Worlds::play_on(kept, what, args.threads.map(usize::from), &meter);
            meter.ends();
            let worlds = worlds?;
            let answer = Sensitivity::of_worlds(&ensemble, &worlds, measures, name)?;
            if let Some(directory) = args.out.as_ref().filter(|_| !worlds.stopped) {
                matters::write_given(directory, &answer)?;
            }
            Ok((answer, worlds.stopped))
        },
    )
}
