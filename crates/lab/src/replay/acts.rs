//! Decisions, settlements and what happens above the border, in sentences.

use halha_kernel::event::{Ending, SettlementKind, Terms, WarCause};
use halha_kernel::rung::{Level, Rung};

use super::names::Names;
use super::words::{count, grouped};

/// A decision: which command of whom did what.
pub(super) fn decision(
    names: &Names,
    side: u8,
    rung: Rung,
    (field, raised): (bool, bool),
    men: u32,
) -> String {
    let (command, aside) = match (rung.level(), field) {
        (Level::Local, _) => ("local command", ""),
        (Level::Theatre, true) if rung.is_force() => ("theatre command", ", on its own judgement"),
        (Level::Theatre, _) => ("theatre command", ""),
        (Level::Capital, true) if rung.is_force() => ("theatre command", ", without asking the capital"),
        (Level::Capital, _) => ("capital", ""),
    };
    let act = match rung {
        Rung::Ignore => "lets it pass".to_owned(),
        Rung::Protest => "protests".to_owned(),
        Rung::Investigate => "asks for a joint investigation".to_owned(),
        Rung::Reinforce => format!("sends for {}", count(men, "more man", "more men")),
        Rung::Punitive => "orders a punitive expedition".to_owned(),
        Rung::AirStrike => "orders an air strike".to_owned(),
        Rung::Seize => "orders the disputed ground to be taken".to_owned(),
        Rung::Division => "orders the offensive of a division".to_owned(),
        Rung::Corps => "orders the offensive of a corps".to_owned(),
        Rung::CeasefireOffer => "offers a cease-fire".to_owned(),
        Rung::ReturnBodies => "returns the dead".to_owned(),
        Rung::Withdraw => "orders its troops back".to_owned(),
        Rung::GeneralWar => "goes to war".to_owned(),
    };
    let raised = if raised {
        ": a step further than it meant to go"
    } else {
        ""
    };
    format!(
        "{} {command} {act}{aside}{raised}.",
        super::names::capital(&names.whose(side))
    )
}

/// Several decisions in a row that change little: `the local commands protest 5 times and let it pass 3 times`.
pub(super) fn talk(protests: usize, ignored: usize, asked: usize) -> String {
    let times = |n: usize, act: &str| match n {
        0 => None,
        1 => Some(format!("{act} once")),
        2 => Some(format!("{act} twice")),
        n => Some(format!("{act} {n} times")),
    };
    let acts: Vec<String> = [
        times(protests, "protest"),
        times(asked, "ask for a joint investigation"),
        times(ignored, "let it pass"),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("Both sides talk: they {}.", super::words::list(&acts))
}

/// Reinforcements arrive.
pub(super) fn arrival(names: &Names, side: u8, men: u32) -> String {
    let verb = if men == 1 { "reaches" } else { "reach" };
    format!(
        "{} {verb} {} troops.",
        super::names::capital(&count(men, "man", "men")),
        names.whose(side)
    )
}

/// How a crisis ended.
pub(super) struct Settled {
    pub(super) kind: SettlementKind,
    pub(super) terms: Option<Terms>,
    pub(super) agreed: bool,
    pub(super) loser: Option<u8>,
    pub(super) lost: [u32; 2],
    pub(super) narrated: bool,
    /// There was a battle or a raid.
    pub(super) fought: bool,
}

/// The end of a crisis, and what it cost.
pub(super) fn settlement(names: &Names, s: &Settled) -> (String, Vec<String>) {
    let end = match (s.kind, s.terms) {
        (SettlementKind::Lapsed, _) => "Nobody answers any more; the crisis lapses.".to_owned(),
        (SettlementKind::Ceasefire, Some(Terms::LineOfContact)) => {
            "A cease-fire: each side keeps what it holds.".to_owned()
        }
        (SettlementKind::Ceasefire, Some(Terms::StatusQuoAnte)) => {
            "A cease-fire: the state before the crisis is restored.".to_owned()
        }
        (SettlementKind::Ceasefire, Some(Terms::Withdrawal)) => {
            "A cease-fire: both sides withdraw from the ground.".to_owned()
        }
        (SettlementKind::Ceasefire, None) => "A cease-fire.".to_owned(),
        (SettlementKind::Investigation, _) => "A joint investigation closes the crisis.".to_owned(),
        (SettlementKind::Withdrawal, _) => match s.loser {
            Some(side) => format!("{} withdraws; the crisis is over.", names.head(side)),
            None => "The troops withdraw; the crisis is over.".to_owned(),
        },
        (SettlementKind::Stalled, _) => "The crisis goes on without end and is broken off.".to_owned(),
        (SettlementKind::Open, _) => "The crisis is still open when the history ends.".to_owned(),
    };
    let mut details = Vec::new();
    if s.agreed {
        details.push("The line is agreed here and is clearer from now on.".to_owned());
    }
    let worse = s.loser.filter(|_| s.kind != SettlementKind::Withdrawal);
    let worse = worse.map_or_else(String::new, |side| {
        format!("; {} had the worse of it", names.side(side))
    });
    if s.fought && s.lost != [0; 2] {
        let [a, b] = s.lost;
        let told = if s.narrated {
            "; later narratives tell of it"
        } else {
            ""
        };
        details.push(format!(
            "Lost in all: {} {}, {} {}{worse}{told}.",
            names.side(0_u8),
            grouped(a),
            names.side(1_u8),
            grouped(b),
        ));
    }
    (end, details)
}

/// The temptation is decided.
pub(super) fn temptation(names: &Names, attacked: bool) -> String {
    let who = names
        .roles
        .tempted
        .map_or_else(|| "The tempted side".to_owned(), |side| names.head(side));
    if attacked {
        format!("{who} sees its chance and attacks.")
    } else {
        format!("{who} weighs an attack and holds back.")
    }
}

/// The pact is denounced, or the entry decided without one.
pub(super) fn denunciation(names: &Names, pact: bool) -> String {
    let who = names
        .roles
        .entrant
        .map_or_else(|| "The entering side".to_owned(), |side| names.head(side));
    if pact {
        format!("{who} denounces the pact.")
    } else {
        format!("{who} decides to enter the war.")
    }
}

/// The late entry.
pub(super) fn entry(names: &Names) -> String {
    let who = names
        .roles
        .entrant
        .map_or_else(|| "The entering side".to_owned(), |side| names.head(side));
    format!("{who} declares war and invades.")
}

/// General war begins.
pub(super) fn general_war(cause: WarCause) -> String {
    let why = match cause {
        WarCause::Choice => "a capital has chosen it",
        WarCause::Brinkmanship => "one step too far, which nobody had willed",
        WarCause::Spread => "three sectors are in battle at once",
        WarCause::Size => "too many divisions are engaged to call it anything else",
        WarCause::Temptation => "the tempted side has attacked",
    };
    format!("General war: {why}.")
}

/// The run ends.
pub(super) fn end(ending: Ending) -> String {
    match ending {
        Ending::Horizon => "The history ends.",
        Ending::GeneralWar(_) => "The history of the border ends in general war.",
        Ending::Entry => "The history of the border ends with the invasion.",
        Ending::Exploded => "The violations have grown beyond all bounds; the run is broken off.",
    }
    .to_owned()
}
