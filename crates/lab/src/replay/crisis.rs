//! A crisis as a story: how it opened, who decided what, what came of it, how it ended.

use halha_kernel::event::Event;
use halha_kernel::rung::Rung;

use super::acts::{self, Settled};
use super::fights;
use super::names::Names;

/// Talk that lasts at least so many decisions is summed up.
const SUMMED: usize = 3;

/// Something dated within a crisis.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// When, days.
    pub time: f64,
    /// What.
    pub text: String,
    /// What came of it, a sentence or two each.
    pub details: Vec<String>,
    /// Men of both sides in the battle that it brought; 0 without one.
    pub men: u32,
}

/// A crisis from its opening to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Crisis {
    /// When it opened, days.
    pub time: f64,
    /// When it ended, or the last that is known of it.
    pub end: f64,
    /// Where.
    pub sector: u8,
    /// What set it off.
    pub opening: String,
    /// What came of that.
    pub details: Vec<String>,
    /// What followed, in order.
    pub acts: Vec<Act>,
    /// Men lost by each side, if it has ended.
    pub lost: Option<[u32; 2]>,
    /// Most men of both sides in one battle.
    pub largest: u32,
    /// Decisions that only talk, since the last act that did more: act and rung.
    talk: Vec<Rung>,
    /// There was a battle or a raid after the opening.
    fought: bool,
}

impl Crisis {
    /// A crisis that opens with what happened at this moment.
    pub(super) fn open(time: f64, sector: u8, opening: String, details: Vec<String>) -> Self {
        let (acts, talk) = (Vec::new(), Vec::new());
        Self {
            time,
            end: time,
            sector,
            opening,
            details,
            acts,
            lost: None,
            largest: 0,
            talk,
            fought: false,
        }
    }

    /// Takes an event that belongs to it. True if it has ended.
    pub(super) fn take(&mut self, names: &Names, time: f64, event: &Event) -> bool {
        self.end = time;
        match event {
            Event::Decision {
                side,
                rung,
                field,
                raised,
                men,
                ..
            } => {
                let text = acts::decision(names, *side, *rung, (*field, *raised), *men);
                if is_talk(*rung) && !raised {
                    self.talk.push(*rung);
                } else {
                    self.sum_up_talk();
                }
                self.acts.push(Act {
                    time,
                    text,
                    details: Vec::new(),
                    men: 0,
                });
            }
            Event::Arrival { side, men, .. } => self.act(time, acts::arrival(names, *side, *men)),
            Event::Battle { fight, .. } => {
                let men = fight.forces[0].men.saturating_add(fight.forces[1].men);
                self.largest = self.largest.max(men);
                let mut told = vec![fights::battle(names, fight)];
                told.extend(fights::outcome(names, fight));
                self.follows(time, men, told);
            }
            Event::Raid { aircraft, losses, .. } => {
                self.follows(time, 0, fights::raid(names, *aircraft, losses));
            }
            Event::Settlement {
                kind,
                terms,
                agreed,
                loser,
                lost,
                claims,
                narrated,
                ..
            } => {
                let settled = Settled {
                    kind: *kind,
                    terms: *terms,
                    agreed: *agreed,
                    loser: *loser,
                    lost: *lost,
                    narrated: *narrated,
                    fought: self.fought,
                };
                let (text, mut details) = acts::settlement(names, &settled);
                // Without a battle the losses are those of the opening, which has told them.
                if self.fought {
                    details.extend(fights::claims(names, claims));
                }
                self.sum_up_talk();
                self.acts.push(Act {
                    time,
                    text,
                    details,
                    men: 0,
                });
                self.lost = Some(*lost);
                return true;
            }
            _ => {}
        }
        false
    }

    fn act(&mut self, time: f64, text: String) {
        self.sum_up_talk();
        self.acts.push(Act {
            time,
            text,
            details: Vec::new(),
            men: 0,
        });
    }

    /// Adds what came of the last decision, which was taken at the same moment.
    fn follows(&mut self, time: f64, men: u32, told: Vec<String>) {
        self.fought = true;
        match self.acts.last_mut() {
            Some(act) if act.time >= time => {
                act.men = act.men.max(men);
                act.details.extend(told);
            }
            _ => self.acts.push(Act {
                time,
                text: told.join(" "),
                details: Vec::new(),
                men,
            }),
        }
    }

    /// Puts one sentence in the place of the last acts, if they were talk for long.
    fn sum_up_talk(&mut self) {
        let talk = std::mem::take(&mut self.talk);
        if talk.len() < SUMMED {
            return;
        }
        let first = self.acts.len().saturating_sub(talk.len());
        let of = |rung| talk.iter().filter(|r| **r == rung).count();
        let text = acts::talk(of(Rung::Protest), of(Rung::Ignore), of(Rung::Investigate));
        if let Some(act) = self.acts.get_mut(first) {
            act.text = text;
        }
        self.acts.truncate(first + 1);
    }
}

fn is_talk(rung: Rung) -> bool {
    matches!(rung, Rung::Ignore | Rung::Protest | Rung::Investigate)
}
