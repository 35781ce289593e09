//! A scenario and one parameter vector, compiled: what every run at these inputs would otherwise work out again.

use crate::books::Detection;
use crate::dist::poisson_up_to_two;
use crate::luck::{SHORT, threshold};
use crate::maths::{exp, ln, phi, sqrt};
use crate::parameters::{ParameterError, Parameters};
use crate::rung::Rung;
use crate::validate::{Compiled, ValidScenario};

/// The inputs of a run, ready to be played any number of times.
#[derive(Debug, Clone)]
pub struct Prepared {
    scenario: ValidScenario,
    pub(crate) p: Parameters,
    /// e^(mu0 + a_i), 1/day.
    pub(crate) side_rate: [f64; 2],
    /// Days of each month × e^(density, season, step), for a sector on land and one in a river.
    pub(crate) month_rate: Vec<[f64; 2]>,
    pub(crate) offspring: OffspringLaw,
    /// Decay of grievance and of the memory of defeat, 1/day.
    pub(crate) decay: [f64; 2],
    /// Distribution function of ln(patrol) at the two truncations: lower, and upper less lower.
    pub(crate) patrol: [f64; 2],
    /// Upper bounds of espionage and of espionage or ground among types.
    pub(crate) kinds: [f64; 2],
    /// The same as thresholds of an incident's mark.
    pub(crate) kind_marks: [u32; 2],
    /// From this mark of fire on a quiet intruder may stay.
    pub(crate) stay_mark: u64,
    pub(crate) detection: Detection,
    /// √(1 − noise_corr²).
    pub(crate) noise_rest: f64,
    /// e^(α_r − ½·reciprocity·h_r²): the part of a rung's weight that no situation changes.
    pub(crate) weights: [f64; 13],
    /// e^autonomy_bonus.
    pub(crate) bonus: f64,
    /// Men whose engagement makes a general war, each side.
    pub(crate) war_men: [f64; 2],
}

/// The branching of one incident of weight 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OffspringLaw {
    /// Expected offspring.
    pub(crate) mean: f64,
    /// Share of the same side in the same sector, and of the same sector.
    pub(crate) same_side: f64,
    pub(crate) same_sector: f64,
    /// Mean delay, days.
    pub(crate) delay: f64,
    /// Expected offspring of a quiet incident, and the marks up to which it has none, one, two.
    pub(crate) quiet_mean: f64,
    pub(crate) quiet_marks: [u64; 3],
}

impl Prepared {
    /// Compiles `scenario` with `parameters`.
    ///
    /// # Errors
    /// All parameters outside their support.
    pub fn new(scenario: &ValidScenario, parameters: &Parameters) -> Result<Self, Vec<ParameterError>> {
        parameters.check()?;
        let p = *parameters;
        let c = scenario.compiled();
        Ok(Self {
            scenario: scenario.clone(),
            side_rate: [exp(p.mu0 + 0.5 * p.side_bias), exp(p.mu0 - 0.5 * p.side_bias)],
            month_rate: month_rates(c, &p),
            offspring: OffspringLaw::new(&p, c.length.len()),
            decay: [
                std::f64::consts::LN_2 / p.grievance_half_life,
                1.0 / p.memory_efold,
            ],
            patrol: patrol_bounds(&p),
            kinds: kinds(&p),
            kind_marks: kinds(&p).map(|p| threshold(p, SHORT) as u32),
            stay_mark: threshold(1.0 - p.occupy, 32),
            detection: Detection::new(&p),
            noise_rest: sqrt(1.0 - p.noise_corr * p.noise_corr),
            weights: base_utilities(&p, 0.0).map(exp),
            bonus: exp(p.autonomy_bonus),
            war_men: [0, 1].map(|i| p.war_divisions * c.scenario.sides[i].men_per_division),
            p,
        })
    }

    /// The scenario.
    pub fn scenario(&self) -> &ValidScenario {
        &self.scenario
    }

    /// The parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.p
    }

    #[inline]
    pub(crate) fn compiled(&self) -> &Compiled {
        self.scenario.compiled()
    }

    /// e^(b_vagueness·(v − 0.6)) and e^(−b_commission·v): what vagueness does to a sector's rate.
    pub(crate) fn vagueness_factors(&self, v: f64) -> [f64; 2] {
        [exp(self.p.b_vagueness * (v - 0.6)), exp(-self.p.b_commission * v)]
    }

    /// e^(fire0 + fire_vagueness·(v − 0.6)): what vagueness makes of a sector's odds of fire.
    pub(crate) fn fire_factor(&self, v: f64) -> f64 {
        exp(self.p.fire0 + self.p.fire_vagueness * (v - 0.6))
    }
}

fn month_rates(c: &Compiled, p: &Parameters) -> Vec<[f64; 2]> {
    let months = c.scenario.months.iter().zip(&c.month_end).zip(&c.density);
    months
        .map(|((m, end), density)| {
            let days = end - m.begin;
            let common = p.b_density * density + if m.step { p.b_step } else { 0.0 };
            [
                days * exp(common + p.b_warm * m.warm),
                days * exp(common + p.b_ice * m.ice),
            ]
        })
        .collect()
}

impl OffspringLaw {
    fn new(p: &Parameters, sectors: usize) -> Self {
        let within = (1.0 - p.spill) * p.branching;
        let across = if sectors > 1 { p.spill * p.branching } else { 0.0 };
        let mean = within + across;
        let quiet_mean = p.omega_quiet * mean;
        // With no offspring at all the shares are never asked for.
        let unit = if mean > 0.0 { 1.0 / mean } else { 0.0 };
        Self {
            mean,
            same_side: (1.0 - p.cross) * within * unit,
            same_sector: within * unit,
            delay: p.excitation_half_life / std::f64::consts::LN_2,
            quiet_mean,
            quiet_marks: poisson_up_to_two(exp(-quiet_mean), quiet_mean).map(|p| threshold(p, 32)),
        }
    }
}

fn patrol_bounds(p: &Parameters) -> [f64; 2] {
    let at = |n: f64| phi((ln(n) - p.patrol_ln_mean) / p.patrol_ln_sd);
    let low = at(3.0);
    [low, at(150.0) - low]
}

fn kinds(p: &Parameters) -> [f64; 2] {
    let unit = 1.0 / (p.weight_espionage + p.weight_ground + p.weight_air);
    [
        p.weight_espionage * unit,
        (p.weight_espionage + p.weight_ground) * unit,
    ]
}

/// The utilities of all rungs before the situation pulls: α_r − ½·reciprocity·(h_r − follow·h_last)².
pub(crate) fn base_utilities(p: &Parameters, last_score: f64) -> [f64; 13] {
    let alpha = [
        p.alpha_ignore,
        p.alpha_protest,
        p.alpha_investigate,
        p.alpha_reinforce,
        p.alpha_punitive,
        p.alpha_air,
        p.alpha_seize,
        p.alpha_division,
        p.alpha_corps,
        p.alpha_ceasefire,
        p.alpha_bodies,
        p.alpha_withdraw,
        p.alpha_war,
    ];
    std::array::from_fn(|r| {
        let off = Rung::ALL[r].score() - p.follow * last_score;
        alpha[r] - 0.5 * p.reciprocity * off * off
    })
}
