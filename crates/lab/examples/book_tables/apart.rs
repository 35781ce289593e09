//! What keeps the pairs of an intervention from saving more: how much of the variance of the difference of ln losses stands
//! in the crises that were open when the worlds parted, how much in later ones that open in both, how much in those of one
//! world alone.

use std::collections::BTreeMap;
use std::fmt::Write;

use halha_kernel::event::Event;
use halha_lab::LoadedConflict;
use halha_lab::replay::Log;
use halha_lab::whatif::{Chosen, NoWatch, PairSettings, Plan, Quantity, Shelf, Whatif, measures, shelf};
use halha_record::Folder;

use super::{Failed, SEED};

/// Losses of a pair's two worlds: all, and of those in the three kinds of crises.
#[derive(Default)]
struct Lost {
    all: [f64; 2],
    kinds: [[f64; 2]; 3],
}

pub(crate) fn table(
    folder: &Folder,
    conflict: &LoadedConflict,
    (intervention, pairs): (&str, u64),
) -> Result<String, Failed> {
    let (all, _) = shelf(folder, Shelf::of(conflict));
    let one = all.iter().find(|i| i.id == intervention);
    let one = one.ok_or("no intervention is called so")?;
    let plan = Plan::of(&[one], conflict).map_err(|p| format!("{p:?}"))?;
    let (measures, _) = measures(folder, conflict);
    let settings = PairSettings {
        pairs,
        per_draw: 10,
        seed: SEED,
        precision: None,
    };
    let whatif = Whatif::new(conflict, vec![plan], measures.clone(), settings)?;
    let worlds = whatif.play(None, &NoWatch)?;
    let losses = measures.iter().position(|m| m.quantity == Quantity::Losses);
    let losses = losses.ok_or("losses are not measured")?;
    let mut found = Vec::new();
    for pair in worlds.all() {
        let mut lost = Lost {
            all: [
                worlds.baseline(0, losses)[pair],
                worlds.counterfactual(0, losses)[pair],
            ],
            ..Lost::default()
        };
        let parted = worlds.parted(0)[pair];
        if !parted.is_nan() {
            let (draw, replicate) = worlds.place(pair);
            let told = whatif.tell(0, &chosen(pair, draw, replicate, parted))?;
            lost.kinds = kinds(&told.logs, parted);
        }
        found.push(lost);
    }
    Ok(report(&found)?)
}

fn chosen(pair: usize, draw: u64, replicate: u64, parted: f64) -> Chosen {
    Chosen {
        kind: String::new(),
        pair,
        draw,
        replicate,
        chosen: String::new(),
        parted,
    }
}

/// Losses in crises that stood when the worlds parted, that opened in both later, and that opened in one.
fn kinds(logs: &[Log; 2], parted: f64) -> [[f64; 2]; 3] {
    let mut lost: [BTreeMap<u64, f64>; 2] = Default::default();
    let mut opened: BTreeMap<u64, f64> = BTreeMap::new();
    for (world, log) in logs.iter().enumerate() {
        for (time, event) in &log.events {
            match event {
                Event::EpisodeOpened { id, .. } => {
                    opened.insert(*id, *time);
                }
                Event::Settlement { id, lost: men, .. } => {
                    *lost[world].entry(*id).or_default() += f64::from(men[0]) + f64::from(men[1]);
                }
                _ => {}
            }
        }
    }
    let mut kinds = [[0.0; 2]; 3];
    for world in 0..2 {
        for (id, men) in &lost[world] {
            let stood = opened.get(id).is_none_or(|time| *time < parted);
            let kind = match (stood, lost[1 - world].contains_key(id)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            kinds[kind][world] += men;
        }
    }
    kinds
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (values.len() as f64 - 1.0)
}

/// The variances, and what would be saved if the worlds differed only in the first kinds of crises.
fn report(found: &[Lost]) -> Result<String, std::fmt::Error> {
    let ln = |losses: f64| (1.0 + losses.max(0.0)).ln();
    let mut text = String::from("| the worlds differ in | sd of the difference | saved |\n|---|---|---|\n");
    let names = [
        "crises that stood when they parted, nothing else",
        "and later ones of both worlds",
        "and those of one world alone",
        "everything, as it is",
    ];
    for (kinds, name) in names.iter().enumerate() {
        let other = |l: &Lost| match l.kinds.get(..=kinds) {
            Some(first) => l.all[0] + first.iter().map(|k| k[1] - k[0]).sum::<f64>(),
            None => l.all[1],
        };
        let base: Vec<f64> = found.iter().map(|l| ln(l.all[0])).collect();
        let with: Vec<f64> = found.iter().map(|l| ln(other(l))).collect();
        let difference: Vec<f64> = with.iter().zip(&base).map(|(b, a)| b - a).collect();
        let apart = variance(&base) + variance(&with);
        let paired = variance(&difference);
        writeln!(text, "| {name} | {:.3} | {:.1}× |", paired.sqrt(), apart / paired)?;
    }
    Ok(text)
}
