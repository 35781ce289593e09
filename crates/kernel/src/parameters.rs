//! The numbers that inference may vary: one flat list of named parameters with their units and ranges.
//!
//! Priors and sources live with the conflict (`priors.toml`); the equations that use them in the book's model page.

/// The values that a parameter may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Any finite number.
    Real,
    /// Finite and above 0.
    Positive,
    /// Finite and at least 0.
    NonNegative,
    /// From 0 to 1, both included.
    Unit,
    /// From −1 to 1, both excluded.
    Correlation,
}

impl Support {
    /// Whether `x` is allowed.
    pub fn contains(self, x: f64) -> bool {
        x.is_finite()
            && match self {
                Support::Real => true,
                Support::Positive => x > 0.0,
                Support::NonNegative => x >= 0.0,
                Support::Unit => (0.0..=1.0).contains(&x),
                Support::Correlation => x > -1.0 && x < 1.0,
            }
    }
}

/// What a parameter is called and may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterInfo {
    /// Stable name, as in `priors.toml` and in the equations.
    pub name: &'static str,
    /// Layer of the model that uses it.
    pub layer: &'static str,
    /// Allowed values.
    pub support: Support,
    /// Meaning and unit.
    pub meaning: &'static str,
}

/// A value outside its support.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParameterError {
    /// The offending parameter.
    pub parameter: ParameterInfo,
    /// Its value.
    pub value: f64,
}

macro_rules! parameters {
    ($($layer:literal { $($name:ident: $support:ident, $meaning:literal;)* })*) => {
        /// One parameter vector, complete. See [`PARAMETERS`] for names, units and ranges.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Parameters {
            $($(#[doc = $meaning] pub $name: f64,)*)*
        }

        /// Every parameter, in the order of the vector.
        pub const PARAMETERS: &[ParameterInfo] = &[
            $($(ParameterInfo {
                name: plain(stringify!($name)),
                layer: $layer,
                support: Support::$support,
                meaning: $meaning,
            },)*)*
        ];

        impl Parameters {
            /// Builds a vector from values in the order of [`PARAMETERS`].
            ///
            /// # Errors
            /// All values outside their support, or the wrong length (as an empty list).
            pub fn from_slice(values: &[f64]) -> Result<Self, Vec<ParameterError>> {
                if values.len() != PARAMETERS.len() {
                    return Err(Vec::new());
                }
                let bad: Vec<_> = PARAMETERS
                    .iter()
                    .zip(values)
                    .filter(|(p, v)| !p.support.contains(**v))
                    .map(|(p, v)| ParameterError { parameter: *p, value: *v })
                    .collect();
                if !bad.is_empty() {
                    return Err(bad);
                }
                let mut it = values.iter().copied();
                Ok(Parameters { $($($name: it.next().unwrap_or(f64::NAN),)*)* })
            }

            /// Checks every value against its support.
            ///
            /// # Errors
            /// All values outside their support.
            pub fn check(&self) -> Result<(), Vec<ParameterError>> {
                Self::from_slice(&self.to_vec()).map(|_| ())
            }

            /// The values in the order of [`PARAMETERS`].
            pub fn to_vec(&self) -> Vec<f64> {
                vec![$($(self.$name,)*)*]
            }
        }
    };
}

/// The name without the mark that Rust needs on a name that is also a keyword.
const fn plain(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' {
        name.split_at(2).1
    } else {
        name
    }
}

/// Position of a parameter in the vector.
pub fn index_of(name: &str) -> Option<usize> {
    PARAMETERS.iter().position(|p| p.name == name)
}

parameters! {
    "Incidents" {
        mu0: Real, "log rate of violations by one side in an 800 km sector of vagueness 0.6 at reference strength, ln(1/day)";
        side_bias: Real, "log ratio of side 0's rate to side 1's";
        b_vagueness: Real, "effect of vagueness on the log rate, per unit";
        b_density: Real, "elasticity of the rate in the mean log strength of both sides";
        b_warm: Real, "effect of open steppe going on the log rate";
        b_ice: Real, "effect of frozen rivers on the log rate";
        b_tension: Real, "effect of tension on the log rate, per nat";
        b_step: Real, "change of the log rate when patrols begin to shoot";
        year_sd: NonNegative, "standard deviation of the year effects, log rate";
        b_commission: Real, "fall of the log rate per unit of vagueness under a joint commission";
        b_pact: Real, "fall of the log rate under a pact";
        branching: Unit, "offspring of an incident of weight 1: the branching ratio";
        cross: Unit, "share of same-sector offspring committed by the other side (reciprocity)";
        spill: Unit, "share of offspring in other sectors";
        excitation_half_life: Positive, "half-life of excitation, days";
        omega_quiet: NonNegative, "weight of an incident without shots";
        omega_shots: NonNegative, "weight of an incident with shots and no losses";
        omega_losses: NonNegative, "weight added per unit of ln(1 + casualties)";
        weight_espionage: Positive, "relative weight of espionage among incident types";
        weight_ground: Positive, "relative weight of ground and river violations";
        weight_air: Positive, "relative weight of air intrusions";
    }
    "Contact and fire" {
        fire0: Real, "log odds of shots at vagueness 0.6 without grievance";
        fire_vagueness: Real, "effect of vagueness on the log odds of shots";
        fire_grievance: Real, "effect of the two grievances' sum, per nat";
        fire_early: Real, "log odds added before patrols begin to shoot (negative)";
        fire_pact: Real, "fall of the log odds under a pact";
        patrol_ln_mean: Real, "mean of ln(men in a patrol)";
        patrol_ln_sd: Positive, "standard deviation of ln(men in a patrol)";
        ambush: Unit, "probability that a patrol fight begins with surprise";
        gunboat_crew: NonNegative, "men a gunboat carries";
        occupy: Unit, "probability that a quiet ground violation stays on the ground";
        hold: Unit, "probability that an intruder that won a fight stays on the ground";
        grievance_quiet: NonNegative, "grievance of the victim per incident, nat";
        grievance_victim: NonNegative, "grievance of the victim per unit of ln(1 + own losses)";
        grievance_initiator: NonNegative, "grievance of the intruder per unit of ln(1 + own losses)";
        grievance_half_life: Positive, "half-life of grievance, days";
    }
    "Engagements" {
        days0: Real, "ln days of an engagement of one man against one";
        days_size: Real, "elasticity of duration in geometric mean strength";
        days_small: Real, "ln factor on the duration of small fights";
        days_sd: NonNegative, "noise of ln days";
        att0: Real, "cloglog loss level of the attacker";
        att_size: Real, "size effect on the attacker's loss level, per ln(N/10^4)";
        att_ratio: Real, "force ratio effect on the attacker's loss level, per ln(N_A/N_D)";
        att_days: Real, "duration effect on the attacker's loss level, per ln day";
        att_fd: Real, "fortified defender, attacker's loss level";
        att_pd: Real, "prepared defender, attacker's loss level";
        att_dw: Real, "delaying defender, attacker's loss level";
        att_surprise: Real, "surprise, attacker's loss level, per step";
        att_air: Real, "air superiority, attacker's loss level";
        att_sd: NonNegative, "noise of the attacker's loss level";
        def0: Real, "cloglog loss level of the defender";
        def_size: Real, "size effect on the defender's loss level, per ln(N/10^4)";
        def_ratio: Real, "force ratio effect on the defender's loss level, per ln(N_A/N_D)";
        def_days: Real, "duration effect on the defender's loss level, per ln day";
        def_fd: Real, "fortified defender, defender's loss level";
        def_pd: Real, "prepared defender, defender's loss level";
        def_dw: Real, "delaying defender, defender's loss level";
        def_surprise: Real, "surprise, defender's loss level, per step";
        def_air: Real, "air superiority, defender's loss level";
        def_sd: NonNegative, "noise of the defender's loss level";
        noise_corr: Correlation, "correlation of the two noises";
        kappa_0: Real, "war- and army-level loss effect of side 0, cloglog";
        kappa_1: Real, "war- and army-level loss effect of side 1, cloglog";
        small_intensity: Real, "extra intensity of small fights per unit of ln(10^3/N)";
        draw: Unit, "probability of a drawn engagement";
        win0: Real, "log odds of an attacker's victory at equal losses and forces";
        win_loss: Real, "effect of the difference of loss levels on the log odds of victory";
        win_ratio: Real, "effect of ln force ratio on the log odds of victory";
        win_surprise: Real, "effect of surprise on the log odds of victory, per step";
        win_air: Real, "effect of air superiority on the log odds of victory";
        win_fd: Real, "effect of a fortified defender on the log odds of victory";
        killed_logit: Real, "logit of the share killed among losses that are not captured";
        killed_sd: NonNegative, "noise of that logit";
        captured_b: Positive, "second shape of the loser's captured share, Beta(1, b)";
        encircled: Unit, "probability that the loser was encircled";
        afv_ratio: NonNegative, "loss fraction of armour relative to that of men";
        afv_sd: NonNegative, "noise of its logarithm";
        gun_ratio: NonNegative, "loss fraction of guns relative to that of men";
        gun_sd: NonNegative, "noise of its logarithm";
        boat_ratio: NonNegative, "loss fraction of gunboats relative to that of men";
        air_wear: NonNegative, "hazard of losing an aircraft over a battle, per day";
    }
    "Response and escalation" {
        open0: Real, "log odds that a fight with one casualty opens a crisis";
        open_losses: Real, "effect of ln casualties on those log odds";
        resolve_sd: NonNegative, "standard deviation of private resolve";
        alpha_ignore: Real, "utility of rung 0, ignore";
        alpha_protest: Real, "utility of rung 1, protest";
        alpha_investigate: Real, "utility of rung 2, ask for a joint investigation";
        alpha_reinforce: Real, "utility of rung 3, reinforce";
        alpha_punitive: Real, "utility of rung 4, punitive expedition";
        alpha_air: Real, "utility of rung 5, air strike";
        alpha_seize: Real, "utility of rung 6, seize and hold ground";
        alpha_division: Real, "utility of rung 7, division offensive";
        alpha_corps: Real, "utility of rung 8, corps offensive";
        alpha_ceasefire: Real, "utility of rung 9, offer a cease-fire";
        alpha_bodies: Real, "utility of rung 10, return the bodies";
        alpha_withdraw: Real, "utility of rung 11, withdraw";
        alpha_war: Real, "utility of rung 12, general war";
        reciprocity: NonNegative, "curvature of the utility around the answer in kind";
        follow: NonNegative, "level of the answer in kind relative to the last act";
        delta0: Real, "pull of the situation: constant";
        pull_grievance: Real, "pull: grievance, per 4 nats";
        pull_balance: Real, "pull: log ratio of combat power";
        pull_distraction: Real, "pull lost to distraction";
        pull_memory: Real, "pull lost to the memory of defeat";
        pull_vagueness: Real, "pull: vagueness, per unit";
        pull_autonomy: Real, "pull: field preference rules";
        pull_lost: Real, "pull: the enemy holds ground";
        pull_held: Real, "pull lost while holding ground";
        autonomy_0: Unit, "probability that side 0's field or theatre command rules a decision";
        autonomy_1: Unit, "probability that side 1's field or theatre command rules a decision";
        autonomy_bonus: Real, "utility of force when field preference rules";
        approve0: Real, "log odds that the capital approves, constant";
        approve_pull: Real, "log odds that the capital approves, per unit of pull";
        patron0: Real, "log odds that a patron joins its client, constant";
        patron_losses: Real, "log odds that a patron joins, per unit of ln(1 + losses)";
        patron_distraction: Real, "log odds that a patron joins, lost to distraction";
        brink: Unit, "probability scale of an unwilled raise";
        delay_local: Positive, "mean delay of a local decision, days";
        delay_theatre: Positive, "mean delay of a theatre decision, days";
        delay_capital: Positive, "mean delay of a capital decision, days";
        tempo: NonNegative, "slowing of local and theatre decisions by the size of the forces, per unit of sqrt(1 + men/1000) − 1";
        lapse: Unit, "probability that a quiet crisis ends unanswered";
        investigate0: Real, "log odds that a joint investigation is accepted without grievance";
        surprise_full: Unit, "probability of full surprise in a battle";
        surprise_part: Unit, "probability of partial surprise in a battle";
        raid_loss: NonNegative, "hazard of losing a raiding aircraft";
        raid_hit: Unit, "probability that an enemy aircraft is destroyed by a raid";
        raid_ground: NonNegative, "ground casualties per raiding aircraft";
        war_divisions: Positive, "divisions of one side engaged that make a general war";
    }
    "Reinforcement and logistics" {
        r#match: NonNegative, "force ratio aimed at: own men wanted per enemy man present";
        pool_share: Unit, "share of the theatre's men that one sector can draw";
        haul_0: Positive, "days to bring the first thousand men, side 0";
        haul_1: Positive, "days to bring the first thousand men, side 1";
    }
    "Settlement" {
        ceasefire0: Real, "log odds of a cease-fire by exhaustion at a decision, constant";
        ceasefire_steps: Real, "… per step";
        ceasefire_loss: Real, "… per unit of summed loss fractions";
        ceasefire_distraction: Real, "… per unit of distraction";
        ceasefire_height: Real, "… once the crisis has reached a division offensive";
        ceasefire_ground: Real, "… lost when the stronger side holds ground";
        offer0: Real, "log odds that an offered cease-fire is accepted, constant";
        offer_loss: Real, "… per unit of own loss fraction";
        offer_height: Real, "… per rung score above 5";
        agree: Unit, "probability that a settlement agrees on the line";
        clarify: Unit, "factor on vagueness after an agreement";
        memory_loss: NonNegative, "memory of defeat per unit of ln(1 + losses/100)";
        memory_withdraw: NonNegative, "memory of defeat from withdrawing";
        memory_efold: Positive, "e-fold of the memory of defeat, days";
        settle_grievance: Unit, "factor on both grievances at a settlement";
        bodies_grievance: NonNegative, "grievance taken off by returning bodies";
        exchange: Unit, "probability that a cease-fire exchanges bodies and prisoners";
    }
    "Strategic layer" {
        pact0: Real, "log odds of signing a pact in a month, constant";
        pact_memory: Real, "… per nat of the seeker's memory of defeat";
        pact_distraction_seeker: Real, "… per unit of the seeker's distraction";
        pact_distraction_other: Real, "… per unit of the other side's distraction";
        pact_shock: Real, "… from the shock month on";
        break0: Real, "log odds of attacking when tempted, constant";
        break_balance: Real, "… per ln of the force balance";
        break_memory: Real, "… lost per nat of the memory of defeat";
        break_distraction: Real, "… lost per unit of own distraction";
        break_alternative: Real, "… lost per unit of another theatre's pull";
        break_other: Real, "… per unit of the other side's distraction";
        break_pact: Real, "… lost under a pact";
        entry0: Real, "log odds of a late entry, constant";
        entry_balance: Real, "… per ln of the force balance";
        entry_pact: Real, "… lost under a pact";
    }
    "Both sides' books" {
        detect_0: Unit, "probability that side 0 reports an incident by side 1";
        detect_1: Unit, "probability that side 1 reports an incident by side 0";
        own_0: Unit, "probability that side 0 reports its own violation";
        own_1: Unit, "probability that side 1 reports its own violation";
        detect_shots: Unit, "probability that either side reports a fight with casualties";
        false_0: NonNegative, "false reports by side 0 per true violation by side 1";
        false_1: NonNegative, "false reports by side 1 per true violation by side 0";
        confusion: Unit, "probability that a report has the wrong type";
        publish_sd: NonNegative, "noise of a published yearly count, log";
        own_claim_0: Real, "log bias of side 0 on its own losses";
        own_claim_1: Real, "log bias of side 1 on its own losses";
        own_claim_sd: NonNegative, "noise of claims on own losses, log";
        enemy_claim_0: Real, "log bias of side 0 on its enemy's losses";
        enemy_claim_1: Real, "log bias of side 1 on its enemy's losses";
        enemy_claim_sd: NonNegative, "noise of claims on the enemy's losses, log";
        narrate0: Real, "log odds that a fight is described in later narratives, constant";
        narrate_losses: Real, "… per unit of ln(1 + casualties)";
        narrate_battalion: Real, "… when a battalion or more took part";
        narrate_arms: Real, "… when armour or aircraft took part";
    }
}
