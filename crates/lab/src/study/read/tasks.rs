//! Reading the table that says what is done.

use super::Reader;
use crate::problem::ProblemCode;
use crate::settings::{Cut, EventDetail, PolicyKind, RunSettings, SettingsError};
use crate::study::keys::MOST_RUNS;
use crate::study::{ForecastTask, RunTask, WhatifTask};
use crate::toml_file::Node;
use crate::whatif::{Missing, Outlook, PairSettings, find, kept_name, months};

/// Pairs with the same parameters unless the file says otherwise.
const PER_DRAW: u64 = 10;

impl<'t> Reader<'t, '_> {
    /// `[run]`.
    pub(super) fn run(&mut self, node: &Node<'t>) -> Option<RunTask> {
        let replications = self.file.whole_in(node, "replications", 1, RunSettings::MOST);
        let draws = match self.file.value(node, "draws") {
            Some(_) => self.file.whole_in(node, "draws", 1, RunSettings::MOST),
            None => None,
        };
        let events = [EventDetail::Summary, EventDetail::All, EventDetail::None].map(|e| (e, e.as_str()));
        let policies = [PolicyKind::QuantalResponse, PolicyKind::Scripted].map(|p| (p, p.as_str()));
        let task = RunTask {
            draws,
            events: self.optional_word(node, "events", &events).unwrap_or_default(),
            policy: self.optional_word(node, "policy", &policies).unwrap_or_default(),
            from: self.optional_cut(node, "from"),
            to: self.optional_cut(node, "to"),
            replications: replications?,
        };
        // The settings' own checks, against this history; what they leave out the table's line stands for.
        let seed = 0;
        if let Err(error) = task.ensemble(self.known.conflict.clone(), seed) {
            let (key, remedy) = match error {
                SettingsError::Draws { .. } => ("draws", "give at most as many draws as replications"),
                SettingsError::Reversed { .. } => ("from", "give the earlier date as `from`"),
                _ => ("from", "give dates within the history"),
            };
            self.file
                .wrong_at(node, key, ProblemCode::OutOfRange, error.to_string(), remedy);
        }
        Some(task)
    }

    /// `[whatif]`.
    pub(super) fn whatif(&mut self, node: &Node<'t>) -> Option<WhatifTask> {
        let pairs = self.file.whole_in(node, "pairs", 2, PairSettings::MOST);
        let per_draw = match self.file.value(node, "per-draw") {
            Some(_) => self.file.whole_in(node, "per-draw", 1, PairSettings::MOST),
            None => Some(PER_DRAW),
        };
        if let (Some(pairs), Some(per_draw)) = (pairs, per_draw)
            && per_draw > pairs
        {
            let message = "more pairs with the same parameters than pairs";
            let remedy = format!("give at most {pairs}");
            self.file
                .wrong_at(node, "per-draw", ProblemCode::OutOfRange, message, remedy);
        }
        let precision = match self.file.value(node, "until-precision") {
            Some(_) => self.file.number_in(node, "until-precision", 1e-9, 1.0),
            None => None,
        };
        let typed = self.interventions(node);
        let known = self.known;
        let names = match known.kept {
            true => typed.iter().map(|name| kept_name(name)).collect(),
            false => typed.clone(),
        };
        let found = find(&names, &known.interventions, known.conflict, self.place);
        for Missing { what, remedy, .. } in &found.missing {
            self.file
                .wrong_at(node, "interventions", ProblemCode::UnknownName, what, remedy);
        }
        self.adopt(found.problems);
        Some(WhatifTask {
            interventions: typed,
            plans: found.plans,
            used: found.used,
            pairs: pairs?,
            per_draw: per_draw?,
            precision,
        })
    }

    fn interventions(&mut self, node: &Node<'t>) -> Vec<String> {
        let typed: Vec<String> = self
            .file
            .texts(node, "interventions")
            .into_iter()
            .map(str::to_owned)
            .collect();
        if typed.is_empty() {
            let remedy = "add `interventions`; `halha whatif --list` shows those that come with the conflict";
            let message = "no intervention is named";
            self.file
                .wrong_at(node, "interventions", ProblemCode::MissingKey, message, remedy);
        }
        typed
    }

    /// `[forecast]`.
    pub(super) fn forecast(&mut self, node: &Node<'t>) -> Option<ForecastTask> {
        let as_of = self.file.cut(node, "as-of");
        if let Some(day) = as_of {
            let days = Outlook::days(self.known.conflict);
            if !days.contains(&day.first()) {
                let remedy = format!("give a date from {} to {}", days.start(), days.end());
                let message = "a day outside the history";
                self.file
                    .wrong_at(node, "as-of", ProblemCode::OutOfRange, message, remedy);
            }
        }
        let months = self.horizon(node);
        let runs = self.file.whole_in(node, "runs", 2, MOST_RUNS);
        Some(ForecastTask {
            as_of: as_of?,
            months: months?,
            runs: runs?,
        })
    }

    /// Months as a number, or as a text that says months or years.
    fn horizon(&mut self, node: &Node<'t>) -> Option<u32> {
        let value = self.file.value(node, "horizon");
        if value.is_some_and(|v| v.get_ref().as_str().is_none()) {
            return self
                .file
                .whole_in(node, "horizon", 1, u64::from(Outlook::MOST_MONTHS))
                .map(|n| n as u32);
        }
        let text = self.file.text(node, "horizon")?;
        match months(text) {
            Ok(months) => Some(months),
            Err(message) => {
                let remedy = "write months (6, \"6m\") or years (\"2y\")";
                self.file
                    .wrong_at(node, "horizon", ProblemCode::OutOfRange, message, remedy);
                None
            }
        }
    }

    pub(super) fn optional_word<T: Copy>(
        &mut self,
        node: &Node<'t>,
        key: &str,
        words: &[(T, &'static str)],
    ) -> Option<T> {
        self.file.value(node, key)?;
        self.file.word(node, key, words)
    }

    fn optional_cut(&mut self, node: &Node<'t>, key: &str) -> Option<Cut> {
        self.file.value(node, key)?;
        self.file.cut(node, key)
    }
}
