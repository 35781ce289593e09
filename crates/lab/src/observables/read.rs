//! Reading `observables.toml`: what to compute, and where the record says what it was.

mod select;

use halha_kernel::event::SettlementKind;
use halha_record::vocab::suggest;
use halha_record::{Id, Record};

use super::{Kind, Observable, Recorded};
use crate::problem::{Problem, ProblemCode};
use crate::scenario::YearMonth;
use crate::toml_file::{Node, TomlFile, join};

pub use select::Selection;

/// The file's name in a conflict folder.
pub(crate) const FILE: &str = "observables.toml";

const KINDS: &[&str] = &[
    "book-total",
    "book-accused",
    "book-type",
    "shootings",
    "battles",
    "no-battle",
    "largest-battle-men",
    "costliest-losses",
    "costliest-loser",
    "costliest-settlement",
    "pact-signed",
    "temptation-resisted",
    "no-general-war",
    "entry",
];
const KEYS: &[&str] = &[
    "id",
    "title",
    "kind",
    "side",
    "type",
    "book",
    "at-least",
    "settlement",
    "by",
    "from",
    "to",
    "unit",
    "record",
    "recorded",
];
const TYPES: &[&str] = &["espionage", "ground", "air"];
const SETTLEMENTS: &[(&str, SettlementKind)] = &[
    ("lapsed", SettlementKind::Lapsed),
    ("ceasefire", SettlementKind::Ceasefire),
    ("investigation", SettlementKind::Investigation),
    ("withdrawal", SettlementKind::Withdrawal),
];

pub(super) fn read(text: &str, record: &Record) -> (Vec<Observable>, Vec<Problem>) {
    let sides = record.conflict.sides.iter().map(|s| s.id.as_str()).collect();
    let mut reader = Reader {
        file: TomlFile::new(FILE, text),
        record,
        sides,
    };
    let parsed = reader.file.parse();
    let root = TomlFile::root(&parsed);
    reader.file.known_keys(&root, &["format", "observable"]);
    let nodes = reader.file.tables(&root, "observable");
    let mut out: Vec<Observable> = Vec::new();
    for node in &nodes {
        let Some(observable) = reader.observable(node) else {
            continue;
        };
        if out.iter().any(|o| o.id == observable.id) {
            reader.file.push(
                ProblemCode::Conflicting,
                &node.span,
                &node.path,
                "an id that is given twice",
                "keep one",
            );
        }
        out.push(observable);
    }
    (out, reader.file.into_problems())
}

struct Reader<'t, 'r> {
    file: TomlFile<'t>,
    record: &'r Record,
    sides: Vec<&'r str>,
}

impl<'t> Reader<'t, '_> {
    fn observable(&mut self, node: &Node<'t>) -> Option<Observable> {
        self.file.known_keys(node, KEYS);
        let id = self.file.text(node, "id")?;
        let Some(id) = Id::new(id) else {
            let remedy = "use lower-case letters, digits and hyphens";
            self.file.push(
                ProblemCode::WrongType,
                &node.span,
                &join(&node.path, "id"),
                "not an id",
                remedy,
            );
            return None;
        };
        let title = self.file.text(node, "title")?.to_owned();
        let unit = self.file.text(node, "unit")?.to_owned();
        let kind = self.kind(node)?;
        let period = self.period(node)?;
        let recorded = self.recorded(node);
        let is_yes_no = unit == "yes or no";
        Some(Observable {
            id,
            title,
            kind,
            period,
            window: None,
            unit,
            is_yes_no,
            recorded,
        })
    }

    fn kind(&mut self, node: &Node<'t>) -> Option<Kind> {
        let name = self.file.text(node, "kind")?;
        Some(match name {
            "book-total" => Kind::BookTotal {
                side: self.side(node, "side")?,
            },
            "book-accused" => Kind::BookAccused {
                side: self.side(node, "side")?,
            },
            "book-type" => {
                let side = self.side(node, "side");
                let incident = self.word(node, "type", TYPES)?;
                Kind::BookType {
                    side: side?,
                    incident,
                }
            }
            "shootings" if self.file.text(node, "book")? == "truth" => Kind::Shootings { book: None },
            "shootings" => Kind::Shootings {
                book: Some(self.side(node, "book")?),
            },
            "battles" => Kind::Battles {
                corps: self.size(node)?,
            },
            "no-battle" => Kind::NoBattle,
            "largest-battle-men" => Kind::LargestBattleMen,
            "costliest-losses" if self.file.value(node, "side").is_none() => {
                Kind::CostliestLosses { side: None }
            }
            "costliest-losses" => Kind::CostliestLosses {
                side: Some(self.side(node, "side")?),
            },
            "costliest-loser" => Kind::CostliestLoser {
                side: self.side(node, "side")?,
            },
            "costliest-settlement" => {
                let names: Vec<&str> = SETTLEMENTS.iter().map(|s| s.0).collect();
                Kind::CostliestSettlement {
                    settlement: SETTLEMENTS[self.word(node, "settlement", &names)?].1,
                }
            }
            "pact-signed" => Kind::PactSigned {
                by: self.month(node, "by")?,
            },
            "temptation-resisted" => Kind::TemptationResisted,
            "no-general-war" => Kind::NoGeneralWar,
            "entry" => Kind::Entry,
            other => {
                let remedy = match suggest(other, KINDS.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write one of {}", KINDS.join(", ")),
                };
                let key = join(&node.path, "kind");
                self.file.push(
                    ProblemCode::UnknownKind,
                    &node.span,
                    &key,
                    "no kind of observable",
                    remedy,
                );
                return None;
            }
        })
    }

    fn size(&mut self, node: &Node<'t>) -> Option<bool> {
        match self.file.number(node, "at-least")? {
            7000.0 => Some(false),
            22000.0 => Some(true),
            _ => {
                let remedy = "write 7000 (a division) or 22000 (a corps): the sizes of the ladder";
                let key = join(&node.path, "at-least");
                self.file.push(
                    ProblemCode::OutOfRange,
                    &node.span,
                    &key,
                    "a size that runs do not count",
                    remedy,
                );
                None
            }
        }
    }

    fn side(&mut self, node: &Node<'t>, key: &str) -> Option<usize> {
        let sides = self.sides.clone();
        self.word(node, key, &sides)
    }

    fn word(&mut self, node: &Node<'t>, key: &str, words: &[&str]) -> Option<usize> {
        let text = self.file.text(node, key)?;
        let found = words.iter().position(|w| *w == text);
        if found.is_none() {
            let span = self.file.value(node, key).map_or(0..0, toml::Spanned::span);
            let remedy = format!("write one of {}", words.join(", "));
            self.file.push(
                ProblemCode::UnknownName,
                &span,
                &join(&node.path, key),
                "not in the list",
                remedy,
            );
        }
        found
    }

    fn month(&mut self, node: &Node<'t>, key: &str) -> Option<YearMonth> {
        let text = self.file.text(node, key)?;
        let month = text.parse().ok();
        if month.is_none() {
            let path = join(&node.path, key);
            self.file.push(
                ProblemCode::WrongType,
                &node.span,
                &path,
                "not a month",
                "write it as \"1939-05\"",
            );
        }
        month
    }

    /// The period; `Some(None)` where there is none.
    #[allow(clippy::option_option)] // the outer level is "could be read", the inner "has one"
    fn period(&mut self, node: &Node<'t>) -> Option<Option<(YearMonth, YearMonth)>> {
        if self.file.value(node, "from").is_none() && self.file.value(node, "to").is_none() {
            return Some(None);
        }
        let from = self.month(node, "from");
        let to = self.month(node, "to");
        let (from, to) = (from?, to?);
        if from > to {
            let message = format!("`from` {from} after `to` {to}");
            self.file.push(
                ProblemCode::Reversed,
                &node.span,
                &node.path,
                message,
                "put the earlier month first",
            );
            return None;
        }
        Some(Some((from, to)))
    }

    fn recorded(&mut self, node: &Node<'t>) -> Vec<Recorded> {
        let mut values: Vec<Recorded> = Vec::new();
        for item in self.file.tables(node, "recorded") {
            values.extend(self.inline(&item));
        }
        if self.file.value(node, "record").is_some()
            && let Some(selection) = self.file.table(node, "record")
            && let Some(selection) = Selection::read(&mut self.file, &selection)
        {
            let found = selection.find(self.record);
            if found.is_empty() {
                let remedy = "mend the selection, or the record";
                self.file.push(
                    ProblemCode::EmptySelection,
                    &node.span,
                    &node.path,
                    "finds nothing in the record",
                    remedy,
                );
                self.file.only_warn();
            }
            values.extend(found);
        }
        values
    }

    /// A value written into the file itself, for what the record says in words.
    fn inline(&mut self, node: &Node<'t>) -> Option<Recorded> {
        self.file
            .known_keys(node, &["low", "high", "yes", "claimed-by", "source", "note"]);
        let (low, high) = match self.file.value(node, "yes").and_then(|v| v.get_ref().as_bool()) {
            Some(yes) => (f64::from(u8::from(yes)), f64::from(u8::from(yes))),
            None => (self.file.number(node, "low")?, self.file.number(node, "high")?),
        };
        let claimed_by = self.file.text(node, "claimed-by")?.to_owned();
        let source = self.file.text(node, "source")?;
        if self.record.sources.get(source).is_none() {
            let remedy = "use an id of sources.toml";
            let key = join(&node.path, "source");
            self.file.push(
                ProblemCode::UnknownName,
                &node.span,
                &key,
                "a source that the record does not list",
                remedy,
            );
        }
        let note = self.file.optional_text(node, "note").unwrap_or("").to_owned();
        Some(Recorded {
            low,
            high,
            claimed_by,
            source: source.to_owned(),
            status: "stated".to_owned(),
            note,
        })
    }
}
