//! `halha`: the command line. It parses, calls the record and the lab, and prints.

mod again;
mod args;
mod certify;
mod check;
mod combat;
mod conflict;
mod explore;
mod failure;
mod figures;
mod fit;
mod forecast;
mod manual;
mod matters;
mod names;
mod output;
mod overview;
mod rare;
mod record;
#[cfg(test)]
mod reference;
mod replay;
mod run;
mod score;
mod study;
mod tables;
mod whatif;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::output::Screen;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    let screen = Screen::new(args.width);
    let conflict = &args.conflict;
    match &args.command {
        None => overview::run(&args.conflict, &screen),
        Some(Command::Run(run)) => run::run(run, &args.conflict, &screen),
        Some(Command::Fit(fit)) => fit::run(fit, &args.conflict, &screen),
        Some(Command::Certify(certify)) => certify::run(certify, &args.conflict, &screen),
        Some(Command::Check(check)) => check::run(check, &args.conflict, &screen),
        Some(Command::Score(score)) => score::run(score, &args.conflict, &screen),
        Some(Command::Whatif(asked)) => whatif::run(asked, &args.conflict, &screen),
        Some(Command::Forecast(asked)) => forecast::run(asked, &args.conflict, &screen),
        Some(Command::Study(asked)) => study::run(asked, &args.conflict, &screen),
        Some(Command::Rare(asked)) => rare::run(asked, &args.conflict, &screen),
        Some(Command::Sensitivity(asked)) => matters::sensitivity(asked, &args.conflict, &screen),
        Some(Command::Discover(asked)) => matters::discover(asked, &args.conflict, &screen),
        Some(Command::Replay(replay)) => replay::run(replay, &args.conflict, &screen),
        Some(Command::Explore(explore)) => explore::run(explore, &args.conflict),
        Some(Command::Record(record)) => record::run(&record.command, &args.conflict, &screen),
        Some(Command::Import(args)) => combat::import(args, &screen),
        Some(Command::Combat(args)) => combat::run(args, conflict, &screen),
        Some(Command::Completions { shell }) => manual::completions(*shell),
        Some(Command::Man { dir }) => manual::man(dir.as_deref()),
    }
}
