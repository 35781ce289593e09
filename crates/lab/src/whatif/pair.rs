//! One world and its counterfactuals: the common beginning is played once, and they are compared until they part.

use halha_kernel::chance::Key;
use halha_kernel::event::{Event, NoObserver, Observer};
use halha_kernel::outcome::Outcome;
use halha_kernel::parameters::{ParameterError, Parameters};
use halha_kernel::policy::Scripted;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;
use halha_kernel::state::State;

use super::crises::{Crises, CrisisDays};
use super::directed::Directed;
use super::history::{self, History};
use super::intervention::{Change, Condition, Op, Target};
use super::patch;
use super::plan::{Cells, Plan, Stage};
use crate::conflict::LoadedConflict;

/// A run under a plan, with what no outcome says of it.
#[derive(Clone)]
struct World<'p> {
    engine: Engine<'p, Key, Directed>,
    crises: Crises,
}

/// What a world leaves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    pub(super) crises: CrisisDays,
}

/// A counterfactual beside its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// What it leaves; `None` if nothing in it differs from the baseline.
    pub(super) ended: Option<Ended>,
    /// The first day on which something differed, days since the start.
    pub(super) parted: Option<f64>,
}

impl<'p> World<'p> {
    fn new(engine: Engine<'p, Key, Directed>) -> Self {
        let crises = Crises::of(engine.state());
        Self { engine, crises }
    }

    fn state(&self) -> &State {
        self.engine.state()
    }

    /// Lets one thing happen. False once ended.
    #[inline]
    fn step<O: Observer>(&mut self, observer: &mut O) -> bool {
        let goes_on = self.engine.step(observer);
        self.crises.look(self.engine.state());
        goes_on
    }

    /// Lets everything happen that happens before day `t`.
    fn advance_until<O: Observer>(&mut self, t: f64, observer: &mut O) {
        if t == f64::INFINITY {
            // Whoever plays to the end need not ask before every step when the next thing happens.
            while self.step(observer) {}
            return;
        }
        while self.engine.next_time() < t {
            self.step(observer);
        }
    }

    /// Plays to the end.
    fn end(self) -> Ended {
        Ended {
            crises: self.crises.days(),
            outcome: self.engine.finish(),
        }
    }
}

/// The inputs of all worlds under one parameter vector.
pub(super) struct Inputs {
    parameters: Parameters,
    base: Prepared,
    quiet: Option<Prepared>,
    cells: Vec<Cells>,
}

impl Inputs {
    pub(super) fn new(
        conflict: &LoadedConflict,
        plans: &[Plan],
        parameters: Parameters,
    ) -> Result<Self, Vec<ParameterError>> {
        let any_given = plans.iter().any(|p| p.column.given.is_some());
        let quiet = match any_given {
            true => Some(history::quiet(conflict, &parameters)?),
            false => None,
        };
        Ok(Self {
            parameters,
            base: Prepared::new(&conflict.scenario, &parameters)?,
            quiet,
            cells: plans.iter().map(Plan::cells).collect(),
        })
    }
}

/// Plans that begin with the same history, and that history.
pub(super) struct Group<'a> {
    pub(super) history: Option<&'a History>,
    /// Numbers of the plans.
    pub(super) plans: Vec<usize>,
}

/// What every world of a what-if shares.
pub(super) struct Stagehand<'a> {
    pub(super) plans: &'a [Plan],
    pub(super) script: Option<&'a Scripted>,
}

impl Stagehand<'_> {
    /// Plays one baseline and the counterfactuals of a group, in the group's order. Worlds that have not parted yet take
    /// every step together.
    pub(super) fn play(
        &self,
        inputs: &Inputs,
        group: &Group<'_>,
        key: Key,
    ) -> Result<(Ended, Vec<Pair>), Vec<ParameterError>> {
        let mut base = self.begin(inputs, group, key);
        let mut waiting: Vec<usize> = group.plans.clone();
        let mut begun: Vec<Beside<'_>> = Vec::new();
        while !base.state().ended() {
            let next = base.engine.next_time();
            waiting.retain(|n| {
                let plan = &self.plans[*n];
                let day = plan.days.first().is_some_and(|day| *day <= next);
                let begins = day || plan.conditions.iter().any(|c| met(*c, base.state()));
                if begins {
                    begun.push(Beside {
                        course: Course::new(self, inputs, *n, base.clone()),
                        parted: None,
                    });
                }
                !begins
            });
            let watched = waiting.iter().any(|n| !self.plans[*n].conditions.is_empty());
            let mut together = begun.iter_mut().filter(|b| b.parted.is_none()).peekable();
            if together.peek().is_some() || watched {
                base.step(&mut NoObserver);
                let pulse = base.state().pulse();
                for beside in together {
                    beside.step(pulse)?;
                }
            } else {
                let until = waiting.iter().filter_map(|n| self.plans[*n].days.first());
                let until = until.copied().fold(f64::INFINITY, f64::min);
                base.advance_until(until, &mut NoObserver);
            }
        }
        let ended = base.end();
        let mut pairs: Vec<Pair> = group.plans.iter().map(|_| Pair::same()).collect();
        for beside in begun {
            let number = beside.course.number;
            if let Some(place) = group.plans.iter().position(|p| *p == number) {
                pairs[place] = beside.end()?;
            }
        }
        Ok((ended, pairs))
    }

    /// A world at its beginning: at the start, or where the history leaves it.
    fn begin<'p>(&self, inputs: &'p Inputs, group: &Group<'_>, key: Key) -> World<'p> {
        let policy = Directed::new(self.script.cloned());
        let spliced = match (group.history, &inputs.quiet) {
            (Some(history), Some(quiet)) => history.engine(quiet, &inputs.base, key, policy.clone()),
            _ => None,
        };
        World::new(spliced.unwrap_or_else(|| Engine::new(&inputs.base, key, policy)))
    }
}

/// A counterfactual that is played beside its baseline.
struct Beside<'p> {
    course: Course<'p>,
    /// The first day on which something differed.
    parted: Option<f64>,
}

impl Beside<'_> {
    /// Takes a step that has left the baseline with this pulse.
    fn step(&mut self, pulse: u64) -> Result<(), Vec<ParameterError>> {
        let moved = self.course.step(false, &mut NoObserver)?;
        let state = self.course.world.state();
        // One that has ended before its baseline cannot move.
        if !moved || state.pulse() != pulse {
            self.parted = Some(state.now());
        }
        Ok(())
    }

    /// Plays to the end. A world that goes on after the end of its baseline parts from it there.
    fn end(mut self) -> Result<Pair, Vec<ParameterError>> {
        if self.parted.is_none() && self.course.step(false, &mut NoObserver)? {
            self.parted = Some(self.course.world.state().now());
        }
        while self.course.step(true, &mut NoObserver)? {}
        Ok(Pair {
            ended: self.parted.map(|_| self.course.world.end()),
            parted: self.parted,
        })
    }
}

impl Pair {
    fn same() -> Self {
        Self {
            ended: None,
            parted: None,
        }
    }
}

/// A counterfactual world on its way through the stages of its plan.
struct Course<'p> {
    plan: &'p Plan,
    number: usize,
    inputs: &'p Inputs,
    stage: Stage,
    world: World<'p>,
}

impl<'p> Course<'p> {
    fn new(hand: &Stagehand<'p>, inputs: &'p Inputs, number: usize, world: World<'p>) -> Self {
        Self {
            plan: &hand.plans[number],
            number,
            inputs,
            stage: Stage::default(),
            world,
        }
    }

    /// Does what is due, then lets one thing happen; with `far` everything until something is due. False at the end.
    fn step<O: Observer>(&mut self, far: bool, observer: &mut O) -> Result<bool, Vec<ParameterError>> {
        if self.world.state().ended() {
            return Ok(false);
        }
        self.do_what_is_due()?;
        let waits = self.stage.met + 1 < 1 << self.plan.conditions.len();
        if far && !waits {
            let until = self.plan.days.get(self.stage.days).copied();
            self.world.advance_until(until.unwrap_or(f64::INFINITY), observer);
        } else {
            self.world.step(observer);
        }
        Ok(true)
    }

    fn do_what_is_due(&mut self) -> Result<(), Vec<ParameterError>> {
        loop {
            let mut next = self.stage;
            let time = self.world.engine.next_time();
            if self.plan.days.get(next.days).is_some_and(|day| *day <= time) {
                next.days += 1;
            } else {
                let state = self.world.state();
                for (n, condition) in self.plan.conditions.iter().enumerate() {
                    if met(*condition, state) {
                        next.met |= 1 << n;
                    }
                }
            }
            if next == self.stage {
                return Ok(());
            }
            self.move_to(next)?;
        }
    }

    /// Goes on under the inputs of another stage, and does once what that stage begins with.
    fn move_to(&mut self, next: Stage) -> Result<(), Vec<ParameterError>> {
        let before = self.plan.in_force(self.stage);
        let now = self.plan.in_force(next);
        let prepared = match next.is_baseline() {
            true => &self.inputs.base,
            false => {
                let cells = &self.inputs.cells[self.number];
                self.plan.prepared(next, &self.inputs.parameters, cells)?
            }
        };
        self.world.engine.switch_to(prepared);
        let begun: Vec<usize> = now.iter().copied().filter(|n| !before.contains(n)).collect();
        let policy = self.world.engine.policy_mut();
        for n in before.iter().filter(|n| !now.contains(n)) {
            direct(policy, *n, &self.plan.dos[*n].change, false);
        }
        for n in &begun {
            direct(policy, *n, &self.plan.dos[*n].change, true);
        }
        self.change_state(&begun);
        self.stage = next;
        Ok(())
    }

    /// Vagueness and forces: changed once, by everything that begins together.
    fn change_state(&mut self, begun: &[usize]) {
        let mut done: Vec<Target> = Vec::new();
        for n in begun {
            let Change::Number { target, .. } = self.plan.dos[*n].change else {
                continue;
            };
            if !target.is_state() || done.contains(&target) {
                continue;
            }
            done.push(target);
            let mut ops: Vec<Op> = begun
                .iter()
                .filter_map(|m| match &self.plan.dos[*m].change {
                    Change::Number { target: t, ops } if *t == target => Some(ops),
                    _ => None,
                })
                .flatten()
                .copied()
                .collect();
            ops.sort_by_key(|op| op.kind);
            match target {
                Target::Vagueness(k) => {
                    let v = self.world.state().vagueness(k).unwrap_or(0.0);
                    self.world
                        .engine
                        .set_vagueness(k, ops.iter().fold(v, |x, op| op.apply(x)));
                }
                Target::Force(arm, k, side) => {
                    if let Some(episode) = self.world.state().episode(k) {
                        let forces = patch::forces(episode.forces()[side], arm, &ops);
                        self.world.engine.set_forces(k, side, forces);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Tells the commands what begins or ends for them.
fn direct(policy: &mut Directed, n: usize, change: &Change, begins: bool) {
    match change {
        Change::Battle(battle) if begins => policy.order(n, battle),
        Change::Battle(_) => policy.withdraw(n),
        Change::Scripted(on) => policy.follow_script(*on == begins),
        Change::Number { .. } | Change::Switch { .. } => {}
    }
}

fn met(condition: Condition, state: &State) -> bool {
    match condition {
        Condition::Shooting => state.shootings() > 0,
        Condition::Crisis => state.outcome().episodes > 0,
        Condition::DivisionBattle => state.battles()[0] > 0,
        Condition::CorpsBattle => state.battles()[1] > 0,
        Condition::Pact => state.pact(),
        Condition::Agreement => state.outcome().agreements > 0,
    }
}

/// Everything that happened in a world.
type Events = Vec<(f64, Event)>;

/// Both worlds of one pair with everything that happened in each from where they could first differ: the baseline's
/// events are whole, the counterfactual's too.
///
/// # Errors
/// All parameters that the intervention takes out of their support.
pub fn told(
    conflict: &LoadedConflict,
    plan: &Plan,
    script: Option<&Scripted>,
    parameters: Parameters,
    key: Key,
) -> Result<[(Events, Outcome); 2], Vec<ParameterError>> {
    let plans = std::slice::from_ref(plan);
    let inputs = Inputs::new(conflict, plans, parameters)?;
    let hand = Stagehand { plans, script };
    let history = plan.column.given.map(|day| History::of(conflict, f64::from(day)));
    let group = Group {
        history: history.as_ref(),
        plans: vec![0],
    };
    let mut base = hand.begin(&inputs, &group, key);
    let mut course = Course::new(&hand, &inputs, 0, base.clone());
    let mut events: [Events; 2] = [Vec::new(), Vec::new()];
    base.advance_until(f64::INFINITY, &mut events[0]);
    while course.step(false, &mut events[1])? {}
    let outcomes = [
        base.state().outcome().clone(),
        course.world.state().outcome().clone(),
    ];
    let [a, b] = events;
    let [x, y] = outcomes;
    Ok([(a, x), (b, y)])
}
