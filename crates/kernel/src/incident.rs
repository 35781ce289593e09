//! What an incident is: its type, whether shots are fired, who was there, and what it leaves behind.

use crate::books;
use crate::chance::Purpose;
use crate::engagement::{Encounter, FightAddress, ambush, fight};
use crate::event::{Ending, Event, Fight, Forces, IncidentType, Posture};
use crate::luck::{Luck, Marks, happens, normal, quarter};
use crate::maths::{exp, logistic, nearest};
use crate::outcome::add;
use crate::parameters::Parameters;
use crate::prepared::Prepared;
use crate::run::{Ear, Run};
use crate::scenario::{MAX_SECTORS, Month, Scenario};
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

impl<L: Luck, O: Ear> Run<'_, L, O> {
    /// The next incident of the queue happens: type, fire, sizes, fight, occupation, grievance, offspring, reports,
    /// opening, in this order (book, model §2).
    #[inline]
    pub(crate) fn incident(&mut self) {
        let s = &mut *self.state;
        let index = s.queue[s.cursor].1 as usize;
        s.cursor += 1;
        let point = &s.points[index];
        let sector = usize::from(point.sector) & (MAX_SECTORS - 1);
        if s.open >> sector & 1 == 1 {
            add(&mut s.outcome.absorbed, 1);
            return;
        }
        let marks = Marks::new(point.marks);
        let prepared = self.prepared;
        let g = s.grievance.at(s.now, prepared.decay[0]);
        if g[0] + g[1] > s.fire_bound_to {
            self.bound_fire();
        }
        // Nine in ten are seen to be quiet by their bits alone.
        let quiet = marks.fire() >= self.state.may_fire[sector] && marks.fire() < prepared.stay_mark;
        if quiet {
            self.quiet(index, false);
        } else {
            self.loud(index, g);
        }
    }

    /// An incident without shots.
    #[inline]
    fn quiet(&mut self, index: usize, occupied: bool) {
        let prepared = self.prepared;
        let point = &self.state.points[index];
        let (marks, intruder) = (Marks::new(point.marks), usize::from(point.intruder & 1));
        let happened = Happened {
            kind: kind_of(prepared, marks),
            fight: None,
            casualties: 0,
            occupied,
        };
        self.state.grievance.add(1 - intruder, prepared.p.grievance_quiet);
        if marks.offspring() >= prepared.offspring.quiet_marks[0] {
            let point = self.state.points[index];
            self.quiet_offspring(&point, marks.offspring());
        }
        self.count_incident(index, &happened);
    }

    /// An incident that the bounds do not show to be quiet: fire and staying are worked out.
    #[inline(never)]
    fn loud(&mut self, index: usize, g: [f64; 2]) {
        let p = &self.prepared.p;
        let point = self.state.points[index];
        let marks = Marks::new(point.marks);
        let (sector, kind) = (usize::from(point.sector), kind_of(self.prepared, marks));
        let step = self.prepared.compiled().scenario.months[self.state.month].step;
        let pact = self.state.pact == Pact::InForce;
        let odds = fire_odds(p, self.state.vagueness[sector], g, step, pact);
        let u = quarter(marks.fire());
        if kind != IncidentType::Air && happens(u, odds) {
            self.shooting(&point, index, kind);
            return;
        }
        let occupied = kind == IncidentType::Ground && stays(u, p.occupy, odds);
        self.quiet(index, occupied);
        if self.state.exploded {
            return;
        }
        if occupied {
            let happened = Happened {
                kind,
                fight: None,
                casualties: 0,
                occupied,
            };
            self.open_episode(&point, &happened);
        }
    }

    /// Bounds the marks of fire that may mean shots in each sector, for grievances up to a little above the present.
    ///
    /// The log odds of [`fire_odds`] rise or fall with the sum of grievances throughout, so its worse end bounds them.
    #[inline(never)]
    pub(crate) fn bound_fire(&mut self) {
        /// Added to the sum of grievances, nat: a busy month's quiet incidents add about as much.
        const AHEAD: f64 = 1.5;
        /// For the rounding of the bound and of what it bounds.
        const MARGIN: f64 = 1.000_001;
        const ALL: f64 = 4_294_967_296.0;
        let p = &self.prepared.p;
        let scenario = &self.prepared.compiled().scenario;
        let s = &mut *self.state;
        let g = s.grievance.last();
        let most = g[0] + g[1] + AHEAD;
        let step = scenario.months[s.month].step;
        let early = if step { 0.0 } else { p.fire_early };
        let pact = if s.pact == Pact::InForce { p.fire_pact } else { 0.0 };
        // A sum of 0 has the higher odds where grievance calms.
        let worst = if p.fire_grievance > 0.0 {
            most.min(10.0)
        } else {
            0.0
        };
        let common = exp(p.fire_grievance * worst + early - pact);
        let sectors = self.prepared.compiled().length.len().min(MAX_SECTORS);
        for (may, factor) in s.may_fire.iter_mut().zip(&s.fire_factor[..sectors]) {
            let odds = factor * common;
            let marks = MARGIN * ALL * (odds / (1.0 + odds)) + 1.0;
            // Odds beyond all bounds compare as nothing.
            *may = nearest(if marks < ALL { marks } else { ALL });
        }
        s.fire_bound_to = most;
    }

    /// An incident with shots: sizes, fight, grievance, offspring.
    #[inline(never)]
    fn shooting(&mut self, point: &Point, index: usize, kind: IncidentType) {
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
        self.offspring(point, Marks::new(point.marks).offspring(), weight);
        self.count_incident(index, &happened);
        if !self.state.exploded && self.opens(point, happened.casualties) {
            self.open_episode(point, &happened);
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

    /// Counts an incident and enters it in both books, or ends a run that exploded.
    #[inline(always)]
    fn count_incident(&mut self, index: usize, happened: &Happened<'_>) {
        let s = &mut *self.state;
        let point = &s.points[index];
        let intruder = usize::from(point.intruder & 1);
        let marks = Marks::new(point.marks);
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
        seen.enter(&self.prepared.detection, marks, &mut s.counts);
        if O::EVENTS {
            let (detection, point) = (&self.prepared.detection, s.points[index]);
            self.tell(&Event::Incident {
                id: point.id,
                parent: point.parent,
                sector: point.sector,
                intruder: point.intruder,
                kind: happened.kind,
                reported: seen.reported(detection, marks),
                fight: happened.fight.copied(),
                occupied: happened.occupied,
            });
        }
        if self.state.exploded {
            self.end(Ending::Exploded);
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
fn kind_of(prepared: &Prepared, marks: Marks) -> IncidentType {
    // Counted, not branched: no predictor guesses a type.
    let [ground, air] = prepared.kind_marks;
    let number = usize::from(marks.kind() >= ground) + usize::from(marks.kind() >= air);
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
fn stays(u: f64, occupy: f64, odds: f64) -> bool {
    1.0 - u < occupy && 1.0 - u < occupy * (1.0 - logistic(odds))
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
