//! Who decides in a counterfactual world: the baseline's commands, with orders about single battles above them.

use halha_kernel::event::Victor;
use halha_kernel::policy::{BattleAhead, Choice, Policy, QuantalResponse, Scripted, Situation};
use halha_kernel::rung::Rung;

use super::intervention::{Battle, Ending};

/// A forced battle that waits to be fought.
#[derive(Debug, Clone, PartialEq)]
struct Order {
    /// Number of the thing done that gave it.
    from: usize,
    battle: Battle,
    carried_out: bool,
}

/// Commands under orders. Without any it is the quantal response.
#[derive(Debug, Clone, Default)]
pub(super) struct Directed {
    script: Option<Scripted>,
    /// Recorded decisions are followed.
    scripted: bool,
    orders: Vec<Order>,
}

impl Directed {
    /// Commands that can be told to follow these recorded decisions.
    pub(super) fn new(script: Option<Scripted>) -> Self {
        Self {
            script,
            scripted: false,
            orders: Vec::new(),
        }
    }

    pub(super) fn follow_script(&mut self, on: bool) {
        self.scripted = on;
    }

    pub(super) fn order(&mut self, from: usize, battle: &Battle) {
        self.orders.push(Order {
            from,
            battle: battle.clone(),
            carried_out: false,
        });
    }

    pub(super) fn withdraw(&mut self, from: usize) {
        self.orders.retain(|order| order.from != from);
    }

    /// The order that a battle of `men` in a sector falls under.
    fn waiting(&mut self, sector: usize, men: [u32; 2], unfought: bool) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| {
            !order.carried_out
                && order.battle.sectors.contains(&sector)
                && men[0].max(men[1]) >= order.battle.at_least_men
                && (order.battle.ending == Ending::Unfought) == unfought
        })
    }
}

fn brings_battle(rung: Rung) -> bool {
    matches!(rung, Rung::Punitive | Rung::Seize | Rung::Division | Rung::Corps)
}

impl Policy for Directed {
    fn begin(&mut self) {
        if let Some(script) = &mut self.script {
            script.begin();
        }
        self.orders.iter_mut().for_each(|order| order.carried_out = false);
    }

    #[inline]
    fn choose(&mut self, situation: &Situation<'_>, u: f64) -> Choice {
        let choice = match &mut self.script {
            Some(script) if self.scripted => script.choose(situation, u),
            _ => QuantalResponse.choose(situation, u),
        };
        if self.orders.is_empty() || !brings_battle(choice.rung) {
            return choice;
        }
        let men = situation.forces.map(|f| f.men);
        match self.waiting(situation.sector, men, true) {
            // `recorded` keeps chance from raising what was ordained.
            Some(order) => {
                order.carried_out = true;
                Choice {
                    rung: Rung::Ignore,
                    recorded: true,
                }
            }
            None => choice,
        }
    }

    #[inline]
    fn ordain(&mut self, battle: &BattleAhead) -> Option<Victor> {
        if self.orders.is_empty() {
            return None;
        }
        let order = self.waiting(battle.sector, battle.men, false)?;
        order.carried_out = true;
        Some(match order.battle.ending {
            Ending::Won(side) if side == battle.attacker => Victor::Attacker,
            Ending::Won(_) => Victor::Defender,
            Ending::Drawn | Ending::Unfought => Victor::Draw,
        })
    }
}
