//! Counting fights: into the outcome, the month's counts, and the events with both sides' claims.

use crate::books::{self, Notable};
use crate::chance::Purpose;
use crate::engagement::FightAddress;
use crate::event::{Fight, Losses, Victor};
use crate::luck::Luck;
use crate::outcome::{BattleRecord, add};
use crate::run::{Ear, Run};

/// Men of the larger side from which an engagement counts as a division's and as a corps'.
const DIVISION: u32 = 7_000;
const CORPS: u32 = 22_000;

/// Blocks of `Purpose::Detection` beside an incident's report.
const CLAIMS: u32 = 1;
const NARRATED: u32 = 2;
const TOTALS: u32 = 3;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Counts a fight, and lets both sides claim what they will of it.
    pub(crate) fn record_fight(&mut self, sector: u8, fight: &mut Fight, at: FightAddress) {
        self.record_losses(&fight.losses);
        let s = &mut *self.state;
        let men = fight.forces.map(|f| f.men);
        let larger = men[0].max(men[1]);
        s.counts.division_battles += u32::from(larger >= DIVISION);
        s.counts.corps_battles += u32::from(larger >= CORPS);
        let engaged = |men: [u32; 2]| u64::from(men[0]) + u64::from(men[1]);
        if engaged(men) > engaged(s.outcome.largest_battle.men) {
            s.outcome.largest_battle = BattleRecord {
                time: s.now,
                sector,
                men,
                lost: fight.losses.map(|l| l.men()),
                winner: match fight.victor {
                    Victor::Attacker => fight.attacker,
                    Victor::Defender => 1 - fight.attacker,
                    Victor::Draw => 2,
                },
            };
        }
        if O::EVENTS {
            self.claim(fight, at);
        }
    }

    /// Adds losses of both sides to the outcome and to the month.
    pub(crate) fn record_losses(&mut self, losses: &[Losses; 2]) {
        let s = &mut *self.state;
        for (side, l) in losses.iter().enumerate() {
            add(&mut s.counts.lost[side], l.men());
            for (n, lost) in [l.killed, l.wounded, l.captured].into_iter().enumerate() {
                add(&mut s.outcome.losses[side][n], lost);
            }
            for (n, lost) in [l.vehicles, l.guns, l.aircraft, l.boats].into_iter().enumerate() {
                add(&mut s.outcome.things[side][n], lost);
            }
        }
    }

    fn claim(&self, fight: &mut Fight, at: FightAddress) {
        let p = &self.prepared.p;
        let luck = |n| self.luck.four(at.id, Purpose::Detection, at.step << 8 | n);
        let lost = fight.losses.map(|l| l.men());
        fight.claims = books::claims(p, lost, usize::from(fight.attacker), luck(CLAIMS));
        let [u, ..] = luck(NARRATED);
        fight.narrated = books::narrated(p, Notable::of(fight), u);
    }

    /// What each side claims of an episode as a whole, and whether narratives speak of it.
    pub(crate) fn claim_totals(
        &self,
        id: u64,
        intruder: usize,
        lost: [u32; 2],
        n: Notable,
    ) -> ([[u32; 2]; 2], bool) {
        let p = &self.prepared.p;
        if lost[0] | lost[1] == 0 {
            return ([[0; 2]; 2], false);
        }
        let claims = books::claims(p, lost, intruder, self.luck.four(id, Purpose::Detection, TOTALS));
        let [_, u, ..] = self.luck.four(id, Purpose::Detection, NARRATED);
        (claims, books::narrated(p, n, u))
    }
}
