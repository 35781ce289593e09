//! The losses of a record of which a side and another voice speak.

use std::collections::BTreeMap;

use halha_record::model::ClaimRow;
use halha_record::vocab::{Arithmetic, Attribute, ElementClass, Status, Unit};
use halha_record::{Book, Record};

use crate::conflict::LoadedConflict;
use crate::fit::Scope;
use crate::fit::split::{Part, Split};

/// Who speaks of a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The side that lost them, by its number.
    Own(usize),
    /// The other side, by its own number.
    Enemy(usize),
    /// A voice of no side: an archive opened later, a scholar, a data set, a work of reference.
    Voice,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Who says it.
    pub speaker: Speaker,
    /// ln(1 + the figure); the middle of the ends where it is a range.
    pub ln: f64,
    /// Half the width of the range.
    pub width: f64,
}

/// All that is said about one loss: one incident, side, kind of loss and kind of thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Incident, whose loss, of what.
    pub name: String,
    /// Aircraft, not men.
    pub air: bool,
    /// The figures.
    pub said: Vec<Said>,
    /// Who says what, for readers.
    pub voices: Vec<String>,
}

impl Group {
    /// The group in one line.
    pub fn in_words(&self) -> String {
        format!("{}: {}", self.name, self.voices.join("; "))
    }
}

/// The losses on which a side and at least one other voice speak, in the period that may be fitted, and what was left
/// out with the reason. Rows of status `unverified`, `doubtful` or `assumed` do not enter; neither do "at least"s.
pub fn groups(conflict: &LoadedConflict, split: &Split, scope: Scope) -> (Vec<Group>, Vec<String>) {
    let record = &conflict.record;
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for incident in &record.incidents {
        let mut found: BTreeMap<String, Group> = BTreeMap::new();
        for claim in record.claims_about(incident.id.as_str()) {
            if let Some((key, air, said)) = of_claim(record, claim) {
                let key = format!("{}, {key}", incident.id);
                let slot = found.entry(key.clone()).or_insert_with(|| Group {
                    name: key,
                    air,
                    said: Vec::new(),
                    voices: Vec::new(),
                });
                slot.add(claim, said);
            }
        }
        let rivals = found.into_values().filter(Group::has_rivals);
        let may = scope == Scope::Everything || split.part_of(&incident.date) == Some(Part::Train);
        if may {
            kept.extend(rivals);
        } else {
            left_out.extend(rivals.map(|g| format!("{}: not wholly in the training period", g.name)));
        }
    }
    (kept, left_out)
}

impl Group {
    fn add(&mut self, claim: &ClaimRow, said: Said) {
        // One voice that says one thing in two places says it once.
        let voice = format!("{} {}", claim.statement.claimed_by, figure(&said));
        if !self.voices.contains(&voice) {
            self.voices.push(voice);
            self.said.push(said);
        }
    }

    /// More than one figure, at least one of them a side's, and not all by one speaker.
    fn has_rivals(&self) -> bool {
        let sides = self.said.iter().filter(|s| s.speaker != Speaker::Voice).count();
        let first = self.said.first().map(|s| s.speaker);
        sides > 0 && self.said.iter().any(|s| Some(s.speaker) != first)
    }
}

fn figure(said: &Said) -> String {
    let number = |ln: f64| (ln.exp() - 1.0).round();
    if said.width == 0.0 {
        format!("{}", number(said.ln))
    } else {
        format!(
            "{} to {}",
            number(said.ln - said.width),
            number(said.ln + said.width)
        )
    }
}

/// What a claim is about (a key), whether about aircraft, and what it says; none if it is about no loss of one side.
fn of_claim(record: &Record, claim: &ClaimRow) -> Option<(String, bool, Said)> {
    let attribute = Attribute::find(claim.attribute.as_str())?;
    let loss = matches!(
        attribute.arithmetic(),
        Arithmetic::LossTotal | Arithmetic::LossPart | Arithmetic::LossUnion
    );
    let s = &claim.statement;
    if !loss || !matches!(s.status, Status::Stated | Status::Reported) || claim.party.is_empty() {
        return None;
    }
    let air = claim.element.is_some_and(|e| e.class() == ElementClass::Aircraft);
    let men = s.unit == Unit::Men && claim.element.is_none();
    if !(air && s.unit == Unit::Aircraft || men) {
        return None;
    }
    let side = side_of_all(record, claim)?;
    let speaker = match record.book(s.claimed_by.as_str())? {
        Book::Side(id) if record.conflict.sides[side].id == *id => Speaker::Own(side),
        Book::Side(_) => Speaker::Enemy(1 - side),
        Book::Voice(_) => Speaker::Voice,
        Book::Both | Book::Outsider => return None,
    };
    let (low, high) = record.quantity(s).as_read().ends()?;
    if !(low >= 0.0 && high.is_finite()) {
        return None;
    }
    let (a, b) = (low.ln_1p(), high.ln_1p());
    let said = Said {
        speaker,
        ln: 0.5 * (a + b),
        width: 0.5 * (b - a),
    };
    Some((key(claim, attribute, air), air, said))
}

fn key(claim: &ClaimRow, attribute: Attribute, air: bool) -> String {
    let mut parties: Vec<&str> = claim.party.iter().map(|p| p.as_str()).collect();
    parties.sort_unstable();
    // A lost aircraft is one that was destroyed or shot down: voices use the words alike.
    let what = if air {
        "aircraft lost".to_owned()
    } else {
        attribute.to_string()
    };
    let when = claim.date.as_ref().map_or(String::new(), |d| format!(" {d}"));
    format!("{} {what}{when}", parties.join(" and "))
}

/// The one side to which all parties of a claim belong.
fn side_of_all(record: &Record, claim: &ClaimRow) -> Option<usize> {
    let mut sides = claim.party.iter().map(|p| record.side_of(p.as_str()));
    let first = sides.next()??;
    let one = sides.all(|s| s == Some(first));
    one.then(|| record.conflict.sides.iter().position(|s| s.id == *first))?
}
