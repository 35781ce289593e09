//! What the names in each column name.

use crate::issue::Code;

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

/// The columns of a table that hold names of other things.
pub(crate) fn columns_of(table: &str) -> Vec<(&'static str, Target)> {
    let of_table = REFERENCES.iter().filter(|(of, ..)| *of == table);
    of_table.map(|(_, column, target)| (*column, *target)).collect()
}

impl Target {
    pub(crate) const ALL: [Self; 13] = [
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
    pub(crate) fn unknown(self) -> (Code, &'static str, &'static str) {
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
    pub(crate) fn tables(self) -> &'static [&'static str] {
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
