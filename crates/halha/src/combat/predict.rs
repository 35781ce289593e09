//! `halha combat predict`: named battles predicted from battles of other wars, beside what is said of them.

use halha_combat::battle::Battle;
use halha_combat::score::Fold;
use halha_combat::select::Selection;
use halha_combat::table::{Aside, Table};
use halha_lab::skill::{Claimed, Learned, Predicted};

use super::args::PredictArgs;
use super::table;
use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen};
use crate::run::number;
use crate::tables::{self, paragraph};

/// Fewest battles to learn from.
const FEWEST: usize = 30;

pub(super) fn run(args: &PredictArgs, default: &str, screen: &Screen) -> Result<(), Failure> {
    let read = table(&args.file)?;
    let other = args.table.as_deref().map(table).transpose()?;
    let all = |t: &'_ Table| {
        let aside = t.aside.iter().filter(|a| a.0 == Aside::ReferenceCase);
        t.battles
            .iter()
            .chain(aside.map(|a| &a.1))
            .cloned()
            .collect::<Vec<Battle>>()
    };
    let asked: Vec<Battle> = other.as_ref().map(all).unwrap_or_default();
    let asked: Vec<&Battle> = asked.iter().collect();
    let (from, to) = args.train;
    let fold = Fold::split(&Selection::years(from, to).of(&read.battles), &asked);
    if fold.train.len() < FEWEST {
        return Err(Failure::Battles(format!(
            "{} battles of {from}-{to}; at least {FEWEST} are needed",
            fold.train.len()
        )));
    }
    let learned = Learned::from(&fold.train, &args.sampling.settings())
        .map_err(|error| Failure::Battles(error.to_string()))?;
    let predicted: Vec<Predicted> = if other.is_some() {
        fold.test.iter().map(|battle| learned.battle(battle)).collect()
    } else {
        let name = args.dir.as_deref().unwrap_or(default);
        let folder = conflict::open(name)?;
        let loaded = crate::run::load(&folder, name)?;
        learned.conflict(&loaded, args.men)
    };
    if args.json {
        return output::print_json(&predicted);
    }
    output::print(&text(&predicted, fold.train.len(), screen))
}

fn text(predicted: &[Predicted], learned: usize, screen: &Screen) -> String {
    let mut grid = tables::table(&[
        "Battle",
        "Side",
        "Men",
        "Wins",
        "Won",
        "Losses: median, 90 %",
        "Claimed",
    ]);
    for p in predicted {
        let mut head = format!("{}, {}", p.name, p.date);
        for side in 0..2 {
            let attacks = if p.attacker == Some(side) { ", attacks" } else { "" };
            let [low, middle, high] = p.losses[side];
            grid.add_row([
                std::mem::take(&mut head),
                format!("{}{attacks}", p.sides[side]),
                between(p.men[side]),
                format!("{:.0} %", 100.0 * p.wins[side]),
                if p.victor == Some(side) { "yes" } else { "" }.to_owned(),
                format!("{} ({}–{})", number(middle), number(low), number(high)),
                claims(&p.claimed[side]),
            ]);
        }
    }
    let words = format!(
        "Learned from {learned} battles, none of these among them. What is wanting to 100 % is the chance that neither side \
         wins. Losses are killed, wounded, missing and captured; claims on the killed alone say so."
    );
    format!(
        "{}{}",
        tables::fitting(grid, screen),
        paragraph(screen, &words, 0)
    )
}

fn between([low, high]: [f64; 2]) -> String {
    if low.to_bits() == high.to_bits() {
        number(low)
    } else {
        format!("{}–{}", number(low), number(high))
    }
}

fn claims(claims: &[Claimed]) -> String {
    let one = |c: &Claimed| {
        let killed = if c.what == "killed" { " killed" } else { "" };
        format!("{}{killed} {}", between([c.low, c.high]), c.by)
    };
    claims.iter().map(one).collect::<Vec<_>>().join("; ")
}
