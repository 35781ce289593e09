//! Whether every name in the record names one thing.

use std::collections::{HashMap, HashSet};

use crate::id::Id;
use crate::issue::{Code, Issue};
use crate::read::cells::Context;
use crate::record::Record;
use crate::row::Row;
use crate::table::Table;
use crate::vocab::{Attribute, Vocabulary, suggest};

/// What a column's names name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Party,
    Claimant,
    Source,
    Place,
    Sector,
    Incident,
    Subject,
    Side,
    SideOrParty,
    Command,
    Feature,
    Assumption,
    Attribute,
}

/// What each column of names refers to, by table.
pub(crate) const REFERENCES: &[(&str, &str, Target)] = &[
    (SIDES, "leader", Target::Party),
    ("parties.csv", "side", Target::Side),
    ("parties.csv", "patron", Target::Party),
    ("parties.csv", "part_of", Target::Party),
    ("parties.csv", "members", Target::Party),
    ("claimants.csv", "leaning", Target::Side),
    ("sources.toml", "voice", Target::Claimant),
    ("sources.toml", "reported_by", Target::Source),
    ("commands.csv", "party", Target::Party),
    ("commands.csv", "superior", Target::Command),
    ("commands.csv", "seat", Target::Place),
    ("commands.csv", "source", Target::Source),
    ("sectors.csv", "river", Target::Feature),
    ("sectors.csv", "source", Target::Source),
    ("sector-sides.csv", "sector", Target::Sector),
    ("sector-sides.csv", "side", Target::Side),
    ("sector-sides.csv", "claimed_line", Target::Feature),
    ("sector-sides.csv", "railhead", Target::Place),
    ("sector-sides.csv", "source", Target::Source),
    ("places.csv", "sector", Target::Sector),
    ("places.csv", "source", Target::Source),
    ("incidents.csv", "sector", Target::Sector),
    ("incidents.csv", "place", Target::Place),
    ("incidents.csv", "part_of", Target::Incident),
    ("incidents.csv", "answers", Target::Incident),
    ("incidents.csv", "victor", Target::Side),
    ("incidents.csv", "sources", Target::Source),
    ("participants.csv", "incident", Target::Incident),
    ("participants.csv", "party", Target::Party),
    ("participants.csv", "claimed_by", Target::Claimant),
    ("participants.csv", "source", Target::Source),
    ("claims.csv", "incident", Target::Subject),
    ("claims.csv", "attribute", Target::Attribute),
    ("claims.csv", "party", Target::Party),
    ("claims.csv", "reading", Target::Assumption),
    ("claims.csv", "claimed_by", Target::Claimant),
    ("claims.csv", "source", Target::Source),
    ("counts.csv", "accused", Target::SideOrParty),
    ("counts.csv", "sector", Target::Sector),
    ("counts.csv", "reading", Target::Assumption),
    ("counts.csv", "claimed_by", Target::Claimant),
    ("counts.csv", "source", Target::Source),
    ("forces.csv", "party", Target::Party),
    ("forces.csv", "command", Target::Command),
    ("forces.csv", "sector", Target::Sector),
    ("forces.csv", "reading", Target::Assumption),
    ("forces.csv", "claimed_by", Target::Claimant),
    ("forces.csv", "source", Target::Source),
    ("acts.csv", "actor", Target::Party),
    ("acts.csv", "target", Target::Party),
    ("acts.csv", "about", Target::Subject),
    ("acts.csv", "place", Target::Place),
    ("acts.csv", "claimed_by", Target::Claimant),
    ("acts.csv", "source", Target::Source),
    ("aid.csv", "donor", Target::Party),
    ("aid.csv", "recipient", Target::Party),
    ("aid.csv", "reading", Target::Assumption),
    ("aid.csv", "claimed_by", Target::Claimant),
    ("aid.csv", "source", Target::Source),
    ("depictions.csv", "depicts", Target::Subject),
    ("depictions.csv", "source", Target::Source),
    ("decisions.csv", "incident", Target::Incident),
    ("decisions.csv", "side", Target::Side),
    ("decisions.csv", "command", Target::Command),
    ("decisions.csv", "source", Target::Source),
    ("geometry.geojson", "side", Target::Side),
    ("geometry.geojson", "source", Target::Source),
];

/// The sides of `conflict.toml` as a table of their own.
pub(crate) const SIDES: &str = "conflict.toml: side";

/// Tables whose `id` names many rows together, as a series.
const SERIES: &[&str] = &["counts.csv", "aid.csv"];

/// Most comparisons made to find what unknown names were meant to be.
const MAX_COMPARISONS: usize = 2_000_000;

impl Target {
    const ALL: [Self; 13] = [
        Self::Party,
        Self::Claimant,
        Self::Source,
        Self::Place,
        Self::Sector,
        Self::Incident,
        Self::Subject,
        Self::Side,
        Self::SideOrParty,
        Self::Command,
        Self::Feature,
        Self::Assumption,
        Self::Attribute,
    ];

    /// The code, what the name is not, and where such names are listed.
    fn unknown(self) -> (Code, &'static str, &'static str) {
        match self {
            Self::Party => (Code::UnknownParty, "no such party", "parties.csv"),
            Self::Claimant => (
                Code::UnknownClaimant,
                "neither a party nor a claimant",
                "claimants.csv (or parties.csv)",
            ),
            Self::Source => (Code::UnknownSource, "no such source", "sources.toml"),
            Self::Place => (Code::UnknownPlace, "no such place", "places.csv"),
            Self::Sector => (Code::UnknownSector, "no such sector", "sectors.csv"),
            Self::Incident => (Code::UnknownIncident, "no such incident", "incidents.csv"),
            Self::Subject => (
                Code::UnknownSubject,
                "no incident, no act and not the conflict",
                "incidents.csv or acts.csv",
            ),
            Self::Side => (Code::UnknownSide, "no such side", "conflict.toml"),
            Self::SideOrParty => (Code::UnknownParty, "neither a side nor a party", "parties.csv"),
            Self::Command => (Code::UnknownCommand, "no such command", "commands.csv"),
            Self::Feature => (Code::UnknownFeature, "no such feature", "geometry.geojson"),
            Self::Assumption => (Code::UnknownAssumption, "no such assumption", "assumptions.toml"),
            Self::Attribute => (
                Code::UnknownAttribute,
                "neither a standard attribute nor listed",
                "attributes.csv",
            ),
        }
    }

    /// What such a name is a name of, with its article.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Party => "a party",
            Self::Claimant => "a party or claimant",
            Self::Source => "a source",
            Self::Place => "a place",
            Self::Sector => "a sector",
            Self::Incident => "an incident",
            Self::Subject => "an incident, an act or the conflict",
            Self::Side => "a side",
            Self::SideOrParty => "a side or party",
            Self::Command => "a command",
            Self::Feature => "a feature of the geometry",
            Self::Assumption => "an assumption",
            Self::Attribute => "an attribute",
        }
    }

    /// The tables that list such names.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Party => &["parties.csv"],
            Self::Claimant => &["parties.csv", "claimants.csv"],
            Self::Source => &["sources.toml"],
            Self::Place => &["places.csv"],
            Self::Sector => &["sectors.csv"],
            Self::Incident => &["incidents.csv"],
            Self::Subject => &["incidents.csv", "acts.csv", "conflict.toml"],
            Self::Side => &[SIDES, "conflict.toml"],
            Self::SideOrParty => &[SIDES, "conflict.toml", "parties.csv"],
            Self::Command => &["commands.csv"],
            Self::Feature => &["geometry.geojson"],
            Self::Assumption => &["assumptions.toml"],
            Self::Attribute => &["attributes.csv"],
        }
    }
}

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
        let (file, line) = (loose.file.as_str(), loose.line);
        let used = Use {
            table: table_of(file),
            column: loose.column,
            id: &loose.id,
            file,
            line,
        };
        names.look_up(&used, context);
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
    for side in &record.conflict.sides {
        let file = "conflict.toml";
        let used = Use {
            table: SIDES,
            column: "leader",
            id: &side.leader,
            file,
            line: 1,
        };
        names.look_up(&used, context);
    }
}

fn check_features(record: &Record, names: &mut Names<'_>, context: &mut Context) {
    const TABLE: &str = "geometry.geojson";
    let mut last: Option<&Id> = None;
    for (feature, origin) in record.features.located() {
        feature.properties.each_id(&mut |column, id| {
            if column != "id" {
                let (file, line) = (&*origin.file, origin.line);
                names.look_up(
                    &Use {
                        table: TABLE,
                        column,
                        id,
                        file,
                        line,
                    },
                    context,
                );
            }
        });
        if last == Some(&feature.properties.id) {
            context
                .issues
                .push(twice(&feature.properties.id, &origin.file).at(origin.line));
        }
        last = Some(&feature.properties.id);
    }
}

fn check_table<T: Row>(table: &'static str, rows: &Table<T>, names: &mut Names<'_>, context: &mut Context) {
    let mut seen: HashSet<&Id> = HashSet::new();
    for (row, origin) in rows.located() {
        row.each_id(&mut |column, id| {
            if column != "id" {
                let (file, line) = (&*origin.file, origin.line);
                names.look_up(
                    &Use {
                        table,
                        column,
                        id,
                        file,
                        line,
                    },
                    context,
                );
            } else if !SERIES.contains(&table) && !seen.insert(id) {
                context.issues.push(twice(id, &origin.file).at(origin.line));
            }
        });
    }
}

fn twice(id: &Id, file: &str) -> Issue {
    Issue::new(
        Code::DuplicateId,
        file,
        "the name is given twice",
        "give one of the two another name",
    )
    .cell("id", id)
}

/// A name in its place.
struct Use<'u> {
    table: &'u str,
    column: &'u str,
    id: &'u Id,
    file: &'u str,
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

    fn look_up(&mut self, used: &Use<'_>, context: &mut Context) {
        let Some((.., target)) = REFERENCES
            .iter()
            .find(|(table, column, _)| *table == used.table && *column == used.column)
        else {
            return;
        };
        let id = used.id;
        if self.is_known(*target, id, context) {
            if matches!(target, Target::Source | Target::Assumption | Target::Attribute) {
                self.used.insert((*target, id.clone()));
            }
            return;
        }
        let (code, message, listed_in) = target.unknown();
        let remedy = match self.nearest(*target, id) {
            Some(near) => format!("did you mean `{near}`? Otherwise list it in {listed_in}"),
            None => format!("list it in {listed_in}"),
        };
        context.issues.push(
            Issue::new(code, used.file, message, remedy)
                .at(used.line)
                .cell(used.column, id),
        );
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
