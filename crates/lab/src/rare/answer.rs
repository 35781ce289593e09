//! The answer about a rare event: the estimate with its error and cost, and what it hangs on.

use halha_inference::splitting::{Repeated, Rung, Splitting};
use halha_kernel::chance::SCHEME;
use halha_kernel::parameters::PARAMETERS;
use serde::Serialize;

use super::event::Event;
use super::job::{Method, Rare, RareError, RareSettings, Repeats, Watch};
use super::plain::{Integrated, Plain};
use crate::conflict::LoadedConflict;
use crate::ensemble::DrawError;
use crate::priors::fnv1a;
use crate::settings::ParameterSource;
use crate::statistics::quantile;

/// Parameters whose shift is told at most.
const TOLD: usize = 5;
/// Draws from which the distribution of a parameter is read.
const DRAWS: u64 = 2_000;
/// Places in the distribution of the dominating parameter at which it is held.
const PLACES: [f64; 3] = [0.05, 0.5, 0.95];

/// Everything that is said about a rare event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was played and how to play it again.
    pub provenance: Asked,
    /// The event.
    pub event: Event,
    /// Parameters held for it, where a variant was asked for.
    pub held: Vec<(String, f64)>,
    /// The estimate.
    pub estimate: Repeated,
    /// Levels over all repeats; empty where every repeat had its own.
    pub levels: Vec<Rung>,
    /// What it cost.
    pub cost: Cost,
    /// Distinct campaigns from which those that came to the event descend.
    pub ancestors: u64,
    /// How their parameters differ from all, the greatest shift first; shifts that so few may show by chance, below
    /// 3/√ancestors, are left out.
    pub leaning: Vec<Leaning>,
    /// The estimate with the dominating parameter held at three places of its distribution.
    pub swing: Vec<Swing>,
    /// Plain simulation beside it, where asked for.
    pub plain: Option<Plain>,
    /// Plain simulation with the choice of war integrated out, where asked for.
    pub integrated: Option<Integrated>,
}

/// What decides the estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Version of the program.
    pub halha: String,
    /// Version of the scheme that turns names of runs into luck.
    pub chance: u64,
    /// The conflict's id and title.
    pub conflict: [String; 2],
    /// Fingerprint of scenario, priors, posterior and event, hexadecimal.
    pub fingerprint: String,
    /// The settings.
    pub settings: RareSettings,
    /// Whether somebody stopped the work.
    pub stopped: bool,
    /// The command.
    pub command: String,
}

/// What an estimate cost, in whole campaigns: steps played over steps of a campaign. The pilot is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Campaigns played.
    pub campaigns: f64,
    /// Steps of a whole campaign, on average.
    pub steps: f64,
    /// Campaigns that plain simulation needs for the same coefficient of variation, (1 − p)/(p·CV²).
    pub plain: f64,
    /// Plain over played.
    pub saved: f64,
}

/// How a parameter of the campaigns that came to the event differs from all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaning {
    /// The parameter.
    pub parameter: &'static str,
    /// Its mean over all draws.
    pub all: f64,
    /// Its mean over campaigns that came to the event.
    pub there: f64,
    /// The difference in standard deviations over all draws.
    pub shift: f64,
}

/// An estimate with a parameter held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The parameter.
    pub parameter: String,
    /// Place in its distribution.
    pub place: f64,
    /// Its value there.
    pub value: f64,
    /// The estimate.
    pub estimate: Repeated,
}

impl Answer {
    /// The answer that the repeats give. `command` is what was typed.
    ///
    /// # Errors
    /// Parameters that the model cannot take.
    pub fn of(rare: &Rare<'_>, repeats: &Repeats, command: &str) -> Result<Option<Self>, DrawError> {
        let Some(estimate) = Repeated::of(&repeats.all) else {
            return Ok(None);
        };
        let conflict = &rare.conflict.record.conflict;
        let levels = match rare.settings.method {
            Method::Fixed => Rung::all(&repeats.all),
            Method::Adaptive => Vec::new(),
        };
        Ok(Some(Self {
            provenance: Asked {
                halha: env!("CARGO_PKG_VERSION").to_owned(),
                chance: SCHEME,
                conflict: [conflict.id.to_string(), conflict.title.clone()],
                fingerprint: format!("{:016x}", fingerprint(rare)),
                settings: rare.settings,
                stopped: repeats.stopped,
                command: command.to_owned(),
            },
            event: rare.event.clone(),
            held: Vec::new(),
            cost: cost(&estimate, repeats),
            estimate,
            levels,
            ancestors: ancestors(repeats),
            leaning: leaning(rare, repeats)?,
            swing: Vec::new(),
            plain: None,
            integrated: None,
        }))
    }
}

fn fingerprint(rare: &Rare<'_>) -> u64 {
    let posterior = rare.conflict.posterior.as_ref().map_or(0, |p| p.fingerprint());
    let event = format!("{:?}", rare.event);
    fnv1a(format!("{:016x}{posterior:016x}{event}", rare.conflict.fingerprint).as_bytes())
}

fn cost(estimate: &Repeated, repeats: &Repeats) -> Cost {
    let pilot = repeats.pilot.as_ref().map_or(0, |p| p.work);
    let campaigns = (estimate.work + pilot) as f64 / repeats.campaign;
    let p = estimate.probability;
    let plain = (1.0 - p) / (p * estimate.variation * estimate.variation);
    Cost {
        campaigns,
        steps: repeats.campaign,
        plain,
        saved: plain / campaigns,
    }
}

/// The distinct first ancestors of what came to the event.
fn ancestors(repeats: &Repeats) -> u64 {
    let one = |s: &Splitting| {
        let mut all = s.ancestors.clone();
        all.sort_unstable();
        all.dedup();
        all.len() as u64
    };
    repeats.all.iter().map(one).sum()
}

/// Means over the first ancestors of what came to the event, each repeat by its estimate, against all that began.
fn leaning(rare: &Rare<'_>, repeats: &Repeats) -> Result<Vec<Leaning>, DrawError> {
    let n = PARAMETERS.len();
    let total: f64 = repeats.all.iter().map(|s| s.probability).sum();
    if total <= 0.0 {
        return Ok(Vec::new());
    }
    let mut there = vec![0.0; n];
    for (repeat, one) in repeats.all.iter().enumerate() {
        let weight = one.probability / total / one.ancestors.len().max(1) as f64;
        for ancestor in &one.ancestors {
            let parameters = rare.parameters(rare.draw(repeat as u64, *ancestor))?;
            for (sum, value) in there.iter_mut().zip(parameters.to_vec()) {
                *sum += weight * value;
            }
        }
    }
    let (mut sums, mut squares) = (vec![0.0; n], vec![0.0; n]);
    for draw in 0..DRAWS {
        for (k, value) in rare.parameters(draw)?.to_vec().into_iter().enumerate() {
            sums[k] += value;
            squares[k] += value * value;
        }
    }
    let draws = DRAWS as f64;
    let one = |k: usize| {
        let mean = sums[k] / draws;
        let sd = (squares[k] / draws - mean * mean).max(0.0).sqrt();
        Leaning {
            parameter: PARAMETERS[k].name,
            all: mean,
            there: there[k],
            shift: if sd > 1e-9 * mean.abs() {
                (there[k] - mean) / sd
            } else {
                0.0
            },
        }
    };
    let least = 3.0 / (ancestors(repeats).max(1) as f64).sqrt();
    let mut all: Vec<Leaning> = (0..n).map(one).filter(|l| l.shift.abs() > least).collect();
    all.sort_by(|a, b| b.shift.abs().total_cmp(&a.shift.abs()));
    all.truncate(TOLD);
    Ok(all)
}

/// The estimate with the event's dominating parameter held at three places of its distribution, a third of the repeats
/// each; empty if the event names none.
///
/// # Errors
/// As for [`Rare::play`].
pub fn swing(
    conflict: &LoadedConflict,
    event: &Event,
    settings: RareSettings,
    threads: Option<usize>,
    watch: &dyn Watch,
) -> Result<Vec<Swing>, RareError> {
    let Some(parameter) = &event.parameter else {
        return Ok(Vec::new());
    };
    let settings = RareSettings {
        repeats: settings.repeats.div_ceil(3).max(3),
        ..settings
    };
    let values = distribution(conflict, settings, parameter)?;
    let mut all = Vec::new();
    for place in PLACES {
        let value = quantile(&values, place);
        let mut held = conflict.clone();
        // A value that was drawn is one that the parameter can take.
        if held.hold(parameter, value).is_err() {
            continue;
        }
        let repeats = Rare::new(&held, event, settings)?.play(threads, watch)?;
        if let Some(estimate) = Repeated::of(&repeats.all) {
            all.push(Swing {
                parameter: parameter.clone(),
                place,
                value,
                estimate,
            });
        }
    }
    Ok(all)
}

/// Values of a parameter over many draws, sorted.
fn distribution(
    conflict: &LoadedConflict,
    settings: RareSettings,
    parameter: &str,
) -> Result<Vec<f64>, RareError> {
    let Some(at) = PARAMETERS.iter().position(|p| p.name == parameter) else {
        return Ok(vec![f64::NAN]);
    };
    let mut values = match (&conflict.posterior, settings.parameters) {
        (Some(posterior), ParameterSource::Posterior) => posterior.column(at),
        _ => {
            let one = |draw| {
                let drawn = conflict.draw(settings.parameters, settings.seed, draw);
                drawn
                    .map(|parameters| parameters.to_vec()[at])
                    .map_err(|errors| DrawError {
                        draw,
                        wrong: crate::ensemble::in_words(&errors),
                    })
            };
            (0..DRAWS).map(one).collect::<Result<_, _>>()?
        }
    };
    values.sort_unstable_by(f64::total_cmp);
    Ok(values)
}
