//! What a rung does once it is taken.

use super::decide::{Decided, response_luck};
use crate::event::{Ending, Event, SettlementKind, WarCause};
use crate::logistics::{Place, reinforcement};
use crate::luck::{Luck, happens};
use crate::run::{Ear, Run};
use crate::rung::Rung;

/// What a joint investigation leaves of both grievances, and how likely it closes the crisis.
const INVESTIGATED: f64 = 0.7;
const SETTLES: f64 = 0.5;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Carries a rung out and says how many days of battle it took (book, model §4, Effects).
    pub(crate) fn effect(&mut self, decided: &Decided) -> f64 {
        let (sector, side) = (decided.sector, decided.side);
        let episode = &self.state.episodes[sector];
        let (id, step) = (episode.id, episode.step);
        let sent = (decided.rung == Rung::Reinforce).then(|| {
            let place = Place {
                time: self.state.now,
                month: self.state.month,
                sector,
                side,
            };
            reinforcement(self.prepared, self.luck, place, episode, decided.room)
        });
        self.tell(&Event::Decision {
            id,
            sector: sector as u8,
            side: side as u8,
            step,
            rung: decided.rung,
            field: decided.field,
            raised: decided.raised,
            men: sent.map_or(0, |(first, far)| {
                first.forces.men + far.map_or(0, |a| a.forces.men)
            }),
        });
        if let Some((first, far)) = sent {
            let episode = &mut self.state.episodes[sector];
            episode.send(first);
            if let Some(far) = far {
                episode.send(far);
            }
            return 0.0;
        }
        let u_answer = decided.u_answer;
        match decided.rung {
            Rung::Ignore | Rung::Protest => {
                if decided.h_before <= 1.0 && u_answer < self.prepared.p.lapse * self.forgettable(sector) {
                    self.close_episode(sector, SettlementKind::Lapsed, None);
                }
            }
            Rung::Investigate => {
                let [more, ..] = response_luck(self.luck, id, step, 2);
                self.investigate(decided, [u_answer, more]);
            }
            Rung::Reinforce => {}
            Rung::Punitive | Rung::Seize | Rung::Division | Rung::Corps => return self.battle(decided),
            Rung::AirStrike => self.raid(decided),
            Rung::CeasefireOffer => {
                if happens(u_answer, self.offer_odds(sector, 1 - side)) {
                    self.close_episode(sector, SettlementKind::Ceasefire, None);
                }
            }
            Rung::ReturnBodies => {
                self.state.episodes[sector].unreturned[1 - side] = 0;
                self.state
                    .grievance
                    .add(1 - side, -self.prepared.p.bodies_grievance);
            }
            Rung::Withdraw => self.close_episode(sector, SettlementKind::Withdrawal, Some(side)),
            Rung::GeneralWar => self.end(Ending::GeneralWar(if decided.raised {
                WarCause::Brinkmanship
            } else {
                WarCause::Choice
            })),
        }
        0.0
    }

    /// **Law** what remains of the probability of a lapse once men have been brought up: 1/(1 + (N/400)²), N the men of
    /// both sides there and on the way (book, model §4, Effects 0, 1). **Units** none. **Valid for** any forces.
    /// **Source** the weight of patrol fights in §3. **Status** assumed.
    fn forgettable(&self, sector: usize) -> f64 {
        let episode = &self.state.episodes[sector];
        let there = f64::from(episode.forces[0].men) + f64::from(episode.forces[1].men);
        let men = there + episode.coming[0] + episode.coming[1];
        let patrols = men / 400.0;
        1.0 / (1.0 + patrols * patrols)
    }

    /// **Law** acceptance σ(investigate0 − g_{−i}); then both g × 0.7, h_last = 0, settled with probability ½.
    /// **Units** nat. **Valid for** h_last ≤ 5. **Source** refused joint investigations of the record.
    /// **Status** assumed.
    fn investigate(&mut self, decided: &Decided, u: [f64; 2]) {
        let other = 1 - decided.side;
        let accepted = happens(
            u[0],
            self.prepared.p.investigate0 - self.state.grievance.last()[other],
        );
        if !accepted {
            return;
        }
        self.state.grievance.scale(INVESTIGATED);
        self.state.episodes[decided.sector].h_last = 0.0;
        if u[1] < SETTLES {
            self.close_episode(decided.sector, SettlementKind::Investigation, None);
        }
    }

    /// **Law** log odds that `other` accepts an offered cease-fire (book, model §4, Effects 9). **Units** nat.
    /// **Valid for** h_max ≥ 3. **Source** none. **Status** assumed.
    fn offer_odds(&self, sector: usize, other: usize) -> f64 {
        let p = &self.prepared.p;
        let episode = &self.state.episodes[sector];
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        p.offer0
            + p.offer_loss * episode.loss_fractions()[other]
            + p.offer_height * (episode.h_max - 5.0)
            + p.ceasefire_distraction * month.distraction[other]
    }
}
