//! A run seen and changed from outside: what paired worlds, continuations of a history and estimators of rare events ask of an engine.

use crate::chance::Purpose;
use crate::episode::Episode;
use crate::event::{Forces, Losses};
use crate::luck::{Luck, normal};
use crate::maths::{ln, logistic};
use crate::outcome::{EpisodeRecord, add};
use crate::policy::Policy;
use crate::prepared::Prepared;
use crate::run::{Engine, Next};
use crate::rung::Rung;
use crate::state::{Pact, State};

/// A history that happened otherwise than the run had it, up to the day at which the run stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The day, not before the run's own.
    pub day: f64,
    /// Grievance that the history adds to what the run's own incidents have left, nat.
    pub grievance: [f64; 2],
    /// Memory of defeat, nat.
    pub memory: [f64; 2],
    /// Day on which the pact was signed, if it is in force.
    pub pact: Option<f64>,
    /// Men lost by each side in crises that are over.
    pub lost: [u32; 2],
    /// Crises that are over.
    pub crises: u32,
    /// The costliest of them.
    pub costliest: Option<EpisodeRecord>,
    /// Crises that stand.
    pub standing: Vec<Standing>,
}

/// A crisis that stands when a run takes over from a history. Pairs are indexed by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Where.
    pub sector: usize,
    /// Its id, that of no incident of the run.
    pub id: u64,
    /// Day on which it opened.
    pub opened: f64,
    /// Who opened it.
    pub intruder: usize,
    /// Forces present.
    pub forces: [Forces; 2],
    /// Men lost so far.
    pub lost: [u32; 2],
    /// Who holds disputed ground.
    pub holder: Option<usize>,
    /// The last act, if any is known.
    pub last: Option<Rung>,
    /// The act of the highest score.
    pub top: Rung,
    /// Acts so far.
    pub steps: u32,
    /// Who decides next.
    pub next_side: usize,
}

impl<'p, L: Luck, P: Policy> Engine<'p, L, P> {
    /// The day of the next thing that happens; infinite once the run has ended.
    pub fn next_time(&self) -> f64 {
        Next::of(self.prepared, &self.state).time()
    }

    /// Goes on with other inputs from here, as [`Engine::continue_with`] does, with the same luck and commands. False,
    /// and nothing changes, if their shapes differ.
    pub fn switch_to(&mut self, prepared: &'p Prepared) -> bool {
        let fits = self.prepared.fits(prepared);
        if fits {
            self.prepared = prepared;
            self.state.refresh_vagueness(prepared);
        }
        fits
    }

    /// Who decides.
    pub fn policy_mut(&mut self) -> &mut P {
        &mut self.policy
    }

    /// Sets the vagueness of a sector's demarcation from now on; held within 0–1.
    pub fn set_vagueness(&mut self, sector: usize, v: f64) {
        if sector < self.state.episodes.len() && !v.is_nan() {
            self.state.set_vagueness(self.prepared, sector, v.clamp(0.0, 1.0));
        }
    }

    /// Puts other forces of a side into the open crisis of a sector. Without one, nothing happens.
    pub fn set_forces(&mut self, sector: usize, side: usize, forces: Forces) {
        let Some(episode) = self.state.episodes.get_mut(sector).filter(|e| e.open) else {
            return;
        };
        let Some(there) = episode.forces.get(side).copied() else {
            return;
        };
        let came = &mut episode.came[side];
        let moved = |came: u32, there: u32, now: u32| came.saturating_sub(there).saturating_add(now);
        came.men = moved(came.men, there.men, forces.men);
        came.vehicles = moved(came.vehicles, there.vehicles, forces.vehicles);
        came.guns = moved(came.guns, there.guns, forces.guns);
        came.aircraft = moved(came.aircraft, there.aircraft, forces.aircraft);
        came.boats = moved(came.boats, there.boats, forces.boats);
        episode.forces[side] = forces;
        episode.peak[side] = episode.peak[side].max(forces.men);
        episode.arms |= forces.vehicles > 0 || forces.aircraft > 0;
    }

    /// Puts a history in the place of the run's own crises, memories and pact; its quiet incidents stay.
    ///
    /// Everything before the day must have happened (`advance_until`). Open crises of the run are forgotten, not
    /// settled. A pact or a costliest crisis of the run gives way to the history's.
    pub fn splice(&mut self, past: &Past) {
        if self.state.ended {
            return;
        }
        let state = &mut self.state;
        state.now = state.now.max(past.day);
        let [g0, g1] = state.grievance.at(state.now, self.prepared.decay[0]);
        state
            .grievance
            .set([g0 + past.grievance[0], g1 + past.grievance[1]]);
        state.memory.at(state.now, self.prepared.decay[1]);
        state.memory.set(past.memory);
        (state.pact, state.outcome.pact) = match past.pact {
            Some(day) => (Pact::InForce, day),
            None => (Pact::Never, f64::NAN),
        };
        for side in 0..2 {
            let (killed, wounded) = self.fallen(past.lost[side]);
            let sums = &mut self.state.outcome.losses[side];
            add(&mut sums[0], killed);
            add(&mut sums[1], wounded);
        }
        add(&mut self.state.outcome.episodes, past.crises);
        if let Some(costliest) = past.costliest {
            self.state.outcome.costliest_episode = costliest;
        }
        for episode in &mut self.state.episodes {
            episode.open = false;
        }
        for standing in &past.standing {
            self.stand(standing);
        }
        for sector in 0..self.state.episodes.len() {
            self.state.find_next_decision(sector);
        }
    }

    /// Dead and wounded of a loss of which only the sum is known: the model's own share of killed.
    fn fallen(&self, lost: u32) -> (u32, u32) {
        let killed = (f64::from(lost) * logistic(self.prepared.p.killed_logit) + 0.5) as u32;
        let killed = killed.min(lost);
        (killed, lost - killed)
    }

    /// Opens a crisis as the history left it. Whose troops are a client's, private resolve and the time until the next
    /// decision are drawn as for any other crisis.
    fn stand(&mut self, s: &Standing) {
        let (now, prepared) = (self.state.now, self.prepared);
        let Some(sector) = prepared.compiled().scenario.sectors.get(s.sector) else {
            return;
        };
        let [_, u_first, u_second, _] = self.luck.four(s.id, Purpose::Patrol, 1);
        let [u_own, u_other, ..] = self.luck.four(s.id, Purpose::Resolve, 0);
        let [u_delay, ..] = self.luck.four(s.id, Purpose::Delay, 0);
        let mut episode = Episode {
            open: true,
            id: s.id,
            opened: s.opened,
            intruder: s.intruder.min(1),
            ammunition: [1.0; 2],
            ammunition_at: now,
            holder: s.holder.filter(|h| *h < 2),
            held_since: s.opened,
            client: [
                u_first < sector.client_share[0],
                u_second < sector.client_share[1],
            ],
            resolve: [u_own, u_other].map(|u| prepared.p.resolve_sd * normal(u)),
            last: s.last,
            top: s.top,
            step: s.steps,
            next_side: s.next_side.min(1),
            next_time: now - prepared.p.delay_theatre * ln(u_delay),
            ..Episode::default()
        };
        for side in 0..2 {
            let (killed, wounded) = self.fallen(s.lost[side]);
            let lost = Losses {
                killed,
                wounded,
                ..Losses::default()
            };
            let men = s.forces[side].men.saturating_add(lost.men());
            episode.bring(
                side,
                &Forces {
                    men,
                    ..s.forces[side]
                },
            );
            episode.lose(side, &lost);
            let sums = &mut self.state.outcome.losses[side];
            add(&mut sums[0], killed);
            add(&mut sums[1], wounded);
        }
        let bloody = (1.0 + ln(1.0 + f64::from(s.lost[0]) + f64::from(s.lost[1]))).min(5.0);
        episode.h_last = s.last.map_or(bloody, Rung::score);
        episode.h_max = s.top.score().max(bloody).max(episode.h_last);
        self.state.episodes[s.sector] = episode;
        add(&mut self.state.outcome.episodes, 1);
    }
}

impl Prepared {
    /// Whether a run can go on from these inputs to others: the same months, years, windows and number of sectors.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        let (old, new) = (self.compiled(), other.compiled());
        old.month_end == new.month_end
            && old.scenario.years == new.scenario.years
            && old.scenario.windows == new.scenario.windows
            && old.length.len() == new.length.len()
    }
}

impl State {
    /// Works out anew what other inputs make of the vagueness of each sector.
    pub(crate) fn refresh_vagueness(&mut self, prepared: &Prepared) {
        for k in 0..self.episodes.len() {
            let v = self.vagueness[k];
            self.set_vagueness(prepared, k, v);
        }
    }

    /// A number that two runs share, step by step, as long as the same things happen in both.
    ///
    /// Made of the time and of tallies that every incident, decision, loss, settlement and turn moves; worlds that
    /// differ share it with probability 2⁻⁶⁴ or so. Cheap enough to be asked after every step.
    pub fn pulse(&self) -> u64 {
        const K: [u64; 4] = [
            0x9E37_79B9_7F4A_7C15,
            0xC2B2_AE3D_27D4_EB4F,
            0x1656_67B1_9E37_79F9,
            0xD6E8_FEB8_6659_FD93,
        ];
        let mut sums = [self.now.to_bits().wrapping_mul(K[0]), self.month as u64, 0, 0];
        let mut take = |n: usize, value: u64| {
            sums[n & 3] = (sums[n & 3] ^ value).wrapping_mul(K[n & 3]).rotate_left(23);
        };
        let o = &self.outcome;
        take(0, u64::from(o.incidents) << 32 | u64::from(o.absorbed));
        take(1, u64::from(o.episodes) << 32 | u64::from(self.counts.shootings));
        for side in 0..2 {
            let [killed, wounded, captured] = o.losses[side].map(u64::from);
            take(2, killed << 32 | wounded);
            take(3, captured);
            let [vehicles, guns, aircraft, boats] = o.things[side].map(u64::from);
            take(0, vehicles << 40 ^ guns << 20 ^ aircraft);
            take(1, boats);
        }
        for episode in self.episodes.iter().filter(|e| e.open) {
            let act = episode.last.map_or(15, |r| r as u64);
            take(2, episode.id ^ u64::from(episode.step) << 8 ^ act);
            take(
                3,
                u64::from(episode.forces[0].men) << 32 | u64::from(episode.forces[1].men),
            );
        }
        let fold = |tallies: &[u32]| {
            let one = |sum: u64, n: &u32| sum.wrapping_mul(0x0100_0000_01B3).wrapping_add(u64::from(*n));
            tallies.iter().fold(0, one)
        };
        take(0, fold(&o.rungs[0]));
        take(1, fold(&o.rungs[1]));
        take(3, fold(&o.settlements));
        take(0, o.pact.to_bits());
        take(1, o.denounced.to_bits() ^ o.tempted.map_or(2, u64::from));
        // An entry that is decided without a pact leaves no trace in the outcome until it comes.
        take(2, u64::from(self.enters));
        take(2, u64::from(o.agreements) << 1 | u64::from(self.ended));
        let [a, b, c, d] = sums;
        (a ^ b.rotate_left(17)).wrapping_mul(K[3]) ^ (c ^ d.rotate_left(31)).wrapping_mul(K[1])
    }

    /// Incidents with shots so far.
    pub fn shootings(&self) -> u32 {
        let years = self.outcome.years.iter().map(|y| y.counts.shootings);
        years.sum::<u32>().saturating_add(self.counts.shootings)
    }

    /// Engagements so far in which the larger side had 7,000 men or more, and 22,000 or more.
    pub fn battles(&self) -> [u32; 2] {
        let now = [self.counts.division_battles, self.counts.corps_battles];
        self.outcome.years.iter().fold(now, |[d, c], y| {
            [
                d.saturating_add(y.counts.division_battles),
                c.saturating_add(y.counts.corps_battles),
            ]
        })
    }

    /// The counts of the month that runs, not yet entered into its year.
    pub fn counts(&self) -> &crate::outcome::Counts {
        &self.counts
    }
}
