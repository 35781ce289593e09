//! Times, names, books and figures, as the wire shows them.

use halha_record::edtf::Edtf;
use halha_record::view::SideFigure;
use halha_record::vocab::{Attribute, Voice};
use halha_record::{Book, Id, Record};

use crate::wire;
use crate::wire::incidents::BookKind;
use crate::wire::shared::{Named, Span};

pub(crate) fn span(date: &Edtf) -> Span {
    let qualifier = date.qualifier();
    Span {
        edtf: date.to_string(),
        words: date.describe(),
        from: (!date.has_no_start()).then(|| date.earliest().to_string()),
        to: (!date.has_no_end()).then(|| date.latest().to_string()),
        approximate: qualifier.is_approximate(),
        uncertain: qualifier.is_uncertain(),
        interval: date.is_interval(),
    }
}

/// A party or claimant with its name.
pub(crate) fn named(record: &Record, id: &str) -> Named {
    Named {
        id: id.to_owned(),
        name: record.name_of(id).to_owned(),
    }
}

pub(crate) fn all_named(record: &Record, ids: &[Id]) -> Vec<Named> {
    ids.iter().map(|id| named(record, id)).collect()
}

/// The side of all the parties, if they are of one.
pub(crate) fn side_of(record: &Record, parties: &[Id]) -> Option<String> {
    let mut sides = parties.iter().map(|party| record.side_of(party));
    let first = sides.next()??;
    sides.all(|side| side == Some(first)).then(|| first.to_string())
}

pub(crate) fn book(record: &Record, book: Book<'_>) -> wire::incidents::Book {
    let (kind, of, name) = match book {
        Book::Side(side) => {
            let sides = &record.conflict.sides;
            let name = sides
                .iter()
                .find(|s| s.id == *side)
                .map_or(side.as_str(), |s| s.name.as_str());
            (BookKind::Side, Some(side.to_string()), name.to_owned())
        }
        Book::Both => (BookKind::Both, None, "Both sides together".to_owned()),
        Book::Outsider => (BookKind::Outsider, None, "Other states".to_owned()),
        Book::Voice(voice) => {
            let name = match voice {
                Voice::Archive => "Archives",
                Voice::Scholarship => "Scholars",
                Voice::Dataset => "Datasets",
                Voice::Press => "Press",
                Voice::Diplomatic => "Outside diplomats",
                Voice::Reference => "Reference works",
            };
            (BookKind::Voice, Some(voice.to_string()), name.to_owned())
        }
    };
    wire::incidents::Book { kind, of, name }
}

pub(crate) fn figures(figures: &[SideFigure<'_>]) -> Vec<wire::shared::SideFigure> {
    let figure = |f: &SideFigure<'_>| wire::shared::SideFigure {
        side: f.side.to_string(),
        low: f.low,
        high: f.high,
        claimants: f.claimants,
        only_parts: f.only_parts,
    };
    figures.iter().map(figure).collect()
}

/// What a claim of this attribute says.
pub(crate) fn meaning(record: &Record, attribute: &str) -> String {
    match attribute.parse::<Attribute>() {
        Ok(known) => known.meaning().to_owned(),
        Err(_) => {
            let own = record.attributes.get(attribute);
            own.map_or_else(String::new, |row| row.meaning.clone())
        }
    }
}
