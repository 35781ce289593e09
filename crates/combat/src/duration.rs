//! How long a battle lasts, from its size and its war: for predictions that may not know it, and to tell a battle that is
//! long for its war from a war whose battles are long.
//!
//! Law: ln d = days₀ + days_size m + u_war + N(0, s²), m = ½ ln N_A N_D − ln 10⁴, u ~ N(0, t²), d in days, clamped to
//! [0.03, 40]. The wars' effects are integrated out: given the rest they are normal, and a sampler that draws them beside
//! their spread mixes badly where some wars have a hundred battles and others one.
//! Units: days of fighting. Valid for: bodies of a few hundred men to army groups. Source: regression on the table.
//! Status: estimated; priors assumed.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use halha_inference::chance::Stream;
use halha_inference::density::LogDensity;
use halha_inference::draws::Chains;
use halha_inference::nuts::{self, NutsError, NutsSettings};

use crate::battle::Battle;
use crate::losses::careful;
use crate::losses::data::ln_days;
use crate::predictors::size;

/// Names of the parameters: level, slope of size, logarithms of the wars' spread and of the battles'.
const NAMES: [&str; 4] = ["days0", "days_size", "ln_sd_war", "ln_days_sd"];
/// Prior sd of the level and of the slope. Assumed.
const FIXED: [f64; 2] = [2.0, 1.0];
/// Scale of the half-normal prior of the wars' spread. Assumed.
const WAR: f64 = 1.0;
/// Prior of the log scale. Assumed.
const LN_SCALE: (f64, f64) = (0.0, 0.5);

/// The model with the battles that it learns from.
#[derive(Debug, Clone)]
pub struct DurationModel {
    wars: BTreeMap<String, War>,
}

/// The battles of one war: size and ln days of each.
#[derive(Debug, Clone, Default)]
struct War(Vec<[f64; 2]>);

impl War {
    /// Sum and sum of squares of what a level and slope leave, and the sum of sizes.
    fn residuals(&self, level: f64, slope: f64) -> [f64; 3] {
        self.0.iter().fold([0.0; 3], |sums, [size, ln_days]| {
            let r = ln_days - level - slope * size;
            [sums[0] + r, sums[1] + r * r, sums[2] + size]
        })
    }

    /// Mean of the war's effect given the rest.
    fn effect(&self, at: &[f64]) -> f64 {
        let [sum, ..] = self.residuals(at[0], at[1]);
        let (war, own) = ((2.0 * at[2]).exp(), (2.0 * at[3]).exp());
        war * sum / (own + self.0.len() as f64 * war)
    }
}

impl DurationModel {
    /// The model of these battles; one without hours is left out.
    #[must_use]
    pub fn new(battles: &[&Battle]) -> Self {
        let mut wars: BTreeMap<String, War> = BTreeMap::new();
        for battle in battles.iter().filter(|b| b.hours.1 > 0.0) {
            let war = wars.entry(battle.war.clone()).or_default();
            war.0.push([size(battle), ln_days(battle)]);
        }
        Self { wars }
    }

    /// Learns: draws from the posterior.
    ///
    /// # Errors
    ///
    /// If the sampler fails.
    pub fn fit(self, settings: &NutsSettings) -> Result<DurationFit, NutsError> {
        let chains = nuts::sample(&self, &careful(settings), &|_| {}, &AtomicBool::new(false))?;
        Ok(DurationFit { model: self, chains })
    }
}

impl LogDensity for DurationModel {
    fn dim(&self) -> usize {
        NAMES.len()
    }

    fn names(&self) -> Vec<String> {
        NAMES.map(str::to_owned).to_vec()
    }

    /// A war of n battles with residuals r has covariance s²I + t²J, so with v = s² + n t² and S = Σr:
    /// −½ ((n − 1) ln s² + ln v + Σr²/s² − t²S²/(s²v)).
    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let (war, own) = ((2.0 * at[2]).exp(), (2.0 * at[3]).exp());
        let mut value = 0.0;
        for n in 0..2 {
            let z = at[n] / FIXED[n];
            value -= 0.5 * z * z;
            gradient[n] = -z / FIXED[n];
        }
        let ratio = at[2].exp() / WAR;
        value += at[2] - 0.5 * ratio * ratio;
        gradient[2] = 1.0 - ratio * ratio;
        let pull = (at[3] - LN_SCALE.0) / LN_SCALE.1;
        value -= 0.5 * pull * pull;
        gradient[3] = -pull / LN_SCALE.1;
        for battles in self.wars.values() {
            let n = battles.0.len() as f64;
            let [sum, squares, sizes] = battles.residuals(at[0], at[1]);
            let both = own + n * war;
            let shared = war * sum * sum / (own * both);
            value -= (n - 1.0) * at[3] + 0.5 * (both.ln() + squares / own - shared);
            let across: f64 = battles.0.iter().map(|[m, d]| m * (d - at[0] - at[1] * m)).sum();
            gradient[0] += sum / both;
            gradient[1] += (across - war * sum * sizes / both) / own;
            gradient[2] += war * (sum * sum / both - n) / both;
            gradient[3] += squares / own - (n - 1.0) - own / both - shared * (1.0 + own / both);
        }
        value
    }
}

/// What was learned of durations.
#[derive(Debug, Clone)]
pub struct DurationFit {
    model: DurationModel,
    /// Draws from the posterior.
    pub chains: Chains,
}

impl DurationFit {
    /// By how much ln d exceeds what the battle's size and war let expect, on average over the posterior; 0 for a battle
    /// without hours. A war that was not learned from counts as the mean war.
    pub(crate) fn excess(&self, battle: &Battle) -> f64 {
        if battle.hours.1 <= 0.0 {
            return 0.0;
        }
        let war = self.model.wars.get(&battle.war);
        let size = size(battle);
        let expected = |at: &[f64]| at[0] + at[1] * size + war.map_or(0.0, |war| war.effect(at));
        let draws = (self.chains.chains() * self.chains.length()).max(1);
        ln_days(battle) - self.chains.draws().map(expected).sum::<f64>() / draws as f64
    }

    /// Draws of that excess where the duration is not known, one for each draw of the posterior.
    pub(crate) fn unknown_excess(&self, battle: &Battle, seed: u64) -> Vec<f64> {
        let mut chance = chance(battle, seed);
        self.chains
            .draws()
            .map(|at| at[3].exp() * chance.normal())
            .collect()
    }

    /// Draws of that excess where the duration is known. How much of an excess over the mean war belongs to the battle and
    /// how much to a war that was not learned from is a split of a sum of two normals: given the sum x, the battle's part
    /// is N(x s²/(s² + t²), s²t²/(s² + t²)).
    pub(crate) fn known_excess(&self, battle: &Battle, seed: u64) -> Vec<f64> {
        let excess = self.excess(battle);
        if battle.hours.1 <= 0.0 || self.model.wars.contains_key(&battle.war) {
            return vec![excess];
        }
        let mut chance = chance(battle, seed);
        let part = |at: &[f64]| {
            let (war, own) = (at[2].exp(), at[3].exp());
            let both = own.hypot(war);
            excess * (own / both).powi(2) + own * war / both * chance.normal()
        };
        self.chains.draws().map(part).collect()
    }
}

fn chance(battle: &Battle, seed: u64) -> Stream {
    Stream::at(&[0x6461_7973, seed, u64::from(battle.isqno)])
}
