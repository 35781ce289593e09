//! From rung to rung: what follows on what in the crises of a sample of campaigns.

use halha_kernel::event::{Event, Observer, SettlementKind};
use halha_kernel::rung::Rung;

use crate::ensemble::{DrawError, Ensemble};

/// Campaigns that are played again to count from.
const SAMPLE: u64 = 500;

/// What follows on a decision, or on the opening of a crisis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A decision.
    Rung(Rung),
    /// The crisis ended.
    End(SettlementKind),
}

/// How often what followed on what.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Campaigns counted from.
    pub campaigns: u64,
    /// `counts[from][to]`: row 0 is the opening, then the rungs; columns are the rungs, then the kinds of end.
    pub counts: [[u64; Ladder::COLUMNS]; Ladder::ROWS],
}

impl Ladder {
    /// The opening and the rungs.
    pub const ROWS: usize = 14;
    /// The rungs and the kinds of end.
    pub const COLUMNS: usize = 19;

    /// What a column stands for.
    pub fn column(column: usize) -> Option<Next> {
        const ENDS: [SettlementKind; 6] = [
            SettlementKind::Lapsed,
            SettlementKind::Ceasefire,
            SettlementKind::Investigation,
            SettlementKind::Withdrawal,
            SettlementKind::Stalled,
            SettlementKind::Open,
        ];
        match Rung::ALL.get(column) {
            Some(rung) => Some(Next::Rung(*rung)),
            None => ENDS
                .get(column.checked_sub(Rung::ALL.len())?)
                .copied()
                .map(Next::End),
        }
    }

    /// How often a row occurred.
    pub fn total(&self, row: usize) -> u64 {
        self.counts.get(row).map_or(0, |to| to.iter().sum())
    }
}

/// Counts from campaigns spread evenly over the ensemble, played again: the same whatever events were stored.
pub(super) fn ladder(ensemble: &Ensemble) -> Result<Ladder, DrawError> {
    let all = ensemble.settings().replications;
    let campaigns = all.min(SAMPLE);
    let mut climb = Climb::new(ensemble.conflict().record.sectors.len());
    let mut player = ensemble.player();
    for n in 0..campaigns {
        let replication = (u128::from(n) * u128::from(all) / u128::from(campaigns)) as u64;
        climb.last.fill(None);
        player.play(replication, &mut climb)?;
    }
    Ok(Ladder {
        campaigns,
        counts: climb.counts,
    })
}

/// Watches crises climb: at most one is open in a sector.
struct Climb {
    counts: [[u64; Ladder::COLUMNS]; Ladder::ROWS],
    /// Row of the last act in each sector's crisis.
    last: Vec<Option<usize>>,
}

impl Climb {
    fn new(sectors: usize) -> Self {
        Self {
            counts: [[0; Ladder::COLUMNS]; Ladder::ROWS],
            last: vec![None; sectors],
        }
    }

    fn step(&mut self, sector: u8, column: usize, next: Option<usize>) {
        let Some(last) = self.last.get_mut(usize::from(sector)) else {
            return;
        };
        if let Some(row) = *last {
            self.counts[row][column] += 1;
            *last = next;
        }
    }
}

impl Observer for Climb {
    fn event(&mut self, _: f64, event: &Event) {
        match event {
            Event::EpisodeOpened { sector, .. } => {
                if let Some(last) = self.last.get_mut(usize::from(*sector)) {
                    *last = Some(0);
                }
            }
            Event::Decision { sector, rung, .. } => {
                let rung = *rung as usize;
                self.step(*sector, rung, Some(rung + 1));
            }
            Event::Settlement { sector, kind, .. } => {
                self.step(*sector, Rung::ALL.len() + *kind as usize, None);
            }
            _ => {}
        }
    }
}
