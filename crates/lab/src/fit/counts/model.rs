//! What the model expects of each count, and how that moves with its parameters.

use halha_inference::hawkes::Renewal;

use super::PARAMETERS;
use super::rows::{Row, pact_month};
use crate::conflict::LoadedConflict;
use crate::observables::Kind;

/// Places of the parameters in [`PARAMETERS`].
macro_rules! places {
    ($($name:ident = $word:literal),* $(,)?) => { $(pub(super) const $name: usize = place($word);)* };
}

/// Position of a name; the list is checked when it is compiled.
const fn place(name: &str) -> usize {
    let mut i = 0;
    while i < PARAMETERS.len() {
        if same(PARAMETERS[i].as_bytes(), name.as_bytes()) {
            return i;
        }
        i += 1;
    }
    panic!("not a parameter of the counts")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

places! {
    MU0 = "mu0", BIAS = "side_bias", VAGUE = "b_vagueness", DENSITY = "b_density", WARM = "b_warm", ICE = "b_ice",
    STEP = "b_step", PACT = "b_pact", YEAR_SD = "year_sd", BRANCHING = "branching", CROSS = "cross", SPILL = "spill",
    HALF_LIFE = "excitation_half_life", ESPIONAGE = "weight_espionage", FIRE0 = "fire0", FIRE_VAGUE = "fire_vagueness",
    FIRE_EARLY = "fire_early", FIRE_PACT = "fire_pact", DETECT = "detect_0", OWN = "own_0", FALSE = "false_0",
    DETECT_SHOTS = "detect_shots", CONFUSION = "confusion", PUBLISH = "publish_sd",
}

/// What the mean behaviour leaves out, at the reference vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Mean offspring weight of an incident.
    pub omega: f64,
    /// For each row: the logarithm of the played mean over the formula's, and the played excess dispersion over it.
    pub rows: Vec<(f64, f64)>,
}

/// A month as the rates see it.
#[derive(Debug, Clone)]
pub(super) struct Month {
    pub(super) days: f64,
    pub(super) density: f64,
    pub(super) step: f64,
    pub(super) warm: f64,
    pub(super) ice: f64,
    pub(super) espionage: [f64; 2],
    pub(super) pact: f64,
    /// Index of its year among the model's years.
    pub(super) year: usize,
}

/// A sector as the rates see it.
#[derive(Debug, Clone)]
pub(super) struct Sector {
    /// Length over 800 km.
    pub(super) length: f64,
    /// Vagueness less 0.6.
    pub(super) vague: f64,
    pub(super) river: bool,
    /// Share of incidents at the centre of the prior of `b_vagueness`.
    pub(super) share: f64,
}

/// The counts and what bears on them.
///
/// **Law** rate of side i in month m: e^{mu0 ± side_bias/2 + …} summed over sectors (model §1, tension left to the
/// calibration); sums and differences of the two sides' expected incidents by [`Renewal`] with branchings
/// ω·n·(1) and ω·n·[(1−spill)(1−2·cross) − spill]; a book by §8; count ~ negative binomial with dispersion
/// 1 + ρ·a·(1/(1−n)² − 1) + (sd of publication and of rival voices)²·mean, a the share of incidents that the count
/// holds. **Units** incidents. **Valid for** ω·n < 1. **Source** §§1, 2, 8 of the model; Hawkes (1971) for the
/// variance; thinning keeps a share a of the excess. **Status** approximation, calibrated.
#[derive(Debug, Clone)]
pub struct Model {
    /// The counts.
    pub rows: Vec<Row>,
    /// Calendar years with an effect of their own.
    pub years: Vec<i32>,
    /// What the formulas leave out.
    pub calibration: Calibration,
    pub(super) months: Vec<Month>,
    pub(super) sectors: Vec<Sector>,
}

/// What one evaluation works out on the way to the counts' means.
#[derive(Debug, Clone)]
pub(super) struct Forward {
    /// Background rates of each month: common part before the side, and of each side.
    pub(super) rates: Vec<[f64; 2]>,
    /// Shares of rivers and of their derivative by `b_vagueness`, of each month: warm part, icy part, derivative.
    pub(super) parts: Vec<[f64; 3]>,
    pub(super) sum: Renewal,
    pub(super) difference: Renewal,
    /// Sums and differences of the sides' rates.
    pub(super) sums: Vec<f64>,
    pub(super) differences: Vec<f64>,
    pub(super) days: Vec<f64>,
    /// Expected incidents of each month and side.
    pub(super) incidents: Vec<[f64; 2]>,
    /// P(shots | not air) and its derivatives by fire0, fire_vagueness, fire_early, fire_pact, of each month.
    pub(super) fire: Vec<[f64; 5]>,
    pub(super) branchings: [f64; 2],
    pub(super) decay: f64,
    pub(super) types: [f64; 3],
    /// Dispersion of the whole process.
    pub(super) spread: f64,
}

/// Expected count of a row, its dispersion, and the incidents among which it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    pub(super) mean: f64,
    pub(super) dispersion: f64,
    pub(super) among: f64,
}

impl Model {
    /// The model of these counts, not yet calibrated.
    pub fn new(conflict: &LoadedConflict, rows: Vec<Row>) -> Self {
        let scenario = conflict.scenario.scenario();
        let last = rows.iter().map(|r| r.months.1).max().unwrap_or(0);
        let pact = pact_month(conflict).unwrap_or(usize::MAX);
        let years: Vec<i32> = {
            let mut years: Vec<i32> = scenario.months[..last]
                .iter()
                .map(|m| scenario.years[m.year])
                .collect();
            years.dedup();
            years
        };
        let end = |m: usize| scenario.months.get(m + 1).map_or(scenario.end, |next| next.begin);
        let month = |(m, month): (usize, &halha_kernel::scenario::Month)| {
            let level = |i: usize| (month.divisions[i] / scenario.sides[i].reference_divisions).ln();
            Month {
                days: end(m) - month.begin,
                density: 0.5 * (level(0) + level(1)),
                step: f64::from(u8::from(month.step)),
                warm: month.warm,
                ice: month.ice,
                espionage: month.espionage,
                pact: f64::from(u8::from(m >= pact)),
                year: years
                    .iter()
                    .position(|y| *y == scenario.years[month.year])
                    .unwrap_or(0),
            }
        };
        let months = scenario.months[..last].iter().enumerate().map(month).collect();
        let calibration = Calibration {
            omega: 1.0,
            rows: vec![(0.0, 1.0); rows.len()],
        };
        let mut model = Self {
            rows,
            years,
            calibration,
            months,
            sectors: Vec::new(),
        };
        model.sectors = sectors(scenario, centre(conflict, "b_vagueness"));
        model
    }

    /// Everything up to the expected incidents of each month, at these values (in the order of [`PARAMETERS`]) and
    /// year effects in standard deviations. `None` where the process would explode.
    pub(super) fn forward(&self, v: &[f64], years: &[f64]) -> Option<Forward> {
        let branchings = self.branchings(v);
        let stable = branchings[0] < 0.999 && branchings[1] > -50.0;
        if !stable {
            return None;
        }
        let decay = std::f64::consts::LN_2 / v[HALF_LIFE];
        let land = self.river_sums(v[VAGUE]);
        let mut out = Forward {
            rates: Vec::with_capacity(self.months.len()),
            parts: Vec::with_capacity(self.months.len()),
            sum: Renewal::new(&[], &[], 0.0, 1.0),
            difference: Renewal::new(&[], &[], 0.0, 1.0),
            sums: Vec::new(),
            differences: Vec::new(),
            days: self.months.iter().map(|m| m.days).collect(),
            incidents: Vec::new(),
            fire: self.fire(v),
            branchings,
            decay,
            types: types(v),
            spread: (1.0 - branchings[0]).powi(-2),
        };
        for m in &self.months {
            let effect = v[MU0] + v[DENSITY] * m.density + v[STEP] * m.step - v[PACT] * m.pact
                + v[YEAR_SD] * years[m.year];
            let (steppe, river) = ((v[WARM] * m.warm).exp(), (v[ICE] * m.ice).exp());
            let (open, icy) = (land[0].0 * steppe, land[1].0 * river);
            let common = effect.exp() * (open + icy);
            let half = 0.5 * v[BIAS];
            out.rates.push([
                common * half.exp() * m.espionage[0],
                common * (-half).exp() * m.espionage[1],
            ]);
            let by_vague = land[0].1 * steppe + land[1].1 * river;
            out.parts
                .push([open / (open + icy), icy / (open + icy), by_vague / (open + icy)]);
        }
        out.sums = out.rates.iter().map(|r| r[0] + r[1]).collect();
        out.differences = out.rates.iter().map(|r| r[0] - r[1]).collect();
        out.sum = Renewal::new(&out.days, &out.sums, branchings[0], decay);
        out.difference = Renewal::new(&out.days, &out.differences, branchings[1], decay);
        let pairs = out.sum.expected.iter().zip(&out.difference.expected);
        out.incidents = pairs.map(|(s, d)| [0.5 * (s + d), 0.5 * (s - d)]).collect();
        Some(out)
    }

    /// Branching of the sum and of the difference of the two sides.
    fn branchings(&self, v: &[f64]) -> [f64; 2] {
        let n = self.calibration.omega * v[BRANCHING];
        let [sum, difference] = self.mixing(v);
        [n * sum, n * difference]
    }

    /// How much of the branching each of the two has.
    pub(super) fn mixing(&self, v: &[f64]) -> [f64; 2] {
        let away = if self.sectors.len() > 1 { v[SPILL] } else { 0.0 };
        let within = 1.0 - v[SPILL];
        [within + away, within * (1.0 - 2.0 * v[CROSS]) - away]
    }

    /// Σ length·e^{b(v−0.6)} over open sectors and over rivers, with the derivative by b.
    fn river_sums(&self, b: f64) -> [(f64, f64); 2] {
        let mut sums = [(0.0, 0.0); 2];
        for s in &self.sectors {
            let weight = s.length * (b * s.vague).exp();
            let slot = &mut sums[usize::from(s.river)];
            *slot = (slot.0 + weight, slot.1 + weight * s.vague);
        }
        sums
    }

    fn fire(&self, v: &[f64]) -> Vec<[f64; 5]> {
        let at = |early: f64, pact: f64| {
            let mut out = [0.0; 5];
            for s in &self.sectors {
                let odds = v[FIRE0] + v[FIRE_VAGUE] * s.vague + v[FIRE_EARLY] * early - v[FIRE_PACT] * pact;
                let p = 1.0 / (1.0 + (-odds).exp());
                let slope = s.share * p * (1.0 - p);
                for (sum, more) in
                    out.iter_mut()
                        .zip([s.share * p, slope, slope * s.vague, slope * early, -slope * pact])
                {
                    *sum += more;
                }
            }
            out
        };
        let mut known: Vec<((f64, f64), [f64; 5])> = Vec::new();
        let mut all = Vec::with_capacity(self.months.len());
        for m in &self.months {
            let key = (1.0 - m.step, m.pact);
            let found = known.iter().find(|k| k.0 == key).map(|k| k.1);
            all.push(found.unwrap_or_else(|| {
                let new = at(key.0, key.1);
                known.push((key, new));
                new
            }));
        }
        all
    }

    /// Expected incidents by side and shots by side in a row's period.
    pub(super) fn in_period(&self, row: &Row, f: &Forward) -> ([f64; 2], [f64; 2]) {
        let (mut all, mut shots) = ([0.0; 2], [0.0; 2]);
        let ground = 1.0 - f.types[2];
        for m in row.months.0..row.months.1 {
            for i in 0..2 {
                all[i] += f.incidents[m][i];
                shots[i] += f.incidents[m][i] * ground * f.fire[m][0];
            }
        }
        (all, shots)
    }

    /// Mean and dispersion of a row.
    pub(super) fn expected(&self, index: usize, v: &[f64], f: &Forward) -> Expected {
        let row = &self.rows[index];
        let (all, shots) = self.in_period(row, f);
        let (offset, excess) = self.calibration.rows[index];
        let slopes = self.holds(row, v, f);
        let mut mean = 0.0;
        let mut among = 0.0;
        for i in 0..2 {
            mean += slopes.all[i] * all[i] + slopes.shots[i] * shots[i];
            among += if slopes.counts[i] { all[i] } else { 0.0 };
        }
        mean *= offset.exp();
        let noise = v[PUBLISH] * v[PUBLISH] + row.rival_sd * row.rival_sd;
        let dispersion = 1.0 + excess * mean / among * (f.spread - 1.0) + noise * mean;
        Expected {
            mean,
            dispersion,
            among,
        }
    }

    /// What a count holds of each side's incidents and shootings.
    pub(super) fn holds(&self, row: &Row, v: &[f64], f: &Forward) -> Holds {
        let mut h = Holds {
            all: [0.0; 2],
            shots: [0.0; 2],
            counts: [false; 2],
        };
        match row.kind {
            Kind::Shootings { book } => {
                h.counts = [true; 2];
                h.shots = [if book.is_some() { v[DETECT_SHOTS] } else { 1.0 }; 2];
            }
            Kind::BookTotal { side } => {
                h.counts = [true; 2];
                h.accused(1 - side, side, v);
                h.all[side] = v[OWN + side];
                h.shots[side] = v[DETECT_SHOTS] - v[OWN + side];
            }
            Kind::BookAccused { side } => {
                h.counts[1 - side] = true;
                h.accused(1 - side, side, v);
            }
            Kind::BookType { side, incident } => {
                let i = 1 - side;
                h.counts[i] = true;
                let told = told_as(v[CONFUSION], f.types[incident]);
                h.all[i] = v[DETECT + side] * told + v[FALSE + side] * f.types[incident];
                h.shots[i] = (v[DETECT_SHOTS] - v[DETECT + side]) * told;
            }
            _ => {}
        }
        h
    }
}

/// Coefficients of a count: of each side's incidents and of its shootings, and whose incidents it is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holds {
    pub(super) all: [f64; 2],
    pub(super) shots: [f64; 2],
    pub(super) counts: [bool; 2],
}

impl Holds {
    fn accused(&mut self, intruder: usize, book: usize, v: &[f64]) {
        self.all[intruder] = v[DETECT + book] + v[FALSE + book];
        self.shots[intruder] = v[DETECT_SHOTS] - v[DETECT + book];
    }
}

/// Share of reports under a type whose true share is given.
pub(super) fn told_as(confusion: f64, share: f64) -> f64 {
    (1.0 - confusion) * share + 0.5 * confusion * (1.0 - share)
}

/// Shares of the three types.
fn types(v: &[f64]) -> [f64; 3] {
    let sum: f64 = v[ESPIONAGE..ESPIONAGE + 3].iter().sum();
    std::array::from_fn(|t| v[ESPIONAGE + t] / sum)
}

/// The median of a parameter's prior.
fn centre(conflict: &LoadedConflict, name: &str) -> f64 {
    let index = halha_kernel::parameters::index_of(name);
    let prior = conflict
        .priors
        .single()
        .iter()
        .find(|p| Some(p.parameter) == index);
    prior.map_or(0.0, |p| p.distribution.quantile(0.5))
}

fn sectors(scenario: &halha_kernel::scenario::Scenario, b_vagueness: f64) -> Vec<Sector> {
    let weight = |s: &halha_kernel::scenario::Sector| s.length_km * (b_vagueness * (s.vagueness - 0.6)).exp();
    let total: f64 = scenario.sectors.iter().map(weight).sum();
    let one = |s: &halha_kernel::scenario::Sector| Sector {
        length: s.length_km / 800.0,
        vague: s.vagueness - 0.6,
        river: s.river,
        share: weight(s) / total,
    };
    scenario.sectors.iter().map(one).collect()
}
