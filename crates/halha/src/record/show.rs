//! `halha record show`: one incident or act, what each side and each later voice says of it, side by side.

mod books;
mod head;
mod story;
mod voices;

use halha_record::view::Page;
use halha_record::{Id, Record};

use self::voices::Voices;
pub(crate) use self::voices::cite;
use super::lookup;
use crate::args::ShowArgs;
use crate::conflict;
use crate::failure::Failure;
use crate::figures::{LEGEND, mark, say};
use crate::names::parties_name;
use crate::output::{self, Screen, dim};
use crate::tables::{heading, paragraph};

/// Shows the subject that is named.
pub(crate) fn run(args: &ShowArgs, conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let record = conflict::record(conflict)?;
    let id = lookup::subject(&record, &args.id)?;
    let Some(page) = record.page(&id) else {
        return Ok(());
    };
    if args.json {
        return output::print_json(&page);
    }
    output::print(&text(&record, &page, &id, args.claims, screen))
}

fn text(record: &Record, page: &Page<'_>, id: &Id, in_full: bool, screen: &Screen) -> String {
    let mut voices = Voices::default();
    let mut text = head::text(record, page, screen);
    text.push_str(&story::participants(record, page, &mut voices, screen));
    text.push_str(&books::text(record, page, &mut voices, screen));
    text.push_str(&story::parts(record, page, screen));
    text.push_str(&story::accounts(record, page, &mut voices, screen));
    text.push_str(&story::decisions(record, page, &mut voices, screen));
    text.push_str(&story::acts(page, &mut voices, screen));
    text.push_str(&story::chain(page, screen));
    text.push_str(&story::depictions(page, screen));
    if in_full {
        text.push_str(&claims_in_full(record, id, &mut voices, screen));
    }
    text.push_str(&foot(record, id, &voices, in_full, screen));
    text
}

/// Who speaks, what the marks mean, and how to see more.
fn foot(record: &Record, id: &Id, voices: &Voices, in_full: bool, screen: &Screen) -> String {
    let mut text = String::new();
    let voices = voices.lines(record);
    if !voices.is_empty() {
        text.push_str(&heading("Who says so, and where"));
    }
    for line in voices {
        text.push_str(&paragraph(screen, &line, 5));
    }
    text.push('\n');
    text.push_str(&dim(&paragraph(screen, LEGEND, 0)));
    let claims = record.claims_about(id).count();
    if !in_full && claims > 0 {
        let more =
            format!("{claims} claims. Place in the source and note of each: halha record show {id} --claims");
        text.push_str(&dim(&paragraph(screen, &more, 2)));
    }
    text
}

fn claims_in_full(record: &Record, id: &Id, voices: &mut Voices, screen: &Screen) -> String {
    let mut text = heading("Every claim");
    for claim in record.claims_about(id) {
        let statement = &claim.statement;
        let number = voices.number(&statement.claimed_by, &statement.source);
        let element = claim
            .element
            .map_or_else(String::new, |element| format!(" ({element})"));
        let mut line = format!(
            "{}{element}, {}: {}{} {}",
            claim.attribute.replace('-', " "),
            parties_name(record, &claim.party),
            say(record, statement),
            mark(statement.status),
            statement.unit,
        );
        if let Some(date) = &claim.date {
            line.push_str(&format!(", {}", date.describe()));
        }
        line.push_str(&format!(" [{number}] {}", statement.status));
        for extra in [&statement.locator, &statement.words, &statement.note] {
            if !extra.is_empty() {
                line.push_str(&format!(" · {extra}"));
            }
        }
        text.push_str(&paragraph(screen, &line, 4));
    }
    text
}
