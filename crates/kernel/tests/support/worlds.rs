//! Worlds for the tests of the engine: plain ones whose law has a closed form, random valid ones, odd luck.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "tests")]

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::example;
use halha_kernel::luck::Luck;
use halha_kernel::parameters::{PARAMETERS, Parameters, Support};
use halha_kernel::prepared::Prepared;
use halha_kernel::scenario::{Month, Scenario, Sector, Window};

/// Parameters under which nothing is coupled: no trend, no shots, no occupation, no year effects, no false reports.
pub(crate) fn quiet_parameters() -> Parameters {
    Parameters {
        side_bias: 0.0,
        b_vagueness: 0.0,
        b_density: 0.0,
        b_warm: 0.0,
        b_ice: 0.0,
        b_tension: 0.0,
        b_step: 0.0,
        year_sd: 0.0,
        spill: 0.0,
        omega_quiet: 1.0,
        fire0: -1000.0,
        occupy: 0.0,
        false_0: 0.0,
        false_1: 0.0,
        ..example::parameters()
    }
}

/// The invented six-sector scenario with `sectors` equal land sectors of 800 km and the same months over and over.
pub(crate) fn plain_scenario(sectors: usize) -> Scenario {
    let mut scenario = example::six_sector_scenario();
    let sector = Sector {
        length_km: 800.0,
        vagueness: 0.6,
        river: false,
        client_share: [0.0, 0.0],
        ..scenario.sectors[0].clone()
    };
    scenario.sectors = vec![sector; sectors];
    let [first, second] = [0, 1].map(|i| scenario.sides[i].reference_divisions);
    for month in &mut scenario.months {
        month.divisions = [first, second];
        month.espionage = [1.0, 1.0];
        month.outside_grievance = [0.0, 0.0];
        month.distraction = [0.0, 0.0];
        month.step = true;
    }
    scenario.pact = None;
    scenario.temptation = None;
    scenario.entry = None;
    scenario
}

/// A world whose incidents are a plain Hawkes process: `rate` a day by each side, branching ratio `branching`.
pub(crate) fn hawkes_world(sectors: usize, rate: f64, branching: f64) -> Prepared {
    let parameters = Parameters {
        mu0: rate.ln(),
        branching,
        ..quiet_parameters()
    };
    example::prepare(plain_scenario(sectors), &parameters)
}

/// Luck that is no luck: a constant, its complement by turns, or a plain hash of the address.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OddLuck {
    Constant(u64),
    ByTurns(u64),
    Hash(u64),
}

impl Luck for OddLuck {
    fn block(&self, entity: u64, purpose: Purpose, index: u32) -> [u64; 2] {
        match *self {
            Self::Constant(bits) => [bits, bits],
            Self::ByTurns(bits) => {
                if (entity ^ u64::from(index)) & 1 == 0 {
                    [bits, !bits]
                } else {
                    [!bits, bits]
                }
            }
            Self::Hash(seed) => {
                let mut x = seed ^ entity.rotate_left(17) ^ (u64::from(index) << 8 | purpose as u64);
                [0, 1].map(|_| {
                    x = (x ^ x >> 31).wrapping_mul(0x9E6C_63D0_876A_68DE) ^ 0x2545_F491;
                    x
                })
            }
        }
    }
}

/// Draws within a support: mostly near the example's value, sometimes far out or at an edge.
fn parameter(support: Support, near: f64, s: &mut Stream) -> f64 {
    let far = s.unit() < 0.15;
    let spread = if far { 20.0 } else { 0.5 };
    let x = near + spread * s.normal();
    match support {
        Support::Real => x,
        Support::Positive => (near.abs() * (spread * 0.5 * s.normal()).exp()).clamp(1e-3, 1e6),
        Support::NonNegative if s.unit() < 0.1 => 0.0,
        Support::NonNegative => x.abs(),
        Support::Unit if far => f64::from(u8::from(s.unit() < 0.5)),
        Support::Unit => s.unit(),
        Support::Correlation => 1.9 * s.unit() - 0.95,
    }
}

/// A random valid parameter vector.
pub(crate) fn random_parameters(s: &mut Stream) -> Parameters {
    let near = example::parameters().to_vec();
    let values: Vec<f64> = PARAMETERS
        .iter()
        .zip(near)
        .map(|(info, near)| parameter(info.support, near, s))
        .collect();
    Parameters::from_slice(&values).unwrap()
}

/// A random valid scenario of one to six sectors, a few months to a few years, small guards.
pub(crate) fn random_scenario(s: &mut Stream) -> Scenario {
    let mut scenario = example::six_sector_scenario();
    let months = 3 + (s.unit() * 57.0) as usize;
    scenario.months.truncate(months);
    scenario.end = scenario.months[months - 1].begin + 1.0 + 30.0 * s.unit();
    scenario.years.truncate(scenario.months[months - 1].year + 1);
    scenario.sectors.truncate(1 + (s.unit() * 6.0) as usize);
    for sector in &mut scenario.sectors {
        sector.length_km *= (2.0 * s.normal()).exp().clamp(0.01, 10.0);
        sector.vagueness = s.unit();
        sector.railhead_km = [0, 1].map(|_| if s.unit() < 0.2 { 0.0 } else { 1000.0 * s.unit() });
        sector.client_share = [s.unit(), s.unit()];
    }
    for month in &mut scenario.months {
        randomise(month, s);
    }
    scenario.structure.max_incidents = 1 + (s.unit() * 3000.0) as u32;
    scenario.structure.max_steps = 1 + (s.unit() * 60.0) as u32;
    scenario.windows = vec![Window { from: 1, to: months }];
    if let Some(pact) = &mut scenario.pact {
        pact.from = 1;
        pact.shock = 2;
    }
    if let Some(temptation) = &mut scenario.temptation {
        (temptation.from, temptation.to) = (1, months - 1);
    }
    scenario.entry = Some(halha_kernel::scenario::EntryRule {
        side: 1,
        denounce: months - 2,
        enter: months - 1,
    });
    scenario
}

fn randomise(month: &mut Month, s: &mut Stream) {
    let mut pair = |most: f64| [most * s.unit(), most * s.unit()];
    month.divisions = pair(60.0).map(|d| d + 0.01);
    month.tanks = pair(5000.0);
    month.aircraft = pair(5000.0);
    month.distraction = pair(1.0);
    month.outside_grievance = pair(2.0);
    month.autonomy = pair(3.0);
}

/// A key for a test of this number.
pub(crate) fn key(test: u64, replicate: u64) -> Key {
    Key::derive(20_260_108, test, 0, replicate)
}
