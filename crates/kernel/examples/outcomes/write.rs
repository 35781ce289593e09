//! One replication as JSON, by the names of the outcome's fields.

use halha_kernel::event::{Ending, WarCause};
use halha_kernel::outcome::{Counts, Outcome};
use serde_json::{Value, json};

use crate::sums::Sums;

/// The whole line of one replication; what is not a number becomes null.
pub(crate) fn replication(o: &Outcome, sums: &Sums) -> Value {
    let battle = &o.largest_battle;
    let episode = &o.costliest_episode;
    json!({
        "incidents": o.incidents, "absorbed": o.absorbed, "early_shootings": o.early_shootings,
        "first_shooting": o.first_shooting, "episodes": o.episodes, "by_sector": o.by_sector,
        "rungs": o.rungs, "losses": o.losses, "things": o.things,
        "largest_battle": {
            "time": battle.time, "sector": battle.sector, "men": battle.men, "lost": battle.lost,
            "winner": battle.winner,
        },
        "costliest_episode": {
            "time": episode.time, "days": episode.days, "sector": episode.sector, "lost": episode.lost,
            "men": episode.men, "rung": episode.rung, "loser": episode.loser, "settlement": episode.settlement,
        },
        "settlements": o.settlements, "agreements": o.agreements, "pact": o.pact, "tempted": o.tempted,
        "denounced": o.denounced, "ending": ending(o.ending), "end": o.end,
        "windows": o.windows.iter().map(counts).collect::<Vec<_>>(),
        "years": o.years.iter().map(year).collect::<Vec<_>>(),
        "events": sums.to_json(),
    })
}

fn year(year: &halha_kernel::outcome::Year) -> Value {
    let mut row = counts(&year.counts);
    row["published"] = json!(year.published);
    row
}

fn counts(c: &Counts) -> Value {
    json!({
        "incidents": c.incidents, "shootings": c.shootings, "book": c.book, "book_own": c.book_own,
        "book_shootings": c.book_shootings, "lost": c.lost, "division_battles": c.division_battles,
        "corps_battles": c.corps_battles, "episodes": c.episodes,
    })
}

/// The number of an ending, in the order of `ENDINGS` of `reference/halha_reference/tally.py`.
fn ending(ending: Ending) -> u8 {
    match ending {
        Ending::Horizon => 0,
        Ending::GeneralWar(WarCause::Choice) => 1,
        Ending::GeneralWar(WarCause::Brinkmanship) => 2,
        Ending::GeneralWar(WarCause::Spread) => 3,
        Ending::GeneralWar(WarCause::Size) => 4,
        Ending::GeneralWar(WarCause::Temptation) => 5,
        Ending::Entry => 6,
        Ending::Exploded => 7,
    }
}
