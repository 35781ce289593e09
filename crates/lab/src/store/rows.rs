//! What a campaign leaves in every table but that of its events.

use halha_kernel::event::Ending;
use halha_kernel::outcome::{Counts, Outcome, Year};
use halha_table::{Day, Word};

use super::schema::{books, campaigns, draws, observables, sectors, sides, yearly};
use super::sheet::Sheet;
use crate::ensemble::Played;
use crate::observables::Observable;
use crate::scenario::Calendar;

/// From days since the start of a history to days of the calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: i32,
}

impl Clock {
    pub(crate) fn new(calendar: &Calendar) -> Self {
        Self {
            start: day_of(calendar.date(0.0)).map_or(0, |day| day.0),
        }
    }

    /// The day on which `time` falls.
    #[inline]
    pub(crate) fn day(self, time: f64) -> Day {
        Day(self.start + time as i32)
    }

    /// The day on which something happened, if it did.
    pub(crate) fn when(self, time: f64) -> Option<Day> {
        (!time.is_nan()).then(|| self.day(time))
    }
}

/// A day of the calendar as tables hold it.
pub(crate) fn day_of(date: jiff::civil::Date) -> Option<Day> {
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    i32::try_from(days).ok().map(Day)
}

/// A side or none, as the kernel numbers them: 2 is nobody.
pub(crate) fn side(index: u8) -> Option<Word> {
    (index < 2).then_some(Word(index))
}

pub(crate) fn ending(ending: Ending) -> (Word, Option<Word>) {
    match ending {
        Ending::Horizon => (Word(0), None),
        Ending::GeneralWar(cause) => (Word(1), Some(Word(cause as u8))),
        Ending::Entry => (Word(2), None),
        Ending::Exploded => (Word(3), None),
    }
}

pub(super) fn campaign(sheet: &mut Sheet, clock: Clock, played: &Played<'_>) {
    use campaigns::At;
    let o = played.outcome;
    let (ended, cause) = ending(o.ending);
    let [lapsed, ceasefires, investigations, withdrawals, stalled, open] = o.settlements;
    let mut row = sheet.row();
    row.put(At::replication, played.replication as u32)
        .put(At::draw, played.draw as u32)
        .put(At::replicate, played.replicate as u32)
        .put(At::key, played.key.bits())
        .put(At::days, o.end)
        // The end is the midnight after the last day.
        .put(At::end_date, clock.day((o.end - 1e-9).max(0.0)))
        .put(At::ending, ended)
        .put(At::war_cause, cause)
        .put(At::general_war, matches!(o.ending, Ending::GeneralWar(_)))
        .put(At::exploded, o.ending == Ending::Exploded)
        .put(At::incidents, o.incidents)
        .put(At::absorbed, o.absorbed)
        .put(At::early_shootings, o.early_shootings)
        .put(At::first_shooting, clock.when(o.first_shooting))
        .put(At::episodes, o.episodes)
        .put(At::lapsed, lapsed)
        .put(At::ceasefires, ceasefires)
        .put(At::investigations, investigations)
        .put(At::withdrawals, withdrawals)
        .put(At::stalled, stalled)
        .put(At::left_open, open)
        .put(At::agreements, o.agreements)
        .put(At::division_battles, in_all(o, |c| c.division_battles))
        .put(At::corps_battles, in_all(o, |c| c.corps_battles))
        .put(At::largest_battle_men, both(o.largest_battle.men))
        .put(At::costliest_lost, both(o.costliest_episode.lost))
        .put(At::pact, clock.when(o.pact))
        .put(At::attacked, o.tempted)
        .put(At::denounced, clock.when(o.denounced));
    let battle = &o.largest_battle;
    if let Some(day) = clock.when(battle.time) {
        row.put(At::battle_date, day)
            .put(At::battle_sector, Word(battle.sector))
            .put(At::battle_men_0, battle.men[0])
            .put(At::battle_men_1, battle.men[1])
            .put(At::battle_lost_0, battle.lost[0])
            .put(At::battle_lost_1, battle.lost[1])
            .put(At::battle_winner, side(battle.winner));
    }
    let crisis = &o.costliest_episode;
    if let Some(day) = clock.when(crisis.time) {
        row.put(At::crisis_date, day)
            .put(At::crisis_days, crisis.days)
            .put(At::crisis_sector, Word(crisis.sector))
            .put(At::crisis_men_0, crisis.men[0])
            .put(At::crisis_men_1, crisis.men[1])
            .put(At::crisis_lost_0, crisis.lost[0])
            .put(At::crisis_lost_1, crisis.lost[1])
            .put(At::crisis_rung, Word(crisis.rung))
            .put(At::crisis_loser, side(crisis.loser))
            .put(At::crisis_settlement, Word(crisis.settlement));
    }
}

/// Sum over the years.
fn in_all(outcome: &Outcome, count: impl Fn(&Counts) -> u32) -> u32 {
    outcome
        .years
        .iter()
        .fold(0, |sum, year| sum.saturating_add(count(&year.counts)))
}

fn both([one, two]: [u32; 2]) -> u32 {
    one.saturating_add(two)
}

pub(super) fn observed(sheet: &mut Sheet, all: &[Observable], calendar: &Calendar, played: &Played<'_>) {
    let mut row = sheet.row();
    row.put(observables::At::replication, played.replication as u32);
    row.put_open(1, all.iter().map(|o| o.of_run(played.outcome, calendar)));
}

pub(super) fn years(sheet: &mut Sheet, years: &[i32], played: &Played<'_>) {
    use yearly::At;
    for (year, Year { counts: c, .. }) in years.iter().zip(&played.outcome.years) {
        sheet
            .row()
            .put(At::replication, played.replication as u32)
            .put(At::year, *year)
            .put(At::espionage_0, c.incidents[0][0])
            .put(At::ground_0, c.incidents[0][1])
            .put(At::air_0, c.incidents[0][2])
            .put(At::espionage_1, c.incidents[1][0])
            .put(At::ground_1, c.incidents[1][1])
            .put(At::air_1, c.incidents[1][2])
            .put(At::shootings, c.shootings)
            .put(At::lost_0, c.lost[0])
            .put(At::lost_1, c.lost[1])
            .put(At::division_battles, c.division_battles)
            .put(At::corps_battles, c.corps_battles)
            .put(At::episodes, c.episodes);
    }
}

pub(super) fn ledgers(sheet: &mut Sheet, years: &[i32], played: &Played<'_>) {
    use books::At;
    for (year, Year { counts: c, published }) in years.iter().zip(&played.outcome.years) {
        for side in 0..2 {
            let (accused, own) = (c.book[side], c.book_own[side]);
            sheet
                .row()
                .put(At::replication, played.replication as u32)
                .put(At::year, *year)
                .put(At::side, Word(side as u8))
                .put(At::accused_espionage, accused[0])
                .put(At::accused_ground, accused[1])
                .put(At::accused_air, accused[2])
                .put(At::own_espionage, own[0])
                .put(At::own_ground, own[1])
                .put(At::own_air, own[2])
                .put(At::shootings, c.book_shootings[side])
                .put(At::published, published[side]);
        }
    }
}

pub(super) fn both_sides(sheet: &mut Sheet, replication: u64, outcome: &Outcome) {
    use sides::At;
    for side in 0..2 {
        let ([killed, wounded, captured], things) = (outcome.losses[side], outcome.things[side]);
        let mut row = sheet.row();
        row.put(At::replication, replication as u32)
            .put(At::side, Word(side as u8))
            .put(At::killed, killed)
            .put(At::wounded, wounded)
            .put(At::captured, captured)
            .put(At::vehicles, things[0])
            .put(At::guns, things[1])
            .put(At::aircraft, things[2])
            .put(At::boats, things[3]);
        for (rung, taken) in outcome.rungs[side].iter().enumerate() {
            row.put(At::ignore as usize + rung, *taken);
        }
    }
}

pub(super) fn places(sheet: &mut Sheet, replication: u64, outcome: &Outcome) {
    use sectors::At;
    for (sector, incidents) in outcome.by_sector.iter().enumerate() {
        sheet
            .row()
            .put(At::replication, replication as u32)
            .put(At::sector, Word(sector as u8))
            .put(At::incidents, *incidents);
    }
}

pub(super) fn parameters(sheet: &mut Sheet, played: &Played<'_>) {
    let mut row = sheet.row();
    row.put(draws::At::number, played.draw as u32);
    row.put_open(1, played.parameters.to_vec().into_iter());
}
