//! Calibration of the small fights: the kernel's own fights between the record's forces, told or not, their losses through
//! the books of the record's speakers.

use halha_inference::chance::Stream;
use halha_inference::sbc::Experiment;
use halha_kernel::chance::Key;
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Fight, Forces, Posture};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;

use super::About;
use crate::conflict::LoadedConflict;
use crate::fit::small::{self, SmallFight, Telling};
use crate::fit::split::Split;
use crate::fit::{FitError, Scope, responses};
use crate::priors::Distribution;

/// The study to which the planted fights belong.
const STUDY: u64 = 7;
/// Draws of each fit.
const DRAWS: usize = 200;
/// Fights between the same forces until one is told, at most.
const ATTEMPTS: u64 = 100_000;

/// The small fights of a record, and everything else at the priors' medians.
#[derive(Debug)]
pub struct Small<'c> {
    conflict: &'c LoadedConflict,
    fights: Vec<SmallFight>,
    base: Parameters,
    priors: [Distribution; 3],
}

impl<'c> Small<'c> {
    /// What is said of it in a certificate.
    pub const ABOUT: About = About {
        module: small::NAME,
        how: "fights of the kernel between the record's forces, played until one is told, figures of the record's speakers; \
              everything else at the priors' medians, in the fit too; 200 independent draws, every fourth ranked",
        ranked: 50,
    };

    /// From the small fights of a record, all of them.
    ///
    /// # Errors
    /// No small fight, a joint prior on one of the parameters, or medians that are no parameters.
    pub fn new(conflict: &'c LoadedConflict, split: &Split) -> Result<Self, FitError> {
        let (fights, _) = small::fights(conflict, split, Scope::Everything);
        if fights.is_empty() {
            return Err(FitError::NoData {
                module: small::NAME,
                what: "small fight with forces and losses",
            });
        }
        Ok(Self {
            conflict,
            fights,
            base: responses::medians(conflict)?,
            priors: small::priors(conflict)?,
        })
    }

    /// What is told of a fight between these forces: the first that is told.
    fn told(
        &self,
        prepared: &Prepared,
        like: &SmallFight,
        narrate: [f64; 2],
        stream: &mut Stream,
    ) -> SmallFight {
        let p = prepared.parameters();
        let key = Key::derive(stream.bits(), STUDY, 0, 0);
        let mut out = like.clone();
        for attempt in 0..ATTEMPTS {
            let fought = one(prepared, like, &key, attempt, stream);
            let lost = fought.losses.map(|l| f64::from(l.men()));
            if stream.uniform() > small::chance_to_be_told(like, narrate, lost, p) {
                continue;
            }
            for side in 0..2 {
                let killed = f64::from(fought.losses[side].killed);
                for figure in &mut out.figures[side] {
                    let number = if figure.killed { killed } else { lost[side] };
                    small::speak(figure, number, p, stream.normal());
                }
            }
            break;
        }
        out
    }
}

/// One fight between forces that a record leaves open, as the law of small fights has them.
fn one(prepared: &Prepared, like: &SmallFight, key: &Key, id: u64, stream: &mut Stream) -> Fight {
    let mut left = stream.uniform();
    let nodes = small::forces(like);
    let chosen = nodes.iter().find(|(_, weight)| {
        left -= weight;
        left < 0.0
    });
    let men = chosen.or(nodes.last()).map_or([1; 2], |node| node.0);
    let coin = stream.below(2);
    let ambush = prepared.parameters().ambush;
    let encounter = Encounter {
        attacker: like.attacker.unwrap_or(coin),
        forces: men.map(|men| Forces {
            men,
            ..Forces::default()
        }),
        posture: Posture::Hasty,
        surprise: u8::from(stream.uniform() < ambush),
        air: 0.0,
        punch: [1.0; 2],
    };
    fight(prepared, &encounter, key, FightAddress { id, step: 0 })
}

impl Experiment for Small<'_> {
    type Data = Vec<SmallFight>;

    fn quantities(&self) -> Vec<String> {
        small::PARAMETERS.map(str::to_owned).to_vec()
    }

    fn draw(&self, stream: &mut Stream) -> (Vec<f64>, Vec<SmallFight>) {
        let truth = self.priors.map(|prior| prior.quantile(stream.uniform()));
        let p = Parameters {
            small_intensity: truth[0],
            ..self.base
        };
        let told = Prepared::new(&self.conflict.scenario, &p).map_or_else(
            |_| Vec::new(),
            |prepared| {
                let fights = self.fights.iter();
                fights
                    .map(|like| self.told(&prepared, like, [truth[1], truth[2]], stream))
                    .collect()
            },
        );
        (truth.to_vec(), told)
    }

    fn fit(&self, fights: &Vec<SmallFight>, seed: u64) -> Result<Vec<Vec<f64>>, String> {
        let vectors = std::slice::from_ref(&self.base);
        let ways = [Telling::Selected];
        let grids = small::posterior(&self.conflict.scenario, fights, vectors, self.priors, &ways);
        let grids = grids.ok_or("the medians cannot be played")?;
        let grid = grids.first().ok_or("no grid")?;
        let mut stream = Stream::at(&[STUDY, seed]);
        Ok((0..DRAWS).map(|_| grid.draw(&mut stream).to_vec()).collect())
    }
}
