//! Whether every name in the record names one thing.

use std::collections::{HashMap, HashSet};

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::row::Row;
use crate::table::{Origin, Table};
use crate::vocab::{Attribute, Vocabulary, suggest};

use super::targets::{SIDES, Target, columns_of};

/// Tables whose `id` names many rows together, as a series.
const SERIES: &[&str] = &["counts.csv", "aid.csv"];

/// Most comparisons made to find what unknown names were meant to be.
const MAX_COMPARISONS: usize = 2_000_000;

/// Looks up every name of the record.
pub(crate) fn check(record: &Record, context: &mut Context) {
    let mut names = Names::of(record, context);
    check_sides(record, &mut names, context);
    check_table("parties.csv", &record.parties, &mut names, context);
    check_table("claimants.csv", &record.claimants, &mut names, context);
    check_table("sources.toml", &record.sources, &mut names, context);
    check_table("commands.csv", &record.commands, &mut names, context);
    check_table("sectors.csv", &record.sectors, &mut names, context);
    check_table("sector-sides.csv", &record.sector_sides, &mut names, context);
    check_table("places.csv", &record.places, &mut names, context);
    check_table("assumptions.toml", &record.assumptions, &mut names, context);
    check_table("incidents.csv", &record.incidents, &mut names, context);
    check_table("participants.csv", &record.participants, &mut names, context);
    check_table("claims.csv", &record.claims, &mut names, context);
    check_table("attributes.csv", &record.attributes, &mut names, context);
    check_table("counts.csv", &record.counts, &mut names, context);
    check_table("forces.csv", &record.forces, &mut names, context);
    check_table("acts.csv", &record.acts, &mut names, context);
    check_table("aid.csv", &record.aid, &mut names, context);
    check_table("depictions.csv", &record.depictions, &mut names, context);
    check_table("decisions.csv", &record.decisions, &mut names, context);
    check_features(record, &mut names, context);
    for loose in std::mem::take(&mut context.loose) {
        let place = Place {
            file: &loose.file,
            line: loose.line,
        };
        names.look_up_in(
            &columns_of(table_of(&loose.file)),
            loose.column,
            &loose.id,
            &place,
            context,
        );
    }
    names.report_unused(record, context);
}

/// The table that a file holds: claims may stand in many.
fn table_of(file: &str) -> &str {
    if file.starts_with("claims/") {
        "claims.csv"
    } else {
        file
    }
}

fn check_sides(record: &Record, names: &mut Names<'_>, context: &mut Context) {
    let columns = columns_of(SIDES);
    for side in &record.conflict.sides {
        let place = Place {
            file: "conflict.toml",
            line: 1,
        };
        side.each_id(&mut |column, id| names.look_up_in(&columns, column, id, &place, context));
    }
}

fn check_features(record: &Record, names: &mut Names<'_>, context: &mut Context) {
    let columns = columns_of("geometry.geojson");
    let mut last: Option<&Id> = None;
    for (feature, origin) in record.features.located() {
        let place = Place {
            file: &origin.file,
            line: origin.line,
        };
        let properties = &feature.properties;
        properties.each_id(&mut |column, id| names.look_up_in(&columns, column, id, &place, context));
        if last == Some(&properties.id) {
            context.issues.push(twice(&properties.id, origin));
        }
        last = Some(&properties.id);
    }
}

fn check_table<T: Row>(table: &'static str, rows: &Table<T>, names: &mut Names<'_>, context: &mut Context) {
    let columns = columns_of(table);
    let mut seen: HashSet<&Id> = HashSet::new();
    for (row, origin) in rows.located() {
        let place = Place {
            file: &origin.file,
            line: origin.line,
        };
        row.each_id(&mut |column, id| {
            if column == "id" && !SERIES.contains(&table) && !seen.insert(id) {
                context.issues.push(twice(id, origin));
            }
            names.look_up_in(&columns, column, id, &place, context);
        });
    }
}

fn twice(id: &Id, origin: &Origin) -> Issue {
    let remedy = "give one of the two another name";
    Issue::of_row(Code::DuplicateId, origin, "the name is given twice", remedy).cell("id", id)
}

/// Where a name is used.
struct Place<'p> {
    file: &'p str,
    line: u64,
}

/// All names there are, by what they name.
struct Names<'r> {
    known: HashMap<Target, HashSet<&'r str>>,
    /// Targets of which some names could not be read.
    incomplete: HashSet<Target>,
    used: HashSet<(Target, Id)>,
    comparisons: usize,
}

impl<'r> Names<'r> {
    fn of(record: &'r Record, context: &Context) -> Self {
        let known = Target::ALL
            .into_iter()
            .map(|target| (target, names_of(record, target)))
            .collect();
        let incomplete = |target: &Target| {
            target
                .tables()
                .iter()
                .any(|table| context.incomplete.contains(table))
        };
        let incomplete = Target::ALL.into_iter().filter(incomplete).collect();
        Self {
            known,
            incomplete,
            used: HashSet::new(),
            comparisons: 0,
        }
    }

    /// Looks a name up as what its column names; a table's own names are none of its references.
    fn look_up_in(
        &mut self,
        columns: &[(&'static str, Target)],
        column: &str,
        id: &Id,
        place: &Place<'_>,
        context: &mut Context,
    ) {
        let Some((_, target)) = columns.iter().find(|(name, _)| *name == column) else {
            return;
        };
        if !self.is_known(*target, id, context) {
            let issue = self.unknown(*target, id, place);
            context.issues.push(issue.cell(column, id));
        } else if matches!(target, Target::Source | Target::Assumption | Target::Attribute) {
            self.used.insert((*target, id.clone()));
        }
    }

    fn unknown(&mut self, target: Target, id: &Id, place: &Place<'_>) -> Issue {
        let (code, message, listed_in) = target.unknown();
        let remedy = match self.nearest(target, id) {
            Some(near) => format!("did you mean `{near}`? Otherwise list it in {listed_in}"),
            None => format!("list it in {listed_in}"),
        };
        Issue::new(code, place.file, message, remedy).at(place.line)
    }

    fn is_known(&self, target: Target, id: &Id, context: &Context) -> bool {
        let broken = |table: &&str| context.broken.get(*table).is_some_and(|ids| ids.contains(id));
        self.known
            .get(&target)
            .is_some_and(|names| names.contains(id.as_str()))
            || self.incomplete.contains(&target)
            || target.tables().iter().any(broken)
            || (target == Target::Attribute && Attribute::parse(id).is_some())
    }

    fn nearest(&mut self, target: Target, id: &Id) -> Option<String> {
        let names = self.known.get(&target)?;
        self.comparisons += names.len();
        if self.comparisons > MAX_COMPARISONS {
            return None;
        }
        let mut sorted: Vec<&str> = names.iter().copied().collect();
        sorted.sort_unstable();
        if target == Target::Attribute {
            sorted.extend(Attribute::nearest(id).map(Attribute::as_str));
        }
        suggest(id, sorted).map(str::to_owned)
    }

    /// Entries that nothing refers to: often a name that was misspelt elsewhere.
    fn report_unused(&self, record: &Record, context: &mut Context) {
        let mut report = |target, id: &Id, file: &str, line| {
            if !self.used.contains(&(target, id.clone())) {
                let remedy = "refer to it, or remove it";
                let issue = Issue::new(Code::UnusedEntry, file, "nothing refers to it", remedy);
                context.issues.push(issue.at(line).cell("id", id));
            }
        };
        for (source, origin) in record.sources.located() {
            report(Target::Source, &source.id, &origin.file, origin.line);
        }
        for (assumption, origin) in record.assumptions.located() {
            report(Target::Assumption, &assumption.id, &origin.file, origin.line);
        }
        for (attribute, origin) in record.attributes.located() {
            report(Target::Attribute, &attribute.id, &origin.file, origin.line);
        }
    }
}

fn names_of(record: &Record, target: Target) -> HashSet<&str> {
    fn ids<T: crate::table::Named>(rows: &Table<T>) -> impl Iterator<Item = &str> {
        rows.iter().map(|row| row.id().as_str())
    }
    let sides = || record.conflict.sides.iter().map(|side| side.id.as_str());
    match target {
        Target::Party => ids(&record.parties).collect(),
        Target::Claimant => ids(&record.parties).chain(ids(&record.claimants)).collect(),
        Target::Source => ids(&record.sources).collect(),
        Target::Place => ids(&record.places).collect(),
        Target::Sector => ids(&record.sectors).collect(),
        Target::Incident => ids(&record.incidents).collect(),
        Target::Subject => {
            let conflict = std::iter::once(record.conflict.id.as_str());
            ids(&record.incidents)
                .chain(ids(&record.acts))
                .chain(conflict)
                .collect()
        }
        Target::Side => sides().collect(),
        Target::SideOrParty => sides().chain(ids(&record.parties)).collect(),
        Target::Command => ids(&record.commands).collect(),
        Target::Feature => ids(&record.features).collect(),
        Target::Assumption => ids(&record.assumptions).collect(),
        Target::Attribute => ids(&record.attributes).collect(),
    }
}
