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
pub fn run<'w, L: Luck, P: Policy, O: Observer>(
    prepared: &Prepared,
    luck: &L,
    policy: &mut P,
    workspace: &'w mut Workspace,
    observer: &mut O,
) -> &'w Outcome {
    let state = &mut workspace.state;
    state.reset(prepared);
    policy.begin();
    Run {
        prepared,
        luck,
        policy,
        state,
        observer,
    }
    .advance(f64::INFINITY);
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
    pub fn advance_until<O: Observer>(&mut self, t: f64, observer: &mut O) {
        self.with(observer).advance(t);
    }

    /// Lets one thing happen: the beginning of a month, an incident, a decision or the end. False once ended.
    pub fn step<O: Observer>(&mut self, observer: &mut O) -> bool {
        let mut run = self.with(observer);
        let next = run.next();
        run.happen(next);
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

    pub(crate) fn with<'a, O: Observer>(&'a mut self, observer: &'a mut O) -> Run<'a, L, P, O> {
        Run {
            prepared: self.prepared,
            luck: &self.luck,
            policy: &mut self.policy,
            state: &mut self.state,
            observer,
        }
    }
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
pub(crate) struct Run<'a, L, P, O> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) luck: &'a L,
    pub(crate) policy: &'a mut P,
    pub(crate) state: &'a mut State,
    pub(crate) observer: &'a mut O,
}

impl<L: Luck, P: Policy, O: Observer> Run<'_, L, P, O> {
    /// Everything before day `until`.
    fn advance(&mut self, until: f64) {
        loop {
            let next = self.next();
            if next.time() >= until {
                return;
            }
            self.happen(next);
        }
    }

    /// The first thing in time: at equal times incidents before decisions, lower sectors before higher ones.
    #[inline]
    pub(crate) fn next(&self) -> Next {
        let s = &*self.state;
        if s.ended {
            return Next::Nothing;
        }
        // The queue holds this month's points only, and at its end what never comes.
        let point = s.queue[s.cursor].0;
        let (decision, sector) = s.next_decision;
        // Times are not below 0, so that their bits are in their order; of whole numbers the lesser needs no branch.
        if point.to_bits() <= decision.to_bits().min(s.month_end.to_bits()) {
            Next::Incident(point)
        } else if decision < s.month_end {
            Next::Decision(decision, sector)
        } else if !s.begun || s.month + 1 < self.prepared.month_rate.len() {
            Next::Month(s.month_end)
        } else {
            Next::End(s.month_end)
        }
    }

    #[inline]
    fn happen(&mut self, next: Next) {
        match next {
            Next::Incident(t) => {
                self.state.now = t;
                self.incident();
            }
            Next::Decision(t, sector) => {
                self.state.now = t;
                self.decision(sector);
            }
            Next::Month(t) => {
                self.state.now = t;
                self.begin_month();
            }
            Next::End(t) => {
                self.state.now = t;
                self.end(Ending::Horizon);
            }
            Next::Nothing => {}
        }
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
    pub(crate) fn time(self) -> f64 {
        match self {
            Next::Incident(t) | Next::Decision(t, _) | Next::Month(t) | Next::End(t) => t,
            Next::Nothing => f64::INFINITY,
        }
    }
}
