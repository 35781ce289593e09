//! `halha replay`: one campaign told as a chronicle, from a run that is there or from a seed alone.

mod args;
pub(crate) mod page;

use std::path::Path;

use halha_lab::ensemble::Ensemble;
use halha_lab::job::{self, RunError};
use halha_lab::provenance::Provenance;
use halha_lab::replay::{Chronicle, Filter, Log, Names, settings_of};
use halha_lab::settings::{Cut, RunSettings};
use halha_lab::store::StoredRun;
use halha_record::vocab::suggest;

pub(crate) use self::args::ReplayArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};

/// A campaign that can be told: its names, its events, and where they come from.
struct Campaign {
    names: Names,
    log: Log,
    /// Which campaign this is.
    title: String,
    /// Where its events come from.
    origin: String,
}

/// Tells one campaign.
pub(crate) fn run(args: &ReplayArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let campaign = match args.seed {
        Some(seed) => from_seed(args, seed, args.target.as_deref().unwrap_or(conflict))?,
        None => from_run(args)?,
    };
    let filter = filter(args, &campaign.names)?;
    if args.json {
        return output::print(&json(&campaign, &filter));
    }
    let chronicle = Chronicle::of(&campaign.names, &campaign.log, &filter);
    output::print(&page::chronicle(
        &campaign.names,
        &chronicle,
        (&campaign.title, &campaign.origin),
        screen,
    ))
}

/// The campaign of a seed, a draw and a replicate, played now.
fn from_seed(args: &ReplayArgs, seed: u64, name: &str) -> Result<Campaign, Failure> {
    let (draw, replicate) = (args.draw.unwrap_or(0), args.replicate.unwrap_or(0));
    let (of_priors, replication) = settings_of(seed, draw, replicate).ok_or_else(|| {
        Failure::Usage(format!(
            "draw {draw} and replicate {replicate} are too large to be numbered"
        ))
    })?;
    let loaded = crate::run::load(&conflict::open(name)?, name)?;
    let settings = RunSettings {
        parameters: loaded.best_source(),
        ..of_priors
    };
    let ensemble = Ensemble::new(loaded, settings).map_err(RunError::from)?;
    let title = format!("seed {seed}, draw {draw}, replicate {replicate}");
    played(
        &ensemble,
        replication,
        title,
        "Played now, from the seed.".to_owned(),
    )
}

/// A campaign of a run that is there: played again if this version can, else read from the events it stored.
fn from_run(args: &ReplayArgs) -> Result<Campaign, Failure> {
    let (Some(directory), Some(replication)) = (&args.target, args.replication) else {
        return Err(Failure::Usage(
            "which campaign? Give the directory of a run and the number of a campaign (halha replay runs/… 17), \
             or a seed (halha replay --seed 7)"
                .to_owned(),
        ));
    };
    let directory = Path::new(directory);
    match job::reopen(directory) {
        Ok((_, provenance, ensemble)) => {
            let title = title(&provenance, replication)?;
            played(
                &ensemble,
                replication,
                title,
                "Played again from the run’s provenance.".to_owned(),
            )
        }
        Err(RunError::Other { difference, .. }) => stored(directory, replication, &difference),
        Err(other) => Err(other.into()),
    }
}

fn played(ensemble: &Ensemble, replication: u64, title: String, origin: String) -> Result<Campaign, Failure> {
    let (_, _, events) = ensemble.play_one(replication).map_err(RunError::from)?;
    let names = Names::of(ensemble.conflict());
    Ok(Campaign {
        names,
        log: Log { events, whole: true },
        title,
        origin,
    })
}

/// The events that a run of another version has stored.
fn stored(directory: &Path, replication: u64, difference: &str) -> Result<Campaign, Failure> {
    let run = StoredRun::open(directory)?;
    let title = title(run.provenance(), replication)?;
    let unreadable = || {
        let what =
            format!("the run was made otherwise ({difference}) and has stored no events to tell it from");
        Failure::Untold {
            what,
            remedy: format!("make it anew with: {}", run.provenance().command),
        }
    };
    let names = Names::of_note(&run.provenance().conflict).ok_or_else(unreadable)?;
    let log = Log::stored(&run, &names, replication)?.ok_or_else(unreadable)?;
    let missing = if log.whole {
        ""
    } else {
        " Only the great crises were stored."
    };
    let origin =
        format!("Read from the stored events, since the run was made otherwise ({difference}).{missing}");
    Ok(Campaign {
        names,
        log,
        title,
        origin,
    })
}

fn title(provenance: &Provenance, replication: u64) -> Result<String, Failure> {
    let settings = &provenance.settings;
    if replication >= settings.replications {
        let last = settings.replications - 1;
        return Err(Failure::Usage(format!(
            "the run has no campaign {replication}; its campaigns are 0 to {last}"
        )));
    }
    let (draw, replicate) = settings.place(replication);
    Ok(format!(
        "campaign {replication} of {} (seed {}, draw {draw}, replicate {replicate})",
        provenance.run_id(),
        settings.seed
    ))
}

fn filter(args: &ReplayArgs, names: &Names) -> Result<Filter, Failure> {
    let calendar = &names.calendar;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from.first() > to.last()
    {
        return Err(Failure::Usage(format!(
            "--from {from} comes after --to {to}; give the earlier date first"
        )));
    }
    Ok(Filter {
        from: args.from.map(|cut: Cut| calendar.day(cut.first())),
        until: args.to.map(|cut: Cut| calendar.day(cut.last()) + 1.0),
        sector: args
            .sector
            .as_deref()
            .map(|typed| sector(names, typed))
            .transpose()?,
        all: args.all,
    })
}

/// The sector whose id is typed, or begun.
fn sector(names: &Names, typed: &str) -> Result<usize, Failure> {
    let ids = &names.sector_ids;
    let begun: Vec<usize> = (0..ids.len()).filter(|k| ids[*k].starts_with(typed)).collect();
    if let Some(exact) = ids.iter().position(|id| id == typed) {
        return Ok(exact);
    }
    if let [one] = begun[..] {
        return Ok(one);
    }
    let hint = suggest(typed, ids.iter().map(String::as_str)).map_or_else(
        || format!("; there are {}", ids.join(", ")),
        |near| format!("; did you mean {near}?"),
    );
    Err(Failure::Unknown {
        what: "sector",
        name: typed.to_owned(),
        hint,
    })
}

fn json(campaign: &Campaign, filter: &Filter) -> String {
    let taken = campaign
        .log
        .events
        .iter()
        .filter(|(time, event)| filter.takes(*time, event));
    taken
        .map(|(time, event)| halha_lab::replay::line(&campaign.names, *time, event) + "\n")
        .collect()
}
