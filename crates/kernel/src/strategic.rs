//! The strategic layer: what happens above the border at the start of each month.

use crate::chance::Purpose;
use crate::event::{Ending, Event, WarCause};
use crate::luck::{Luck, happens};
use crate::maths::ln;
use crate::run::{Ear, Run};
use crate::state::Pact;

/// Blocks of a month's strategic luck.
const PACT: u32 = 0;
const TEMPTATION: u32 = 1;
const ENTRY: u32 = 2;
const TEMPTATION_MONTH: u32 = 3;
/// What the tempted side counts its own divisions for: it would attack where it is strongest.
const TEMPTED_STRENGTH: f64 = 1.3;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// The month of the temptation, drawn once from its window.
    pub(crate) fn draw_temptation_month(&mut self) {
        if let Some(rule) = &self.prepared.compiled().scenario.temptation {
            let [u, ..] = self.luck.four(0, Purpose::Strategic, TEMPTATION_MONTH);
            let months = rule.to - rule.from + 1;
            let at = ((u * months as f64) as usize).min(months - 1);
            self.state.temptation_month = Some(rule.from + at);
        }
    }

    /// The rules of the month that begins, in their order. False if they ended the run.
    ///
    /// **Law** book, model §7. **Units** nat, months. **Valid for** one pact, one temptation, one entry.
    /// **Source** neutrality pacts honoured in 78 of 100 cases, Berkemeier and Fuhrmann (2018).
    /// **Status** one observation each: the posterior is the prior.
    pub(crate) fn strategic_rules(&mut self) -> bool {
        self.outside_grievance();
        self.seek_pact();
        self.tempt();
        if !self.state.ended {
            self.denounce_and_enter();
        }
        !self.state.ended
    }

    fn outside_grievance(&mut self) {
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        let from_outside = month.outside_grievance;
        self.state.grievance.at(self.state.now, self.prepared.decay[0]);
        for (side, more) in from_outside.into_iter().enumerate() {
            if more > 0.0 {
                self.state.grievance.add(side, more);
            }
        }
    }

    fn strategic_luck(&self, block: u32) -> f64 {
        let [u, ..] = self.luck.four(self.state.month as u64, Purpose::Strategic, block);
        u
    }

    fn seek_pact(&mut self) {
        let c = self.prepared.compiled();
        let m = self.state.month;
        let Some(rule) = &c.scenario.pact else { return };
        if m < rule.from || self.state.pact != Pact::Never {
            return;
        }
        let p = &self.prepared.p;
        let month = &c.scenario.months[m];
        let memory = self.state.memory.at(self.state.now, self.prepared.decay[1]);
        let odds = p.pact0
            + p.pact_memory * memory[rule.seeker]
            + p.pact_distraction_seeker * month.distraction[rule.seeker]
            + p.pact_distraction_other * month.distraction[1 - rule.seeker]
            + if m >= rule.shock { p.pact_shock } else { 0.0 };
        if happens(self.strategic_luck(PACT), odds) {
            self.state.pact = Pact::InForce;
            self.state.outcome.pact = self.state.now;
            self.tell(&Event::PactSigned);
        }
    }

    fn tempt(&mut self) {
        let c = self.prepared.compiled();
        let m = self.state.month;
        let Some(rule) = &c.scenario.temptation else {
            return;
        };
        if self.state.temptation_month != Some(m) {
            return;
        }
        let p = &self.prepared.p;
        let month = &c.scenario.months[m];
        let (s, other) = (rule.side, 1 - rule.side);
        let memory = self.state.memory.at(self.state.now, self.prepared.decay[1]);
        let odds = p.break0
            + p.break_balance * ln(TEMPTED_STRENGTH * month.divisions[s] / month.divisions[other])
            - p.break_memory * memory[s]
            - p.break_distraction * month.distraction[s]
            - p.break_alternative * rule.alternative
            + p.break_other * month.distraction[other]
            - if self.state.pact == Pact::InForce {
                p.break_pact
            } else {
                0.0
            };
        let attacked = happens(self.strategic_luck(TEMPTATION), odds);
        self.state.outcome.tempted = Some(attacked);
        self.tell(&Event::Temptation { attacked });
        if attacked {
            self.end(Ending::GeneralWar(WarCause::Temptation));
        }
    }

    fn denounce_and_enter(&mut self) {
        let c = self.prepared.compiled();
        let m = self.state.month;
        let Some(rule) = &c.scenario.entry else { return };
        if m == rule.denounce {
            let p = &self.prepared.p;
            let month = &c.scenario.months[m];
            let (e, other) = (rule.side, 1 - rule.side);
            let odds = p.entry0 + p.entry_balance * ln(month.divisions[e] / month.divisions[other])
                - if self.state.pact == Pact::InForce {
                    p.entry_pact
                } else {
                    0.0
                };
            self.state.enters = happens(self.strategic_luck(ENTRY), odds);
            if self.state.enters {
                if self.state.pact == Pact::InForce {
                    self.state.pact = Pact::Denounced;
                    self.state.outcome.denounced = self.state.now;
                }
                self.tell(&Event::Denunciation);
            }
        }
        if m == rule.enter && self.state.enters {
            self.tell(&Event::Entry);
            self.end(Ending::Entry);
        }
    }
}
