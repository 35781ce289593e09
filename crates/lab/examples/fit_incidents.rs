//! Fits the modules of counts, claims, responses and small fights to a conflict folder and prints what they learned.
//!
//! `cargo run --release -p halha-lab --example fit_incidents -- FOLDER [everything]`; the tables of the book's page on
//! fitting incidents are its output. With `everything` the rows after the training period are fitted as well.

#![allow(missing_docs, clippy::print_stdout)]

use halha_inference::nuts::NutsSettings;
use halha_lab::LoadedConflict;
use halha_lab::fit::before::Before;
use halha_lab::fit::split::Split;
use halha_lab::fit::{ModulePosterior, Scope, check, claims, counts, responses, small, whole};
use halha_record::Folder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = Folder::open(
        arguments
            .next()
            .ok_or("usage: fit_incidents FOLDER [everything]")?,
    )?;
    let scope = if arguments.next().is_some() {
        Scope::Everything
    } else {
        Scope::Training
    };
    let (conflict, findings) = LoadedConflict::load(&folder);
    let conflict = conflict.ok_or_else(|| format!("{findings:?}"))?;
    let (split, problems) = Split::of(&folder);
    let split = split.ok_or_else(|| format!("{problems:?}"))?;
    let settings = NutsSettings {
        seed: 1,
        ..NutsSettings::default()
    };

    let fitted = counts::fit(&conflict, &split, scope, &settings)?;
    tell(&fitted.posterior);
    println!(
        "count                                    recorded   5 %   50 %   95 %    PIT   CRPS  climatology"
    );
    let targets = check::count_targets(&conflict, &split);
    for p in &fitted.predictions {
        let climatology = targets
            .iter()
            .find(|t| t.observable == p.observable)
            .and_then(check::Target::climatology_crps);
        let [low, middle, high] = p.quantiles;
        println!(
            "{:40} {:8} {low:6.0} {middle:6.0} {high:6.0} {:6.3} {:6.1} {:>8} {}{}",
            p.observable,
            p.recorded,
            p.pit,
            p.crps,
            climatology.map_or("-".to_owned(), |c| format!("{c:.1}")),
            if p.fitted { "fitted" } else { "predicted" },
            if p.covered() { "" } else { "  OUTSIDE" },
        );
    }
    let claims = claims::fit(&conflict, &split, scope, &settings);
    let known: Vec<_> = claims
        .iter()
        .map(|c| whole::drawn(&c.parameters, &c.draws))
        .collect();
    let before = Before::new(&conflict.priors, &known, &[]);
    for posterior in [
        claims,
        responses::fit(&conflict, &split, scope, &settings),
        small::fit(&conflict, (&split, scope), &before, settings.seed),
    ] {
        match posterior {
            Ok(posterior) => tell(&posterior),
            Err(why) => println!("{why}"),
        }
    }
    let short = NutsSettings {
        chains: 2,
        tune: 300,
        draws: 500,
        ..settings
    };
    println!("{:?}", responses::leave_one_episode_out(&conflict, &short)?);
    Ok(())
}

fn tell(posterior: &ModulePosterior) {
    println!(
        "\n== {}: {:.2} s, {} divergences",
        posterior.name,
        posterior.wall_seconds,
        posterior.draws.divergences()
    );
    for line in &posterior.data {
        println!("  used: {line}");
    }
    for line in &posterior.left_out {
        println!("  left out: {line}");
    }
    println!("parameter              prior mean     sd   posterior     sd  contraction");
    for l in &posterior.learned {
        println!(
            "{:22} {:10.3} {:6.3} {:11.3} {:6.3} {:12.2}  {}",
            l.parameter,
            l.prior[0],
            l.prior[1],
            l.posterior[0],
            l.posterior[1],
            l.contraction,
            l.label()
        );
    }
}
