//! What the models of losses and durations see of a battle: intensities, error bars, rows of predictors.

use crate::battle::{Battle, Force, Role};
use crate::design::{Row, Shape, Term};
use crate::groups::{against, army, state};
use crate::predictors::{Predictor, SIX};

/// Shortest and longest battle in days: the clamp of the model of engagements.
pub(crate) const DAYS: (f64, f64) = (0.03, 40.0);

/// The intensity η = ln(−ln(1 − f)) of a side's losses, f = (c + ½)/(N + 1) so that none and all lost stay finite.
#[must_use]
pub fn intensity(force: &Force) -> Option<f64> {
    let f = (force.losses? + 0.5) / (force.men? + 1.0);
    Some((-(-f).ln_1p()).ln())
}

/// ln of the same loss fraction.
#[must_use]
pub fn ln_fraction(force: &Force) -> Option<f64> {
    Some(((force.losses? + 0.5) / (force.men? + 1.0)).ln())
}

/// Both sides' intensities.
pub(crate) fn both(battle: &Battle) -> Option<[f64; 2]> {
    Some([intensity(&battle.forces[0])?, intensity(&battle.forces[1])?])
}

/// sd of ln losses − ln men that the source's error bars stand for; none where it states none. The bars are "the
/// greatest possible deviations", read as two standard deviations; above a share of 0.9 below, as 0.9.
pub(crate) fn error(force: &Force) -> Option<f64> {
    let sd = |bars: Option<(f64, f64)>| {
        bars.map(|(below, above)| 0.25 * (above.ln_1p() - (-below.min(0.9)).ln_1p()))
    };
    match (sd(force.losses_error), sd(force.men_error)) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(0.0).hypot(b.unwrap_or(0.0))),
    }
}

/// The median of the stated errors of a side; 0.1 if there are none (assumed).
pub(crate) fn usual_error(battles: &[&Battle], role: Role) -> f64 {
    let mut stated: Vec<f64> = battles.iter().filter_map(|b| error(b.force(role))).collect();
    stated.sort_by(f64::total_cmp);
    stated.get(stated.len() / 2).copied().unwrap_or(0.1)
}

/// ln of the days of fighting.
pub(crate) fn ln_days(battle: &Battle) -> f64 {
    battle.days(DAYS.0).min(DAYS.1).ln()
}

/// The shape of the mean of one side. Priors of coefficients assumed, wide; spreads assumed.
pub(crate) fn mean_shape(role: Role) -> Shape {
    let level = match role {
        Role::Attacker => ("att0", -2.5, 1.5),
        Role::Defender => ("def0", -2.5, 1.5),
    };
    let names = match role {
        Role::Attacker => ATTACKER,
        Role::Defender => DEFENDER,
    };
    let mut fixed = vec![level];
    fixed.extend(names.iter().map(|name| (*name, 0.0, 1.0)));
    Shape {
        fixed,
        spreads: vec![
            ("war", 1.0),
            ("war_slopes", 0.3),
            ("state", 0.4),
            ("army", 0.4),
            ("enemy", 0.4),
        ],
    }
}

/// Names of the coefficients after the level, as the model of engagements calls them.
const ATTACKER: &[&str] = &[
    "att_size",
    "att_days",
    "att_ratio",
    "att_fd",
    "att_pd",
    "att_dw",
    "att_surprise",
    "att_air",
];
const DEFENDER: &[&str] = &[
    "def_size",
    "def_days",
    "def_ratio",
    "def_fd",
    "def_pd",
    "def_dw",
    "def_surprise",
    "def_air",
];

/// A side's row, for a battle that lasted so much longer than its size and war let expect (the difference of logarithms).
pub(crate) fn mean_row(battle: &Battle, role: Role, excess: f64) -> Row {
    let men = battle.force(role).men.unwrap_or(1e4);
    let mut fixed = vec![1.0, (men / 1e4).ln(), excess];
    fixed.extend(SIX.iter().map(|p| p.value(battle)));
    let war = |what: &str, spread, weight| Term {
        level: format!("{}: {what}", battle.war),
        spread,
        weight,
    };
    let mut terms = vec![
        war("level", 0, 1.0),
        war("days", 1, excess),
        war("ratio", 1, Predictor::ForceRatio.value(battle)),
    ];
    let other = Role::ALL[1 - role.index()];
    terms.extend(state(battle, role, 2, 1.0));
    terms.extend(army(battle, role, 3, 1.0));
    terms.extend(against(battle, other, 4));
    Row { fixed, terms }
}

/// The shape of the log scale of a side's error.
pub(crate) fn scale_shape() -> Shape {
    Shape {
        fixed: vec![("ln_scale", -0.4, 0.5), ("ln_scale_size", 0.0, 0.2)],
        spreads: vec![("war_scale", 0.3)],
    }
}

/// The row of that scale.
pub(crate) fn scale_row(battle: &Battle) -> Row {
    Row {
        fixed: vec![1.0, crate::predictors::size(battle)],
        terms: vec![Term {
            level: format!("{}: scale", battle.war),
            spread: 0,
            weight: 1.0,
        }],
    }
}
