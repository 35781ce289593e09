//! One campaign told: its events as a chronicle to read, or as lines of JSON for programs.

mod acts;
mod chronicle;
mod crisis;
mod fights;
mod json;
mod names;
mod stored;
mod tally;
pub(crate) mod words;

pub use chronicle::{Chronicle, Moment, Month, Passage, Year};
pub use crisis::{Act, Crisis};
pub use json::line;
pub(crate) use names::capital;
pub use names::{Names, Roles};

use halha_kernel::event::{Event, SectorIndex};

use crate::settings::RunSettings;

/// The events of one campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// What happened, in order of time (days since the start of the history).
    pub events: Vec<(f64, Event)>,
    /// Nothing is missing; otherwise only what a summary keeps is there: the great crises and the turns of the whole.
    pub whole: bool,
}

/// What a chronicle is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Filter {
    /// From this day of the history on.
    pub from: Option<f64>,
    /// Before this day.
    pub until: Option<f64>,
    /// Only this sector, and what concerns no sector.
    pub sector: Option<usize>,
    /// Every incident, also those without shots, and every false report.
    pub all: bool,
}

impl Filter {
    /// Whether something at this time and place is asked for.
    pub fn takes(&self, time: f64, event: &Event) -> bool {
        let in_time =
            self.from.is_none_or(|from| time >= from) && self.until.is_none_or(|until| time < until);
        let in_place = self
            .sector
            .is_none_or(|k| sector(event).is_none_or(|s| usize::from(s) == k));
        in_time && in_place
    }
}

/// The settings of an ensemble of the priors in which run number `replication` is that of this draw and this replicate.
///
/// The replication is the second value; `None` if such an ensemble would hold more runs than can be numbered.
pub fn settings_of(seed: u64, draw: u64, replicate: u64) -> Option<(RunSettings, u64)> {
    let draws = draw.checked_add(1)?;
    let replication = replicate.checked_mul(draws)?.checked_add(draw)?;
    let settings = RunSettings {
        draws,
        ..RunSettings::of(replication.checked_add(1)?, seed)
    };
    settings.check().ok().map(|()| (settings, replication))
}

/// Where an event happened, if in one place.
fn sector(event: &Event) -> Option<SectorIndex> {
    match event {
        Event::Incident { sector, .. }
        | Event::EpisodeOpened { sector, .. }
        | Event::Decision { sector, .. }
        | Event::Arrival { sector, .. }
        | Event::Battle { sector, .. }
        | Event::Raid { sector, .. }
        | Event::Settlement { sector, .. } => Some(*sector),
        Event::PactSigned
        | Event::Temptation { .. }
        | Event::Denunciation
        | Event::Entry
        | Event::GeneralWar { .. }
        | Event::FalseReports { .. }
        | Event::End { .. } => None,
    }
}
