//! An event as a line of JSON: the words are those of the stored tables, the sides' values stand in their order.

use halha_kernel::event::{Event, Fight, Forces, Losses, Victor};
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::store::schema::Words;

/// One event as one line of JSON, without the line break.
///
/// Every line has `day` (days since the start), `date` and `kind`; ids are texts, since they need all of 64 bits.
pub fn line(names: &Names, time: f64, event: &Event) -> String {
    let mut line = Map::new();
    line.insert("day".to_owned(), json!(time));
    line.insert("date".to_owned(), json!(names.calendar.date(time).to_string()));
    let (kind, fields) = fields(names, event);
    line.insert("kind".to_owned(), json!(kind));
    if let Value::Object(fields) = fields {
        line.extend(fields);
    }
    Value::Object(line).to_string()
}

fn fields(names: &Names, event: &Event) -> (&'static str, Value) {
    let side = |side: u8| names.side_ids.get(usize::from(side)).cloned();
    let sector = |sector: u8| names.sector_ids.get(usize::from(sector)).cloned();
    match event {
        Event::Incident {
            id,
            parent,
            sector: k,
            intruder,
            kind,
            reported,
            fight,
            occupied,
        } => (
            "incident",
            json!({
                "id": id.to_string(),
                "parent": (*parent != 0).then(|| parent.to_string()),
                "sector": sector(*k),
                "side": side(*intruder),
                "incident_type": word(Words::Incident, *kind as u8),
                "reported": reported.map(|r| r.and_then(|r| word(Words::Incident, r as u8))),
                "occupied": occupied,
                "fight": fight.as_ref().map(|f| self::fight(names, f)),
            }),
        ),
        Event::EpisodeOpened { id, sector: k } => {
            ("opening", json!({ "id": id.to_string(), "sector": sector(*k) }))
        }
        Event::Decision {
            id,
            sector: k,
            side: s,
            step,
            rung,
            field,
            raised,
            men,
        } => (
            "decision",
            json!({
                "id": id.to_string(),
                "sector": sector(*k),
                "side": side(*s),
                "step": step,
                "rung": word(Words::Rung, *rung as u8),
                "field": field,
                "raised": raised,
                "men": men,
            }),
        ),
        Event::Arrival {
            id,
            sector: k,
            side: s,
            men,
        } => (
            "arrival",
            json!({ "id": id.to_string(), "sector": sector(*k), "side": side(*s), "men": men }),
        ),
        Event::Battle {
            id,
            sector: k,
            rung,
            fight,
        } => (
            "battle",
            json!({
                "id": id.to_string(),
                "sector": sector(*k),
                "rung": word(Words::Rung, *rung as u8),
                "fight": self::fight(names, fight),
            }),
        ),
        Event::Raid {
            id,
            sector: k,
            side: s,
            aircraft: [own, enemy],
            losses,
        } => (
            "raid",
            json!({
                "id": id.to_string(),
                "sector": sector(*k),
                "side": side(*s),
                "aircraft": if *s == 0 { [own, enemy] } else { [enemy, own] },
                "losses": losses.map(|l| lost(&l)),
            }),
        ),
        Event::Settlement {
            id,
            sector: k,
            kind,
            terms,
            agreed,
            loser,
            lost,
            claims,
            narrated,
        } => (
            "settlement",
            json!({
                "id": id.to_string(),
                "sector": sector(*k),
                "settlement": word(Words::Settlement, *kind as u8),
                "terms": terms.and_then(|t| word(Words::Terms, t as u8)),
                "agreed": agreed,
                "loser": loser.and_then(side),
                "lost": lost,
                "claims": self::claims(claims),
                "narrated": narrated,
            }),
        ),
        Event::PactSigned => ("pact", json!({})),
        Event::Temptation { attacked } => ("temptation", json!({ "attacked": attacked })),
        Event::Denunciation => ("denunciation", json!({})),
        Event::Entry => ("entry", json!({})),
        Event::GeneralWar { cause } => (
            "general-war",
            json!({ "cause": word(Words::Cause, *cause as u8) }),
        ),
        Event::FalseReports {
            month: _,
            side: s,
            count,
        } => (
            "false-reports",
            json!({ "side": side(*s), "espionage": count[0], "ground": count[1], "air": count[2] }),
        ),
        Event::End { ending } => {
            use halha_kernel::event::Ending;
            let (ended, cause) = match ending {
                Ending::Horizon => (0, None),
                Ending::GeneralWar(cause) => (1, word(Words::Cause, *cause as u8)),
                Ending::Entry => (2, None),
                Ending::Exploded => (3, None),
            };
            (
                "end",
                json!({ "ending": word(Words::Ending, ended), "cause": cause }),
            )
        }
    }
}

fn word(words: Words, number: u8) -> Option<&'static str> {
    words.list().get(usize::from(number)).copied()
}

fn fight(names: &Names, f: &Fight) -> Value {
    let side = |side: u8| names.side_ids.get(usize::from(side)).cloned();
    let winner = match f.victor {
        Victor::Attacker => side(f.attacker),
        Victor::Defender => side(1 - f.attacker.min(1)),
        Victor::Draw => None,
    };
    json!({
        "attacker": side(f.attacker),
        "posture": word(Words::Posture, f.posture as u8),
        "surprise": f.surprise,
        "days": f.days,
        "winner": winner,
        "forces": f.forces.map(|f| forces(&f)),
        "losses": f.losses.map(|l| lost(&l)),
        "claims": claims(&f.claims),
        "narrated": f.narrated,
    })
}

fn forces(f: &Forces) -> Value {
    json!({ "men": f.men, "vehicles": f.vehicles, "guns": f.guns, "aircraft": f.aircraft, "boats": f.boats })
}

fn lost(l: &Losses) -> Value {
    json!({
        "killed": l.killed, "wounded": l.wounded, "captured": l.captured,
        "vehicles": l.vehicles, "guns": l.guns, "aircraft": l.aircraft, "boats": l.boats,
    })
}

fn claims(claims: &[[u32; 2]; 2]) -> Value {
    json!(claims.map(|[own, enemy]| json!({ "own": own, "enemy": enemy })))
}
