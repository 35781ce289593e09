//! Reading what one `[[do]]` changes: exactly one target, with the sides and sectors it is about, and how.

use halha_kernel::parameters::PARAMETERS;
use halha_record::vocab::suggest;

use super::Reader;
use crate::problem::ProblemCode;
use crate::store::schema::Words;
use crate::toml_file::Node;
use crate::whatif::intervention::{Arm, Battle, Change, Ending, Op, OpKind, Rule, Series, Target};

/// Keys that say what is changed; a table has exactly one.
const WHAT: &[&str] = &[
    "parameter",
    "rung",
    "series",
    "border",
    "force",
    "rule",
    "decisions",
    "battle",
];
/// Keys of any table.
const ANY: &[&str] = &["from", "until", "after", "note"];
const OPS: &[&str] = &["set", "earlier-by-months", "scale", "add", "at-least", "at-most"];

#[derive(Debug, Clone, Copy)]
enum Border {
    Vagueness,
    ClientShare,
}

impl<'t> Reader<'t, '_> {
    /// The changes of a table; none if its target cannot be read.
    pub(super) fn changes(&mut self, node: &Node<'t>) -> Vec<Change> {
        let given: Vec<&str> = WHAT
            .iter()
            .copied()
            .filter(|key| self.file.value(node, key).is_some())
            .collect();
        let [what] = given[..] else {
            self.check_keys(
                node,
                &[WHAT, OPS, &["side", "sectors", "turn", "by", "at-least-men"]],
            );
            let (message, remedy) = if given.is_empty() {
                (
                    "nothing is said to be changed".to_owned(),
                    format!("add one of {}", WHAT.join(", ")),
                )
            } else {
                (
                    format!("several things at once: {}", given.join(", ")),
                    "write a [[do]] for each".to_owned(),
                )
            };
            self.file
                .push(ProblemCode::Conflicting, &node.span, &node.path, message, remedy);
            return Vec::new();
        };
        match what {
            "parameter" => self.parameter(node),
            "rung" => self.rung(node),
            "series" => self.series(node),
            "border" => self.border(node),
            "force" => self.force(node),
            "rule" => self.rule(node),
            "decisions" => self.decisions(node),
            _ => self.battle(node),
        }
    }

    fn check_keys(&mut self, node: &Node<'t>, lists: &[&[&'static str]]) {
        let known: Vec<&str> = lists.iter().copied().flatten().chain(ANY).copied().collect();
        self.file.known_keys(node, &known);
    }

    fn parameter(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["parameter"], OPS]);
        let ops = self.ops(node, false);
        let Some(name) = self.file.text(node, "parameter") else {
            return Vec::new();
        };
        let Some(index) = halha_kernel::parameters::index_of(name) else {
            let remedy = match suggest(name, PARAMETERS.iter().map(|p| p.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "see the page of parameters in the book".to_owned(),
            };
            let message = "a parameter that the model does not have";
            self.file
                .wrong_at(node, "parameter", ProblemCode::UnknownParameter, message, remedy);
            return Vec::new();
        };
        let support = PARAMETERS[index].support;
        for op in &ops {
            let bounds = matches!(op.kind, OpKind::Set | OpKind::AtLeast | OpKind::AtMost);
            if bounds && !support.contains(op.value) {
                let message = format!("`{name}` cannot take that value ({support:?})");
                let remedy = "give a value within its support; see the page of parameters in the book";
                self.file
                    .wrong_at(node, key_of(op.kind), ProblemCode::OutOfRange, message, remedy);
            }
        }
        number(ops, [Target::Parameter(index)])
    }

    fn rung(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["rung"], OPS]);
        let ops = self.ops(node, false);
        let words: Vec<(usize, &'static str)> = Words::Rung.list().iter().copied().enumerate().collect();
        let rung = self
            .file
            .word(node, "rung", &words)
            .and_then(|n| halha_kernel::rung::Rung::from_index(n as u8));
        number(ops, rung.and_then(Target::utility))
    }

    fn series(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["series", "side"], OPS]);
        let ops = self.ops(node, true);
        let sides = self.sides(node);
        let names = Series::ALL.map(|(series, name, ..)| (series, name));
        let Some(series) = self.file.word(node, "series", &names) else {
            return Vec::new();
        };
        let range = Series::ALL.iter().find(|(s, ..)| *s == series);
        let (low, high) = range.map_or((0.0, 1.0), |(_, _, low, high)| (*low, *high));
        self.within(node, &ops, low, high);
        number(ops, sides.into_iter().map(|side| Target::Series(series, side)))
    }

    fn border(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["border", "sectors", "side"], OPS]);
        let ops = self.ops(node, false);
        let sectors = self.sectors(node);
        self.within(node, &ops, 0.0, 1.0);
        let words = [
            (Border::Vagueness, "vagueness"),
            (Border::ClientShare, "client-share"),
        ];
        match self.file.word(node, "border", &words) {
            Some(Border::Vagueness) => {
                if self.file.value(node, "side").is_some() {
                    let message = "vagueness belongs to no side";
                    self.file
                        .wrong_at(node, "side", ProblemCode::UnknownKey, message, "take `side` out");
                }
                number(ops, sectors.into_iter().map(Target::Vagueness))
            }
            Some(Border::ClientShare) => {
                let sides = self.sides(node);
                let both = sectors
                    .into_iter()
                    .flat_map(|k| sides.iter().map(move |i| Target::ClientShare(k, *i)));
                number(ops, both)
            }
            None => Vec::new(),
        }
    }

    fn force(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["force", "sectors", "side"], OPS]);
        let ops = self.ops(node, false);
        let (sectors, sides) = (self.sectors(node), self.sides(node));
        self.within(node, &ops, 0.0, f64::from(u32::MAX));
        let Some(arm) = self.file.word(node, "force", &Arm::ALL) else {
            return Vec::new();
        };
        let all = sectors
            .into_iter()
            .flat_map(|k| sides.iter().map(move |i| Target::Force(arm, k, *i)));
        number(ops, all)
    }

    fn rule(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["rule", "turn"]]);
        let turn = self.file.word(node, "turn", &[(true, "on"), (false, "off")]);
        let Some(rule) = self.file.word(node, "rule", &Rule::ALL) else {
            return Vec::new();
        };
        let scenario = self.known.scenario;
        let there = match rule {
            Rule::Pact => scenario.pact.is_some(),
            Rule::Temptation => scenario.temptation.is_some(),
            Rule::Entry => scenario.entry.is_some(),
            Rule::Commission => true,
        };
        if !there {
            let message = "a rule that the scenario does not have";
            let remedy = "add it to scenario.toml, or take the [[do]] out";
            self.file
                .wrong_at(node, "rule", ProblemCode::UnknownName, message, remedy);
            return Vec::new();
        }
        turn.map(|on| Change::Switch { rule, on }).into_iter().collect()
    }

    fn decisions(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["decisions"]]);
        let words = [(true, "scripted"), (false, "quantal-response")];
        let scripted = self.file.word(node, "decisions", &words);
        scripted.map(Change::Scripted).into_iter().collect()
    }

    fn battle(&mut self, node: &Node<'t>) -> Vec<Change> {
        self.check_keys(node, &[&["battle", "by", "sectors", "at-least-men"]]);
        let sectors = self.sectors(node);
        let men = match self.file.value(node, "at-least-men") {
            Some(_) => self.file.number_in(node, "at-least-men", 0.0, 1e7),
            None => Some(0.0),
        };
        let by = self.file.value(node, "by").is_some();
        let words = [(0, "won"), (1, "drawn"), (2, "unfought")];
        let ending = match self.file.word(node, "battle", &words) {
            Some(0) => self.side(node, "by").map(Ending::Won),
            Some(other) => {
                if by {
                    let message = "a battle that nobody wins";
                    self.file
                        .wrong_at(node, "by", ProblemCode::Conflicting, message, "take `by` out");
                }
                Some(if other == 1 {
                    Ending::Drawn
                } else {
                    Ending::Unfought
                })
            }
            None => None,
        };
        let (Some(ending), Some(men)) = (ending, men) else {
            return Vec::new();
        };
        vec![Change::Battle(Battle {
            sectors,
            at_least_men: men as u32,
            ending,
        })]
    }

    /// The operations of a table, in the order in which they are applied; at least one.
    fn ops(&mut self, node: &Node<'t>, of_series: bool) -> Vec<Op> {
        let mut ops = Vec::new();
        let mut given = false;
        for (kind, key) in OpKind::ALL {
            if self.file.value(node, key).is_none() {
                continue;
            }
            given = true;
            if kind == OpKind::Earlier && !of_series {
                let message = "only a series can come earlier";
                self.file
                    .wrong_at(node, key, ProblemCode::Conflicting, message, "take it out");
            } else if let Some(value) = self.file.number(node, key) {
                ops.push(Op { kind, value });
            }
        }
        if !given {
            let remedy = format!("add one of {}", OPS.join(", "));
            let message = "it is not said how the number changes";
            self.file
                .push(ProblemCode::MissingKey, &node.span, &node.path, message, remedy);
        }
        let find = |kind| ops.iter().find(|op: &&Op| op.kind == kind).map(|op| op.value);
        if let (Some(low), Some(high)) = (find(OpKind::AtLeast), find(OpKind::AtMost))
            && low > high
        {
            let message = "a lower bound above the upper one";
            self.file.wrong_at(
                node,
                "at-least",
                ProblemCode::Reversed,
                message,
                "exchange the two",
            );
        }
        ops
    }

    /// Values that stand for the number itself must be such as it may take.
    fn within(&mut self, node: &Node<'t>, ops: &[Op], low: f64, high: f64) {
        for op in ops {
            let (wrong, allowed) = match op.kind {
                OpKind::Set | OpKind::AtLeast | OpKind::AtMost => {
                    (!(low..=high).contains(&op.value), format!("from {low} to {high}"))
                }
                OpKind::Scale => (op.value < 0.0, "of at least 0".to_owned()),
                OpKind::Earlier => (op.value.fract() != 0.0, "without a fraction".to_owned()),
                OpKind::Add => (false, String::new()),
            };
            if wrong {
                let message = "a value that the number cannot take";
                let remedy = format!("give a number {allowed}");
                self.file
                    .wrong_at(node, key_of(op.kind), ProblemCode::OutOfRange, message, remedy);
            }
        }
    }

    /// The side named, or both.
    fn sides(&mut self, node: &Node<'t>) -> Vec<usize> {
        match self.file.value(node, "side") {
            None => vec![0, 1],
            Some(_) => self.side(node, "side").into_iter().collect(),
        }
    }

    fn side(&mut self, node: &Node<'t>, key: &str) -> Option<usize> {
        let text = self.file.text(node, key)?;
        let ids: Vec<&str> = self
            .known
            .record
            .conflict
            .sides
            .iter()
            .map(|s| s.id.as_str())
            .collect();
        let found = ids.iter().position(|id| *id == text);
        if found.is_none() {
            let remedy = match suggest(text, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write {}", ids.join(" or ")),
            };
            let message = "a side that the conflict does not have";
            self.file
                .wrong_at(node, key, ProblemCode::UnknownName, message, remedy);
        }
        found
    }

    /// The sectors named, or all.
    fn sectors(&mut self, node: &Node<'t>) -> Vec<usize> {
        let ids: Vec<&str> = self.known.record.sectors.iter().map(|s| s.id.as_str()).collect();
        if self.file.value(node, "sectors").is_none() {
            return (0..ids.len()).collect();
        }
        let mut found = Vec::new();
        for text in self.file.texts(node, "sectors") {
            match ids.iter().position(|id| *id == text) {
                Some(k) => found.push(k),
                None => {
                    let remedy = match suggest(text, ids.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("sectors: {}", ids.join(", ")),
                    };
                    let message = format!("no sector is called `{text}`");
                    self.file
                        .wrong_at(node, "sectors", ProblemCode::UnknownName, message, remedy);
                }
            }
        }
        found
    }
}

fn number(ops: Vec<Op>, targets: impl IntoIterator<Item = Target>) -> Vec<Change> {
    let one = |target| Change::Number {
        target,
        ops: ops.clone(),
    };
    targets.into_iter().map(one).collect()
}

fn key_of(kind: OpKind) -> &'static str {
    OpKind::ALL
        .iter()
        .find(|(k, _)| *k == kind)
        .map_or("set", |(_, key)| *key)
}
