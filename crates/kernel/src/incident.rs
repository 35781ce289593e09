//! What an incident is: its type, whether shots are fired, who was there, and what it leaves behind.

use crate::books;
use crate::chance::Purpose;
use crate::engagement::{Encounter, FightAddress, ambush, fight};
use crate::event::{Ending, Event, Fight, Forces, IncidentType, Observer, Posture};
use crate::luck::{Luck, Marks, happens, normal};
use crate::maths::{exp, logistic};
use crate::outcome::add;
use crate::parameters::Parameters;
use crate::policy::Policy;
use crate::prepared::Prepared;
use crate::run::Run;
use crate::scenario::{Month, Scenario};
use crate::state::{Pact, Point};
use crate::tables::{ln_1p_whole, ln_whole};

/// Most men a gunboat's crew counts for, so that hostile parameters stay finite.
const MOST_CREW: f64 = 10_000.0;

/// An incident as it turned out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happened<'f> {
    pub(crate) kind: IncidentType,
    pub(crate) fight: Option<&'f Fight>,
    pub(crate) casualties: u32,
    pub(crate) occupied: bool,
}

impl<L: Luck, P: Policy, O: Observer> Run<'_, L, P, O> {
    /// The next incident of the queue happens: type, fire, sizes, fight, occupation, grievance, offspring, reports,
    /// opening, in this order (book, model §2).
    #[inline(never)]
    pub(crate) fn incident(&mut self) {
        let point = self.state.points[self.state.queue[self.state.cursor].1 as usize];
        self.state.cursor += 1;
        let sector = usize::from(point.sector);
        if self.state.episodes[sector].open {
            add(&mut self.state.outcome.absorbed, 1);
            return;
        }
        let prepared = self.prepared;
        let c = prepared.compiled();
        let month = &c.scenario.months[self.state.month];
        let marks = Marks::new(point.marks);
        let kind = kind_of(prepared, marks.kind);
        let g = self.state.grievance.at(self.state.now, prepared.decay[0]);
        let pact = self.state.pact == Pact::InForce;
        let odds = || fire_odds(&prepared.p, self.state.vagueness[sector], g, month.step, pact);
        // The improbable first: no predictor guesses a type.
        if happens(marks.fire, odds()) && kind != IncidentType::Air {
            self.shooting(&point, &marks, kind);
        } else {
            let stays = stays(marks.fire, prepared.p.occupy, odds);
            self.state
                .grievance
                .add(1 - usize::from(point.intruder), prepared.p.grievance_quiet);
            self.offspring(&point, marks.offspring, None);
            let happened = Happened {
                kind,
                fight: None,
                casualties: 0,
                occupied: stays && kind == IncidentType::Ground,
            };
            self.conclude(&point, &marks, &happened);
        }
    }

    /// An incident with shots: sizes, fight, grievance, offspring.
    #[inline(never)]
    fn shooting(&mut self, point: &Point, marks: &Marks, kind: IncidentType) {
        let p = &self.prepared.p;
        let month = &self.prepared.compiled().scenario.months[self.state.month];
        let fight = self.patrol_fight(point, kind, month);
        let lost = [fight.losses[0].men(), fight.losses[1].men()];
        self.aggrieve(usize::from(point.intruder), lost);
        let happened = Happened {
            kind,
            fight: Some(&fight),
            casualties: lost[0] + lost[1],
            occupied: false,
        };
        let weight = p.omega_shots + p.omega_losses * ln_1p_whole(happened.casualties);
        self.offspring(point, marks.offspring, Some(weight));
        self.conclude(point, marks, &happened);
    }

    /// Reports and opening, or the end of a run that exploded.
    fn conclude(&mut self, point: &Point, marks: &Marks, happened: &Happened<'_>) {
        self.count_incident(point, marks, happened);
        if self.state.exploded {
            self.end(Ending::Exploded);
        } else if happened.occupied || self.opens(point, happened.casualties) {
            self.open_episode(point, happened);
        }
    }

    fn patrol_fight(&mut self, point: &Point, kind: IncidentType, month: &Month) -> Fight {
        let scenario = &self.prepared.compiled().scenario;
        let encounter = patrols(self.prepared, self.luck, point, kind, scenario, month);
        let address = FightAddress {
            id: point.id,
            step: 0,
        };
        let mut fight = fight(self.prepared, &encounter, self.luck, address);
        let outcome = &mut self.state.outcome;
        if outcome.first_shooting.is_nan() {
            outcome.first_shooting = self.state.now;
        }
        if !month.step {
            add(&mut outcome.early_shootings, 1);
        }
        self.record_fight(point.sector, &mut fight, address);
        fight
    }

    /// **Law** grievance of victim and intruder after a fight (book, model §2, Grievance). **Units** nat.
    /// **Valid for** any losses. **Source** none. **Status** assumed with priors.
    pub(crate) fn aggrieve(&mut self, intruder: usize, losses: [u32; 2]) {
        let p = &self.prepared.p;
        let g = &mut self.state.grievance;
        let victim = 1 - intruder;
        g.add(
            victim,
            p.grievance_quiet + p.grievance_victim * ln_1p_whole(losses[victim]),
        );
        g.add(intruder, p.grievance_initiator * ln_1p_whole(losses[intruder]));
    }

    #[inline]
    fn count_incident(&mut self, point: &Point, marks: &Marks, happened: &Happened<'_>) {
        let s = &mut *self.state;
        let intruder = usize::from(point.intruder);
        let shots = happened.fight.is_some();
        s.outcome.incidents += 1;
        s.outcome.by_sector[usize::from(point.sector)] += 1;
        s.counts.incidents[intruder][happened.kind as usize] += 1;
        s.counts.shootings += u32::from(shots);
        let seen = books::Seen {
            intruder,
            kind: happened.kind,
            bloody: happened.casualties > 0,
            shots,
        };
        seen.enter(&self.prepared.p, marks, &mut s.counts);
        if O::EVENTS {
            self.tell(&Event::Incident {
                id: point.id,
                parent: point.parent,
                sector: point.sector,
                intruder: point.intruder,
                kind: happened.kind,
                reported: seen.reported(&self.prepared.p, marks),
                fight: happened.fight.copied(),
                occupied: happened.occupied,
            });
        }
    }

    /// **Law** P(open) = σ(open0 + open_losses·ln c), c ≥ 1 (book, model §2, Opening a crisis). **Units** men.
    /// **Valid for** fights with casualties. **Source** none. **Status** assumed with priors.
    fn opens(&self, point: &Point, casualties: u32) -> bool {
        let p = &self.prepared.p;
        if casualties == 0 {
            return false;
        }
        let [.., u] = self.luck.four(point.id, Purpose::Patrol, 1);
        happens(u, p.open0 + p.open_losses * ln_whole(casualties))
    }
}

/// **Law** types as the weights (book, model §1, Type). **Units** none. **Valid for** always.
/// **Source** none. **Status** assumed with priors.
#[inline]
fn kind_of(prepared: &Prepared, u: f64) -> IncidentType {
    // Counted, not branched: no predictor guesses a type.
    let number = usize::from(u >= prepared.kinds[0]) + usize::from(u >= prepared.kinds[1]);
    IncidentType::ALL[number]
}

/// **Law** log odds of shots (book, model §2, Fire). **Units** nat. **Valid for** types other than air.
/// **Source** none. **Status** estimated from counts of shootings.
#[inline]
pub(crate) fn fire_odds(p: &Parameters, vagueness: f64, g: [f64; 2], step: bool, pact: bool) -> f64 {
    p.fire0
        + p.fire_vagueness * (vagueness - 0.6)
        + p.fire_grievance * (g[0] + g[1]).min(10.0)
        + if step { 0.0 } else { p.fire_early }
        - if pact { p.fire_pact } else { 0.0 }
}

/// Whether a quiet intruder stays: probability `occupy` where no shots fell.
///
/// The number that did not fall below P(shots) decides from its other end, so that one does for both.
#[inline]
fn stays(u: f64, occupy: f64, odds: impl Fn() -> f64) -> bool {
    1.0 - u < occupy && 1.0 - u < occupy * (1.0 - logistic(odds()))
}

/// The patrols of an incident and how they meet.
///
/// **Law** truncated lognormal men, gunboats of a ground intruder in an open river (book, model §2, Patrols).
/// **Units** men, boats. **Valid for** 3 to 150 men. **Source** none. **Status** assumed with priors.
pub(crate) fn patrols<L: Luck>(
    prepared: &Prepared,
    luck: &L,
    point: &Point,
    kind: IncidentType,
    scenario: &Scenario,
    month: &Month,
) -> Encounter {
    let p = &prepared.p;
    let intruder = usize::from(point.intruder);
    let [u_intruder, u_victim, u_ambush, u_boats] = luck.four(point.id, Purpose::Patrol, 0);
    let mut met = Encounter {
        attacker: intruder,
        forces: [Forces::default(); 2],
        posture: Posture::Hasty,
        surprise: ambush(p, u_ambush),
        air: 0.0,
        punch: [1.0; 2],
    };
    met.forces[intruder].men = patrol_men(prepared, u_intruder);
    met.forces[1 - intruder].men = patrol_men(prepared, u_victim);
    let share = (1.0 - month.ice) * scenario.sides[intruder].gunboat_share;
    if kind == IncidentType::Ground && scenario.sectors[usize::from(point.sector)].river && u_boats < share {
        let [u_more, ..] = luck.four(point.id, Purpose::Patrol, 1);
        let boats = 1 + u32::from(u_more >= 0.25) + u32::from(u_more >= 0.75);
        met.forces[intruder].boats = boats;
        met.forces[intruder].men += (f64::from(boats) * p.gunboat_crew.min(MOST_CREW) + 0.5) as u32;
    }
    met
}

/// Men of a patrol: the lognormal truncated to [3, 150], by inversion, rounded.
fn patrol_men(prepared: &Prepared, u: f64) -> u32 {
    let [low, mass] = prepared.patrol;
    let z = normal(low + mass * u);
    let men = exp(prepared.p.patrol_ln_mean + prepared.p.patrol_ln_sd * z) + 0.5;
    // With almost no mass inside the truncation z is infinite; the clamp puts the man count at the nearer end.
    (men as u32).clamp(3, 150)
}
