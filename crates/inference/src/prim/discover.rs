//! The whole of a discovery: cases divided, boxes found one after the other, each claimed or not.

use serde::{Deserialize, Serialize};

use super::claim::{binomial_upper, is_inside};
use super::peel::{Ground, others};
use super::{Cases, Claim, Restriction, Step};
use crate::chance::Stream;

/// Part of the address by which blocks are divided.
const HALVES: u64 = 0x4841_4c46;

/// How a box is chosen from the trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The greatest excess of coverage over the share of cases without the outcome that are inside (Youden 1950).
    Youden,
    /// The first box with this density, or the densest where none has it.
    Density(f64),
}

/// How a discovery works.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DiscoverySettings {
    /// Share of a box that is peeled or pasted at a time.
    pub peel: f64,
    /// Least share of all cases that a box holds.
    pub least: f64,
    /// How a box is chosen.
    pub choice: Choice,
    /// A restriction stays only if its quasi-p value on the finding half is below this over twice the inputs.
    pub keep: f64,
    /// A box is claimed only if its p on the judging half is at most this.
    pub level: f64,
    /// Shuffles of the test.
    pub shuffles: usize,
    /// Most boxes.
    pub boxes: usize,
    /// Root of the division into halves and of the shuffles.
    pub seed: u64,
}

impl Default for DiscoverySettings {
    /// Five in a hundred at a time, as Friedman and Fisher advise; the rest is chosen here.
    fn default() -> Self {
        Self {
            peel: 0.05,
            least: 0.01,
            choice: Choice::Youden,
            keep: 0.05,
            level: 0.01,
            shuffles: 1999,
            boxes: 3,
            seed: 1,
        }
    }
}

/// Cases in which nothing can be found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PrimError {
    /// Columns of different lengths.
    #[error("input {input} has {given} values for {wanted} cases")]
    Length {
        /// Its number.
        input: usize,
        /// Its values.
        given: usize,
        /// Cases.
        wanted: usize,
    },
    /// An input that is no number.
    #[error("input {input} of case {case} is no number")]
    NotANumber {
        /// Its number.
        input: usize,
        /// The case.
        case: usize,
    },
    /// Too few of one kind.
    #[error(
        "{hits} of {cases} cases have the outcome; at least {least} with it and {least} without are needed"
    )]
    OneSided {
        /// With the outcome.
        hits: usize,
        /// All.
        cases: usize,
        /// Fewest of each kind.
        least: usize,
    },
}

/// A box that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discovered {
    /// The boxes of the peeling, on the half by which they were found.
    pub trajectory: Vec<Step>,
    /// Which of them was chosen.
    pub chosen: usize,
    /// The chosen box after pasting and without idle restrictions, on the same half.
    pub found: Step,
    /// The same box on the other half.
    pub claim: Claim,
    /// Whether it is claimed: outcomes without any meaning lead to a claim in at most one of a hundred discoveries.
    pub is_claimed: bool,
}

/// Boxes, each found among the cases outside all before it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discovery {
    /// Cases.
    pub cases: usize,
    /// Of them with the outcome.
    pub hits: usize,
    /// The boxes; the last is the first that is not claimed, if one is not.
    pub boxes: Vec<Discovered>,
}

/// Fewest cases with, and without, the outcome.
const LEAST_HITS: usize = 20;

/// Looks for boxes of inputs in which the outcome comes about more often than elsewhere.
///
/// # Errors
/// Columns of other lengths, inputs that are no numbers, or too few cases of one kind.
pub fn discover(cases: Cases<'_>, settings: &DiscoverySettings) -> Result<Discovery, PrimError> {
    check(cases)?;
    let mut halves = halves(cases, settings.seed);
    let mut boxes = Vec::new();
    while boxes.len() < settings.boxes {
        let of_kind = |hit: bool| halves[0].iter().filter(|case| cases.hits[**case] == hit).count();
        if of_kind(true) < LEAST_HITS / 2 || of_kind(false) < LEAST_HITS / 2 {
            break;
        }
        let found = one(cases, &halves, settings, boxes.len());
        let restrictions = found.found.restrictions.clone();
        let is_claimed = found.is_claimed;
        boxes.push(found);
        if !is_claimed {
            break;
        }
        for half in &mut halves {
            half.retain(|case| !is_inside(cases, *case, &restrictions));
        }
    }
    Ok(Discovery {
        cases: cases.hits.len(),
        hits: cases.hits.iter().filter(|hit| **hit).count(),
        boxes,
    })
}

fn check(cases: Cases<'_>) -> Result<(), PrimError> {
    let all = cases.hits.len();
    for (input, column) in cases.inputs.iter().enumerate() {
        if column.len() != all {
            let (given, wanted) = (column.len(), all);
            return Err(PrimError::Length { input, given, wanted });
        }
        if let Some(case) = column.iter().position(|x| x.is_nan()) {
            return Err(PrimError::NotANumber { input, case });
        }
    }
    let hits = cases.hits.iter().filter(|hit| **hit).count();
    if hits < LEAST_HITS || all - hits < LEAST_HITS {
        return Err(PrimError::OneSided {
            hits,
            cases: all,
            least: LEAST_HITS,
        });
    }
    Ok(())
}

/// The half by which boxes are found and the half by which they are judged; a block is in one of them.
fn halves(cases: Cases<'_>, seed: u64) -> [Vec<usize>; 2] {
    let second = |case: &usize| {
        let block = cases.blocks.get(*case).copied().unwrap_or(*case);
        Stream::at(&[seed, HALVES, block as u64]).bits() >> 63 == 1
    };
    let (second, first) = (0..cases.hits.len()).partition(second);
    [first, second]
}

fn one(
    cases: Cases<'_>,
    halves: &[Vec<usize>; 2],
    settings: &DiscoverySettings,
    number: usize,
) -> Discovered {
    let ground = Ground::of(cases, &halves[0]);
    let trajectory = ground.peel(settings.peel, settings.least * halves[0].len() as f64);
    let chosen = choose(&trajectory, settings.choice);
    let mut restrictions = ground.paste(&trajectory[chosen].restrictions, settings.peel);
    drop_idle(
        &ground,
        &mut restrictions,
        settings.keep / (2 * cases.inputs.len()) as f64,
    );
    restrictions.sort_by_key(|r| r.input);
    let seed = settings.seed.wrapping_add(number as u64);
    let claim = Claim::of(cases, &halves[1], &restrictions, (settings.shuffles, seed));
    Discovered {
        found: ground.step(&restrictions),
        is_claimed: !restrictions.is_empty() && claim.p <= settings.level,
        trajectory,
        chosen,
        claim,
    }
}

fn choose(trajectory: &[Step], choice: Choice) -> usize {
    let best = |of: &dyn Fn(&Step) -> f64| {
        let value = |n: usize| of(&trajectory[n]);
        (1..trajectory.len()).fold(0, |best, n| if value(n) > value(best) { n } else { best })
    };
    match choice {
        Choice::Youden => best(&|s| {
            let hits = trajectory[0].density;
            s.coverage - s.support * (1.0 - s.density) / (1.0 - hits)
        }),
        Choice::Density(wanted) => {
            let first = trajectory.iter().position(|s| s.density >= wanted);
            first.unwrap_or_else(|| best(&|s| s.density))
        }
    }
}

/// Takes away the restriction that is most likely idle, until none has a quasi-p value of `bar` or more.
fn drop_idle(ground: &Ground<'_>, restrictions: &mut Vec<Restriction>, bar: f64) {
    loop {
        let (inside, hits) = ground.counts(restrictions);
        let quasi_p = |n: usize| {
            let (wide, wide_hits) = ground.counts(&others(restrictions, n));
            binomial_upper(inside as usize, wide_hits / wide, hits as usize)
        };
        let all: Vec<f64> = (0..restrictions.len()).map(quasi_p).collect();
        let worst = (0..all.len()).max_by(|a, b| all[*a].total_cmp(&all[*b]));
        match worst {
            Some(n) if all[n] >= bar => {
                restrictions.remove(n);
            }
            _ => return,
        }
    }
}
