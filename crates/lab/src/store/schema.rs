//! The normative schema of stored results: every table, column, type, unit and meaning, in one place.
//!
//! The book's pages are made from it, the writers address their columns by it, and a test compares both.

use halha_kernel::parameters::PARAMETERS;
use halha_table::{Field, Holds};

use crate::observables::Observable;

/// Version of the schema as a whole, in every run's `run.json`; raised when a column changes its meaning, type or name.
pub const VERSION: u32 = 1;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Cells of one kind.
    Cells(Holds),
    /// A word of a closed list.
    Word(Words),
}

/// The closed lists of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Ids of the conflict's two sides.
    Side,
    /// Ids of the conflict's sectors.
    Sector,
    /// What happened.
    Event,
    /// Kind of a violation.
    Incident,
    /// Rungs of the ladder.
    Rung,
    /// How a defender stands.
    Posture,
    /// How an episode ended.
    Settlement,
    /// Terms of a cease-fire.
    Terms,
    /// How a run ended.
    Ending,
    /// Why a general war began.
    Cause,
}

impl Words {
    /// The words in the order of their numbers; empty where the conflict gives them.
    pub const fn list(self) -> &'static [&'static str] {
        match self {
            Self::Side | Self::Sector => &[],
            Self::Event => &[
                "incident",
                "opening",
                "decision",
                "arrival",
                "battle",
                "raid",
                "settlement",
                "pact",
                "temptation",
                "denunciation",
                "entry",
                "general-war",
                "false-reports",
                "end",
            ],
            Self::Incident => &["espionage", "ground", "air"],
            Self::Rung => &[
                "ignore",
                "protest",
                "investigate",
                "reinforce",
                "punitive",
                "air-strike",
                "seize",
                "division-offensive",
                "corps-offensive",
                "ceasefire-offer",
                "return-bodies",
                "withdraw",
                "general-war",
            ],
            Self::Posture => &["hasty", "prepared", "fortified", "delaying"],
            Self::Settlement => &[
                "lapsed",
                "ceasefire",
                "investigation",
                "withdrawal",
                "stalled",
                "open",
            ],
            Self::Terms => &["line-of-contact", "status-quo-ante", "withdrawal"],
            Self::Ending => &["horizon", "general-war", "entry", "exploded"],
            Self::Cause => &["choice", "brinkmanship", "spread", "size", "temptation"],
        }
    }
}

impl ColumnType {
    /// What files hold; words are text.
    pub const fn holds(self) -> Holds {
        match self {
            Self::Cells(holds) => holds,
            Self::Word(_) => Holds::Text,
        }
    }

    /// How the book writes the type.
    pub const fn name(self) -> &'static str {
        match self.holds() {
            Holds::UInt8 => "uint8",
            Holds::Int32 => "int32",
            Holds::UInt32 => "uint32",
            Holds::UInt64 => "uint64",
            Holds::Float64 => "double",
            Holds::Date => "date",
            Holds::Bool => "boolean",
            Holds::Text => "text",
        }
    }
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// Unit of a number; empty for names, words and yes-or-no.
    pub unit: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

impl Column {
    /// As files name it.
    pub fn field(&self) -> Field {
        Field::new(self.name, self.holds.holds(), self.nullable)
    }
}

/// Columns that a table has besides, one for each of something that the conflict lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenColumns {
    /// None.
    None,
    /// One number for each observable of `observables.toml`, by its id.
    Observables,
    /// One number for each parameter of the model, by its name.
    Parameters,
}

/// A table: a folder of Parquet files, one for each part of the ensemble.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name and that of its folder.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// What else a reader should know.
    pub about: &'static str,
    /// Columns that together name a row.
    pub key: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
    /// Further columns.
    pub open: OpenColumns,
}

impl Table {
    /// All columns of the table for a conflict with these observables.
    pub fn fields(&self, observables: &[Observable]) -> Vec<Field> {
        let mut fields: Vec<Field> = self.columns.iter().map(Column::field).collect();
        let number = |name: &str, nullable| Field::new(name, Holds::Float64, nullable);
        match self.open {
            OpenColumns::None => {}
            OpenColumns::Observables => {
                fields.extend(observables.iter().map(|o| number(o.id.as_str(), true)))
            }
            OpenColumns::Parameters => fields.extend(PARAMETERS.iter().map(|p| number(p.name, false))),
        }
        fields
    }
}

macro_rules! nullable {
    (some) => {
        false
    };
    (maybe) => {
        true
    };
}

macro_rules! holds {
    (Word($words:path)) => {
        ColumnType::Word($words)
    };
    ($cells:ident) => {
        ColumnType::Cells(Holds::$cells)
    };
}

/// Declares the tables: for each an enum `At` of its columns, by which the writers address them, and its description.
macro_rules! tables {
    ($($table:ident: $open:ident, key [$($key:literal),*], $row:literal, $about:literal {
        $($column:ident: $holds:ident $(($words:path))?, $need:ident, $unit:literal, $meaning:literal;)*
    })*) => {
        $(
            #[doc = concat!("Columns of `", stringify!($table), "`.")]
            pub(crate) mod $table {
                #[allow(non_camel_case_types, reason = "variants are the names of columns")]
                #[allow(dead_code, reason = "some columns are reached from the one before them")]
                #[derive(Debug, Clone, Copy, PartialEq, Eq)]
                pub(crate) enum At { $($column),* }

                impl From<At> for usize {
                    fn from(at: At) -> usize {
                        at as usize
                    }
                }
            }
        )*

        /// Every table of a run's directory, in the order of the book.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            row: $row,
            about: $about,
            key: &[$($key),*],
            open: OpenColumns::$open,
            columns: &[$(Column {
                name: stringify!($column),
                holds: holds!($holds $(($words))?),
                nullable: nullable!($need),
                unit: $unit,
                meaning: $meaning,
            }),*],
        }),*];
    };
}

tables! {
    campaigns: None, key ["replication"], "one campaign",
    "How each campaign went as a whole. `battle_…` is the largest battle by men engaged, `crisis_…` the costliest episode \
     by losses of both sides; both are null if there was none." {
        replication: UInt32, some, "", "Number of the campaign in its ensemble, from 0.";
        draw: UInt32, some, "", "Number of the parameter vector, a row of `draws`.";
        replicate: UInt32, some, "", "Number of the campaign among those with the same parameters.";
        key: UInt64, some, "", "The key from which all its luck is drawn.";
        days: Float64, some, "days", "Length of the history that was played.";
        end_date: Date, some, "", "Last day of the history that was played.";
        ending: Word(Words::Ending), some, "", "How it ended.";
        war_cause: Word(Words::Cause), maybe, "", "Why a general war began; null without one.";
        general_war: Bool, some, "", "Whether it ended in general war.";
        exploded: Bool, some, "", "Whether it was broken off because incidents bred more incidents without end.";
        incidents: UInt32, some, "incidents", "Violations, both sides, all types.";
        absorbed: UInt32, some, "incidents", "Violations that an open episode absorbed.";
        early_shootings: UInt32, some, "incidents", "Incidents with shots before the month from which patrols shoot.";
        first_shooting: Date, maybe, "", "Day of the first incident with shots.";
        episodes: UInt32, some, "episodes", "Crises that opened.";
        lapsed: UInt32, some, "episodes", "Episodes to which nobody answered any more.";
        ceasefires: UInt32, some, "episodes", "Episodes that a cease-fire ended.";
        investigations: UInt32, some, "episodes", "Episodes that a joint investigation closed.";
        withdrawals: UInt32, some, "episodes", "Episodes that a withdrawal ended.";
        stalled: UInt32, some, "episodes", "Episodes that the guard against too many steps closed.";
        left_open: UInt32, some, "episodes", "Episodes still open at the end.";
        agreements: UInt32, some, "agreements", "Agreements on the line.";
        division_battles: UInt32, some, "battles", "Engagements with 7,000 men or more on the larger side.";
        corps_battles: UInt32, some, "battles", "Engagements with 22,000 men or more on the larger side.";
        largest_battle_men: UInt32, some, "men", "Men of both sides in the largest battle; 0 without one.";
        costliest_lost: UInt32, some, "men", "Losses of both sides in the costliest episode; 0 without one.";
        pact: Date, maybe, "", "Day the pact was signed; null if never.";
        attacked: Bool, maybe, "", "Whether the tempted side attacked; null if the question never came.";
        denounced: Date, maybe, "", "Day of the denunciation; null if never.";
        battle_date: Date, maybe, "", "Day the largest battle began.";
        battle_sector: Word(Words::Sector), maybe, "", "Where.";
        battle_men_0: UInt32, maybe, "men", "Men that side 0 engaged.";
        battle_men_1: UInt32, maybe, "men", "Men that side 1 engaged.";
        battle_lost_0: UInt32, maybe, "men", "Losses of side 0.";
        battle_lost_1: UInt32, maybe, "men", "Losses of side 1.";
        battle_winner: Word(Words::Side), maybe, "", "Who won it; null for a draw.";
        crisis_date: Date, maybe, "", "Day the costliest episode opened.";
        crisis_days: Float64, maybe, "days", "How long it lasted.";
        crisis_sector: Word(Words::Sector), maybe, "", "Where.";
        crisis_men_0: UInt32, maybe, "men", "Most men that side 0 had present.";
        crisis_men_1: UInt32, maybe, "men", "Most men that side 1 had present.";
        crisis_lost_0: UInt32, maybe, "men", "Losses of side 0.";
        crisis_lost_1: UInt32, maybe, "men", "Losses of side 1.";
        crisis_rung: Word(Words::Rung), maybe, "", "The rung of the highest score reached.";
        crisis_loser: Word(Words::Side), maybe, "", "Who lost it; null if nobody did.";
        crisis_settlement: Word(Words::Settlement), maybe, "", "How it ended.";
    }

    observables: Observables, key ["replication"], "one campaign",
    "The values that are compared with the record, one column an observable of the conflict's `observables.toml`, by its \
     id. Null where a campaign has no such value (no crisis at all, a question that never came up)." {
        replication: UInt32, some, "", "Number of the campaign.";
    }

    yearly: None, key ["replication", "year"], "one campaign × calendar year",
    "What truly happened in each calendar year. What the sides knew of it is in `books`." {
        replication: UInt32, some, "", "Number of the campaign.";
        year: Int32, some, "", "Calendar year.";
        espionage_0: UInt32, some, "incidents", "Espionage, infiltration and abduction by side 0.";
        ground_0: UInt32, some, "incidents", "Ground and river violations by side 0.";
        air_0: UInt32, some, "incidents", "Air intrusions by side 0.";
        espionage_1: UInt32, some, "incidents", "Espionage, infiltration and abduction by side 1.";
        ground_1: UInt32, some, "incidents", "Ground and river violations by side 1.";
        air_1: UInt32, some, "incidents", "Air intrusions by side 1.";
        shootings: UInt32, some, "incidents", "Incidents with shots.";
        lost_0: UInt32, some, "men", "Losses of side 0 in fights and raids that began in the year.";
        lost_1: UInt32, some, "men", "Losses of side 1 in fights and raids that began in the year.";
        division_battles: UInt32, some, "battles", "Engagements with 7,000 men or more on the larger side.";
        corps_battles: UInt32, some, "battles", "Engagements with 22,000 men or more on the larger side.";
        episodes: UInt32, some, "episodes", "Crises that opened.";
    }

    books: None, key ["replication", "year", "side"], "one campaign × calendar year × side that keeps the book",
    "Both ledgers: what each side has on file, with what it did not see missing, with wrong types and with reports of \
     things that never happened." {
        replication: UInt32, some, "", "Number of the campaign.";
        year: Int32, some, "", "Calendar year.";
        side: Word(Words::Side), some, "", "Whose book.";
        accused_espionage: UInt32, some, "reports", "Espionage of which it accuses the other side.";
        accused_ground: UInt32, some, "reports", "Ground and river violations of which it accuses the other side.";
        accused_air: UInt32, some, "reports", "Air intrusions of which it accuses the other side.";
        own_espionage: UInt32, some, "reports", "Its own espionage that it has on file.";
        own_ground: UInt32, some, "reports", "Its own ground and river violations that it has on file.";
        own_air: UInt32, some, "reports", "Its own air intrusions that it has on file.";
        shootings: UInt32, some, "reports", "Incidents with shots.";
        published: UInt32, some, "reports", "The year's total that it published.";
    }

    sides: None, key ["replication", "side"], "one campaign × side",
    "True losses of each side over the campaign, and how often it took each rung of the ladder." {
        replication: UInt32, some, "", "Number of the campaign.";
        side: Word(Words::Side), some, "", "The side.";
        killed: UInt32, some, "men", "Killed.";
        wounded: UInt32, some, "men", "Wounded.";
        captured: UInt32, some, "men", "Captured.";
        vehicles: UInt32, some, "vehicles", "Armoured vehicles lost.";
        guns: UInt32, some, "guns", "Guns lost.";
        aircraft: UInt32, some, "aircraft", "Aircraft lost.";
        boats: UInt32, some, "boats", "Gunboats lost.";
        ignore: UInt32, some, "decisions", "Times it ignored.";
        protest: UInt32, some, "decisions", "Times it protested.";
        investigate: UInt32, some, "decisions", "Times it offered or asked for an investigation.";
        reinforce: UInt32, some, "decisions", "Times it reinforced.";
        punitive: UInt32, some, "decisions", "Times it sent a punitive force.";
        air_strike: UInt32, some, "decisions", "Times it struck from the air.";
        seize: UInt32, some, "decisions", "Times it seized ground.";
        division_offensive: UInt32, some, "decisions", "Times it attacked with divisions.";
        corps_offensive: UInt32, some, "decisions", "Times it attacked with a corps.";
        ceasefire_offer: UInt32, some, "decisions", "Times it offered a cease-fire.";
        return_bodies: UInt32, some, "decisions", "Times it returned bodies and prisoners.";
        withdraw: UInt32, some, "decisions", "Times it withdrew.";
        general_war: UInt32, some, "decisions", "Times it went to general war.";
    }

    sectors: None, key ["replication", "sector"], "one campaign × sector",
    "Where it happened." {
        replication: UInt32, some, "", "Number of the campaign.";
        sector: Word(Words::Sector), some, "", "The sector.";
        incidents: UInt32, some, "incidents", "Violations there, both sides, all types.";
    }

    events: None, key ["replication", "seq"], "one event of one campaign",
    "What happened, in order of time. Every kind of event fills its own columns and leaves the others null. With \
     `--events summary` only the great crises are kept (100 men or more lost by both sides together), each whole with \
     the incident that opened it, and the turns of the whole: pact, temptation, denunciation, entry, general war, end. \
     With `none` the table is left out. `seq` numbers all events, those left out too. `…_0` and `…_1` are the sides." {
        replication: UInt32, some, "", "Number of the campaign.";
        seq: UInt32, some, "", "Number of the event in its campaign, from 0.";
        day: Float64, some, "days", "Time since the start of the history.";
        date: Date, some, "", "The calendar day of that time.";
        kind: Word(Words::Event), some, "", "What happened.";
        id: UInt64, maybe, "", "The incident, or the episode: that of the incident that opened it. Unique in its campaign.";
        parent: UInt64, maybe, "", "The incident that set this one off; 0 for one that came by itself.";
        sector: Word(Words::Sector), maybe, "", "Where.";
        side: Word(Words::Side), maybe, "", "Who intruded, decided, arrived or struck; whose book false reports entered.";
        incident_type: Word(Words::Incident), maybe, "", "What an incident was.";
        reported_0: Word(Words::Incident), maybe, "", "What side 0 reported it as; null if it did not.";
        reported_1: Word(Words::Incident), maybe, "", "What side 1 reported it as; null if it did not.";
        occupied: Bool, maybe, "", "The intruder stayed on disputed ground.";
        step: UInt32, maybe, "", "Number of the decision within its episode, from 1.";
        rung: Word(Words::Rung), maybe, "", "What was done; for a battle, the rung that brought it.";
        field: Bool, maybe, "", "The preference of the command in the field ruled the decision.";
        raised: Bool, maybe, "", "Chance raised the act beyond what was chosen.";
        men: UInt32, maybe, "men", "Men sent with a decision, or men that arrived.";
        attacker: Word(Words::Side), maybe, "", "Who attacked in a fight.";
        posture: Word(Words::Posture), maybe, "", "How the defender stood.";
        surprise: UInt8, maybe, "level", "Surprise of the attacker, 0 to 3.";
        fight_days: Float64, maybe, "days", "How long a fight lasted.";
        winner: Word(Words::Side), maybe, "", "Who had the better of a fight; null for nobody.";
        men_0: UInt32, maybe, "men", "Men that side 0 engaged.";
        men_1: UInt32, maybe, "men", "Men that side 1 engaged.";
        vehicles_0: UInt32, maybe, "vehicles", "Armoured vehicles that side 0 engaged.";
        vehicles_1: UInt32, maybe, "vehicles", "Armoured vehicles that side 1 engaged.";
        guns_0: UInt32, maybe, "guns", "Guns that side 0 engaged.";
        guns_1: UInt32, maybe, "guns", "Guns that side 1 engaged.";
        aircraft_0: UInt32, maybe, "aircraft", "Aircraft that side 0 engaged.";
        aircraft_1: UInt32, maybe, "aircraft", "Aircraft that side 1 engaged.";
        boats_0: UInt32, maybe, "boats", "Gunboats that side 0 engaged.";
        boats_1: UInt32, maybe, "boats", "Gunboats that side 1 engaged.";
        killed_0: UInt32, maybe, "men", "Killed of side 0.";
        killed_1: UInt32, maybe, "men", "Killed of side 1.";
        wounded_0: UInt32, maybe, "men", "Wounded of side 0.";
        wounded_1: UInt32, maybe, "men", "Wounded of side 1.";
        captured_0: UInt32, maybe, "men", "Captured of side 0.";
        captured_1: UInt32, maybe, "men", "Captured of side 1.";
        vehicles_lost_0: UInt32, maybe, "vehicles", "Armoured vehicles that side 0 lost.";
        vehicles_lost_1: UInt32, maybe, "vehicles", "Armoured vehicles that side 1 lost.";
        guns_lost_0: UInt32, maybe, "guns", "Guns that side 0 lost.";
        guns_lost_1: UInt32, maybe, "guns", "Guns that side 1 lost.";
        aircraft_lost_0: UInt32, maybe, "aircraft", "Aircraft that side 0 lost.";
        aircraft_lost_1: UInt32, maybe, "aircraft", "Aircraft that side 1 lost.";
        boats_lost_0: UInt32, maybe, "boats", "Gunboats that side 0 lost.";
        boats_lost_1: UInt32, maybe, "boats", "Gunboats that side 1 lost.";
        lost_0: UInt32, maybe, "men", "Killed, wounded and captured of side 0, in a fight, a raid or a whole episode.";
        lost_1: UInt32, maybe, "men", "Killed, wounded and captured of side 1, in a fight, a raid or a whole episode.";
        claimed_own_0: UInt32, maybe, "men", "What side 0 says that it lost.";
        claimed_enemy_0: UInt32, maybe, "men", "What side 0 says that side 1 lost.";
        claimed_own_1: UInt32, maybe, "men", "What side 1 says that it lost.";
        claimed_enemy_1: UInt32, maybe, "men", "What side 1 says that side 0 lost.";
        narrated: Bool, maybe, "", "Later narratives describe it.";
        settlement: Word(Words::Settlement), maybe, "", "How an episode ended.";
        terms: Word(Words::Terms), maybe, "", "Terms of a cease-fire.";
        agreed: Bool, maybe, "", "The line was agreed and is clearer from then on.";
        loser: Word(Words::Side), maybe, "", "Who lost an episode; null if nobody did.";
        attacked: Bool, maybe, "", "Whether the tempted side attacked.";
        cause: Word(Words::Cause), maybe, "", "Why a general war began.";
        ending: Word(Words::Ending), maybe, "", "How the run ended.";
        false_espionage: UInt32, maybe, "reports", "False reports of espionage in a month.";
        false_ground: UInt32, maybe, "reports", "False reports of ground and river violations in a month.";
        false_air: UInt32, maybe, "reports", "False reports of air intrusions in a month.";
    }

    draws: Parameters, key ["number"], "one parameter vector",
    "The parameters that the campaigns were played with, one column a parameter of the model; names, units and ranges \
     are those of the book's model page." {
        number: UInt32, some, "", "Number of the parameter vector; `campaigns.draw` refers to it.";
    }
}

/// The table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|t| t.name == name)
}
