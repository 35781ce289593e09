//! A composed intervention made ready: when what begins and ends, and the scenario of each stage.

use std::cell::OnceCell;

use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::prepared::Prepared;
use halha_kernel::validate::ValidScenario;

use super::intervention::{Change, Condition, Do, Intervention, Tag, When};
use super::patch;
use super::read::contradictions;
use crate::conflict::LoadedConflict;
use crate::problem::{Problem, ProblemCode};

/// Most different conditions that one composed intervention may wait for.
const MOST_CONDITIONS: usize = 4;

/// One column of a what-if: interventions done together.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name: the interventions' names, joined by `+`.
    pub name: String,
    /// Their titles.
    pub title: String,
    /// Their questions.
    pub question: String,
    /// What is to be estimated.
    pub estimand: String,
    /// Data-informed only if all are.
    pub tag: Tag,
    /// Where they come from.
    pub origin: String,
    /// Day of the recorded history that both worlds begin with.
    pub given: Option<u32>,
    /// First day on which anything may differ; `None` if nothing is done within the history.
    pub from: Option<f64>,
    /// What to say of it besides: that it is empty, or what it waits for.
    pub note: String,
}

/// A column made ready: its stages and what each does.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is said of it.
    pub column: Column,
    pub(super) dos: Vec<Do>,
    /// Days on which something begins or ends, in order, within the history.
    pub(super) days: Vec<f64>,
    pub(super) conditions: Vec<Condition>,
    /// Scenarios by stage; see [`Stage::index`].
    stages: Vec<StageInputs>,
}

#[derive(Debug, Clone)]
struct StageInputs {
    scenario: ValidScenario,
    /// Numbers of the things in force.
    active: Vec<usize>,
}

/// How far an intervention has come in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stage {
    /// Days that have come.
    pub(super) days: usize,
    /// Conditions that have been met, a bit each.
    pub(super) met: usize,
}

impl Stage {
    fn index(self, plan: &Plan) -> usize {
        self.days << plan.conditions.len() | self.met
    }

    /// Nothing has happened yet.
    pub(super) fn is_baseline(self) -> bool {
        self == Self::default()
    }
}

impl Plan {
    /// Makes one column of interventions that are done together.
    ///
    /// # Errors
    /// All contradictions between them, and every scenario that they make impossible.
    pub fn of(parts: &[&Intervention], conflict: &LoadedConflict) -> Result<Self, Vec<Problem>> {
        let dos: Vec<Do> = parts.iter().flat_map(|p| p.dos.iter().cloned()).collect();
        let mut problems = contradictions(dos.iter());
        problems.extend(rival_histories(parts));
        let end = conflict.calendar.end_days();
        let given = parts.iter().find_map(|p| p.given).map(|g| g.day);
        let start = given.map_or(0.0, f64::from);
        let mut days: Vec<f64> = dos
            .iter()
            .flat_map(|d| [begins(d, start), d.until])
            .flatten()
            .collect();
        days.retain(|day| *day < end);
        days.sort_by(f64::total_cmp);
        days.dedup();
        let mut conditions: Vec<Condition> = dos
            .iter()
            .filter_map(|d| match d.from {
                When::After(condition) => Some(condition),
                _ => None,
            })
            .collect();
        conditions.sort_unstable();
        conditions.dedup();
        if conditions.len() > MOST_CONDITIONS {
            problems.push(too_many(parts, conditions.len()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut plan = Self {
            column: column(parts, given),
            dos,
            days,
            conditions,
            stages: Vec::new(),
        };
        plan.prepare_stages(start, conflict, parts)?;
        plan.column.from = plan.first_day();
        plan.column.note = plan.note();
        Ok(plan)
    }

    /// The first day on which it may do anything: that of the first thing done, or the start if it waits.
    fn first_day(&self) -> Option<f64> {
        if self.conditions.is_empty() {
            self.days.first().copied()
        } else {
            Some(0.0)
        }
    }

    fn note(&self) -> String {
        if self.days.is_empty() && self.conditions.is_empty() {
            return "empty: nothing is done within the history".to_owned();
        }
        let waits = self.conditions.iter().map(|c| {
            let words = Condition::ALL.iter().find(|(other, _)| other == c);
            words.map_or("", |(_, word)| *word)
        });
        let waits: Vec<&str> = waits.collect();
        if waits.is_empty() {
            String::new()
        } else {
            format!("waits for: {}", waits.join(", "))
        }
    }

    fn prepare_stages(
        &mut self,
        start: f64,
        conflict: &LoadedConflict,
        parts: &[&Intervention],
    ) -> Result<(), Vec<Problem>> {
        let base = conflict.scenario.scenario();
        let mut problems = Vec::new();
        for days in 0..=self.days.len() {
            for met in 0..1 << self.conditions.len() {
                let active = self.active(Stage { days, met }, start);
                let dos: Vec<&Do> = active.iter().map(|n| &self.dos[*n]).collect();
                let changed = patch::scenario(base, &dos);
                let scenario = if changed == *base {
                    conflict.scenario.clone()
                } else {
                    match changed.validate() {
                        Ok(valid) => valid,
                        Err(errors) => {
                            problems.extend(errors.into_iter().map(|e| impossible(parts, &e)));
                            continue;
                        }
                    }
                };
                self.stages.push(StageInputs { scenario, active });
            }
        }
        // The same month fails alike in every stage: say it once.
        problems.sort_by(|a: &Problem, b| a.key.cmp(&b.key).then_with(|| a.value.cmp(&b.value)));
        problems.dedup();
        problems.truncate(12);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Numbers of the things in force at a stage.
    fn active(&self, stage: Stage, start: f64) -> Vec<usize> {
        let come = |day: f64| self.days[..stage.days].contains(&day);
        let in_force = |d: &Do| {
            let begun = match d.from {
                When::After(condition) => {
                    let at = self.conditions.iter().position(|c| *c == condition);
                    at.is_some_and(|n| stage.met >> n & 1 == 1)
                }
                When::Start | When::Day(_) => begins(d, start).is_some_and(come),
            };
            begun && !d.until.is_some_and(come)
        };
        (0..self.dos.len()).filter(|n| in_force(&self.dos[*n])).collect()
    }

    /// Numbers of the things in force at a stage.
    pub(super) fn in_force(&self, stage: Stage) -> &[usize] {
        &self.stages[stage.index(self)].active
    }

    /// Empty places for the inputs of each stage under one parameter vector.
    pub(super) fn cells(&self) -> Cells {
        self.stages.iter().map(|_| OnceCell::new()).collect()
    }

    /// The inputs of a stage under a parameter vector, worked out when they are first asked for.
    ///
    /// # Errors
    /// All parameters that the intervention takes out of their support.
    pub(super) fn prepared<'c>(
        &self,
        stage: Stage,
        base: &Parameters,
        cells: &'c Cells,
    ) -> Result<&'c Prepared, Vec<ParameterError>> {
        let index = stage.index(self);
        let cell = &cells[index];
        if let Some(prepared) = cell.get() {
            return Ok(prepared);
        }
        let inputs = &self.stages[index];
        let dos: Vec<&Do> = inputs.active.iter().map(|n| &self.dos[*n]).collect();
        let parameters = patch::parameters(base, &dos)?;
        let prepared = Prepared::new(&inputs.scenario, &parameters)?;
        Ok(cell.get_or_init(|| Box::new(prepared)))
    }

    /// Everything that decides its worlds besides the baseline, in words for a fingerprint.
    pub(crate) fn described(&self) -> String {
        let what = self
            .dos
            .iter()
            .map(|d| format!("{:?} {:?} {:?};", d.change, d.from, d.until));
        format!("{:?} {}", self.column.given, what.collect::<String>())
    }

    /// Whether decisions may follow the record.
    pub(super) fn needs_script(&self) -> bool {
        self.dos
            .iter()
            .any(|d| matches!(d.change, Change::Scripted(true)))
    }
}

/// Inputs of the stages of one plan under one parameter vector.
pub(super) type Cells = Vec<OnceCell<Box<Prepared>>>;

/// The day on which something begins; `None` if it waits for a condition.
fn begins(d: &Do, start: f64) -> Option<f64> {
    match d.from {
        When::Start => Some(start),
        When::Day(day) => Some(day),
        When::After(_) => None,
    }
}

fn column(parts: &[&Intervention], given: Option<u32>) -> Column {
    let join = |text: fn(&Intervention) -> &str, with: &str| {
        parts.iter().map(|p| text(p)).collect::<Vec<_>>().join(with)
    };
    let informed = !parts.is_empty() && parts.iter().all(|p| p.tag == Tag::DataInformed);
    Column {
        name: join(|p| &p.id, "+"),
        title: join(|p| &p.title, "; "),
        question: join(|p| &p.question, " "),
        estimand: join(|p| &p.estimand, "; "),
        tag: if informed {
            Tag::DataInformed
        } else {
            Tag::PriorDriven
        },
        origin: join(|p| &p.origin, "; "),
        given,
        from: None,
        note: String::new(),
    }
}

/// Two recorded histories of different length cannot both be what the worlds begin with.
fn rival_histories(parts: &[&Intervention]) -> Vec<Problem> {
    let mut given = parts.iter().filter_map(|p| p.given.map(|g| (g, p)));
    let Some((first, of)) = given.next() else {
        return Vec::new();
    };
    let rival = given.filter(|(g, _)| g.day != first.day);
    let problem = |(g, part): (super::Given, &&Intervention)| Problem {
        code: ProblemCode::Conflicting,
        warning: false,
        file: part.file.clone(),
        line: Some(g.line),
        key: "given.history-to".to_owned(),
        value: g.day.to_string(),
        message: format!(
            "recorded history to another day than in {}:{}",
            of.file, first.line
        ),
        remedy: "compose interventions with the same history".to_owned(),
    };
    rival.map(problem).collect()
}

fn too_many(parts: &[&Intervention], conditions: usize) -> Problem {
    Problem {
        code: ProblemCode::Conflicting,
        warning: false,
        file: parts.first().map_or_else(String::new, |p| p.file.clone()),
        line: None,
        key: "do".to_owned(),
        value: conditions.to_string(),
        message: format!("more than {MOST_CONDITIONS} different conditions to wait for"),
        remedy: "compose fewer interventions".to_owned(),
    }
}

fn impossible(parts: &[&Intervention], error: &halha_kernel::scenario::ScenarioError) -> Problem {
    let file = parts
        .iter()
        .map(|p| p.file.as_str())
        .collect::<Vec<_>>()
        .join(" + ");
    Problem {
        code: ProblemCode::OutOfRange,
        warning: false,
        file,
        line: None,
        key: error.field.clone(),
        value: error.value.clone(),
        message: format!(
            "what is done makes a scenario that cannot be: expected {}",
            error.expected
        ),
        remedy: "bound the number with `at-least` or `at-most`".to_owned(),
    }
}
