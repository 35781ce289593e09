//! What each kind of event leaves in the table of events.

use halha_kernel::event::{Event, Fight, Forces, Losses, Observer, Victor};
use halha_table::Word;

use super::rows::{Clock, ending, side};
use super::schema::events::At;
use super::sheet::{Row, Sheet};

/// Writes the events of one campaign into the table as they happen.
pub(crate) struct EventRows<'s> {
    pub(crate) sheet: &'s mut Sheet,
    pub(crate) clock: Clock,
    pub(crate) replication: u32,
    pub(crate) seq: u32,
}

impl EventRows<'_> {
    /// Writes one event under its number.
    pub(crate) fn write(&mut self, seq: u32, time: f64, event: &Event) {
        let mut row = self.sheet.row();
        row.put(At::replication, self.replication)
            .put(At::seq, seq)
            .put(At::day, time)
            .put(At::date, self.clock.day(time))
            .put(At::kind, Word(kind(event) as u8));
        fill(&mut row, event);
    }
}

/// Numbers of the words in [`super::schema::Words::Event`].
#[derive(Clone, Copy)]
enum Kind {
    Incident,
    Opening,
    Decision,
    Arrival,
    Battle,
    Raid,
    Settlement,
    Pact,
    Temptation,
    Denunciation,
    Entry,
    GeneralWar,
    FalseReports,
    End,
}

impl Observer for EventRows<'_> {
    #[inline]
    fn event(&mut self, time: f64, event: &Event) {
        self.write(self.seq, time, event);
        self.seq += 1;
    }
}

fn kind(event: &Event) -> Kind {
    match event {
        Event::Incident { .. } => Kind::Incident,
        Event::EpisodeOpened { .. } => Kind::Opening,
        Event::Decision { .. } => Kind::Decision,
        Event::Arrival { .. } => Kind::Arrival,
        Event::Battle { .. } => Kind::Battle,
        Event::Raid { .. } => Kind::Raid,
        Event::Settlement { .. } => Kind::Settlement,
        Event::PactSigned => Kind::Pact,
        Event::Temptation { .. } => Kind::Temptation,
        Event::Denunciation => Kind::Denunciation,
        Event::Entry => Kind::Entry,
        Event::GeneralWar { .. } => Kind::GeneralWar,
        Event::FalseReports { .. } => Kind::FalseReports,
        Event::End { .. } => Kind::End,
    }
}

fn fill(row: &mut Row<'_>, event: &Event) {
    match event {
        Event::Incident {
            id,
            parent,
            sector,
            intruder,
            kind,
            reported,
            fight,
            occupied,
        } => {
            place(row, *id, *sector);
            row.put(At::parent, *parent)
                .put(At::side, Word(*intruder))
                .put(At::incident_type, Word(*kind as u8))
                .put(At::reported_0, reported[0].map(|r| Word(r as u8)))
                .put(At::reported_1, reported[1].map(|r| Word(r as u8)))
                .put(At::occupied, *occupied);
            if let Some(fought) = fight {
                self::fight(row, fought);
            }
        }
        Event::EpisodeOpened { id, sector } => place(row, *id, *sector),
        Event::Decision {
            id,
            sector,
            side,
            step,
            rung,
            field,
            raised,
            men,
        } => {
            place(row, *id, *sector);
            row.put(At::side, Word(*side))
                .put(At::step, *step)
                .put(At::rung, Word(*rung as u8))
                .put(At::field, *field)
                .put(At::raised, *raised)
                .put(At::men, *men);
        }
        Event::Arrival {
            id,
            sector,
            side,
            men,
        } => {
            place(row, *id, *sector);
            row.put(At::side, Word(*side)).put(At::men, *men);
        }
        Event::Battle {
            id,
            sector,
            rung,
            fight: fought,
        } => {
            place(row, *id, *sector);
            row.put(At::rung, Word(*rung as u8));
            fight(row, fought);
        }
        Event::Raid {
            id,
            sector,
            side,
            aircraft,
            losses: lost,
        } => {
            place(row, *id, *sector);
            // The raider's aircraft come first, whichever side it is.
            let [raiders, others] = *aircraft;
            let [first, second] = if *side == 0 {
                [raiders, others]
            } else {
                [others, raiders]
            };
            row.put(At::side, Word(*side))
                .put(At::aircraft_0, first)
                .put(At::aircraft_1, second);
            losses(row, lost);
        }
        Event::Settlement {
            id,
            sector,
            kind,
            terms,
            agreed,
            loser,
            lost,
            claims: claimed,
            narrated,
        } => {
            place(row, *id, *sector);
            row.put(At::settlement, Word(*kind as u8))
                .put(At::terms, terms.map(|t| Word(t as u8)))
                .put(At::agreed, *agreed)
                .put(At::loser, loser.and_then(side))
                .put(At::lost_0, lost[0])
                .put(At::lost_1, lost[1])
                .put(At::narrated, *narrated);
            claims(row, claimed);
        }
        Event::PactSigned | Event::Denunciation | Event::Entry => {}
        Event::Temptation { attacked } => {
            row.put(At::attacked, *attacked);
        }
        Event::GeneralWar { cause } => {
            row.put(At::cause, Word(*cause as u8));
        }
        Event::FalseReports { side, count, .. } => {
            row.put(At::side, Word(*side))
                .put(At::false_espionage, count[0])
                .put(At::false_ground, count[1])
                .put(At::false_air, count[2]);
        }
        Event::End { ending: ended } => {
            let (ended, cause) = ending(*ended);
            row.put(At::ending, ended).put(At::cause, cause);
        }
    }
}

fn place(row: &mut Row<'_>, id: u64, sector: u8) {
    row.put(At::id, id).put(At::sector, Word(sector));
}

fn fight(row: &mut Row<'_>, fight: &Fight) {
    let winner = match fight.victor {
        Victor::Attacker => Some(fight.attacker),
        Victor::Defender => Some(1 - fight.attacker.min(1)),
        Victor::Draw => None,
    };
    row.put(At::attacker, Word(fight.attacker))
        .put(At::posture, Word(fight.posture as u8))
        .put(At::surprise, fight.surprise)
        .put(At::fight_days, fight.days)
        .put(At::winner, winner.map(Word))
        .put(At::narrated, fight.narrated);
    for (
        of_side,
        Forces {
            men,
            vehicles,
            guns,
            aircraft,
            boats,
        },
    ) in fight.forces.iter().enumerate()
    {
        for (first, value) in [
            (At::men_0, men),
            (At::vehicles_0, vehicles),
            (At::guns_0, guns),
            (At::aircraft_0, aircraft),
            (At::boats_0, boats),
        ] {
            row.put(first as usize + of_side, *value);
        }
    }
    losses(row, &fight.losses);
    claims(row, &fight.claims);
}

fn losses(row: &mut Row<'_>, losses: &[Losses; 2]) {
    for (of_side, lost) in losses.iter().enumerate() {
        for (first, value) in [
            (At::killed_0, lost.killed),
            (At::wounded_0, lost.wounded),
            (At::captured_0, lost.captured),
            (At::vehicles_lost_0, lost.vehicles),
            (At::guns_lost_0, lost.guns),
            (At::aircraft_lost_0, lost.aircraft),
            (At::boats_lost_0, lost.boats),
            (At::lost_0, lost.men()),
        ] {
            row.put(first as usize + of_side, value);
        }
    }
}

fn claims(row: &mut Row<'_>, claims: &[[u32; 2]; 2]) {
    row.put(At::claimed_own_0, claims[0][0])
        .put(At::claimed_enemy_0, claims[0][1])
        .put(At::claimed_own_1, claims[1][0])
        .put(At::claimed_enemy_1, claims[1][1]);
}
