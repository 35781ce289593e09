//! The small fights that narratives tell, with the forces and the losses that the record gives.

use halha_record::model::Incident;
use halha_record::vocab::{Attribute, ElementClass, IncidentKind};
use halha_record::{Book, Record};

use crate::clashes::{attacker, claimed, strength};
use crate::compare::Mark;
use crate::conflict::LoadedConflict;
use crate::fit::Scope;
use crate::fit::claims::{Said, Speaker};
use crate::fit::split::{Part, Split};

/// Men of one side from which a fight is no small one, and the parts of a larger fight belong to a battle: battles are
/// predicted, never fitted.
pub const LIMIT: f64 = 1000.0;

/// A figure for a side's losses.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// For the killed alone; otherwise for all losses.
    pub killed: bool,
    /// What is said, and by whom.
    pub said: Said,
}

/// A fight of fewer than a thousand men on either side.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallFight {
    /// Incident.
    pub incident: String,
    /// Index of the attacking side; none if the record does not name one alone.
    pub attacker: Option<usize>,
    /// Fewest and most men of each side by all who speak of it; none if nobody does.
    pub men: [Option<[f64; 2]>; 2],
    /// What is said of each side's losses.
    pub figures: [Vec<Figure>; 2],
    /// Whether armour or aircraft took part.
    pub arms: bool,
}

impl SmallFight {
    /// The fight in one line.
    pub fn in_words(&self) -> String {
        let side = |s: usize| {
            let men = self.men[s].map_or("unknown".to_owned(), |[low, high]| range(low, high));
            let figures: Vec<String> = self.figures[s].iter().map(Figure::in_words).collect();
            let lost = if figures.is_empty() {
                "nothing told".to_owned()
            } else {
                figures.join(", ")
            };
            format!("side {s} {men} men, {lost}")
        };
        let by = self.attacker.map_or("either".to_owned(), |a| format!("side {a}"));
        format!("{}: {}; {}; attack by {by}", self.incident, side(0), side(1))
    }
}

impl Figure {
    fn in_words(&self) -> String {
        let s = &self.said;
        let (low, high) = ((s.ln - s.width).exp_m1(), (s.ln + s.width).exp_m1());
        let what = if self.killed { "killed" } else { "lost" };
        format!("{} {what}", range(low, high))
    }
}

fn range(low: f64, high: f64) -> String {
    if high - low < 0.5 {
        format!("{low:.0}")
    } else {
        format!("{low:.0} to {high:.0}")
    }
}

/// The small fights of the period that may be fitted with the losses of at least one side and the men of at least one,
/// and what was left out with the reason.
///
/// Of a fight and its parts the whole is taken if it has both, else the parts. Fights of ships, in the air and of
/// mutineers are none of these.
pub fn fights(conflict: &LoadedConflict, split: &Split, scope: Scope) -> (Vec<SmallFight>, Vec<String>) {
    let record = &conflict.record;
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for incident in &record.incidents {
        let Some(fight) = fight(record, incident) else {
            continue;
        };
        let may = scope == Scope::Everything || split.part_of(&incident.date) == Some(Part::Train);
        let why = if fight.men.iter().all(Option::is_none) {
            Some("nobody gives the strength of either side")
        } else if is_large(&fight.men) {
            Some("a thousand men or more on one side: a battle, predicted and never fitted")
        } else if above(record, incident).any(|whole| is_large(&men(record, whole))) {
            Some("part of a battle, which is predicted and never fitted")
        } else if above(record, incident).any(|whole| stands_alone(record, whole)) {
            Some("part of a fight that is taken whole")
        } else if !may {
            Some("not wholly in the training period")
        } else {
            None
        };
        match why {
            Some(why) => left_out.push(format!("{}: {why}", incident.id)),
            None => kept.push(fight),
        }
    }
    kept.sort_by(|a, b| a.incident.cmp(&b.incident));
    (kept, left_out)
}

/// An incident as a fight; none if it was no fight on the ground or nobody tells of losses.
fn fight(record: &Record, incident: &Incident) -> Option<SmallFight> {
    let on_the_ground = matches!(
        incident.kind,
        IncidentKind::Shooting | IncidentKind::Clash | IncidentKind::Battle
    );
    let figures = [0, 1].map(|side| figures(record, incident, side));
    if !on_the_ground || figures.iter().all(Vec::is_empty) {
        return None;
    }
    Some(SmallFight {
        incident: incident.id.to_string(),
        attacker: attacker(record, incident),
        men: men(record, incident),
        figures,
        arms: arms(record, incident),
    })
}

fn men(record: &Record, incident: &Incident) -> [Option<[f64; 2]>; 2] {
    [0, 1].map(|side| strength(record, incident, side))
}

fn is_large(men: &[Option<[f64; 2]>; 2]) -> bool {
    men.iter().flatten().any(|[_, high]| *high >= LIMIT)
}

/// Whether a fight has what it takes to be learned from by itself.
fn stands_alone(record: &Record, incident: &Incident) -> bool {
    fight(record, incident).is_some_and(|f| f.men.iter().any(Option::is_some))
}

/// The larger incidents of which one is a part, the nearest first.
fn above<'r>(record: &'r Record, incident: &'r Incident) -> impl Iterator<Item = &'r Incident> {
    let whole = |part: &&'r Incident| {
        let id = part.part_of.as_ref()?;
        record.incidents.iter().find(|i| i.id == *id)
    };
    std::iter::successors(Some(incident), whole)
        .skip(1)
        .take(record.incidents.len())
}

fn arms(record: &Record, incident: &Incident) -> bool {
    let heavy = |class| matches!(class, ElementClass::Armour | ElementClass::Aircraft);
    record
        .claims_about(incident.id.as_str())
        .filter(|c| c.attribute == "present")
        .any(|c| c.element.is_some_and(|e| heavy(e.class())))
}

/// All losses where anybody gives them; else killed and wounded of one voice together; else the killed.
fn figures(record: &Record, incident: &Incident, side: usize) -> Vec<Figure> {
    let sure = |attribute: Attribute| -> Vec<Mark> {
        let marks = claimed(record, incident, side, attribute.as_str());
        let vouched = |m: &Mark| matches!(m.status.as_str(), "stated" | "reported");
        marks.into_iter().filter(vouched).collect()
    };
    let (killed, wounded) = (sure(Attribute::Killed), sure(Attribute::Wounded));
    let all = sure(Attribute::Casualties);
    let both = killed.iter().flat_map(|k| {
        let same = |w: &&Mark| w.claimed_by == k.claimed_by && w.source == k.source;
        wounded.iter().filter(same).map(|w| together(k, w))
    });
    let both: Vec<Mark> = both.collect();
    let (marks, of_killed) = if !all.is_empty() {
        (all, false)
    } else if !both.is_empty() {
        (both, false)
    } else {
        (killed, true)
    };
    let mut out: Vec<Figure> = Vec::new();
    for figure in marks.iter().filter_map(|m| figure(record, side, m, of_killed)) {
        // Voices of no side that give one number have it from one another.
        if !out.contains(&figure) {
            out.push(figure);
        }
    }
    out
}

/// Killed and wounded added up.
fn together(killed: &Mark, wounded: &Mark) -> Mark {
    let top = |m: &Mark| m.high.unwrap_or(m.low);
    Mark {
        low: killed.low + wounded.low,
        high: Some(top(killed) + top(wounded)),
        ..killed.clone()
    }
}

fn figure(record: &Record, side: usize, mark: &Mark, killed: bool) -> Option<Figure> {
    let speaker = match record.book(&mark.claimed_by)? {
        Book::Side(id) if record.conflict.sides[side].id == *id => Speaker::Own(side),
        Book::Side(_) => Speaker::Enemy(1 - side),
        Book::Voice(_) => Speaker::Voice,
        Book::Both | Book::Outsider => return None,
    };
    let (a, b) = (mark.low.ln_1p(), mark.high.unwrap_or(mark.low).ln_1p());
    Some(Figure {
        killed,
        said: Said {
            speaker,
            ln: 0.5 * (a + b),
            width: 0.5 * (b - a),
        },
    })
}

/// Killed among killed and wounded, with how many they were, where one voice of no side gives both.
pub(super) fn shares(conflict: &LoadedConflict, fights: &[SmallFight]) -> Vec<[f64; 2]> {
    let record = &conflict.record;
    let mut found = Vec::new();
    for incident in &record.incidents {
        if !fights.iter().any(|f| f.incident == incident.id.as_str()) {
            continue;
        }
        for side in 0..2 {
            let of = |attribute: Attribute| claimed(record, incident, side, attribute.as_str());
            let wounded = of(Attribute::Wounded);
            let exact = |m: &&Mark| m.high == Some(m.low);
            let one = of(Attribute::Killed).into_iter().find_map(|k| {
                let same = |w: &&Mark| w.claimed_by == k.claimed_by && w.source == k.source;
                let w = wounded.iter().filter(exact).find(same)?;
                (exact(&&k) && k.low + w.low > 0.0).then_some([k.low, w.low])
            });
            found.extend(one);
        }
    }
    found
}
