//! Each named clash of the record by itself: what losses the model expects of such forces, and what is claimed.

use std::collections::BTreeMap;

use halha_kernel::chance::{Key, Purpose, Stream};
use halha_kernel::engagement::{Encounter, FightAddress, fight};
use halha_kernel::event::{Forces, Posture, Victor};
use halha_kernel::maths::{exp, ln};
use halha_kernel::parameters::Parameters;
use halha_kernel::prepared::Prepared;
use halha_record::model::{ClaimRow, Incident};
use halha_record::vocab::{ElementClass, ElementId, Role, Unit};
use halha_record::{Record, Value};
use serde::Serialize;

use crate::compare::{Mark, Simulated, Verdict, none_meets, verdict, yes};
use crate::conflict::LoadedConflict;
use crate::priors::fnv1a;
use crate::settings::ParameterSource;
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
    /// The losses of every fight that was played; too many to be told.
    #[serde(skip)]
    pub values: Vec<f64>,
}

impl ClashLosses {
    /// Every claim that somebody vouches for lies outside.
    pub fn is_misfit(&self) -> bool {
        none_meets(&self.recorded)
    }
}

/// Who had the better of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClashVictor {
    /// Index of the recorded victor.
    pub side: usize,
    /// Share of the simulated fights that it wins (draws count as not won).
    pub wins: Share,
}

impl ClashVictor {
    /// Whether the model gives the recorded victor a chance of one in twenty at least.
    pub fn verdict(&self) -> Verdict {
        yes(self.wins.share)
    }
}

/// What of the named clashes does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct ClashMisfits<'a> {
    /// Losses of which no vouched claim lies inside.
    pub losses: Vec<(&'a Clash, &'a ClashLosses)>,
    /// Losses in all.
    pub of_losses: usize,
    /// Victors that are unlikely to win.
    pub victors: Vec<(&'a Clash, &'a ClashVictor)>,
    /// Victors in all.
    pub of_victors: usize,
}

/// The misfits of some clashes, in their order.
pub fn misfits(clashes: &[Clash]) -> ClashMisfits<'_> {
    let losses = || clashes.iter().flat_map(|c| c.losses.iter().map(move |l| (c, l)));
    let victors = || clashes.iter().filter_map(|c| Some((c, c.victor.as_ref()?)));
    ClashMisfits {
        losses: losses().filter(|(_, l)| l.is_misfit()).collect(),
        of_losses: losses().count(),
        victors: victors().filter(|(_, v)| !v.verdict().meets()).collect(),
        of_victors: victors().count(),
    }
}

/// Fights of each clash where nothing else is asked for.
pub const FIGHTS: u64 = 1000;
/// Study number of the clashes: apart from the runs.
const CLASH_STUDY: u64 = 1;

/// Plays every named clash `fights` times with parameters from `source`.
///
/// Forces are drawn log-uniformly between the lowest and the highest claim for each side, afresh in each fight, so
/// that rival strengths are integrated over, not chosen between. Posture hasty, surprise by the model's own odds,
/// no superiority in the air, full supply.
pub fn clashes(conflict: &LoadedConflict, source: ParameterSource, seed: u64, fights: u64) -> Vec<Clash> {
    let mut found: Vec<&Incident> = conflict.record.incidents.iter().collect();
    found.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
    let drawn: Vec<Prepared> = (0..fights)
        .filter_map(|draw| conflict.draw(source, seed, draw).ok())
        .filter_map(|parameters: Parameters| Prepared::new(&conflict.scenario, &parameters).ok())
        .collect();
    found
        .into_iter()
        .filter_map(|incident| clash(&conflict.record, incident, &drawn, seed))
        .collect()
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
            let values: Vec<f64> = played
                .iter()
                .map(|f| f.lost[side][usize::from(what == "casualties")])
                .collect();
            let simulated = Quantiles::of(values.clone())?;
            let recorded = marks.into_iter().map(|m| placed(m, &simulated)).collect();
            losses.push(ClashLosses {
                side,
                what,
                simulated,
                recorded,
                values,
            });
        }
    }
    let victor = incident.victor.as_ref().and_then(|v| {
        let side = record.conflict.sides.iter().position(|s| s.id == *v)?;
        let wins = Share::of(
            played.iter().filter(|f| f.winner == Some(side)).count() as u64,
            played.len() as u64,
        )?;
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
    mark.verdict = verdict(
        mark.low,
        mark.high.unwrap_or(f64::INFINITY),
        &Simulated::Number(*simulated),
    );
    mark
}

struct Played {
    /// Killed and casualties of each side.
    lost: [[f64; 2]; 2],
    winner: Option<usize>,
}

fn play(
    drawn: &[Prepared],
    seed: u64,
    incident: &str,
    men: [[f64; 2]; 2],
    known: Option<usize>,
) -> Vec<Played> {
    let id = fnv1a(incident.as_bytes());
    let one = |(draw, prepared): (usize, &Prepared)| {
        let key = Key::derive(seed, CLASH_STUDY, draw as u64, 0);
        let mut stream = Stream::new(key, id, Purpose::Assumption, 0);
        let forces = men.map(|[low, high]| {
            let u = stream.open();
            let n = exp(ln(low) * (1.0 - u) + ln(high) * u).round().max(1.0);
            Forces {
                men: n as u32,
                ..Forces::default()
            }
        });
        let coin = stream.open();
        let attacker = known.unwrap_or(usize::from(coin < 0.5));
        let p = prepared.parameters();
        let u = stream.open();
        let surprise = if u < p.surprise_full {
            2
        } else {
            u8::from(u < p.surprise_full + p.surprise_part)
        };
        let encounter = Encounter {
            attacker,
            forces,
            posture: Posture::Hasty,
            surprise,
            air: 0.0,
            punch: [1.0; 2],
        };
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

/// Lowest and highest number of men claimed for a side.
///
/// Claims on the side's parties taken together count as they are; claims on single parties are added up, each from
/// its lowest to its highest, leaving out forces whose whole is counted already.
pub(crate) fn strength(record: &Record, incident: &Incident, side: usize) -> Option<[f64; 2]> {
    let present = men_by_party(record, incident, side);
    let together = present
        .iter()
        .filter(|(party, _)| party.len() > 1)
        .map(|(_, ends)| *ends);
    let single = present
        .iter()
        .filter(|(party, _)| party.len() == 1 && !counted_above(record, party, &present));
    let sum = single
        .map(|(_, ends)| *ends)
        .reduce(|a, b| [a[0] + b[0], a[1] + b[1]]);
    let [low, high] = together
        .chain(sum)
        .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    (low >= 1.0 && high >= low).then_some([low, high])
}

type Party = Vec<String>;

/// Lowest and highest claim on men present, by whom it is about; figures for one arm only where there is none for all.
fn men_by_party(record: &Record, incident: &Incident, side: usize) -> BTreeMap<Party, [f64; 2]> {
    let ranges = |bodies: bool| {
        let mut found: BTreeMap<Party, [f64; 2]> = BTreeMap::new();
        for claim in men_claims(record, incident, "present", side, bodies) {
            let Some((low, high)) = ends(record, claim) else {
                continue;
            };
            // "Fewer than a hundred" says no more than a hundred, not that there may have been none.
            let low = if low < 1.0 { high } else { low };
            let slot = found.entry(members(record, claim)).or_insert([low, high]);
            *slot = [slot[0].min(low), slot[1].max(high)];
        }
        found
    };
    let mut found = ranges(false);
    for (party, ends) in ranges(true) {
        found.entry(party).or_insert(ends);
    }
    found
}

/// The parties that a claim is about, groups taken apart.
fn members(record: &Record, claim: &ClaimRow) -> Party {
    let mut out: Party = Vec::new();
    for party in &claim.party {
        match record
            .parties
            .get(party.as_str())
            .filter(|p| !p.members.is_empty())
        {
            Some(group) => out.extend(group.members.iter().map(ToString::to_string)),
            None => out.push(party.to_string()),
        }
    }
    out.sort();
    out.dedup();
    out
}

/// A force whose whole has a figure of its own.
fn counted_above(record: &Record, party: &Party, present: &BTreeMap<Party, [f64; 2]>) -> bool {
    let mut at = party.first().and_then(|id| record.parties.get(id));
    for _ in 0..record.parties.len() {
        let Some(whole) = at.and_then(|p| p.part_of.as_ref()) else {
            return false;
        };
        if present.contains_key(&vec![whole.to_string()]) {
            return true;
        }
        at = record.parties.get(whole.as_str());
    }
    false
}

/// Claims on killed and on all casualties that cover a side's main body.
pub(crate) fn claimed_losses(
    record: &Record,
    incident: &Incident,
    side: usize,
) -> BTreeMap<&'static str, Vec<Mark>> {
    ["killed", "casualties"]
        .into_iter()
        .map(|what| (what, claimed(record, incident, side, what)))
        .filter(|(_, marks)| !marks.is_empty())
        .collect()
}

/// Claims on one kind of loss in men that cover a side's main body, the lowest first.
///
/// One voice that gives single parties' losses in one source is added up; claims that leave out the largest
/// contingent present (a client's losses beside its patron's army) are no claims on the side.
pub(crate) fn claimed(record: &Record, incident: &Incident, side: usize, attribute: &str) -> Vec<Mark> {
    let main = main_body(record, incident, side);
    let mut voices: BTreeMap<(String, String), Vec<(Party, Mark)>> = BTreeMap::new();
    for claim in men_claims(record, incident, attribute, side, false) {
        let Some((low, high)) = ends(record, claim) else {
            continue;
        };
        let s = &claim.statement;
        let party = members(record, claim);
        let mark = Mark {
            low,
            high: high.is_finite().then_some(high),
            claimed_by: s.claimed_by.to_string(),
            source: s.source.to_string(),
            status: s.status.to_string(),
            note: party.join(" and "),
            verdict: None,
        };
        voices
            .entry((mark.claimed_by.clone(), mark.source.clone()))
            .or_default()
            .push((party, mark));
    }
    let mut marks: Vec<Mark> = voices
        .into_values()
        .flat_map(|rows| of_one_voice(rows, &main))
        .collect();
    marks.sort_by(|a, b| {
        a.low
            .total_cmp(&b.low)
            .then_with(|| a.claimed_by.cmp(&b.claimed_by))
    });
    marks
}

/// The parties of the largest contingent that is said to have been present; none if no strength is stated.
fn main_body(record: &Record, incident: &Incident, side: usize) -> Party {
    let present = men_by_party(record, incident, side);
    let largest = present
        .into_iter()
        .filter(|(p, _)| p.len() == 1)
        .max_by(|a, b| a.1[1].total_cmp(&b.1[1]));
    largest.map(|(party, _)| party).unwrap_or_default()
}

/// What one voice says in one source: its figures for the whole as they are, or the sum of its figures for parts.
fn of_one_voice(rows: Vec<(Party, Mark)>, main: &Party) -> Vec<Mark> {
    let covers = |party: &Party| main.iter().all(|m| party.contains(m));
    let parties: std::collections::BTreeSet<&Party> = rows.iter().map(|r| &r.0).collect();
    let disjoint_parts = parties.len() > 1 && parties.iter().all(|p| p.len() == 1);
    if !disjoint_parts {
        return rows.into_iter().filter(|r| covers(&r.0)).map(|r| r.1).collect();
    }
    if !main.is_empty() && !parties.contains(main) {
        return Vec::new();
    }
    let mut by_party: BTreeMap<Party, Mark> = BTreeMap::new();
    for (party, mark) in rows {
        match by_party.get_mut(&party) {
            None => {
                by_party.insert(party, mark);
            }
            Some(slot) => {
                slot.high = Some(top(slot).max(top(&mark)));
                slot.low = slot.low.min(mark.low);
            }
        }
    }
    let mut sum: Option<Mark> = None;
    for mark in by_party.into_values() {
        match &mut sum {
            None => sum = Some(mark),
            Some(s) => {
                s.high = Some(top(s) + top(&mark));
                s.low += mark.low;
                s.note = format!("{} and {}", s.note, mark.note);
            }
        }
    }
    sum.into_iter().collect()
}

fn top(mark: &Mark) -> f64 {
    mark.high.unwrap_or(mark.low)
}

/// Claims in men about parties of a side; with `bodies` those about one arm (cavalry, border guards), else those about
/// men without distinction.
fn men_claims<'r>(
    record: &'r Record,
    incident: &Incident,
    attribute: &'r str,
    side: usize,
    bodies: bool,
) -> impl Iterator<Item = &'r ClaimRow> {
    let id = &record.conflict.sides[side].id;
    let arm = |e: ElementId| e.class() == ElementClass::Infantry;
    record.claims_about(incident.id.as_str()).filter(move |c| {
        c.attribute == attribute
            && c.statement.unit == Unit::Men
            && c.element.map_or(!bodies, |e| bodies && arm(e))
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
pub(crate) fn attacker(record: &Record, incident: &Incident) -> Option<usize> {
    let initiators = record
        .participants
        .iter()
        .filter(|p| p.incident == incident.id && p.role == Role::Initiator);
    let mut sides = initiators.filter_map(|p| record.side_of(p.party.as_str()));
    let first = sides.next()?;
    sides
        .all(|s| s == first)
        .then(|| record.conflict.sides.iter().position(|s| s.id == *first))
        .flatten()
}
