//! From names and files as they are typed to columns: what ships with a conflict, files of one's own, several together.

use std::path::Path;

use halha_record::vocab::suggest;

use super::intervention::Intervention;
use super::plan::Plan;
use super::read::{Shelf, read};
use crate::conflict::LoadedConflict;
use crate::problem::Problem;

/// A name that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What was typed.
    pub name: String,
    /// What is wrong with it.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// A column for everything typed of which all is there and fits together.
    pub plans: Vec<Plan>,
    /// The interventions used, each once.
    pub used: Vec<Intervention>,
    /// Names that name nothing.
    pub missing: Vec<Missing>,
    /// Problems of files of one's own, and contradictions.
    pub problems: Vec<Problem>,
}

impl Found {
    /// Whether nothing stands in the way.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && !self.problems.iter().any(|p| !p.warning)
    }
}

/// The columns that `typed` means: names of `shipped` interventions, or files ending in `.toml` found from `place` on,
/// joined by `+` where they are done together.
pub fn find(typed: &[String], shipped: &[Intervention], conflict: &LoadedConflict, place: &Path) -> Found {
    let mut found = Found::default();
    for column in typed {
        let names: Vec<&str> = column.split('+').map(str::trim).collect();
        let parts: Vec<Intervention> = names
            .iter()
            .filter_map(|name| one(name, shipped, conflict, place, &mut found))
            .collect();
        if parts.len() < names.len() {
            continue;
        }
        match Plan::of(&parts.iter().collect::<Vec<_>>(), conflict) {
            Ok(plan) => found.plans.push(plan),
            Err(wrong) => found.problems.extend(wrong),
        }
        for part in parts {
            if !found.used.iter().any(|used| used.id == part.id) {
                found.used.push(part);
            }
        }
    }
    // A file that is typed twice is wrong once.
    let mut once: Vec<Problem> = Vec::new();
    for problem in std::mem::take(&mut found.problems) {
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    found.problems = once;
    found
}

/// The column that `typed` means among interventions that were kept in a directory under their names: files of one's own
/// lost their paths there.
pub fn kept_name(typed: &str) -> String {
    let stem = |part: &str| {
        let path = Path::new(part.trim());
        path.file_stem()
            .map_or_else(|| part.to_owned(), |s| s.to_string_lossy().into_owned())
    };
    typed.split('+').map(stem).collect::<Vec<_>>().join("+")
}

/// The intervention of a name or a file.
fn one(
    name: &str,
    shipped: &[Intervention],
    conflict: &LoadedConflict,
    place: &Path,
    found: &mut Found,
) -> Option<Intervention> {
    if let Some(known) = shipped.iter().find(|i| i.id == name || i.file == name) {
        return Some(known.clone());
    }
    if Path::new(name).extension().is_none_or(|e| e != "toml") {
        found.missing.push(unknown(name, shipped));
        return None;
    }
    let text = match std::fs::read_to_string(place.join(name)) {
        Ok(text) => text,
        Err(error) => {
            found.missing.push(Missing {
                name: name.to_owned(),
                what: format!("{name} cannot be read: {error}"),
                remedy: "give the path of an intervention".to_owned(),
            });
            return None;
        }
    };
    let (read, wrong) = read(name, &text, Shelf::of(conflict));
    found.problems.extend(wrong);
    read
}

fn unknown(name: &str, shipped: &[Intervention]) -> Missing {
    let near = suggest(name, shipped.iter().map(|i| i.id.as_str()));
    Missing {
        name: name.to_owned(),
        what: format!("no intervention is called \"{name}\""),
        remedy: near.map_or_else(
            || "`halha whatif --list` shows those that come with the conflict".to_owned(),
            |near| format!("did you mean {near}?"),
        ),
    }
}
