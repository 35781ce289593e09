//! `halha record rivals`: where sources disagree most, as a ratio, with who says what.

use halha_record::{Ratio, Record, Rival, RivalClaim};

use super::lookup;
use crate::args::RivalsArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::figures::{LEGEND, mark, say};
use crate::names::parties_name;
use crate::output::{self, Screen, bold, dim};
use crate::tables::{self, paragraph};

/// Lists the disputed figures, the widest apart first.
pub(crate) fn run(args: &RivalsArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let record = conflict::record(conflict)?;
    let only = args
        .incident
        .as_deref()
        .map(|typed| lookup::subject(&record, typed))
        .transpose()?;
    let mut rivals = record.rivals();
    rivals.retain(|rival| only.as_ref().is_none_or(|only| rival.subject == only));
    let all = rivals.len();
    if !args.all {
        rivals.truncate(args.limit);
    }
    if args.json {
        return output::print_json(&rivals);
    }
    let mut text = page(&record, &rivals, screen);
    if rivals.len() < all {
        text.push_str(&dim(&format!(
            "{} of {all} disputed figures; the rest with --all\n",
            rivals.len()
        )));
    }
    output::print(&text)
}

fn page(record: &Record, rivals: &[Rival<'_>], screen: &Screen) -> String {
    if rivals.is_empty() {
        return "No figure is disputed here.\n".to_owned();
    }
    let mut text = String::new();
    for rival in rivals {
        text.push_str(&block(record, rival, screen));
    }
    text.push_str(&dim(&paragraph(screen, LEGEND, 0)));
    text
}

/// One disputed figure: ratio and figure in a line, then a line a claim, from low to high.
fn block(record: &Record, rival: &Rival<'_>, screen: &Screen) -> String {
    let head = format!(
        "{:<8} {}, {}",
        ratio(rival.ratio),
        rival.subject,
        figure(record, rival)
    );
    let mut text = bold(paragraph(screen, &head, 9).trim_end());
    text.push('\n');
    for claim in &rival.claims {
        let statement = &claim.claim.statement;
        let value = format!("{}{}", say(record, statement), mark(statement.status));
        let who = format!("{} ({})", record.name_of(&statement.claimed_by), statement.source);
        let gap = " ".repeat(24_usize.saturating_sub(tables::width_of(&value)));
        text.push_str(&format!("{gap}{value}  {}", paragraph(screen, &who, 0)));
    }
    if rival.reconcilable {
        text.push_str(&dim(&format!("{:>26}their ranges overlap\n", "")));
    }
    text.push('\n');
    text
}

/// `×3.2`, or `0 / some` where no quotient says how far apart they are.
pub(crate) fn ratio(ratio: Ratio) -> String {
    match ratio {
        Ratio::Times { times } if times >= 100.0 => format!("×{times:.0}"),
        Ratio::Times { times } => format!("×{times:.1}"),
        Ratio::NoneAgainst { .. } => "0 / some".to_owned(),
    }
}

/// `killed, Japan`, with the date for which it holds.
pub(crate) fn figure(record: &Record, rival: &Rival<'_>) -> String {
    let parties: Vec<_> = rival.party.iter().map(|id| (*id).clone()).collect();
    let thing = rival.element.map_or_else(String::new, |element| {
        format!("{} ", element.as_str().replace('-', " "))
    });
    let date = rival.date.map_or_else(String::new, |date| format!(" ({date})"));
    format!(
        "{thing}{}, {}{date}",
        rival.attribute.replace('-', " "),
        parties_name(record, &parties)
    )
}

/// `25,000 (Georgy Zhukov)`.
pub(crate) fn said(record: &Record, rival: &RivalClaim<'_>) -> String {
    let statement = &rival.claim.statement;
    format!(
        "{}{} ({})",
        say(record, statement),
        mark(statement.status),
        record.name_of(&statement.claimed_by)
    )
}
