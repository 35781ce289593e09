//! Finding what somebody meant by a name: exactly, by its beginning, or by a suggestion.

use halha_record::vocab::suggest_all;
use halha_record::{Id, Record};

use crate::failure::Failure;

/// How many candidates a message names.
const SHOWN: usize = 6;

/// The subject (incident, act or the conflict) that `typed` names or begins to name.
///
/// A beginning that several names share is taken for the one that all the others continue: `khalkhin` is the battle, and
/// not one of its engagements.
///
/// # Errors
///
/// If nothing, or more than one thing, can be meant; the message says what comes near.
pub(crate) fn subject(record: &Record, typed: &str) -> Result<Id, Failure> {
    let incidents: Vec<&Id> = record.incidents.iter().map(|incident| &incident.id).collect();
    let others: Vec<&Id> = record
        .acts
        .iter()
        .map(|act| &act.id)
        .chain([&record.conflict.id])
        .collect();
    // Incidents are asked for most: a beginning that one of them has is not disputed by an act.
    choose(&incidents, typed)
        .or_else(|| choose(&others, typed))
        .ok_or_else(|| {
            let mut near = by_name(record, typed);
            let known = incidents.iter().chain(&others).map(|id| id.as_str());
            near.extend(suggest_all(typed, known).into_iter().map(str::to_owned));
            unknown("incident or act", typed, &near, "halha record list")
        })
}

/// One of `known`, which are called `what`.
///
/// # Errors
///
/// As [`subject`].
pub(crate) fn one_of(what: &'static str, known: &[&Id], typed: &str) -> Result<Id, Failure> {
    choose(known, typed).ok_or_else(|| {
        let near = suggest_all(typed, known.iter().map(|id| id.as_str()));
        let near: Vec<String> = near.into_iter().map(str::to_owned).collect();
        if near.is_empty() {
            let all: Vec<&str> = known.iter().map(|id| id.as_str()).collect();
            let hint = format!("; there are {}", all.join(", "));
            return Failure::Unknown {
                what,
                name: typed.to_owned(),
                hint,
            };
        }
        unknown(what, typed, &near, "")
    })
}

fn choose(known: &[&Id], typed: &str) -> Option<Id> {
    let typed = typed.trim().to_lowercase();
    if let Some(exact) = known.iter().find(|id| id.as_str() == typed) {
        return Some((*exact).clone());
    }
    let begun: Vec<&Id> = known
        .iter()
        .copied()
        .filter(|id| !typed.is_empty() && id.as_str().starts_with(&typed))
        .collect();
    let shortest = begun.iter().min_by_key(|id| id.as_str().len())?;
    begun
        .iter()
        .all(|id| id.as_str().starts_with(shortest.as_str()))
        .then(|| (*shortest).clone())
}

/// Incidents whose name, in any spelling the record knows, contains `typed`; wholes before their parts.
fn by_name(record: &Record, typed: &str) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    if typed.len() < 3 {
        return Vec::new();
    }
    let is_called = |name: &String| name.to_lowercase().contains(&typed);
    let mut found: Vec<_> = record
        .incidents
        .iter()
        .filter(|incident| is_called(&incident.name) || incident.other_names.iter().any(is_called))
        .collect();
    found.sort_by_key(|incident| incident.part_of.is_some());
    found
        .into_iter()
        .map(|incident| incident.id.to_string())
        .collect()
}

fn unknown(what: &'static str, name: &str, near: &[String], list: &str) -> Failure {
    let mut shown: Vec<&str> = Vec::new();
    for candidate in near {
        if !shown.contains(&candidate.as_str()) && shown.len() < SHOWN {
            shown.push(candidate);
        }
    }
    let hint = match shown.as_slice() {
        [] if list.is_empty() => String::new(),
        [] => format!("; see them all with: {list}"),
        [one] => format!("; did you mean {one}?"),
        [first, rest @ ..] => format!("; did you mean {first}? Or {}?", rest.join(", ")),
    };
    Failure::Unknown {
        what,
        name: name.to_owned(),
        hint,
    }
}
