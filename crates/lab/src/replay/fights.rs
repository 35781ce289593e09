//! Fights, battles and air strikes in sentences: who, with what, how it went, and what each side says of it.

use halha_kernel::event::{Fight, IncidentType, Losses, Posture, Victor};

use super::names::Names;
use super::words::{count, duration, forces, grouped, list, losses};

/// A violation without shots.
pub(super) fn violation(
    names: &Names,
    intruder: u8,
    kind: IncidentType,
    reported: &[Option<IncidentType>; 2],
    occupied: bool,
) -> String {
    let what = match kind {
        IncidentType::Espionage => "Agents of",
        IncidentType::Ground => "A patrol of",
        IncidentType::Air => "An aircraft of",
    };
    let verb = if kind == IncidentType::Espionage {
        "cross"
    } else {
        "crosses"
    };
    let stays = if occupied {
        " and stays on disputed ground"
    } else {
        ""
    };
    format!(
        "{what} {} {verb} the line{stays}; {}.",
        names.side(intruder),
        reports(names, kind, reported)
    )
}

/// Who entered it in his book, and as what.
fn reports(names: &Names, kind: IncidentType, reported: &[Option<IncidentType>; 2]) -> String {
    let entries: Vec<String> = (0..2)
        .filter_map(|side| {
            let entered = reported[side]?;
            let wrong = if entered == kind {
                String::new()
            } else {
                format!(" as {}", type_name(entered))
            };
            Some(format!("{}{wrong}", names.side(side)))
        })
        .collect();
    if entries.is_empty() {
        "nobody reports it".to_owned()
    } else {
        format!("reported by {}", list(&entries))
    }
}

/// What a type of violation is called.
pub(super) fn type_name(kind: IncidentType) -> &'static str {
    match kind {
        IncidentType::Espionage => "espionage",
        IncidentType::Ground => "a ground violation",
        IncidentType::Air => "an air intrusion",
    }
}

/// A fight of patrols.
pub(super) fn skirmish(names: &Names, fight: &Fight) -> String {
    let (a, d) = roles(fight);
    let surprise = if fight.surprise > 0 {
        ", who are taken by surprise"
    } else {
        ""
    };
    let end = match fight.victor {
        Victor::Attacker => "The intruders win the fight.",
        Victor::Defender => "The intruders are driven off.",
        Victor::Draw => "Neither side gives way.",
    };
    format!(
        "{} crosses with {} and meets {} of {}{surprise}; shots are fired. {end}",
        names.head(a),
        forces(&fight.forces[a]),
        forces(&fight.forces[d]),
        names.side(d),
    )
}

/// A battle within a crisis, as what follows from the decision that brought it.
pub(super) fn battle(names: &Names, fight: &Fight) -> String {
    let (a, d) = roles(fight);
    let posture = match fight.posture {
        Posture::Hasty => "",
        Posture::Prepared => " in prepared positions",
        Posture::Fortified => " in fortified positions",
        Posture::Delaying => " who delay and fall back",
    };
    let surprise = match fight.surprise {
        0 => "",
        1 => ", partly by surprise",
        _ => ", by surprise",
    };
    let end = match fight.victor {
        Victor::Attacker => format!("{} wins.", names.head(a)),
        Victor::Defender => "The attack is beaten off.".to_owned(),
        Victor::Draw => "Nobody wins.".to_owned(),
    };
    format!(
        "Battle of {}: {} attack {}{posture}{surprise}. {end}",
        duration(fight.days),
        forces(&fight.forces[a]),
        forces(&fight.forces[d]),
    )
}

/// What both sides lost in a fight, and what each says of it: one sentence or two.
pub(super) fn outcome(names: &Names, fight: &Fight) -> Vec<String> {
    if fight.losses.iter().all(|l| *l == Losses::default()) {
        return vec!["Nobody is hit.".to_owned()];
    }
    let mut told = vec![lost(names, &fight.losses)];
    told.extend(claims(names, &fight.claims));
    told
}

/// What both sides truly lost.
fn lost(names: &Names, lost: &[Losses; 2]) -> String {
    format!(
        "Losses: {} {}; {} {}.",
        names.side(0_u8),
        losses(&lost[0]),
        names.side(1_u8),
        losses(&lost[1])
    )
}

/// What each side says of its own losses and its enemy's; `None` if neither says anything.
pub(super) fn claims(names: &Names, claims: &[[u32; 2]; 2]) -> Option<String> {
    if *claims == [[0; 2]; 2] {
        return None;
    }
    let says = |side: usize| {
        let [own, enemy] = claims[side];
        format!(
            "{} {} lost, {} of the enemy’s",
            names.side(side),
            grouped(own),
            grouped(enemy)
        )
    };
    Some(format!("Reports: {}; {}.", says(0), says(1)))
}

/// An air strike. `aircraft` are the raider's and its enemy's.
pub(super) fn raid(names: &Names, aircraft: [u32; 2], losses: &[Losses; 2]) -> Vec<String> {
    let met = match aircraft[1] {
        0 => "nothing in the air against them".to_owned(),
        n => format!("{} against them", count(n, "aircraft", "aircraft")),
    };
    let sent = format!(
        "{} strike, with {met}.",
        count(aircraft[0], "aircraft", "aircraft")
    );
    let end = if losses.iter().all(|l| *l == Losses::default()) {
        "Nothing is lost on either side.".to_owned()
    } else {
        lost(names, losses)
    };
    vec![sent, end]
}

/// Attacker and defender.
fn roles(fight: &Fight) -> (usize, usize) {
    let a = usize::from(fight.attacker.min(1));
    (a, 1 - a)
}
