//! Battles predicted from battles of other wars: who wins, and what both lose, beside what the record says.

use halha_combat::battle::{Battle, Force, Outcome, Posture, Role};
use halha_combat::losses::{self, Days, LossFit};
use halha_combat::pooled::PooledFit;
use halha_inference::nuts::{NutsError, NutsSettings};
use serde::Serialize;

use crate::clashes::{Clash, clashes};
use crate::compare::Mark;
use crate::conflict::LoadedConflict;
use crate::settings::ParameterSource;
use crate::statistics::quantile;

/// Places between the lowest and the highest strength claimed, on the scale of logarithms, that are each predicted from.
const PLACES: [f64; 3] = [1.0 / 6.0, 0.5, 5.0 / 6.0];

/// What was learned of outcomes, losses and durations.
#[derive(Debug, Clone)]
pub struct Learned {
    outcome: PooledFit,
    losses: LossFit,
    actors: Vec<String>,
    seed: u64,
}

/// One battle as predicted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Predicted {
    /// Its name.
    pub name: String,
    /// When.
    pub date: String,
    /// Both sides: of a table the attacker and the defender, of a conflict its sides.
    pub sides: [String; 2],
    /// Which of them attacked, as far as that is known.
    pub attacker: Option<usize>,
    /// Lowest and highest number of men claimed for each.
    pub men: [[f64; 2]; 2],
    /// Probability that each wins.
    pub wins: [f64; 2],
    /// That neither does.
    pub neither: f64,
    /// Who won by the record: none if it does not say, or says that neither did.
    pub victor: Option<usize>,
    /// 5, 50 and 95 per cent of each side's losses (killed, wounded, missing, captured), men.
    pub losses: [[f64; 3]; 2],
    /// What is claimed of them: all casualties where anybody gives them, else the killed.
    pub claimed: [Vec<Claimed>; 2],
}

/// A claim on a loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Claimed {
    /// `casualties` or `killed`.
    pub what: &'static str,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Who says so.
    pub by: String,
}

impl Learned {
    /// Learns from battles; none of those that are to be predicted may be among them.
    ///
    /// # Errors
    /// If the sampler fails.
    pub fn from(battles: &[&Battle], settings: &NutsSettings) -> Result<Self, NutsError> {
        let mut actors: Vec<String> = battles
            .iter()
            .flat_map(|b| b.forces.iter())
            .flat_map(|f| f.members().map(str::to_owned))
            .collect();
        actors.sort_unstable();
        actors.dedup();
        Ok(Self {
            outcome: PooledFit::learn(battles, &[], settings)?,
            losses: losses::learn(battles, settings)?,
            actors,
            seed: settings.seed,
        })
    }

    /// A battle of a table, from its own row.
    pub fn battle(&self, battle: &Battle) -> Predicted {
        let men = Role::ALL.map(|role| battle.force(role).men.unwrap_or(f64::NAN));
        let p = self.outcome.predict(battle, self.seed);
        let drawn = self.losses.predict(battle, Days::Predicted, self.seed);
        let claimed = Role::ALL.map(|role| {
            let losses = battle.force(role).losses;
            losses
                .map(|x| Claimed {
                    what: "casualties",
                    low: x,
                    high: x,
                    by: "table".to_owned(),
                })
                .into_iter()
                .collect()
        });
        Predicted {
            name: battle.name.clone(),
            date: battle.date.to_string(),
            sides: Role::ALL.map(|role| battle.force(role).actor.clone()),
            attacker: Some(0),
            men: men.map(|n| [n, n]),
            wins: [p[2], p[0]],
            neither: p[1],
            victor: match battle.outcome {
                Outcome::Win => Some(0),
                Outcome::Loss => Some(1),
                Outcome::Draw => None,
            },
            losses: [0, 1].map(|s| thirds(drawn[s].iter().map(|f| f.exp() * men[s]).collect())),
            claimed,
        }
    }

    /// The named clashes of a conflict in which both sides have `least` men or more by somebody's count, from the forces
    /// that the record gives.
    ///
    /// Strengths between the lowest and the highest claim count alike on the scale of logarithms. Where the record does not
    /// name the attacker, each side is tried as one. The defence is hasty, without surprise or superiority in the air: the
    /// record does not tell. The war is one that was not seen.
    pub fn conflict(&self, conflict: &LoadedConflict, least: f64) -> Vec<Predicted> {
        // One fight a clash: only its forces and claims are wanted.
        let all = clashes(conflict, ParameterSource::Prior, self.seed, 1);
        let large = all.iter().filter(|c| c.men.iter().all(|m| m[1] >= least));
        large
            .enumerate()
            .map(|(n, clash)| self.clash(conflict, n as u32, clash))
            .collect()
    }

    fn clash(&self, conflict: &LoadedConflict, number: u32, clash: &Clash) -> Predicted {
        let attackers: Vec<usize> = if clash.attacker_known {
            vec![clash.attacker]
        } else {
            vec![0, 1]
        };
        let (mut wins, mut neither, mut cases) = ([0.0; 2], 0.0, 0.0);
        let mut lost: [Vec<f64>; 2] = Default::default();
        for attacker in &attackers {
            for own in PLACES {
                for other in PLACES {
                    let men = [0, 1].map(|side| {
                        let [low, high] = clash.men[side];
                        let u = if side == *attacker { own } else { other };
                        (low.ln() + u * (high.ln() - low.ln())).exp()
                    });
                    let battle = self.of_clash(conflict, number, clash, *attacker, men);
                    let p = self.outcome.predict(&battle, self.seed);
                    wins[*attacker] += p[2];
                    wins[1 - attacker] += p[0];
                    neither += p[1];
                    cases += 1.0;
                    let drawn = self.losses.predict(&battle, Days::Predicted, self.seed);
                    for (role, fractions) in [*attacker, 1 - attacker].into_iter().zip(drawn) {
                        lost[role].extend(fractions.into_iter().map(|f| f.exp() * men[role]));
                    }
                }
            }
        }
        Predicted {
            name: clash.name.clone(),
            date: clash.date.clone(),
            sides: [0, 1].map(|n| conflict.record.conflict.sides[n].name.clone()),
            attacker: clash.attacker_known.then_some(clash.attacker),
            men: clash.men,
            wins: wins.map(|w| w / cases),
            neither: neither / cases,
            victor: clash.victor.as_ref().map(|v| v.side),
            losses: lost.map(thirds),
            claimed: [0, 1].map(|side| claimed(clash, side)),
        }
    }

    fn of_clash(
        &self,
        conflict: &LoadedConflict,
        number: u32,
        clash: &Clash,
        attacker: usize,
        men: [f64; 2],
    ) -> Battle {
        let force = |side: usize| Force {
            actor: self.actor(conflict, side),
            men: Some(men[side]),
            losses: None,
            men_error: None,
            losses_error: None,
            front_km: None,
            tanks: None,
            guns: None,
            sorties: None,
        };
        let incident = conflict
            .record
            .incidents
            .iter()
            .find(|i| i.id.as_str() == clash.incident);
        Battle {
            line: 0,
            isqno: number,
            war: conflict.record.conflict.title.clone(),
            theater: None,
            campaign: clash.name.clone(),
            name: clash.name.clone(),
            parent: None,
            date: incident.map_or_else(Default::default, |i| i.date.loose_bounds().0),
            hours: (0.0, 0.0),
            forces: [force(attacker), force(1 - attacker)],
            posture: Posture::Hasty,
            relief: '0',
            wet: false,
            surprise: 0,
            air: None,
            outcome: Outcome::Draw,
        }
    }

    /// The leader of a side, by the name that the battles know it by, where they know it.
    fn actor(&self, conflict: &LoadedConflict, side: usize) -> String {
        let leader = &conflict.record.conflict.sides[side].leader;
        let name = conflict
            .record
            .parties
            .get(leader.as_str())
            .map_or_else(|| leader.to_string(), |p| p.name.clone());
        let same = |actor: &&String| {
            actor.eq_ignore_ascii_case(&name) || actor.eq_ignore_ascii_case(leader.as_str())
        };
        self.actors.iter().find(same).cloned().unwrap_or(name)
    }
}

fn claimed(clash: &Clash, side: usize) -> Vec<Claimed> {
    let of = |what| clash.losses.iter().find(|l| l.side == side && l.what == what);
    let Some(losses) = of("casualties").or_else(|| of("killed")) else {
        return Vec::new();
    };
    let claim = |mark: &Mark| Claimed {
        what: losses.what,
        low: mark.low,
        high: mark.high.unwrap_or(mark.low),
        by: mark.claimed_by.clone(),
    };
    let vouched = losses.recorded.iter().filter(|m| m.status != "unverified");
    vouched.map(claim).collect()
}

fn thirds(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_unstable_by(f64::total_cmp);
    [0.05, 0.5, 0.95].map(|p| quantile(&values, p))
}
