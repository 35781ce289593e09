//! Invented scenarios with prior-like parameters, for examples, tests and benchmarks: no conflict of the record.

use crate::parameters::Parameters;
use crate::prepared::Prepared;
use crate::scenario::{Month, PactRule, Scenario, Sector, SideSpec, Structure, TemptationRule, Window};

/// Days of the twelve months of a year without a leap day.
const MONTH_DAYS: [f64; 12] = [
    31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0,
];

/// Two islands and a strait: two sectors, four years, ready to run.
///
/// # Panics
/// Never: the scenario is valid, which a test holds.
pub fn two_sectors() -> Prepared {
    prepare(two_sector_scenario(), &parameters())
}

/// A long river and steppe frontier: six sectors, thirteen years, about 1,700 incidents, ready to run.
///
/// # Panics
/// Never: the scenario is valid, which a test holds.
pub fn six_sectors() -> Prepared {
    prepare(six_sector_scenario(), &fitted_parameters())
}

/// Validates and compiles; for inputs that are known to be right.
///
/// # Panics
/// If the scenario or a parameter is not valid.
pub fn prepare(scenario: Scenario, parameters: &Parameters) -> Prepared {
    let valid = match scenario.validate() {
        Ok(valid) => valid,
        Err(problems) => panic!("scenario: {problems:?}"),
    };
    match Prepared::new(&valid, parameters) {
        Ok(prepared) => prepared,
        Err(problems) => panic!("parameters: {problems:?}"),
    }
}

/// The scenario of [`two_sectors`].
pub fn two_sector_scenario() -> Scenario {
    let years = vec![1, 2, 3, 4];
    let months: Vec<Month> = (0..48).map(|m| month(m, 6.0, 7.0)).collect();
    Scenario {
        end: 4.0 * 365.0,
        years,
        months,
        windows: vec![Window { from: 0, to: 24 }],
        sectors: vec![
            sector("North Strait", 400.0, 0.7, true),
            sector("Long Island", 600.0, 0.5, false),
        ],
        sides: [side("Easterners", 6.0), side("Westerners", 7.0)],
        structure: structure(),
        pact: Some(PactRule {
            seeker: 0,
            from: 24,
            shock: 36,
        }),
        temptation: Some(TemptationRule {
            side: 1,
            from: 40,
            to: 41,
            alternative: 0.5,
        }),
        entry: None,
    }
}

/// The scenario of [`six_sectors`].
pub fn six_sector_scenario() -> Scenario {
    let growth = |m: usize, from: f64, to: f64| from + (to - from) * m as f64 / 155.0;
    let months = (0..156)
        .map(|m| month(m, growth(m, 6.0, 14.0), growth(m, 9.0, 28.0)))
        .collect();
    Scenario {
        end: 13.0 * 365.0,
        years: (1..=13).collect(),
        months,
        windows: vec![Window { from: 0, to: 34 }, Window { from: 34, to: 86 }],
        sectors: vec![
            sector("Salt Steppe", 700.0, 0.9, false),
            sector("Upper River", 900.0, 0.4, true),
            sector("Great River", 1700.0, 0.5, true),
            sector("Side River", 600.0, 0.4, true),
            sector("Lake Hills", 600.0, 0.7, false),
            sector("Estuary", 200.0, 0.9, false),
        ],
        sides: [side("Southerners", 8.0), side("Northerners", 16.0)],
        structure: structure(),
        pact: Some(PactRule {
            seeker: 0,
            from: 90,
            shock: 102,
        }),
        temptation: Some(TemptationRule {
            side: 0,
            from: 112,
            to: 113,
            alternative: 1.0,
        }),
        entry: None,
    }
}

fn month(m: usize, first: f64, second: f64) -> Month {
    let warm = [0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0];
    let ice = [1.0, 1.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0];
    let (year, of_year) = (m / 12, m % 12);
    let begin = 365.0 * year as f64 + MONTH_DAYS[..of_year].iter().sum::<f64>();
    let busy = m >= 64;
    Month {
        begin,
        year,
        divisions: [first, second],
        tanks: [100.0, 600.0],
        guns: [700.0, 1400.0],
        aircraft: [200.0, 900.0],
        distraction: [if busy { 0.6 } else { 0.1 }, if busy { 0.4 } else { 0.1 }],
        espionage: [1.0, 1.1],
        autonomy: [1.0, 1.0],
        outside_grievance: [if busy { 0.05 } else { 0.0 }, 0.0],
        warm: warm[of_year],
        ice: ice[of_year],
        step: m >= 34,
        commission: false,
    }
}

fn sector(name: &str, length_km: f64, vagueness: f64, river: bool) -> Sector {
    Sector {
        name: name.to_owned(),
        length_km,
        vagueness,
        river,
        client_share: [0.3, 0.1],
        railhead_km: [200.0, 500.0],
    }
}

fn side(name: &str, reference_divisions: f64) -> SideSpec {
    SideSpec {
        name: name.to_owned(),
        reference_divisions,
        men_per_division: 18_000.0,
        trucks: 2_000.0,
        gunboat_share: 0.1,
    }
}

fn structure() -> Structure {
    Structure {
        truck_payload_kg: 1500.0,
        truck_km_per_day: 220.0,
        kg_per_man_day: 15.0,
        max_incidents: 20_000,
        max_steps: 300,
    }
}

/// [`parameters`] with the two levels moved to where a fit to counts like those of a long undeclared conflict would
/// put them: some 1,800 incidents and 160 shootings in the thirteen years of [`six_sectors`].
pub fn fitted_parameters() -> Parameters {
    Parameters {
        mu0: -4.9,
        fire0: -2.2,
        ..parameters()
    }
}

/// Parameters at the centre of what a modeller would assume before any fit.
pub fn parameters() -> Parameters {
    Parameters {
        mu0: -3.65,
        side_bias: 0.0,
        b_vagueness: 0.8,
        b_density: 0.35,
        b_warm: 0.4,
        b_ice: 0.2,
        b_tension: 0.06,
        b_step: 0.9,
        year_sd: 0.3,
        b_commission: 0.8,
        b_pact: 0.4,
        branching: 0.4,
        cross: 0.5,
        spill: 0.1,
        excitation_half_life: 21.0,
        omega_quiet: 0.85,
        omega_shots: 2.2,
        omega_losses: 0.3,
        weight_espionage: 0.42,
        weight_ground: 0.40,
        weight_air: 0.18,
        fire0: -2.75,
        fire_vagueness: 0.6,
        fire_grievance: 0.1,
        fire_early: -3.0,
        fire_pact: 0.8,
        patrol_ln_mean: 2.6,
        patrol_ln_sd: 0.7,
        ambush: 0.4,
        gunboat_crew: 30.0,
        occupy: 0.01,
        hold: 0.3,
        grievance_quiet: 0.06,
        grievance_victim: 0.35,
        grievance_initiator: 0.2,
        grievance_half_life: 120.0,
        days0: -2.59,
        days_size: 0.376,
        days_small: -1.3863,
        days_sd: 0.73,
        att0: -2.835,
        att_size: -0.157,
        att_ratio: -0.309,
        att_days: 0.697,
        att_fd: -0.17,
        att_pd: -0.20,
        att_dw: -0.89,
        att_surprise: -0.06,
        att_air: -0.17,
        att_sd: 0.81,
        def0: -3.112,
        def_size: -0.163,
        def_ratio: 0.667,
        def_days: 0.823,
        def_fd: -0.07,
        def_pd: -0.14,
        def_dw: -0.79,
        def_surprise: 0.36,
        def_air: 0.16,
        def_sd: 1.27,
        noise_corr: 0.24,
        kappa_0: 0.5,
        kappa_1: 0.5,
        small_intensity: 0.7,
        draw: 0.09,
        win0: -0.20,
        win_loss: -0.88,
        win_ratio: 0.40,
        win_surprise: 0.86,
        win_air: 0.90,
        win_fd: -1.28,
        killed_logit: -1.0986,
        killed_sd: 0.36,
        captured_b: 30.0,
        encircled: 0.05,
        afv_ratio: 4.1,
        afv_sd: 0.85,
        gun_ratio: 0.8,
        gun_sd: 1.1,
        boat_ratio: 3.0,
        air_wear: 0.02,
        open0: -1.0,
        open_losses: 0.5,
        resolve_sd: 0.19,
        alpha_ignore: 1.2,
        alpha_protest: 1.6,
        alpha_investigate: -0.3,
        alpha_reinforce: 0.4,
        alpha_punitive: -0.8,
        alpha_air: -2.5,
        alpha_seize: -1.2,
        alpha_division: -0.4,
        alpha_corps: -0.2,
        alpha_ceasefire: -2.4,
        alpha_bodies: -2.0,
        alpha_withdraw: -2.2,
        alpha_war: -7.5,
        reciprocity: 0.06,
        follow: 0.62,
        delta0: -0.15,
        pull_grievance: 0.18,
        pull_balance: 0.18,
        pull_distraction: 0.16,
        pull_memory: 0.06,
        pull_vagueness: 0.06,
        pull_autonomy: 0.10,
        pull_lost: 0.10,
        pull_held: 0.03,
        autonomy_0: 0.5,
        autonomy_1: 0.13,
        autonomy_bonus: 0.5,
        approve0: -1.0,
        approve_pull: 2.0,
        patron0: 0.0,
        patron_losses: 0.3,
        patron_distraction: 0.5,
        brink: 0.03,
        delay_local: 0.8,
        delay_theatre: 2.5,
        delay_capital: 8.0,
        tempo: 0.5,
        lapse: 0.35,
        investigate0: -1.5,
        surprise_full: 0.1,
        surprise_part: 0.25,
        raid_loss: 0.03,
        raid_hit: 0.1,
        raid_ground: 0.4,
        war_divisions: 10.0,
        r#match: 1.3,
        pool_share: 0.25,
        haul_0: 1.2,
        haul_1: 1.6,
        ceasefire0: -4.2,
        ceasefire_steps: 0.03,
        ceasefire_loss: 1.0,
        ceasefire_distraction: 0.5,
        ceasefire_height: 0.3,
        ceasefire_ground: 0.3,
        offer0: -0.6,
        offer_loss: 0.8,
        offer_height: 0.06,
        agree: 0.375,
        clarify: 0.8,
        memory_loss: 0.35,
        memory_withdraw: 0.1,
        memory_efold: 2922.0,
        settle_grievance: 0.6,
        bodies_grievance: 0.4,
        exchange: 0.8,
        pact0: -5.5,
        pact_memory: 0.35,
        pact_distraction_seeker: 0.6,
        pact_distraction_other: 0.5,
        pact_shock: 1.2,
        break0: -0.3,
        break_balance: 1.2,
        break_memory: 0.35,
        break_distraction: 0.8,
        break_alternative: 0.7,
        break_other: 0.9,
        break_pact: 0.6,
        entry0: 1.5,
        entry_balance: 1.0,
        entry_pact: 0.3,
        detect_0: 0.6,
        detect_1: 0.4,
        own_0: 0.1,
        own_1: 0.1,
        detect_shots: 0.97,
        false_0: 0.1,
        false_1: 0.1,
        confusion: 0.1,
        publish_sd: 0.05,
        own_claim_0: -0.2,
        own_claim_1: -0.6,
        own_claim_sd: 0.1,
        enemy_claim_0: 0.0,
        enemy_claim_1: 0.9,
        enemy_claim_sd: 0.45,
        narrate0: -3.0,
        narrate_losses: 1.1,
        narrate_battalion: 0.8,
        narrate_arms: 0.7,
    }
}
