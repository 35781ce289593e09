//! Reading `[parameters]`: where vectors are drawn from, and which parameters are held.

use halha_kernel::parameters::PARAMETERS;
use halha_record::vocab::suggest;

use super::{Reader, path};
use crate::problem::ProblemCode;
use crate::settings::ParameterSource;
use crate::study::keys::PARAMETER_KEYS;
use crate::toml_file::Node;

impl<'t> Reader<'t, '_> {
    /// Source and held values; nothing without the table.
    pub(super) fn parameters(&mut self, root: &Node<'t>) -> (Option<ParameterSource>, Vec<(String, f64)>) {
        if self.file.value(root, "parameters").is_none() {
            return (None, Vec::new());
        }
        let Some(node) = self.file.table(root, "parameters") else {
            return (None, Vec::new());
        };
        let keys: Vec<&str> = PARAMETER_KEYS.iter().map(|key| key.name).collect();
        self.file.known_keys(&node, &keys);
        self.file.optional_text(&node, "note");
        (self.source(&node), self.held(root, &node))
    }

    fn source(&mut self, node: &Node<'t>) -> Option<ParameterSource> {
        self.file.value(node, "from")?;
        let words = [ParameterSource::Posterior, ParameterSource::Prior].map(|s| (s, s.as_str()));
        let source = self.file.word(node, "from", &words)?;
        if source == ParameterSource::Posterior && self.known.conflict.posterior.is_none() {
            let message = "a conflict without a posterior that fits it";
            let remedy = "make one with `halha fit`, or write \"prior\"";
            self.file
                .wrong_at(node, "from", ProblemCode::Conflicting, message, remedy);
        }
        Some(source)
    }

    fn held(&mut self, root: &Node<'t>, node: &Node<'t>) -> Vec<(String, f64)> {
        if self.file.value(node, "hold").is_none() {
            return Vec::new();
        }
        if self.file.value(root, "run").is_some() {
            let message = "parameters held in an ensemble, whose directory could not say so";
            let remedy =
                "hold them in a [whatif], or write the values into the priors of a copy of the folder";
            self.file
                .wrong_at(node, "hold", ProblemCode::Conflicting, message, remedy);
        }
        let Some(table) = self.file.table(node, "hold") else {
            return Vec::new();
        };
        let names: Vec<&'t str> = table.table.keys().map(|key| key.get_ref().as_ref()).collect();
        let mut held = Vec::new();
        for name in names {
            if let Some(value) = self.file.number(&table, name) {
                self.try_hold(&table, name, value);
                held.push((name.to_owned(), value));
            }
        }
        held
    }

    /// Tries the value, so that holding it later cannot fail.
    fn try_hold(&mut self, table: &Node<'t>, name: &'t str, value: f64) {
        if !PARAMETERS.iter().any(|p| p.name == name) {
            let remedy = match suggest(name, PARAMETERS.iter().map(|p| p.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "see the page of parameters in the book".to_owned(),
            };
            let span = self
                .file
                .value(table, name)
                .map_or(table.span.clone(), toml::Spanned::span);
            let message = "a parameter that the model does not have";
            self.file.push(
                ProblemCode::UnknownParameter,
                &span,
                &path(table, name),
                message,
                remedy,
            );
        } else if self.known.conflict.priors.clone().hold(name, value).is_err() {
            let message = "a parameter that cannot be held at that value";
            let remedy = "give a value within its support, of a parameter that has a prior of its own";
            self.file
                .wrong_at(table, name, ProblemCode::OutOfRange, message, remedy);
        }
    }
}
