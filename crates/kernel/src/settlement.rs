//! How an episode ends: who lost, what is agreed, what is forgotten and what is remembered.

use crate::books::Notable;
use crate::chance::Purpose;
use crate::event::{Event, SettlementKind, Terms};
use crate::luck::Luck;
use crate::maths::{exp, ln};
use crate::outcome::{EpisodeRecord, add};
use crate::run::{Ear, Run};

/// Log weights of the status quo ante and of withdrawal among the terms of a cease-fire.
const STATUS_QUO: f64 = 0.3;
const WITHDRAWAL: f64 = -0.5;
/// Grievance that the exchange of bodies and prisoners takes from each side, nat.
const EXCHANGED: f64 = 0.1;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Closes the episode of a sector; `withdrew` is the side that left.
    ///
    /// **Law** book, model §6. **Units** nat. **Valid for** every kind of end. **Source** none.
    /// **Status** assumed with priors.
    pub(crate) fn close_episode(&mut self, sector: usize, kind: SettlementKind, withdrew: Option<usize>) {
        self.state.episodes[sector].open = false;
        self.state.find_next_decision(sector);
        let episode = &self.state.episodes[sector];
        let [u_agree, u_terms, u_exchange, _] = self.luck.four(episode.id, Purpose::Settlement, 0);
        let loser = match kind {
            SettlementKind::Withdrawal => withdrew,
            SettlementKind::Ceasefire | SettlementKind::Investigation => lower(episode.score),
            SettlementKind::Lapsed | SettlementKind::Stalled | SettlementKind::Open => None,
        };
        let terms = (kind == SettlementKind::Ceasefire).then(|| terms(episode.stronger_holds(), u_terms));
        let lost = episode.lost();
        if kind != SettlementKind::Open {
            self.remember(loser, withdrew, lost);
        }
        if kind == SettlementKind::Ceasefire && u_exchange < self.prepared.p.exchange {
            self.state.grievance.add(0, -EXCHANGED);
            self.state.grievance.add(1, -EXCHANGED);
        }
        let talks = matches!(kind, SettlementKind::Ceasefire | SettlementKind::Investigation);
        let agreed = talks && u_agree < self.prepared.p.agree;
        if agreed {
            let clearer = self.state.vagueness[sector] * self.prepared.p.clarify;
            self.state.set_vagueness(self.prepared, sector, clearer);
            add(&mut self.state.outcome.agreements, 1);
        }
        self.record_episode(sector, kind, loser);
        if O::EVENTS {
            self.tell_settlement(sector, kind, terms, agreed, loser);
        }
    }

    /// The loser's memory of defeat, and what settlement leaves of grievance.
    fn remember(&mut self, loser: Option<usize>, withdrew: Option<usize>, lost: [u32; 2]) {
        let (p, decay) = (&self.prepared.p, &self.prepared.decay);
        let now = self.state.now;
        self.state.grievance.at(now, decay[0]);
        self.state.grievance.scale(p.settle_grievance);
        if let Some(i) = loser {
            let withdrawal = if withdrew.is_some() {
                p.memory_withdraw
            } else {
                0.0
            };
            let defeat = p.memory_loss * ln(1.0 + f64::from(lost[i]) / 100.0);
            self.state.memory.at(now, decay[1]);
            self.state.memory.add(i, defeat + withdrawal);
        }
    }

    fn record_episode(&mut self, sector: usize, kind: SettlementKind, loser: Option<usize>) {
        let s = &mut *self.state;
        add(&mut s.outcome.settlements[kind as usize], 1);
        let episode = &s.episodes[sector];
        let lost = episode.lost();
        let cost = |l: [u32; 2]| u64::from(l[0]) + u64::from(l[1]);
        let costliest = &mut s.outcome.costliest_episode;
        if costliest.time.is_nan() || cost(lost) > cost(costliest.lost) {
            *costliest = EpisodeRecord {
                time: episode.opened,
                days: s.now - episode.opened,
                sector: sector as u8,
                lost,
                men: episode.peak,
                rung: episode.top as u8,
                loser: loser.map_or(2, |i| i as u8),
                settlement: kind as u8,
            };
        }
    }

    fn tell_settlement(
        &mut self,
        sector: usize,
        kind: SettlementKind,
        terms: Option<Terms>,
        agreed: bool,
        loser: Option<usize>,
    ) {
        let episode = &self.state.episodes[sector];
        let (id, intruder, lost) = (episode.id, episode.intruder, episode.lost());
        let notable = Notable {
            casualties: lost[0].saturating_add(lost[1]),
            men: episode.peak,
            arms: episode.arms,
        };
        let (claims, narrated) = self.claim_totals(id, intruder, lost, notable);
        self.tell(&Event::Settlement {
            id,
            sector: sector as u8,
            kind,
            terms,
            agreed,
            loser: loser.map(|i| i as u8),
            lost,
            claims,
            narrated,
        });
    }
}

/// The side with the lower battle score, if one has.
fn lower(score: [f64; 2]) -> Option<usize> {
    if score[0] < score[1] {
        Some(0)
    } else if score[1] < score[0] {
        Some(1)
    } else {
        None
    }
}

/// Line of contact, status quo ante or withdrawal, by their weights.
fn terms(stronger_holds: bool, u: f64) -> Terms {
    let contact = if stronger_holds { std::f64::consts::E } else { 1.0 };
    let status_quo = exp(STATUS_QUO);
    let at = u * (contact + status_quo + exp(WITHDRAWAL));
    if at < contact {
        Terms::LineOfContact
    } else if at < contact + status_quo {
        Terms::StatusQuoAnte
    } else {
        Terms::Withdrawal
    }
}
