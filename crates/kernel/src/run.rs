//! The way of a run: months begin, incidents and decisions happen in order of time, until the run ends.

use crate::books;
use crate::event::{Ending, Event, NoObserver, Observer, SettlementKind};
use crate::luck::Luck;
use crate::outcome::Outcome;
use crate::policy::Policy;
use crate::prepared::Prepared;
use crate::state::State;

/// Buffers for runs, reused from one to the next: after the first few, a run allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    state: State,
}

impl Workspace {
    /// Empty buffers.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Plays one run from the first day to its end. Total: it cannot fail, and every input ends.
///
/// ```
/// use halha_kernel::{chance::Key, event::NoObserver, example, policy::QuantalResponse, run::{run, Workspace}};
///
/// let prepared = example::two_sectors();
/// let mut workspace = Workspace::new();
/// let key = Key::derive(7, 0, 0, 0);
/// let outcome = run(&prepared, &key, &mut QuantalResponse, &mut workspace, &mut NoObserver);
/// assert!(outcome.incidents > 0);
/// ```
pub fn run<'w, L: Luck>(
    prepared: &Prepared,
    luck: &L,
    policy: &mut dyn Policy,
    workspace: &'w mut Workspace,
    observer: &mut dyn Observer,
) -> &'w Outcome {
    let state = &mut workspace.state;
    state.reset(prepared);
    policy.begin();
    luck.carry(Way {
        prepared,
        policy,
        state,
        observer,
        until: Until::Day(f64::INFINITY),
    });
    &workspace.state.outcome
}

/// A run that can be stopped, cloned and gone on with.
///
/// A clone goes on exactly as the original would: `snapshot → continue` is `continue`.
#[derive(Debug, Clone)]
pub struct Engine<'p, L, P> {
    pub(crate) prepared: &'p Prepared,
    pub(crate) luck: L,
    pub(crate) policy: P,
    pub(crate) state: State,
}

impl<'p, L: Luck, P: Policy> Engine<'p, L, P> {
    /// A run at its first day.
    pub fn new(prepared: &'p Prepared, luck: L, mut policy: P) -> Self {
        let mut state = State::default();
        state.reset(prepared);
        policy.begin();
        Self {
            prepared,
            luck,
            policy,
            state,
        }
    }

    /// Lets everything happen that happens before day `t`, and tells the observer. An end stays an end.
    pub fn advance_until(&mut self, t: f64, observer: &mut dyn Observer) {
        self.go(Until::Day(t), observer);
    }

    /// Lets one thing happen: the beginning of a month, an incident, a decision or the end. False once ended.
    pub fn step(&mut self, observer: &mut dyn Observer) -> bool {
        self.go(Until::Next, observer);
        !self.state.ended
    }

    /// Plays to the end.
    pub fn finish(mut self) -> Outcome {
        self.advance_until(f64::INFINITY, &mut NoObserver);
        self.state.outcome
    }

    /// The state as it stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Goes on with other inputs from here: a changed scenario, other parameters, luck or commands.
    ///
    /// The new scenario must have the same months, years, windows and sectors; what the old one has
    /// already done stays done. `None` if the shapes differ.
    pub fn continue_with<'q, M: Luck, Q: Policy>(
        self,
        prepared: &'q Prepared,
        luck: M,
        policy: Q,
    ) -> Option<Engine<'q, M, Q>> {
        if !self.prepared.fits(prepared) {
            return None;
        }
        let mut state = self.state;
        state.refresh_vagueness(prepared);
        Some(Engine {
            prepared,
            luck,
            policy,
            state,
        })
    }

    fn go(&mut self, until: Until, observer: &mut dyn Observer) {
        self.luck.carry(Way {
            prepared: self.prepared,
            policy: &mut self.policy,
            state: &mut self.state,
            observer,
            until,
        });
    }
}

/// How far a run goes.
#[derive(Debug, Clone, Copy)]
enum Until {
    /// Everything before this day.
    Day(f64),
    /// One thing.
    Next,
}

/// A run that is about to go some way, without its luck: what [`Luck::carry`] is given.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "commands and observers need none")]
pub struct Way<'a> {
    prepared: &'a Prepared,
    policy: &'a mut dyn Policy,
    state: &'a mut State,
    observer: &'a mut dyn Observer,
    until: Until,
}

impl Way<'_> {
    /// Goes the way with this luck. The rules are there twice for each kind of luck, for those who listen and for the
    /// deaf; commands, who are asked a few hundred times a campaign, and observers are called.
    pub(crate) fn with<L: Luck>(self, luck: &L) {
        let Self {
            prepared,
            policy,
            state,
            observer,
            until,
        } = self;
        if observer.listens() {
            let observer = Told(observer);
            Run {
                prepared,
                luck,
                policy,
                state,
                observer,
            }
            .go(until);
        } else {
            Run {
                prepared,
                luck,
                policy,
                state,
                observer: Deaf,
            }
            .go(until);
        }
    }
}

/// What the rules ask of an observer.
pub(crate) trait Ear {
    /// Whether anybody listens. If not, what only events show (claims, narration) is not worked out.
    const EVENTS: bool;

    /// An event.
    fn event(&mut self, time: f64, event: &Event);
}

/// Somebody listens.
pub(crate) struct Told<'a>(&'a mut dyn Observer);

impl Ear for Told<'_> {
    const EVENTS: bool = true;

    fn event(&mut self, time: f64, event: &Event) {
        self.0.event(time, event);
    }
}

/// Nobody listens.
pub(crate) struct Deaf;

impl Ear for Deaf {
    const EVENTS: bool = false;

    #[inline(always)]
    fn event(&mut self, _: f64, _: &Event) {}
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Next {
    Incident(f64),
    Decision(f64, usize),
    Month(f64),
    End(f64),
    Nothing,
}

/// A run while it moves: its inputs, its state and who watches. The rules are methods of it, a file a layer.
pub(crate) struct Run<'a, L, O> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) luck: &'a L,
    pub(crate) policy: &'a mut dyn Policy,
    pub(crate) state: &'a mut State,
    pub(crate) observer: O,
}

impl<L: Luck, O: Ear> Run<'_, L, O> {
    fn go(&mut self, until: Until) {
        match until {
            Until::Day(day) => while self.happen_before(day) {},
            Until::Next => {
                self.happen_before(f64::INFINITY);
            }
        }
    }

    /// Lets the next thing happen if it is due before `day`; false if it is not.
    ///
    /// What is next is found and done in one place, so that it is asked only once which of the four it is.
    #[inline(always)]
    fn happen_before(&mut self, day: f64) -> bool {
        match Next::of(self.prepared, self.state) {
            Next::Incident(t) if t < day => {
                self.state.now = t;
                self.incident();
            }
            Next::Decision(t, sector) if t < day => {
                self.state.now = t;
                self.decision(sector);
            }
            Next::Month(t) if t < day => {
                self.state.now = t;
                self.begin_month();
            }
            Next::End(t) if t < day => {
                self.state.now = t;
                self.end(Ending::Horizon);
            }
            _ => return false,
        }
        true
    }

    /// Closes the month before, then the strategic rules, then the background of the new month.
    #[inline(never)]
    fn begin_month(&mut self) {
        if self.state.begun {
            self.close_month();
            self.state.month += 1;
        } else {
            self.state.begun = true;
            self.draw_temptation_month();
        }
        self.state.month_end = self.prepared.compiled().month_end[self.state.month];
        if self.strategic_rules() {
            self.background();
        }
    }

    /// Ends the run: open episodes stay open, the books close, the yearly counts are published.
    pub(crate) fn end(&mut self, ending: Ending) {
        if self.state.ended {
            return;
        }
        for sector in 0..self.state.episodes.len() {
            if self.state.episodes[sector].open {
                self.close_episode(sector, SettlementKind::Open, None);
            }
        }
        if self.state.begun {
            self.close_month();
        }
        let (prepared, luck) = (self.prepared, self.luck);
        for (n, year) in self.state.outcome.years.iter_mut().enumerate() {
            books::publish(&prepared.p, luck, n, year);
        }
        if let Ending::GeneralWar(cause) = ending {
            self.tell(&Event::GeneralWar { cause });
        }
        self.tell(&Event::End { ending });
        let s = &mut *self.state;
        s.outcome.ending = ending;
        s.outcome.end = s.now;
        s.ended = true;
    }

    /// False reports come in, and the month's counts go to its year and windows.
    fn close_month(&mut self) {
        self.false_reports();
        let month = self.state.month;
        let scenario = &self.prepared.compiled().scenario;
        let s = &mut *self.state;
        s.outcome.years[scenario.months[month].year].counts.add(&s.counts);
        for (n, window) in scenario.windows.iter().enumerate() {
            if (window.from..window.to).contains(&month) {
                s.outcome.windows[n].add(&s.counts);
            }
        }
        s.counts = Default::default();
    }

    /// Tells the observer, if it listens.
    #[inline]
    pub(crate) fn tell(&mut self, event: &Event) {
        if O::EVENTS {
            self.observer.event(self.state.now, event);
        }
    }
}

impl Next {
    /// The first thing in time: at equal times incidents before decisions, lower sectors before higher ones.
    #[inline]
    pub(crate) fn of(prepared: &Prepared, s: &State) -> Self {
        if s.ended {
            return Self::Nothing;
        }
        // The queue holds this month's points only, and at its end what never comes.
        let point = s.queue[s.cursor].0;
        let (decision, sector) = s.next_decision;
        // Times are not below 0, so that their bits are in their order; of whole numbers the lesser needs no branch.
        if point.to_bits() <= decision.to_bits().min(s.month_end.to_bits()) {
            Self::Incident(point)
        } else if decision < s.month_end {
            Self::Decision(decision, sector)
        } else if !s.begun || s.month + 1 < prepared.month_rate.len() {
            Self::Month(s.month_end)
        } else {
            Self::End(s.month_end)
        }
    }

    pub(crate) fn time(self) -> f64 {
        match self {
            Next::Incident(t) | Next::Decision(t, _) | Next::Month(t) | Next::End(t) => t,
            Next::Nothing => f64::INFINITY,
        }
    }
}
