//! TOML with lines: reads a file's values one by one and collects every problem instead of stopping at the first.

use std::ops::Range;

use halha_record::vocab::suggest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, ProblemCode};
use crate::settings::Cut;

/// A table with the path by which it is reached.
#[derive(Clone)]
pub(crate) struct Node<'t> {
    pub(crate) path: String,
    pub(crate) table: &'t DeTable<'t>,
    pub(crate) span: Range<usize>,
}

/// A file being read: its text and the problems found so far.
pub(crate) struct TomlFile<'t> {
    file: String,
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> TomlFile<'t> {
    pub(crate) fn new(file: impl Into<String>, text: &'t str) -> Self {
        Self {
            file: file.into(),
            text,
            problems: Vec::new(),
        }
    }

    /// Parses what can be parsed; errors of syntax become problems.
    pub(crate) fn parse(&mut self) -> Spanned<DeTable<'t>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.push(
                ProblemCode::Syntax,
                &span,
                "",
                error.message(),
                "write valid TOML",
            );
        }
        root
    }

    pub(crate) fn root(root: &'t Spanned<DeTable<'t>>) -> Node<'t> {
        Node {
            path: String::new(),
            table: root.get_ref(),
            span: root.span(),
        }
    }

    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.problems
            .sort_by(|a, b| a.line.cmp(&b.line).then(a.key.cmp(&b.key)));
        self.problems
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.problems.iter().any(|p| !p.warning)
    }

    /// The line, from 1, on which a span begins.
    pub(crate) fn line(&self, span: &Range<usize>) -> u64 {
        let start = span.start.min(self.text.len());
        let before = &self.text.as_bytes()[..start];
        before.iter().filter(|b| **b == b'\n').count() as u64 + 1
    }

    /// Adds a problem at a span.
    pub(crate) fn push(
        &mut self,
        code: ProblemCode,
        span: &Range<usize>,
        key: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let line = self.line(span);
        let raw = self.text.get(span.clone()).unwrap_or("");
        let first = raw.lines().next().unwrap_or("");
        self.problems.push(Problem {
            code,
            warning: false,
            file: self.file.clone(),
            line: Some(line),
            key: key.to_owned(),
            value: first.chars().take(60).collect(),
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    /// Adds a problem that was found elsewhere.
    pub(crate) fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Turns the last problem into a warning.
    pub(crate) fn only_warn(&mut self) {
        if let Some(last) = self.problems.last_mut() {
            last.warning = true;
        }
    }

    /// Reports keys that are not among `known`.
    pub(crate) fn known_keys(&mut self, node: &Node<'t>, known: &[&str]) {
        for key in node.table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let remedy = match suggest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known keys: {}", known.join(", ")),
                };
                let path = join(&node.path, name);
                self.push(
                    ProblemCode::UnknownKey,
                    &key.span(),
                    &path,
                    "a key that the file does not have",
                    remedy,
                );
            }
        }
    }

    pub(crate) fn value(&self, node: &Node<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        node.table.get(key)
    }

    fn needed(&mut self, node: &Node<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let found = node.table.get(key);
        if found.is_none() {
            let path = join(&node.path, key);
            self.push(
                ProblemCode::MissingKey,
                &node.span,
                &path,
                "a key that the file needs is missing",
                format!("add `{key}`"),
            );
        }
        found
    }

    /// Adds a problem with the value of a key, or with its table where the key is not there.
    pub(crate) fn wrong_at(
        &mut self,
        node: &Node<'t>,
        key: &str,
        code: ProblemCode,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let span = self.value(node, key).map_or(node.span.clone(), Spanned::span);
        self.push(code, &span, &join(&node.path, key), message, remedy);
    }

    /// The version of the file's format: there is one so far.
    pub(crate) fn format(&mut self, node: &Node<'t>) {
        if self
            .number(node, "format")
            .is_some_and(|f| f.to_bits() != 1.0_f64.to_bits())
        {
            let message = "an unknown version of the format";
            self.wrong_at(node, "format", ProblemCode::OutOfRange, message, "write 1");
        }
    }

    /// One word of a closed list; must be there.
    pub(crate) fn word<T: Copy>(
        &mut self,
        node: &Node<'t>,
        key: &str,
        words: &[(T, &'static str)],
    ) -> Option<T> {
        let text = self.text(node, key)?;
        let found = words.iter().find(|(_, word)| *word == text);
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            let remedy = match suggest(text, list.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", list.join(", ")),
            };
            let message = format!("no {key} is called so");
            self.wrong_at(node, key, ProblemCode::UnknownName, message, remedy);
        }
        found.map(|(value, _)| *value)
    }

    /// A date; must be there.
    pub(crate) fn cut(&mut self, node: &Node<'t>, key: &str) -> Option<Cut> {
        let cut = self.text(node, key)?.parse().ok();
        if cut.is_none() {
            let remedy = "write it as \"1935\", \"1935-06\" or \"1935-06-15\"";
            self.wrong_at(node, key, ProblemCode::WrongType, "not a date", remedy);
        }
        cut
    }

    /// A whole number within a closed range; must be there.
    pub(crate) fn whole_in(&mut self, node: &Node<'t>, key: &str, low: u64, high: u64) -> Option<u64> {
        let x = self.number_in(node, key, low as f64, high as f64)?;
        if x.fract() == 0.0 {
            return Some(x as u64);
        }
        let message = "a number with a fraction";
        self.wrong_at(node, key, ProblemCode::WrongType, message, "write a whole number");
        None
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, path: &str, wanted: &str) {
        let message = format!("expected {wanted}, found {}", value.get_ref().type_str());
        self.push(
            ProblemCode::WrongType,
            &value.span(),
            path,
            message,
            format!("write {wanted}"),
        );
    }

    /// A number, integer or float; must be there.
    pub(crate) fn number(&mut self, node: &Node<'t>, key: &str) -> Option<f64> {
        let value = self.needed(node, key)?;
        self.as_number(value, &join(&node.path, key))
    }

    pub(crate) fn as_number(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Option<f64> {
        let text = match value.get_ref() {
            DeValue::Integer(i) => i.as_str().to_owned(),
            DeValue::Float(f) => f.as_str().to_owned(),
            _ => {
                self.wrong(value, path, "a number");
                return None;
            }
        };
        match text.replace('_', "").parse::<f64>() {
            Ok(x) if x.is_finite() => Some(x),
            _ => {
                self.push(
                    ProblemCode::OutOfRange,
                    &value.span(),
                    path,
                    "not a finite number",
                    "write a finite number",
                );
                None
            }
        }
    }

    /// A number within a closed range; must be there.
    pub(crate) fn number_in(&mut self, node: &Node<'t>, key: &str, low: f64, high: f64) -> Option<f64> {
        let x = self.number(node, key)?;
        if (low..=high).contains(&x) {
            return Some(x);
        }
        let span = self.value(node, key).map_or(0..0, Spanned::span);
        let remedy = format!("write a number from {low} to {high}");
        self.push(
            ProblemCode::OutOfRange,
            &span,
            &join(&node.path, key),
            "a number outside its range",
            remedy,
        );
        None
    }

    /// A text; must be there.
    pub(crate) fn text(&mut self, node: &Node<'t>, key: &str) -> Option<&'t str> {
        let value = self.needed(node, key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(value, &join(&node.path, key), "a text");
        }
        text
    }

    /// A text that may be absent.
    pub(crate) fn optional_text(&mut self, node: &Node<'t>, key: &str) -> Option<&'t str> {
        self.value(node, key)?;
        self.text(node, key)
    }

    /// A list; must be there.
    pub(crate) fn list(&mut self, node: &Node<'t>, key: &str) -> Vec<&'t Spanned<DeValue<'t>>> {
        let Some(value) = self.needed(node, key) else {
            return Vec::new();
        };
        match value.get_ref().as_array() {
            Some(array) => array.iter().collect(),
            None => {
                self.wrong(value, &join(&node.path, key), "a list");
                Vec::new()
            }
        }
    }

    /// A list of numbers; must be there.
    pub(crate) fn numbers(&mut self, node: &Node<'t>, key: &str) -> Vec<f64> {
        let path = join(&node.path, key);
        self.list(node, key)
            .into_iter()
            .filter_map(|v| self.as_number(v, &path))
            .collect()
    }

    /// A list of texts; absent means empty; a single text counts as a list of one.
    pub(crate) fn texts(&mut self, node: &Node<'t>, key: &str) -> Vec<&'t str> {
        let Some(value) = self.value(node, key) else {
            return Vec::new();
        };
        if let Some(one) = value.get_ref().as_str() {
            return vec![one];
        }
        let path = join(&node.path, key);
        let mut out = Vec::new();
        for item in self.list(node, key) {
            match item.get_ref().as_str() {
                Some(text) => out.push(text),
                None => self.wrong(item, &path, "a text"),
            }
        }
        out
    }

    /// A table; must be there.
    pub(crate) fn table(&mut self, node: &Node<'t>, key: &str) -> Option<Node<'t>> {
        let value = self.needed(node, key)?;
        self.as_node(value, join(&node.path, key))
    }

    pub(crate) fn as_node(&mut self, value: &'t Spanned<DeValue<'t>>, path: String) -> Option<Node<'t>> {
        match value.get_ref().as_table() {
            Some(table) => Some(Node {
                path,
                table,
                span: value.span(),
            }),
            None => {
                self.wrong(value, &path, "a table");
                None
            }
        }
    }

    /// The tables `[[key]]`; absent means none.
    pub(crate) fn tables(&mut self, node: &Node<'t>, key: &str) -> Vec<Node<'t>> {
        if self.value(node, key).is_none() {
            return Vec::new();
        }
        let path = join(&node.path, key);
        let list = self.list(node, key);
        list.into_iter()
            .enumerate()
            .filter_map(|(i, v)| self.as_node(v, format!("{path}[{i}]")))
            .collect()
    }
}

/// A dotted path.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
