//! The list of sources: whose voice each is, how it was read, and how much rests on it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::Id;
use crate::model::Source;
use crate::record::{Book, Record};
use crate::vocab::{SourceKind, Status};

/// How a source came to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "how", rename_all = "lowercase")]
pub enum Reading<'r> {
    /// It was read itself.
    Read,
    /// It is known as other sources report it.
    Reported {
        /// Those sources.
        by: &'r [Id],
    },
    /// It is remembered, and no page was seen: no source to rely on.
    Remembered,
}

/// A source and what rests on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow<'r> {
    /// The source.
    pub source: &'r Source,
    /// What its voice is called.
    pub voice: &'r str,
    /// In whose book it speaks.
    pub book: Option<Book<'r>>,
    /// How it was read.
    pub reading: Reading<'r>,
    /// How many statements rest on it, of all tables that the export of claims holds.
    pub claims: usize,
    /// How many of them are doubtful or unverified.
    pub weak: usize,
    /// How many claimants speak through it.
    pub claimants: usize,
}

impl SourceRow<'_> {
    /// Whether it is a text of its own that was read: neither remembered nor known only through another.
    #[must_use]
    pub fn is_independent(&self) -> bool {
        self.reading == Reading::Read
    }
}

impl Record {
    /// All sources, from the one on which most statements rest to the least.
    #[must_use]
    pub fn source_rows(&self) -> Vec<SourceRow<'_>> {
        let mut uses: BTreeMap<&Id, Vec<(&Id, Status)>> = BTreeMap::new();
        for flat in self.flat_claims() {
            uses.entry(flat.source)
                .or_default()
                .push((flat.claimed_by, flat.status));
        }
        let mut rows: Vec<_> = self
            .sources
            .iter()
            .map(|source| self.source_row(source, uses.get(&source.id).map_or(&[], Vec::as_slice)))
            .collect();
        rows.sort_by(|a, b| {
            b.claims
                .cmp(&a.claims)
                .then_with(|| a.source.id.cmp(&b.source.id))
        });
        rows
    }

    fn source_row<'r>(&'r self, source: &'r Source, uses: &[(&Id, Status)]) -> SourceRow<'r> {
        let mut claimants: Vec<_> = uses.iter().map(|(claimant, _)| claimant).collect();
        claimants.sort_unstable();
        claimants.dedup();
        let reading = match source.kind {
            SourceKind::Memory => Reading::Remembered,
            _ if source.reported_by.is_empty() => Reading::Read,
            _ => Reading::Reported {
                by: &source.reported_by,
            },
        };
        let weak = |(_, status): &&(&Id, Status)| matches!(status, Status::Doubtful | Status::Unverified);
        SourceRow {
            source,
            voice: self.name_of(&source.voice),
            book: self.book(&source.voice),
            reading,
            claims: uses.len(),
            weak: uses.iter().filter(weak).count(),
            claimants: claimants.len(),
        }
    }
}
