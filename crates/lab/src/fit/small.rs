//! Small fights: how bloody they are, learned from those that narratives tell, with the bloody ones told more often.
//!
//! **Law** losses by the kernel's own law of engagements; a fight with C casualties is told with probability
//! σ(`narrate0` + `narrate_losses` ln(1 + C) + …); each fight told enters with p(figures) P(told | losses) / E[P(told)],
//! the mean over all losses that its forces could have had. Figures pass through the books as in the module of claims.
//! **Units** logarithms of an intensity, logits. **Valid for** fights of fewer than a thousand men. **Source** selection
//! models: Heckman 1979. **Status** estimated; how many fights were not told is not known, so the constant of telling
//! keeps most of its prior.
//!
//! Battles of a thousand men and more, and fights that are parts of one, do not enter: they are predicted. What is known
//! of battles, books and durations before is averaged over; `small_intensity` alone is handed on (`narrate0` and
//! `narrate_losses` too where a conflict does not hold them fixed).

mod grid;
mod law;
mod rows;
mod table;
mod told;

pub use grid::{Grid, posterior};
pub use law::{Tables, forces, joint};
pub use rows::{Figure, LIMIT, SmallFight, fights};
pub use table::middle;
pub use told::{Telling, chance_to_be_told, speak};

use std::time::Instant;

use halha_inference::chance::Stream;
use halha_inference::draws::Chains;
use halha_kernel::maths::ln;
use halha_kernel::parameters::{Parameters, index_of};

use super::before::Before;
use super::split::Split;
use super::{FitError, ModulePosterior, Scope, learned};
use crate::conflict::LoadedConflict;
use crate::priors::Distribution;

/// The module's name.
pub const NAME: &str = "small-fights";
/// What is learned, in the order of a draw.
pub const PARAMETERS: [&str; 3] = ["small_intensity", "narrate0", "narrate_losses"];
/// Spread of the two parameters of telling about the values that the folder fixes. Assumed: between one fight in fifty
/// and one in eight without a loss, and a slope that may be a third of its value off.
const TELL_SD: [f64; 2] = [1.0, 0.4];
/// Vectors of all other parameters that are averaged over.
const VECTORS: u64 = 256;
/// Chains and draws a chain that are handed on; they are independent.
const CHAINS: (u64, u64) = (4, 500);
/// Spread of the logit of the share killed in small fights about the folder's value. Assumed.
const SHARE_SD: f64 = 1.0;
/// First part of the address of this module's chance.
const STREAM: u64 = 0x736D_616C_6C00;

/// Priors of [`PARAMETERS`]; fixed ones of telling become normals about the fixed value.
///
/// # Errors
/// A joint prior on one of them.
pub fn priors(conflict: &LoadedConflict) -> Result<[Distribution; 3], FitError> {
    let of = |k: usize| {
        let index = index_of(PARAMETERS[k]);
        let single = conflict.priors.single();
        let prior = single.iter().find(|p| Some(p.parameter) == index);
        let prior = prior.ok_or(FitError::JointPrior {
            module: NAME,
            parameter: PARAMETERS[k],
        })?;
        Ok(match (prior.distribution, k) {
            (Distribution::Fixed(mean), 1 | 2) => Distribution::Normal {
                mean,
                sd: TELL_SD[k - 1],
            },
            (other, _) => other,
        })
    };
    Ok([of(0)?, of(1)?, of(2)?])
}

/// Fits the small fights of a record; everything else as it was known `before`.
///
/// # Errors
/// No fight of the period with forces and losses, a joint prior, or parameters that cannot be played.
pub fn fit(
    conflict: &LoadedConflict,
    (split, scope): (&Split, Scope),
    before: &Before<'_>,
    seed: u64,
) -> Result<ModulePosterior, FitError> {
    let began = Instant::now();
    let (fights, mut left_out) = fights(conflict, split, scope);
    if fights.is_empty() {
        return Err(FitError::NoData {
            module: NAME,
            what: "small fight with forces and losses",
        });
    }
    let share = Share::of(conflict, &fights)?;
    let vectors = vectors(before, &share, seed);
    let priors = priors(conflict)?;
    let ways = [Telling::Selected, Telling::Forgotten];
    let grids = posterior(&conflict.scenario, &fights, &vectors, priors, &ways);
    let Some([grid, forgotten]) = grids.as_deref() else {
        return Err(FitError::Unplayable {
            module: NAME,
            why: "no parameter vector from before can be played".to_owned(),
        });
    };
    left_out.push(format!(
        "averaged over {:.0} effective of {} parameter vectors from before; logit of the share killed {:.2} ± {:.2}",
        grid.effective,
        vectors.len(),
        share.mean,
        share.sd
    ));
    let (mean, sd) = forgotten.term();
    left_out.push(format!(
        "if all fights were told, small_intensity would be {mean:.2} ± {sd:.2}"
    ));
    let draws = drawn(grid, seed)?;
    Ok(ModulePosterior {
        name: NAME,
        parameters: draws.names().to_vec(),
        learned: learned(&draws, &priors),
        draws,
        data: fights.iter().map(SmallFight::in_words).collect(),
        left_out,
        wall_seconds: began.elapsed().as_secs_f64(),
    })
}

/// Vectors of all parameters from what was known before, with the share killed that small fights have.
fn vectors(before: &Before<'_>, share: &Share, seed: u64) -> Vec<Parameters> {
    use halha_inference::prior::Prior;
    let one = |n: u64| {
        let mut stream = Stream::at(&[STREAM, seed, n]);
        let free = before.sample(&mut stream);
        let mut p = before.vector(&free, &mut stream).ok()?;
        p.killed_logit = share.mean + share.sd * stream.normal();
        Some(p)
    };
    (0..VECTORS).filter_map(one).collect()
}

/// Independent draws of the grid as chains.
///
/// # Errors
/// If the draws are no chains.
pub fn drawn(grid: &Grid, seed: u64) -> Result<Chains, FitError> {
    let chain = |c: u64| {
        let mut stream = Stream::at(&[STREAM, seed, VECTORS + c]);
        (0..CHAINS.1).flat_map(|_| grid.draw(&mut stream)).collect()
    };
    let names = PARAMETERS.map(str::to_owned).to_vec();
    let chains = (0..CHAINS.0).map(chain).collect();
    Chains::new(names, chains, Vec::new()).map_err(|why| FitError::Sampler {
        module: NAME,
        why: halha_inference::nuts::NutsError::Chains(why),
    })
}

/// The logit of the share killed among killed and wounded of a small fight: what its mean may be.
struct Share {
    mean: f64,
    sd: f64,
}

impl Share {
    /// **Law** logits of the fights in which one voice gives both, normal about the mean with the folder's `killed_sd` and
    /// the binomial's own variance; the mean has a normal prior about the folder's `killed_logit`. **Units** logits.
    /// **Valid for** men that are not captured. **Source** Haldane and Anscombe's empirical logit. **Status** estimated.
    fn of(conflict: &LoadedConflict, fights: &[SmallFight]) -> Result<Self, FitError> {
        let medians = super::responses::medians(conflict)?;
        let (mut precision, mut sum) = (SHARE_SD.powi(-2), medians.killed_logit * SHARE_SD.powi(-2));
        for [killed, wounded] in rows::shares(conflict, fights) {
            let (k, w) = (killed + 0.5, wounded + 0.5);
            let weight = 1.0 / (medians.killed_sd * medians.killed_sd + 1.0 / k + 1.0 / w);
            precision += weight;
            sum += weight * ln(k / w);
        }
        Ok(Self {
            mean: sum / precision,
            sd: precision.powf(-0.5),
        })
    }
}
