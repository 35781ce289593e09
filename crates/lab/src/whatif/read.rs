//! Reading interventions: every problem of a file at once, and of files that are composed.

mod change;
mod clash;

use halha_kernel::scenario::Scenario;
use halha_record::vocab::suggest;
use halha_record::{Folder, Record};

use super::intervention::{Condition, Do, Given, Intervention, Tag, When};
use crate::conflict::LoadedConflict;
use crate::problem::{Problem, ProblemCode};
use crate::scenario::Calendar;
use crate::toml_file::{Node, TomlFile};

pub(super) use clash::contradictions;

/// Folder of the interventions in a conflict folder.
pub const FOLDER: &str = "interventions";

/// What interventions may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Shelf<'s> {
    /// The record: its sides, sectors and sources.
    pub record: &'s Record,
    /// The baseline's scenario.
    pub scenario: &'s Scenario,
    /// Days and dates.
    pub calendar: &'s Calendar,
}

impl<'s> Shelf<'s> {
    /// What interventions of a conflict may refer to.
    pub fn of(conflict: &'s LoadedConflict) -> Self {
        Self {
            record: &conflict.record,
            scenario: conflict.scenario.scenario(),
            calendar: &conflict.calendar,
        }
    }
}

/// The interventions that a conflict folder ships, by file name, with all their problems.
pub fn shelf(folder: &Folder, known: Shelf<'_>) -> (Vec<Intervention>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let files: Vec<&str> = folder.names().filter(|name| is_intervention(name)).collect();
    for file in files {
        match folder.text(file) {
            Ok(text) => {
                let (read, wrong) = read(file, &text, known);
                found.extend(read);
                problems.extend(wrong);
            }
            Err(why) => problems.push(Problem::unreadable(file, why)),
        }
    }
    (found, problems)
}

fn is_intervention(name: &str) -> bool {
    name.strip_prefix(FOLDER)
        .is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".toml"))
}

/// Reads one file. All problems are reported; the intervention comes only without errors.
pub fn read(file: &str, text: &str, known: Shelf<'_>) -> (Option<Intervention>, Vec<Problem>) {
    let mut reader = Reader {
        file: TomlFile::new(file, text),
        name: file,
        text,
        known,
    };
    let parsed = reader.file.parse();
    let read = reader.intervention(&TomlFile::root(&parsed));
    let ok = !reader.file.has_errors();
    (read.filter(|_| ok), reader.file.into_problems())
}

const TOP: &[&str] = &[
    "format", "title", "question", "estimand", "tag", "source", "assumed", "note", "given", "do",
];

struct Reader<'t, 's> {
    file: TomlFile<'t>,
    name: &'t str,
    text: &'t str,
    known: Shelf<'s>,
}

impl<'t> Reader<'t, '_> {
    fn intervention(&mut self, root: &Node<'t>) -> Option<Intervention> {
        self.file.known_keys(root, TOP);
        self.file.format(root);
        let title = self.file.text(root, "title");
        let question = self.file.text(root, "question");
        let estimand = self.file.text(root, "estimand");
        let tag = self.file.word(root, "tag", &Tag::ALL);
        let origin = self.origin(root);
        let given = self.given(root);
        let dos = self.dos(root, given);
        for problem in contradictions(dos.iter()) {
            self.file.add(problem);
        }
        let stem = self.name.rsplit('/').next().unwrap_or(self.name);
        Some(Intervention {
            id: stem.strip_suffix(".toml").unwrap_or(stem).to_owned(),
            title: title?.to_owned(),
            question: question?.to_owned(),
            estimand: estimand?.to_owned(),
            tag: tag?,
            origin,
            given,
            dos,
            file: self.name.to_owned(),
            text: self.text.to_owned(),
        })
    }

    /// Where the intervention comes from: a source of the record, or the reason of an assumption.
    fn origin(&mut self, node: &Node<'t>) -> String {
        let source = self.file.optional_text(node, "source");
        let assumed = self.file.optional_text(node, "assumed");
        let sources = &self.known.record.sources;
        if let Some(source) = source
            && !sources.iter().any(|s| s.id.as_str() == source)
        {
            let remedy = match suggest(source, sources.iter().map(|s| s.id.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to sources.toml".to_owned(),
            };
            let message = "a source that the record does not list";
            self.file
                .wrong_at(node, "source", ProblemCode::UnknownName, message, remedy);
        }
        match (source, assumed) {
            (Some(source), _) => source.to_owned(),
            (None, Some(reason)) if !reason.trim().is_empty() => format!("assumed: {reason}"),
            _ => {
                self.file.push(
                    ProblemCode::Unsourced,
                    &node.span,
                    &node.path,
                    "an intervention without a source",
                    "add `source` (an id of sources.toml) or `assumed` (the reason)",
                );
                String::new()
            }
        }
    }

    fn given(&mut self, root: &Node<'t>) -> Option<Given> {
        self.file.value(root, "given")?;
        let node = self.file.table(root, "given")?;
        self.file.known_keys(&node, &["history-to", "note"]);
        let day = self.day(&node, "history-to", false)?;
        let end = self.known.calendar.end_days();
        if day >= end {
            let message = "a day after the end of the history";
            let remedy = format!("give a date before {}", self.known.calendar.date(end));
            self.file
                .wrong_at(&node, "history-to", ProblemCode::OutOfRange, message, remedy);
            return None;
        }
        let line = self.file.line(&node.span);
        Some(Given {
            day: day as u32,
            line,
        })
    }

    /// A date as a day of the history: the first day it may mean, or the day after the last. Not before the start.
    fn day(&mut self, node: &Node<'t>, key: &str, after: bool) -> Option<f64> {
        let cut = self.file.cut(node, key)?;
        let calendar = self.known.calendar;
        let day = if after {
            calendar.day(cut.last()) + 1.0
        } else {
            calendar.day(cut.first())
        };
        // A year or a month that has begun before the history means the part of it that belongs to it.
        if calendar.day(cut.last()) < 0.0 {
            let message = "a date before the history begins";
            let remedy = format!(
                "give a date from {} on, or none for the beginning",
                calendar.date(0.0)
            );
            self.file
                .wrong_at(node, key, ProblemCode::OutOfRange, message, remedy);
            return None;
        }
        Some(day.max(0.0))
    }

    fn dos(&mut self, root: &Node<'t>, given: Option<Given>) -> Vec<Do> {
        let nodes = self.file.tables(root, "do");
        let mut dos = Vec::new();
        for node in &nodes {
            dos.extend(self.one_do(node, given));
        }
        dos
    }

    /// What a table `[[do]]` says: a thing to do for each side and sector that it names.
    fn one_do(&mut self, node: &Node<'t>, given: Option<Given>) -> Vec<Do> {
        let line = self.file.line(&node.span);
        let changes = self.changes(node);
        let from = self.from(node, given);
        let until = match self.file.value(node, "until") {
            Some(_) => self.day(node, "until", true),
            None => None,
        };
        let Some(from) = from else { return Vec::new() };
        if let (When::Day(day), Some(end)) = (from, until)
            && end <= day
        {
            let message = "an intervention that ends before it begins";
            self.file
                .wrong_at(node, "until", ProblemCode::Reversed, message, "give a later date");
        }
        let of_state = changes.iter().any(|change| match change {
            super::intervention::Change::Number { target, .. } => target.is_state(),
            _ => false,
        });
        if of_state && until.is_some() {
            let message = "a state that is changed once does not change back by itself";
            let remedy = "take `until` out, and add a second [[do]] that changes it again on that day";
            self.file
                .wrong_at(node, "until", ProblemCode::Conflicting, message, remedy);
        }
        let file = self.name.to_owned();
        let one = |change| Do {
            change,
            from,
            until,
            file: file.clone(),
            line,
        };
        changes.into_iter().map(one).collect()
    }

    fn from(&mut self, node: &Node<'t>, given: Option<Given>) -> Option<When> {
        let after = self.file.value(node, "after").is_some();
        if after && self.file.value(node, "from").is_some() {
            let message = "both a day and something to wait for";
            self.file.wrong_at(
                node,
                "after",
                ProblemCode::Conflicting,
                message,
                "keep `from` or `after`",
            );
        }
        if after {
            return self.file.word(node, "after", &Condition::ALL).map(When::After);
        }
        if self.file.value(node, "from").is_none() {
            return Some(When::Start);
        }
        let day = self.day(node, "from", false)?;
        let calendar = self.known.calendar;
        if let Some(given) = given
            && day < f64::from(given.day)
        {
            let message = "a day of the recorded history that both worlds begin with";
            let date = calendar.date(f64::from(given.day));
            let remedy = format!("give a date from {date} on, or an earlier `history-to`");
            self.file
                .wrong_at(node, "from", ProblemCode::OutOfRange, message, remedy);
            return None;
        }
        if day >= calendar.end_days() {
            let message = "a date after the end of the history: it will change nothing";
            let remedy = format!("give a date up to {}", calendar.date(calendar.end_days() - 1.0));
            self.file
                .wrong_at(node, "from", ProblemCode::OutOfRange, message, remedy);
            self.file.only_warn();
        }
        Some(When::Day(day))
    }
}
