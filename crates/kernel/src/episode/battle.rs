//! Battles within an episode: who is sent, how the defender stands, and what victory brings.

use super::Episode;
use super::decide::Decided;
use crate::engagement::{Encounter, FightAddress, fight_ordained, surprise};
use crate::event::{Event, Forces, Posture, Victor};
use crate::logistics::punch;
use crate::luck::Luck;
use crate::maths::ln;
use crate::policy::BattleAhead;
use crate::run::{Ear, Run};
use crate::rung::Rung;

/// Least attackers of a punitive expedition and of a seizure, and least defenders.
const LEAST_PUNITIVE: u32 = 60;
const LEAST_SEIZE: u32 = 30;
const LEAST_DEFENDERS: u32 = 10;
/// Days of holding ground after which it is prepared, and fortified.
const PREPARED_DAYS: f64 = 3.0;
const FORTIFIED_DAYS: f64 = 14.0;
/// Odds against which a defender only delays.
const DELAY_ODDS: u64 = 4;
/// Block of an engagement's luck for what is settled before it.
const BEFORE: u32 = 16;

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// Fights the battle that a rung brings and says how long it lasted.
    ///
    /// **Law** book, model §4, Battles. **Units** men, days. **Valid for** rungs 4, 6, 7 and 8.
    /// **Source** none beyond §3's. **Status** assumed.
    pub(crate) fn battle(&mut self, decided: &Decided) -> f64 {
        let (sector, a) = (decided.sector, decided.side);
        let episode = &mut self.state.episodes[sector];
        let at = FightAddress {
            id: episode.id,
            step: episode.step,
        };
        let [u_surprise, u_attacker, u_defender, _] = at.four(self.luck, BEFORE);
        let men = attackers(decided.rung, episode.forces[a].men);
        episode.call_up(a, men);
        episode.call_up(1 - a, LEAST_DEFENDERS);
        let episode = &self.state.episodes[sector];
        let mut forces = episode.forces;
        forces[a].men = men;
        let encounter = Encounter {
            attacker: a,
            forces,
            posture: posture(episode, self.state.now, a, &forces),
            surprise: surprise(&self.prepared.p, u_surprise),
            air: air(&forces, a),
            punch: [0, 1].map(|i| punch(self.prepared, sector, i, episode)),
        };
        let ordained = self.policy.ordain(&BattleAhead {
            time: self.state.now,
            sector,
            attacker: a,
            rung: decided.rung,
            men: forces.map(|f| f.men),
        });
        let mut fight = fight_ordained(self.prepared, &encounter, self.luck, at, ordained);
        self.record_fight(sector as u8, &mut fight, at);
        let lost = fight.losses.map(|l| l.men());
        self.aggrieve(a, lost);
        let now = self.state.now;
        let episode = &mut self.state.episodes[sector];
        for side in 0..2 {
            episode.lose(side, &fight.losses[side]);
        }
        let mut spend = [0.0; 2];
        spend[a] = fight.days * (0.05 + 0.1 * u_attacker);
        spend[1 - a] = fight.days * (0.05 + 0.1 * u_defender);
        episode.ammunition = [0, 1].map(|i| (episode.ammunition[i] - spend[i]).max(0.0));
        take_ground(episode, decided, fight.victor, now + fight.days);
        let score = ln(1.0 + f64::from(forces[0].men) + f64::from(forces[1].men));
        match fight.victor {
            Victor::Attacker => episode.score[a] += score,
            Victor::Defender => episode.score[1 - a] += score,
            Victor::Draw => {}
        }
        self.tell(&Event::Battle {
            id: at.id,
            sector: sector as u8,
            rung: decided.rung,
            fight,
        });
        fight.days
    }
}

/// Men whom a rung sends forward of those present.
fn attackers(rung: Rung, present: u32) -> u32 {
    let tenths = |n: u64| ((u64::from(present) * n + 5) / 10) as u32;
    match rung {
        Rung::Punitive => tenths(7).max(LEAST_PUNITIVE),
        Rung::Seize => tenths(8).max(LEAST_SEIZE),
        _ => present.max(1),
    }
}

fn posture(episode: &Episode, now: f64, attacker: usize, forces: &[Forces; 2]) -> Posture {
    let [own, enemy] = [attacker, 1 - attacker].map(|i| u64::from(forces[i].men));
    let held = if episode.holder == Some(1 - attacker) {
        now - episode.held_since
    } else {
        0.0
    };
    if own > DELAY_ODDS * enemy {
        Posture::Delaying
    } else if held >= FORTIFIED_DAYS {
        Posture::Fortified
    } else if held >= PREPARED_DAYS {
        Posture::Prepared
    } else {
        Posture::Hasty
    }
}

/// Air superiority of the attacker: (a_i − a_{−i})/(a_i + a_{−i} + 10).
fn air(forces: &[Forces; 2], attacker: usize) -> f64 {
    let [own, enemy] = [attacker, 1 - attacker].map(|i| f64::from(forces[i].aircraft));
    (own - enemy) / (own + enemy + 10.0)
}

/// Victory by rungs 6–8 takes the ground from the end of the battle; by rung 4 it ends the enemy's hold.
fn take_ground(episode: &mut Episode, decided: &Decided, victor: Victor, end: f64) {
    if victor != Victor::Attacker {
        return;
    }
    let a = decided.side;
    if decided.rung == Rung::Punitive {
        if episode.holder == Some(1 - a) {
            episode.holder = None;
        }
    } else if episode.holder != Some(a) {
        episode.holder = Some(a);
        episode.held_since = end;
    }
}
