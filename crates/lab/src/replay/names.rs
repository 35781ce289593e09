//! What the sides and sectors of a conflict are called in sentences, and which days its times fall on.

use halha_kernel::scenario::Scenario;
use jiff::civil::Date;

use crate::conflict::LoadedConflict;
use crate::provenance::ConflictNote;
use crate::scenario::Calendar;

/// Last words of names that English gives an article: `the Soviet Union`.
const WITH_ARTICLE: [&str; 12] = [
    "Union",
    "Empire",
    "Republic",
    "Kingdom",
    "States",
    "Federation",
    "Confederation",
    "League",
    "Commonwealth",
    "Netherlands",
    "Islands",
    "Isles",
];

/// Names of everything that an event refers to by number.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// The sides in the middle of a sentence, with their article.
    pub sides: [String; 2],
    /// Their ids.
    pub side_ids: [String; 2],
    /// The sectors.
    pub sectors: Vec<String>,
    /// Their ids.
    pub sector_ids: Vec<String>,
    /// Who has a part in the events above the border.
    pub roles: Roles,
    /// Days and dates.
    pub calendar: Calendar,
}

/// Sides that the events above the border concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles {
    /// Who may be tempted to attack.
    pub tempted: Option<usize>,
    /// Who may enter late.
    pub entrant: Option<usize>,
}

impl Names {
    /// The names that a conflict's record gives: a side is called as the party that leads it.
    pub fn of(conflict: &LoadedConflict) -> Self {
        let record = &conflict.record;
        let sides = [0, 1].map(|i| &record.conflict.sides[i]);
        let called = |id: &str, otherwise: &str| {
            let name = record.name_of(id);
            // A name that is not listed is told as it is written.
            if name == id {
                otherwise.to_owned()
            } else {
                name.to_owned()
            }
        };
        Self {
            sides: sides.map(|side| with_article(&called(side.leader.as_str(), &side.name))),
            side_ids: sides.map(|side| side.id.to_string()),
            sectors: record.sectors.iter().map(|s| s.name.clone()).collect(),
            sector_ids: record.sectors.iter().map(|s| s.id.to_string()).collect(),
            roles: Roles::of(conflict.scenario.scenario()),
            calendar: conflict.calendar.clone(),
        }
    }

    /// The ids that a run's provenance notes: what is left if its conflict can no longer be read.
    ///
    /// `None` if its dates are none.
    pub fn of_note(note: &ConflictNote) -> Option<Self> {
        let date = |text: &str| text.parse::<Date>().ok();
        let [a, b] = &note.sides;
        Some(Self {
            sides: [format!("the {a} side"), format!("the {b} side")],
            side_ids: note.sides.clone(),
            sectors: note.sectors.clone(),
            sector_ids: note.sectors.clone(),
            roles: Roles::default(),
            calendar: Calendar::new(date(&note.first_day)?, date(&note.last_day)?)?,
        })
    }

    /// A side in the middle of a sentence.
    pub fn side(&self, side: impl Into<usize>) -> &str {
        &self.sides[side.into().min(1)]
    }

    /// A side at the beginning of a sentence.
    pub fn head(&self, side: impl Into<usize>) -> String {
        capital(self.side(side))
    }

    /// A side as an owner.
    pub fn whose(&self, side: impl Into<usize>) -> String {
        let name = self.side(side);
        if name.ends_with('s') {
            format!("{name}’")
        } else {
            format!("{name}’s")
        }
    }

    /// A sector.
    pub fn sector(&self, sector: u8) -> &str {
        self.sectors
            .get(usize::from(sector))
            .map_or("an unnamed sector", String::as_str)
    }

    /// The day of a time, without its year: `14 March`.
    pub fn day(&self, time: f64) -> String {
        self.calendar.date(time).strftime("%-d %B").to_string()
    }

    /// The day of a time, with its year: `14 March 1936`.
    pub fn date(&self, time: f64) -> String {
        self.calendar.date(time).strftime("%-d %B %Y").to_string()
    }
}

impl Roles {
    fn of(scenario: &Scenario) -> Self {
        Self {
            tempted: scenario.temptation.as_ref().map(|t| t.side),
            entrant: scenario.entry.as_ref().map(|e| e.side),
        }
    }
}

fn with_article(name: &str) -> String {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let several = name.contains(' ');
    if several && WITH_ARTICLE.contains(&last) {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// With a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_follow_the_last_word() {
        assert_eq!(with_article("Soviet Union"), "the Soviet Union");
        assert_eq!(with_article("United States"), "the United States");
        assert_eq!(with_article("Japan"), "Japan");
        assert_eq!(with_article("East Island"), "East Island");
        assert_eq!(with_article(""), "");
        assert_eq!(capital("the Soviet Union"), "The Soviet Union");
        assert_eq!(capital(""), "");
    }
}
