//! What a conflict asks of its coupled fit: which parameters are free, and how much is played.

use halha_kernel::parameters::{PARAMETERS, index_of};
use halha_record::Folder;
use halha_record::vocab::suggest;
use serde::Deserialize;

use crate::problem::{Problem, ProblemCode};

/// The file's name in a conflict folder.
pub const FILE: &str = "fit.toml";

/// `fit.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Plan {
    /// Version of the file's layout.
    pub format: u32,
    /// Parameters that the coupled fit may move.
    pub free: Vec<String>,
    /// Particles: the nearest of the pilot, which walk nearer if more campaigns are allowed.
    pub particles: usize,
    /// Campaigns from what came before, which scale the distances and of which the nearest begin.
    pub pilot: usize,
    /// Most campaigns of the coupled fit in all.
    pub simulations: u64,
    /// Draws of the posterior.
    pub draws: usize,
}

impl Plan {
    /// Reads the file of a conflict folder. All problems are reported; the plan comes only without any.
    pub fn of(folder: &Folder) -> (Option<Self>, Vec<Problem>) {
        let text = match folder.text(FILE) {
            Ok(text) => text,
            Err(why) => {
                let remedy =
                    "put a `fit.toml` into the folder: it names the parameters that the fit may move";
                return (
                    None,
                    vec![problem(
                        ProblemCode::Unreadable,
                        None,
                        "",
                        format!("cannot be read: {why}"),
                        remedy,
                    )],
                );
            }
        };
        match toml::from_str::<Self>(&text) {
            Err(error) => {
                let line = error
                    .span()
                    .map(|s| text[..s.start].matches('\n').count() as u64 + 1);
                let remedy = "see the book's page on fitting for what the file holds";
                (
                    None,
                    vec![problem(
                        ProblemCode::Syntax,
                        line,
                        "",
                        error.message().to_owned(),
                        remedy,
                    )],
                )
            }
            Ok(plan) => {
                let problems = plan.problems(&text);
                (problems.is_empty().then_some(plan), problems)
            }
        }
    }

    /// Positions of the free parameters.
    pub fn positions(&self) -> Vec<usize> {
        self.free.iter().filter_map(|name| index_of(name)).collect()
    }

    fn problems(&self, text: &str) -> Vec<Problem> {
        let mut found = Vec::new();
        let line = |what: &str| {
            let at = text.lines().position(|l| l.contains(what));
            at.map(|n| n as u64 + 1)
        };
        for (n, name) in self.free.iter().enumerate() {
            if index_of(name).is_none() {
                let near = suggest(name, PARAMETERS.iter().map(|p| p.name));
                let remedy = near.map_or("see the list of parameters in the book".into(), |n| {
                    format!("did you mean `{n}`?")
                });
                let message = "a parameter that the model does not have".to_owned();
                found.push(problem(
                    ProblemCode::UnknownParameter,
                    line(name),
                    name,
                    message,
                    &remedy,
                ));
            }
            if self.free[..n].contains(name) {
                let message = "a parameter that is named twice".to_owned();
                found.push(problem(
                    ProblemCode::Conflicting,
                    line(name),
                    name,
                    message,
                    "name it once",
                ));
            }
        }
        let wrong = |key: &str, holds: bool, wanted: &str| {
            (!holds).then(|| {
                let message = format!("{wanted} is needed");
                problem(
                    ProblemCode::OutOfRange,
                    line(key),
                    key,
                    message,
                    "give a number within the range",
                )
            })
        };
        found.extend(wrong(
            "free",
            !self.free.is_empty(),
            "at least one free parameter",
        ));
        found.extend(wrong(
            "particles",
            (50..=100_000).contains(&self.particles),
            "a number from 50 to 100,000",
        ));
        found.extend(wrong(
            "pilot",
            self.pilot >= self.particles,
            "at least as many as particles",
        ));
        found.extend(wrong(
            "simulations",
            self.simulations >= self.pilot as u64,
            "as many as the pilot, or more,",
        ));
        found.extend(wrong(
            "draws",
            (10..=100_000).contains(&self.draws),
            "a number from 10 to 100,000",
        ));
        found
    }
}

fn problem(code: ProblemCode, line: Option<u64>, key: &str, message: String, remedy: &str) -> Problem {
    Problem {
        code,
        warning: false,
        file: FILE.to_owned(),
        line,
        key: key.to_owned(),
        value: key.to_owned(),
        message,
        remedy: remedy.to_owned(),
    }
}
