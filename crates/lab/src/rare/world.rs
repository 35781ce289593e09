//! A campaign as a path of splitting: its level as it unfolds, and the place at which it first came to one.

use halha_inference::splitting::{Address, Path};
use halha_kernel::chance::Key;
use halha_kernel::event::{Event as Happened, NoObserver, Observer};
use halha_kernel::outcome::Outcome;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;
use halha_kernel::state::State;

use super::chooser::{Brink, Chooser, Manner};
use super::event::{Kind, Weights, log10};
use crate::conflict::LoadedConflict;

/// The study to which the campaigns of splitting belong.
const STUDY: u64 = 0x5241_5245;
/// Steps after which the place to go back to is taken anew.
const STRIDE: u64 = 400;
/// Score from which a sector counts as in crisis.
const CRISIS: f64 = 4.0;
/// Score of a division's offensive.
const OFFENSIVE: f64 = 7.0;
/// Men who are there count half an order of magnitude less than men who fight, and never for the whole.
const NOT_YET_FOUGHT: f64 = 0.5;
const SHORT_OF_BATTLE: f64 = 0.05;

/// What the paths of an event share.
#[derive(Debug)]
pub(super) struct Rule<'c> {
    pub(super) conflict: &'c LoadedConflict,
    pub(super) kind: &'c Kind,
    /// The day before which it must have happened.
    pub(super) by: f64,
    /// Root of all luck.
    pub(super) seed: u64,
}

/// The luck of an address.
pub(super) fn key(seed: u64, at: Address) -> Key {
    Key::derive(seed, STUDY, at.repeat << 32 | at.stage, at.particle)
}

/// The part of a path that is gone back to.
#[derive(Debug, Clone)]
struct Course<'p> {
    engine: Engine<'p, Key, Chooser>,
    /// Luck that takes over after the next step: a decision that is held keeps what it has drawn already.
    then: Option<Key>,
    level: f64,
    fights: Fights,
    work: u64,
}

/// A campaign.
#[derive(Debug, Clone)]
pub struct World<'p> {
    rule: &'p Rule<'p>,
    prepared: &'p Prepared,
    course: Course<'p>,
    /// The held decision is for war, or near it, if its uniform is below this; 1 if none is held.
    bound: f64,
    is_held: bool,
}

/// The largest engagement so far, by the larger side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fights {
    sector: Option<usize>,
    pub(super) men: u32,
}

impl Fights {
    /// None yet, of one sector or of all.
    pub(super) fn in_sector(sector: Option<usize>) -> Self {
        Self { sector, men: 0 }
    }
}

impl Observer for Fights {
    fn event(&mut self, _: f64, event: &Happened) {
        let (at, fight) = match event {
            Happened::Incident {
                sector,
                fight: Some(fight),
                ..
            }
            | Happened::Battle { sector, fight, .. } => (*sector, fight),
            _ => return,
        };
        if self.sector.is_none_or(|k| k == usize::from(at)) {
            let [a, b] = fight.forces;
            self.men = self.men.max(a.men).max(b.men);
        }
    }
}

impl<'p> World<'p> {
    pub(super) fn new(rule: &'p Rule<'p>, prepared: &'p Prepared, at: Address) -> Self {
        let key = key(rule.seed, at);
        let manner = match rule.kind {
            Kind::War { .. } => Manner::Apart,
            _ => Manner::Whole,
        };
        let chooser = Chooser::new(manner, prepared.parameters().brink, key);
        let sector = match rule.kind {
            Kind::Battle { sector, .. } => *sector,
            _ => None,
        };
        Self {
            rule,
            prepared,
            course: Course {
                engine: Engine::new(prepared, key, chooser),
                then: None,
                level: 0.0,
                fights: Fights::in_sector(sector),
                work: 0,
            },
            bound: 1.0,
            is_held: false,
        }
    }

    /// What the campaign has left so far.
    pub fn outcome(&self) -> &Outcome {
        self.course.engine.state().outcome()
    }

    /// Lets one thing happen.
    fn step(&mut self) {
        let course = &mut self.course;
        if matches!(self.rule.kind, Kind::Battle { .. }) {
            course.engine.step(&mut course.fights);
        } else {
            course.engine.step(&mut NoObserver);
        }
        course.work += 1;
        if let Some(key) = course.then.take() {
            self.take_over(key);
        }
        self.is_held = false;
        self.bound = 1.0;
    }

    /// Goes on under another luck.
    fn take_over(&mut self, key: Key) {
        let chooser = self.course.engine.policy_mut().clone();
        let engine = self.course.engine.clone();
        if let Some(engine) = engine.continue_with(self.prepared, key, chooser) {
            self.course.engine = engine;
        }
    }

    /// Goes back to before the decision that `steps` steps after `origin` came as near as `to`.
    fn go_back(&mut self, mut origin: Self, steps: u64, to: f64, brink: Brink, war: f64) {
        let work = self.course.work;
        for _ in 1..steps {
            origin.step();
            origin.course.engine.policy_mut().take();
        }
        origin.course.work = work + steps - 1;
        origin.course.level = to;
        origin.course.engine.policy_mut().hold(brink.v);
        origin.bound =
            (brink.chance * halha_kernel::maths::exp((war - to) * std::f64::consts::LN_10)).min(1.0);
        origin.is_held = true;
        *self = origin;
    }

    /// The level of what has happened so far, the choice of war left aside.
    fn unfolded(&mut self) -> f64 {
        let state = self.course.engine.state();
        let outcome = state.outcome();
        match self.rule.kind {
            Kind::War { weights, .. } => {
                if !state.ended() {
                    return heat(state, weights);
                }
                if self.rule.kind.is_war(outcome) {
                    f64::INFINITY
                } else {
                    0.0
                }
            }
            Kind::Battle { at_least_men, sector } => {
                let fought = log10(f64::from(self.course.fights.men));
                let near = log10(f64::from(*at_least_men)) - SHORT_OF_BATTLE;
                fought.max((present(state, *sector) - NOT_YET_FOUGHT).min(near))
            }
            Kind::PactBroken => match (state.pact(), outcome.tempted) {
                (true, Some(true)) => 2.0,
                (true, _) => 1.0,
                (false, _) => 0.0,
            },
            Kind::Threshold { measure, .. } => measure.value(outcome, self.rule.conflict),
        }
    }
}

/// Φ of a moment.
fn heat(state: &State, weights: &Weights) -> f64 {
    let (mut top, mut sectors, mut offensives, mut men) = (0.0_f64, 0.0, 0.0, 0.0);
    for episode in open(state) {
        let [last, _] = episode.scores();
        top = top.max(last);
        if last >= CRISIS {
            sectors += 1.0;
        }
        if last >= OFFENSIVE {
            offensives += 1.0;
        }
        let [a, b] = episode.forces();
        men += f64::from(a.men) + f64::from(b.men);
    }
    let crises = weights.sectors * sectors + weights.offensives * offensives;
    weights.height * top + crises + weights.men * log10(men)
}

/// log₁₀ of the most men of a side in one open crisis.
fn present(state: &State, sector: Option<usize>) -> f64 {
    let most = |e: &halha_kernel::episode::Episode| e.forces()[0].men.max(e.forces()[1].men);
    let men = match sector {
        Some(k) => state.episode(k).map_or(0, most),
        None => open(state).map(most).max().unwrap_or(0),
    };
    log10(f64::from(men))
}

/// The open crises.
fn open(state: &State) -> impl Iterator<Item = &halha_kernel::episode::Episode> {
    (0..state.outcome().by_sector.len()).filter_map(|k| state.episode(k))
}

impl Path for World<'_> {
    fn level(&self) -> f64 {
        self.course.level
    }

    fn advance(&mut self, to: f64) -> bool {
        let war = match self.rule.kind {
            Kind::War { weights, .. } => weights.war,
            _ => f64::INFINITY,
        };
        let mut origin = self.clone();
        let mut steps = 0;
        // A campaign that has ended has no next day.
        while self.course.level < to && self.course.engine.next_time() < self.rule.by {
            if steps == STRIDE {
                origin = self.clone();
                steps = 0;
            }
            self.step();
            steps += 1;
            if let Some(brink) = self.course.engine.policy_mut().take() {
                let level = war + brink.nearness();
                // A war by choice has come past every level below the choice on its way.
                if to < war && level >= to {
                    self.go_back(origin, steps, to, brink, war);
                    return true;
                }
                self.course.level = self.course.level.max(level.min(war));
            }
            let level = self.unfolded();
            self.course.level = self.course.level.max(level);
        }
        self.course.level >= to
    }

    fn rekey(&mut self, at: Address) {
        let key = key(self.rule.seed, at);
        self.course.engine.policy_mut().rekey(key, self.bound);
        if self.is_held {
            self.course.then = Some(key);
        } else {
            self.take_over(key);
        }
    }

    fn work(&self) -> u64 {
        self.course.work
    }
}
