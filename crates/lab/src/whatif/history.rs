//! The recorded history up to a day as the state of a model that goes on from there, by named rules.

use halha_kernel::chance::Key;
use halha_kernel::event::{Forces, SettlementKind};
use halha_kernel::maths::{exp, ln, sqrt};
use halha_kernel::outcome::EpisodeRecord;
use halha_kernel::outside::{Past, Standing};
use halha_kernel::parameters::Parameters;
use halha_kernel::policy::Policy;
use halha_kernel::prepared::Prepared;
use halha_kernel::run::Engine;
use halha_kernel::rung::Rung;
use halha_record::Record;
use halha_record::model::Incident;
use halha_record::vocab::ActKind;

use crate::clashes::attacker;
use crate::conflict::LoadedConflict;
use crate::policy_script::rung;
use crate::priors::fnv1a;

/// Casualties of both sides from which on a recorded incident counts as a crisis of its own. Assumed; the same bound
/// beyond which a run stores a crisis in its summary.
const GREAT: f64 = 100.0;

/// The rules by which the record becomes a state, by name. The book's page on what-if prints them.
pub const RULES: &[(&str, &str)] = &[
    (
        "small change",
        "Up to the day the model plays the frontier's incidents, which nobody recorded one by one; none of them opens a \
         crisis, and neither pact nor attack nor entry is decided. What they leave (grievance, incidents still to be \
         answered) stays.",
    ),
    (
        "crises",
        "A recorded incident of a sector that is part of no other and cost both sides together 100 men or more is a \
         crisis. Losses are the geometric mean of the lowest and the highest figure claimed for each side.",
    ),
    (
        "grievance",
        "A crisis leaves each side the grievance of one fight with its losses, as initiator or as victim, times what \
         settlements leave of it; it fades from the crisis's last day.",
    ),
    (
        "defeat",
        "Where the record names a victor, the other side remembers a defeat of its losses, fading from the last day.",
    ),
    (
        "pact",
        "A pact between members of both sides that was signed before the day is in force.",
    ),
    (
        "standing crisis",
        "A crisis whose dates hold the day stands. Losses so far are those of its parts that have ended; forces are \
         those of the last part that has begun and for which anybody gives men, and a side of which nobody does has as \
         many as the other. Vehicles, guns and aircraft come with them in the model's own proportion. Its initiator \
         holds the ground; the last recorded decision before the day is the last act, and the other side is to answer.",
    ),
];

/// A recorded crisis that is over.
#[derive(Debug, Clone, PartialEq)]
struct Over {
    opened: f64,
    ended: f64,
    sector: usize,
    lost: [f64; 2],
    initiator: Option<usize>,
    loser: Option<usize>,
    rung: Rung,
}

/// The record up to a day: what does not depend on parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct History {
    /// First day that the model plays.
    pub(crate) day: f64,
    over: Vec<Over>,
    standing: Vec<Standing>,
    pact: Option<f64>,
}

impl History {
    /// The history of a conflict before `day`.
    pub(crate) fn of(conflict: &LoadedConflict, day: f64) -> Self {
        let record = &conflict.record;
        let calendar = &conflict.calendar;
        let mut over = Vec::new();
        let mut standing = Vec::new();
        for incident in record.incidents.iter().filter(|i| i.part_of.is_none()) {
            let Some(sector) = sector_of(record, incident) else {
                continue;
            };
            let lost = losses(record, incident);
            let opened = calendar.day(incident.date.earliest());
            let ended = calendar.day(incident.date.latest()) + 1.0;
            if lost[0] + lost[1] < GREAT || opened > day || opened < 0.0 {
                continue;
            }
            if ended <= day {
                over.push(Over {
                    opened,
                    ended,
                    sector,
                    lost,
                    initiator: attacker(record, incident),
                    loser: loser(record, incident),
                    rung: acts(record, incident, conflict, day).top,
                });
            } else {
                standing.push(stand(conflict, incident, sector, opened, day));
            }
        }
        over.sort_by(|a, b| a.ended.total_cmp(&b.ended));
        Self {
            day,
            over,
            standing,
            pact: pact(conflict, day),
        }
    }

    /// Sectors in which a crisis stands.
    pub(crate) fn standing_sectors(&self) -> impl Iterator<Item = usize> {
        self.standing.iter().map(|s| s.sector)
    }

    /// The state that it leaves under a parameter vector.
    pub(crate) fn past(&self, p: &Parameters) -> Past {
        let mut past = Past {
            day: self.day,
            grievance: [0.0; 2],
            memory: [0.0; 2],
            pact: self.pact,
            lost: [0; 2],
            crises: self.over.len() as u32,
            costliest: None,
            standing: self.standing.clone(),
        };
        for crisis in &self.over {
            let since = self.day - crisis.ended;
            let left = p.settle_grievance * exp(-std::f64::consts::LN_2 / p.grievance_half_life * since);
            for side in 0..2 {
                past.grievance[side] +=
                    left * aggrieved(p, crisis.initiator == Some(side), crisis.lost[side]);
                past.lost[side] += crisis.lost[side] as u32;
            }
            if let Some(loser) = crisis.loser {
                past.memory[loser] +=
                    p.memory_loss * ln(1.0 + crisis.lost[loser] / 100.0) * exp(-since / p.memory_efold);
            }
        }
        for crisis in &self.standing {
            for side in 0..2 {
                let lost = f64::from(crisis.lost[side]);
                past.grievance[side] += aggrieved(p, crisis.intruder == side, lost);
            }
        }
        past.costliest = self.costliest();
        past
    }

    fn costliest(&self) -> Option<EpisodeRecord> {
        let cost = |c: &Over| c.lost[0] + c.lost[1];
        let worst = self.over.iter().max_by(|a, b| cost(a).total_cmp(&cost(b)))?;
        Some(EpisodeRecord {
            time: worst.opened,
            days: worst.ended - worst.opened,
            sector: worst.sector as u8,
            lost: worst.lost.map(|n| n as u32),
            men: [0; 2],
            rung: worst.rung as u8,
            loser: worst.loser.map_or(2, |i| i as u8),
            settlement: SettlementKind::Ceasefire as u8,
        })
    }

    /// An engine that stands at the day, with the history behind it.
    ///
    /// `quiet` is [`quiet`] of the same parameters as `prepared`.
    pub(crate) fn engine<'p, P: Policy + Clone>(
        &self,
        quiet: &'p Prepared,
        prepared: &'p Prepared,
        key: Key,
        policy: P,
    ) -> Option<Engine<'p, Key, P>> {
        let mut engine = Engine::new(quiet, key, policy.clone());
        engine.advance_until(self.day, &mut halha_kernel::event::NoObserver);
        engine.splice(&self.past(prepared.parameters()));
        engine.continue_with(prepared, key, policy)
    }
}

/// The inputs under which a run plays nothing but the small change of the frontier.
///
/// # Errors
/// None that the parameters themselves do not have.
pub(crate) fn quiet(
    conflict: &LoadedConflict,
    parameters: &Parameters,
) -> Result<Prepared, Vec<halha_kernel::parameters::ParameterError>> {
    /// Log odds of what never happens.
    const NEVER: f64 = -1000.0;
    let quiet = Parameters {
        open0: NEVER,
        open_losses: 0.0,
        occupy: 0.0,
        pact0: NEVER,
        break0: NEVER,
        entry0: NEVER,
        ..*parameters
    };
    Prepared::new(&conflict.scenario, &quiet)
}

fn aggrieved(p: &Parameters, initiator: bool, lost: f64) -> f64 {
    if initiator {
        p.grievance_initiator * ln(1.0 + lost)
    } else {
        p.grievance_quiet + p.grievance_victim * ln(1.0 + lost)
    }
}

fn sector_of(record: &Record, incident: &Incident) -> Option<usize> {
    let id = incident.sector.as_ref()?;
    record.sectors.iter().position(|s| s.id == *id)
}

fn side_of(record: &Record, id: &halha_record::Id) -> Option<usize> {
    record.conflict.sides.iter().position(|s| s.id == *id)
}

fn loser(record: &Record, incident: &Incident) -> Option<usize> {
    let victor = incident.victor.as_ref()?;
    side_of(record, victor).map(|side| 1 - side)
}

/// Geometric mean of the ends of the range over all who tell a figure for each side; 0 where nobody does.
fn middle(record: &Record, figures: &[halha_record::view::SideFigure<'_>]) -> [Option<f64>; 2] {
    let mut found = [None; 2];
    for figure in figures {
        if let Some(side) = side_of(record, figure.side) {
            let high = figure.high.unwrap_or(figure.low);
            found[side] = Some(sqrt(figure.low.max(1.0) * high.max(1.0)));
        }
    }
    found
}

fn losses(record: &Record, incident: &Incident) -> [f64; 2] {
    middle(record, &record.losses(incident.id.as_str())).map(|n| n.unwrap_or(0.0))
}

/// The recorded acts of a crisis before a day.
struct Acts {
    last: Option<(Rung, usize)>,
    top: Rung,
    number: u32,
}

fn acts(record: &Record, incident: &Incident, conflict: &LoadedConflict, day: f64) -> Acts {
    let mut decisions: Vec<_> = record
        .decisions
        .iter()
        .filter(|d| d.incident == incident.id && conflict.calendar.day(d.date.latest()) < day)
        .collect();
    decisions.sort_by_key(|d| d.step);
    let mut acts = Acts {
        last: None,
        top: Rung::Ignore,
        number: 0,
    };
    for decision in decisions {
        let (Some(rung), Some(side)) = (rung(decision), side_of(record, &decision.side)) else {
            continue;
        };
        acts.number += 1;
        acts.last = Some((rung, side));
        if rung.score() > acts.top.score() {
            acts.top = rung;
        }
    }
    acts
}

fn stand(conflict: &LoadedConflict, incident: &Incident, sector: usize, opened: f64, day: f64) -> Standing {
    let record = &conflict.record;
    let acts = acts(record, incident, conflict, day);
    let initiator = attacker(record, incident).unwrap_or(0);
    Standing {
        sector,
        id: fnv1a(incident.id.as_str().as_bytes()),
        opened,
        intruder: initiator,
        forces: forces(conflict, incident, day),
        lost: lost_so_far(conflict, incident, day),
        holder: Some(initiator),
        last: acts.last.map(|(rung, _)| rung),
        top: acts.top,
        steps: acts.number,
        next_side: 1 - acts.last.map_or(initiator, |(_, side)| side),
    }
}

/// Losses of the parts that have ended, none counted twice.
fn lost_so_far(conflict: &LoadedConflict, incident: &Incident, day: f64) -> [u32; 2] {
    let record = &conflict.record;
    let direct = record
        .incidents
        .iter()
        .filter(|part| part.part_of.as_ref() == Some(&incident.id))
        .filter(|part| conflict.calendar.day(part.date.latest()) < day);
    let sum = direct.fold([0.0; 2], |[a, b], part| {
        let [x, y] = losses(record, part);
        [a + x, b + y]
    });
    sum.map(|n| n as u32)
}

/// Men of the last part that has begun and for which they are told, with what they bring along.
fn forces(conflict: &LoadedConflict, incident: &Incident, day: f64) -> [Forces; 2] {
    let record = &conflict.record;
    let begun = |i: &&Incident| conflict.calendar.day(i.date.earliest()) <= day;
    let mut men = [None; 2];
    let parts = record.parts_of(incident.id.as_str());
    for part in std::iter::once(incident).chain(parts.into_iter().filter(begun)) {
        // Of the whole only what no part says: its figures are those of its height.
        let told = middle(record, &record.men(part.id.as_str()));
        for side in 0..2 {
            if part.id != incident.id {
                men[side] = told[side].or(men[side]);
            }
        }
    }
    let men = [men[0].or(men[1]), men[1].or(men[0])].map(|n| n.unwrap_or(GREAT));
    [0, 1].map(|side| with_arms(conflict, side, men[side], day))
}

/// The model's own proportion of arms to men among what is sent to a crisis (book, model §5), without its chance.
fn with_arms(conflict: &LoadedConflict, side: usize, men: f64, day: f64) -> Forces {
    const WITH_ARMS: f64 = 300.0;
    let scenario = conflict.scenario.scenario();
    let month = scenario.months.iter().rev().find(|m| m.begin <= day);
    let mut forces = Forces {
        men: men as u32,
        ..Forces::default()
    };
    if let Some(month) = month.filter(|_| men >= WITH_ARMS) {
        let share = 2.0 * men / (month.divisions[side] * scenario.sides[side].men_per_division);
        let part = |of: f64| (share.min(1.0) * of + 0.5) as u32;
        forces.vehicles = part(month.tanks[side]);
        forces.guns = part(month.guns[side]);
        forces.aircraft = part(month.aircraft[side]);
    }
    forces
}

/// Day on which a pact between both sides was signed, if that was before `day`.
fn pact(conflict: &LoadedConflict, day: f64) -> Option<f64> {
    let record = &conflict.record;
    let between = |act: &&halha_record::model::ActRow| {
        let sides: Vec<usize> = act
            .actor
            .iter()
            .chain(&act.target)
            .filter_map(|party| side_of(record, record.side_of(party.as_str())?))
            .collect();
        act.kind == ActKind::Pact && sides.contains(&0) && sides.contains(&1)
    };
    let signed = record.acts.iter().filter(between);
    let days = signed.map(|act| conflict.calendar.day(act.date.latest()));
    days.filter(|signed| *signed < day).reduce(f64::max)
}
