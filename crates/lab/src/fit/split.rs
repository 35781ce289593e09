//! The division of a record by dates: what a fit may learn from, what is looked at on the way, what is opened once.

use halha_record::{Edtf, Folder};
use jiff::civil::Date;

use crate::problem::{Problem, ProblemCode};
use crate::toml_file::{Node, TomlFile, join};

/// The file's name in a conflict folder.
pub const FILE: &str = "split.toml";

/// A part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Parameters learn from it.
    Train,
    /// Looked at while the form of the model is decided.
    Validate,
    /// Opened once, at the end.
    Test,
}

/// The first and the last day of one part, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Days {
    /// Whether the whole of a date or period lies inside. A date without a beginning or an end never does.
    pub fn contains(&self, date: &Edtf) -> bool {
        !date.has_no_start() && !date.has_no_end() && self.holds(date.earliest(), date.latest())
    }

    /// Whether all days from the first to the last lie inside.
    pub fn holds(&self, first: Date, last: Date) -> bool {
        first >= self.from && last <= self.to
    }
}

/// The dates by which a record is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// What parameters learn from.
    pub train: Days,
    /// What is looked at while the form of the model is decided.
    pub validate: Days,
    /// What is opened once, at the end.
    pub test: Days,
}

impl Split {
    /// Reads `split.toml`. All problems are reported; the split comes only without errors.
    pub fn read(text: &str) -> (Option<Self>, Vec<Problem>) {
        let mut file = TomlFile::new(FILE, text);
        let parsed = file.parse();
        let root = TomlFile::root(&parsed);
        file.known_keys(&root, &["format", "train", "validate", "test"]);
        file.number_in(&root, "format", 1.0, 1.0);
        let parts = ["train", "validate", "test"].map(|name| part(&mut file, &root, name));
        let split = match parts {
            [Some(train), Some(validate), Some(test)] => {
                in_order(&mut file, &root, "validate", train, validate);
                in_order(&mut file, &root, "test", validate, test);
                Some(Self {
                    train,
                    validate,
                    test,
                })
            }
            _ => None,
        };
        let ok = !file.has_errors();
        (split.filter(|_| ok), file.into_problems())
    }

    /// Reads the file of a conflict folder.
    pub fn of(folder: &Folder) -> (Option<Self>, Vec<Problem>) {
        match folder.text(FILE) {
            Ok(text) => Self::read(&text),
            Err(why) => {
                let problem = Problem {
                    code: ProblemCode::Unreadable,
                    warning: false,
                    file: FILE.to_owned(),
                    line: None,
                    key: String::new(),
                    value: String::new(),
                    message: format!("cannot be read: {why}"),
                    remedy: "put a `split.toml` with [train], [validate] and [test] into the folder: nothing is fitted without one".to_owned(),
                };
                (None, vec![problem])
            }
        }
    }

    /// The part in which the whole of a date or period lies; none if it spans two or lies between them.
    pub fn part_of(&self, date: &Edtf) -> Option<Part> {
        self.parts()
            .into_iter()
            .find(|(_, days)| days.contains(date))
            .map(|(part, _)| part)
    }

    /// The part in which all days from the first to the last lie; none if they span two or lie between them.
    pub fn part_between(&self, first: Date, last: Date) -> Option<Part> {
        self.parts()
            .into_iter()
            .find(|(_, days)| days.holds(first, last))
            .map(|(part, _)| part)
    }

    fn parts(&self) -> [(Part, Days); 3] {
        [
            (Part::Train, self.train),
            (Part::Validate, self.validate),
            (Part::Test, self.test),
        ]
    }
}

fn part<'t>(file: &mut TomlFile<'t>, root: &Node<'t>, name: &str) -> Option<Days> {
    let node = file.table(root, name)?;
    file.known_keys(&node, &["from", "to"]);
    let ends = ["from", "to"].map(|key| day(file, &node, key));
    let [Some(from), Some(to)] = ends else { return None };
    if from > to {
        let remedy = "write the earlier day in `from`";
        file.push(
            ProblemCode::Reversed,
            &node.span,
            &node.path,
            "a part that ends before it begins",
            remedy,
        );
        return None;
    }
    Some(Days { from, to })
}

fn day<'t>(file: &mut TomlFile<'t>, node: &Node<'t>, key: &str) -> Option<Date> {
    let text = file.text(node, key)?;
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let span = file.value(node, key).map_or(0..0, toml::Spanned::span);
    let remedy = "write a day, such as \"1937-12-31\"";
    file.push(
        ProblemCode::WrongType,
        &span,
        &join(&node.path, key),
        "not a day",
        remedy,
    );
    None
}

fn in_order<'t>(file: &mut TomlFile<'t>, root: &Node<'t>, name: &str, before: Days, after: Days) {
    if before.to < after.from {
        return;
    }
    let span = file.value(root, name).map_or(0..0, toml::Spanned::span);
    let message = format!(
        "begins on {} although the part before it ends on {}",
        after.from, before.to
    );
    let remedy = "parts follow one another: train, validate, test, without a day in common";
    file.push(ProblemCode::Reversed, &span, name, message, remedy);
}
