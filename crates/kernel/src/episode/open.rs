//! How a crisis opens: from a fight that shed blood, or from disputed ground that an intruder did not leave.

use super::Episode;
use crate::chance::Purpose;
use crate::event::{Event, Forces, Losses, Victor};
use crate::incident::{Happened, patrols};
use crate::luck::{Luck, normal};
use crate::maths::ln;
use crate::outcome::add;
use crate::run::{Ear, Run};
use crate::rung::Rung;
use crate::state::Point;
use crate::tables::ln_1p_whole;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Opens an episode in the sector of `point`.
    ///
    /// **Law** book, model §4, Opening. **Units** men, days. **Valid for** sectors without an open episode.
    /// **Source** none. **Status** assumed with priors.
    pub(crate) fn open_episode(&mut self, point: &Point, happened: &Happened<'_>) {
        let sector = usize::from(point.sector);
        let prepared = self.prepared;
        let mut arrivals = std::mem::take(&mut self.state.episodes[sector].arrivals);
        arrivals.clear();
        let intruder = usize::from(point.intruder);
        let mut episode = Episode {
            open: true,
            id: point.id,
            opened: self.state.now,
            intruder,
            ammunition: [1.0; 2],
            ammunition_at: self.state.now,
            held_since: self.state.now,
            client: self.clients(point),
            resolve: self.resolve(point),
            next_side: 1 - intruder,
            arrivals,
            ..Episode::default()
        };
        let scenario = &prepared.compiled().scenario;
        let month = &scenario.months[self.state.month];
        match happened.fight {
            Some(fight) => {
                self.occupants(&mut episode, &fight.forces, &fight.losses);
                let held = fight.victor == Victor::Attacker && self.stays(point);
                episode.holder = held.then_some(intruder);
                episode.held_since = self.state.now + fight.days;
                episode.h_last = (1.0 + ln_1p_whole(happened.casualties)).min(5.0);
            }
            None => {
                let met = patrols(prepared, self.luck, point, happened.kind, scenario, month);
                self.occupants(&mut episode, &met.forces, &[Losses::default(); 2]);
                episode.holder = Some(intruder);
                episode.h_last = 3.0;
            }
        }
        episode.h_max = episode.h_last;
        episode.top = Rung::Ignore;
        let [u, ..] = self.luck.four(point.id, Purpose::Delay, 0);
        episode.next_time = self.state.now - prepared.p.delay_local * ln(u);
        self.state.episodes[sector] = episode;
        self.state.find_next_decision(sector);
        add(&mut self.state.outcome.episodes, 1);
        self.state.counts.episodes += 1;
        self.tell(&Event::EpisodeOpened {
            id: point.id,
            sector: point.sector,
        });
    }

    fn occupants(&self, episode: &mut Episode, forces: &[Forces; 2], losses: &[Losses; 2]) {
        for side in 0..2 {
            episode.bring(side, &forces[side]);
            episode.lose(side, &losses[side]);
        }
    }

    /// Whether the troops of each side are a client's.
    fn clients(&self, point: &Point) -> [bool; 2] {
        let sector = &self.prepared.compiled().scenario.sectors[usize::from(point.sector)];
        let intruder = usize::from(point.intruder);
        let [_, u_intruder, u_victim, _] = self.luck.four(point.id, Purpose::Patrol, 1);
        let mut client = [false; 2];
        client[intruder] = u_intruder < sector.client_share[intruder];
        client[1 - intruder] = u_victim < sector.client_share[1 - intruder];
        client
    }

    /// Private resolve ξ of each side, drawn once.
    fn resolve(&self, point: &Point) -> [f64; 2] {
        let intruder = usize::from(point.intruder);
        let [u_intruder, u_victim, ..] = self.luck.four(point.id, Purpose::Resolve, 0);
        let mut resolve = [0.0; 2];
        resolve[intruder] = self.prepared.p.resolve_sd * normal(u_intruder);
        resolve[1 - intruder] = self.prepared.p.resolve_sd * normal(u_victim);
        resolve
    }

    /// Whether an intruder that won stays on the ground.
    fn stays(&self, point: &Point) -> bool {
        let [u, ..] = self.luck.four(point.id, Purpose::Patrol, 2);
        u < self.prepared.p.hold
    }
}
