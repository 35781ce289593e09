//! What a box is worth on cases that had no part in finding it: shares, a permutation test, quasi-p values.

use serde::Serialize;

use super::peel::others;
use super::{Cases, Restriction};
use crate::chance::Stream;

/// Part of the address of the permutations.
const PERMUTATIONS: u64 = 0x5052_494d;

/// A restriction with what its removal would cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tested {
    /// The restriction.
    #[serde(flatten)]
    pub restriction: Restriction,
    /// Density of the box without it.
    pub density_without: f64,
    /// Coverage of the box without it.
    pub coverage_without: f64,
    /// Quasi-p value: chance that as many cases as are in the box, drawn from the box without this restriction, hold as
    /// many hits. Cases count as independent.
    pub quasi_p: f64,
}

/// A box on cases that had no part in finding it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Cases.
    pub cases: usize,
    /// Of them with the outcome.
    pub hits: usize,
    /// Cases inside.
    pub inside: usize,
    /// Of them with the outcome.
    pub hits_inside: usize,
    /// Share of all hits that are inside.
    pub coverage: f64,
    /// Share of hits among the cases inside.
    pub density: f64,
    /// Share of hits among all cases.
    pub base: f64,
    /// Share of all cases that are inside.
    pub support: f64,
    /// Chance that a box without meaning does as well, by shuffling the outcomes of whole blocks.
    pub p: f64,
    /// What each restriction is worth.
    pub restrictions: Vec<Tested>,
}

impl Claim {
    /// A box on the chosen cases.
    pub(super) fn of(
        cases: Cases<'_>,
        chosen: &[usize],
        restrictions: &[Restriction],
        (shuffles, seed): (usize, u64),
    ) -> Self {
        let (inside, hits_inside) = counts(cases, chosen, restrictions);
        let hits = chosen.iter().filter(|case| cases.hits[**case]).count();
        let tested = (0..restrictions.len()).map(|n| {
            let (wide, wide_hits) = counts(cases, chosen, &others(restrictions, n));
            let density_without = share(wide_hits, wide);
            Tested {
                restriction: restrictions[n],
                density_without,
                coverage_without: share(wide_hits, hits),
                quasi_p: binomial_upper(inside, density_without, hits_inside),
            }
        });
        Self {
            cases: chosen.len(),
            hits,
            inside,
            hits_inside,
            coverage: share(hits_inside, hits),
            density: share(hits_inside, inside),
            base: share(hits, chosen.len()),
            support: share(inside, chosen.len()),
            p: shuffled(cases, chosen, restrictions, (shuffles, seed)),
            restrictions: tested.collect(),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

pub(super) fn is_inside(cases: Cases<'_>, case: usize, restrictions: &[Restriction]) -> bool {
    restrictions.iter().all(|r| r.holds(cases.inputs[r.input][case]))
}

fn counts(cases: Cases<'_>, chosen: &[usize], restrictions: &[Restriction]) -> (usize, usize) {
    let inside = chosen
        .iter()
        .filter(|case| is_inside(cases, **case, restrictions));
    let hits = inside.clone().filter(|case| cases.hits[**case]).count();
    (inside.count(), hits)
}

/// P(X ≥ `least`) for X binomial with `n` trials of probability `p`.
pub(super) fn binomial_upper(n: usize, p: f64, least: usize) -> f64 {
    if least == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 || p.is_nan() {
        return if p.is_nan() { 1.0 } else { 0.0 };
    }
    let all = n as f64;
    let of = |k: usize| {
        let k = k as f64;
        let ways = libm::lgamma(all + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(all - k + 1.0);
        libm::exp(ways + k * libm::log(p) + (all - k) * libm::log1p(-p))
    };
    (least..=n).map(of).sum::<f64>().min(1.0)
}

/// Permutation test of the density: outcomes of whole blocks change places with those of blocks of the same size.
///
/// Exact when outcomes have nothing to do with inputs, whatever cases of one block have in common.
fn shuffled(
    cases: Cases<'_>,
    chosen: &[usize],
    restrictions: &[Restriction],
    (shuffles, seed): (usize, u64),
) -> f64 {
    let mut blocks: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for case in chosen {
        blocks.entry(cases.blocks[*case]).or_default().push(*case);
    }
    let mut strata: std::collections::BTreeMap<usize, Vec<Vec<usize>>> = std::collections::BTreeMap::new();
    for block in blocks.into_values() {
        strata.entry(block.len()).or_default().push(block);
    }
    let inside: Vec<bool> = (0..cases.hits.len())
        .map(|case| is_inside(cases, case, restrictions))
        .collect();
    let overlap = |ones: &[Vec<usize>], others: &[&Vec<usize>]| -> usize {
        let pairs = ones
            .iter()
            .zip(others)
            .flat_map(|(one, other)| one.iter().zip(*other));
        pairs
            .filter(|(one, other)| inside[**one] && cases.hits[**other])
            .count()
    };
    let seen: usize = strata
        .values()
        .map(|s| overlap(s, &s.iter().collect::<Vec<_>>()))
        .sum();
    let as_many = (0..shuffles).filter(|shuffle| {
        let mut stream = Stream::at(&[seed, PERMUTATIONS, *shuffle as u64]);
        let found: usize = strata
            .values()
            .map(|stratum| {
                let mut others: Vec<&Vec<usize>> = stratum.iter().collect();
                for n in (1..others.len()).rev() {
                    others.swap(n, stream.below(n + 1));
                }
                overlap(stratum, &others)
            })
            .sum();
        found >= seen
    });
    (1 + as_many.count()) as f64 / (1 + shuffles) as f64
}
