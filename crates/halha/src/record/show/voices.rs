//! The numbered list at the foot of a page: who speaks, and in which source it can be read.

use halha_record::model::Source;
use halha_record::{Id, Record};

/// Pairs of claimant and source, numbered from 1 in the order in which a reader meets them.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    pairs: Vec<(Id, Id)>,
}

impl Voices {
    /// The number of a pair, which it keeps.
    pub(crate) fn number(&mut self, claimed_by: &Id, source: &Id) -> usize {
        let found = self
            .pairs
            .iter()
            .position(|(who, at)| who == claimed_by && at == source);
        found.map_or_else(
            || {
                self.pairs.push((claimed_by.clone(), source.clone()));
                self.pairs.len()
            },
            |index| index + 1,
        )
    }

    /// Every entry as a line: `[3] Georgy Zhukov — Report of 1940 (as reported by: Sokolov, …)`.
    pub(crate) fn lines(&self, record: &Record) -> Vec<String> {
        let numbered = self.pairs.iter().enumerate();
        numbered
            .map(|(index, (who, source))| format!("[{}] {}", index + 1, entry(record, who, source)))
            .collect()
    }
}

/// `Georgy Zhukov, in: Boris Sokolov, …, as reported by …  (sokolov-2000)`.
fn entry(record: &Record, who: &Id, source: &Id) -> String {
    let who_name = record.name_of(who);
    let Some(work) = record.sources.get(source) else {
        return format!("{who_name}, {source}");
    };
    let tradition = tradition(record, who);
    let cited = cite(record, work);
    // A work in its author's own voice needs no second naming.
    let said = if work.voice == *who {
        format!("{cited}{tradition}")
    } else {
        format!("{who_name}{tradition}, in: {cited}")
    };
    format!("{said} ({source})")
}

/// On which side's papers or tradition a later voice mainly rests.
fn tradition(record: &Record, who: &Id) -> String {
    let leaning = record
        .claimants
        .get(who)
        .and_then(|claimant| claimant.leaning.as_ref());
    leaning.map_or_else(String::new, |side| format!(" [{side} tradition]"))
}

/// Author (or whose voice it is), title, date, and whose work reports one that was not read itself.
pub(crate) fn cite(record: &Record, work: &Source) -> String {
    let voice = record.name_of(&work.voice);
    let by = work.author.as_deref().unwrap_or(voice);
    let mut text = if by.contains(&work.title) {
        by.to_owned()
    } else {
        format!("{by}, {}", work.title)
    };
    if let Some(date) = &work.date {
        text.push_str(&format!(" ({date})"));
    }
    let mut reporters: Vec<&str> = Vec::new();
    for reporter in work.reported_by.iter().filter_map(|id| record.sources.get(id)) {
        let name = record.name_of(&reporter.voice);
        if !reporters.contains(&name) {
            reporters.push(name);
        }
    }
    if !reporters.is_empty() {
        text.push_str(&format!(", as reported by {}", reporters.join("; ")));
    }
    text
}
