//! What the losses of both sides of a small fight may be, for each value of the small-unit term.

use std::collections::BTreeMap;

use halha_kernel::engagement::{Encounter, levels};
use halha_kernel::event::{Forces, Posture};
use halha_kernel::maths::{exp, ln};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use halha_kernel::validate::ValidScenario;

use super::rows::{LIMIT, SmallFight};
use super::table::{LossTable, classes};

/// Gauss and Hermite's nodes and weights for a standard normal: exact for polynomials up to the ninth degree.
const FIVE: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_7),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_7),
];
const THREE: [(f64, f64); 3] = [
    (-1.732_050_807_568_877_2, 1.0 / 6.0),
    (0.0, 2.0 / 3.0),
    (1.732_050_807_568_877_2, 1.0 / 6.0),
];
/// Gauss and Legendre's for a uniform number between −1 and 1.
const BETWEEN: [(f64, f64); 3] = [
    (-0.774_596_669_241_483_4, 5.0 / 18.0),
    (0.0, 4.0 / 9.0),
    (0.774_596_669_241_483_4, 5.0 / 18.0),
];
/// Spread of the logarithm of a strength that nobody gives about the other side's. Assumed: the ratios of battles in the
/// table of battles (book, combat) have 0.62, small fights more.
pub(super) const UNKNOWN_SD: f64 = 0.7;

/// P(losses of side 0 in class i, of side 1 in class j) at each value of the small-unit term.
#[derive(Debug, Clone)]
pub struct Joint {
    /// The classes of each side's losses.
    pub classes: [Vec<[u32; 2]>; 2],
    /// One block a value: row i, column j.
    pub by_value: Vec<Vec<f64>>,
}

/// Tables of losses by men, most men and noise in hundredths of a nat: the same for all parameter vectors with the same
/// noise.
#[derive(Debug, Default)]
pub struct Tables(BTreeMap<(u32, u32, u32), LossTable>);

impl Tables {
    /// All tables that these fights need under these parameters.
    pub fn of(fights: &[SmallFight], vectors: &[Parameters]) -> Self {
        let mut all = Self::default();
        let mut noises: Vec<u32> = vectors
            .iter()
            .flat_map(|p| Noise::of(p).own.map(hundredths))
            .collect();
        noises.sort_unstable();
        noises.dedup();
        for (men, most) in fights.iter().flat_map(|fight| {
            let forces = forces(fight);
            let most = most(&forces);
            forces
                .into_iter()
                .map(move |(men, _)| (men, most))
                .collect::<Vec<_>>()
        }) {
            for (side, noise) in [0, 1]
                .into_iter()
                .flat_map(|s| noises.iter().map(move |n| (s, *n)))
            {
                let make = || LossTable::new(men[side], f64::from(noise) / 100.0, &classes(most[side]));
                all.0.entry((men[side], most[side], noise)).or_insert_with(make);
            }
        }
        all
    }

    fn get(&self, men: u32, most: u32, spread: f64) -> Option<&LossTable> {
        self.0.get(&(men, most, hundredths(spread)))
    }
}

fn hundredths(spread: f64) -> u32 {
    (100.0 * spread).round() as u32
}

/// The most men that each side may have had.
fn most(forces: &[([u32; 2], f64)]) -> [u32; 2] {
    [0, 1].map(|s| forces.iter().map(|(men, _)| men[s]).max().unwrap_or(1))
}

/// Men that a side may have had, with weights.
type Nodes = Vec<(u32, f64)>;

/// Men of both sides, with weights: log-uniform between the fewest and the most that are claimed; where nobody gives a
/// side's strength, lognormal about the other's.
pub fn forces(fight: &SmallFight) -> Vec<([u32; 2], f64)> {
    let known = fight.men.map(|m| m.map(between));
    let pairs: Vec<(Nodes, Nodes)> = match known {
        [Some(a), Some(b)] => vec![(a, b)],
        [Some(a), None] => a.iter().map(|n| (vec![*n], about(n.0))).collect(),
        [None, Some(b)] => b.iter().map(|n| (about(n.0), vec![*n])).collect(),
        [None, None] => Vec::new(),
    };
    let each = pairs.iter().flat_map(|(a, b)| {
        let with = |x: &(u32, f64)| b.iter().map(move |y| ([x.0, y.0], *x, *y)).collect::<Vec<_>>();
        a.iter()
            .flat_map(with)
            .map(|(men, x, y)| (men, x.1 * y.1))
            .collect::<Vec<_>>()
    });
    each.collect()
}

fn between([low, high]: [f64; 2]) -> Nodes {
    if high - low < 0.5 {
        return vec![(whole(low), 1.0)];
    }
    let (a, b) = (ln(low), ln(high));
    let node = |(x, w): (f64, f64)| (whole(exp(0.5 * (a + b) + 0.5 * (b - a) * x)), w);
    BETWEEN.map(node).to_vec()
}

fn about(other: u32) -> Nodes {
    THREE
        .map(|(z, w)| (whole(f64::from(other) * exp(UNKNOWN_SD * z)), w))
        .to_vec()
}

fn whole(men: f64) -> u32 {
    men.clamp(1.0, LIMIT).round() as u32
}

/// The law of a fight's losses at each of `values` of the small-unit term, everything else as in `parameters`.
///
/// **Law** the kernel's own levels of loss; durations by five nodes, surprise as in a patrol's fight, an attacker that is
/// not known as either side, half each; the two noises through what they have in common (five nodes) and tables of what
/// each has of its own. **Units** men. **Valid for** fights below a thousand men. **Source** book, model §3. **Status** exact
/// up to the nodes. `None` if the parameters cannot be prepared.
pub fn joint(
    scenario: &ValidScenario,
    parameters: &Parameters,
    fight: &SmallFight,
    values: &[f64],
    tables: &Tables,
) -> Option<Joint> {
    let p = Parameters {
        small_intensity: 0.0,
        ..*parameters
    };
    let prepared = Prepared::new(scenario, &p).ok()?;
    let forces = forces(fight);
    let most = most(&forces);
    let noise = Noise::of(&p);
    let classes = most.map(classes);
    let cells = classes[0].len() * classes[1].len();
    let mut out = Joint {
        classes,
        by_value: vec![vec![0.0; cells]; values.len()],
    };
    let attackers: &[usize] = fight.attacker.as_ref().map_or(&[0, 1], std::slice::from_ref);
    for (men, weight) in &forces {
        for attacker in attackers {
            let weight = weight / attackers.len() as f64;
            let meeting = Meeting {
                prepared: &prepared,
                men: *men,
                most,
                attacker: *attacker,
            };
            meeting.add(weight, values, &noise, tables, &mut out)?;
        }
    }
    Some(out)
}

/// The noises of the two loss levels: what each has alone, and what both have of a common number.
struct Noise {
    own: [f64; 2],
    common: [f64; 2],
}

impl Noise {
    /// Attacker first.
    fn of(p: &Parameters) -> Self {
        let shared = p.noise_corr.abs().sqrt();
        let alone = (1.0 - p.noise_corr.abs()).sqrt();
        Self {
            own: [p.att_sd * alone, p.def_sd * alone],
            common: [p.att_sd * shared, p.def_sd * shared * p.noise_corr.signum()],
        }
    }
}

/// One pair of forces with one attacker.
struct Meeting<'p> {
    prepared: &'p Prepared,
    men: [u32; 2],
    most: [u32; 2],
    attacker: usize,
}

impl Meeting<'_> {
    /// Levels of loss without the small-unit term, by side, with weights, over durations and surprise.
    fn levels(&self) -> Vec<([f64; 2], f64)> {
        let ambush = self.prepared.parameters().ambush;
        let mut all = Vec::new();
        for (surprise, share) in [(0, 1.0 - ambush), (1, ambush)] {
            let encounter = Encounter {
                attacker: self.attacker,
                forces: self.men.map(|men| Forces {
                    men,
                    ..Forces::default()
                }),
                posture: Posture::Hasty,
                surprise,
                air: 0.0,
                punch: [1.0; 2],
            };
            for (z, weight) in FIVE {
                all.push((
                    levels(self.prepared, &encounter, [z, 0.0, 0.0]).eta,
                    share * weight,
                ));
            }
        }
        all
    }

    fn add(
        &self,
        weight: f64,
        values: &[f64],
        noise: &Noise,
        tables: &Tables,
        out: &mut Joint,
    ) -> Option<()> {
        let role = |side: usize| usize::from(side != self.attacker);
        let table = |side: usize| tables.get(self.men[side], self.most[side], noise.own[role(side)]);
        let law = [table(0)?, table(1)?];
        let below = self.men.map(|n| ln(f64::from(n) / 1000.0).min(0.0));
        let levels = self.levels();
        let mut sides = [0, 1].map(|s| vec![0.0; out.classes[s].len()]);
        for (value, cells) in values.iter().zip(&mut out.by_value) {
            for (eta, share) in &levels {
                for (u, common) in FIVE {
                    for side in 0..2 {
                        let location = eta[side] - value * below[side] + noise.common[role(side)] * u;
                        sides[side].fill(0.0);
                        law[side].add(location, 1.0, &mut sides[side]);
                    }
                    let weight = weight * share * common;
                    let rows = cells.chunks_exact_mut(sides[1].len());
                    for (row, a) in rows.zip(&sides[0]) {
                        let a = weight * a;
                        row.iter_mut().zip(&sides[1]).for_each(|(to, b)| *to += a * b);
                    }
                }
            }
        }
        Some(())
    }
}
