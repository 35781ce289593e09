//! Reading rare events: the conflict's own from `rare.toml`, all problems at once, and thresholds as they are typed.

use halha_kernel::parameters::PARAMETERS;
use halha_record::vocab::suggest;
use halha_record::{Folder, Id};

use super::event::{Event, Kind, Variant, Weights, only_grows};
use crate::conflict::LoadedConflict;
use crate::problem::{Problem, ProblemCode};
use crate::scenario::YearMonth;
use crate::toml_file::{Node, TomlFile, join};
use crate::whatif::{Measure, Tag};

/// The file's name in a conflict folder.
pub const FILE: &str = "rare.toml";

/// Keys of an event.
const KEYS: &[&str] = &[
    "id",
    "title",
    "kind",
    "tag",
    "by",
    "origin",
    "men",
    "sector",
    "measure",
    "at-least",
    "level",
    "parameter",
    "variant",
    "note",
];
/// Kinds of events.
const KINDS: &[&str] = &["general-war", "battle", "pact-broken", "threshold"];
/// What a general war may grow out of.
const ORIGINS: &[&str] = &["border", "any"];

/// What events may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The conflict.
    pub conflict: &'k LoadedConflict,
    /// Its measures.
    pub measures: &'k [Measure],
}

/// The events of a conflict folder with all problems of the file; none without the file.
pub fn events(folder: &Folder, known: Known<'_>) -> (Vec<Event>, Vec<Problem>) {
    if !folder.contains(FILE) {
        return (Vec::new(), Vec::new());
    }
    match folder.text(FILE) {
        Ok(text) => read(&text, known),
        Err(why) => (Vec::new(), vec![Problem::unreadable(FILE, why)]),
    }
}

/// Reads the text of `rare.toml`.
pub fn read(text: &str, known: Known<'_>) -> (Vec<Event>, Vec<Problem>) {
    let mut reader = Reader {
        file: TomlFile::new(FILE, text),
        known,
    };
    let parsed = reader.file.parse();
    let root = TomlFile::root(&parsed);
    reader.file.known_keys(&root, &["format", "event"]);
    if reader
        .file
        .number(&root, "format")
        .is_some_and(|f| f.to_bits() != 1.0_f64.to_bits())
    {
        reader.wrong(
            &root,
            "format",
            ProblemCode::OutOfRange,
            "an unknown version of the format",
            "write 1",
        );
    }
    let nodes = reader.file.tables(&root, "event");
    let mut events: Vec<Event> = Vec::new();
    for node in &nodes {
        let Some(event) = reader.event(node) else { continue };
        if events.iter().any(|e| e.id == event.id) {
            reader.wrong(
                node,
                "id",
                ProblemCode::Conflicting,
                "another event has this id",
                "give it another id",
            );
        }
        events.push(event);
    }
    (events, reader.file.into_problems())
}

struct Reader<'t, 'k> {
    file: TomlFile<'t>,
    known: Known<'k>,
}

impl<'t> Reader<'t, '_> {
    fn wrong(&mut self, node: &Node<'t>, key: &str, code: ProblemCode, message: &str, remedy: &str) {
        let span = self
            .file
            .value(node, key)
            .map_or_else(|| node.span.clone(), toml::Spanned::span);
        self.file
            .push(code, &span, &join(&node.path, key), message, remedy);
    }

    fn event(&mut self, node: &Node<'t>) -> Option<Event> {
        self.file.known_keys(node, KEYS);
        let (id, title) = (self.file.text(node, "id"), self.file.text(node, "title"));
        if id.is_some_and(|id| Id::new(id).is_none()) {
            let remedy = "use lower-case letters, digits and hyphens";
            self.wrong(node, "id", ProblemCode::WrongType, "not an id", remedy);
        }
        let tags: Vec<&str> = Tag::ALL.iter().map(|(_, word)| *word).collect();
        let tag = self.word(node, "tag", &tags);
        let tag = tag.and_then(|n| Tag::ALL.get(n).map(|(tag, _)| *tag));
        let kind = self.kind(node);
        let by = self.by(node);
        let parameter = self.parameter(node);
        let variant = self.variant(node);
        let note = self.file.optional_text(node, "note").unwrap_or("");
        Some(Event {
            id: id?.to_owned(),
            title: title?.to_owned(),
            kind: kind?,
            tag: tag?,
            by: by?,
            parameter,
            variant,
            note: note.to_owned(),
        })
    }

    /// The index of a word among those allowed.
    fn word(&mut self, node: &Node<'t>, key: &str, words: &[&str]) -> Option<usize> {
        let word = self.file.text(node, key)?;
        let found = words.iter().position(|w| *w == word);
        if found.is_none() {
            let remedy = match suggest(word, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", words.join(", ")),
            };
            self.wrong(node, key, ProblemCode::UnknownKind, "an unknown word", &remedy);
        }
        found
    }

    fn kind(&mut self, node: &Node<'t>) -> Option<Kind> {
        let kind = self.word(node, "kind", KINDS)?;
        let (own, scenario): (&[&str], _) = match KINDS[kind] {
            "general-war" => (&["origin", "level"], None),
            "battle" => (&["men", "sector"], None),
            "pact-broken" => (&[], Some(self.known.conflict.scenario.scenario())),
            _ => (&["measure", "at-least"], None),
        };
        for key in ["origin", "level", "men", "sector", "measure", "at-least"] {
            if self.file.value(node, key).is_some() && !own.contains(&key) {
                let remedy = format!("take it out, or write another kind than {}", KINDS[kind]);
                self.wrong(
                    node,
                    key,
                    ProblemCode::Conflicting,
                    "a key of another kind of event",
                    &remedy,
                );
            }
        }
        if scenario.is_some_and(|s| s.pact.is_none() || s.temptation.is_none()) {
            let remedy = "give the scenario a pact and a temptation, or take the event out";
            self.wrong(
                node,
                "kind",
                ProblemCode::UnknownName,
                "the scenario has no pact that could be broken",
                remedy,
            );
            return None;
        }
        match KINDS[kind] {
            "general-war" => self.war(node),
            "battle" => self.battle(node),
            "pact-broken" => Some(Kind::PactBroken),
            _ => self.threshold(node),
        }
    }

    fn war(&mut self, node: &Node<'t>) -> Option<Kind> {
        let origin = self.word(node, "origin", ORIGINS);
        let weights = match self.file.value(node, "level") {
            None => Some(Weights::default()),
            Some(_) => self.weights(node),
        };
        Some(Kind::War {
            border: origin? == 0,
            weights: weights?,
        })
    }

    fn weights(&mut self, node: &Node<'t>) -> Option<Weights> {
        let level = self.file.table(node, "level")?;
        self.file
            .known_keys(&level, &["height", "sectors", "offensives", "men", "war"]);
        let mut one = |key: &str, least: f64| self.file.number_in(&level, key, least, 100.0);
        let (height, sectors, offensives, men, war) = (
            one("height", 0.0),
            one("sectors", 0.0),
            one("offensives", 0.0),
            one("men", 0.0),
            one("war", 1.0),
        );
        Some(Weights {
            height: height?,
            sectors: sectors?,
            offensives: offensives?,
            men: men?,
            war: war?,
        })
    }

    fn battle(&mut self, node: &Node<'t>) -> Option<Kind> {
        let men = self.file.number_in(node, "men", 1.0, 10_000_000.0);
        let sector = match self.file.optional_text(node, "sector") {
            None => Some(None),
            Some(name) => {
                let sectors = &self.known.conflict.record.sectors;
                let found = sectors.iter().position(|s| s.id.as_str() == name);
                if found.is_none() {
                    let remedy = match suggest(name, sectors.iter().map(|s| s.id.as_str())) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "write the id of a sector of sectors.csv".to_owned(),
                    };
                    self.wrong(
                        node,
                        "sector",
                        ProblemCode::UnknownName,
                        "no such sector",
                        &remedy,
                    );
                }
                found.map(Some)
            }
        };
        Some(Kind::Battle {
            at_least_men: men? as u32,
            sector: sector?,
        })
    }

    fn threshold(&mut self, node: &Node<'t>) -> Option<Kind> {
        let (name, at_least) = (
            self.file.text(node, "measure"),
            self.file.number(node, "at-least"),
        );
        let measure = match growing(name?, self.known) {
            Ok(measure) => Some(measure),
            Err((code, message, remedy)) => {
                self.wrong(node, "measure", code, &message, &remedy);
                None
            }
        };
        Some(Kind::Threshold {
            measure: measure?,
            at_least: at_least?,
        })
    }

    /// The first day after the month by whose end it must have happened.
    fn by(&mut self, node: &Node<'t>) -> Option<Option<f64>> {
        let Some(text) = self.file.optional_text(node, "by") else {
            return Some(None);
        };
        let calendar = &self.known.conflict.calendar;
        let end = text.parse::<YearMonth>().ok().map(|month| calendar.end_of(month));
        let inside = end.filter(|end| (1.0..=calendar.end_days()).contains(end));
        if inside.is_none() {
            self.wrong(
                node,
                "by",
                ProblemCode::OutOfRange,
                "not a month of the history",
                "write it as \"1934-12\"",
            );
        }
        inside.map(Some)
    }

    fn parameter(&mut self, node: &Node<'t>) -> Option<String> {
        let name = self.file.optional_text(node, "parameter")?;
        self.is_parameter(node, "parameter", name)
            .then(|| name.to_owned())
    }

    fn is_parameter(&mut self, node: &Node<'t>, key: &str, name: &str) -> bool {
        let single = self.known.conflict.priors.single();
        let known = single.iter().any(|p| PARAMETERS[p.parameter].name == name);
        if !known {
            let names = single.iter().map(|p| PARAMETERS[p.parameter].name);
            let remedy = match suggest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write a parameter that has a prior of its own".to_owned(),
            };
            let message = "no parameter of that name has a prior of its own";
            self.wrong(node, key, ProblemCode::UnknownParameter, message, &remedy);
        }
        known
    }

    fn variant(&mut self, node: &Node<'t>) -> Option<Variant> {
        self.file.value(node, "variant")?;
        let table = self.file.table(node, "variant")?;
        let mut hold = Vec::new();
        let names: Vec<String> = table.table.keys().map(|k| k.get_ref().to_string()).collect();
        for name in names {
            if !self.is_parameter(&table, &name, &name) {
                continue;
            }
            let Some(value) = self.file.number(&table, &name) else {
                continue;
            };
            let mut priors = self.known.conflict.priors.clone();
            match priors.hold(&name, value) {
                Ok(()) => hold.push((name, value)),
                Err(_) => {
                    let remedy = "write a value that the parameter can take";
                    self.wrong(
                        &table,
                        &name,
                        ProblemCode::OutOfRange,
                        "a value that the parameter cannot take",
                        remedy,
                    );
                }
            }
        }
        (!hold.is_empty()).then_some(Variant { hold })
    }
}

/// The measure of a name, if it only grows; otherwise code, message and remedy.
fn growing(name: &str, known: Known<'_>) -> Result<Measure, (ProblemCode, String, String)> {
    let Some(measure) = known.measures.iter().find(|m| m.id == name) else {
        let remedy = match suggest(name, known.measures.iter().map(|m| m.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the id of a measure or an observable".to_owned(),
        };
        return Err((
            ProblemCode::UnknownName,
            format!("no measure is called {name}"),
            remedy,
        ));
    };
    if only_grows(measure, &known.conflict.observables) {
        return Ok(measure.clone());
    }
    let remedy =
        "take a measure that only grows: counts, losses, the largest battle, whether something has happened";
    Err((
        ProblemCode::UnknownKind,
        format!("{name} may also fall while a campaign unfolds, so that no level leads to it"),
        remedy.to_owned(),
    ))
}

/// The event that was typed: the id of one of `events`, or `MEASURE>=NUMBER`.
///
/// # Errors
/// What is wrong with it, and what to write.
pub fn named(typed: &str, events: &[Event], known: Known<'_>) -> Result<Event, String> {
    if let Some(event) = events.iter().find(|e| e.id == typed) {
        return Ok(event.clone());
    }
    let Some((name, value)) = typed.split_once(">=") else {
        let hint = suggest(typed, events.iter().map(|e| e.id.as_str())).map_or_else(
            || {
                "`halha rare --list` shows the conflict's own; or write a threshold, as in \"losses>=200000\""
                    .to_owned()
            },
            |near| format!("did you mean {near}?"),
        );
        return Err(format!("no rare event is called {typed:?}; {hint}"));
    };
    let number = value
        .trim()
        .replace('_', "")
        .parse::<f64>()
        .ok()
        .filter(|x| x.is_finite());
    let at_least =
        number.ok_or_else(|| format!("{value:?} is no number; write it as in \"losses>=200000\""))?;
    let measure =
        growing(name.trim(), known).map_err(|(_, message, remedy)| format!("{message}; {remedy}"))?;
    Ok(Event {
        id: typed.replace(' ', ""),
        title: format!("{} of {} or more", measure.title, value.trim()),
        kind: Kind::Threshold { measure, at_least },
        tag: Tag::PriorDriven,
        by: None,
        parameter: None,
        variant: None,
        note: String::new(),
    })
}
