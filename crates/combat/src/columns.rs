//! The columns of a table of battles, and which of them were known before the battle.

/// When the value of a column could be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Names and dates: they say which battle it is.
    Identity,
    /// Before the battle: it may predict.
    Before,
    /// Measured in the battle: strengths lost, hours, ground gained.
    Measured,
    /// Judged by people who knew how it had ended.
    Judged,
}

/// Columns that must be there.
pub const NEEDED: &[(&str, Known)] = &[
    ("isqno", Known::Identity),
    ("war", Known::Identity),
    ("theater", Known::Identity),
    ("campaign", Known::Identity),
    ("parent_isqno", Known::Identity),
    ("name", Known::Identity),
    ("start_min", Known::Identity),
    ("end_max", Known::Identity),
    ("active_hours_min", Known::Measured),
    ("active_hours_max", Known::Measured),
    ("a_actor", Known::Before),
    ("d_actor", Known::Before),
    ("a_str", Known::Before),
    ("d_str", Known::Before),
    ("a_cas", Known::Measured),
    ("d_cas", Known::Measured),
    ("posture1", Known::Before),
    ("terrain1", Known::Before),
    ("wx1", Known::Before),
    ("surprise_a", Known::Before),
    ("air_superiority_a", Known::Before),
    ("win_a", Known::Measured),
];

/// Columns that are read where they are there, or that a reader may ask for as predictors.
pub const OPTIONAL: &[(&str, Known)] = &[
    ("a_front_km", Known::Before),
    ("d_front_km", Known::Before),
    ("a_tanks", Known::Before),
    ("d_tanks", Known::Before),
    ("a_guns", Known::Before),
    ("d_guns", Known::Before),
    ("a_cas_sorties", Known::Before),
    ("d_cas_sorties", Known::Before),
    ("a_str_err_plus_pct", Known::Before),
    ("a_str_err_minus_pct", Known::Before),
    ("d_str_err_plus_pct", Known::Before),
    ("d_str_err_minus_pct", Known::Before),
    ("a_cas_err_plus_pct", Known::Measured),
    ("a_cas_err_minus_pct", Known::Measured),
    ("d_cas_err_plus_pct", Known::Measured),
    ("d_cas_err_minus_pct", Known::Measured),
    ("calendar_days", Known::Measured),
    ("n_active_periods", Known::Measured),
    ("a_reinf", Known::Measured),
    ("d_reinf", Known::Measured),
    ("a_str_final", Known::Measured),
    ("d_str_final", Known::Measured),
    ("a_tanks_lost", Known::Measured),
    ("d_tanks_lost", Known::Measured),
    ("a_guns_lost", Known::Measured),
    ("d_guns_lost", Known::Measured),
    ("a_aircraft_lost", Known::Measured),
    ("d_aircraft_lost", Known::Measured),
    ("km_advance_a", Known::Measured),
    ("a_mission", Known::Judged),
    ("d_mission", Known::Judged),
    ("a_resolution", Known::Judged),
    ("d_resolution", Known::Judged),
    ("cea", Known::Judged),
    ("leada", Known::Judged),
    ("trnga", Known::Judged),
    ("morala", Known::Judged),
    ("logsa", Known::Judged),
    ("momnta", Known::Judged),
    ("intela", Known::Judged),
    ("techa", Known::Judged),
    ("inita", Known::Judged),
    ("win_clearcut", Known::Judged),
];

/// When a column could be known; none if it is no column of the layout.
#[must_use]
pub fn known(column: &str) -> Option<Known> {
    let mut all = NEEDED.iter().chain(OPTIONAL);
    all.find(|c| c.0 == column).map(|c| c.1)
}
