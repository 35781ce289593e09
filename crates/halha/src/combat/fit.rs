//! `halha combat fit`: the parameters of engagements learned from battles, written as priors.

use halha_combat::posterior::{Origin, learn};
use halha_combat::select::Selection;

use super::args::FitArgs;
use super::table;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(args: &FitArgs) -> Result<(), Failure> {
    if args.output.exists() && !args.force {
        return Err(Failure::Exists {
            path: args.output.clone(),
            remedy: "give another name, or --force to replace it",
        });
    }
    let read = table(&args.file)?;
    let (from, to) = args.train;
    let battles = Selection::years(from, to).of(&read.battles);
    if battles.len() < 30 {
        let count = battles.len();
        return Err(Failure::Battles(format!(
            "{count} battles of {from}-{to}; at least 30 are needed"
        )));
    }
    let posterior =
        learn(&battles, &args.sampling.settings()).map_err(|e| Failure::Battles(e.to_string()))?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned());
    let origin = Origin {
        file: name.unwrap_or_default(),
        hash: read.hash,
        selection: format!("{from}-{to}"),
        seed: args.sampling.seed,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    std::fs::write(&args.output, posterior.to_toml(&origin)).map_err(|error| Failure::Write {
        path: args.output.clone(),
        error,
    })?;
    let (n, divergent) = (posterior.battles, posterior.divergences);
    output::print(&format!(
        "{} battles learned from, {divergent} divergent draws; wrote {}\n",
        n,
        args.output.display()
    ))
}
