//! Reading studies: every problem of a file at once, those of what it refers to among them.

mod beyond;
mod parameters;
mod tasks;

use std::path::Path;

use halha_record::Folder;
use halha_record::vocab::suggest;

use super::keys::{HEAD, KINDS, Key, MOST_SEED};
use super::{Study, Task};
use crate::conflict::LoadedConflict;
use crate::problem::{Problem, ProblemCode};
use crate::rare::{self, Event};
use crate::toml_file::{Node, TomlFile, join};
use crate::whatif::{self, BY_THEN, COUNTED, Intervention, Measure, Shelf};

/// Folder of the studies in a conflict folder.
pub const FOLDER: &str = "studies";

/// What a study may refer to.
#[derive(Debug, Clone)]
pub struct Known<'k> {
    /// The conflict.
    pub conflict: &'k LoadedConflict,
    /// The interventions that come with it.
    pub interventions: Vec<Intervention>,
    /// What paired worlds are compared by.
    pub measures: Vec<Measure>,
    /// What analyses may look at besides.
    pub further: Vec<Measure>,
    /// The rare events that come with it.
    pub events: Vec<Event>,
    /// Whether the interventions are those that a study's directory has kept, under their names.
    pub kept: bool,
}

impl<'k> Known<'k> {
    /// What a conflict folder offers, with the problems of its interventions and measures.
    pub fn of(folder: &Folder, conflict: &'k LoadedConflict) -> (Self, Vec<Problem>) {
        let (interventions, mut problems) = whatif::shelf(folder, Shelf::of(conflict));
        let (measures, wrong) = whatif::measures(folder, conflict);
        problems.extend(wrong);
        let of = rare::Known {
            conflict,
            measures: &measures,
        };
        let (events, wrong) = rare::events(folder, of);
        problems.extend(wrong);
        let known = Self {
            further: whatif::further(conflict),
            events,
            conflict,
            interventions,
            measures,
            kept: false,
        };
        (known, problems)
    }
}

impl Known<'_> {
    /// Every measure.
    fn all(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().chain(&self.further)
    }
}

/// The files of the studies that a conflict folder ships, with what they say.
pub fn shelf(folder: &Folder) -> Vec<(String, String)> {
    let ours = |name: &&str| name.starts_with(FOLDER) && name.ends_with(".toml");
    let files: Vec<&str> = folder.names().filter(ours).collect();
    let read = |file: &&str| Some(((*file).to_owned(), folder.text(file).ok()?));
    files.iter().filter_map(read).collect()
}

/// The conflict that a study names, if it names one: what must be known before the rest can be read.
pub fn conflict_of(text: &str) -> Option<String> {
    let mut file = TomlFile::new("", text);
    let parsed = file.parse();
    let name = file.optional_text(&TomlFile::root(&parsed), "conflict");
    name.map(str::to_owned)
}

/// Reads one file. Interventions of its own are looked for from `place` on. All problems are reported; the study comes
/// only without errors.
pub fn read(file: &str, text: &str, known: &Known<'_>, place: &Path) -> (Option<Study>, Vec<Problem>) {
    let mut reader = Reader {
        file: TomlFile::new(file, text),
        known,
        place,
    };
    let parsed = reader.file.parse();
    let read = reader.study(&TomlFile::root(&parsed), (file, text));
    let ok = !reader.file.has_errors();
    (read.filter(|_| ok), reader.file.into_problems())
}

struct Reader<'t, 'k> {
    file: TomlFile<'t>,
    known: &'k Known<'k>,
    place: &'k Path,
}

impl<'t> Reader<'t, '_> {
    fn study(&mut self, root: &Node<'t>, (name, text): (&str, &str)) -> Option<Study> {
        let tables = KINDS.iter().map(|kind| kind.name).chain(["parameters"]);
        let known: Vec<&str> = HEAD.iter().map(|key| key.name).chain(tables).collect();
        self.file.known_keys(root, &known);
        self.file.format(root);
        let title = self.file.text(root, "title");
        let question = self.file.text(root, "question");
        self.file.optional_text(root, "conflict");
        self.file.optional_text(root, "note");
        let seed = self.file.whole_in(root, "seed", 0, MOST_SEED);
        let (source, held) = self.parameters(root);
        let task = self.task(root);
        let observables = task
            .as_ref()
            .map_or_else(Vec::new, |task| self.observables(root, task));
        let stem = name.rsplit('/').next().unwrap_or(name);
        Some(Study {
            id: stem.strip_suffix(".toml").unwrap_or(stem).to_owned(),
            title: title?.to_owned(),
            question: question?.to_owned(),
            seed: seed?,
            observables,
            source,
            held,
            task: task?,
            file: name.to_owned(),
            text: text.to_owned(),
        })
    }

    /// The one table that says what is done.
    fn task(&mut self, root: &Node<'t>) -> Option<Task> {
        let given: Vec<&super::keys::Kind> = KINDS
            .iter()
            .filter(|kind| self.file.value(root, kind.name).is_some())
            .collect();
        let all: Vec<String> = KINDS.iter().map(|kind| format!("[{}]", kind.name)).collect();
        let [kind] = given[..] else {
            let (message, remedy) = match given[..] {
                [] => (
                    "nothing is said to be done".to_owned(),
                    format!("add one of {}", all.join(", ")),
                ),
                _ => {
                    let names: Vec<&str> = given.iter().map(|kind| kind.name).collect();
                    (
                        format!("several things at once: {}", names.join(", ")),
                        "write a study for each".to_owned(),
                    )
                }
            };
            self.file
                .push(ProblemCode::Conflicting, &root.span, "", message, remedy);
            return None;
        };
        let node = self.file.table(root, kind.name)?;
        let keys: Vec<&str> = kind.keys.iter().map(|key: &Key| key.name).collect();
        self.file.known_keys(&node, &keys);
        self.file.optional_text(&node, "note");
        match kind.name {
            "run" => self.run(&node).map(Task::Run),
            "whatif" => self.whatif(&node).map(Task::Whatif),
            "forecast" => self.forecast(&node).map(Task::Forecast),
            "rare" => self.rare(&node).map(|task| Task::Rare(Box::new(task))),
            "sensitivity" => self.sensitivity(&node, root).map(Task::Sensitivity),
            _ => self.discovery(&node).map(|task| Task::Discovery(Box::new(task))),
        }
    }

    /// What is printed: names that the kind of study knows.
    fn observables(&mut self, root: &Node<'t>, task: &Task) -> Vec<String> {
        let known = self.known;
        let names: Vec<&str> = match task {
            Task::Run(_) => known.conflict.observables.iter().map(|o| o.id.as_str()).collect(),
            Task::Whatif(_) => known.measures.iter().map(|m| m.id.as_str()).collect(),
            Task::Forecast(_) => COUNTED.into_iter().chain(BY_THEN).collect(),
            Task::Sensitivity(_) => known.all().map(|m| m.id.as_str()).collect(),
            Task::Rare(_) | Task::Discovery(_) => Vec::new(),
        };
        let mut found = Vec::new();
        for text in self.file.texts(root, "observables") {
            if names.contains(&text) {
                found.push(text.to_owned());
                continue;
            }
            let remedy = match suggest(text, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known: {}", names.join(", ")),
            };
            let message = format!("nothing that is observed is called `{text}`");
            self.file
                .wrong_at(root, "observables", ProblemCode::UnknownName, message, remedy);
        }
        found
    }

    /// A problem that was found in what a key refers to; it stands where it was found.
    fn adopt(&mut self, problems: Vec<Problem>) {
        problems.into_iter().for_each(|problem| self.file.add(problem));
    }
}

/// The key of a table, for problems about the table as a whole.
fn path(node: &Node<'_>, key: &str) -> String {
    join(&node.path, key)
}
