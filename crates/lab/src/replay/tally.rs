//! Counts of what happened in a month or a year, and the line that sums them up.

use halha_kernel::event::{Event, IncidentType};

use super::names::{Names, capital};
use super::words::{count, grouped};

/// Counts of violations over a period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    by_intruder: [u32; 2],
    by_type: [u32; 3],
    shots: u32,
    crises: u32,
    lost: [u32; 2],
    /// Reports in each side's book of the other's acts.
    accused: [u32; 2],
}

impl Tally {
    fn all(&self) -> u32 {
        self.by_intruder[0] + self.by_intruder[1]
    }

    /// Counts an event.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Incident {
                intruder,
                kind,
                reported,
                fight,
                ..
            } => {
                let intruder = usize::from(*intruder.min(&1));
                self.by_intruder[intruder] += 1;
                self.by_type[*kind as usize] += 1;
                self.shots += u32::from(fight.is_some());
                self.accused[1 - intruder] += u32::from(reported[1 - intruder].is_some());
                self.lose(fight.map_or([0; 2], |f| f.losses.map(|l| l.men())));
            }
            Event::EpisodeOpened { .. } => self.crises += 1,
            Event::Battle { fight, .. } => self.lose(fight.losses.map(|l| l.men())),
            Event::Raid { losses, .. } => self.lose(losses.map(|l| l.men())),
            Event::FalseReports { side, count, .. } => {
                self.accused[usize::from(*side.min(&1))] += count.iter().sum::<u32>();
            }
            _ => {}
        }
    }

    fn lose(&mut self, lost: [u32; 2]) {
        for side in 0..2 {
            self.lost[side] = self.lost[side].saturating_add(lost[side]);
        }
    }

    /// Adds another period's counts.
    pub(super) fn add(&mut self, other: &Self) {
        for side in 0..2 {
            self.by_intruder[side] += other.by_intruder[side];
            self.accused[side] += other.accused[side];
        }
        for kind in [IncidentType::Espionage, IncidentType::Ground, IncidentType::Air] {
            self.by_type[kind as usize] += other.by_type[kind as usize];
        }
        self.shots += other.shots;
        self.crises += other.crises;
        self.lose(other.lost);
    }

    /// A month's violations in a line; nothing if events are missing.
    pub(super) fn month(&self, n: &Names, whole: bool) -> String {
        if !whole || self.all() == 0 {
            return if whole {
                "no violations".to_owned()
            } else {
                String::new()
            };
        }
        let [espionage, ground, air] = self.by_type;
        let kinds = [("ground", ground), ("air", air), ("spies", espionage)];
        let kinds: Vec<String> = kinds
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(what, n)| format!("{what} {}", grouped(*n)))
            .collect();
        let shots = if self.shots == 0 {
            String::new()
        } else {
            format!(", {} with shots", grouped(self.shots))
        };
        format!(
            "{}{shots} ({} {}, {} {}; {})",
            count(self.all(), "violation", "violations"),
            n.side(0_u8),
            grouped(self.by_intruder[0]),
            n.side(1_u8),
            grouped(self.by_intruder[1]),
            kinds.join(", "),
        )
    }

    /// A year in a sentence or two.
    pub(super) fn year(&self, n: &Names, whole: bool) -> String {
        let crises = count(self.crises, "crisis", "crises");
        let acts = if whole {
            let all = count(self.all(), "violation", "violations");
            format!("{all}, {} with shots, {crises}", grouped(self.shots))
        } else {
            format!("{crises} told")
        };
        let lost = match self.lost {
            [0, 0] => String::new(),
            [a, b] => format!(
                "; lost: {} {}, {} {}",
                n.side(0_u8),
                grouped(a),
                n.side(1_u8),
                grouped(b)
            ),
        };
        let books = if whole {
            let [a, b] = self.accused;
            format!(
                " {} has {} acts of {} in its book, {} {} of {}.",
                n.head(0_u8),
                grouped(a),
                n.side(1_u8),
                n.side(1_u8),
                grouped(b),
                n.side(0_u8),
            )
        } else {
            String::new()
        };
        format!("{}{lost}.{books}", capital(&acts))
    }
}
