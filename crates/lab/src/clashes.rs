//! Each named clash of the record by itself: what losses the model expects of such forces, and what is claimed.

use std::collections::BTreeMap;

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Forces, Posture, Victor};
use halha_kernel::maths::{exp, ln};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use halha_record::model::{ClaimRow, Incident};
use halha_record::vocab::Role;
use halha_record::{Record, Value};
use serde::Serialize;

use crate::compare::{Mark, Simulated, verdict};
use crate::conflict::LoadedConflict;
use crate::priors::fnv1a;
use crate::statistics::{Quantiles, Share};

/// A named clash with the forces that the record gives for both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clash {
    /// Incident.
    pub incident: String,
    /// Its name.
    pub name: String,
    /// Its date, as the record writes it.
    pub date: String,
    /// Index of the side taken as attacker; by the record's initiator where it names one alone.
    pub attacker: usize,
    /// Whether the record names the attacker; otherwise both sides are tried, half the time each.
    pub attacker_known: bool,
    /// Lowest and highest number of men claimed for each side.
    pub men: [[f64; 2]; 2],
    /// Losses of each side: killed and all casualties.
    pub losses: Vec<ClashLosses>,
    /// How often the side that the record calls the victor wins.
    pub victor: Option<ClashVictor>,
}

/// One side's losses of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClashLosses {
    /// Index of the side.
    pub side: usize,
    /// `killed` or `casualties`.
    pub what: &'static str,
    /// What the model expects of such forces.
    pub simulated: Quantiles,
    /// What is claimed.
    pub recorded: Vec<Mark>,
}

/// Who had the better of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClashVictor {
    /// Index of the recorded victor.
    pub side: usize,
    /// Share of the simulated fights that it wins (draws count as not won).
    pub wins: Share,
}

/// Study number of the clashes: apart from the runs.
const CLASH_STUDY: u64 = 1;

/// Plays every named clash `fights` times with parameters from the priors.
///
/// Forces are drawn log-uniformly between the lowest and the highest claim for each side, afresh in each fight, so
/// that rival strengths are integrated over, not chosen between. Posture hasty, surprise by the model's own odds,
/// no superiority in the air, full supply.
pub fn clashes(conflict: &LoadedConflict, seed: u64, fights: u64) -> Vec<Clash> {
    let mut found: Vec<&Incident> = conflict.record.incidents.iter().collect();
    found.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
    let drawn: Vec<Prepared> = (0..fights)
        .filter_map(|draw| conflict.priors.draw(seed, draw).ok())
        .filter_map(|parameters: Parameters| Prepared::new(&conflict.scenario, &parameters).ok())
        .collect();
    found.into_iter().filter_map(|incident| clash(&conflict.record, incident, &drawn, seed)).collect()
}

fn clash(record: &Record, incident: &Incident, drawn: &[Prepared], seed: u64) -> Option<Clash> {
    let men = [0, 1].map(|side| strength(record, incident, side));
    let men = [men[0]?, men[1]?];
    let claimed = [0, 1].map(|side| claimed_losses(record, incident, side));
    if claimed.iter().all(BTreeMap::is_empty) {
        return None;
    }
    let known = attacker(record, incident);
    let played = play(drawn, seed, incident.id.as_str(), men, known);
    let mut losses = Vec::new();
    for (side, claimed) in claimed.into_iter().enumerate() {
        for (what, marks) in claimed {
            let values = played.iter().map(|f| f.lost[side][usize::from(what == "casualties")]).collect();
            let simulated = Quantiles::of(values)?;
            let recorded = marks.into_iter().map(|m| placed(m, &simulated)).collect();
            losses.push(ClashLosses { side, what, simulated, recorded });
        }
    }
    let victor = incident.victor.as_ref().and_then(|v| {
        let side = record.conflict.sides.iter().position(|s| s.id == *v)?;
        let wins = Share::of(played.iter().filter(|f| f.winner == Some(side)).count() as u64, played.len() as u64)?;
        Some(ClashVictor { side, wins })
    });
    Some(Clash {
        incident: incident.id.to_string(),
        name: incident.name.clone(),
        date: incident.date.to_string(),
        attacker: known.unwrap_or(0),
        attacker_known: known.is_some(),
        men,
        losses,
        victor,
    })
}

fn placed(mut mark: Mark, simulated: &Quantiles) -> Mark {
    mark.verdict = verdict(mark.low, mark.high.unwrap_or(f64::INFINITY), &Simulated::Number(*simulated));
    mark
}

struct Played {
    /// Killed and casualties of each side.
    lost: [[f64; 2]; 2],
    winner: Option<usize>,
}

fn play(drawn: &[Prepared], seed: u64, incident: &str, men: [[f64; 2]; 2], known: Option<usize>) -> Vec<Played> {
    let id = fnv1a(incident.as_bytes());
    let one = |(draw, prepared): (usize, &Prepared)| {
        let key = Key::derive(seed, CLASH_STUDY, draw as u64, 0);
        let mut stream = Stream::new(key, id, Purpose::Assumption, 0);
        let forces = men.map(|[low, high]| {
            let u = stream.open();
            let n = exp(ln(low) * (1.0 - u) + ln(high) * u).round().max(1.0);
            Forces { men: n as u32, ..Forces::default() }
        });
        let coin = stream.open();
        let attacker = known.unwrap_or(usize::from(coin < 0.5));
        let p = prepared.parameters();
        let u = stream.open();
        let surprise = if u < p.surprise_full { 2 } else { u8::from(u < p.surprise_full + p.surprise_part) };
        let encounter = Encounter { attacker, forces, posture: Posture::Hasty, surprise, air: 0.0, punch: [1.0; 2] };
        let fight = fight(prepared, &encounter, &key, FightAddress { id, step: 0 });
        Played {
            lost: fight.losses.map(|l| [f64::from(l.killed), f64::from(l.men())]),
            winner: match fight.victor {
                Victor::Attacker => Some(attacker),
                Victor::Defender => Some(1 - attacker),
                Victor::Draw => None,
            },
        }
    };
    drawn.iter().enumerate().map(one).collect()
}

/// Lowest and highest number of men claimed for a side: the largest single claim on it, or the sum of its parties'.
fn strength(record: &Record, incident: &Incident, side: usize) -> Option<[f64; 2]> {
    let mut by_party: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for claim in men_claims(record, incident, &["present"], side) {
        let Some((low, high)) = ends(record, claim) else { continue };
        let party = claim.party.iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
        let slot = by_party.entry(party).or_insert([low, high]);
        *slot = [slot[0].min(low), slot[1].max(high)];
    }
    let leader = &record.conflict.sides[side].leader;
    let whole = by_party.iter().filter(|(party, _)| party.split(';').count() > 1 || **party == **leader);
    let largest = whole.map(|(_, ends)| *ends).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
    let sum = by_party.values().copied().reduce(|a, b| [a[0] + b[0], a[1] + b[1]]);
    let [low, high] = match (largest, sum) {
        (Some(l), Some(s)) => [l[0].max(1.0), l[1].max(s[1].min(2.0 * l[1]))],
        (None, Some(s)) => s,
        _ => return None,
    };
    (low >= 1.0 && high >= low).then_some([low, high])
}

/// Claims on killed and on all casualties of a side as a whole.
fn claimed_losses(record: &Record, incident: &Incident, side: usize) -> BTreeMap<&'static str, Vec<Mark>> {
    let mut found: BTreeMap<&'static str, Vec<Mark>> = BTreeMap::new();
    for (attribute, what) in [("killed", "killed"), ("casualties", "casualties")] {
        for claim in men_claims(record, incident, &[attribute], side) {
            let Some((low, high)) = ends(record, claim) else { continue };
            let s = &claim.statement;
            found.entry(what).or_default().push(Mark {
                low,
                high: high.is_finite().then_some(high),
                claimed_by: s.claimed_by.to_string(),
                source: s.source.to_string(),
                status: s.status.to_string(),
                note: claim.party.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "),
                verdict: None,
            });
        }
    }
    for marks in found.values_mut() {
        marks.sort_by(|a, b| a.low.total_cmp(&b.low).then_with(|| a.claimed_by.cmp(&b.claimed_by)));
    }
    found
}

/// Claims about men (no element, or an element of persons is left out) whose parties all belong to a side.
fn men_claims<'r>(
    record: &'r Record,
    incident: &Incident,
    attributes: &'r [&str],
    side: usize,
) -> impl Iterator<Item = &'r ClaimRow> {
    let id = &record.conflict.sides[side].id;
    record.claims_about(incident.id.as_str()).filter(move |c| {
        attributes.iter().any(|a| c.attribute == *a)
            && c.element.is_none()
            && !c.party.is_empty()
            && c.party.iter().all(|p| record.side_of(p.as_str()) == Some(id))
    })
}

fn ends(record: &Record, claim: &ClaimRow) -> Option<(f64, f64)> {
    let value: Value = record.quantity(&claim.statement).as_read();
    let (low, high) = value.ends()?;
    let high = if high.is_finite() { high } else { low };
    Some((low, high))
}

/// The side of the initiator, where the record names one alone.
fn attacker(record: &Record, incident: &Incident) -> Option<usize> {
    let initiators = record.participants.iter().filter(|p| p.incident == incident.id && p.role == Role::Initiator);
    let mut sides = initiators.filter_map(|p| record.side_of(p.party.as_str()));
    let first = sides.next()?;
    sides.all(|s| s == first).then(|| record.conflict.sides.iter().position(|s| s.id == *first)).flatten()
}
