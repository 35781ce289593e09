//! One line's worth of figures for each side of an incident: men and losses, as ranges over all who claim them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::id::Id;
use crate::model::ClaimRow;
use crate::record::Record;
use crate::vocab::{ElementClass, ElementId, Status, Unit};

/// A figure of one side, as a range over claimants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideFigure<'r> {
    /// The side.
    pub side: &'r Id,
    /// The least that anybody claims who tells the whole of it, as far as anybody does.
    pub low: f64,
    /// The most that anybody claims; `None` if somebody says only "at least".
    pub high: Option<f64>,
    /// How many claimants the range is over.
    pub claimants: usize,
    /// Whether nobody tells losses in whole: the range is of the dead, or the wounded, alone.
    pub only_parts: bool,
}

/// Low and high end of a figure.
pub(crate) type Range = (f64, f64);
/// Figures for sets of parties.
pub(crate) type ByParties<'r> = BTreeMap<BTreeSet<&'r Id>, Range>;
/// One claimant's figures for sets of parties, by attribute.
pub(crate) type Account<'r> = BTreeMap<&'r str, ByParties<'r>>;

/// What one claimant tells of one side, added up.
#[derive(Debug, Clone, PartialEq)]
struct Told<'r> {
    range: Range,
    /// The states whose men it is of.
    states: BTreeSet<&'r str>,
    /// Whether it tells all that was asked for: of losses, more than the dead or the wounded alone.
    whole: bool,
}

impl Record {
    /// How many men each side had at an incident, as a range over all claimants.
    ///
    /// A claimant's figure for a side is that for all its parties together or, failing that, the sum of the figures
    /// for single parties; a figure without an element stands before figures of infantry, cavalry and so on, which are
    /// otherwise added. Who does not speak of the state that most speak of can raise the high end, not lower the low
    /// one. Rows of status `unverified` are left out.
    #[must_use]
    pub fn men(&self, subject: &str) -> Vec<SideFigure<'_>> {
        self.side_figures(subject, |account| self.told(account, &["present"], true))
    }

    /// What each side lost in men at an incident, as a range over all claimants.
    ///
    /// A claimant's figure is that of `casualties` or else the sum of the kinds of loss told. Who tells only the dead,
    /// or only the wounded, can raise the high end, not lower the low one, unless nobody tells more.
    #[must_use]
    pub fn losses(&self, subject: &str) -> Vec<SideFigure<'_>> {
        self.side_figures(subject, |account| {
            let total = self.told(account, &["casualties", "killed-or-wounded"], true);
            total.or_else(|| {
                let dead = self.told(account, &["killed-or-missing", "killed"], false);
                let missing = self.told(account, &["missing"], false);
                let missing = missing.filter(|_| !account.contains_key("killed-or-missing"));
                let hurt = self.told(account, &["wounded", "wounded-or-sick"], false);
                let whole = dead.is_some() && hurt.is_some();
                let sum = [dead, missing, hurt].into_iter().flatten().reduce(Told::and)?;
                Some(Told { whole, ..sum })
            })
        })
    }

    /// Ranges over claimants of what `choose` takes from each one's account of a side.
    fn side_figures<'r>(
        &'r self,
        subject: &str,
        choose: impl Fn(&Account<'r>) -> Option<Told<'r>>,
    ) -> Vec<SideFigure<'r>> {
        let accounts = self.accounts(subject);
        let sides = self.conflict.sides.iter();
        sides
            .filter_map(|side| {
                let told = accounts.iter().filter(|((of, _), _)| **of == side.id);
                side_figure(
                    &side.id,
                    &told
                        .filter_map(|(_, account)| choose(account))
                        .collect::<Vec<_>>(),
                )
            })
            .collect()
    }

    /// What each claimant tells of each side in men. Several figures for the same widen the range; figures of several
    /// elements add up where no figure of the whole is given.
    pub(crate) fn accounts<'r>(&'r self, subject: &str) -> BTreeMap<(&'r Id, &'r Id), Account<'r>> {
        let mut wholes: BTreeMap<(&Id, &Id), Account<'r>> = BTreeMap::new();
        let mut elements: BTreeMap<_, BTreeMap<ElementId, Range>> = BTreeMap::new();
        for claim in self.claims_about(subject).filter(|claim| counts_men(claim)) {
            let parties = self.members(&claim.party);
            let Some(side) = self.side_of_all(&parties) else {
                continue;
            };
            let Some(range) = self.quantity(&claim.statement).as_read().ends() else {
                continue;
            };
            let key = (side, &claim.statement.claimed_by);
            let attribute = claim.attribute.as_str();
            match claim.element {
                None => widen(
                    wholes.entry(key).or_default().entry(attribute).or_default(),
                    parties,
                    range,
                ),
                Some(element) => widen(
                    elements.entry((key, attribute, parties)).or_default(),
                    element,
                    range,
                ),
            }
        }
        for ((key, attribute, parties), figures) in elements {
            let of_attribute = wholes.entry(key).or_default().entry(attribute).or_default();
            of_attribute
                .entry(parties)
                .or_insert_with(|| figures.into_values().fold((0.0, 0.0), add));
        }
        wholes
    }

    /// The first of the attributes that the account holds, added up over parties.
    fn told<'r>(&'r self, account: &Account<'r>, attributes: &[&str], whole: bool) -> Option<Told<'r>> {
        let by_parties = attributes.iter().find_map(|attribute| account.get(attribute))?;
        let mut sets: Vec<_> = by_parties.iter().collect();
        sets.sort_by_key(|(parties, _)| std::cmp::Reverse(parties.len()));
        let mut counted: BTreeSet<&'r Id> = BTreeSet::new();
        let mut range = (0.0, 0.0);
        for (parties, figure) in sets {
            if parties.is_disjoint(&counted) {
                counted.extend(parties);
                range = add(range, *figure);
            }
        }
        let states = counted.iter().map(|party| self.state_of(party)).collect();
        Some(Told { range, states, whole })
    }

    /// The side of all the parties, if they are of one.
    fn side_of_all(&self, parties: &BTreeSet<&Id>) -> Option<&Id> {
        let mut sides = parties.iter().map(|party| self.side_of(party));
        let first = sides.next()??;
        sides.all(|side| side == Some(first)).then_some(first)
    }

    /// The party at the top of what a party is part of.
    fn state_of<'r>(&'r self, party: &'r str) -> &'r str {
        let mut top = party;
        // A chain longer than the table goes in a circle, which the checks report.
        for _ in 0..self.parties.len() {
            match self.parties.get(top).and_then(|party| party.part_of.as_deref()) {
                Some(above) => top = above,
                None => break,
            }
        }
        top
    }
}

impl Told<'_> {
    fn and(mut self, other: Self) -> Self {
        self.range = add(self.range, other.range);
        self.states.extend(other.states);
        self
    }
}

/// Whether the claim counts people, and is one that rests on a source.
fn counts_men(claim: &ClaimRow) -> bool {
    let people =
        |element: ElementId| matches!(element.class(), ElementClass::Infantry | ElementClass::Person);
    claim.statement.unit == Unit::Men
        && claim.statement.status != Status::Unverified
        && claim.element.is_none_or(people)
}

/// Enters a range under a key, or widens the one that is there.
fn widen<K: Ord>(ranges: &mut BTreeMap<K, Range>, key: K, range: Range) {
    ranges
        .entry(key)
        .and_modify(|seen| *seen = (seen.0.min(range.0), seen.1.max(range.1)))
        .or_insert(range);
}

fn add(a: Range, b: Range) -> Range {
    (a.0 + b.0, a.1 + b.1)
}

fn side_figure<'r>(side: &'r Id, told: &[Told<'_>]) -> Option<SideFigure<'r>> {
    let anybody_whole = told.iter().any(|told| told.whole);
    let main = main_state(told)?;
    let full = |told: &&Told<'_>| told.whole == anybody_whole && told.states.contains(main);
    let full_low = told.iter().filter(full).map(|told| told.range.0).reduce(f64::min);
    let low = full_low.or_else(|| told.iter().map(|told| told.range.0).reduce(f64::min))?;
    let high = told
        .iter()
        .map(|told| told.range.1)
        .reduce(f64::max)
        .filter(|high| high.is_finite());
    Some(SideFigure {
        side,
        low,
        high,
        claimants: told.len(),
        only_parts: !anybody_whole,
    })
}

/// The state of whose men most claimants speak.
fn main_state<'t>(told: &'t [Told<'_>]) -> Option<&'t str> {
    let mut speak: BTreeMap<&str, usize> = BTreeMap::new();
    told.iter()
        .flat_map(|told| &told.states)
        .for_each(|state| *speak.entry(state).or_default() += 1);
    speak
        .into_iter()
        .max_by_key(|(_, claimants)| *claimants)
        .map(|(state, _)| state)
}
