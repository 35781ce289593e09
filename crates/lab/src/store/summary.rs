//! The events that a summary keeps: the great crises from their first incident to their end, and the turns of the whole.

use halha_kernel::event::{Event, Observer};

/// Men of both sides lost in a crisis that is kept. Assumed: some four crises of a campaign reach it, the size of the
/// clashes that have a name; a campaign of hundreds of small ones would fill the disk with protests.
pub(crate) const GREAT: u32 = 100;

/// An event with its number in the run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) seq: u32,
    pub(crate) time: f64,
    pub(crate) event: Event,
    /// The episode it belongs to, if any.
    episode: Option<u64>,
}

/// Keeps what a summary keeps; used for one run after the other.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    kept: Vec<Kept>,
    seq: u32,
    incident: Option<Kept>,
}

impl Summary {
    /// Forgets the run before.
    pub(crate) fn begin(&mut self) {
        self.kept.clear();
        self.seq = 0;
        self.incident = None;
    }

    /// What is kept of the run, in order.
    pub(crate) fn kept(&self) -> &[Kept] {
        &self.kept
    }
}

impl Observer for Summary {
    fn event(&mut self, time: f64, event: &Event) {
        let seq = self.seq;
        self.seq += 1;
        let kept = |episode| Kept {
            seq,
            time,
            event: *event,
            episode,
        };
        match event {
            // Kept only if it turns out to open a great crisis.
            Event::Incident { id, .. } => self.incident = Some(kept(Some(*id))),
            Event::EpisodeOpened { id, .. } => {
                let opening = self
                    .incident
                    .take()
                    .filter(|incident| incident.episode == Some(*id));
                self.kept.extend(opening);
                self.kept.push(kept(Some(*id)));
            }
            Event::Decision { id, .. }
            | Event::Arrival { id, .. }
            | Event::Battle { id, .. }
            | Event::Raid { id, .. } => self.kept.push(kept(Some(*id))),
            Event::Settlement { id, lost, .. } => {
                if lost[0].saturating_add(lost[1]) >= GREAT {
                    self.kept.push(kept(Some(*id)));
                } else {
                    self.kept.retain(|other| other.episode != Some(*id));
                }
            }
            Event::FalseReports { .. } => {}
            Event::PactSigned
            | Event::Temptation { .. }
            | Event::Denunciation
            | Event::Entry
            | Event::GeneralWar { .. }
            | Event::End { .. } => self.kept.push(kept(None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use halha_kernel::event::{Ending, IncidentType, SettlementKind};

    use super::*;

    fn incident(id: u64) -> Event {
        let kind = IncidentType::Ground;
        Event::Incident {
            id,
            parent: 0,
            sector: 0,
            intruder: 0,
            kind,
            reported: [None; 2],
            fight: None,
            occupied: true,
        }
    }

    fn settled(id: u64, lost: [u32; 2]) -> Event {
        let (kind, claims) = (SettlementKind::Lapsed, [[0; 2]; 2]);
        Event::Settlement {
            id,
            sector: 0,
            kind,
            terms: None,
            agreed: false,
            loser: None,
            lost,
            claims,
            narrated: false,
        }
    }

    #[test]
    fn great_crises_are_whole_and_small_ones_gone() {
        let arrival = |id| Event::Arrival {
            id,
            sector: 0,
            side: 0,
            men: 10,
        };
        let events = [
            incident(1),
            Event::EpisodeOpened { id: 1, sector: 0 },
            incident(2),
            Event::EpisodeOpened { id: 2, sector: 1 },
            arrival(1),
            arrival(2),
            incident(3),
            settled(1, [GREAT - 1, 0]),
            settled(2, [GREAT - 1, 1]),
            Event::PactSigned,
            Event::End {
                ending: Ending::Horizon,
            },
        ];
        let mut summary = Summary::default();
        for _ in 0..2 {
            summary.begin();
            events.iter().for_each(|event| summary.event(0.0, event));
            assert_eq!(
                summary.kept().iter().map(|k| k.seq).collect::<Vec<_>>(),
                [2, 3, 5, 8, 9, 10]
            );
        }
    }
}
