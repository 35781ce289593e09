//! The answer to a what-if: everything that the terminal, the page, JSON and tables tell, worked out once.

use serde::{Deserialize, Serialize};

use super::contrast::{Contrast, Divergence};
use super::intervention::Tag;
use super::job::{PairSettings, Whatif, Worlds};
use super::measures::{Measure, Quantity};
use super::plan::Column;
use crate::priors::fnv1a;

/// Precision to which the number of pairs needed is told when none is asked for.
pub const PRECISION: f64 = 0.01;

/// Everything that a what-if says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was played and how to make it again.
    pub provenance: Asked,
    /// What is compared, in order.
    pub measures: Vec<Measure>,
    /// A column for each intervention or composition.
    pub columns: Vec<Answered>,
}

/// What decides the pairs, and the command that plays them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Version of the program.
    pub halha: String,
    /// Version of the scheme that turns names of runs into luck.
    pub chance: u64,
    /// The conflict's id and title.
    pub conflict: [String; 2],
    /// The conflict as it was named.
    pub called: String,
    /// The columns as they were typed.
    pub interventions: Vec<String>,
    /// Fingerprint of scenario, priors, interventions and measures, hexadecimal.
    pub fingerprint: String,
    /// Root of all luck.
    pub seed: u64,
    /// Pairs asked for.
    pub asked: u64,
    /// Pairs played.
    pub pairs: u64,
    /// Pairs with the same parameters.
    pub per_draw: u64,
    /// Standard error at which the work was to end, if one was asked for.
    pub until_precision: Option<f64>,
    /// Standard error for which `pairs_needed` is told: of a probability, of the logarithm of losses and of a year as
    /// it stands, of anything else relative to the baseline's mean.
    pub precision: f64,
    /// Whether somebody stopped the work.
    pub stopped: bool,
    /// The command.
    pub command: String,
}

/// One column of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Name: the interventions joined by `+`.
    pub name: String,
    /// Title.
    pub title: String,
    /// Question.
    pub question: String,
    /// What is to be estimated.
    pub estimand: String,
    /// What speaks for the answer.
    pub tag: Tag,
    /// A source of the record, or the reason of an assumption.
    pub origin: String,
    /// First day played after the recorded history with which both worlds begin.
    pub history_to: Option<String>,
    /// First day on which anything may differ.
    pub from: Option<String>,
    /// That it is empty, or what it waits for.
    pub note: String,
    /// When the worlds part.
    pub divergence: Divergence,
    /// Quartiles of the first day on which anything differed, as dates.
    pub parted: Option<[String; 3]>,
    /// The differences.
    pub contrasts: Vec<Contrast>,
    /// Pairs that are told.
    pub shown: Vec<Chosen>,
}

/// A pair that is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// `typical` or `extreme`.
    pub kind: String,
    /// Number of the pair.
    pub pair: usize,
    /// Draw and replicate.
    pub draw: u64,
    /// Replicate.
    pub replicate: u64,
    /// How it was chosen.
    pub chosen: String,
    /// Day on which its worlds part, days since the start.
    pub parted: f64,
}

impl Answer {
    /// The answer that the worlds played so far give. `interventions` are the names or files as they were typed.
    pub fn of(whatif: &Whatif<'_>, worlds: &Worlds, interventions: &[String], conflict: &str) -> Self {
        let settings = whatif.settings();
        let precision = settings.precision.unwrap_or(PRECISION);
        let columns = whatif.plans().iter().enumerate();
        let columns = columns.map(|(n, plan)| answered(whatif, worlds, n, &plan.column, precision));
        Self {
            measures: whatif.measures().to_vec(),
            columns: columns.collect(),
            provenance: asked(whatif, worlds, interventions, (conflict, precision)),
        }
    }

    /// The answer about these measures only; about all if none is named.
    pub fn only(&self, measures: &[String]) -> Self {
        let mut answer = self.clone();
        if !measures.is_empty() {
            answer.measures.retain(|m| measures.contains(&m.id));
            let wanted = |c: &Contrast| measures.contains(&c.measure);
            answer
                .columns
                .iter_mut()
                .for_each(|column| column.contrasts.retain(wanted));
        }
        answer
    }

    /// The contrast of a measure in a column.
    pub fn contrast(&self, column: usize, measure: &str) -> Option<&Contrast> {
        let all = &self.columns.get(column)?.contrasts;
        all.iter().find(|c| c.measure == measure)
    }
}

fn asked(whatif: &Whatif<'_>, worlds: &Worlds, names: &[String], about: (&str, f64)) -> Asked {
    let (conflict, settings) = (whatif.conflict(), whatif.settings());
    let head = &conflict.record.conflict;
    let (called, precision) = about;
    Asked {
        halha: env!("CARGO_PKG_VERSION").to_owned(),
        chance: halha_kernel::chance::SCHEME,
        conflict: [head.id.to_string(), head.title.clone()],
        called: called.to_owned(),
        interventions: names.to_vec(),
        fingerprint: format!("{:016x}", fingerprint(whatif)),
        seed: settings.seed,
        // What was stopped is made again by asking for as many pairs as were played.
        asked: if worlds.stopped {
            worlds.pairs as u64
        } else {
            settings.pairs
        },
        pairs: worlds.pairs as u64,
        per_draw: settings.per_draw,
        until_precision: settings.precision,
        precision,
        stopped: worlds.stopped,
        command: command(settings, worlds, names, called),
    }
}

fn command(settings: &PairSettings, worlds: &Worlds, names: &[String], conflict: &str) -> String {
    let mut text = format!(
        "halha whatif {} --conflict {conflict} --pairs {} --per-draw {} --seed {}",
        names.join(" "),
        if worlds.stopped {
            worlds.pairs as u64
        } else {
            settings.pairs
        },
        settings.per_draw,
        settings.seed
    );
    if let Some(precision) = settings.precision.filter(|_| !worlds.stopped) {
        text.push_str(&format!(" --until-precision {precision}"));
    }
    text
}

/// Everything that decides the values of a pair, in a number.
pub fn fingerprint(whatif: &Whatif<'_>) -> u64 {
    let conflict = whatif.conflict();
    let posterior = conflict.posterior.as_ref().map_or(0, |p| p.fingerprint());
    let mut text = format!(
        "{:016x} {posterior:016x} {:?}",
        conflict.fingerprint,
        whatif.measures()
    );
    for plan in whatif.plans() {
        text.push_str(&plan.described());
    }
    fnv1a(text.as_bytes())
}

fn answered(whatif: &Whatif<'_>, worlds: &Worlds, n: usize, column: &Column, precision: f64) -> Answered {
    let calendar = &whatif.conflict().calendar;
    let divergence = worlds.divergence(n);
    let date = |day: f64| calendar.date(day).to_string();
    Answered {
        name: column.name.clone(),
        title: column.title.clone(),
        question: column.question.clone(),
        estimand: column.estimand.clone(),
        tag: column.tag,
        origin: column.origin.clone(),
        history_to: column.given.map(|day| date(f64::from(day))),
        from: column.from.map(date),
        note: column.note.clone(),
        parted: divergence.first.map(|s| [s.q25, s.median, s.q75].map(date)),
        divergence,
        contrasts: worlds.contrasts(n, whatif.measures(), precision),
        shown: chosen(whatif, worlds, n),
    }
}

/// A typical and an extreme pair among those in which anything changed, by the losses of both sides.
fn chosen(whatif: &Whatif<'_>, worlds: &Worlds, column: usize) -> Vec<Chosen> {
    let find = |quantity| whatif.measures().iter().position(|m| m.quantity == quantity);
    let (Some(ln), Some(losses)) = (find(Quantity::LnLosses), find(Quantity::Losses)) else {
        return Vec::new();
    };
    let difference =
        |m: usize, pair: usize| worlds.counterfactual(column, m)[pair] - worlds.baseline(column, m)[pair];
    let changed: Vec<usize> = worlds
        .all()
        .filter(|p| !worlds.parted(column)[*p].is_nan())
        .collect();
    let Some(middle) = super::Spread::of(changed.iter().map(|p| difference(ln, *p)).collect()) else {
        return Vec::new();
    };
    let off = |p: &usize| (difference(ln, *p) - middle.median).abs();
    let typical = changed.iter().copied().min_by(|a, b| off(a).total_cmp(&off(b)));
    let size = |p: &usize| difference(losses, *p).abs();
    let extreme = changed
        .iter()
        .copied()
        .rev()
        .max_by(|a, b| size(a).total_cmp(&size(b)));
    let told = |kind: &str, pair: usize, chosen: &str| {
        let (draw, replicate) = worlds.place(pair);
        Chosen {
            kind: kind.to_owned(),
            pair,
            draw,
            replicate,
            chosen: chosen.to_owned(),
            parted: worlds.parted(column)[pair],
        }
    };
    let typical = typical.map(|p| {
        told(
            "typical",
            p,
            "the median change of ln losses among pairs in which anything changed",
        )
    });
    let extreme = extreme.map(|p| told("extreme", p, "the largest change of losses"));
    typical.into_iter().chain(extreme).collect()
}
