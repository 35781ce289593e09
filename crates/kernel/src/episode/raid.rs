//! Air strikes: aircraft against aircraft and men on the ground.

use super::decide::Decided;
use crate::chance::Purpose;
use crate::dist;
use crate::engagement::{killed_shares, split_losses};
use crate::event::{Event, Losses};
use crate::luck::Luck;
use crate::maths::exp;
use crate::run::{Ear, Run};

/// Block of an episode's engagement luck for a raid.
const RAID: u32 = 32;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Strikes from the air.
    ///
    /// **Law** book, model §4, Effects 5. **Units** aircraft, men. **Valid for** at least one aircraft.
    /// **Source** none. **Status** assumed with priors.
    pub(crate) fn raid(&mut self, decided: &Decided) {
        let p = &self.prepared.p;
        let (sector, side) = (decided.sector, decided.side);
        let episode = &mut self.state.episodes[sector];
        let (own, enemy) = (episode.forces[side], episode.forces[1 - side]);
        let (sent, met) = (f64::from(own.aircraft), f64::from(enemy.aircraft));
        let [u_own, u_enemy, u_ground, u_killed] =
            self.luck
                .four(episode.id, Purpose::Engagement, episode.step << 8 | RAID);
        let [killed, _] = killed_shares(p, [u_killed; 2]);
        let risk = 1.0 - exp(-p.raid_loss * (1.0 + met / (1.0 + sent)));
        let hit = dist::poisson(u_ground, (p.raid_ground * sent).min(1e9));
        let men = hit.min(u64::from(enemy.men)) as u32;
        let mut losses = [Losses::default(); 2];
        losses[side].aircraft = dist::binomial(u_own, u64::from(own.aircraft), risk) as u32;
        losses[1 - side] = split_losses(men, 0.0, killed);
        losses[1 - side].aircraft = dist::binomial(u_enemy, u64::from(enemy.aircraft), p.raid_hit) as u32;
        for (i, lost) in losses.iter().enumerate() {
            episode.lose(i, lost);
        }
        let id = episode.id;
        self.record_losses(&losses);
        self.tell(&Event::Raid {
            id,
            sector: sector as u8,
            side: side as u8,
            aircraft: [own.aircraft, enemy.aircraft],
            losses,
        });
    }
}
