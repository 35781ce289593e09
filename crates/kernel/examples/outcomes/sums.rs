//! Sums over the events of one run: what the outcome does not show.

use halha_kernel::event::{Event, Fight, Observer, SettlementKind};
use serde_json::{Value, json};

/// Sums over one run; the names are those of `reference/halha_reference/tally.py`.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    offspring: u32,
    occupied: u32,
    fight_ln_days: f64,
    fight_men: [u32; 2],
    fight_boats: u32,
    fight_surprise: u32,
    fight_victor: [u32; 3],
    fight_ln_share: [f64; 2],
    fight_ln_gap: f64,
    battles: u32,
    battle_ln_days: f64,
    battle_ln_men: [f64; 2],
    battle_ln_share: [f64; 2],
    battle_surprise: [u32; 3],
    battle_posture: [u32; 4],
    battle_victor: [u32; 3],
    fight_claims: [[f64; 2]; 2],
    episode_claims: [[f64; 2]; 2],
    narrated: [u32; 3],
    field: [u32; 2],
    raised: u32,
    sent: [u32; 2],
    sent_ln: f64,
    sendings: u32,
    arrivals: u32,
    arrived: [u32; 2],
    raids: u32,
    raid_aircraft: [u32; 2],
    raid_men: u32,
    terms: [u32; 3],
    losers: [u32; 3],
    episode_days: f64,
    opened: Vec<(u64, f64)>,
}

impl Observer for Sums {
    fn event(&mut self, time: f64, event: &Event) {
        match event {
            Event::Incident {
                parent,
                fight,
                occupied,
                ..
            } => {
                self.offspring += u32::from(*parent != 0);
                self.occupied += u32::from(*occupied);
                if let Some(fight) = fight {
                    self.patrols(fight);
                }
            }
            Event::EpisodeOpened { id, .. } => self.opened.push((*id, time)),
            Event::Decision {
                side,
                field,
                raised,
                men,
                ..
            } => self.decision(*side, *field, *raised, *men),
            Event::Arrival { side, men, .. } => {
                self.arrivals += 1;
                self.arrived[usize::from(*side)] += men;
            }
            Event::Battle { fight, .. } => self.battle(fight),
            Event::Raid { side, losses, .. } => {
                let (raider, raided) = (usize::from(*side), usize::from(1 - *side));
                self.raids += 1;
                self.raid_aircraft[0] += losses[raider].aircraft;
                self.raid_aircraft[1] += losses[raided].aircraft;
                self.raid_men += losses[raided].men();
            }
            Event::Settlement { .. } => self.settlement(time, event),
            _ => {}
        }
    }
}

impl Sums {
    fn patrols(&mut self, fight: &Fight) {
        self.fight_ln_days += fight.days.ln();
        for side in 0..2 {
            self.fight_men[side] += fight.forces[side].men;
        }
        self.fight_boats += fight.forces[usize::from(fight.attacker)].boats;
        self.fight_surprise += u32::from(fight.surprise);
        self.fight_victor[fight.victor as usize] += 1;
        let [first, second] = fight.losses.map(|lost| f64::from(1 + lost.men()).ln());
        self.fight_ln_gap += (first - second).powi(2);
        add_shares(&mut self.fight_ln_share, fight);
        add_claims(&mut self.fight_claims, &fight.claims);
        self.narrated[0] += u32::from(fight.narrated);
    }

    fn battle(&mut self, fight: &Fight) {
        self.battles += 1;
        self.battle_ln_days += fight.days.ln();
        for (role, side) in roles(fight).into_iter().enumerate() {
            self.battle_ln_men[role] += f64::from(fight.forces[side].men).ln();
        }
        add_shares(&mut self.battle_ln_share, fight);
        self.battle_surprise[usize::from(fight.surprise)] += 1;
        self.battle_posture[fight.posture as usize] += 1;
        self.battle_victor[fight.victor as usize] += 1;
        add_claims(&mut self.fight_claims, &fight.claims);
        self.narrated[1] += u32::from(fight.narrated);
    }

    fn decision(&mut self, side: u8, field: bool, raised: bool, men: u32) {
        self.field[usize::from(side)] += u32::from(field);
        self.raised += u32::from(raised);
        if men > 0 {
            self.sent[usize::from(side)] += men;
            self.sent_ln += f64::from(men).ln();
            self.sendings += 1;
        }
    }

    fn settlement(&mut self, time: f64, event: &Event) {
        let Event::Settlement {
            id,
            kind,
            terms,
            loser,
            lost,
            claims,
            narrated,
            ..
        } = event
        else {
            return;
        };
        if let Some(at) = self.opened.iter().position(|(open, _)| open == id) {
            self.episode_days += time - self.opened.swap_remove(at).1;
        }
        self.losers[loser.map_or(2, usize::from)] += 1;
        if let (SettlementKind::Ceasefire, Some(terms)) = (kind, terms) {
            self.terms[*terms as usize] += 1;
        }
        if lost[0] + lost[1] > 0 {
            add_claims(&mut self.episode_claims, claims);
            self.narrated[2] += u32::from(*narrated);
        }
    }

    /// As a table by the names of the fields.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "offspring": self.offspring, "occupied": self.occupied,
            "fight_ln_days": self.fight_ln_days, "fight_men": self.fight_men, "fight_boats": self.fight_boats,
            "fight_surprise": self.fight_surprise, "fight_victor": self.fight_victor,
            "fight_ln_share": self.fight_ln_share, "fight_ln_gap": self.fight_ln_gap,
            "battles": self.battles, "battle_ln_days": self.battle_ln_days, "battle_ln_men": self.battle_ln_men,
            "battle_ln_share": self.battle_ln_share, "battle_surprise": self.battle_surprise,
            "battle_posture": self.battle_posture, "battle_victor": self.battle_victor,
            "fight_claims": self.fight_claims, "episode_claims": self.episode_claims, "narrated": self.narrated,
            "field": self.field, "raised": self.raised, "sent": self.sent, "sent_ln": self.sent_ln,
            "sendings": self.sendings, "arrivals": self.arrivals, "arrived": self.arrived,
            "raids": self.raids, "raid_aircraft": self.raid_aircraft, "raid_men": self.raid_men,
            "terms": self.terms, "losers": self.losers, "episode_days": self.episode_days,
        })
    }
}

/// The sides of attacker and defender.
fn roles(fight: &Fight) -> [usize; 2] {
    [usize::from(fight.attacker), usize::from(1 - fight.attacker)]
}

/// Adds ln((1 + losses)/men) of attacker and defender.
fn add_shares(sums: &mut [f64; 2], fight: &Fight) {
    for (role, side) in roles(fight).into_iter().enumerate() {
        sums[role] += (f64::from(1 + fight.losses[side].men()) / f64::from(fight.forces[side].men)).ln();
    }
}

/// Adds ln(1 + claim), claiming side first.
fn add_claims(sums: &mut [[f64; 2]; 2], claims: &[[u32; 2]; 2]) {
    for (sums, claims) in sums.iter_mut().zip(claims) {
        for (sum, claim) in sums.iter_mut().zip(claims) {
            *sum += f64::from(*claim).ln_1p();
        }
    }
}
