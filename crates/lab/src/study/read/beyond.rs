//! Reading the tables of studies that go beyond plain counting: rare events, sensitivity, discovery.

use super::Reader;
use crate::matters::{Design, Grouping, Threshold, choose};
use crate::problem::ProblemCode;
use crate::rare::{Known, Method, RareSettings, named};
use crate::settings::ParameterSource;
use crate::study::keys::MOST_RUNS;
use crate::study::{DiscoveryTask, RareTask, SensitivityTask};
use crate::toml_file::Node;
use crate::whatif::Measure;

/// Paths at each level unless the file says otherwise.
const EFFORT: u64 = 1_000;
/// Campaigns at each point unless the file says otherwise.
const REPLICATES: u64 = 4;

impl<'t> Reader<'t, '_> {
    /// `[rare]`.
    pub(super) fn rare(&mut self, node: &Node<'t>) -> Option<RareTask> {
        let known = self.known;
        let of = Known {
            conflict: known.conflict,
            measures: &known.measures,
        };
        let typed = self.file.text(node, "event");
        let event = typed.and_then(|typed| match named(typed, &known.events, of) {
            Ok(event) => Some(event),
            Err(why) => {
                let remedy = "`halha rare --list` shows the conflict's own";
                self.file
                    .wrong_at(node, "event", ProblemCode::UnknownName, why, remedy);
                None
            }
        });
        let most = RareSettings::MOST_EFFORT as u64;
        let effort = self.optional_whole(node, "effort", 10, most).unwrap_or(EFFORT);
        let methods = [(Method::Fixed, "fixed"), (Method::Adaptive, "adaptive")];
        let method = self.optional_word(node, "method", &methods);
        let repeats = self.file.whole_in(node, "repeats", 2, RareSettings::MOST_REPEATS);
        Some(RareTask {
            event: event?,
            effort: effort as usize,
            repeats: repeats?,
            method: method.unwrap_or(Method::Fixed),
        })
    }

    /// `[sensitivity]`; what is looked at stands in `observables`.
    pub(super) fn sensitivity(&mut self, node: &Node<'t>, root: &Node<'t>) -> Option<SensitivityTask> {
        let designs = [
            (Design::Saltelli, "saltelli"),
            (Design::Screening, "screening"),
            (Design::GivenData, "given-data"),
        ];
        let design = self
            .optional_word(node, "design", &designs)
            .unwrap_or(Design::Saltelli);
        let groupings = [(Grouping::Parameter, "parameter"), (Grouping::Layer, "layer")];
        let grouping = self
            .optional_word(node, "by", &groupings)
            .unwrap_or(Grouping::Parameter);
        if design == Design::GivenData && grouping == Grouping::Layer {
            let message = "draws that are there tell of parameters one by one";
            self.file.wrong_at(
                node,
                "by",
                ProblemCode::Conflicting,
                message,
                "take `by` out, or use a design",
            );
        }
        let base = self.file.whole_in(node, "base", 2, MOST_RUNS);
        let replicates = self
            .optional_whole(node, "replicates", 2, 1000)
            .unwrap_or(REPLICATES);
        let all: Vec<Measure> = self.known.all().cloned().collect();
        let names = self.file.texts(root, "observables");
        // Unknown names are told with the file's observables.
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let measures = choose(&all, &names).unwrap_or_default();
        Some(SensitivityTask {
            design,
            base: base?,
            replicates: replicates as usize,
            grouping,
            measures,
        })
    }

    /// `[discovery]`.
    pub(super) fn discovery(&mut self, node: &Node<'t>) -> Option<DiscoveryTask> {
        let all: Vec<Measure> = self.known.all().cloned().collect();
        let typed = self.file.text(node, "outcome");
        let outcome = typed.and_then(|typed| match Threshold::read(typed, &all) {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                let remedy = "write it as in \"losses >= 40000\"";
                self.file.wrong_at(
                    node,
                    "outcome",
                    ProblemCode::UnknownName,
                    error.to_string(),
                    remedy,
                );
                None
            }
        });
        let replications = self.file.whole_in(node, "replications", 100, MOST_RUNS);
        let draws = self.optional_whole(node, "draws", 1, MOST_RUNS);
        let early = self.early(node);
        let boxes = self.optional_whole(node, "boxes", 1, 20).unwrap_or(1);
        let replications = replications?;
        let draws = draws.or_else(|| self.vectors()).unwrap_or(replications);
        Some(DiscoveryTask {
            outcome: outcome?,
            replications,
            draws: draws.min(replications),
            early_until: early,
            boxes: boxes as usize,
        })
    }

    /// The last early year: one of the history, with years after it.
    fn early(&mut self, node: &Node<'t>) -> Option<i32> {
        let year = self.optional_whole(node, "early-until", 1, 9999)? as i32;
        let years = &self.known.conflict.scenario.scenario().years;
        let inner = &years[..years.len().saturating_sub(1)];
        if !inner.contains(&year) {
            let remedy = match (inner.first(), inner.last()) {
                (Some(first), Some(last)) => format!("give a year from {first} to {last}"),
                _ => "take it out: the history has one year".to_owned(),
            };
            let message = "no year of the history with one after it";
            self.file
                .wrong_at(node, "early-until", ProblemCode::OutOfRange, message, remedy);
        }
        Some(year)
    }

    /// Vectors of the posterior, if there is one.
    fn vectors(&self) -> Option<u64> {
        let conflict = self.known.conflict;
        let posterior = conflict.posterior.as_ref()?;
        (conflict.best_source() == ParameterSource::Posterior).then_some(posterior.rows().len() as u64)
    }

    fn optional_whole(&mut self, node: &Node<'t>, key: &str, low: u64, high: u64) -> Option<u64> {
        self.file.value(node, key)?;
        self.file.whole_in(node, key, low, high)
    }
}
