//! What a prediction may look at: values known before a battle, and the refusal of everything else.

use crate::battle::{Battle, Posture};
use crate::columns::{Known, known};

/// A predictor of the outcome, computed from values known before the battle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predictor {
    /// ln(attacker's men / defender's).
    ForceRatio,
    /// The defence is fortified.
    Fortified,
    /// The defence is prepared.
    Prepared,
    /// The defender delays or withdraws.
    Delaying,
    /// Surprise that the attacker achieved, −3 to 3.
    Surprise,
    /// Air superiority of the attacker, −1 to 1; 0 if not given.
    Air,
    /// ln(defenders a kilometre of front) − 7; 0 if the front is not given.
    Density,
    /// ln of the geometric mean of both sides' men, less that of 10,000.
    Size,
    /// ln((attacker's guns + 5) / (defender's + 5)) − ln force ratio; 0 if not given.
    Guns,
    /// ln((attacker's tanks + 20) / (defender's + 20)); 0 if not given.
    Tanks,
    /// ln((attacker's sorties + 20) / (defender's + 20)); 0 if not given.
    Sorties,
    /// Rugged ground.
    Rugged,
    /// Wet weather.
    Wet,
}

/// The six of the usual regression.
pub const SIX: [Predictor; 6] = [
    Predictor::ForceRatio,
    Predictor::Fortified,
    Predictor::Prepared,
    Predictor::Delaying,
    Predictor::Surprise,
    Predictor::Air,
];

/// Names by which predictors are asked for.
const NAMES: [(&str, Predictor); 13] = [
    ("force-ratio", Predictor::ForceRatio),
    ("fortified", Predictor::Fortified),
    ("prepared", Predictor::Prepared),
    ("delaying", Predictor::Delaying),
    ("surprise", Predictor::Surprise),
    ("air", Predictor::Air),
    ("density", Predictor::Density),
    ("size", Predictor::Size),
    ("guns", Predictor::Guns),
    ("tanks", Predictor::Tanks),
    ("sorties", Predictor::Sorties),
    ("rugged", Predictor::Rugged),
    ("wet", Predictor::Wet),
];

/// Why a name is no predictor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PredictorError {
    /// The column was filled in by people who knew how the battle had ended.
    #[error(
        "{column} was judged by people who knew the outcome: it would leak the answer into the prediction, so it is no predictor"
    )]
    Judged {
        /// The column.
        column: String,
    },
    /// The column was measured in the battle.
    #[error(
        "{column} is known only after the battle: it would leak the answer into the prediction, so it is no predictor"
    )]
    After {
        /// The column.
        column: String,
    },
    /// Neither a predictor nor a column.
    #[error("{name} is no predictor; there are {}", list())]
    Unknown {
        /// What was asked for.
        name: String,
    },
}

fn list() -> String {
    let names: Vec<&str> = NAMES.iter().map(|n| n.0).collect();
    names.join(", ")
}

impl Predictor {
    /// The predictor of a name; a column of the table that was not known before the battle is refused as a leak.
    ///
    /// # Errors
    ///
    /// If there is none of that name.
    pub fn named(name: &str) -> Result<Self, PredictorError> {
        if let Some((_, predictor)) = NAMES.iter().find(|n| n.0 == name) {
            return Ok(*predictor);
        }
        Err(match known(name) {
            Some(Known::Judged) => PredictorError::Judged {
                column: name.to_owned(),
            },
            Some(Known::Measured) => PredictorError::After {
                column: name.to_owned(),
            },
            _ => PredictorError::Unknown {
                name: name.to_owned(),
            },
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|n| n.1 == self).map_or("", |n| n.0)
    }

    /// Its value for a battle; 0 (neutral) where the table gives none.
    #[must_use]
    pub fn value(self, battle: &Battle) -> f64 {
        let flag = |yes: bool| f64::from(u8::from(yes));
        let ratio = battle.ln_force_ratio().unwrap_or(0.0);
        match self {
            Self::ForceRatio => ratio,
            Self::Fortified => flag(battle.posture == Posture::Fortified),
            Self::Prepared => flag(battle.posture == Posture::Prepared),
            Self::Delaying => flag(battle.posture == Posture::Delaying),
            Self::Surprise => f64::from(battle.surprise),
            Self::Air => f64::from(battle.air.unwrap_or(0)),
            Self::Density => density(battle).unwrap_or(0.0),
            Self::Size => size(battle),
            Self::Guns => of_things(battle, 5.0, |f| f.guns).map_or(0.0, |g| g - ratio),
            Self::Tanks => of_things(battle, 20.0, |f| f.tanks).unwrap_or(0.0),
            Self::Sorties => of_things(battle, 20.0, |f| f.sorties).unwrap_or(0.0),
            Self::Rugged => flag(battle.relief == 'G'),
            Self::Wet => flag(battle.wet),
        }
    }
}

/// ½ (ln N_A + ln N_D) − ln 10⁴; 0 where a strength is not given.
pub(crate) fn size(battle: &Battle) -> f64 {
    let ln = |i: usize| battle.forces[i].men.map_or(0.0, |n: f64| (n / 1e4).ln());
    0.5 * (ln(0) + ln(1))
}

/// Fronts shorter than this are read as this: battalions do not fight on less.
const SHORTEST_FRONT_KM: f64 = 0.3;

fn density(battle: &Battle) -> Option<f64> {
    let defender = &battle.forces[1];
    Some((defender.men? / defender.front_km?.max(SHORTEST_FRONT_KM)).ln() - 7.0)
}

fn of_things(
    battle: &Battle,
    add: f64,
    things: impl Fn(&crate::battle::Force) -> Option<f64>,
) -> Option<f64> {
    let [a, d] = &battle.forces;
    Some(((things(a)? + add) / (things(d)? + add)).ln())
}
