//! Reinforcement and supply: how many are sent, how long they take, how many the roads can feed.

use crate::chance::Purpose;
use crate::episode::{Arrival, Episode};
use crate::event::Forces;
use crate::luck::{Luck, normal};
use crate::maths::{exp, ln, pow};
use crate::prepared::Prepared;

/// Fewest men that are sent, and that the pool must have room for.
pub(crate) const LEAST_SENT: f64 = 20.0;
/// Bodies below this bring no vehicles, guns or aircraft.
const WITH_ARMS: u32 = 300;
/// Most men that the theatre itself sends at a time; what is beyond comes from another theatre.
const FROM_THEATRE: u32 = 15_000;
/// Spread of what a formation brings, nat.
const WANT_SD: f64 = 0.3;
/// Spread of the force ratio aimed at, nat: with a spread of 0.3 between runs, that of attackers in the CAA Database of
/// Battles, 0.6.
const MATCH_SD: f64 = 0.5;
/// Lowest punch of a side however short of supply.
const LEAST_PUNCH: f64 = 0.05;

/// Men that the theatre can still send to a sector.
///
/// **Law** room = pool_share·D·men_per_division − n − on the way (book, model §5). **Units** men.
/// **Valid for** one episode at a time. **Source** none. **Status** assumed with priors.
pub(crate) fn room(prepared: &Prepared, month: usize, side: usize, episode: &Episode) -> f64 {
    let scenario = &prepared.compiled().scenario;
    let theatre = scenario.months[month].divisions[side] * scenario.sides[side].men_per_division;
    let there = f64::from(episode.forces[side].men) + episode.coming[side];
    prepared.p.pool_share * theatre - there
}

/// Sends men and what comes with them, in two bodies where the theatre alone has not enough; `room` is at least
/// [`LEAST_SENT`].
///
/// **Law** want, ΔN, delays and things of book, model §5. **Units** men, days. **Valid for** room ≥ 20.
/// **Source** force ratio aimed at: 268 battles of 1900–45 in the CAA Database of Battles. **Status** estimated
/// (force ratio), assumed with priors (the rest).
pub(crate) fn reinforcement<L: Luck>(
    prepared: &Prepared,
    luck: &L,
    place: Place,
    episode: &Episode,
    room: f64,
) -> (Arrival, Option<Arrival>) {
    let draw = |n| luck.four(episode.id, Purpose::Reinforcement, episode.step << 8 | n);
    let [u_own, u_match, u_far, u_vehicles] = draw(0);
    let [u_guns, u_aircraft, ..] = draw(2);
    let men = men_sent(prepared, place.side, episode, room, [u_own, u_match]);
    let body = |men, delay, u| Arrival {
        time: place.time + delay,
        side: place.side as u8,
        forces: with_arms(prepared, place, men, u),
    };
    let near = men.min(FROM_THEATRE);
    let delay = haul_days(prepared, place, near, draw(1));
    let first = body(near, delay, [u_vehicles, u_guns, u_aircraft]);
    let far = (men > near).then(|| {
        let [u_vehicles, u_guns, u_aircraft, _] = draw(4);
        let delay = haul_days(prepared, place, men - near, draw(3)) + wait_days(prepared, place, u_far);
        body(men - near, delay, [u_vehicles, u_guns, u_aircraft])
    });
    (first, far)
}

/// Where and when a body is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) time: f64,
    pub(crate) month: usize,
    pub(crate) sector: usize,
    pub(crate) side: usize,
}

fn men_sent(prepared: &Prepared, side: usize, episode: &Episode, room: f64, u: [f64; 2]) -> u32 {
    let own = episode.forces[side].men;
    let factor = match own {
        0..300 => 7.0,
        300..3_000 => 5.0,
        _ => 1.8,
    };
    let own = f64::from(own);
    let enemy = f64::from(episode.forces[1 - side].men);
    let more = own * factor * exp(WANT_SD * normal(u[0]));
    let matching = prepared.p.r#match * enemy * exp(MATCH_SD * normal(u[1])) - own;
    let want = more.max(matching) - episode.coming[side];
    want.min(room).max(LEAST_SENT) as u32
}

/// Days on the road: Gamma(4)·mean/4.
fn haul_days(prepared: &Prepared, place: Place, men: u32, u: [f64; 4]) -> f64 {
    let scenario = &prepared.compiled().scenario;
    let haul = if place.side == 0 {
        prepared.p.haul_0
    } else {
        prepared.p.haul_1
    };
    let road = scenario.sectors[place.sector].railhead_km[place.side];
    let mean = 0.3 + pow(f64::from(men) * 1e-3, 0.6) * haul * (1.0 + road / 1900.0);
    -0.25 * mean * ln(u[0] * u[1] * u[2] * u[3])
}

/// Until another theatre has given what it is asked for: Uniform(30, 60)·(1 + X).
fn wait_days(prepared: &Prepared, place: Place, u: f64) -> f64 {
    let month = &prepared.compiled().scenario.months[place.month];
    (30.0 + 30.0 * u) * (1.0 + month.distraction[place.side])
}

/// ⌊2·ΔN·(theatre total)/(theatre men) + u⌋ of each thing, none with a small body.
fn with_arms(prepared: &Prepared, place: Place, men: u32, u: [f64; 3]) -> Forces {
    let mut forces = Forces {
        men,
        ..Forces::default()
    };
    if men >= WITH_ARMS {
        let scenario = &prepared.compiled().scenario;
        let (month, i) = (&scenario.months[place.month], place.side);
        let share = 2.0 * f64::from(men) / (month.divisions[i] * scenario.sides[i].men_per_division);
        forces.vehicles = (share * month.tanks[i] + u[0]) as u32;
        forces.guns = (share * month.guns[i] + u[1]) as u32;
        forces.aircraft = (share * month.aircraft[i] + u[2]) as u32;
    }
    forces
}

/// Punch of a side: what supply and ammunition leave of its strength.
///
/// **Law** p = supply·(½ + ½·ammunition) ≥ 0.05, supply = min(1, cap/n) (book, model §5). **Units** share.
/// **Valid for** any strength. **Source** truck columns between railhead and line. **Status** assumed.
pub(crate) fn punch(prepared: &Prepared, sector: usize, side: usize, episode: &Episode) -> f64 {
    let cap = prepared.compiled().supply_cap[sector][side];
    let men = f64::from(episode.forces[side].men);
    let supply = if men > cap { cap / men } else { 1.0 };
    (supply * (0.5 + 0.5 * episode.ammunition[side])).max(LEAST_PUNCH)
}

/// Combat power before punch: men and the infantry-man equivalents of what they have with them.
///
/// **Law** men + 80·vehicles + 40·guns + 40·aircraft (book, model §4, step 5). **Units** infantry men.
/// **Valid for** comparing two sides. **Source** none. **Status** assumed.
#[inline]
pub(crate) fn weight_of_arms(f: &Forces) -> f64 {
    f64::from(f.men) + 80.0 * f64::from(f.vehicles) + 40.0 * f64::from(f.guns) + 40.0 * f64::from(f.aircraft)
}
