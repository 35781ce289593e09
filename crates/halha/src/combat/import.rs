//! `halha import cdb90`: what is in a table of battles, what was set aside and why, and all that is wrong with it.

use std::collections::BTreeMap;

use halha_combat::battle::{Battle, Outcome};
use halha_combat::problem::Problem;
use halha_combat::table::{self, Aside, Table};
use serde::Serialize;

use super::args::Cdb90Args;
use super::bytes;
use crate::failure::Failure;
use crate::output::{self, Screen, bold};

/// What a table holds.
#[derive(Serialize)]
struct Summary {
    file: String,
    hash: String,
    rows: usize,
    usable: usize,
    wars: usize,
    first: String,
    last: String,
    outcomes: BTreeMap<&'static str, usize>,
    aside: BTreeMap<&'static str, usize>,
    problems: Vec<Problem>,
}

pub(super) fn run(args: &Cdb90Args, _screen: &Screen) -> Result<(), Failure> {
    let (table, problems) = table::read(&bytes(&args.file)?);
    let refused = table.is_none();
    let summary = summary(
        &args.file.display().to_string(),
        table.unwrap_or_default(),
        problems,
    );
    if args.json {
        output::print_json(&summary)?;
    } else {
        output::print(&text(&summary, refused))?;
    }
    if refused {
        Err(Failure::CheckFailed)
    } else {
        Ok(())
    }
}

fn summary(file: &str, table: Table, problems: Vec<Problem>) -> Summary {
    let battles = &table.battles;
    let mut wars: Vec<&str> = battles.iter().map(|b| b.war.as_str()).collect();
    wars.sort_unstable();
    wars.dedup();
    let count = |outcome: Outcome| battles.iter().filter(|b| b.outcome == outcome).count();
    let aside = |why: Aside| table.aside.iter().filter(|a| a.0 == why).count();
    let reasons = [Aside::InsideAnother, Aside::NoStrength, Aside::ReferenceCase];
    let day = |battle: Option<&Battle>| battle.map_or(String::new(), |b| b.date.to_string());
    Summary {
        file: file.to_owned(),
        hash: table.hash.clone(),
        rows: battles.len() + table.aside.len(),
        usable: battles.len(),
        wars: wars.len(),
        first: day(battles.iter().min_by_key(|b| b.date)),
        last: day(battles.iter().max_by_key(|b| b.date)),
        outcomes: [
            ("loss", Outcome::Loss),
            ("draw", Outcome::Draw),
            ("win", Outcome::Win),
        ]
        .map(|(name, outcome)| (name, count(outcome)))
        .into(),
        aside: reasons.map(|why| (why.why(), aside(why))).into(),
        problems,
    }
}

fn text(s: &Summary, refused: bool) -> String {
    let mut out = format!("{}\n", bold(&s.file));
    if refused {
        out += "refused: what is marked error below stands in the way.\n";
    } else {
        out += &format!(
            "{} rows (hash {}); {} may be learned from:\n",
            s.rows, s.hash, s.usable
        );
        out += &format!("  {} wars, {} to {}\n", s.wars, s.first, s.last);
        let of = |name: &str| s.outcomes.get(name).copied().unwrap_or(0);
        out += &format!(
            "  attacker won {}, lost {}, neither {}\n",
            of("win"),
            of("loss"),
            of("draw")
        );
        for (why, count) in s.aside.iter().filter(|a| *a.1 > 0) {
            out += &format!("  set aside: {count} {why}\n");
        }
    }
    for problem in &s.problems {
        out += &format!("{problem}\n");
    }
    out
}
