//! Where claims about one thing disagree, by how much, and who says what.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::edtf::Edtf;
use crate::id::Id;
use crate::model::ClaimRow;
use crate::record::Record;
use crate::value::Value;
use crate::vocab::{Dimension, ElementId, Status};

/// How far apart the lowest and the highest of several figures are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Ratio {
    /// The highest divided by the lowest.
    Times {
        /// The quotient, above 1.
        times: f64,
    },
    /// Somebody says none where somebody else says some: no quotient says how far that is.
    NoneAgainst {
        /// The highest figure, in the unit's base.
        highest: f64,
    },
}

/// One claim among rivals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RivalClaim<'r> {
    /// The claim.
    pub claim: &'r ClaimRow,
    /// Its figure, once words are read by their assumption.
    pub value: Value,
    /// Middle of the figure, in the base of its dimension (metres, days; things as they are counted).
    pub middle: f64,
}

/// Claims by different claimants about one figure, of which at least two differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rival<'r> {
    /// What the figure is about: an incident, an act or the conflict.
    pub subject: &'r Id,
    /// What is said of it.
    pub attribute: &'r Id,
    /// What is counted, if not men.
    pub element: Option<ElementId>,
    /// Whom it is about; groups stand as their members.
    pub party: Vec<&'r Id>,
    /// When the figure holds, if not for the whole of the subject.
    pub date: Option<&'r Edtf>,
    /// How far apart the claims are.
    pub ratio: Ratio,
    /// Whether some value lies inside the range of every claim: then they differ, but do not contradict each other.
    pub reconcilable: bool,
    /// How many independent sources the claims stand in: mirrors of one text are one.
    pub sources: usize,
    /// Who says what, from the lowest figure to the highest. One claimant's same figure in several sources stands once.
    pub claims: Vec<RivalClaim<'r>>,
}

/// What makes two claims speak of the same figure.
type Key<'r> = (
    &'r Id,
    &'r Id,
    Option<ElementId>,
    Vec<&'r Id>,
    Option<&'r Edtf>,
    Dimension,
);

impl Record {
    /// Where claimants disagree, from the largest ratio to the smallest; "none against some" comes last.
    ///
    /// Two claims are rivals if they speak of the same subject, attribute, element, parties and date, in units that can
    /// be compared, by different claimants, with different figures. The ratio is of the middles of their ranges, after
    /// words are read by their named assumptions; a figure with one end counts as that end. Rows of status `unverified`
    /// rest on no source and are left out.
    ///
    /// ```
    /// # let (record, _) = halha_record::Record::read(&halha_record::template::folder());
    /// for rival in record.rivals() {
    ///     println!("{} {}: {:?}", rival.subject, rival.attribute, rival.ratio);
    /// }
    /// ```
    #[must_use]
    pub fn rivals(&self) -> Vec<Rival<'_>> {
        let mut groups: BTreeMap<Key<'_>, Vec<RivalClaim<'_>>> = BTreeMap::new();
        for claim in self
            .claims
            .iter()
            .filter(|claim| claim.statement.status != Status::Unverified)
        {
            let value = self.quantity(&claim.statement).as_read();
            let Some(middle) = value.middle() else { continue };
            let unit = claim.statement.unit;
            let middle = middle * unit.factor();
            let party = self.members(&claim.party).into_iter().collect();
            let key = (
                &claim.incident,
                &claim.attribute,
                claim.element,
                party,
                claim.date.as_ref(),
                unit.dimension(),
            );
            groups
                .entry(key)
                .or_default()
                .push(RivalClaim { claim, value, middle });
        }
        let mut rivals: Vec<_> = groups
            .into_iter()
            .filter_map(|(key, claims)| self.rival(key, claims))
            .collect();
        rivals.sort_by(|a, b| b.ratio.rank().total_cmp(&a.ratio.rank()));
        rivals
    }

    fn rival<'r>(&'r self, key: Key<'r>, mut claims: Vec<RivalClaim<'r>>) -> Option<Rival<'r>> {
        claims.sort_by(|a, b| {
            a.middle
                .total_cmp(&b.middle)
                .then_with(|| a.claim.statement.claimed_by.cmp(&b.claim.statement.claimed_by))
        });
        let sources = self.independent_sources(claims.iter().map(|rival| &rival.claim.statement.source));
        claims.dedup_by(|b, a| {
            a.claim.statement.claimed_by == b.claim.statement.claimed_by && a.value == b.value
        });
        let (lowest, highest) = (claims.first()?, claims.last()?);
        let voices: BTreeSet<&Id> = claims
            .iter()
            .map(|rival| &rival.claim.statement.claimed_by)
            .collect();
        if voices.len() < 2 || lowest.middle >= highest.middle {
            return None;
        }
        let ratio = if lowest.middle > 0.0 {
            Ratio::Times {
                times: highest.middle / lowest.middle,
            }
        } else {
            Ratio::NoneAgainst {
                highest: highest.middle,
            }
        };
        let reconcilable = have_common_value(&claims);
        let (subject, attribute, element, party, date, _) = key;
        Some(Rival {
            subject,
            attribute,
            element,
            party,
            date,
            ratio,
            reconcilable,
            sources,
            claims,
        })
    }

    /// The parties, with groups replaced by their members.
    pub(crate) fn members<'r>(&'r self, parties: &'r [Id]) -> BTreeSet<&'r Id> {
        let mut members = BTreeSet::new();
        for id in parties {
            match self.parties.get(id) {
                Some(group) if !group.members.is_empty() => members.extend(&group.members),
                _ => {
                    members.insert(id);
                }
            }
        }
        members
    }

    /// How many of the sources are independent texts: a source and another whose mirror it is are one.
    pub(crate) fn independent_sources<'r>(&'r self, sources: impl Iterator<Item = &'r Id>) -> usize {
        let mut texts: Vec<BTreeSet<&str>> = Vec::new();
        for id in sources.collect::<BTreeSet<_>>() {
            let mut pages = BTreeSet::from([id.as_str()]);
            if let Some(source) = self.sources.get(id) {
                pages.extend(source.url.as_deref());
                pages.extend(source.mirrors.iter().map(String::as_str));
            }
            let (same, other): (Vec<_>, Vec<_>) =
                texts.into_iter().partition(|text| !text.is_disjoint(&pages));
            texts = other;
            pages.extend(same.into_iter().flatten());
            texts.push(pages);
        }
        texts.len()
    }
}

impl Ratio {
    /// Larger for a larger disagreement; below zero where there is no quotient.
    fn rank(self) -> f64 {
        match self {
            Self::Times { times } => times,
            Self::NoneAgainst { highest } => -1.0 / highest,
        }
    }
}

fn have_common_value(claims: &[RivalClaim<'_>]) -> bool {
    let ends = claims.iter().filter_map(|rival| {
        let factor = rival.claim.statement.unit.factor();
        rival
            .value
            .ends()
            .map(|(low, high)| (low * factor, high * factor))
    });
    let (low, high) = ends.fold((0.0_f64, f64::INFINITY), |(low, high), (a, b)| {
        (low.max(a), high.min(b))
    });
    low <= high
}
