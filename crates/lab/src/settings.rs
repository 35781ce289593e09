//! What decides which runs an ensemble holds; nothing here says how fast or on how many threads they are played.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which events are stored. The events kept change no other table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventDetail {
    /// Every event.
    All,
    /// The crises that cost both sides together 100 men or more, each whole with the incident that opened it, and the
    /// turns of the whole (pact, temptation, denunciation, entry, general war, end).
    #[default]
    Summary,
    /// None.
    None,
}

/// Who decides for the commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    /// The quantal response.
    #[default]
    QuantalResponse,
    /// The recorded decisions where they are known and can be taken, the quantal response elsewhere.
    Scripted,
}

/// Where parameter vectors are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterSource {
    /// What was assumed before the record spoke.
    #[default]
    Prior,
    /// What a fit to the record has left in the conflict folder.
    Posterior,
}

impl ParameterSource {
    /// What it is, as it stands in a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Prior => "the priors",
            Self::Posterior => "the posterior",
        }
    }

    /// The name as typed and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Posterior => "posterior",
        }
    }
}

impl EventDetail {
    /// The name as typed and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Summary => "summary",
            Self::None => "none",
        }
    }
}

impl PolicyKind {
    /// The name as typed and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::QuantalResponse => "quantal-response",
            Self::Scripted => "scripted",
        }
    }
}

/// A day at which a history is cut: written `1935`, `1935-06` or `1935-06-15`.
///
/// As a first day a year or a month stands for its beginning, as a last day for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cut {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Cut {
    /// The first day that is meant.
    pub fn first(self) -> jiff::civil::Date {
        let date = jiff::civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        date.unwrap_or(jiff::civil::Date::MIN)
    }

    /// The last day that is meant.
    pub fn last(self) -> jiff::civil::Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first(),
            (Some(_), None) => self.first().last_of_month(),
            (None, _) => self.first().last_of_year(),
        }
    }
}

impl FromStr for Cut {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no date; write 1935, 1935-06 or 1935-06-15");
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits => part.parse::<i16>().map(Some).map_err(|_| wrong()),
            Some(_) => Err(wrong()),
        };
        let (year, month, day) = (number(4)?.ok_or_else(wrong)?, number(2)?, number(2)?);
        let small = |part: Option<i16>| part.and_then(|n| i8::try_from(n).ok());
        let cut = Self {
            year,
            month: small(month),
            day: small(day),
        };
        let exists = jiff::civil::Date::new(year, cut.month.unwrap_or(1), cut.day.unwrap_or(1)).is_ok();
        if parts.next().is_none() && exists {
            Ok(cut)
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Cut {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Cut> for String {
    fn from(cut: Cut) -> Self {
        cut.to_string()
    }
}

/// Which runs: the settings that decide results, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSettings {
    /// Number of runs, 1 to [`RunSettings::MOST`].
    pub replications: u64,
    /// Root of all luck.
    pub seed: u64,
    /// Number of parameter vectors, 1 to `replications`: replication r uses draw r mod draws as replicate r div draws.
    pub draws: u64,
    /// Which events are stored.
    pub events: EventDetail,
    /// First day played, if the history is cut.
    pub from: Option<Cut>,
    /// Last day played, if the history is cut.
    pub to: Option<Cut>,
    /// Who decides for the commands.
    pub policy: PolicyKind,
    /// Where parameter vectors are drawn from.
    pub parameters: ParameterSource,
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The posterior is asked for and the conflict has none.
    #[error(
        "this conflict has no posterior that fits it; make one with `halha fit`, or ask for --parameters prior"
    )]
    NoPosterior,
    /// No runs, or more than can be numbered.
    #[error("{0} replications; ask for 1 to {most}", most = RunSettings::MOST)]
    Replications(u64),
    /// No parameter vectors, or more than runs.
    #[error("{draws} draws for {replications} replications; ask for 1 to {replications} draws")]
    Draws {
        /// Draws asked for.
        draws: u64,
        /// Replications asked for.
        replications: u64,
    },
    /// The first day comes after the last.
    #[error("the history would begin on {from} and end on {to}; give the earlier date as the first")]
    Reversed {
        /// First day asked for.
        from: jiff::civil::Date,
        /// Last day asked for.
        to: jiff::civil::Date,
    },
    /// What is left of the scenario cannot be played.
    #[error("the history cannot be cut so: {0}")]
    Cut(String),
    /// The days asked for lie outside the conflict's history.
    #[error("{cut} lies outside the history, which runs from {first} to {last}; give a date within it")]
    Outside {
        /// The day asked for.
        cut: jiff::civil::Date,
        /// First day of the history.
        first: jiff::civil::Date,
        /// Last day of the history.
        last: jiff::civil::Date,
    },
}

impl RunSettings {
    /// Most runs of one ensemble: their numbers are stored in 32 bits.
    pub const MOST: u64 = 4_000_000_000;

    /// Ten thousand runs with this seed, a parameter vector each from the priors, of the whole history.
    pub fn new(seed: u64) -> Self {
        Self::of(10_000, seed)
    }

    /// So many runs with this seed, a parameter vector each from the priors, of the whole history.
    pub fn of(replications: u64, seed: u64) -> Self {
        Self {
            replications,
            seed,
            draws: replications,
            events: EventDetail::Summary,
            from: None,
            to: None,
            policy: PolicyKind::QuantalResponse,
            parameters: ParameterSource::Prior,
        }
    }

    /// Checks what can be checked without a conflict.
    ///
    /// # Errors
    /// The first setting that cannot be.
    pub fn check(&self) -> Result<(), SettingsError> {
        if !(1..=Self::MOST).contains(&self.replications) {
            return Err(SettingsError::Replications(self.replications));
        }
        if !(1..=self.replications).contains(&self.draws) {
            return Err(SettingsError::Draws {
                draws: self.draws,
                replications: self.replications,
            });
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from.first() > to.last()
        {
            return Err(SettingsError::Reversed {
                from: from.first(),
                to: to.last(),
            });
        }
        Ok(())
    }

    /// Runs that are played and stored together: large enough for files worth their overhead, small enough that many
    /// threads have work and an interrupted job loses little.
    pub fn part_size(&self) -> u64 {
        match self.events {
            EventDetail::All => 256,
            EventDetail::Summary | EventDetail::None => (self.replications / 64).clamp(256, 16_384),
        }
    }

    /// Number of parts.
    pub fn parts(&self) -> u64 {
        self.replications.div_ceil(self.part_size())
    }

    /// The replications of a part.
    pub fn part(&self, part: u64) -> std::ops::Range<u64> {
        let begin = part * self.part_size();
        begin..(begin + self.part_size()).min(self.replications)
    }

    /// The draw and the replicate of a replication.
    pub fn place(&self, replication: u64) -> (u64, u64) {
        (replication % self.draws, replication / self.draws)
    }

    /// The options of `halha run` that make the same runs, besides the conflict.
    pub fn options(&self) -> String {
        let mut text = format!(
            "--replications {} --seed {} --events {} --parameters {}",
            self.replications,
            self.seed,
            self.events.as_str(),
            self.parameters.as_str()
        );
        if self.draws != self.replications {
            text.push_str(&format!(" --draws {}", self.draws));
        }
        for (name, cut) in [("from", self.from), ("to", self.to)] {
            if let Some(cut) = cut {
                text.push_str(&format!(" --{name} {cut}"));
            }
        }
        if self.policy == PolicyKind::Scripted {
            text.push_str(" --policy scripted");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_every_replication_once() {
        for replications in [1, 255, 256, 257, 10_000, 1_000_000, 3_999_999] {
            let settings = RunSettings::of(replications, 1);
            let mut next = 0;
            for part in 0..settings.parts() {
                let range = settings.part(part);
                assert_eq!(range.start, next);
                assert!(range.end > range.start, "{replications}: part {part} is empty");
                next = range.end;
            }
            assert_eq!(next, replications);
        }
    }

    #[test]
    fn impossible_settings_are_named() {
        assert_eq!(RunSettings::of(0, 1).check(), Err(SettingsError::Replications(0)));
        let more_draws = RunSettings {
            draws: 11,
            ..RunSettings::of(10, 1)
        };
        assert_eq!(
            more_draws.check(),
            Err(SettingsError::Draws {
                draws: 11,
                replications: 10
            })
        );
        let cut = |text: &str| text.parse::<Cut>().ok();
        let reversed = RunSettings {
            from: cut("1936-02"),
            to: cut("1936-01"),
            ..RunSettings::of(10, 1)
        };
        assert!(matches!(reversed.check(), Err(SettingsError::Reversed { .. })));
        let one_year = RunSettings {
            from: cut("1936"),
            to: cut("1936"),
            ..RunSettings::of(10, 1)
        };
        assert_eq!(one_year.check(), Ok(()));
    }

    #[test]
    fn cuts_are_days_months_or_years() {
        let cut = |text: &str| text.parse::<Cut>();
        assert_eq!(
            cut("1936").map(|c| (c.first().to_string(), c.last().to_string())),
            Ok(("1936-01-01".into(), "1936-12-31".into()))
        );
        assert_eq!(
            cut("1936-02").map(|c| c.last().to_string()),
            Ok("1936-02-29".into())
        );
        assert_eq!(
            cut("1936-02-03").map(|c| (c.to_string(), c.first() == c.last())),
            Ok(("1936-02-03".into(), true))
        );
        for wrong in [
            "",
            "36",
            "1936-2",
            "1936-13",
            "1936-02-30",
            "1936-02-03-04",
            "x936",
            "1936-0x",
        ] {
            assert!(cut(wrong).is_err(), "{wrong}");
        }
    }
}
