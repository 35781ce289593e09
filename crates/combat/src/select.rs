//! Which battles of a table are meant: by years, theatres, wars and campaigns.

use crate::battle::Battle;

/// A choice of battles; an empty list of names means all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// First and last year.
    pub years: Option<(i16, i16)>,
    /// Theatres; a battle without one belongs to none.
    pub theaters: Vec<String>,
    /// Theatres that are left out.
    pub without_theaters: Vec<String>,
    /// Wars, by a part of their name.
    pub wars: Vec<String>,
    /// Campaigns, by a part of their name.
    pub campaigns: Vec<String>,
}

impl Selection {
    /// The battles of these years.
    #[must_use]
    pub fn years(from: i16, to: i16) -> Self {
        Self {
            years: Some((from, to)),
            ..Self::default()
        }
    }

    /// Whether a battle is meant.
    #[must_use]
    pub fn holds(&self, battle: &Battle) -> bool {
        let year = battle.date.year();
        let in_years = self.years.is_none_or(|(from, to)| (from..=to).contains(&year));
        let theater = battle.theater.as_deref().unwrap_or("");
        let is = |names: &[String]| names.iter().any(|n| n.eq_ignore_ascii_case(theater));
        let in_theater = self.theaters.is_empty() || is(&self.theaters);
        in_years
            && in_theater
            && !is(&self.without_theaters)
            && part_of(&self.wars, &battle.war)
            && part_of(&self.campaigns, &battle.campaign)
    }

    /// The battles that are meant, in the order of the table.
    #[must_use]
    pub fn of<'b>(&self, battles: &'b [Battle]) -> Vec<&'b Battle> {
        battles.iter().filter(|b| self.holds(b)).collect()
    }
}

fn part_of(parts: &[String], name: &str) -> bool {
    let name = name.to_lowercase();
    parts.is_empty() || parts.iter().any(|part| name.contains(&part.to_lowercase()))
}
