//! How long the crises of a world last, read off its state step by step: an outcome keeps the costliest one only.

use halha_kernel::state::State;

use crate::statistics::quantile;

/// The crises of a world so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Crises {
    /// How many had opened and ended when the state was last looked at.
    seen: [u32; 2],
    /// Day on which the open crisis of each sector opened.
    open: Vec<Option<f64>>,
    /// Days of those that have ended.
    days: Vec<f64>,
}

/// How long the crises of a world lasted; NaN if there was none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CrisisDays {
    /// Mean, days.
    pub(super) mean: f64,
    /// Median, days.
    pub(super) median: f64,
}

impl Crises {
    /// Those that stand in a world as it begins.
    pub(super) fn of(state: &State) -> Self {
        let mut crises = Self {
            seen: [u32::MAX; 2],
            open: vec![None; state.outcome().by_sector.len()],
            days: Vec::new(),
        };
        crises.look(state);
        crises
    }

    /// Notes what one step has opened or ended. One that the end of the history cuts off lasts until then.
    #[inline]
    pub(super) fn look(&mut self, state: &State) {
        let outcome = state.outcome();
        let seen = [outcome.episodes, outcome.settlements.iter().sum()];
        if seen != self.seen {
            self.seen = seen;
            self.note(state);
        }
    }

    fn note(&mut self, state: &State) {
        for (k, open) in self.open.iter_mut().enumerate() {
            let now = state.episode(k).map(|episode| episode.opened());
            if let Some(opened) =
                open.filter(|opened| now.is_none_or(|day| day.to_bits() != opened.to_bits()))
            {
                self.days.push(state.now() - opened);
            }
            *open = now;
        }
    }

    /// How long they lasted.
    pub(super) fn days(mut self) -> CrisisDays {
        if self.days.is_empty() {
            return CrisisDays {
                mean: f64::NAN,
                median: f64::NAN,
            };
        }
        let mean = self.days.iter().sum::<f64>() / self.days.len() as f64;
        self.days.sort_unstable_by(f64::total_cmp);
        CrisisDays {
            mean,
            median: quantile(&self.days, 0.5),
        }
    }
}
