//! The battles that no fit may see, because the conflict they belong to is what the model is tested on.

use jiff::civil::{Date, date};

use crate::battle::Battle;

/// Numbers of the reference case in the database: Changkufeng (256–258), Nomonhan (259, 260), Mutankiang (516).
pub const NUMBERS: [u32; 6] = [256, 257, 258, 259, 260, 516];

/// From and to when its sides met.
const DAYS: (Date, Date) = (date(1932, 3, 1), date(1945, 9, 2));

/// States on its two sides.
const SIDES: [&[&str]; 2] = [
    &["Japan", "Manchukuo"],
    &["USSR", "Soviet Union", "Mongolia", "Mongolian People's Republic"],
];

/// Whether a battle is of the reference case: by its number in the database (with its belligerents, so that a number
/// of another table does no harm), or by dates and belligerents alone.
#[must_use]
pub fn holds(battle: &Battle) -> bool {
    let on_side = |force: usize, side: usize| {
        let mut members = battle.forces[force].members();
        members.any(|m| SIDES[side].iter().any(|s| s.eq_ignore_ascii_case(m)))
    };
    let meet = (on_side(0, 0) && on_side(1, 1)) || (on_side(0, 1) && on_side(1, 0));
    let then = battle.date >= DAYS.0 && battle.date <= DAYS.1;
    let numbered = NUMBERS.contains(&battle.isqno) && named(battle);
    (meet && then) || numbered
}

/// Whether the war or campaign is named as in the database: catches the rows if the belligerents were renamed.
fn named(battle: &Battle) -> bool {
    let text = format!("{} {} {}", battle.war, battle.campaign, battle.name).to_ascii_lowercase();
    let marks = ["changkufeng", "khasan", "nomonhan", "khalkhin", "manchuria"];
    marks.iter().any(|mark| text.contains(mark))
}
