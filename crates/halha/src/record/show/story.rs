//! What a page tells beside its figures: who took part, what each voice adds in words, the responses, acts and chain.

use halha_record::Record;
use halha_record::model::{DecisionRow, Incident};
use halha_record::view::{Page, Section};

use super::voices::Voices;
use crate::figures::{mark, say};
use crate::names::parties_name;
use crate::output::Screen;
use crate::record::chronicle_table;
use crate::tables::{heading, paragraph};

/// A heading and its lines, or nothing.
fn titled(title: &str, lines: &[String], screen: &Screen) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = heading(title);
    for line in lines {
        text.push_str(&paragraph(screen, line, 4));
    }
    text
}

/// Who took part, and as what.
pub(crate) fn participants(record: &Record, page: &Page<'_>, voices: &mut Voices, screen: &Screen) -> String {
    let mut lines = Vec::new();
    for row in &page.participants {
        let mut line = format!(
            "{}, {}",
            record.name_of(&row.party),
            row.role.as_str().replace('-', " ")
        );
        for extra in [&row.unit, &row.commander]
            .into_iter()
            .filter(|extra| !extra.is_empty())
        {
            line.push_str(&format!(" · {extra}"));
        }
        let number = voices.number(&row.claimed_by, &row.source);
        lines.push(format!("{line}{} [{number}]", mark(row.status)));
    }
    titled("Who took part", &lines, screen)
}

/// The engagements that it is made of, a line or two each.
pub(crate) fn parts(record: &Record, page: &Page<'_>, screen: &Screen) -> String {
    if page.parts.is_empty() {
        return String::new();
    }
    format!(
        "{}{}",
        heading("Its parts, each with a page of its own"),
        chronicle_table(record, &page.parts, screen)
    )
}

/// What is said in words, attribute by attribute.
pub(crate) fn accounts(record: &Record, page: &Page<'_>, voices: &mut Voices, screen: &Screen) -> String {
    let rows = page
        .sections
        .iter()
        .filter(|(section, _)| *section == Section::Accounts)
        .flat_map(|(_, rows)| rows);
    let mut lines = Vec::new();
    for row in rows {
        for told in row.books.iter().flatten() {
            let statement = &told.claim.statement;
            let number = voices.number(&statement.claimed_by, &statement.source);
            let whose = match row.party {
                [] => String::new(),
                parties => format!(" ({})", parties_name(record, parties)),
            };
            lines.push(format!(
                "{}{whose}: {}{} — {} [{number}]",
                row.attribute.replace('-', " "),
                say(record, statement),
                mark(statement.status),
                record.name_of(&statement.claimed_by),
            ));
        }
    }
    titled("In words", &lines, screen)
}

/// The recorded responses of the commands, step by step.
pub(crate) fn decisions(record: &Record, page: &Page<'_>, voices: &mut Voices, screen: &Screen) -> String {
    let lines: Vec<String> = page
        .decisions
        .iter()
        .map(|row| decision(record, row, voices))
        .collect();
    titled("Responses, step by step", &lines, screen)
}

fn decision(record: &Record, row: &DecisionRow, voices: &mut Voices) -> String {
    let side = record.conflict.sides.iter().find(|side| side.id == row.side);
    let side = side.map_or(row.side.as_str(), |side| side.name.as_str());
    let command = row.command.as_ref().and_then(|id| record.commands.get(id));
    let by = command.map_or_else(String::new, |command| format!(", {}", command.name));
    let approval = match row.authorised {
        Some(true) => ", approved by the capital",
        Some(false) => ", without the capital's approval",
        None => "",
    };
    let after = if row.after.is_empty() {
        String::new()
    } else {
        format!(", after {}", row.after)
    };
    let voice = record
        .sources
        .get(&row.source)
        .map_or(&row.source, |source| &source.voice);
    format!(
        "{:>2}. {} · {side}{by} ({}{approval}): {}{}{after} [{}]",
        row.step,
        row.date.describe(),
        row.level,
        row.rung.as_str().replace('-', " "),
        mark(row.status),
        voices.number(voice, &row.source),
    )
}

/// What was done about it between states.
pub(crate) fn acts(page: &Page<'_>, voices: &mut Voices, screen: &Screen) -> String {
    let mut lines = Vec::new();
    for act in &page.acts {
        let outcome = if act.outcome.is_empty() {
            String::new()
        } else {
            format!(": {}", act.outcome)
        };
        let number = voices.number(&act.claimed_by, &act.source);
        let mark = mark(act.status);
        lines.push(format!(
            "{} · {} ({}){outcome}{mark} [{number}]",
            act.date.describe(),
            act.name,
            act.id
        ));
    }
    titled("Between the states", &lines, screen)
}

/// What contains it, what it answered and what answered it.
pub(crate) fn chain(page: &Page<'_>, screen: &Screen) -> String {
    let line = |relation: &str, other: &Incident| {
        format!(
            "{relation} {}, {} ({})",
            other.name,
            other.date.describe(),
            other.id
        )
    };
    let chain = &page.chain;
    let mut lines: Vec<String> = chain.part_of.iter().map(|whole| line("part of", whole)).collect();
    lines.extend(chain.answers.iter().map(|cause| line("answered", cause)));
    lines.extend(
        chain
            .answered_by
            .iter()
            .map(|answer| line("was answered by", answer)),
    );
    titled("Chain", &lines, screen)
}

/// Later works that show it.
pub(crate) fn depictions(page: &Page<'_>, screen: &Screen) -> String {
    let lines: Vec<String> = page
        .depictions
        .iter()
        .map(|work| {
            let date = work
                .date
                .as_ref()
                .map_or_else(String::new, |date| format!(", {}", date.describe()));
            format!(
                "{} ({}, {}{date}): {}",
                work.title, work.kind, work.origin, work.summary
            )
        })
        .collect();
    titled("Shown in", &lines, screen)
}
