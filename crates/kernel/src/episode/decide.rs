//! One decision of one side: what it sees, what it may do, what it chooses, and when the other side answers.

use super::{Episode, RungSet};
use crate::chance::Purpose;
use crate::event::{Ending, Event, SettlementKind, WarCause};
use crate::logistics::{LEAST_SENT, punch, room, weight_of_arms};
use crate::luck::{Luck, happens};
use crate::maths::{ln, sqrt};
use crate::outcome::add;
use crate::policy::Situation;
use crate::run::{Ear, Run};
use crate::rung::{Level, Rung};
use crate::tables::ln_1p_whole;

/// Men that a division's and a corps' offensive need, and days since the opening for the latter.
const DIVISION_MEN: u32 = 7_000;
const CORPS_MEN: u32 = 22_000;
const CORPS_DAYS: f64 = 10.0;
/// Days in which ammunition is filled up from nothing.
const REFILL_DAYS: f64 = 20.0;
/// Bounds of the log ratio of combat power.
const BALANCE: f64 = 2.5;
/// Score from which a crisis counts as a division's, and from which a raise without choice threatens.
const HIGH: f64 = 7.0;
const BRINK: f64 = 4.0;
/// Sectors at once at [`HIGH`] that make a general war.
const SPREAD: u32 = 3;

/// A decision with its circumstances, for the effects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) sector: usize,
    pub(crate) side: usize,
    pub(crate) rung: Rung,
    /// Field preference ruled.
    pub(crate) field: bool,
    /// Raised by chance.
    pub(crate) raised: bool,
    /// Score of the act before.
    pub(crate) h_before: f64,
    /// Room in the pool, men.
    pub(crate) room: f64,
    /// Decides what the other side answers.
    pub(crate) u_answer: f64,
}

impl<'a, L: Luck, O: Ear> Run<'a, L, O> {
    /// The side whose turn it is in `sector` decides (book, model §4, One decision, steps 1 to 10).
    #[inline(never)]
    pub(crate) fn decision(&mut self, sector: usize) {
        let episode = &mut self.state.episodes[sector];
        episode.step += 1;
        let (id, step) = (episode.id, episode.step);
        if step > self.prepared.compiled().scenario.structure.max_steps {
            self.close_episode(sector, SettlementKind::Stalled, None);
            return;
        }
        // All luck first, and what hangs on nothing else: it is worked out while guesses that go wrong below are
        // waited for.
        let [u_choice, u_delay, u_ceasefire, u_field] = response_luck(self.luck, id, step, 0);
        let [u_approval, u_patron, u_raise, u_answer] = response_luck(self.luck, id, step, 1);
        let wait = -ln(u_delay);
        self.arrive(sector);
        let balance = self.balance(sector);
        if step > 1 && happens(u_ceasefire, self.exhaustion(sector)) {
            self.close_episode(sector, SettlementKind::Ceasefire, None);
            return;
        }
        let situation = self.situation(sector, balance, [u_field, u_approval, u_patron]);
        let choice = self.policy.choose(&situation, u_choice);
        let willed = if situation.possible.contains(choice.rung) {
            choice.rung
        } else {
            Rung::Ignore
        };
        let rung = if choice.recorded {
            willed
        } else {
            self.raise(willed, &situation, u_raise)
        };
        let decided = Decided {
            sector,
            side: situation.side,
            rung,
            field: situation.field,
            raised: rung != willed,
            h_before: situation.h_last,
            room: situation.room,
            u_answer,
        };
        self.carry_out(&decided, wait);
    }

    /// The decision takes effect, the war is looked for, and the other side's turn is set.
    fn carry_out(&mut self, decided: &Decided, wait: f64) {
        let (sector, side, rung) = (decided.sector, decided.side, decided.rung);
        add(&mut self.state.outcome.rungs[side][rung as usize], 1);
        let episode = &mut self.state.episodes[sector];
        episode.last = Some(rung);
        episode.h_last = rung.score();
        episode.h_max = episode.h_max.max(rung.score());
        episode.top = if rung.score() > episode.top.score() {
            rung
        } else {
            episode.top
        };
        let days = self.effect(decided);
        if self.state.ended || !self.state.episodes[sector].open {
            return;
        }
        if let Some(cause) = self.war_by_size() {
            self.end(Ending::GeneralWar(cause));
            return;
        }
        let delay = self.mean_delay(decided) * wait;
        let episode = &mut self.state.episodes[sector];
        episode.next_side = 1 - side;
        episode.next_time = self.state.now + days + delay;
        self.state.find_next_decision(sector);
    }

    /// Reinforcements that are due arrive; ammunition is filled up.
    fn arrive(&mut self, sector: usize) {
        let now = self.state.now;
        let episode = &mut self.state.episodes[sector];
        let refill = (now - episode.ammunition_at) / REFILL_DAYS;
        episode.ammunition = episode.ammunition.map(|a| (a + refill).min(1.0));
        episode.ammunition_at = now;
        while let Some(body) = self.state.episodes[sector].take_due(now) {
            let episode = &mut self.state.episodes[sector];
            episode.bring(usize::from(body.side), &body.forces);
            let id = episode.id;
            self.tell(&Event::Arrival {
                id,
                sector: sector as u8,
                side: body.side,
                men: body.forces.men,
            });
        }
    }

    /// **Law** log odds of a cease-fire by exhaustion (book, model §4, step 3). **Units** nat.
    /// **Valid for** the second decision on. **Source** lengths of militarized disputes. **Status** assumed with priors.
    fn exhaustion(&self, sector: usize) -> f64 {
        let p = &self.prepared.p;
        let episode = &self.state.episodes[sector];
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        let lost = episode.loss_fractions();
        p.ceasefire0
            + p.ceasefire_steps * f64::from(episode.step)
            + p.ceasefire_loss * (lost[0] + lost[1])
            + p.ceasefire_distraction * (month.distraction[0] + month.distraction[1])
            + [0.0, p.ceasefire_height][usize::from(episode.h_max >= HIGH)]
            - [0.0, p.ceasefire_ground][usize::from(episode.stronger_holds())]
    }

    /// What the side sees (steps 4 to 6).
    #[inline]
    fn situation(
        &mut self,
        sector: usize,
        balance: f64,
        [u_field, u_approval, u_patron]: [f64; 3],
    ) -> Situation<'a> {
        let prepared = self.prepared;
        let p = &prepared.p;
        let now = self.state.now;
        let grievance = self.state.grievance.at(now, prepared.decay[0]);
        let memory = self.state.memory.at(now, prepared.decay[1]);
        let month = &prepared.compiled().scenario.months[self.state.month];
        let episode = &self.state.episodes[sector];
        let side = episode.next_side;
        let autonomy = [p.autonomy_0, p.autonomy_1][side];
        let field = u_field < autonomy * month.autonomy[side];
        let pull = self.pull(sector, side, balance, grievance[side], memory[side]);
        let own = &episode.forces[side];
        // The capital is asked only by who could use its answer; who could is guessed better than who is free to act.
        let could = own.aircraft > 0 || own.men >= DIVISION_MEN;
        let approved = if could {
            field || self.approves(u_approval, pull)
        } else {
            field
        };
        let lost = episode.lost();
        let agrees =
            !episode.client[side] || episode.joined[side] || self.patron_joins(u_patron, side, lost[side]);
        self.state.episodes[sector].joined[side] |= agrees;
        let episode = &self.state.episodes[sector];
        let room = room(prepared, self.state.month, side, episode);
        let possible = possible(episode, now, room, agrees, approved);
        let war_pull = if possible.contains(Rung::GeneralWar) {
            self.war_pull(side, grievance[side], memory[side])
        } else {
            0.0
        };
        Situation {
            prepared,
            time: now,
            sector,
            side,
            step: episode.step,
            opened: episode.opened,
            forces: episode.forces,
            lost,
            last: episode.last,
            h_last: episode.h_last,
            h_max: episode.h_max,
            holder: episode.holder,
            grievance,
            memory,
            vagueness: self.state.vagueness[sector],
            distraction: month.distraction,
            field,
            approved,
            pull: pull + [0.0, p.pull_autonomy][usize::from(field)],
            war_pull,
            room,
            possible,
        }
    }

    /// **Law** σ(approve0 + approve_pull·Δ) (book, model §4, step 6). **Units** nat. **Valid for** any pull.
    /// **Source** none. **Status** assumed.
    fn approves(&self, u: f64, pull: f64) -> bool {
        let p = &self.prepared.p;
        happens(u, p.approve0 + p.approve_pull * pull)
    }

    /// **Law** σ(patron0 + patron_losses·ln(1 + lost) − patron_distraction·X) (book, model §4, step 6).
    /// **Units** nat. **Valid for** troops of a client. **Source** none. **Status** assumed with priors.
    fn patron_joins(&self, u: f64, side: usize, lost: u32) -> bool {
        let p = &self.prepared.p;
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        let odds =
            p.patron0 + p.patron_losses * ln_1p_whole(lost) - p.patron_distraction * month.distraction[side];
        happens(u, odds)
    }

    /// Log ratio of combat power of the side that decides, within its bounds.
    #[inline]
    fn balance(&self, sector: usize) -> f64 {
        let episode = &self.state.episodes[sector];
        let side = episode.next_side;
        let power = [side, 1 - side]
            .map(|i| punch(self.prepared, sector, i, episode) * weight_of_arms(&episode.forces[i]));
        ln((1.0 + power[0]) / (1.0 + power[1])).clamp(-BALANCE, BALANCE)
    }

    /// **Law** Δ without autonomy (book, model §4, step 5). **Units** nat. **Valid for** any forces.
    /// **Source** bargaining under private information; signs from theory. **Status** assumed with priors.
    #[inline]
    fn pull(&self, sector: usize, side: usize, balance: f64, grievance: f64, memory: f64) -> f64 {
        let p = &self.prepared.p;
        let episode = &self.state.episodes[sector];
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        let held = [-p.pull_held, p.pull_lost][usize::from(episode.holder != Some(side))];
        let ground = if episode.holder.is_some() { held } else { 0.0 };
        p.delta0 + p.pull_grievance * grievance.min(4.0) * 0.25 + p.pull_balance * balance
            - p.pull_distraction * month.distraction[side]
            - p.pull_memory * memory
            + p.pull_vagueness * (self.state.vagueness[sector] - 0.6)
            + ground
            + episode.resolve[side]
    }

    /// **Law** Δ_w of general war: the capital weighs the theatres and its other fronts, not the sector, its ground
    /// or the resolve of those who fight there (book, model §4, step 5). **Units** nat. **Valid for** any strengths.
    /// **Source** limited war, Osgood (1957), Schelling (1960). **Status** assumed, with the priors of Δ.
    fn war_pull(&self, side: usize, grievance: f64, memory: f64) -> f64 {
        let p = &self.prepared.p;
        let scenario = &self.prepared.compiled().scenario;
        let month = &scenario.months[self.state.month];
        let men = [0, 1].map(|i| month.divisions[i] * scenario.sides[i].men_per_division);
        let balance = ln(men[side] / men[1 - side]).clamp(-BALANCE, BALANCE);
        p.delta0 + p.pull_grievance * grievance.min(4.0) * 0.25 + p.pull_balance * balance
            - p.pull_distraction * month.distraction[side]
            - p.pull_memory * memory
    }

    /// General war because crises spread or grew (book, model §4, General war).
    fn war_by_size(&self) -> Option<WarCause> {
        let mut high = 0;
        let mut engaged = [0.0; 2];
        for episode in &self.state.episodes {
            // What is closed counts for nothing: which sectors are open no predictor guesses.
            let open = u32::from(episode.open);
            high += open & u32::from(episode.h_last >= HIGH);
            for side in 0..2 {
                engaged[side] += f64::from(open * episode.forces[side].men);
            }
        }
        let limit = self.prepared.war_men;
        if high >= SPREAD {
            Some(WarCause::Spread)
        } else if engaged[0] > limit[0] || engaged[1] > limit[1] {
            Some(WarCause::Size)
        } else {
            None
        }
    }

    /// Brinkmanship: a rung 0–8 raised by one without choice, 8 to general war, if the raised one is possible.
    ///
    /// **Law** probability brink·h_last/10 where h_last ≥ 4, squared from 8 to general war, which lies two thresholds
    /// beyond: the sector's bounds and the capital's declaration (book, model §4, step 8). **Units** none.
    /// **Valid for** rungs 0–8. **Source** the threat that leaves something to chance, Schelling (1960).
    /// **Status** assumed with a prior.
    fn raise(&self, rung: Rung, s: &Situation<'_>, u: f64) -> Rung {
        if s.h_last < BRINK {
            return rung;
        }
        let chance = self.prepared.p.brink * s.h_last / 10.0;
        let chance = if rung == Rung::Corps {
            chance * chance
        } else {
            chance
        };
        if u >= chance {
            return rung;
        }
        let raised = match rung as u8 {
            r @ 0..8 => Rung::ALL[usize::from(r) + 1],
            8 => Rung::GeneralWar,
            _ => rung,
        };
        if s.possible.contains(raised) { raised } else { rung }
    }

    /// **Law** mean of the exponential delay of the rung's level; field preference shortens the capital's to the theatre's (book,
    /// model §4, step 10). **Units** days. **Valid for** any forces. **Source** none. **Status** assumed.
    fn mean_delay(&self, decided: &Decided) -> f64 {
        let p = &self.prepared.p;
        let slowing = self.slowing(decided.sector);
        match decided.rung.level() {
            Level::Local => p.delay_local * slowing,
            Level::Capital if !decided.field => p.delay_capital,
            Level::Theatre | Level::Capital => p.delay_theatre * slowing,
        }
    }

    /// **Law** 1 + tempo·(√(1 + N/1000) − 1), N the men of both sides there (book, model §4, step 10). **Units** none.
    /// **Valid for** local and theatre commands. **Source** a body spreads over an area in proportion to its men, so
    /// orders, columns and stocks go distances in proportion to the root. **Status** assumed with a prior.
    fn slowing(&self, sector: usize) -> f64 {
        let [a, b] = self.state.episodes[sector].forces.map(|f| f64::from(f.men));
        1.0 + self.prepared.p.tempo * (sqrt(1.0 + (a + b) * 1e-3) - 1.0)
    }
}

/// The rungs that can be taken now by the side whose turn it is (book, model §4, the table's last column).
#[inline]
fn possible(e: &Episode, now: f64, room: f64, patron: bool, approved: bool) -> RungSet {
    let side = e.next_side;
    let own = &e.forces[side];
    let holds = e.holder == Some(side);
    let capital = patron & approved;
    // Without a branch: which rungs are possible no predictor guesses.
    [
        (Rung::Ignore, true),
        (Rung::Protest, true),
        (Rung::Investigate, e.h_last <= 5.0),
        (Rung::Reinforce, room >= LEAST_SENT),
        (Rung::Punitive, patron),
        (Rung::AirStrike, (own.aircraft >= 1) & capital),
        (Rung::Seize, !holds & patron),
        (Rung::Division, (own.men >= DIVISION_MEN) & capital),
        (
            Rung::Corps,
            (own.men >= CORPS_MEN) & (now - e.opened >= CORPS_DAYS) & capital,
        ),
        (Rung::CeasefireOffer, e.h_max >= 3.0),
        (Rung::ReturnBodies, e.unreturned[1 - side] > 0),
        (Rung::Withdraw, holds | (e.h_max >= 2.0)),
        (Rung::GeneralWar, e.h_last >= Rung::Division.score()),
    ]
    .into_iter()
    .fold(RungSet::default(), |set, (rung, met)| set.with(rung, met))
}

/// The uniforms of block `n` of a decision: 0 choice, delay, cease-fire, field preference; 1 approval, patron, raise,
/// answer of the other side; 2 what follows an answer, drawn only where it is read.
#[inline]
pub(super) fn response_luck<L: Luck>(luck: &L, id: u64, step: u32, n: u32) -> [f64; 4] {
    luck.four(id, Purpose::Response, step << 8 | n)
}
