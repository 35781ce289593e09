//! `halha` alone: what the record holds, where it disagrees most, and what to type next.

use halha_record::Record;

use crate::conflict;
use crate::failure::Failure;
use crate::output::{self, Screen, bold, dim};
use crate::record::{figure, ratio, said};
use crate::tables::{heading, paragraph};

/// How many disputed figures are shown.
const SHOWN: usize = 3;

/// Prints the overview of a conflict.
pub(crate) fn run(conflict: &str, screen: &Screen) -> Result<(), Failure> {
    let record = conflict::record(conflict)?;
    output::print(&page(&record, conflict, screen))
}

fn page(record: &Record, name: &str, screen: &Screen) -> String {
    let head = &record.conflict;
    let mut text = format!("{}\n", bold(&head.title));
    text.push_str(&paragraph(screen, &head.summary, 0));
    let rivals = record.rivals();
    let held = format!(
        "\n{} incidents · {} acts between states · {} claims · {} sources · {} figures on which sources disagree",
        record.incidents.len(),
        record.acts.len(),
        record.claims.len(),
        record.sources.len(),
        rivals.len(),
    );
    text.push('\n');
    text.push_str(&paragraph(screen, &held, 0));
    if !rivals.is_empty() {
        text.push_str(&heading("Where they disagree most"));
    }
    for rival in rivals.iter().take(SHOWN) {
        text.push_str(&format!(
            "  {:<7} {} · {}\n",
            ratio(rival.ratio),
            rival.subject,
            figure(record, rival)
        ));
        if let (Some(low), Some(high)) = (rival.claims.first(), rival.claims.last()) {
            text.push_str(&dim(&format!(
                "          {} … {}\n",
                said(record, low),
                said(record, high)
            )));
        }
    }
    text.push_str(&next(record, name));
    text
}

/// Commands that lead on, with names from this record.
fn next(record: &Record, name: &str) -> String {
    let most = record
        .incidents
        .iter()
        .max_by_key(|incident| record.claims_about(&incident.id).count());
    let most = most.map_or("ID", |incident| incident.id.as_str());
    let option = if name == conflict::DEFAULT {
        String::new()
    } else {
        format!(" -C {name}")
    };
    let commands = [
        (
            format!("halha run{option}"),
            "play all of it ten thousand times, beside the record",
        ),
        (format!("halha record list{option}"), "the chronicle"),
        (
            format!("halha record show {most}{option}"),
            "one incident, all books side by side",
        ),
        (
            format!("halha record rivals{option}"),
            "where sources disagree, and who says what",
        ),
        (
            "halha record new my-conflict".to_owned(),
            "begin a conflict of your own",
        ),
        ("halha --help".to_owned(), "everything else"),
    ];
    let mut text = heading("Next");
    for (command, purpose) in commands {
        text.push_str(&format!("  {command:<46} {}\n", dim(purpose)));
    }
    text
}
